"""The five answers to an answer, the same for the learner's check and the verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

from course_utils.exercises.forms.base import Canonical, Form, NotAttempted, WrongForm

if TYPE_CHECKING:
    from course_utils.exercises.key import Reference

State = Literal["not_attempted", "wrong_form", "formed", "mistake", "not_right", "right", "manual"]


class Matcher(Protocol):
    """Something that knows what is right."""

    @property
    def edges(self) -> Matcher | None:
        """What knows it on the company of edges; None where that does not matter."""

    def right(self, given: Canonical) -> bool:
        """Say whether the answer is right."""

    def mistake(self, given: Canonical) -> str | None:
        """Return the message of a known mistake."""

    def parts(self, given: Canonical) -> set[str] | None:
        """Return the names of the parts that are right; None where only the whole is known."""


@dataclass(frozen=True)
class Assessment:
    """State and words for an answer; ``given`` is None where there was none to compare."""

    state: State
    message: str
    given: Canonical | None = None
    remark: str = ""

    @property
    def lines(self) -> list[str]:
        """The message, unless it says what the state says by itself."""
        return [] if self.message == PLAIN.get(self.state) else [self.message]


PLAIN: dict[State, str] = {"right": "Right.", "not_right": "Not right yet."}


@dataclass(frozen=True)
class OpenMatcher:
    """Compares with the reference itself, where it is at hand."""

    reference: Reference

    @property
    def edges(self) -> OpenMatcher | None:
        """The reference on the company of edges, if there is one."""
        there = self.reference.edges
        return None if there is None else OpenMatcher(there)

    def right(self, given: Canonical) -> bool:
        """Say whether the answer is right."""
        return self.reference.accepts(given)

    def mistake(self, given: Canonical) -> str | None:
        """Return the message of a known mistake."""
        for wrong in self.reference.mistakes:
            if given.matches(wrong.given.sharp()):
                return wrong.message
        for wrong in self.reference.mistakes:
            if given.matches(wrong.given):
                return wrong.message
        return None

    def parts(self, given: Canonical) -> set[str]:
        """Return the names of the parts that are right."""
        return given.matching_parts(self.reference.right)


def assess(form: Form, value: Any, matcher: Matcher | None, source: Any = None) -> Assessment:
    """Judge what a learner gave.

    Parameters
    ----------
    form
        The bound form.
    value
        The learner's value.
    matcher
        What knows the right answer; None where only the form is judged.
    source
        The company, for queries.
    """
    try:
        answer = form.read(value, source)
        given = form.comparable(answer)
    except NotAttempted:
        words = _missing(value) or f"No answer yet. Expected {form.expected}."
        return Assessment("not_attempted", words)
    except WrongForm as refusal:
        return Assessment("wrong_form", str(refusal))
    if form.manual:
        return Assessment(
            "manual", "Your text is there. A person reads it and gives the points.", given
        )
    if matcher is None:
        return Assessment("formed", "Your answer has the form that is asked for.", given)
    if matcher.right(given):
        return _at_edges(form, value, matcher.edges, source) or Assessment(
            "right", PLAIN["right"], given
        )
    named = matcher.mistake(given)
    if named is not None:
        return Assessment("mistake", named, given)

    def is_right(other: Any) -> bool:
        try:
            return matcher.right(form.comparable(other))
        except WrongForm:
            return False

    suspicion = form.suspect(answer, is_right)
    if suspicion is not None:
        return Assessment("wrong_form", suspicion, given)
    remark = form.remark(answer, matcher.parts(given) if given.parts else set()) or ""
    return Assessment("not_right", PLAIN["not_right"], given, remark)


RIGHT_HERE = "Right on the data that you see, but not yet on a small company with harder edges."
LOOK = "Try it there: `from course_utils.company.edges import edges`, then `edges().sql(...)`."


def _at_edges(form: Form, value: Any, matcher: Matcher | None, source: Any) -> Assessment | None:
    """Judge a query that is right on the company in use where rows stand at edges."""
    if matcher is None:
        return None
    from course_utils.company.edges import edges
    from course_utils.exercises.sql import Jail, sandbox

    box: Any = sandbox(edges())
    if isinstance(source, Jail):
        box = Jail(box)  # a stranger's query stays held in
    try:
        given = form.canonical(value, box)
    except (NotAttempted, WrongForm) as refusal:
        return Assessment("not_right", RIGHT_HERE, remark=f"{refusal} {LOOK}")
    if matcher.right(given):
        return None
    named = matcher.mistake(given)
    if named is not None:
        return Assessment("mistake", f"{RIGHT_HERE} {named}", remark=LOOK)
    return Assessment("not_right", RIGHT_HERE, remark=LOOK)


def _missing(value: Any) -> str | None:
    # An answer widget knows what the hand has not done yet.
    door = getattr(type(value), "__pmlab_missing__", None)
    return str(door(value)) if callable(door) else None

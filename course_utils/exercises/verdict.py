"""The verdict: given in trusted code, on answers that may be anything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

from course_utils.exercises.assessment import Assessment, OpenMatcher, State, assess
from course_utils.exercises.display import marked_up
from course_utils.exercises.forms import Function, Query, WrongForm
from course_utils.exercises.key import Exercise, Reference
from course_utils.exercises.sql import Jail, sandbox


@dataclass(frozen=True)
class Verdict:
    """What an answer is worth.

    Attributes
    ----------
    state
        One of ``not_attempted``, ``wrong_form``, ``mistake``, ``not_right``, ``right``; ``manual``
        for a text that a person reads.
    score
        Share of the points, 0 to 1.
    message
        Plain words for the student, without the right answer.
    """

    state: State
    score: float
    message: str

    @property
    def html(self) -> str:
        """The message as HTML, safe whatever the student wrote."""
        return f"<p>{marked_up(escape(self.message, quote=False))}</p>"


def judge(
    exercise: Exercise,
    answer_data: Any,
    source: Any,
    *,
    other_source: Any = None,
    right: Reference | None = None,
    other_right: Reference | None = None,
    cases: Iterable[Any] | None = None,
) -> Verdict:
    """Give the verdict on an answer.

    Parameters
    ----------
    exercise
        From the key.
    answer_data
        What stands under ``"answer"`` in the emitted MIME data: any JSON, however hostile.
    source
        The student's company.
    other_source
        Another company, on which a query has to be right as well.
    right, other_right
        ``exercise.reference(source, cases)`` and ``exercise.reference(other_source)``, if they are
        at hand for many answers; otherwise they are computed.
    cases
        For a `Function`: the unseen cases that the student's process was given in ``PMLAB_CASES``.

    Returns
    -------
    Verdict
        For any answer. Only a fault of the key itself raises.
    """
    if exercise.form.manual:
        return _manual(exercise, answer_data)
    reference = right if right is not None else exercise.reference(source, cases)
    boxed = Jail(sandbox(source)) if source is not None else None
    form = reference.form
    try:
        value = form.decode(answer_data)
        result = assess(form, value, OpenMatcher(reference), boxed)
    except Exception:
        return Verdict("wrong_form", 0.0, "The answer cannot be read.")
    if isinstance(form, Function):
        return _function_verdict(form, result, reference)
    if result.state == "right" and isinstance(form, Query) and other_source is not None:
        elsewhere = other_right if other_right is not None else exercise.reference(other_source)
        if not _right_elsewhere(value, elsewhere, other_source):
            return Verdict(
                "not_right",
                0.0,
                "Right on the data that you see, but not on another company. Look for values that "
                "hold for one company only, such as ids or dates.",
            )
    return _verdict(result, reference)


def _verdict(result: Assessment, reference: Reference) -> Verdict:
    if result.state == "right":
        return Verdict("right", 1.0, result.message)
    score = 0.0
    if result.given is not None:
        score = min(reference.form.score(result.given, reference.right), 0.99)
    message = f"{result.message} {result.remark}".strip()
    if score > 0:
        message += f" This earns {score:.0%} of the points."
    return Verdict(result.state, score, message)


def _function_verdict(form: Function, result: Assessment, reference: Reference) -> Verdict:
    if result.state != "not_right" or result.given is None:
        return _verdict(result, reference)
    # The unseen cases stay unseen: only their number is told.
    good = len(result.given.matching_parts(reference.right))
    remark = f"{good} of {len(reference.right.parts)} cases that you have not seen are right."
    return _verdict(Assessment("not_right", result.message, result.given, remark), reference)


def _right_elsewhere(value: Any, reference: Reference, source: Any) -> bool:
    try:
        given = reference.form.canonical(value, Jail(sandbox(source)))
    except WrongForm:
        return False
    except Exception:
        return False
    return reference.accepts(given)


def _manual(exercise: Exercise, answer_data: Any) -> Verdict:
    try:
        result = assess(exercise.form, exercise.form.decode(answer_data), _Nothing())
    except Exception:
        return Verdict("wrong_form", 0.0, "The answer cannot be read.")
    return Verdict(result.state, 0.0, result.message)


class _Nothing:
    edges = None

    def right(self, given: Any) -> bool:
        return False

    def mistake(self, given: Any) -> str | None:
        return None

    def parts(self, given: Any) -> set[str]:
        return set()

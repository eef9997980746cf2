"""A function, graded on cases that it has not seen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

from course_utils.exercises.forms.base import Canonical, Form, NotAttempted, WrongForm, is_blank
from course_utils.exercises.plain import (
    Opaque,
    Sheet,
    clip,
    count,
    describe,
    from_json,
    is_small,
    number,
    plain,
    to_json,
)

Cases = Callable[[int], Iterable[Sequence[Any]]]


@dataclass(frozen=True)
class Outcome:
    """What a function did with one case: a value, or an error with its words."""

    value: Any = None
    error: str = ""
    words: str = ""


@dataclass(frozen=True)
class Function(Form):
    """A function that the learner writes.

    Attributes
    ----------
    result
        The form of what the function returns, such as ``Number("fraction", tolerance=0.001)``.
    cases
        Function of a seed that gives argument tuples (numbers, text, lists, dicts, DataFrames).
        The seed 1 gives the visible cases; the grader takes another seed.
    visible
        How many cases the local check uses.
    unseen
        How many the verdict uses.
    partial
        Give the share of cases that are right.
    inputs
        The cases in use, as JSON data; filled from ``cases``.

    A reference that raises ValueError for a case expects the same of the learner's function.
    """

    result: Form
    cases: Cases | None = None
    visible: int = 3
    unseen: int = 10
    partial: bool = False
    inputs: tuple[Any, ...] = ()

    private: ClassVar[tuple[str, ...]] = ("cases",)

    @property
    def expected(self) -> str:
        """What an answer looks like."""
        return "a function (its name without brackets)"

    def make_cases(self, seed: int) -> list[Any]:
        """Return the unseen cases of a seed as JSON data, the content of ``PMLAB_CASES``."""
        return self._cases(seed, self.unseen)

    def _cases(self, seed: int, how_many: int) -> list[Any]:
        if self.cases is None:
            raise ValueError("this function has no generator of cases")
        found = []
        for arguments in self.cases(seed):
            if not isinstance(arguments, tuple | list):
                raise ValueError("a case is a tuple of arguments: write (x,) for one argument")
            found.append([to_json(plain(item)) for item in arguments])
            if len(found) == how_many:
                return found
        if not found:
            raise ValueError(f"there are no cases for the seed {seed}")
        return found

    def on(self, inputs: Iterable[Any]) -> Self:
        """Return the form for other cases (JSON data, as `make_cases` gives them)."""
        return replace(self, inputs=tuple(inputs))

    def bind(self, right: Any, source: Any = None) -> Self:
        """Take the visible cases, and the form of the result from the right function."""
        form = self if self.inputs else self.on(self._cases(1, self.visible))
        outcomes = form.run(right)
        values = [item.value for item in outcomes if not item.error]
        if not values:
            words = outcomes[0].words
            raise WrongForm(f"The right function returns nothing for any case: {words}")
        return replace(form, result=form.result.bind(values[0]))

    def run(self, function: Any) -> list[Outcome]:
        """Call the function once for each case, each time with fresh arguments."""
        outcomes = []
        for case in self.inputs:
            try:
                outcomes.append(Outcome(plain(function(*map(_argument, case)))))
            except (Exception, SystemExit) as error:
                words = clip(f"{type(error).__name__}: {error}", 120)
                kind = "ValueError" if isinstance(error, ValueError) else "error"
                if isinstance(error, NotImplementedError):
                    kind = "blank"
                outcomes.append(Outcome(error=kind, words=words))
        return outcomes

    def read(self, value: Any, source: Any = None) -> list[Outcome]:
        """Run the function on the cases in use; outcomes pass as they are."""
        if isinstance(value, list) and value and all(isinstance(item, Outcome) for item in value):
            _refuse_blank(value)
            return value
        answer = plain(value)
        if is_blank(answer):
            raise NotAttempted
        if answer != Opaque("function"):
            raise WrongForm(f"The answer is {describe(answer)}; expected {self.expected}.")
        outcomes = self.run(value)
        _refuse_blank(outcomes)
        return outcomes

    def comparable(self, answer: Any) -> Canonical:
        """Return what the function gave for each case, one after another."""
        parts = [(f"case {i}", self._outcome(item)) for i, item in enumerate(answer)]
        return Canonical(
            "\n".join([str(len(parts)), *(part.skeleton for _, part in parts)]),
            tuple(x for _, part in parts for x in part.numbers),
            tuple(x for _, part in parts for x in part.tolerances),
            tuple(parts),
        )

    def _outcome(self, item: Outcome) -> Canonical:
        if item.error:
            return Canonical("raises " + item.error)
        try:
            return self.result.canonical(item.value)
        except (NotAttempted, WrongForm):
            return Canonical("refused")

    def encode(self, value: Any) -> Any:
        """Return the outcomes of the cases in use as JSON data, or what stands in their place."""
        try:
            outcomes = self.read(value)
        except NotAttempted:
            return None
        except WrongForm:
            return to_json(plain(value))
        return {
            "outcomes": [
                {"error": item.error, "words": item.words}
                if item.error
                else {"value": to_json(item.value)}
                for item in outcomes
            ]
        }

    def decode(self, data: Any) -> Any:
        """Return outcomes, or plain data that `read` refuses."""
        if not isinstance(data, Mapping) or set(data) != {"outcomes"}:
            return from_json(data)
        if not is_small(data):
            return Opaque("answer that is too large")
        outcomes = data["outcomes"]
        if not isinstance(outcomes, list) or not outcomes:
            return None
        return [_decoded(item) for item in outcomes]

    def score(self, given: Canonical, right: Canonical) -> float:
        """Return 1 if every case is right; with ``partial``, the share of right cases."""
        if given.matches(right):
            return 1.0
        if not self.partial or len(given.parts) != len(right.parts):
            return 0.0
        return min(len(given.matching_parts(right)) / len(right.parts), 0.99)

    def remark(self, answer: Any, right_parts: Collection[str] | None) -> str | None:
        """Name the first case that is not right and what came out."""
        for i, item in enumerate(answer):
            if f"case {i}" in (right_parts or ()):
                continue
            call = self._call(i)
            if item.error:
                return f"With {call} the function stops: {item.words}."
            try:
                self.result.canonical(item.value)
            except NotAttempted:
                return f"With {call} the function returns nothing; end it with return."
            except WrongForm as problem:
                return f"With {call}: {problem}"
            if right_parts is None:
                continue
            good = count(len(right_parts), "case")
            return f"With {call} it returns {describe(item.value)}, not right yet ({good} right)."
        return None

    def _call(self, position: int) -> str:
        if position >= len(self.inputs):
            return "a case"
        return "(" + ", ".join(_shown(from_json(item)) for item in self.inputs[position]) + ")"

    def problems(self, right: Canonical, answer: Any) -> list[str]:
        """Refuse a reference that fails, and results that the form refuses."""
        found = []
        for i, item in enumerate(answer):
            if item.error and item.error != "ValueError":
                found.append(f"the right function fails with {self._call(i)}: {item.words}")
            elif not item.error:
                try:
                    self.result.canonical(item.value)
                except (NotAttempted, WrongForm) as problem:
                    found.append(
                        f"its form refuses the right result with {self._call(i)}: {problem}"
                    )
        return found

    @classmethod
    def _restored(cls, body: dict[str, Any]) -> Form:
        inputs = tuple(body.pop("inputs"))
        return cls(**{**body, "result": Form.restore(body["result"]), "inputs": inputs})


def _refuse_blank(outcomes: list[Outcome]) -> None:
    if all(item.error == "blank" or item == Outcome() for item in outcomes):
        raise NotAttempted


def _argument(data: Any) -> Any:
    """Return an argument as the learner's function meets it: tables as DataFrames."""
    value = from_json(data)
    if not isinstance(value, Sheet):
        return value
    import pandas as pd

    frame = pd.DataFrame(list(value.rows), columns=list(value.columns))
    if value.index:
        frame = frame.set_index(list(value.columns[: value.index]))
        frame.index.names = [name or None for name in frame.index.names]
    if value.series:
        return frame.iloc[:, 0].rename(value.columns[-1] or None)
    return frame


def _decoded(item: Any) -> Outcome:
    if isinstance(item, Mapping) and set(item) == {"value"}:
        return Outcome(from_json(item["value"]))
    if isinstance(item, Mapping) and item.get("error") in ("ValueError", "error", "blank"):
        return Outcome(error=str(item["error"]), words=clip(str(item.get("words", "")), 120))
    return Outcome(Opaque("unreadable answer"))


def _shown(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, str):
        return repr(clip(value, 30))
    if isinstance(value, list) and len(value) <= 8:
        return clip("[" + ", ".join(_shown(item) for item in value) + "]", 60)
    if isinstance(value, dict) and len(value) <= 4:
        return clip("{" + ", ".join(f"{k!r}: {_shown(v)}" for k, v in value.items()) + "}", 60)
    return describe(value)

"""What every form of answer shares: the verbs, the canonical answer and the two refusals."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, ClassVar, Self

from course_utils.exercises.plain import (
    MAX_COLUMNS,
    MAX_ROWS,
    Sheet,
    from_json,
    number,
    plain,
    to_json,
)

EXACT = 1e-6


class NotAttempted(Exception):
    """There is no answer yet."""


class WrongForm(Exception):
    """The answer has another form than the question asks for; the message says which."""


@dataclass(frozen=True)
class Canonical:
    """An answer that can be compared: words that must be equal, numbers that must be near.

    Attributes
    ----------
    skeleton
        Everything that is compared exactly.
    numbers, tolerances
        The numbers and how far each may be away, inclusive.
    parts
        Named pieces of the answer that can be right on their own (columns, cases).
    """

    skeleton: str
    numbers: tuple[float, ...] = ()
    tolerances: tuple[float, ...] = ()
    parts: tuple[tuple[str, Canonical], ...] = ()

    def matches(self, right: Canonical) -> bool:
        """Say whether this answer is ``right`` within its tolerances (those of ``right``)."""
        return (
            self.skeleton == right.skeleton
            and len(self.numbers) == len(right.numbers)
            and all(
                abs(given - wanted) <= tolerance * (1 + 1e-9)
                for given, wanted, tolerance in zip(
                    self.numbers, right.numbers, right.tolerances, strict=True
                )
            )
        )

    def sharp(self) -> Canonical:
        """Return this answer with a 50th of its tolerances, to tell near mistakes apart."""
        return replace(self, tolerances=tuple(x / 50 for x in self.tolerances), parts=())

    def near(self, other: Canonical) -> bool:
        """Say whether one answer could lie within the tolerances of both."""
        wide = replace(other, tolerances=tuple(2 * x for x in other.tolerances))
        return self.matches(wide)

    def matching_parts(self, right: Canonical) -> set[str]:
        """Return the names of the parts that match the same part of ``right``."""
        wanted = dict(right.parts)
        return {name for name, part in self.parts if name in wanted and part.matches(wanted[name])}


@dataclass(frozen=True)
class Form:
    """The form of an answer; subclasses are the forms that an author can ask for.

    The verbs, the same for each form: `bind` completes the form from the right answer, `read`
    takes what a learner gave, `canonical` makes it comparable, `encode` and `decode` carry it
    through JSON, `score` gives 0 to 1, `suspect` and `remark` find words for an answer that is not
    right, `public` and `restore` carry the form itself into checks.json, `problems` says what an
    author has to change.
    """

    registry: ClassVar[dict[str, type[Form]]] = {}
    private: ClassVar[tuple[str, ...]] = ()
    manual: ClassVar[bool] = False

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        Form.registry[cls.__name__] = cls

    @property
    def kind(self) -> str:
        """Name of the form, as in ``Number``."""
        return type(self).__name__

    @property
    def expected(self) -> str:
        """What an answer looks like, in words that follow "expected"."""
        raise NotImplementedError

    def bind(self, right: Any, source: Any = None) -> Self:
        """Return the form completed by what the right answer shows (columns, cases)."""
        return self

    def read(self, value: Any, source: Any = None) -> Any:
        """Return the answer as plain data; queries and functions are run here.

        Raises
        ------
        NotAttempted, WrongForm
        """
        return plain(value)

    def comparable(self, answer: Any) -> Canonical:
        """Return what `read` returned in canonical form.

        Raises
        ------
        WrongForm
        """
        raise NotImplementedError

    def canonical(self, value: Any, source: Any = None) -> Canonical:
        """Return ``value`` in canonical form: `read`, then `comparable`.

        Raises
        ------
        NotAttempted, WrongForm
        """
        return self.comparable(self.read(value, source))

    def encode(self, value: Any) -> Any:
        """Return ``value`` as JSON data, exactly, whether or not it has the right form."""
        return to_json(_trimmed(plain(value)))

    def decode(self, data: Any) -> Any:
        """Return the answer that `encode` wrote; foreign data becomes something `read` refuses."""
        return from_json(data)

    def score(self, given: Canonical, right: Canonical) -> float:
        """Return 1 for a right answer, a share where the form gives partial credit, else 0."""
        return 1.0 if given.matches(right) else 0.0

    def suspect(self, answer: Any, is_right: Callable[[Any], bool]) -> str | None:
        """Return words for an answer that would be right in another unit or order, else None."""
        return None

    def remark(self, answer: Any, right_parts: Collection[str] | None) -> str | None:
        """Return what can be said about an answer of which only some parts are right.

        Nothing may be said of a part where ``right_parts`` is None: then only the whole is known.
        """
        return None

    def public(self) -> dict[str, Any]:
        """Return the form as JSON data for checks.json, without anything that gives answers."""
        shown = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in self.private}
        return {"form": self.kind, **{name: _json(value) for name, value in shown.items()}}

    @staticmethod
    def restore(data: Mapping[str, Any]) -> Form:
        """Return the form that `public` wrote."""
        body = dict(data)
        return Form.registry[str(body.pop("form"))]._restored(body)

    @classmethod
    def _restored(cls, body: dict[str, Any]) -> Form:
        return cls(**body)

    def problems(self, right: Canonical, answer: Any) -> list[str]:
        """Return what makes the exercise badly posed, given its right answer as `read` gave it."""
        return []


def _trimmed(answer: Any) -> Any:
    """Return an answer that no form accepts in a size that can be sent; others as they are."""
    if isinstance(answer, Sheet) and (answer.total > MAX_ROWS or len(answer.columns) > MAX_COLUMNS):
        return replace(answer, rows=answer.rows[:20])
    if isinstance(answer, list) and len(answer) > MAX_ROWS:
        return type(answer)(answer[:20])
    return answer


def _json(value: Any) -> Any:
    if isinstance(value, Form):
        return value.public()
    if isinstance(value, Mapping):
        return {str(k): _json(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_json(item) for item in value]
    return value


def is_blank(value: Any) -> bool:
    """Say whether plain data is an answer that nobody gave yet."""
    return value is None or (isinstance(value, str) and value.strip() in ("", "...", "…"))


def measure(x: float, tolerance: float, relative: float) -> tuple[str, float | None, float]:
    """Split a number into what is compared exactly and what is compared with a tolerance.

    Parameters
    ----------
    x
        A finite number.
    tolerance
        Largest absolute difference; 0 means exact.
    relative
        Largest relative difference; used when it is not 0, on a log scale, so that the tolerance
        itself does not tell the size of the answer.

    Returns
    -------
    tuple
        The exact text, the number to compare (None when the text says all) and its tolerance.
    """
    if relative:
        if x == 0:
            return "0", None, 0.0
        return "+" if x > 0 else "-", math.log(abs(x)), math.log1p(relative)
    if tolerance:
        return "~", float(x), float(tolerance)
    nearest = round(x)
    if abs(x - nearest) <= EXACT:
        return str(nearest), None, 0.0
    return f"{x:.9g}", None, 0.0


def only_item(answer: Any) -> Any:
    """Unwrap a value that stands alone in a list, Series, array or table."""
    for _ in range(4):
        if isinstance(answer, list) and len(answer) == 1:
            answer = answer[0]
        elif hasattr(answer, "rows") and answer.total == len(answer.rows) == 1:
            body = answer.rows[0][answer.index :]
            if len(body) != 1:
                return answer
            answer = math.nan if body[0] is None else body[0]
        else:
            break
    return answer


def values_of(answer: Any) -> Any:
    """Return a list for a Series, a one-column table or a list; anything else as it is."""
    if hasattr(answer, "rows") and len(answer.columns) - answer.index == 1:
        return [row[-1] for row in answer.rows]
    return answer


def check_tolerance(tolerance: float, relative: float) -> None:
    """Raise ValueError unless the tolerances can be used."""
    for value in (tolerance, relative):
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not 0 <= value < math.inf
        ):
            raise ValueError(f"a tolerance must be a number of at least 0, not {value!r}")
    if tolerance and relative:
        raise ValueError("give either tolerance or relative, not both")
    if relative >= 1:
        raise ValueError(f"a relative tolerance must be below 1, not {number(relative)}")

"""One number."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from course_utils.exercises.forms.base import (
    Canonical,
    Form,
    NotAttempted,
    WrongForm,
    check_tolerance,
    is_blank,
    measure,
    only_item,
)
from course_utils.exercises.plain import Opaque, Sheet, clip, describe, listing, number, plain

ROUNDING = 0.005
"""Largest change by rounding to two places."""
MOST_STEPS = 20
"""Tries on either side; a finer tolerance would take too long."""
_EXAMPLES = {"fraction": "0.25", "points": "32.5", "count": "1240", "USD": "1500.50"}


@dataclass(frozen=True)
class Number(Form):
    """A number in a unit.

    Attributes
    ----------
    unit
        ``"fraction"`` for rates and shares, ``"points"`` for NPS and the like, or any word
        (``"count"``, ``"USD"``, ``"days"``). A percent given for a fraction, or a fraction for
        points, is told apart from a wrong number.
    tolerance
        Largest absolute difference from the right answer; 0 (the default) means exact.
    relative
        Largest relative difference; give either this or ``tolerance``.
    """

    unit: str = "number"
    tolerance: float = 0.0
    relative: float = 0.0

    def __post_init__(self) -> None:
        check_tolerance(self.tolerance, self.relative)

    @property
    def expected(self) -> str:
        """What an answer looks like."""
        example = _EXAMPLES.get(self.unit)
        if self.unit == "fraction":
            return f"a fraction such as {example}"
        what = "a number" if self.unit == "number" else f"a number ({self.unit})"
        return f"{what} such as {example}" if example else what

    def read(self, value: Any, source: Any = None) -> float | int:
        """Return the one number that was given."""
        if held := _held(value):
            raise WrongForm(
                f"The answer is a whole {type(value).__name__}, which has {listing(held, 12)}: "
                f"give the one that is asked, with a dot and its name. Expected {self.expected}."
            )
        answer = only_item(plain(value))
        if is_blank(answer):
            raise NotAttempted
        if isinstance(answer, bool):
            raise WrongForm(f"{answer} is a yes-or-no value; expected {self.expected}.")
        if isinstance(answer, str):
            raise WrongForm(self._about_text(answer))
        if answer == Opaque("function"):
            raise WrongForm(
                f"The answer is the function itself; call it with brackets. Expected {self.expected}."
            )
        if isinstance(answer, Sheet) and answer.series:
            raise WrongForm(self._about_column(answer))
        if not isinstance(answer, int | float):
            raise WrongForm(f"The answer is {describe(answer)}; expected {self.expected}.")
        try:
            size = float(answer)
        except OverflowError:
            size = math.inf
        if math.isnan(size):
            raise WrongForm(
                "The answer is nan, which means that a number is missing. "
                "Look for missing values or for 0 divided by 0."
            )
        if math.isinf(size):
            raise WrongForm("The answer is infinite. Look for a division by 0.")
        return answer

    def comparable(self, answer: Any) -> Canonical:
        """Return the number with its tolerance."""
        text, size, tolerance = measure(answer, self.tolerance, self.relative)
        if size is None:
            return Canonical(text)
        return Canonical(text, (size,), (tolerance,))

    def suspect(self, answer: Any, is_right: Callable[[Any], bool]) -> str | None:
        """Recognise a percent or a count for a fraction, a rounded one, a fraction for points."""
        given = number(answer)
        if self.unit == "fraction":
            if is_right(answer / 100):
                return f"Rates are fractions here: write {given} % as {number(answer / 100)}."
            if abs(answer) > 100:
                return (
                    f"{given} says how many. A share is a fraction, how many of how many: divide "
                    "by all of them. Of a true-or-false column, `.mean()` does both."
                )
            if abs(answer) > 1 + 1e-9:
                return (
                    f"{given} is outside -1 to 1, and a share is a fraction. If it is a "
                    f"percentage, write {number(answer / 100)}; if it says how many, divide it by "
                    "all of them."
                )
            if self._rounded(answer, is_right):
                return (
                    f"{given} is rounded. Give the number as it is computed, with all its digits."
                )
        if self.unit == "points" and is_right(answer * 100):
            return f"This is a fraction; points are asked: write {given} as {number(answer * 100)}."
        return None

    def _rounded(self, answer: float, is_right: Callable[[Any], bool]) -> bool:
        """Whether the right answer, at two places, is this."""
        steps = math.ceil(ROUNDING / self.tolerance) if self.tolerance else math.inf
        if steps > MOST_STEPS or abs(answer - round(answer, 2)) > 1e-12:
            return False
        return any(
            is_right(answer + sign * min(step * self.tolerance, ROUNDING))
            for step in range(1, int(steps) + 1)
            for sign in (-1, 1)
        )

    def problems(self, right: Canonical, answer: Any) -> list[str]:
        """Refuse a tolerance that lets 0 or our own example pass, or that is too fine to carry."""
        found = []
        example = _EXAMPLES.get(self.unit)
        if example and self.comparable(float(example)).matches(right):
            found.append(
                f"the tolerance {number(self.tolerance or self.relative)} lets {example} pass, which "
                f"check() names as an example, for the right answer {number(answer)}; make it "
                "smaller, or ask for another number"
            )
        if 0 < abs(answer) <= self.tolerance:
            found.append(
                f"the tolerance {number(self.tolerance)} lets 0 pass for the right answer "
                f"{number(answer)}; make it smaller"
            )
        if self.tolerance and abs(answer) * 1e-12 > self.tolerance:
            found.append(
                f"the tolerance {number(self.tolerance)} is too small for {number(answer)}"
            )
        return found

    def _about_column(self, column: Sheet) -> str:
        """Say what makes one number of a column."""
        many = f"{column.total:,} values, one for each row"
        kinds = {type(row[-1]) for row in column.rows}
        if kinds == {bool}:
            how = (
                "`.mean()` behind it gives the share"
                if self.unit == "fraction"
                else ("`.sum()` behind it counts those that are true")
            )
            return f"The answer is a true-or-false column: {many}. Put brackets round it; {how}."
        return f"The answer is a column (a Series) of {many}; expected {self.expected}."

    def _about_text(self, text: str) -> str:
        bare = text.strip().replace(",", "").replace("_", "")
        if match := re.fullmatch(r"([-+]?\d*\.?\d+)\s*%", bare):
            share = number(float(match[1]) / (100 if self.unit == "fraction" else 1))
            return f"Write {share} in place of the text {clip(text)!r}: without quotes or a percent sign."
        try:
            float(bare)
        except ValueError:
            return f"The answer is {describe(text)}; expected {self.expected}."
        return f"{clip(text)!r} is text; remove the quotes and write {clip(bare)}."


def _held(value: Any) -> list[str]:
    """Return the names of what a result with several values holds, such as an interval."""
    if isinstance(value, Opaque | Sheet):
        return []
    if is_dataclass(value) and not isinstance(value, type):
        return [field.name for field in fields(value)]
    return [str(name) for name in getattr(value, "_fields", ())] if isinstance(value, tuple) else []

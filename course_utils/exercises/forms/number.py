"""One number."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
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
from course_utils.exercises.plain import Opaque, clip, describe, number, plain

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
            return "a fraction such as 0.25"
        what = "a number" if self.unit == "number" else f"a number ({self.unit})"
        return f"{what} such as {example}" if example else what

    def read(self, value: Any, source: Any = None) -> float | int:
        """Return the one number that was given."""
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
        """Recognise a percent for a fraction and a fraction for points."""
        given = number(answer)
        if self.unit == "fraction":
            if is_right(answer / 100):
                return f"Rates are fractions here: write {given} % as {number(answer / 100)}."
            if abs(answer) > 1 + 1e-9:
                return (
                    f"{given} is outside -1 to 1. Rates are fractions here: "
                    f"write {given} % as {number(answer / 100)}."
                )
        if self.unit == "points" and is_right(answer * 100):
            return f"This is a fraction; points are asked: write {given} as {number(answer * 100)}."
        return None

    def problems(self, right: Canonical, answer: Any) -> list[str]:
        """Refuse a tolerance that lets 0 pass or that floating point cannot carry."""
        found = []
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

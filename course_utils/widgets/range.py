"""An interval, with how sure one is that it holds the truth."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import traitlets as t

from course_utils.widgets.answer import Answer, mapping, number
from course_utils.widgets.scripts import script

HERE = Path(__file__).parent


class Range(Answer):
    """Give an interval and a probability.

    Parameters
    ----------
    exercise : str
        Name of the exercise.
    low, high, step : float
        The scale.
    unit : str
        Stands after each number; with "%" fractions are shown as percents.
    levels : sequence of float
        The probabilities to choose from, fractions; a single one is fixed.

    Notes
    -----
    `value` is ``{"low": ..., "high": ..., "confidence": fraction or None}``; `answer` is a table of
    one row with these columns: the form `Table`.
    """

    _esm = script(HERE / "range.js")
    low = t.Float().tag(sync=True)
    high = t.Float().tag(sync=True)
    step = t.Float().tag(sync=True)
    unit = t.Unicode().tag(sync=True)
    levels: t.List[Any] = t.List().tag(sync=True)

    def __init__(
        self,
        exercise: str,
        low: float,
        high: float,
        *,
        step: float = 1,
        unit: str = "",
        levels: Sequence[float] = (0.5, 0.8, 0.9),
        **more: Any,
    ) -> None:
        if not low < high or not 0 < step <= high - low:
            raise ValueError("low must be below high, and step must fit between them.")
        if not levels or not all(0 < level < 1 for level in levels):
            raise ValueError("levels must be fractions between 0 and 1.")
        super().__init__(
            exercise, low=low, high=high, step=step, unit=unit, levels=list(levels), **more
        )

    def tidy(self, value: Any) -> Any:
        """Return the ends in their order, on the scale, and a known level."""
        given = mapping(value)
        ends = sorted(number(given[end], self.low, self.high) for end in ("low", "high"))
        level = given.get("confidence")
        if len(self.levels) == 1:
            level = self.levels[0]
        return {
            "low": round(ends[0], 9),
            "high": round(ends[1], 9),
            "confidence": level if level in self.levels else None,
        }

    def judged(self, value: Any) -> Any:
        """Return one row; None until a probability is chosen too."""
        return None if value["confidence"] is None else [value]

    def missing(self) -> str:
        """Return what is still to be done by hand."""
        if self.value is not None:
            return "You have not said yet how sure you are: choose a probability."
        more = " and choose how sure you are" if len(self.levels) > 1 else ""
        return f"You have not given an interval yet: set both ends{more}."

    def offered(self) -> list[str]:
        """Return the scale and the probabilities."""
        ends = f"{self._number(self.low)} to {self._number(self.high)}"
        return [
            f"Scale: {ends}, in steps of {self._number(self.step)}",
            f"How sure: {', '.join(f'{level:.0%}' for level in self.levels)}",
        ]

    def in_code(self) -> str:
        """Return a statement that gives the whole scale."""
        whole = {"low": self.low, "high": self.high, "confidence": self.levels[0]}
        return f"{self.exercise}.value = {whole}"

    def words(self, value: Any) -> list[str]:
        """Return the interval and how sure the learner is."""
        level = value["confidence"]
        sure = "no probability chosen" if level is None else f"{level:.0%} sure"
        return [f"{self._number(value['low'])} to {self._number(value['high'])}", sure]

    def _number(self, x: float) -> str:
        if self.unit == "%":
            return f"{round(100 * x, 6):g} %"
        return f"{x:,.10g} {self.unit}".rstrip()

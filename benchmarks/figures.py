"""A figure that was read several times, and what can be said of it: noise is never called kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

CONFIDENCE = 0.93
"""How sure an interval is at least; five readings allow no more."""
FEWEST = 5
"""Readings below which nothing is known."""


@dataclass(frozen=True)
class Figure:
    """The median of readings, and an interval of it.

    Attributes
    ----------
    median, low, high : float
        The interval holds the true median with `CONFIDENCE`; it is infinite for fewer than `FEWEST`
        readings.
    count : int
        Readings.
    """

    median: float
    low: float
    high: float
    count: int

    @classmethod
    def of(cls, readings: Sequence[float]) -> Figure:
        """Return the figure of some readings, of which there must be one at least."""
        from scipy.stats import quantile_test

        median = float(np.median(readings))
        # The sign test's interval: between two of the readings, however they are distributed.
        interval = quantile_test(readings, q=0, p=0.5).confidence_interval(CONFIDENCE)
        if len(readings) < FEWEST:
            return cls(median, -np.inf, np.inf, len(readings))
        return cls(median, float(interval.low), float(interval.high), len(readings))

    def __format__(self, form: str) -> str:
        """Return median and interval, each in the same form."""
        return f"{self.median:{form}} ({self.low:{form}} to {self.high:{form}})"

    def times(self, factor: float, plus: float = 0.0) -> Figure:
        """Return the figure multiplied by a positive factor, and something added."""
        made = (factor * value + plus for value in (self.median, self.low, self.high))
        return Figure(*made, self.count)


def at_most(figure: Figure, limit: Figure) -> str:
    """Say whether a figure keeps a limit that was read too.

    Returns
    -------
    str
        ``"kept"`` or ``"NOT KEPT"`` where the intervals lie apart, otherwise ``"unknown"``.
    """
    if figure.high <= limit.low:
        return "kept"
    return "NOT KEPT" if figure.low > limit.high else "unknown"

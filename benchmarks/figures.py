"""A figure that was read several times, and what can be said of it: noise is never called kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

FEWEST = 5
"""Readings below which nothing is known."""


@dataclass(frozen=True)
class Figure:
    """The median of readings, and an interval of it.

    Attributes
    ----------
    median, low, high : float
        The interval holds the true median in at least 93 of 100 cases; it is infinite for fewer
        than `FEWEST` readings.
    count : int
        Readings.
    """

    median: float
    low: float
    high: float
    count: int

    @classmethod
    def of(cls, readings: Sequence[float]) -> Figure:
        """Return the figure of some readings, of which there must be one at least.

        Between the k-th smallest and the k-th largest lies the median of whatever is read, with a
        probability that the binomial distribution gives; k is the largest with 93% or more.
        """
        from scipy.stats import binom

        ordered = np.sort(np.asarray(readings, dtype=float))
        count = len(ordered)
        if count < FEWEST:
            return cls(float(np.median(ordered)), -np.inf, np.inf, count)
        k = max(1, int(binom.ppf(0.035, count, 0.5)))
        while k > 1 and 2 * binom.cdf(k - 1, count, 0.5) > 0.07:
            k -= 1
        return cls(float(np.median(ordered)), float(ordered[k - 1]), float(ordered[-k]), count)

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

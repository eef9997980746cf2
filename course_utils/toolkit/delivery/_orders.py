"""How sure a percentile is, by counting alone."""

from __future__ import annotations

import math

import numpy as np

from course_utils.toolkit.common.checks import Floats

__all__: list[str] = []  # for those who write calculations


def around(ordered: Floats, share: float, confidence: float) -> tuple[float, float]:
    """Return the two of some ordered values that hold a percentile between them.

    How many of n independent values fall below the true percentile is binomial, whatever their
    distribution. An end that so few values cannot give is NaN.
    """
    from scipy.special import bdtr

    n, tail = len(ordered), (1 - confidence) / 2
    if n == 0:
        return math.nan, math.nan
    below = bdtr(np.arange(n + 1), n, share)  # the chance of at most 0, 1, 2 ... values below it
    low, high = (int(place) for place in np.searchsorted(below, (tail, 1 - tail)))
    high += 1
    return (
        float(ordered[low - 1]) if low >= 1 else math.nan,
        float(ordered[high - 1]) if high <= n else math.nan,
    )

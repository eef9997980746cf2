"""Signal or noise: the chart of individual values and moving ranges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from course_utils.toolkit.common import checks

__all__ = ["XmR", "xmr"]

LIMIT_FACTOR = 2.66
"""3 / d2 with d2 = 1.128 for ranges of two values."""
RANGE_FACTOR = 3.267
"""D4 for ranges of two values; Wheeler's book rounds it to 3.27."""
RUN_LENGTH = 8


@dataclass(frozen=True)
class XmR:
    """Limits and signals of an XmR chart, in the unit of the values; see `xmr`."""

    centre: float
    """Mean of the baseline values."""
    lower: float
    """Lower natural process limit: centre - 2.66 mean moving range. It may be negative."""
    upper: float
    """Upper natural process limit: centre + 2.66 mean moving range."""
    mean_moving_range: float
    """Mean of the baseline's moving ranges."""
    moving_range_limit: float
    """Upper range limit: 3.267 mean moving range."""
    points: pd.DataFrame
    """One row a value: value, moving_range (first NaN), outside, run, range_outside, signal."""

    @property
    def signals(self) -> pd.DataFrame:
        """The rows of `points` that a rule picks out."""
        return self.points[self.points["signal"]]


def xmr(values: Any, baseline: int | slice | None = None) -> XmR:
    """Compute natural process limits and the signals they show.

    The limits come from the *mean moving range*, the mean absolute difference of successive
    values, and not from the standard deviation of all values, which the very shifts that one looks
    for would inflate. By Wheeler's conventions a signal is

    - *outside*: a value strictly above the upper or below the lower natural process limit;
    - *run*: each of eight or more successive values strictly on one side of the centre line (a
      value on the line ends the run);
    - *range_outside*: a moving range strictly above the upper range limit: a sudden change.

    His third rule for values (three of four closer to a limit than to the centre) is left out: a
    weekly review that uses every rule cries wolf.

    Parameters
    ----------
    values : array-like or Series, shape (n,), n >= 2
        In the order of time, at equal steps, no value missing. A Series keeps its index.
    baseline : int or slice, optional
        The values from which the limits are computed: the first so many, or a slice of positions.
        The limits then judge all values. All values by default.

    Returns
    -------
    XmR
        Limits and, for each value, its signals. When all values of the baseline are equal, both
        limits equal the centre and any other value is outside.

    References
    ----------
    Wheeler, D. J. (1993). Understanding Variation: The Key to Managing Chaos. SPC Press.
    """
    x = checks.vector(values, "values")
    if np.isnan(x).any():
        raise ValueError(
            "values has gaps. Decide first whether a gap is a 0 or has to be left out."
        )
    if isinstance(baseline, (int, np.integer)) and not isinstance(baseline, bool):
        if not 2 <= baseline <= len(x):
            raise ValueError(f"baseline must be from 2 to {len(x)} values, not {baseline}.")
        baseline = slice(0, int(baseline))
    elif baseline is None:
        baseline = slice(None)
    elif not isinstance(baseline, slice):
        raise TypeError("baseline must be a number of values, a slice of positions, or None.")
    if not all(isinstance(end, (int, np.integer, type(None))) for end in _ends(baseline)):
        raise TypeError("baseline must be a slice of whole positions, such as slice(0, 12).")
    base = x[baseline]
    if len(base) < 2:
        raise ValueError("An XmR chart needs at least two values in its baseline; pass more.")

    centre = float(base.mean())
    mean_range = float(np.abs(np.diff(base)).mean())
    lower, upper = centre - LIMIT_FACTOR * mean_range, centre + LIMIT_FACTOR * mean_range
    range_limit = RANGE_FACTOR * mean_range
    ranges = np.concatenate([[np.nan], np.abs(np.diff(x))])
    # Equal values may differ from their mean in the last digit: that is not a signal.
    slack = 1e-12 * max(1.0, float(np.abs(x).max()))
    side = np.where(x > centre + slack, 1, np.where(x < centre - slack, -1, 0))
    points = pd.DataFrame(
        {
            "value": x,
            "moving_range": ranges,
            "outside": (x > upper + slack) | (x < lower - slack),
            "run": _in_run(side),
            "range_outside": ranges > range_limit + slack,
        },
        index=values.index if isinstance(values, pd.Series) else None,
    )
    points["signal"] = points[["outside", "run", "range_outside"]].any(axis=1)
    return XmR(centre, lower, upper, mean_range, range_limit, points)


def _ends(baseline: slice) -> tuple[Any, Any, Any]:
    return baseline.start, baseline.stop, baseline.step


def _in_run(side: np.ndarray) -> np.ndarray:
    """Mark each value that stands in a run of at least eight on one side."""
    starts = np.flatnonzero(np.concatenate([[True], side[1:] != side[:-1]]))
    lengths = np.diff(np.concatenate([starts, [len(side)]]))
    return np.repeat(lengths >= RUN_LENGTH, lengths) & (side != 0)

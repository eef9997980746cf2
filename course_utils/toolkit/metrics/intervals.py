"""How far a number may lie from the truth: intervals of rates and of ratio metrics."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from course_utils.toolkit.common import checks
from course_utils.toolkit.common.intervals import UNKNOWN, Interval, counts, normal_quantile, wilson
from course_utils.toolkit.common.units import unit_numbers

__all__ = ["Interval", "RatioMetric", "rate_difference", "rate_interval", "ratio_metric"]


@dataclass(frozen=True)
class RatioMetric:
    """A ratio of sums with its correct and its naive uncertainty; see `ratio_metric`."""

    estimate: float
    """The sum of the numerators over the sum of the denominators."""
    low: float
    """Lower end of the interval that respects the units."""
    high: float
    """Upper end of the interval that respects the units."""
    standard_error: float
    """Standard error with units as the independent pieces."""
    naive_standard_error: float
    """Standard error that would hold if every row were an independent piece."""
    naive_low: float
    """Lower end of the naive interval."""
    naive_high: float
    """Upper end of the naive interval."""
    units: int
    """How many independent pieces there are."""
    rows: int
    """How many rows they came in."""

    @property
    def interval(self) -> Interval:
        """The interval that respects the units."""
        return Interval(self.estimate, self.low, self.high)

    @property
    def naive_interval(self) -> Interval:
        """The interval that takes every row for an independent piece."""
        return Interval(self.estimate, self.naive_low, self.naive_high)


def rate_interval(successes: int, trials: int, confidence: float = 0.95) -> Interval:
    """Return a rate with its Wilson score interval.

    Parameters
    ----------
    successes, trials : int
        Counts, ``0 <= successes <= trials``, of trials independent of each other.
    confidence : float
        Confidence level, a fraction.

    Returns
    -------
    Interval
        Fractions; all NaN when there are no trials. The interval stays inside 0 to 1 and is not
        symmetric about the rate.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference.
    Journal of the American Statistical Association, 22(158), 209-212. Computed by
    ``statsmodels.stats.proportion.proportion_confint(method="wilson")``.
    """
    return wilson(*counts(successes, trials), confidence)


def rate_difference(
    before: tuple[int, int], after: tuple[int, int], confidence: float = 0.95
) -> Interval:
    """Return the change of a rate between two independent samples with Newcombe's interval.

    Parameters
    ----------
    before, after : pair of int
        ``(successes, trials)`` of each sample.
    confidence : float
        Confidence level, a fraction.

    Returns
    -------
    Interval
        ``after - before`` as an absolute difference of fractions (0.02 is two points); all NaN
        when a sample has no trials.

    References
    ----------
    Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions:
    comparison of eleven methods. Statistics in Medicine, 17(8), 873-890 (its method 10, from two
    Wilson intervals, without continuity correction). Computed by
    ``statsmodels.stats.proportion.confint_proportions_2indep(method="newcomb")``.
    """
    from statsmodels.stats.proportion import confint_proportions_2indep

    (x0, n0), (x1, n1) = counts(*_pair(before, "before")), counts(*_pair(after, "after"))
    alpha = 1 - checks.level(confidence)
    if n0 == 0 or n1 == 0:
        return UNKNOWN
    low, high = confint_proportions_2indep(
        x1, n1, x0, n0, method="newcomb", compare="diff", alpha=alpha
    )
    return Interval(x1 / n1 - x0 / n0, float(low), float(high))


def ratio_metric(
    numerator: Any, denominator: Any, unit: Any = None, confidence: float = 0.95
) -> RatioMetric:
    """Return a ratio of sums with its correct standard error and interval, against the naive one.

    A ratio metric (tasks a session, conversions a visit) is the sum of the numerators over the sum
    of the denominators, not the mean of the ratios. Its rows are often finer than what varies
    independently: one user brings many visits. The standard error here sums each unit's rows
    first, and applies the delta method to the ratio of the two means over units::

        var(R) = (var(x) - 2 R cov(x, y) + R^2 var(y)) / (n mean(y)^2)

    with sample variances (divisor n - 1) of the n units' sums x and y.

    Parameters
    ----------
    numerator, denominator : array-like of float, shape (rows,)
        Series by their index, anything else by position; the denominators are not negative and not
        all 0. Truth values count as 1 and 0.
    unit : array-like, shape (rows,), optional
        What varies independently, such as the user of each row. Without it every row is a unit,
        and naive and correct are the same.
    confidence : float
        Confidence level, a fraction.

    Returns
    -------
    RatioMetric
        With normal (z) intervals; errors and intervals are NaN with fewer than two units.

    References
    ----------
    Deng, A., Knoblich, U. and Lu, J. (2018). Applying the delta method in metric analytics: a
    practical guide with novel ideas. KDD 2018, 233-242.
    """
    given, _ = checks.aligned({"numerator": numerator, "denominator": denominator, "unit": unit})
    x, y = (checks.vector(given[what], what, truths=True) for what in ("numerator", "denominator"))
    units = given["unit"]
    if units is not None:
        units = pd.Series(checks.names(units, "unit", "the user of each row"))
    if len(x) != len(y) or (units is not None and len(units) != len(x)):
        raise ValueError("numerator, denominator and unit must be equally long, a value a row.")
    if np.isnan(x).any() or np.isnan(y).any():
        raise ValueError("numerator and denominator have gaps. Drop those rows, or fill them.")
    if (y < 0).any() or y.sum() <= 0:
        raise ValueError("denominator must not be negative anywhere, nor 0 everywhere.")
    z = normal_quantile(confidence)
    ratio = float(x.sum() / y.sum())
    naive = _delta_error(x, y, ratio)
    pieces, error = len(x), naive
    if units is not None:
        numbers, pieces = unit_numbers(units, "unit")
        error = _delta_error(
            np.bincount(numbers, weights=x, minlength=pieces),
            np.bincount(numbers, weights=y, minlength=pieces),
            ratio,
        )
    return RatioMetric(
        estimate=ratio,
        low=ratio - z * error,
        high=ratio + z * error,
        standard_error=error,
        naive_standard_error=naive,
        naive_low=ratio - z * naive,
        naive_high=ratio + z * naive,
        units=pieces,
        rows=len(x),
    )


def _delta_error(x: np.ndarray, y: np.ndarray, ratio: float) -> float:
    n = len(x)
    if n < 2:
        return math.nan
    # The variance of x - R y is the bracket of the formula, in a form that cannot turn negative.
    return float(np.std(x - ratio * y, ddof=1) / (math.sqrt(n) * y.mean()))


def _pair(value: Any, what: str) -> tuple[Any, Any]:
    if not isinstance(value, (tuple, list, np.ndarray)) or len(value) != 2:
        raise TypeError(f"{what} must be a pair (successes, trials), not {value!r}.")
    return value[0], value[1]

"""Churn of two groups at the same age: what is left of a difference when the ages are alike."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from course_utils.toolkit.common import checks
from course_utils.toolkit.common.intervals import Interval, normal_quantile

__all__ = ["churn_ratio"]


def churn_ratio(
    lost: Any, there: Any, lost_before: Any, there_before: Any, confidence: float = 0.95
) -> Interval:
    """Return the churn of one group over that of another, compared age by age.

    The ratio of Mantel and Haenszel: each age is compared with itself, and ages in which both
    groups have many weigh more. An age that only one group has come to weighs nothing.

    Parameters
    ----------
    lost, there : array-like of int, shape (ages,)
        At each age, how many of the group left and how many were there to leave.
    lost_before, there_before : array-like of int, shape (ages,)
        The same of the group that it is compared with. Series are joined by their index.
    confidence : float
        Confidence level, a fraction.

    Returns
    -------
    Interval
        A ratio: 1 where both leave alike at the same age. It takes the ratio to be the same at
        each age, and each person's renewals to be as good as independent.

    Raises
    ------
    ValueError
        If more are lost than were there, or nobody is lost at ages that both groups share.

    References
    ----------
    Mantel, N. and Haenszel, W. (1959). Statistical aspects of the analysis of data from
    retrospective studies of disease. Journal of the National Cancer Institute, 22(4), 719-748.
    The interval: Greenland, S. and Robins, J. M. (1985). Estimation of a common effect parameter
    from sparse follow-up data. Biometrics, 41(1), 55-68.

    Examples
    --------
    >>> churn_ratio([30, 10], [100, 100], [60, 20], [200, 200]).estimate
    1.0
    """
    given, _ = checks.aligned(
        {
            "lost": lost,
            "there": there,
            "lost_before": lost_before,
            "there_before": there_before,
        }
    )
    one, n1, two, n2 = (checks.column(values, what) for what, values in given.items())
    checks.same_length({"lost": one, "there": n1, "lost_before": two, "there_before": n2})
    z = normal_quantile(confidence)
    if (one > n1).any() or (two > n2).any():
        raise ValueError("lost must be at most there at each age: only who is there can leave.")
    whole = np.where(n1 + n2 > 0, n1 + n2, 1.0)
    left, right = float((one * n2 / whole).sum()), float((two * n1 / whole).sum())
    if left == 0 or right == 0:
        raise ValueError(
            "Nobody left one of the groups at an age that both have come to. Give more ages or more people."
        )
    spread = float((((one + two) * n1 * n2 - one * two * whole) / whole**2).sum())
    error = z * math.sqrt(max(spread, 0.0) / (left * right))
    ratio = left / right
    return Interval(ratio, ratio * math.exp(-error), ratio * math.exp(error))

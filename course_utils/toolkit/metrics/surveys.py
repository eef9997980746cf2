"""What people say when they are asked: NPS and CSAT with intervals."""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from course_utils.toolkit.common import checks
from course_utils.toolkit.common.checks import Floats
from course_utils.toolkit.common.intervals import (
    UNKNOWN,
    Interval,
    normal_quantile,
    two_sided,
    wilson,
)

__all__ = ["NpsTest", "csat", "likert_boxes", "nps", "nps_difference", "nps_interval", "nps_test"]


class NpsTest(NamedTuple):
    """A difference of two Net Promoter Scores, tested; see `nps_test`."""

    difference: float
    """after - before, in points, not adjusted."""
    z: float
    """Standard normal score of the difference."""
    p_value: float
    """Two-sided."""


def nps(scores: Any) -> float:
    """Compute the Net Promoter Score: share of promoters minus share of detractors, in points.

    Promoters answer 9 or 10, passives 7 or 8, detractors 0 to 6.

    Parameters
    ----------
    scores : array-like
        Whole numbers from 0 to 10; missing values are people who did not answer and are dropped.

    Returns
    -------
    float
        Points from -100 to 100; NaN when nobody answered.

    References
    ----------
    Reichheld, F. F. (2003). The one number you need to grow. Harvard Business Review, 81(12),
    46-54.
    """
    signs = _signs(scores)
    return float(100 * signs.mean()) if len(signs) else math.nan


def nps_interval(scores: Any, confidence: float = 0.95, method: str = "wald") -> Interval:
    """Return the Net Promoter Score with its interval.

    Each answer is -1, 0 or 1, and the score is 100 times their mean. With shares p of promoters
    and d of detractors the variance of one answer is ``p + d - (p - d)^2``, and the margin is
    ``100 z sqrt(variance / n)``, with the normal quantile z (not Student's t) and the divisor n
    (not n - 1).

    Parameters
    ----------
    scores : array-like
        Whole numbers from 0 to 10; missing values are dropped.
    confidence : float
        Confidence level, a fraction.
    method : {"wald", "adjusted"}
        "wald" is the formula above. "adjusted" adds 3/4 promoter, 3/4 detractor and 3/2 passives
        before it, which keeps its promise better in small samples; use it below about 100 answers.

    Returns
    -------
    Interval
        In points, cut at -100 and 100; all NaN when nobody answered. The estimate is the plain
        score by either method.

    References
    ----------
    Rocks, B. (2016). Interval estimation for the "Net Promoter Score". The American Statistician,
    70(4), 365-372.
    """
    signs = _signs(scores)
    z = normal_quantile(confidence)
    centre, variance = _moments(signs, method)
    if not len(signs):
        return UNKNOWN
    margin = z * math.sqrt(variance)
    return _points(float(signs.mean()), centre - margin, centre + margin, limit=100.0)


def nps_difference(
    before: Any, after: Any, confidence: float = 0.95, method: str = "wald"
) -> Interval:
    """Return the change of the Net Promoter Score between two independent samples.

    The variances of the two scores add up, so the margin is larger than either score's own.

    Parameters
    ----------
    before, after : array-like
        Whole numbers from 0 to 10; missing values are dropped. Compare like with like: the same
        question, channel and kind of customer.
    confidence : float
        Confidence level, a fraction.
    method : {"wald", "adjusted"}
        As in `nps_interval`.

    Returns
    -------
    Interval
        ``after - before`` in points, cut at -200 and 200; all NaN when a sample has no answers.
        When the interval covers 0 the two samples do not show a change.

    References
    ----------
    Rocks (2016), as in `nps_interval`, for the variance of each score.
    """
    first, second = _signs(before), _signs(after)
    z = normal_quantile(confidence)
    (centre_0, variance_0), (centre_1, variance_1) = (
        _moments(first, method),
        _moments(second, method),
    )
    if not len(first) or not len(second):
        return UNKNOWN
    centre, margin = centre_1 - centre_0, z * math.sqrt(variance_0 + variance_1)
    change = float(second.mean() - first.mean())
    return _points(change, centre - margin, centre + margin, limit=200.0)


def nps_test(before: Any, after: Any, method: str = "adjusted") -> NpsTest:
    """Test whether the Net Promoter Scores of two independent samples differ.

    ``z = difference / sqrt(variance + variance)``, with the variances of `nps_interval`, and the
    two-sided p-value of the normal distribution.

    Parameters
    ----------
    before, after : array-like
        Whole numbers from 0 to 10; missing values are dropped.
    method : {"adjusted", "wald"}
        As in `nps_interval`; "adjusted" also shrinks the difference that is divided.

    Returns
    -------
    NpsTest
        All NaN when a sample has no answers; z and p are NaN when neither sample varies.

    References
    ----------
    Rocks (2016), as in `nps_interval`, for the variances. Lewis, J. R. and Sauro, J. How to
    statistically compare two Net Promoter Scores. MeasuringU.

    Examples
    --------
    >>> found = nps_test([10] * 50 + [8] * 30 + [3] * 20, [10] * 40 + [8] * 30 + [3] * 30)
    >>> round(found.difference), round(found.z, 2), round(found.p_value, 3)
    (-20, -1.73, 0.083)
    """
    first, second = _signs(before), _signs(after)
    (centre_0, variance_0), (centre_1, variance_1) = (
        _moments(first, method),
        _moments(second, method),
    )
    if not len(first) or not len(second):
        return NpsTest(math.nan, math.nan, math.nan)
    change = 100 * float(second.mean() - first.mean())
    error = math.sqrt(variance_0 + variance_1)
    if not error:
        return NpsTest(change, math.nan, math.nan)
    z = (centre_1 - centre_0) / error
    return NpsTest(change, z, two_sided(z))


def likert_boxes(answers: Any, n: int = 2, points: int = 5) -> pd.Series:
    """Compute the shares of a rating scale's ends: its top-n and bottom-n boxes.

    Parameters
    ----------
    answers : array-like
        Whole numbers from 1 to `points`; missing values are dropped.
    n : int
        How many steps make a box; the two boxes must not overlap.
    points : int
        Steps of the scale.

    Returns
    -------
    Series of float
        top, middle, bottom (fractions that sum to 1) and net (top - bottom); all NaN when nobody
        answered.

    References
    ----------
    Sauro, J. and Lewis, J. R. (2016). Quantifying the User Experience, 2nd edition. Morgan
    Kaufmann (top-box scoring).

    Examples
    --------
    >>> likert_boxes([5, 4, 4, 3, 1]).round(2).to_dict()
    {'top': 0.6, 'middle': 0.2, 'bottom': 0.2, 'net': 0.4}
    """
    steps, width = checks.whole(points, "points", 2), checks.whole(n, "n", 1)
    if 2 * width > steps:
        raise ValueError(f"n must be at most {steps // 2}, or the boxes overlap; you passed {n}.")
    given = _answers(answers, 1, steps, "answers")
    top = checks.share(float((given > steps - width).sum()), len(given))
    bottom = checks.share(float((given <= width).sum()), len(given))
    middle = checks.share(float(((given > width) & (given <= steps - width)).sum()), len(given))
    return pd.Series({"top": top, "middle": middle, "bottom": bottom, "net": top - bottom})


def csat(scores: Any, top: Collection[int] = (4, 5), confidence: float = 0.95) -> Interval:
    """Return the share of satisfied answers (the "top box") with its Wilson interval.

    A share can be read as people; the mean of a five-point scale cannot, and two very different
    sets of answers may have the same mean.

    Parameters
    ----------
    scores : array-like
        Whole numbers from 1 to 5; missing values are dropped.
    top : collection of int
        The answers that count as satisfied.
    confidence : float
        Confidence level, a fraction.

    Returns
    -------
    Interval
        Fractions; all NaN when nobody answered.

    References
    ----------
    Wilson (1927), as in `rate_interval`.
    """
    answers = _answers(scores, 1, 5)
    boxes = _answers(checks.names(top, "top", "(4, 5)"), 1, 5, "top")
    if not len(boxes):
        raise ValueError(
            "top must name at least one answer that counts as satisfied, as in (4, 5)."
        )
    return wilson(int(np.isin(answers, boxes).sum()), len(answers), confidence)


def _answers(scores: Any, low: int, high: int, what: str = "scores") -> Floats:
    answers = checks.sample(scores, what)
    if ((answers < low) | (answers > high) | (answers != np.floor(answers))).any():
        raise ValueError(f"{what} must be whole numbers from {low} to {high}.")
    return answers


def _signs(scores: Any) -> Floats:
    answers = _answers(scores, 0, 10)
    return np.where(answers >= 9, 1.0, np.where(answers <= 6, -1.0, 0.0))


def _moments(signs: Floats, method: str) -> tuple[float, float]:
    """Return the centre of the interval and the variance of the score, on the -1 to 1 scale."""
    checks.one_of(method, "method", ("wald", "adjusted"))
    extra = 0.75 if method == "adjusted" else 0.0
    n = len(signs) + 4 * extra
    if not n:
        return math.nan, math.nan
    promoters = (float((signs == 1).sum()) + extra) / n
    detractors = (float((signs == -1).sum()) + extra) / n
    centre = promoters - detractors
    return centre, max(promoters + detractors - centre**2, 0.0) / n


def _points(estimate: float, low: float, high: float, limit: float) -> Interval:
    return Interval(100 * estimate, max(100 * low, -limit), min(100 * high, limit))

"""What people say when they are asked: NPS and CSAT with intervals."""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import Any

import numpy as np

from course_utils.toolkit import _input
from course_utils.toolkit._input import Floats
from course_utils.toolkit.metrics.intervals import Interval, rate_interval


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
    z = _input.normal_quantile(confidence)
    centre, variance = _moments(signs, method)
    if not len(signs):
        return Interval(math.nan, math.nan, math.nan)
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
    z = _input.normal_quantile(confidence)
    (centre_0, variance_0), (centre_1, variance_1) = (
        _moments(first, method),
        _moments(second, method),
    )
    if not len(first) or not len(second):
        return Interval(math.nan, math.nan, math.nan)
    centre, margin = centre_1 - centre_0, z * math.sqrt(variance_0 + variance_1)
    change = float(second.mean() - first.mean())
    return _points(change, centre - margin, centre + margin, limit=200.0)


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
    boxes = _answers(list(top), 1, 5, "top")
    if not len(boxes):
        raise ValueError(
            "top must name at least one answer that counts as satisfied, as in (4, 5)."
        )
    return rate_interval(int(np.isin(answers, boxes).sum()), len(answers), confidence)


def _answers(scores: Any, low: int, high: int, what: str = "scores") -> Floats:
    answers = _input.sample(scores, what)
    if ((answers < low) | (answers > high) | (answers != np.floor(answers))).any():
        raise ValueError(f"{what} must be whole numbers from {low} to {high}.")
    return answers


def _signs(scores: Any) -> Floats:
    answers = _answers(scores, 0, 10)
    return np.where(answers >= 9, 1.0, np.where(answers <= 6, -1.0, 0.0))


def _moments(signs: Floats, method: str) -> tuple[float, float]:
    """Return the centre of the interval and the variance of the score, on the -1 to 1 scale."""
    if method not in ("wald", "adjusted"):
        raise ValueError(f'method must be "wald" or "adjusted", not {method!r}.')
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

"""Small usability tests: completion, time and SUS, each with how little it says."""

from __future__ import annotations

import math
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd

from course_utils.toolkit.common import checks
from course_utils.toolkit.common.intervals import (
    Interval,
    counts,
    normal_quantile,
    t_interval,
    wilson,
)

__all__ = [
    "SusTest",
    "completion_estimate",
    "completion_interval",
    "sus",
    "sus_scores",
    "sus_test",
    "task_time",
]

SUS_ITEMS = tuple(f"q{number}" for number in range(1, 11))
"""Columns of the ten items; the odd ones praise, the even ones complain."""


def completion_interval(
    completed: int,
    tested: int,
    confidence: float = 0.95,
    method: Literal["adjusted", "wilson", "exact", "wald"] = "adjusted",
) -> Interval:
    """Return a completion rate with its interval.

    Parameters
    ----------
    completed, tested : int
        Participants who completed the task, and all who tried.
    confidence : float
        Confidence level, a fraction.
    method : {"adjusted", "wilson", "exact", "wald"}
        "adjusted" (Wald after adding z²/2 successes and as many failures) covers best on average
        in small samples; "exact" (Clopper-Pearson) never covers less than it says; "wald" is the
        textbook's, and is here to be seen failing.

    Returns
    -------
    Interval
        Fractions within 0 and 1, around the plain rate; all NaN when nobody tried.

    References
    ----------
    Agresti, A. and Coull, B. (1998). Approximate is better than "exact" for interval estimation of
    binomial proportions. The American Statistician, 52(2), 119-126. Sauro, J. and Lewis, J. R.
    (2005). Estimating completion rates from small samples using binomial confidence intervals.
    Proceedings of the Human Factors and Ergonomics Society, 49, 2100-2104.
    """
    checks.one_of(method, "method", ("adjusted", "wilson", "exact", "wald"))
    completed, tested = counts(completed, tested)
    found = wilson(completed, tested, confidence)
    if method == "wilson" or not tested:
        return found
    rate, z = found.estimate, normal_quantile(confidence)
    if method == "exact":
        from scipy.special import betaincinv

        tail = (1 - confidence) / 2
        low = float(betaincinv(completed, tested - completed + 1, tail)) if completed else 0.0
        high = (
            float(betaincinv(completed + 1, tested - completed, 1 - tail))
            if completed < tested
            else 1.0
        )
        return Interval(rate, low, high)
    extra = z**2 if method == "adjusted" else 0.0
    centre = (completed + extra / 2) / (tested + extra)
    margin = z * math.sqrt(centre * (1 - centre) / (tested + extra))
    return Interval(rate, max(centre - margin, 0.0), min(centre + margin, 1.0))


def completion_estimate(completed: int, tested: int) -> float:
    """Return LaPlace's estimate of a completion rate, ``(completed + 1) / (tested + 2)``.

    Five of five is not a product that nobody can fail: the next ones have not been asked.

    References
    ----------
    Lewis, J. R. and Sauro, J. (2006). When 100 % really isn't 100 %: improving the accuracy of
    small-sample estimates of completion rates. Journal of Usability Studies, 1(3), 136-150.
    """
    completed, tested = counts(completed, tested)
    return (completed + 1) / (tested + 2)


def task_time(seconds: Any, confidence: float = 0.95) -> Interval:
    """Return the geometric mean of task times with its interval.

    Times have a long right tail, so the mean lies above the typical participant. Logarithms are
    nearly symmetric: take them, use Student's t, and go back.

    Parameters
    ----------
    seconds : array-like of float
        Positive times of participants who *completed* the task; missing values are dropped.
    confidence : float
        Confidence level, a fraction.

    Returns
    -------
    Interval
        In seconds; the ends are NaN with fewer than two times, all are with none.

    References
    ----------
    Sauro, J. and Lewis, J. R. (2010). Average task times in usability tests: what to report?
    CHI 2010, 2347-2350.
    """
    times = checks.sample(seconds, "seconds")
    if (times <= 0).any():
        raise ValueError("seconds must be more than 0; a time of 0 is a recording that failed.")
    return Interval(*(math.exp(end) for end in t_interval(np.log(times), confidence)))


def sus_scores(answers: pd.DataFrame) -> pd.Series:
    """Score the System Usability Scale: one number from 0 to 100 a person.

    Odd items count as ``answer - 1``, even ones (they are complaints) as ``5 - answer``; the sum
    is multiplied by 2.5. The result is points, not a percentage.

    Parameters
    ----------
    answers : DataFrame
        Columns q1 to q10 with whole numbers from 1 to 5.

    Returns
    -------
    Series of float
        Aligned with `answers`; NaN for a person with any gap.

    References
    ----------
    Brooke, J. (1996). SUS: a "quick and dirty" usability scale. In Usability Evaluation in
    Industry, 189-194. Taylor and Francis.
    """
    checks.need_columns(answers, SUS_ITEMS, "answers")
    items = checks.table(answers[list(SUS_ITEMS)], "answers", gaps=True)
    given = items[~np.isnan(items)]
    if ((given < 1) | (given > 5) | (given != np.floor(given))).any():
        raise ValueError("answers must be whole numbers from 1 to 5.")
    signs = np.where(np.arange(10) % 2 == 0, 1.0, -1.0)
    points = 2.5 * (signs * (items - 3) + 2).sum(axis=1)
    return pd.Series(points, index=answers.index, name="sus")


def sus(answers: pd.DataFrame, confidence: float = 0.95) -> Interval:
    """Return the mean SUS of people who answered all ten items, with Student's t interval.

    Parameters
    ----------
    answers : DataFrame
        As for `sus_scores`; people with gaps are left out.
    confidence : float
        Confidence level, a fraction.

    Returns
    -------
    Interval
        Points, cut at 0 and 100; the ends are NaN with fewer than two people.
    """
    mean, low, high = t_interval(sus_scores(answers).dropna().to_numpy(), confidence)
    return Interval(mean, max(low, 0.0), min(high, 100.0))


class SusTest(NamedTuple):
    """A mean SUS held against a benchmark; see `sus_test`."""

    mean: float
    """Points."""
    t: float
    """(mean - benchmark) / standard error."""
    df: int
    """Degrees of freedom: people less 1."""
    p_value: float
    """That the mean of all is the benchmark, by the alternative that was asked for."""


def sus_test(
    answers: pd.DataFrame,
    benchmark: float = 68.0,
    alternative: Literal["two-sided", "greater", "less"] = "two-sided",
) -> SusTest:
    """Test whether the mean SUS differs from a benchmark, by Student's t for one sample.

    Parameters
    ----------
    answers : DataFrame
        As for `sus_scores`; people with gaps are left out.
    benchmark : float
        Points from 0 to 100. 68 is the mean of Sauro's 500 studies.
    alternative : {"two-sided", "greater", "less"}
        "greater" asks whether the mean lies above the benchmark; decide before you look.

    Returns
    -------
    SusTest
        t and p are NaN with fewer than two people, or when all have the same score.

    References
    ----------
    Sauro, J. (2011). A Practical Guide to the System Usability Scale. Measuring Usability (the
    benchmark). Sauro, J. and Lewis, J. R. (2016). Quantifying the User Experience, 2nd edition,
    chapter 4. Morgan Kaufmann (the test).
    """
    from scipy.special import stdtr

    checks.one_of(alternative, "alternative", ("two-sided", "greater", "less"))
    if not 0 <= checks.number(benchmark, "benchmark", "68") <= 100:
        raise ValueError(f"benchmark must be from 0 to 100 points such as 68, not {benchmark!r}.")
    scores = sus_scores(answers).dropna().to_numpy()
    n = len(scores)
    mean = float(scores.mean()) if n else math.nan
    spread = float(scores.std(ddof=1)) if n > 1 else 0.0
    if not spread:
        return SusTest(mean, math.nan, max(n - 1, 0), math.nan)
    t = (mean - benchmark) / (spread / math.sqrt(n))
    below = float(stdtr(n - 1, t))
    p_value = {"less": below, "greater": 1 - below, "two-sided": 2 * min(below, 1 - below)}
    return SusTest(mean, t, n - 1, p_value[alternative])

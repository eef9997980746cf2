"""Two groups compared: rates by z, chi-square and Fisher, means by Welch."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from course_utils.toolkit.common import checks
from course_utils.toolkit.common.intervals import Interval, counts, two_sided

__all__ = [
    "ChiSquare",
    "Comparison",
    "Fisher",
    "chi_square",
    "compare_means",
    "compare_rates",
    "fisher",
]


@dataclass(frozen=True)
class Comparison:
    """Treatment minus control, with its doubt."""

    difference: Interval
    """The absolute difference and its interval."""
    statistic: float
    """The z or t score."""
    degrees: float
    """Degrees of freedom; infinite for z."""
    p: float
    """Two-sided: how often chance alone gives a score as far from 0. Not the chance of being wrong."""


@dataclass(frozen=True)
class ChiSquare:
    """A test whether a table's rows have the same shares."""

    statistic: float
    """Pearson's chi-square, without continuity correction."""
    degrees: int
    """Degrees of freedom."""
    p: float
    """How often chance alone gives a statistic as large."""
    least_expected: float
    """Smallest expected count; below 5 the p-value is rough."""


@dataclass(frozen=True)
class Fisher:
    """Fisher's exact test of two rates."""

    odds_ratio: float
    """Odds of the treatment over those of the control; infinite or NaN where a cell is 0."""
    p: float
    """Two-sided: the chance of all tables that are no likelier than this one."""


def compare_rates(
    control: tuple[int, int],
    treatment: tuple[int, int],
    *,
    pooled: bool = True,
    confidence: float = 0.95,
) -> Comparison:
    """Compare two rates by the z-test, with Newcombe's interval of their difference.

    Parameters
    ----------
    control, treatment : pair of int
        ``(successes, trials)``; the trials are independent, so people and not their clicks where
        people were assigned.
    pooled : bool
        Whether the standard error of the test takes both groups for one, as the hypothesis of no
        difference has it. Its square is then Pearson's chi-square.
    confidence : float
        Confidence level of the interval.

    Returns
    -------
    Comparison
        Fractions.

    References
    ----------
    Fleiss, Levin and Paik (2003), chapter 3, without continuity correction. The interval is that of
    `toolkit.metrics.rate_difference`.

    Examples
    --------
    >>> found = compare_rates((48, 80), (56, 70))
    >>> round(found.p, 4), round(found.difference.low, 4), round(found.difference.high, 4)
    (0.008, 0.0524, 0.3339)
    """
    from course_utils.toolkit.metrics.intervals import rate_difference

    (x0, n0), (x1, n1) = arm(control, "control"), arm(treatment, "treatment")
    level = checks.level(confidence)
    p0, p1 = x0 / n0, x1 / n1
    if checks.yes_or_no(pooled, "pooled"):
        p = (x0 + x1) / (n0 + n1)
        variance = p * (1 - p) * (1 / n0 + 1 / n1)
    else:
        variance = p0 * (1 - p0) / n0 + p1 * (1 - p1) / n1
    if variance == 0:
        raise ValueError(
            "control and treatment must not all have the same outcome: with rates of 0 and 1 only, "
            "a z-test has no spread to go by. Call fisher, or rule_of_three."
        )
    score = (p1 - p0) / math.sqrt(variance)
    return Comparison(rate_difference((x0, n0), (x1, n1), level), score, math.inf, two_sided(score))


def chi_square(table: Any) -> ChiSquare:
    """Test whether the rows of a table of counts have the same shares.

    Parameters
    ----------
    table : DataFrame, array or list of rows, shape (groups, outcomes)
        Counts of people: a row a group, a column an outcome, such as converted and not.

    Returns
    -------
    ChiSquare

    References
    ----------
    Pearson, K. (1900). Computed by ``scipy.stats.chi2_contingency(correction=False)``.

    Examples
    --------
    >>> round(chi_square([[48, 32], [56, 14]]).statistic, 2)
    7.02
    """
    from scipy.stats import chi2_contingency

    cells = checks.table(table, "table")
    if cells.shape[0] < 2 or cells.shape[1] < 2:
        raise ValueError("table must have two rows and two columns or more: groups and outcomes.")
    if (cells < 0).any() or (cells != np.floor(cells)).any():
        raise ValueError("table must hold counts of people: whole numbers from 0, not shares.")
    if (cells.sum(axis=0) == 0).any() or (cells.sum(axis=1) == 0).any():
        raise ValueError("table has an empty group or outcome. Leave that row or column out.")
    found = chi2_contingency(cells, correction=False)
    return ChiSquare(
        float(found.statistic),
        int(found.dof),
        float(found.pvalue),
        float(np.min(found.expected_freq)),
    )


def fisher(control: tuple[int, int], treatment: tuple[int, int]) -> Fisher:
    """Compare two rates exactly, for counts too small for the z-test.

    Parameters
    ----------
    control, treatment : pair of int
        ``(successes, trials)``.

    Returns
    -------
    Fisher

    References
    ----------
    Fisher, R. A. (1935). The Design of Experiments, chapter 2. Computed by
    ``scipy.stats.fisher_exact``.

    Examples
    --------
    >>> round(fisher((1, 4), (3, 4)).p, 3)  # the lady tasting tea
    0.486
    """
    from scipy.stats import fisher_exact

    (x0, n0), (x1, n1) = arm(control, "control"), arm(treatment, "treatment")
    p = float(fisher_exact([[x1, n1 - x1], [x0, n0 - x0]]).pvalue)
    against, odds = (n1 - x1) * x0, x1 * (n0 - x0)
    ratio = odds / against if against else math.inf if odds else math.nan
    return Fisher(ratio, min(p, 1.0))


def compare_means(control: Any, treatment: Any, confidence: float = 0.95) -> Comparison:
    """Compare two means by Welch's t-test, which does not ask for equal variances.

    Parameters
    ----------
    control, treatment : array-like of float
        A value a unit; missing values are left out, and truth values refused.
    confidence : float
        Confidence level of the interval.

    Returns
    -------
    Comparison
        In the metric's unit.

    References
    ----------
    Welch, B. L. (1947). The generalization of "Student's" problem when several different population
    variances are involved. Biometrika, 34(1/2), 28-35.

    Examples
    --------
    >>> found = compare_means([1.0, 2.0, 3.0, 4.0], [3.0, 5.0, 4.0, 6.0])
    >>> round(found.difference.estimate, 2), round(found.statistic, 3), round(found.p, 4)
    (2.0, 2.191, 0.071)
    """
    groups = [checks.sample(control, "control"), checks.sample(treatment, "treatment")]
    for what, values in zip(("control", "treatment"), groups, strict=True):
        if len(values) < 2:
            raise ValueError(f"{what} needs two values or more; it has {len(values)}.")
    return of_moments(
        [float(v.mean()) for v in groups],
        [float(v.var(ddof=1)) / len(v) for v in groups],
        [len(v) - 1 for v in groups],
        checks.level(confidence),
    )


def of_moments(
    means: list[float], variances: list[float], degrees: list[int], confidence: float
) -> Comparison:
    """Compare two estimates by Welch, from each one's squared standard error."""
    from scipy.special import stdtr, stdtrit

    total = sum(variances)
    if not total > 0:
        raise ValueError(
            "control and treatment must not both be constant: without spread there is no test. "
            "Compare the two numbers as they are."
        )
    freedom = total**2 / sum(v**2 / d for v, d in zip(variances, degrees, strict=True))
    difference, error = means[1] - means[0], math.sqrt(total)
    score = difference / error
    margin = float(stdtrit(freedom, 0.5 + confidence / 2)) * error
    interval = Interval(difference, difference - margin, difference + margin)
    return Comparison(interval, score, freedom, float(2 * stdtr(freedom, -abs(score))))


def arm(value: Any, what: str) -> tuple[int, int]:
    """Return the successes and trials of one arm; an empty one is refused."""
    if not isinstance(value, (tuple, list, np.ndarray)) or len(value) != 2:
        raise TypeError(f"{what} must be a pair (successes, trials), not {value!r}.")
    successes, trials = counts(value[0], value[1])
    if trials == 0:
        raise ValueError(f"{what} is an empty arm: give an arm with people in it.")
    return successes, trials

"""When the question is "not worse", or when nothing was seen at all."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from course_utils.toolkit.common import checks
from course_utils.toolkit.common.intervals import Interval
from course_utils.toolkit.experiments.comparisons import arm

__all__ = [
    "NonInferiority",
    "ZeroEvents",
    "noninferiority",
    "noninferiority_power",
    "rule_of_three",
]


class NonInferiority(NamedTuple):
    """Whether a treatment is shown to be not worse than a margin allows."""

    difference: Interval
    """Treatment minus control, with the interval whose one end decides."""
    holds: bool
    """Whether the whole interval lies on the good side of the margin."""


class ZeroEvents(NamedTuple):
    """How high a rate may be of which nothing was seen."""

    rule: float
    """3 over the trials."""
    exact: float
    """The upper bound of which it is an approximation."""


def noninferiority(
    control: tuple[int, int],
    treatment: tuple[int, int],
    margin: float,
    *,
    alpha: float = 0.025,
    higher_is_better: bool = True,
) -> NonInferiority:
    """Test whether a rate got worse by less than a margin, as a guardrail asks.

    "No significant fall" shows nothing: a test that is too small never finds one. Here the burden
    is turned around.

    Parameters
    ----------
    control, treatment : pair of int
        ``(successes, trials)``.
    margin : float
        Largest loss that would be borne, absolute, above 0; fixed before the data.
    alpha : float
        One-sided level; the interval shown has the level 1 - 2 alpha.
    higher_is_better : bool
        Whether a fall is the loss (conversion), or a rise (errors).

    Returns
    -------
    NonInferiority

    References
    ----------
    Newcombe (1998) for the interval. ICH E9 (1998). Statistical Principles for Clinical Trials,
    section 3.3.2.

    Examples
    --------
    >>> noninferiority((800, 1000), (795, 1000), margin=0.05).holds
    True
    """
    from course_utils.toolkit.metrics.intervals import rate_difference

    groups = arm(control, "control"), arm(treatment, "treatment")
    allowed = checks.number(margin, "margin", "0.02")
    if not 0 < allowed < 1:
        raise ValueError(
            f"margin must be a fraction above 0 such as 0.02, not {margin!r}: the loss you could bear."
        )
    level = checks.level(alpha, "alpha", "0.025")
    if level >= 0.5:
        raise ValueError(f"alpha must be a one-sided level below 0.5 such as 0.025, not {alpha!r}.")
    found = rate_difference(*groups, confidence=1 - 2 * level)
    good = checks.yes_or_no(higher_is_better, "higher_is_better")
    return NonInferiority(found, found.low > -allowed if good else found.high < allowed)


def noninferiority_power(
    rate: float,
    margin: float,
    control: int,
    treatment: int | None = None,
    *,
    alpha: float = 0.025,
) -> float:
    """Compute how surely two arms show that a rate got worse by less than a margin.

    It is the power of `noninferiority` where the treatment changes nothing: what one wants to know
    of a guardrail beforehand. The power to *find* a change as large as the margin is another
    question, and `rates_power` answers it.

    Parameters
    ----------
    rate : float
        Share in either arm.
    margin : float
        Largest loss that would be borne, absolute, above 0.
    control, treatment : int
        People in each arm; equal arms if only one is given.
    alpha : float
        One-sided level.

    Returns
    -------
    float
        A fraction, by the normal approximation.

    References
    ----------
    Julious, S. A. (2004). Sample sizes for clinical trials with normal data. Statistics in Medicine,
    23(12), 1921-1986.

    Examples
    --------
    >>> round(noninferiority_power(0.1, 0.05, 600), 2)
    0.82
    """
    from scipy.special import ndtr, ndtri

    share = checks.fraction(rate, "rate", "0.1")
    allowed = checks.fraction(margin, "margin", "0.02")
    if not 0 < share < 1:
        raise ValueError(f"rate must lie between 0 and 1, such as 0.1, not {rate!r}.")
    if not 0 < allowed < 1:
        raise ValueError(
            f"margin must be a fraction above 0 such as 0.02, not {margin!r}: the loss you could bear."
        )
    level = checks.level(alpha, "alpha", "0.025")
    n0 = checks.whole(control, "control", 1)
    n1 = n0 if treatment is None else checks.whole(treatment, "treatment", 1)
    error = math.sqrt(share * (1 - share) * (1 / n0 + 1 / n1))
    return float(ndtr(allowed / error + ndtri(level)))


def rule_of_three(trials: int, confidence: float = 0.95) -> ZeroEvents:
    """Compute how high a rate may still be when it was never seen.

    Parameters
    ----------
    trials : int
        Independent trials, none with the event.
    confidence : float
        One-sided confidence level; the rule itself is for 95 %.

    Returns
    -------
    ZeroEvents
        ``3 / trials`` (at most 1) and the exact ``1 - (1 - confidence) ** (1 / trials)``.

    References
    ----------
    Hanley, J. A. and Lippman-Hand, A. (1983). If nothing goes wrong, is everything all right?
    JAMA, 249(13), 1743-1745.

    Examples
    --------
    >>> rule_of_three(300).rule
    0.01
    """
    n: Any = checks.whole(trials, "trials", 1)
    rest = 1 - checks.level(confidence)
    return ZeroEvents(min(1.0, 3 / n), 1 - rest ** (1 / n))

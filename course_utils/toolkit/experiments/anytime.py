"""Tests that may be looked at whenever one likes: mixture SPRT, and Miller's rule."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from course_utils.toolkit.common import checks
from course_utils.toolkit.common.intervals import Interval

__all__ = [
    "MillerRule",
    "always_valid_interval",
    "always_valid_p",
    "miller_risk",
    "miller_rule",
]


class MillerRule(NamedTuple):
    """Where Miller's sequential test stands."""

    verdict: str
    """"treatment wins", "control wins", "no winner" or "go on"."""
    lead: int
    """Successes of the treatment less those of the control."""
    bound: float
    """The lead that decides."""
    left: int
    """Successes until the test ends without a winner."""


def always_valid_p(differences: Any, standard_errors: Any, tau: float) -> pd.Series:
    """Compute p-values that stay true however often one looks.

    The mixture sequential probability ratio test weighs the effects that may be by a normal
    distribution with mean 0 and standard deviation `tau`. With the standard error s of a difference d::

        L = sqrt(s^2 / (s^2 + tau^2)) exp(tau^2 d^2 / (2 s^2 (s^2 + tau^2)))

    and the p-value is the smallest 1 / L so far. It crosses alpha, at any look ever, with a chance
    of at most alpha where there is no effect; for rates and other metrics that are not normal this
    holds in large samples.

    Parameters
    ----------
    differences, standard_errors : array-like of float, shape (looks,)
        The difference and its standard error at each look, Series by their index; the order of the
        first is that of the looks.
    tau : float
        Standard deviation of plausible effects, in the unit of the differences; chosen before the
        data. A wrong choice costs time, not truth.

    Returns
    -------
    Series, by look
        Never rising.

    References
    ----------
    Johari, R., Koomen, P., Pekelis, L. and Walsh, D. (2017). Peeking at A/B tests: why it matters,
    and what to do about it. KDD 2017, 1517-1525.

    Examples
    --------
    >>> always_valid_p([0.04, 0.05], [0.02, 0.01], tau=0.03).round(5).tolist()
    [0.45145, 4e-05]
    """
    given, index = checks.aligned({"differences": differences, "standard_errors": standard_errors})
    found = {what: checks.vector(values, what) for what, values in given.items()}
    d, s = found.values()
    if len(d) != len(s) or not len(d):
        raise ValueError("differences and standard_errors must be equally long: one a look.")
    if np.isnan(d).any():
        raise ValueError("differences have gaps. Leave those looks out.")
    if not (s > 0).all():
        raise ValueError("standard_errors must each be above 0: leave looks without spread out.")
    t = _tau(tau)
    with np.errstate(over="ignore", divide="ignore"):
        log = 0.5 * np.log1p((t / s) ** 2) - 0.5 * (d / s) ** 2 / (1 + (s / t) ** 2)
    least = np.minimum.accumulate(np.minimum(log, 0.0))
    looks = pd.RangeIndex(1, len(d) + 1, name="look") if index is None else index
    return pd.Series(np.exp(least), looks, name="p")


def always_valid_interval(
    difference: float, standard_error: float, tau: float, confidence: float = 0.95
) -> Interval:
    """Compute an interval that covers the true difference at every look at once.

    Parameters
    ----------
    difference, standard_error, tau : float
        As for `always_valid_p`, at one look.
    confidence : float
        Confidence level of all looks together.

    Returns
    -------
    Interval
        Wider than the usual one at each look. The interval of `always_valid_p` is what all looks so
        far have in common.

    References
    ----------
    Johari, Koomen, Pekelis and Walsh (2017), as for `always_valid_p`.

    Examples
    --------
    >>> always_valid_interval(0.05, 0.01, tau=0.03).covers(0)
    False
    """
    d = checks.number(difference, "difference", "0.02")
    s = checks.number(standard_error, "standard_error", "0.01")
    if s <= 0:
        raise ValueError(f"standard_error must be above 0 such as 0.01, not {standard_error!r}.")
    t, alpha = _tau(tau), 1 - checks.level(confidence)
    log = -math.log(alpha) + 0.5 * math.log1p((t / s) ** 2)
    margin = s * math.sqrt(2 * (1 + (s / t) ** 2) * log)
    if not math.isfinite(margin):
        raise ValueError("tau must be nearer to standard_error: give both in the same unit.")
    return Interval(d, d - margin, d + margin)


def miller_rule(
    control: int, treatment: int, planned: int, *, two_sided: bool = False
) -> MillerRule:
    """Say where Miller's simple sequential test stands.

    Half of the people get each variant. The treatment wins when it leads by ``2 sqrt(N)``
    successes; with N successes together and no such lead there is no winner. The two-sided form
    asks for ``2.25 sqrt(N)`` in either direction. For rates of a few per cent: with high ones it is
    slow.

    Parameters
    ----------
    control, treatment : int
        Successes of each variant so far.
    planned : int
        N, fixed before the data: successes at which the test ends.
    two_sided : bool
        Whether the control may win as well.

    Returns
    -------
    MillerRule

    References
    ----------
    Miller, E. (2015). Simple sequential A/B testing. evanmiller.org. His levels are 5 %;
    `miller_risk` computes them.

    Examples
    --------
    >>> miller_rule(120, 190, 1000).verdict
    'treatment wins'
    """
    c, t = checks.whole(control, "control"), checks.whole(treatment, "treatment")
    n, both = checks.whole(planned, "planned", 1), checks.yes_or_no(two_sided, "two_sided")
    bound = (2.25 if both else 2.0) * math.sqrt(n)
    lead = t - c
    if lead >= bound:
        verdict = "treatment wins"
    elif both and -lead >= bound:
        verdict = "control wins"
    else:
        verdict = "no winner" if t + c >= n else "go on"
    return MillerRule(verdict, lead, bound, max(0, n - t - c))


def miller_risk(planned: int, *, two_sided: bool = False, share: float = 0.5) -> float:
    """Compute how often Miller's rule names the treatment, or with two sides any, as the winner.

    Each success belongs to the treatment with the chance `share`, so the lead is a random walk, and
    the chance that it ever meets its bound within N steps is counted step by step.

    Parameters
    ----------
    planned : int
        N, at most 20,000.
    two_sided : bool
        As for `miller_rule`.
    share : float
        Chance that a success is the treatment's: 0.5 without an effect, ``(1 + lift) / (2 + lift)``
        with a relative lift.

    Returns
    -------
    float
        A fraction: the false positive rate, or the power.

    References
    ----------
    Miller (2015), as for `miller_rule`: the gambler's ruin.

    Examples
    --------
    >>> miller_risk(1000) < 0.05
    True
    """
    n, both = checks.whole(planned, "planned", 1), checks.yes_or_no(two_sided, "two_sided")
    if n > 20_000:
        raise ValueError("planned must be at most 20000 successes; give fewer.")
    up = checks.level(share, "share", "0.5")
    bound = math.ceil((2.25 if both else 2.0) * math.sqrt(n) - 1e-9)
    low = bound if both else n + 1
    chance = np.zeros(low + bound + 1)  # leads from -low to bound; the ends keep what reaches them
    chance[low] = 1.0
    won = 0.0
    for _ in range(n):
        inner = chance[1:-1]
        new = np.zeros_like(chance)
        new[2:] += up * inner
        new[:-2] += (1 - up) * inner
        won += float(new[-1] + (new[0] if both else 0.0))
        new[-1] = 0.0
        if both:
            new[0] = 0.0
        chance = new
    return won


def _tau(tau: Any) -> float:
    found = checks.number(tau, "tau", "0.03")
    if found <= 0:
        raise ValueError(
            f"tau must be above 0 such as 0.03, not {tau!r}: the size of effects that you expect."
        )
    return found

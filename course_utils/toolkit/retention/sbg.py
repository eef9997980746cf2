"""The shifted-beta-geometric model: contracts that customers renew, each with a chance of their own.

Everybody has one chance to leave at each renewal, which never changes; but people differ, and the
chances are spread like a beta distribution. Those who are likely to leave go first, so the
retention rate of those who are left rises although nobody becomes more loyal.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

import course_utils.toolkit.retention._curves as _curves
from course_utils.toolkit.common import checks
from course_utils.toolkit.common.amounts import above_zero
from course_utils.toolkit.common.checks import Floats

__all__ = [
    "SBG",
    "sbg_fit",
    "sbg_lifetime",
    "sbg_people",
    "sbg_residual_lifetime",
    "sbg_retention",
    "sbg_survival",
]

LARGEST = 1e6
"""Beyond it all customers are alike, as far as any data can tell."""


@dataclass(frozen=True)
class SBG:
    """The two parameters of a shifted-beta-geometric model; see `sbg_fit`."""

    alpha: float
    """First parameter of the beta distribution of the chance to leave at a renewal."""
    beta: float
    """Second parameter. The mean chance is alpha / (alpha + beta); small ones mean that
    customers differ much."""
    log_likelihood: float = math.nan
    """How well they fit; NaN where they were not estimated."""

    def __post_init__(self) -> None:
        for name in ("alpha", "beta"):
            above_zero(getattr(self, name), name, "1.5")


def sbg_fit(survivors: Any) -> SBG:
    """Estimate a shifted-beta-geometric model from how many of a cohort are left, by likelihood.

    Parameters
    ----------
    survivors : array-like of float, or DataFrame
        How many of a cohort are left at each age, from all who began on: [1000, 869, 743]. Or
        several cohorts as `cohort_triangle` returns, one row each, missing where not observed; one
        model is fitted to all of them. Shares in place of counts give the same parameters and
        another likelihood.

    Returns
    -------
    SBG
        The parameters with the greatest likelihood.

    Raises
    ------
    ValueError
        If nobody left or everybody left at once, for then no parameters are the most likely; and
        if fewer than two ages after the start are observed, which cannot show how people differ.

    References
    ----------
    Fader, P. S. and Hardie, B. G. S. (2007). How to project customer retention. Journal of
    Interactive Marketing, 21(1), 76-90, with its appendix on estimation; for several cohorts,
    their note "Fitting the sBG model to multi-cohort data" (2007).

    Examples
    --------
    >>> model = sbg_fit([1000, 869, 743, 653, 593, 551, 517, 491])
    >>> round(model.alpha, 2), round(model.beta, 2)
    (0.67, 3.81)
    """
    from scipy.optimize import minimize

    counts = _curves.cohorts(survivors)
    steps = -np.diff(counts, axis=1)
    lost = np.nansum(steps, axis=0)
    last = (~np.isnan(counts)).sum(axis=1) - 1
    stay = np.bincount(last, weights=counts[np.arange(len(counts)), last], minlength=len(lost) + 1)
    seen = int(last.max())
    if seen < 2:
        raise ValueError("survivors must show at least two ages after the start, to fit a curve.")
    if lost.sum() == 0:
        raise ValueError("Nobody left, so no model can be fitted. Give a longer time.")
    if stay.sum() == 0 and np.count_nonzero(lost) == 1:
        raise ValueError("Everybody left at one age, so no model can be fitted. Give more ages.")

    def minus(logs: Floats) -> float:
        alpha, beta = np.exp(logs)
        churn, left = _log_curves(alpha, beta, len(lost))
        return float(-(lost @ churn + stay @ left))

    scale = counts[:, 0].sum()
    # Two numbers are found fastest without gradients. A second start guards against a first
    # simplex that folded up too early.
    point = np.log([1.0, 4.0])
    for _ in range(2):
        polished = minimize(
            lambda logs: minus(logs) / scale,
            point,
            method="Nelder-Mead",
            bounds=[(-12.0, math.log(LARGEST))] * 2,
            options={"xatol": 1e-8, "fatol": 1e-14, "maxiter": 1000},
        )
        point = polished.x
    alpha, beta = np.exp(polished.x)
    return SBG(float(alpha), float(beta), -minus(polished.x))


def sbg_survival(model: SBG, periods: int) -> pd.Series:
    """Return the share of a new cohort that is left after each renewal.

    Parameters
    ----------
    model : SBG
        As `sbg_fit` returns, or ``SBG(alpha=0.668, beta=3.806)``.
    periods : int
        How far to go.

    Returns
    -------
    Series
        Fractions by age, from 1 at age 0 to age `periods`.

    Examples
    --------
    >>> sbg_survival(SBG(0.668, 3.806), 12).round(3).tolist()[-1]
    0.378
    """
    alpha, beta = _parameters(model)
    _, left = _log_curves(alpha, beta, _curves.horizon(periods))
    return _curves.over_ages(np.exp(left), 0, "survival")


def sbg_retention(model: SBG, periods: int) -> pd.Series:
    """Return the share of those who are left that stays at each renewal.

    Parameters
    ----------
    model, periods
        As for `sbg_survival`.

    Returns
    -------
    Series
        Fractions by age 1 to `periods`: ``(beta + t - 1) / (alpha + beta + t - 1)``. It rises with
        t whatever the parameters.

    Examples
    --------
    >>> sbg_retention(SBG(1, 1), 3).round(3).tolist()
    [0.5, 0.667, 0.75]
    """
    alpha, beta = _parameters(model)
    age = np.arange(_curves.horizon(periods))
    return _curves.over_ages((beta + age) / (alpha + beta + age), 1, "retention")


def sbg_people(model: SBG, count: int = 1000) -> Floats:
    """Return the chance to leave at a renewal of people who stand for a new cohort.

    The beta distribution is cut into equal shares, and each is stood for by its mean. So what a
    change does to each person can be computed for each, and then averaged.

    Parameters
    ----------
    model : SBG
        As for `sbg_survival`. Of those who renewed n times it is ``SBG(alpha, beta + n)``.
    count : int
        How many people.

    Returns
    -------
    array of float, shape (count,)
        Fractions, rising. Their mean is that of the model.

    Examples
    --------
    >>> sbg_people(SBG(1, 1), 4).round(3).tolist()
    [0.125, 0.375, 0.625, 0.875]
    """
    from scipy.special import betainc, betaincinv

    alpha, beta = _parameters(model)
    people = checks.whole(count, "count", 1)
    if people > 1_000_000:
        raise ValueError(f"count must be at most 1000000; you passed {count!r}.")
    edges = betaincinv(alpha, beta, np.arange(people + 1) / people)
    below = betainc(alpha + 1, beta, edges)
    return np.asarray(np.diff(below) * people * alpha / (alpha + beta))


def sbg_lifetime(model: SBG, discount: float) -> float:
    """Return the discounted expected lifetime of a new customer (DEL), in payments.

    Times the margin of a payment it is a lifetime value. The first payment is at time 0.

    Parameters
    ----------
    model : SBG
        As for `sbg_survival`.
    discount : float
        The discount rate a period, more than 0: without one the sum need not be finite.

    Returns
    -------
    float
        The sum of ``survival(t) / (1 + discount) ** t`` over all t from 0 on.

    References
    ----------
    Fader, P. S. and Hardie, B. G. S. (2010). Customer-base valuation in a contractual setting: the
    perils of ignoring heterogeneity. Marketing Science, 29(1), 85-93.

    Examples
    --------
    >>> round(sbg_lifetime(SBG(0.668, 3.806), 0.1), 2)
    5.92
    """
    alpha, beta = _parameters(model)
    return _series(alpha, beta, discount)


def sbg_residual_lifetime(model: SBG, discount: float, renewals: int) -> float:
    """Return the discounted expected residual lifetime of a customer who renewed so often (DERL).

    It stands just before the next renewal, and counts that payment, if it comes, in full.

    Parameters
    ----------
    model : SBG
        As for `sbg_survival`.
    discount : float
        The discount rate a period, more than 0.
    renewals : int
        How often they have renewed: 0 for somebody in their first period.

    Returns
    -------
    float
        Expected discounted payments from the next renewal on. It rises with `renewals`: those who
        are left were the likely stayers.

    References
    ----------
    Fader and Hardie (2010), as for `sbg_lifetime`; there n counts periods, one more than renewals.

    Examples
    --------
    >>> round(sbg_residual_lifetime(SBG(0.668, 3.806), 0.1, 7), 2)
    7.53
    """
    alpha, beta = _parameters(model)
    age = _curves.horizon(checks.whole(renewals, "renewals") + 1) - 1
    return (beta + age) / (alpha + beta + age) * _series(alpha, beta + age + 1, discount)


def _series(alpha: float, beta: float, discount: Any) -> float:
    """Sum the discounted survival of a cohort whose chances are spread by alpha and beta."""
    from scipy.special import hyp2f1

    rate = _curves.discount_rate(discount)
    if rate == 0:
        raise ValueError(
            "discount must be more than 0 such as 0.01 a month: without one the sum over all time "
            "need not be finite."
        )
    return float(hyp2f1(1, beta, alpha + beta, 1 / (1 + rate)))


def _log_curves(alpha: float, beta: float, periods: int) -> tuple[Floats, Floats]:
    """Return the logarithms of P(leave at 1, 2, ...) and of survival at 0, 1, 2, ...."""
    age = np.arange(periods)
    stay = np.log((beta + age) / (alpha + beta + age))
    left = np.concatenate([[0.0], np.cumsum(stay)])
    return left[:-1] + np.log(alpha / (alpha + beta + age)), left


def _parameters(model: Any) -> tuple[float, float]:
    if not isinstance(model, SBG):
        raise TypeError(
            "model must be an SBG, as sbg_fit returns, or for example SBG(0.668, 3.806); you "
            f"passed {checks.kind(model)}."
        )
    return float(model.alpha), float(model.beta)

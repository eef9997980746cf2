"""Bayesian reading of two rates: the chance to be better, and what a wrong choice would cost."""

from __future__ import annotations

from typing import Any

import numpy as np

from course_utils.toolkit.common import checks
from course_utils.toolkit.experiments.comparisons import arm

__all__ = ["chance_better", "expected_loss"]

Beta = tuple[float, float]


def chance_better(
    control: tuple[int, int], treatment: tuple[int, int], prior: Beta = (1.0, 1.0)
) -> float:
    """Compute the chance that the treatment's rate is the higher one, P(B > A).

    Each rate has a beta distribution with ``prior + (successes, failures)``.

    Parameters
    ----------
    control, treatment : pair of int
        ``(successes, trials)``.
    prior : pair of float
        The two parameters of the beta prior, the same for both rates; (1, 1) is flat.

    Returns
    -------
    float
        A fraction. It stands on the prior. Whoever stops when it is high is wrong more often than
        it says, unless the prior is what such experiments truly bring.

    References
    ----------
    Gelman, A. et al. (2013). Bayesian Data Analysis, 3rd edition, chapter 2. On peeking: Johari et
    al. (2017).

    Examples
    --------
    >>> round(chance_better((40, 400), (52, 400)), 3)
    0.907
    """
    a, b = _posteriors(control, treatment, prior)
    return _greater(b, a)


def expected_loss(
    control: tuple[int, int], treatment: tuple[int, int], prior: Beta = (1.0, 1.0)
) -> float:
    """Compute what shipping the treatment costs on average, should it be the worse one.

    Parameters
    ----------
    control, treatment, prior
        As for `chance_better`.

    Returns
    -------
    float
        ``E[max(A - B, 0)]``, a fraction: the mean fall of the rate, counting a gain as 0. Swap the
        arms for what *not* shipping costs.

    References
    ----------
    Stucchio, C. (2015). Bayesian A/B Testing at VWO. Visual Website Optimizer, white paper.

    Examples
    --------
    >>> round(expected_loss((40, 400), (52, 400)), 5)
    0.00098
    """
    a, b = _posteriors(control, treatment, prior)
    # E[A; A > B] is E[A] times the chance that a beta with one success more is above B.
    kept = a[0] / sum(a) * _greater((a[0] + 1, a[1]), b)
    lost = b[0] / sum(b) * (1 - _greater((b[0] + 1, b[1]), a))
    return max(0.0, kept - lost)


def _posteriors(control: Any, treatment: Any, prior: Any) -> tuple[Beta, Beta]:
    arms = [arm(control, "control"), arm(treatment, "treatment")]
    wish = "prior must be a pair of numbers above 0 such as (1, 1)"
    if not isinstance(prior, (tuple, list, np.ndarray)) or len(prior) != 2:
        raise TypeError(f"{wish}; you passed {prior!r}.")
    first, second = (checks.number(value, "prior", "1.0") for value in prior)
    if not (first > 0 and second > 0):
        raise ValueError(f"{wish}; you passed {prior!r}.")
    one, two = ((first + x, second + n - x) for x, n in arms)
    return one, two


def _greater(one: Beta, two: Beta) -> float:
    """Return the chance that a value of the first beta is above one of the second."""
    from scipy.special import betainc, betaincinv

    # Over the first one's own quantiles, in three parts, so that narrow peaks are met as well.
    unit, weights = np.polynomial.legendre.leggauss(200)
    total = 0.0
    for low, high in ((0.0, 1e-3), (1e-3, 1 - 1e-3), (1 - 1e-3, 1.0)):
        shares = low + (high - low) * (unit + 1) / 2
        total += float((high - low) / 2 * (weights * betainc(*two, betaincinv(*one, shares))).sum())
    return min(1.0, max(0.0, total))

"""What risks may cost: one by one, and all together, which is what a budget has to bear."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from course_utils.toolkit.common import checks
from course_utils.toolkit.common.checks import Floats

__all__ = ["MOST_RISKS", "Losses", "exposure", "loss_distribution", "simulate_losses"]

MOST_RISKS = 20
"""An exact distribution of n risks has up to 2^n losses."""


@dataclass(frozen=True)
class Losses:
    """How large the loss of a whole portfolio may be; see `loss_distribution`, `simulate_losses`."""

    curve: pd.DataFrame
    """By loss, ascending: ``chance`` of exactly it, and of losing it or ``more``."""

    @property
    def mean(self) -> float:
        """The expected loss, the sum of the exposures: it is no budget."""
        return float(self.curve.index.to_numpy() @ self.curve["chance"].to_numpy())

    def percentile(self, confidence: float) -> float:
        """Return the smallest loss that is not exceeded with a confidence: 0.8 for the P80."""
        share = checks.level(confidence, like="0.8")
        enough = self.curve["chance"].to_numpy().cumsum() >= share - 1e-9
        return float(self.curve.index[np.flatnonzero(enough)[0]])

    def chance_above(self, amount: float) -> float:
        """Return the chance of a loss above an amount: that a budget of it is not enough."""
        limit = checks.number(amount, "amount", "50000")
        return float(self.curve["chance"].to_numpy()[self.curve.index.to_numpy() > limit].sum())


def exposure(probability: Any, impact: Any) -> pd.Series:
    """Return what each risk costs on average: probability x impact.

    Parameters
    ----------
    probability : array-like or Series, shape (risks,)
        That it happens, fractions.
    impact : array-like or Series
        What it costs if it does, at least 0. Two Series are joined by their index.

    Returns
    -------
    Series
        In the unit of the impact. The sum is the expected loss. It is what many such portfolios
        lose on average, and not what one should set aside: one of them loses more about as often as
        less.

    Examples
    --------
    >>> exposure([0.1, 0.5], [1000, 300]).tolist()
    [100.0, 150.0]
    """
    given, index = checks.aligned({"probability": probability, "impact": impact})
    p = checks.column(given["probability"], "probability", most=1.0)
    cost = checks.column(given["impact"], "impact")
    checks.same_length({"probability": p, "impact": cost})
    return pd.Series(p * cost, index=index, name="exposure")


def loss_distribution(probability: Any, impact: Any) -> Losses:
    """Compute the chance of each loss of a whole portfolio, exactly.

    Parameters
    ----------
    probability, impact : array-like or Series, shape (risks,)
        As for `exposure`, of at least one and at most `MOST_RISKS` risks that are independent and
        cost one amount each. With dependence, or ranges of amounts, see `simulate_losses`.

    Returns
    -------
    Losses

    Examples
    --------
    >>> found = loss_distribution([0.5, 0.5], [100, 300])
    >>> found.mean, found.percentile(0.8), found.chance_above(100)
    (200.0, 400.0, 0.5)
    """
    means = exposure(probability, impact)
    given, _ = checks.aligned({"probability": probability, "impact": impact})
    p, cost = (checks.column(each, what) for what, each in given.items())
    if not 1 <= len(means) <= MOST_RISKS:
        raise ValueError(
            f"There must be 1 to {MOST_RISKS} risks, not {len(means)}: merge small ones, or call "
            "simulate_losses."
        )
    losses, chances = np.zeros(1), np.ones(1)
    for each, amount in zip(p, cost, strict=True):
        both = np.concatenate([losses, losses + amount])
        parts = np.concatenate([chances * (1 - each), chances * each])
        losses, places = np.unique(np.round(both, 9), return_inverse=True)
        chances = np.asarray(np.bincount(places, parts), dtype=np.float64)
    return _losses(losses, chances)


def simulate_losses(
    probability: Any,
    low: Any,
    mode: Any,
    high: Any,
    *,
    dependence: float = 0.0,
    n: int = 10_000,
    seed: int = 0,
) -> Losses:
    """Draw the loss of a whole portfolio, whose risks may have causes in common.

    Parameters
    ----------
    probability : array-like or Series, shape (risks,)
        That each happens, fractions; at least one risk.
    low, mode, high : array-like or Series
        What it costs if it does, ``0 <= low <= mode <= high``, drawn from a PERT distribution.
        Series are joined by their index.
    dependence : float
        How strongly risks come together, from 0 (independent) to below 1: the correlation of the
        hidden normal variables of which each risk happens when its own is low enough (a one-factor
        Gaussian copula). It leaves the mean as it is and makes the tail heavier.
    n : int
        How many futures are drawn, up to a million, fewer with many risks.
    seed : int
        The same seed gives the same futures, and the same luck at each dependence.

    Returns
    -------
    Losses

    References
    ----------
    Hubbard, D. W. (2020). The Failure of Risk Management, 2nd edition. Wiley. Vasicek, O. (2002).
    The distribution of loan portfolio value. Risk, 15(12), 160-162.

    Examples
    --------
    >>> simulate_losses([1.0], [100], [100], [100], n=10).percentile(0.8)
    100.0
    """
    from scipy.special import ndtri

    from course_utils.toolkit.prioritisation.uncertainty import draws

    columns = {"probability": probability, "low": low, "mode": mode, "high": high}
    given, _ = checks.aligned(columns)
    p = checks.column(given["probability"], "probability", most=1.0)
    a, m, b = (checks.column(given[what], what) for what in ("low", "mode", "high"))
    if not checks.same_length({"probability": p, "low": a, "mode": m, "high": b}):
        raise ValueError("probability is empty. Give at least one risk.")
    common = checks.number(dependence, "dependence", "0.3")
    if not 0 <= common < 1:
        raise ValueError(f"dependence must be from 0 to below 1 such as 0.3; not {dependence!r}.")
    size = checks.whole(n, "n", 1)
    if size > 1_000_000 or size * len(p) > 20_000_000:
        raise ValueError(f"n must be fewer futures for {len(p)} risks, such as 10000; not {n!r}.")
    rng = np.random.default_rng([checks.whole(seed, "seed"), 1])
    shared, own = rng.standard_normal((size, 1)), rng.standard_normal((size, len(p)))
    hidden = math.sqrt(common) * shared + math.sqrt(1 - common) * own
    drawn = draws(a, m, b, n=size, seed=seed)
    total = np.where(hidden < ndtri(p), drawn, 0.0).sum(axis=1)
    losses, counts = np.unique(total, return_counts=True)
    return _losses(losses, counts / size)


def _losses(losses: Floats, chances: Floats) -> Losses:
    more = np.minimum(chances[::-1].cumsum()[::-1], 1.0)
    index = pd.Index(losses, name="loss")
    return Losses(pd.DataFrame({"chance": chances, "more": more}, index=index))

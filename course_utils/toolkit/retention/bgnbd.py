"""Purchases without a contract, the BG/NBD model: who still buys, and how much is to come.

While alive, a customer buys at random at a rate of their own; after each purchase they may drop
out, unseen, with a chance of their own. Rates are spread like a gamma distribution and chances
like a beta distribution. All times are in one unit, such as weeks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

import course_utils.toolkit.retention._histories as _histories
from course_utils.toolkit.common import checks
from course_utils.toolkit.common.amounts import above_zero
from course_utils.toolkit.common.checks import Floats

__all__ = [
    "BGNBD",
    "bgnbd_alive",
    "bgnbd_expected",
    "bgnbd_fit",
    "bgnbd_log_likelihood",
    "bgnbd_purchases",
]


@dataclass(frozen=True)
class BGNBD:
    """The four parameters of a BG/NBD model; see `bgnbd_fit`."""

    r: float
    """Shape of the gamma distribution of purchase rates."""
    alpha: float
    """Its rate, in units of time."""
    a: float
    """First parameter of the beta distribution of the chance to drop out after a purchase."""
    b: float
    """Second parameter."""
    log_likelihood: float = math.nan
    """How well they fit; NaN where they were not estimated."""

    def __post_init__(self) -> None:
        for name in ("r", "alpha", "a", "b"):
            above_zero(getattr(self, name), name, "1.5")


def bgnbd_fit(frequency: Any, recency: Any, age: Any) -> BGNBD:
    """Estimate a BG/NBD model by maximum likelihood.

    Parameters
    ----------
    frequency : array-like of int, shape (customers,)
        How many purchases each made after the first.
    recency : array-like of float, shape (customers,)
        Time from the first purchase to the last; 0 where there was one only.
    age : array-like of float, shape (customers,)
        Time from the first purchase until now. Series are joined by their index.

    Returns
    -------
    BGNBD
        The parameters with the greatest likelihood.

    Raises
    ------
    ValueError
        If nobody bought again, or fewer than ten customers are given: four parameters ask for more.

    References
    ----------
    Fader, P. S., Hardie, B. G. S. and Lee, K. L. (2005). "Counting your customers" the easy way:
    an alternative to the Pareto/NBD model. Marketing Science, 24(2), 275-284.
    """
    found = _histories.read(frequency, recency, age)
    _histories.need_buyers(found)
    scale = float(found.age.mean())
    x, last, length = _histories.in_order(found.frequency, found.recency, found.age)
    timed = _histories.Histories(x, last / scale, length / scale, found.names)

    def mean(parameters: Floats) -> float:
        return float(_log_likelihoods(parameters, timed).mean())

    r, alpha, a, b = _histories.fit(mean, [(1, 1, 1, 1), (0.3, 0.1, 0.5, 2)])
    fitted = (float(r), float(alpha * scale), float(a), float(b))
    return BGNBD(*fitted, float(_log_likelihoods(np.array(fitted), found).sum()))


def bgnbd_log_likelihood(model: BGNBD, frequency: Any, recency: Any, age: Any) -> pd.Series:
    """Return the log-likelihood of each customer's history.

    Parameters
    ----------
    model : BGNBD
        As `bgnbd_fit` returns.
    frequency, recency, age
        As for `bgnbd_fit`.

    Returns
    -------
    Series
        One value a customer, by their index.

    References
    ----------
    Fader, Hardie and Lee (2005), as for `bgnbd_fit`, equation (6).
    """
    parameters, found = _parameters(model), _histories.read(frequency, recency, age)
    return pd.Series(_log_likelihoods(parameters, found), found.names, name="log_likelihood")


def bgnbd_alive(model: BGNBD, frequency: Any, recency: Any, age: Any) -> pd.Series:
    """Return the chance that each customer has not dropped out yet.

    Parameters
    ----------
    model, frequency, recency, age
        As for `bgnbd_log_likelihood`.

    Returns
    -------
    Series
        Fractions by customer. Who never bought again is alive for certain in this model, which can
        drop out at a purchase only; the Pareto/NBD model does not say so.

    Examples
    --------
    >>> model = BGNBD(0.243, 4.414, 0.793, 2.426)
    >>> bgnbd_alive(model, [2], [30.43], [38.86]).round(3).tolist()
    [0.727]
    """
    parameters, found = _parameters(model), _histories.read(frequency, recency, age)
    return pd.Series(1 / (1 + _odds_of_loss(parameters, found)), found.names, name="alive")


def bgnbd_expected(model: BGNBD, time: float) -> float:
    """Return how many repeat purchases a new customer is expected to make within a time.

    Parameters
    ----------
    model : BGNBD
        As `bgnbd_fit` returns.
    time : float
        How long after the first purchase, in the unit of the model.

    Returns
    -------
    float
        Purchases after the first.

    References
    ----------
    Fader, Hardie and Lee (2005), as for `bgnbd_fit`, equation (9).

    Examples
    --------
    >>> round(bgnbd_expected(BGNBD(0.243, 4.414, 0.793, 2.426), 39), 2)
    1.2
    """
    parameters, length = _parameters(model), _histories.horizon(time)
    return float(_growth(parameters, np.zeros(1), np.zeros(1), length)[0])


def bgnbd_purchases(model: BGNBD, frequency: Any, recency: Any, age: Any, time: float) -> pd.Series:
    """Return how many purchases each customer is expected to make within a time from now.

    Parameters
    ----------
    model, frequency, recency, age
        As for `bgnbd_log_likelihood`.
    time : float
        How long from now, in the unit of the model.

    Returns
    -------
    Series
        Expected purchases by customer.

    References
    ----------
    Fader, Hardie and Lee (2005), as for `bgnbd_fit`, equation (10).

    Examples
    --------
    >>> model = BGNBD(0.243, 4.414, 0.793, 2.426)
    >>> bgnbd_purchases(model, [2], [30.43], [38.86], 39).round(2).tolist()
    [1.23]
    """
    parameters, found = _parameters(model), _histories.read(frequency, recency, age)
    growth = _growth(parameters, found.frequency, found.age, _histories.horizon(time))
    return pd.Series(growth / (1 + _odds_of_loss(parameters, found)), found.names, name="purchases")


def _log_likelihoods(parameters: Floats, found: _histories.Histories) -> Floats:
    from scipy.special import betaln, gammaln

    r, alpha, a, b = parameters
    x, recency, age, _ = found
    again = x > 0
    bought = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    stayed = betaln(a, b + x) - betaln(a, b) - (r + x) * np.log(alpha + age)
    # Dropped out at the last purchase, which needs one.
    gone = np.full(len(x), -np.inf)
    gone[again] = (
        betaln(a + 1, b + x[again] - 1)
        - betaln(a, b)
        - (r + x[again]) * np.log(alpha + recency[again])
    )
    return bought + np.logaddexp(stayed, gone)


def _odds_of_loss(parameters: Floats, found: _histories.Histories) -> Floats:
    r, alpha, a, b = parameters
    x, recency, age, _ = found
    odds = np.zeros(len(x))
    again = x > 0
    odds[again] = np.exp(
        np.log(a)
        - np.log(b + x[again] - 1)
        + (r + x[again]) * np.log((alpha + age[again]) / (alpha + recency[again]))
    )
    return odds


def _growth(parameters: Floats, x: Floats, age: Floats, time: float) -> Floats:
    """Return expected purchases within a time of customers who are alive."""
    from scipy.special import hyp2f1

    r, alpha, a, b = parameters
    a = 1 + 1e-6 if abs(a - 1) < 1e-6 else a  # where the formula is 0 / 0, its limit
    ratio = (alpha + age) / (alpha + age + time)
    series = hyp2f1(r + x, b + x, a + b + x - 1, 1 - ratio)
    return (a + b + x - 1) / (a - 1) * (1 - ratio ** (r + x) * series)


def _parameters(model: Any) -> Floats:
    if not isinstance(model, BGNBD):
        raise TypeError(
            "model must be a BGNBD, as bgnbd_fit returns, or for example "
            f"BGNBD(0.243, 4.414, 0.793, 2.426); you passed {checks.kind(model)}."
        )
    return np.array([model.r, model.alpha, model.a, model.b], dtype=np.float64)

"""Purchases without a contract, the Pareto/NBD model: customers can drop out at any time.

While alive, a customer buys at random at a rate of their own and is exposed to a hazard of their
own. Both are spread like gamma distributions. All times are in one unit, such as weeks.
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
    "ParetoNBD",
    "pareto_nbd_alive",
    "pareto_nbd_expected",
    "pareto_nbd_fit",
    "pareto_nbd_log_likelihood",
    "pareto_nbd_purchases",
]


@dataclass(frozen=True)
class ParetoNBD:
    """The four parameters of a Pareto/NBD model; see `pareto_nbd_fit`."""

    r: float
    """Shape of the gamma distribution of purchase rates."""
    alpha: float
    """Its rate, in units of time."""
    s: float
    """Shape of the gamma distribution of hazards."""
    beta: float
    """Its rate, in units of time."""
    log_likelihood: float = math.nan
    """How well they fit; NaN where they were not estimated."""

    def __post_init__(self) -> None:
        for name in ("r", "alpha", "s", "beta"):
            above_zero(getattr(self, name), name, "1.5")


def pareto_nbd_fit(frequency: Any, recency: Any, age: Any) -> ParetoNBD:
    """Estimate a Pareto/NBD model by maximum likelihood.

    Parameters
    ----------
    frequency, recency, age : array-like, shape (customers,)
        As for `bgnbd_fit`.

    Returns
    -------
    ParetoNBD
        The parameters with the greatest likelihood.

    Raises
    ------
    ValueError
        As `bgnbd_fit` does.

    References
    ----------
    Schmittlein, D. C., Morrison, D. G. and Colombo, R. (1987). Counting your customers: who are
    they and what will they do next? Management Science, 33(1), 1-24. In the form of Fader, P. S.
    and Hardie, B. G. S. (2005). A note on deriving the Pareto/NBD model and related expressions.
    """
    found = _histories.read(frequency, recency, age)
    _histories.need_buyers(found)
    scale = float(found.age.mean())
    x, last, length = _histories.in_order(found.frequency, found.recency, found.age)
    timed = _histories.Histories(x, last / scale, length / scale, found.names)

    def mean(parameters: Floats) -> float:
        return float(_log_likelihoods(parameters, timed).mean())

    r, alpha, s, beta = _histories.fit(mean, [(1, 1, 1, 1), (0.5, 0.3, 0.6, 0.4)])
    fitted = (float(r), float(alpha * scale), float(s), float(beta * scale))
    return ParetoNBD(*fitted, float(_log_likelihoods(np.array(fitted), found).sum()))


def pareto_nbd_log_likelihood(
    model: ParetoNBD, frequency: Any, recency: Any, age: Any
) -> pd.Series:
    """Return the log-likelihood of each customer's history.

    Parameters
    ----------
    model : ParetoNBD
        As `pareto_nbd_fit` returns.
    frequency, recency, age
        As for `bgnbd_fit`.

    Returns
    -------
    Series
        One value a customer, by their index.
    """
    parameters, found = _parameters(model), _histories.read(frequency, recency, age)
    return pd.Series(_log_likelihoods(parameters, found), found.names, name="log_likelihood")


def pareto_nbd_alive(model: ParetoNBD, frequency: Any, recency: Any, age: Any) -> pd.Series:
    """Return the chance that each customer has not dropped out yet.

    Parameters
    ----------
    model, frequency, recency, age
        As for `pareto_nbd_log_likelihood`.

    Returns
    -------
    Series
        Fractions by customer.

    Examples
    --------
    >>> model = ParetoNBD(0.553, 10.578, 0.606, 11.669)
    >>> pareto_nbd_alive(model, [26], [30.86], [31]).round(3).tolist()
    [0.998]
    """
    parameters, found = _parameters(model), _histories.read(frequency, recency, age)
    return pd.Series(np.exp(_log_alive(parameters, found)), found.names, name="alive")


def pareto_nbd_expected(model: ParetoNBD, time: float) -> float:
    """Return how many repeat purchases a new customer is expected to make within a time.

    Parameters
    ----------
    model : ParetoNBD
        As `pareto_nbd_fit` returns.
    time : float
        How long after the first purchase, in the unit of the model.

    Returns
    -------
    float
        Purchases after the first.

    Examples
    --------
    >>> round(pareto_nbd_expected(ParetoNBD(0.553, 10.578, 0.606, 11.669), 52), 2)
    1.47
    """
    (r, alpha, s, beta), length = _parameters(model), _histories.horizon(time)
    return float(r / alpha * _time_alive(s, beta, length))


def pareto_nbd_purchases(
    model: ParetoNBD, frequency: Any, recency: Any, age: Any, time: float
) -> pd.Series:
    """Return how many purchases each customer is expected to make within a time from now.

    Parameters
    ----------
    model, frequency, recency, age
        As for `pareto_nbd_log_likelihood`.
    time : float
        How long from now, in the unit of the model.

    Returns
    -------
    Series
        Expected purchases by customer.

    Examples
    --------
    >>> model = ParetoNBD(0.553, 10.578, 0.606, 11.669)
    >>> pareto_nbd_purchases(model, [26], [30.86], [31], 52).round(1).tolist()
    [25.5]
    """
    parameters, found = _parameters(model), _histories.read(frequency, recency, age)
    r, alpha, s, beta = parameters
    rate = (r + found.frequency) / (alpha + found.age)
    alive = np.exp(_log_alive(parameters, found))
    ahead = _time_alive(s, beta + found.age, _histories.horizon(time))
    return pd.Series(rate * ahead * alive, found.names, name="purchases")


def _time_alive(s: float, beta: Any, time: float) -> Any:
    """Return the expected time within a span that customers who are alive now stay alive."""
    if abs(s - 1) < 1e-9:
        return beta * np.log1p(time / beta)
    return beta / (s - 1) * (1 - (beta / (beta + time)) ** (s - 1))


def _log_likelihoods(parameters: Floats, found: _histories.Histories) -> Floats:
    from scipy.special import gammaln

    r, alpha, s, beta = parameters
    x, _, age, _ = found
    begun = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)
    alive = -(r + x) * np.log(alpha + age) - s * np.log(beta + age)
    return begun + np.logaddexp(alive, _log_dropped(parameters, found))


def _log_alive(parameters: Floats, found: _histories.Histories) -> Floats:
    r, alpha, s, beta = parameters
    x, _, age, _ = found
    alive = -(r + x) * np.log(alpha + age) - s * np.log(beta + age)
    return alive - np.logaddexp(alive, _log_dropped(parameters, found))


def _log_dropped(parameters: Floats, found: _histories.Histories) -> Floats:
    """Return the logarithm of the likelihood, without its constants, of having dropped out."""
    from scipy.special import hyp2f1

    r, alpha, s, beta = parameters
    x, recency, age, _ = found
    power = r + s + x
    large, other = (alpha, s + 1) if alpha >= beta else (beta, r + x)
    gap = abs(alpha - beta)

    def term(time: Floats) -> Floats:
        series = hyp2f1(power, other, power + 1, gap / (large + time))
        return np.log(series) - power * np.log(large + time)

    then, now = term(recency), term(age)
    with np.errstate(divide="ignore"):
        # At recency = age no time was left to drop out in.
        between = then + np.log(-np.expm1(np.minimum(now - then, 0)))
    return np.log(s / power) + between


def _parameters(model: Any) -> Floats:
    if not isinstance(model, ParetoNBD):
        raise TypeError(
            "model must be a ParetoNBD, as pareto_nbd_fit returns, or for example "
            f"ParetoNBD(0.553, 10.578, 0.606, 11.669); you passed {checks.kind(model)}."
        )
    return np.array([model.r, model.alpha, model.s, model.beta], dtype=np.float64)

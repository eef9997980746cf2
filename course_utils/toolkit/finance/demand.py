"""How demand answers a price, and the price that follows from it."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from course_utils.toolkit.common import checks
from course_utils.toolkit.common.amounts import above_zero, at_least_zero
from course_utils.toolkit.common.intervals import Interval

__all__ = [
    "LinearOptima",
    "constant_elasticity_price",
    "linear_optima",
    "log_log_elasticity",
    "midpoint_elasticity",
]


class LinearOptima(NamedTuple):
    """Two prices on a straight line of demand; see `linear_optima`."""

    revenue_price: float
    """Where revenue is greatest."""
    profit_price: float
    """Where revenue less variable cost is greatest: never below the other."""
    profit_at_revenue_price: float
    """What is earned, before fixed costs, at the first."""
    profit: float
    """What is earned, before fixed costs, at the second."""


def midpoint_elasticity(
    price_before: float, price_after: float, quantity_before: float, quantity_after: float
) -> float:
    """Return the elasticity of demand between two points, each change over its midpoint.

    So it is the same from either side: by the start point, up from 4 to 6 and down from 6 to 4 give
    two answers.

    Parameters
    ----------
    price_before, price_after : float
        Above 0, and different: demand at a price of 0 is no purchase.
    quantity_before, quantity_after : float
        At least 0, and not both 0.

    Returns
    -------
    float
        The relative change of the quantity over that of the price: -1 where revenue stays, below -1
        where a higher price loses revenue.

    Examples
    --------
    >>> round(midpoint_elasticity(4, 6, 120, 80), 6)
    -1.0
    """
    p0 = above_zero(price_before, "price_before", "4")
    p1 = above_zero(price_after, "price_after", "6")
    q0 = at_least_zero(quantity_before, "quantity_before", "120")
    q1 = at_least_zero(quantity_after, "quantity_after", "80")
    if p0 == p1:
        raise ValueError("price_after must differ from price_before, or nothing answers a change.")
    if q0 + q1 == 0:
        raise ValueError("A quantity must be above 0, before or after, to have changed.")
    return ((q1 - q0) / (q0 + q1)) / ((p1 - p0) / (p0 + p1))


def log_log_elasticity(prices: Any, quantities: Any, confidence: float = 0.95) -> Interval:
    """Estimate one elasticity for all prices: the slope of log quantity on log price.

    Parameters
    ----------
    prices, quantities : array-like of float, shape (n,)
        At least three pairs, above 0, of at least two prices. Two Series are joined by their index.
    confidence : float
        Confidence level of Student's t interval.

    Returns
    -------
    Interval
        The elasticity. It is an effect of the price only where nothing else that moves demand moved
        with it (a season, a promotion, who was asked).

    Raises
    ------
    ValueError
        If a price or a quantity is 0 or less, which has no logarithm.

    Examples
    --------
    >>> round(log_log_elasticity([1, 2, 4], [8, 2, 0.5]).estimate, 6)
    -2.0
    """
    from scipy.special import stdtrit

    given, _ = checks.aligned({"prices": prices, "quantities": quantities})
    p, q = (checks.column(values, what, above=0) for what, values in given.items())
    count = checks.same_length({"prices": p, "quantities": q})
    if count < 3 or len(np.unique(p)) < 2:
        raise ValueError(
            f"prices must hold at least three pairs at two different prices; you passed {count}."
        )
    upper = 0.5 + checks.level(confidence) / 2
    x, y = np.log(p) - np.log(p).mean(), np.log(q) - np.log(q).mean()
    slope = float(x @ y / (x @ x))
    error = math.sqrt(((y - slope * x) ** 2).sum() / (count - 2) / (x @ x))
    margin = float(stdtrit(count - 2, upper)) * error
    return Interval(slope, slope - margin, slope + margin)


def linear_optima(intercept: float, slope: float, cost: float) -> LinearOptima:
    """Return the prices of greatest revenue and of greatest profit on a straight line of demand.

    Parameters
    ----------
    intercept, slope : float
        Units sold are ``intercept - slope x price`` down to 0, both above 0.
    cost : float
        What one more unit costs, at least 0 and below ``intercept / slope``, the price at which
        nobody buys.

    Returns
    -------
    LinearOptima
        Half of the way from 0 to that price, and half of the way from `cost` to it. The price of
        greatest revenue is too low by half of the cost.

    References
    ----------
    Cournot, A. (1838). Recherches sur les principes mathematiques de la theorie des richesses.

    Examples
    --------
    >>> linear_optima(1000, 20, 10)
    LinearOptima(revenue_price=25.0, profit_price=30.0, profit_at_revenue_price=7500.0, profit=8000.0)
    """
    units = above_zero(intercept, "intercept", "1000")
    fall = above_zero(slope, "slope", "20")
    each = at_least_zero(cost, "cost", "10")
    top = units / fall
    if not math.isfinite(top) or each >= top:
        raise ValueError(
            f"cost must be below {top:g}, the price at which nobody buys; you passed {cost!r}."
        )
    first, second = top / 2, (top + each) / 2
    return LinearOptima(
        first,
        second,
        (first - each) * (units - fall * first),
        (second - each) * (second - each) * fall,
    )


def constant_elasticity_price(elasticity: float, cost: float) -> float:
    """Return the price of greatest profit where demand has one elasticity at every price.

    Parameters
    ----------
    elasticity : float
        Below -1.
    cost : float
        What one more unit costs, more than 0.

    Returns
    -------
    float
        ``cost x elasticity / (1 + elasticity)``, a markup of ``-1 / (1 + elasticity)`` on the cost.

    Raises
    ------
    ValueError
        If the elasticity is -1 or more: then a higher price always earns more, which no real demand
        does for ever, so the curve must not be used beyond the prices that were seen.

    References
    ----------
    Lerner, A. P. (1934). The concept of monopoly and the measurement of monopoly power. The Review
    of Economic Studies, 1(3), 157-175.

    Examples
    --------
    >>> constant_elasticity_price(-4, 9)
    12.0
    """
    slope = checks.number(elasticity, "elasticity", "-2.0")
    each = above_zero(cost, "cost", "9")
    if slope >= -1:
        raise ValueError(
            f"elasticity must be below -1 such as -2.0, not {elasticity!r}: else a higher price "
            "always earns more, and the curve has no best price."
        )
    return each * slope / (1 + slope)

"""What a customer is worth and costs: lifetime value, acquisition cost, payback."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

import course_utils.toolkit.retention._curves as _curves
from course_utils.toolkit.common import checks
from course_utils.toolkit.common.amounts import above_zero

__all__ = [
    "acquisition_cost",
    "constant_churn_value",
    "lifetime_value",
    "ltv_to_cac",
    "margin_multiple",
    "payback_period",
]


def lifetime_value(
    survival: Any, margin: float, discount: float = 0.0, horizon: int | None = None
) -> float:
    """Return the present value of the margin that a new customer is expected to bring.

    Parameters
    ----------
    survival : array-like of float
        The share of a cohort that still pays at time 0, 1, 2 and so on, from 1 down: observed as
        far as it goes, or projected.
    margin : float
        What a customer who pays brings in a period after the costs of serving them, not revenue.
    discount : float
        The discount rate a period, a fraction.
    horizon : int, optional
        How many payments count, the first at time 0. Without one all of `survival` counts.

    Returns
    -------
    float
        The sum of ``margin * survival[t] / (1 + discount) ** t`` for t from 0 to below `horizon`,
        before what it cost to win the customer.

    Raises
    ------
    ValueError
        If `horizon` is longer than `survival`: what lies beyond it has to be projected first.

    Examples
    --------
    >>> lifetime_value([1, 0.8, 0.64], 10, 0.0, 2)
    18.0
    """
    curve = _curves.survival_curve(survival)
    gain = checks.number(margin, "margin", "12.5")
    rate = _curves.discount_rate(discount)
    count = len(curve) if horizon is None else checks.whole(horizon, "horizon", 1)
    if count > len(curve):
        raise ValueError(
            f"survival goes over {len(curve)} payments, and horizon asks for {count}. Project it "
            "further first, or choose a shorter horizon."
        )
    return float(gain * (curve[:count] / (1 + rate) ** np.arange(count)).sum())


def constant_churn_value(
    margin: float, churn: float, discount: float = 0.0, horizon: int | None = None
) -> float:
    """Return a lifetime value if everybody left at one rate for ever: the textbook formula.

    Parameters
    ----------
    margin : float
        What a customer who pays brings in a period after the costs of serving them.
    churn : float
        The share that leaves in any period, a fraction above 0.
    discount : float
        The discount rate a period, a fraction.
    horizon : int, optional
        How many payments count; without one, all for ever.

    Returns
    -------
    float
        For ever and without discount it is ``margin / churn``. Of a cohort whose customers differ
        it is too low for those who are left; at the churn of those who are left, too high for new
        ones.

    Examples
    --------
    >>> round(constant_churn_value(10, 0.05), 2)
    200.0
    """
    gain = checks.number(margin, "margin", "12.5")
    leave = checks.fraction(churn, "churn", "0.03")
    if leave == 0:
        raise ValueError("churn must be more than 0 such as 0.03, or nobody would ever leave.")
    step = (1 - leave) / (1 + _curves.discount_rate(discount))
    if horizon is None:
        return gain / (1 - step)
    return float(gain * (1 - step ** checks.whole(horizon, "horizon", 1)) / (1 - step))


def margin_multiple(retention: float, discount: float) -> float:
    """Return the multiple of a yearly margin that a customer is worth at constant retention.

    Parameters
    ----------
    retention : float
        The share that stays in a period, a fraction.
    discount : float
        The discount rate a period, a fraction.

    Returns
    -------
    float
        ``retention / (1 + discount - retention)``. The first margin comes after one period, from
        those who stayed: with a first payment at time 0 add 1.

    References
    ----------
    Gupta, S. and Lehmann, D. R. (2003). Customers as assets. Journal of Interactive Marketing,
    17(1), 9-24.

    Examples
    --------
    >>> round(margin_multiple(0.9, 0.1), 2)
    4.5
    """
    stay, rate = checks.fraction(retention, "retention", "0.9"), _curves.discount_rate(discount)
    if 1 + rate - stay <= 0:
        raise ValueError("retention must be below 1, or discount more than 0, or it never ends.")
    return stay / (1 + rate - stay)


def acquisition_cost(spend: float, customers: int) -> float:
    """Return what it cost to win a customer (CAC).

    Parameters
    ----------
    spend : float
        All that was spent on winning customers, salaries of sales included.
    customers : int
        How many new paying customers it brought: not sign-ups, nor those whom a channel's own
        report claims.

    Returns
    -------
    float
        Money a customer; infinite if money was spent and nobody came, NaN if neither.

    Examples
    --------
    >>> acquisition_cost(12000, 40)
    300.0
    """
    cost, count = checks.number(spend, "spend", "12000"), checks.whole(customers, "customers")
    if cost < 0:
        raise ValueError(f"spend must be at least 0; you passed {spend!r}.")
    if count == 0:
        return math.inf if cost else math.nan
    return cost / count


def payback_period(cost: float, survival: Any, margin: float, discount: float = 0.0) -> float:
    """Return after how many payments the margin of a cohort has paid for winning it.

    Parameters
    ----------
    cost : float
        What it cost to win a customer, as `acquisition_cost` returns.
    survival : array-like of float
        As for `lifetime_value`. With a survival of 1 throughout it is cost over margin, which
        forgets that some leave before they have paid.
    margin : float
        What a customer who pays brings in a period after the costs of serving them, more than 0.
    discount : float
        The discount rate a period, a fraction.

    Returns
    -------
    float
        The first whole number of payments whose sum, a customer won, is at least `cost`. NaN if
        `survival` ends before: it is not known yet, or never comes.

    Examples
    --------
    >>> payback_period(25, [1, 0.8, 0.6, 0.5], 10)
    4.0
    """
    price = checks.number(cost, "cost", "300")
    if price < 0:
        raise ValueError(f"cost must be at least 0; you passed {cost!r}.")
    curve = _curves.survival_curve(survival)
    gain = above_zero(margin, "margin", "12.5")
    rate = _curves.discount_rate(discount)
    sums = np.cumsum(gain * curve / (1 + rate) ** np.arange(len(curve)))
    paid = sums >= price - 1e-9
    return float(np.flatnonzero(paid)[0] + 1) if paid.any() else math.nan


def ltv_to_cac(value: float, cost: float) -> float:
    """Return how often a customer's lifetime value pays for winning them.

    Parameters
    ----------
    value : float
        Lifetime value after the costs of serving, with its horizon and discount.
    cost : float
        What it cost to win a customer, more than 0.

    Returns
    -------
    float
        A ratio; below 1 each customer costs more than they bring. It says nothing of how long the
        money is tied up.

    Examples
    --------
    >>> ltv_to_cac(900, 300)
    3.0
    """
    return checks.number(value, "value", "900") / above_zero(cost, "cost", "300")

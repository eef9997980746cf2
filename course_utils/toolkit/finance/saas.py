"""How well a subscription business grows: acquisition, efficiency, revenue by cohort."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from course_utils.toolkit.common import checks
from course_utils.toolkit.common.amounts import above_zero, at_least_zero
from course_utils.toolkit.retention._curves import survival_curve
from course_utils.toolkit.retention.value import acquisition_cost

__all__ = [
    "acquisition_cost",
    "burn_multiple",
    "cac_payback",
    "magic_number",
    "revenue_model",
    "rule_of_40",
]


def cac_payback(cost: float, revenue: float, margin: float) -> float:
    """Return after how many months a customer's margin has paid for winning them.

    Parameters
    ----------
    cost : float
        What it cost to win a customer, as `acquisition_cost` returns, at least 0.
    revenue : float
        What a new customer pays in a month, more than 0.
    margin : float
        Gross margin, a fraction above 0 and at most 1. Revenue without it makes the payback shorter
        than it is.

    Returns
    -------
    float
        Months, ``cost / (revenue x margin)``. It takes everybody to stay that long:
        `toolkit.retention.payback_period` does not.

    References
    ----------
    Skok, D. (2010). SaaS metrics: a guide to measuring and improving what matters. For
    Entrepreneurs.

    Examples
    --------
    >>> cac_payback(600, 50, 0.8)
    15.0
    """
    share = checks.fraction(margin, "margin", "0.8")
    if share == 0:
        raise ValueError("margin must be above 0 such as 0.8: without one it never pays back.")
    won = at_least_zero(cost, "cost", "600")
    return won / (above_zero(revenue, "revenue", "50") * share)


def magic_number(before: float, now: float, spend: float) -> float:
    """Return how much yearly revenue a quarter's sales and marketing brought, for each unit spent.

    Parameters
    ----------
    before, now : float
        Recurring revenue of a quarter and of the next one, at least 0. Of monthly revenue, sum the
        three months first.
    spend : float
        Sales and marketing in the quarter `before`, more than 0.

    Returns
    -------
    float
        ``4 x (now - before) / spend``: the rise is annualised, because a quarter's more revenue
        comes four times a year. Negative where revenue fell.

    References
    ----------
    Leckie, L. (2008). Magic number for SaaS companies. He has it from Omniture.

    Examples
    --------
    >>> magic_number(1_000_000, 1_100_000, 500_000)
    0.8
    """
    first = at_least_zero(before, "before", "1000000")
    last = at_least_zero(now, "now", "1100000")
    return 4 * (last - first) / above_zero(spend, "spend", "500000")


def rule_of_40(growth: float, margin: float) -> float:
    """Return growth plus profit margin, which investors like to see at 0.4 or more.

    Parameters
    ----------
    growth : float
        Growth of revenue over a year, a fraction of at least -1.
    margin : float
        Profit over revenue of the same year, a fraction; say which profit.

    Returns
    -------
    float
        A fraction. A rule of thumb of investors, not a law: it values a point of growth as a point
        of margin.

    References
    ----------
    Feld, B. (2015). The rule of 40% for a healthy SaaS company. Feld Thoughts.

    Examples
    --------
    >>> round(rule_of_40(0.55, -0.2), 6)
    0.35
    """
    rise = checks.number(growth, "growth", "0.3")
    if rise < -1:
        raise ValueError(f"growth must be at least -1, a fraction such as 0.3; not {growth!r}.")
    return rise + checks.number(margin, "margin", "0.1")


def burn_multiple(net_burn: float, net_new_arr: float) -> float:
    """Return how much cash is burnt for each unit of yearly recurring revenue that is added.

    Parameters
    ----------
    net_burn : float
        Cash that a period used up, more going out than coming in. Where more came in it is 0 or
        negative.
    net_new_arr : float
        Yearly recurring revenue at the end of the period less that at its beginning: new and
        expanded, less churned and contracted.

    Returns
    -------
    float
        The less the better. 0 where no cash is burnt; infinite where cash is burnt and revenue does
        not grow.

    References
    ----------
    Sacks, D. (2020). The burn multiple. Craft Ventures.

    Examples
    --------
    >>> burn_multiple(3_000_000, 2_000_000)
    1.5
    """
    burn = checks.number(net_burn, "net_burn", "3000000")
    gain = checks.number(net_new_arr, "net_new_arr", "2000000")
    if burn <= 0:
        return 0.0
    return burn / gain if gain > 0 else math.inf


def revenue_model(new: Any, survival: Any, price: Any) -> pd.DataFrame:
    """Return the revenue of coming periods, cohort by cohort.

    Parameters
    ----------
    new : array-like of float, shape (periods,)
        New customers in each period, at least 0.
    survival : array-like of float, shape (at least periods,)
        The share of a cohort that pays at age 0, 1, 2 and so on, from 1 down, as
        `toolkit.retention` projects it.
    price : float, or array-like of shape (periods,)
        What a customer pays in a period, at least 0: one price, or one for each cohort, which keeps
        it (grandfathering). Series of new customers and of prices are joined by their index.

    Returns
    -------
    DataFrame
        A row a period, a column a cohort (the period in which it came, both from 0), 0 before it
        came. Its sums by row are the revenue of each period.

    Raises
    ------
    ValueError
        If `survival` ends before the last period: what lies beyond it has to be projected first.

    Examples
    --------
    >>> revenue_model([10, 10, 0], [1, 0.8, 0.6], 5).sum(axis=1).tolist()
    [50.0, 90.0, 70.0]
    """
    single = not isinstance(price, (list, tuple, np.ndarray, pd.Series))
    given, _ = checks.aligned({"new": new, **({} if single else {"price": price})})
    came = checks.column(given["new"], "new")
    curve = survival_curve(survival)
    if single:
        paid = np.full(len(came), at_least_zero(price, "price", "12"))
    else:
        paid = checks.column(given["price"], "price")
        checks.same_length({"new": came, "price": paid})
    count = len(came)
    if count > len(curve):
        raise ValueError(
            f"survival goes over {len(curve)} periods, and new over {count}. Project it further "
            "first, or give fewer periods."
        )
    age = np.subtract.outer(np.arange(count), np.arange(count))
    shares = np.where(age >= 0, curve[np.maximum(age, 0)], 0.0)
    return pd.DataFrame(
        shares * came * paid,
        index=pd.RangeIndex(count, name="period"),
        columns=pd.RangeIndex(count, name="cohort"),
    )

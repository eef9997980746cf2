"""What flows of cash are worth today, and when they have paid back."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

import course_utils.toolkit.finance._amounts as _amounts
from course_utils.toolkit.common import checks
from course_utils.toolkit.common.amounts import above_zero

__all__ = ["npv", "payback", "profitability_index", "roi", "xnpv"]


def npv(rate: float, flows: Any, *, first: int = 0) -> float:
    """Return the net present value of flows that come at equal intervals.

    Parameters
    ----------
    rate : float
        The discount rate a period, a fraction above -1.
    flows : array-like of float, shape (periods,)
        What comes in (positive) and goes out (negative), in order of time.
    first : int
        When the first flow comes, in periods from today: 0 is today. A spreadsheet's NPV() takes
        the first to come after one period, which is 1 and gives ``1 / (1 + rate)`` of it.

    Returns
    -------
    float
        In the currency of the flows, of today: the sum of ``flow / (1 + rate) ** time``.

    References
    ----------
    Brealey, R. A., Myers, S. C. and Allen, F. (2011). Principles of Corporate Finance, 10th
    edition, chapter 2.

    Examples
    --------
    >>> round(npv(0.1, [-1000, 500, 400, 300, 100]), 2)
    78.82
    """
    discount, cash = _amounts.rate_of(rate), _amounts.flows_of(flows)
    start = checks.whole(first, "first")
    times = np.arange(start, start + len(cash), dtype=np.float64)
    return float(_amounts.discounted(cash, discount, times).sum())


def xnpv(rate: float, flows: Any, dates: Any) -> float:
    """Return the net present value of flows on dates, as a spreadsheet's XNPV() does.

    Parameters
    ----------
    rate : float
        The discount rate a year, a fraction above -1.
    flows : array-like of float, shape (n,)
        What comes in (positive) and goes out (negative).
    dates : sequence of date or str, shape (n,)
        The date of each, never falling; the first is today. Two Series are joined by their index.

    Returns
    -------
    float
        The sum of ``flow / (1 + rate) ** (days / 365)``.

    Examples
    --------
    >>> round(xnpv(0.1, [-100, 121], ["2026-01-01", "2027-01-01"]), 6)
    10.0
    """
    discount, cash, years = _amounts.rate_of(rate), *dated(flows, dates)
    return float(_amounts.discounted(cash, discount, years).sum())


def payback(flows: Any, rate: float = 0.0) -> float:
    """Return after how many periods flows have paid back what was laid out, plain or discounted.

    Parameters
    ----------
    flows : array-like of float, shape (periods,)
        The first flow is at time 0, and the first that is not 0 goes out.
    rate : float
        The discount rate a period, a fraction above -1; at 0 it is the plain payback.

    Returns
    -------
    float
        The first time at which the sum of (discounted) flows is 0 again, within a period as if its
        flow came evenly. NaN if they never pay back. It says nothing of what comes after.

    Examples
    --------
    >>> round(payback([-1000, 500, 400, 300, 100]), 2)
    2.33
    >>> round(payback([-1000, 500, 400, 300, 100], 0.1), 2)
    2.95
    """
    cash, discount = _amounts.flows_of(flows), _amounts.rate_of(rate)
    worth = _amounts.discounted(cash, discount, np.arange(len(cash), dtype=np.float64))
    moved = np.flatnonzero(cash)
    if not len(moved) or cash[moved[0]] > 0:
        raise ValueError(
            "flows must begin with what is laid out, as a negative amount: give it first, at time 0."
        )
    sums, begun = np.cumsum(worth), int(moved[0])
    even = np.flatnonzero(sums[begun + 1 :] >= 1e-9 * sums.min())
    if not len(even):
        return math.nan
    place = int(even[0]) + begun + 1
    return place - 1 + min(1.0, -float(sums[place - 1] / worth[place]))


def profitability_index(rate: float, flows: Any) -> float:
    """Return the present value of what comes later, over what is laid out today.

    Parameters
    ----------
    rate : float
        The discount rate a period, a fraction above -1.
    flows : array-like of float, shape (periods,)
        The first, at time 0, is the outlay: negative.

    Returns
    -------
    float
        Above 1 where the net present value is positive. Some call net present value over outlay the
        index: that is one less. It ranks projects of which parts can be bought; of two that exclude
        each other the larger value wins.

    Examples
    --------
    >>> round(profitability_index(0.1, [-1000, 500, 400, 300, 100]), 3)
    1.079
    """
    discount, cash = _amounts.rate_of(rate), _amounts.flows_of(flows, 2)
    if cash[0] >= 0:
        raise ValueError(
            f"The first of flows must be what is laid out, a negative amount; you passed {cash[0]:g}."
        )
    times = np.arange(1, len(cash), dtype=np.float64)
    return float(_amounts.discounted(cash[1:], discount, times).sum() / -cash[0])


def roi(returned: float, cost: float) -> float:
    """Return the return on an investment: what is gained beyond the cost, over the cost.

    Parameters
    ----------
    returned : float
        All that came back because of it, the cost not yet taken off: of a revenue, its margin.
    cost : float
        All that it cost, more than 0.

    Returns
    -------
    float
        A fraction, ``(returned - cost) / cost``: 0 where it only paid for itself. It knows neither
        time nor risk.

    Examples
    --------
    >>> roi(150, 100)
    0.5
    """
    back = checks.number(returned, "returned", "150")
    spent = above_zero(cost, "cost", "100")
    return (back - spent) / spent


def dated(flows: Any, dates: Any) -> tuple[Any, Any]:
    """Return flows and their times in years, joined."""
    given, _ = checks.aligned({"flows": flows, "dates": dates})
    cash, years = _amounts.flows_of(given["flows"]), _amounts.years_of(given["dates"])
    if len(cash) != len(years):
        raise ValueError(
            f"flows and dates must be equally long, a date for each flow; they have {len(cash)} and "
            f"{len(years)}."
        )
    return cash, years

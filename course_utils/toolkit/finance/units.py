"""What one unit brings and costs: contribution, break-even, cost of ownership."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

import course_utils.toolkit.finance._amounts as _amounts
from course_utils.toolkit.common import checks
from course_utils.toolkit.common.amounts import above_zero, at_least_zero

__all__ = [
    "Contribution",
    "break_even_sales_change",
    "break_even_units",
    "contribution_per_seat",
    "tco",
    "tie_point",
]


@dataclass(frozen=True)
class Contribution:
    """What a seat brings towards the fixed costs; see `contribution_per_seat`."""

    price: float
    """What is paid for a seat, discounts taken off."""
    cost: float
    """What one more seat costs."""
    contribution: float
    """price - cost, negative where each seat loses money."""
    margin: float
    """contribution / price, a fraction."""
    lines: pd.DataFrame
    """The statement line by line: amount, and share of the price."""


def contribution_per_seat(price: float, costs: Mapping[str, float]) -> Contribution:
    """Return the profit-and-loss statement of one seat down to its contribution.

    Parameters
    ----------
    price : float
        What is really paid for a seat in a period, more than 0: after discounts, not the list.
    costs : mapping of str to float, or Series
        What one more seat costs in the same period, by name, each at least 0: hosting, support,
        payment fees. What is paid anyway (rent, research) is not in it.

    Returns
    -------
    Contribution

    Examples
    --------
    >>> contribution_per_seat(20, {"hosting": 2, "support": 3}).margin
    0.75
    """
    paid = above_zero(price, "price", "12")
    given = checks.mapping(costs, "costs", '{"hosting": 1.2}')
    spent = {
        name: at_least_zero(amount, f"The cost {name!r}", "1.2") for name, amount in given.items()
    }
    cost = float(sum(spent.values()))
    amounts = [paid, *(-amount for amount in spent.values()), paid - cost]
    lines = pd.DataFrame(
        {"amount": amounts, "share": np.array(amounts) / paid},
        index=pd.Index(["price", *spent, "contribution"], name="line"),
    )
    return Contribution(paid, cost, paid - cost, (paid - cost) / paid, lines)


def break_even_units(fixed: float, price: float, variable: float, target: float = 0.0) -> float:
    """Return how many units pay for the fixed costs.

    Parameters
    ----------
    fixed : float
        Costs that do not depend on how many are sold, at least 0.
    price : float
        What is paid for a unit, more than 0.
    variable : float
        What one more unit costs, at least 0 and below `price`.
    target : float
        A profit to be reached besides, at least 0.

    Returns
    -------
    float
        Units, with parts: round up.

    Raises
    ------
    ValueError
        If a unit brings nothing: then no number of them is enough.

    Examples
    --------
    >>> break_even_units(90_000, 20, 5)
    6000.0
    """
    paid = above_zero(price, "price", "20")
    each = paid - at_least_zero(variable, "variable", "5")
    if each <= 0:
        raise ValueError(
            f"price must be above variable, or each unit loses money and no number of them is "
            f"enough; you passed {price!r} and {variable!r}."
        )
    wanted = at_least_zero(target, "target", "10000")
    return (at_least_zero(fixed, "fixed", "90000") + wanted) / each


def break_even_sales_change(price_change: float, margin: float) -> float:
    """Return how much sales must change for a change of price to leave the profit as it is.

    Parameters
    ----------
    price_change : float
        Relative to the old price, a fraction: -0.05 for 5 % less.
    margin : float
        The contribution margin at the old price, a fraction above 0 and at most 1.

    Returns
    -------
    float
        Relative to the old units, ``-price_change / (margin + price_change)``: after a cut they have
        to rise by at least that, after a rise they may fall by at most that. Fixed costs are taken
        to stay.

    Raises
    ------
    ValueError
        If the cut eats the whole margin: then no sales make up for it.

    References
    ----------
    Nagle, T. T. and Holden, R. K. (2002). The Strategy and Tactics of Pricing, 3rd edition,
    chapter 3.

    Examples
    --------
    >>> round(break_even_sales_change(-0.05, 0.45), 6)
    0.125
    """
    change = checks.number(price_change, "price_change", "-0.05")
    share = checks.fraction(margin, "margin", "0.45")
    if share == 0:
        raise ValueError("margin must be above 0 such as 0.45: without one there is no profit.")
    if share + change <= 0:
        raise ValueError(
            f"price_change must be above -margin, here {-share:g}: a deeper cut eats the whole "
            "margin, and no sales make up for it."
        )
    return -change / (share + change)


def tco(once: float, running: Any, rate: float = 0.0) -> float:
    """Return the total cost of ownership: what is paid once, and what is paid to keep it running.

    Parameters
    ----------
    once : float
        What is paid at time 0, at least 0: licence, migration, training.
    running : array-like of float, shape (periods,)
        What is paid at the end of each period, at least 0: fees, operation, people's time.
    rate : float
        The discount rate a period, a fraction above -1.

    Returns
    -------
    float
        A cost, positive, of today. What has been spent already is in neither.

    Examples
    --------
    >>> tco(1000, [200, 200, 200])
    1600.0
    """
    first = at_least_zero(once, "once", "1000")
    later = checks.column(running, "running")
    if not len(later):
        raise ValueError("running is empty. Give what each period costs, such as [200, 200].")
    times = np.arange(1, len(later) + 1, dtype=np.float64)
    return first + float(_amounts.discounted(later, _amounts.rate_of(rate), times).sum())


def tie_point(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return after how many periods two ways to own a thing have cost the same.

    Parameters
    ----------
    one, other : pair of float
        ``(once, running)``: what is paid at time 0 and in each period, each at least 0 and without
        discount.

    Returns
    -------
    float
        Periods from time 0, with parts. Before it the one that costs less at once is cheaper, after
        it the one that costs less to run. NaN if they never tie after time 0: then one of them is
        never dearer.

    Examples
    --------
    >>> tie_point((6000, 100), (0, 350))
    24.0
    """
    (once_a, each_a), (once_b, each_b) = (
        _pair(one, "one"),
        _pair(other, "other"),
    )
    if each_a == each_b:
        return math.nan
    tie = (once_b - once_a) / (each_a - each_b)
    return tie if tie > 0 else math.nan


def _pair(value: Any, what: str) -> tuple[float, float]:
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        raise TypeError(
            f"{what} must be a pair such as (6000, 100), paid once and in each period; you passed "
            f"{value!r}."
        )
    first, each = (at_least_zero(part, f"Each part of {what}", "100") for part in value)
    return first, each

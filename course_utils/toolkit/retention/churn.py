"""Who left and what money went with them: logo churn, gross and net revenue retention."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from course_utils.toolkit.common import checks, spans

__all__ = [
    "RevenueRetention",
    "gross_revenue_retention",
    "logo_churn",
    "mrr_at",
    "net_revenue_retention",
    "quick_ratio",
    "revenue_retention",
]


class RevenueRetention(NamedTuple):
    """What became of the accounts that paid at one moment; see `revenue_retention`."""

    accounts: int
    """How many paid before."""
    lost: int
    """How many of them pay nothing after."""
    mrr: float
    """What they paid before."""
    churned: float
    """What the lost ones paid before."""
    contracted: float
    """By how much those who stayed pay less."""
    expanded: float
    """By how much those who stayed pay more."""
    logo_churn: float
    """lost / accounts."""
    gross: float
    """(mrr - churned - contracted) / mrr, at most 1."""
    net: float
    """(mrr - churned - contracted + expanded) / mrr."""


def logo_churn(lost: int, at_start: int) -> float:
    """Return the share of the customers at the start of a period who left in it.

    Parameters
    ----------
    lost : int
        How many of those who were there at the start left. Who came and left within the period
        does not count.
    at_start : int
        How many customers there were at the start. Over the customers at the end, the rate would
        fall with every new customer.

    Returns
    -------
    float
        A fraction of customers; NaN if there were none.

    Examples
    --------
    >>> logo_churn(3, 120)
    0.025
    """
    gone, there = checks.whole(lost, "lost"), checks.whole(at_start, "at_start")
    if gone > there:
        raise ValueError(
            f"lost must be at most at_start, for only those who were there can leave; you passed "
            f"{lost!r} and {at_start!r}."
        )
    return checks.share(gone, there)


def gross_revenue_retention(start: float, contraction: float, churn: float) -> float:
    """Return the share of recurring revenue that was kept, before any expansion (GRR).

    Parameters
    ----------
    start : float
        Recurring revenue at the start of the period.
    contraction, churn : float
        What was lost from accounts that stayed and from accounts that left, as amounts of at
        least 0. Only of accounts that paid at the start.

    Returns
    -------
    float
        A fraction from 0 to 1, ``(start - contraction - churn) / start``; NaN without revenue.

    Examples
    --------
    >>> gross_revenue_retention(1000, 50, 100)
    0.85
    """
    return _kept(start, 0.0, contraction, churn)


def net_revenue_retention(
    start: float, expansion: float, contraction: float, churn: float
) -> float:
    """Return recurring revenue from the customers of the start, as a share of theirs then (NRR).

    New business is not in it, nor is an account that paid nothing at the start and came back.

    Parameters
    ----------
    start : float
        Recurring revenue at the start of the period.
    expansion, contraction, churn : float
        What accounts that paid at the start added, gave up, and took along when they left, as
        amounts of at least 0.

    Returns
    -------
    float
        A fraction that can be more than 1,
        ``(start + expansion - contraction - churn) / start``; NaN without revenue.

    Examples
    --------
    >>> net_revenue_retention(1000, 200, 50, 100)
    1.05
    """
    return _kept(start, expansion, contraction, churn)


def quick_ratio(
    new: float, expansion: float, contraction: float, churn: float, reactivation: float = 0.0
) -> float:
    """Return recurring revenue gained over recurring revenue lost in a period.

    Parameters
    ----------
    new, expansion, reactivation : float
        What came from first customers, from growing ones, and from those who came back, as amounts
        of at least 0.
    contraction, churn : float
        What was lost, as amounts of at least 0.

    Returns
    -------
    float
        Above 1, revenue grows. Infinite if nothing was lost, NaN if nothing moved at all.

    References
    ----------
    Hsu, J. (2015). Diligence at Social Capital, part 1: Accounting for user growth. Medium.

    Examples
    --------
    >>> quick_ratio(300, 100, 40, 60)
    4.0
    """
    gained = sum(
        _amount(value, what)
        for value, what in ((new, "new"), (expansion, "expansion"), (reactivation, "reactivation"))
    )
    lost = _amount(contraction, "contraction") + _amount(churn, "churn")
    if lost == 0:
        return math.inf if gained else math.nan
    return gained / lost


def mrr_at(
    movements: pd.DataFrame,
    moment: Any,
    *,
    by: str = "account_id",
    change: str = "mrr_change",
    at: str = "occurred_at",
) -> pd.Series:
    """Return what each account paid at a moment, from the movements of recurring revenue.

    Parameters
    ----------
    movements : DataFrame
        One row a movement, from the very first on.
    moment : date or str
        Movements before it count, one at it does not.
    by, change, at : str
        The columns of accounts, of the change of recurring revenue, and of time stamps.

    Returns
    -------
    Series
        Recurring revenue by account, of those that pay.

    Raises
    ------
    ValueError
        If an account's movements sum to less than nothing: then the first ones are missing.
    """
    checks.need_columns(movements, [by, change, at], "movements")
    until = spans.moment(moment, "moment")
    checks.need_known(movements[by], by)
    checks.need_names(movements[by], by)
    amounts = checks.vector(movements[change], change)
    if np.isnan(amounts).any():
        raise ValueError(f"{change} is missing in some rows. Drop or repair them first.")
    before = spans.utc(movements[at], at) < until
    accounts = movements[by][before]
    checks.ordered(accounts.unique(), by)
    sums = pd.Series(amounts[before], index=accounts.to_numpy()).groupby(level=0).sum()
    if (sums < -1e-9).any():
        raise ValueError(
            f"An account's {change} sums to less than nothing. Give all its movements, from the "
            "first on."
        )
    sums.index.name, sums.name = by, "mrr"
    return sums[sums > 1e-9]


def revenue_retention(before: pd.Series, after: pd.Series) -> RevenueRetention:
    """Say what became of the revenue of those accounts that paid at one moment.

    Each account is compared with itself. So growth in March and shrinking in May are no expansion
    and no contraction of the year, as they would be in a sum of monthly movements; and an account
    that left and came back in between is not lost.

    Parameters
    ----------
    before, after : Series
        Recurring revenue by account at two moments, as `mrr_at` returns. An account that is not in
        `after` pays nothing; one that is only in `after` is new business and left out.

    Returns
    -------
    RevenueRetention
        Counts, amounts, and three fractions, which are NaN if nobody paid before.

    Examples
    --------
    >>> before = pd.Series({"a": 100, "b": 50, "c": 50})
    >>> revenue_retention(before, pd.Series({"a": 130, "b": 40, "d": 500})).net
    0.85
    """
    paid, pays = _by_account(before, "before"), _by_account(after, "after")
    old = paid.to_numpy(np.float64)
    new = pays.reindex(paid.index, fill_value=0.0).to_numpy(np.float64)
    gone = new == 0
    mrr, churned = float(old.sum()), float(old[gone].sum())
    contracted = float(np.maximum(old - new, 0)[~gone].sum())
    expanded = float(np.maximum(new - old, 0).sum())
    return RevenueRetention(
        accounts=len(old),
        lost=int(gone.sum()),
        mrr=mrr,
        churned=churned,
        contracted=contracted,
        expanded=expanded,
        logo_churn=checks.share(int(gone.sum()), len(old)),
        gross=checks.share(mrr - churned - contracted, mrr),
        net=checks.share(mrr - churned - contracted + expanded, mrr),
    )


def _by_account(values: Any, what: str) -> pd.Series:
    if not isinstance(values, pd.Series):
        raise TypeError(
            f"{what} must be a Series of recurring revenue by account, as mrr_at returns; you "
            f"passed {checks.kind(values)}."
        )
    if not values.index.is_unique:
        raise ValueError(f"{what} has an account twice. Sum first, one value an account.")
    found = pd.Series(checks.column(values, what), index=values.index)
    return found[found > 0]


def _amount(value: Any, what: str) -> float:
    found = checks.number(value, what, "250")
    if found < 0:
        raise ValueError(
            f"{what} must be an amount of at least 0, losses without a minus; you passed {value!r}."
        )
    return found


def _kept(start: Any, expansion: Any, contraction: Any, churn: Any) -> float:
    base, more = _amount(start, "start"), _amount(expansion, "expansion")
    lost = _amount(contraction, "contraction") + _amount(churn, "churn")
    if lost > base * (1 + 1e-9):
        raise ValueError(
            "contraction and churn must not be more than start: count only what accounts that "
            "paid at the start gave up."
        )
    return checks.share(base + more - lost, base)

"""What lesson 8 computes besides the toolkit: churn of everybody, the memo, histories, hold-outs."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from course_utils.toolkit import retention

EXTRACT = "2026-07-01"
"""When Kitewell's data end, midnight UTC."""
DATES = {"start": "started_at", "end": "ended_at"}
FIRST_HALF, LAST_HALF = ("2024-08-01", "2025-01-01"), ("2026-01-01", EXTRACT)
"""The months that the memo compares: the first full ones of Solo, and the last ones."""
HORIZON = 12
"""Payments that a first year has."""


def triangle(solo: pd.DataFrame, channel: str | None = None) -> pd.DataFrame:
    """Return the cohort triangle of Solo, or of one channel.

    Parameters
    ----------
    solo : DataFrame
        The table.
    channel : str, optional
        Keep its subscribers only.
    """
    kept = solo if channel is None else solo[solo["channel"] == channel]
    return retention.cohort_triangle(kept, EXTRACT, **DATES)


def monthly_churn(solo: pd.DataFrame, start: str, end: str) -> pd.DataFrame:
    """Count, for each calendar month, who was there at its start and who of them left in it.

    Parameters
    ----------
    solo : DataFrame
        The table.
    start, end : str
        The first month, and the first that is left out.

    Returns
    -------
    DataFrame
        Indexed by month: there, lost, churn (a fraction).
    """
    months = pd.date_range(start, end, freq="MS", tz="UTC")
    rows = []
    for month, after in pairwise(months):
        there = (solo["started_at"] < month) & ~(solo["ended_at"] < month)
        rows.append((int(there.sum()), int((there & (solo["ended_at"] < after)).sum())))
    table = pd.DataFrame(rows, columns=["there", "lost"], index=months[:-1])
    return table.assign(churn=table["lost"] / table["there"])


def blended_churn(solo: pd.DataFrame, start: str, end: str) -> float:
    """Return the mean monthly churn of all subscribers together, each month's start as weight."""
    table = monthly_churn(solo, start, end)
    return float(table["lost"].sum() / table["there"].sum())


def acquisition_costs(solo: pd.DataFrame, spend: pd.DataFrame) -> pd.Series:
    """Return what winning a subscriber cost, by channel: all spend over all who began."""
    spent = spend.groupby(spend["channel"].astype(str))["spend"].sum()
    won = solo.groupby(solo["channel"].astype(str)).size()
    return pd.Series(
        {name: retention.acquisition_cost(spent[name], int(won[name])) for name in won.index}
    )


def margin(solo: pd.DataFrame, channel: str) -> float:
    """Return what a month of a subscriber of a channel leaves after the cost of serving them."""
    rows = solo[solo["channel"] == channel]
    return float((rows["price"] - rows["serving"]).mean())


def survival(solo: pd.DataFrame, channel: str | None = None) -> pd.Series:
    """Return the share that is left after each renewal, from all cohorts as far as each is seen.

    The Kaplan-Meier estimate in whole renewals: at each renewal the share that stays of those who
    are seen to come to it.

    Parameters
    ----------
    solo : DataFrame
        The table.
    channel : str, optional
        Keep its subscribers only.
    """
    counts = triangle(solo, channel)
    here, then = counts.iloc[:, 1:], counts.iloc[:, :-1].set_axis(counts.columns[1:], axis=1)
    stays = here.sum() / then.where(here.notna()).sum()
    # Where nobody is seen to come to a renewal, the rest is unknown.
    known = stays[stays.isna().cumsum() == 0]
    return pd.concat([pd.Series([1.0], index=[0]), known.cumprod()]).rename("survival")


def memo(solo: pd.DataFrame, spend: pd.DataFrame) -> pd.Series:
    """Return the numbers of the memo: churn of all, then and now, and what it makes of them."""
    then, now = blended_churn(solo, *FIRST_HALF), blended_churn(solo, *LAST_HALF)
    price = float(solo["price"].mean())
    cost = float(acquisition_costs(solo, spend)["social"])
    return pd.Series(
        {
            "then": then,
            "now": now,
            "price": price,
            "value": price / now,
            "cost": cost,
            "ratio": price / now / cost,
        }
    )


def paying(subscriptions: pd.DataFrame) -> pd.DataFrame:
    """Return the accounts that ever paid: when each first did, and when it first cancelled.

    Parameters
    ----------
    subscriptions : DataFrame
        The movements of recurring revenue.

    Returns
    -------
    DataFrame
        Indexed by account: started_at, ended_at (missing where it has not), plan (the first one).
    """
    first = subscriptions[subscriptions["movement"] == "new"].groupby("account_id").first()
    churned = subscriptions[subscriptions["movement"] == "churn"]
    ended = churned.groupby("account_id")["occurred_at"].min()
    return pd.DataFrame(
        {
            "started_at": first["occurred_at"],
            "ended_at": ended.reindex(first.index),
            "plan": first["plan"].astype(str),
        }
    )


def histories(orders: pd.DataFrame, as_of: str = EXTRACT) -> pd.DataFrame:
    """Return each buyer's history as the models want it, in days.

    Parameters
    ----------
    orders : DataFrame
        One row an order; those from `as_of` on are left out.
    as_of : str
        Until when to look.

    Returns
    -------
    DataFrame
        Indexed by buyer: frequency (orders after the first), recency (days from the first to the
        last), age (days from the first to `as_of`).
    """
    now = pd.Timestamp(as_of, tz="UTC")
    times = orders.loc[orders["ordered_at"] < now].groupby("buyer_id")["ordered_at"]
    table = times.agg(["min", "max", "size"])
    return pd.DataFrame(
        {
            "frequency": table["size"] - 1,
            "recency": (table["max"] - table["min"]).dt.total_seconds() / 86_400,
            "age": (now - table["min"]).dt.total_seconds() / 86_400,
        }
    )


def pooled(counts: pd.DataFrame, ages: int) -> pd.Series:
    """Return how many of some cohorts are left at ages 0 to `ages`, all cohorts seen so far.

    Raises
    ------
    ValueError
        If a cohort has not come to that age.
    """
    kept = counts.loc[:, :ages]
    if kept.isna().any().any() or kept.shape[1] <= ages:
        raise ValueError(f"Some of these cohorts have not come to age {ages} yet: leave them out.")
    return kept.sum()


def projections(left: pd.Series, known: int) -> pd.DataFrame:
    """Project a cohort from its first ages, in three ways, beside what came.

    Parameters
    ----------
    left : Series
        How many are left at each age, from 0 on.
    known : int
        The last age that the projections may use.

    Returns
    -------
    DataFrame
        By age, as shares of who began: actual, sBG, constant churn, parabola. Up to `known` the
        projections are what was fitted.
    """
    ages = np.arange(len(left))
    began = left.iloc[: known + 1]
    lost, there = -began.diff().iloc[1:].sum(), began.iloc[:-1].sum()
    curve = np.polyfit(ages[: known + 1], began / left.iloc[0], 2)
    return pd.DataFrame(
        {
            "actual": left / left.iloc[0],
            "sBG": retention.sbg_survival(retention.sbg_fit(began), len(left) - 1).to_numpy(),
            "constant churn": (1 - lost / there) ** ages,
            "parabola": np.polyval(curve, ages),
        },
        index=pd.RangeIndex(len(left), name="age"),
    )


def halves(solo: pd.DataFrame, ages: int = 6) -> pd.DataFrame:
    """Return the share left by age, a column for each half-year in which subscribers began.

    Cohorts that have not come to the last age are left out.
    """
    counts = triangle(solo).loc[:, :ages].dropna()
    name = [f"{when.year}, {'first' if when.month < 7 else 'second'} half" for when in counts.index]
    sums = counts.groupby(name).sum()
    return sums.div(sums[0], axis=0).T


def at_three(solo: pd.DataFrame, start: str, end: str) -> tuple[int, int]:
    """Return how many who began in a span are left after three renewals, and how many began."""
    counts = triangle(solo).loc[start:end].iloc[:, :4]
    return int(counts[3].sum()), int(counts[0].sum())

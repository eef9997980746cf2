"""What lesson 8 computes besides the toolkit: churn of everybody, the memo, histories, hold-outs."""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from course_utils.toolkit import metrics, retention
from course_utils.toolkit.common.intervals import Interval, t_interval

EXTRACT = "2026-07-01"
"""When Kitewell's data end, midnight UTC."""
DATES = {"start": "started_at", "end": "ended_at"}
FIRST_HALF, LAST_HALF = ("2024-08-01", "2025-01-01"), ("2026-01-01", EXTRACT)
"""The months that the memo compares: the first full ones of Solo, and the last ones."""
HORIZON = 12
"""Payments within which finance wants back what it spends on a customer."""
DISCOUNT = 0.01
"""What finance takes off a month."""
CHANNELS = ("organic", "app_store", "social")
MAILS = "2026-01-01"
"""When the loyalty mails began."""


def triangle(solo: pd.DataFrame, channel: str | None = None) -> pd.DataFrame:
    """Return the cohort triangle of Solo, or of one channel.

    Parameters
    ----------
    solo : DataFrame
        The table.
    channel : str, optional
        Keep its subscribers only.
    """
    kept = solo if channel is None else of_channel(solo, channel)
    return retention.cohort_triangle(kept, EXTRACT, **DATES)


def of_channel(solo: pd.DataFrame, channel: str) -> pd.DataFrame:
    """Return the subscribers who came by a channel.

    Raises
    ------
    ValueError
        If there is no such channel.
    """
    if channel not in CHANNELS:
        raise ValueError(f"channel must be one of {', '.join(CHANNELS)}; you passed {channel!r}.")
    return solo[solo["channel"] == channel]


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


def by_month(solo: pd.DataFrame, spend: pd.DataFrame, channel: str) -> pd.DataFrame:
    """Return how many a channel won in each month, and what was spent on it: won, spent."""
    began = of_channel(solo, channel)["started_at"].dt.strftime("%Y-%m-01")
    mine = spend[spend["channel"] == channel]
    spent = mine["spend"].to_numpy()
    months = pd.Index(mine["month"].astype(str).str[:10], name="month")
    return pd.DataFrame({"won": began.value_counts().reindex(months, fill_value=0), "spent": spent})


def busy_cost(solo: pd.DataFrame, spend: pd.DataFrame, channel: str) -> float:
    """Return the extra spend over the extra subscribers of months that spent more than the mean.

    What many take for the cost of one more. Where all channels rise and fall with the season, it
    finds a price for a channel in which nothing is bought, too.
    """
    months = by_month(solo, spend, channel)
    busy = months["spent"] > months["spent"].mean()
    more = months[busy].mean() - months[~busy].mean()
    return float(more["spent"] / more["won"])


def by_budget(solo: pd.DataFrame, spend: pd.DataFrame) -> pd.DataFrame:
    """Return by month how high social media's budget was, what it spent, and who began by channel.

    Returns
    -------
    DataFrame
        By month: budget (low, usual or high: by lot, each once in a quarter, on top of the
        season), spent, and how many began by social, organic and app_store.
    """
    rows = spend[spend["channel"] == "social"]
    table = by_month(solo, spend, "social").rename(columns={"won": "social"})
    order = ["low", "usual", "high"]
    table["budget"] = pd.Categorical(rows["budget"].astype(str), order, ordered=True)
    for channel in ("organic", "app_store"):
        table[channel] = by_month(solo, spend, channel)["won"]
    return table[["budget", "spent", "social", "organic", "app_store"]]


def quarters(months: pd.DataFrame) -> pd.PeriodIndex:
    """Return the quarter of each month. Within one, the lot decides which month gets which budget.

    A season goes on within a quarter as well. The lot deals it out to the budgets by chance, so it
    widens an interval over quarters, and leans to no side.
    """
    return pd.PeriodIndex(pd.to_datetime(months.index), freq="Q")


def more_of(lot: pd.DataFrame, low: str = "low", high: str = "high") -> pd.DataFrame:
    """Return what the month of each quarter with the one budget had more than that with the other."""
    months = lot.drop(columns="budget").set_axis(quarters(lot))
    above, below = (months[(lot["budget"] == level).to_numpy()] for level in (high, low))
    return above - below


def lifted(lot: pd.DataFrame, what: str) -> Interval:
    """Return how much more a month with a high budget of social media has than one with a low one.

    Parameters
    ----------
    lot : DataFrame
        See `by_budget`.
    what : str
        A channel, for how many began by it; or spent, for USD.

    Returns
    -------
    Interval
        The mean over quarters, each one observation: Student's t, 95 %.
    """
    return t_interval(more_of(lot)[what].to_numpy(float), 0.95)


def next_cost(
    solo: pd.DataFrame, spend: pd.DataFrame, low: str = "low", high: str = "high"
) -> Interval:
    """Return what one more subscriber from social media costs, with a 95 % interval.

    The extra spend of the months that drew the higher budget, against the lower one of the same
    quarter, over their extra subscribers.

    Parameters
    ----------
    solo, spend : DataFrame
        The tables.
    low, high : str
        The two budgets: low, usual or high.
    """
    from scipy.stats import t

    more = more_of(by_budget(solo, spend), low, high)
    cost = float(more["spent"].sum() / more["social"].sum())
    off = more["spent"] - cost * more["social"]
    free = len(more) - 1
    error = math.sqrt((off**2).sum() / free / len(more)) / float(more["social"].mean())
    width = float(t.ppf(0.975, free)) * error
    return Interval(cost, cost - width, cost + width)


def margin(solo: pd.DataFrame, channel: str) -> float:
    """Return what a month of a subscriber of a channel leaves after the cost of serving them."""
    rows = of_channel(solo, channel)
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
    return chained(triangle(solo, channel))


def chained(counts: pd.DataFrame) -> pd.Series:
    """Return the share left at each age of a triangle, renewal by renewal, each as far as seen."""
    here, then = counts.iloc[:, 1:], counts.iloc[:, :-1].set_axis(counts.columns[1:], axis=1)
    stays = here.sum() / then.where(here.notna()).sum()
    # Where nobody is seen to come to a renewal, the rest is unknown.
    known = stays[stays.isna().cumsum() == 0]
    return pd.concat([pd.Series([1.0], index=[0]), known.cumprod()]).rename("survival")


def model(solo: pd.DataFrame, channel: str) -> retention.SBG:
    """Return how the chances to leave of a channel's people are spread, from all its cohorts."""
    counts = triangle(solo, channel).to_numpy()
    return _model(counts.tobytes(), counts.shape[1])


@lru_cache(maxsize=12)
def _model(counts: bytes, ages: int) -> retention.SBG:
    return retention.sbg_fit(pd.DataFrame(np.frombuffer(counts).reshape(-1, ages)))


def memo(solo: pd.DataFrame, spend: pd.DataFrame) -> pd.Series:
    """Return the numbers of the memo: churn of all, then and now, value and cost, all blended."""
    then, now = blended_churn(solo, *FIRST_HALF), blended_churn(solo, *LAST_HALF)
    price = float(solo["price"].mean())
    cost = retention.acquisition_cost(float(spend["spend"].sum()), len(solo))
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


def gross_by_movements(subscriptions: pd.DataFrame, start: str, end: str) -> float:
    """Return gross revenue retention as sums of movements have it: who left and came back is lost.

    Parameters
    ----------
    subscriptions : DataFrame
        The movements of recurring revenue.
    start, end : str
        The first day of the span, and the first after it.
    """
    before = retention.mrr_at(subscriptions, start)
    first, last = (pd.Timestamp(day, tz="UTC") for day in (start, end))
    when = subscriptions["occurred_at"]
    down = subscriptions[
        (when >= first)
        & (when < last)
        & subscriptions["movement"].isin(["churn", "contraction"])
        & subscriptions["account_id"].isin(before.index)
    ]
    return float(1 + down["mrr_change"].sum() / before.sum())


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
    """Project a cohort from its first ages, in four ways, beside what came.

    Parameters
    ----------
    left : Series
        How many are left at each age, from 0 on.
    known : int
        The last age that the projections may use.

    Returns
    -------
    DataFrame
        By age, as shares of who began: actual, sBG, log-log line, constant churn, parabola. Up to
        `known` the projections are what was fitted.
    """
    ages = np.arange(len(left))
    began = left.iloc[: known + 1]
    lost, there = -began.diff().iloc[1:].sum(), began.iloc[:-1].sum()
    curve = np.polyfit(ages[: known + 1], began / left.iloc[0], 2)
    # A straight line between logarithms: it has no value at age 0, where everybody is there.
    line = np.polyfit(np.log(ages[1 : known + 1]), np.log(began.iloc[1:] / left.iloc[0]), 1)
    trend = np.concatenate([[1.0], np.exp(np.polyval(line, np.log(ages[1:])))])
    return pd.DataFrame(
        {
            "actual": left / left.iloc[0],
            "sBG": retention.sbg_survival(retention.sbg_fit(began), len(left) - 1).to_numpy(),
            "log-log line": trend,
            "constant churn": (1 - lost / there) ** ages,
            "parabola": np.polyval(curve, ages),
        },
        index=pd.RangeIndex(len(left), name="age"),
    )


def halves(solo: pd.DataFrame, ages: int = 6) -> pd.DataFrame:
    """Return the share left by age, a column for each half-year in which subscribers began.

    Each as far as it has been seen: the youngest half-year, which began under the mails, ends first.
    """
    counts = triangle(solo)
    began = pd.DatetimeIndex(counts.index)
    names = [f"{when.year}, {'first' if when.month < 7 else 'second'} half" for when in began]
    found = {name: chained(rows).loc[:ages] for name, rows in counts.groupby(names)}
    return pd.DataFrame(found).rename_axis("age")


def renewals(solo: pd.DataFrame) -> pd.DataFrame:
    """List the renewals that have come due, with who left at them.

    Returns
    -------
    DataFrame
        One row a subscriber and renewal: due (a moment), age (1 for the first), left (bool).
    """
    end, parts = pd.Timestamp(EXTRACT, tz="UTC"), []
    for age in range(1, 25):
        due = solo["started_at"] + pd.DateOffset(months=age)
        came = (due < end) & ~(solo["ended_at"] < due)
        left = solo["ended_at"] == due
        parts.append(pd.DataFrame({"due": due[came], "age": age, "left": left[came]}))
    return pd.concat(parts, ignore_index=True)


class SinceMails(NamedTuple):
    """Churn since the mails began, beside that of the half-year before; see `since_mails`."""

    before: float
    """Churn at a renewal of everybody together, July to December 2025."""
    since: float
    """The same from January 2026 on."""
    lost: int
    """How many left from January 2026 on."""
    same_age: Interval
    """Churn since over churn before, each age against itself."""


def since_mails(solo: pd.DataFrame, confidence: float = 0.95) -> SinceMails:
    """Compare churn since the mails with that of the half-year before: of all, and age by age.

    It takes in everybody who gets the mails, those who began before them, too.
    """
    listed = renewals(solo)
    before, since = _due(listed, "2025-07-01", MAILS), _due(listed, MAILS, EXTRACT)
    plain = [float(part["lost"].sum() / part["there"].sum()) for part in (before, since)]
    return SinceMails(
        plain[0], plain[1], int(since["lost"].sum()), _ratio(since, before, confidence)
    )


def since_2024(solo: pd.DataFrame, confidence: float = 0.95) -> Interval:
    """Return churn of the memo's last months over that of its first ones, each age against itself.

    At the ages that both have: those of 2024 were young.
    """
    listed = renewals(solo)
    return _ratio(_due(listed, *LAST_HALF), _due(listed, *FIRST_HALF), confidence)


def _ratio(since: pd.DataFrame, before: pd.DataFrame, confidence: float) -> Interval:
    return retention.churn_ratio(
        since["lost"], since["there"], before["lost"], before["there"], confidence
    )


def _due(listed: pd.DataFrame, start: str, end: str) -> pd.DataFrame:
    """Count by age the renewals that came due in a span."""
    first, last = (pd.Timestamp(day, tz="UTC") for day in (start, end))
    return _by_age(listed[(listed["due"] >= first) & (listed["due"] < last)])


def _by_age(listed: pd.DataFrame) -> pd.DataFrame:
    """Count at each age who left and who was there to leave."""
    left = listed.groupby("age")["left"]
    table = pd.DataFrame({"lost": left.sum(), "there": left.size()})
    return table.reindex(range(1, 25), fill_value=0)


def dear_ones(solo: pd.DataFrame, lot: pd.DataFrame, age: int = 3) -> Interval:
    """Return how many more are left of social media's high months than of its low ones.

    Parameters
    ----------
    solo : DataFrame
        The table.
    lot : DataFrame
        See `by_budget`.
    age : int
        After how many renewals.

    Returns
    -------
    Interval
        High less low, fractions.
    """
    people = of_channel(solo, "social")
    budget = people["started_at"].dt.strftime("%Y-%m-01").map(lot["budget"].astype(str))

    def side(name: str) -> tuple[int, int]:
        return _left_of(triangle(people[(budget == name).to_numpy()]), age)

    return metrics.rate_difference(side("low"), side("high"))


def left_at(counts: pd.DataFrame, age: int) -> Interval:
    """Return the share left at an age, over the cohorts that have come so far, with its 95 %."""
    return metrics.rate_interval(*_left_of(counts, age))


def _left_of(counts: pd.DataFrame, age: int) -> tuple[int, int]:
    """Count who is left at an age, and who began, of the cohorts that have come so far."""
    seen = counts[counts[age].notna()]
    return int(seen[age].sum()), int(seen[0].sum())


def net_range(before: pd.Series, after: pd.Series, samples: int = 400) -> tuple[float, float]:
    """Return the 95 % interval of net revenue retention: accounts are drawn anew, each as a whole.

    Parameters
    ----------
    before, after : Series
        What each account paid at two moments; see `retention.mrr_at`.
    samples : int
        How often to draw.
    """
    then, now = before.to_numpy(), after.reindex(before.index).fillna(0).to_numpy()
    drawn = np.random.default_rng(3).integers(0, len(then), (samples, len(then)))
    low, high = np.quantile(now[drawn].sum(axis=1) / then[drawn].sum(axis=1), [0.025, 0.975])
    return float(low), float(high)


def by_weekday(users: pd.DataFrame, events: pd.DataFrame, day: int) -> pd.Series:
    """Return N-day retention of people by the weekday on which they signed up, and of `all`."""
    days = users["signed_up_at"].dt.day_name()
    groups = {str(name): rows for name, rows in users.groupby(days)} | {"all": users}
    return pd.Series(
        {
            name: retention.n_day_retention(rows, events, day, as_of=EXTRACT)["rate"].item()
            for name, rows in groups.items()
        }
    )


class TeamExam(NamedTuple):
    """Team accounts told at six months, at eighteen; see `team_exam`."""

    accounts: int
    came: Interval
    """The share that was left."""
    told: pd.Series
    """What each projection said."""


def team_exam(subscriptions: pd.DataFrame) -> TeamExam:
    """Project the accounts that began to pay by 2024 from six months to eighteen, beside what came."""
    counts = retention.cohort_triangle(paying(subscriptions), EXTRACT, **DATES)
    left = pooled(counts.loc[:"2024-12"], 18)
    came = metrics.rate_interval(int(left[18]), int(left[0]))
    return TeamExam(int(left[0]), came, projections(left, 6).iloc[18].drop("actual"))


def first_timers(orders: pd.DataFrame, model: retention.BGNBD) -> pd.DataFrame:
    """Tell of buyers with one order who orders again, by the days that they have been silent.

    Parameters
    ----------
    orders : DataFrame
        The table.
    model : BGNBD
        The model of the shop.

    Returns
    -------
    DataFrame
        Indexed by the silent days so far: the chance of an order within the next 90 days, counted
        and by the model.
    """
    times = orders.sort_values("ordered_at").groupby("buyer_id")["ordered_at"]
    first, second = times.nth(0), times.nth(1)
    people = pd.DataFrame({"first": first.set_axis(orders.loc[first.index, "buyer_id"])})
    people["second"] = second.set_axis(orders.loc[second.index, "buyer_id"])
    found = retention.tenures(people, EXTRACT, start="first", end="second")
    curve = retention.kaplan_meier(found["days"], found["left"])
    days = (0, 30, 90, 180)
    silent = {
        day: retention.survival_at(curve, day).estimate
        for day in {*days, *(day + 90 for day in days)}
    }

    def still(day: float) -> float:
        """Return the share whose second order has not come by a day, by the model."""
        return float((model.alpha / (model.alpha + day)) ** model.r)

    return pd.DataFrame(
        {
            "counted": {day: 1 - silent[day + 90] / silent[day] for day in days},
            "by the model": {day: 1 - still(day + 90) / still(day) for day in days},
        }
    ).rename_axis("one order, silent days so far")


def fell_before(solo: pd.DataFrame) -> float:
    """Return which share of the fall of all churn had come by the half-year before the mails."""
    then, now = blended_churn(solo, *FIRST_HALF), blended_churn(solo, *LAST_HALF)
    return (then - blended_churn(solo, "2025-07-01", MAILS)) / (then - now)

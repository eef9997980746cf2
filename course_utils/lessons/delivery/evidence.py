"""What lesson 11 finds out about Kitewell's four teams, in numbers."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from course_utils.toolkit import delivery, experiments
from course_utils.toolkit.common import checks
from course_utils.toolkit.common.intervals import Interval, wilson
from course_utils.toolkit.retention import kaplan_meier

TEAMS = ("core", "growth", "platform", "mobile")
KINDS = ("story", "bug", "task", "spike")
TRACKED = "2025-01-06"
"""Monday on which the tracker begins, with an empty board."""
LIMIT = "2026-01-05"
"""Monday from which on core begins at most six things at once."""
LIMITED = 6
SETTLED = "2026-03-02"
"""Monday by which the board has emptied to the limit."""
LAST_QUARTER = "2026-03-30"
"""Monday with which the last quarter begins."""
NOW = "2026-06-29"
"""Monday after the last whole week: forecasts count weeks from here."""
YEAR = ("2025-06-30", NOW)
STORIES = 12
"""What is left of the audit trail."""
WEEK_COST, BROKEN_COST = 1_000, 30_000
"""USD: a week later in the contract, and a date that is not kept."""


def of(items: pd.DataFrame, team: str, kind: str | None = None) -> pd.DataFrame:
    """Keep a team's items, of one kind if it is named."""
    _one_of("team", team, TEAMS)
    rows = items[items["team"] == team]
    if kind is None:
        return rows
    _one_of("kind", kind, KINDS)
    return rows[rows["kind"] == kind]


def _one_of(what: str, name: str, known: tuple[str, ...]) -> None:
    if name not in known:
        raise ValueError(f"{what} must be one of {', '.join(known)}; you passed {name!r}.")


def in_span(rows: pd.DataFrame, column: str, start: str, end: str | None = None) -> pd.DataFrame:
    """Keep the rows whose moment in a column lies in a span.

    Parameters
    ----------
    rows : DataFrame
        Items, or deployments.
    column : str
        Which moment counts, as ``"started_at"`` or ``"finished_at"``.
    start, end : str
        First day, and the day after the last, in UTC; without `end` the span is open.
    """
    checks.need_columns(rows, [column], "rows")
    there = rows[column] >= pd.Timestamp(start, tz="UTC")
    if end is not None:
        there &= rows[column] < pd.Timestamp(end, tz="UTC")
    return rows[there]


def weekly(
    items: pd.DataFrame,
    team: str,
    kind: str | None = None,
    span: tuple[str, str] = YEAR,
) -> pd.Series:
    """Count a team's finished items, week by week."""
    return delivery.throughput(of(items, team, kind), *span)


# The limit in core -------------------------------------------------------------------------------


def before_and_after(items: pd.DataFrame) -> pd.DataFrame:
    """Put core's items beside each other: those begun before the limit, and those begun under it.

    Days are calendar days with both ends counted; a row a span. `low` and `high` are the 90 %
    interval of the 85th percentile, `wait` the mean days before the work began.
    """
    core = of(items, "core")
    spans = {"2025": (TRACKED, LIMIT), "2026, limit of 6": (LIMIT, NOW)}
    table = {}
    for name, (start, end) in spans.items():
        rows = in_span(core, "started_at", start, end)
        days = delivery.cycle_times(rows)
        level = delivery.service_level(days)
        asked = delivery.cycle_times(rows, started="created_at")
        check = delivery.flow_check(core, start, end)
        weeks = (pd.Timestamp(end) - pd.Timestamp(start)) / pd.Timedelta("7D")
        table[name] = {
            "asked for a week": len(in_span(core, "created_at", start, end)) / weeks,
            "in progress": check.mean_wip,
            "finished a week": 7 * check.throughput,
            "typical": delivery.percentile(days, 0.5),
            "85 %": level.days,
            "low": level.low,
            "high": level.high,
            "wait": float(
                (rows["started_at"] - rows["created_at"]).dt.total_seconds().mean() / 86400
            ),
            "asked to done": delivery.percentile(asked, 0.5),
        }
    return pd.DataFrame(table).T


def faster(items: pd.DataFrame) -> bool:
    """Say whether what core began under the limit took less time than what it began before.

    The 85 % level has to fall by a quarter and more, and the ranks of the times to differ by more
    than chance gives once in a hundred (Mann and Whitney).
    """
    from scipy.stats import mannwhitneyu

    core = of(items, "core")
    before = delivery.cycle_times(in_span(core, "started_at", TRACKED, LIMIT))
    after = delivery.cycle_times(in_span(core, "started_at", LIMIT, NOW))
    level = [delivery.percentile(days, 0.85) for days in (before, after)]
    return bool(
        level[1] < 0.75 * level[0] and mannwhitneyu(after, before, alternative="less").pvalue < 0.01
    )


def without_limit(items: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Return the 85 % level of the other teams: of what they began in 2025, and in 2026."""
    found = {}
    for team in TEAMS[1:]:
        rows = of(items, team)
        spans = (
            in_span(rows, "started_at", TRACKED, LIMIT),
            in_span(rows, "started_at", LIMIT, NOW),
        )
        before, after = (delivery.percentile(delivery.cycle_times(each), 0.85) for each in spans)
        found[team] = (before, after)
    return found


def same_pace(items: pd.DataFrame) -> Interval:
    """Return the change of core's weekly throughput since the limit, with its 95 % interval.

    Weeks are taken as independent.
    """
    before, after = (weekly(items, "core", span=span) for span in ((TRACKED, LIMIT), (LIMIT, NOW)))
    return experiments.compare_means(before, after).difference


def stories_of_late(items: pd.DataFrame) -> Interval:
    """Return how many stories a week more core did in the last quarter than in the three before.

    With its 95 % interval; weeks are taken as independent.
    """
    stories = weekly(items, "core", "story")
    return experiments.compare_means(stories.iloc[:-13], stories.iloc[-13:]).difference


def hands_on(rows: pd.DataFrame) -> float:
    """Return about for how many calendar days hands are on one thing, on average, if it never waits.

    Person-days of what is finished, one person on it and five working days in seven. It is rough: a
    thing that is done within a week has no weekend in it, and by a working calendar the mean is some
    7 to 8 % lower.
    """
    return float(rows.loc[rows["finished_at"].notna(), "days_spent"].mean() * 7 / 5)


def stable_span(
    rows: pd.DataFrame, start: str, end: str, least: int = 8
) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the longest span of whole weeks in which Little's law may be read.

    Parameters
    ----------
    rows : DataFrame
        Items of a team.
    start, end : str
        Monday with which it may begin at the earliest, and Monday before which it ends at the latest.
    least : int
        Weeks that it has to have: over a few days a board may look alike by luck.

    Returns
    -------
    tuple of Timestamp
        Its first day and the day after its last. Of several that are as long it is the latest.

    Raises
    ------
    ValueError
        If none of so many weeks is stable.
    """
    mondays = pd.date_range(start, end, freq="7D", tz="UTC")
    for weeks in range(len(mondays) - 1, least - 1, -1):
        for last in range(len(mondays) - 1, weeks - 1, -1):
            span = mondays[last - weeks], mondays[last]
            if delivery.flow_check(rows, *span).stable:
                return span
    raise ValueError(
        f"No span of {least} weeks and more is stable between {start} and {end}. Take a longer time."
    )


class Law(NamedTuple):
    """What Little's law tells of a limit, and what came; days with parts, as means."""

    first: pd.Timestamp
    last: pd.Timestamp
    """The stable span from which it tells, without its last day."""
    told: float
    """With as many in progress as the limit allows."""
    after: tuple[pd.Timestamp, pd.Timestamp]
    """The stable span under the limit with which it is compared."""
    in_progress: float
    """On average in that span."""
    told_for_mean: float
    """With that many."""
    came: float
    """What was finished in that span took so long."""


def by_law(items: pd.DataFrame) -> Law:
    """Let Little's law tell core's mean days under the limit, from the longest stable span before it.

    What came is read from the longest stable span after the first eight weeks, in which the board
    emptied: what is only *begun* under the limit and done would leave out what is slow.
    """
    core = of(items, "core")
    first, last = stable_span(core, YEAR[0], LIMIT)
    rate = delivery.flow_check(core, first, last).throughput
    after = stable_span(core, SETTLED, NOW)
    under = delivery.flow_check(core, *after)
    return Law(
        first,
        last,
        told=delivery.littles_law(wip=LIMITED, throughput=rate),
        after=after,
        in_progress=under.mean_wip,
        told_for_mean=delivery.littles_law(wip=under.mean_wip, throughput=rate),
        came=under.cycle_time,
    )


# Where the days go -------------------------------------------------------------------------------


def working_days(items: pd.DataFrame) -> pd.Series:
    """Return the days from Monday to Friday from start to finish, both counted, of what is finished."""
    done = items[items["finished_at"].notna()]
    first, last = (
        done[name].to_numpy("datetime64[us]").astype("datetime64[D]")
        for name in ("started_at", "finished_at")
    )
    days = np.busday_count(first, last + np.timedelta64(1, "D"))
    return pd.Series(days.astype(float), index=done.index, name="working_days")


def efficiency(items: pd.DataFrame) -> pd.DataFrame:
    """Compute flow efficiency of finished items by two ideas of what is active.

    Rows: ``board`` (days that are not marked as blocked) and ``hands`` (person-days of work).
    Columns: ``ratio_of_sums`` and ``mean_of_ratios``.
    """
    days = working_days(items)
    done = items.loc[days.index]
    active = {"board": days - done["blocked_days"], "hands": np.minimum(done["days_spent"], days)}
    return pd.DataFrame(
        {name: delivery.flow_efficiency(each, days)._asdict() for name, each in active.items()}
    ).T


# How many, and when ------------------------------------------------------------------------------


def count_begun(items: pd.DataFrame, team: str, kind: str = "story", as_of: str = NOW) -> int:
    """Count what a team had begun and not finished at a moment."""
    ages = delivery.item_ages(of(items, team, kind), as_of)
    return len(ages)


def audit(
    items: pd.DataFrame, stories: int = STORIES, span: tuple[str, str] | None = None
) -> pd.Series:
    """Return the chance of each week by whose Friday the last story of core's audit trail is done.

    Bugs and tasks go on as they have, and no other story is begun before the last of these. Each
    story takes as long as one that was begun under the limit; see `days_taken`. Without a span the
    weeks are those of the last year for one half of the futures, and those of its last quarter for
    the other; see `of_two_pasts`.
    """
    if span is None:
        return of_two_pasts(weekly(items, "core", "story"), days_taken(items), stories)
    return last_done(weekly(items, "core", "story", span), days_taken(items), stories)


QUARTER = 13
"""Weeks."""


def of_two_pasts(
    weeks: pd.Series, days: pd.Series, stories: int = STORIES, futures: int = 10_000
) -> pd.Series:
    """Return the chances of `last_done` with weeks of a whole past in half of the futures.

    The other half draws weeks of its last quarter: the whole has more of them, the quarter is
    nearest to what comes, and nobody knows which of the two it will be like.
    """
    return _mean_of(
        [last_done(past, days, stories, futures // 2) for past in (weeks, weeks.iloc[-QUARTER:])]
    )


def _mean_of(forecasts: list[pd.Series]) -> pd.Series:
    return pd.concat(forecasts, axis=1).fillna(0.0).mean(axis=1).rename("chance")


def counted(items: pd.DataFrame, stories: int = STORIES) -> pd.Series:
    """Return the chance of each week in which core has done so many stories and those begun: any stories."""
    return delivery.when(weekly(items, "core", "story"), stories + count_begun(items, "core"))


def policies_since(monday: str | pd.Timestamp = NOW) -> pd.Timestamp:
    """Return the Monday since which core has worked by the policies that it has on a Monday."""
    limit = _utc(LIMIT)
    return limit if _utc(monday) >= limit else _utc(TRACKED)


def _utc(moment: str | pd.Timestamp) -> pd.Timestamp:
    found = pd.Timestamp(moment)
    return found if found.tzinfo else found.tz_localize("UTC")


class Followed(NamedTuple):
    """Items that were followed until a moment: what is open is censored there."""

    days: pd.Series
    """Until they were done, or so far."""
    done: pd.Series
    """Whether they were."""


def followed(
    rows: pd.DataFrame, as_of: str | pd.Timestamp = NOW, method: str = "elapsed"
) -> Followed:
    """Return for how many days items have been followed until a moment, and whether they were done.

    Parameters
    ----------
    rows : DataFrame
        Items; those that were begun at the moment or later are left out.
    as_of : str or Timestamp
        What is finished then or later was still open.
    method : {"elapsed", "calendar"}
        As for `delivery.cycle_times`.
    """
    done = delivery.cycle_times(rows[rows["finished_at"] < _utc(as_of)], method=method)
    still = delivery.item_ages(rows, as_of, method=method)
    days = pd.concat([done, still])
    return Followed(days, pd.Series(days.index.isin(done.index), index=days.index))


def chances_of_days(days: pd.Series, done: pd.Series) -> pd.Series:
    """Return the chance of each number of days, with what is open counted at its age (Kaplan and Meier).

    What is open for longer than anything has taken that is done is set at the longest age.
    """
    survival = kaplan_meier(days.to_numpy(), done.to_numpy())["survival"]
    chances = -survival.diff().iloc[1:]
    chances.iloc[-1] += survival.iloc[-1]
    return chances[chances > 0].rename("chance")


def level_with_open(rows: pd.DataFrame, share: float = 0.85) -> float:
    """Return the days within which a share of items is done, open ones counted at their age; both ends count."""
    return _level(chances_of_days(*followed(rows, method="calendar")), share)


def _level(chances: pd.Series, share: float) -> float:
    enough = chances.cumsum().to_numpy() >= share - 1e-9
    return float(chances.index.to_numpy(dtype=float)[enough][0])


def of_these_policies(items: pd.DataFrame, monday: str | pd.Timestamp = NOW) -> pd.DataFrame:
    """Keep core's stories that were begun before a Monday, under the policies that hold on it."""
    begun = of(items, "core", "story")["started_at"]
    return items.loc[begun.index[(begun >= policies_since(monday)) & (begun < _utc(monday))]]


def days_taken(items: pd.DataFrame, monday: str | pd.Timestamp = NOW) -> pd.Series:
    """Return the chance of each number of days from begin to done, of what `of_these_policies` keeps.

    Those that are open count at their age: without them the slowest would be left out.
    """
    return chances_of_days(*followed(of_these_policies(items, monday), monday))


HALF_YEAR = ("2025-12-29", NOW)
"""The last 26 weeks: what was finished in them was begun before the limit, in part."""


def three_histories(items: pd.DataFrame) -> pd.DataFrame:
    """Put three answers beside each other to how long a story takes, and the week that each leads to."""
    stories = of(items, "core", "story")
    lately = followed(in_span(stories, "finished_at", *HALF_YEAR))
    these = followed(of_these_policies(items))
    rows = {
        "finished in the last 26 weeks": lately,
        "begun since the limit, and done": Followed(these.days[these.done], these.done[these.done]),
        "begun since the limit, open ones at their age": these,
    }
    table = {}
    for name, (days, done) in rows.items():
        chances = chances_of_days(days, done)
        week = delivery.at_most(of_two_pasts(weekly(items, "core", "story"), chances), 0.85)
        table[name] = {
            "stories": len(days),
            "85 % within, days": round(_level(chances, 0.85), 1),
            "the twelve at 85 %": f"week {week}",
        }
    return pd.DataFrame(table).T


def begun_before_the_limit(items: pd.DataFrame) -> tuple[int, int]:
    """Return how many of core's stories that were finished in the half-year were begun before the limit, and of how many."""
    rows = in_span(of(items, "core", "story"), "finished_at", *HALF_YEAR)
    return int((rows["started_at"] < _utc(LIMIT)).sum()), len(rows)


def last_done(
    weeks: pd.Series | np.ndarray, days: pd.Series, stories: int, futures: int = 10_000
) -> pd.Series:
    """Return the chance of each week by whose Friday the last of some stories is done, by drawing futures.

    As many stories are begun in a week as are finished in one that is drawn by lot: a place is free
    when something is done. Each is begun on one of the five working days, and then takes as long as
    is drawn. The last to end counts, which need not be the last that was begun.

    Parameters
    ----------
    weeks : Series or array
        Stories finished in each week of the past.
    days : Series
        The chance of each number of calendar days from begin to done, as from `days_taken`.
    stories : int
        How many, to be begun in a row.
    futures : int
        How many are drawn; always the same ones.
    """
    past = np.asarray(weeks)
    if not (past > 0).any() or len(days) == 0:
        raise ValueError(
            "weeks must have one in which a story was finished, and days a story's time; pass a "
            "longer past."
        )
    bits = np.random.default_rng(LUCK)
    takes, shares = days.index.to_numpy(dtype=float), days.to_numpy() / days.sum()
    pulled, ends, week = np.zeros(futures, dtype=int), np.zeros(futures), 0
    while (pulled < stories).any():
        new = np.minimum(bits.choice(past, futures), stories - pulled)
        for place in range(new.max()):
            rows = np.flatnonzero(new > place)
            begun = week + bits.random(len(rows)) * 5 / 7
            end = begun + bits.choice(takes, len(rows), p=shares) / 7
            ends[rows] = np.maximum(ends[rows], end)
        pulled += new
        week += 1
    found = (
        np.bincount(np.ceil(ends + 2 / 7).astype(int)) / futures
    )  # a Friday ends two days before
    return pd.Series(found[1:], index=pd.RangeIndex(1, len(found), name="periods"), name="chance")


def naive_weeks(items: pd.DataFrame) -> int:
    """Return the weeks of the team lead's sum: the stories over the mean of everything finished."""
    return int(np.ceil(STORIES / weekly(items, "core", span=(LIMIT, NOW)).mean()))


def friday(week: int, start: str = NOW) -> pd.Timestamp:
    """Return the Friday of a coming week; 1 is the week that begins on `start`."""
    return pd.Timestamp(start) + pd.Timedelta(days=7 * int(week) - 3)


def promise_costs(
    chances: pd.Series, week_cost: float = WEEK_COST, broken_cost: float = BROKEN_COST
) -> pd.DataFrame:
    """Compute what it costs on average to promise each week.

    Parameters
    ----------
    chances : Series
        From `delivery.when`: by week.
    week_cost, broken_cost : float
        What each week costs by which the promise is later, and what a promise costs that is broken.

    Returns
    -------
    DataFrame, by week
        ``kept`` (the chance), ``waits`` (the price of the date), ``breaks`` (chance to break it,
        times its price), ``costs`` (both together).
    """
    if not (week_cost >= 0 and broken_cost >= 0):
        raise ValueError(
            f"week_cost and broken_cost must be at least 0, in USD; you passed {week_cost!r} and "
            f"{broken_cost!r}."
        )
    kept = chances.cumsum().clip(upper=1.0)
    waits = pd.Series(chances.index.to_numpy() * float(week_cost), index=chances.index)
    breaks = (1 - kept) * broken_cost
    return pd.DataFrame({"kept": kept, "waits": waits, "breaks": breaks, "costs": waits + breaks})


def cheapest(costs: pd.DataFrame) -> int:
    """Return the week whose promise costs least on average, from `promise_costs`."""
    return int(costs.index.to_numpy()[costs["costs"].argmin()])


class Margin(NamedTuple):
    """What nine of ten pasts that are drawn again say, 5 % below and 5 % above."""

    weeks: tuple[int, int]
    """Of the cheapest promise."""
    chance: tuple[float, float]
    """Of the week that is cheapest by the past that was."""


def margin(items: pd.DataFrame, draws: int = 100) -> Margin:
    """Return between which weeks the cheapest promise of the audit trail lies, and between which its chance.

    The weeks and the stories of the past are drawn again with replacement, so many times: the year
    that was could have been another one.
    """
    stories = weekly(items, "core", "story").to_numpy()
    days, done = followed(of_these_policies(items))
    best = cheapest(promise_costs(audit(items)))
    bits = np.random.default_rng(LUCK)
    weeks, kept = [], []
    for _ in range(draws):
        rows = bits.integers(len(days), size=len(days))
        again = chances_of_days(days.iloc[rows], done.iloc[rows])
        pasts = [bits.choice(past, len(past)) for past in (stories, stories[-QUARTER:])]
        chances = _mean_of([last_done(past, again, STORIES, futures=500) for past in pasts])
        weeks.append(cheapest(promise_costs(chances)))
        kept.append(float(chances.loc[:best].sum()))
    ends = [
        [delivery.percentile(found, share) for share in (0.05, 0.95)] for found in (weeks, kept)
    ]
    return Margin((int(ends[0][0]), int(ends[0][1])), (ends[1][0], ends[1][1]))


def back_test(
    items: pd.DataFrame,
    teams: tuple[str, ...] = TEAMS,
    weeks: int = 4,
    history: int = 26,
    confidence: float = 0.85,
) -> pd.DataFrame:
    """Promise an amount on every fourth Monday of the past, and look what came.

    Parameters
    ----------
    items : DataFrame
        All items.
    teams : tuple of str
        Whose.
    weeks : int
        For how many weeks each promise is. The next is made when they are over, so no week counts
        twice.
    history : int
        From how many weeks before.
    confidence : float
        Of the promise in `promised`.

    Returns
    -------
    DataFrame, one row a promise
        ``team``, ``monday``, ``promised``, ``average`` (the mean carried on) and ``came``.
    """
    rows = []
    for team in teams:
        counts = weekly(items, team, span=(TRACKED, NOW))
        for place in range(history, len(counts) - weeks + 1, weeks):
            past, coming = counts.iloc[place - history : place], counts.iloc[place : place + weeks]
            rows.append(
                {
                    "team": team,
                    "monday": counts.index[place],
                    "promised": delivery.at_least(delivery.how_many(past, weeks), confidence),
                    "average": float(past.mean() * weeks),
                    "came": int(coming.sum()),
                }
            )
    return pd.DataFrame(rows)


SETTLING = 8
"""Weeks of its policies that a Monday has to have behind it, before stories tell how long they take."""
THESE, COUNTED = "these twelve, to the last", "a count of any stories"
EVEN, CONTRACT = "even odds", "the contract's date"


def ages_on_mondays(items: pd.DataFrame) -> pd.Series:
    """Return the mean age in days of what core had open, on each Monday since the board has settled."""
    core = of(items, "core")
    mondays = pd.date_range(SETTLED, NOW, freq="W-MON", tz="UTC")
    return pd.Series([float(delivery.item_ages(core, each).mean()) for each in mondays], mondays)


def back_test_dates(items: pd.DataFrame, least: int = 26) -> pd.DataFrame:
    """Forecast the next twelve stories on each Monday of the past, by the rule of the sale, and look what came.

    Each forecast is asked for two dates: the one at even odds, which has to be kept about half of
    the time, and the one that costs least by the contract. The weeks are those before the Monday, at
    most 52; the days of stories are those under the policies that held on it. A date is tested where
    it came while they still held: of those before the limit, by the limit, and of those since, by now.

    Parameters
    ----------
    items : DataFrame
        All items.
    least : int
        Weeks that a Monday has to have behind it, `SETTLING` of them under its policies.

    Returns
    -------
    DataFrame, one row a date
        ``monday``; ``limited``, whether it is one since the limit; ``forecast``, of these twelve or
        by a count of any stories; ``asked``, which date; ``week``; ``chance``, what was said of it;
        ``kept``, whether the next twelve stories that were begun were all done by its Friday;
        ``late``, how many weeks later the last was, or is by now; ``begun`` and ``by_pace``, within
        how many weeks all twelve were begun, and would have been at the mean pace of the weeks
        before; ``known``, of how many stories the days were known.
    """
    stories = of(items, "core", "story").sort_values("started_at")
    counts = weekly(items, "core", "story", (TRACKED, NOW))
    rows = []
    for place in range(least, len(counts)):
        monday = counts.index[place]
        if monday < policies_since(monday) + pd.Timedelta(weeks=SETTLING):
            continue
        limited = monday >= _utc(LIMIT)
        until = _utc(NOW if limited else LIMIT)
        before = counts.iloc[max(0, place - 52) : place]
        wanted = STORIES + len(delivery.item_ages(stories, monday))
        forecasts = {
            THESE: of_two_pasts(before, days_taken(items, monday), futures=1_000),
            COUNTED: delivery.when(before, wanted),
        }
        these = stories[stories["started_at"] >= monday].head(STORIES)
        whole = len(these) == STORIES
        last = these["finished_at"].fillna(_utc(NOW)).max() if whole else _utc(NOW)
        begun = (these["started_at"].max() if whole else _utc(NOW)) - monday
        for forecast, chances in forecasts.items():
            costs = promise_costs(chances)
            for asked, week in {
                EVEN: delivery.at_most(chances, 0.5),
                CONTRACT: cheapest(costs),
            }.items():
                end = monday + pd.Timedelta(weeks=week)
                if end > until:
                    continue
                after = max((last - end + pd.Timedelta(days=2)) / pd.Timedelta("7D"), 0.0)
                rows.append(
                    {
                        "monday": monday,
                        "limited": limited,
                        "forecast": forecast,
                        "asked": asked,
                        "week": week,
                        "chance": float(costs["kept"][week]),
                        "kept": after == 0,
                        "late": int(np.ceil(after)),
                        "begun": begun / pd.Timedelta("7D"),
                        "by_pace": STORIES / float(before.mean()),
                        "known": len(of_these_policies(items, monday)),
                    }
                )
    return pd.DataFrame(rows)


class DateTest(NamedTuple):
    """How dates of one forecast were kept that were asked for in one way."""

    forecast: str
    asked: str
    said: float
    """The chance that was said of them, on average."""
    before: tuple[int, int]
    """Of those before the limit: how many were kept, and of how many."""
    since: tuple[int, int]
    """Of those since the limit."""
    apart: int
    """How many of all do not overlap: so many tests they are, about."""
    late: int
    """Weeks by which the latest came after its date, as far as it has come."""


def date_tests(past: pd.DataFrame) -> list[DateTest]:
    """Count from `back_test_dates` what was said and what was kept, before the limit and since."""
    found = []
    for forecast in (THESE, COUNTED):
        for asked in (EVEN, CONTRACT):
            some = past[(past["forecast"] == forecast) & (past["asked"] == asked)]
            sides = [some[some["limited"] == limited] for limited in (False, True)]
            before, since = ((int(each["kept"].sum()), len(each)) for each in sides)
            apart = sum(
                1
                + int(
                    np.ptp(each["monday"].to_numpy())
                    / np.timedelta64(7, "D")
                    // each["week"].mean()
                )
                for each in sides
                if len(each)
            )
            late = int(some["late"].max()) if len(some) else 0
            found.append(
                DateTest(forecast, asked, float(some["chance"].mean()), before, since, apart, late)
            )
    return found


class Case(NamedTuple):
    """A promise to be made: what is known, what is wanted, and what will come."""

    name: str
    start: str
    history: pd.Series
    wanted: int
    came: int
    """In which week it is finished."""


MONDAYS = ("2025-07-07", "2025-09-29", "2025-12-22", "2026-03-16")
WANTED = 12
LUCK = 11
CONE_LUCK = 5
"""A luck on which three rules cost in the order of their means: one number is read first."""


def cases(items: pd.DataFrame, seed: int = CONE_LUCK) -> list[Case]:
    """Return sixteen promises: a dozen stories of each team, on four Mondays of the past.

    What comes is drawn by lot from the same 26 weeks that the forecast knows, week by week. So the
    forecast is right by construction, and the confidence alone is judged. Whether real weeks are
    like those before them is another question: see `back_test`.
    """
    bits = np.random.default_rng(seed)
    found = []
    for monday in MONDAYS:
        for team in TEAMS:
            counts = weekly(items, team, "story", (TRACKED, NOW))
            place = int((counts.index < pd.Timestamp(monday, tz="UTC")).sum())
            history = counts.iloc[place - 26 : place]
            came = drawn_week(history.to_numpy(), WANTED, bits)
            found.append(Case(team, monday, history, WANTED, came))
    return found


def drawn_week(history: np.ndarray, wanted: int, bits: np.random.Generator) -> int:
    """Draw weeks of the past, one after the other, until so much is finished; count them."""
    if not (history > 0).any():
        raise ValueError("history must have a week in which something was finished.")
    done = weeks = 0
    while done < wanted:
        done += int(bits.choice(history))
        weeks += 1
    return weeks


# Points and deployments --------------------------------------------------------------------------


def by_points(items: pd.DataFrame, team: str) -> pd.DataFrame:
    """Count by their points what a team began in 2026 and finished, with the days it took."""
    rows = in_span(of(items, team), "started_at", LIMIT, NOW)
    days = delivery.cycle_times(rows)
    table = days.groupby(rows.loc[days.index, "points"]).agg(
        items="size", shortest="min", typical="median", longest="max"
    )
    return table.assign(items=table["items"].astype(int))


def overlap(items: pd.DataFrame, team: str) -> float:
    """Return how often an item with fewer points took no fewer days than one with more.

    Of what was begun in 2026: under its limit core is another team than before.
    """
    rows = in_span(of(items, team), "started_at", LIMIT, NOW)
    days = delivery.cycle_times(rows)
    points = rows.loc[days.index, "points"].to_numpy()
    taken = days.to_numpy()
    fewer = points[:, None] < points[None, :]
    return float((taken[:, None] >= taken[None, :])[fewer].mean())


def velocities(items: pd.DataFrame, team: str, span: tuple[str, str] = YEAR) -> pd.Series:
    """Sum the points that a team finished in each two-week sprint of a span, from its first Monday."""
    first = pd.Timestamp(span[0], tz="UTC")
    done = in_span(of(items, team), "finished_at", *span)
    number = ((done["finished_at"] - first) / pd.Timedelta("14D")).astype(int)
    last = pd.Timestamp(span[1], tz="UTC")
    sprints = pd.RangeIndex(int((last - first) / pd.Timedelta("14D")), name="sprint")
    return done["points"].groupby(number).sum().reindex(sprints, fill_value=0)


def log(changes: pd.DataFrame, deployments: pd.DataFrame) -> pd.DataFrame:
    """Put each change beside the deployment with which it went live."""
    rows = changes.merge(deployments, on="deployment_id", validate="many_to_one")
    return rows.assign(failed=rows["failed"].astype(bool))


def per_change(
    changes: pd.DataFrame,
    deployments: pd.DataFrame,
    team: str,
    span: tuple[str, str] = (TRACKED, NOW),
) -> tuple[int, int, Interval]:
    """Return a team's failed deployments and changes of a span, and their ratio with its Wilson interval."""
    went = in_span(of(log(changes, deployments), team), "deployed_at", *span)
    failed = int(went.drop_duplicates("deployment_id")["failed"].sum())
    return failed, len(went), wilson(failed, len(went), 0.95)


def as_large_as(changes: pd.DataFrame, deployments: pd.DataFrame, team: str) -> float:
    """Return which share of a team's deployments would fail if its changes broke as often as core's.

    A deployment fails if any of its changes breaks something, each for itself.
    """
    _, _, share = per_change(changes, deployments, "core")
    sizes = in_span(of(deployments, team), "deployed_at", TRACKED, NOW)["changes"]
    return float((1 - (1 - share.estimate) ** sizes).mean())


def dora_by_team(
    changes: pd.DataFrame, deployments: pd.DataFrame, start: str, end: str
) -> pd.DataFrame:
    """Compute the four keys of each team in a span, and failures over changes beside them."""
    rows = {}
    everything = log(changes, deployments)
    for team in TEAMS:
        keys = delivery.dora(of(everything, team), start, end, deployment="deployment_id")
        _, went, share = per_change(changes, deployments, team, (start, end))
        rows[team] = {
            "deployments a week": keys.a_week,
            "lead time, hours": keys.lead_time,
            "failed": keys.failure_rate.estimate,
            "low": keys.failure_rate.low,
            "high": keys.failure_rate.high,
            "hours to mend": keys.recovery_time,
            "changes in one": went / max(keys.deployments, 1),
            "failures per change": share.estimate,
        }
    return pd.DataFrame(rows).T

"""What lesson 7 computes besides the toolkit: robots, doubles, the board, the first week."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from course_utils.toolkit import metrics
from course_utils.toolkit.common import between
from course_utils.toolkit.common.intervals import Interval
from course_utils.toolkit.common.spans import narrow
from course_utils.toolkit.metrics.journeys import ACTIVATION_STEPS

EXTRACT = "2026-07-01"
"""When Kitewell's data end, midnight UTC."""
ROBOT_LOGINS = 10
"""Logins on an average day from which a user who does nothing else is taken for a robot."""
QUARTERS = {"Q1": ("2026-01-01", "2026-04-01"), "Q2": ("2026-04-01", "2026-07-01")}
LAST_YEAR = {"Q1": ("2025-01-01", "2025-04-01"), "Q2": ("2025-04-01", "2025-07-01")}


def habits(events: pd.DataFrame, since: str = "2026-04-01") -> pd.DataFrame:
    """Describe how each user behaves: how many kinds of things, how often on a day.

    Parameters
    ----------
    events : DataFrame
        One row an event, without repeated rows: user_id, occurred_at, event.
    since : str
        Look at events from this UTC date on.

    Returns
    -------
    DataFrame
        Indexed by user: kinds (of events), a_day (events on an average day with any).
    """
    recent = _from(events, since)
    frame = recent[["user_id", "event"]].assign(day=recent["occurred_at"].dt.floor("D"))
    table = frame.groupby("user_id").agg(
        kinds=("event", "nunique"), days=("day", "nunique"), events=("event", "size")
    )
    return pd.DataFrame({"kinds": table["kinds"], "a_day": table["events"] / table["days"]})


def never_sleep(events: pd.DataFrame, since: str = "2026-04-01") -> pd.Index:
    """Find users who only ever log in, and do so ten times or more on an average day.

    Parameters
    ----------
    events : DataFrame
        One row an event, without repeated rows: user_id, occurred_at, event.
    since : str
        Look at events from this UTC date on.

    Returns
    -------
    Index
        Ids of users whose only kind of event is ``session_started``.
    """
    recent = _from(events, since)
    others = recent.loc[recent["event"] != "session_started", "user_id"].unique()
    single = recent[~recent["user_id"].isin(others)]
    days = single["occurred_at"].dt.floor("D").groupby(single["user_id"])
    a_day = days.size() / days.nunique()
    return a_day.index[a_day >= ROBOT_LOGINS]


def people(users: pd.DataFrame, events: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Take the robots out of both tables, and the repeated rows out of the events.

    Parameters
    ----------
    users, events : DataFrame
        The raw tables.

    Returns
    -------
    users, events : DataFrame
        Without those whom `never_sleep` finds; each event once.
    """
    clean = metrics.deduplicate(events)
    robots = never_sleep(clean)
    return users[~users["user_id"].isin(robots)], clean[~clean["user_id"].isin(robots)]


def share_of_people(clean: pd.DataFrame, humans: pd.DataFrame) -> float:
    """Return the share of people in the rise of logins from the first to the second quarter.

    Parameters
    ----------
    clean, humans : DataFrame
        Events once each, with and without robots.
    """
    rises = []
    for frame in (humans, clean):
        logins = frame[frame["event"] == "session_started"]
        before, after = (metrics.event_counts(logins, *span).mean() for span in QUARTERS.values())
        rises.append(after - before)
    return float(min(max(rises[0] / rises[1], 0.0), 1.0))


def per_person(events: pd.DataFrame, *kinds: str) -> pd.DataFrame:
    """Count kinds of events of each person.

    Parameters
    ----------
    events : DataFrame
        Events once each.
    *kinds : str
        The events.

    Returns
    -------
    DataFrame
        Indexed by user: a column a kind.
    """
    # As `pd.crosstab`, without asking for each cell's length in Python.
    counts = events.assign(times=1).pivot_table(
        index="user_id", columns="event", values="times", aggfunc="count", fill_value=0
    )
    return counts.reindex(columns=list(kinds), fill_value=0)


CANDIDATES = {
    "somebody logs in": ("session_started", 1),
    "somebody views a report": ("report_viewed", 1),
    "somebody completes a task": ("task_completed", 1),
    "two people complete a task": ("task_completed", 2),
}
"""What may make a team count in a week: the event, and by how many people."""


def candidates(
    users: pd.DataFrame, events: pd.DataFrame, start: str = "2025-09-29", weeks: int = 28
) -> pd.DataFrame:
    """Compare what a North Star could count by who is still there eight weeks later.

    Parameters
    ----------
    users, events : DataFrame
        From `people`.
    start : str
        The first Monday.
    weeks : int
        How many weeks of teams are looked at; the data have to go on for eight weeks more.

    Returns
    -------
    DataFrame
        One row a candidate: share (of the active teams of a week that count), people (share of the
        active people who are in these teams), stay_with and stay_without (share of the teams active
        in the eighth week after), apart (the difference), apart_many (the same among teams with at
        least two active people in the week), apart_equal and margin_equal (the same among teams
        with two active people or more and *equally* many of them, numbers of people weighed by the
        teams that count; 95 %, by team). NaN where fewer than 30 weeks of teams stand on one side.
    """
    later = 8
    first = pd.Timestamp(start, tz="UTC")
    recent = _from(events, start)
    week = (recent["occurred_at"] - first).dt.days // 7
    team = recent["user_id"].map(users.set_index("user_id")["account_id"])
    seen = pd.DataFrame({"team": team, "week": week, "user": recent["user_id"]})
    kinds = recent["event"].to_numpy()
    near = (week < weeks + later).to_numpy()
    seen, kinds = seen[near], kinds[near]
    there = pd.crosstab(seen["team"], seen["week"]).gt(0)
    there = there.reindex(columns=range(weeks + later), fill_value=False)
    now = there.iloc[:, :weeks].to_numpy()
    active = seen.pivot_table("user", "team", "week", aggfunc="nunique")
    heads = active.reindex(index=there.index, columns=range(weeks)).fillna(0).to_numpy()
    then = there.iloc[:, later:].to_numpy()
    rows = {}
    for words, (event, least) in CANDIDATES.items():
        done = seen[kinds == event].pivot_table("user", "team", "week", aggfunc="nunique")
        counts = done.reindex(index=there.index, columns=range(weeks)).ge(least).to_numpy()
        sides = [now & counts, now & ~counts]
        stay, many = (
            [then[side & part].mean() if (side & part).sum() >= 30 else math.nan for side in sides]
            for part in (now, heads >= 2)
        )
        people = heads[sides[0]].sum() / heads[now].sum()
        apart = [pair[0] - pair[1] for pair in (stay, many)]
        equal = _apart_among_equals(counts, then, np.where(now, heads, 0))
        rows[words] = [sides[0].sum() / now.sum(), people, *stay, *apart, *equal]
    columns = ["share", "people", "stay_with", "stay_without", "apart", "apart_many"]
    columns += ["apart_equal", "margin_equal"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)


def _apart_among_equals(
    counts: np.ndarray, then: np.ndarray, heads: np.ndarray, least: int = 30
) -> tuple[float, float]:
    gaps, weights, pulls = [], [], []
    for size in range(2, int(heads.max(initial=0)) + 1):
        sides = [(heads == size) & part for part in (counts, ~counts)]
        many = [int(side.sum()) for side in sides]
        if min(many) < least:
            continue
        rates = [then[side].mean() for side in sides]
        gaps.append(rates[0] - rates[1])
        weights.append(many[0])
        # What each team adds to the gap: the weeks of one team are no independent witnesses.
        ends = [
            np.where(side, then - rate, 0.0).sum(axis=1) / n
            for side, rate, n in zip(sides, rates, many, strict=True)
        ]
        pulls.append(ends[0] - ends[1])
    if not gaps:
        return math.nan, math.nan
    share = np.array(weights) / sum(weights)
    margin = 1.959964 * math.sqrt(((share @ np.array(pulls)) ** 2).sum())
    return float(share @ gaps), margin


def tasks_chart(humans: pd.DataFrame, baseline: int) -> metrics.XmR:
    """Return the XmR chart of tasks completed for each active person, January to June 2026 by week.

    Parameters
    ----------
    humans : DataFrame
        Events once each, without robots.
    baseline : int
        How many weeks say what is usual.
    """
    weeks = ("2026-01-05", "2026-06-29")
    done = metrics.event_counts(humans[humans["event"] == "task_completed"], *weeks, freq="W")
    return metrics.xmr(done / metrics.active_users(humans, *weeks, freq="W"), baseline=baseline)


def reports_chart(humans: pd.DataFrame, baseline: int) -> metrics.XmR:
    """Return the XmR chart of reports viewed for each active person, views sent twice taken out.

    Parameters
    ----------
    humans, baseline
        As for `tasks_chart`; the weeks are the same.
    """
    weeks = ("2026-01-05", "2026-06-29")
    views = humans[humans["event"] == "report_viewed"].drop(sent_twice(humans).index)
    views_a_week = metrics.event_counts(views, *weeks, freq="W")
    return metrics.xmr(
        views_a_week / metrics.active_users(humans, *weeks, freq="W"), baseline=baseline
    )


def finishing_teams(
    users: pd.DataFrame, humans: pd.DataFrame, start: str, end: str, least: int = 2
) -> pd.DataFrame:
    """Count the teams of each week in which two people or more completed a task.

    Parameters
    ----------
    users, humans : DataFrame
        From `people`.
    start, end : str
        Mondays: the first week, and the first that is not counted.
    least : int
        How many people must have completed one: two by default.

    Returns
    -------
    DataFrame
        Indexed by Monday: teams, and share (of the teams with any event in the week; NaN where
        there is none).
    """
    seen = between(humans, start, end)
    first = pd.Timestamp(start, tz="UTC")
    week = ((seen["occurred_at"] - first).dt.days // 7).rename("week")
    team = seen["user_id"].map(users.set_index("user_id")["account_id"]).rename("team")
    done = seen["event"] == "task_completed"
    people = seen["user_id"][done].groupby([week[done], team[done]]).nunique()
    weeks = pd.date_range(start, end, freq="7D", tz="UTC", inclusive="left")
    teams = people.ge(least).groupby(level="week").sum().reindex(range(len(weeks)), fill_value=0)
    active = team.groupby(week).nunique().reindex(range(len(weeks)))
    return pd.DataFrame({"teams": teams, "share": teams / active}).set_axis(weeks)


def owners_at_checkout(users: pd.DataFrame, humans: pd.DataFrame, start: str, end: str) -> Interval:
    """Return the share of new owners who start a checkout within 90 days, with its 95 % interval.

    Parameters
    ----------
    users, humans : DataFrame
        From `people`.
    start, end : str
        UTC span of sign-ups; it must end 90 days before the data do.

    Returns
    -------
    Interval
        A fraction, by account.
    """
    new = between(users, start, end, "signed_up_at")
    owners = new[new["role"] == "owner"].set_index("user_id")
    checkouts = humans[humans["event"] == "checkout_started"]
    age = checkouts["occurred_at"] - checkouts["user_id"].map(owners["signed_up_at"])
    came = checkouts["user_id"][age.between(pd.Timedelta(0), pd.Timedelta(days=90))]
    opened = pd.Series(owners.index.isin(came), index=owners.index, dtype=float)
    one = pd.Series(1.0, index=owners.index)
    return metrics.ratio_metric(opened, one, owners["account_id"]).interval


def churn_chart(finance: pd.DataFrame, months: int = 15, baseline: int = 12) -> metrics.XmR:
    """Return the XmR chart of the share of MRR that is cancelled in a month.

    Parameters
    ----------
    finance : DataFrame
        One row a month: month, mrr_start and mrr_churn (negative).
    months, baseline : int
        How many of the last months are drawn, and how many of these say what is usual.
    """
    last = finance.sort_values("month").iloc[-months:].set_index("month")
    return metrics.xmr(-last["mrr_churn"] / last["mrr_start"], baseline=baseline)


def doubled_share(humans: pd.DataFrame, start: str, end: str) -> float:
    """Return what share of a span's views of reports are sent again within a second."""
    views = between(humans[humans["event"] == "report_viewed"], start, end)
    twice = between(sent_twice(humans), start, end)
    return len(twice) / len(views) if len(views) else 0.0


def week_four(users: pd.DataFrame, humans: pd.DataFrame, start: str, end: str) -> Interval:
    """Return the share of new people who are active in days 22 to 28, with its 95 % interval.

    Of all of them, activated or not: what is done to new people may change who activates.

    Parameters
    ----------
    users, humans : DataFrame
        From `people`.
    start, end : str
        UTC span of sign-ups; it must end 28 days before the data do.

    Returns
    -------
    Interval
        A fraction, by account.
    """
    new = between(users, start, end, "signed_up_at")
    _, stayed = first_week(new, humans, "task_completed", start, end)
    stays = pd.Series(stayed.reindex(new["user_id"]).to_numpy(dtype=float), index=new.index)
    one = pd.Series(1.0, index=new.index)
    return metrics.ratio_metric(stays, one, new["account_id"]).interval


ACTIVE_DAYS = {"0 to 2": 0, "3 to 7": 3, "8 to 12": 8, "13 or more": 13}
"""Groups of people by how many of 28 days they were active on: the words, and the least."""


def who_answers(asked: pd.DataFrame, humans: pd.DataFrame) -> pd.DataFrame:
    """Say who answers a survey, by how active people were in the four weeks before they were asked.

    Parameters
    ----------
    asked : DataFrame
        NPS surveys: user_id, asked_at, score (missing where nobody answered).
    humans : DataFrame
        Events once each, without robots.

    Returns
    -------
    DataFrame
        One row a group of `ACTIVE_DAYS`: asked (how many), answered (the share that did) and nps
        (of the answers).
    """
    seen = humans.loc[humans["user_id"].isin(asked["user_id"]), ["user_id", "occurred_at"]]
    days = seen.assign(day=seen["occurred_at"].dt.floor("D"))[["user_id", "day"]]
    both = asked[["user_id", "asked_at"]].reset_index().merge(days.drop_duplicates(), on="user_id")
    until = both["asked_at"].dt.floor("D")
    near = (both["day"] < until) & (both["day"] >= until - pd.Timedelta(days=28))
    active = both[near].groupby("index").size().reindex(asked.index, fill_value=0)
    group = pd.cut(active, [*ACTIVE_DAYS.values(), 29], right=False, labels=list(ACTIVE_DAYS))
    scores = asked["score"].groupby(group.rename("days active"), observed=False)
    return pd.DataFrame(
        {
            "asked": scores.size(),
            "answered": (scores.count() / scores.size()).round(2),
            "nps": scores.apply(metrics.nps).round(),
        }
    )


REWARDS = {
    "somebody logs in": ("being there", "send reminders; let a script log in"),
    "somebody views a report": ("looking", "open a report by default"),
    "somebody completes a task": ("finishing, also alone", "cut tasks into small ones"),
    "two people complete a task": (
        "finishing together",
        "ask a second person to tick a box",
    ),
}
"""Our opinion of each candidate: what it would reward, and how one would cheat."""


def _from(events: pd.DataFrame, since: str) -> pd.DataFrame:
    first = pd.Timestamp(since, tz="UTC")
    events = narrow(events, "occurred_at", first.to_datetime64())
    return events[events["occurred_at"] >= first]


def sent_twice(events: pd.DataFrame, event: str = "report_viewed") -> pd.DataFrame:
    """Keep the events that follow the same event of the same user within one second.

    Parameters
    ----------
    events : DataFrame
        One row an event, without repeated rows: user_id, occurred_at, event.
    event : str
        The event to look at.
    """
    chosen = events[events["event"] == event]
    chosen = chosen.sort_values(["user_id", "occurred_at"], kind="stable")
    same = chosen["user_id"].eq(chosen["user_id"].shift())
    return chosen[same & (chosen["occurred_at"].diff() <= pd.Timedelta(seconds=1))]


def board(users: pd.DataFrame, events: pd.DataFrame, surveys: pd.DataFrame) -> pd.DataFrame:
    """Compute the six lines of the quarterly board, as carelessly as boards often are.

    Every row is counted, robots and repeats too; the youngest sign-ups are in the rate; all survey
    channels are poured together. The lesson takes it apart.

    Returns
    -------
    DataFrame
        One row a KPI: Q1, Q2 and unit ("share", "count" or "points").
    """
    columns: dict[str, list[float]] = {}
    steps = events[events["event"].isin(ACTIVATION_STEPS)]
    for quarter, (start, end) in QUARTERS.items():
        seen = between(events, start, end)
        daily = metrics.active_users(seen, start, end)
        weeks = len(daily) / 7
        kinds = seen["event"].value_counts()
        asked = between(surveys[surveys["survey"] == "nps"], start, end, "asked_at")
        columns[quarter] = [
            impatient_rate(users, steps, start, end),
            float(daily.mean()),
            float(kinds.get("session_started", 0) / weeks),
            float(kinds.get("report_viewed", 0) / weeks),
            metrics.nps(asked["score"]),
            float(daily.min()),
        ]
    names = [
        "Activation rate",
        "Daily active users, mean",
        "Logins a week",
        "Reports viewed a week",
        "Net promoter score",
        "Active users on the quietest day",
    ]
    frame = pd.DataFrame(columns, index=pd.Index(names, name="KPI"))
    frame["unit"] = ["share", "count", "count", "count", "points", "count"]
    return frame


def impatient_rate(users: pd.DataFrame, events: pd.DataFrame, start: str, end: str) -> float:
    """Compute activation as if nobody's seven days were still running."""
    new = between(users, start, end, "signed_up_at")
    late = str(pd.Timestamp(EXTRACT) + pd.Timedelta(days=8))
    return float(metrics.activation(new, events, as_of=late)["rate"].iloc[0])


def change_in_words(before: float, after: float, unit: str) -> str:
    """Say a change in the unit that fits: points for shares and scores, percent for counts."""
    if unit == "share":
        return f"{100 * (after - before):+.1f} points"
    if unit == "points":
        return f"{after - before:+.1f} points"
    return f"{after / before - 1:+.0%}" if before else "new"


def first_week(
    users: pd.DataFrame,
    events: pd.DataFrame,
    event: str,
    start: str = "2025-07-01",
    end: str = "2026-06-01",
) -> tuple[pd.Series, pd.Series]:
    """Count an action in each user's first seven days, and say who is active in days 22 to 28.

    Parameters
    ----------
    users, events : DataFrame
        The tables; events once each.
    event : str
        The action.
    start, end : str
        UTC span of sign-ups; it must end 28 days before the data do.

    Returns
    -------
    actions : Series of int
        Indexed by user.
    stayed : Series of bool
        Indexed alike.
    """
    new = between(users, start, end, "signed_up_at").set_index("user_id")["signed_up_at"]
    theirs = events[events["user_id"].isin(new.index)]
    age = theirs["occurred_at"] - theirs["user_id"].map(new)
    days = pd.Timedelta(days=1)
    early = theirs[(theirs["event"] == event) & (age <= 7 * days)]
    late = theirs[(age > 21 * days) & (age <= 28 * days)]
    actions = early.groupby("user_id").size().reindex(new.index, fill_value=0)
    stayed = pd.Series(new.index.isin(late["user_id"].unique()), index=new.index)
    return actions, stayed


def weekly_by_platform(events: pd.DataFrame, start: str, end: str) -> pd.DataFrame:
    """Count events in each week by platform, one column a platform."""
    known = events[events["platform"].notna()]
    return pd.DataFrame(
        {
            str(name): metrics.event_counts(part, start, end, freq="W")
            for name, part in known.groupby("platform", observed=True)
        }
    )

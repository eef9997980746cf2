"""Who moved the metric? Five suspects, one culprit: each case taken apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from course_utils.lessons.metrics.evidence import (
    EXTRACT,
    LAST_YEAR,
    QUARTERS,
    between,
    impatient_rate,
    people,
    sent_twice,
)
from course_utils.lessons.metrics.split import PEOPLE, sign_ups, split_by
from course_utils.toolkit import metrics

SUSPECTS = {
    "mix": "Mix: other people came",
    "season": "Season and growth: as last year",
    "tracking": "Tracking: counted wrongly",
    "robots": "Robots: nobody did it",
    "effect": "Effect: more or other behaviour",
}
HOLIDAYS = {"Q1": ("2025-11-17", "2025-12-08"), "Q2": ("2025-12-15", "2026-01-05")}
HOLIDAYS_BEFORE = {"Q1": ("2024-11-18", "2024-12-09"), "Q2": ("2024-12-16", "2025-01-06")}
"""Three weeks before the end of the year and three weeks across it."""
AUTUMN = {"Q1": ("2025-08-04", "2025-09-01"), "Q2": ("2025-09-29", "2025-10-27")}
AUTUMN_BEFORE = {"Q1": ("2024-08-05", "2024-09-02"), "Q2": ("2024-09-30", "2024-10-28")}
"""Four weeks of the summer and four of the autumn."""

METRICS = {
    "comments_a_report": "Comments for each report viewed, first to second quarter",
    "autumn": "Comments a week, from August to October 2025",
    "tasks_a_login": "Tasks completed for each login, first to second quarter",
    "paid_accounts": "New accounts a week through paid search, first to second quarter",
    "year_end": "Tasks completed a week, from November to the end of the year",
    "free_activation": "Activation on the free plan, partners left out, first to second quarter",
}
"""The cases: what moved, and when. The first two are the lesson's, the others the assignment's."""
LESSON, ASSIGNMENT = list(METRICS)[:2], list(METRICS)[2:]

CARDS = {
    "tasks_a_login": "Tasks for each login",
    "paid_accounts": "New accounts through paid search",
    "year_end": "Tasks at the end of the year",
    "free_activation": "Activation on the free plan",
}
COLUMNS = {name: words.split(":")[0] for name, words in SUSPECTS.items()}
"""The assignment's cases and their suspects, in short, for a board."""

Spans = Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Case:
    """A metric that moved, and the part of each suspect.

    Attributes
    ----------
    metric
        What moved, and when.
    unit
        "share", "ratio" (of two counts) or "count".
    before, after
        As a careless board has it.
    parts
        Of each suspect of `SUSPECTS`; they sum to the change.
    weeks
        What everybody can see: the number week by week as the board has it, indexed from 1, columns
        "now" and "a year ago".
    """

    metric: str
    unit: str
    before: float
    after: float
    parts: Mapping[str, float]
    weeks: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def change(self) -> float:
        """How far the metric moved: ``after - before``."""
        return self.after - self.before

    @property
    def culprit(self) -> str:
        """The suspect with the largest part in the direction of the change."""
        sign = 1 if self.change >= 0 else -1
        return max(self.parts, key=lambda name: sign * self.parts[name])

    def words(self, value: float) -> str:
        """Write a part of the change with its unit."""
        if self.unit == "share":
            return f"{100 * value:+.1f} points"
        return f"{value:+.3f}" if self.unit == "ratio" else f"{value:+,.0f}"


def cases(
    users: pd.DataFrame, accounts: pd.DataFrame, events: pd.DataFrame, *names: str
) -> dict[str, Case]:
    """Take metrics apart.

    Parameters
    ----------
    users, accounts, events : DataFrame
        The raw tables.
    *names : str
        Keys of `METRICS`; all by default.

    Returns
    -------
    dict of str to Case
    """
    tables = _Tables(users, accounts, events)
    return {name: _CASES[name](tables) for name in names or METRICS}


class _Tables:
    """The tables as they are, with each event once, and without robots."""

    def __init__(self, users: pd.DataFrame, accounts: pd.DataFrame, events: pd.DataFrame) -> None:
        self.users, self.accounts, self.raw = users, accounts, events
        self.clean = metrics.deduplicate(events)
        self.people, self.human = people(users, events)
        channel = accounts.set_index("account_id")["channel"].astype(str)
        self.channel = users.set_index("user_id")["account_id"].map(channel)


def _days(span: tuple[str, str]) -> int:
    return (pd.Timestamp(span[1]) - pd.Timestamp(span[0])).days


def _weekly(
    tables: _Tables,
    name: str,
    keep: Callable[[pd.DataFrame], pd.DataFrame],
    now: Spans,
    last: Spans,
) -> Case:
    """Take a number of events a week apart."""
    raw, clean, human = (keep(frame) for frame in (tables.raw, tables.clean, tables.human))
    true = human[~human.index.isin(sent_twice(human).index)]

    def rates(frame: pd.DataFrame, spans: Spans) -> dict[str, float]:
        return {q: 7 * len(between(frame, *span)) / _days(span) for q, span in spans.items()}

    said, once, alive, real = (rates(frame, now) for frame in (raw, clean, human, true))
    year_ago = rates(true, last)
    season = real["Q1"] * (year_ago["Q2"] / year_ago["Q1"] - 1)
    mix = _mix(true, tables.channel, now)
    parts = {
        "mix": mix,
        "season": season,
        "tracking": _moved(said) - _moved(once) + _moved(alive) - _moved(real),
        "robots": _moved(once) - _moved(alive),
        "effect": _moved(real) - season - mix,
    }
    weeks = _by_week(lambda start, end: metrics.event_counts(raw, start, end, "W"), now, last)
    return Case(METRICS[name], "count", said["Q1"], said["Q2"], parts, weeks)


def _by_week(count: Callable[[str, str], pd.Series], now: Spans, last: Spans) -> pd.DataFrame:
    """Count week by week over both spans together, this year and a year ago, whole weeks only."""
    columns = {}
    for words, spans in (("now", now), ("a year ago", last)):
        first, end = (
            pd.Timestamp(spans[quarter][at]) + pd.Timedelta(days=3 + shift)
            for quarter, at, shift in (("Q1", 0, 3), ("Q2", 1, -3))
        )
        mondays = [str((day - pd.Timedelta(days=day.day_of_week)).date()) for day in (first, end)]
        columns[words] = count(*mondays).reset_index(drop=True)
    return pd.DataFrame(columns).set_axis(range(1, 1 + len(columns["now"])))


def _moved(values: Mapping[str, float]) -> float:
    return values["Q2"] - values["Q1"]


def _mix(events: pd.DataFrame, channel: pd.Series, spans: Spans) -> float:
    """Return what a week's events owe to another mix of channels among those who are active."""
    heads, uses = {}, {}
    for quarter, span in spans.items():
        group = between(events, *span)
        by = group["user_id"].map(channel)
        heads[quarter] = group.groupby(by)["user_id"].nunique()
        uses[quarter] = group.groupby(by).size() * 7 / _days(span) / heads[quarter]
    shares = {quarter: count / count.sum() for quarter, count in heads.items()}
    mean_people = (heads["Q1"].sum() + heads["Q2"].sum()) / 2
    usual = (uses["Q1"] + uses["Q2"]) / 2
    return float(mean_people * ((shares["Q2"] - shares["Q1"]) * usual).sum())


def _only(event: str) -> Callable[[pd.DataFrame], pd.DataFrame]:
    return lambda frame: frame[frame["event"] == event]


def _ratio(tables: _Tables, name: str, top: str, bottom: str) -> Case:
    """Take a number of events for each event of another kind apart, first to second quarter."""
    true = tables.human[~tables.human.index.isin(sent_twice(tables.human).index)]

    def ratio(frame: pd.DataFrame, spans: Spans) -> dict[str, float]:
        found = {}
        for quarter, span in spans.items():
            kinds = between(frame, *span)["event"].value_counts()
            found[quarter] = float(kinds[top] / kinds[bottom])
        return found

    said, once, alive, real = (
        ratio(frame, QUARTERS) for frame in (tables.raw, tables.clean, tables.human, true)
    )
    season = _moved(ratio(true, LAST_YEAR))
    mix = _mix_of_ratio(true, tables.channel, top, bottom)
    parts = {
        "mix": mix,
        "season": season,
        "tracking": _moved(said) - _moved(once) + _moved(alive) - _moved(real),
        "robots": _moved(once) - _moved(alive),
        "effect": _moved(real) - season - mix,
    }

    def weekly(start: str, end: str) -> pd.Series:
        tops, bottoms = (
            metrics.event_counts(tables.raw[tables.raw["event"] == kind], start, end, "W")
            for kind in (top, bottom)
        )
        return tops / bottoms

    weeks = _by_week(weekly, QUARTERS, LAST_YEAR)
    return Case(METRICS[name], "ratio", said["Q1"], said["Q2"], parts, weeks)


def _mix_of_ratio(events: pd.DataFrame, channel: pd.Series, top: str, bottom: str) -> float:
    """Return what a ratio owes to another mix of channels in its denominator."""
    shares, ratios = [], []
    for span in QUARTERS.values():
        seen = between(events, *span)
        counts = pd.crosstab(seen["user_id"].map(channel), seen["event"])
        shares.append(counts[bottom] / counts[bottom].sum())
        ratios.append(counts[top] / counts[bottom])
    return float(((shares[1] - shares[0]) * (ratios[0] + ratios[1]) / 2).sum())


def _paid_accounts(tables: _Tables) -> Case:
    paid = tables.accounts[tables.accounts["channel"] == "paid_search"]

    def weekly(spans: Spans) -> dict[str, float]:
        return {
            q: 7 * len(between(paid, *span, at="created_at")) / _days(span)
            for q, span in spans.items()
        }

    said, year_ago = weekly(QUARTERS), weekly(LAST_YEAR)
    season = said["Q1"] * (year_ago["Q2"] / year_ago["Q1"] - 1)
    parts = {
        "mix": 0.0,
        "season": season,
        "tracking": 0.0,
        "robots": 0.0,
        "effect": _moved(said) - season,
    }
    weeks = _by_week(
        lambda start, end: metrics.event_counts(paid, start, end, "W", at="created_at"),
        QUARTERS,
        LAST_YEAR,
    )
    return Case(METRICS["paid_accounts"], "count", said["Q1"], said["Q2"], parts, weeks)


def _free_activation(tables: _Tables) -> Case:
    # Without the partners, whose rates fell: with them some companies have as much effect as mix.
    accounts = tables.accounts
    free = accounts[(accounts["plan"] == "free") & (accounts["channel"] != "partner")]

    def sides(
        users: pd.DataFrame, events: pd.DataFrame, spans: Spans
    ) -> tuple[pd.DataFrame, pd.DataFrame]:
        mine = users[users["account_id"].isin(free["account_id"])]
        before, after = (sign_ups(mine, free, events, *span) for span in spans.values())
        return before, after

    mine = tables.users[tables.users["account_id"].isin(free["account_id"])]
    said = {
        quarter: impatient_rate(mine, tables.clean, *span) for quarter, span in QUARTERS.items()
    }
    everybody = split_by(*sides(tables.users, tables.clean, QUARTERS), "channel")
    human = split_by(*sides(tables.people, tables.human, QUARTERS), "channel")
    a_year_ago = sides(tables.people, tables.human, LAST_YEAR)
    # One clear season in twenty would be chance at 95 %; a board for learners asks for more.
    last = metrics.kitagawa_intervals(*a_year_ago, group="channel", confidence=0.99, **PEOPLE).total
    season = 0.0 if last.covers(0) else last.estimate
    parts = {
        "mix": human.mix,
        "season": season,
        "tracking": _moved(said) - everybody.total,
        "robots": everybody.total - human.total,
        "effect": human.rate - season,
    }
    weeks = _by_week(
        lambda start, end: _weekly_rate(mine, tables.clean, start, end), QUARTERS, LAST_YEAR
    )
    return Case(METRICS["free_activation"], "share", said["Q1"], said["Q2"], parts, weeks)


def _weekly_rate(users: pd.DataFrame, events: pd.DataFrame, start: str, end: str) -> pd.Series:
    """Return activation by week of sign-up as a dashboard has it, unripe people as failures."""
    new = between(users, start, end, "signed_up_at")
    late = str(pd.Timestamp(EXTRACT) + pd.Timedelta(days=8))
    done = metrics.activated(new, events, as_of=late).astype(float).to_numpy()
    week = (new["signed_up_at"] - pd.Timestamp(start, tz="UTC")).dt.days // 7
    many = (pd.Timestamp(end) - pd.Timestamp(start)).days // 7
    return pd.Series(done, index=week).groupby(level=0).mean().reindex(range(many))


_CASES: Mapping[str, Callable[[_Tables], Case]] = {
    "comments_a_report": lambda tables: _ratio(
        tables, "comments_a_report", "comment_added", "report_viewed"
    ),
    "autumn": lambda tables: _weekly(
        tables, "autumn", _only("comment_added"), AUTUMN, AUTUMN_BEFORE
    ),
    "tasks_a_login": lambda tables: _ratio(
        tables, "tasks_a_login", "task_completed", "session_started"
    ),
    "paid_accounts": _paid_accounts,
    "year_end": lambda tables: _weekly(
        tables, "year_end", _only("task_completed"), HOLIDAYS, HOLIDAYS_BEFORE
    ),
    "free_activation": _free_activation,
}

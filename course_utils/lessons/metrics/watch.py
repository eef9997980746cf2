"""What to watch: one rule for every number, in one unit, the number's own noise.

A chart cries when a week lies outside its natural limits, or when the eighth week in a row lies on
one side of its centre. Both are said in *noises*: one noise is what a week differs from another by
chance, estimated from the baseline's moving ranges. So a rate and a count can be compared: each cries
for nothing equally often, and sees a move of equally many noises. That is so of weeks that differ by
chance alone. Work has seasons: it is read against the same week a year ago.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from course_utils.lessons.metrics.evidence import sent_twice
from course_utils.toolkit import metrics
from course_utils.toolkit.common.intervals import Interval

WEEKS = ("2026-01-05", "2026-06-22")
"""Mondays: the first week, and the first that is not judged, as its people's days are not over."""
BASELINE = 12
"""Weeks of the first quarter from which usual and noise are taken."""
QUARTER = 13
"""Weeks for which a rule is left alone."""
NOISES = 1.128
"""Mean moving range of normal values, in standard deviations (Wheeler's d2)."""
RUN = 8
SEEN = 0.8
"""How often a rule shall see what it is said to see: four times in five."""
POWER = 2.8 / 1.96
"""How many margins a change needs to be seen so often by its 95 % interval."""


WORK = {
    "logins a person": "session_started",
    "tasks a person": "task_completed",
    "reports a person": "report_viewed",
}
"""Work of which each active person does some: its name in the table, and its event."""
YEAR = 52
"""Weeks to the same week a year ago."""


class Watchfulness(NamedTuple):
    """What a chart does in a quarter."""

    for_nothing: float
    """Chance that it cries although nothing has changed."""
    sees: float
    """The lasting move that it sees four times in five, in noises."""


def readings(signed_up: pd.DataFrame, humans: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Read the numbers that are worth a chart, week by week.

    Parameters
    ----------
    signed_up : DataFrame
        `sign_ups` of the half-year.
    humans : DataFrame
        Events once each, without robots.

    Returns
    -------
    dict of str to DataFrame
        Indexed by Monday: value, and people (by whose number its noise shrinks). Activation of each
        channel's sign-ups, a fraction, without weeks in which nobody came; work for each active
        person as a share of the same week a year ago, whose noise does not come from their number:
        people is 1. Of a series with fewer than eight baseline weeks nothing could be said: it is
        left out.
    """
    first = pd.Timestamp(WEEKS[0], tz="UTC")
    known = signed_up[signed_up["activated"].notna()]
    monday = first + pd.to_timedelta(7 * ((known["signed_up_at"] - first).dt.days // 7), unit="D")
    inside = (monday >= first) & (monday < pd.Timestamp(WEEKS[1], tz="UTC"))
    rate = known["activated"].astype(float)[inside]
    found = {}
    for channel in sorted(known["channel"].unique()):
        mine = rate[known["channel"] == channel].groupby(monday)
        found[f"activation, {channel}"] = pd.DataFrame(
            {"value": mine.mean(), "people": mine.size().astype(float)}
        )
    work = _against_a_year_ago(work_a_person(humans, _a_year_before(WEEKS[0]), WEEKS[1]))
    found |= {name: _work(work[name]) for name in WORK}
    return {name: frame for name, frame in found.items() if _baseline(frame) >= RUN}


def work_a_person(humans: pd.DataFrame, start: str, end: str) -> pd.DataFrame:
    """Count the work of each active person by week, a column a kind; a view sent twice counts once.

    Parameters
    ----------
    humans : DataFrame
        Events once each, without robots.
    start, end : str
        Mondays: the first week, and the first that is not counted.
    """
    once = humans.drop(sent_twice(humans).index)
    active = metrics.active_users(humans, start, end, freq="W")
    counts = {
        name: metrics.event_counts(once[once["event"] == kind], start, end, freq="W")
        for name, kind in WORK.items()
    }
    return pd.DataFrame(counts).div(active, axis=0)


def _a_year_before(monday: str) -> str:
    return str((pd.Timestamp(monday) - pd.Timedelta(weeks=YEAR)).date())


def _against_a_year_ago(values: pd.DataFrame) -> pd.DataFrame:
    return (values / values.shift(YEAR)).iloc[YEAR:]


def _work(values: pd.Series) -> pd.DataFrame:
    return pd.DataFrame({"value": values, "people": 1.0})


def cried_before(humans: pd.DataFrame) -> pd.DataFrame:
    """Say how often the charts of work would have cried in 2025, with the same rule.

    Parameters
    ----------
    humans : DataFrame
        Events once each, without robots.

    Returns
    -------
    DataFrame
        One row a number: the share of 2025's spans of 13 weeks in which it cries, each judged by the
        12 weeks before; "as it is", and "against a year ago".
    """
    weeks = ("2025-01-06", "2026-01-05")
    long = work_a_person(humans, _a_year_before(weeks[0]), weeks[1])
    ways = {"as it is": long.iloc[YEAR:], "against a year ago": _against_a_year_ago(long)}
    return pd.DataFrame(
        {way: {name: _back_tested(values[name]) for name in WORK} for way, values in ways.items()}
    )


def _back_tested(values: pd.Series) -> float:
    spans = np.lib.stride_tricks.sliding_window_view(values.to_numpy(), BASELINE + QUARTER)
    old, late = spans[:, :BASELINE], spans[:, BASELINE:]
    return float(cries(late, *_limits(old)).any(axis=1).mean())


def _limits(old: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the centre of each row's baseline, and how far its limits lie from it."""
    reach = 2.66 * np.abs(np.diff(old, axis=1)).mean(axis=1, keepdims=True)
    return old.mean(axis=1, keepdims=True), reach


def at_first_mix(
    users: pd.DataFrame, accounts: pd.DataFrame, humans: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Read work for each active person again, the channels' shares held as they were.

    Parameters
    ----------
    users, accounts : DataFrame
        Tell by which channel each person's account came.
    humans : DataFrame
        Events once each, without robots.

    Returns
    -------
    dict of str to DataFrame
        Named and made as in `readings`: each channel's work for each of its active people,
        weighed by its mean share of the active people in the baseline, this year and last. What
        still moves is behaviour within channels.
    """
    channel = accounts.set_index("account_id")["channel"].astype(str)
    of = humans["user_id"].map(users.set_index("user_id")["account_id"].map(channel))
    span = (_a_year_before(WEEKS[0]), WEEKS[1])
    parts = dict(iter(humans.groupby(of)))
    active = pd.DataFrame(
        {name: metrics.active_users(part, *span, freq="W") for name, part in parts.items()}
    )
    shares = active.div(active.sum(axis=1), axis=0).iloc[YEAR : YEAR + BASELINE].mean()
    each = {name: work_a_person(part, *span) for name, part in parts.items()}
    held = {
        what: pd.DataFrame({name: work[what] for name, work in each.items()})
        .mul(shares)
        .sum(axis=1)
        for what in WORK
    }
    work = _against_a_year_ago(pd.DataFrame(held))
    return {name: _work(work[name]) for name in WORK}


def _baseline(frame: pd.DataFrame) -> int:
    end = pd.Timestamp(WEEKS[0], tz="UTC") + pd.Timedelta(weeks=BASELINE)
    return int((frame.index < end).sum())


def watched(series: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Say of each number what is usual, how loud it is, what its chart sees, and when it cried.

    Parameters
    ----------
    series : mapping of str to DataFrame
        From `readings`.

    Returns
    -------
    DataFrame
        One row a number: usual, noise (of a week with as many people as the middle week after the
        baseline), sees (the move that its chart sees four times in five within a quarter, with as
        many people), in its own unit; cried (weeks after the baseline) and first (the Monday, NaT if
        it is silent).

    References
    ----------
    Laney, D. B. (2002). Improved control charts for attributes. Quality Engineering, 14(4), 531-537.
    """
    rows = {}
    for name, frame in series.items():
        old = _baseline(frame)
        base = frame.iloc[:old]
        usual = float(np.average(base["value"], weights=base["people"]))
        # Each week in the noise of one person: so weeks of few and of many people are alike.
        weight = np.sqrt(frame["people"])
        each = (frame["value"] - usual) * weight
        chart = metrics.xmr(each, baseline=old)
        noise = chart.mean_moving_range / NOISES
        late = each.iloc[old:]
        cry = cries(late.to_numpy()[None], 0.0, chart.upper - chart.centre)[0]
        now = noise / float(weight[old:].median())
        rows[name] = [
            usual,
            now,
            watchfulness(old).sees * now,
            int(cry.sum()),
            late.index[cry.argmax()] if cry.any() else pd.NaT,
        ]
    columns = ["usual", "noise", "sees", "cried", "first"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)


def cries(values: np.ndarray, centre: Any, reach: Any) -> np.ndarray:
    """Say at which weeks charts cry.

    Parameters
    ----------
    values : array, shape (charts, weeks)
        The weeks after the baseline.
    centre, reach : float, or array of shape (charts, 1)
        The baseline's mean, and how far its limits lie from it.

    Returns
    -------
    array of bool, shape (charts, weeks)
        Outside the limits, or at least the eighth week in a row on one side.
    """
    off = values - centre
    side = np.sign(off)
    run = np.ones_like(values)
    for week in range(1, values.shape[1]):
        same = (side[:, week] == side[:, week - 1]) & (side[:, week] != 0)
        run[:, week] = np.where(same, run[:, week - 1] + 1, 1)
    return (np.abs(off) > reach) | (run >= RUN)


@cache
def watchfulness(baseline: int = BASELINE, charts: int = 1, samples: int = 4000) -> Watchfulness:
    """Compute what a chart does in a quarter of weeks that vary by chance alone.

    Normal, independent weeks are drawn (the charts too are taken for independent), limits are taken from the baseline's weeks as `metrics.xmr`
    takes them, and the quarter after it is judged: once unchanged, once moved.

    Parameters
    ----------
    baseline : int
        Weeks in the baseline.
    charts : int
        How many such charts hang side by side; `for_nothing` is the chance that any of them cries.
    samples : int
        How many quarters are drawn.
    """
    draw = np.random.default_rng(0)
    old, late = draw.normal(size=(samples, baseline)), draw.normal(size=(samples, QUARTER))
    centre, reach = _limits(old)

    def how_often(move: float) -> float:
        return float(cries(late - move, centre, reach).any(axis=1).mean())

    low, high = 0.0, 6.0
    for _ in range(12):
        middle = (low + high) / 2
        low, high = (middle, high) if how_often(middle) < SEEN else (low, middle)
    return Watchfulness(1 - (1 - how_often(0.0)) ** charts, high)


def quarter_sees(change: Interval) -> float:
    """Return the fall that a quarter's 95 % interval shows four times in five, in its own unit."""
    return POWER * change.margin


def show_watch(table: pd.DataFrame) -> Any:
    """Show what is watched as a table, in points, and from when a cry could be heard."""
    from IPython.display import Markdown

    lines = [
        "| what is watched, by week | usual | one noise | its chart sees a move of | first cried |",
        "|---|--:|--:|--:|---|",
    ]
    for name, row in table.iterrows():
        rate = _is_rate(name)
        usual = f"{row['usual']:.1%}" if rate else f"{row['usual']:.0%} of a year ago"
        noise, sees = (f"{100 * row[what]:.1f} points" for what in ("noise", "sees"))
        first = "silent"
        if not pd.isna(row["first"]):
            first = f"week of {_day(row['first'])}, heard from {_day(_heard(name, row['first']))}"
        lines.append(f"| {name} | {usual} | {noise} | {sees} | {first} |")
    return Markdown("\n".join(lines))


def cries_said(table: pd.DataFrame, held: pd.DataFrame) -> str:
    """Say of the work of active people how many crying weeks a held mix of channels leaves.

    Parameters
    ----------
    table, held : DataFrame
        From `watched`: of `readings`, and of `at_first_mix`.
    """
    said = [f"{(table['cried'] > 0).sum()} of {len(table)} charts cried."]
    for name in held.index:
        cried, left = table.loc[name, "cried"], held.loc[name, "cried"]
        if not cried:
            continue
        words = (
            "The rest is not explained: its owner goes on asking."
            if left
            else "Other people, then, and not other behaviour."
        )
        said.append(
            f"{str(name).capitalize()}: {cried} weeks, with the shares held **{left}**. {words}"
        )
    return " ".join(said)


def _is_rate(name: Any) -> bool:
    return str(name).startswith("activation")


def _heard(name: Any, monday: pd.Timestamp) -> pd.Timestamp:
    # A week of sign-ups is known when the hours of its last people are over, a week later still.
    return monday + pd.Timedelta(weeks=2 if _is_rate(name) else 1)


def _day(date: pd.Timestamp) -> str:
    return f"{date.day} {date:%B}"

"""What to watch: one rule for every number, and what is left of a move once the mix is held.

A chart cries when a week lies outside its natural limits, or when the eighth week in a row lies on
one side of its centre. It cries for nothing in a share of quarters that can be computed, of weeks that
differ by chance alone. Work has seasons: it is read against the same week a year ago.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from course_utils.lessons.metrics.evidence import sent_twice
from course_utils.toolkit import experiments, metrics
from course_utils.toolkit.common.intervals import Interval

WEEKS = ("2026-01-05", "2026-06-29")
"""Mondays: the first week, and the first that is not over."""
BASELINE = 12
"""Weeks of the first quarter, which say what is usual."""
QUARTER = 13
"""Weeks for which a rule is left alone."""
RUN = 8
POWER = 2.8 / 1.96
"""How many margins a change needs to be seen four times in five by its 95 % interval."""

WORK = {
    "logins a person": "session_started",
    "tasks a person": "task_completed",
    "reports a person": "report_viewed",
}
"""Work of which each active person does some: its name in the table, and its event."""
YEAR = 52
"""Weeks to the same week a year ago."""


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


def work_at_first_mix(
    users: pd.DataFrame, accounts: pd.DataFrame, humans: pd.DataFrame, start: str, end: str
) -> pd.DataFrame:
    """Count the work of each active person by week, the channels' shares held as they were.

    Parameters
    ----------
    users, accounts : DataFrame
        Tell by which channel each person's account came.
    humans, start, end
        As for `work_a_person`.

    Returns
    -------
    DataFrame
        As `work_a_person`: each channel's work for each of its active people, weighed by its mean
        share of the active people in the first weeks of this year. What still moves is behaviour
        within channels.
    """
    channel = accounts.set_index("account_id")["channel"].astype(str)
    of = humans["user_id"].map(users.set_index("user_id")["account_id"].map(channel))
    parts = dict(iter(humans.groupby(of)))
    active = pd.DataFrame(
        {name: metrics.active_users(part, start, end, freq="W") for name, part in parts.items()}
    )
    first = active.loc[pd.Timestamp(WEEKS[0], tz="UTC") :].iloc[:BASELINE]
    shares = first.div(first.sum(axis=1), axis=0).mean()
    each = {name: work_a_person(part, start, end) for name, part in parts.items()}
    return pd.DataFrame(
        {
            what: pd.DataFrame({name: work[what] for name, work in each.items()})
            .mul(shares)
            .sum(axis=1)
            for what in WORK
        }
    )


def work_moved(
    users: pd.DataFrame, accounts: pd.DataFrame, humans: pd.DataFrame
) -> dict[str, dict[str, Interval]]:
    """Say how far the work of active people moved against a year ago, and what no mix explains.

    Parameters
    ----------
    users, accounts, humans : DataFrame
        As for `work_at_first_mix`.

    Returns
    -------
    dict of str to dict of str to Interval
        A kind of work: "raw" and "held" (with the channels' shares held), each the mean of the
        weeks after the baseline less that of the baseline, as shares of the same weeks a year
        ago. 95 %, from how the weeks of both spans scatter (Welch).
    """
    span = (_a_year_before(WEEKS[0]), WEEKS[1])
    ways = {
        "raw": work_a_person(humans, *span),
        "held": work_at_first_mix(users, accounts, humans, *span),
    }
    moved = {way: _against_a_year_ago(values) for way, values in ways.items()}
    return {
        name: {way: between_spans(values[name], BASELINE) for way, values in moved.items()}
        for name in WORK
    }


def between_spans(weeks: pd.Series, baseline: int) -> Interval:
    """Return the mean of the later weeks less that of the first ones, with its 95 % interval.

    Parameters
    ----------
    weeks : Series
        A number by week.
    baseline : int
        How many weeks are the first ones. Weeks are taken for independent (Welch): where neighbours
        are alike the interval is too short.
    """
    return experiments.compare_means(weeks.iloc[:baseline], weeks.iloc[baseline:]).difference


def work_said(moved: dict[str, Interval]) -> str:
    """Say of one kind of work how far it moved, and how much a held mix of channels leaves.

    No cause is named: people also differ by plan and by how long they have been there, and neither is
    held.

    Parameters
    ----------
    moved : dict of str to Interval
        "raw" and "held", as in `work_moved`.
    """
    raw, held = moved["raw"], moved["held"]
    said = f"{_points(raw)}; with the channels' shares held {_points(held)}"
    if not held.covers(0):
        return (
            f"{said}: more than that mix, and nothing else is held, so it may still be other people"
        )
    if raw.covers(0):
        return f"{said}: no change shown"
    return f"{said}: what that mix leaves of it may be chance"


def _points(part: Interval) -> str:
    return f"{100 * part.estimate:+.1f} points ({100 * part.low:+.1f} to {100 * part.high:+.1f})"


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
def cries_for_nothing(charts: int = 1, samples: int = 4000) -> float:
    """Compute how likely one of some charts cries in a quarter of weeks that vary by chance alone.

    Normal, independent weeks are drawn (the charts too are taken for independent), limits are taken
    from the baseline's weeks as `metrics.xmr` takes them, and the quarter after it is judged.

    Parameters
    ----------
    charts : int
        How many such charts hang side by side.
    samples : int
        How many quarters are drawn.
    """
    draw = np.random.default_rng(0)
    old, late = draw.normal(size=(samples, BASELINE)), draw.normal(size=(samples, QUARTER))
    one = float(cries(late, *_limits(old)).any(axis=1).mean())
    return 1 - (1 - one) ** charts


def idle_said(charts: int, humans: pd.DataFrame) -> str:
    """Say how often charts cry for nothing: of drawn weeks, and of last year's with their seasons.

    Parameters
    ----------
    charts : int
        How many hang side by side.
    humans : DataFrame
        Events once each, without robots.
    """
    before = cried_before(humans).mean()
    return (
        f"Where nothing changes, one such chart cries in {cries_for_nothing():.0%} of quarters, and one "
        f"of {charts} in **{cries_for_nothing(charts):.0%}**, if weeks differ by chance alone. Work has "
        f"seasons: put to 2025, its charts cry in {before['as it is']:.0%} of spans of {QUARTER} weeks. "
        # claim: a_year_ago_calms
        f"Read against the same week a year ago, in {before['against a year ago']:.0%}: fewer. A cry is a "
        "question and no verdict."
    )


def quarter_sees(change: Interval) -> float:
    """Return the fall that a quarter's 95 % interval shows four times in five, in its own unit."""
    return POWER * change.margin

"""Sentences that the data choose: what is so on one company need not be so on another."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from course_utils.toolkit import metrics
from course_utils.toolkit.common.intervals import Interval


def in_words(counts: pd.Series) -> str:
    """Say counts by name: ``owner 1,756, member 0``."""
    return ", ".join(f"{name} {count:,}" for name, count in counts.items())


def top(counts: pd.Series) -> str:
    """Say whose count is highest."""
    return str(counts.idxmax())


def what_moved(split: metrics.KitagawaIntervals, options: Sequence[str]) -> str:
    """Choose of three words (rates, shares, both) what a split shows.

    Rates or shares are said to have moved alone if they account for three fifths of the change.
    """
    rates, shares, both = options
    parts = [part.estimate / split.total.estimate for part in (split.rate, split.mix)]
    for part, words in zip(parts, (rates, shares), strict=True):
        if part >= 0.6:
            return words
    return both


def which_differ(first: Interval, second: Interval, options: Sequence[str]) -> str:
    """Choose of four words (neither, first, second, both) which differences exclude 0."""
    neither, one, other, both = options
    clear = (not first.covers(0), not second.covers(0))
    return {(False, False): neither, (True, False): one, (False, True): other}.get(clear, both)


def early_signals(chart: metrics.XmR, date: pd.Timestamp) -> str:
    """Say which points lay outside before a date that explains the later ones."""
    before = chart.points[chart.points.index < date]
    odd = before.index[before["outside"]]
    if not len(odd):
        return "Before that date no week lies outside."
    weeks = ", ".join(f"{week:%d %B}" for week in odd)
    return (
        f"Before that date {len(odd)} of {len(before)} weeks lie outside too ({weeks}). The release "
        "cannot explain them. Look, and if nothing is found, write them down and watch."
    )


def leak_said(growth: pd.DataFrame) -> str:
    """Say how many of a month's people were gone in the next, from `metrics.growth_history`."""
    last, before = growth.iloc[-1], growth["active"].iloc[-2]
    gone = last["churned"] / before
    kind = "a leaking bucket with the tap open" if gone > 1 / 3 else "mostly people who stay"
    return (
        f"Of {before:,.0f} people who were active in May, **{gone:.0%}** were not in June; "
        f"{last['new']:,.0f} new ones came. That is **{kind}**."
    )


def aha_said(table: pd.DataFrame) -> str:
    """Say how much of the threshold's advantage is left among teams of one size.

    Parameters
    ----------
    table : DataFrame
        One row an owner: size, reached and stayed.
    """
    gaps = {}
    for size, teams in table.groupby("size", observed=True):
        sides = [teams.loc[teams["reached"] == each, "stayed"] for each in (False, True)]
        if min(map(len, sides)) >= 20:
            pairs = [(int(side.sum()), len(side)) for side in sides]
            gaps[str(size)] = metrics.rate_difference(pairs[0], pairs[1])
    overall = [table.loc[table["reached"] == each, "stayed"].mean() for each in (False, True)]
    inside = "; ".join(
        f"among {size} teams {100 * gap.estimate:+.0f} points ({100 * gap.low:+.0f} to "
        f"{100 * gap.high:+.0f})"
        for size, gap in gaps.items()
    )
    return (
        f"Owners who reach the threshold stay more often, by {100 * (overall[1] - overall[0]):.0f} "
        f"points. Compare teams of one size: {inside}."
    )

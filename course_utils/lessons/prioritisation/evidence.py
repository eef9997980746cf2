"""What lesson 10 computes from the backlog before it is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from course_utils.toolkit import prioritisation

TODAY = "2026-07-01"
CAPACITY = 26
"""Person-weeks of new work in a quarter: two squads, each one person-week a week, 13 weeks."""
QUARTER = 13
"""Weeks."""
RANGES = 0.8
"""Lows and highs of the backlog are meant to hold four times in five."""
DATED, MOST, LONGEST = 2, 8, 4
"""Of the jobs to put in order: how many have a date, how many at most have none, and how many weeks
one of these may take."""
BOSS = "ranking of people|finished most"
"""The chief executive's idea: each company words it in one of two ways."""
CRITERIA = ("value", "reach", "paying askers", "little work", "fit")
WEIGHTS = {"value": 0.4, "reach": 0.2, "paying askers": 0.2, "little work": 0.2, "fit": 0.0}
"""The team's weights; nobody has asked for "fit" yet."""
_FIT = {"chief_executive": 5, "product": 3, "sales": 3, "marketing": 3}


def cards(backlog: pd.DataFrame) -> pd.DataFrame:
    """Bring the backlog into one unit each: people a quarter, weeks of work.

    Parameters
    ----------
    backlog : DataFrame
        The table as it came.

    Returns
    -------
    DataFrame
        Indexed by item_id, with reach, weeks and their lows and highs in place of the raw columns,
        and due: weeks from 1 July 2026 to the deadline, NaN where there is none.
    """
    found = backlog.set_index("item_id").copy()
    for end in ("", "_low", "_high"):
        found[f"reach{end}"] = prioritisation.per_quarter(
            found[f"reach{end}"], found["reach_period"]
        )
        found[f"weeks{end}"] = found[f"effort{end}"].where(
            found["effort_unit"] == "weeks", found[f"effort{end}"] / 5
        )
    days = (pd.to_datetime(found["deadline"]) - pd.Timestamp(TODAY)).dt.days
    found["due"] = days / 7
    raw = ["reach_period", "effort", "effort_low", "effort_high", "effort_unit", "deadline"]
    return found.drop(columns=raw)


def rice(cards: pd.DataFrame) -> pd.Series:
    """Score cards by RICE, all in one unit."""
    return prioritisation.rice(
        cards["reach"], cards["impact"], cards["confidence"], cards["weeks"], unit="weeks"
    )


def careless_rice(backlog: pd.DataFrame) -> pd.Series:
    """Score the backlog by RICE as if every reach were a quarter's and every effort weeks."""
    plain = backlog.set_index("item_id")
    return prioritisation.rice(
        plain["reach"], plain["impact"], plain["confidence"], plain["effort"], unit="weeks"
    )


def rice_ranges(cards: pd.DataFrame) -> dict[Any, prioritisation.LogNormal]:
    """Give each card's RICE score as a range, from the ranges of its reach and its work."""
    months = 3 / 13
    names = ["reach_low", "reach_high", "weeks_low", "weeks_high", "impact", "confidence"]
    found = {}
    for item, numbers in zip(cards.index, cards[names].to_numpy(dtype=float), strict=True):
        least, most, short, long, impact, confidence = map(float, numbers)
        people = prioritisation.lognormal(max(least, 0.5), most, RANGES)
        work = prioritisation.lognormal(short, long, RANGES) * months
        found[item] = people * (impact * confidence) / work
    return found


def marks(cards: pd.DataFrame) -> pd.DataFrame:
    """Mark cards from 1 to 5 on the criteria of a weighted score.

    Four marks are fifths of these cards by a column. "Fit" is who asked: 5 for the chief
    executive, 3 for product, sales and marketing, 2 for the others.
    """
    columns = {
        "value": cards["value"],
        "reach": cards["reach"],
        "paying askers": cards["paying_mentions"],
        "little work": -cards["weeks"],
    }
    found = pd.DataFrame(
        {
            name: 1 + (values.rank(method="first") - 1) * 5 // len(values)
            for name, values in columns.items()
        }
    ).astype(int)
    found["fit"] = cards["requester"].map(_FIT).fillna(2).astype(int)
    return found


def boss_item(cards: pd.DataFrame) -> Any:
    """Return the item that the chief executive wants: the weekly ranking of people."""
    return cards.index[cards["title"].str.contains(BOSS)][0]


def needs(cards: pd.DataFrame, dependencies: pd.DataFrame) -> dict[Any, list[Any]]:
    """Return what each of these items needs, as the toolkit takes it."""
    inside = dependencies[dependencies["item_id"].isin(cards.index)]
    return {item: list(group) for item, group in inside.groupby("item_id")["needs"]}


def shortlist(cards: pd.DataFrame, many: int = 8) -> pd.DataFrame:
    """Take the cards that do best by the team's weights, and the chief executive's idea.

    The chief executive's other wishes stay out: on "fit" they would never be beaten.
    """
    score = prioritisation.weighted_scores(marks(cards), WEIGHTS)
    own = cards.index[cards["requester"] == "chief_executive"]
    best = [item for item in prioritisation.by_score(score) if item not in own][: many - 1]
    return cards.loc[sorted([*best, boss_item(cards)])]


def sequence_jobs(cards: pd.DataFrame, dependencies: pd.DataFrame, more: int = 0) -> pd.DataFrame:
    """Take jobs for one squad: the two nearest dates, and what costs most each week.

    Jobs take whole weeks. Of the items without a date only those that wait for nothing are taken,
    by falling cost of delay, until together they take longer than the later date is away: so that
    an order that thinks of dates last misses both. Equal ratios of cost of delay to duration would
    make two best orders: the second is passed over.

    Parameters
    ----------
    cards : DataFrame
        From `cards`.
    dependencies : DataFrame
        The table.
    more : int
        So many further jobs without a date.

    Returns
    -------
    DataFrame
        Indexed by item_id: title, requester, duration, cost_of_delay, due, penalty, value; the
        dated ones first, by date, then in the order of the backlog.
    """
    jobs = cards.assign(duration=np.ceil(cards["weeks"] - 1e-9).astype(int))
    dated = jobs[jobs["due"].notna()].sort_values("due", kind="stable").head(DATED)
    free = jobs[jobs["due"].isna() & ~jobs.index.isin(dependencies["item_id"])]
    free = free[(free["duration"] <= LONGEST) & (free["cost_of_delay"] > 0)]
    free = free.sort_values("cost_of_delay", ascending=False, kind="stable")
    free = free[~(free["cost_of_delay"] / free["duration"]).duplicated()]
    many = int((free["duration"].cumsum() < dated["due"].max()).sum()) + 1
    columns = ["title", "requester", "duration", "cost_of_delay", "due", "penalty", "value"]
    return pd.concat([dated, free.head(min(many, MOST) + more).sort_index()])[columns]


def keep_dates(
    cards: pd.DataFrame, needs: dict[Any, list[Any]], always: Sequence[Any] = ()
) -> tuple[prioritisation.Selection, list[Any]]:
    """Choose the best set in which the quarter's dates are kept, the nearest first, while they fit.

    Parameters
    ----------
    cards : DataFrame
        From `cards`.
    needs : dict
        From `needs`.
    always : sequence
        What else has to be in, before any date.

    Returns
    -------
    tuple of Selection and list
        The set, and the items whose dates cannot be kept.
    """
    value, weeks = cards["value"].astype(float), cards["weeks"]
    kept, missed = list(always), []
    best = prioritisation.select(value, weeks, CAPACITY, needs, kept)
    near = cards[cards["due"] <= QUARTER].sort_values("due", kind="stable")
    for item in near.index:
        try:
            best = prioritisation.select(value, weeks, CAPACITY, needs, [*kept, item])
        except ValueError:
            missed.append(item)
        else:
            kept.append(item)
    return best, missed


def weeks_late(jobs: pd.DataFrame, order: list[Any]) -> pd.Series:
    """Return by how many weeks each job with a date misses it, 0 if it does not."""
    table = prioritisation.delay_table(jobs, order)
    over = table["finish"] - jobs["due"].reindex(table.index)
    return over.clip(lower=0).dropna()

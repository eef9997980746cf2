"""What answers the guesses of lesson 10: the option that holds, and a sentence with its numbers."""

from __future__ import annotations

import pandas as pd

from course_utils.lessons.prioritisation.evidence import (
    both_leaders,
    cards,
    careless_rice,
    loudest,
    rice,
    units_lost,
)
from course_utils.lessons.prioritisation.rulers import firsts
from course_utils.lessons.prioritisation.schedule import habits, misses, possible_weeks
from course_utils.toolkit import prioritisation


def heard(cards: pd.DataFrame) -> tuple[str, str]:
    """Say how many of the items that were asked for most are among the most valuable."""
    (first,) = loudest(cards, 1).to_dict("records")
    return str(both_leaders(cards)), (
        f"Asked for most was *{first['item']}*: number {first['rank by value']} of {len(cards)} by value. "
        "The red dot is the chief executive's idea."
    )


def units(backlog: pd.DataFrame) -> tuple[str, str]:
    """Say how many of the first ten drop out once units are mended, which, and by what unit."""
    found = cards(backlog)
    before, after = (
        prioritisation.by_score(each) for each in (careless_rice(backlog), rice(found))
    )
    raw = backlog.set_index("item_id")
    told = []
    for word, items, others in (
        ("Out", [each for each in before[:10] if each not in after[:10]], "others passed it"),
        ("In", [each for each in after[:10] if each not in before[:10]], "others fell behind"),
    ):
        named = [
            f"*{found.loc[each, 'title']}* ({_unit(raw.loc[each]) or others})" for each in items
        ]
        told += [f"{word}: {'; '.join(named)}."] if named else []
    days = int((backlog["effort_unit"] == "days").sum())
    months = int((backlog["reach_period"] == "month").sum())
    return str(units_lost(backlog)), " ".join(
        [
            f"Of {len(found)} items, {days} have their effort in days and {months} their reach by the "
            "month. Days that are read as weeks make an item look five times as dear, a month that is "
            "read as a quarter makes it look a third as wide.",
            *(told or ["Here no card crosses the tenth rank; below it ranks change."]),
        ]
    )


def _unit(row: pd.Series) -> str:
    """Say what moves a row of the backlog once units are converted; nothing where its own are right."""
    moves = []
    if row["reach_period"] == "month":
        moves.append("reach by the month")
    if row["effort_unit"] == "days":
        moves.append("effort in days")
    return " and ".join(moves)


def trap(jobs: pd.DataFrame) -> tuple[float, str]:
    """Say in which share of the possible quarters CD3, behind the law, keeps both dates."""
    return (
        1 - misses(jobs, habits(jobs)["CD3"], possible_weeks(jobs)),
        "Before its date a promised job costs nothing a week, so CD3 puts it last.",
    )


def held_against(fit: prioritisation.CapacityFit) -> tuple[str, str]:
    """Say what musts are held against, and how these do."""
    return "The weeks that there are", " ".join(fit.problems)


def felt(ranking: pd.Series) -> tuple[str, str]:
    """Say what people feel about the weekly ranking; a row of `survey.feelings`."""
    return prioritisation.KANO[str(ranking["category"])].capitalize(), (
        f"{ranking['reverse']:.0%} want the opposite ({ranking['reverse_low']:.0%} to "
        f"{ranking['reverse_high']:.0%}), of {ranking['n']} answers from {ranking['accounts']} accounts."
    )


def two_jobs(jobs: pd.DataFrame) -> tuple[str, str]:
    """Say which of two jobs comes first, P or Q, and what either order costs."""
    orders = {first: [first, *(job for job in jobs.index if job != first)] for first in jobs.index}
    costs = {first: prioritisation.delay_cost(jobs, order) for first, order in orders.items()}
    best = min(costs, key=lambda first: costs[first])
    option = {"P": "P: it costs more each week", "Q": "Q: it is short"}[best]
    rates = jobs["cost_of_delay"] / jobs["duration"]
    return option, (
        " ".join(f"{first} first costs {cost:,.0f} USD." for first, cost in costs.items())
        + " For each week of its own "
        + ", ".join(f"{job} loses {rate:,.0f}" for job, rate in rates.items())
        + "."
    )


def cut() -> tuple[str, str]:
    """Say which cut of an epic goes through every layer."""
    return (
        "By case: one path, one kind of user",
        "Only this slice can be used by a real team, and can prove you wrong.",
    )


def no_single_ruler(few: pd.DataFrame) -> tuple[str, str]:
    """Say which way to rank could be defended alone; the shortlist's winners tell."""
    return (
        "No single one",
        f"Five rulers named {firsts(few)} winners, because each answered another question.",
    )

"""What each move brings in a month: social media's budget by lot, the welcome call by guess.

A lot gave social media a low budget in one month of each quarter, the usual one in another, a high
one in the third. So what a month at one of them brings is read off the quarters, with no curve
between them, and no step is valued beyond what was tried. Nothing needs no lot: who spends nothing
and wins nobody is spared what the months lost.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pandas as pd

from course_utils.lessons.retention.bet import (
    CHANCES,
    WELCOME,
    channel_value,
    three_points,
    value_range,
)
from course_utils.lessons.retention.evidence import (
    acquisition_costs,
    by_budget,
    margin,
    model,
    quarters,
)
from course_utils.toolkit.common.intervals import Interval, t_interval

NONE = "social media at none"
LOW, HIGH = "social media at its low budget", "social media at its high budget"
CALL = "a call to social media's new ones"
GUESS = "a guess"
BOOKS = "by what was spent"


class Level(NamedTuple):
    """A month at one budget of social media, beside another month."""

    people: float
    """Subscribers more, or fewer."""
    spent: float
    """USD more, or less."""
    net: Interval
    """What it brings within twelve payments, after its cost: USD, with its 95 %."""


def level(solo: pd.DataFrame, spend: pd.DataFrame, budget: str) -> Level:
    """Value the months at one budget of social media against the mean months of their quarters.

    Parameters
    ----------
    solo, spend : DataFrame
        The tables.
    budget : str
        low, usual or high; or none, which spends nothing and wins nobody.

    Returns
    -------
    Level
        Its interval takes each quarter for one observation, Student's t, and carries the doubt of
        what a subscriber brings. It takes those who come or stay away to be worth the average.
    """
    lot = by_budget(solo, spend)
    mean = lot[["social", "spent"]].set_axis(quarters(lot)).groupby(level=0).mean()
    return _valued(solo, (0 if budget == "none" else _months(lot, budget)) - mean)


def low_month(solo: pd.DataFrame, spend: pd.DataFrame) -> Level:
    """Value a month at social media's low budget beside a month that spends nothing."""
    return _valued(solo, _months(by_budget(solo, spend), "low"))


def _months(lot: pd.DataFrame, budget: str) -> pd.DataFrame:
    """Return the month of each quarter that had a budget."""
    months = lot[["social", "spent"]].set_axis(quarters(lot))
    return months[(lot["budget"] == budget).to_numpy()]


def _valued(solo: pd.DataFrame, apart: pd.DataFrame) -> Level:
    """Value what each quarter had more, or less, of people and of spend."""
    people, spent = apart["social"].mean(), apart["spent"].mean()
    brings = apart["social"] * channel_value(solo, "social") - apart["spent"]
    by_quarter = t_interval(brings.to_numpy(float), 0.95)
    low, high = value_range(solo, "social")
    off = math.hypot(by_quarter.margin, people * (high - low) / 2)
    net = by_quarter.estimate
    return Level(float(people), float(spent), Interval(net, net - off, net + off))


def starts_at_low(solo: pd.DataFrame, spend: pd.DataFrame) -> float:
    """Return how many began by social media in a month at its low budget."""
    lot = by_budget(solo, spend)
    return float(lot.loc[lot["budget"] == "low", "social"].mean())


def calls(solo: pd.DataFrame, spend: pd.DataFrame) -> np.ndarray:
    """Return what the call to all who come at the low budget brings, after its cost: USD a month.

    At the low, middle and high share of churn that it may take off.
    """
    each = three_points(model(solo, "social"), margin(solo, "social"), WELCOME)
    return starts_at_low(solo, spend) * each


def bets(solo: pd.DataFrame, spend: pd.DataFrame) -> pd.DataFrame:
    """Compare what could be done, in one unit: USD a month, within twelve payments, after its cost.

    Returns
    -------
    DataFrame
        By bet: people (a month), each (USD that one costs), spent (USD a month), net, low and high
        (USD a month), known ("by lot", "by what was spent", or "a guess": the team's own range).
        The call is to those who come at the low budget.
    """
    rows: dict[str, tuple[float, float, float, float, float, float, str]] = {}
    for name, budget, known in (
        (NONE, "none", BOOKS),
        (LOW, "low", "by lot"),
        (HIGH, "high", "by lot"),
    ):
        moved = level(solo, spend, budget)
        each = moved.spent / moved.people
        rows[name] = (moved.people, each, moved.spent, *moved.net, known)
    low, _, high = values = calls(solo, spend)
    count = starts_at_low(solo, spend)
    rows[CALL] = (
        count, WELCOME.cost, WELCOME.cost * count, float(CHANCES @ values), low, high, GUESS,
    )  # fmt: skip
    columns = ["people", "each", "spent", "net", "low", "high", "known"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)


def social_year(solo: pd.DataFrame, spend: pd.DataFrame) -> Interval:
    """Return what an average one of social media leaves of twelve payments, after its cost."""
    cost = float(acquisition_costs(solo, spend)["social"])
    low, high = value_range(solo, "social")
    return Interval(channel_value(solo, "social") - cost, low - cost, high - cost)

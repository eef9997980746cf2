"""A budget that moves by a step: whom it brings or leaves away, what they cost, what they would bring.

Who spends more wins more, and pays more for each. So a step is not valued at what one more costs
today, but along a curve that is fitted to the months: what one costs on average rises in a straight
line with how many are won.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from course_utils.lessons.retention.bet import (
    CHANCES,
    GIFT,
    WELCOME,
    after_a_year,
    channel_value,
    sampled_values,
    three_points,
)
from course_utils.lessons.retention.evidence import (
    CHANNELS,
    DISCOUNT,
    acquisition_costs,
    by_month,
    margin,
    model,
    next_cost,
    survival,
)
from course_utils.toolkit import retention
from course_utils.toolkit.common.intervals import Interval

STEP = 0.25
"""By which share a budget is raised or cut in one step."""
SAMPLES = 400
LESS, MORE = "a quarter less social media", "a quarter more social media"
STORE = "a quarter more app store"


class CostCurve(NamedTuple):
    """What winning so many subscribers in a month costs: ``flat * won + rise * won**2``."""

    flat: float
    rise: float

    def won(self, spent: float) -> float:
        """Return how many a month's spend wins."""
        root = np.sqrt(self.flat**2 + 4 * self.rise * spent)
        return float((root - self.flat) / (2 * self.rise))

    def one_more(self, won: float) -> float:
        """Return what one more costs where so many are won."""
        return self.flat + 2 * self.rise * won


def cost_curve(months: pd.DataFrame) -> CostCurve:
    """Fit what winning subscribers costs to months.

    Parameters
    ----------
    months : DataFrame
        By month, what was `spent` and how many were `won`; see `by_month`.
    """
    rise, flat = np.polyfit(months["won"], months["spent"] / months["won"], 1)
    return CostCurve(float(flat), float(rise))


def _drawn_curves(months: pd.DataFrame) -> list[CostCurve]:
    """Draw curves as far from the fitted one as so few months leave them: Student's t."""
    fitted, spread = np.polyfit(months["won"], months["spent"] / months["won"], 1, cov=True)
    random, free = np.random.default_rng(9), len(months) - 2
    off = random.multivariate_normal([0, 0], spread, SAMPLES)
    off /= np.sqrt(random.chisquare(free, (SAMPLES, 1)) / free)
    return [CostCurve(float(flat), float(rise)) for rise, flat in fitted + off]


class Step(NamedTuple):
    """What a change of a month's budget does; see `step`."""

    spent: float
    """USD a month more, or less."""
    people: float
    """Subscribers a month more, or fewer."""
    each: float
    """What each of them costs."""
    net: Interval
    """What they bring within twelve payments, after that cost: USD a month, with its 95 %."""


def today(months: pd.DataFrame) -> float:
    """Return what a month of the last year spent."""
    return float(months["spent"].tail(12).mean())


def step(solo: pd.DataFrame, spend: pd.DataFrame, channel: str, share: float) -> Step:
    """Value a change of a channel's budget, along the curve of what winning subscribers costs.

    Parameters
    ----------
    solo, spend : DataFrame
        The tables.
    channel : str
        Whose budget moves.
    share : float
        By which share of the last year's monthly spend, below 0 where it is cut.

    Returns
    -------
    Step
        Its interval carries the doubt of the curve and that of what one brings, and takes the
        shape of the curve to be right.
    """
    months = by_month(solo, spend, channel)
    spent = today(months)

    def people(fitted: CostCurve) -> float:
        return fitted.won((1 + share) * spent) - fitted.won(spent)

    more = people(cost_curve(months))
    drawn = [people(fitted) for fitted in _drawn_curves(months)]
    values = np.array(drawn) * sampled_values(solo, channel, SAMPLES, 8) - share * spent
    low, high = np.quantile(values, [0.025, 0.975])
    net = more * channel_value(solo, channel) - share * spent
    return Step(share * spent, more, share * spent / more, Interval(net, float(low), float(high)))


def worth_its_cost(solo: pd.DataFrame, spend: pd.DataFrame, channel: str) -> float:
    """Return at which share of today's number one more would bring just what they cost.

    Read off the curve, and far from all months where it is far from 1: a direction, no plan.
    """
    months = by_month(solo, spend, channel)
    fitted = cost_curve(months)
    there = (channel_value(solo, channel) - fitted.flat) / (2 * fitted.rise)
    return float(max(there, 0.0) / fitted.won(today(months)))


def bets(solo: pd.DataFrame, spend: pd.DataFrame) -> pd.DataFrame:
    """Compare what could be done, in one unit: USD a month, within twelve payments, after its cost.

    Returns
    -------
    DataFrame
        By bet: people (a month), each (USD that one costs), spent (USD a month), net, low and high
        (USD a month), known ("inferred" from months, or "a guess": the team's own range).
    """
    rows: dict[str, tuple[float, float, float, float, float, float, str]] = {}
    for name, channel, share in (
        (LESS, "social", -STEP),
        (MORE, "social", STEP),
        (STORE, "app_store", STEP),
    ):
        moved = step(solo, spend, channel, share)
        rows[name] = (moved.people, moved.each, moved.spent, *moved.net, "inferred")
    starts = {name: float(by_month(solo, spend, name)["won"].tail(12).mean()) for name in CHANNELS}
    stay = {name: float(survival(solo, name)[12]) * starts[name] for name in CHANNELS}
    called = {
        name: starts[name] * three_points(model(solo, name), margin(solo, name), WELCOME)
        for name in CHANNELS
    }
    older = {
        name: stay[name] * three_points(after_a_year(model(solo, name)), margin(solo, name), GIFT)
        for name in CHANNELS
    }
    for name, points, cost, count in (
        (
            f"{WELCOME.name}, to all",
            np.sum(list(called.values()), axis=0),
            WELCOME.cost,
            sum(starts.values()),
        ),
        (f"{WELCOME.name}, social media", called["social"], WELCOME.cost, starts["social"]),
        (GIFT.name, np.sum(list(older.values()), axis=0), GIFT.cost, sum(stay.values())),
    ):
        net = float(CHANCES @ points)
        rows[name] = (count, cost, cost * count, net, points[0], points[2], "a guess")
    columns = ["people", "each", "spent", "net", "low", "high", "known"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)


def cash(solo: pd.DataFrame, spend: pd.DataFrame, payments: int = 60) -> pd.DataFrame:
    """Return what a subscriber has brought after each payment, less what winning them cost.

    Along the model of the channel, discounted: an average one of social media, and one more from
    social media and from the app store.
    """
    columns = {}
    for name, channel, cost in (
        ("social, the average", "social", float(acquisition_costs(solo, spend)["social"])),
        ("social, one more", "social", next_cost(solo, spend, "social").estimate),
        ("app store, one more", "app_store", next_cost(solo, spend, "app_store").estimate),
    ):
        left = retention.sbg_survival(model(solo, channel), payments - 1).to_numpy()
        paid = margin(solo, channel) * left / (1 + DISCOUNT) ** np.arange(payments)
        columns[name] = paid.cumsum() - cost
    return pd.DataFrame(columns, index=pd.RangeIndex(1, payments + 1, name="payment"))

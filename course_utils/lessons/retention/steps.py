"""A budget that moves by a step: whom it brings or leaves away, what they cost, what they would bring.

Who spends more wins more, and pays more for each. So a step is not valued at what one more costs
today, but along a curve that is fitted to the months: what one costs on average rises in a straight
line with how many are won. Only social media has such a curve: there a lot moved the budget.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from course_utils.lessons.retention.bet import (
    CHANCES,
    WELCOME,
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
    quarters,
    since_mails,
    triangle,
)
from course_utils.lessons.retention.mails import MAIL_COST, mails_value
from course_utils.toolkit import retention
from course_utils.toolkit.common.intervals import Interval

STEP = 0.25
"""By which share a budget is raised or cut in one step."""
SAMPLES = 400
LESS, MORE = "a quarter less social media", "a quarter more social media"
DOUBLE = "twice as much, far outside"
CALL, CALL_ALL = "a call to half, after the cut", "a call in all channels"
MAILS_ON = "the mails go on"
GUESS = "a guess"


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


class _Fit(NamedTuple):
    """What one costs by how many are won, from months of one quarter against each other."""

    rise: float
    rise_error: float
    usual: float
    """The mean of what one costs, over months, at the mean of how many are won."""
    usual_error: float
    won: float
    free: int

    def curve(self, rise_off: float = 0.0, usual_off: float = 0.0) -> CostCurve:
        """Return the curve, so many standard errors off."""
        rise = self.rise + rise_off * self.rise_error
        usual = self.usual + usual_off * self.usual_error
        return CostCurve(float(usual - rise * self.won), float(rise))


def _fit(months: pd.DataFrame) -> _Fit:
    quarter, won, each = quarters(months), months["won"], months["spent"] / months["won"]
    # Only what differs within a quarter counts: there the lot moved the budget, not the season.
    apart = won - won.groupby(quarter).transform("mean")
    off = each - each.groupby(quarter).transform("mean")
    rise = (apart * off).sum() / (apart**2).sum()
    free = len(months) - quarter.nunique() - 1
    spread = np.sqrt(((off - rise * apart) ** 2).sum() / free)
    return _Fit(
        float(rise), float(spread / np.sqrt((apart**2).sum())), float(each.mean()),
        float(spread / np.sqrt(len(months))), float(won.mean()), free,
    )  # fmt: skip


def cost_curve(months: pd.DataFrame) -> CostCurve:
    """Fit what winning subscribers costs to months whose budget moved by lot.

    Parameters
    ----------
    months : DataFrame
        By month, what was `spent` and how many were `won`; see `by_month`.
    """
    return _fit(months).curve()


def _drawn_curves(months: pd.DataFrame) -> list[CostCurve]:
    """Draw curves as far from the fitted one as so few months leave them: Student's t."""
    fit, random = _fit(months), np.random.default_rng(9)
    return [fit.curve(*offs) for offs in random.standard_t(fit.free, (SAMPLES, 2))]


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


def step(solo: pd.DataFrame, spend: pd.DataFrame, share: float) -> Step:
    """Value a change of social media's budget, along the curve of what winning subscribers costs.

    Parameters
    ----------
    solo, spend : DataFrame
        The tables.
    share : float
        By which share of the last year's monthly spend, below 0 where it is cut.

    Returns
    -------
    Step
        Its interval carries the doubt of the curve and that of what one brings. It takes the shape
        of the curve to be right, and those who come or stay away to be worth the average.
    """
    months = by_month(solo, spend, "social")
    spent = today(months)

    def people(fitted: CostCurve) -> float:
        return fitted.won((1 + share) * spent) - fitted.won(spent)

    more = people(cost_curve(months))
    drawn = [people(fitted) for fitted in _drawn_curves(months)]
    values = np.array(drawn) * sampled_values(solo, "social", SAMPLES, 8) - share * spent
    low, high = np.quantile(values, [0.025, 0.975])
    net = more * channel_value(solo, "social") - share * spent
    return Step(share * spent, more, share * spent / more, Interval(net, float(low), float(high)))


def worth_its_cost(solo: pd.DataFrame, spend: pd.DataFrame) -> float:
    """Return at which share of today's number one more of social media would bring what they cost.

    Read off the curve, and far from all months where it is far from 1: a direction, no plan.
    """
    months = by_month(solo, spend, "social")
    fitted = cost_curve(months)
    there = (channel_value(solo, "social") - fitted.flat) / (2 * fitted.rise)
    return float(max(there, 0.0) / fitted.won(today(months)))


def starts_a_month(solo: pd.DataFrame, spend: pd.DataFrame, channel: str) -> float:
    """Return how many began by a channel in a month of the last year."""
    return float(by_month(solo, spend, channel)["won"].tail(12).mean())


def bets(solo: pd.DataFrame, spend: pd.DataFrame) -> pd.DataFrame:
    """Compare what could be done, in one unit: USD a month, within twelve payments, after its cost.

    Returns
    -------
    DataFrame
        By bet: people (a month), each (USD that one costs), spent (USD a month), net, low and high
        (USD a month), known ("by lot" or "before and after", or "a guess": the team's own range).
    """
    rows: dict[str, tuple[float, float, float, float, float, float, str]] = {}
    for name, share in ((LESS, -STEP), (MORE, STEP), (DOUBLE, 1.0)):
        moved = step(solo, spend, share)
        known = "by lot" if share < 1 else "far outside the months"
        rows[name] = (moved.people, moved.each, moved.spent, *moved.net, known)
    starts = {name: starts_a_month(solo, spend, name) for name in CHANNELS}
    points = {
        name: three_points(model(solo, name), margin(solo, name), WELCOME) for name in CHANNELS
    }
    half = (starts["social"] + rows[LESS][0]) / 2
    for name, count, values in (
        (CALL, half, half * points["social"]),
        (
            CALL_ALL,
            sum(starts.values()),
            np.sum([starts[name] * points[name] for name in CHANNELS], axis=0),
        ),
    ):
        rows[name] = (
            count, WELCOME.cost, WELCOME.cost * count,
            float(CHANCES @ values), values[0], values[2], GUESS,
        )  # fmt: skip
    ratio, here = since_mails(solo).same_age, float(solo["ended_at"].isna().sum())
    value, low, high = (
        mails_value(solo, 1 - end) for end in (ratio.estimate, ratio.high, ratio.low)
    )
    rows[MAILS_ON] = (here, MAIL_COST, MAIL_COST * here, value, low, high, "before and after")
    columns = ["people", "each", "spent", "net", "low", "high", "known"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)


def cash(solo: pd.DataFrame, spend: pd.DataFrame, payments: int = 60) -> pd.DataFrame:
    """Return what one of social media has brought after each payment, less what winning them cost.

    Along the model of the channel, discounted: an average one, and one more.
    """
    left = retention.sbg_survival(model(solo, "social"), payments - 1).to_numpy()
    paid = (margin(solo, "social") * left / (1 + DISCOUNT) ** np.arange(payments)).cumsum()
    average = float(acquisition_costs(solo, spend)["social"])
    return pd.DataFrame(
        {"the average": paid - average, "one more": paid - next_cost(solo, spend).estimate},
        index=pd.RangeIndex(1, payments + 1, name="payment"),
    )


def payback_range(
    solo: pd.DataFrame, spend: pd.DataFrame, samples: int = 60, payments: int = 120
) -> tuple[int, int]:
    """Return the 95 % interval of the payment with which an average one of social media is back.

    Subscribers are drawn anew, with replacement, and the model is fitted to each draw.
    """
    rows = solo[solo["channel"] == "social"]
    cost, gain = float(acquisition_costs(solo, spend)["social"]), margin(solo, "social")
    random, worth = np.random.default_rng(5), (1 + DISCOUNT) ** -np.arange(float(payments))
    back = []
    for _ in range(samples):
        drawn = rows.iloc[random.integers(0, len(rows), len(rows))]
        fitted = retention.sbg_fit(triangle(drawn, "social"))
        left = retention.sbg_survival(fitted, payments - 1).to_numpy()
        paid = (gain * left * worth).cumsum()
        back.append(payments if paid[-1] < cost else int(np.argmax(paid >= cost)) + 1)
    low, high = np.quantile(back, [0.025, 0.975])
    return round(low), round(high)

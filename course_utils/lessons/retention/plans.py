"""Tests that are planned before anything is measured: of the welcome call, and of the mails.

A test is held against the line that decides. Here that is not "no effect", it is the effect from
which on a bet earns its cost.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pandas as pd

from course_utils.lessons.retention.bet import WELCOME, bet_value, left_with
from course_utils.lessons.retention.evidence import (
    CHANNELS,
    DISCOUNT,
    HORIZON,
    by_month,
    margin,
    model,
    since_mails,
    triangle,
)
from course_utils.lessons.retention.steps import STEP, step
from course_utils.toolkit import experiments, retention

BEGIN = pd.Timestamp("2026-07-13")
"""When tests begin: a week after the decision."""
MAIL_COST = 0.05
"""USD a subscriber and month."""


class Plan(NamedTuple):
    """The test of the welcome call on social media; see `call_test`."""

    base: float
    """Share left without the call, at the age at which it is read."""
    helped: float
    """Share left with it, at the middle of the team's range."""
    enough: float
    """Share left from which on the call earns its cost."""
    arm: int
    """Subscribers in each group that see the middle's lead over *none*."""
    pays_arm: float
    """Subscribers in each group that tell the middle from *enough*; infinite if it is not more."""
    months: float
    """Months of starts that fill two groups of `arm`, after the cut of social media."""
    pays_months: float
    """The same for two groups of `pays_arm`."""
    filled: pd.Timestamp
    """When both are full, if the test begins on 13 July 2026."""
    read: pd.Timestamp
    """When the last of them has come to the age."""
    passes: tuple[float, float, float]
    """How likely the estimate comes out at `enough` or above, at the low, middle and high cut."""


def call_test(solo: pd.DataFrame, spend: pd.DataFrame) -> Plan:
    """Plan the test of the welcome call on social media, read where the call ends.

    Parameters
    ----------
    solo, spend : DataFrame
        The tables.
    """
    from scipy.optimize import brentq
    from scipy.stats import norm

    people, gain, age = model(solo, "social"), margin(solo, "social"), WELCOME.last

    def left(cut: float) -> float:
        return float(left_with(people, WELCOME, cut, age)[age])

    base, helped = left(0), left(WELCOME.cuts[1])
    enough = left(brentq(lambda cut: bet_value(people, gain, WELCOME, cut), 0, 1))
    arm = experiments.rates_sample_size(base, helped - base).control
    pays_arm = (
        float(experiments.rates_sample_size(enough, helped - enough).control)
        if helped > enough
        else math.inf
    )
    won = float(by_month(solo, spend, "social")["won"].tail(12).mean())
    a_day = 12 / 365 * (won + step(solo, spend, "social", -STEP).people)
    filled = BEGIN + pd.Timedelta(days=math.ceil(2 * arm / a_day))
    ends = np.array([left(cut) for cut in WELCOME.cuts])
    error = np.sqrt((base * (1 - base) + ends * (1 - ends)) / arm)
    low, middle, high = norm.cdf((ends - enough) / error).tolist()
    return Plan(
        base, helped, enough, arm, pays_arm, 24 * arm / (365 * a_day), 24 * pays_arm / (365 * a_day),
        filled, filled + pd.DateOffset(months=age), (low, middle, high),
    )  # fmt: skip


def mails_pay(solo: pd.DataFrame) -> float:
    """Return the share of churn that mails must take off to earn their cost in twelve payments.

    Of those who are here today: each goes on with a chance to leave of their own, as far along as
    they are. Whoever the mails hold back goes on to pay, and goes on to get mails.
    """
    from scipy.optimize import brentq

    own, count, gain = [], [], []
    for channel in CHANNELS:
        people, counts = model(solo, channel), triangle(solo, channel)
        ages, here = counts.notna().sum(axis=1) - 1, counts.ffill(axis=1).iloc[:, -1]
        for age, some in zip(ages, here, strict=True):
            own.append(retention.sbg_people(retention.SBG(people.alpha, people.beta + age), 200))
            count.append(float(some))
            gain.append(margin(solo, channel))
    chance, weight, margins = np.array(own)[:, :, None], np.array(count), np.array(gain)
    worth = 1 / (1 + DISCOUNT) ** np.arange(HORIZON)

    def paid(cut: float) -> np.ndarray:
        """Return the payments of one person of each group, discounted."""
        return ((1 - (1 - cut) * chance) ** np.arange(HORIZON)).mean(axis=1) @ worth

    before = paid(0)

    def earns(cut: float) -> float:
        after = paid(cut)
        return float(weight @ (margins * (after - before) - MAIL_COST * after))

    return float(brentq(earns, 0, 1))


class MailTest(NamedTuple):
    """The test of the loyalty mails; see `mails_test`."""

    here: int
    """Subscribers who get them today."""
    a_month: float
    """USD that the mails cost a month."""
    least: float
    """The share of churn that they must take off for the test to see it four times in five."""
    read: pd.Timestamp
    """When it is read: half a year after 13 July 2026."""


def mails_test(solo: pd.DataFrame) -> MailTest:
    """Plan half a year in which half of the subscribers, by lot, get no mails.

    Parameters
    ----------
    solo : DataFrame
        The table. As many are taken to leave in that half-year as left since January.
    """
    from scipy.optimize import brentq

    here, lost = int(solo["ended_at"].isna().sum()), since_mails(solo).lost / 2

    def short(share: float) -> float:
        """Return by how much the effect falls short of what 80 % power asks, in logarithms."""
        error = math.sqrt(1 / lost + 1 / (lost * (1 - share)))
        return math.log(1 - share) + (1.959964 + 0.841621) * error

    least = float(brentq(short, 0, 0.99))
    return MailTest(here, MAIL_COST * here, least, BEGIN + pd.DateOffset(months=6))

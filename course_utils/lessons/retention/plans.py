"""Tests that are planned before anything is measured: of the welcome call, and of the mails.

A test is held against the line that decides. Here that is not "no effect", it is the effect from
which on a bet earns its cost.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
import pandas as pd

from course_utils.lessons.retention.bet import (
    CHANCES,
    WELCOME,
    channel_value,
    left_with,
    naive_left,
    pays_from,
)
from course_utils.lessons.retention.evidence import (
    DISCOUNT,
    acquisition_costs,
    by_budget,
    margin,
    model,
    next_cost,
    since_mails,
)
from course_utils.lessons.retention.mails import mails_pay
from course_utils.lessons.retention.steps import calls, low_month, starts_at_low
from course_utils.toolkit import experiments
from course_utils.toolkit.common.intervals import Interval

BEGIN = pd.Timestamp("2026-07-13")
"""When tests begin: a week after the decision."""
NORMAL = NormalDist()
LATER = 6
"""The renewal at which the call's lead tells which story of the saved is true."""
LOTS = pd.Timestamp("2026-08-01")
"""When the next budgets are drawn by lot: the first whole month after the decision."""
QUARTERS, PAIRS = 4, 6
"""How many quarters, or pairs of months, a year of such a lot has: each is one observation."""
YEAR = 12
"""For how many months of calls the test is weighed: the team's choice, and no rule of finance."""


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
    pays_months: float
    """Months of starts that fill two groups of `pays_arm`, at the low budget of social media."""
    filled: pd.Timestamp
    """When two groups of `arm` are full, if the test begins on 13 July 2026."""
    read: pd.Timestamp
    """When the last of them has come to the age."""
    passes: tuple[float, float, float]
    """How likely the estimate comes out at `enough` or above, at the low, middle and high cut."""
    later: tuple[float, float]
    """The middle's lead at `LATER`: if each keeps their chance, and if the saved are survivors."""
    later_read: pd.Timestamp
    """When that is read."""


def call_test(solo: pd.DataFrame, spend: pd.DataFrame) -> Plan:
    """Plan the test of the welcome call on social media, read where the call ends, and later.

    Parameters
    ----------
    solo, spend : DataFrame
        The tables.
    """
    people, gain, age = model(solo, "social"), margin(solo, "social"), WELCOME.last

    def left(cut: float) -> float:
        return float(left_with(people, WELCOME, cut, age)[age])

    base, helped = left(0), left(WELCOME.cuts[1])
    enough = left(pays_from(people, gain, WELCOME))
    arm = experiments.rates_sample_size(base, helped - base).control
    pays_arm = (
        float(experiments.rates_sample_size(enough, helped - enough).control)
        if helped > enough
        else math.inf
    )
    a_day = 12 / 365 * starts_at_low(solo, spend)
    filled = BEGIN + pd.Timedelta(days=math.ceil(2 * arm / a_day))
    ends = np.array([left(cut) for cut in WELCOME.cuts])
    error = np.sqrt((base * (1 - base) + ends * (1 - ends)) / arm)
    low, middle, high = (NORMAL.cdf(z) for z in (ends - enough) / error)
    own, alike = (
        float(told(people, WELCOME, WELCOME.cuts[1], LATER)[LATER])
        - float(told(people, WELCOME, 0.0, LATER)[LATER])
        for told in (left_with, naive_left)
    )
    return Plan(
        base, helped, enough, arm, pays_arm, 24 * pays_arm / (365 * a_day),
        filled, filled + pd.DateOffset(months=age), (low, middle, high),
        (own, alike), filled + pd.DateOffset(months=LATER),
    )  # fmt: skip


class Worth(NamedTuple):
    """What the test of the call is worth, USD a month; see `test_worth`."""

    now: float
    """Expected of a call to all of social media's new ones, at the low budget."""
    rule: float
    """Expected once the test has been read: all are called where it passes, nobody where not."""
    wait: float
    """Months from the first call until the test is read."""

    @property
    def forgone(self) -> float:
        """USD that the half without the call goes without until the test is read, expected."""
        return self.now / 2 * self.wait

    def within(self, months: float = YEAR) -> tuple[float, float]:
        """Return what the calls made in so many months bring, to all and with the test first.

        Discounted to the first call. Each call is followed for its own twelve payments, so the
        last money comes in nearly a year after the last call.
        """
        tested = min(months, self.wait)
        first = self.now / 2 * _flow(tested) + self.rule * (_flow(months) - _flow(tested))
        return self.now * _flow(months), first

    @property
    def months(self) -> float:
        """Months of calls after which the test has brought as much; infinite if never."""
        gain = self.rule - self.now
        if gain <= 0:
            return math.inf
        due = _flow(self.wait) * (1 + self.now / 2 / gain)
        left = 1 - due * math.log1p(DISCOUNT)
        return -math.log(left) / math.log1p(DISCOUNT) if left > 0 else math.inf


def _flow(months: float) -> float:
    """Return what a dollar a month, paid evenly over so many months, is worth today."""
    return (1 - (1 + DISCOUNT) ** -months) / math.log1p(DISCOUNT)


def test_worth(solo: pd.DataFrame, spend: pd.DataFrame, plan: Plan) -> Worth:
    """Weigh the test of the call against a call to all, by the team's own chances.

    Parameters
    ----------
    solo, spend : DataFrame
        The tables.
    plan : Plan
        See `call_test`.
    """
    values = calls(solo, spend)
    now = float(CHANCES @ values)
    rule = float((CHANCES * np.array(plan.passes)) @ values)
    months = (plan.read - BEGIN) / pd.Timedelta(days=365 / 12)
    return Worth(now, rule, months)


class Lot(NamedTuple):
    """What budgets that are drawn by lot will tell of one more; see `lot_plan`."""

    off: float
    """Half the width of the 95 % interval of what one more costs, as a share of it."""
    least: float
    """The gap between what one more costs and brings, as a share of the cost, that the interval
    leaves out four times in five."""


def lot_plan(fewer: float, more: float, rounds: int) -> Lot:
    """Plan a lot of two budgets that are set beforehand, so that who comes scatters as counts do.

    Parameters
    ----------
    fewer, more : float
        How many the lower and the higher budget win in a month.
    rounds : int
        How often both are drawn, each time one observation: Student's t.
    """
    from scipy.optimize import brentq
    from scipy.stats import nct, t

    error = math.sqrt(fewer + more) / (more - fewer) / math.sqrt(rounds)
    limit, free = float(t.ppf(0.975, rounds - 1)), rounds - 1

    def short(gap: float) -> float:
        return float(nct.sf(limit, free, gap)) - 0.8

    return Lot(limit * error, float(brentq(short, 0, 100)) * error)


class Store(NamedTuple):
    """The lot of the app store's budgets; see `store_lot`."""

    dearer: float
    """How many times the average one more of social media costs."""
    extra: float
    """How many more a month the higher budget wins than the lower, if that is so here."""
    plan: Lot


def store_lot(solo: pd.DataFrame, spend: pd.DataFrame) -> Store:
    """Plan a lot between half of the app store's usual budget and half as much again.

    One more is taken to cost as many times the average as with social media: what it costs here is
    what the lot is to tell.
    """
    dearer = next_cost(solo, spend).estimate / float(acquisition_costs(solo, spend)["social"])
    usual = float(by_budget(solo, spend)["app_store"].mean())
    extra = usual / dearer
    return Store(dearer, extra, lot_plan(usual - extra / 2, usual + extra / 2, PAIRS))


class Lower(NamedTuple):
    """Social media at its low budget, and the lot below it; see `lower_lot`."""

    cost: float
    """USD that the average costs at the low budget."""
    brings: float
    """USD that one brings within twelve payments."""
    loses: Interval
    """USD that a low month loses by that, beside a month that spends nothing."""
    budget: float
    """USD a month at half of the low budget."""
    people: float
    """How many that wins, if the first ones cost what the average at the low budget does."""
    plan: Lot


def lower_lot(solo: pd.DataFrame, spend: pd.DataFrame) -> Lower:
    """Plan a lot between nothing for social media and half of its low budget."""
    low = low_month(solo, spend)
    low_end, high_end = -low.net.high, -low.net.low
    return Lower(
        low.spent / low.people, channel_value(solo, "social"),
        Interval(-low.net.estimate, low_end, high_end), low.spent / 2, low.people / 2,
        lot_plan(0.0, low.people / 2, QUARTERS),
    )  # fmt: skip


class MailTest(NamedTuple):
    """The test of the loyalty mails; see `mails_test`."""

    here: int
    """Subscribers who get them today."""
    least: float
    """The share of churn that they must take off for the test to see it four times in five."""
    read: pd.Timestamp
    """When it is read: half a year after 13 July 2026."""
    useless_pass: float
    """How likely mails that do nothing come out at what pays, or beyond."""
    useful_fail: float
    """How likely mails that take off twice what pays come out below it."""


def mails_test(solo: pd.DataFrame) -> MailTest:
    """Plan half a year in which half of the subscribers, by lot, get no mails.

    Parameters
    ----------
    solo : DataFrame
        The table. As many are taken to leave in that half-year as left since January.
    """
    from scipy.optimize import brentq

    here, lost, pays = (
        int(solo["ended_at"].isna().sum()),
        since_mails(solo).lost / 2,
        mails_pay(solo),
    )

    def error(share: float) -> float:
        """Return the error of the logarithm of the ratio, where mails take that share off."""
        return math.sqrt(1 / lost + 1 / (lost * (1 - share)))

    def short(share: float) -> float:
        """Return by how much the effect falls short of what 80 % power asks, in logarithms."""
        return math.log(1 - share) + (NORMAL.inv_cdf(0.975) + NORMAL.inv_cdf(0.8)) * error(share)

    def passes(share: float) -> float:
        return NORMAL.cdf(math.log((1 - pays) / (1 - share)) / error(share))

    least = float(brentq(short, 0, 0.99))
    return MailTest(
        here, least, BEGIN + pd.DateOffset(months=6),
        passes(0.0), 1 - passes(2 * pays),
    )  # fmt: skip

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
    left_with,
    naive_left,
    pays_from,
)
from course_utils.lessons.retention.evidence import margin, model, since_mails
from course_utils.lessons.retention.mails import mails_pay
from course_utils.lessons.retention.steps import calls, starts_at_low
from course_utils.toolkit import experiments

BEGIN = pd.Timestamp("2026-07-13")
"""When tests begin: a week after the decision."""
NORMAL = NormalDist()
LATER = 6
"""The renewal at which the call's lead tells which story of the saved is true."""


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
    forgone: float
    """USD that the half without the call goes without until the test is read, expected."""

    @property
    def months(self) -> float:
        """Months after the reading until the rule has earned that back; infinite if never."""
        gain = self.rule - self.now
        return self.forgone / gain if gain > 0 else math.inf


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
    return Worth(now, rule, now / 2 * months)


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

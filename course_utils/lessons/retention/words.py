"""Sentences that the data choose: what is so on one company need not be so on another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from course_utils.lessons.retention.bet import channel_value
from course_utils.lessons.retention.evidence import (
    FIRST_HALF,
    HORIZON,
    LAST_HALF,
    SinceMails,
    TeamExam,
    blended_churn,
    dear_ones,
    fell_before,
    left_at,
    lifted,
    net_range,
    next_cost,
    since_2024,
    survival,
    triangle,
)
from course_utils.lessons.retention.mails import MAIL_COST, mails_pay, mails_value
from course_utils.lessons.retention.plans import (
    BEGIN,
    LATER,
    LOTS,
    PAIRS,
    QUARTERS,
    YEAR,
    MailTest,
    Plan,
    Worth,
    lower_lot,
    store_lot,
)
from course_utils.lessons.retention.steps import level, low_month, social_year
from course_utils.toolkit import metrics, retention
from course_utils.toolkit.common.intervals import Interval


def difference_said(test: retention.LogRank) -> str:
    """Say what a log-rank test shows."""
    p = "less than 1 in 10,000" if test.p < 0.0001 else f"{test.p:.2g}"
    shown = "The groups leave at different rates" if test.p < 0.05 else "No difference is shown"
    return (
        f"**{shown}**: chi-square {test.statistic:.1f} with {test.degrees} degrees of freedom, "
        f"p {p}."
    )


def change_said(change: Interval) -> str:
    """Say whether a change of a share is shown, in points with its interval."""
    range_ = f"{100 * change.low:+.1f} to {100 * change.high:+.1f}"
    shown = "no change is shown" if change.covers(0) else "a change is shown"
    return f"{100 * change.estimate:+.1f} points ({range_}): **{shown}**"


def money_said(before: pd.Series, after: pd.Series) -> str:
    """Say what became of accounts and their money, between two moments, and how sure that is."""
    kept = retention.revenue_retention(before, after)
    lost, net = metrics.rate_interval(kept.lost, kept.accounts), net_range(before, after)
    return (
        f"Of {kept.accounts:,} accounts **{kept.logo_churn:.1%}** left ({lost.low:.0%} to "
        f"{lost.high:.0%}). Of their {kept.mrr:,.0f} USD a month **{kept.gross:.1%}** were kept, and "
        f"with what the stayers added **{kept.net:.1%}** ({net[0]:.0%} to {net[1]:.0%})."
    )


GONE = "Mostly that the likely leavers are gone"
LOYAL = "Mostly that subscribers grow more loyal"


def why_churn_fell(same_age: float, fall: float) -> str:
    """Return what the fall of all churn mostly shows, by what churn did at the same age.

    Parameters
    ----------
    same_age : float
        Churn now over churn then, each age against itself; see `since_2024`.
    fall : float
        All churn now over all churn then, of the same months; see `whole_fall`.
    """
    return GONE if np.log(same_age) / np.log(fall) < 0.5 else LOYAL


def whole_fall(solo: pd.DataFrame) -> float:
    """Return the churn of all in the last half-year over that in the first."""
    return blended_churn(solo, *LAST_HALF) / blended_churn(solo, *FIRST_HALF)


def likelier_lost(alive: Sequence[float]) -> str:
    """Return which of the two silent buyers is less likely to buy again.

    Parameters
    ----------
    alive : sequence of float
        The chance that each still buys: of the one with eight more orders, and of the one with two.
    """
    if np.isclose(alive[0], alive[1]):
        return "Both alike"
    return f"The one with {'eight' if alive[0] < alive[1] else 'two'} more orders"


def room_said(ratio: Interval, pays: float) -> str:
    """Say whether an interval of churn now over churn before leaves room for mails that pay.

    Parameters
    ----------
    ratio : Interval
        Churn since the mails over that before, at the same age.
    pays : float
        The share of churn that mails must take off to earn their cost.
    """
    if ratio.low > 1 - pays:
        return "the interval leaves no room for so much"
    if ratio.high < 1 - pays:
        return "the interval holds nothing but more than that"
    if ratio.high < 1:
        return "the interval leaves room for that, and for less"
    return "the interval leaves room for that, and for no effect"


def mails_said(found: SinceMails, pays: float) -> str:
    """Say what churn at the same age shows of the mails, and what it leaves open.

    Parameters
    ----------
    found : SinceMails
        Churn since the mails, beside that before.
    pays : float
        The share of churn that mails must take off to earn their cost.
    """
    ratio = found.same_age
    shown = (
        "no change is shown"
        if ratio.covers(1)
        else "fewer leave than before"
        if ratio.high < 1
        else "more leave than before"
    )
    return (
        f"Of all renewals that came due, **{found.before:.1%}** ended in the half-year before the "
        f"mails and **{found.since:.1%}** since. At the **same age** churn is now "
        f"**{ratio.estimate:.2f}** times what it was ({ratio.low:.2f} to {ratio.high:.2f}): "
        f"{shown}. A mail costs {100 * MAIL_COST:.0f} cents a subscriber and month. It pays within "
        f"twelve payments from **{pays:.1%}** of churn on. If nothing else changed in January, "
        f"{room_said(ratio, pays)}."
    )


def fall_said(solo: pd.DataFrame) -> str:
    """Say how much of the fall of all churn came before the first mail, and what the same age shows."""
    ratio = since_2024(solo)
    return (
        f"Of the fall of all churn **{fell_before(solo):.0%}** had come before the first mail. All "
        f"churn is **{whole_fall(solo):.2f}** times that of 2024; at the **same age** it is "
        f"**{ratio.estimate:.2f}** times ({ratio.low:.2f} to {ratio.high:.2f})."
    )


def mails_errors(solo: pd.DataFrame) -> tuple[float, ...]:
    """Return what errors about the mails cost, USD a month, the mean of twelve payments.

    To go on though they do nothing; and to stop though they hold two, three and four times what
    pays. Of those who are here today, as they leave. None reads anything off the change since
    January, and all take mails to do no harm.
    """
    pays = mails_pay(solo)
    return -mails_value(solo, 0.0), *(mails_value(solo, times * pays) for times in (2, 3, 4))


def mails_line(solo: pd.DataFrame) -> str:
    """Say what being wrong about the mails costs, and what follows: the line for Monday."""
    useless, twice, thrice, four = mails_errors(solo)
    here = int(solo["ended_at"].isna().sum())
    return (
        f"Mails to all {here:,} who are here cost {here * MAIL_COST:,.0f} USD in July. Going on, if "
        f"they do nothing, costs **{useless:,.0f} USD** a month, the mean of twelve as those people "
        f"leave. Stopping costs **{twice:,.0f} USD** if mails hold twice what pays "
        f"({2 * mails_pay(solo):.1%} of churn), {thrice:,.0f} at three times, {four:,.0f} at four. "
        "Which of these it would be is not known, and either can be undone, so **half keep them**, "
        "by lot, which halves each error"
    )


def mails_test_said(plan: MailTest) -> str:
    """Say what half a year without mails, for half of the subscribers, can show, and how it errs."""
    return (
        f"Half without them, by lot, {day(BEGIN)} to {day(plan.read)}, finds **{plan.least:.0%}** of "
        f"churn or more. By the rule *they stay if they come out beyond what pays*, mails that do "
        f"nothing stay **{plan.useless_pass:.0%}** of the time, and mails that hold twice what pays "
        f"go **{plan.useful_fail:.0%}** of the time."
    )


def test_said(plan: Plan) -> str:
    """Say what the test of the call can show, when it is read, and how often its rule errs."""
    low, middle, _ = plan.passes
    own, alike = (100 * lead for lead in plan.later)
    return (
        f"With {plan.arm} a group from {day(BEGIN)} on, the groups are full on {day(plan.filled)} and "
        f"read on **{day(plan.read)}**. The rule: go on if the called come out at least "
        f"**{100 * (plan.enough - plan.base):.0f} points** ahead, for there the call earns its cost. A "
        f"call at the low end, which loses, would pass **{low:.0%}** of the time; one at the middle "
        f"**{middle:.0%}**. To tell the middle from what pays would take {plan.pays_arm:,.0f} a group, "
        f"{years_said(plan.pays_months)} of starts.\n\n"
        f"Read it again at renewal {LATER}, on {day(plan.later_read)}. If each keeps their own chance, "
        f"the middle leads by {own:.1f} points there; if the saved had become survivors, by "
        f"{alike:.1f}."
    )


def worth_said(plan: Plan, worth: Worth) -> str:
    """Say what the test of the call costs and earns, beside a call to all, and over which time."""
    everybody, first = worth.within()
    ahead = (
        f"The test has brought as much after **{years_said(worth.months)}**"
        if np.isfinite(worth.months)
        else "The test never brings as much"
    )
    return (
        f"Call all now: **{worth.now:+,.0f} USD** a month expected. Test half first: until "
        f"{day(plan.read)} that goes without {worth.forgone:,.0f} USD; from then on the rule is expected "
        f"to bring **{worth.rule:+,.0f} USD** a month. {calls_said()}, the call to all brings "
        f"**{everybody:+,.0f} USD** and the test first **{first:+,.0f} USD**. {ahead} of calls."
    )


def calls_said() -> str:
    """Say what is summed where a call to all and its test are weighed."""
    last = BEGIN + pd.DateOffset(months=YEAR)
    paid = last + pd.DateOffset(months=HORIZON - 1)
    return (
        f"Of calls made until {day(last)}, each followed for {HORIZON} payments (the last money is in "
        f"by {paid:%B %Y}), at 1 % a month"
    )


def years_said(months: float) -> str:
    """Say how long months are, in years where they are many."""
    if np.isinf(months):
        return "never"
    return f"{months / 12:.0f} years" if months >= 24 else f"{months:.1f} months"


def lot_said(lot: pd.DataFrame) -> str:
    """Say what a high budget of social media did, beside a low one."""
    more, spent = lifted(lot, "social"), lifted(lot, "spent")
    return (
        f"High against low, of one quarter: **{more.estimate:+.0f}** from social media a month "
        f"({more.low:+.0f} to {more.high:+.0f}), for {spent.estimate:,.0f} USD more."
    )


def lift_short(solo: pd.DataFrame, lot: pd.DataFrame) -> tuple[float, float]:
    """Return what is missing for a high budget to pay, and the most that a lift could bring.

    In USD a month, high against low: the extra spend less what the extra ones of social media
    bring; and the high ends of what the two other channels gained, at what each brings there.
    """
    missing = lifted(lot, "spent").estimate - lifted(lot, "social").estimate * channel_value(
        solo, "social"
    )
    most = sum(
        max(lifted(lot, name).high, 0.0) * channel_value(solo, name)
        for name in ("organic", "app_store")
    )
    return missing, most


def lift_said(solo: pd.DataFrame, lot: pd.DataFrame) -> str:
    """Say whether a lift of other channels could make a high budget pay."""
    missing, most = lift_short(solo, lot)
    enough = "could pay for it" if most > missing else "is not enough"
    said = {
        name: "{:+.0f} ({:+.0f} to {:+.0f})".format(*lifted(lot, name))
        for name in ("organic", "app_store")
    }
    return (
        f"High against low: **{said['organic']}** organic, **{said['app_store']}** from the app store. "
        f"For the high budget to pay, **{missing:,.0f} USD** a month are missing. At the high ends of "
        f"both intervals the other channels would bring **{most:,.0f} USD**: that {enough}."
    )


def dear_said(solo: pd.DataFrame, lot: pd.DataFrame) -> str:
    """Say whether those of dear months stay as long as those of cheap ones."""
    extra = lifted(lot, "social").estimate / lot.loc[lot["budget"] == "high", "social"].mean()
    return (
        f"Left after three renewals, high months less low ones: {change_said(dear_ones(solo, lot))}. "
        f"Of a high month's, {extra:.0%} are extra ones."
    )


def teams_said(exam: TeamExam) -> str:
    """Say how four projections of team accounts fared, at eighteen months from six."""
    told, came = exam.told, exam.came
    outside = [str(name) for name, share in told.items() if not came.covers(share)]
    names = "All four" if len(outside) == len(told) else ", ".join(outside) or "None"
    alike = (
        " The sBG found no difference between people, and fell back to constant churn."
        if abs(told["sBG"] - told["constant churn"]) < 0.005
        else ""
    )
    return (
        f"Of {exam.accounts} team accounts **{came.estimate:.0%}** were left at eighteen months "
        f"({came.low:.0%} to {came.high:.0%}). Told at six: "
        + ", ".join(f"{name} {share:.0%}" for name, share in told.items())
        + f". Outside that interval: **{names}**.{alike}"
    )


def low_said(solo: pd.DataFrame, spend: pd.DataFrame) -> str:
    """Say what the low budget and none bring beside the months as they came, and high loses."""
    none, low, high = (level(solo, spend, budget) for budget in ("none", "low", "high"))
    month, told = low_month(solo, spend), lower_lot(solo, spend)
    organic = told.loses.estimate / channel_value(solo, "organic")
    return (
        f"A low month wins **{-low.people:.0f}** fewer than the mean of its quarter and spends "
        f"**{-low.spent:,.0f} USD** less: {low.spent / low.people:.0f} USD for each. Each would bring "
        f"{channel_value(solo, 'social'):.0f} USD in twelve payments. So low is worth "
        f"**{low.net.estimate:+,.0f} USD** a month ({low.net.low:+,.0f} to {low.net.high:+,.0f}), and "
        f"high {high.net.estimate:+,.0f} USD ({high.net.low:+,.0f} to {high.net.high:+,.0f})."
        f"\n\nAnd nothing at all? A low month spends {month.spent:,.0f} USD on {month.people:.0f}. The "
        f"average costs **{told.cost:.0f} USD**, so the month loses **{told.loses.estimate:,.0f} USD** "
        f"({told.loses.low:,.0f} to {told.loses.high:,.0f}). Who spends nothing and wins nobody is "
        f"spared that: **none** is worth **{none.net.estimate:+,.0f} USD** a month "
        f"({none.net.low:+,.0f} to {none.net.high:+,.0f}). For low to be level, its money would have to "
        f"bring {organic:.1f} organic ones a month as well."
    )


def late_said(solo: pd.DataFrame, spend: pd.DataFrame, lot: pd.DataFrame) -> str:
    """Say how many would have to begin late for a high budget to pay, beside those who came."""
    came, brings = lifted(lot, "social"), channel_value(solo, "social")
    needed = came.estimate * next_cost(solo, spend).estimate / brings
    return (
        f"For the high budget to pay, **{needed:.0f}** more would have to begin than with the low one. "
        f"In the month itself **{came.estimate:.0f}** more do ({came.low:.0f} to {came.high:.0f}). So "
        f"**{needed - came.estimate:.0f}** would have to begin later because of it."
    )


def lots_said(solo: pd.DataFrame, spend: pd.DataFrame) -> str:
    """Say what the next two lots of budgets will tell: the app store's, and social media's lower one."""
    store, lower = store_lot(solo, spend), lower_lot(solo, spend)
    return (
        f"**App store**: in each two months, by lot, one with half of the usual budget and one with half "
        f"as much again. If one more costs {store.dearer:.1f} times the average there, too, "
        f"{store.extra:.0f} people lie between them. {number(PAIRS).capitalize()} pairs then tell what "
        f"one more costs to **±{store.plan.off:.0%}**, and a gap of {store.plan.least:.0%} to what one "
        f"brings is seen four times in five.\n\n**Social media**: one month of each quarter with half of "
        f"the low budget, {lower.budget:,.0f} USD. If the first ones cost what the average at low does, "
        f"that wins {lower.people:.0f}. {number(QUARTERS).capitalize()} such months tell what they cost "
        f"to **±{lower.plan.off:.0%}**, and a gap of {lower.plan.least:.0%} is seen four times in "
        f"five.\n\nBoth begin on {day(LOTS)} and are read on **{day(read_lots())}**."
    )


def read_lots() -> pd.Timestamp:
    """Return when the lots of budgets are read: when all their quarters are over."""
    return LOTS + pd.DateOffset(months=3 * QUARTERS)


def number(count: int) -> str:
    """Write a small count as a word."""
    return ("none", "one", "two", "three", "four", "five", "six", "seven", "eight")[count]


def half_said(solo: pd.DataFrame) -> str:
    """Say with which renewal half of all subscribers are gone, and how sure the shares are."""
    left = survival(solo)
    age = int(left.index[left <= 0.5][0])
    before, after = (left_at(triangle(solo), at) for at in (age - 1, age))
    return (
        f"Solo ends at renewals only, and that is renewal **{age}**: before it {before.estimate:.0%} are "
        f"left ({before.low:.0%} to {before.high:.0%}), after it {after.estimate:.0%} ({after.low:.0%} "
        f"to {after.high:.0%}). Which day it falls on depends on the lengths of the months."
    )


def day(when: pd.Timestamp) -> str:
    """Write a date as one says it."""
    return f"{when.day} {when:%B %Y}"


def lead_said(ahead: pd.Series) -> tuple[str, str]:
    """Say how much of a bet's lead is left after it has ended: the option, and the numbers.

    Parameters
    ----------
    ahead : Series
        The lead by renewal, as shares; the first is where the bet ends.
    """
    left = float(ahead.iloc[-1] / ahead.iloc[0])
    option = (
        "Less than half"
        if left < 0.5
        else "About two thirds"
        if left < 0.9
        else "All of it, or more"
    )
    told = ", ".join(f"{100 * lead:.1f} points at {when}" for when, lead in ahead.items())
    return option, f"The lead is {told}: {left:.0%} of it is left."


def verdict_said(solo: pd.DataFrame, spend: pd.DataFrame) -> tuple[str, str]:
    """Say what a subscriber from social media brings in a year beside the cost: option, numbers."""
    left = social_year(solo, spend)
    option = (
        "Clearly less than they cost"
        if left.high < 0
        else "Clearly more than they cost"
        if left.low > 0
        else "About what they cost"
    )
    more = channel_value(solo, "social") - next_cost(solo, spend).estimate
    return option, (
        f"After what an average one costs, twelve payments leave {left.estimate:+.0f} USD "
        f"({left.low:+.0f} to {left.high:+.0f}). After what one more costs, {more:+.0f} USD."
    )

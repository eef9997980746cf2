"""Sentences that the data choose: what is so on one company need not be so on another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from course_utils.lessons.retention.bet import BEGIN, Plan, channel_value, one_more, value_range
from course_utils.lessons.retention.evidence import (
    MAIL_COST,
    SinceMails,
    acquisition_costs,
)
from course_utils.toolkit import retention
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


def money_said(revenue: retention.RevenueRetention) -> str:
    """Say what became of accounts and their money."""
    return (
        f"Of {revenue.accounts:,} accounts **{revenue.logo_churn:.1%}** left. Of their "
        f"{revenue.mrr:,.0f} USD a month **{revenue.gross:.1%}** were kept, and with what the "
        f"stayers added **{revenue.net:.1%}**."
    )


def why_churn_fell(found: SinceMails) -> str:
    """Return what the fall of all churn shows: at the same age nobody stays longer, or they do."""
    if found.same_age.covers(1):
        return "Those who are likely to leave are gone"
    return "Subscribers grow more loyal"


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


def mails_said(found: SinceMails, pays: float) -> str:
    """Say what churn at the same age shows of the mails, and what it leaves open.

    Parameters
    ----------
    found : SinceMails
        Churn since the mails, beside that before.
    pays : float
        The share of churn that mails must take off to earn their cost, at most.
    """
    ratio = found.same_age
    shown = "no change is shown" if ratio.covers(1) else "a change is shown"
    if ratio.low > 1 - pays:
        left = "The interval leaves no room for so much."
    elif ratio.high < 1 - pays:
        left = "The interval holds nothing but more than that."
    else:
        left = "The interval leaves room for so much, and for nothing at all."
    return (
        f"Of all renewals that came due, **{found.before:.1%}** ended in the half-year before the "
        f"mails and **{found.since:.1%}** since. At the **same age** churn is now "
        f"**{ratio.estimate:.2f}** times what it was ({ratio.low:.2f} to {ratio.high:.2f}): "
        f"{shown}. A mail costs {100 * MAIL_COST:.0f} cents a subscriber and month. It would pay "
        f"if it took off **{pays:.0%}** of churn, even if each who is held pays just once more. {left}"
    )


def test_said(plan: Plan) -> str:
    """Say when the test of a call is full, when it is read, and from what on the call pays."""
    return (
        f"At renewal 2, {plan.base:.0%} are left without the call and {plan.helped:.0%} with it, at "
        f"the middle of the range. To see that four times in five, begin on {_day(BEGIN)}: the groups "
        f"are full on **{_day(plan.filled)}** and read on **{_day(plan.read)}**. The call earns its "
        f"cost from **{plan.enough:.0%}** left on."
    )


def _day(when: pd.Timestamp) -> str:
    return f"{when.day} {when:%B %Y}"


def horizon_said(cash: pd.DataFrame) -> str:
    """Say when the money of each line comes back, within the time that is drawn."""
    said = []
    for name, line in cash.items():
        back = line.index[line >= 0]
        said.append(
            f"- {name}: **payment {back[0]}**"
            if len(back)
            else f"- {name}: **not within {cash.index[-1]} payments**"
        )
    return "\n".join(said)


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
    value, cost = channel_value(solo, "social"), float(acquisition_costs(solo, spend)["social"])
    low, high = (each - cost for each in value_range(solo, "social"))
    option = (
        "Clearly less than they cost"
        if high < 0
        else "Clearly more than they cost"
        if low > 0
        else "About what they cost"
    )
    more = one_more(solo, spend, "social")
    return option, (
        f"After what an average one costs, twelve payments leave {value - cost:+.0f} USD "
        f"({low:+.0f} to {high:+.0f}). After what one more costs, {more[0]:+.0f} USD "
        f"({more[1]:+.0f} to {more[2]:+.0f})."
    )

"""The lines of the memo's fact sheet that are the same for everybody."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from course_utils.lessons.retention.bet import GIFT, WELCOME, channel_value, value_range
from course_utils.lessons.retention.evidence import (
    CHANNELS,
    PAID,
    acquisition_costs,
    left_at,
    margin,
    memo,
    next_cost,
    since_mails,
    triangle,
)
from course_utils.lessons.retention.plans import BEGIN, call_test, mails_pay, mails_test
from course_utils.lessons.retention.steps import LESS, STORE, bets
from course_utils.lessons.retention.words import day, room_said


def company_facts(solo: pd.DataFrame, spend: pd.DataFrame) -> dict[str, Callable[[], str]]:
    """Return functions that write the value of a line each, by the name of the line.

    Parameters
    ----------
    solo, spend : DataFrame
        The tables.
    """
    told, since, pays = memo(solo, spend), since_mails(solo).same_age, mails_pay(solo)
    mails, plan, moves = mails_test(solo), call_test(solo, spend), bets(solo, spend)
    average = acquisition_costs(solo, spend)

    def each(write: Callable[[str], str], channels: tuple[str, ...] = CHANNELS) -> str:
        return "; ".join(f"{name.replace('_', ' ')} {write(name)}" for name in channels)

    def left(channel: str) -> str:
        share = left_at(triangle(solo, channel), 12)
        return f"{share.estimate:.0%} ({share.low:.0%} to {share.high:.0%})"

    def costs(channel: str) -> str:
        return f"{average[channel]:.0f} and {next_cost(solo, spend, channel).estimate:.0f} USD"

    def social() -> str:
        value, cost = channel_value(solo, "social"), float(average["social"])
        low, high = (end - cost for end in value_range(solo, "social"))
        return f"brings {value:.0f}, costs {cost:.0f}: {value - cost:+.0f} USD ({low:+.0f} to {high:+.0f})"

    def move(name: str) -> Callable[[], str]:
        row = moves.loc[name]
        return lambda: (
            f"{row['net']:+,.0f} USD a month ({row['low']:+,.0f} to {row['high']:+,.0f}), {row['known']}"
        )

    low, middle, _ = plan.passes
    return {
        "churn": lambda: f"{told['then']:.1%}, {told['now']:.1%}",
        "same age": lambda: f"{since.estimate:.2f} ({since.low:.2f} to {since.high:.2f})",
        "mails pay": lambda: f"from {pays:.1%} of churn on; {room_said(since, pays)}",
        "mails test": lambda: (
            f"of {mails.here:,}, {day(BEGIN)} to {day(mails.read)}; shows {mails.least:.0%} of churn "
            f"or more; the mails cost {mails.a_month:.0f} USD a month"
        ),
        "left": lambda: each(left),
        "margin": lambda: each(lambda name: f"{margin(solo, name):.0f} USD"),
        "costs": lambda: each(costs, PAID),
        "social": social,
        "less social": move(LESS),
        "more app store": move(STORE),
        "call": move(f"{WELCOME.name}, social media"),
        "call to all": move(f"{WELCOME.name}, to all"),
        "gift": move(GIFT.name),
        "call test": lambda: (
            f"{plan.arm} a group, {day(BEGIN)} to {day(plan.filled)}; read {day(plan.read)} at renewal "
            f"2; pays from {100 * (plan.enough - plan.base):.0f} points ahead on; that rule passes the "
            f"low end {low:.0%}, the middle {middle:.0%} of the time; to tell the middle from what "
            f"pays takes {plan.pays_arm:,.0f} a group"
        ),
    }

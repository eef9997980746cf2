"""The lines of the memo's fact sheet that are the same for everybody."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from course_utils.lessons.retention.bet import channel_value
from course_utils.lessons.retention.evidence import (
    CHANNELS,
    acquisition_costs,
    busy_cost,
    left_at,
    margin,
    memo,
    next_cost,
    since_mails,
    triangle,
)
from course_utils.lessons.retention.mails import mails_pay
from course_utils.lessons.retention.plans import (
    BEGIN,
    LATER,
    LOTS,
    PAIRS,
    QUARTERS,
    Lot,
    call_test,
    lower_lot,
    mails_test,
    store_lot,
    test_worth,
)
from course_utils.lessons.retention.steps import CALL, HIGH, LOW, NONE, bets, social_year
from course_utils.lessons.retention.words import (
    calls_said,
    day,
    mails_line,
    number,
    read_lots,
    room_said,
    years_said,
)


def company_facts(solo: pd.DataFrame, spend: pd.DataFrame) -> dict[str, Callable[[], str]]:
    """Return functions that write the value of a line each, by the name of the line.

    Parameters
    ----------
    solo, spend : DataFrame
        The tables.
    """
    told, found, pays = memo(solo, spend), since_mails(solo), mails_pay(solo)
    since = found.same_age
    mails, plan, moves = mails_test(solo), call_test(solo, spend), bets(solo, spend)
    average, worth = acquisition_costs(solo, spend), test_worth(solo, spend, plan)

    def each(write: Callable[[str], str]) -> str:
        return "; ".join(f"{name.replace('_', ' ')} {write(name)}" for name in CHANNELS)

    def left(channel: str) -> str:
        share = left_at(triangle(solo, channel), 12)
        return f"{share.estimate:.0%} ({share.low:.0%} to {share.high:.0%})"

    def costs() -> str:
        one_more = next_cost(solo, spend)
        return (
            f"social media {average['social']:.0f} and, by lot, {one_more.estimate:.0f} USD "
            f"({one_more.low:.0f} to {one_more.high:.0f}); app store {average['app_store']:.0f} USD, "
            "one more not known"
        )

    def store() -> str:
        found = store_lot(solo, spend)
        return (
            f"one brings {channel_value(solo, 'app_store'):.0f} USD and costs "
            f"{average['app_store']:.0f} on average, {busy_cost(solo, spend, 'app_store'):.0f} by busy "
            f"months, which is no evidence; in each two months half the budget and half as much again, "
            f"by lot, {number(PAIRS)} pairs, {by_lot(found.plan)}, if one more costs {found.dearer:.1f} "
            "times the average"
        )

    def by_lot(told: Lot) -> str:
        return (
            f"from {day(LOTS)}, read {day(read_lots())}: one more known to about ±{told.off:.0%}, a gap "
            f"of {told.least:.0%} seen four times in five, a wrong step once in forty at most"
        )

    def none() -> str:
        found = lower_lot(solo, spend)
        return (
            f"none {move(NONE)()}; low {move(LOW)()}. The average at low costs {found.cost:.0f} and "
            f"brings {found.brings:.0f} USD, so a low month loses {found.loses.estimate:,.0f} USD "
            f"({found.loses.low:,.0f} to {found.loses.high:,.0f}); half of low ({found.budget:,.0f} USD) "
            f"in one month of each of {number(QUARTERS)} quarters by lot, {by_lot(found.plan)}, if the "
            "first ones cost what the average at low does"
        )

    def social() -> str:
        value, left = channel_value(solo, "social"), social_year(solo, spend)
        return (
            f"brings {value:.0f}, costs {average['social']:.0f}: {left.estimate:+.0f} USD "
            f"({left.low:+.0f} to {left.high:+.0f})"
        )

    def move(name: str) -> Callable[[], str]:
        row = moves.loc[name]
        return lambda: (
            f"{row['net']:+,.0f} USD a month ({row['low']:+,.0f} to {row['high']:+,.0f}), {row['known']}"
        )

    low, middle, _ = plan.passes
    everybody, first = worth.within()
    return {
        "churn": lambda: f"{told['then']:.1%}, {told['now']:.1%}",
        "same age": lambda: f"{since.estimate:.2f} ({since.low:.2f} to {since.high:.2f})",
        "mails": lambda: (
            f"{plain(mails_line(solo))}. They pay from {pays:.1%} of churn on; if nothing else changed "
            f"in January, {room_said(since, pays)}"
        ),
        "mails test": lambda: (
            f"of {mails.here:,}, {day(BEGIN)} to {day(mails.read)}; shows {mails.least:.0%} of churn "
            f"or more; useless mails pass {mails.useless_pass:.0%}, mails that hold twice what pays "
            f"fail {mails.useful_fail:.0%} of the time"
        ),
        "left": lambda: each(left),
        "margin": lambda: each(lambda name: f"{margin(solo, name):.0f} USD"),
        "costs": costs,
        "social": social,
        "none": none,
        "app store": store,
        "call": move(CALL),
        "high budget": move(HIGH),
        "call test": lambda: (
            f"{plan.arm} a group, {day(BEGIN)} to {day(plan.filled)}; read {day(plan.read)} at renewal "
            f"2; pays from {100 * (plan.enough - plan.base):.0f} points ahead on; that rule passes the "
            f"low end {low:.0%}, the middle {middle:.0%} of the time; to tell the middle from what "
            f"pays takes {plan.pays_arm:,.0f} a group; read again {day(plan.later_read)} at renewal "
            f"{LATER}: {100 * plan.later[0]:.1f} points if each keeps their chance, "
            f"{100 * plan.later[1]:.1f} if the saved stay on as survivors do"
        ),
        "test's worth": lambda: (
            f"call all now {worth.now:+,.0f} USD a month, by the rule once read {worth.rule:+,.0f}; "
            f"{calls_said()[0].lower()}{calls_said()[1:]}, {everybody:+,.0f} and "
            f"{first:+,.0f} USD; the test has brought as much after {years_said(worth.months)} of calls"
        ),
    }


def plain(text: str) -> str:
    """Return a sentence without its marks of stress, for a sheet that shows none."""
    return text.replace("**", "")

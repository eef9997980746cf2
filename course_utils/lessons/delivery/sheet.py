"""The lines of the fact sheet that the lesson gives; the learner's own come after them."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from course_utils.lessons.delivery.evidence import (
    LAST_QUARTER,
    LIMIT,
    NOW,
    STORIES,
    audit,
    back_test_dates,
    before_and_after,
    cheapest,
    cheapest_range,
    dora_by_team,
    friday,
    naive_weeks,
    of,
    per_change,
    promise_costs,
    same_pace,
    weekly,
)
from course_utils.lessons.delivery.pictures import chance, day
from course_utils.lessons.delivery.words import dates_kept, stories_said, times_said
from course_utils.toolkit import delivery


def facts(
    items: pd.DataFrame, changes: pd.DataFrame, deployments: pd.DataFrame
) -> dict[str, Callable[[], object]]:
    """Return the values of the first lines of the fact sheet, by a short name, as functions."""
    chances = audit(items)
    costs = promise_costs(chances)
    best, naive = cheapest(costs), naive_weeks(items)

    def contract() -> str:
        low, high = cheapest_range(items)
        return (
            f"Friday, {day(friday(best))} (week {best}): {chance(costs['kept'][best])}; "
            f"{costs['costs'][best]:,.0f} USD on average; drawn again, week {low} to {high}"
        )

    def odds() -> str:
        even, sure = (delivery.at_most(chances, level) for level in (0.5, 0.85))
        return f"{day(friday(even))}; {day(friday(sure))}"

    def lead() -> str:
        return (
            f"{day(friday(naive))}: {chance(costs['kept'][naive])}; {costs['costs'][naive]:,.0f} "
            "USD on average"
        )

    def window() -> str:
        stories = weekly(items, "core", "story")
        limited, late = (
            cheapest(promise_costs(audit(items, span=(start, NOW))))
            for start in (LIMIT, LAST_QUARTER)
        )
        return (
            f"{len(stories)} weeks to {day(pd.Timestamp(NOW))}, {stories.mean():.1f} stories a week; "
            f"the cheapest day from the weeks under the limit is {day(friday(limited))}, from the last "
            f"quarter {day(friday(late))}. {stories_said(items)} How long each takes: {times_said(items)}"
        )

    def tested() -> str:
        return dates_kept(back_test_dates(items))

    def grown() -> str:
        more = audit(items, stories=STORIES + 3)
        week = cheapest(promise_costs(more))
        return f"{day(friday(week))}; {day(friday(best))} is then kept with {chance(more.loc[:best].sum())}"

    def limit() -> str:
        before, after = (row for _, row in before_and_after(items).iterrows())
        change, low, high = same_pace(items)
        return (
            f"{before['85 %']:.0f} and {after['85 %']:.0f} days; wait before it {before['wait']:.0f} and "
            f"{after['wait']:.0f} days; pace {change:+.1f} a week ({low:+.1f} to {high:+.1f})"
        )

    def board() -> str:
        check = delivery.flow_check(of(items, "core"), LAST_QUARTER, NOW)
        return (
            f"begun {check.started}, done {check.finished}; in progress {check.wip_start}, then "
            f"{check.wip_end}"
        )

    def failures() -> str:
        shares = "; ".join(
            f"{team} {per_change(changes, deployments, team)[2].estimate:.1%}"
            for team in ("core", "mobile", "platform")
        )
        hours = dora_by_team(changes, deployments, LAST_QUARTER, NOW).loc["core"]
        a_week = hours["deployments a week"] * hours["changes in one"]
        return (
            f"{shares}. Core in the last quarter: {a_week:.0f} changes a week, half of them live within "
            f"{hours['lead time, hours']:.0f} hours"
        )

    lines = (contract, odds, lead, window, tested, grown, limit, board, failures)
    return {line.__name__: line for line in lines}

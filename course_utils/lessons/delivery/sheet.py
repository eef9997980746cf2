"""The lines of the fact sheet that the lesson gives; the learner's own come after them."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from course_utils.lessons.delivery.evidence import (
    LAST_QUARTER,
    LIMIT,
    NOW,
    STORIES,
    YEAR,
    ages_on_mondays,
    audit,
    back_test_dates,
    before_and_after,
    cheapest,
    dora_by_team,
    friday,
    in_span,
    level_with_open,
    naive_weeks,
    of,
    per_change,
    promise_costs,
    same_pace,
)
from course_utils.lessons.delivery.pictures import chance, day
from course_utils.lessons.delivery.words import contract_said, dates_kept, stories_said, times_said
from course_utils.toolkit import delivery


def facts(
    items: pd.DataFrame, changes: pd.DataFrame, deployments: pd.DataFrame
) -> dict[str, Callable[[], object]]:
    """Return the values of the first lines of the fact sheet, by a short name, as functions."""
    chances = audit(items)
    costs = promise_costs(chances)
    best, naive = cheapest(costs), naive_weeks(items)

    def contract() -> str:
        return contract_said(items)

    def odds() -> str:
        even, sure = (delivery.at_most(chances, level) for level in (0.5, 0.85))
        return f"{day(friday(even))}; {day(friday(sure))}"

    def lead() -> str:
        return (
            f"{day(friday(naive))}: {chance(costs['kept'][naive])}; {costs['costs'][naive]:,.0f} "
            "USD on average"
        )

    def window() -> str:
        pasts = {
            "the year": YEAR,
            "the weeks under the limit": (LIMIT, NOW),
            "the last quarter": (LAST_QUARTER, NOW),
        }
        alone = {name: audit(items, span=span) for name, span in pasts.items()}
        others = "; ".join(
            f"by {name} alone it is kept with {chance(each.loc[:best].sum())} and "
            f"{day(friday(cheapest(promise_costs(each))))} is cheapest"
            for name, each in alone.items()
        )
        return (
            f"Half of the futures draw weeks of the last year, half those of the last quarter. The day "
            f"{others}. {stories_said(items)} How long each takes: {times_said(items)}"
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
        begun = in_span(of(items, "core"), "started_at", LIMIT, NOW)
        everything, stories = (
            level_with_open(rows) for rows in (begun, of(begun, "core", "story"))
        )
        return (
            f"{before['85 %']:.0f} and {after['85 %']:.0f} days of what is done; with what is open at its "
            f"age now {everything:.0f}, stories alone {stories:.0f}; wait before it {before['wait']:.0f} and "
            f"{after['wait']:.0f} days; pace {change:+.1f} a week ({low:+.1f} to {high:+.1f})"
        )

    def board() -> str:
        check = delivery.flow_check(of(items, "core"), LAST_QUARTER, NOW)
        ages = ages_on_mondays(items)
        return (
            f"begun {check.started}, done {check.finished}; in progress {check.wip_start}, then "
            f"{check.wip_end}; mean age {check.age_start:.0f} days, then {check.age_end:.0f}: "
            f"{'stable' if check.stable else 'not stable'}. On the Mondays since {day(ages.index[0])} it was "
            f"{ages.mean():.1f} days on average ({ages.min():.1f} to {ages.max():.1f}); a quarter less is "
            f"{0.75 * ages.mean():.1f}"
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

"""Sentences that the data choose: what is so on one company need not be so on another."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from course_utils.lessons.delivery import flow
from course_utils.lessons.delivery.evidence import (
    EVEN,
    LAST_QUARTER,
    LIMIT,
    LIMITED,
    NOW,
    THESE,
    DateTest,
    as_large_as,
    audit,
    before_and_after,
    by_law,
    cheapest,
    date_tests,
    faster,
    followed,
    friday,
    hands_on,
    in_span,
    level_with_open,
    margin,
    naive_weeks,
    of,
    of_these_policies,
    overlap,
    per_change,
    promise_costs,
    same_pace,
    stories_of_late,
    weekly,
    without_limit,
)
from course_utils.lessons.delivery.pictures import ages, chance, day
from course_utils.toolkit import delivery

FASTER = "About as many things get done, each of them faster"
FEWER = "Fewer things get done, each as fast as before"
NO_CHANGE = "About as many things get done, each as fast as before"
CARRIES_MORE = "Each deployment carries more changes"
BREAKS_MORE = "Its changes break things more often"
FIVE, EIGHT = "Five at once", "Eight at once"
HARDLY = "It makes hardly any difference"
LUCKS = 100
APART = 0.2
"""By how much a share of dates has to differ from what was said for a side to be named."""


def level_said(days: pd.Series) -> str:
    """Say how sure the 85th percentile is, and how often the mean would have been kept."""
    level = delivery.service_level(days, 0.85)
    return (
        f"Of {level.items} things, {level.share:.0%} took {level.days:.0f} days or fewer. With so few "
        f"it might as well be {level.low:.0f} or {level.high:.0f} (90 %). The mean, {days.mean():.1f} "
        f"days, was passed by {(days > days.mean()).mean():.0%} of them."
    )


def ages_said(items: pd.DataFrame, team: str, level: float) -> str:
    """Say how old the oldest open thing of a team is, and how many are older than a level."""
    days = ages(items, team, level)["days so far"]
    if days.empty:
        return "Nothing is begun and not done."
    older = int((days > level).sum())
    return (
        f"Of {len(days)} that are begun the oldest is **{days.max()}** days old; "
        f"{older or 'none'} of them {'is' if older == 1 else 'are'} older than {level:.0f} days. "
        f"With the open ones counted at their age, 85 % of what was begun since 5 January take "
        f"**{level_with_open(in_span(of(items, team), 'started_at', LIMIT, NOW)):.0f}** days or fewer."
    )


def limit_said(items: pd.DataFrame) -> tuple[str, str]:
    """Say what the limit did to pace and times: the option, and the numbers."""
    table = before_and_after(items)
    before, after = table.iloc[0], table.iloc[1]
    change, low, high = same_pace(items)
    others = ", ".join(
        f"{team} {before:.0f} and {after:.0f}"
        for team, (before, after) in without_limit(items).items()
    )
    slower_pace = high < 0
    option = FEWER if slower_pace else FASTER if faster(items) else NO_CHANGE
    return option, (
        f"In progress went from {before['in progress']:.0f} to {after['in progress']:.0f} on average. "
        f"Done a week: {change:+.1f} ({low:+.1f} to {high:+.1f}), no change is "
        f"{'excluded' if slower_pace or low > 0 else 'shown, and none of these is excluded'}. 85 % took {before['85 %']:.0f} days or "
        f"fewer ({before['low']:.0f} to {before['high']:.0f}), now {after['85 %']:.0f} "
        f"({after['low']:.0f} to {after['high']:.0f}). The teams without a limit, then and now: {others}."
    )


def law_said(items: pd.DataFrame) -> str:
    """Say what Little's law told of the limit, and what came."""
    law = by_law(items)
    weeks = (law.last - law.first) // pd.Timedelta("7D")
    return (
        f"The longest stable span has {weeks} weeks, from {day(law.first)}. With {LIMITED} in progress "
        f"its pace says **{law.told:.1f}** days on average, from one moment to the other. {LIMITED} is "
        f"the most. In the longest stable span under the limit, from {day(law.after[0])}, "
        f"{law.in_progress:.1f} were in progress on average, and for that the law says "
        f"**{law.told_for_mean:.1f}**. What was finished in it took **{law.came:.1f}**."
    )


@lru_cache(maxsize=1)
def lab_results() -> dict[flow.Settings, list[flow.Run]]:
    """Play a hundred lucks of the lab by each of four policies: both levers, one at a time."""
    drawn = [flow.luck(seed) for seed in range(LUCKS)]
    return {four: [flow.play(each, flow.steady(four)) for each in drawn] for four in flow.FOUR}


def lab_table() -> pd.DataFrame:
    """Return what four policies of the lab come to on average, over a hundred lucks."""
    return pd.DataFrame(
        [
            {
                "begun at once": four.limit,
                "promised": f"{four.load:.0%}",
                "people busy": f"{np.mean([run.busy.mean() for run in runs]):.0%}",
                "done": round(np.mean([(run.finished >= 0).sum() for run in runs])),
                "85 % within, days": round(
                    np.mean([delivery.percentile(run.times(), 0.85) for run in runs])
                ),
                "worth, thousand USD": round(np.mean([run.score for run in runs])),
            }
            for four, runs in lab_results().items()
        ]
    ).set_index(["begun at once", "promised"])


def lab_said() -> tuple[str, str]:
    """Say what the limit alone does in the lab, over many lucks, where all of the time is promised."""
    few, many = (lab_results()[flow.Settings(each, 1.0)] for each in (5, 8))
    worth = [np.array([run.score for run in runs]) for runs in (few, many)]
    busy = [np.mean([run.busy.mean() for run in runs]) for runs in (few, many)]
    won = float((worth[0] > worth[1]).mean())
    option = FIVE if won > 0.6 else EIGHT if won < 0.4 else HARDLY
    return option, (
        f"Over {LUCKS} lucks five at once came to {worth[0].mean():.0f} on average and eight to "
        f"{worth[1].mean():.0f}; with the same luck five was ahead in {won:.0%}. Busy were people "
        f"{busy[0]:.0%} of the time with five, and {busy[1]:.0%} with eight."
    )


def floor_said(items: pd.DataFrame) -> str:
    """Say what the law tells of a limit of one, and for how long hands are on a thing."""
    law = by_law(items)
    return (
        f"With one thing in progress and the same pace the law says {law.told / LIMITED:.1f} days. "
        f"Hands are on a thing of core for **{hands_on(of(items, 'core')):.1f}** calendar days on "
        "average, if it never waits."
    )


def clocks_said(items: pd.DataFrame) -> str:
    """Say what the limit did to the wait before the work, and to the whole time from being asked."""
    before, after = (row for _, row in before_and_after(items).iterrows())
    whole = after["asked to done"] - before["asked to done"]
    more = "shorter" if whole < -1 else "longer" if whole > 1 else "as long as before"
    return (
        f"Before the work began, things waited **{before['wait']:.0f}** days on average in 2025 and "
        f"**{after['wait']:.0f}** under the limit. From asked to done half of them took "
        f"**{before['asked to done']:.0f}** days or fewer, then **{after['asked to done']:.0f}**: {more}."
    )


def stuck_said(active: dict[str, pd.DataFrame]) -> tuple[float, str]:
    """Say what share of platform's days was blocked, beside the other teams, and who is lowest by the hands."""
    board = {team: 1 - float(each["ratio_of_sums"]["board"]) for team, each in active.items()}
    hands = {team: float(each["ratio_of_sums"]["hands"]) for team, each in active.items()}
    others = ", ".join(f"{team} {share:.0%}" for team, share in board.items() if team != "platform")
    lowest = min(hands, key=lambda team: hands[team])
    said = f"The others: {others}. By the hands, {hands['platform']:.0%} of platform's days were work. "
    if lowest == "platform":
        return board["platform"], said + "That is the lowest of the four."
    return board["platform"], said + (
        f"{lowest.capitalize()} has the lowest there, {hands[lowest]:.0%}: its work waits for somebody, "
        "and no board marks that."
    )


def many_said(chances: pd.Series, history: pd.Series) -> str:
    """Say what the average promises, and what the wrong tail does."""
    mean = 4 * float(history.mean())
    reached = float(chances.loc[int(np.ceil(mean)) :].sum())
    return (
        f"The average says {mean:.1f}; that many and more come with {reached:.0%}. The wrong tail "
        f"promises {delivery.at_most(chances, 0.85)}, which comes with "
        f"{float(chances.loc[delivery.at_most(chances, 0.85) :].sum()):.0%}."
    )


def kept_said(items: pd.DataFrame) -> tuple[float, str]:
    """Say how likely the team lead's Friday is, and which weeks are."""
    chances, weeks = audit(items), naive_weeks(items)
    share = float(chances.loc[:weeks].sum())
    return share, (
        f"That is {chance(share)}. The last of the twelve is done at even odds in week "
        f"{delivery.at_most(chances, 0.5)}, and 85 % in week {delivery.at_most(chances, 0.85)}, by "
        f"{day(friday(delivery.at_most(chances, 0.85)))}."
    )


def back_test_said(past: pd.DataFrame) -> Any:
    """Say how often promises of the past would have been kept."""
    from IPython.display import Markdown

    sure = float((past["came"] >= past["promised"]).mean())
    average = float((past["came"] >= past["average"]).mean())
    return Markdown(
        f"Of {len(past)} promises for four weeks, those at 85 % were kept **{sure:.0%}** of the time, "
        f"those by the average **{average:.0%}**."
    )


def dates_table(past: pd.DataFrame) -> pd.DataFrame:
    """Show how dates of the past were kept, from `back_test_dates`: before the limit, and since."""
    return pd.DataFrame(
        [
            {
                "forecast": each.forecast,
                "asked for": each.asked,
                "said": f"{each.said:.0%}",
                "kept before the limit": "{} of {}".format(*each.before),
                "kept since": "{} of {}".format(*each.since),
            }
            for each in date_tests(past)
        ]
    ).set_index(["forecast", "asked for"])


def dates_kept(past: pd.DataFrame) -> str:
    """Say in one line how dates of the past were kept, from `back_test_dates`, and on which side they were off."""
    tests = date_tests(past)
    parts = [
        f"{each.forecast}, {each.asked}: said {each.said:.0%}, kept {each.before[0]} of "
        f"{each.before[1]} before the limit, {each.since[0]} of {each.since[1]} since"
        for each in tests
    ]
    even, contract = tests[:2]
    return (
        f"Since the limit: {_side(*even.since, even)} {_side(*contract.since, contract)} {_late(past)} "
        f"All: {'; '.join(parts)}. About {even.apart} dates at even odds do not overlap: so many tests"
    )


def dates_said(past: pd.DataFrame) -> Any:
    """Say on which side the dates of the past were off, before the limit and since, and why they were late."""
    from IPython.display import Markdown

    even, contract = date_tests(past)[:2]
    return Markdown(
        f"Before the limit: {_side(*even.before, even)} Since then: {_side(*even.since, even)} "
        f"{_side(*contract.since, contract)} {_late(past)} About {even.apart} dates at even odds do not "
        f"overlap.\n\n{missed_said(past)}"
    )


def _late(past: pd.DataFrame) -> str:
    """Say how late the contract's dates were at worst."""
    late = date_tests(past)[1].late
    if not late:
        return "No date of the contract was late."
    return f"The contract's date was late by {late} week{'s' * (late > 1)} at most."


def _side(kept: int, dates: int, of: DateTest) -> str:
    """Say whether dates were kept more often than was said, or less often."""
    if not dates:
        return f"no date {of.asked} can be tested."
    share = kept / dates
    side = (
        "more often: too careful, if anything"
        if share > of.said + APART
        else "less often: too bold, if anything"
        if share < of.said - APART
        else "about as often"
    )
    return f"{kept} of {dates} dates ({of.asked}) were kept where {of.said:.0%} was said, {side}."


def missed_said(past: pd.DataFrame) -> str:
    """Say what made the dates late that were asked for at even odds since the limit: the pace, or the days."""
    some = past[past["limited"] & (past["forecast"] == THESE) & (past["asked"] == EVEN)]
    missed = some[~some["kept"].astype(bool)]
    if missed.empty:
        return "None at even odds was late since the limit, so there is no miss to explain."
    begun, pace = (
        f"{missed[name].min():.1f} to {missed[name].max():.1f}" for name in ("begun", "by_pace")
    )
    slow = float((missed["begun"] > missed["by_pace"] + 1).mean()) > 0.5
    known = f"{some['known'].min()} to {some['known'].max()}"
    cause = (
        "most often the pace had fallen, before any story was slow. Half of today's futures draw the "
        "weeks of the last quarter"
        if slow
        else "most often they were begun in time, and some took longer than most. Today's futures draw "
        "the days of all stories since the limit, those included"
    )
    return (
        f"Why were those late? The twelve had all been begun after {begun} weeks; at the pace of the "
        f"weeks before it would have been {pace}: {cause}. And these forecasts knew the days of {known} "
        "stories under the limit."
    )


def stories_said(items: pd.DataFrame) -> str:
    """Say how many stories core did a week, quarter by quarter, and what the last one differs by."""
    stories = weekly(items, "core", "story").to_numpy().reshape(4, 13).mean(axis=1)
    change, low, high = stories_of_late(items)
    said = (
        "no change is excluded"
        if low > 0 or high < 0
        else "so chance alone could do it, and a slower pace is not excluded"
        if change < 0
        else "so chance alone could do it"
    )
    return (
        f"Stories of core a week, by quarter: {', '.join(f'{each:.1f}' for each in stories)}. The last "
        f"against the three before: {change:+.2f} ({low:+.2f} to {high:+.2f}), {said}."
    )


def points_said(items: pd.DataFrame) -> tuple[float, str]:
    """Say how often fewer points took no less time, and where more points typically took less."""
    found = {team: overlap(items, team) for team in ("core", "growth", "platform", "mobile")}
    others = ", ".join(f"{team} {share:.0%}" for team, share in found.items() if team != "core")
    return (
        found["core"],
        f"In the others: {others}. Were the days shuffled, it would be a little above half, for ties count as slow.",
    )


def failures_said(changes: pd.DataFrame, deployments: pd.DataFrame) -> tuple[str, str]:
    """Say why mobile's deployments fail: more changes in each, or worse ones."""
    mobile, core = (per_change(changes, deployments, team) for team in ("mobile", "core"))
    option = BREAKS_MORE if mobile[2].low > core[2].high else CARRIES_MORE
    shares = " ".join(
        f"{name.capitalize()}: {failed} failures over {many} changes, {share.estimate:.1%} "
        f"({share.low:.1%} to {share.high:.1%})."
        for name, (failed, many, share) in (("mobile", mobile), ("core", core))
    )
    rows = deployments[deployments["team"] == "mobile"]
    rows = rows[rows["deployed_at"] < pd.Timestamp(NOW, tz="UTC")]
    return option, (
        f"{shares} With core's share for each change, deployments as large as mobile's would fail in "
        f"{as_large_as(changes, deployments, 'mobile'):.0%}; {rows['failed'].mean():.0%} did."
    )


def times_said(items: pd.DataFrame) -> str:
    """Say whose days the forecast draws from, and how many of them are still open."""
    done = followed(of_these_policies(items)).done
    return f"the days of {len(done)} stories begun since the limit, {int((~done).sum())} of them open and counted at their age"


def contract_said(items: pd.DataFrame) -> str:
    """Say the day for the contract in one line, with its chance, its price, and the margins of both."""
    costs = promise_costs(audit(items))
    best, (weeks, kept) = cheapest(costs), margin(items)
    return (
        f"Friday, {day(friday(best))} (week {best}): {chance(costs['kept'][best])}, and {chance(kept[0])} "
        f"to {chance(kept[1])} with the past drawn again; {costs['costs'][best]:,.0f} USD on average, a "
        f"week later {costs['costs'][best + 1] - costs['costs'][best]:,.0f} more; the cheapest of pasts "
        f"drawn again is week {weeks[0]} to {weeks[1]}, nine times in ten"
    )


def date_said(items: pd.DataFrame, past: pd.DataFrame) -> str:
    """Say what to put into the contract, what it rests on, and what speaks against it.

    Parameters
    ----------
    items : DataFrame
        All items.
    past : DataFrame
        Dates of the past, from `back_test_dates`.
    """
    chances = audit(items)
    costs = promise_costs(chances)
    best, naive = cheapest(costs), naive_weeks(items)
    late = audit(items, span=(LAST_QUARTER, NOW)).loc[:best].sum()
    return (
        f"- Put this day into the contract. {contract_said(items)}.\n"
        f"- The team lead's {day(friday(naive))} would cost {costs['costs'][naive]:,.0f} USD on "
        f"average, for it breaks with {chance(1 - costs['kept'][naive])}.\n"
        f"- Plan with {day(friday(delivery.at_most(chances, 0.5)))}: even odds. Nobody outside hears it.\n"
        f"- It rests on {times_said(items)}, and on stories a week: of the last year in half of the "
        f"futures, of the last quarter in the others. By the quarter alone the day is kept with "
        f"{chance(late)}.\n"
        f"- The same rule on Mondays of the past: {dates_kept(past)}.\n"
        f"- {stories_said(items)}"
    )

"""Key of lesson 11: the right answer of each exercise, the mistakes people make, the hints.

Every reference is an ordinary function of the company's tables, so that another company has other
answers. Conventions are those of the assignment's text: UTC, spans with their first day and without
their last, cycle times in calendar days with both ends counted, nearest-rank percentiles.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from course_utils.exercises import (
    Choice,
    Choices,
    Criterion,
    Number,
    Ranking,
    Table,
    Written,
    exercise,
    practice,
)
from course_utils.lessons import delivery as explore
from course_utils.toolkit import delivery

OBJECTIVES = {
    "measure": "Measure throughput, work in progress, cycle time, flow efficiency and the four keys.",
    "limit": "Limit work in progress, and predict the effect with Little's law.",
    "forecast": "Forecast how many and by when, and promise a percentile.",
    "explain": "Explain Scrum and Kanban by their policies, and select one for a context.",
    "facilitate": "Bring the wishes of a retrospective to one experiment.",
}

YEAR = explore.YEAR
NOW = explore.NOW


def history(items: pd.DataFrame, team: str, kind: str | None = None) -> pd.Series:
    """Count a team's finished items in each week of the last year."""
    return explore.weekly(items, team, kind)


# Practice, in the lesson


@practice(Number("days"), objective="measure")
def growth_level(work_items):
    """Days within which 85 % of what growth began since 30 June 2025 was done."""
    growth = explore.in_span(explore.of(work_items, "growth"), "started_at", YEAR[0])
    return delivery.service_level(delivery.cycle_times(growth), 0.85).days


@growth_level.mistake("This is the wrong end: 85 % took *longer*. Take the 85th percentile.")
def _(work_items):
    growth = explore.in_span(explore.of(work_items, "growth"), "started_at", YEAR[0])
    return delivery.percentile(delivery.cycle_times(growth), 0.15)


@growth_level.mistake("This is the mean. Times have a long tail, so many items pass it.")
def _(work_items):
    growth = explore.in_span(explore.of(work_items, "growth"), "started_at", YEAR[0])
    return float(delivery.cycle_times(growth).mean())


@growth_level.mistake(
    "This counts time between the two moments. In this course both days count: leave `method` out."
)
def _(work_items):
    growth = explore.in_span(explore.of(work_items, "growth"), "started_at", YEAR[0])
    return delivery.service_level(delivery.cycle_times(growth, method="elapsed"), 0.85).days


growth_level.hints("As for core: keep the rows, take `cycle_times`, then the service level.")


def _pace(items: pd.DataFrame, team: str, start: str) -> float:
    """Things finished a day in a team's longest stable span since a day."""
    rows = explore.of(items, team)
    return delivery.flow_check(rows, *explore.stable_span(rows, start, NOW)).throughput


@practice(Number("days", relative=0.002), objective="limit")
def five_at_once(work_items):
    """Mean days of a thing in platform with five in progress, at the pace of its stable span."""
    return delivery.littles_law(wip=5, throughput=_pace(work_items, "platform", YEAR[0]))


@five_at_once.mistake("These are weeks: the throughput was taken by the week. Give days.")
def _(work_items):
    return 5 / (7 * _pace(work_items, "platform", YEAR[0]))


@five_at_once.mistake("This multiplies. WIP is throughput times cycle time: solve it for the time.")
def _(work_items):
    return 5 * _pace(work_items, "platform", YEAR[0])


@five_at_once.mistake("This is core's throughput. The question is about platform.")
def _(work_items):
    return 5 / _pace(work_items, "core", YEAR[0])


five_at_once.hints(
    "`explore.stable_span` has two days; `flow_check` of platform's rows between them has a throughput."
)


@practice(Number("days", relative=0.001), objective="limit")
def desk_days():
    """Mean working days at a desk that serves twelve a week while nine come in."""
    return delivery.mm1(9, 12).time * 5


@desk_days.mistake("This is the waiting alone. The question asks for the whole stay.")
def _():
    return delivery.mm1(9, 12).wait * 5


@desk_days.mistake("These are weeks. A week has five working days here.")
def _():
    return delivery.mm1(9, 12).time


@desk_days.mistake("This is the work alone, as if nobody ever waited.")
def _():
    return 5 / 12


desk_days.hints("`mm1` answers in the unit of its rates, which is weeks here.")


def _stuck(items: pd.DataFrame) -> pd.DataFrame:
    return explore.in_span(
        explore.of(items, "platform"), "finished_at", explore.TRACKED, explore.LIMIT
    )


@practice(Number("fraction", tolerance=0.0005), objective="measure")
def platform_board(work_items):
    """Flow efficiency of platform by the board, sum over sum, finished before 5 January 2026."""
    return float(explore.efficiency(_stuck(work_items)).loc["board", "ratio_of_sums"])


@platform_board.mistake("This is the mean of each item's share. Sum first, then divide.")
def _(work_items):
    return float(explore.efficiency(_stuck(work_items)).loc["board", "mean_of_ratios"])


@platform_board.mistake("This is the share that *is* blocked. What is left is active.")
def _(work_items):
    return 1 - float(explore.efficiency(_stuck(work_items)).loc["board", "ratio_of_sums"])


@platform_board.mistake(
    "This divides by calendar days. Nobody works at weekends: take working days."
)
def _(work_items):
    rows = _stuck(work_items)
    active = explore.working_days(rows) - rows["blocked_days"]
    return float(active.sum() / delivery.cycle_times(rows).sum())


platform_board.hints("`explore.efficiency` returns two rows and two columns; take one cell of it.")


@practice(Number("items"), objective="forecast")
def growth_six(work_items):
    """Things that growth finishes in six weeks with a chance of 85 %."""
    return delivery.at_least(delivery.how_many(history(work_items, "growth"), 6), 0.85)


@growth_six.mistake(
    "This is the wrong tail: so many come about once in six times. For an amount the safe end is the low one.",
    says=lambda mistaken, right: mistaken > right,
)
def _(work_items):
    return delivery.at_most(delivery.how_many(history(work_items, "growth"), 6), 0.85)


def _carried_on(round_it: Callable[[float], float]) -> None:
    @growth_six.mistake("This carries the average on. That many come about as often as not.")
    def _(work_items):
        return float(round_it(history(work_items, "growth").mean() * 6))

    @two_teams.mistake("This carries the average on, which is a coin.")
    def _(work_items):
        return float(round_it(_pair(work_items).mean() * 8))


@growth_six.mistake(
    "So many could be promised if each week had to keep its own promise. Six weeks together allow more."
)
def _(work_items):
    return 6 * delivery.at_least(delivery.how_many(history(work_items, "growth"), 1), 0.85)


growth_six.hints("Which of `at_least` and `at_most` reads a promise of an amount?")


def _cheapest(items: pd.DataFrame, week: float, broken: float) -> int:
    return int(explore.promise_costs(explore.audit(items), week, broken)["costs"].idxmin())


@practice(Number("weeks"), objective="forecast")
def cheapest_week(work_items):
    """Week whose promise costs least on average, at 500 USD a week and 60,000 a broken date."""
    return _cheapest(work_items, 500, 60_000)


@cheapest_week.mistake("This is the week of the first contract. Take the costs of the other one.")
def _(work_items):
    return _cheapest(work_items, 1_000, 30_000)


@cheapest_week.mistake("This is the week with even odds. What does a broken date cost?")
def _(work_items):
    return delivery.at_most(explore.audit(work_items), 0.5)


@cheapest_week.mistake("This is the week at 85 %, a habit. Which week has the least cost?")
def _(work_items):
    return delivery.at_most(explore.audit(work_items), 0.85)


cheapest_week.hints("`promise_costs` has a row for each week; which one has the least in `costs`?")


@practice(
    Table(columns=("card", "column"), keys=("card", "column"), partial=True), objective="explain"
)
def whose_policy():
    """Which policy is asked for by Scrum, by Kanban, by both."""
    return _cards(room="kanban", level="kanban", goal="scrum", ends="scrum")


def _cards(**columns: str) -> pd.DataFrame:
    found = {"done": "both", "inspect": "both", **columns}
    return pd.DataFrame({"card": list(found), "column": list(found.values())})


@whose_policy.mistake(
    "Kanban, too, writes down when work counts as done: its policies are explicit."
)
def _():
    return _cards(room="kanban", level="kanban", goal="scrum", ends="scrum", done="scrum")


@whose_policy.mistake("Kanban improves, too: it looks at its flow, and changes what does not work.")
def _():
    return _cards(room="kanban", level="kanban", goal="scrum", ends="scrum", inspect="scrum")


@whose_policy.mistake("A chance with a time is Kanban's. Scrum promises a goal, not a percentile.")
def _():
    return _cards(room="kanban", level="scrum", goal="scrum", ends="scrum")


whose_policy.hints("What has an end in time, and what has room or no room?")


@practice(
    Choice(
        {
            "careful": "everybody on the team tests more carefully from now on, as all have agreed today",
            "weekly": "six weekly releases; half the changes live within four days by 15 August, or we go back",
            "review": "each change gets a second reviewer for good, since two pairs of eyes see more",
            "list": "the twelve points of the board are shared among us, and we meet again in a month",
        }
    ),
    objective="facilitate",
)
def one_experiment():
    """Which proposal of a retrospective is an experiment."""
    return "weekly"


one_experiment.mistake(
    "A wish: nobody can see whether it happened, or when it would be over.", "careful"
)
one_experiment.mistake(
    "This may be a good rule. It has no number that should move, and no day to look.", "review"
)
one_experiment.mistake("Twelve things at once: whatever moves, nobody knows why.", "list")
one_experiment.hints("Which one could fail, and on which day would the team know?")


@practice(
    Choices(
        {
            "average": "a date is made of an average, and no chance is said beside it",
            "kinds": "the velocity is of all that the team does, and the trail is stories alone",
            "full": "full load is called safety, though it protects no date",
            "currencies": "points of two teams are compared, and the smaller number is called slow",
            "stale": "the velocity is taken from a span in which the team worked in another way",
            "scope": "the number of points has grown since the start, and nobody says by how much",
        },
        partial=True,
    ),
    objective="forecast",
)
def forecast_faults():
    """What is wrong with a colleague's paragraph."""
    return {"average", "kinds", "full", "currencies"}


forecast_faults.mistake(
    "It may be so, but the paragraph does not say from which span the velocity is.",
    {"average", "kinds", "full", "currencies", "stale"},
)
forecast_faults.mistake(
    "It may have grown, but the paragraph does not show it.",
    {"average", "kinds", "full", "currencies", "scope"},
)
forecast_faults.mistake(
    "Of what are the points of the velocity, and of what the 96?",
    {"average", "full", "currencies"},
)
forecast_faults.mistake(
    "What does it say of the other team, and in which unit?", {"average", "kinds", "full"}
)
forecast_faults.mistake("Which single number is the day made of?", {"kinds", "full", "currencies"})
forecast_faults.mistake("What is done to be safe, and is it?", {"average", "kinds", "currencies"})
forecast_faults.hints("Take the sentences one by one: which number stands for what it cannot tell?")


# A. Measure


def _level(items: pd.DataFrame, days: pd.Series, **changed: float) -> pd.DataFrame:
    found = delivery.service_level(days, 0.85)
    row = {
        "items": found.items,
        "typical": delivery.percentile(days, 0.5),
        "level": found.days,
        "low": found.low,
        "high": found.high,
    }
    return pd.DataFrame([{**row, **changed}])


def _mobile(items: pd.DataFrame) -> pd.DataFrame:
    return explore.in_span(explore.of(items, "mobile"), "finished_at", explore.LIMIT, NOW)


def _asked(rows: pd.DataFrame, **how: Any) -> pd.Series:
    return delivery.cycle_times(rows, started="created_at", **how)


@exercise(
    Table(columns=("items", "typical", "level", "low", "high"), tolerance=0.01, partial=True),
    points=5,
    objective="measure",
)
def mobile_level(work_items):
    """Typical time and 85 % service level of mobile, from asked to done, with interval."""
    return _level(work_items, _asked(_mobile(work_items)))


@mobile_level.accept("percentiles between values, as pandas has them")
def _(work_items):
    days = _asked(_mobile(work_items))
    return _level(
        work_items, days, typical=float(days.quantile(0.5)), level=float(days.quantile(0.85))
    )


@mobile_level.mistake(
    "This is the team's clock: it starts when work begins. The customer's started when they asked."
)
def _(work_items):
    return _level(work_items, delivery.cycle_times(_mobile(work_items)))


@mobile_level.mistake("The typical time here is the mean. Half took less than the *median*.")
def _(work_items):
    days = _asked(_mobile(work_items))
    return _level(work_items, days, typical=float(days.mean()))


@mobile_level.mistake("This is the time between the two moments. Both days count in this course.")
def _(work_items):
    return _level(work_items, _asked(_mobile(work_items), method="elapsed"))


@mobile_level.mistake("This has everything that mobile ever finished. Keep the span.")
def _(work_items):
    return _level(work_items, _asked(explore.of(work_items, "mobile")))


@mobile_level.mistake("The level is from the wrong end: 85 % took longer than that.")
def _(work_items):
    days = _asked(_mobile(work_items))
    return _level(work_items, days, level=delivery.percentile(days, 0.15))


mobile_level.hints(
    "Which moment starts the clock of somebody who asks, and which rows does the span keep?",
    "Part 2 has two clocks. `delivery.cycle_times` can be told which column begins.",
    "`service_level` returns days, items, low and high under these names; the typical time is a percentile.",
)


def _hands(items: pd.DataFrame, row: str = "hands", column: str = "ratio_of_sums") -> pd.DataFrame:
    core = explore.of(items, "core")
    spans = {2025: (explore.TRACKED, explore.LIMIT), 2026: (explore.LIMIT, NOW)}
    return pd.DataFrame(
        [
            {
                "year": year,
                "share": float(
                    explore.efficiency(explore.in_span(core, "finished_at", *span)).loc[row, column]
                ),
            }
            for year, span in spans.items()
        ]
    )


@exercise(
    Table(columns=("year", "share"), keys=("year",), tolerance=0.0005, partial=True),
    points=4,
    objective="measure",
)
def core_hands(work_items):
    """Flow efficiency of core by the hands, before and under the limit."""
    return _hands(work_items)


@core_hands.mistake("This is by the board. It does not see what waits in somebody's list.")
def _(work_items):
    return _hands(work_items, row="board")


@core_hands.mistake("This is the mean of each item's share. Sum first, then divide.")
def _(work_items):
    return _hands(work_items, column="mean_of_ratios")


@core_hands.mistake("This divides by calendar days. Nobody works at weekends: take working days.")
def _(work_items):
    core = explore.of(work_items, "core")
    rows = []
    for year, span in {2025: (explore.TRACKED, explore.LIMIT), 2026: (explore.LIMIT, NOW)}.items():
        done = explore.in_span(core, "finished_at", *span)
        days = delivery.cycle_times(done)
        rows.append({"year": year, "share": float(done["days_spent"].sum() / days.sum())})
    return pd.DataFrame(rows)


core_hands.hints(
    "Which of the two ways to count sees that six things share four people?",
    "Two spans with their border on 5 January 2026; `explore.efficiency` for each.",
    "Take the row and the column by name with `.loc[row, column]`, and put the two into a table.",
)


def _fives(items: pd.DataFrame, team: str = "mobile", **changed: float) -> pd.DataFrame:
    rows = explore.of(items, team)
    first, last = explore.stable_span(rows, explore.TRACKED, NOW)
    wip = 5 * delivery.flow_check(rows, first, last).throughput
    hands = explore.hands_on(explore.of(items, "mobile"))
    found = {
        "weeks": (last - first).days // 7,
        "wip": wip,
        "hands": hands,
        "least": max(5.0, hands),
    }
    return pd.DataFrame([{**found, **changed}])


@exercise(
    Table(
        columns=("weeks", "wip", "hands", "least"),
        relative={"weeks": 0.002, "wip": 0.002, "hands": 0.1, "least": 0.1},
        partial=True,
    ),
    points=4,
    objective="limit",
)
def mobile_wip(work_items):
    """What the law says of five days in mobile, and the days of hands below which no limit leads."""
    return _fives(work_items)


@mobile_wip.accept("by a working calendar: begun on any weekday, eight hours a day")
def _(work_items):
    spent = explore.of(work_items, "mobile").loc[lambda rows: rows["finished_at"].notna()]
    work = spent["days_spent"].to_numpy()
    before = np.ceil(work - 1e-9) - 1
    last = before + np.arange(5)[:, None]
    days = float((before + 2 * (last // 5) + (work - before) / 3).mean())
    return _fives(work_items, hands=days, least=max(5.0, days))


@mobile_wip.mistake(
    "Hands are on a thing for longer than five days, so no limit reaches it. The law kept the pace."
)
def _(work_items):
    return _fives(work_items, least=5.0)


@mobile_wip.mistake(
    "These are person-days. Five of them are a week of seven: give calendar days, as for the cycle time."
)
def _(work_items):
    days = float(_fives(work_items)["hands"].iloc[0]) * 5 / 7
    return _fives(work_items, hands=days, least=max(5.0, days))


@mobile_wip.mistake(
    "The whole tracker: it began with an empty board, so the law may not be read from all of it."
)
def _(work_items):
    whole = delivery.flow_check(explore.of(work_items, "mobile"), explore.TRACKED, NOW)
    weeks = (pd.Timestamp(NOW) - pd.Timestamp(explore.TRACKED)).days // 7
    return _fives(work_items, weeks=weeks, wip=5 * whole.throughput)


@mobile_wip.mistake("This mixes units: things a *week* times days.")
def _(work_items):
    return _fives(work_items, wip=7 * float(_fives(work_items)["wip"].iloc[0]))


@mobile_wip.mistake("This divides. What is in progress is throughput *times* time.")
def _(work_items):
    return _fives(work_items, wip=25 / float(_fives(work_items)["wip"].iloc[0]))


@mobile_wip.mistake("This is core's span. The question is about mobile.")
def _(work_items):
    return _fives(work_items, "core")


@mobile_wip.mistake("This is what was in progress. How many may be, for five days?")
def _(work_items):
    rows = explore.of(work_items, "mobile")
    span = explore.stable_span(rows, explore.TRACKED, NOW)
    return _fives(work_items, wip=delivery.flow_check(rows, *span).mean_wip)


mobile_wip.hints(
    "Which two of the three averages do you have, and over which weeks may you take them?",
    "Part 2 finds the longest stable part of a span; its throughput is by the day, like the time.",
    "`littles_law` takes two of three by name; `days_spent` has person-days. Can a mean lie below them?",
)


_DESK = {
    "fewer": delivery.kingman_wait(0.8, 1.0),
    "appointments": delivery.kingman_wait(0.9, 1.0, 0.0, 1.0),
    "even": delivery.kingman_wait(0.9, 1.0, 1.0, 0.5),
    "faster": delivery.kingman_wait(0.9 * 0.98, 0.98),
    "fuller": delivery.kingman_wait(0.95, 1.0),
}


@exercise(
    Ranking(
        {
            "faster": "everybody works two per cent faster than today",
            "fuller": "the desk is filled, so that it is busy 95 % of the time",
            "even": "work is cut alike: its spread is half of what it was",
            "fewer": "one request in nine is turned away at the door",
            "appointments": "requests come by appointment, one at a time",
        }
    ),
    points=5,
    objective="limit",
)
def desk_policies():
    """Five changes at a desk that is busy 90 % of the time, the shortest mean wait first."""
    return sorted(_DESK, key=lambda name: _DESK[name])


@desk_policies.mistake(
    "This puts speed before evenness. Near full load evenness does more than a little speed."
)
def _():
    return ["fewer", "appointments", "faster", "even", "fuller"]


@desk_policies.mistake(
    "This puts evenness first. Of the wait as a whole, load takes the most: look at 1 / (1 - utilisation)."
)
def _():
    return ["appointments", "even", "fewer", "faster", "fuller"]


@desk_policies.mistake(
    "This puts even arrivals before a lighter load. Compute both waits: load stands in a denominator."
)
def _():
    return ["appointments", "fewer", "even", "faster", "fuller"]


@desk_policies.mistake("A fuller desk is not a faster one. Compute its wait at 95 %.")
def _():
    return ["fuller", "fewer", "appointments", "even", "faster"]


desk_policies.hints(
    "Load, unevenness, speed: which of them stands in the formula's denominator?",
    "`delivery.kingman_wait(utilisation, service_time, cv_arrivals, cv_service)`, once for each change.",
    "Today it is 0.9, 1.0, 1.0, 1.0. Change one number at a time; faster work changes two.",
)


# B. Forecast


def _pair(items: pd.DataFrame) -> pd.Series:
    return history(items, "platform") + history(items, "mobile")


@exercise(Number("items"), points=4, objective="forecast")
def two_teams(work_items):
    """Things that platform and mobile finish together in eight weeks, with a chance of 90 %."""
    return delivery.at_least(delivery.how_many(_pair(work_items), 8), 0.9)


@two_teams.accept("ten thousand futures drawn by lot")
def _(work_items):
    return delivery.at_least(delivery.how_many_drawn(_pair(work_items), 8), 0.9)


@two_teams.mistake(
    "This adds two promises. Both are seldom low at once, so together they may promise more.",
    says=lambda mistaken, right: mistaken < right,
)
def _(work_items):
    return sum(
        delivery.at_least(delivery.how_many(history(work_items, team), 8), 0.9)
        for team in ("platform", "mobile")
    )


@two_teams.mistake(
    "This is the wrong tail: so many come once in ten times.",
    says=lambda mistaken, right: mistaken > right,
)
def _(work_items):
    return delivery.at_most(delivery.how_many(_pair(work_items), 8), 0.9)


@two_teams.mistake("This is platform alone.")
def _(work_items):
    return delivery.at_least(delivery.how_many(history(work_items, "platform"), 8), 0.9)


two_teams.hints(
    "What is one past period of the two teams together?",
    "Add the two histories week by week, then forecast as in part 5.",
    "`how_many` for eight periods, and the reading for an amount at 0.9.",
)


for _rounding in (float, math.floor, round):
    _carried_on(_rounding)


def _when(items: pd.DataFrame, stories: int, kind: str | None = "story") -> pd.Series:
    return delivery.when(history(items, "platform", kind), stories)


def _weeks(chances: pd.Series, even: float = 0.5, sure: float = 0.85) -> pd.DataFrame:
    return pd.DataFrame(
        [{"even": delivery.at_most(chances, even), "sure": delivery.at_most(chances, sure)}]
    )


@exercise(
    Table(columns=("even", "sure"), tolerance=0, partial=True), points=5, objective="forecast"
)
def with_growth(work_items):
    """Weeks in which platform finishes twenty stories and a quarter more, at even odds and 85 %."""
    return _weeks(_when(work_items, 25))


@with_growth.accept("ten thousand futures drawn by lot")
def _(work_items):
    return _weeks(delivery.when_drawn(history(work_items, "platform", "story"), 25))


@with_growth.mistake(
    "The scope that comes on top is not in it: a quarter of twenty.",
    says=lambda mistaken, right: (mistaken["sure"] < right["sure"]).all(),
)
def _(work_items):
    return _weeks(_when(work_items, 20))


@with_growth.mistake(
    "The history has bugs and tasks in it. They go on beside the stories.",
    says=lambda mistaken, right: (mistaken["sure"] < right["sure"]).all(),
)
def _(work_items):
    return _weeks(_when(work_items, 25, None))


@with_growth.mistake("The sure week is from the wrong tail: it is kept once in seven times.")
def _(work_items):
    return _weeks(_when(work_items, 25), sure=0.15)


@with_growth.mistake("Both are the average carried on. A date needs a percentile.")
def _(work_items):
    weeks = math.ceil(25 / history(work_items, "platform", "story").mean())
    return pd.DataFrame([{"even": weeks, "sure": weeks}])


with_growth.hints(
    "How many stories will there be in the end, and what else takes the team's weeks?",
    "The history of platform's *stories*, by week, and `delivery.when`.",
    "`at_most` reads a date from the chances; call it at 0.5 and at 0.85.",
)


GROWTH = {"stories": 9, "in_front": 4, "week_cost": 600, "broken_cost": 90_000}
"""A contract of growth: made up, the same in every company."""


def _contract(items: pd.DataFrame, kind: str | None = "story", **changed: float) -> pd.DataFrame:
    terms = {**GROWTH, **changed}
    return _promised(
        delivery.when(history(items, "growth", kind), int(terms["stories"] + terms["in_front"])),
        terms["week_cost"],
        terms["broken_cost"],
    )


def _promised(chances: pd.Series, week_cost: float, broken_cost: float) -> pd.DataFrame:
    costs = explore.promise_costs(chances, week_cost, broken_cost)
    return _week(chances, int(costs["costs"].idxmin()))


def _week(chances: pd.Series, week: int) -> pd.DataFrame:
    return pd.DataFrame([{"week": week, "chance": float(chances.loc[:week].sum())}])


def _growth_chances(items: pd.DataFrame) -> pd.Series:
    return delivery.when(history(items, "growth", "story"), GROWTH["stories"] + GROWTH["in_front"])


@exercise(
    Table(columns=("week", "chance"), tolerance=0.0005, partial=True),
    points=5,
    objective="forecast",
)
def growth_contract(work_items):
    """Week that costs least on average in a contract of growth, and its chance."""
    return _contract(work_items)


@growth_contract.accept("ten thousand futures drawn by lot")
def _(work_items):
    drawn = delivery.when_drawn(
        history(work_items, "growth", "story"), GROWTH["stories"] + GROWTH["in_front"]
    )
    return _promised(drawn, GROWTH["week_cost"], GROWTH["broken_cost"])


@growth_contract.mistake(
    "What stands in front is not in it. The nine come after it.",
    says=lambda mistaken, right: (mistaken["week"] < right["week"]).all(),
)
def _(work_items):
    return _contract(work_items, in_front=0)


@growth_contract.mistake(
    "The history has bugs and tasks in it. They go on beside the stories.",
    says=lambda mistaken, right: (mistaken["week"] < right["week"]).all(),
)
def _(work_items):
    return _contract(work_items, kind=None)


@growth_contract.mistake("This is the week at 85 %, a habit. What do waiting and breaking cost?")
def _(work_items):
    chances = _growth_chances(work_items)
    return _week(chances, delivery.at_most(chances, 0.85))


@growth_contract.mistake("These are the prices of the hospital group. Take those of this contract.")
def _(work_items):
    return _contract(work_items, week_cost=1_000, broken_cost=30_000)


@growth_contract.mistake(
    "This is the chance of being done in that very week. A date is kept by being done earlier, too."
)
def _(work_items):
    right = _contract(work_items)
    week = int(right["week"].iloc[0])
    return right.assign(chance=float(_growth_chances(work_items)[week]))


@growth_contract.mistake("This is the average carried on. What does it cost when it breaks?")
def _(work_items):
    chances = _growth_chances(work_items)
    pace = history(work_items, "growth", "story").mean()
    return _week(chances, math.ceil((GROWTH["stories"] + GROWTH["in_front"]) / pace))


growth_contract.hints(
    "What has to be finished before this customer has all, and which weeks of the past are like it?",
    "First the chance of each week, then what each promised week costs on average.",
    "The least of the costs names the week. Its chance counts all weeks up to it.",
)


def _velocity(points: pd.Series) -> pd.DataFrame:
    found = delivery.velocity_range(points, 0.9)
    needed = delivery.at_most(delivery.when(points, 400), 0.85)
    return pd.DataFrame(
        [
            {
                "velocity": found.estimate,
                "low": found.low,
                "high": found.high,
                "sprints": needed,
            }
        ]
    )


@exercise(
    Table(columns=("velocity", "low", "high", "sprints"), tolerance=0.01, partial=True),
    points=4,
    objective="forecast",
)
def growth_velocity(work_items):
    """Velocity of growth with its 90 % range, and sprints for 400 points with 85 %."""
    return _velocity(explore.velocities(work_items, "growth"))


@growth_velocity.mistake(
    "Points are counted in the sprint in which an item was *written down*. Velocity counts what was finished."
)
def _(work_items):
    rows = explore.of(work_items, "growth")
    rows = rows[(rows["created_at"] >= pd.Timestamp(YEAR[0], tz="UTC"))]
    return _velocity(rows.groupby("sprint")["points"].sum())


@growth_velocity.mistake("These are the points of core. Points of two teams are two currencies.")
def _(work_items):
    return _velocity(explore.velocities(work_items, "core"))


@growth_velocity.mistake(
    "The range runs from the worst sprint to the best. It is about the middle."
)
def _(work_items):
    points = explore.velocities(work_items, "growth")
    right = _velocity(points)
    return right.assign(low=float(points.min()), high=float(points.max()))


@growth_velocity.mistake(
    "This is where nine of ten single sprints lie. The range asked for holds the *median*."
)
def _(work_items):
    points = explore.velocities(work_items, "growth")
    low, high = (delivery.percentile(points, share) for share in (0.05, 0.95))
    return _velocity(points).assign(low=low, high=high)


@growth_velocity.mistake(
    "The velocity here is a mean. It is right for a sum; the middle sprint is the *median*."
)
def _(work_items):
    points = explore.velocities(work_items, "growth")
    return _velocity(points).assign(velocity=float(points.mean()))


def _other_sprints(find: Callable[[pd.Series], float]) -> None:
    @growth_velocity.mistake(
        "These sprints are from the early end: so many suffice if it goes well. What has to hold 85 times in a "
        "hundred?",
        says=lambda mistaken, right: (mistaken["sprints"] < right["sprints"]).all(),
    )
    def _(work_items):
        points = explore.velocities(work_items, "growth")
        return _velocity(points).assign(sprints=find(points))


for _find in (
    lambda points: delivery.at_most(delivery.when(points, 400), 0.15),
    lambda points: delivery.sprints_needed(400, delivery.velocity_range(points, 0.9)).low,
):
    _other_sprints(_find)


growth_velocity.hints(
    "Which moment of an item decides the sprint that it counts for?",
    "`explore.velocities`, then `delivery.velocity_range` for the range, and `delivery.when` for the sum.",
    "A sprint takes the place of a week; a number of sprints is a time, so which end is safe?",
)


SCOPE, DONE, ADDED = 60.0, (8.0, 11.0, 7.0, 9.0), (0.0, 6.0, 10.0, 0.0)


def _burn(**how: Any) -> pd.DataFrame:
    table = delivery.burndown(how.get("scope", SCOPE), DONE, how.get("added", ADDED))
    return table.reset_index()[["period", "remaining", "without_change"]]


@exercise(
    Table(
        columns=("period", "remaining", "without_change"),
        keys=("period",),
        tolerance=0.001,
        partial=True,
    ),
    points=4,
    objective="forecast",
)
def burndown_scope():
    """Burndown of a made-up project, with the change of scope told apart."""
    return _burn()


@burndown_scope.mistake("What came in is not in what remains. The team worked, and the scope grew.")
def _():
    return _burn(added=(0.0, 0.0, 0.0, 0.0))


@burndown_scope.mistake("What came in is taken off. It adds to what is left.")
def _():
    return _burn(added=tuple(-each for each in ADDED))


@burndown_scope.mistake("The whole later scope is counted from the start. It came in on the way.")
def _():
    return _burn(scope=SCOPE + sum(ADDED), added=(0.0, 0.0, 0.0, 0.0))


burndown_scope.hints(
    "What moves the line of what is left, besides work?",
    "`delivery.burndown(scope, done, added)` has a row for each period from 0.",
    "Keep three of its columns; the period is its index, so `reset_index()` makes a column of it.",
)


def _milestone(together: float, each: float) -> pd.DataFrame:
    return pd.DataFrame([{"together": together, "each": each}])


@exercise(
    Table(columns=("together", "each"), tolerance=0.0005, partial=True),
    points=4,
    objective="forecast",
)
def milestone():
    """Chance that four parts at 80 % are all on time, and what each needs for 85 % together."""
    return _milestone(delivery.all_on_time([0.8] * 4).estimate, 0.85**0.25)


@milestone.mistake("This is the chance of one part. All four have to be on time.")
def _():
    return _milestone(0.8, 0.85)


@milestone.mistake(
    "This is the least that the chances allow. The parts are late independently here."
)
def _():
    return _milestone(delivery.all_on_time([0.8] * 4).low, 0.85**0.25)


@milestone.mistake(
    "The second number shares the doubt out by adding. Chances of independent parts multiply."
)
def _():
    return _milestone(0.8**4, 1 - 0.15 / 4)


@milestone.mistake(
    "The second number multiplies the wrong way: what four parts at 85 % come to. Which chance gives 85 %?"
)
def _():
    return _milestone(0.8**4, 0.85**4)


milestone.hints(
    "If one part is on time, what is the chance that the next one is as well?",
    "`delivery.all_on_time` gives the product; the second question asks for its inverse.",
    "Which number gives 0.85 when four of it are multiplied together?",
)


# C. Judge


SPAN = ("2026-01-01", NOW)


def _keys(items: Any, changes: pd.DataFrame, deployments: pd.DataFrame, **how: Any) -> pd.DataFrame:
    rows = explore.of(explore.log(changes, deployments), how.get("team", "platform"))
    found = delivery.dora(rows, *SPAN, deployment=how.get("deployment", "deployment_id"))
    return pd.DataFrame(
        [
            {
                "a_week": found.a_week,
                "lead_time": found.lead_time,
                "failure_rate": found.failure_rate.estimate,
                "recovery_time": found.recovery_time,
            }
        ]
    )


@exercise(
    Table(
        columns=("a_week", "lead_time", "failure_rate", "recovery_time"),
        relative=0.002,
        partial=True,
    ),
    points=5,
    objective="measure",
)
def platform_keys(changes, deployments):
    """The four keys of platform in the first half of 2026."""
    return _keys(None, changes, deployments)


@platform_keys.mistake("Each change counts as a deployment here. Name the column that joins them.")
def _(changes, deployments):
    return _keys(None, changes, deployments, deployment=None)


@platform_keys.mistake("These are the keys of mobile. The question is about platform.")
def _(changes, deployments):
    return _keys(None, changes, deployments, team="mobile")


@platform_keys.mistake(
    "The failure rate is over changes. The key is a share of deployments; both are worth a look."
)
def _(changes, deployments):
    right = _keys(None, changes, deployments)
    share = explore.per_change(changes, deployments, "platform", SPAN)[2]
    return right.assign(failure_rate=share.estimate)


@platform_keys.mistake("The lead time is a mean. One slow change moves it; the key is a median.")
def _(changes, deployments):
    right = _keys(None, changes, deployments)
    rows = explore.of(explore.log(changes, deployments), "platform")
    rows = explore.in_span(rows, "deployed_at", *SPAN)
    hours = (rows["deployed_at"] - rows["committed_at"]) / pd.Timedelta("1h")
    return right.assign(lead_time=float(hours.mean()))


@platform_keys.mistake(
    "The time to recover is a mean. One long night moves it; the key is a median."
)
def _(changes, deployments):
    right = _keys(None, changes, deployments)
    rows = explore.of(deployments, "platform")
    failed = explore.in_span(rows, "deployed_at", *SPAN).dropna(subset="restored_at")
    hours = (failed["restored_at"] - failed["deployed_at"]) / pd.Timedelta("1h")
    return right.assign(recovery_time=float(hours.mean()))


platform_keys.hints(
    "What is one row of the log, and what is one deployment?",
    "`explore.log` joins the tables; `explore.of` keeps the team; then `delivery.dora` with the span.",
    'Pass `deployment="deployment_id"`; the failure rate is an interval and has an estimate.',
)


@exercise(
    Table(columns=("card", "column"), keys=("card", "column"), partial=True),
    points=5,
    objective="explain",
)
def which_way():
    """Which way of working fits five kinds of work."""
    return _ways()


def _ways(**changed: str) -> pd.DataFrame:
    found = {
        "help": "kanban",
        "module": "scrum",
        "unknown": "design_sprint",
        "law": "milestone",
        "torn": "kanban",
        **changed,
    }
    return pd.DataFrame({"card": list(found), "column": list(found.values())})


@which_way.mistake("A Scrum sprint builds. Before a quarter's work one wants to know *whether* to.")
def _():
    return _ways(unknown="scrum")


@which_way.mistake(
    "A plan that is broken every day is no plan. Limit what is begun, and let the urgent be pulled."
)
def _():
    return _ways(torn="scrum")


@which_way.mistake(
    "A date that is set from outside and hangs on three teams needs to be planned across them."
)
def _():
    return _ways(law="scrum")


@which_way.mistake("What comes in at any hour has no common goal. A sprint has one.")
def _():
    return _ways(help="scrum")


@which_way.mistake(
    "Pull would do. But one goal and two free weeks are just what a sprint asks for."
)
def _():
    return _ways(module="kanban")


@which_way.mistake("Whether to build it is decided there. A module with a goal can be begun.")
def _():
    return _ways(module="design_sprint")


@which_way.mistake(
    "Two are exchanged: which one has a day set from outside, and which a goal of its own?"
)
def _():
    return _ways(module="milestone", law="scrum")


@which_way.mistake(
    "Two are exchanged: which one nobody knows the use of, and which is to be built?"
)
def _():
    return _ways(module="design_sprint", unknown="scrum")


which_way.hints(
    "Ask of each: is there a common goal, a fixed day, or an open question?",
    "Work that cannot wait two weeks, and has no common goal, does not fit a sprint.",
    "One of the ways answers whether to build at all; one is about several teams and one day.",
)


@exercise(
    Choice(
        {
            "currency": "points are a unit of each team, and as a target they grow without more work",
            "size": "mobile may have fewer people than core, so its target should be lower in proportion",
            "trend": "one quarter is too short; look at a year of velocities before a target is set",
            "hours": "points should be turned into hours first, so that the two teams can be compared",
        }
    ),
    points=3,
    objective="explain",
)
def velocity_target():
    """What to answer to a velocity that becomes a target for two teams."""
    return "currency"


velocity_target.mistake("In the right proportion it is still a wrong measure: of what?", "size")
velocity_target.mistake("A longer look at two currencies does not make them one.", "trend")
velocity_target.mistake(
    "Points are no hours: in part 7 a smaller item was often as slow as a larger one.", "hours"
)
velocity_target.hints(
    "What would a team do on the day after it hears of the target?",
    "Which law of lesson 7 speaks of measures that become targets?",
    "Ask of each option whether two teams' points would mean the same after it.",
)


@exercise(
    Choice(
        {
            "inside": "how long a card has been in its list, so an old one looks new",
            "owner": "who works on each card, so that nobody can be asked why it does not move",
            "order": "what is to be done first, so that people begin with whatever they like best",
            "total": "how many cards there are, so that nobody can see that there are too many",
        }
    ),
    points=3,
    objective="explain",
)
def tool_report():
    """What a plain Trello board hides behind a tidy picture."""
    return "inside"


tool_report.mistake("A card may have members; a plain board shows them.", "owner")
tool_report.mistake("A list has an order: the top of it is first.", "order")
tool_report.mistake(
    "They can be counted. What is missing is a rule that stops the next one.", "total"
)
tool_report.hints(
    "The screenshot shows names, an order and all cards. What does it not show?",
    "Part 7 has a table of what each tool hides unless you set it up.",
    "Three of the four can be read off the picture, or counted on it.",
)


# D. The memo


@exercise(
    Written(
        rubric=[
            Criterion(
                "Method and data window",
                25,
                {
                    4: "Says which history was taken (team, kind, span), why this one, what stands in "
                    "front, and how forecasts made like it did on weeks that were not known.",
                    2: "A simulation or an average is named, without its window or without a test.",
                },
            ),
            Criterion(
                "Probability language",
                25,
                {
                    4: "Each date stands with its chance, from the safe tail; one date for the contract, "
                    "chosen by what waiting and breaking cost; even odds are called even odds.",
                    2: "A range or a percentile is given, but the date is a bare day, or nobody can say "
                    "why this chance.",
                },
            ),
            Criterion(
                "Assumptions",
                20,
                {
                    4: "Says what must stay as it was (people, way of working, share of bugs, scope), "
                    "checks that the board is stable, and says what a growing scope does to the date.",
                    2: "Assumptions are listed and none is checked.",
                },
            ),
            Criterion(
                "Actions on flow",
                20,
                {
                    4: "A working agreement of a few policies (limit, age, what is pulled, who helps) and one "
                    "experiment with a number, a day and a stop.",
                    2: "Good wishes: focus, communicate, work harder, or many actions at once.",
                },
            ),
            Criterion(
                "Tone",
                10,
                {
                    4: "Sales can act on it; nobody is blamed; bad news has a day on which it is told.",
                    2: "Correct, but for engineers, or defensive.",
                },
            ),
        ],
        words=600,
    ),
    points=40,
    objective="facilitate",
)
def delivery_memo():
    """The forecast memo for sales, and the working agreement of the team."""


delivery_memo.hints(
    "Begin with the day for the contract and its chance.",
    "Then what it rests on, what would move it, and what the team will do. Cite the sheet by line.",
    "Read it as sales: do you know what to write into the contract, and when you will hear more?",
)

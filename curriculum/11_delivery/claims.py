"""What lesson 11 says about Kitewell, each conclusion a predicate over a company."""

from __future__ import annotations

from course_utils.exercises.claims import claim
from course_utils.lessons import delivery as explore
from course_utils.lessons.delivery import evidence
from course_utils.toolkit import delivery

EXCEPT = {
    "Code, deployments from": "says what is to be computed",
    "From July each team's target": "a claim that is to be judged",
    "Eight come in, at random": "a made-up desk, by the formula",
    "The weeks that core has worked": "an assumption that the back-test examines",
    "Only the last row answers": "follows from what was asked",
    "Every fourth Monday": "says what is computed",
    "each Monday with 26 weeks": "says what is computed",
    "Then people cut tests": "about teams at large, a warning",
    "An item has fewer points": "part of a question",
    "the chance of the date falls below": "a rule, not a finding",
    "Its model of the team is one number": "says what the formula asks for",
    "With fewer things than people": "follows from what is said: one person at most on a thing",
    "To promise all costs next to nothing": "a made-up team; held by a test",
    "they are few tests": "follows from the overlap",
    "Its days are never longer": "follows from the method: what is open can only add",
    "A whole number of things is": "follows from rounding down",
    "A date that is far too late": "follows from what is asked",
    "The last year has the most weeks": "52 against 13, by the calendar",
    "How many a week: the year has": "52 against 13, by the calendar",
    "So half of the futures draw": "says what is computed",
    "With eight it costs more than twice": "a made-up team; held by a test",
    "A quarter below the mean": "a rule of an experiment, not a finding",
    "A team that puts the trail before its bugs": "follows from what is asked for",
    "one of six changes fails if any": "by arithmetic",
    "look again in four weeks": "a rule, not a finding",
    "all of their time is promised": "part of a question on a made-up team",
    "people are as busy with five": "a made-up team; held by a test",
    "never costs more than its fee": "follows from the two prices",
    "Scrum and Kanban by their policies": "names what was learnt",
}

CORE = "core"


@claim
def mean_is_no_promise(work_items):
    """Of what core began under the limit, 25 to 50 % took longer than the mean."""
    core = explore.in_span(explore.of(work_items, CORE), "started_at", explore.LIMIT)
    days = delivery.cycle_times(core)
    return bool(0.25 < (days > days.mean()).mean() < 0.5)


@claim
def limit_made_it_faster(work_items):
    """The 85 % level of core fell by a quarter and more with the limit, by more than chance."""
    return explore.faster(work_items)


@claim
def core_fell_most(work_items):
    """The 85 % level of core fell by a larger share than that of any team without a limit."""
    table = explore.before_and_after(work_items)
    core = table["85 %"].iloc[1] / table["85 %"].iloc[0]
    others = [after / before for before, after in explore.without_limit(work_items).values()]
    return bool(core < min(others))


@claim
def law_foretells(work_items):
    """Little's law, from a stable span, told core's mean time in a stable span under the limit to within a quarter."""
    law = explore.by_law(work_items)
    return abs(law.told_for_mean / law.came - 1) < 0.25


@claim
def hands_take_longer_than_one(work_items):
    """Hands are on a thing of core, and of mobile, for longer than the law says: of one at once, and of five days."""
    law = explore.by_law(work_items)
    core, mobile = (explore.hands_on(explore.of(work_items, team)) for team in (CORE, "mobile"))
    return core > 2 * law.told / 6 and mobile > 5.5


@claim
def law_needs_a_stable_board(work_items):
    """In core's first quarter, which is not stable, finished things took less than the law says by a fifth and more.

    In the longest stable span before the limit the law misses by less than a tenth.
    """
    core = explore.of(work_items, CORE)
    filling = delivery.flow_check(core, explore.TRACKED, "2025-03-31")
    stable = delivery.flow_check(core, *explore.stable_span(core, explore.YEAR[0], explore.LIMIT))
    return (
        not filling.stable
        and filling.wip_end > filling.wip_start
        and filling.by_law > 1.2 * filling.cycle_time
        and abs(stable.by_law / stable.cycle_time - 1) < 0.1
    )


@claim
def platform_is_stuck_most(work_items):
    """Of all that was finished, platform has the largest share that was ever blocked."""
    done = work_items[work_items["finished_at"].notna()]
    share = (done["blocked_days"] > 0).groupby(done["team"].astype(str)).mean()
    return share.idxmax() == "platform"


def _board(items, row="board"):
    return {
        team: float(
            explore.efficiency(
                explore.in_span(explore.of(items, team), "finished_at", *explore.YEAR)
            ).loc[row, "ratio_of_sums"]
        )
        for team in explore.TEAMS
    }


@claim
def boards_flatter(work_items):
    """In each team the board's flow efficiency lies above that of the hands."""
    board, hands = _board(work_items), _board(work_items, "hands")
    return all(board[team] > hands[team] for team in explore.TEAMS)


@claim
def the_sum_was_hopeless(work_items):
    """The team lead's Friday has a chance below one in four."""
    chances = explore.audit(work_items)
    return bool(chances.loc[: explore.naive_weeks(work_items)].sum() < 0.25)


@claim
def stories_sank_the_sum(work_items):
    """By the team lead's Friday twelve of anything are more likely than not, twelve stories less than one in four."""
    weeks = explore.naive_weeks(work_items)
    anything, stories = (
        delivery.when(explore.weekly(work_items, CORE, kind), 12).loc[:weeks].sum()
        for kind in (None, "story")
    )
    return bool(anything > 0.5 and stories < 0.25)


@claim
def chance_seldom_ages_less(work_items):
    """On no six Mondays in a row was the mean age a quarter below that of the Mondays before, eight at least."""
    ages = explore.ages_on_mondays(work_items)
    return all(
        ages.iloc[place : place + 6].mean() > 0.75 * ages.iloc[:place].mean()
        for place in range(8, len(ages) - 5)
    )


@claim
def some_are_older_than_the_limit(work_items):
    """Of core's stories that were finished in the last 26 weeks some were begun before the limit, fewer than half."""
    older, stories = evidence.begun_before_the_limit(work_items)
    return 0 < older < stories / 2


@claim
def averages_are_a_coin(work_items):
    """Averages carried on for four weeks were kept 35 to 65 % of the time."""
    past = explore.back_test(work_items)
    return bool(0.35 < (past["came"] >= past["average"]).mean() < 0.65)


@claim
def promises_were_kept(work_items):
    """Promises at 85 % for four weeks were kept 85 % of the time and more."""
    past = explore.back_test(work_items)
    return bool((past["came"] >= past["promised"]).mean() >= 0.85)


@claim
def weeks_even_out(work_items):
    """Over the teams, four weeks in a row vary less than four that are drawn by lot."""
    in_a_row = by_lot = 0.0
    for team in explore.TEAMS:
        weeks = explore.weekly(work_items, team, span=("2025-01-27", explore.NOW))
        in_a_row += float(weeks.rolling(4).sum().var())
        by_lot += 4 * float(weeks.var())
    return in_a_row < by_lot


@claim
def cheapest_is_sure(work_items):
    """The cheapest week of the contract is two weeks and more after the team lead's, at 80 % and more."""
    costs = explore.promise_costs(explore.audit(work_items))
    best = int(costs["costs"].idxmin())
    return best >= explore.naive_weeks(work_items) + 2 and bool(costs["kept"][best] > 0.8)


@claim
def sprints_stray(work_items):
    """Of core's single sprints fewer than two in three lie in the range of the middle one."""
    sprints = explore.velocities(work_items, CORE)
    middle = delivery.velocity_range(sprints)
    return bool(sprints.between(middle.low, middle.high).mean() < 2 / 3)


@claim
def points_know_little(work_items):
    """In each team an item with fewer points is as slow or slower 20 to 50 % of the time."""
    return all(0.2 < explore.overlap(work_items, team) < 0.5 for team in explore.TEAMS)


@claim
def mobile_is_no_worse(changes, deployments):
    """Failures over changes: the intervals of mobile and core overlap."""
    mobile, core = (
        explore.per_change(changes, deployments, team)[2] for team in ("mobile", "core")
    )
    return mobile.low < core.high and core.low < mobile.high


@claim
def mobile_fails_more(changes, deployments):
    """Of mobile's deployments more than twice the share of core's fails."""
    keys = explore.dora_by_team(changes, deployments, explore.TRACKED, explore.NOW)
    return bool(keys["failed"]["mobile"] > 2 * keys["failed"]["core"])


@claim
def platform_changes_break(changes, deployments):
    """Failures over changes: platform's share is half as large again as core's, which lies below its interval."""
    platform, core = (
        explore.per_change(changes, deployments, team)[2] for team in ("platform", "core")
    )
    return platform.estimate > 1.5 * core.estimate and platform.low > core.estimate


@claim
def core_works_on_less(work_items):
    """Flow efficiency of core by the hands rose by ten points and more with the limit."""
    core = explore.of(work_items, CORE)
    spans = ((explore.TRACKED, explore.LIMIT), (explore.LIMIT, explore.NOW))
    before, after = (
        explore.efficiency(explore.in_span(core, "finished_at", *span)).loc[
            "hands", "ratio_of_sums"
        ]
        for span in spans
    )
    return bool(after - before > 0.1)

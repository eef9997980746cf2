"""What lesson 13 says about Kitewell, each conclusion a predicate over a company."""

from __future__ import annotations

from course_utils.exercises.claims import claim
from course_utils.lessons import risk as explore
from course_utils.toolkit import risk

EXCEPT = {
    "Part 2 answers it, and the end says": "tells where the lesson goes",
    "Whoever looks at one case alone": "about people at large, of the source",
    "it is 6 and more, over six hours": "a rule, not a finding",
    "burn rate 14.4 and more": "a rule, not a finding",
    "So far the team's ranges": "says what was done",
    "All risks named for": "says what is to be computed",
}


@claim
def rare_come_more_often(risks):
    """Of risks that were called one in twenty, more than one and a half times as many came."""
    return bool(explore.came_by_said(risks)["came"].iloc[0] > 1.5 * 0.05)


@claim
def causes_differ(risks):
    """Causes dealt out by chance differ so much within the quarters in fewer than 5 % of deals."""
    return explore.bunched(risks) < 0.05


@claim
def sums_fall_short(risks):
    """Sums of exposures fell short in 30 % of the past registers and more."""
    return bool(explore.kept(explore.back_test(risks))["summed"] <= 0.7)


@claim
def all_three_do_best(risks):
    """In the back-test no sum and no P80 was enough more often than the one that mends all."""
    table = explore.step_by_step(risks)
    best = float(table.iloc[-1]["P80"])
    return bool(best >= table.to_numpy().max() and best > table.iloc[0].max())


@claim
def said_is_not_kept(risks):
    """The P80 as said was enough for fewer than 78 % of the past registers, the mended one for more."""
    found = explore.kept(explore.back_test(risks))
    return bool(found["as_said"] < 0.78 and found["as_came"] > found["as_said"])


@claim
def costs_beyond_ranges(risks):
    """Of the costs that came, fewer than 75 % lay in their ranges, which were meant to hold 90 %."""
    came = explore.past(risks).query("happened == 1")
    return bool(came["cost"].between(came["low"], came["high"]).mean() < 0.75)


@claim
def largest_scored_lowest(risks):
    """Of the launch's risks the one with the largest exposure has the lowest score, alone."""
    table = explore.scored(risks)
    return bool((table["score"].iloc[1:] > table["score"].iloc[0]).all())


@claim
def the_test_turns(risks, responses):
    """The test of rights loses by what was said and pays by what came."""
    name = "have the rights tested from outside"
    said, came = (
        explore.answers(risks, responses, came=how)["net"].xs(name, level="response").iloc[0]
        for how in (False, True)
    )
    return bool(said < 0 < came)


@claim
def both_cut_the_tail(risks, responses):
    """Test and insurance together: within 10 % of the test's total on average, P95 5 % smaller."""
    table = explore.largest_answers(risks, responses)
    test, both = table.iloc[1], table.loc["all of these"]
    return bool(
        abs(both["together"] / test["together"] - 1) < 0.1 and both["P95"] < 0.95 * test["P95"]
    )


@claim
def launch_pays(risks, responses, changes, deployments):
    """After responses and the register's mean loss the launch brings 20 thousand USD and more."""
    return bool(explore.ledger(risks, responses, changes, deployments)["together"] > 20)


@claim
def second_vendor_never_pays(risks, responses):
    """A second sign-in vendor loses by both chances."""
    name = "keep a second sign-in vendor ready"
    return all(
        explore.answers(risks, responses, came=how)["net"].xs(name, level="response").iloc[0] < 0
        for how in (False, True)
    )


def _state(changes, deployments):
    return explore.chances(explore.breaks(changes, deployments).launch)


@claim
def steps_are_best(changes, deployments):
    """In steps has the best mean by core's record, by 25 thousand USD and more."""
    scores = risk.emv(explore.PAYOFFS, _state(changes, deployments)).scores
    return bool(scores["in steps"] - scores.drop("in steps").max() > 25)


@claim
def three_rules_agree(changes, deployments):
    """Mean, worst case and regret choose the same option."""
    return {
        risk.emv(explore.PAYOFFS, _state(changes, deployments)).option,
        risk.maximin(explore.PAYOFFS).option,
        risk.minimax_regret(explore.PAYOFFS).option,
    } == {"in steps"}


@claim
def poll_is_worth_nothing(changes, deployments):
    """No answer of the poll changes the choice; some answer of the pilot does, and it pays."""
    state = _state(changes, deployments)
    poll = risk.evsi(explore.PAYOFFS, state, explore.POLL)
    pilot = risk.evsi(explore.PAYOFFS, state, explore.PILOT)
    return poll.value == 0 and pilot.value > explore.PILOT_COST


@claim
def pilot_chooses(changes, deployments):
    """A clean pilot means all on one day, trouble means in steps."""
    found = risk.evsi(explore.PAYOFFS, _state(changes, deployments), explore.PILOT)
    return found.options.to_dict() == {"clean": "all on one day", "trouble": "in steps"}


@claim
def new_work_runs_over(work_items):
    """Four of five: core's new work ran over by up to half and more, routine by under 40 %."""
    found = [
        risk.reference_class(*explore.overruns(work_items, "core", kind).T.to_numpy()).uplift
        for kind in ("new", "routine")
    ]
    return bool(found[0] > 0.5 and found[1] < 0.4)


@claim
def outside_is_later(work_items):
    """From outside the plan is ready for the fair with at least 10 points less than from inside."""
    return bool(explore.outside_plan(work_items).max() < explore.plan().chance(explore.FAIR) - 0.1)


@claim
def minutes_tell_another_story(service_levels, incidents):
    """In the last 30 days minutes say twice as many budgets as requests and more."""
    found = explore.budget(service_levels, incidents)
    return found.used_by_minutes > 2 * found.used

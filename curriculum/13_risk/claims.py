"""What lesson 13 says about Kitewell, each conclusion a predicate over a company."""

from __future__ import annotations

from course_utils.exercises.claims import claim
from course_utils.lessons import risk as explore
from course_utils.lessons.risk import evidence
from course_utils.toolkit import risk

EXCEPT = {
    "Part 2 answers it, and the end says": "tells where the lesson goes",
    "Whoever looks at one case alone": "about people at large, of the source",
    "14.4 and more over an hour": "a rule, not a finding",
    "Then in steps, without the pilot": "what is advised; its reasons are claimed beside it",
    "6 and more over six hours": "a rule, not a finding",
    "Its chances are what": "says what is to be computed",
    "thousands of dollars, by how such risks came": "says how the numbers were made",
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
    """The P80 as said was enough for fewer of the past registers than the mended one."""
    found = explore.kept(explore.back_test(risks))
    return bool(found["as_said"] < found["as_came"])


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
    """Insurance as offered: least on average, P95 10 % below the test's; both: P95 3 % below that."""
    table = explore.largest_answers(risks, responses)
    none, test, cover, both = (table.iloc[at] for at in range(4))
    return bool(
        cover["together"] < min(each["together"] for each in (none, test, both)) - 1
        and cover["P95"] < 0.9 * test["P95"]
        and both["P95"] < 0.97 * cover["P95"]
    )


@claim
def test_costs_little_beside_insurance(risks, responses):
    """Beside insurance that pays as offered the test costs 5,000 USD on average, or less.

    And insurance is better than the test alone only if the insurer pays a half and more.
    """
    found = explore.insured(risks, responses)
    return 0 < found.beside < 5 and 0.5 < found.beats < 1


@claim
def offer_is_below_what_came(risks, responses):
    """The insurer's price is fair at nine tenths of the chance of the largest risk, or less."""
    found = explore.insured(risks, responses)
    return found.fair < 0.9 * found.chance


@claim
def largest_breaks_the_reserve(risks, responses):
    """Where the largest risk comes, the P80 is not enough in most futures, even if the insurer pays."""
    return explore.short_if_largest(risks, responses) > 0.55


@claim
def pilot_lead_is_small(risks, responses, changes, deployments, incidents):
    """The pilot leaves nothing if steps save 15 % of the register left.

    And 1,500 USD at most if the year's end is fixed.
    """
    lead = explore.pilot_lead(_fails(changes, deployments, incidents).launch)
    left = explore.treated(risks, responses).mean / 1000
    return 0 < lead.net < lead.weeks + 1.5 and lead.saves < 0.15 * left


@claim
def own_wire_is_quiet(service_levels):
    """By luck a guarded wire on the trail's own requests trips in less than one hour of a half-year.

    Without its guards it trips in ten and more, with one hospital and with twenty.
    """
    return all(
        evidence.own_trips(service_levels, many) < 1
        and evidence.own_trips(service_levels, many, guarded=False) > 10
        for many in (1, 20)
    )


def _fails(changes, deployments, incidents):
    return explore.fails_badly(changes, deployments, incidents)


@claim
def launch_pays(risks, responses, changes, deployments, incidents):
    """After responses and the register's mean loss the launch brings 20 thousand USD and more."""
    failing = _fails(changes, deployments, incidents).launch
    return bool(explore.ledger(risks, responses, failing)["together"] > 20)


def _of(table, name):
    return table.xs(name, level="response").iloc[0]


@claim
def second_vendor_does_not_pay(risks, responses):
    """A second sign-in vendor loses as said and at half; as came it is within 1,500 USD of nothing."""
    name = "keep a second sign-in vendor ready"
    said, came = (explore.answers(risks, responses, came=how) for how in (False, True))
    half = explore.at_half(came).xs(name, level="response").iloc[0]
    return bool(_of(said, name)["net"] < 0 > half and abs(_of(came, name)["net"]) < 1500)


@claim
def rehearsal_is_better(risks, responses):
    """The rehearsal saves 3,000 USD more than writing beside the editor, as said and as came."""
    both = "rehearse with the load of last June", "write the trail beside the editor"
    return all(
        _of(table, both[0])["net"] > _of(table, both[1])["net"] + 3000
        for table in (explore.answers(risks, responses, came=how) for how in (False, True))
    )


@claim
def poll_is_not_worth_its_price(changes, deployments, incidents):
    """The poll is worth less than its price at the middle and at both ends of core's interval."""
    found = _fails(changes, deployments, incidents)
    return all(
        explore.worth(each)["poll"] < explore.POLL_COST
        for each in (found.low, found.launch, found.high)
    )


@claim
def rules_part_after_clean(changes, deployments, incidents):
    """After a clean pilot the mean chooses another way to launch than worst case and regret."""
    table = explore.after_clean(_fails(changes, deployments, incidents).launch)
    careful = {table["worst"].idxmax(), table["regret"].idxmin()}
    return len(careful) == 1 and table["mean"].idxmax() not in careful


@claim
def pilot_chooses(changes, deployments, incidents):
    """The pilot is worth its price: a clean one means all on one day, trouble means in steps."""
    failing = _fails(changes, deployments, incidents).launch
    found = risk.evsi(explore.PAYOFFS, explore.chances(failing), explore.PILOT)
    return found.value > explore.PILOT_COST and found.options.to_dict() == {
        "clean": "on one day",
        "trouble": "in steps",
    }


@claim
def wire_trips_without_a_launch(service_levels, deployments):
    """A wire at 14.4 on all requests tripped 15 times and more in half a year without a launch."""
    return evidence.tripped(service_levels, deployments).trips >= 15


@claim
def room_is_won_blind():
    """Rolling back, then reports off, then the vendor, without a look, costs what looking costs."""
    return abs(explore.blind_costs()) < 0.5


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
    late = explore.outside_plan(work_items)["by the fair"].max()
    return bool(late < explore.plan().chance(explore.FAIR) - 0.1)


@claim
def minutes_tell_another_story(service_levels, incidents):
    """In the last 30 days minutes say twice as many budgets as requests and more."""
    found = explore.budget(service_levels, incidents)
    return found.used_by_minutes > 2 * found.used

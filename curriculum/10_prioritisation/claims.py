"""What lesson 10 says about Kitewell, proved on many companies."""

from __future__ import annotations

import pandas as pd

from course_utils.exercises.claims import claim
from course_utils.lessons import prioritisation as explore
from course_utils.lessons.prioritisation import evidence, listing, survey
from course_utils.toolkit import prioritisation as prio

EXCEPT = {
    "approvals_turn: backlog": "a high estimate of reach happens to be the same number",
    "approvals_turn: cards": "a high estimate of reach happens to be the same number",
    "approvals_turn: given": "a high estimate of reach happens to be the same number",
    "That is one person-week a squad each week": "arithmetic on the house's own plan",
    "I want the weekly ranking of people": "a quotation, not a finding",
    "A defect loses": "an invented example, said so",
    "One owner looks at all cards": "a routine that is recommended",
    "The mean of five questions": "a truth of logic, no data",
    "Value that lasts loses": "a definition of kinds of urgency",
    "P: it costs more each week": "an option of a guess",
    "Q loses 2,000 for each week": "arithmetic on an invented example",
    "The points are relative to the smallest": "how the method is defined",
    "So from here on there is one plan": "says what is promised",
    "A vertical slice goes through all layers": "a definition, not a finding",
    "a slice for one kind of user": "a line of a rubric",
    "A date that is let go": "a rule for a decision",
    "What the law asks for this quarter": "the task of an exercise",
    "Now not only the work is drawn": "says what is drawn",
    "It is drawn as noise": "says what is drawn",
    "all in doubt, a week of work": "the name of a line that is computed",
    "with approvals in their place": "the name of a line that is computed",
    "It turns where a week's delay": "held to the public company by a test",
    "how seldom worse depends on": "held to the public company by a test",
    "The import stays ahead": "held to the public company by a test",
    "Large boards come later, though": "held to the public company by a test",
    "At the highs approvals are": "held to the public company by a test",
    "and the date of the autumn fair": "held to the public company by a test",
    "Decision asked on Monday": "a decision, held to the fact sheet by a test",
    "musts exceed": "a rule for a decision",
    "a feature divides the plans": "a rule for a decision",
    "the most frequent category by Berger": "the task of an exercise",
    "Compute for each plan both coefficients": "the task of an exercise",
    "Put the jobs into an order": "the task of an exercise",
    "By 31 December 2026": "an outcome that is aimed at",
    "Guardrails: time from start": "a limit that is set",
    "in business teams that have had the slice": "an outcome that is aimed at",
    "fewer than three of five": "a rule for a decision",
    "As an owner on the business plan": "a user story, not a finding",
}


def _mended(backlog: pd.DataFrame, work_items: pd.DataFrame) -> pd.DataFrame:
    return explore.mended(explore.cards(backlog), explore.track_record(work_items))


@claim
def loud_is_not_dear(backlog):
    """The item that is asked for most is not the most valuable one."""
    cards = explore.cards(backlog)
    return bool(cards["mentions"].idxmax() != cards["value"].idxmax())


@claim
def rulers_name_different_firsts(backlog, work_items):
    """The five rulers put at least two different cards first."""
    return explore.firsts(explore.shortlist(_mended(backlog, work_items))) >= 2


@claim
def delay_is_not_value(backlog):
    """CD3 and value for each week of work order the undated items differently."""
    cards = explore.cards(backlog)
    cards = cards[cards["due"].isna()]
    by_value, by_delay = cards["value"] / cards["weeks"], cards["cost_of_delay"] / cards["weeks"]
    return prio.rank_agreement(by_value, by_delay).kendall < 0.8


@claim
def ranges_hold_too_little(work_items):
    """The ranges of finished work hold less often than four times in five, beyond their doubt."""
    return explore.coverage(work_items).loc["all", "high"] < explore.RANGES


@claim
def the_record_holds_the_work_in_hand(work_items):
    """The record's middle of the work in hand is near what is deducted, and its draws are in the range.

    New work overran by more than routine work, and only a part of what is in hand stands in the table.
    """
    times, drawn = evidence.in_hand_by_record(work_items)
    low, high = evidence.DEDUCTED[evidence.IN_HAND]
    kinds = explore.track_record(work_items)["times"]
    begun = work_items["days_spent"].isna() & work_items["item_id"].isna()
    return (
        abs(evidence.ESTIMATED * times - evidence.DEDUCTIONS[evidence.IN_HAND]) < 3
        and ((drawn >= low) & (drawn <= high)).mean() >= explore.RANGES
        and kinds["new"] > kinds["routine"]
        and work_items.loc[begun, "days_likely"].sum() / 5 < evidence.ESTIMATED
    )


@claim
def new_work_is_wider(backlog):
    """Ranges of effort are wider for work that is new to its team than for routine work."""
    cards = explore.cards(backlog)
    width = (cards["weeks_high"] / cards["weeks_low"]).groupby(cards["familiarity"]).median()
    return width["new"] > width["routine"]


@claim
def overrun_holds_at_size(work_items):
    """Of work that was thought to take half a week or more, the middles are off as those of all work."""
    everything = explore.track_record(work_items)["times"]
    large = explore.track_record(work_items[work_items["days_likely"] >= 2.5])["times"]
    return bool((large / everything).between(0.85, 1.18).all())


@claim
def full_plans_do_not_fit(backlog, dependencies, work_items):
    """The best set by middle estimates fits less often than four times in five."""
    cards = _mended(backlog, work_items)
    best = explore.best_plan(cards, explore.needs(cards, dependencies))
    return explore.chance_that_fits(explore.possible_efforts(cards), best.items) < explore.RANGES


@claim
def the_promise_is_the_front(backlog, dependencies, work_items):
    """What is promised is the front of the list, with the law and each kept date; no date stands behind."""
    cards = _mended(backlog, work_items)
    needs = explore.needs(cards, dependencies)
    plan, law = explore.the_plan(cards, needs), explore.legal(cards)
    front, kept = set(plan.promised), {*plan.kept, *law}
    dated = set(cards.index[cards["due"] <= explore.QUARTER])
    return (
        tuple(plan.promised) == plan.order[: len(front)]
        and kept <= front
        and not dated & set(plan.spare)
    )


@claim
def dates_are_not_simply_first(backlog, dependencies, work_items):
    """The list costs no more than one with the same kept dates right behind what has no price."""
    cards = _mended(backlog, work_items)
    needs = explore.needs(cards, dependencies)
    plan = explore.the_plan(cards, needs)
    first: list = []
    for item in [*explore.unpriced(cards), *plan.kept]:
        first += listing.open_needs(item, needs, first)
    rest = [item for item in plan.order if item not in first]
    dear = explore.list_cost(cards, [*first, *rest])
    return explore.list_cost(cards, plan.order) <= dear + 1


@claim
def the_leak_is_promised(backlog, dependencies, work_items):
    """What closes the leak is promised, is no hardest no, and no yes to the ranking takes it back."""
    cards = _mended(backlog, work_items)
    needs = explore.needs(cards, dependencies)
    plan = explore.the_plan(cards, needs)
    leaks = explore.leaks(cards)
    after = explore.promise(plan, needs, explore.boss_item(cards))
    said = explore.hardest_no(cards, needs, plan)
    return (
        bool(leaks)
        and set(leaks) <= set(plan.promised)
        and set(leaks) <= set(after.promised)
        and not any(cards.loc[item, "title"] in said for item in leaks)
    )


@claim
def losses_are_for_each_week_of_work(backlog):
    """No defect and no feature loses more for each week of work than the two that are shown."""
    cards = explore.cards(backlog)
    each = (cards["cost_of_delay"] / cards["weeks"]).groupby(cards["kind"]).max()
    shown = explore.defect_and_feature(cards).set_index("kind")
    return all(
        abs(shown.loc[kind, "for_each_week"] - each[kind]) <= 0.5 for kind in ("defect", "feature")
    )


@claim
def the_law_saves_little(backlog, dependencies, work_items):
    """A week of work on what the law asks saves less than a third of what a week of the plan does."""
    cards = _mended(backlog, work_items)
    saved, law = explore.worth(cards), explore.legal(cards)
    best = prio.select(saved, cards["weeks"], explore.CAPACITY, explore.needs(cards, dependencies))
    each = saved[law].sum() / cards.loc[law, "weeks"].sum()
    return each < best.value / best.effort / 3


@claim
def musts_exceed_capacity(backlog, work_items):
    """The musts alone need more than the quarter has."""
    cards = _mended(backlog, work_items)
    return cards.loc[cards["moscow"] == "must", "weeks"].sum() > explore.CAPACITY


@claim
def ranking_is_reverse(kano):
    """The most frequent answer to the weekly ranking is that people want the opposite, and it is clear."""
    asked = kano[kano["feature"] == "activity_ranking"]
    found = prio.kano(asked["functional"], asked["dysfunctional"], 0.1)
    return found.mode == "R" and found.clear


@claim
def cd3_misses_a_date(backlog, dependencies, work_items):
    """CD3 misses a date of the first squad's queue more often than it keeps it."""
    jobs = explore.sequence_jobs(_mended(backlog, work_items), dependencies)
    order, weeks = explore.habits(jobs)["CD3"], explore.possible_weeks(jobs)
    return explore.on_time(jobs, order, weeks).min() < 0.5


@claim
def bundles_go_most_of_the_way(backlog, dependencies, work_items):
    """Rated in bundles, a list from the top reaches at least four fifths of the best set's worth."""
    cards = _mended(backlog, work_items)
    needs = explore.needs(cards, dependencies)
    bundles = explore.from_the_top(cards, needs, bundled=True)
    return bundles.value > 4 / 5 * explore.best_plan(cards, needs).value


@claim
def approvals_hurt_business(kano, users, accounts):
    """On the business plan lacking approvals hurts, on the free plan more want the opposite than are hurt."""
    found = survey.by_plan(explore.answers(kano, users, accounts), "approval_steps")
    free = found.loc["free"]
    return found.loc["business", "worse"] < -0.6 and free["reverse"] > -free["worse"]


@claim
def camps_differ(kano, users, accounts):
    """Business and free differ in the worse coefficient by more than half of the scale."""
    found = survey.by_plan(explore.answers(kano, users, accounts), "approval_steps")["worse"]
    return found["free"] - found["business"] > 0.5


@claim
def approvals_hurt_team_too(kano, users, accounts):
    """On the team plan lacking approvals hurts as well, and fewer want the opposite than are hurt."""
    found = survey.by_plan(explore.answers(kano, users, accounts), "approval_steps").loc["team"]
    return found["worse"] < -0.3 and found["reverse"] < -found["worse"]


@claim
def business_before_team(kano, users, accounts):
    """The team plan is hurt less than the business plan by lacking approvals, and more want the opposite."""
    found = survey.by_plan(explore.answers(kano, users, accounts), "approval_steps")
    team, business = found.loc["team"], found.loc["business"]
    return business["worse"] < team["worse"] and business["reverse"] < team["reverse"]


@claim
def approvals_need_groundwork(backlog, dependencies):
    """Approvals need groundwork and have no date."""
    cards = explore.cards(backlog)
    item = explore.approvals_item(cards)
    ground = explore.needs(cards, dependencies).get(item, [])
    if not ground or pd.notna(cards.loc[item, "due"]):
        return False
    return bool((cards.loc[ground, "kind"] == "debt").all())


@claim
def leak_shares_groundwork(backlog, dependencies):
    """All that approvals need is needed to close the leak as well."""
    cards = explore.cards(backlog)
    needs = explore.needs(cards, dependencies)
    leak = {each for item in explore.leaks(cards) for each in listing.with_needs(item, needs)}
    return set(listing.with_needs(explore.approvals_item(cards), needs)[1:]) <= leak

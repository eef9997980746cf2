"""What lesson 10 and its strong PRD say of Kitewell is true of the public company too."""

from __future__ import annotations

import pytest
from places import ROOT

from course_utils import data
from course_utils.exercises.claims import load_claims
from course_utils.lessons import prioritisation as explore
from course_utils.lessons.prioritisation.quarter import price_of_yes, slice_room

FOLDER = ROOT / "curriculum" / "10_prioritisation"
CLAIMS = load_claims(FOLDER)


@pytest.fixture(scope="module")
def public():
    return data.open(ROOT / "datasets")


@pytest.mark.parametrize("name", CLAIMS)
def test_each_claim_holds_on_the_public_company(public, name):
    assert CLAIMS[name].holds(public)


def test_the_slice_of_the_document_is_no_more_than_the_exercise_asks():
    scope = (FOLDER / "strong.md").read_text().partition("**Scope")[2].partition("**Non-goals")[0]
    assert "One approver for a project" in scope
    assert "the apps show the state" in scope


def test_the_decision_of_the_document_follows_from_its_lines(public):
    tables = {name: public.table(name) for name in ("backlog", "dependencies", "work_items")}
    cards = explore.mended(
        explore.cards(tables["backlog"]), explore.track_record(tables["work_items"])
    )
    needs, item = explore.needs(cards, tables["dependencies"]), explore.approvals_item(cards)
    plan, without = explore.the_plan(cards, needs), explore.the_plan(cards, needs, never=[item])
    place = plan.order.index(item)
    before, after = plan.order[place - 1], plan.order[place + 1]
    assert "large boards" in cards.loc[before, "title"]
    assert "meeting notes" in cards.loc[after, "title"]
    assert cards.loc[after, "requester"] == "chief_executive"
    # F12: first of what is promised to nobody; the groundwork is done for the auditors.
    assert before in plan.promised
    assert item == plan.spare[0]
    (auditors,) = (each for each in plan.kept if "auditors" in cards.loc[each, "title"])
    assert set(needs[item]) <= set(needs[auditors])
    # F1: RICE puts both ahead; what waiting costs for each week of work, the boards alone.
    scores, rate = explore.rice(cards), cards["cost_of_delay"] / cards["weeks"]
    assert scores[item] < min(scores[before], scores[after])
    assert rate[after] < rate[item] < rate[before]
    # F10: more on average, more often worse than better, and then by more than it gains on average.
    more = plan.saved - without.saved
    assert 0 < more.mean() < 0.05 * without.saved.mean()
    assert (more > 0.5).mean() < (more < -0.5).mean()
    assert more[more < -0.5].mean() < -2 * more.mean()
    # F11 names what comes later; F8 against F9: a thin margin.
    assert after in explore.pushed_back(without, plan)
    own = cards.loc[item, "cost_of_delay"]
    assert 0 < own - price_of_yes(cards, needs, item).needed < 0.05 * own
    # F13: with half of the worth the whole card would lose its place.
    half, whole = (slice_room(cards, needs, plan, item, share) for share in (0.5, 1.0))
    assert half < cards.loc[item, "weeks"] < whole

"""What lesson 10 and its strong PRD say of Kitewell is true of the public company too."""

from __future__ import annotations

import re

import pytest
from places import ROOT

from course_utils import data
from course_utils.exercises.claims import load_claims
from course_utils.lessons import prioritisation as explore
from course_utils.lessons.prioritisation.quarter import delivered, price_of_yes, slice_room

FOLDER = ROOT / "curriculum" / "10_prioritisation"
CLAIMS = load_claims(FOLDER)


@pytest.fixture(scope="module")
def public():
    return data.open(ROOT / "datasets")


@pytest.mark.parametrize("name", CLAIMS)
def test_each_claim_holds_on_the_public_company(public, name):
    assert CLAIMS[name].holds(public)


def test_the_document_cites_lines_of_the_fact_sheet():
    cited = {int(n) for n in re.findall(r"\bF(\d+)\b", (FOLDER / "strong.md").read_text())}
    sheet = (FOLDER / "assignment.py").read_text().partition("facts = {")[2].partition("    }\n")[0]
    lines = re.findall(r'^ {8}"[^"]+":', sheet, re.MULTILINE)
    assert cited
    assert cited <= set(range(1, len(lines) + 1))


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
    yes = price_of_yes(cards, needs, item)
    # F8 against F9, and F10: a coin toss, so the document asks which teaches more. F11 goes out.
    assert yes.needed == pytest.approx(cards.loc[item, "cost_of_delay"], rel=0.05)
    with_it, without = (
        explore.best_plan(cards, needs, **{side: [item]}) for side in ("always", "never")
    )
    more = delivered(cards, needs, with_it.items) - delivered(cards, needs, without.items)
    assert abs(more.mean()) < 1.96 * more.std() / len(more) ** 0.5
    assert yes.out
    # F13: a slice that brings all of the worth may be nearly as large as the whole card.
    assert 0 < slice_room(cards, needs, item, 0.5) < slice_room(cards, needs, item)
    # F12: full by its middles, so the document promises no more than comes first.
    fits = explore.chance_that_fits(explore.possible_efforts(cards), with_it.items)
    assert fits < explore.RANGES
    text = (FOLDER / "strong.md").read_text()
    assert "fits in F12 of the quarters" in text
    assert "So approvals are in, and **F11 goes out**" in text

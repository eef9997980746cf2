"""What lesson 13 computes: refusals in a sentence, and numbers that another way gives as well."""

from __future__ import annotations

import numpy as np
import pytest
from places import ROOT

from course_utils import data
from course_utils.lessons.risk import evidence, words
from course_utils.toolkit import risk


@pytest.fixture(scope="module")
def tables():
    return data.open(ROOT / "datasets").table


def test_an_unknown_team_or_quarter_is_told(tables):
    risks = tables("risks")
    with pytest.raises(ValueError, match="no team here"):
        evidence.of(risks, "design")
    with pytest.raises(ValueError, match="no register"):
        evidence.of(risks, "core", "2024-Q1")
    with pytest.raises(ValueError, match="no team here"):
        evidence.overruns(tables("work_items"), "design", "new")


def test_a_reserve_of_the_past_knows_nothing_of_its_quarter(tables):
    risks = tables("risks")
    before = evidence.back_test(risks, n=500)
    changed = risks.copy()
    mine = changed["quarter"] == "2025-Q2"
    changed.loc[mine & (changed["happened"] == 1), "cost"] *= 10
    after = evidence.back_test(changed, n=500)
    quarter = before["quarter"] == "2025-Q2"
    assert (before["as_came"] == after["as_came"])[quarter].all()
    assert (before["as_came"] != after["as_came"])[~quarter].any()


def test_the_launch_breaks_where_one_of_its_changes_does(tables):
    found = evidence.breaks(tables("changes"), tables("deployments"), stories=3)
    rate = found.a_change.estimate
    bits = np.random.default_rng(1)
    assert found.launch == pytest.approx(
        (bits.random((200_000, 3)) < rate).any(axis=1).mean(), abs=0.004
    )
    assert found.low < found.launch < found.high


def test_the_even_chance_makes_two_options_alike():
    even = evidence.even_chance()
    means = evidence.PAYOFFS @ evidence.chances(even)
    assert means["all on one day"] == pytest.approx(means["in steps"])


def test_responses_that_are_chosen_pay_and_make_the_reserve_smaller(tables):
    risks, responses = tables("risks"), tables("responses")
    picked = evidence.chosen(risks, responses)
    assert (picked["net"] > 0).all()
    assert picked.index.get_level_values("risk").is_unique
    before = evidence.losses(
        evidence.as_they_came(evidence.launch(risks), risks), evidence.DEPENDENCE
    )
    assert evidence.treated(risks, responses).percentile(0.8) < before.percentile(0.8)


def test_budgets_by_requests_are_failed_over_allowed(tables):
    service, incidents = tables("service_levels"), tables("incidents")
    found = evidence.budget(service, incidents)
    rows = evidence.between(service, *evidence.WINDOW, at="hour")
    assert len(rows) == 30 * 24
    assert found.used == pytest.approx(rows["failed"].sum() / (0.001 * rows["requests"].sum()))
    assert words.gate_open(service, incidents) == (found.used < 1)


def test_causes_that_are_dealt_by_chance_do_not_bunch(tables):
    risks = tables("risks").copy()
    bits = np.random.default_rng(3)
    dealt = []
    for _ in range(20):
        for _, rows in risks.groupby("quarter", observed=True):
            risks.loc[rows.index, "cause"] = bits.permutation(rows["cause"].to_numpy())
        dealt.append(evidence.bunched(risks, n=200))
    assert 0.25 < np.mean(dealt) < 0.75
    assert evidence.bunched(tables("risks"), n=200) < 0.05


def test_the_ledger_adds_up_what_stands_in_other_parts(tables):
    four = [tables(name) for name in ("risks", "responses", "changes", "deployments")]
    book = evidence.ledger(*four)
    assert book["together"] == pytest.approx(book.drop("together").sum())
    spent = evidence.chosen(*four[:2])["cost"].sum() / 1000
    assert book["responses"] == pytest.approx(-spent)
    left = evidence.treated(*four[:2]).mean / 1000
    assert book["what is left of the register"] == pytest.approx(-left)


def test_a_likelier_largest_risk_needs_a_larger_reserve(tables):
    low, high = words.reserve_band(tables("risks"), tables("responses"))
    middle = evidence.treated(tables("risks"), tables("responses")).percentile(0.8)
    assert low < middle < high


def test_the_pilot_pays_from_the_share_that_is_said_and_not_below(tables):
    breaking = evidence.breaks(tables("changes"), tables("deployments")).launch
    least = words.pilot_needs(breaking)
    for found, pays in ((least, True), (least - 0.01, False)):
        pilot = evidence.PILOT.copy()
        pilot.loc["breaks"] = [1 - found, found]
        state = evidence.chances(breaking)
        value = risk.evsi(evidence.PAYOFFS, state, pilot).value
        assert (value > evidence.PILOT_COST) == pays


def test_more_time_makes_the_plan_likelier(tables):
    items = tables("work_items")
    short, long = (evidence.outside_plan(items, weeks, n=4_000) for weeks in (9, 15))
    assert (short <= long).all()
    assert long["task by task"] > short["task by task"]

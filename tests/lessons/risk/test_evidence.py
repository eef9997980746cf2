"""What lesson 13 computes: refusals in a sentence, and numbers that another way gives as well."""

from __future__ import annotations

import numpy as np
import pytest
from places import ROOT

from course_utils import data
from course_utils.lessons.risk import evidence, words


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
    rows = evidence.within(service, "hour", *evidence.WINDOW)
    assert len(rows) == 30 * 24
    assert found.used == pytest.approx(rows["failed"].sum() / (0.001 * rows["requests"].sum()))
    assert words.gate_open(service, incidents) == (found.used < 1)

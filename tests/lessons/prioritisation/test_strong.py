"""What the strong PRD says of the public company is true there."""

from __future__ import annotations

import pytest
from places import ROOT

from course_utils import data
from course_utils.lessons import prioritisation as explore
from course_utils.toolkit import prioritisation as prio

CAPACITIES = (explore.CAPACITY - 6, explore.CAPACITY, explore.CAPACITY + 6)


class Facts:
    """The public backlog, and the two cards that the document is about."""

    def __init__(self) -> None:
        company = data.open(ROOT / "datasets")
        self.backlog, self.links = company.table("backlog"), company.table("dependencies")
        self.cards = explore.cards(self.backlog)
        self.needs = explore.needs(self.cards, self.links)
        (self.approvals,) = self.cards.index[self.cards["title"].str.contains("approv")]
        (self.groundwork,) = self.needs[self.approvals]

    def chosen(self, capacity, value=1.0, own=1.0, groundwork=1.0):
        """Say whether approvals are in the best set, with some estimates changed."""
        worth, weeks = self.cards["value"].astype(float), self.cards["weeks"].astype(float)
        worth[self.approvals] *= value
        weeks[self.approvals] *= own
        weeks[self.groundwork] *= groundwork
        return self.approvals in prio.select(worth, weeks, capacity, self.needs).items


@pytest.fixture(scope="module")
def facts():
    return Facts()


DONE = 1e-6  # what is left of the groundwork once it is done


def test_rank_and_value(facts):
    rice = explore.rice(facts.cards).rank(ascending=False)
    assert rice[facts.approvals] > len(rice) / 2
    assert facts.cards["value"].rank(ascending=False)[facts.approvals] == 3
    own = facts.cards.loc[facts.approvals]
    assert own["mentions"] == own["paying_mentions"] > 0
    assert own["due"] != own["due"]  # no date


def test_the_best_quarter(facts):
    assert [facts.chosen(capacity) for capacity in CAPACITIES] == [False] * 3
    assert [facts.chosen(capacity, groundwork=DONE) for capacity in CAPACITIES] == [True] * 3


def test_what_would_turn_it(facts):
    assert facts.chosen(explore.CAPACITY, value=1.5)
    assert facts.chosen(explore.CAPACITY, groundwork=0.6)
    assert not facts.chosen(explore.CAPACITY, own=2, groundwork=DONE)


def test_the_dates(facts):
    jobs = explore.sequence_jobs(facts.cards, facts.links, more=1)
    order = prio.best_order(jobs)[0]
    ends = jobs.loc[order, "duration"].cumsum()
    dated = jobs["due"].dropna()
    assert len(dated) == 2
    assert (ends[dated.index] <= dated).all()
    (record,) = facts.cards.index[facts.cards["title"].str.contains("auditors")]
    assert facts.groundwork in facts.needs[record]
    kept, _ = explore.keep_dates(facts.cards, facts.needs)
    with_approvals, _ = explore.keep_dates(facts.cards, facts.needs, [facts.approvals])
    (pushed,) = set(kept.items) - set(with_approvals.items)
    assert "screen readers" in facts.cards["title"][pushed]
    assert with_approvals.value < kept.value


def test_the_camps():
    company = data.open(ROOT / "datasets")
    kano, users, accounts = map(company.table, ("kano", "users", "accounts"))
    asked = kano[kano["feature"] == "approval_steps"].merge(users[["user_id", "account_id"]])
    asked = asked.merge(accounts[["account_id", "plan"]])
    assert len(asked) == 300
    by_plan = {
        plan: prio.kano(group["functional"], group["dysfunctional"])
        for plan, group in asked.groupby("plan", observed=True)
    }
    free = by_plan["free"].counts
    assert free["R"] > free[["A", "O", "M"]].sum()
    assert by_plan["business"].mode == "M"
    assert prio.kano(asked["functional"], asked["dysfunctional"]).mode == "I"

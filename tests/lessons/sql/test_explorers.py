"""The join microscope and the stepped query: what they compute, and what they say."""

from __future__ import annotations

import companies
import pytest

from course_utils.lessons.sql import clauses, evidence, microscope

COMPANY = companies.company(3)


@pytest.fixture
def lens():
    return microscope.join_microscope(COMPANY)


@pytest.fixture(scope="module")
def found():
    return microscope.tables(COMPANY)


class TestMicroscope:
    def test_the_six_accounts_differ_in_visits(self, found):
        assert len(found.accounts) == 6
        owners = [account for account, _ in found.beside["visits of 2026"]]
        times = sorted(owners.count(account) for account in found.accounts)
        assert times[0] == times[1] == 0
        assert times[-1] == 4

    @pytest.mark.parametrize("kind", microscope.KINDS)
    @pytest.mark.parametrize("beside", ["visits of 2026", "owners"])
    def test_it_joins_as_the_database_does(self, found, kind, beside):
        ids = ", ".join(map(str, found.accounts))
        table = (
            f"(select * from touches where touched_at >= '{evidence.SINCE}')"
            if beside == "visits of 2026"
            else "(select * from users where role = 'owner')"
        )
        paying = f"with paying as ({evidence.PAYING}) select sum(mrr) as mrr from paying p "
        query = {
            "join": f"{paying} join {table} using (account_id) where account_id in ({ids})",
            "left join": f"{paying} left join {table} using (account_id) where account_id in ({ids})",
            "each account once": f"{paying} where account_id in ({ids}) and account_id in ("
            f"select account_id from {table} where account_id is not null)",
        }[kind]
        total = sum(found.mrr[i] for i, _ in microscope.joined(found, beside, kind))
        assert total == COMPANY.sql(query)["mrr"].item()

    def test_the_sentence_follows_the_rows(self, lens, found):
        assert "0 of" in lens.scene["says"]
        lens.values = {**lens.values, "rows": 30}
        says = lens.scene["says"]
        assert f"each account once is {found.each_once:,}" in says
        assert "counted again" in says
        assert "are missing" in says
        lens.values = {**lens.values, "kind": "left join"}
        assert "are missing" not in lens.scene["says"]
        lens.values = {**lens.values, "beside": "owners", "kind": "join"}
        assert "control total holds" in lens.scene["notes"][0]

    def test_the_bar_turns_red_when_money_counts_again(self, lens):
        def tone():
            bars = lens.scene["pictures"][0]["marks"][0]
            return bars["tone"][0]

        assert tone() == "blue"
        lens.values = {**lens.values, "rows": 30}
        assert tone() == "red"

    def test_every_setting_can_be_drawn(self, lens):
        for beside in ("visits of 2026", "owners"):
            for kind in microscope.KINDS:
                for rows in (0, 1, 5, 99):
                    lens.values = {"beside": beside, "kind": kind, "rows": rows}
                    assert "each account once" in lens.scene["says"]


@pytest.fixture(scope="module")
def stepped():
    return clauses.clause_by_clause(COMPANY)


class TestClauses:
    def test_rows_are_counted_by_the_database(self):
        found = clauses.counts(COMPANY)
        tickets = COMPANY.table("tickets")
        assert found["busy areas"][0] == found["busy areas"][1] == len(tickets)
        assert found["busy areas"][-1] <= 3
        movements = COMPANY.table("subscriptions")
        early = movements[movements["occurred_at"] < "2026-04-01"]
        assert found["latest movement"][2] == found["latest movement"][1] == len(early)
        assert found["latest movement"][-1] == early["account_id"].nunique()

    def test_a_condition_in_where_undoes_the_left_join(self):
        rows = clauses.counts(COMPANY)["left join, then where"]
        assert rows[1] > rows[0] > rows[2]

    def test_each_query_is_shown_whole_and_runs(self, stepped):
        found = clauses.counts(COMPANY)
        for query, steps in clauses.QUERIES.items():
            assert sorted(step.place for step in steps) == list(range(len(steps)))
            assert len(COMPANY.sql(clauses.written(query))) == found[query][-1]
            stepped.values = {"query": query, "step": 1}
            marks = stepped.scene["pictures"][0]["marks"]
            words = [mark["text"] for mark in marks if mark["mark"] == "words"]
            assert "\n".join(words).replace("1.  ", "") == clauses.written(query)
            assert f"1.  {steps[0].clause}" in words

    def test_another_query_begins_at_its_first_step(self, stepped):
        stepped.values = {"query": "busy areas", "step": 5}
        stepped.values = {"query": "latest movement", "step": 5}
        assert stepped.values["step"] == 1
        assert "Step 1 of 5" in stepped.scene["says"]
        stepped.values = {"query": "latest movement", "step": 4}
        assert "Step 4 of 5" in stepped.scene["says"]

    def test_every_step_can_be_drawn(self, stepped):
        for query, steps in clauses.QUERIES.items():
            stepped.values = {"query": query, "step": 1}
            for step in range(1, 10):
                stepped.values = {"query": query, "step": step}
                at = min(step, len(steps))
                assert stepped.values["step"] == at
                assert f"Step {at} of {len(steps)}" in stepped.scene["says"]
                assert stepped.scene["notes"] == [steps[at - 1].does]

"""The company of edges has Kitewell's columns, sound books, and the edges that it is there for."""

from __future__ import annotations

import pandas as pd
import pytest

from course_utils.company import edges as module
from course_utils.company.engine.errors import QueryError
from course_utils.company.engine.source import Source
from course_utils.company.tables import TABLES

EDGES = module.edges()


def test_it_is_a_source_like_any_other():
    assert isinstance(EDGES, Source)
    assert module.edges() is EDGES
    with pytest.raises(QueryError, match="no table 'finance'"):
        EDGES.sql("select * from finance")


@pytest.mark.parametrize("name", EDGES.names)
def test_its_columns_hold_what_the_dictionary_allows(name):
    table, frame = TABLES[name], EDGES.table(name)
    assert list(frame) == [field.name for field in table.fields]
    if table.unique:
        assert not frame.duplicated(list(table.key)).any()
    for field in table.fields:
        known = frame[field.name].dropna()
        if field.values:
            assert set(known) <= set(field.values)
        if field.low is not None:
            assert (known >= field.low).all()
        if field.high is not None:
            assert (known <= field.high).all()


def test_ids_are_found_where_they_are_joined():
    for name in EDGES.names:
        for own, other in TABLES[name].joins:
            parent, column = other.split(".")
            ids = EDGES.table(name)[own].dropna()
            assert ids.isin(EDGES.table(parent)[column]).all()


def test_the_books_are_sound():
    rows = EDGES.table("subscriptions").sort_values(["account_id", "occurred_at", "movement_id"])
    running = rows.groupby("account_id")["mrr_change"].cumsum()
    pd.testing.assert_series_equal(running, rows["mrr"], check_names=False)
    assert (rows["mrr"].gt(0) == rows["seats"].gt(0)).all()


def test_a_change_of_a_frame_stays_outside():
    frame = EDGES.table("accounts")
    frame["seats"] = 0
    assert EDGES.table("accounts")["seats"].gt(0).all()


class TestEdges:
    def test_movements_share_a_second(self):
        rows = EDGES.table("subscriptions")
        assert rows.duplicated(["account_id", "occurred_at"]).any()

    def test_a_month_has_no_movement_and_an_account_none_in_sum(self):
        rows = EDGES.table("subscriptions")
        months = rows["occurred_at"].dt.strftime("%Y-%m")
        assert "2026-02" not in set(months)
        within = rows.assign(month=months).groupby(["account_id", "month"])["mrr_change"]
        assert ((within.size() > 1) & (within.sum() == 0)).any()

    def test_somebody_came_back(self):
        assert "reactivation" in set(EDGES.table("subscriptions")["movement"])

    def test_events_are_stored_twice_and_cross_midnight(self):
        events = EDGES.table("events")
        assert events.duplicated("event_id").any()
        ordered = events.drop_duplicates().sort_values(["user_id", "occurred_at"])
        before = ordered.groupby("user_id")["occurred_at"].shift()
        pause = ordered["occurred_at"] - before
        overnight = ordered["occurred_at"].dt.date != before.dt.date
        assert (overnight & (pause <= pd.Timedelta(minutes=30))).any()
        assert (pause == pd.Timedelta(minutes=30)).any()
        assert (pause == pd.Timedelta(minutes=30, seconds=1)).any()

    def test_visits_have_ties_and_no_account_and_come_at_the_sign_up(self):
        touches = EDGES.table("touches")
        assert touches["account_id"].isna().any()
        assert touches.dropna().duplicated(["account_id", "touched_at"]).any()
        joined = touches.merge(EDGES.table("accounts"), on="account_id")
        assert (joined["touched_at"] == joined["created_at"]).any()

    def test_clients_are_named_but_for_one_event(self):
        events, users = EDGES.table("events"), EDGES.table("users")
        known = events.dropna(subset="platform").merge(users, on="user_id")
        assert (known["platform_x"] == known["platform_y"]).all()
        assert events["platform"].isna().sum() == 1

    def test_something_happens_at_the_very_end_of_a_span(self):
        """A span that holds its end is found out."""
        ends = {
            "events": ["2026-05-18", "2026-06-11"],
            "subscriptions": ["2026-04-01", "2026-06-01"],
        }
        for name, moments in ends.items():
            there = set(EDGES.table(name)["occurred_at"])
            assert {pd.Timestamp(moment, tz="UTC") for moment in moments} <= there

    def test_a_script_does_nothing_but_log_in(self):
        events = EDGES.table("events")
        month = events["occurred_at"].dt.strftime("%Y-%m")
        only = events["event"].eq("session_started").groupby([events["user_id"], month])
        found = only.agg(["all", "size"]).query("all and size >= 20").reset_index()
        assert set(found["user_id"]) == {20, 21, 22}
        assert set(found["occurred_at"]) == {"2026-05", "2026-06"}
        assert set(found["size"]) == {20}

    def test_a_script_of_a_month_is_none_of_a_part_of_it(self):
        """Who takes a week, or half of the month, finds some of the scripts only."""
        events = EDGES.table("events").query("event == 'session_started'")
        moments = events["occurred_at"]
        for user, start, end in (
            (21, "2026-05-11", "2026-05-18"),
            (22, "2026-06-01", "2026-06-15"),
        ):
            mine = (events["user_id"] == user) & (moments >= pd.Timestamp(start, tz="UTC"))
            assert 0 < (mine & (moments < pd.Timestamp(end, tz="UTC"))).sum() < 20
        assert EDGES.table("users").set_index("user_id")["role"][22] == "guest"

    def test_movements_stand_at_the_first_instant_of_a_month(self):
        rows = EDGES.table("subscriptions").set_index("occurred_at").sort_index()
        assert rows.loc[pd.Timestamp("2026-07-01", tz="UTC"), "mrr_change"] > 0
        stops = rows.query("movement == 'churn' and account_id == 4").index
        assert stops.equals(pd.DatetimeIndex(["2025-10-01"], tz="UTC"))
        ends = EDGES.table("solo")["ended_at"].dropna()
        assert (ends == ends.dt.normalize()).any()

    def test_a_month_of_the_quarter_has_no_ticket(self):
        came = set(EDGES.table("tickets")["created_at"].dt.strftime("%Y-%m"))
        assert {"2026-04", "2026-06"} <= came
        assert "2026-05" not in came

    def test_steps_stand_at_both_ends_of_their_window(self):
        users = EDGES.table("users").query("role == 'owner'")
        steps = EDGES.table("events").merge(users, on="user_id")
        since = steps["occurred_at"] - steps["signed_up_at"]
        assert since[steps["event"] == "project_created"].eq(pd.Timedelta(0)).any()
        for step in ("project_created", "teammate_invited", "task_completed"):
            assert since[steps["event"] == step].eq(pd.Timedelta(days=14)).any()

    def test_a_funnel_of_seven_days_has_steps_at_its_ends(self):
        """A report at the end of them, and one at the project's second, for unlike numbers of owners."""
        users = EDGES.table("users").query("role == 'owner'")
        steps = EDGES.table("events").merge(users, on="user_id")
        end = steps["occurred_at"] - steps["signed_up_at"] == pd.Timedelta(days=7)
        assert end[steps["event"] == "project_created"].sum() == 1
        assert end[steps["event"] == "report_viewed"].sum() == 2
        first = steps[steps["event"] == "project_created"].groupby("user_id")["occurred_at"].min()
        reports = steps[steps["event"] == "report_viewed"]
        assert (reports["occurred_at"] == reports["user_id"].map(first)).sum() == 1
        assert users["signed_up_at"].eq(pd.Timestamp("2026-06-01", tz="UTC")).any()

    def test_days_of_the_west_are_others_for_finished_tasks(self):
        events = EDGES.table("events").query("event == 'task_completed'")
        moments = events["occurred_at"]
        west = moments.dt.tz_convert("America/Los_Angeles").dt.date
        assert (west != moments.dt.date).any()
        assert events.duplicated("event_id").any()

    def test_tickets_wait_without_a_reply(self):
        assert EDGES.table("tickets")["first_reply_minutes"].isna().any()

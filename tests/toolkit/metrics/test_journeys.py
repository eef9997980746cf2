"""Activation, funnels and thresholds."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils.toolkit import metrics

START = pd.Timestamp("2026-06-01", tz="UTC")
STEPS = ["a", "b", "c"]


def make_events(rows: list[tuple[int, float, str]]) -> pd.DataFrame:
    """Rows of user, hours after the start, event."""
    return pd.DataFrame(
        {
            "user_id": pd.Series([row[0] for row in rows], dtype="int64"),
            "occurred_at": START
            + pd.to_timedelta([row[1] for row in rows], unit="h").astype("timedelta64[us]"),
            "event": pd.Series([row[2] for row in rows], dtype="str"),
        }
    ).astype({"occurred_at": "datetime64[us, UTC]"})


def make_users(hours: list[float], **columns: list) -> pd.DataFrame:
    when = START + pd.to_timedelta(hours, unit="h").astype("timedelta64[us]")
    return pd.DataFrame({"user_id": range(1, len(hours) + 1), "signed_up_at": when, **columns})


P, T = "project_created", "task_completed"


def test_activation_needs_every_step_inside_the_window() -> None:
    users = make_users([0, 0, 0, 0, 0])
    events = make_events(
        [
            (1, 1, P),
            (1, 168, T),
            (2, 1, P),
            (2, 168.001, T),
            (3, 5, T),
            (3, 4, P),
            (4, 1, P),
            (4, -1, T),
            (9, 1, P),
            (9, 1, T),
        ]
    )
    answer = metrics.activated(users, events, as_of="2026-07-01")
    assert answer.to_list() == [True, False, True, False, False]
    assert answer.mean() == pytest.approx(0.4)


def test_a_young_user_is_censored_even_when_done() -> None:
    users = make_users([0, 24, 24.001])
    events = make_events([(user, 25, step) for user in (1, 2, 3) for step in (P, T)])
    answer = metrics.activated(users, events, as_of=START + pd.Timedelta("8D"))
    assert answer.to_list()[:2] == [True, True]
    assert answer.isna().to_list() == [False, False, True]
    table = metrics.activation(users, events, as_of=START + pd.Timedelta("8D"))
    assert table.loc["all"].to_dict() == {
        "users": 3, "censored": 1, "eligible": 2, "activated": 2, "rate": 1.0,
    }  # fmt: skip


def test_activation_by_group_keeps_missing_groups_and_sums_up() -> None:
    users = make_users([0, 0, 0, 700], channel=["paid", "paid", None, "paid"])
    events = make_events([(1, 1, P), (1, 2, T), (3, 1, P), (3, 2, T)])
    table = metrics.activation(users, events, as_of="2026-07-01", by="channel")
    assert table.index.name == "channel"
    assert table.loc["paid", ["users", "censored", "eligible", "activated"]].to_list() == [
        3,
        1,
        2,
        1,
    ]
    assert table[table.index.isna()]["rate"].to_list() == [1.0]
    assert table["users"].sum() == len(users)


def test_activation_of_nobody() -> None:
    users, events = make_users([]), make_events([])
    users["signed_up_at"] = users["signed_up_at"].astype("datetime64[us, UTC]")
    assert len(metrics.activated(users, events, as_of="2026-07-01")) == 0
    table = metrics.activation(users, events, as_of="2026-07-01")
    assert np.isnan(table.loc["all", "rate"])
    some = metrics.activation(make_users([0]), events, as_of="2026-07-01")
    assert some.loc["all", "rate"] == 0.0


def test_activation_refuses_what_it_cannot_answer() -> None:
    users, events = make_users([0, 0]), make_events([(1, 1, P)])
    with pytest.raises(ValueError, match="one row a user"):
        metrics.activated(users.assign(user_id=1), events, as_of="2026-07-01")
    with pytest.raises(ValueError, match="longer than nothing"):
        metrics.activated(users, events, as_of="2026-07-01", window="0D")
    with pytest.raises(ValueError, match="length of time"):
        metrics.activated(users, events, as_of="2026-07-01", window="a week")
    with pytest.raises(TypeError, match="list of event names"):
        metrics.activated(users, events, as_of="2026-07-01", steps="project_created")


def test_ordered_funnel_by_hand() -> None:
    rows = [(1, 0, "a"), (1, 1, "b"), (1, 2, "c")]
    rows += [(2, 0, "b"), (2, 1, "a"), (2, 2, "c")]  # b before a: stops after a
    rows += [(3, 0, "a"), (3, 200, "b")]  # too late
    rows += [(4, 0, "a"), (4, 100, "a"), (4, 200, "b"), (4, 201, "c")]  # the second try is in time
    rows += [(5, 5, "c"), (5, 5, "a"), (5, 5, "b")]  # all at one moment
    events = make_events([*rows, (6, 0, "x")])
    table = metrics.funnel(events, STEPS, "168h")
    assert table["count"].to_list() == [5, 3, 3]
    assert table["from_start"].to_list() == pytest.approx([1, 0.6, 0.6])
    assert table["from_previous"].to_list()[1:] == pytest.approx([0.6, 1.0])
    assert np.isnan(table["from_previous"].iloc[0])
    assert metrics.funnel(events, STEPS)["count"].to_list() == [5, 4, 3]
    assert metrics.funnel(events, STEPS, count="unordered")["count"].to_list() == [5, 5, 4]
    assert metrics.funnel(events, STEPS, count="events")["count"].to_list() == [6, 5, 4]


def test_the_window_includes_its_end() -> None:
    events = make_events([(1, 0, "a"), (1, 24, "b")])
    assert metrics.funnel(events, ["a", "b"], "24h")["count"].to_list() == [1, 1]
    assert metrics.funnel(events, ["a", "b"], "23h")["count"].to_list() == [1, 0]


def test_funnel_of_nothing() -> None:
    table = metrics.funnel(make_events([]), STEPS, "7D")
    assert table["count"].to_list() == [0, 0, 0]
    assert table["from_start"].isna().all()
    assert metrics.funnel(make_events([(1, 0, "a")]), ["a"])["from_start"].to_list() == [1.0]


def test_categories_and_text_give_the_same_funnel() -> None:
    events = make_events([(1, 0, "a"), (1, 1, "b"), (2, 0, "a")])
    as_category = events.assign(event=events["event"].astype("category"))
    pd.testing.assert_frame_equal(
        metrics.funnel(events, STEPS, "7D"), metrics.funnel(as_category, STEPS, "7D")
    )


def test_funnel_refuses() -> None:
    events = make_events([(1, 0, "a")])
    with pytest.raises(ValueError, match="each event once"):
        metrics.funnel(events, ["a", "a"])
    with pytest.raises(ValueError, match="count must be"):
        metrics.funnel(events, ["a"], count="users")
    with pytest.raises(TypeError, match="list of event names"):
        metrics.funnel(events, "a")


def reach(rows: list[tuple[float, str]], steps: list[str], window: float | None) -> int:
    """Return how far one user comes, by trying every combination of their events."""
    for size in range(len(steps), 0, -1):
        choices = [[when for when, name in rows if name == step] for step in steps[:size]]
        for times in itertools.product(*choices):
            if list(times) == sorted(times) and (window is None or times[-1] - times[0] <= window):
                return size
    return 0


logs = st.lists(
    st.tuples(st.integers(1, 4), st.integers(0, 30), st.sampled_from("abcx")), max_size=24
)


@given(logs, st.sampled_from([None, 1, 5, 12]))
@settings(max_examples=150, deadline=None)
def test_ordered_funnel_matches_brute_force(
    rows: list[tuple[int, float, str]], window: int | None
) -> None:
    events = make_events(rows)
    table = metrics.funnel(events, STEPS, None if window is None else f"{window}h")
    far = [
        reach([(when, name) for who, when, name in rows if who == user], STEPS, window)
        for user in range(1, 5)
    ]
    assert table["count"].to_list() == [sum(f > step for f in far) for step in range(3)]
    assert table["count"].is_monotonic_decreasing
    unordered = metrics.funnel(events, STEPS, count="unordered")["count"]
    assert (table["count"] <= unordered).all()
    assert (unordered <= metrics.funnel(events, STEPS, count="events")["count"]).all()


def test_activation_threshold_by_hand() -> None:
    actions = [0, 0, 0, 0, 1, 1, 1, 3, 3, 3, 3, 9]
    stayed = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 0, 1]
    found = metrics.activation_threshold(actions, stayed, coverage=0.8)
    assert found.actions == 2  # 2 and 3 have the same users above them: the smaller one
    assert found.coverage == pytest.approx(4 / 5)
    assert found.retention_reached == pytest.approx(4 / 5)
    assert found.retention_below == pytest.approx(1 / 7)
    assert found.lift == pytest.approx((4 / 5) / (5 / 12))
    assert found.reach == pytest.approx(5 / 12)
    assert metrics.activation_threshold(actions, stayed, coverage=1.0).actions == 1
    assert metrics.activation_threshold(actions, stayed, coverage=0.2).actions == 4
    curve = metrics.activation_curve(actions, stayed)
    assert curve.index.to_list() == list(range(1, 10))
    assert np.isnan(metrics.activation_curve([1, 2], [1, 0])["retention_below"].iloc[0])


@given(
    st.lists(st.tuples(st.integers(0, 8), st.booleans()), min_size=1, max_size=30),
    st.sampled_from([0.1, 0.5, 0.8, 1.0]),
)
@settings(max_examples=100, deadline=None)
def test_activation_threshold_matches_its_definition(
    people: list[tuple[int, bool]], coverage: float
) -> None:
    actions, stayed = [a for a, _ in people], [s for _, s in people]
    kept = [a for a, s in people if s]
    able = [
        k
        for k in range(1, max(actions) + 1)
        if kept and 10 * sum(a >= k for a in kept) >= round(10 * coverage) * len(kept)
    ]
    if not able:
        with pytest.raises(ValueError, match=r"retained|did the action"):
            metrics.activation_threshold(actions, stayed, coverage)
        return
    lift = {k: sum(a >= k for a in kept) / sum(a >= k for a in actions) for k in able}
    best = min(k for k in able if lift[k] > max(lift.values()) - 1e-12)
    assert metrics.activation_threshold(actions, stayed, coverage).actions == best


def test_activation_threshold_refuses() -> None:
    with pytest.raises(ValueError, match="Nobody was retained"):
        metrics.activation_threshold([1, 2], [False, False])
    with pytest.raises(ValueError, match="less coverage"):
        metrics.activation_threshold([0, 0, 3], [True, True, True])
    with pytest.raises(ValueError, match="equally long"):
        metrics.activation_threshold([1], [True, False])
    with pytest.raises(ValueError, match="fraction above 0"):
        metrics.activation_threshold([1], [True], coverage=80)
    with pytest.raises(ValueError, match="fill gaps"):
        metrics.activation_threshold([1, None], [True, False])
    with pytest.raises(ValueError, match="without gaps"):
        metrics.activation_threshold([1, 2], [True, None])

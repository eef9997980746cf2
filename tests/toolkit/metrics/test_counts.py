"""Rolling users, any span, funnels of counts, tests of scores, boxes of answers."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from course_utils.toolkit import metrics

visits = st.lists(st.tuples(st.integers(1, 4), st.integers(1, 30)), max_size=25)


def make_events(rows: list[tuple[int, int]]) -> pd.DataFrame:
    days = pd.to_datetime([f"2026-06-{day:02d}T13:00Z" for _, day in rows], utc=True)
    return pd.DataFrame({"user_id": [user for user, _ in rows], "occurred_at": days}).astype(
        {"user_id": "int64", "occurred_at": "datetime64[us, UTC]"}
    )


@given(visits, st.integers(1, 12), st.integers(1, 14), st.integers(15, 30))
@settings(max_examples=100, deadline=None)
def test_rolling_users_match_counting_by_hand(
    rows: list[tuple[int, int]], window: int, first: int, last: int
) -> None:
    found = metrics.rolling_active_users(
        make_events(rows), f"2026-06-{first:02d}", f"2026-06-{last:02d}", f"{window}D"
    )
    by_hand = [
        len({user for user, when in rows if day - window < when <= day})
        for day in range(first, last)
    ]
    assert found.tolist() == by_hand
    assert found.index[0] == pd.Timestamp(f"2026-06-{first:02d}", tz="UTC")


@given(visits)
@settings(max_examples=40, deadline=None)
def test_a_window_of_one_day_is_daily_users(rows: list[tuple[int, int]]) -> None:
    span = (make_events(rows), "2026-06-01", "2026-06-30")
    assert (
        metrics.rolling_active_users(*span, "1D").tolist() == metrics.active_users(*span).tolist()
    )


def test_windows_have_units_and_whole_days() -> None:
    events = make_events([(1, 1)])
    for window, words in (("36h", "whole days"), ("7", "no unit"), ("0D", "longer than nothing")):
        with pytest.raises(ValueError, match=words):
            metrics.rolling_active_users(events, "2026-06-01", "2026-06-05", window)
    for bare in (7, 7.0, True, np.int64(7), np.timedelta64(7)):
        with pytest.raises(TypeError, match='"7D"'):
            metrics.rolling_active_users(events, "2026-06-01", "2026-06-05", bare)


def test_stickiness_of_a_span_is_that_of_the_month() -> None:
    events = make_events([(1, 1), (1, 2), (2, 2), (3, 9)])
    june = metrics.stickiness(events, "2026-06")
    assert june == pytest.approx(4 / 30 / 3)
    assert metrics.stickiness(events, start="2026-06-01", end="2026-07-01") == june
    assert metrics.stickiness(events, start="2026-06-01", end="2026-06-08") == pytest.approx(
        3 / 7 / 2
    )
    for half in ({}, {"start": "2026-06-01"}, {"month": "2026-06", "start": "2026-06-01"}):
        with pytest.raises(ValueError, match="either a month"):
            metrics.stickiness(events, **half)


def test_funnel_of_counts_and_what_if() -> None:
    table = metrics.funnel_of_counts({"visit": 1000, "sign up": 200, "pay": 50}, {"sign up": 0.3})
    assert table["from_start"].tolist() == pytest.approx([1, 0.2, 0.05])
    assert table["from_previous"].tolist()[1:] == pytest.approx([0.2, 0.25])
    assert table["what_if"].tolist() == pytest.approx([1000, 300, 75])
    same = metrics.funnel_of_counts(pd.Series([10, 5], index=["a", "b"]), {"b": 0.5})
    assert same["what_if"].tolist() == same["count"].tolist()
    with pytest.raises(ValueError, match="must not rise"):
        metrics.funnel_of_counts({"a": 1, "b": 2})
    with pytest.raises(ValueError, match="no step 'a'"):
        metrics.funnel_of_counts({"a": 2, "b": 1}, {"a": 0.5})


scores = st.lists(st.integers(0, 10), min_size=30, max_size=60)


@given(scores, scores)
@settings(max_examples=50, deadline=None)
def test_nps_test_is_the_z_test_of_means(before: list[int], after: list[int]) -> None:
    signs = [np.array([(s >= 9) - (s <= 6) for s in each], float) for each in (before, after)]
    if min(sign.std() for sign in signs) == 0:
        return
    found = metrics.nps_test(before, after, method="wald")
    one, two = (DescrStatsW(sign, ddof=0) for sign in (signs[1], signs[0]))
    error = math.sqrt(one.var / one.nobs + two.var / two.nobs)
    assert found.z == pytest.approx((one.mean - two.mean) / error)
    z, p_value = CompareMeans(one, two).ztest_ind(usevar="unequal")
    # Divisor n - 1 there, n here.
    assert found.z == pytest.approx(z, rel=0.02)
    assert found.p_value == pytest.approx(p_value, abs=0.02)
    interval = metrics.nps_difference(before, after)
    assert found.difference == pytest.approx(interval.estimate)
    if abs(interval.low) > 1e-9 and abs(interval.high) > 1e-9:
        assert (found.p_value < 0.05) == (not interval.low <= 0 <= interval.high) or (
            interval.low == -200 or interval.high == 200
        )


def test_nps_test_at_the_edges() -> None:
    assert np.isnan(metrics.nps_test([], [9])).all()
    assert metrics.nps_test([9] * 9, [9] * 9, method="wald").difference == 0
    assert math.isnan(metrics.nps_test([9] * 9, [9] * 9, method="wald").p_value)


def test_boxes_by_hand() -> None:
    answers = [7, 7, 6, 5, 4, 2, 1, None]
    found = metrics.likert_boxes(answers, 2, 7)
    assert found.to_dict() == pytest.approx(
        {"top": 3 / 7, "middle": 2 / 7, "bottom": 2 / 7, "net": 1 / 7}
    )
    assert found["top"] + found["middle"] + found["bottom"] == pytest.approx(1)
    assert metrics.likert_boxes([]).isna().all()
    assert metrics.likert_boxes([5, 5, 1])["top"] == pytest.approx(metrics.csat([5, 5, 1]).estimate)
    with pytest.raises(ValueError, match="overlap"):
        metrics.likert_boxes([1], 3, 5)


def test_what_was_silently_wrong_is_refused() -> None:
    events = pd.DataFrame(
        {
            "user_id": [1, 1],
            "occurred_at": pd.to_datetime(["2026-06-01", "2026-06-02"], utc=True),
            "event": ["project_created", "task_completed"],
        }
    )
    users = pd.DataFrame({"user_id": [1], "signed_up_at": events["occurred_at"][:1]})
    for window in (7, "7"):
        with pytest.raises((TypeError, ValueError), match="no unit"):
            metrics.funnel(events, ["project_created", "task_completed"], window)
        with pytest.raises((TypeError, ValueError), match="no unit"):
            metrics.activated(users, events, as_of="2026-07-01", window=window)
    for slip in ("task_complete", "Task completed", "task-completed"):
        with pytest.raises(ValueError, match="Did you mean 'task_completed'"):
            metrics.funnel(events, ["project_created", slip])
    with pytest.warns(UserWarning, match="nobody did it"):
        assert metrics.funnel(events, ["project_created", "paid"])["count"].tolist() == [1, 0]
    with pytest.raises(ValueError, match="must be a date"):
        metrics.activated(users, events, as_of=20260701)
    with pytest.raises(TypeError, match="not True and False"):
        metrics.nps([True, False])
    with pytest.raises(TypeError, match="list such as"):
        metrics.csat([5, 4], top=5)
    with pytest.raises(ValueError, match="whole numbers"):
        metrics.rate_interval(math.inf, math.inf)
    actions = pd.Series([0, 5, 1], index=["a", "b", "c"])
    retained = pd.Series([True, False, False], index=["b", "a", "c"])
    curve = metrics.activation_curve(actions, retained)
    assert curve.loc[5, "retention_reached"] == 1
    with pytest.raises(ValueError, match="different indexes"):
        metrics.activation_curve(actions, retained.rename({"a": "z"}))

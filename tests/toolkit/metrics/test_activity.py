"""Who was active, and how the active base grew."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils.toolkit import metrics


def make_events(rows: list[tuple[int, str]], name: str = "task_added") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "event_id": range(len(rows)),
            "user_id": pd.Series([user for user, _ in rows], dtype="int64"),
            "occurred_at": pd.to_datetime([when for _, when in rows], utc=True, format="ISO8601"),
            "event": name,
        }
    )


histories = st.lists(
    st.tuples(st.integers(1, 6), st.dates(date(2026, 1, 1), date(2026, 7, 30))),
    max_size=40,
).map(lambda rows: make_events([(user, f"{day}T12:00:00Z") for user, day in rows]))


def test_the_toolkit_loads_nothing_until_it_is_used() -> None:
    code = (
        "import sys; from course_utils import toolkit;"
        "assert 'pandas' not in sys.modules and 'numpy' not in sys.modules;"
        "toolkit.metrics.nps; assert 'pandas' in sys.modules and 'statsmodels' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_silent_periods_are_zero() -> None:
    events = make_events(
        [(1, "2026-06-01T10:00Z"), (2, "2026-06-01T11:00Z"), (1, "2026-06-03T00:00Z")]
    )
    daily = metrics.active_users(events, "2026-06-01", "2026-06-05")
    assert daily.tolist() == [2, 0, 1, 0]
    assert daily.index.tz is not None
    assert daily.index[0] == pd.Timestamp("2026-06-01", tz="UTC")
    assert metrics.active_users(events.iloc[:0], "2026-06-01", "2026-06-05").tolist() == [0] * 4


def test_weeks_begin_on_monday_and_months_on_the_first() -> None:
    events = make_events(
        [(1, "2026-05-31T23:59:59Z"), (1, "2026-06-01T00:00Z"), (2, "2026-06-07T00:00Z")]
    )
    weeks = metrics.active_users(events, "2026-05-25", "2026-06-15", "W")
    assert weeks.tolist() == [1, 2, 0]
    assert [day.day_name() for day in weeks.index] == ["Monday"] * 3
    months = metrics.active_users(events, "2026-05-01", "2026-07-01", "MS")
    assert months.to_dict() == {
        pd.Timestamp("2026-05-01", tz="UTC"): 1,
        pd.Timestamp("2026-06-01", tz="UTC"): 2,
    }


def test_a_user_counts_once_a_period_and_an_event_each_time() -> None:
    events = make_events([(1, "2026-06-01T10:00Z")] * 3 + [(2, "2026-06-01T10:00Z")])
    assert metrics.active_users(events, "2026-06-01", "2026-06-02").tolist() == [2]
    assert metrics.event_counts(events, "2026-06-01", "2026-06-02").tolist() == [4]


def test_other_time_zones_are_converted() -> None:
    events = make_events([(1, "2026-06-01T00:30Z")])
    local = events.assign(occurred_at=events["occurred_at"].dt.tz_convert("America/New_York"))
    assert local["occurred_at"].dt.day.iloc[0] == 31
    assert metrics.active_users(local, "2026-06-01", "2026-06-02").tolist() == [1]
    seconds = events.assign(occurred_at=events["occurred_at"].dt.as_unit("s"))
    assert metrics.active_users(seconds, "2026-06-01", "2026-06-02").tolist() == [1]


def test_bad_input_is_named() -> None:
    events = make_events([(1, "2026-06-01T00:00Z")])
    naive = events.assign(occurred_at=events["occurred_at"].dt.tz_localize(None))
    with pytest.raises(ValueError, match="no time zone"):
        metrics.active_users(naive, "2026-06-01", "2026-06-02")
    with pytest.raises(TypeError, match="to_datetime"):
        metrics.active_users(events.assign(occurred_at="2026"), "2026-06-01", "2026-06-02")
    unknown = events.assign(occurred_at=pd.Series([pd.NaT], dtype="datetime64[us, UTC]"))
    with pytest.raises(ValueError, match="missing in 1 rows"):
        metrics.active_users(unknown, "2026-06-01", "2026-06-02")
    with pytest.raises(ValueError, match="user_id is missing"):
        metrics.active_users(events.assign(user_id=[None]), "2026-06-01", "2026-06-02")
    with pytest.raises(ValueError, match="no column 'who'"):
        metrics.active_users(events, "2026-06-01", "2026-06-02", by="who")
    with pytest.raises(TypeError, match="DataFrame"):
        metrics.active_users([1], "2026-06-01", "2026-06-02")
    with pytest.raises(ValueError, match="2026-06-01 or 2026-06-08"):
        metrics.active_users(events, "2026-06-03", "2026-06-15", "W")
    with pytest.raises(ValueError, match="before end"):
        metrics.active_users(events, "2026-06-03", "2026-06-03")
    with pytest.raises(ValueError, match="freq must be"):
        metrics.active_users(events, "2026-06-01", "2026-06-03", "Q")
    with pytest.raises(ValueError, match="must be a date"):
        metrics.active_users(events, "soon", "2026-06-03")
    with pytest.raises(ValueError, match="calendar month"):
        metrics.stickiness(events, "2026-06-02")


def test_stickiness_counts_every_day_of_the_month() -> None:
    events = make_events(
        [(1, f"2026-06-{day:02}T00:00Z") for day in range(1, 16)] + [(2, "2026-06-01T00:00Z")]
    )
    assert metrics.stickiness(events, "2026-06") == pytest.approx(16 / 30 / 2)
    assert metrics.stickiness(events, pd.Period("2026-06")) == metrics.stickiness(events, "2026-06")
    assert metrics.stickiness(events, "2026-06", users=[1]) == pytest.approx(15 / 30)
    assert np.isnan(metrics.stickiness(events, "2026-07"))


def test_deduplicate_keeps_the_first_of_equal_rows_and_refuses_rivals() -> None:
    events = make_events([(1, "2026-06-01T00:00Z"), (2, "2026-06-02T00:00Z")]).assign(
        platform=[None, "web"]
    )
    twice = pd.concat([events, events.iloc[[0]]])
    pd.testing.assert_frame_equal(metrics.deduplicate(twice), events)
    rival = twice.assign(user_id=[1, 2, 3])
    with pytest.raises(ValueError, match="differ elsewhere"):
        metrics.deduplicate(rival)
    assert len(metrics.deduplicate(events.iloc[:0])) == 0


def test_growth_accounting_by_hand() -> None:
    events = make_events(
        [
            (1, "2026-04-03T00:00Z"),
            (1, "2026-05-03T00:00Z"),
            (2, "2026-04-09T00:00Z"),
            (2, "2026-06-01T00:00Z"),
            (3, "2026-06-30T23:59:59Z"),
            (4, "2026-05-05T00:00Z"),
            (4, "2026-06-05T00:00Z"),
            (4, "2026-06-06T00:00Z"),
        ]
    )
    june = metrics.growth_accounting(events, "2026-06")
    assert june == metrics.Growth(
        active=3, new=1, retained=1, resurrected=1, churned=1, quick_ratio=2.0
    )
    july = metrics.growth_accounting(events, "2026-07")
    assert (july.active, july.churned, july.quick_ratio) == (0, 3, 0.0)
    assert metrics.growth_accounting(events, "2026-04").quick_ratio == np.inf
    assert np.isnan(metrics.growth_accounting(events, "2026-09").quick_ratio)


@given(histories)
@settings(max_examples=60, deadline=None)
def test_growth_accounting_matches_sets(events: pd.DataFrame) -> None:
    table = metrics.growth_history(events, "2026-01-01", "2026-08-01")
    months = events["occurred_at"].dt.strftime("%Y-%m")
    sets = {f"2026-{m:02}": set(events["user_id"][months == f"2026-{m:02}"]) for m in range(1, 8)}
    before: set[int] = set()
    ever: set[int] = set()
    for (_, row), now in zip(table.iterrows(), sets.values(), strict=True):
        assert row["active"] == len(now) == row["new"] + row["retained"] + row["resurrected"]
        assert row["new"] == len(now - ever)
        assert row["retained"] == len(now & before)
        assert row["resurrected"] == len((now & ever) - before)
        assert row["churned"] == len(before - now)
        before, ever = now, ever | now


@given(histories)
@settings(max_examples=40, deadline=None)
def test_active_users_match_a_plain_loop(events: pd.DataFrame) -> None:
    weeks = metrics.active_users(events, "2025-12-29", "2026-08-03", "W")
    for begin, count in weeks.items():
        inside = events["occurred_at"].between(begin, begin + pd.Timedelta("7D"), inclusive="left")
        assert count == events["user_id"][inside].nunique()
    for month in ("2026-01", "2026-06"):
        value = metrics.stickiness(events, month)
        assert np.isnan(value) or 1 / 31 <= value <= 1


def test_input_frames_stay_as_they_were() -> None:
    events = make_events([(1, "2026-06-01T00:00Z"), (1, "2026-06-01T00:00Z")])
    copy = events.copy(deep=True)
    metrics.stickiness(events, "2026-06")
    metrics.growth_accounting(events, "2026-06")
    metrics.deduplicate(events)
    metrics.funnel(events, ["task_added"], "7D")
    pd.testing.assert_frame_equal(events, copy)

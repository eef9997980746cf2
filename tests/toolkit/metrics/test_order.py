"""Events in order of time or of id are counted the quick way; every answer stays what it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils.lessons.metrics import between, never_sleep
from course_utils.toolkit import metrics
from course_utils.toolkit.common import spans

STEPS = ["project_created", "task_added", "task_completed"]
NAMES = [*STEPS, "session_started"]
AT = "occurred_at"


def make_events(rows: list[tuple[int, date, int, int]]) -> pd.DataFrame:
    """Rows of user, day, hour, number of the event's name, in order of time."""
    rows = sorted(rows, key=lambda row: (row[1], row[2]))
    when = [pd.Timestamp(day) + pd.Timedelta(hours=hour) for _, day, hour, _ in rows]
    return pd.DataFrame(
        {
            "event_id": np.arange(len(rows)),
            "user_id": pd.Series([row[0] for row in rows], dtype="int64"),
            AT: pd.Series(when, dtype="datetime64[us]").dt.tz_localize("UTC"),
            "event": pd.Series([NAMES[row[3]] for row in rows], dtype="str"),
        }
    )


histories = st.lists(
    st.tuples(
        st.integers(1, 9),
        # Whole days often, so that events fall on the edges of spans.
        st.dates(date(2026, 5, 25), date(2026, 6, 30)),
        st.sampled_from([0, 0, 9, 23]),
        st.integers(0, len(NAMES) - 1),
    ),
    max_size=60,
).map(make_events)

USERS = pd.DataFrame(
    {
        "user_id": range(1, 7),
        "signed_up_at": pd.to_datetime(
            ["2026-06-01", "2026-06-08", "2026-06-01", "2026-06-05", "2026-06-20", "2026-06-27"],
            utc=True,
        ).as_unit("us"),
        "channel": ["paid", "organic", "paid", None, "organic", "paid"],
    }
)

ANSWERS: dict[str, Callable[[pd.DataFrame], Any]] = {
    "counts": lambda f: metrics.event_counts(f, "2026-06-01", "2026-06-15"),
    "days": lambda f: metrics.active_users(f, "2026-06-01", "2026-06-15"),
    "weeks": lambda f: metrics.active_users(f, "2026-06-01", "2026-06-15", freq="W"),
    "growth": lambda f: metrics.growth_history(f, "2026-06-08", "2026-06-22", freq="W"),
    "months": lambda f: metrics.growth_history(f, "2026-06-01", "2026-07-01"),
    "stickiness": lambda f: metrics.stickiness(f, "2026-06"),
    "activated": lambda f: metrics.activated(USERS, f, as_of="2026-07-01"),
    "early": lambda f: metrics.activated(USERS, f, as_of="2026-06-10"),
    "nobody": lambda f: metrics.activated(USERS[:0], f, as_of="2026-06-10"),
    "long": lambda f: metrics.activation(USERS, f, as_of="2026-07-01", window="80000D"),
    "channels": lambda f: metrics.activation(USERS, f, as_of="2026-07-01", by="channel"),
    "funnel": lambda f: metrics.funnel(f, STEPS, "7D"),
    "robots": lambda f: never_sleep(f, "2026-06-10"),
    "span": lambda f: between(f, "2026-06-01", "2026-06-15").sort_values("event_id"),
    "backwards": lambda f: between(f, "2026-06-15", "2026-06-01"),
}


def same(one: Any, two: Any) -> None:
    if isinstance(one, pd.DataFrame):
        pd.testing.assert_frame_equal(one, two)
    elif isinstance(one, pd.Series):
        pd.testing.assert_series_equal(one, two)
    elif isinstance(one, pd.Index):
        pd.testing.assert_index_equal(one, two)
    else:
        assert one == two or (np.isnan(one) and np.isnan(two))


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=list(ANSWERS))
@given(events=histories, seed=st.integers(0, 9))
@settings(max_examples=15, deadline=None)
def test_the_order_of_the_rows_changes_no_answer(
    answer: Callable[[pd.DataFrame], Any], events: pd.DataFrame, seed: int
) -> None:
    expected = answer(events.sample(frac=1, random_state=seed))
    same(answer(events), expected)
    for unit in ("s", "ns"):
        other = answer(events.assign(occurred_at=events[AT].dt.as_unit(unit)))
        if isinstance(other, pd.DataFrame) and AT in other:
            other[AT] = other[AT].dt.as_unit("us")
        same(other, expected)


@pytest.mark.parametrize("kind", ["int8", "uint8", "int32", "Int64", "str", "object"])
@pytest.mark.parametrize("seed", range(3))
def test_users_are_told_apart_whatever_names_them(kind: str, seed: int) -> None:
    draw = np.random.default_rng(seed)
    hours = np.sort(draw.integers(0, 40 * 24, 600)).astype("timedelta64[h]")
    times = pd.to_datetime(np.datetime64("2026-05-25T00") + hours, utc=True).as_unit("us")
    users = draw.permutation(np.arange(-12, 12) if kind == "int8" else np.arange(24))
    events = pd.DataFrame({"user_id": users[draw.integers(0, 24, 600) // 2], AT: times})
    other = events.assign(user_id=events["user_id"].astype(kind))
    far = events.assign(user_id=events["user_id"] * 10**15)
    for freq, span in (("D", ("2026-06-02", "2026-06-20")), ("W", ("2026-06-01", "2026-06-29"))):
        active = metrics.active_users(far, *span, freq)
        inside = between(events, *span)
        periods = inside[AT].dt.tz_localize(None).dt.to_period(freq)
        assert active.tolist() == inside.groupby(periods)["user_id"].nunique().tolist()
        for frame in (events, other):
            same(metrics.active_users(frame, *span, freq), active)
            same(
                metrics.growth_history(frame, *span, freq), metrics.growth_history(far, *span, freq)
            )


@given(events=histories)
@settings(max_examples=25, deadline=None)
def test_a_span_is_cut_out_whole_with_its_labels(events: pd.DataFrame) -> None:
    events.index = pd.Index(range(7, 7 + len(events)))[::-1]
    start, end = (pd.Timestamp(day, tz="UTC") for day in ("2026-06-01", "2026-06-15"))
    inside = events[(events[AT] >= start) & (events[AT] < end)]
    same(between(events, "2026-06-01", "2026-06-15"), inside)
    narrow = spans.narrow(events, AT, start.to_datetime64(), end.to_datetime64())
    same(narrow, events[(events[AT] >= start) & (events[AT] <= end)])
    same(spans.narrow(events, AT), events)


def test_only_what_is_in_order_is_narrowed() -> None:
    events = make_events([(1, date(2026, 6, day), 0, 0) for day in (1, 2, 3)])
    day = np.datetime64("2026-06-02", "D")
    assert spans.narrow(events, AT, day)["event_id"].tolist() == [1, 2]
    assert spans.narrow(events, AT, None, day)["event_id"].tolist() == [0, 1]
    assert spans.narrow(events[:0], AT, day, day).empty
    unknown = events[AT].where([False, True, True])
    for column in (
        events[AT][::-1].to_numpy(),
        unknown,
        events[AT].dt.tz_localize(None),
        events[AT].dt.tz_convert("Asia/Tokyo"),
        events[AT].astype(object),
    ):
        frame = events.assign(occurred_at=column)
        assert spans.narrow(frame, AT, day, day) is frame


def test_what_is_missing_outside_the_span_is_still_said() -> None:
    events = make_events([(1, date(2026, 6, day), 0, 0) for day in (1, 2, 3, 4)])
    span = ("2026-06-03", "2026-06-05")
    nameless = events.assign(user_id=[None, None, 1, 1])
    naive = events.assign(occurred_at=events[AT].dt.tz_localize(None))
    timeless = events.assign(occurred_at=events[AT].where([False, True, True, True]))
    for count in (metrics.active_users, metrics.growth_history):
        with pytest.raises(ValueError, match="user_id is missing in 2 rows"):
            count(nameless, *span, freq="D")
        with pytest.raises(ValueError, match="occurred_at is missing in 1 rows"):
            count(timeless, *span, freq="D")
        with pytest.raises(ValueError, match="no time zone"):
            count(naive.assign(user_id=None), *span, freq="D")
    with pytest.raises(ValueError, match="occurred_at is missing in 1 rows"):
        metrics.event_counts(timeless, *span)
    with pytest.raises(ValueError, match="occurred_at is missing in 1 rows"):
        metrics.activated(USERS, timeless, as_of="2026-07-01")
    assert between(timeless, "2026-01-01", "2026-06-03")["event_id"].tolist() == [1]
    with pytest.raises(TypeError):
        between(naive, *span)


def test_a_finer_moment_than_the_column_holds_is_not_rounded() -> None:
    events = make_events([(1, date(2026, 6, day), 0, 0) for day in (1, 2)])
    hair = pd.Timedelta(1, "ns")
    second: Any = pd.Timestamp("2026-06-02").as_unit("ns")
    assert len(between(events, "2026-06-01", second + hair)) == 2
    assert len(between(events, second + hair, "2026-07-01")) == 0
    assert len(between(events, "2026-06-01", second)) == 1


@given(
    ids=st.lists(st.integers(-3, 12), max_size=30),
    kind=st.sampled_from(["int64", "uint8", "int16", "Int64", "float64", "str", "object"]),
    seed=st.integers(0, 9),
    rival=st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_deduplicate_does_not_mind_the_order(
    ids: list[int], kind: str, seed: int, rival: bool
) -> None:
    values = pd.Series([abs(i) if kind == "uint8" else i for i in sorted(ids)]).astype(kind)
    events = pd.DataFrame({"event_id": values, "event": values.astype("str")})
    if rival and values.duplicated().any():
        events.loc[np.flatnonzero(values.duplicated())[-1], "event"] = "another"
    for frame in (events, events.sample(frac=1, random_state=seed)):
        if rival and values.duplicated().any():
            with pytest.raises(ValueError, match="differ elsewhere"):
                metrics.deduplicate(frame)
        else:
            same(metrics.deduplicate(frame), frame.drop_duplicates("event_id"))

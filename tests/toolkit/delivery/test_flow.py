"""Times, percentiles, queues and the four keys: published cases, and boards worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from course_utils.toolkit import delivery


def at(*moments: str | None) -> pd.DatetimeIndex:
    return pd.to_datetime([m and f"2026-06-{m}" for m in moments], utc=True, format="ISO8601")


BOARD = pd.DataFrame(
    {
        "started_at": at("01 09:00", "01 23:00", "03 12:00", "05 00:00", None),
        "finished_at": at("01 17:00", "02 01:00", None, "09 00:00", None),
    },
    index=["a", "b", "c", "d", "e"],
)


# Times -------------------------------------------------------------------------------------------


def test_two_conventions_of_cycle_time() -> None:
    """b takes two hours, over midnight: two calendar days."""
    assert delivery.cycle_times(BOARD).to_dict() == {"a": 1, "b": 2, "d": 5}
    elapsed = delivery.cycle_times(BOARD, method="elapsed")
    assert elapsed.to_dict() == pytest.approx({"a": 8 / 24, "b": 2 / 24, "d": 4})


def test_time_zones_are_read_in_utc() -> None:
    east = BOARD.assign(started_at=BOARD["started_at"].dt.tz_convert("Asia/Tokyo"))
    assert delivery.cycle_times(east).equals(delivery.cycle_times(BOARD))


def test_ages_are_of_what_was_open_then() -> None:
    assert delivery.item_ages(BOARD, "2026-06-07").to_dict() == {"c": 4, "d": 2}
    elapsed = delivery.item_ages(BOARD, "2026-06-07", method="elapsed")
    assert elapsed.to_dict() == {"c": 3.5, "d": 2}
    assert delivery.item_ages(BOARD, "2026-06-10").to_dict() == {"c": 7}
    assert delivery.item_ages(BOARD, "2026-06-01").empty


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"finished_at": at("01 08:00", None, None, None, None)}, "before started_at.*row 'a'"),
        ({"finished_at": at(None, None, None, None, "08 08:00")}, "started_at is missing.*'e'"),
    ],
)
def test_a_log_that_cannot_be_is_refused(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        delivery.cycle_times(BOARD.assign(**wrong))


def test_throughput_counts_silent_weeks_as_none() -> None:
    found = delivery.throughput(BOARD, "2026-06-01", "2026-06-22")
    assert found.tolist() == [2, 1, 0]
    with pytest.raises(ValueError, match="part of one"):
        delivery.throughput(BOARD, "2026-06-01", "2026-06-20")


def test_cumulative_flow_by_hand() -> None:
    found = delivery.cumulative_flow(
        BOARD, "2026-06-01", "2026-06-10", stages=("started_at", "finished_at")
    )
    assert found["started_at"].tolist() == [2, 2, 3, 3, 4, 4, 4, 4, 4]
    assert found["finished_at"].tolist() == [1, 2, 2, 2, 2, 2, 2, 2, 3]
    with pytest.raises(ValueError, match="before finished_at"):
        delivery.cumulative_flow(
            BOARD.iloc[:2], "2026-06-01", "2026-06-08", stages=("finished_at", "started_at")
        )


# Percentiles -------------------------------------------------------------------------------------


def test_percentile_of_nist() -> None:
    """NIST/SEMATECH e-Handbook, 7.2.6.2: the 90th percentile of twelve gauges is 95.1981."""
    gauges = [
        95.1772, 95.1567, 95.1937, 95.1959, 95.1442, 95.0610,
        95.1591, 95.1195, 95.1065, 95.0925, 95.1990, 95.1682,
    ]  # fmt: skip
    assert delivery.percentile(gauges, 0.9, "weibull") == pytest.approx(95.1981, abs=1e-4)
    assert delivery.percentile(gauges, 0.9) == 95.1959


def test_methods_by_hand() -> None:
    """Ten times: at 0.85 the ranks are 9, 8.65, 9.35 and 9.116667."""
    times = [1, 2, 3, 4, 5, 6, 7, 8, 9, 20]
    found = [
        delivery.percentile(times, 0.85, method)
        for method in ("inverted_cdf", "linear", "weibull", "median_unbiased")
    ]
    assert found == pytest.approx(
        [9, 8.65, 9 + 0.35 * 11, 9 + (0.85 * (10 + 1 / 3) + 1 / 3 - 9) * 11]
    )


@given(st.lists(st.integers(0, 30), min_size=1, max_size=40), st.floats(0.01, 0.99))
def test_nearest_rank_is_what_some_item_took(times: list[int], share: float) -> None:
    found = delivery.service_level(times, share)
    kept = np.array(times) <= found.days
    assert found.days in times
    assert found.share == kept.mean() >= share - 1e-9
    assert (np.array(times) < found.days).mean() < share + 1e-9


def test_the_interval_of_a_percentile_covers() -> None:
    """Counted from the binomial itself: one rank less is too few, on either side."""
    times = np.arange(1.0, 41.0)
    found = delivery.service_level(times, 0.8, 0.9)
    low, high = int(found.low), int(found.high)
    covered = binom.cdf(high - 1, 40, 0.8) - binom.cdf(low - 1, 40, 0.8)
    assert covered >= 0.9
    assert binom.cdf(high - 2, 40, 0.8) < 0.95
    assert binom.cdf(low, 40, 0.8) > 0.05
    few = delivery.service_level([1, 2, 3], 0.85)
    assert math.isnan(few.high)


def test_a_service_level_is_kept_or_not() -> None:
    found = delivery.service_level_kept([3, 5, 5, 9], 5)
    assert found.estimate == 0.75
    assert math.isnan(delivery.service_level_kept([], 5).estimate)
    with pytest.raises(ValueError, match="cannot finish before"):
        delivery.service_level_kept([3, -1], 5)


def test_flow_efficiency_in_both_ways() -> None:
    found = delivery.flow_efficiency([1, 4], [2, 18])
    assert found == pytest.approx((5 / 20, (1 / 2 + 4 / 18) / 2))
    with pytest.raises(ValueError, match="at most total"):
        delivery.flow_efficiency([3], [2])


# Queues ------------------------------------------------------------------------------------------


def test_burger_dome() -> None:
    """Anderson, Sweeney and Williams, waiting lines: 0.75 come a minute, 1 is served."""
    found = delivery.mm1(0.75, 1)
    assert found == (0.75, 3, 2.25, 4, 3)
    assert delivery.littles_law(throughput=0.75, cycle_time=found.time) == found.in_system
    assert delivery.littles_law(wip=found.in_queue, cycle_time=found.wait) == 0.75


def test_kingman_meets_what_is_known_exactly() -> None:
    assert delivery.kingman_wait(0.75, 1) == pytest.approx(delivery.mm1(0.75, 1).wait)
    # M/D/1 waits half as long as M/M/1.
    assert delivery.kingman_wait(0.75, 1, 1, 0) == pytest.approx(1.5)


@pytest.mark.parametrize("arrivals", [1, 1.2])
def test_a_queue_that_grows_for_ever_is_refused(arrivals: float) -> None:
    with pytest.raises(ValueError, match="fewer arrivals or more service"):
        delivery.mm1(arrivals, 1)
    with pytest.raises(ValueError, match="fewer arrivals or more service"):
        delivery.kingman_wait(arrivals, 1)


def test_littles_law_needs_two() -> None:
    for given_ in ({}, {"wip": 3}, {"wip": 3, "throughput": 1, "cycle_time": 3}):
        with pytest.raises(ValueError, match="exactly two"):
            delivery.littles_law(**given_)


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(1, 90)), min_size=1, max_size=15))
@settings(max_examples=40, deadline=None)
def test_the_law_is_exact_where_nothing_is_cut(items: list[tuple[int, int]]) -> None:
    """Whatever the order and the spread: only the ends of the span matter."""
    began = pd.Timestamp("2026-06-01", tz="UTC") + pd.to_timedelta([a for a, _ in items], "h")
    ended = began + pd.to_timedelta([b for _, b in items], "h")
    board = pd.DataFrame({"started_at": began, "finished_at": ended})
    found = delivery.flow_check(board, "2026-06-01", "2026-06-20")
    assert (found.wip_start, found.wip_end) == (0, 0)
    assert found.stable
    assert found.by_law == pytest.approx(found.cycle_time)
    assert found.cycle_time == pytest.approx(delivery.cycle_times(board, method="elapsed").mean())


def test_the_law_misleads_where_work_piles_up() -> None:
    """One item a day begins, every third is never finished: those that end took one day."""
    days = pd.date_range("2026-06-01", periods=30, freq="D", tz="UTC")
    ended = pd.Series(days + pd.Timedelta("1D"))
    ended[::3] = pd.NaT
    board = pd.DataFrame({"started_at": days, "finished_at": ended})
    found = delivery.flow_check(board, "2026-06-01", "2026-07-01")
    assert (found.started, found.wip_start) == (30, 0)
    assert found.wip_end == 10 + 1
    assert found.cycle_time == 1
    assert found.by_law > 5
    assert not found.stable


def test_a_span_without_work_has_no_law() -> None:
    found = delivery.flow_check(BOARD, "2025-01-01", "2025-02-01")
    assert (found.mean_wip, found.throughput) == (0, 0)
    assert math.isnan(found.by_law)
    assert not found.stable


# The four keys -----------------------------------------------------------------------------------

CHANGES = pd.DataFrame(
    {
        "committed_at": at("01 08:00", "02 08:00", "03 08:00", "08 08:00", "09 00:00"),
        "deployed_at": at("02 10:00", "02 10:00", "03 12:00", "10 08:00", "14 23:00"),
        "failed": [True, True, False, True, False],
        "restored_at": at("02 13:00", "02 13:00", None, "10 09:00", None),
        "release": ["a", "a", "b", "c", "d"],
    }
)
FORTNIGHT = {"start": "2026-06-01", "end": "2026-06-15"}


def test_dora_by_hand() -> None:
    found = delivery.dora(CHANGES, **FORTNIGHT, deployment="release")
    assert (found.deployments, found.a_week) == (4, 2)
    assert found.lead_time == 26  # of 2, 4, 26, 48 and 143 hours: changes, not deployments
    assert found.failure_rate.estimate == 0.5
    assert (found.recovery_time, found.unrecovered) == (2, 0)
    # Each row a deployment of its own: another rate.
    assert delivery.dora(CHANGES, **FORTNIGHT).failure_rate.estimate == 0.6


def test_a_failure_that_lasts_is_not_forgotten() -> None:
    still = CHANGES.assign(restored_at=at("02 13:00", "02 13:00", None, None, None))
    found = delivery.dora(still, **FORTNIGHT, deployment="release")
    assert math.isnan(found.recovery_time)  # of 3 hours and one that lasts
    assert found.unrecovered == 1
    more = still.assign(
        failed=[True] * 5, restored_at=at("02 13:00", "02 13:00", "03 16:00", None, "15")
    )
    found = delivery.dora(more, "2026-06-01", "2026-06-15 12:00", deployment="release")
    assert (found.recovery_time, found.unrecovered) == (3.5, 1)  # of 1, 3, 4 and one that lasts
    early = delivery.dora(CHANGES, "2026-06-01", "2026-06-02 12:00", deployment="release")
    assert math.isnan(early.recovery_time)
    assert early.unrecovered == 1


def test_dora_without_deployments() -> None:
    found = delivery.dora(CHANGES, "2025-01-01", "2025-02-01")
    assert (found.deployments, found.a_week, found.unrecovered) == (0, 0, 0)
    assert math.isnan(found.lead_time)
    assert math.isnan(found.failure_rate.estimate)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"committed_at": at("04", "02", "03", "08", "09")}, "before committed_at"),
        ({"restored_at": at("01", "02 13:00", None, "11", None)}, "before deployed_at"),
        ({"failed": [True, True, False, False, False]}, "failed is not true"),
        ({"release": list("aaabc")}, "differ in deployed_at"),
    ],
)
def test_logs_that_contradict_themselves_are_refused(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        delivery.dora(CHANGES.assign(**wrong), **FORTNIGHT, deployment="release")

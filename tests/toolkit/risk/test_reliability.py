"""Budgets, burn rates, availability, incidents, schedules and calibration."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2, poisson
from statsmodels.stats.rates import confint_poisson

from course_utils.toolkit import risk

# Budgets -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "minutes"), [(0.99, 7.2 * 60), (0.995, 3.6 * 60), (0.999, 43.2), (0.9999, 4.32)]
)
def test_budgets_of_the_sre_book(target: float, minutes: float) -> None:
    """Beyer and others (2016), appendix A: allowed downtime in 30 days."""
    assert risk.error_budget_minutes(target) == pytest.approx(minutes)
    assert risk.error_budget_requests(target, 1e6) == pytest.approx(minutes / 43.2 * 1000)


@pytest.mark.parametrize(("share", "hours", "rate"), [(0.02, 1, 14.4), (0.05, 6, 6), (0.1, 72, 1)])
def test_thresholds_of_the_workbook(share: float, hours: float, rate: float) -> None:
    """Beyer and others (2018), chapter 5."""
    assert risk.burn_threshold(share, hours) == pytest.approx(rate)


@pytest.mark.parametrize(("rate", "hours"), [(1, 720), (2, 360), (10, 72), (1000, 43.2 / 60)])
def test_exhaustion_of_the_workbook(rate: float, hours: float) -> None:
    """Beyer and others (2018), chapter 5: 30 days, 15 days, 3 days, 43 minutes."""
    assert risk.hours_to_exhaustion(rate) == pytest.approx(hours)


def test_budgets_at_the_edge() -> None:
    assert risk.hours_to_exhaustion(0) == math.inf
    assert risk.hours_to_exhaustion(2, left=0.5) == 180
    assert math.isnan(risk.burn_rate(0, 0, 0.999))
    with pytest.raises(ValueError, match="leaves no budget"):
        risk.error_budget_minutes(1)
    with pytest.raises(ValueError, match="at most total"):
        risk.burn_rate(3, 2, 0.999)


def test_an_outage_rings_and_stops_ringing() -> None:
    """One in 50 fails for 30 minutes: 20 times the budget, after six quiet hours."""
    minutes = pd.date_range("2026-06-01", periods=480, freq="1min", tz="UTC")
    bad = np.zeros(480)
    bad[360:390] = 20
    log = pd.DataFrame({"at": minutes, "bad": bad, "total": 1000.0})
    found = risk.burn_alerts(log, 0.999)
    page, slow, ticket = (rule.name for rule in risk.BURN_RULES)
    rings = np.flatnonzero(found[page])
    # 14.4 over an hour needs 44 of its minutes at 20: the outage is too short.
    assert not len(rings)
    assert found[f"burn: {page}"].max() == pytest.approx(10)
    harder = risk.burn_alerts(log.assign(bad=bad * 2), 0.999)
    rings = np.flatnonzero(harder[page])
    # At 40 it takes 22 minutes (22 x 40 / 60 > 14.4), and ends when five minutes are mostly clean:
    # 14.4 is less than two minutes of five at 40.
    assert (rings[0], rings[-1]) == (360 + 21, 390 + 2)
    assert harder[ticket].any()
    assert not found[slow].any()


def test_nothing_rings_without_requests() -> None:
    log = pd.DataFrame(
        {"at": pd.to_datetime(["2026-06-01", "2026-06-02"], utc=True), "bad": 0, "total": 0}
    )
    found = risk.burn_alerts(log, 0.99, [risk.BurnRule("x", 1, 0.1, 2)])
    assert not found["x"].any()
    assert found["burn: x"].isna().all()
    with pytest.raises(ValueError, match="each moment once"):
        risk.burn_alerts(pd.concat([log, log]), 0.99)


# Availability and incidents ----------------------------------------------------------------------


def test_availability_by_hand() -> None:
    assert risk.series_availability([0.999, 0.99]) == pytest.approx(0.98901)
    assert risk.parallel_availability([0.9, 0.9, 0.9]) == pytest.approx(0.999)
    assert risk.availability(720, 8) == pytest.approx(720 / 728)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6))
def test_chains_are_weaker_and_spares_stronger(parts: list[float]) -> None:
    assert risk.series_availability(parts) <= min(parts) + 1e-12
    assert risk.parallel_availability(parts) >= max(parts) - 1e-12


def test_a_log_of_incidents_by_hand() -> None:
    """Ten days: two incidents overlap, one began before, one still lasts."""
    log = pd.DataFrame(
        {
            "started_at": pd.to_datetime(
                ["2026-05-31 20:00", "2026-06-02 00:00", "2026-06-02 02:00", "2026-06-10 20:00"],
                utc=True,
            ),
            "restored_at": pd.to_datetime(
                ["2026-06-01 02:00", "2026-06-02 04:00", "2026-06-02 08:00", None], utc=True
            ),
        }
    )
    found = risk.reliability(log, "2026-06-01", "2026-06-11")
    assert (found.incidents, found.downtime) == (3, 2 + 8 + 4)
    assert found.availability == pytest.approx(1 - 14 / 240)
    assert found.mtbf == pytest.approx(226 / 3)
    assert found.mttr == pytest.approx((4 + 6 + 4) / 3)
    calm = risk.reliability(log, "2026-06-04", "2026-06-05")
    assert (calm.incidents, calm.availability) == (0, 1)
    assert math.isnan(calm.mtbf)
    with pytest.raises(ValueError, match="lies before"):
        risk.reliability(log.assign(restored_at=log["started_at"][0]), "2026-06-01", "2026-06-11")


def test_mean_times_make_the_availability() -> None:
    begins = pd.date_range("2026-06-01 05:00", periods=5, freq="40h", tz="UTC")
    log = pd.DataFrame(
        {"started_at": begins, "restored_at": begins + pd.to_timedelta([1, 2, 3, 4, 5], "h")}
    )
    found = risk.reliability(log, "2026-06-01", "2026-06-11")
    assert risk.availability(found.mtbf, found.mttr) == pytest.approx(found.availability)


@given(st.floats(0.01, 20), st.integers(0, 30))
def test_random_incidents_are_poissons(rate: float, count: int) -> None:
    assert risk.incidents_chance(rate, at_least=count) == pytest.approx(poisson.sf(count - 1, rate))


def test_the_rate_has_garwoods_interval() -> None:
    """Garwood (1936): 10 seen, 4.795 to 18.39; none seen, up to 3.689."""
    assert risk.incident_rate(10, 1)[1:] == pytest.approx((4.795, 18.390), abs=5e-4)
    assert risk.incident_rate(0, 1)[1:] == pytest.approx((0, 3.689), abs=5e-4)
    found = risk.incident_rate(7, 12, 0.9)
    assert found[1:] == pytest.approx(confint_poisson(7, 12, method="exact-c", alpha=0.1))
    assert found.low == pytest.approx(chi2.ppf(0.05, 14) / 24)


# Schedules ---------------------------------------------------------------------------------------

MILWAUKEE = pd.DataFrame(
    {
        "low": [1, 2, 1, 2, 1, 1, 3, 1],
        "mode": [2, 3, 2, 4, 4, 2, 4, 2],
        "high": [3, 4, 3, 6, 7, 9, 11, 3],
    },
    index=list("ABCDEFGH"),
)
"""Heizer and Render, Operations Management: Milwaukee Paper's filter, in weeks."""
BEFORE = {"C": "A", "D": ["A", "B"], "E": "C", "F": "C", "G": ["D", "E"], "H": ["F", "G"]}
NEEDS = {task: list(needs) for task, needs in BEFORE.items()}


def test_the_critical_path_of_milwaukee_paper() -> None:
    found = risk.schedule(MILWAUKEE, NEEDS, n=20_000, seed=1)
    assert found.path == tuple("ACEGH")
    assert found.path_mean == pytest.approx(15)
    assert found.path_deviation == pytest.approx(1.76, abs=0.005)
    # Where paths meet, the latest counts: later than PERT says, and less likely by week 16.
    assert found.merge_bias > 0.1
    assert found.chance(16) < 0.7157
    assert found.by(0.8) > found.by(0.5)
    assert found.criticality["A"] < 1
    assert found.criticality["H"] == 1
    assert found.criticality["E"] > found.criticality["F"]


def test_the_bias_of_two_alike_by_integration() -> None:
    """The mean of the later of two: the integral of 1 - F squared."""
    from course_utils.toolkit.prioritisation import three_point

    task = three_point(2, 4, 9)
    x = np.linspace(0, 9, 9001)
    late = np.trapezoid(1 - task.cdf(x) ** 2, x)
    two = pd.DataFrame({"low": [2, 2], "mode": [4, 4], "high": [9, 9]}, index=["a", "b"])
    found = risk.schedule(two, n=100_000, seed=3)
    assert found.mean == pytest.approx(late, abs=0.02)
    assert found.merge_bias == pytest.approx(late - task.mean, abs=0.02)
    assert found.criticality.sum() == pytest.approx(1)
    one = risk.schedule(two, {"b": ["a"]}, n=100_000, seed=3)
    assert one.merge_bias == pytest.approx(0, abs=0.02)


def test_a_circle_is_refused() -> None:
    with pytest.raises(ValueError, match="circle through 'A'"):
        risk.schedule(MILWAUKEE, {"A": ["B"], "B": ["A"]}, n=10)


def test_the_outside_view_by_hand() -> None:
    """Overruns of 0, 10, 20, 50 and 100 %: the 80th is the fourth, half the third."""
    found = risk.reference_class([100] * 5, [150, 100, 200, 110, 120], 0.8)
    assert found.uplift == pytest.approx(0.5)
    assert found.median == pytest.approx(0.2)
    assert math.isnan(found.high)
    early = risk.reference_class([10, 10], [8, 9], 0.5)
    assert early.uplift == pytest.approx(-0.2)
    with pytest.raises(ValueError, match="more than 0"):
        risk.reference_class([0], [3])


# Calibration -------------------------------------------------------------------------------------


def test_scores_by_hand() -> None:
    said, came = [0.8, 0.8, 0.3, 0.3], [True, True, False, True]
    assert risk.brier(said, came) == pytest.approx((0.04 + 0.04 + 0.09 + 0.49) / 4)
    assert risk.log_score(said, came) == pytest.approx(
        -(2 * math.log(0.8) + math.log(0.7) + math.log(0.3)) / 4
    )
    parts = risk.brier_parts(said, came)
    assert parts.reliability == pytest.approx((0.2**2 + 0.2**2) / 2)
    assert parts.resolution == pytest.approx(0.25**2)
    assert parts.uncertainty == pytest.approx(0.75 * 0.25)
    assert risk.log_score([1.0, 0.5], [False, True]) == math.inf
    assert risk.log_score([1.0, 0.0], [True, False]) == 0
    with pytest.raises(ValueError, match="at most 1"):
        risk.brier([1.2], [True])


@given(
    st.lists(
        st.tuples(st.sampled_from([0, 0.1, 0.5, 0.9, 1]), st.booleans()), min_size=1, max_size=30
    )
)
def test_murphys_parts_sum_to_the_score(rows: list[tuple[float, bool]]) -> None:
    said, came = map(list, zip(*rows, strict=True))
    parts = risk.brier_parts(said, came)
    assert parts.uncertainty - parts.resolution + parts.reliability == pytest.approx(
        risk.brier(said, came)
    )


@given(st.floats(0.02, 0.98), st.floats(0, 1))
@settings(max_examples=60)
def test_honesty_scores_best(truth: float, said: float) -> None:
    """Expected scores of saying something else than one believes."""

    def expected(score: object, chance: float) -> float:
        return truth * score([chance], [True]) + (1 - truth) * score([chance], [False])

    for score in (risk.brier, risk.log_score):
        assert expected(score, truth) <= expected(score, said) + 1e-12

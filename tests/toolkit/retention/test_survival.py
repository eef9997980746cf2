"""Kaplan-Meier and the log-rank test on the leukaemia data of Freireich and others (1963).

Times to relapse in weeks, as printed by Klein and Moeschberger (2003), section 1.2, and in the
file gehan.dat of the lifelines library.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight, survdiff

from course_utils.toolkit import retention

DRUG_RELAPSED = [6, 6, 6, 7, 10, 13, 16, 22, 23]
DRUG_CENSORED = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
DRUG = DRUG_RELAPSED + DRUG_CENSORED
RELAPSED = [True] * len(DRUG_RELAPSED) + [False] * len(DRUG_CENSORED)

followed = st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=2, max_size=40).filter(
    lambda rows: any(left for _, left in rows)
)


def test_the_published_curve_of_the_drug() -> None:
    """Klein and Moeschberger (2003), table 4.1B: the survivor function and its standard error."""
    curve = retention.kaplan_meier(DRUG, RELAPSED)
    at = [6, 7, 10, 13, 16, 22, 23]
    assert curve.loc[at, "survival"].round(4).tolist() == [
        0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482,
    ]  # fmt: skip
    assert curve.loc[at, "standard_error"].round(4).tolist() == [
        0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346,
    ]  # fmt: skip
    assert curve.loc[at, "at_risk"].tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert retention.median_survival(curve) == 23
    assert retention.median_survival(retention.kaplan_meier(PLACEBO, [True] * 21)) == 8


def test_the_published_log_rank() -> None:
    """Chi-square 16.79, with 9 and 21 relapses where 19.25 and 10.75 were expected."""
    test = retention.log_rank(
        DRUG + PLACEBO, RELAPSED + [True] * 21, ["drug"] * 21 + ["placebo"] * 21
    )
    assert round(test.statistic, 2) == 16.79
    assert test.degrees == 1
    assert test.p == pytest.approx(4.17e-5, abs=1e-7)
    assert test.groups["observed"].tolist() == [9, 21]
    assert test.groups["expected"].round(2).tolist() == [19.25, 10.75]


@given(followed)
def test_curves_are_those_of_statsmodels(rows: list[tuple[int, bool]]) -> None:
    time, left = zip(*rows, strict=True)
    curve = retention.kaplan_meier(time, left)
    other = SurvfuncRight(np.array(time), np.array(left, dtype=int))
    mine = curve.loc[other.surv_times]
    np.testing.assert_allclose(mine["survival"], other.surv_prob)
    np.testing.assert_array_equal(mine["at_risk"], other.n_risk)
    known = other.surv_prob > 0
    np.testing.assert_allclose(mine["standard_error"][known], other.surv_prob_se[known])
    assert curve["survival"].is_monotonic_decreasing
    ends = curve.dropna()
    assert (ends["low"] <= ends["survival"] + 1e-12).all()
    assert (ends["survival"] <= ends["high"] + 1e-12).all()


@given(followed, st.randoms(use_true_random=False))
def test_log_rank_is_that_of_statsmodels(rows: list[tuple[int, bool]], random: object) -> None:
    time, left = (np.array(each) for each in zip(*rows, strict=True))
    group = np.array([random.choice("abc") for _ in rows])
    try:
        test = retention.log_rank(time, left, group)
    except ValueError:
        return
    statistic, p = survdiff(time, left.astype(int), group)
    assert test.statistic == pytest.approx(statistic, rel=1e-6, abs=1e-9)
    assert test.p == pytest.approx(p, rel=1e-6, abs=1e-9)
    assert test.groups["observed"].sum() == pytest.approx(test.groups["expected"].sum())


def test_the_plain_interval_is_greenwoods() -> None:
    curve = retention.kaplan_meier(DRUG, RELAPSED, 0.95, method="plain")
    row = curve.loc[10]
    assert row["high"] - row["survival"] == pytest.approx(1.96 * row["standard_error"], abs=1e-4)
    assert curve["high"].max() <= 1


def test_log_log_intervals_are_those_of_klein_and_moeschberger() -> None:
    """Their formula (4.3.2), written out once more for week 10."""
    row = retention.kaplan_meier(DRUG, RELAPSED).loc[10]
    s, sigma = row["survival"], row["standard_error"] / row["survival"]
    theta = math.exp(1.959964 * sigma / math.log(s))
    assert row["low"] == pytest.approx(s ** (1 / theta), abs=1e-6)
    assert row["high"] == pytest.approx(s**theta, abs=1e-6)


def test_reading_a_curve() -> None:
    curve = retention.kaplan_meier([1, 2, 4], [True, True, False])
    assert retention.survival_at(curve, 1.5).estimate == pytest.approx(2 / 3)
    assert math.isnan(retention.survival_at(curve, 0.5).low)
    assert retention.restricted_mean(curve, 4) == pytest.approx(1 + 2 / 3 + 2 / 3)
    assert math.isnan(retention.median_survival(retention.kaplan_meier([1, 2], [True, False])[:1]))
    with pytest.raises(ValueError, match="as far as the curve goes"):
        retention.survival_at(curve, 4.1)
    with pytest.raises(ValueError, match="as far as the curve goes"):
        retention.restricted_mean(curve, 5)


def test_tenures_are_censored_at_the_extract() -> None:
    when = pd.to_datetime(["2026-01-01", "2026-01-11", "2026-02-01", "2026-03-01"], utc=True)
    people = pd.DataFrame(
        {"since": [when[0], when[0], when[0], when[3]], "until": [when[1], pd.NaT, when[3], pd.NaT]}
    )
    found = retention.tenures(people, "2026-02-01", start="since", end="until")
    assert found["days"].tolist() == [10, 31, 31]
    assert found["left"].tolist() == [True, False, False]  # the third leaves after the extract


@pytest.mark.parametrize(
    ("durations", "left", "says"),
    [
        ([], [], "nobody to follow"),
        ([1, 2], [False, False], "Nobody left"),
        ([1, -2], [True, False], "at least 0"),
        ([1, math.nan], [True, False], "missing"),
        ([1, 2], [True, None], "True and False"),
        ([1, 2], [True], "equally long"),
    ],
)
def test_what_is_no_history_is_refused(durations: list, left: list, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        retention.kaplan_meier(durations, left)


def test_groups_that_cannot_be_compared_are_refused() -> None:
    with pytest.raises(ValueError, match="one customer"):
        retention.log_rank([1, 2, 3], [True] * 3, ["a", "a", "b"])
    with pytest.raises(ValueError, match="two groups"):
        retention.log_rank([1, 2, 3], [True] * 3, ["a", "a", "a"])
    with pytest.raises(ValueError, match="Nobody left"):
        retention.log_rank([1, 2, 3, 4], [False] * 4, ["a", "a", "b", "b"])
    when = pd.to_datetime(["2026-01-02", "2026-01-01"], utc=True)
    people = pd.DataFrame({"since": when[:1], "until": when[1:]})
    with pytest.raises(ValueError, match="lies before"):
        retention.tenures(people, "2026-02-01", start="since", end="until")

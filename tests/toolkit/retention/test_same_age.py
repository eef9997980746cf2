"""Churn at the same age: held to statsmodels, and to what it is for."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.contingency_tables import StratifiedTable

from course_utils.toolkit import retention

LOST, THERE = np.array([30, 12, 5]), np.array([100, 60, 40])
BEFORE, THERE_BEFORE = np.array([50, 30, 9]), np.array([200, 140, 90])


def test_the_pooled_ratio_is_that_of_statsmodels() -> None:
    tables = [
        np.array([[a, n - a], [b, m - b]])
        for a, n, b, m in zip(LOST, THERE, BEFORE, THERE_BEFORE, strict=True)
    ]
    ratio = retention.churn_ratio(LOST, THERE, BEFORE, THERE_BEFORE)
    assert ratio.estimate == pytest.approx(StratifiedTable(tables).riskratio_pooled)


def test_one_age_is_the_plain_ratio_and_its_interval() -> None:
    ratio = retention.churn_ratio([30], [100], [40], [200])
    assert ratio.estimate == pytest.approx(1.5)
    error = 1.959964 * np.sqrt(1 / 30 - 1 / 100 + 1 / 40 - 1 / 200)
    assert ratio.low == pytest.approx(1.5 * np.exp(-error))
    assert ratio.high == pytest.approx(1.5 * np.exp(error))


def test_another_mix_of_ages_alone_makes_no_difference() -> None:
    there, before = np.array([10, 1000]), np.array([1000, 10])
    ratio = retention.churn_ratio(there * 0.3, there, before * 0.3, before)
    assert ratio.estimate == pytest.approx(1)
    young, old = np.array([0.3, 0.1]), np.array([0.3, 0.1])
    assert (young * there).sum() / there.sum() < 0.5 * (old * before).sum() / before.sum()
    assert retention.churn_ratio(young * there, there, old * before, before).estimate == (
        pytest.approx(1)
    )


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    random = np.random.default_rng(5)
    there, before = np.array([300, 200, 100]), np.array([200, 200, 200])
    chance, hits = np.array([0.2, 0.1, 0.06]), 0
    for _ in range(600):
        found = retention.churn_ratio(
            random.binomial(there, 0.7 * chance), there, random.binomial(before, chance), before
        )
        hits += found.low <= 0.7 <= found.high
    assert 0.92 < hits / 600 < 0.98


def test_more_lost_than_there_is_refused() -> None:
    with pytest.raises(ValueError, match="at most there"):
        retention.churn_ratio([3], [2], [1], [2])


def test_people_have_the_survival_of_their_model() -> None:
    model = retention.SBG(0.86, 1.98)
    people = retention.sbg_people(model, 2000)
    curve = retention.sbg_survival(model, 24)
    for age in (1, 2, 6, 12, 24):
        assert ((1 - people) ** age).mean() == pytest.approx(curve[age], abs=2e-4)

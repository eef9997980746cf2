"""Scales, sets and best-worst tasks, and what was silently wrong before."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import ttest_1samp

from course_utils.toolkit import research


def sheet(scores: list[float]) -> pd.DataFrame:
    """Answers that give these SUS scores."""
    people = []
    for score in scores:
        extra = round(score / 2.5)
        points = [min(4, max(0, extra - 4 * item)) for item in range(10)]
        people.append([p + 1 if item % 2 == 0 else 5 - p for item, p in enumerate(points)])
    return pd.DataFrame(people, columns=[f"q{i}" for i in range(1, 11)], dtype=float)


@given(st.lists(st.integers(0, 40), min_size=2, max_size=15), st.integers(30, 80))
@settings(max_examples=40, deadline=None)
def test_sus_test_is_students(steps: list[int], benchmark: int) -> None:
    scores = [2.5 * step for step in steps]
    for side in ("two-sided", "greater", "less"):
        found = research.sus_test(sheet(scores), benchmark, side)
        assert found.mean == pytest.approx(np.mean(scores))
        if len(set(scores)) == 1:
            assert math.isnan(found.p_value)
            continue
        scipys = ttest_1samp(scores, benchmark, alternative=side)
        assert (found.t, found.df) == (pytest.approx(scipys.statistic), scipys.df)
        assert found.p_value == pytest.approx(scipys.pvalue, abs=1e-12)


def test_sus_of_twelve_users_beats_the_mean_of_all_studies() -> None:
    # The twelve users of Quantifying the User Experience (2012), chapter 3: mean 83, sd 13.5.
    scores = [90, 77.5, 72.5, 95, 62.5, 57.5, 100, 95, 95, 80, 82.5, 87.5]
    found = research.sus_test(sheet(scores), 68, "greater")
    assert found.t == pytest.approx((83 - 68) / (13.5 / math.sqrt(12)), abs=0.05)
    assert found.p_value < 0.01


@given(
    st.integers(2, 5).flatmap(
        lambda k: st.lists(
            st.lists(st.integers(1, 5), min_size=k, max_size=k), min_size=2, max_size=10
        )
    )
)
@settings(max_examples=50, deadline=None)
def test_cronbachs_alpha_by_covariances(people: list[list[int]]) -> None:
    found = research.cronbach_alpha(people)
    covariances = np.cov(np.array(people, float), rowvar=False)
    k, mean_variance = len(covariances), np.diag(covariances).mean()
    between = (covariances.sum() - np.trace(covariances)) / (k * (k - 1))
    whole = mean_variance + (k - 1) * between
    if abs(whole) < 1e-9:
        assert math.isnan(found)
    else:
        assert found == pytest.approx(k * between / whole, abs=1e-6)


def test_alpha_of_one_item_asked_twice_is_one() -> None:
    assert research.cronbach_alpha([[1, 1], [4, 4], [2, 2]]) == pytest.approx(1)
    with pytest.raises(ValueError, match="two items"):
        research.cronbach_alpha([[1], [2]])


@given(st.sets(st.integers(0, 9)), st.sets(st.integers(0, 9)))
@settings(max_examples=50, deadline=None)
def test_jaccard_has_its_bounds(one: set[int], two: set[int]) -> None:
    found = research.jaccard(one, list(two))
    assert research.jaccard(two, one) == pytest.approx(found, nan_ok=True)
    if not one | two:
        assert math.isnan(found)
    else:
        assert found == pytest.approx(len(one & two) / (len(one) + len(two) - len(one & two)))


def test_best_worst_by_hand() -> None:
    tasks = pd.DataFrame(
        {
            "shown": [["a", "b", "c", "d"], ["a", "b", "e", "c"], ["d", "e", "a", "b"]],
            "best": ["a", "b", "a"],
            "worst": ["d", "c", "d"],
        }
    )
    found = research.best_worst_scores(tasks)
    assert found["score"].to_dict() == pytest.approx(
        {"a": 2 / 3, "b": 1 / 3, "e": 0, "c": -1 / 2, "d": -1}
    )
    assert all(one >= two for one, two in pairwise(found["score"]))
    assert found["best"].sum() == found["worst"].sum() == len(tasks)
    with pytest.raises(ValueError, match="among them"):
        research.best_worst_scores(tasks.assign(best="z"))
    with pytest.raises(ValueError, match="best and the worst"):
        research.best_worst_scores(tasks.assign(best="a", worst="a"))


def test_what_was_silently_wrong_is_refused() -> None:
    nan = float("nan")
    for bad, words in (
        (lambda: research.design_weights({"a": 1, "b": nan}, {"a": 1, "b": 2}), "missing"),
        (lambda: research.kappa_of_table([[1, nan], [2, 1]]), "gaps"),
        (lambda: research.krippendorff_alpha(np.array([["a", nan], ["b", "b"]])), "'nan'"),
        (lambda: research.effective_size([1, nan]), "missing"),
        (lambda: research.fleiss_kappa([[1.5, 0.5], [1, 1]]), "whole numbers"),
        (lambda: research.survey_size("5 %"), "a number such as 0.05"),
        (lambda: research.margin_of_error("400"), "a number such as 400"),
        (lambda: research.users_needed("0.3", 0.85), "a number such as 0.31"),
        (lambda: research.cohen_kappa(["a", 1], [1, "a"]), "several kinds"),
        (lambda: research.sus(sheet([50]).astype(object).replace(5, "five")), "numbers only"),
    ):
        with pytest.raises((ValueError, TypeError), match=words):
            bad()
    ratings = [["a", "a"], ["a", None], ["b", "b"]]
    assert research.krippendorff_alpha(ratings) == 1
    first = pd.Series(["x", "y", "y"], index=[1, 2, 3])
    assert research.percent_agreement(first, first.iloc[::-1]) == 1
    table = pd.DataFrame([[20, 5], [10, 15]], index=["a", "b"], columns=["a", "b"])
    assert research.kappa_of_table(table[["b", "a"]]) == research.kappa_of_table(table)

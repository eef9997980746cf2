"""Pairwise weights, rankings, needs, capacity, horizons, and what was silently wrong before."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kendalltau, lognorm, spearmanr

from course_utils.toolkit import prioritisation as p


def test_ahp_agrees_with_saatys_drinks() -> None:
    # Saaty (2008), table 3: which drink is consumed more in the USA; ratio 0.022.
    names = ["coffee", "wine", "tea", "beer", "sodas", "milk", "water"]
    above = {
        "coffee": [9, 5, 2, 1, 1, 1 / 2],
        "wine": [1 / 3, 1 / 9, 1 / 9, 1 / 9, 1 / 9],
        "tea": [1 / 3, 1 / 4, 1 / 3, 1 / 9],
        "beer": [1 / 2, 1, 1 / 3],
        "sodas": [2, 1 / 2],
        "milk": [1 / 3],
    }
    matrix = np.eye(7)
    for row, name in enumerate(above):
        for column, value in enumerate(above[name], row + 1):
            matrix[row, column], matrix[column, row] = value, 1 / value
    found = p.ahp(pd.DataFrame(matrix, index=names, columns=names))
    assert found.weights.round(3).tolist() == [0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327]
    assert found.consistency_ratio == pytest.approx(0.022, abs=5e-4)
    assert found.consistent
    turned = p.ahp(pd.DataFrame(matrix, index=names, columns=names)[names[::-1]])
    assert turned.weights.tolist() == pytest.approx(found.weights.tolist())


@given(st.lists(st.integers(1, 9), min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
def test_ahp_gives_back_the_weights_that_made_it(weights: list[int]) -> None:
    matrix = np.divide.outer(weights, weights).astype(float)
    found = p.ahp(matrix)
    assert found.weights.tolist() == pytest.approx([w / sum(weights) for w in weights])
    assert found.consistency_ratio == pytest.approx(0, abs=1e-9)


def test_ahp_refuses_and_says_when_judgements_contradict() -> None:
    assert not p.ahp([[1, 9, 1 / 9], [1 / 9, 1, 9], [9, 1 / 9, 1]]).consistent
    with pytest.raises(ValueError, match="inverse"):
        p.ahp([[1, 3], [3, 1]])
    with pytest.raises(ValueError, match="as many rows as columns"):
        p.ahp([[1, 2, 3], [1, 2, 3]])


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=3, max_size=12))
@settings(max_examples=40, deadline=None)
def test_rank_agreement_counts_pairs(pairs: list[tuple[int, int]]) -> None:
    one, two = map(list, zip(*pairs, strict=True))
    found = p.rank_agreement(one, two)
    if len(set(one)) == 1 or len(set(two)) == 1:
        assert math.isnan(found.kendall)
        return
    signs = [
        (np.sign(a - c), np.sign(b - d))
        for place, (a, b) in enumerate(pairs)
        for c, d in pairs[:place]
    ]
    ties = math.sqrt(sum(x != 0 for x, _ in signs) * sum(y != 0 for _, y in signs))
    assert found.kendall == pytest.approx(sum(x * y for x, y in signs) / ties)
    ranks = [pd.Series(each).rank().to_numpy() for each in (one, two)]
    assert found.spearman == pytest.approx(np.corrcoef(*ranks)[0, 1])
    assert found.kendall_p == pytest.approx(kendalltau(one, two).pvalue)
    assert found.spearman_p == pytest.approx(spearmanr(one, two).pvalue)


def test_spearman_of_fifteen_students() -> None:
    # A textbook exercise: ranks in mathematics and statistics, rho = 18/35.
    statistics = [10, 7, 2, 6, 4, 8, 3, 1, 11, 15, 9, 5, 14, 12, 13]
    assert p.rank_agreement(range(1, 16), statistics).spearman == pytest.approx(18 / 35)


def test_opportunity_scores_by_hand() -> None:
    found = p.opportunity_scores(
        pd.Series([9.5, 7, 4], index=list("abc")), pd.Series([8, 3.2, 4], index=list("bac"))
    )
    assert found.to_dict() == pytest.approx({"a": 15.8, "b": 7, "c": 4})
    with pytest.raises(ValueError, match="at most 10"):
        p.opportunity_scores([95], [32])


def test_fong_asks_for_a_gap() -> None:
    # n = 100, a = 40, b = 30: 1.65 sqrt(70 * 130 / 200) = 11.1 > 10; with b = 28 it is 10.98 < 12.
    close = p.fong_test({"M": 40, "O": 30, "A": 20, "I": 10})
    assert (close.first, close.second, close.difference, close.clear) == ("M", "O", 10, False)
    assert close.needed == pytest.approx(1.65 * math.sqrt(70 * 130 / 200), abs=0.05)
    assert p.fong_test({"M": 40, "O": 28, "A": 22, "I": 10}).clear
    with pytest.raises(ValueError, match="A, O, M, I, R, Q"):
        p.fong_test({"X": 1})


@given(st.floats(0.1, 1e4), st.floats(0, 3))
@settings(max_examples=40, deadline=None)
def test_lognormal_from_cv_has_that_mean_and_cv(mean: float, cv: float) -> None:
    found = p.lognormal_from_cv(mean, cv)
    assert found.mean == pytest.approx(mean)
    if cv > 1e-3:
        scipys = lognorm(found.sigma, scale=math.exp(found.mu))
        assert scipys.std() / scipys.mean() == pytest.approx(cv)


def test_moscow_against_the_capacity() -> None:
    labels, effort = ["Must", "Must", "Should", "Could", "Won't"], [4, 3, 3, 4, 99]
    fit = p.moscow_fit(labels, effort, 10)
    assert fit.shares.tolist() == pytest.approx([0.7, 1.0, 1.4])
    assert fit.slack == 3
    assert len(fit.problems) == 1
    assert "70%" in fit.problems[0]
    assert "cannot be kept" in p.moscow_fit(labels, effort, 6).problems[0]
    assert not p.moscow_fit(labels, effort, 12).problems


MARKS = pd.DataFrame(
    {"C1": [7.0, 4, 2], "C2": [1.0, 5, 3], "C3": [3.0, 3, 9]}, index=["A1", "A2", "A3"]
)
WEIGHTS = {"C1": 0.5, "C2": 0.3, "C3": 0.2}


def by_trying(weight: float, criterion: str, fixed: list[str]) -> str:
    shares = {name: WEIGHTS[name] for name in fixed}
    shares[criterion] = weight
    rest = [name for name in WEIGHTS if name not in shares]
    left = 1 - sum(shares.values())
    whole = sum(WEIGHTS[name] for name in rest)
    shares |= {name: left * WEIGHTS[name] / whole for name in rest}
    return str(p.weighted_scores(MARKS, shares).idxmax())


@pytest.mark.parametrize("fixed", [[], ["C2"], ["C3"]])
def test_winners_change_where_trying_says_so(fixed: list[str]) -> None:
    table = p.winners(MARKS, WEIGHTS, "C1", fixed)
    room = 1 - sum(WEIGHTS[name] for name in fixed)
    assert table["low"].iloc[0] == 0
    assert table["high"].iloc[-1] == pytest.approx(room)
    assert table["low"].tolist()[1:] == pytest.approx(table["high"].tolist()[:-1])
    assert len(table) > 1
    for item, low, high in table.itertuples(index=False):
        for weight in np.linspace(low + 1e-6, high - 1e-6, 7):
            assert by_trying(weight, "C1", fixed) == item


def test_what_cannot_move_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot move and be fixed"):
        p.winners(MARKS, WEIGHTS, "C1", ["C1"])
    with pytest.raises(ValueError, match="no proportions"):
        p.winning_weights(MARKS, WEIGHTS, "A1", "C1", ["C2", "C3"])


JOBS = pd.DataFrame(
    {"duration": [2.0, 4, 3], "cost_of_delay": [10.0, 30, 5]}, index=["a", "b", "c"]
)


@given(st.permutations(["a", "b", "c"]), st.floats(0.5, 40))
@settings(max_examples=40, deadline=None)
def test_output_by_a_horizon(order: list[str], horizon: float) -> None:
    found = p.output_by(JOBS, order, horizon)
    assert found.earned + found.lost == pytest.approx(horizon * JOBS["cost_of_delay"].sum())
    if horizon >= 9:
        assert found.lost == pytest.approx(p.delay_cost(JOBS, order))
        assert found.finished == 3
    dated = p.output_by(JOBS.assign(due=[1.0, 99, 99], penalty=[7.0, 0, 0]), order, horizon)
    missed = horizon > 1
    assert dated.lost == pytest.approx(found.lost + 7 * missed)
    assert dated.earned == pytest.approx(found.earned)


def test_what_was_silently_wrong_is_refused() -> None:
    with pytest.raises(ValueError, match="never be charged"):
        p.delay_cost(JOBS.assign(penalty=5.0), ["a", "b", "c"])
    for slip in ("deadline", "Deadline", "Due", "due week"):
        with pytest.raises(ValueError, match="Call it 'due'"):
            p.best_order(JOBS.assign(**{slip: 3.0}))
    for needs, words in (({"a": ["a"]}, "needs itself"), ({"a": "b"}, "list such as")):
        with pytest.raises((ValueError, TypeError), match=words):
            p.best_order(JOBS, needs)
        for choose in (p.select, p.greedy):
            with pytest.raises((ValueError, TypeError), match=words):
                choose(JOBS["cost_of_delay"], JOBS["duration"], 5, needs)
    empty = pd.Series([], dtype=float)
    with pytest.raises(ValueError, match="at least one"):
        p.select(empty, empty, 5)
    turned = JOBS["duration"].iloc[::-1]
    assert p.cd3(JOBS["cost_of_delay"], turned).to_dict() == {"a": 5, "b": 7.5, "c": 5 / 3}
    chosen = p.select(JOBS["cost_of_delay"], turned, 4)
    assert (chosen.items, chosen.effort) == (("b",), 4)
    answers = p.kano_answers(pd.Series([1, 3], index=[1, 2]), pd.Series([5, 5], index=[2, 1]))
    assert answers.tolist() == ["O", "M"]
    with pytest.raises(ValueError, match="different indexes"):
        p.rice(pd.Series([1]), pd.Series([1], index=["x"]), [1], [1])
    with pytest.raises(ValueError, match="different orders"):
        p.rice(JOBS["duration"], [1, 1, 1], [1, 1, 1], turned)
    with pytest.raises(TypeError, match="a number such as"):
        p.three_point("1", 2, 3)

"""Forecasts and plans: exact against drawn, and published or hand-computed cases."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils.toolkit import delivery
from course_utils.toolkit.common import Interval

histories = st.lists(st.integers(0, 4), min_size=2, max_size=5)


@given(histories, st.integers(1, 4))
@settings(max_examples=40, deadline=None)
def test_how_many_is_what_counting_every_future_gives(history: list[int], periods: int) -> None:
    sums = [sum(future) for future in itertools.product(history, repeat=periods)]
    found = delivery.how_many(history, periods)
    for items, chance in found.items():
        assert chance == pytest.approx(sums.count(items) / len(sums), abs=1e-12)
    assert found.sum() == pytest.approx(1)


@given(histories.filter(any), st.integers(1, 6))
@settings(max_examples=40, deadline=None)
def test_when_and_how_many_say_the_same(history: list[int], items: int) -> None:
    """Done within t periods means at least so many items in t periods."""
    done = delivery.when(history, items).cumsum()
    for periods in range(1, min(5, len(done)) + 1):
        many = delivery.how_many(history, periods)
        assert done[periods] == pytest.approx(many[many.index >= items].sum(), abs=2e-9)


def test_a_promise_by_hand() -> None:
    """Two periods of 0, 1 or 3: nine futures, with sums 0 1 1 2 3 3 4 4 6."""
    many = delivery.how_many([0, 1, 3], 2)
    assert (many * 9).round(9).to_dict() == {0: 1, 1: 2, 2: 1, 3: 2, 4: 2, 5: 0, 6: 1}
    assert delivery.at_least(many, 8 / 9) == 1  # 8 of 9 reach 1
    assert delivery.at_least(many, 0.9) == 0
    assert delivery.at_least(many, 0.5) == 3
    time = delivery.when([0, 1, 3], 2)
    # After one: 1/3 (a 3). After two: the six futures of sum 2 or more, less those three.
    assert time.iloc[:2].tolist() == pytest.approx([1 / 3, 6 / 9 - 1 / 3])
    assert delivery.at_most(time, 2 / 3) == 2
    assert delivery.at_most(time, 0.7) > 2


def test_more_certain_is_later_and_less() -> None:
    history = [3, 0, 5, 2, 4, 1, 6, 0, 3, 2]
    many, time = delivery.how_many(history, 8), delivery.when(history, 30)
    levels = [0.5, 0.7, 0.85, 0.95]
    amounts = [delivery.at_least(many, level) for level in levels]
    times = [delivery.at_most(time, level) for level in levels]
    assert amounts == sorted(amounts, reverse=True)
    assert times == sorted(times)
    assert amounts[0] > amounts[-1]
    assert times[0] < times[-1]


def test_draws_come_near_the_exact_chances() -> None:
    history = [3, 0, 5, 2, 4, 1]
    for exact, drawn in (
        (delivery.how_many(history, 6), delivery.how_many_drawn(history, 6, 20_000, 3)),
        (delivery.when(history, 20), delivery.when_drawn(history, 20, 20_000, 3)),
    ):
        gap = exact.sub(drawn, fill_value=0).cumsum().abs().max()
        assert gap < 1.63 / np.sqrt(20_000)  # Kolmogorov's bound at one in a hundred
    again = delivery.when_drawn(history, 20, 100, 7)
    assert again.equals(delivery.when_drawn(history, 20, 100, 7))
    assert not again.equals(delivery.when_drawn(history, 20, 100, 8))


@pytest.mark.parametrize(
    ("history", "said"),
    [([], "at least two"), ([4], "at least two"), ([1.5, 2], "whole"), ([-1, 2], "at least 0")],
)
def test_histories_too_short_or_odd_are_refused(history: list[float], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        delivery.how_many(history, 3)
    with pytest.raises(ValueError, match=said):
        delivery.when_drawn(history, 3)


def test_what_never_ends_is_refused() -> None:
    for forecast in (delivery.when, delivery.when_drawn):
        with pytest.raises(ValueError, match="never ends"):
            forecast([0, 0], 3)
        with pytest.raises(ValueError, match="longer periods"):
            forecast([0] * 400 + [1], 100)
    with pytest.raises(ValueError, match="how_many_drawn"):
        delivery.how_many([0, 100_000], 3)
    with pytest.raises(ValueError, match="sum to 1"):
        delivery.at_least(pd.Series([0.5, 0.2], index=[1, 2]))


# Plans -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sprints", "rank"),
    [(5, 1), (8, 2), (11, 3), (13, 4), (16, 5), (18, 6), (21, 7), (23, 8), (26, 9)],
)
def test_velocity_ranks_of_cohn(sprints: int, rank: int) -> None:
    """Cohn (2009), chapter 15: which of the sorted velocities hold the median at 90 %.

    With five all are used, with eight the lowest and the highest fall away, and so on.
    """
    velocities = np.random.default_rng(1).permutation(np.arange(1.0, sprints + 1))
    found = delivery.velocity_range(velocities)
    assert (found.low, found.high) == (rank, sprints + 1 - rank)
    assert found.estimate == (sprints + 1) / 2


def test_too_few_sprints_are_refused() -> None:
    with pytest.raises(ValueError, match="at least five"):
        delivery.velocity_range([20, 30, 25, 28])


def test_sprints_by_hand() -> None:
    assert delivery.sprints_needed(100, Interval(25, 20, 34)) == (4, 3, 5)
    assert delivery.sprints_needed(1, Interval(0, 0, 3)) == (np.inf, 1, np.inf)


def test_kniberg_plans_a_sprint() -> None:
    """Scrum and XP from the Trenches: 80 man-days make 60 story points."""
    focus = delivery.focus_factor(60, 80)
    assert focus == 0.75
    assert delivery.sprint_capacity([15] * 4 + [10, 10], focus) == 60


def test_burndown_tells_scope_from_work() -> None:
    found = delivery.burndown(40, [10, 10, 10], [0, 15, -5])
    assert found["remaining"].tolist() == [40, 30, 35, 20]
    assert found["scope"].tolist() == [40, 40, 55, 50]
    assert found["without_change"].tolist() == [40, 30, 20, 10]
    assert (found["scope"] - found["done"] - found["remaining"] == 0).all()
    with pytest.raises(ValueError, match=r"by period 2\. Give what came in"):
        delivery.burndown(15, [10, 10])


def test_everything_on_time_by_hand() -> None:
    found = delivery.all_on_time([0.8, 0.7, 0.9])
    assert found == pytest.approx((0.504, 0.4, 0.7))
    assert delivery.all_on_time([0.3, 0.3]).low == 0
    with pytest.raises(ValueError, match="at most 1"):
        delivery.all_on_time([0.5, 1.2])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6))
def test_independence_lies_between_the_bounds(chances: list[float]) -> None:
    found = delivery.all_on_time(chances)
    assert found.low <= found.estimate + 1e-12
    assert found.estimate <= found.high + 1e-12


def test_the_critical_path_of_milwaukee_paper() -> None:
    """Heizer and Render, Operations Management: A, C, E, G, H take 15 weeks, 1.76 give or take.

    The chance to be done in 16 weeks is 0.7157 by their table, with z rounded to 0.57.
    """
    low, mode, high = [1, 1, 1, 3, 1], [2, 2, 4, 4, 2], [3, 3, 7, 11, 3]
    found = delivery.pert_sum(low, mode, high)
    assert found.mean == pytest.approx(15)
    assert found.standard_deviation**2 == pytest.approx(3.11, abs=0.005)
    assert found.chance(16) == pytest.approx(0.7157, abs=0.002)
    assert found.by(found.chance(16)) == pytest.approx(16)
    sure = delivery.pert_sum([2], [2], [2])
    assert (sure.chance(2), sure.chance(1.9), sure.by(0.9)) == (1, 0, 2)
    with pytest.raises(ValueError, match="low <= mode <= high"):
        delivery.pert_sum([2], [1], [3])

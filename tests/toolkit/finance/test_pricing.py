"""Units, efficiency, demand and surveys: published cases, and answers counted by hand."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.discrete.conditional_models import ConditionalLogit

from course_utils.toolkit import finance

# Units -------------------------------------------------------------------------------------------


def test_a_seat_line_by_line() -> None:
    found = finance.contribution_per_seat(20, {"hosting": 3, "support": 5, "fees": 0.5})
    assert (found.cost, found.contribution, found.margin) == (8.5, 11.5, 0.575)
    assert found.lines["amount"].tolist() == [20, -3, -5, -0.5, 11.5]
    assert finance.contribution_per_seat(4, {"hosting": 5}).contribution == -1
    with pytest.raises(ValueError, match="'hosting' must be at least 0"):
        finance.contribution_per_seat(4, {"hosting": -5})


def test_break_even_by_hand() -> None:
    assert finance.break_even_units(90_000, 20, 5) == 6000
    assert finance.break_even_units(90_000, 20, 5, target=30_000) == 8000
    with pytest.raises(ValueError, match="no number of them is enough"):
        finance.break_even_units(100, 5, 5)


def test_westside_manufacturing() -> None:
    """Nagle and Holden: at a margin of 45 %, a cut of 5 % needs 12.5 % more sales."""
    assert finance.break_even_sales_change(-0.05, 0.45) == pytest.approx(0.125)
    assert finance.break_even_sales_change(0.05, 0.45) == pytest.approx(-0.10)
    with pytest.raises(ValueError, match="eats the whole margin"):
        finance.break_even_sales_change(-0.45, 0.45)


@given(st.floats(-0.3, 0.5), st.floats(0.35, 1))
def test_the_break_even_change_leaves_the_profit(change: float, margin: float) -> None:
    units = 1 + finance.break_even_sales_change(change, margin)
    assert units * (margin + change) == pytest.approx(margin)


def test_cost_of_ownership_and_the_tie() -> None:
    months = finance.tie_point((6000, 100), (0, 350))
    assert months == 24
    assert finance.tco(6000, [100] * 24) == finance.tco(0, [350] * 24)
    assert finance.tie_point((0, 350), (6000, 100)) == 24
    assert math.isnan(finance.tie_point((6000, 350), (0, 100)))
    assert math.isnan(finance.tie_point((6000, 100), (0, 100)))
    assert finance.tco(0, [110], 0.1) == pytest.approx(100)


def test_efficiency_by_hand() -> None:
    assert finance.cac_payback(600, 50, 0.8) == 15
    # Leckie (2008): 1, 1.2 and 1.5 million after 800,000 and 900,000.
    assert finance.magic_number(1.0e6, 1.2e6, 0.8e6) == pytest.approx(1)
    assert finance.magic_number(1.2e6, 1.5e6, 0.9e6) == pytest.approx(4 / 3)
    assert finance.magic_number(1000, 900, 400) == -1
    assert finance.rule_of_40(0.3, 0.1) == pytest.approx(0.4)
    assert finance.burn_multiple(2, 1) == 2
    assert finance.burn_multiple(2, 0) == math.inf
    assert finance.burn_multiple(-1, 0) == 0
    assert finance.acquisition_cost(12000, 40) == 300


def test_grandfathered_cohorts_keep_their_price() -> None:
    found = finance.revenue_model([10, 10, 10], [1, 0.5, 0.25], [4, 4, 6])
    assert found.to_numpy().tolist() == [[40, 0, 0], [20, 40, 0], [10, 20, 60]]
    assert finance.revenue_model([10], [1, 0.5], 4).sum().sum() == 40
    with pytest.raises(ValueError, match="Project it further"):
        finance.revenue_model([10, 10], [1], 4)


# Demand ------------------------------------------------------------------------------------------


def test_elasticity_is_the_same_from_either_side() -> None:
    """Mankiw, Principles of Economics: between (4, 120) and (6, 80) it is 1."""
    assert finance.midpoint_elasticity(4, 6, 120, 80) == pytest.approx(-1)
    assert finance.midpoint_elasticity(6, 4, 80, 120) == pytest.approx(-1)
    with pytest.raises(ValueError, match="price_before must be more than 0"):
        finance.midpoint_elasticity(0, 4, 80, 20)


def test_log_log_slope_by_least_squares() -> None:
    prices, sold = np.array([8.0, 10, 12, 15, 9]), np.array([90.0, 70, 62, 40, 75])
    slope, cut = np.polyfit(np.log(prices), np.log(sold), 1)
    rest = np.log(sold) - slope * np.log(prices) - cut
    x = np.log(prices) - np.log(prices).mean()
    error = math.sqrt((rest @ rest) / 3 / (x @ x))
    found = finance.log_log_elasticity(prices, sold)
    assert found.estimate == pytest.approx(slope)
    assert found.margin == pytest.approx(3.182446 * error, rel=1e-6)  # t of 3 degrees
    for zero in ([0, 10, 12], [8, 8, 8]):
        with pytest.raises(ValueError, match="prices must"):
            finance.log_log_elasticity(zero, [3, 2, 1])


def test_optima_lie_where_neither_side_is_better() -> None:
    found = finance.linear_optima(1000, 20, 10)
    price = np.linspace(0, 50, 5001)
    units = 1000 - 20 * price
    assert found.revenue_price == pytest.approx(price[np.argmax(price * units)])
    assert found.profit_price == pytest.approx(price[np.argmax((price - 10) * units)])
    assert found.profit == pytest.approx(((price - 10) * units).max())
    assert found.profit_at_revenue_price == 7500
    with pytest.raises(ValueError, match="nobody buys"):
        finance.linear_optima(1000, 20, 50)


def test_the_rule_of_thumb_of_pindyck_and_rubinfeld() -> None:
    """Microeconomics, chapter 10: elasticity -4 and marginal cost 9 make a price of 12."""
    assert finance.constant_elasticity_price(-4, 9) == 12
    price = np.linspace(9.5, 40, 30501)
    best = price[np.argmax((price - 9) * price**-4)]
    assert best == pytest.approx(12, abs=0.001)
    with pytest.raises(ValueError, match="no best price"):
        finance.constant_elasticity_price(-1, 9)


# Surveys -----------------------------------------------------------------------------------------

FOUR = pd.DataFrame(
    {
        "too_cheap": [1, 2, 3, 4, 9],
        "cheap": [3, 4, 5, 6, 8],
        "expensive": [5, 6, 7, 8, 7],
        "too_expensive": [7, 8, 9, 10, 6],
        "buy_at_cheap": [5, 5, 4, 4, 5],
        "buy_at_expensive": [3, 3, 2, 1, 5],
    }
)
"""Four people a step apart, and one who names prices backwards."""


def test_four_curves_counted_by_hand() -> None:
    """At 5: two call it cheap (5, 6), one expensive (5); at 6 one is left, two are there."""
    found = finance.van_westendorp(FOUR)
    assert (found.respondents, found.inconsistent) == (4, 1)
    assert found.curves.loc[5].tolist() == [0, 0.5, 0.25, 0]
    assert found.curves.loc[4].tolist() == [0.25, 0.75, 0, 0]
    assert found.indifference == 6
    # Too cheap: 4/4 at 1, 3/4, 2/4, 1/4 at 4. Not cheap: 0 at 3, 1/4 at 4.
    assert found.marginal_cheapness == 4
    # Too expensive: 1/4 at 7. Not expensive: 1/4 at 7.
    assert found.marginal_expensiveness == 7
    assert found.optimal == 5  # the first price that nobody calls too cheap or too expensive
    narrow = finance.van_westendorp(FOUR, range_method="narrower")
    # Expensive is no longer below too cheap from 5 on; too expensive below cheap until 7.
    assert (narrow.marginal_cheapness, narrow.marginal_expensiveness) == (5, 7)
    assert (narrow.indifference, narrow.optimal) == (found.indifference, found.optimal)


def test_weights_count_as_repeated_answers() -> None:
    seats = FOUR.assign(seats=[1, 3, 1, 2, 7])
    repeated = FOUR.loc[FOUR.index.repeat(seats["seats"])]
    one = finance.van_westendorp(seats, weights="seats")
    two = finance.van_westendorp(repeated)
    assert one.curves.equals(two.curves) or np.allclose(one.curves, two.curves)
    assert one.indifference == two.indifference


def test_ties_are_let_in_when_asked_for() -> None:
    tied = FOUR.assign(
        cheap=[3, 4, 5, 6, 9], expensive=[5, 6, 7, 8, 9], too_expensive=[7, 8, 9, 10, 9]
    )
    assert finance.van_westendorp(tied).inconsistent == 1
    assert finance.van_westendorp(tied, ties=True).inconsistent == 0
    with pytest.raises(ValueError, match="Nobody's prices are in order"):
        finance.van_westendorp(FOUR.iloc[4:])


@given(
    st.lists(
        st.lists(st.integers(1, 40), min_size=4, max_size=4, unique=True), min_size=1, max_size=12
    )
)
@settings(max_examples=50, deadline=None)
def test_the_points_come_in_order(rows: list[list[int]]) -> None:
    answers = pd.DataFrame([sorted(row) for row in rows], columns=finance.price_surveys.COLUMNS)
    found = finance.van_westendorp(answers)
    narrow = finance.van_westendorp(answers, range_method="narrower")
    assert found.marginal_cheapness <= narrow.marginal_cheapness <= found.indifference
    assert found.indifference <= narrow.marginal_expensiveness <= found.marginal_expensiveness
    assert found.marginal_cheapness <= found.optimal <= found.marginal_expensiveness


def test_trial_and_revenue_by_hand() -> None:
    """One respondent: 0 at 2, 0.7 at 4, 0.3 at 8, 0 at 10; straight between."""
    one = pd.DataFrame([[2, 4, 8, 10, 5, 3], [2, 5, 8, 10, 1, 1]], columns=FOUR.columns)
    found = finance.newton_miller_smith(one)
    assert found.curve["trial"].to_dict() == pytest.approx({2: 0, 4: 0.35, 5: 0.3, 8: 0.15, 10: 0})
    assert found.trial_price == 4
    assert found.curve["revenue"].to_dict() == pytest.approx({2: 0, 4: 1.4, 5: 1.5, 8: 1.2, 10: 0})
    assert found.revenue_price == 5
    sure = finance.newton_miller_smith(one, chances={5: 1, 3: 1, 1: 0})
    assert sure.revenue_price == 8
    with pytest.raises(ValueError, match="answers that have a chance"):
        finance.newton_miller_smith(one, chances={5: 1, 1: 0})


def test_a_ladder_by_hand() -> None:
    found = finance.gabor_granger([10, 20, 20, 30, 0], [30, 10, 20])
    assert found["share"].tolist() == [0.8, 0.6, 0.2]
    assert found["revenue"].tolist() == [8, 12, 6]
    assert found["revenue"].idxmax() == 20
    with pytest.raises(ValueError, match="it holds 15"):
        finance.gabor_granger([15], [10, 20])


# Trades ------------------------------------------------------------------------------------------


def cards(rng: np.random.Generator, rows: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "support": rng.choice(["mail", "chat", "phone"], rows),
            "price": rng.choice([10.0, 15.0, 20.0], rows),
            "storage": rng.choice([1, 5], rows),
        }
    )


def worth(frame: pd.DataFrame) -> pd.Series:
    base = frame["support"].map({"mail": -0.5, "chat": 0.1, "phone": 0.4})
    return base + frame["storage"].map({1: -0.3, 5: 0.3}) - 0.08 * frame["price"]


def test_worths_of_ratings_without_noise_come_back() -> None:
    frame = cards(np.random.default_rng(4), 30)
    found = finance.rating_part_worths(frame, 5 + worth(frame), price="price")
    assert found.worths["support"].to_dict() == pytest.approx(
        {"chat": 0.1, "mail": -0.5, "phone": 0.4}
    )
    assert found.price_slope == pytest.approx(-0.08)
    # Ranges: 0.9, 0.6 and 0.08 x 10.
    assert found.importance.to_dict() == pytest.approx(
        {"support": 0.9 / 2.3, "price": 0.8 / 2.3, "storage": 0.6 / 2.3}
    )
    assert found.fit == pytest.approx(1)
    assert finance.willingness_to_pay(found, "support", "phone", "mail") == pytest.approx(
        0.9 / 0.08
    )
    assert finance.willingness_to_pay(found, "storage", 1, 5) == pytest.approx(-7.5)


def test_choices_agree_with_statsmodels() -> None:
    rng = np.random.default_rng(8)
    frame = cards(rng, 600)
    task = np.repeat(np.arange(200), 3)
    drawn = worth(frame) + rng.gumbel(size=600)
    chosen = drawn.groupby(task).transform("max") == drawn
    found = finance.choice_part_worths(frame, chosen, task, price="price")
    dummies = pd.get_dummies(frame, columns=["support", "storage"], dtype=float).drop(
        columns=["support_mail", "storage_1"]
    )
    other = ConditionalLogit(chosen.astype(float), dummies, groups=task).fit(disp=0)
    assert found.price_slope == pytest.approx(other.params["price"], rel=1e-4)
    gap = found.worths["support", "phone"] - found.worths["support", "mail"]
    assert gap == pytest.approx(other.params["support_phone"], rel=1e-3)
    assert found.fit == pytest.approx(1 - other.llf / (-200 * math.log(3)), rel=1e-4)
    # Near what it was drawn from.
    assert finance.willingness_to_pay(found, "support", "phone", "mail") == pytest.approx(
        11.25, abs=5
    )


def test_trades_that_tell_nothing_are_refused() -> None:
    frame = pd.DataFrame({"a": ["x", "x", "y", "y"], "b": [1, 1, 2, 2]})
    with pytest.raises(ValueError, match="nothing tells them apart"):
        finance.rating_part_worths(frame, [1, 2, 3, 4])
    with pytest.raises(ValueError, match="one level only"):
        finance.rating_part_worths(frame.assign(b=1), [1, 2, 3, 4])
    with pytest.raises(ValueError, match="ratings must differ"):
        finance.rating_part_worths(frame[["a"]], [3, 3, 3, 3])
    always = {"chosen": [True, False] * 2, "task": [1, 1, 2, 2]}
    with pytest.raises(ValueError, match="no end"):
        finance.choice_part_worths(pd.DataFrame({"a": ["x", "y"] * 2}), **always)
    with pytest.raises(ValueError, match="exactly one was chosen"):
        finance.choice_part_worths(frame[["a"]], [True, True, False, False], [1, 1, 2, 2])
    free = finance.rating_part_worths(frame[["a"]], [1, 2, 3, 4])
    with pytest.raises(ValueError, match="must have a price"):
        finance.willingness_to_pay(free, "a", "y", "x")

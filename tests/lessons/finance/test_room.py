"""What lesson 12 computes about Kitewell, held against slower ways to the same numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from places import ROOT

from course_utils import data
from course_utils.lessons import finance as explore
from course_utils.lessons.finance import evidence
from course_utils.toolkit import finance


@pytest.fixture(scope="module")
def company():
    return data.open(ROOT / "datasets")


@pytest.fixture(scope="module")
def visits(company):
    return company.table("price_test")


@pytest.fixture(scope="module")
def payers(company):
    return explore.paying(company.table("subscriptions"), company.table("accounts"))


def test_paying_accounts_add_up_to_the_books(company, payers):
    books = company.table("finance").sort_values("month")
    assert payers["mrr"].sum() == books["mrr_end"].iloc[-1]
    assert payers["account_id"].is_unique


def test_the_cost_of_a_seat_is_what_serving_cost(company, payers):
    last = company.table("finance").sort_values("month").iloc[-1]
    cost = explore.seat_cost(company.table("finance"), payers)
    assert cost * payers["seats"].sum() == pytest.approx(last["hosting"] + last["support"])


def test_weights_bring_sizes_to_their_seats(company, payers):
    said = explore.answers(
        company.table("prices"), company.table("users"), company.table("accounts"), payers
    )
    assert len(said) == len(company.table("prices"))
    team = payers[payers["plan"] == "team"]
    for size in explore.SIZES:
        weight = said.loc[said["size"] == size, "weight"].sum() / said["weight"].sum()
        seats = team.loc[team["size"] == size, "seats"].sum() / team["seats"].sum()
        assert weight == pytest.approx(seats)


def test_seats_per_100_visitors_by_hand(visits):
    table = explore.by_price(visits, "mid")
    rows = visits[(visits["size"] == "mid") & (visits["price"] == 15)]
    bought = [
        seats if started else 0
        for seats, started in zip(rows["seats"], rows["started"], strict=True)
    ]
    assert table.loc[15, "seats"] == sum(bought)
    assert table.loc[15, "per_100"] == pytest.approx(100 * np.mean(bought))
    error = np.std(bought, ddof=1) / np.sqrt(len(bought))
    assert table.loc[15, "high"] - table.loc[15, "per_100"] == pytest.approx(196 * error)


def test_an_unknown_size_is_refused(visits):
    with pytest.raises(ValueError, match='"small", "mid" or "large"'):
        explore.by_price(visits, "medium")


def test_the_flat_top_loses_what_it_says(visits):
    line = explore.demand_line(explore.by_price(visits))
    best = finance.linear_optima(line.intercept, line.slope, 3)
    for price in explore.good_enough(line, 3, 0.04):
        assert explore.contribution(line, price, 3) == pytest.approx(0.96 * best.profit)


def test_the_doubt_of_the_best_price_by_drawing_visitors_one_by_one(visits):
    bits = np.random.default_rng(1)
    price = visits["price"].to_numpy(dtype=float)
    bought = (visits["seats"] * visits["started"]).to_numpy(dtype=float)
    found = []
    for _ in range(300):
        drawn = bits.integers(0, len(price), len(price))
        slope, intercept = np.polyfit(price[drawn], bought[drawn], 1)
        found.append((intercept / -slope + 3) / 2)
    low, high = np.percentile(found, [2.5, 97.5])
    best = explore.best_price(visits, 3)
    assert best.low == pytest.approx(low, abs=0.5)
    assert best.high == pytest.approx(high, abs=1.2)


def test_gains_are_of_the_line(visits):
    line = explore.demand_line(explore.by_price(visits))
    gain = explore.against(visits, 15, 12, 3)
    assert gain.estimate == pytest.approx(
        explore.contribution(line, 15, 3) / explore.contribution(line, 12, 3) - 1
    )
    assert gain.low < gain.estimate < gain.high


def test_flows_of_a_new_price_cohort_by_cohort(visits):
    line = explore.Line(30.0, 1.0)
    flows = explore.price_flows(15, line, cost=3, won=10, stay=0.9, outlay=500)
    assert flows[0] == -500
    new = 10 * 15 / 18
    by_hand = sum(0.9**age * (new * 12 - 10 * 9) for age in range(3))
    assert flows[3] == pytest.approx(by_hand)


def test_an_exam_knows_nothing_of_what_came(company):
    series = explore.monthly(company.table("finance"), "support")
    changed = series.copy()
    changed.iloc[-6:] *= 3
    for way, said in explore.forecasts(series.iloc[:-6], 6).items():
        assert said.tolist() == explore.forecasts(changed.iloc[:-6], 6)[way].tolist()
    assert (explore.exam(changed)["mae"] > explore.exam(series)["mae"]).all()


def test_quarters_add_up(company):
    books = company.table("finance")
    quarters = explore.quarters(books)
    assert quarters["revenue"].sum() == books["revenue"].sum()
    months = pd.to_datetime(books["month"])
    spring = books[(months >= "2026-04-01") & (months < "2026-07-01")]
    assert quarters.loc["2026Q2", "marketing"] == spring["marketing"].sum()
    assert quarters.loc["2026Q2", "mrr_end"] == books.sort_values("month")["mrr_end"].iloc[-1]


def test_one_elasticity_above_minus_one_is_said_to_have_no_best_price():
    flat = pd.DataFrame({"per_100": [20.0, 19.0, 18.5]}, index=[9, 12, 15])
    assert "without end" in explore.one_elasticity_said(flat, 3)


def test_the_doubt_of_the_worth_draw_by_draw(company, visits, payers):
    books, subscriptions = company.table("finance"), company.table("subscriptions")
    cost = explore.seat_cost(books, payers)
    terms = (cost, explore.seats_won(subscriptions), explore.stays(books), explore.outlay(books))
    found = [
        finance.npv(explore.MONTHLY_RATE, explore.price_flows(15, explore.Line(*line), *terms))
        for line in evidence.redrawn(visits)[:400]
    ]
    worth = explore.worth_today(visits, books, subscriptions, cost)
    low, high = np.percentile(found, [2.5, 97.5])
    assert worth.low == pytest.approx(low, abs=0.15 * (high - low))
    assert worth.high == pytest.approx(high, abs=0.15 * (high - low))


def test_old_seats_at_todays_price_change_nothing(visits, payers):
    line = explore.demand_line(explore.by_price(visits))
    assert explore.old_change(payers, line, 12, 3) == pytest.approx(0)
    assert explore.old_change(payers, explore.Line(30.0, 0.0), 15, 3) == pytest.approx(
        3 * payers.loc[payers["plan"] == "team", "seats"].sum()
    )

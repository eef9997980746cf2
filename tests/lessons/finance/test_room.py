"""What lesson 12 computes about Kitewell, held against slower ways to the same numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from places import ROOT

from course_utils import data
from course_utils.lessons import finance as explore
from course_utils.lessons.finance import evidence, words
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
        assert (price - 3) * line.seats(price) == pytest.approx(0.96 * best.profit)


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
    best = evidence.best_price(visits, 3)
    assert best.low == pytest.approx(low, abs=0.5)
    assert best.high == pytest.approx(high, abs=1.2)


def test_gains_are_of_the_line(visits):
    line = explore.demand_line(explore.by_price(visits))
    gain = explore.against(visits, 15, 12, 3)
    assert gain.estimate == pytest.approx(
        (15 - 3) * line.seats(15) / ((12 - 3) * line.seats(12)) - 1
    )
    assert gain.low < gain.estimate < gain.high


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


def test_the_arms_alone_are_two_means(visits):
    q = explore.by_price(visits)["per_100"]
    gain = explore.against(visits, 15, 12, 3, "arms")
    assert gain.estimate == pytest.approx(12 * q[15] / (9 * q[12]) - 1)
    line = explore.against(visits, 15, 12, 3)
    assert gain.high - gain.low > 2 * (line.high - line.low)


def test_the_bent_curve_loses_the_same_share_with_each_dollar(visits):
    def kept(high, low):
        return 1 + explore.against(visits, high, low, 0, "curve").estimate

    assert kept(15, 12) * 12 / 15 == pytest.approx(kept(21, 18) * 18 / 21)


def test_an_unknown_way_to_seats_is_refused(visits):
    with pytest.raises(ValueError, match="by must be"):
        explore.against(visits, 15, 12, 3, "spline")


def test_the_avoidable_cost_is_the_payers_share(company, payers):
    books = company.table("finance")
    share = explore.payers_share(company.table("tickets"), company.table("users"), payers)
    assert 0 < share < 1
    assert explore.seat_cost(books, payers, share) == pytest.approx(
        share * explore.seat_cost(books, payers)
    )


def test_outlay_that_never_comes_back_is_said_in_words():
    worth, said = explore.payback_said(np.array([-1000.0] + [1.0] * evidence.HORIZON))
    assert worth < 0
    assert "not paid back" in said
    assert "nan" not in said


def test_either_assumption_lowers_the_gain(visits):
    found = words.tips(visits, 1.3)
    line = explore.against(visits, 15, 12, 1.3)
    assert found["neither"] == pytest.approx(line.estimate)
    assert (
        max(found["a rival stays at 12"], found["who pays more leaves sooner"]) < found["neither"]
    )
    assert found["both"] < min(found["a rival stays at 12"], found["who pays more leaves sooner"])


def test_seats_that_a_price_keeps_by_hand(visits):
    table = explore.by_price(visits)
    q, prices = table["per_100"], table.index.to_numpy(dtype=float)
    slope, _ = np.polyfit(np.log(prices), np.log(q), 1)
    assert explore.seats_kept(visits, 15).estimate == pytest.approx(
        explore.demand_line(table).seats(15) / explore.demand_line(table).seats(12)
    )
    assert explore.seats_kept(visits, 15, by="arms").estimate == pytest.approx(q[15] / q[12])
    assert explore.seats_kept(visits, 15, by="elasticity").estimate == pytest.approx(
        (15 / 12) ** slope
    )
    with pytest.raises(ValueError, match="both have been tested"):
        explore.seats_kept(visits, 14, by="arms")


def test_a_price_at_which_nobody_drawn_starts_does_not_break_the_bent_curve(visits):
    rare = visits[(visits["size"] == "small") & (visits["seats"] == 3)]
    kept = explore.seats_kept(rare, 15, by="curve")
    assert 0 < kept.low < kept.estimate < kept.high < 1


def test_intervals_of_worths_hold_what_is_planted(company):
    worths = explore.worth_intervals(company.table("packages"))
    for part, worth in (("sign_on", 7.0), ("history", 3.0)):
        found = worths[part]["large"]
        assert found.covers(worth)
        assert 0.3 < found.margin < 3


def test_worths_with_intervals_are_those_of_each_size(company):
    worths = explore.worth_intervals(company.table("packages"))
    table = explore.worth_by_size(company.table("packages"))
    for part in evidence.PARTS:
        for size in explore.SIZES:
            found = worths[part][size]
            assert found.estimate == pytest.approx(table[part][size])
            assert found.low < found.estimate < found.high


def test_each_worth_that_is_named_has_its_interval(company):
    worths = explore.worth_intervals(company.table("packages"))
    _, said = explore.sign_on_said(worths)
    for size in explore.SIZES:
        found = worths["sign_on"][size]
        assert f"{found.low:.1f} to {found.high:.1f}" in said


def test_the_cost_of_a_seat_month_by_month_by_hand(company, payers):
    books, subscriptions = company.table("finance"), company.table("subscriptions")
    table = explore.seat_cost_by_month(books, subscriptions)
    assert len(table) == len(books)
    assert table["cost"].iloc[-1] == pytest.approx(explore.seat_cost(books, payers))
    assert table["seats"].iloc[-1] == payers["seats"].sum()
    seats = {}
    for _, row in subscriptions.sort_values(["occurred_at", "movement_id"]).iterrows():
        if row["occurred_at"] < pd.Timestamp("2025-02-01", tz="UTC"):
            seats[row["account_id"]] = row["seats"] if row["mrr"] > 0 else 0
    month = books[pd.to_datetime(books["month"]) == "2025-01-01"].iloc[0]
    assert table.loc["2025-01-01", "cost"] * sum(seats.values()) == pytest.approx(
        month["hosting"] + month["support"]
    )


def test_what_is_said_of_the_cost_of_a_seat_is_chosen_by_the_data():
    grew = pd.DataFrame(
        {"hosting": 1.0, "support": [2.0] + [1.5] * 12, "seats": [100] + [200] * 12}
    )
    grew["cost"] = grew["hosting"] + grew["support"]
    grew.index = pd.date_range("2025-06-01", periods=13, freq="MS")
    # 300 USD for 100 seats, then 500 for 200: each of the hundred brought 2.
    assert "added that is 2.00 each, less" in explore.cost_said(grew)
    dear = grew.assign(support=[2.0] + [3.5] * 12, cost=[3.0] + [4.5] * 12)
    assert "added that is 6.00 each, more" in explore.cost_said(dear)
    assert "cheapest month was June 2025 with **3.00**: since then +50%" in explore.cost_said(dear)
    assert "No month between was cheaper" in explore.cost_said(grew)
    assert "were added" not in explore.cost_said(grew.assign(seats=[100] * 13))


def test_magic_numbers_have_one_rise_and_two_spends(company):
    books, subscriptions = company.table("finance"), company.table("subscriptions")
    found = explore.efficiency(books, subscriptions)
    assert found["magic"] * found["spend_before"] == pytest.approx(
        found["magic_same"] * found["spend"]
    )
    spring = books.sort_values("month").tail(3)
    assert found["spend"] == (spring["sales"] + spring["marketing"]).sum()
    assert found["runway"] == pytest.approx(spring["cash"].iloc[-1] / found["loss"])


def test_solo_month_by_month_by_hand(company):
    """Each subscription renews on its day: counted one by one, for one month and before there was Solo."""
    solo, spend = company.table("solo"), company.table("solo_spend")
    found = explore.solo_by_month(solo, spend)
    paid = served = 0
    for one in solo.itertuples():
        began = 12 * one.started_at.year + one.started_at.month
        ended = np.inf if pd.isna(one.ended_at) else 12 * one.ended_at.year + one.ended_at.month
        if began <= 12 * 2026 + 5 < ended:
            paid, served = paid + one.price, served + one.serving
    may = pd.Timestamp("2026-05-01")
    assert found.loc[may, ["paid", "serving"]].tolist() == [paid, served]
    spent = spend.loc[pd.to_datetime(spend["month"]) == may, "spend"].sum()
    assert found.loc[may, "spend"] == spent

    books = company.table("finance")
    both = explore.with_solo(books, solo, spend)
    months = pd.to_datetime(books["month"])
    assert (both["revenue"] == books["revenue"])[months < "2024-07-01"].all()
    assert (both["revenue"] - books["revenue"])[months == may].item() == paid
    assert (both["cash"] == books["cash"]).all()

    loss = explore.losses(books, solo, spend)
    left = (found["paid"] - found["serving"] - found["spend"]).tail(3).mean()
    assert loss["accounts"].a_month - loss["solo"].a_month == pytest.approx(left)
    assert loss["accounts"].runway < loss["solo"].runway < loss["calm"].runway
    marketing = explore.quarters(books)["marketing"]
    campaign = (marketing.iloc[-1] - marketing.iloc[-2]) / 3
    assert loss["solo"].a_month - loss["calm"].a_month == pytest.approx(campaign)


def test_the_table_for_an_investor_has_solo_in_a_column_of_its_own(company):
    books, subscriptions = company.table("finance"), company.table("subscriptions")
    solo, spend = company.table("solo"), company.table("solo_spend")
    said = explore.efficiency_said(books, subscriptions, solo, spend)
    both = explore.efficiency(explore.with_solo(books, solo, spend), subscriptions)
    alone = explore.efficiency(books, subscriptions)
    assert f"| {alone['burn_multiple']:.1f} | {both['burn_multiple']:.1f} |" in said
    assert f"| {alone['rule_of_40']:.0%} | {both['rule_of_40']:.0%} |" in said


def test_whether_an_interval_holds_is_chosen_by_the_data(company):
    said = explore.held_said(explore.monthly(company.table("finance"), "mrr_end"))
    assert "wider than the picture" in said
    steady = pd.Series(np.arange(100.0, 136.0) + np.tile([0.5, -0.5], 18))
    assert "holds what it promises" in explore.held_said(steady)


def test_the_share_of_months_that_an_interval_held_month_by_month(company):
    series = explore.monthly(company.table("finance"), "mrr_end")
    inside = []
    for stand in range(len(series) - 18, len(series) - 5):
        table = finance.holt_forecast(series.iloc[:stand].to_numpy(), 6).table
        for step in range(6):
            value = series.iloc[stand + step]
            inside.append(table["low"].iloc[step] <= value <= table["high"].iloc[step])
    assert len(inside) == 78
    assert explore.held(series) == pytest.approx(np.mean(inside))

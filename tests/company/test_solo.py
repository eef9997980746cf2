"""What is planted in Solo is found again on many companies, and missed by the tempting mistake."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from course_utils.company import generate
from course_utils.toolkit import retention

SEEDS = range(400, 408)
ACCOUNTS = 1000
AS_OF = "2026-07-01"
DATES = {"start": "started_at", "end": "ended_at"}


@cache
def world(seed: int) -> Any:
    return generate(seed=seed, accounts=ACCOUNTS)


@pytest.fixture(params=SEEDS)
def company(request: pytest.FixtureRequest) -> Any:
    return world(request.param)


def blended(solo: pd.DataFrame, month: str) -> float:
    """Churn of all who were there at the start of a month."""
    start = pd.Timestamp(month, tz="UTC")
    there = (solo["started_at"] < start) & ~(solo["ended_at"] < start)
    return (solo.loc[there, "ended_at"] < start + pd.DateOffset(months=1)).mean()


def test_every_channel_leaves_as_it_was_made_to(company: Any) -> None:
    solo, planted = company.table("solo"), company.truth["solo"]
    for channel, rows in solo.groupby("channel", observed=True):
        model = retention.sbg_fit(retention.cohort_triangle(rows, AS_OF, **DATES))
        true = planted["chance_to_leave_by_channel"][channel]
        assert model.alpha / (model.alpha + model.beta) == pytest.approx(true["mean"], abs=0.03)
        assert 0.5 < model.alpha / true["alpha"] < 2  # people differ, by about so much


def test_churn_falls_and_nobody_is_more_loyal(company: Any) -> None:
    solo = company.table("solo")
    months = [f"{month:%Y-%m}" for month in pd.period_range("2024-08", "2026-06", freq="M")]
    churn = [blended(solo, month) for month in months]
    assert np.mean(churn[-6:]) < 0.8 * np.mean(churn[:6])
    rates = retention.cohort_triangle(solo, AS_OF, **DATES)
    early, late = (
        retention.weighted_average(rates.loc[span])[:7]
        for span in (slice("2024-07", "2025-02"), slice("2025-06", "2025-12"))
    )
    assert (early - late).abs().max() < 0.075


def test_renewals_fall_on_the_day_of_the_start(company: Any) -> None:
    solo = company.table("solo").dropna(subset="ended_at")
    months = (solo["ended_at"].dt.year - solo["started_at"].dt.year) * 12
    months += solo["ended_at"].dt.month - solo["started_at"].dt.month
    due = pd.Series(
        [start + pd.DateOffset(months=count) for start, count in zip(solo.started_at, months, strict=True)],
        index=solo.index,
    )  # fmt: skip
    assert (due == solo["ended_at"]).all()
    assert (months >= 1).all()


def test_social_does_not_pay_back_within_a_year_and_blended_sums_say_it_does(company: Any) -> None:
    solo, spend = company.table("solo"), company.table("solo_spend")
    cost = (
        spend.groupby("channel", observed=True)["spend"].sum()
        / solo.groupby("channel", observed=True).size()
    )
    planted = company.truth["solo"]["cost_to_win_by_channel"]
    # What is planted is a month of the usual size; high months of social media cost more than low
    # ones save.
    assert cost.to_dict() == pytest.approx(planted, rel=0.05)
    social = solo[solo["channel"] == "social"]
    curve = retention.weighted_average(retention.cohort_triangle(social, AS_OF, **DATES))[:12]
    margin = (social["price"] - social["serving"]).iloc[0]
    value = retention.lifetime_value(np.minimum.accumulate(curve), margin)
    assert value < 0.8 * cost["social"]
    last = np.mean([blended(solo, f"2026-{month:02d}") for month in range(4, 7)])
    assert 12 / last / cost["social"] > 1.5


def starts_by_budget(company: Any) -> pd.DataFrame:
    """Return starts by channel and what social media spent, by month, with its budget and quarter."""
    solo, spend = company.table("solo"), company.table("solo_spend")
    month = solo["started_at"].dt.strftime("%Y-%m-01")
    table = pd.crosstab(month, solo["channel"].astype(str))
    bought = spend[spend["channel"] == "social"]
    bought = bought.set_index(bought["month"].astype(str).str[:10])
    quarter = pd.PeriodIndex(table.index, freq="Q")
    return table.assign(spent=bought["spend"], budget=bought["budget"].astype(str), quarter=quarter)


def test_the_next_one_costs_more_than_the_average(company: Any) -> None:
    table, planted = starts_by_budget(company), company.truth["solo"]["cost_of_one_more_by_channel"]
    assert set(planted) == {"app_store", "social"}
    lot = table.groupby("budget")[["spent", "social"]].mean()
    more = lot.loc["high"] - lot.loc["low"]
    assert more["spent"] / more["social"] == pytest.approx(planted["social"], rel=0.05)
    assert more["spent"] / more["social"] > 1.35 * table["spent"].sum() / table["social"].sum()


def test_each_quarter_has_each_budget_of_social_once_and_no_other_channel_moves(
    company: Any,
) -> None:
    table, spend = starts_by_budget(company), company.table("solo_spend")
    for _, months in table.groupby("quarter"):
        assert sorted(months["budget"]) == ["high", "low", "usual"]
    levels = table["budget"].to_numpy()
    assert (levels[:12] != levels[12:]).all()  # nor has a month of the year the same one twice
    others = spend[spend["channel"] != "social"]
    assert set(others["budget"].astype(str)) == {"usual"}


def test_the_lot_moves_social_and_no_other_channel(company: Any) -> None:
    table, planted = starts_by_budget(company), company.truth["solo"]["starts_by_budget_of_social"]
    lot = table.groupby("budget")[["organic", "app_store", "social"]].mean()
    for level, share in planted.items():
        found = lot.loc[level, "social"] / lot.loc["usual", "social"]
        assert found == pytest.approx(share, rel=0.1)
        for channel in ("organic", "app_store"):
            assert lot.loc[level, channel] == pytest.approx(lot.loc["usual", channel], rel=0.13)


def test_the_order_of_budgets_differs_between_companies() -> None:
    orders = {tuple(starts_by_budget(world(seed))["budget"]) for seed in SEEDS}
    assert len(orders) == len(SEEDS)


def test_busy_months_find_a_price_where_nothing_is_bought(company: Any) -> None:
    """The tempting mistake: organic costs come after who asks, and yet the formula prices them."""
    solo, spend = company.table("solo"), company.table("solo_spend")
    month = solo["started_at"].dt.strftime("%Y-%m-01")
    rows = spend[spend["channel"] == "organic"]
    spent = rows.set_index(rows["month"].astype(str).str[:10])["spend"]
    won = month[solo["channel"] == "organic"].value_counts().reindex(spent.index)
    busy = spent > spent.mean()
    more = (spent[busy].mean() - spent[~busy].mean()) / (won[busy].mean() - won[~busy].mean())
    assert more > 1.35 * spent.sum() / won.sum()


def test_orders_come_and_stop_as_planted(company: Any) -> None:
    orders = company.table("template_orders")
    times = orders.groupby("buyer_id")["ordered_at"].agg(["min", "max", "size"])
    day = pd.Timedelta("1D")
    frequency = times["size"] - 1
    model = retention.bgnbd_fit(
        frequency,
        (times["max"] - times["min"]) / day,
        (pd.Timestamp(AS_OF, tz="UTC") - times["min"]) / day,
    )
    assert model.r == pytest.approx(0.5, abs=0.13)
    assert model.a / (model.a + model.b) == pytest.approx(0.22, abs=0.09)
    rivals = company.truth["template_orders"]["purchase_rate"]
    assert rivals["r"] / rivals["alpha_days"] == pytest.approx(model.r / model.alpha, rel=0.3)

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
        assert 0.55 < model.alpha / true["alpha"] < 1.8  # people differ, by about so much


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
    assert cost.to_dict() == pytest.approx(planted, rel=0.03)
    social = solo[solo["channel"] == "social"]
    curve = retention.weighted_average(retention.cohort_triangle(social, AS_OF, **DATES))[:12]
    margin = (social["price"] - social["serving"]).iloc[0]
    value = retention.lifetime_value(np.minimum.accumulate(curve), margin)
    assert value < 0.8 * cost["social"]
    last = np.mean([blended(solo, f"2026-{month:02d}") for month in range(4, 7)])
    assert 12 / last / cost["social"] > 1.5


def test_the_next_one_costs_more_than_the_average(company: Any) -> None:
    solo, spend = company.table("solo"), company.table("solo_spend")
    month = solo["started_at"].dt.strftime("%Y-%m-01")
    planted = company.truth["solo"]["cost_of_one_more_by_channel"]
    for channel, rows in spend.groupby("channel", observed=True):
        won = month[solo["channel"] == channel].value_counts()
        spent = rows.set_index(rows["month"].astype(str).str[:10])["spend"]
        line = np.polyfit(won.reindex(spent.index).to_numpy(), spent.to_numpy(), 1)
        assert line[0] == pytest.approx(planted[channel], rel=0.12)
        assert line[0] > 1.35 * spent.sum() / won.sum()


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

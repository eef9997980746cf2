"""What is planted in the price test and the package survey is found again on many companies."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from course_utils.company import generate
from course_utils.toolkit import finance


@cache
def world(seed: int) -> Any:
    return generate(seed=seed, accounts=300)


@pytest.fixture(params=range(600, 606))
def company(request: pytest.FixtureRequest) -> Any:
    return world(request.param)


def test_visitors_start_as_they_were_made_to(company: Any) -> None:
    visits, planted = company.table("price_test"), company.truth["price_test"]
    for (size, price), rows in visits.groupby(["size", "price"], observed=True):
        chance = planted["chance_to_start_by_size"][size][str(price)]
        assert rows["started"].mean() == pytest.approx(chance, abs=5 / len(rows))


def test_prices_were_shown_by_lot(company: Any) -> None:
    visits = company.table("price_test")
    for (_, _), rows in visits.groupby(["size", "seats"], observed=True):
        counts = rows["price"].value_counts()
        assert counts.max() - counts.min() < 0.05 * len(rows) + 3
    halves = visits["shown_at"] < visits["shown_at"].median()
    assert visits["price"][halves].mean() == pytest.approx(visits["price"][~halves].mean(), abs=0.2)


def test_the_best_price_lies_between_what_two_sides_ask(company: Any) -> None:
    """More than today's 12, less than the 20 that finance asks."""
    visits = company.table("price_test")
    seats = (visits["started"] * visits["seats"]).groupby(visits["price"]).mean()
    slope, intercept = np.polyfit(seats.index, seats, 1)
    best = finance.linear_optima(intercept, -slope, 3)
    assert 14.5 < best.profit_price < 17.5
    assert best.revenue_price < best.profit_price - 1


def test_starts_alone_say_another_price_than_seats(company: Any) -> None:
    visits = company.table("price_test")
    arms = visits.groupby("price")
    starts = arms["started"].sum()
    seats = (visits["started"] * visits["seats"]).groupby(visits["price"]).sum()
    assert starts.loc[15] / starts.loc[12] < seats.loc[15] / seats.loc[12]


def test_each_part_is_worth_what_was_planted(company: Any) -> None:
    packages, planted = company.table("packages"), company.truth["packages"]
    parts = list(planted["usd_by_part_and_size"])
    for size, rows in packages.groupby("size", observed=True):
        task = rows["respondent_id"].astype(str) + "/" + rows["task"].astype(str)
        profiles = rows[[*parts, "price"]].astype(dict.fromkeys(parts, str))
        model = finance.choice_part_worths(profiles, rows["chosen"] == 1, task, price="price")
        assert -model.price_slope == pytest.approx(
            planted["weight_of_one_usd_by_size"][size], abs=0.06
        )
        for part in parts:
            found = finance.willingness_to_pay(model, part, "1", "0")
            assert found == pytest.approx(planted["usd_by_part_and_size"][part][size], abs=2.2)


def test_one_plan_of_three_different_ones_is_taken(company: Any) -> None:
    packages = company.table("packages")
    tasks = packages.groupby(["respondent_id", "task"])
    assert (tasks["chosen"].sum() == 1).all()
    assert (tasks["option"].nunique() == 3).all()
    assert not packages.duplicated(["respondent_id", "task", "sign_on", "history", "phone"]).any()

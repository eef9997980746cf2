"""What is planted in the visits is found again on many companies, and missed by the tempting way."""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd
import pytest

from course_utils.company import generate


@cache
def world(seed: int) -> Any:
    return generate(seed=seed, accounts=1000)


@pytest.fixture(params=range(500, 505))
def company(request: pytest.FixtureRequest) -> Any:
    return world(request.param)


@pytest.fixture
def before(company: Any) -> pd.DataFrame:
    """Visits of accounts before they signed up, in order."""
    joined = company.table("touches").merge(company.table("accounts"), on="account_id")
    return joined[joined["touched_at"] < joined["created_at"]].sort_values("touch_id")


def test_visits_stand_in_order_of_time(company: Any) -> None:
    touches = company.table("touches")
    assert touches["touched_at"].is_monotonic_increasing
    assert touches["touch_id"].is_monotonic_increasing
    known = touches["account_id"].dropna()
    assert known.isin(company.table("accounts")["account_id"]).all()


def test_webinars_begin_and_search_ads_end(company: Any, before: pd.DataFrame) -> None:
    many = before[before.groupby("account_id")["touch_id"].transform("size") > 1]
    first = many.groupby("account_id")["source"].first().value_counts(normalize=True)
    last = many.groupby("account_id")["source"].last().value_counts(normalize=True)
    truth = company.truth["touches"]
    for found, planted in ((first, "chance_of_source_first"), (last, "chance_of_source_last")):
        total = sum(truth[planted].values())
        for source, weight in truth[planted].items():
            assert found[source] == pytest.approx(weight / total, abs=0.08)
    assert first.idxmax() == "webinar"
    assert last.idxmax() == "search_ad"


def test_large_accounts_have_most_visits_and_some_have_none(company: Any) -> None:
    counts = company.table("touches").groupby("account_id").size()
    accounts = company.table("accounts").set_index("account_id")
    by_size = counts.reindex(accounts.index, fill_value=0).groupby(accounts["size"]).mean()
    assert by_size["small"] < by_size["mid"] < by_size["large"]
    assert 0.05 < 1 - len(counts) / len(accounts) < 0.35


def test_some_last_visits_share_their_second(company: Any, before: pd.DataFrame) -> None:
    many = before.groupby("account_id").tail(2).groupby("account_id")["touched_at"]
    pairs = many.agg(["size", "nunique"])
    pairs = pairs[pairs["size"] == 2]
    share = (pairs["nunique"] == 1).mean()
    assert share == pytest.approx(company.truth["touches"]["last_two_in_one_second"], abs=0.05)


def test_many_who_came_never_signed_up(company: Any) -> None:
    missing = company.table("touches")["account_id"].isna().mean()
    assert missing == pytest.approx(company.truth["touches"]["share_without_an_account"], abs=1e-4)
    assert missing > 0.3

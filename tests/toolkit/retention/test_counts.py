"""Cohorts, the three retentions, churn and the sums of money: small cases counted by hand."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_utils.toolkit import retention

SHARES = st.floats(0.001, 0.9)


def moments(*when: str | None) -> pd.Series:
    return pd.Series(pd.to_datetime(list(when), utc=True, format="ISO8601"))


def customers(*rows: tuple[str, str | None]) -> pd.DataFrame:
    begins, ends = zip(*rows, strict=True)
    return pd.DataFrame({"since": moments(*begins), "until": moments(*ends)})


def triangle(people: pd.DataFrame, as_of: str, freq: str = "MS") -> pd.DataFrame:
    return retention.cohort_triangle(people, as_of, start="since", end="until", freq=freq)


# Cohorts -----------------------------------------------------------------------------------------


def test_cells_that_nobody_has_reached_are_missing() -> None:
    people = customers(
        ("2026-01-10", None),
        ("2026-01-20", "2026-02-19"),
        ("2026-02-05", None),
        ("2026-04-02", None),
    )
    table = triangle(people, "2026-05-01")
    assert [f"{day:%Y-%m}" for day in table.index] == ["2026-01", "2026-02", "2026-04"]
    expected = [[2, 1, 1, 1], [1, 1, 1, np.nan], [1, np.nan, np.nan, np.nan]]
    np.testing.assert_array_equal(table.to_numpy(), expected)


def test_ages_run_on_the_customers_own_clock() -> None:
    stays = customers(("2026-01-10T12:00Z", "2026-02-10T12:01Z"), ("2026-01-31", "2026-03-01"))
    assert triangle(stays, "2026-04-01").iloc[0].tolist() == [2, 2, 0]
    goes = customers(("2026-01-10T12:00Z", "2026-02-10T12:00Z"), ("2026-01-31", "2026-02-28"))
    assert triangle(goes, "2026-03-01").iloc[0].tolist() == [2, 0]  # each for one month exactly
    weeks = customers(("2026-01-05", "2026-01-12"), ("2026-01-05", "2026-01-12T00:00:01Z"))
    assert triangle(weeks, "2026-01-19", "W").iloc[0].tolist() == [2, 1]


def test_a_cohort_is_seen_when_its_youngest_is() -> None:
    people = customers(("2026-01-01", None))
    assert triangle(people, "2026-03-31").iloc[0].tolist() == [1, 1]  # 31 January is not at two yet
    assert triangle(people, "2026-04-01").iloc[0].tolist() == [1, 1, 1]
    weeks = triangle(people, "2026-01-20", "W")
    assert weeks.shape == (1, 3)  # who came on Sunday 4 January is two weeks old on the 18th


def test_a_churn_after_the_extract_has_not_happened_yet() -> None:
    people = customers(("2026-01-10", "2026-06-01"), ("2026-01-11", "2026-02-01"))
    assert triangle(people, "2026-04-01").iloc[0].tolist() == [2, 1, 1]


def test_averages_weigh_customers_and_leave_out_what_is_not_seen() -> None:
    table = pd.DataFrame([[100.0, 50, 40], [300, 240, None]])
    average = retention.weighted_average(table)
    assert average.tolist() == [1, 290 / 400, 0.4]
    assert retention.cohort_rates(table).iloc[1].tolist()[:2] == [1, 0.8]
    assert math.isnan(retention.cohort_rates(table).iloc[1, 2])
    zeros = retention.weighted_average(table.fillna(0))
    assert zeros[2] == 0.1  # what the missing cell would have said


def test_cohorts_refuse_what_they_cannot_be() -> None:
    with pytest.raises(ValueError, match="lies before"):
        triangle(customers(("2026-02-10", "2026-01-10")), "2026-05-01")
    with pytest.raises(ValueError, match="Nobody began"):
        triangle(customers(("2026-02-10", None)), "2026-01-01")
    with pytest.raises(ValueError, match="own period is over"):
        triangle(customers(("2026-02-10", None)), "2026-02-20")
    with pytest.raises(ValueError, match="never rise"):
        retention.weighted_average(pd.DataFrame([[10.0, 12]]))


# Three retentions --------------------------------------------------------------------------------

USERS = pd.DataFrame(
    {"user_id": [1, 2, 3], "signed_up_at": moments("2026-06-01T20:00Z", "2026-06-01", "2026-06-29")}
)
EVENTS = pd.DataFrame(
    {
        "user_id": [1, 1, 2, 2, 9],
        "occurred_at": moments(
            "2026-06-02T08:00Z", "2026-06-09T10:00Z", "2026-06-08", "2026-06-08", "2026-06-08"
        ),
    }
)


def count(function: object, *days: int, **options: object) -> list[float]:
    table = function(USERS, EVENTS, *days, as_of="2026-07-01", **options)
    return table.loc["all", ["eligible", "retained"]].tolist()


def test_three_definitions_of_one_history() -> None:
    assert count(retention.n_day_retention, 7) == [2, 2]  # the third has no seventh day yet
    assert count(retention.n_day_retention, 1) == [3, 0]
    assert count(retention.bracket_retention, 2, 6) == [2, 0]
    assert count(retention.bracket_retention, 1, 7) == [2, 2]
    assert count(retention.unbounded_retention, 3) == [2, 2]
    assert count(retention.unbounded_retention, 8) == [2, 0]


def test_elapsed_days_and_calendar_days_differ() -> None:
    # 12 hours after a sign-up in the evening: day 0 by the user's clock, day 1 of the calendar.
    assert count(retention.n_day_retention, 1, clock="calendar") == [3, 1]
    assert count(retention.n_day_retention, 8, clock="calendar") == [2, 1]


@given(st.integers(0, 6), st.integers(0, 6))
def test_a_kinder_definition_never_gives_less(first: int, more: int) -> None:
    exact = retention.n_day_retention(USERS, EVENTS, first, as_of="2026-08-01")["retained"]
    bracket = retention.bracket_retention(USERS, EVENTS, first, first + more, as_of="2026-08-01")[
        "retained"
    ]
    open_ended = retention.unbounded_retention(USERS, EVENTS, first, as_of="2026-08-01")["retained"]
    assert exact.iloc[0] <= bracket.iloc[0] <= open_ended.iloc[0]


def test_activity_refuses_what_is_ambiguous() -> None:
    with pytest.raises(ValueError, match="twice"):
        retention.n_day_retention(pd.concat([USERS, USERS]), EVENTS, 1, as_of="2026-07-01")
    with pytest.raises(ValueError, match="at most last"):
        retention.bracket_retention(USERS, EVENTS, 7, 1, as_of="2026-07-01")


# Churn and revenue -------------------------------------------------------------------------------


def test_revenue_retention_leaves_new_business_out() -> None:
    before = pd.Series({1: 100, 2: 50, 3: 50})
    after = pd.Series({1: 130, 2: 40, 4: 500})
    found = retention.revenue_retention(before, after)
    assert found == (3, 1, 200, 50, 10, 30, pytest.approx(1 / 3), 0.7, 0.85)
    assert retention.gross_revenue_retention(200, 10, 50) == found.gross
    assert retention.net_revenue_retention(200, 30, 10, 50) == found.net
    assert retention.logo_churn(1, 3) == found.logo_churn


def test_mrr_at_a_moment() -> None:
    movements = pd.DataFrame(
        {
            "account_id": [1, 2, 1],
            "mrr_change": [100, 40, -100],
            "occurred_at": moments("2026-06-01", "2026-06-02", "2026-06-09"),
        }
    )
    assert retention.mrr_at(movements, "2026-06-09").to_dict() == {1: 100, 2: 40}
    assert retention.mrr_at(movements, "2026-06-10").to_dict() == {2: 40}
    assert retention.mrr_at(movements, "2026-01-01").empty
    with pytest.raises(ValueError, match="from the first on"):
        retention.mrr_at(movements.iloc[2:], "2026-07-01")


def test_ratios_at_their_edges() -> None:
    assert math.isnan(retention.logo_churn(0, 0))
    assert math.isnan(retention.net_revenue_retention(0, 0, 0, 0))
    assert retention.quick_ratio(10, 0, 0, 0) == math.inf
    assert math.isnan(retention.quick_ratio(0, 0, 0, 0))
    assert retention.quick_ratio(300, 100, 40, 60, 50) == 4.5
    with pytest.raises(ValueError, match="at most at_start"):
        retention.logo_churn(4, 3)
    with pytest.raises(ValueError, match="without a minus"):
        retention.gross_revenue_retention(100, 0, -20)
    with pytest.raises(ValueError, match="not be more than start"):
        retention.gross_revenue_retention(100, 0, 120)


# Rates -------------------------------------------------------------------------------------------


@given(SHARES)
def test_a_year_of_months_is_a_year(monthly: float) -> None:
    annual = retention.annual_churn(monthly)
    assert retention.monthly_churn(annual) == pytest.approx(monthly, rel=1e-6)
    assert annual < 12 * monthly


def test_growth_compounds() -> None:
    assert 100 * (1 + retention.cmgr(100, 180, 7)) ** 7 == pytest.approx(180)
    assert retention.cagr(100, 180, 7 / 12) == pytest.approx(
        (1 + retention.cmgr(100, 180, 7)) ** 12 - 1
    )
    assert retention.cmgr(100, 0, 3) == -1
    with pytest.raises(ValueError, match="first must be more than 0"):
        retention.cmgr(0, 10, 3)


# Value -------------------------------------------------------------------------------------------


def test_a_margin_multiple_is_the_sum_of_the_years_to_come() -> None:
    for keep, discount in ((0.6, 0.1), (0.8, 0.12), (0.9, 0.16)):
        years = np.arange(1, 400)
        summed = (keep**years / (1 + discount) ** years).sum()
        assert retention.margin_multiple(keep, discount) == pytest.approx(summed)


@given(SHARES, st.floats(0, 0.2))
def test_ways_to_one_value_agree(churn: float, discount: float) -> None:
    curve = (1 - churn) ** np.arange(36)
    by_curve = retention.lifetime_value(curve, 10, discount, 36)
    assert by_curve == pytest.approx(retention.constant_churn_value(10, churn, discount, 36))
    for_ever = retention.constant_churn_value(10, churn, discount)
    assert by_curve <= for_ever * (1 + 1e-12)
    assert for_ever == pytest.approx(10 * (1 + retention.margin_multiple(1 - churn, discount)))


def test_payback_counts_those_who_left() -> None:
    assert retention.payback_period(25, [1, 1, 1, 1], 10) == 3
    assert retention.payback_period(25, [1, 0.8, 0.6, 0.5], 10) == 4
    assert math.isnan(retention.payback_period(25, [1, 0.5, 0.25], 10))
    assert retention.payback_period(0, [1, 0.5], 10) == 1


def test_money_refuses_what_makes_no_sense() -> None:
    with pytest.raises(ValueError, match="Project it further"):
        retention.lifetime_value([1, 0.8], 10, 0, 3)
    with pytest.raises(ValueError, match="begin with 1"):
        retention.lifetime_value([0.9, 0.8], 10)
    with pytest.raises(ValueError, match="never rise"):
        retention.lifetime_value([1, 0.8, 0.9], 10)
    with pytest.raises(ValueError, match="churn must be more than 0"):
        retention.constant_churn_value(10, 0)
    with pytest.raises(ValueError, match="or it never ends"):
        retention.margin_multiple(1, 0)
    assert retention.acquisition_cost(100, 0) == math.inf
    assert math.isnan(retention.acquisition_cost(0, 0))

"""What the room of lesson 8 computes, held to calculations of another kind."""

from __future__ import annotations

import re

import companies
import numpy as np
import pandas as pd
import pytest
from places import ROOT

from course_utils import data
from course_utils.exercises.claims import load_claims
from course_utils.lessons import retention as explore
from course_utils.toolkit import retention

FOLDER = ROOT / "curriculum" / "08_retention"
CLAIMS = load_claims(FOLDER)
TODAY = pd.Timestamp("2026-07-01", tz="UTC")


@pytest.fixture(scope="module", params=[3, 12])
def company(request):
    return companies.company(request.param)


@pytest.fixture(scope="module")
def solo(company):
    return company.table("solo")


def whole_months(start, end):
    """Count renewals by walking, one month at a time."""
    count = 0
    while start + pd.DateOffset(months=count + 1) <= end:
        count += 1
    return count


class TestCounts:
    def test_the_churn_of_a_month_is_counted_one_by_one(self, solo):
        table = explore.monthly_churn(solo, "2025-03-01", "2025-05-01")
        month, after = pd.Timestamp("2025-03-01", tz="UTC"), pd.Timestamp("2025-04-01", tz="UTC")
        there = lost = 0
        for row in solo.itertuples():
            if row.started_at < month and not row.ended_at < month:
                there += 1
                lost += bool(row.ended_at < after)
        assert table.iloc[0].tolist() == [there, lost, lost / there]
        assert explore.blended_churn(solo, "2025-03-01", "2025-05-01") == pytest.approx(
            table["lost"].sum() / table["there"].sum()
        )

    def test_survival_is_kaplan_meier_in_renewals(self, solo):
        """Restricted to cohorts that are seen as a whole, as the triangle is."""
        seen = solo[(solo["channel"] == "social") & (solo["started_at"] < "2026-06-01")]
        starts = seen["started_at"]
        last = 12 * (2026 - starts.dt.year) + 7 - starts.dt.month - 1
        renewed = np.array(
            [
                whole_months(row.started_at, row.ended_at) if pd.notna(row.ended_at) else 999
                for row in seen.itertuples()
            ]
        )
        last = last.to_numpy()
        left = renewed <= last
        curve = retention.kaplan_meier(np.where(left, renewed, last), left)
        ours = explore.survival(solo, "social")
        for age in (1, 3, 7, 12):
            assert ours[age] == pytest.approx(retention.survival_at(curve, age).estimate)

    def test_paying_accounts_end_with_their_first_cancelling(self, company):
        movements = company.table("subscriptions")
        paying = explore.paying(movements)
        some = paying.index[:40]
        for account in some:
            rows = movements[movements["account_id"] == account]
            ends = rows.loc[rows["movement"] == "churn", "occurred_at"]
            assert paying.loc[account, "started_at"] == rows["occurred_at"].min()
            if len(ends):
                assert paying.loc[account, "ended_at"] == ends.min()
            else:
                assert pd.isna(paying.loc[account, "ended_at"])

    def test_histories_leave_out_what_comes_later(self, company):
        orders = company.table("template_orders")
        then = explore.histories(orders, "2026-01-01")
        assert (then["age"] > 0).all()
        assert (then["recency"] <= then["age"]).all()
        assert then["frequency"].sum() + len(then) == (orders["ordered_at"] < "2026-01-01").sum()

    def test_cohorts_that_are_too_young_are_refused(self, solo):
        with pytest.raises(ValueError, match="leave them out"):
            explore.pooled(explore.triangle(solo), 18)

    def test_projections_see_only_what_they_may(self, solo):
        left = explore.pooled(explore.triangle(solo).loc["2024-07":"2024-12"], 18)
        changed = left.copy()
        changed.iloc[7:] = 0.0
        one, two = explore.projections(left, 6), explore.projections(changed, 6)
        others = ["sBG", "constant churn", "parabola"]
        pd.testing.assert_frame_equal(one[others], two[others])
        assert one.loc[6, "constant churn"] == pytest.approx(
            (1 - (left[0] - left[6]) / left[:6].sum()) ** 6
        )


class TestBets:
    def test_a_bet_that_does_nothing_costs_its_price(self, solo):
        bet = explore.Bet("nothing", 5.0, 1, 3, (0.0, 0.0, 0.0))
        curve = explore.survival(solo)
        assert explore.bet_value(curve, 9.0, bet, 0.0) == pytest.approx(-5)

    def test_a_cut_is_a_share_of_churn(self):
        curve = pd.Series([1.0, 0.5, 0.25])
        bet = explore.Bet("half", 0.0, 1, 1, (0.5, 0.5, 0.5))
        # 0.5 leave at the first renewal; half of them are held, and stay as others do.
        assert explore.bet_value(curve, 10.0, bet, 0.5, horizon=3) == pytest.approx(
            10 * (1 + 0.75 + 0.375) - 10 * 1.75
        )

    def test_the_range_holds_the_value(self, company, solo):
        spend = company.table("solo_spend")
        low, high = explore.social_range(solo, spend)
        assert low < explore.social_year(solo, spend) < high
        assert 4 < high - low < 12

    def test_the_memo_is_computed_right(self, company, solo):
        memo = explore.memo(solo, company.table("solo_spend"))
        assert memo["value"] == pytest.approx(memo["price"] / memo["now"])
        assert memo["ratio"] == pytest.approx(memo["value"] / memo["cost"])


@pytest.mark.parametrize("name", CLAIMS)
def test_each_claim_holds_on_the_public_company(name):
    assert CLAIMS[name].holds(data.open(ROOT / "datasets"))


def test_the_memo_cites_lines_of_the_fact_sheet():
    cited = {int(n) for n in re.findall(r"\bF(\d+)\b", (FOLDER / "strong.md").read_text())}
    sheet = (FOLDER / "assignment.py").read_text().partition("facts = {")[2].partition("    }\n")[0]
    lines = re.findall(r'^ {8}"[^"]+":', sheet, re.MULTILINE)
    assert cited == set(range(1, len(lines) + 1))

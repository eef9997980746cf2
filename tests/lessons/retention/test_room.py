"""What the room of lesson 8 computes, held to calculations of another kind."""

from __future__ import annotations

from math import comb

import companies
import numpy as np
import pandas as pd
import pytest
from places import ROOT
from scipy.special import betaln

from course_utils import data
from course_utils.exercises.claims import load_claims
from course_utils.lessons import retention as explore
from course_utils.toolkit import experiments, retention
from course_utils.toolkit.common.intervals import Interval

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
        others = ["sBG", "log-log line", "constant churn", "parabola"]
        pd.testing.assert_frame_equal(one[others], two[others])
        assert one.loc[6, "constant churn"] == pytest.approx(
            (1 - (left[0] - left[6]) / left[:6].sum()) ** 6
        )


def exact(people, cut, touched, age):
    """Mean share left, from moments of the beta distribution, without any grid of people."""
    a, b = people.alpha, people.beta
    inside = min(touched, age)
    return sum(
        comb(inside, saved) * cut**saved * np.exp(betaln(a + saved, b + age - saved) - betaln(a, b))
        for saved in range(inside + 1)
    )


class TestBets:
    people = retention.SBG(0.86, 1.98)

    @pytest.mark.parametrize("cut", [0.0, 0.3, 1.0])
    def test_who_is_left_is_the_mean_over_people(self, cut):
        bet = explore.Bet("two", 0.0, 1, 2, (cut, cut, cut))
        left = explore.left_with(self.people, bet, cut, 11)
        for age in range(12):
            assert left[age] == pytest.approx(exact(self.people, cut, 2, age), abs=2e-4)

    def test_it_is_what_simulated_people_do(self):
        random = np.random.default_rng(1)
        chance = random.beta(self.people.alpha, self.people.beta, 400_000)
        there = np.ones(len(chance), bool)
        bet = explore.Bet("two", 0.0, 1, 2, (0.4, 0.4, 0.4))
        left = explore.left_with(self.people, bet, 0.4, 6)
        for age in range(1, 7):
            there &= random.random(len(chance)) > chance * (0.6 if age <= 2 else 1)
            assert there.mean() == pytest.approx(left[age], abs=0.003)

    def test_a_bet_that_does_nothing_costs_its_price(self):
        bet = explore.Bet("nothing", 5.0, 1, 3, (0.0, 0.0, 0.0))
        for value in (explore.bet_value, explore.naive_value):
            assert value(self.people, 9.0, bet, 0.0) == pytest.approx(-5)

    def test_the_spreadsheet_flatters_and_is_right_where_people_are_alike(self):
        bet = explore.Bet("two", 0.0, 1, 2, (0.4, 0.4, 0.4))
        alike = retention.SBG(200.0, 800.0)
        values = [value(alike, 9.0, bet, 0.4) for value in (explore.bet_value, explore.naive_value)]
        assert values[0] == pytest.approx(values[1], rel=0.02)
        assert explore.naive_value(self.people, 9.0, bet, 0.4) > 1.5 * explore.bet_value(
            self.people, 9.0, bet, 0.4
        )

    def test_a_cut_is_a_share_of_churn(self):
        bet = explore.Bet("half", 0.0, 1, 1, (0.5, 0.5, 0.5))
        left = explore.naive_left(retention.SBG(1.0, 1.0), bet, 0.5, 2)
        # Half leave at the first renewal, a third at the second; the bet holds half of the first.
        assert left.tolist() == pytest.approx([1.0, 0.75, 0.5])

    def test_those_with_a_year_behind_them_are_the_survivors(self):
        older = explore.after_a_year(self.people)
        curve = retention.sbg_survival(self.people, 20)
        ahead = retention.sbg_survival(older, 8)
        assert ahead[8] == pytest.approx(curve[20] / curve[12])

    def test_the_range_holds_the_value(self, company, solo):
        for channel in ("social", "app_store"):
            low, high = explore.value_range(solo, channel)
            assert low < explore.channel_value(solo, channel) < high
            assert 2 < high - low < 12

    def test_bets_are_in_one_unit(self, company, solo):
        table = explore.bets(solo, company.table("solo_spend"))
        assert (table["low"] < table["expected"]).all()
        assert (table["expected"] < table["high"]).all()
        np.testing.assert_allclose(table["per_100"], 100 * table["net"] / table["spent"])
        assert set(table["known"]) == {"measured", "a guess"}

    def test_one_more_of_a_straight_line_costs_its_slope(self, company, solo):
        spend = company.table("solo_spend").copy()
        for channel in explore.CHANNELS:
            won = explore.by_month(solo, spend, channel)["won"]
            spend.loc[spend["channel"] == channel, "spend"] = (100 + 7 * won).to_numpy()
            cost = explore.next_cost(solo, spend, channel)
            assert cost.estimate == pytest.approx(7)
            assert cost.margin == pytest.approx(0, abs=1e-9)

    def test_the_money_is_back_where_the_line_crosses(self, company, solo):
        spend = company.table("solo_spend")
        cash = explore.cash(solo, spend)
        left = retention.sbg_survival(explore.model(solo, "social"), 59)
        cost = explore.acquisition_costs(solo, spend)["social"]
        back = retention.payback_period(cost, left, explore.margin(solo, "social"), 0.01)
        line = cash["social, the average"]
        assert (line.index[line >= 0].min() == back) or (np.isnan(back) and (line < 0).all())

    def test_the_test_of_the_call_has_the_power_that_it_says(self, company, solo):
        plan = explore.call_test(solo, company.table("solo_spend"))
        power = experiments.rates_power(plan.base, plan.helped - plan.base, plan.arm)
        assert 0.79 < power < 0.83
        assert plan.base < plan.enough < plan.helped
        a_month = (solo["channel"].eq("social") & (solo["started_at"] >= "2025-07-01")).sum() / 12
        assert plan.months == pytest.approx(2 * plan.arm / a_month, rel=0.01)
        assert plan.read == plan.filled + pd.DateOffset(months=2)

    def test_the_memo_is_computed_right(self, company, solo):
        spend = company.table("solo_spend")
        memo = explore.memo(solo, spend)
        assert memo["value"] == pytest.approx(memo["price"] / memo["now"])
        assert memo["ratio"] == pytest.approx(memo["value"] / memo["cost"])
        assert memo["cost"] == pytest.approx(spend["spend"].sum() / len(solo))


def with_mails_that_work(solo, share):
    """Return Solo as if the mails held a share of those who left since they began."""
    random = np.random.default_rng(4)
    held = (solo["ended_at"] >= explore.MAILS) & (random.random(len(solo)) < share)
    return solo.assign(ended_at=solo["ended_at"].mask(held))


class TestMails:
    def test_the_claim_fails_where_mails_do_work(self):
        solo = data.open(ROOT / "datasets").table("solo")
        claim = CLAIMS["same_age_same_churn"]
        assert claim.function(solo)
        for share in (0.2, 0.3):
            working = with_mails_that_work(solo, share)
            assert not claim.function(working)
            assert explore.since_mails(working).same_age.estimate == pytest.approx(
                1.03 * (1 - share), abs=0.06
            )

    def test_the_youngest_line_began_under_the_mails(self, solo):
        table = explore.halves(solo)
        assert table.columns[-1] == "2026, first half"
        assert table["2026, first half"].dropna().index.tolist() == [0, 1, 2, 3, 4, 5]
        assert table.drop(columns="2026, first half").notna().all().all()

    def test_renewals_are_listed_one_by_one(self, solo):
        listed = explore.renewals(solo)
        some = solo.iloc[::97]
        expected = []
        for row in some.itertuples():
            for age in range(1, 25):
                due = row.started_at + pd.DateOffset(months=age)
                if due >= TODAY or row.ended_at < due:
                    break
                expected.append((due, age, row.ended_at == due))
        found = explore.renewals(some)
        assert sorted(found.itertuples(index=False, name=None)) == sorted(expected)
        assert listed["left"].sum() == solo["ended_at"].notna().sum()

    def test_words_follow_the_interval(self):
        def said(low, high):
            ratio = Interval((low + high) / 2, low, high)
            return explore.mails_said(explore.SinceMails(0.1, 0.09, ratio), 0.07)

        assert "no change is shown" in said(0.95, 1.1)
        assert "no room for so much" in said(0.95, 1.1)
        assert "room for so much, and for nothing" in said(0.9, 1.1)
        assert "a change is shown" in said(0.7, 0.8)
        assert "nothing but more" in said(0.7, 0.8)


def test_two_ways_to_count_lost_money_differ_by_who_came_back(company):
    movements = company.table("subscriptions")
    before, after = (retention.mrr_at(movements, day) for day in ("2025-07-01", "2026-07-01"))
    moved = explore.gross_by_movements(movements, "2025-07-01", "2026-07-01")
    assert moved < retention.revenue_retention(before, after).gross


def test_silence_is_measured_by_rhythm(company):
    orders = explore.histories(company.table("template_orders"))
    shop = retention.bgnbd_fit(orders["frequency"], orders["recency"], orders["age"])
    days = explore.silence(shop).iloc[:, 0]
    assert days.is_monotonic_increasing
    for pace, day in days.items():
        alive = retention.bgnbd_alive(
            shop, [5, 5], [5 * pace] * 2, [5 * pace + day - 1, 5 * pace + day]
        )
        assert alive[0] >= 0.5 > alive[1]


@pytest.mark.parametrize("name", CLAIMS)
def test_each_claim_holds_on_the_public_company(name):
    assert CLAIMS[name].holds(data.open(ROOT / "datasets"))

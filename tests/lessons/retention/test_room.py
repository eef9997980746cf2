"""What the room of lesson 8 computes, held to calculations of another kind."""

from __future__ import annotations

from math import comb

import companies
import numpy as np
import pandas as pd
import pytest
from places import ROOT
from scipy import stats
from scipy.special import betaln

from course_utils import data
from course_utils.company.causes import solo as causes
from course_utils.company.causes.vocabulary import SOLO_CHANNELS
from course_utils.exercises.claims import load_claims
from course_utils.exercises.key import load_key
from course_utils.lessons import retention as explore
from course_utils.lessons.retention import evidence, mails, plans, steps
from course_utils.lessons.retention.bet import CHANCES, value_range
from course_utils.lessons.retention.mails import MAIL_COST, mails_value
from course_utils.lessons.retention.words import LOYAL, mails_errors
from course_utils.toolkit import experiments, retention
from course_utils.toolkit.common.intervals import Interval


def fitted(orders):
    """Fit the shop's model to all buyers."""
    found = explore.histories(orders)
    return retention.bgnbd_fit(found["frequency"], found["recency"], found["age"])


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

    def test_a_bet_pays_from_where_its_value_is_nothing(self):
        bet = explore.Bet("two", 3.0, 1, 2, (0.4, 0.4, 0.4))
        cut = explore.pays_from(self.people, 9.0, bet)
        assert explore.bet_value(self.people, 9.0, bet, cut) == pytest.approx(0, abs=1e-6)
        assert explore.bet_value(self.people, 9.0, bet, cut + 0.1) > 0
        dear = bet._replace(cost=500.0)
        assert explore.pays_from(self.people, 9.0, dear) == 1

    def test_the_range_holds_the_value(self, company, solo):
        for channel in ("social", "app_store"):
            low, high = value_range(solo, channel)
            assert low < explore.channel_value(solo, channel) < high
            assert 2 < high - low < 12

    def test_one_interval_of_a_value_is_drawn_once(self, company, solo, monkeypatch):
        """The bets, their sentences and the sheet all want what one of social media brings."""
        drawn, make = [], np.random.default_rng
        monkeypatch.setattr(np.random, "default_rng", lambda seed: drawn.append(seed) or make(seed))
        spend, kept = company.table("solo_spend"), solo[solo["subscriber_id"] % 50 > 0]
        explore.bets(kept, spend)
        explore.low_said(kept, spend)
        explore.verdict_said(kept, spend)
        assert len(drawn) == 1
        assert value_range(kept, "social") != value_range(kept.iloc[::2], "social")

    def test_bets_are_in_one_unit(self, company, solo):
        spend = company.table("solo_spend")
        table = explore.bets(solo, spend)
        assert (table["low"] < table["net"]).all()
        assert (table["net"] < table["high"]).all()
        np.testing.assert_allclose(table["spent"], table["each"] * table["people"])
        assert table["known"].to_dict() == {
            explore.NONE: "by what was spent",
            explore.LOW: "by lot",
            explore.HIGH: "by lot",
            explore.CALL: "a guess",
        }

    def test_the_call_is_valued_for_those_who_come_at_the_low_budget(self, company, solo):
        spend = company.table("solo_spend")
        call = explore.bets(solo, spend).loc[explore.CALL]
        points = explore.three_points(
            explore.model(solo, "social"), explore.margin(solo, "social"), explore.WELCOME
        )
        low = spend[(spend["channel"] == "social") & (spend["budget"] == "low")]["month"]
        months = solo.loc[solo["channel"] == "social", "started_at"].dt.strftime("%Y-%m-01")
        pace = months.isin(low.astype(str).str[:10]).sum() / len(low)
        assert call["people"] == pytest.approx(pace)
        assert call["net"] == pytest.approx(pace * (CHANCES @ points))

    def test_no_move_rests_on_a_change_before_and_after(self, company, solo):
        """What the mails bring is not known: being wrong has a price, the change has none."""
        useless, *missed = mails_errors(solo)
        pays, line = explore.mails_pay(solo), explore.mails_line(solo)
        assert useless == pytest.approx(-mails_value(solo, 0.0))
        for times, each in zip((2, 3, 4), missed, strict=True):
            assert each == pytest.approx(mails_value(solo, times * pays))
            assert f"{each:,.0f}" in line
        assert f"**{useless:,.0f} USD**" in line
        here = solo["ended_at"].isna().sum()
        assert f"{here:,} who are here cost {MAIL_COST * here:,.0f} USD in July" in line
        assert "at most" not in line

    def test_useless_mails_lose_what_they_cost(self, solo):
        value = mails_value(solo, 0.0)
        here = solo["ended_at"].isna().sum()
        # Some leave on the way, so a month costs less than the mails to everybody here.
        assert -MAIL_COST * here < value < -0.4 * MAIL_COST * here
        assert mails_value(solo, -0.1) < value < mails_value(solo, 0.1)

    def test_one_more_of_a_straight_line_costs_its_slope(self, company, solo):
        spend = company.table("solo_spend").copy()
        for channel in explore.CHANNELS:
            won = explore.by_month(solo, spend, channel)["won"]
            spend.loc[spend["channel"] == channel, "spend"] = (100 + 7 * won).to_numpy()
            assert explore.busy_cost(solo, spend, channel) == pytest.approx(7)
        cost = explore.next_cost(solo, spend)
        assert cost.estimate == pytest.approx(7)
        assert cost.margin == pytest.approx(0, abs=1e-9)

    def test_the_memo_is_computed_right(self, company, solo):
        spend = company.table("solo_spend")
        memo = explore.memo(solo, spend)
        assert memo["value"] == pytest.approx(memo["price"] / memo["now"])
        assert memo["ratio"] == pytest.approx(memo["value"] / memo["cost"])
        assert memo["cost"] == pytest.approx(spend["spend"].sum() / len(solo))


def planted_level(company, share):
    """Work out from what is planted what months at a level bring beside all levels of the lot."""
    solo, spend = company.table("solo"), company.table("solo_spend")
    lot, kind = explore.by_budget(solo, spend), SOLO_CHANNELS.index("social")
    season = lot["organic"] / lot["organic"].mean()
    usual, dearer = lot["social"].mean(), causes.DEARER / 10

    def spent(level):
        won = usual * season * level
        return won * causes.COST[kind] * (1 - dearer + dearer * won / usual)

    stays = 1 - np.array(causes.LEAVE[kind])[:, None] / 10_000
    left = (stays ** np.arange(12)).mean(axis=0)
    value = (causes.PRICE - causes.SERVING[kind]) * (left / 1.01 ** np.arange(12)).sum()
    levels = [level / 100 for level in causes.LEVEL]
    people = usual * (share - np.mean(levels))
    more = spent(share) - np.mean([spent(level) for level in levels], axis=0)
    return people, people * value - more.mean()


class TestLevels:
    def test_a_level_is_held_against_the_mean_of_its_quarter(self, company, solo):
        spend = company.table("solo_spend")
        lot = explore.by_budget(solo, spend)
        nets, value = [], explore.channel_value(solo, "social")
        for start in range(0, len(lot), 3):
            quarter = lot.iloc[start : start + 3]
            net = value * quarter["social"] - quarter["spent"]
            nets.append(net[quarter["budget"] == "low"].item() - net.mean())
        found = steps.level(solo, spend, "low").net
        low, high = stats.t.interval(0.95, len(nets) - 1, np.mean(nets), stats.sem(nets))
        assert found.estimate == pytest.approx(np.mean(nets))
        assert found.low < low < high < found.high
        assert found.margin < 1.3 * (high - low) / 2

    def test_levels_are_near_what_is_planted(self):
        inside = []
        for seed in range(400, 408):
            company = companies.company(seed)
            for budget, level in (("low", 0.72), ("high", 1.28)):
                people, net = planted_level(company, level)
                found = steps.level(company.table("solo"), company.table("solo_spend"), budget)
                assert found.people == pytest.approx(people, rel=0.25)
                inside.append(found.net.covers(net))
        assert np.mean(inside) > 0.8

    def test_all_levels_together_are_the_months_as_they_came(self, company, solo):
        spend = company.table("solo_spend")
        nets = [steps.level(solo, spend, name).net.estimate for name in ("low", "usual", "high")]
        assert sum(nets) == pytest.approx(0, abs=1e-6)

    def test_none_is_spared_what_each_month_lost(self, company, solo):
        spend = company.table("solo_spend")
        lot, value = explore.by_budget(solo, spend), explore.channel_value(solo, "social")
        lost = lot["spent"] - value * lot["social"]
        none, low = (steps.level(solo, spend, name).net for name in ("none", "low"))
        assert none.estimate == pytest.approx(lost.mean())
        alone = steps.low_month(solo, spend)
        assert -alone.net.estimate == pytest.approx(lost[lot["budget"] == "low"].mean())
        assert none.estimate - low.estimate == pytest.approx(-alone.net.estimate)
        loses = explore.lower_lot(solo, spend).loses
        assert (loses.low, loses.high) == (-alone.net.high, -alone.net.low)

    def test_people_who_were_dear_and_leave_sooner_are_seen(self, company, solo):
        lot = explore.by_budget(solo, company.table("solo_spend"))
        began = solo["started_at"].dt.strftime("%Y-%m-01").map(lot["budget"].astype(str))
        dear = (solo["channel"] == "social") & (began == "high")
        gone = dear & (np.random.default_rng(8).random(len(solo)) < 0.5)
        first = solo["started_at"] + pd.DateOffset(months=1)
        worse = solo.assign(ended_at=solo["ended_at"].mask(gone & (first < TODAY), first))
        assert evidence.dear_ones(worse, lot).high < 0
        assert "a change is shown" in explore.dear_said(worse, lot)


class TestLot:
    def test_a_lift_is_the_mean_of_quarters(self, company, solo):
        lot = explore.by_budget(solo, company.table("solo_spend"))
        more = []
        for start in range(0, len(lot), 3):
            quarter = lot.iloc[start : start + 3].set_index("budget")
            assert sorted(quarter.index) == ["high", "low", "usual"]
            more.append(quarter.loc["high", "organic"] - quarter.loc["low", "organic"])
        found = evidence.lifted(lot, "organic")
        assert found.estimate == pytest.approx(np.mean(more))
        low, high = stats.t.interval(0.95, len(more) - 1, np.mean(more), stats.sem(more))
        assert (found.low, found.high) == pytest.approx((low, high))

    def test_a_season_alone_moves_no_one_within_its_quarter(self, company, solo):
        """The planted lot finds what one more costs; busy months find it where nothing is bought."""
        spend = company.table("solo_spend")
        kind = SOLO_CHANNELS.index("social")
        planted = causes.COST[kind] * (10 + causes.DEARER) / 10
        found = explore.next_cost(solo, spend)
        assert found.estimate == pytest.approx(planted, rel=0.05)
        assert explore.busy_cost(solo, spend, "organic") > 1.3 * causes.COST[0]

    def test_a_lift_that_is_there_is_seen(self, company, solo):
        lot = explore.by_budget(solo, company.table("solo_spend"))
        lot["organic"] += 40 * (lot["budget"] == "high")
        assert evidence.lifted(lot, "organic").low > 30
        missing, most = explore.lift_short(solo, lot)
        assert most > missing
        assert "could pay" in explore.lift_said(solo, lot)


@pytest.fixture(scope="module")
def plan(company):
    return explore.call_test(company.table("solo"), company.table("solo_spend"))


class TestPlans:
    def test_both_sizes_have_the_power_that_they_say(self, plan):
        for base, helped, arm in (
            (plan.base, plan.helped, plan.arm),
            (plan.enough, plan.helped, int(plan.pays_arm)),
        ):
            assert 0.79 < experiments.rates_power(base, helped - base, arm) < 0.83
        assert plan.base < plan.enough < plan.helped

    def test_it_fills_at_the_pace_of_the_low_budget(self, company, solo, plan):
        left = steps.starts_at_low(solo, company.table("solo_spend"))
        assert plan.pays_months == pytest.approx(2 * plan.pays_arm / left, rel=0.01)
        days = (plan.filled - plans.BEGIN).days
        assert days == pytest.approx(2 * plan.arm / left * 365 / 12, abs=1)
        assert plan.later_read == plan.filled + pd.DateOffset(months=6)
        assert plan.read == plan.filled + pd.DateOffset(months=2)

    def test_the_rule_errs_as_often_as_it_says(self, solo, plan):
        random, people = np.random.default_rng(6), explore.model(solo, "social")
        for cut, passes in zip(explore.WELCOME.cuts, plan.passes, strict=True):
            called = float(explore.left_with(people, explore.WELCOME, cut, 2)[2])
            lead = (
                random.binomial(plan.arm, called, 20_000)
                - random.binomial(plan.arm, plan.base, 20_000)
            ) / plan.arm
            assert (lead >= plan.enough - plan.base).mean() == pytest.approx(passes, abs=0.03)

    def test_the_test_is_worth_what_its_rule_brings(self, company, solo, plan):
        """Held to many calls, each good or bad by the team's chances, tested and then judged."""
        spend, random = company.table("solo_spend"), np.random.default_rng(11)
        worth = explore.test_worth(solo, spend, plan)
        people = explore.model(solo, "social")
        each = explore.three_points(people, explore.margin(solo, "social"), explore.WELCOME)
        left = np.array(
            [explore.left_with(people, explore.WELCOME, cut, 2)[2] for cut in explore.WELCOME.cuts]
        )
        which = random.choice(3, 200_000, p=CHANCES)
        lead = (
            random.binomial(plan.arm, left[which])
            - random.binomial(plan.arm, plan.base, len(which))
        ) / plan.arm
        brought = np.where(lead >= plan.enough - plan.base, each[which], 0)
        pace = steps.starts_at_low(solo, spend)
        assert worth.rule == pytest.approx(pace * brought.mean(), rel=0.05)
        assert worth.now == pytest.approx(pace * each[which].mean(), rel=0.1)
        assert worth.now == explore.bets(solo, spend).loc[explore.CALL, "net"]
        assert worth.wait == pytest.approx((plan.read - plans.BEGIN).days * 12 / 365)
        assert worth.forgone == pytest.approx(worth.now / 2 * worth.wait)

    @pytest.mark.parametrize("months", [3, 6, 12, 40])
    def test_what_a_test_brings_has_a_horizon_and_a_discount(self, months):
        """Held to a sum over small steps: half until it is read, the rule after that."""
        worth = plans.Worth(80.0, 100.0, 6.0)
        at = (np.arange(months * 1000) + 0.5) / 1000
        today = 1.01**-at / 1000
        everybody, first = worth.within(months)
        assert everybody == pytest.approx(80 * today.sum(), rel=1e-4)
        assert first == pytest.approx((np.where(at < 6, 40, 100) * today).sum(), rel=1e-4)

    def test_it_has_brought_as_much_where_both_sums_meet(self, company, solo, plan):
        worth = explore.test_worth(solo, company.table("solo_spend"), plan)
        everybody, first = worth.within(worth.months)
        assert first == pytest.approx(everybody)
        assert worth.months > worth.wait + worth.forgone / (worth.rule - worth.now)

    @pytest.mark.parametrize("rule", [90.0, 100.0, 100.5])
    def test_a_test_that_earns_too_little_is_told_so(self, plan, rule):
        """A dollar a month is never worth more than a hundred today, at 1 % a month."""
        worth = plans.Worth(100.0, rule, 6.0)
        assert np.isinf(worth.months)
        assert "never brings as much" in explore.worth_said(plan, worth)

    @pytest.mark.parametrize(("fewer", "more", "rounds"), [(60, 125, 6), (0, 39, 4), (12, 25, 6)])
    def test_a_lot_sees_and_errs_as_it_says(self, fewer, more, rounds):
        """Budgets are set, people are counted: each round read by its own interval."""
        told = plans.lot_plan(fewer, more, rounds)
        random, shape = np.random.default_rng(5), (40_000, rounds)
        drawn = (random.poisson(more, shape) - random.poisson(fewer, shape)) / (more - fewer)
        error = drawn.std(axis=1, ddof=1) / np.sqrt(rounds)
        width = stats.t.ppf(0.975, rounds - 1) * error
        middle = drawn.mean(axis=1)
        assert np.sqrt((width**2).mean()) == pytest.approx(told.off, rel=0.03)
        assert (middle - width > 1).mean() == pytest.approx(0.025, abs=0.01)
        assert (middle - width > 1 - told.least).mean() == pytest.approx(0.8, abs=0.02)

    def test_the_lots_are_of_the_budgets_that_they_name(self, company, solo):
        spend = company.table("solo_spend")
        low = spend[(spend["channel"] == "social") & (spend["budget"] == "low")]["spend"].mean()
        lower, store = explore.lower_lot(solo, spend), plans.store_lot(solo, spend)
        assert lower.budget == pytest.approx(low / 2)
        assert lower.people == pytest.approx(steps.starts_at_low(solo, spend) / 2)
        assert lower.cost == pytest.approx(lower.budget / lower.people)
        assert lower.plan == plans.lot_plan(0, lower.people, 4)
        # Half of the budget to half as much again: a whole budget apart, at the cost of one more.
        usual = explore.by_budget(solo, spend)["app_store"].mean()
        assert store.extra * store.dearer == pytest.approx(usual)
        assert store.plan.off < 0.7

    def test_who_is_here_is_counted_once_for_all_cuts(self, solo, monkeypatch):
        counted = []

        def triangle(solo, channel):
            counted.append(channel)
            return explore.triangle(solo, channel)

        monkeypatch.setattr(mails, "triangle", triangle)
        pays = explore.mails_pay(solo)
        assert counted == list(explore.CHANNELS)
        assert mails_value(solo, pays) == pytest.approx(0, abs=1e-6)

    def test_mails_pay_where_they_say(self, solo):
        """Held to the value of a bet, which is another sum, for those who leave most and least."""
        pays = explore.mails_pay(solo)
        people, gain = explore.model(solo, "social"), explore.margin(solo, "social")
        bet = explore.Bet("mails", 0.0, 1, 11, (pays, pays, pays))

        def earns(group, gain):
            left = explore.left_with(group, bet, pays, 11)
            paid = MAIL_COST * retention.lifetime_value(left, 1.0, 0.01, 12)
            return explore.bet_value(group, gain, bet, pays) - paid

        stayers = retention.SBG(explore.model(solo, "organic").alpha, 7 + 20)
        assert earns(stayers, explore.margin(solo, "organic")) < 0 < earns(people, gain)

    def test_half_a_year_without_mails_finds_what_it_says(self, solo):
        found = explore.mails_test(solo)
        random, lost = np.random.default_rng(2), explore.since_mails(solo).lost / 2
        with_mails = random.poisson(lost * (1 - found.least), 20_000)
        without = random.poisson(lost, 20_000)
        z = np.log(with_mails / without) / np.sqrt(1 / with_mails + 1 / without)
        assert (z < -1.96).mean() == pytest.approx(0.8, abs=0.04)
        assert found.here == solo["ended_at"].isna().sum()

    def test_the_mails_rule_errs_as_often_as_it_says(self, solo):
        found, pays = explore.mails_test(solo), explore.mails_pay(solo)
        random, lost = np.random.default_rng(7), explore.since_mails(solo).lost / 2
        without = random.poisson(lost, 20_000)
        for held, passes in ((0.0, found.useless_pass), (2 * pays, 1 - found.useful_fail)):
            stayed = random.poisson(lost * (1 - held), 20_000) / without <= 1 - pays
            assert stayed.mean() == pytest.approx(passes, abs=0.02)

    def test_the_two_stories_of_the_saved_part_after_the_call(self, solo, plan):
        people, cut = explore.model(solo, "social"), explore.WELCOME.cuts[1]
        own, alike = (
            told(people, explore.WELCOME, cut, 6)[6] - told(people, explore.WELCOME, 0.0, 6)[6]
            for told in (explore.left_with, explore.naive_left)
        )
        assert plan.later == pytest.approx((own, alike))


def with_mails_that_work(solo, share):
    """Return Solo as if the mails held a share of those who left since they began."""
    random = np.random.default_rng(4)
    held = (solo["ended_at"] >= evidence.MAILS) & (random.random(len(solo)) < share)
    return solo.assign(ended_at=solo["ended_at"].mask(held))


class TestMails:
    def test_the_claim_fails_where_mails_do_work(self):
        solo = data.open(ROOT / "datasets").table("solo")
        claim = CLAIMS["same_age_same_churn"]
        assert claim.function(solo)
        before = explore.since_mails(solo).same_age.estimate
        for share in (0.2, 0.3):
            working = with_mails_that_work(solo, share)
            assert not claim.function(working)
            assert explore.since_mails(working).same_age.estimate == pytest.approx(
                before * (1 - share), abs=0.06
            )

    def test_the_youngest_line_began_under_the_mails(self, solo):
        table = explore.halves(solo)
        assert table.columns[-1] == "2026, first half"
        assert table["2026, first half"].dropna().index.tolist() == [0, 1, 2, 3, 4, 5]
        assert table.drop(columns="2026, first half").notna().all().all()

    def test_renewals_are_listed_one_by_one(self, solo):
        listed = evidence.renewals(solo)
        some = solo.iloc[::97]
        expected = []
        for row in some.itertuples():
            for age in range(1, 25):
                due = row.started_at + pd.DateOffset(months=age)
                if due >= TODAY or row.ended_at < due:
                    break
                expected.append((due, age, row.ended_at == due))
        found = evidence.renewals(some)
        assert sorted(found.itertuples(index=False, name=None)) == sorted(expected)
        assert listed["left"].sum() == solo["ended_at"].notna().sum()

    @pytest.mark.parametrize(
        ("low", "high", "said"),
        [
            (0.98, 1.1, ["no change is shown", "no room for so much"]),
            (0.9, 1.1, ["no change is shown", "room for that, and for no effect"]),
            (0.9, 0.99, ["fewer leave than before", "room for that, and for less"]),
            (0.98, 0.99, ["fewer leave than before", "no room for so much"]),
            (0.5, 0.6, ["fewer leave than before", "nothing but more"]),
            (0.9, 1.0, ["no change is shown", "room for that, and for no effect"]),
            (1.03, 1.2, ["more leave than before", "no room for so much"]),
        ],
    )
    def test_words_follow_the_interval(self, low, high, said):
        found = evidence.SinceMails(0.1, 0.09, 300, Interval((low + high) / 2, low, high))
        told = explore.mails_said(found, 0.03)
        for words in said:
            assert words in told
        assert ("no effect" in told) <= (low <= 1 <= high)

    @pytest.mark.parametrize(
        ("ratio", "why"), [(0.98, explore.GONE), (1.1, explore.GONE), (0.6, LOYAL)]
    )
    def test_the_fall_is_explained_by_the_same_months(self, ratio, why):
        assert explore.why_churn_fell(ratio, 0.56) == why

    def test_churn_now_and_in_2024_is_compared_at_ages_that_both_have(self, solo):
        """One age after the other, by hand: the renewals of 2024 come to age 5."""
        listed = evidence.renewals(solo)
        then = listed[(listed["due"] >= "2024-08-01") & (listed["due"] < "2025-01-01")]
        now = listed[listed["due"] >= "2026-01-01"]
        lost = there = 0.0
        for age in range(1, 6):
            a, b = (each.loc[each["age"] == age, "left"] for each in (now, then))
            lost += a.sum() * len(b) / (len(a) + len(b))
            there += b.sum() * len(a) / (len(a) + len(b))
        assert explore.since_2024(solo).estimate == pytest.approx(lost / there)


class TestDoubt:
    def test_a_share_left_is_of_cohorts_that_have_come_so_far(self, solo):
        counts = explore.triangle(solo)
        found = explore.left_at(counts, 6)
        assert found.estimate == pytest.approx(retention.weighted_average(counts)[6])
        assert found.low < found.estimate < found.high

    def test_half_are_gone_with_the_renewal_of_that_day(self, solo):
        tenure = retention.tenures(solo, TODAY, start="started_at", end="ended_at")
        curve = retention.kaplan_meier(tenure["days"], tenure["left"])
        renewal = round(retention.median_survival(curve) / (365 / 12))
        left = explore.left_at(explore.triangle(solo), renewal)
        assert f"renewal **{renewal}**" in explore.half_said(solo)
        assert f"after it {left.estimate:.0%} ({left.low:.0%}" in explore.half_said(solo)

    def test_net_retention_lies_in_its_range(self, company):
        movements = company.table("subscriptions")
        before, after = (retention.mrr_at(movements, day) for day in ("2025-01-01", "2026-01-01"))
        low, high = evidence.net_range(before, after)
        assert low < retention.revenue_retention(before, after).net < high
        assert evidence.net_range(before, before) == (1, 1)

    def test_first_timers_are_counted_one_by_one(self, company):
        orders = company.table("template_orders")
        shop = fitted(orders)
        table = explore.first_timers(orders, shop)
        found = table["counted"]
        times = orders.groupby("buyer_id")["ordered_at"].agg(["min", "size"])
        second = orders.sort_values("ordered_at").groupby("buyer_id")["ordered_at"].nth(1)
        gaps = second.set_axis(orders.loc[second.index, "buyer_id"]) - times["min"]
        old = times["min"] < TODAY - pd.Timedelta("180D")
        silent = old & ~(gaps.reindex(times.index) <= pd.Timedelta("90D"))
        came = silent & (gaps.reindex(times.index) <= pd.Timedelta("180D"))
        assert found[90] == pytest.approx(came.sum() / silent.sum(), abs=0.05)
        assert found.is_monotonic_decreasing
        # Of the model: who has not come by day 90 orders later, over all who have not.
        random = np.random.default_rng(3)
        rate = random.gamma(shop.r, 1 / shop.alpha, 400_000)
        first = random.exponential(1 / rate)
        later = (first > 90) & (first <= 180)
        assert table.loc[90, "by the model"] == pytest.approx(
            later.sum() / (first > 90).sum(), abs=0.005
        )


def test_the_sheet_says_what_the_functions_compute(company, solo):
    spend = company.table("solo_spend")
    facts = {name: write() for name, write in explore.company_facts(solo, spend).items()}
    moves = explore.bets(solo, spend)["net"]
    for name in (explore.NONE, explore.LOW):
        assert f"{moves[name]:+,.0f} USD a month" in facts["none"]
    assert f"from {explore.mails_pay(solo):.1%} of churn on" in facts["mails"]
    assert "**" not in facts["mails"]
    assert not any("{" in fact for fact in facts.values())
    assert f"±{plans.store_lot(solo, spend).plan.off:.0%}" in facts["app store"]
    assert f"±{explore.lower_lot(solo, spend).plan.off:.0%}" in facts["none"]
    worth = explore.test_worth(solo, spend, explore.call_test(solo, spend))
    assert "{:+,.0f} and {:+,.0f} USD".format(*worth.within(12)) in facts["test's worth"]
    share = explore.left_at(explore.triangle(solo, "social"), 12)
    assert f"social {share.estimate:.0%} ({share.low:.0%} to {share.high:.0%})" in facts["left"]
    assert f"by lot, {explore.next_cost(solo, spend).estimate:.0f} USD" in facts["costs"]
    assert f"{explore.call_test(solo, spend).pays_arm:,.0f} a group" in facts["call test"]


def test_a_channel_that_is_not_there_is_refused(company, solo):
    spend = company.table("solo_spend")
    for ask in (explore.triangle, explore.survival, explore.margin, explore.model):
        with pytest.raises(ValueError, match="organic, app_store, social"):
            ask(solo, "app store")
    with pytest.raises(ValueError, match="you passed 'paid'"):
        explore.by_month(solo, spend, "paid")


def test_two_ways_to_count_lost_money_differ_by_who_came_back(company):
    movements = company.table("subscriptions")
    before, after = (retention.mrr_at(movements, day) for day in ("2025-07-01", "2026-07-01"))
    moved = explore.gross_by_movements(movements, "2025-07-01", "2026-07-01")
    assert moved < retention.revenue_retention(before, after).gross


@pytest.mark.parametrize(
    ("came", "told", "words"),
    [
        ((0.57, 0.52, 0.61), (0.77, 0.89, 0.77, 0.38), ["**All four**", "fell back"]),
        ((0.70, 0.59, 0.79), (0.73, 0.90, 0.73, 0.40), ["**log-log line, parabola**", "fell back"]),
        ((0.60, 0.50, 0.70), (0.60, 0.62, 0.55, 0.65), ["**None**"]),
    ],
)
def test_team_accounts_are_told_with_the_doubt_of_what_came(came, told, words):
    names = ["sBG", "log-log line", "constant churn", "parabola"]
    said = explore.teams_said(evidence.TeamExam(90, Interval(*came), pd.Series(told, index=names)))
    assert all(name in said for name in names)
    assert all(word in said for word in words)
    assert ("fell back" in words) == ("fell back" in said)
    assert "earest" not in said


def test_the_exam_of_teams_counts_accounts(company):
    movements = company.table("subscriptions")
    exam = explore.team_exam(movements)
    paying = explore.paying(movements)
    old = paying[paying["started_at"] < "2025-01-01"]
    assert exam.accounts == len(old)
    assert exam.came.low < exam.came.estimate < exam.came.high
    assert "actual" not in exam.told


KEY = load_key(FOLDER)


@pytest.mark.parametrize(
    "name",
    ["organic_three", "organic_200", "organic_24", "store_money", "call_value", "call_pays"],
)
def test_one_curve_for_all_channels_is_named(name):
    """The sin of the lesson gets words where it can be committed, and no points."""
    words = [mistake.message for mistake in KEY.all[name].mistakes]
    assert any("all channels" in message for message in words)


@pytest.mark.parametrize("name", CLAIMS)
def test_each_claim_holds_on_the_public_company(name):
    assert CLAIMS[name].holds(data.open(ROOT / "datasets"))

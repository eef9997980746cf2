"""What plans for the team plan's price are worth: month by month, and beside what is planted."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from companies import company as made
from places import ROOT

from course_utils import data
from course_utils.company.causes.offers import start_chance
from course_utils.lessons import finance as explore
from course_utils.lessons.finance import evidence, plans, words
from course_utils.toolkit import finance
from course_utils.toolkit.common.intervals import Interval


def base_of(company):
    books, subscriptions = company.table("finance"), company.table("subscriptions")
    payers = explore.paying(subscriptions, company.table("accounts"))
    share = explore.payers_share(company.table("tickets"), company.table("users"), payers)
    cost = explore.seat_cost(books, payers, share)
    return explore.team_base(books, subscriptions, payers, cost)


@pytest.fixture(scope="module")
def company():
    return data.open(ROOT / "datasets")


@pytest.fixture(scope="module")
def visits(company):
    return company.table("price_test")


@pytest.fixture(scope="module")
def base(company):
    return base_of(company)


BASE = plans.Base(
    accounts={plans.SMALL: np.array([2.0, 4.0]), plans.BIG: np.array([5.0, 6.0, 10.0])},
    won={plans.SMALL: np.array([12.0]), plans.BIG: np.array([5.0, 19.0])},
    stay=0.9,
    cost=2.0,
    outlay=500.0,
    goes=0.1,
)
"""Made up: 6 and 21 seats that pay, 1 and 2 won a month."""


def test_a_plan_month_by_month():
    flows = plans.plan_flows(plans.FENCED, BASE, {plans.BIG: 0.8}, angry=False)
    each = 0.8 * 13 - 10
    assert flows[:3].tolist() == [-500, 0, 0]
    assert flows[3] == pytest.approx(each * (21 + 2))
    assert flows[5] == pytest.approx(each * (21 * 0.81 + 2 * (1 + 0.9 + 0.81)))
    assert len(flows) == evidence.HORIZON + 1


def test_a_plan_for_all_needs_no_work_on_billing_and_adds_both_teams_up():
    kept = {plans.SMALL: 0.5, plans.BIG: 0.8}
    flows = plans.plan_flows(plans.ALL, BASE, kept, angry=False)
    assert flows[0] == 0
    assert flows[3] == pytest.approx((0.5 * 13 - 10) * 7 + (0.8 * 13 - 10) * 23)


def test_old_ones_who_keep_their_price_bring_nothing_more():
    flows = plans.plan_flows(plans.KEPT_OLD, BASE, {plans.BIG: 0.8})
    assert flows[0] == -500
    assert flows[3] == pytest.approx((0.8 * 13 - 10) * 2)


def test_who_leaves_sooner_is_gone_from_the_dearer_seats_alone():
    flows = plans.plan_flows(plans.FENCED, BASE, {plans.BIG: 0.8}, sooner=0.1, angry=False)
    assert flows[4] == pytest.approx(0.8 * 13 * (21 * 0.8 + 2 * 1.8) - 10 * (21 * 0.9 + 2 * 1.9))


def test_the_angry_write_once_and_some_of_them_leave():
    calm = plans.plan_flows(plans.FENCED, BASE, {plans.BIG: 0.8}, angry=False)
    angry = plans.plan_flows(plans.FENCED, BASE, {plans.BIG: 0.8})
    # A rise of a quarter, told before, angers 5 %; a quarter of them leave; a ticket is 60 USD.
    gone = 0.05 * 0.25 * 21 * 0.8 * 13
    assert calm[3] - angry[3] == pytest.approx(gone + 60 * 0.05 * 3)
    assert calm[4] - angry[4] == pytest.approx(0.9 * gone)


def test_the_interval_of_a_worth_draw_by_draw(base, visits):
    found = plans.plan_worth(plans.ALL, base, visits, "curve")
    drawn = {
        team: evidence.kept_drawn(rows, 15, 12, "curve")[1]
        for team, rows in plans.teams(visits).items()
    }
    worths = [
        finance.npv(
            plans.MONTHLY_RATE,
            plans.plan_flows(plans.ALL, base, {team: kept[n] for team, kept in drawn.items()}),
        )
        for n in range(300)
    ]
    low, high = np.percentile(worths, [2.5, 97.5])
    assert found.low == pytest.approx(low, abs=0.2 * (high - low))
    assert found.high == pytest.approx(high, abs=0.2 * (high - low))
    assert found.chance == pytest.approx((np.array(worths) > 0).mean(), abs=0.08)


def test_old_seats_at_todays_price_change_nothing(base, visits):
    assert explore.old_change(base, visits, 12) == pytest.approx((0, 0, 0), abs=1e-6)


def test_what_tips_a_plan_brings_it_to_nothing(base, visits):
    found = plans.plan_tips(base, visits)
    kept = evidence.kept_drawn(plans.teams(visits)[plans.BIG], 15)[0]
    for share, sooner in ((1 - found["lost"], 0.0), (kept, found["sooner"])):
        flows = plans.plan_flows(plans.FENCED, base, {plans.BIG: share}, sooner=sooner)
        assert finance.npv(plans.MONTHLY_RATE, flows) == pytest.approx(0, abs=0.01)
    dearer = base._replace(outlay=found["outlay"])
    assert plans.plan_worth(plans.FENCED, dearer, visits).estimate == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("over", [0.5, 0.9, 1.0, 1.2, 4.0])
def test_a_gain_is_gone_where_it_is_said_however_large_it_is(over):
    """Four times as much is gone only where a fifth more leaves each month; half needs more to stay."""
    sooner = plans.sooner_gone(over, 0.97, 24)
    months = [sum(stay**month for month in range(24)) for stay in (0.97 - sooner, 0.97)]
    assert over * months[0] == pytest.approx(months[1])


def test_at_the_switching_values_visitors_bring_the_same(visits):
    at = plans.switching(visits, 1.3)
    line = explore.demand_line(explore.by_price(visits))
    today = line.seats(12)
    assert 13.7 * (today - at["steeper"] * line.slope * 3) == pytest.approx(10.7 * today)
    months = [sum(stay**month for month in range(24)) for stay in (0.97 - at["sooner"], 0.97)]
    assert 13.7 * line.seats(15) * months[0] == pytest.approx(10.7 * today * months[1])


def test_teams_that_slip_under_the_fence_pay_less_for_fewer_seats(visits):
    one = plans.slips(BASE, visits, to=4)
    assert one == pytest.approx(plans.plan_worth(plans.FENCED, BASE, visits).estimate)
    assert plans.slips(BASE, visits, to=5) < one


def test_half_of_the_slipping_lies_half_way(visits):
    whole, half = (plans.slips(BASE, visits, share=share) for share in (1.0, 0.5))
    nobody = plans.plan_worth(plans.FENCED, BASE, visits).estimate
    assert half == pytest.approx((whole + nobody) / 2)
    assert whole < half < nobody


def test_nobody_is_angry_at_a_lower_price():
    kept = {plans.SMALL: 1.1, plans.BIG: 1.1}
    calm, angry = (plans.plan_flows(plans.LESS, BASE, kept, angry=how) for how in (False, True))
    assert calm.tolist() == angry.tolist()


def test_a_graduated_price_by_hand(visits):
    """Teams of 5, 6 and 10 seats pay 63, 78 and 138 in all."""
    change = 0.0
    for seats, pays in ((5, 63), (6, 78), (10, 138)):
        kept = evidence.kept_drawn(plans.teams(visits)[plans.BIG], pays / seats, 12)[0]
        change += (pays - 2 * seats) * kept - 10 * seats
    assert plans.stepped_change(BASE, visits) == pytest.approx(change)


def test_from_april_month_by_month():
    """Half went in October. Then a tenth goes in three months, or at the new price a fifth."""
    slow, fast = 0.9 ** (1 / 3), 0.8 ** (1 / 3)
    # 21 seats of today, six months on, and two a month that came since October: half of either.
    there = 0.5 * (21 * slow**6 + 2 * sum(slow**month for month in range(6)))
    on = stopped = 0.0
    gone, stays = there, there
    for month in range(9, 25):
        gone, stays = gone + 0.5 * 2, stays + 2
        on += 13 * gone / 1.01**month
        stopped += 10 * stays / 1.01**month
        gone, stays = fast * gone, slow * stays
    # What comes in April is there for all of it; what was there has had a month to go.
    assert plans.from_april(BASE, 0.5, 0.2) == pytest.approx(on)
    assert plans.from_april(BASE, 0.5, 0.2, stopped=True) == pytest.approx(stopped)


def test_at_the_limit_going_on_and_stopping_bring_the_same(base, visits):
    """For what is there in April, whatever went before; above it a tenth less is brought by `hated`."""
    rule = plans.stop_rule(base, visits)
    old = base._replace(won={**base.won, plans.BIG: np.zeros(1)})
    for gone in (0.0, 0.22, 0.6):
        stopped = plans.from_april(old, gone, rule.limit, stopped=True)
        assert plans.from_april(old, gone, rule.limit) == pytest.approx(stopped)
        assert plans.from_april(old, gone, rule.hated) == pytest.approx(0.9 * stopped)


def test_seats_that_went_in_october_are_no_reason_to_stop(base):
    """A rule on what is gone by 31 March would stop here, and give money away."""
    for gone in (words.break_even(base.cost), 0.3):
        on, stopped = (
            plans.from_april(base, gone, base.goes, stopped=how) for how in (False, True)
        )
        assert on > 1.1 * stopped


def test_the_rule_on_days_that_are_over(company, base, visits):
    """Quarter by quarter, by subscriptions: who paid on the first day, and what is left on the last."""
    moves = company.table("subscriptions").sort_values(["occurred_at", "movement_id"])
    found = evidence.team_quarters(moves, plans.FENCE)
    assert len(found) == 8
    for first, row in list(found.iterrows())[-2:]:
        lost = seats = teams = 0
        for _, account in moves.groupby("account_id"):
            before = account[account["occurred_at"] < first]
            if before.empty or before["mrr"].iloc[-1] == 0 or before["plan"].iloc[-1] != "team":
                continue
            had = before["seats"].iloc[-1]
            if had < 5:
                continue
            last = account[account["occurred_at"] < first + pd.DateOffset(months=3)].iloc[-1]
            lost += max(0, had - (last["seats"] if last["mrr"] > 0 else 0))
            seats, teams = seats + had, teams + 1
        assert (row["teams"], row["seats"], row["lost"]) == (teams, seats, lost)
    year = found.tail(4)
    assert base.goes == pytest.approx(year["lost"].sum() / year["seats"].sum())
    # At an unchanged price it has not fired on the public company.
    assert (found["lost"] / found["seats"]).max() < plans.stop_rule(base, visits).limit


def test_the_errors_of_the_rule_by_accounts_that_leave_one_by_one(base, visits):
    rule = plans.stop_rule(base, visits)
    bits = np.random.default_rng(3)
    seats = base.accounts[plans.BIG]
    kept = evidence.kept_drawn(plans.teams(visits)[plans.BIG], 15)[0]

    def fires(share):
        fired = 0
        for _ in range(4000):
            there = seats[bits.random(len(seats)) < kept * (1 - base.goes) ** 2]
            fired += there[bits.random(len(there)) < share].sum() > rule.limit * there.sum()
        return fired / 4000

    assert rule.expected == base.goes < rule.limit < rule.hated
    assert fires(rule.expected) == pytest.approx(rule.false, abs=0.01)
    assert 1 - fires(rule.hated) == pytest.approx(rule.missed, abs=0.03)


def test_the_rule_on_letters_by_teams_that_write_one_by_one(base):
    rule = plans.anger_rule(base)
    teams = len(base.accounts[plans.BIG])
    bits = np.random.default_rng(5)

    def fires(share):
        return ((bits.random((20_000, teams)) < share).mean(axis=1) > rule.limit).mean()

    assert rule.expected < rule.limit < rule.hated
    assert fires(rule.expected) == pytest.approx(rule.false, abs=0.01)
    assert 1 - fires(rule.hated) == pytest.approx(rule.missed, abs=0.01)


def test_one_letter_in_ten_does_not_fire_and_one_more_does():
    """Of ten teams one may write."""
    ten = BASE._replace(accounts={**BASE.accounts, plans.BIG: np.full(10, 6.0)})
    rule = plans.anger_rule(ten)
    assert rule.false == pytest.approx(1 - 0.95**10 - 10 * 0.05 * 0.95**9)
    assert rule.missed == pytest.approx(0.8**10 + 10 * 0.2 * 0.8**9)


def truth(company, base, price):
    """Return what old seats would bring by the chances that visitors were made with, by team."""
    payers = explore.paying(company.table("subscriptions"), company.table("accounts"))
    found = {}
    for team, rows in plans.teams(payers[payers["plan"] == "team"]).items():
        seats = rows.groupby(rows["size"].astype(str))["seats"].sum()
        kept = [start_chance(n, price) / start_chance(n, 12) for n in range(3)]
        change = [(price - base.cost) * each - (12 - base.cost) for each in kept]
        found[team] = sum(seats[size] * change[n] for n, size in enumerate(explore.SIZES))
    return found


@pytest.mark.parametrize("seed", range(600, 606))
def test_the_lesson_says_no_sign_that_the_planted_truth_has_not(seed):
    """Big teams gain and small ones lose, in truth and by both ways; for all the ways disagree."""
    company = made(seed)
    base, visits = base_of(company), company.table("price_test")
    planted = truth(company, base, 15)
    assert planted[plans.BIG] > 0 > planted[plans.SMALL]
    for by in ("line", "curve"):
        assert explore.old_change(base, visits, 15, by, plans.BIG).estimate > 0
        assert explore.old_change(base, visits, 15, by, plans.SMALL).estimate < 0
    together = explore.old_change(base, visits, 15, "curve")
    assert together.low < sum(planted.values()) < together.high
    assert planted[plans.BIG] > sum(planted.values())


def test_the_page_says_both_curves_and_both_ends(company, base, visits):
    books = company.table("finance")
    said = words.page_said(base, visits, books, company.table("solo"), company.table("solo_spend"))
    both = ("line", "curve")
    for by in both:
        for plan in set(plans.PLANS) - {plans.KEPT_OLD, "14 for all"}:
            found = plans.plan_worth(plan, base, visits, by)
            assert f"{found.estimate:+,.0f} ({found.low:+,.0f} to {found.high:+,.0f})" in said
    for share in (1.0, 0.5):
        line, curve = (plans.slips(base, visits, by, share) for by in both)
        assert f"{line:+,.0f}" in said
        assert f"{curve:+,.0f}" in said
    for by in both:
        for slipped in (0.0, 0.5):
            ahead = plans.lead(plans.SMALL_STEP, base, visits, by, slipped=slipped)
            assert words.with_ends(ahead, "+,.0f") in said
    found = evidence.losses(books, company.table("solo"), company.table("solo_spend"))
    flows = plans.likely_flows(plans.FENCED, base, visits)
    for name in ("accounts", "solo"):
        assert f"{flows[-1] / found[name].a_month:.1%}" in said


@pytest.mark.parametrize("slipped", [0.0, 0.5])
def test_a_lead_is_of_both_plans_in_the_same_draw(base, visits, slipped):
    """Draw by draw, each plan with the shares that its draw has; not two intervals set side by side."""
    small, big = (plans.teams(visits)[team] for team in plans.TEAMS)
    fence = evidence.kept_drawn(big, 15)[1][:40]
    step = [evidence.kept_drawn(rows, 13)[1][:40] for rows in (small, big)]
    seats, won = base.accounts[plans.BIG], base.won[plans.BIG]
    rest = base._replace(accounts={plans.BIG: seats[seats > 6]}, won={plans.BIG: won[won > 6]})
    lost = [(each[each <= 6] - 4).sum() for each in (seats, won)]
    down = (12 - base.cost) * plans._months(lost[0], lost[1] / 12, base.stay)
    hand = []
    for n, kept in enumerate(fence):
        whole = plans.plan_flows(plans.FENCED, base, {plans.BIG: kept})
        fewer = plans.plan_flows(plans.FENCED, rest, {plans.BIG: kept}) - down
        all_pay = plans.plan_flows(
            plans.SMALL_STEP, base, {plans.SMALL: step[0][n], plans.BIG: step[1][n]}
        )
        flows = slipped * fewer + (1 - slipped) * whole - all_pay
        hand.append(finance.npv(plans.MONTHLY_RATE, flows))
    one, drawn = plans._slips_valued(base, visits, "line", slipped)
    other, less = plans._plan_valued(plans.SMALL_STEP, base, visits, "line")
    assert (drawn - less)[:40] == pytest.approx(hand)
    found = plans.lead(plans.SMALL_STEP, base, visits, slipped=slipped)
    assert found.estimate == pytest.approx(one - other)
    assert found.chance == pytest.approx((drawn > less).mean())


def test_who_is_ahead_is_chosen_by_the_data():
    def worth(low, estimate, high):
        return plans.Worth(estimate, low, high, 0.5)

    more, less, sure = worth(-1, 2, 5), worth(-5, -2, 1), worth(1, 2, 3)
    assert words.ahead_said([less, more]) == (
        "Which of the two is ahead hangs on the way, and neither way shows it"
    )
    assert words.ahead_said([more, sure]) == (
        "By both ways the fence is ahead, and only the curve shows it"
    )
    assert words.ahead_said([less, worth(-3, -2, -1)]).startswith("By both ways 13 for all is")
    assert words.ahead_said([sure, sure]).endswith("and both show it")
    assert words.shown_side({"line": more, "curve": less}) == "by neither"
    assert words.shown_side({"line": worth(-3, -2, -1), "curve": sure}) == (
        "above 0: curve; below 0: line"
    )


def test_which_way_shows_a_sign_is_chosen_by_the_data():
    yes, no = Interval(2.0, 1.0, 3.0), Interval(2.0, -1.0, 5.0)
    assert words.shown_by({"line": no, "curve": no}) == "By none of these ways is it shown"
    assert words.shown_by({"line": yes, "curve": no, "arms": no}) == (
        "It is shown by the straight line, not by the bent curve nor by the two prices alone,"
    )
    assert words.shown_by({"line": yes, "curve": yes}).endswith(
        "straight line and by the bent curve"
    )


def test_a_loss_that_is_rounded_to_nothing_has_no_sign():
    assert words.with_ends(Interval(-0.001, -0.02, 0.01), "+.0%") == "+0% (-2% to +1%)"


def test_whose_points_refuse_the_line(visits):
    """By hand for small companies: the least of all lines, each error over its own doubt."""
    small = evidence.of_size(visits, "small")
    table = evidence.by_price(small)
    error = (table["high"] - table["low"]) / 2 / 1.96

    def hand(intercept, slope):
        seen = [intercept - slope * price for price in table.index]
        return (((table["per_100"] - seen) / error) ** 2).sum()

    slope, level = np.polyfit(table.index, table["per_100"], 1, w=1 / error)
    assert evidence.misfit(small, "line") == pytest.approx(hand(level, -slope))
    assert evidence.misfit(small, "line") < hand(*evidence.demand_line(table))
    assert evidence.misfit(small, "curve") < 7.8 < evidence.misfit(small, "line")
    assert "just refuse the **line**" in words.misfit_said(visits)
    assert "refuse neither" in words.misfit_said(visits.assign(size="small"))
    assert "refuse both" in words.refused_said(8.0, 8.0)
    assert words.refused_said(12.0, 1.0).startswith("So they refuse the **line**")
    assert words.refused_said(7.0, 9.0).endswith("believe the line.")


def test_points_on_a_true_line_are_seldom_refused(visits):
    """Small companies' visitors are drawn along a straight line: luck refuses it in one test of twenty."""
    small = evidence.of_size(visits, "small")
    table = evidence.by_price(small)
    error = (table["high"] - table["low"]) / 2 / 1.96
    slope, level = np.polyfit(table.index, table["per_100"], 1, w=1 / error)
    wanted = small["seats"].to_numpy()
    price = small["price"].to_numpy(dtype=float)
    chance = np.maximum(level + slope * price, 0.3) / 100 / wanted.mean()
    bits = np.random.default_rng(12)
    drawn = [
        evidence.misfit(small.assign(started=bits.random(len(small)) < chance), "line")
        for _ in range(300)
    ]
    assert 0.02 < np.mean(np.array(drawn) > evidence.REFUSED) < 0.11


def test_a_price_at_which_nobody_starts_has_a_misfit(visits):
    small = evidence.of_size(visits, "small")
    none = small.assign(started=small["started"] & (small["price"] < 21))
    for by in evidence.CURVES[:3]:
        assert 0 < evidence.misfit(none, by) < 100

"""What plans for the team plan's price are worth: month by month, and beside what is planted."""

from __future__ import annotations

import numpy as np
import pytest
from companies import company as made
from places import ROOT

from course_utils import data
from course_utils.company.causes.offers import start_chance
from course_utils.lessons import finance as explore
from course_utils.lessons.finance import evidence, plans, words
from course_utils.toolkit import finance


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
)
"""Made up: 6 and 21 seats that pay, 1 and 2 won a month."""


def test_a_plan_month_by_month():
    flows = plans.plan_flows(plans.FENCED, BASE, {plans.BIG: 0.8})
    each = 0.8 * 13 - 10
    assert flows[:3].tolist() == [-500, 0, 0]
    assert flows[3] == pytest.approx(each * (21 + 2))
    assert flows[5] == pytest.approx(each * (21 * 0.81 + 2 * (1 + 0.9 + 0.81)))
    assert len(flows) == evidence.HORIZON + 1


def test_a_plan_for_all_needs_no_work_on_billing_and_adds_both_teams_up():
    flows = plans.plan_flows(plans.ALL, BASE, {plans.SMALL: 0.5, plans.BIG: 0.8})
    assert flows[0] == 0
    assert flows[3] == pytest.approx((0.5 * 13 - 10) * 7 + (0.8 * 13 - 10) * 23)


def test_old_ones_who_keep_their_price_bring_nothing_more():
    flows = plans.plan_flows(plans.KEPT_OLD, BASE, {plans.BIG: 0.8})
    assert flows[0] == -500
    assert flows[3] == pytest.approx((0.8 * 13 - 10) * 2)


def test_who_leaves_sooner_is_gone_from_the_dearer_seats_alone():
    flows = plans.plan_flows(plans.FENCED, BASE, {plans.BIG: 0.8}, sooner=0.1)
    assert flows[4] == pytest.approx(0.8 * 13 * (21 * 0.8 + 2 * 1.8) - 10 * (21 * 0.9 + 2 * 1.9))


def test_the_angry_write_once_and_some_of_them_leave():
    calm = plans.plan_flows(plans.FENCED, BASE, {plans.BIG: 0.8})
    angry = plans.plan_flows(plans.FENCED, BASE, {plans.BIG: 0.8}, angry=True)
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


def test_the_rule_by_accounts_that_leave_one_by_one(base, visits):
    """Draw who leaves anyway and who leaves because of the price, account by account."""
    rule = plans.stop_rule(base, visits)
    bits = np.random.default_rng(3)
    anyway = 1 - base.stay**plans.WATCHED

    def fires(lost):
        gone = []
        seats = base.accounts[plans.BIG]
        for share in (anyway + (1 - anyway) * lost, anyway):
            gone.append((bits.random((4000, len(seats))) < share) @ seats / seats.sum())
        return ((gone[0] - gone[1]) > (1 - anyway) * rule.limit).mean()

    assert fires(rule.expected) == pytest.approx(rule.false, abs=0.03)
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
    books, subscriptions = company.table("finance"), company.table("subscriptions")
    said = words.page_said(base, visits, books, subscriptions)
    for by in ("line", "curve"):
        for plan in (plans.FENCED, plans.ALL):
            found = plans.plan_worth(plan, base, visits, by)
            assert f"{found.estimate:+,.0f} ({found.low:+,.0f} to {found.high:+,.0f})" in said
        assert f"{plans.slips(base, visits, by):+,.0f} " in said

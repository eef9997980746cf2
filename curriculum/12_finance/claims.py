"""What lesson 12 says about Kitewell, each conclusion a predicate over a company."""

from __future__ import annotations

import numpy as np

from course_utils.exercises.claims import claim
from course_utils.lessons import finance as explore
from course_utils.lessons.finance import drag, plans, words, year
from course_utils.lessons.finance.evidence import CURVES, REFUSED
from course_utils.toolkit import finance as money

EXCEPT = {
    "from 1 January to 31 March more": "a rule, not a finding",
    "From 1 January to 31 March more": "a rule, not a finding",
    "by then most teams": "a rule, not a finding",
    "Most teams of five and six seats have": "a rule, not a finding",
    "Smaller teams go on at 12": "what is recommended",
    "Kitewell has": "a number that is computed",
    "Give both ends of the range": "says what is to be computed",
    "Give the magic number": "says what is to be computed",
    "Kitewell in the first quarter": "says what is to be computed",
    "all team seats at 14": "the name of a line of numbers",
    "more than one in ten old accounts": "a rule, not a finding",
    "after two quarters all is well": "a rule, not a finding",
    "The survey says that the optimal price is 11": "an invented paragraph, to be marked",
    "This brings 67 %": "an invented paragraph, to be marked",
    "More than one old big team in ten": "a rule, not a finding",
}


def _payers(subscriptions, accounts):
    return explore.paying(subscriptions, accounts)


def _said(prices, users, accounts, subscriptions):
    return explore.answers(prices, users, accounts, _payers(subscriptions, accounts))


@claim
def seats_are_elsewhere(prices, users, accounts, subscriptions):
    """More than half of the answers are of small companies, more than half of team seats are not."""
    said = _said(prices, users, accounts, subscriptions)
    payers = _payers(subscriptions, accounts)
    team = payers[payers["plan"] == "team"]
    small = team.loc[team["size"] == "small", "seats"].sum() / team["seats"].sum()
    return bool((said["size"] == "small").mean() > 0.5 and small < 0.4)


@claim
def weighted_is_above(prices, users, accounts, subscriptions):
    """Weighted by seats the point of as many too cheap as too expensive lies above 12; of all answers, below."""
    table = explore.points_by_group(_said(prices, users, accounts, subscriptions))["optimal"]
    return bool(table["by seats"] > explore.LIST > table["all"])


@claim
def every_fifth_says_so(prices, users, accounts, subscriptions):
    """By the stated intents 14 to 26 % would buy at 12."""
    said = _said(prices, users, accounts, subscriptions)
    return bool(0.14 < explore.said_share(said, explore.LIST) < 0.26)


@claim
def elasticity_grows(price_test):
    """The elasticity of seats is above -1 from 9 to 12 and below -1 from 15 to 18 and 18 to 21."""
    q = explore.by_price(price_test)["per_100"]
    arcs = [
        money.midpoint_elasticity(low, high, q[low], q[high])
        for low, high in ((9, 12), (15, 18), (18, 21))
    ]
    return bool(arcs[0] > -1 > max(arcs[1:]))


@claim
def both_move_it_down(price_test):
    """In the explorer, a rival who stays and the dear who leave sooner each lower the best price."""
    line = explore.demand_line(explore.by_price(price_test))
    prices = [6 + 0.1 * step for step in range(211)]

    def best(rival, sooner):
        return max(
            prices,
            key=lambda each: (
                (each - year.COST)
                * drag.seats_at(line, each, rival)
                * drag.months_kept(each, sooner)
            ),
        )

    return best(True, False) < best(False, False) and best(False, True) < best(False, False)


def _cost(finance, subscriptions, accounts, users, tickets):
    payers = _payers(subscriptions, accounts)
    return explore.seat_cost(finance, payers, explore.payers_share(tickets, users, payers))


@claim
def no_curve_is_refused(price_test):
    """Line, bent curve and one elasticity each fit the five points of all visitors (chi-square)."""
    return max(explore.misfit(price_test, by) for by in CURVES[:3]) < REFUSED


@claim
def teams_refuse_neither(price_test):
    """Of visitors who want 1 to 4 seats, and of those who want more, no five points refuse line or curve."""
    return all(
        explore.misfit(rows, by) < REFUSED
        for rows in plans.teams(price_test).values()
        for by in CURVES[:2]
    )


@claim
def fifteen_is_likelier(price_test, finance, subscriptions, accounts, users, tickets):
    """By line and bent curve, 15 beats 12 in more than half of the redrawn tests."""
    cost = _cost(finance, subscriptions, accounts, users, tickets)
    return all(
        explore.chance_better(price_test, explore.PROPOSED, explore.LIST, cost, by) > 0.5
        for by in ("line", "curve")
    )


@claim
def one_elasticity_is_less_sure(price_test, finance, subscriptions, accounts, users, tickets):
    """That 15 beats 12 is less sure by the bent curve than by the line, and by one elasticity less again."""
    cost = _cost(finance, subscriptions, accounts, users, tickets)
    line, curve, one = (
        explore.chance_better(price_test, explore.PROPOSED, explore.LIST, cost, by)
        for by in ("line", "curve", "elasticity")
    )
    return line > curve > one


@claim
def arms_do_not_show_it(price_test, finance, subscriptions, accounts, users, tickets):
    """Of the two tested prices alone, the 95 % interval of the gain has 0 in it."""
    cost = _cost(finance, subscriptions, accounts, users, tickets)
    gain = explore.against(price_test, explore.PROPOSED, explore.LIST, cost, "arms")
    return gain.low < 0 < gain.high


@claim
def twenty_is_not_shown(price_test, finance, subscriptions, accounts, users, tickets):
    """Neither by the line nor by the curve is 20 shown to beat 12, and 15 beats 20 likelier than not."""
    cost = _cost(finance, subscriptions, accounts, users, tickets)
    found = [
        explore.against(price_test, explore.ASKED, explore.LIST, cost, by).low < 0
        and explore.chance_better(price_test, explore.PROPOSED, explore.ASKED, cost, by) > 0.5
        for by in ("line", "curve")
    ]
    return all(found)


def _base(finance, subscriptions, accounts, users, tickets):
    payers = _payers(subscriptions, accounts)
    cost = _cost(finance, subscriptions, accounts, users, tickets)
    return explore.team_base(finance, subscriptions, payers, cost)


@claim
def five_seats_split_sizes(subscriptions, accounts):
    """Of paying team accounts, large companies have five seats and more over twice as often as small ones."""
    payers = _payers(subscriptions, accounts)
    team = payers[payers["plan"] == "team"]
    big = team["seats"] >= 5
    return bool(big[team["size"] == "large"].mean() > 2 * big[team["size"] == "small"].mean())


@claim
def all_is_not_known(price_test, finance, subscriptions, accounts, users, tickets):
    """All paid team seats at 15: 0 in the bent curve's interval, which sees less than the line."""
    base = _base(finance, subscriptions, accounts, users, tickets)
    line, curve = (
        explore.old_change(base, price_test, explore.PROPOSED, by) for by in ("line", "curve")
    )
    return curve.low < 0 < curve.high and curve.estimate < line.estimate


@claim
def two_teams_two_signs(price_test, finance, subscriptions, accounts, users, tickets):
    """Small teams bring less at 15 by line and curve, with the whole interval; big ones bring more by both."""
    base = _base(finance, subscriptions, accounts, users, tickets)
    return all(
        explore.old_change(base, price_test, explore.PROPOSED, by, explore.SMALL).high < 0
        and explore.old_change(base, price_test, explore.PROPOSED, by, explore.BIG).estimate > 0
        for by in ("line", "curve")
    )


@claim
def the_step_costs_something(price_test, finance, subscriptions, accounts, users, tickets):
    """If only seats from the fifth on cost 15, big teams' old ones bring less than by the fence, both ways."""
    base = _base(finance, subscriptions, accounts, users, tickets)
    return all(
        0
        < explore.stepped_change(base, price_test, by)
        < explore.old_change(base, price_test, explore.PROPOSED, by, explore.BIG).estimate
        for by in ("line", "curve")
    )


@claim
def what_is_gone_is_no_reason(price_test, finance, subscriptions, accounts, users, tickets):
    """With 22 or 30 % of big teams' seats gone in October and calm since, going on from April brings more."""
    base = _base(finance, subscriptions, accounts, users, tickets)
    return all(
        explore.from_april(base, gone, base.goes)
        > explore.from_april(base, gone, base.goes, stopped=True)
        for gone in (words.break_even(base.cost), 0.3)
    )


@claim
def the_limit_is_far_from_the_usual(price_test, finance, subscriptions, accounts, users, tickets):
    """The limit of the rule that stops it lies above half as much again as what goes in a usual quarter."""
    rule = explore.stop_rule(_base(finance, subscriptions, accounts, users, tickets), price_test)
    return rule.limit > 1.5 * rule.expected and rule.false < 0.2


def _plans(price_test, finance, subscriptions, accounts, users, tickets):
    base = _base(finance, subscriptions, accounts, users, tickets)
    return {
        by: {plan: explore.plan_worth(plan, base, price_test, by) for plan in explore.PLANS}
        for by in ("line", "curve")
    }


@claim
def no_plan_is_shown(price_test, finance, subscriptions, accounts, users, tickets):
    """No plan has its whole interval above 0 by both line and bent curve."""
    found = _plans(price_test, finance, subscriptions, accounts, users, tickets)
    return not any(
        min(found[by][plan].low for by in ("line", "curve")) > 0 for plan in explore.PLANS
    )


@claim
def thirteen_hangs_on_the_curve(price_test, finance, subscriptions, accounts, users, tickets):
    """13 for all is worth less by the bent curve than by the line, and the curve has 0 in its interval."""
    found = _plans(price_test, finance, subscriptions, accounts, users, tickets)
    line, curve = (found[by][explore.SMALL_STEP] for by in ("line", "curve"))
    return curve.low < 0 < curve.high and curve.estimate < line.estimate


@claim
def the_two_wishes_fail(price_test, finance, subscriptions, accounts, users, tickets):
    """20 for all: likelier below 0, both ways. 11: below 0 by the line, whole interval; the curve has 0 in it."""
    found = _plans(price_test, finance, subscriptions, accounts, users, tickets)
    less = {by: each[explore.LESS] for by, each in found.items()}
    return (
        max(each[explore.ASKED_FOR].chance for each in found.values()) < 0.5
        and less["line"].high < 0
        and less["curve"].low < 0 < less["curve"].high
    )


@claim
def the_fence_is_likelier(price_test, finance, subscriptions, accounts, users, tickets):
    """15 from five seats on is above 0 in more than half of redrawn tests by both ways."""
    found = _plans(price_test, finance, subscriptions, accounts, users, tickets)
    return min(each[explore.FENCED].chance for each in found.values()) > 0.5


@claim
def the_fence_beats_one_price(price_test, finance, subscriptions, accounts, users, tickets):
    """15 from five seats on has a higher estimate than 11, 13, 14, 15 or 20 for all, by line and curve."""
    base = _base(finance, subscriptions, accounts, users, tickets)
    return all(
        explore.lead(plan, base, price_test, by).estimate > 0
        for plan in explore.PLANS
        if plan.endswith("for all")
        for by in ("line", "curve")
    )


@claim
def teams_of_one_are_many(subscriptions, accounts):
    """More than a fifth of the accounts that pay for the team plan have one seat."""
    payers = _payers(subscriptions, accounts)
    return bool((payers.loc[payers["plan"] == "team", "seats"] == 1).mean() > 0.2)


@claim
def more_to_win_and_to_lose(price_test, finance, subscriptions, accounts, users, tickets):
    """18 from five seats on is worth more than 15, by both ways, and its interval reaches further below 0."""
    found = _plans(price_test, finance, subscriptions, accounts, users, tickets)
    return all(
        worths[explore.DEARER].estimate > worths[explore.FENCED].estimate
        and worths[explore.DEARER].low < min(0.0, worths[explore.FENCED].low)
        for worths in found.values()
    )


@claim
def new_ones_are_not_shown_to_pay(price_test, finance, subscriptions, accounts, users, tickets):
    """If old ones keep 12, the fence is worth less by line and bent curve, and not shown to be above 0."""
    found = _plans(price_test, finance, subscriptions, accounts, users, tickets)
    return all(
        worths[explore.KEPT_OLD].low < 0
        and worths[explore.KEPT_OLD].estimate < worths[explore.FENCED].estimate
        for worths in found.values()
    )


@claim
def slips_take_more_than_anger(price_test, finance, subscriptions, accounts, users, tickets):
    """If all teams of five and six seats go down to four, that takes more than the game's anger does."""
    base = _base(finance, subscriptions, accounts, users, tickets)
    found = []
    for by in ("line", "curve"):
        worth, calm = (
            explore.plan_worth(explore.FENCED, base, price_test, by, angry=how).estimate
            for how in (True, False)
        )
        left = explore.slips(base, price_test, by)
        found.append(worth - left > calm - worth)
    return all(found)


@claim
def small_minds_most(price_test):
    """By all five prices a dollar more drives away more of small companies' seats than of large ones'.

    Their 95 % intervals lie apart, by the bent curve.
    """
    small, large = (
        explore.seats_kept(explore.of_size(price_test, size), 13, by="curve")
        for size in ("small", "large")
    )
    return small.high < large.low


@claim
def told_has_a_third_fewer():
    """In the game 25 to 40 % fewer accounts pay at the year's end if told than if nothing changes."""
    found = words.year_results().mean()
    return bool(0.25 < 1 - found[f"accounts, {words.TOLD}"] / found["accounts, unchanged"] < 0.4)


@claim
def magic_numbers_disagree(finance, subscriptions, solo, solo_spend):
    """By the spend of its own quarter the magic number is lower by a quarter and more, with Solo as well."""
    return all(
        found["magic_same"] < 0.75 * found["magic"]
        for books in (finance, explore.with_solo(finance, solo, solo_spend))
        for found in [explore.efficiency(books, subscriptions)]
    )


@claim
def campaign_is_in_one(finance, subscriptions):
    """The last quarter spent half as much again and more on winning customers as the one before."""
    found = explore.efficiency(finance, subscriptions)
    return found["spend"] > 1.5 * found["spend_before"]


@claim
def sign_on_is_for_large(packages):
    """Sign-on is worth over 1.6 times as much to large companies as to mid ones, little to small ones."""
    worth = explore.worth_by_size(packages)["sign_on"]
    return bool(worth["large"] > 1.6 * worth["mid"] and worth["small"] < 0.3 * worth["large"])


@claim
def sign_on_lies_apart(packages):
    """The 95 % interval of sign-on's worth to large companies lies above that of small ones."""
    found = explore.worth_intervals(packages)["sign_on"]
    return found["large"].low > found["small"].high


@claim
def history_fences_less(packages):
    """What kept history is worth differs by size by less than half of what sign-on's worth does."""
    table = explore.worth_by_size(packages)
    spread = table.max() - table.min()
    return bool(spread["history"] < 0.5 * spread["sign_on"])


@claim
def notice_beats_surprise():
    """Over the game's lucks, told before is worth more than at once, by 5 and more on average."""
    found = words.year_results()
    return bool((found[words.TOLD] - found[words.AT_ONCE]).mean() > 5)


@claim
def level_lags(finance):
    """A smoothed level carried on forecasts MRR too low."""
    found = explore.exam(explore.monthly(finance, "mrr_end"))
    return bool(found["bias"]["level"] < 0)


@claim
def price_is_no_rescue(
    price_test, finance, subscriptions, accounts, users, tickets, solo, solo_spend
):
    """15 from five seats on covers less than 6 % of the monthly loss in each month, with Solo as well."""
    base = _base(finance, subscriptions, accounts, users, tickets)
    flows = explore.likely_flows(explore.FENCED, base, price_test)
    found = explore.losses(finance, solo, solo_spend)
    return bool(max(flows) < 0.06 * min(found["accounts"].a_month, found["solo"].a_month))


@claim
def kitewell_loses_money(finance, solo, solo_spend):
    """In each month of the last year costs were above revenue, of accounts and with Solo."""
    costs = ["hosting", "support", "research_development", "sales", "marketing", "general"]
    return all(
        bool((year[costs].sum(axis=1) > year["revenue"]).all())
        for books in (finance, explore.with_solo(finance, solo, solo_spend))
        for year in [books.sort_values("month").tail(12)]
    )


@claim
def many_say_few_do(prices, users, accounts, subscriptions, price_test):
    """At 12, at least three times as many say that they would buy as visitors start."""
    said = _said(prices, users, accounts, subscriptions)
    table = explore.by_price(price_test)
    done = table["starts"][explore.LIST] / table["visitors"][explore.LIST]
    return bool(explore.said_share(said, explore.LIST) > 3 * done)

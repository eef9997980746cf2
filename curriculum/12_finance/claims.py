"""What lesson 12 says about Kitewell, each conclusion a predicate over a company."""

from __future__ import annotations

from course_utils.exercises.claims import claim
from course_utils.lessons import finance as explore
from course_utils.lessons.finance import drag, words, year
from course_utils.toolkit import finance as money

EXCEPT = {
    "By the end of December": "a rule, not a finding",
    "by the end of December": "a rule, not a finding",
    "over half a year seats": "a rule, not a finding",
    "Over half a year seats": "a rule, not a finding",
    "anger is in any of the three": "says what the sums leave out",
    "Kitewell has": "a number that is computed",
    "Give both ends of the range": "says what is to be computed",
    "Give the magic number": "says what is to be computed",
    "Kitewell in the first quarter": "says what is to be computed",
    "all team seats at 14": "the name of a line of numbers",
    "seats per 100 visitors fall by more": "a rule, not a finding",
    "more than one in ten old accounts": "a rule, not a finding",
    "after two quarters all is well": "a rule, not a finding",
    "The survey says that the optimal price is 11": "an invented paragraph, to be marked",
    "This brings 67 %": "an invented paragraph, to be marked",
    "Seats per 100 visitors fall by more": "a rule, not a finding",
    "More than one old account in ten": "a rule, not a finding",
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
def fifteen_is_likelier(price_test, finance, subscriptions, accounts, users, tickets):
    """By line, bent curve and arms, 15 beats 12 in more than half of the redrawn tests."""
    cost = _cost(finance, subscriptions, accounts, users, tickets)
    return all(
        explore.chance_better(price_test, explore.PROPOSED, explore.LIST, cost, by) > 0.5
        for by in explore.CURVES
    )


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


@claim
def october_is_worth_more(price_test, finance, subscriptions, accounts, users, tickets):
    """All on 1 October is worth more than new ones two months sooner, and than two prices."""
    found = explore.plan_worths(
        price_test,
        finance,
        subscriptions,
        _payers(subscriptions, accounts),
        _cost(finance, subscriptions, accounts, users, tickets),
    )
    return found[explore.OCTOBER] > max(found[explore.TWO_MONTHS], found[explore.TWO_PRICES])


@claim
def told_has_fewer_accounts():
    """In the game fewer accounts pay at the year's end if told than if nothing changes."""
    found = words.year_results()
    return bool((found[f"accounts, {words.TOLD}"] < found["accounts, unchanged"]).mean() > 0.95)


@claim
def sign_on_is_for_large(packages):
    """Sign-on is worth twice as much and more to large companies as to mid ones, little to small."""
    worth = explore.worth_by_size(packages)["sign_on"]
    return bool(worth["large"] > 1.6 * worth["mid"] and worth["small"] < 0.3 * worth["large"])


@claim
def history_fences_nobody(packages):
    """What kept history is worth differs by size by much less than what sign-on is worth."""
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
def price_is_no_rescue(price_test, finance, subscriptions, accounts, users, tickets):
    """All on 1 October covers less than 6 % of the monthly loss, in its first month and its last."""
    payers = _payers(subscriptions, accounts)
    cost = _cost(finance, subscriptions, accounts, users, tickets)
    flows = explore.plan_flows(
        explore.OCTOBER,
        explore.demand_line(explore.by_price(price_test)),
        explore.old_change(payers, price_test, explore.PROPOSED, cost).estimate,
        cost,
        explore.seats_won(subscriptions),
        explore.stays(finance),
        explore.outlay(finance),
    )
    return bool(max(flows) < 0.06 * explore.efficiency(finance, subscriptions)["loss"])


@claim
def kitewell_loses_money(finance):
    """In each month of the last year costs were above revenue."""
    year = finance.sort_values("month").tail(12)
    costs = ["hosting", "support", "research_development", "sales", "marketing", "general"]
    return bool((year[costs].sum(axis=1) > year["revenue"]).all())


@claim
def many_say_few_do(prices, users, accounts, subscriptions, price_test):
    """At 12, at least three times as many say that they would buy as visitors start."""
    said = _said(prices, users, accounts, subscriptions)
    table = explore.by_price(price_test)
    done = table["starts"][explore.LIST] / table["visitors"][explore.LIST]
    return bool(explore.said_share(said, explore.LIST) > 3 * done)

"""Sentences that the data choose: what is so on one company need not be so on another."""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import pairwise
from statistics import NormalDist

import numpy as np
import pandas as pd

from course_utils.lessons.finance import drag, year
from course_utils.lessons.finance.evidence import (
    ASKED,
    CURVES,
    HELD_OUT,
    HORIZON,
    LIST,
    MONTHLY_RATE,
    OCTOBER,
    PLANS,
    PROPOSED,
    SIZES,
    TWO_MONTHS,
    TWO_PRICES,
    against,
    best_price,
    by_price,
    chance_better,
    demand_line,
    efficiency,
    exam,
    good_enough,
    old_change,
    outlay,
    plan_flows,
    points_by_group,
    redrawn_arms,
    said_share,
    seats_won,
    stays,
    worth_by_size,
    worth_today,
)
from course_utils.toolkit import finance
from course_utils.toolkit.common import checks

LUCKS = 100
TOLD = "Told now, they pay 15 two months later"
AT_ONCE = "They pay 15 from the first month on"
KEPT = "They keep 12 for as long as they stay"
POLICIES = {TOLD: year.RULES, AT_ONCE: (15.0, "now"), KEPT: (15.0, "keep")}
FORECASTS = {
    "as last month": "Next month is as this month",
    "level": "A smoothed level, carried on",
    "line": "A straight line through all months",
    "trend": "A trend that follows the months",
}


def may_lose_said(costs: dict[str, float], loaded: dict[str, float]) -> tuple[float, str]:
    """Say what share of seats may be lost at 15 until the contribution is what it was."""
    seat = finance.contribution_per_seat(LIST, costs)
    change = PROPOSED / LIST - 1
    share = -finance.break_even_sales_change(change, seat.margin)
    return share, (
        f"{seat.contribution:.2f} of {LIST} USD are left of a seat, {seat.margin:.0%}. At {PROPOSED} it "
        f"is {PROPOSED - seat.cost:.2f}. By revenue alone one would say {1 - LIST / PROPOSED:.0%}: a seat "
        f"that goes takes its own cost along. With the cost of those who pay nothing in it one would say "
        f"{-finance.break_even_sales_change(change, 1 - sum(loaded.values()) / LIST):.0%}, and that cost stays."
    )


def curves_said(said: pd.DataFrame) -> tuple[float, str]:
    """Say where the curves *too cheap* and *too expensive* meet for large companies, and for the others."""
    table = points_by_group(said)["optimal"]
    return float(table["large"]), (
        f"Of all answers: {table['all']:.0f}. Small companies {table['small']:.0f}, mid ones "
        f"{table['mid']:.0f}; weighted by the seats that they pay for: {table['by seats']:.0f}."
    )


def done_said(visits: pd.DataFrame, said: pd.DataFrame) -> tuple[float, str]:
    """Say what share of visitors started at today's price, and how many said that they would."""
    table = by_price(visits)
    done = float(table["starts"][LIST] / table["visitors"][LIST])
    stated = said_share(said, LIST)
    return done, (
        f"{table['starts'][LIST]:.0f} of {table['visitors'][LIST]:,.0f} visitors. By what people say it "
        f"would be {stated:.0%}, {stated / done:.1f} times as many. The two groups differ, too: users "
        "were asked, visitors chose."
    )


def arcs_said(visits: pd.DataFrame) -> str:
    """Say the elasticity of seats from each tested price to the next, by midpoints, with its doubt."""
    seats = by_price(visits)["per_100"]
    _, drawn = redrawn_arms(visits)
    arcs = []
    for place, (low, high) in enumerate(pairwise(seats.index)):
        found = finance.midpoint_elasticity(low, high, seats[low], seats[high])
        one, other = drawn[:, place], drawn[:, place + 1]
        doubt = ((other - one) / (other + one)) / ((high - low) / (high + low))
        least, most = np.percentile(doubt, [2.5, 97.5])
        arcs.append(f"{low} to {high}: **{found:.1f}** ({least:.1f} to {most:.1f})")
    return "Elasticity of seats, by midpoints, with its 95 % interval: " + "; ".join(arcs) + "."


def one_elasticity_said(table: pd.DataFrame, cost: float) -> str:
    """Say what a single elasticity for all prices would make the best price."""
    found = finance.log_log_elasticity(table.index.to_numpy(), table["per_100"].to_numpy())
    words = f"One elasticity for all prices: **{found.estimate:.2f}** ({found.low:.1f} to {found.high:.1f}). "
    if found.estimate >= -1:
        return words + "Above -1 a higher price always earns more, without end."
    best = finance.constant_elasticity_price(found.estimate, cost)
    lowest = finance.constant_elasticity_price(found.low, cost)
    end = (
        "no end"
        if found.high >= -1
        else f"{finance.constant_elasticity_price(found.high, cost):.0f}"
    )
    return words + (
        f"By its formula the best price is **{best:.0f} USD**. Within its interval that is from "
        f"{lowest:.0f} USD to {end}."
    )


def best_said(visits: pd.DataFrame, cost: float) -> tuple[float, str]:
    """Say which price brings the most, how surely, and how flat the top is."""
    best = best_price(visits, cost)
    line = demand_line(by_price(visits))
    low, high = good_enough(line, cost)
    ghost = finance.linear_optima(line.intercept, line.slope, cost).revenue_price
    return best.estimate, (
        f"With visitors drawn again it might as well be {best.low:.0f} or {best.high:.0f} (95 %). Most "
        f"revenue is at {ghost:.1f}. From {low:.1f} to {high:.1f} at most 3 % of the contribution is lost: "
        "the top is flat."
    )


def compared_said(visits: pd.DataFrame, cost: float) -> str:
    """Say what the proposed price and the asked one bring beside today's, by three ways to seats."""
    tested = set(visits["price"].tolist())
    rows = [
        f"| beside {LIST}, same visitors | by the straight line | by a bent curve | the two tested prices |",
        "|---|---|---|---|",
    ]
    for price in (PROPOSED, ASKED):
        cells = [
            _gain_said(visits, price, cost, by) if by != "arms" or price in tested else "not tested"
            for by in CURVES
        ]
        rows.append(f"| **{price}** | {' | '.join(cells)} |")
    rows.append("")
    line = demand_line(by_price(visits))
    may = finance.break_even_sales_change(PROPOSED / LIST - 1, 1 - cost / LIST)
    rows.append(
        f"- From {LIST} to {PROPOSED} the line loses **{line.seats(PROPOSED) / line.seats(LIST) - 1:+.0%}** "
        f"of seats; {may:+.0%} might be lost."
    )
    sure = {by: chance_better(visits, PROPOSED, LIST, cost, by) for by in CURVES}
    rows.append(
        f"- {PROPOSED} beats {LIST} in **{sure['line']:.0%}** of the redrawn tests by the line, in "
        f"**{sure['curve']:.0%}** by the curve, in **{sure['arms']:.0%}** by the two prices alone."
    )
    twenty = {by: chance_better(visits, PROPOSED, ASKED, cost, by) for by in ("line", "curve")}
    rows.append(
        f"- {PROPOSED} beats {ASKED} in **{twenty['line']:.0%}** by the line, in "
        f"**{twenty['curve']:.0%}** by the curve."
    )
    return "\n".join(rows)


def _gain_said(visits: pd.DataFrame, price: float, cost: float, by: str) -> str:
    gain = against(visits, price, LIST, cost, by)
    return f"**{gain.estimate:+.0%}** ({gain.low:+.0%} to {gain.high:+.0%})"


def tips(visits: pd.DataFrame, cost: float) -> dict[str, float]:
    """Return what the proposed price brings beside today's over two years under what is assumed.

    Parameters
    ----------
    visits : DataFrame
        The table `price_test`.
    cost : float
        What one more seat costs in a month.
    """
    line = demand_line(by_price(visits))

    def gain(rival: bool, sooner: bool) -> float:
        new = drag.seats_at(line, PROPOSED, rival) * drag.months_kept(PROPOSED, sooner)
        today = line.seats(LIST) * drag.months_kept(LIST, False)
        return (PROPOSED - cost) * new / ((LIST - cost) * today) - 1

    return {
        "neither": gain(False, False),
        "a rival stays at 12": gain(True, False),
        "who pays more leaves sooner": gain(False, True),
        "both": gain(True, True),
    }


def tips_said(visits: pd.DataFrame, cost: float) -> str:
    """Say what tips the choice between the proposed price and today's."""
    found = "; ".join(f"{name} **{gain:+.0%}**" for name, gain in tips(visits, cost).items())
    return f"{PROPOSED} beside {LIST}, over two years, along the line: {found}."


def false_alarm(visits: pd.DataFrame, cost: float, weeks: int, *, sure: bool = False) -> float:
    """Return how often a stop rule would fire although the line of the test is right.

    The rule: at the new price, seats per 100 visitors lie below those at today's price by more than
    the break-even share. The visitors of so many weeks come as in the test, all to one price.

    Parameters
    ----------
    visits : DataFrame
        The table `price_test`.
    cost : float
        What one more seat costs in a month.
    weeks : int
        For how long one looks.
    sure : bool, default False
        Whether the whole 95 % interval of the seats at the new price has to lie below.
    """
    shown = visits["shown_at"]
    many = len(visits) / ((shown.max() - shown.min()).days / 7) * checks.whole(weeks, "weeks", 1)
    rows = visits[visits["price"] == PROPOSED]
    spread = 100 * float((rows["seats"] * rows["started"]).std()) / many**0.5
    line = demand_line(by_price(visits))
    stop = line.seats(LIST) * (
        1 + finance.break_even_sales_change(PROPOSED / LIST - 1, 1 - cost / LIST)
    )
    return NormalDist(line.seats(PROPOSED), spread).cdf(stop - 1.96 * spread * sure)


def alarm_said(visits: pd.DataFrame, cost: float) -> str:
    """Say how often the stop rule fires although nothing is wrong."""
    return (
        "If the line is right, a rule that takes the mere number fires all the same in "
        f"**{false_alarm(visits, cost, 6):.0%}** of cases after six weeks, and in "
        f"**{false_alarm(visits, cost, 26):.0%}** after half a year. If the whole interval has to lie beyond the "
        f"share, it is **{false_alarm(visits, cost, 26, sure=True):.1%}** after half a year. The price of "
        "that: a fall that is a little too great is seen late."
    )


def sign_on_said(packages: pd.DataFrame) -> tuple[float, str]:
    """Say what single sign-on is worth to large companies, and to the others."""
    table = worth_by_size(packages)
    others = ", ".join(f"{size} {table['sign_on'][size]:.1f}" for size in SIZES if size != "large")
    return float(table["sign_on"]["large"]), (
        f"USD a seat and month; the others: {others}. Kept history for large companies: "
        f"{table['history']['large']:.1f}. So it was chosen, not paid."
    )


@lru_cache(maxsize=1)
def year_results() -> pd.DataFrame:
    """Play a hundred lucks of the year by each policy; a row a luck, two columns a policy.

    Thousand USD, and the accounts that pay when the year ends.
    """
    drawn = [year.luck(seed) for seed in range(LUCKS)]
    policies = {
        **POLICIES,
        "tempting": year.TEMPTING,
        "unchanged": (year.TODAY, "keep"),
    }
    found: dict[str, list[float]] = {}
    for name, policy in policies.items():
        years = [year.play(each, year.steady(*policy)) for each in drawn]
        found[name] = [each.score for each in years]
        found[f"accounts, {name}"] = [float(each.accounts[-1]) for each in years]
    return pd.DataFrame(found)


def year_said() -> tuple[str, str]:
    """Say which way with old accounts came out ahead, over many lucks."""
    found = year_results()
    means = found[list(POLICIES)].mean()
    accounts = {name: found[f"accounts, {name}"].mean() for name in (*POLICIES, "unchanged")}
    ahead = found[list(POLICIES)].idxmax(axis=1).value_counts(normalize=True)
    best = str(means.idxmax())
    return best, (
        f"Over {LUCKS} lucks, thousand USD: told {means[TOLD]:.0f}, kept {means[KEPT]:.0f}, at once "
        f"{means[AT_ONCE]:.0f}; nothing changed {found['unchanged'].mean():.0f}, 20 for all at once "
        f"{found['tempting'].mean():.0f}. The first of these is ahead of the other two in "
        f"{ahead.get(best, 0.0):.0%}. Accounts when the year ends: told {accounts[TOLD]:.0f}, kept "
        f"{accounts[KEPT]:.0f}, at once {accounts[AT_ONCE]:.0f}, nothing changed "
        f"{accounts['unchanged']:.0f}."
    )


def old_and_new_said(
    payers: pd.DataFrame, visits: pd.DataFrame, cost: float, flows: np.ndarray
) -> str:
    """Say how much hangs on old seats, and how much on new ones."""
    old = old_change(payers, visits, PROPOSED, cost)
    seats = int(payers.loc[payers["plan"] == "team", "seats"].sum())
    return (
        f"Kitewell has **{seats:,}** paid seats on the team plan. If all were asked for {PROPOSED}, and "
        f"each size answered as its visitors did, that would be **{old.estimate:+,.0f} USD** a month "
        f"({old.low:+,.0f} to {old.high:+,.0f}). Who reckons that nobody leaves says "
        f"{(PROPOSED - LIST) * seats:+,.0f}. New customers alone come to "
        f"**{flows[-1]:+,.0f}** a month after {HORIZON} months."
    )


def exam_said(series: pd.Series) -> tuple[str, str]:
    """Say which forecast came nearest in the months held out, and by how much."""
    found = exam(series)["mase"]
    best = str(found[list(FORECASTS)].idxmin())
    rest = "; ".join(f"{name} {value:.1f}" for name, value in found.items())
    return FORECASTS[best], (
        f"Errors of {HELD_OUT} months over those of saying 'as last month' one month ahead: {rest}."
    )


def worth_said(
    visits: pd.DataFrame, books: pd.DataFrame, subscriptions: pd.DataFrame, cost: float
) -> str:
    """Say how doubtful the worth of the new price is."""
    found = worth_today(visits, books, subscriptions, cost)
    rest = "it may lose" if found.low < 0 else "it wins throughout"
    return (
        f"The test's own doubt goes into it: **{found.estimate:,.0f} USD** ({found.low:,.0f} to "
        f"{found.high:,.0f}, 95 %), so {rest}. From new customers alone."
    )


def payback_said(flows: np.ndarray) -> tuple[float, str]:
    """Say what two prices for one plan are worth today, and whether billing is ever paid back."""
    later = finance.payback(flows, MONTHLY_RATE)
    back = (
        f"The work on billing is not paid back within {HORIZON} months."
        if math.isnan(later)
        else f"The work on billing is paid back after {later:.1f} months, discounted."
    )
    return finance.npv(MONTHLY_RATE, flows), (
        f"{-flows[0]:,.0f} USD go out today, and {flows[1:].sum():+,.0f} come of it over {HORIZON} months. "
        f"{back}"
    )


def plan_worths(
    visits: pd.DataFrame,
    books: pd.DataFrame,
    subscriptions: pd.DataFrame,
    payers: pd.DataFrame,
    cost: float,
) -> dict[str, float]:
    """Return the NPV of each of `PLANS`, in USD.

    Parameters
    ----------
    visits, books, subscriptions : DataFrame
        The tables `price_test`, `finance` and `subscriptions`.
    payers : DataFrame
        From `paying`.
    cost : float
        What one more seat costs in a month.
    """
    old = old_change(payers, visits, PROPOSED, cost).estimate
    terms = (cost, seats_won(subscriptions), stays(books), outlay(books))
    line = demand_line(by_price(visits))
    return {plan: finance.npv(MONTHLY_RATE, plan_flows(plan, line, old, *terms)) for plan in PLANS}


def plans_said(
    visits: pd.DataFrame,
    books: pd.DataFrame,
    subscriptions: pd.DataFrame,
    payers: pd.DataFrame,
    cost: float,
) -> str:
    """Say what three plans are worth today, beside each other."""
    found = plan_worths(visits, books, subscriptions, payers, cost)
    rows = "".join(f"| {plan} | {worth:+,.0f} |\n" for plan, worth in found.items())
    return f"| {PROPOSED} USD | worth today, {HORIZON} months, USD |\n|---|---|\n{rows}"


def efficiency_said(books: pd.DataFrame, subscriptions: pd.DataFrame) -> str:
    """Say what an investor would ask about Kitewell, and the answers."""
    found = efficiency(books, subscriptions)
    return (
        f"| | Kitewell | usual talk |\n|---|---|---|\n"
        f"| CAC payback, on margin | {found['payback']:.0f} months | 12 to 18 are called good |\n"
        f"| Magic number, annualised | {found['magic']:.2f} | above 0.75: spend more |\n"
        f"| Rule of 40: growth {found['growth']:.0%}, margin {found['profit']:.0%} | "
        f"{found['rule_of_40']:.0%} | 40 % |\n"
        f"| Burn multiple | {found['burn_multiple']:.1f} | below 2 |\n"
    )


def share_of_loss_said(flows: np.ndarray, books: pd.DataFrame, subscriptions: pd.DataFrame) -> str:
    """Say what part of the monthly loss the plan's last month covers."""
    loss = efficiency(books, subscriptions)["loss"]
    return (
        f"Kitewell lost **{loss:,.0f} USD** a month in the last quarter. The new price "
        f"covers **{flows[-1] / loss:.1%}** of that after {HORIZON} months."
    )


def page_said(
    visits: pd.DataFrame,
    books: pd.DataFrame,
    subscriptions: pd.DataFrame,
    payers: pd.DataFrame,
    cost: float,
) -> str:
    """Say what the page for the finance chief says first."""
    line = demand_line(by_price(visits))
    gain, asked = (against(visits, price, LIST, cost) for price in (PROPOSED, ASKED))
    sure = {by: chance_better(visits, PROPOSED, LIST, cost, by) for by in CURVES}
    old = old_change(payers, visits, PROPOSED, cost)
    terms = (cost, seats_won(subscriptions), stays(books), outlay(books))
    flows = plan_flows(OCTOBER, line, old.estimate, *terms)
    worths = plan_worths(visits, books, subscriptions, payers, cost)
    tip = tips(visits, cost)
    loss = efficiency(books, subscriptions)["loss"]
    low, high = good_enough(line, cost)
    return (
        f"- **{PROPOSED} USD** for the team plan from 1 October, for new and old, told on 1 August: "
        f"{gain.estimate:+.0%} contribution from the same visitors along the line ({gain.low:+.0%} to "
        f"{gain.high:+.0%}). Better than {LIST} in {sure['line']:.0%} of the redrawn tests by the line, "
        f"{sure['curve']:.0%} by a bent curve, {sure['arms']:.0%} by the two prices alone.\n"
        f"- Not {ASKED}: {asked.estimate:+.0%} ({asked.low:+.0%} to {asked.high:+.0%}), and the top is flat "
        f"from {low:.0f} to {high:.0f}.\n"
        f"- Old seats: **{old.estimate:+,.0f} USD** a month ({old.low:+,.0f} to {old.high:+,.0f}), if each "
        "size answers as its visitors did. They were not tested.\n"
        f"- Worth today, {HORIZON} months: **{worths[OCTOBER]:+,.0f} USD**. New ones from August already: "
        f"{worths[TWO_MONTHS]:+,.0f}, for then billing must know two prices. Old ones keep {LIST}: "
        f"{worths[TWO_PRICES]:+,.0f}.\n"
        f"- What tips it: with a rival at {LIST} {tip['a rival stays at 12']:+.0%}; if who pays more leaves "
        f"sooner {tip['who pays more leaves sooner']:+.0%}. Both are assumed.\n"
        f"- The plan covers {flows[-1] / loss:.1%} of the monthly loss after {HORIZON} months: a price is "
        "no rescue."
    )


def best_tested(visits: pd.DataFrame, cost: float) -> int:
    """Return the tested price at which visitors brought most beyond the cost of their seats."""
    table = by_price(visits)
    return int(((table.index.to_numpy() - cost) * table["per_100"]).idxmax())


def first_said(visits: pd.DataFrame, cost: float) -> tuple[float, str]:
    """Say what the first guess is answered by: the tested price that brought most."""
    table = by_price(visits)
    brings = (table.index.to_numpy() - cost) * table["per_100"]
    rest = ", ".join(f"{price}: {value:.0f}" for price, value in brings.items())
    return float(brings.idxmax()), (
        f"Of the five tested ones. USD a month beyond cost, from 100 visitors: {rest}. Neighbours "
        "can hardly be told apart."
    )

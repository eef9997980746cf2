"""Sentences that the data choose: what is so on one company need not be so on another."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import numpy as np
import pandas as pd

from course_utils.lessons.finance import year
from course_utils.lessons.finance.evidence import (
    ASKED,
    HELD_OUT,
    HORIZON,
    LIST,
    MONTHLY_RATE,
    PROPOSED,
    SIZES,
    against,
    best_price,
    by_price,
    chance_better,
    contribution,
    demand_line,
    efficiency,
    exam,
    good_enough,
    old_change,
    outlay,
    points_by_group,
    price_flows,
    said_share,
    seat_cost,
    seats_won,
    stays,
    worth_by_size,
    worth_today,
)
from course_utils.toolkit import finance

LUCKS = 100
TOLD = "Told now, they pay 15 two months later"
AT_ONCE = "They pay 15 from the first month on"
KEPT = "They keep 12 for as long as they stay"
POLICIES = {TOLD: year.RULES, AT_ONCE: (15.0, "now"), KEPT: (15.0, "keep")}
FORECASTS = {
    "as last month": "Next month is as this month",
    "level": "A smoothed level, carried on",
    "trend": "A trend that follows the months",
}


def may_lose_said(costs: dict[str, float]) -> tuple[float, str]:
    """Say what share of seats may be lost at 15 until the contribution is what it was."""
    seat = finance.contribution_per_seat(LIST, costs)
    change = PROPOSED / LIST - 1
    share = -finance.break_even_sales_change(change, seat.margin)
    return share, (
        f"{seat.contribution:.2f} of {LIST} USD are left of a seat, {seat.margin:.0%}. At {PROPOSED} it "
        f"is {PROPOSED - seat.cost:.2f}. By revenue alone one would say {1 - LIST / PROPOSED:.0%}: a seat "
        "that goes takes its cost along."
    )


def curves_said(said: pd.DataFrame) -> tuple[float, str]:
    """Say where the curves of resistance meet for large companies, and for the others."""
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


def arcs_said(table: pd.DataFrame) -> str:
    """Say the elasticity of seats from each tested price to the next, by midpoints."""
    seats = table["per_100"]
    arcs = []
    for low, high in pairwise(table.index):
        found = finance.midpoint_elasticity(low, high, seats[low], seats[high])
        arcs.append(f"{low} to {high}: **{found:.1f}**")
    return "Elasticity of seats, by midpoints: " + "; ".join(arcs) + "."


def one_elasticity_said(table: pd.DataFrame, cost: float) -> str:
    """Say what a single elasticity for all prices would make the best price."""
    found = finance.log_log_elasticity(table.index.to_numpy(), table["per_100"].to_numpy())
    words = f"One elasticity for all prices: **{found.estimate:.2f}** ({found.low:.1f} to {found.high:.1f}). "
    if found.estimate >= -1:
        return words + "Above -1 a higher price always earns more, without end."
    best = finance.constant_elasticity_price(found.estimate, cost)
    return words + f"By its formula the best price is **{best:.0f} USD**."


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
    """Say what the proposed price and the asked one bring beside today's, with their doubt."""
    rows = []
    for price in (PROPOSED, ASKED):
        gain = against(visits, price, LIST, cost)
        rows.append(
            f"- New seats at **{price}** bring **{gain.estimate:+.0%}** beside {LIST} "
            f"({gain.low:+.0%} to {gain.high:+.0%})."
        )
    line = demand_line(by_price(visits))
    may = finance.break_even_sales_change(PROPOSED / LIST - 1, 1 - cost / LIST)
    rows.append(
        f"- From {LIST} to {PROPOSED} the line loses **{line.seats(PROPOSED) / line.seats(LIST) - 1:+.0%}** "
        f"of seats; {may:+.0%} might be lost."
    )
    sure = chance_better(visits, PROPOSED, ASKED, cost)
    rows.append(f"- {PROPOSED} beats {ASKED} in **{sure:.0%}** of the redrawn tests.")
    return "\n".join(rows)


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
    """Play a hundred lucks of the year by each policy; a row a luck, a column a policy."""
    drawn = [year.luck(seed) for seed in range(LUCKS)]
    policies = {
        **POLICIES,
        "tempting": year.TEMPTING,
        "unchanged": (year.TODAY, "keep"),
    }
    found = {
        name: [year.play(each, year.steady(*policy)).score for each in drawn]
        for name, policy in policies.items()
    }
    found["random"] = [
        year.play(each, year.at_random(seed)).score for seed, each in enumerate(drawn)
    ]
    return pd.DataFrame(found)


def year_said() -> tuple[str, str]:
    """Say which way with old accounts came out ahead, over many lucks."""
    found = year_results()
    means = found[list(POLICIES)].mean()
    ahead = found[list(POLICIES)].idxmax(axis=1).value_counts(normalize=True)
    best = str(means.idxmax())
    return best, (
        f"Over {LUCKS} lucks, thousand USD: told {means[TOLD]:.0f}, kept {means[KEPT]:.0f}, at once "
        f"{means[AT_ONCE]:.0f}; nothing changed {found['unchanged'].mean():.0f}, 20 for all at once "
        f"{found['tempting'].mean():.0f}. The first of these is ahead of the other two in "
        f"{ahead.get(best, 0.0):.0%}."
    )


def old_and_new_said(payers: pd.DataFrame, flows: np.ndarray) -> str:
    """Say how much hangs on old seats, and how much on new ones."""
    seats = int(payers.loc[payers["plan"] == "team", "seats"].sum())
    return (
        f"Kitewell has **{seats:,}** paid seats on the team plan. All at {PROPOSED} at once would be "
        f"**{(PROPOSED - LIST) * seats:+,.0f} USD** a month, if nobody left. New customers alone come to "
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
    """Say after how many months a new price has paid for its outlay, and what it is worth."""
    plain = finance.payback(flows)
    later = finance.payback(flows, MONTHLY_RATE)
    worth = finance.npv(MONTHLY_RATE, flows)
    return plain, (
        f"Discounted at {MONTHLY_RATE:.0%} a month it is {later:.1f} months. Over {HORIZON} months it is "
        f"worth {worth:,.0f} USD today."
    )


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
    """Say what part of the monthly loss the new price for new customers covers in the end."""
    loss = efficiency(books, subscriptions)["loss"]
    return (
        f"Kitewell lost **{loss:,.0f} USD** a month in the last quarter. The new price for new customers "
        f"covers **{flows[-1] / loss:.1%}** of that after {HORIZON} months."
    )


def page_said(
    visits: pd.DataFrame,
    books: pd.DataFrame,
    subscriptions: pd.DataFrame,
    payers: pd.DataFrame,
) -> str:
    """Say what the page for the finance chief says first."""
    cost = seat_cost(books, payers)
    line = demand_line(by_price(visits))
    gain, asked = (against(visits, price, LIST, cost) for price in (PROPOSED, ASKED))
    flows = price_flows(PROPOSED, line, cost, seats_won(subscriptions), stays(books), outlay(books))
    loss = efficiency(books, subscriptions)["loss"]
    low, high = good_enough(line, cost)
    worth = worth_today(visits, books, subscriptions, cost)
    old = old_change(payers, line, PROPOSED, cost)
    return (
        f"- **{PROPOSED} USD** for new customers of the team plan from 1 August: {gain.estimate:+.0%} "
        f"contribution from the same visitors ({gain.low:+.0%} to {gain.high:+.0%}).\n"
        f"- Not {ASKED}: {asked.estimate:+.0%} ({asked.low:+.0%} to {asked.high:+.0%}), and the top is flat "
        f"from {low:.0f} to {high:.0f}.\n"
        f"- Old accounts hear it in August and pay it from October: **{old:+,.0f} USD** a month, if they "
        "answer as visitors did. They were not tested.\n"
        f"- New customers alone: worth **{worth.estimate:,.0f} USD** today ({worth.low:,.0f} to "
        f"{worth.high:,.0f}), over {HORIZON} months, after {outlay(books):,.0f} for billing.\n"
        f"- Both together cover {(flows[-1] + old) / loss:.1%} of the monthly loss in the end: a price is "
        "no rescue."
    )


def scenarios(
    visits: pd.DataFrame, cost: float, prices: tuple[float, ...] = (LIST, 13, PROPOSED, 18, ASKED)
) -> pd.DataFrame:
    """Return seats, revenue and contribution of 100 visitors at some prices, beside today's."""
    line = demand_line(by_price(visits))
    today = contribution(line, LIST, cost)
    return pd.DataFrame(
        {
            price: {
                "seats": line.seats(price),
                "revenue": price * line.seats(price),
                "contribution": contribution(line, price, cost),
                "beside 12": contribution(line, price, cost) / today - 1,
            }
            for price in prices
        }
    ).T.rename_axis("price")


def best_tested(visits: pd.DataFrame, cost: float) -> int:
    """Return the tested price at which visitors brought most beyond the cost of their seats."""
    table = by_price(visits)
    return int(((table.index.to_numpy() - cost) * table["per_100"]).idxmax())


def first_said(visits: pd.DataFrame, cost: float) -> tuple[float, str]:
    """Say what the first guess is answered by: the tested price that brought most."""
    table = by_price(visits)
    brings = (table.index.to_numpy() - cost) * table["per_100"]
    rest = ", ".join(f"{price}: {value:.0f}" for price, value in brings.items())
    return float(best_tested(visits, cost)), (
        f"Of the five tested ones. USD a month beyond cost, from 100 visitors: {rest}. Neighbours "
        "can hardly be told apart."
    )

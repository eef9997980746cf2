"""The lines of the fact sheet that the lesson gives; the learner's own come after them."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from course_utils.lessons.finance.evidence import (
    ASKED,
    CURVES,
    HORIZON,
    LIST,
    OCTOBER,
    PROPOSED,
    SIZES,
    against,
    answers,
    best_price,
    by_price,
    chance_better,
    demand_line,
    efficiency,
    exam,
    good_enough,
    monthly,
    old_change,
    outlay,
    payers_share,
    paying,
    plan_flows,
    points_by_group,
    said_share,
    seat_cost,
    seats_won,
    stays,
    worth_by_size,
)
from course_utils.lessons.finance.words import AT_ONCE, KEPT, TOLD, plan_worths, tips, year_results
from course_utils.toolkit import finance


def facts(
    books: pd.DataFrame,
    subscriptions: pd.DataFrame,
    accounts: pd.DataFrame,
    users: pd.DataFrame,
    prices: pd.DataFrame,
    visits: pd.DataFrame,
    packages: pd.DataFrame,
    tickets: pd.DataFrame,
) -> dict[str, Callable[[], object]]:
    """Return the values of the first lines of the fact sheet, by a short name, as functions."""
    payers = paying(subscriptions, accounts)
    cost = seat_cost(books, payers, payers_share(tickets, users, payers))
    loaded = seat_cost(books, payers)
    line = demand_line(by_price(visits))
    said = answers(prices, users, accounts, payers)
    old_seats = old_change(payers, visits, PROPOSED, cost)
    terms = (cost, seats_won(subscriptions), stays(books), outlay(books))
    flows = plan_flows(OCTOBER, line, old_seats.estimate, *terms)
    asks = efficiency(books, subscriptions)

    def seat() -> str:
        margin = 1 - cost / LIST
        lost = -finance.break_even_sales_change(PROPOSED / LIST - 1, margin)
        return f"{LIST - cost:.2f} of {LIST} USD ({margin:.0%}), {LIST - loaded:.2f} with the cost of those who pay nothing; at {PROPOSED}, {lost:.0%} of seats may go"

    def proposed() -> str:
        gain = against(visits, PROPOSED, LIST, cost)
        seats = line.seats(PROPOSED) / line.seats(LIST) - 1
        others = []
        for by, name in (("curve", "by a bent curve"), ("arms", "the two prices alone")):
            found = against(visits, PROPOSED, LIST, cost, by)
            others.append(f"{name} {found.estimate:+.0%} ({found.low:+.0%} to {found.high:+.0%})")
        sure = ", ".join(f"{chance_better(visits, PROPOSED, LIST, cost, by):.0%}" for by in CURVES)
        tip = "; ".join(f"{name} {value:+.0%}" for name, value in tips(visits, cost).items())
        return (
            f"by the line {gain.estimate:+.0%} ({gain.low:+.0%} to {gain.high:+.0%}); {'; '.join(others)}; "
            f"better in {sure} of redrawn tests; seats {seats:+.0%}. Over two years: {tip}"
        )

    def asked() -> str:
        gain = against(visits, ASKED, LIST, cost)
        sure = chance_better(visits, PROPOSED, ASKED, cost)
        return (
            f"{gain.estimate:+.0%} ({gain.low:+.0%} to {gain.high:+.0%}); {PROPOSED} beats it in "
            f"{sure:.0%} of redrawn tests"
        )

    def best() -> str:
        found = best_price(visits, cost)
        low, high = good_enough(line, cost)
        return (
            f"{found.estimate:.1f} ({found.low:.0f} to {found.high:.0f}); within 3 % of it from "
            f"{low:.1f} to {high:.1f}"
        )

    def survey() -> str:
        table = points_by_group(said)["optimal"]
        return (
            f"{table['all']:.0f}; small {table['small']:.0f}, mid {table['mid']:.0f}, large "
            f"{table['large']:.0f}; by seats {table['by seats']:.0f}"
        )

    def stated() -> str:
        table = by_price(visits)
        done = table["starts"][LIST] / table["visitors"][LIST]
        return f"{said_share(said, LIST):.0%} say so, {done:.1%} of visitors did"

    def sign_on() -> str:
        table = worth_by_size(packages)["sign_on"]
        return ", ".join(f"{size} {table[size]:.1f}" for size in SIZES)

    def old() -> str:
        found = year_results().mean()
        return (
            f"told before {found[TOLD]:.0f}, kept {found[KEPT]:.0f}, at once {found[AT_ONCE]:.0f}, "
            f"unchanged {found['unchanged']:.0f}, 20 for all {found['tempting']:.0f}; accounts when it "
            f"ends: told {found[f'accounts, {TOLD}']:.0f}, kept {found[f'accounts, {KEPT}']:.0f}, "
            f"unchanged {found['accounts, unchanged']:.0f}"
        )

    def worth() -> str:
        found = plan_worths(visits, books, subscriptions, payers, cost)
        plans = "; ".join(f"{plan} {value:+,.0f}" for plan, value in found.items())
        return (
            f"{plans} USD over {HORIZON} months; old seats {old_seats.estimate:+,.0f} a month "
            f"({old_seats.low:+,.0f} to {old_seats.high:+,.0f}), if as visitors of their size"
        )

    def loss() -> str:
        return (
            f"{asks['loss']:,.0f} USD a month; the plan covers {flows[-1] / asks['loss']:.1%} of it"
        )

    def forecast() -> str:
        series = monthly(books, "mrr_end")
        found = finance.holt_forecast(series.to_numpy(), 12).table.iloc[-1]
        scale = float(exam(series)["mase"]["trend"])
        return (
            f"{found['forecast']:,.0f} USD ({found['low']:,.0f} to {found['high']:,.0f}); MASE of six "
            f"months held out {scale:.1f}"
        )

    def asks_of() -> str:
        return (
            f"CAC payback {asks['payback']:.0f} months; magic number {asks['magic']:.2f}; rule of 40 "
            f"{asks['rule_of_40']:.0%}; burn multiple {asks['burn_multiple']:.1f}"
        )

    lines = (
        seat, proposed, asked, best, survey, stated, sign_on, old, worth, loss, forecast, asks_of,
    )  # fmt: skip
    return {each.__name__: each for each in lines}

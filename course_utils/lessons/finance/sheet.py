"""The lines of the fact sheet that the lesson gives; the learner's own come after them."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from course_utils.lessons.finance.evidence import (
    ASKED,
    HORIZON,
    LIST,
    MONTHLY_RATE,
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
    paying,
    points_by_group,
    price_flows,
    said_share,
    seat_cost,
    seats_won,
    stays,
    worth_by_size,
    worth_today,
)
from course_utils.lessons.finance.words import AT_ONCE, KEPT, TOLD, year_results
from course_utils.toolkit import finance


def facts(
    books: pd.DataFrame,
    subscriptions: pd.DataFrame,
    accounts: pd.DataFrame,
    users: pd.DataFrame,
    prices: pd.DataFrame,
    visits: pd.DataFrame,
    packages: pd.DataFrame,
) -> dict[str, Callable[[], object]]:
    """Return the values of the first lines of the fact sheet, by a short name, as functions."""
    payers = paying(subscriptions, accounts)
    cost = seat_cost(books, payers)
    line = demand_line(by_price(visits))
    said = answers(prices, users, accounts, payers)
    flows = price_flows(PROPOSED, line, cost, seats_won(subscriptions), stays(books), outlay(books))
    asks = efficiency(books, subscriptions)

    def seat() -> str:
        margin = 1 - cost / LIST
        lost = -finance.break_even_sales_change(PROPOSED / LIST - 1, margin)
        return f"{LIST - cost:.2f} of {LIST} USD ({margin:.0%}); at {PROPOSED}, {lost:.0%} of seats may go"

    def proposed() -> str:
        gain = against(visits, PROPOSED, LIST, cost)
        seats = line.seats(PROPOSED) / line.seats(LIST) - 1
        return f"{gain.estimate:+.0%} ({gain.low:+.0%} to {gain.high:+.0%}); seats {seats:+.0%}"

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
            f"unchanged {found['unchanged']:.0f}, 20 for all {found['tempting']:.0f}"
        )

    def worth() -> str:
        value = worth_today(visits, books, subscriptions, cost)
        return (
            f"{value.estimate:,.0f} USD ({value.low:,.0f} to {value.high:,.0f}) over {HORIZON} months, "
            f"after {outlay(books):,.0f} for billing; paid back after "
            f"{finance.payback(flows, MONTHLY_RATE):.0f} months, discounted; old seats "
            f"{old_change(payers, line, PROPOSED, cost):+,.0f} a month, if as visitors"
        )

    def loss() -> str:
        return f"{asks['loss']:,.0f} USD a month; new customers cover {flows[-1] / asks['loss']:.1%} of it"

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

"""The price you drag: four curves of a survey, and then demand, revenue and contribution of a test."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from course_utils.lessons.finance.evidence import (
    HORIZON,
    LIST,
    SIZES,
    Line,
    by_price,
    demand_line,
    meters,
)
from course_utils.widgets import stage

STAY = 0.97
"""Share of seats that stays from month to month at today's price, in the explorer."""
SOONER = 0.004
"""Assumed: how much less stays for each USD above today's price, where the dear leave sooner."""
RIVAL_STEEPER = 1.6
"""Assumed: how much steeper demand is above today's price, where a rival stays there."""
GROUPS = {"all": "all answers", **{size: size for size in SIZES}, "by seats": "weighted by seats"}


def survey_curves(said: pd.DataFrame, **more: Any) -> stage.Explorer:
    """Show the four curves of the price survey for a group, and a price that is dragged."""
    found = meters(said)

    def draw(price: float, group: str) -> stage.Scene:
        result = found[group]
        curves = result.curves[result.curves.index <= 40]
        at = result.curves.loc[: max(price, result.curves.index[0])].iloc[-1]
        x = curves.index.to_numpy()
        return stage.Scene(
            stage.Plot(
                stage.Band(
                    x=(result.marginal_cheapness, result.marginal_expensiveness),
                    words="acceptable",
                ),
                stage.Line(x, curves["too_cheap"], tone="purple", label="too cheap", dash=True),
                stage.Line(x, curves["cheap"], tone="green", label="cheap"),
                stage.Line(x, curves["expensive"], tone="orange", label="expensive"),
                stage.Line(
                    x, curves["too_expensive"], tone="red", label="too expensive", dash=True
                ),
                stage.Rule(x=result.optimal, tone="ink"),
                stage.Handle("price", x=price, y=0.5),
                x=stage.Axis(0, 40, label="Price of a seat and month, USD"),
                y=stage.Axis(0, 1, form="percent"),
                title=f"{GROUPS[group].capitalize()}: {result.respondents} people",
                alt=(
                    f"Four curves. Too cheap meets too expensive at {result.optimal:.0f} USD, cheap "
                    f"meets expensive at {result.indifference:.0f}; acceptable from "
                    f"{result.marginal_cheapness:.0f} to {result.marginal_expensiveness:.0f}."
                ),
                height=270,
            ),
            says=(
                f"At {price:.0f} USD {at['cheap']:.0%} call it cheap, {at['expensive']:.0%} expensive, "
                f"{at['too_expensive']:.0%} too expensive and {at['too_cheap']:.0%} too cheap."
            ),
            notes=[
                f"Too cheap meets too expensive at {result.optimal:.0f}; cheap meets expensive at "
                f"{result.indifference:.0f}; acceptable from {result.marginal_cheapness:.0f} to "
                f"{result.marginal_expensiveness:.0f}. {result.inconsistent} people's prices were "
                "out of order and are left out."
            ],
        )

    return stage.Explorer(
        "Four curves",
        draw,
        hint="Drag the grip, and choose whose answers you see.",
        group=stage.Choice(GROUPS, label="Whose answers"),
        price=stage.Slider(1, 40, value=LIST, unit="USD", label="Price"),
        **more,
    )


def seats_at(line: Line, price: float, rival: bool) -> float:
    """Return seats per 100 visitors at a price, where a rival may stay at today's price."""
    if not rival or price <= LIST:
        return line.seats(price)
    return max(0.0, line.seats(LIST) - RIVAL_STEEPER * line.slope * (price - LIST))


@lru_cache(maxsize=256)
def months_kept(price: float, sooner: bool) -> float:
    """Return for how many months of the next two years a seat stays on average."""
    stay = STAY - (SOONER * max(0.0, price - LIST) if sooner else 0.0)
    return float(sum(stay**month for month in range(HORIZON)))


def price_explorer(visits: pd.DataFrame, cost: float, **more: Any) -> stage.Explorer:
    """Show seats, revenue and contribution over the price, for the visitors of the price test."""
    table = by_price(visits)
    line = demand_line(table)
    prices = np.linspace(6, 27, 211)

    def draw(price: float, serving: float, rival: bool, sooner: bool) -> stage.Scene:
        seats = np.array([seats_at(line, each, rival) for each in prices])
        kept = np.array([months_kept(float(each), sooner) for each in prices])
        revenue = prices * seats * kept
        brings = (prices - serving) * seats * kept
        top, ghost = float(prices[brings.argmax()]), float(prices[revenue.argmax()])
        now = seats_at(line, price, rival)
        months = months_kept(price, sooner)
        earned = (price - serving) * now * months
        today = (LIST - serving) * line.seats(LIST) * months_kept(LIST, False)
        return stage.Scene(
            stage.Plot(
                stage.Line(prices, seats, tone="grey", label="line"),
                stage.Points(table.index, table["per_100"], tone="ink", size=4),
                stage.Rule(x=price, tone="orange"),
                x=stage.Axis(6, 27),
                y=stage.Axis(0, 32, label="seats"),
                title="Seats per 100 visitors (points: the test)",
                alt=f"Seats per 100 visitors fall with the price; {now:.1f} at {price:.1f} USD.",
                height=130,
            ),
            stage.Plot(
                stage.Line(prices, revenue, tone="red", label="revenue", dash=True),
                stage.Line(prices, brings, tone="blue", label="contribution"),
                stage.Rule(x=ghost, words="most revenue", tone="red"),
                stage.Handle("price", x=price, y=earned),
                x=stage.Axis(6, 27, label="Price of a seat and month, USD"),
                y=stage.Axis(0, 6_000, form="short", label="USD in two years"),
                title="What 100 visitors bring in two years",
                alt=(
                    f"Revenue is greatest at {ghost:.1f} USD, contribution at {top:.1f}. At "
                    f"{price:.1f} it is {earned:,.0f} USD in two years."
                ),
                height=210,
            ),
            says=(
                f"At {price:.1f} USD 100 visitors start {now:.1f} seats and bring {earned:,.0f} USD "
                f"beyond their cost in two years, {earned / today - 1:+.0%} beside 12 without a rival."
            ),
            notes=[
                f"The most is brought at {top:.1f} USD. The red ghost, most revenue, stands at {ghost:.1f}.",
                "Tested: 9 to 21 USD. What lies outside is the line's alone.",
            ],
        )

    return stage.Explorer(
        "The price you drag",
        draw,
        hint="Drag the grip on the blue curve. Then change one thing at a time below.",
        price=stage.Slider(6, 27, value=LIST, step=0.5, unit="USD", label="Price"),
        serving=stage.Slider(
            0, 8, value=round(cost * 2) / 2, step=0.5, unit="USD", label="Cost of a seat"
        ),
        rival=stage.Toggle(
            label=f"A rival stays at 12 (assumed: {RIVAL_STEEPER} times as steep above)"
        ),
        sooner=stage.Toggle(
            label=f"Who pays more leaves sooner (assumed: {100 * SOONER:.1f} points a month and USD)"
        ),
        **more,
    )

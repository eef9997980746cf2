"""Key of lesson 12: the right answer of each exercise, the mistakes people make, the hints.

Every reference is an ordinary function of the company's tables, so that another company has other
answers. Conventions are those of the assignment's text: USD, rates as fractions, the first flow at
time 0 unless another time is given, elasticities by midpoints, van Westendorp's own range.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from course_utils.exercises import (
    Choice,
    Choices,
    Criterion,
    Number,
    Table,
    Written,
    exercise,
    practice,
)
from course_utils.lessons import finance as explore
from course_utils.lessons.finance import plans
from course_utils.lessons.finance.evidence import PARTS
from course_utils.toolkit import finance as money

OBJECTIVES = {
    "seat": "Build a contribution statement of a seat, and say how many may be lost.",
    "wtp": "Estimate willingness to pay and elasticity, from what people say and from what they do.",
    "price": "Price for profit, and defend packages and the way of old customers.",
    "forecast": "Forecast revenue with an interval, and examine the forecast.",
    "value": "Compute NPV, IRR, payback and ROI, and choose the right one.",
    "present": "Present a price and the efficiency of the business to a CFO.",
}


def cost_of_seat(
    books: pd.DataFrame,
    subscriptions: pd.DataFrame,
    accounts: pd.DataFrame,
    users: pd.DataFrame,
    tickets: pd.DataFrame,
) -> float:
    """Return what a paid seat took along if it went, in June 2026: the avoidable cost."""
    payers = explore.paying(subscriptions, accounts)
    return explore.seat_cost(books, payers, explore.payers_share(tickets, users, payers))


def loaded_cost(books: pd.DataFrame, subscriptions: pd.DataFrame, accounts: pd.DataFrame) -> float:
    """Return what serving a paid seat cost in June 2026, with those who pay nothing in it."""
    return explore.seat_cost(books, explore.paying(subscriptions, accounts))


def row(**values: float) -> pd.DataFrame:
    """Return a table of one row."""
    return pd.DataFrame([values])


# Practice, in the lesson


@practice(Number("fraction", tolerance=0.0005), objective="seat")
def cut_ten(finance, subscriptions, accounts, users, tickets):
    """Share by which seats must rise for a cut of a tenth to leave the contribution as it is."""
    return _cut(finance, subscriptions, accounts, users, tickets)


def _margin(*tables: pd.DataFrame) -> float:
    return 1 - cost_of_seat(*tables) / explore.LIST


def _cut(*tables: pd.DataFrame) -> float:
    return money.break_even_sales_change(-0.1, _margin(*tables))


@cut_ten.mistake(
    "The cost of those who pay nothing is in it. It stays, however many seats are sold."
)
def _(finance, subscriptions, accounts):
    cost = loaded_cost(finance, subscriptions, accounts)
    return money.break_even_sales_change(-0.1, 1 - cost / explore.LIST)


@cut_ten.mistake("This is by revenue. A seat more brings its cost along: use the margin.")
def _():
    return 0.1 / 0.9


@cut_ten.mistake("This is the cut itself. A tenth less on each seat takes more than a tenth more.")
def _():
    return 0.1


@cut_ten.mistake("This is for a price that *rises* by a tenth: so many may be lost.")
def _(finance, subscriptions, accounts, users, tickets):
    return -money.break_even_sales_change(
        0.1, _margin(finance, subscriptions, accounts, users, tickets)
    )


cut_ten.hints("The price changes by -0.1; the margin is that of the seat at 12.")


def _said(
    prices: pd.DataFrame,
    users: pd.DataFrame,
    accounts: pd.DataFrame,
    subscriptions: pd.DataFrame,
    size: str | None = None,
) -> pd.DataFrame:
    rows = explore.answers(prices, users, accounts, explore.paying(subscriptions, accounts))
    return explore.of_size(rows, size)


@practice(Number("USD"), objective="wtp")
def large_dear(prices, users, accounts, subscriptions):
    """Upper end of the range of large companies, by the narrower reading."""
    large = _said(prices, users, accounts, subscriptions, "large")
    return money.van_westendorp(large, range_method="narrower").marginal_expensiveness


@large_dear.mistake("This is van Westendorp's own range. The narrower one was asked for.")
def _(prices, users, accounts, subscriptions):
    large = _said(prices, users, accounts, subscriptions, "large")
    return money.van_westendorp(large).marginal_expensiveness


@large_dear.mistake("This is of all answers. Keep the large companies.")
def _(prices, users, accounts, subscriptions):
    said = _said(prices, users, accounts, subscriptions)
    return money.van_westendorp(said, range_method="narrower").marginal_expensiveness


@large_dear.mistake("This is the lower end of the range.")
def _(prices, users, accounts, subscriptions):
    large = _said(prices, users, accounts, subscriptions, "large")
    return money.van_westendorp(large, range_method="narrower").marginal_cheapness


large_dear.hints("Keep the rows of large companies, then the same call as in the cell above.")


def _arc(visits: pd.DataFrame, low: int, high: int, size: str | None = None) -> float:
    q = explore.by_price(visits, size)["per_100"]
    return money.midpoint_elasticity(low, high, q[low], q[high])


@practice(Number("(no unit)", tolerance=0.005), objective="wtp")
def arc_up(price_test):
    """Midpoint elasticity of seats per 100 visitors from 18 to 21 USD."""
    return _arc(price_test, 18, 21)


@arc_up.mistake("This is by the start point. The way back would give another number.")
def _(price_test):
    q = explore.by_price(price_test)["per_100"]
    return (q[21] / q[18] - 1) / (21 / 18 - 1)


@arc_up.mistake("This counts visitors who started. The question is about seats.")
def _(price_test):
    table = explore.by_price(price_test)
    rate = table["starts"] / table["visitors"]
    return money.midpoint_elasticity(18, 21, rate[18], rate[21])


@arc_up.mistake("This is upside down: seats' change goes over the price's.")
def _(price_test):
    return 1 / _arc(price_test, 18, 21)


@arc_up.mistake("An elasticity of demand keeps its sign: seats fall where the price rises.")
def _(price_test):
    return -_arc(price_test, 18, 21)


arc_up.hints("`q` has seats per 100 visitors by price; the call is that of the midpoint above.")


@practice(Number("USD", tolerance=0.01), objective="price")
def cost_five(price_test):
    """Price of greatest contribution along the line if a seat costs 5 USD."""
    line = explore.demand_line(explore.by_price(price_test))
    return money.linear_optima(line.intercept, line.slope, 5).profit_price


@cost_five.mistake("This is where revenue is greatest: the red ghost.")
def _(price_test):
    line = explore.demand_line(explore.by_price(price_test))
    return money.linear_optima(line.intercept, line.slope, 5).revenue_price


@cost_five.mistake("This is for the cost as it is today.")
def _(finance, subscriptions, accounts, users, tickets, price_test):
    line = explore.demand_line(explore.by_price(price_test))
    cost = cost_of_seat(finance, subscriptions, accounts, users, tickets)
    return money.linear_optima(line.intercept, line.slope, cost).profit_price


@cost_five.mistake(
    "This hands the whole rise of the cost on. Move the cost in the explorer, and watch the best price."
)
def _(finance, subscriptions, accounts, users, tickets, price_test):
    line = explore.demand_line(explore.by_price(price_test))
    cost = cost_of_seat(finance, subscriptions, accounts, users, tickets)
    return money.linear_optima(line.intercept, line.slope, cost).profit_price + 5 - cost


cost_five.hints("`linear_optima` takes the line's two numbers and the cost of a seat.")


def _worth(packages: pd.DataFrame, part: str, size: str | None) -> float:
    model = explore.part_worths(packages, size)
    return money.willingness_to_pay(model, part, "with", "without")


@practice(Number("USD", tolerance=0.02), objective="price")
def history_small(packages):
    """What kept history is worth to small companies, USD a seat and month."""
    return _worth(packages, "history", "small")


@history_small.mistake("This is of large companies. Estimate the model of the small ones.")
def _(packages):
    return _worth(packages, "history", "large")


@history_small.mistake("This is sign-on. Kept history was asked for.")
def _(packages):
    return _worth(packages, "sign_on", "small")


@history_small.mistake("This is in units of liking. Divide by what a dollar weighs.")
def _(packages):
    worths = explore.part_worths(packages, "small").worths["history"]
    return float(worths["with"] - worths["without"])


@history_small.mistake(
    "This is the worth of one level from the middle. Take the difference of both."
)
def _(packages):
    return _worth(packages, "history", "small") / 2


history_small.hints(
    "A model of the small ones first, as for the large ones; then the part `history`."
)


@practice(
    Choice(
        {
            "date": "from 1 October a seat costs 15; until then nothing changes, and this is why",
            "value": "to go on giving you the best experience we are excited to adjust our pricing",
            "secret": "the new price will be shown on your next invoice, so there is nothing to do",
            "market": "others charge as much as 20, so that 15 is still a good offer in our market",
        }
    ),
    objective="price",
)
def the_letter():
    """Which sentence belongs into the letter to old customers."""
    return "date"


the_letter.mistake("Who is excited about a rise? It hides the price, and has no day.", "value")
the_letter.mistake("A surprise on an invoice is what angers most.", "secret")
the_letter.mistake(
    "What others take is no reason of yours, and sends readers there to look.", "market"
)
the_letter.hints("What does a reader need to know to plan the next budget?")


def _hosting(books: pd.DataFrame, way: str, ruler: str) -> float:
    return float(explore.exam(explore.monthly(books, "hosting")).loc[way, ruler])


@practice(Number("fraction", tolerance=0.0001), objective="forecast")
def hosting_wape(finance):
    """WAPE of hosting's last six months, forecast as last month."""
    return _hosting(finance, "as last month", "wape")


@hosting_wape.mistake("This is MASE: the error beside that of one month ahead.")
def _(finance):
    return _hosting(finance, "as last month", "mase")


@hosting_wape.mistake("This is the straight line's. As last month was asked for.")
def _(finance):
    return _hosting(finance, "line", "wape")


@hosting_wape.mistake("This is the mean of the months' percentages, MAPE. Sum first, then divide.")
def _(finance):
    series = explore.monthly(finance, "hosting")
    said = explore.forecasts(series.iloc[:-6], 6)["as last month"]
    return money.mape(series.iloc[-6:].to_numpy(), said)


hosting_wape.hints("The examination has a row for each way and a column for each ruler.")


START = (-9000.0, 2000.0, 3000.0, 4000.0, 3000.0)


@practice(Number("USD", tolerance=0.5), objective="value")
def npv_start():
    """NPV of a made-up project at 2 % a quarter."""
    return money.npv(0.02, START)


@npv_start.mistake("This is a spreadsheet's `NPV()` of all flows: today's cost is discounted, too.")
def _():
    return money.npv(0.02, START, first=1)


@npv_start.mistake("This adds up and forgets time: bring each flow to today.")
def _():
    return float(sum(START))


@npv_start.mistake("This discounts each quarter by a year's rate. 2 % is for a quarter.")
def _():
    return money.npv(0.08, START)


@npv_start.mistake("2 % is 0.02. A rate of 2 would be 200 %.")
def _():
    return money.npv(2, START)


npv_start.hints("The first amount is paid today, at time 0.")


@practice(
    Choices(
        {
            "survey": "a point of the price meter is called the best price, which it is not",
            "nobody": "the rise of revenue is reckoned as if nobody left or stayed away",
            "sunk": "money that is spent already is counted as if it spoke for the plan",
            "beyond": "an elasticity from 9 to 12 is carried on to a rise from 12 to 20",
            "timing": "the first payment is discounted, as if it came a month from now",
            "mape": "the forecast is judged by percentages, which favours one that is low",
        },
        partial=True,
    ),
    objective="present",
)
def pricing_faults():
    """What is wrong with a colleague's paragraph."""
    return {"survey", "nobody", "sunk", "beyond"}


pricing_faults.mistake(
    "It may be so, but no flow is shown, and no rate: that the first one is discounted is not said.",
    {"survey", "nobody", "sunk", "beyond", "timing"},
)
pricing_faults.mistake(
    "No forecast is judged in the paragraph.", {"survey", "nobody", "sunk", "beyond", "mape"}
)
pricing_faults.mistake(
    "Between which prices was the elasticity seen, and where is it used?",
    {"survey", "nobody", "sunk"},
)
pricing_faults.hints("Take the sentences one by one: which number stands for what it cannot tell?")


# A. The seat


DISCOUNT, MANAGER, BUSINESS = 0.08, 1.2, 21.0


def _business(
    cost: float, loaded: float = 0.0, price: float = BUSINESS * (1 - DISCOUNT)
) -> pd.DataFrame:
    left = price - cost
    return row(price=price, contribution=left, margin=left / price, loaded=price - loaded)


@exercise(
    Table(
        columns=("price", "contribution", "margin", "loaded"),
        tolerance={"price": 0.005, "contribution": 0.005, "margin": 0.0005, "loaded": 0.005},
        partial=True,
    ),
    points=5,
    objective="seat",
)
def business_seat(finance, subscriptions, accounts, users, tickets):
    """Price, contribution and margin of a seat on the business plan, and what is left when loaded."""
    return _business(*_business_costs(finance, subscriptions, accounts, users, tickets))


def _business_costs(
    books: pd.DataFrame,
    subscriptions: pd.DataFrame,
    accounts: pd.DataFrame,
    users: pd.DataFrame,
    tickets: pd.DataFrame,
) -> tuple[float, float]:
    return (
        cost_of_seat(books, subscriptions, accounts, users, tickets) + MANAGER,
        loaded_cost(books, subscriptions, accounts) + MANAGER,
    )


@business_seat.mistake("This is the list price. Suppose that 8 % are off.")
def _(finance, subscriptions, accounts, users, tickets):
    costs = _business_costs(finance, subscriptions, accounts, users, tickets)
    return _business(*costs, BUSINESS)


@business_seat.mistake("The account manager is not in it: 1.20 USD for each seat more.")
def _(finance, subscriptions, accounts, users, tickets):
    costs = _business_costs(finance, subscriptions, accounts, users, tickets)
    return _business(*(each - MANAGER for each in costs))


@business_seat.mistake("`loaded` is without the manager, who is paid for each seat as well.")
def _(finance, subscriptions, accounts, users, tickets):
    right = _business(*_business_costs(finance, subscriptions, accounts, users, tickets))
    return right.assign(loaded=right["loaded"] + MANAGER)


@business_seat.mistake(
    "The last column is a sum in USD: what is left of the price. This is a margin."
)
def _(finance, subscriptions, accounts, users, tickets):
    right = _business(*_business_costs(finance, subscriptions, accounts, users, tickets))
    return right.assign(loaded=right["loaded"] / right["price"])


@business_seat.mistake(
    "The contribution has the cost of those who pay nothing in it. That belongs to `loaded` alone."
)
def _(finance, subscriptions, accounts, users, tickets):
    _, loaded = _business_costs(finance, subscriptions, accounts, users, tickets)
    return _business(loaded, loaded)


@business_seat.mistake("The margin is over the list price. It is a share of what is paid.")
def _(finance, subscriptions, accounts, users, tickets):
    right = _business(*_business_costs(finance, subscriptions, accounts, users, tickets))
    return right.assign(margin=right["contribution"] / BUSINESS)


business_seat.hints(
    "What is really paid for a seat, and what does one more cost?",
    "The discount comes off first; three kinds of cost come off the rest, avoidable or loaded.",
    "`contribution_per_seat(price, costs)` has price, contribution and margin; add the manager to either costs.",
)


def _business_margin(*tables: pd.DataFrame) -> float:
    return float(_business(cost_of_seat(*tables) + MANAGER)["margin"].iloc[0])


def _business_seats(subscriptions: pd.DataFrame, accounts: pd.DataFrame) -> int:
    payers = explore.paying(subscriptions, accounts)
    return int(payers.loc[payers["plan"] == "business", "seats"].sum())


@exercise(Number("seats", tolerance=0.05), points=4, objective="seat")
def seats_to_lose(finance, subscriptions, accounts, users, tickets):
    """Seats of the business plan that may be lost if the discount ends."""
    margin = _business_margin(finance, subscriptions, accounts, users, tickets)
    return _lost(subscriptions, accounts, 1 / (1 - DISCOUNT) - 1, margin)


def _lost(
    subscriptions: pd.DataFrame, accounts: pd.DataFrame, change: float, margin: float
) -> float:
    return _business_seats(subscriptions, accounts) * change / (margin + change)


@seats_to_lose.mistake("This is by revenue: a seat that goes takes its cost along.")
def _(subscriptions, accounts):
    return _lost(subscriptions, accounts, 1 / (1 - DISCOUNT) - 1, 1.0)


@seats_to_lose.mistake(
    "The change is 8 % of the *list* price. What people pay rises from the lower price."
)
def _(finance, subscriptions, accounts, users, tickets):
    margin = _business_margin(finance, subscriptions, accounts, users, tickets)
    return _lost(subscriptions, accounts, DISCOUNT, margin)


@seats_to_lose.mistake("This is of the seats on all plans. Keep the business plan.")
def _(finance, subscriptions, accounts, users, tickets):
    margin = _business_margin(finance, subscriptions, accounts, users, tickets)
    change = 1 / (1 - DISCOUNT) - 1
    payers = explore.paying(subscriptions, accounts)
    return float(payers["seats"].sum()) * change / (margin + change)


@seats_to_lose.mistake("This is the share. How many seats is that?")
def _(finance, subscriptions, accounts, users, tickets):
    margin = _business_margin(finance, subscriptions, accounts, users, tickets)
    change = 1 / (1 - DISCOUNT) - 1
    return change / (margin + change)


@seats_to_lose.mistake("So many may be lost: give it without its sign.")
def _(finance, subscriptions, accounts, users, tickets):
    margin = _business_margin(finance, subscriptions, accounts, users, tickets)
    return -_lost(subscriptions, accounts, 1 / (1 - DISCOUNT) - 1, margin)


@seats_to_lose.mistake(
    "The account manager's cost goes with the seat as well: it lowers the margin."
)
def _(finance, subscriptions, accounts, users, tickets):
    cost = cost_of_seat(finance, subscriptions, accounts, users, tickets)
    margin = float(_business(cost)["margin"].iloc[0])
    return _lost(subscriptions, accounts, 1 / (1 - DISCOUNT) - 1, margin)


@seats_to_lose.mistake("The margin is that of the list price. People pay less than that today.")
def _(finance, subscriptions, accounts, users, tickets):
    cost = cost_of_seat(finance, subscriptions, accounts, users, tickets) + MANAGER
    margin = float(_business(cost, price=BUSINESS)["margin"].iloc[0])
    return _lost(subscriptions, accounts, 1 / (1 - DISCOUNT) - 1, margin)


@seats_to_lose.mistake(
    "The margin has the cost of those who pay nothing in it. That cost stays when a seat goes."
)
def _(finance, subscriptions, accounts):
    cost = loaded_cost(finance, subscriptions, accounts) + MANAGER
    margin = float(_business(cost)["margin"].iloc[0])
    return _lost(subscriptions, accounts, 1 / (1 - DISCOUNT) - 1, margin)


@seats_to_lose.mistake("A part of a seat is cut off, or rounded: give it with its parts.")
def _(finance, subscriptions, accounts, users, tickets):
    margin = _business_margin(finance, subscriptions, accounts, users, tickets)
    return float(round(_lost(subscriptions, accounts, 1 / (1 - DISCOUNT) - 1, margin)))


seats_to_lose.hints(
    "By what share does that which is *paid* rise?",
    "The margin is that of the first exercise; the change is relative to what is paid today.",
    "The break-even sales change, times the paid seats of that plan, without its sign.",
)


# B. Willingness to pay


def _points(rows: pd.DataFrame, method: str = "original") -> pd.DataFrame:
    found = money.van_westendorp(rows, range_method=method)
    return row(
        cheap_end=found.marginal_cheapness,
        optimal=found.optimal,
        dear_end=found.marginal_expensiveness,
        left_out=found.inconsistent,
    )


@exercise(
    Table(columns=("cheap_end", "optimal", "dear_end", "left_out"), tolerance=0, partial=True),
    points=4,
    objective="wtp",
)
def mid_points(prices, users, accounts, subscriptions):
    """Range, as many too cheap as too expensive, and those left out, for mid-size companies."""
    return _points(_said(prices, users, accounts, subscriptions, "mid"))


@mid_points.mistake("This is the narrower range. Van Westendorp's own was asked for.")
def _(prices, users, accounts, subscriptions):
    return _points(_said(prices, users, accounts, subscriptions, "mid"), "narrower")


@mid_points.mistake("This has all sizes in it. Keep the mid-size companies.")
def _(prices, users, accounts, subscriptions):
    return _points(_said(prices, users, accounts, subscriptions))


@mid_points.mistake("These are small companies. The question is about mid-size ones.")
def _(prices, users, accounts, subscriptions):
    return _points(_said(prices, users, accounts, subscriptions, "small"))


OTHER_POINT = (
    "At this price not as many say too cheap as too expensive. Two other curves may meet there, or the "
    "fewest object to it: neither is the point that was asked for."
)


def _elsewhere(rows: pd.DataFrame, price: float) -> pd.DataFrame:
    """Return the points with another price as optimal: one step on where the two are the same."""
    right = _points(rows)
    same = price == right["optimal"].iloc[0]
    return right.assign(optimal=price + 1 if same else price)


@mid_points.mistake(OTHER_POINT)
def _(prices, users, accounts, subscriptions):
    rows = _said(prices, users, accounts, subscriptions, "mid")
    curves = money.van_westendorp(rows).curves
    return _elsewhere(rows, float((curves["too_cheap"] + curves["too_expensive"]).idxmin()))


@mid_points.mistake(OTHER_POINT)
def _(prices, users, accounts, subscriptions):
    rows = _said(prices, users, accounts, subscriptions, "mid")
    return _elsewhere(rows, money.van_westendorp(rows).indifference)


mid_points.hints(
    "Where is a respondent's size, and which of the two readings is asked for?",
    "`explore.answers` brings the size; keep the rows, then the price meter.",
    "The result has `marginal_cheapness`, `optimal`, `marginal_expensiveness` and `inconsistent`.",
)


HIGHER = 18


def _shown(
    visits: pd.DataFrame, cost: float, price: float = HIGHER, size: str | None = None
) -> Any:
    rows = explore.of_size(visits, size)
    found = {by: explore.against(rows, price, explore.LIST, cost, by) for by in ("line", "arms")}
    return pd.DataFrame(
        {
            "by": list(found),
            "gain": [each.estimate for each in found.values()],
            "low": [each.low for each in found.values()],
            "high": [each.high for each in found.values()],
            "shown": [int(not each.covers(0)) for each in found.values()],
        }
    )


@exercise(
    Table(
        columns=("by", "gain", "low", "high", "shown"),
        keys=("by",),
        tolerance={"gain": 0.001, "low": 0.02, "high": 0.05, "shown": 0},
        partial=True,
    ),
    points=6,
    objective="wtp",
)
def shown_or_not(finance, subscriptions, accounts, users, tickets, price_test):
    """Gain of 18 beside 12 by line and by the two prices alone, with intervals, and whether it is shown."""
    return _shown(price_test, cost_of_seat(finance, subscriptions, accounts, users, tickets))


@shown_or_not.mistake("This is revenue's gain. What a seat costs comes off both prices.")
def _(price_test):
    return _shown(price_test, 0.0)


@shown_or_not.mistake("This is 15 beside 12, as in the lesson. Here it is 18.")
def _(finance, subscriptions, accounts, users, tickets, price_test):
    cost = cost_of_seat(finance, subscriptions, accounts, users, tickets)
    return _shown(price_test, cost, 15)


@shown_or_not.mistake("The cost of those who pay nothing is in it. It stays when a seat goes.")
def _(finance, subscriptions, accounts, price_test):
    return _shown(price_test, loaded_cost(finance, subscriptions, accounts))


@shown_or_not.mistake("These are the large companies alone. All visitors are asked for.")
def _(finance, subscriptions, accounts, users, tickets, price_test):
    cost = cost_of_seat(finance, subscriptions, accounts, users, tickets)
    return _shown(price_test, cost, size="large")


@shown_or_not.mistake("A gain is shown, or a loss, only if 0 lies outside the interval.")
def _(finance, subscriptions, accounts, users, tickets, price_test):
    right = _shown(price_test, cost_of_seat(finance, subscriptions, accounts, users, tickets))
    return right.assign(shown=1 - right["shown"])


shown_or_not.hints(
    "Beside what is the gain, and what comes off both prices?",
    "`explore.against` gives an estimate with both ends; ask it twice, by another way each time.",
    "`shown` is 1 where both ends lie on one side of 0, else 0.",
)


def _rate(visits: pd.DataFrame, size: str | None) -> pd.Series:
    table = explore.by_price(visits, size)
    return table["starts"] / table["visitors"]


def _arcs(visits: pd.DataFrame, of: Any) -> pd.DataFrame:
    return row(**{size: of(visits, size) for size in explore.SIZES})


def _by_midpoint(visits: pd.DataFrame, size: str) -> float:
    rate = _rate(visits, size)
    return money.midpoint_elasticity(12, 15, rate[12], rate[15])


def _by_start(visits: pd.DataFrame, size: str) -> float:
    rate = _rate(visits, size)
    return float((rate[15] / rate[12] - 1) / (15 / 12 - 1))


def _of_starts(visits: pd.DataFrame, size: str) -> float:
    starts = explore.by_price(visits, size)["starts"]
    return money.midpoint_elasticity(12, 15, starts[12], starts[15])


@exercise(
    Table(columns=("small", "mid", "large"), tolerance=0.005, partial=True),
    points=4,
    objective="wtp",
)
def size_arcs(price_test):
    """Midpoint elasticity of starts from 12 to 15 USD, of each size of company."""
    return _arcs(price_test, _by_midpoint)


@size_arcs.accept("starts, as all prices met about as many visitors")
def _(price_test):
    return _arcs(price_test, _of_starts)


@size_arcs.mistake("This is by the start point: from 15 back to 12 it would be another number.")
def _(price_test):
    return _arcs(price_test, _by_start)


@size_arcs.mistake("This is of seats. Here it is starts over visitors that answer.")
def _(price_test):
    return _arcs(price_test, lambda visits, size: _arc(visits, 12, 15, size))


@size_arcs.mistake("This is upside down: the change of starts goes over that of the price.")
def _(price_test):
    return 1 / _arcs(price_test, _by_midpoint)


@size_arcs.mistake("They keep their sign: starts fall where the price rises.")
def _(price_test):
    return -_arcs(price_test, _by_midpoint)


size_arcs.hints(
    "Which visitors, and is it seats or starts that answer?",
    "`explore.by_price` takes a size; starts over visitors is the quantity.",
    "`midpoint_elasticity` takes two prices, then two quantities in the same order; once a size.",
)


# C. The price


STAYS = 0.97


def _tip(over: float, rate: float = 0.0) -> float:
    """Return by how much less may stay a month until a gain of contribution a month is gone."""
    return plans.sooner_gone(over, STAYS, months=24, rate=rate)


def _over(visits: pd.DataFrame, cost: float, size: str | None = "large") -> float:
    return 1 + explore.against(explore.of_size(visits, size), 15, 12, cost).estimate


@exercise(Number("fraction", tolerance=0.0003), points=5, objective="price")
def sooner_tips(finance, subscriptions, accounts, users, tickets, price_test):
    """How much less may stay a month at 15 until large visitors bring no more than at 12."""
    return _tip(_over(price_test, cost_of_seat(finance, subscriptions, accounts, users, tickets)))


@sooner_tips.mistake("These are all visitors. Keep the large companies.")
def _(finance, subscriptions, accounts, users, tickets, price_test):
    cost = cost_of_seat(finance, subscriptions, accounts, users, tickets)
    return _tip(_over(price_test, cost, None))


@sooner_tips.mistake("This is by revenue. What a seat costs comes off both prices.")
def _(price_test):
    return _tip(_over(price_test, 0.0))


@sooner_tips.mistake("This is discounted, as in part 8. Here the months count alike.")
def _(finance, subscriptions, accounts, users, tickets, price_test):
    cost = cost_of_seat(finance, subscriptions, accounts, users, tickets)
    return _tip(_over(price_test, cost), explore.MONTHLY_RATE)


@sooner_tips.mistake("This is the share that stays. How much less is it than today?")
def _(finance, subscriptions, accounts, users, tickets, price_test):
    cost = cost_of_seat(finance, subscriptions, accounts, users, tickets)
    return STAYS - _tip(_over(price_test, cost))


@sooner_tips.mistake("This is the gain of one month. How much sooner may they leave, over 24?")
def _(finance, subscriptions, accounts, users, tickets, price_test):
    cost = cost_of_seat(finance, subscriptions, accounts, users, tickets)
    return _over(price_test, cost) - 1


@sooner_tips.mistake("So much *less* stays: give it without its sign.")
def _(finance, subscriptions, accounts, users, tickets, price_test):
    cost = cost_of_seat(finance, subscriptions, accounts, users, tickets)
    return -_tip(_over(price_test, cost))


@sooner_tips.mistake("The unit is a fraction a month: 0.01, not 1.")
def _(finance, subscriptions, accounts, users, tickets, price_test):
    return 100 * _tip(
        _over(price_test, cost_of_seat(finance, subscriptions, accounts, users, tickets))
    )


sooner_tips.hints(
    "How many months does a seat stay, of the next 24, if so many of a hundred stay each month?",
    "Seats at a price, times what one leaves a month, times the months that it stays: once at 15, once at 12.",
    "Try some thousand shares that stay, as with `np.linspace`, and take the one at which both bring the same.",
)


def _mid_price(visits: pd.DataFrame, cost: float, size: str | None = "mid") -> Any:
    line = explore.demand_line(explore.by_price(visits, size))
    best = money.linear_optima(line.intercept, line.slope, cost)
    low, high = explore.good_enough(line, cost, 0.05)
    return row(revenue=best.revenue_price, best=best.profit_price, low=low, high=high)


@exercise(
    Table(columns=("revenue", "best", "low", "high"), tolerance=0.01, partial=True),
    points=6,
    objective="price",
)
def mid_price(finance, subscriptions, accounts, users, tickets, price_test):
    """Prices of most revenue and most contribution of mid-size companies, and how flat the top is."""
    return _mid_price(price_test, cost_of_seat(finance, subscriptions, accounts, users, tickets))


@mid_price.mistake("This is of all visitors. Keep the mid-size companies.")
def _(finance, subscriptions, accounts, users, tickets, price_test):
    cost = cost_of_seat(finance, subscriptions, accounts, users, tickets)
    return _mid_price(price_test, cost, None)


@mid_price.mistake("The best price is the one of most revenue. A seat costs something.")
def _(price_test):
    return _mid_price(price_test, 0.0)


@mid_price.mistake("These are the small companies. The question is about mid-size ones.")
def _(finance, subscriptions, accounts, users, tickets, price_test):
    cost = cost_of_seat(finance, subscriptions, accounts, users, tickets)
    return _mid_price(price_test, cost, "small")


@mid_price.mistake("The cost of those who pay nothing is in it. It stays when a seat goes.")
def _(finance, subscriptions, accounts, price_test):
    return _mid_price(price_test, loaded_cost(finance, subscriptions, accounts))


@mid_price.mistake("The range loses 3 %, as in the lesson. Here it may lose 5 %.")
def _(finance, subscriptions, accounts, users, tickets, price_test):
    cost = cost_of_seat(finance, subscriptions, accounts, users, tickets)
    line = explore.demand_line(explore.by_price(price_test, "mid"))
    low, high = explore.good_enough(line, cost)
    return _mid_price(price_test, cost).assign(low=low, high=high)


mid_price.hints(
    "How do seats of these companies answer the five prices, and what does a seat cost?",
    "The table of one size, its line, then the two prices on it.",
    "`explore.good_enough` takes the line, the cost and what may be lost, as a fraction.",
)


OFFER = 14


def _offers(
    cost: float,
    subscriptions: pd.DataFrame,
    accounts: pd.DataFrame,
    visits: pd.DataFrame,
    how: str = "",
) -> pd.DataFrame:
    payers = explore.paying(subscriptions, accounts)
    team = payers[payers["plan"] == "team"]
    rows = []
    for size in explore.SIZES:
        seats = int(team.loc[team["size"] == size, "seats"].sum())
        visitors = visits if how == "pooled" else explore.of_size(visits, size)
        change = {}
        for by in ("line", "curve"):
            kept = explore.seats_kept(visitors, OFFER, explore.LIST, by).estimate
            kept = 1.0 if how == "nobody leaves" else kept
            today = 0.0 if how == "new sum" else explore.LIST - cost
            change[by] = seats * (kept * (OFFER - cost) - today)
        rows.append({"size": size, **change})
    return pd.DataFrame(rows)


@exercise(
    Table(
        columns=("size", "line", "curve"),
        keys=("size",),
        tolerance=0.5,
        partial=True,
    ),
    points=6,
    objective="price",
)
def old_seats(finance, subscriptions, accounts, users, tickets, price_test):
    """What the paid team seats of each size would bring at 14 beside today, a month, by line and curve."""
    cost = cost_of_seat(finance, subscriptions, accounts, users, tickets)
    return _offers(cost, subscriptions, accounts, price_test)


@old_seats.mistake("All sizes answer as one here. Let each answer as the visitors of its size.")
def _(finance, subscriptions, accounts, users, tickets, price_test):
    cost = cost_of_seat(finance, subscriptions, accounts, users, tickets)
    return _offers(cost, subscriptions, accounts, price_test, "pooled")


@old_seats.mistake("Here nobody leaves. Old seats answer the price as the visitors' did.")
def _(finance, subscriptions, accounts, users, tickets, price_test):
    cost = cost_of_seat(finance, subscriptions, accounts, users, tickets)
    return _offers(cost, subscriptions, accounts, price_test, "nobody leaves")


@old_seats.mistake("The change is of revenue. A seat that goes takes its cost along.")
def _(subscriptions, accounts, price_test):
    return _offers(0.0, subscriptions, accounts, price_test)


@old_seats.mistake("The cost of those who pay nothing is in it. It stays when a seat goes.")
def _(finance, subscriptions, accounts, price_test):
    cost = loaded_cost(finance, subscriptions, accounts)
    return _offers(cost, subscriptions, accounts, price_test)


@old_seats.mistake("This is what comes in at the new price. Take off what comes in today.")
def _(finance, subscriptions, accounts, users, tickets, price_test):
    cost = cost_of_seat(finance, subscriptions, accounts, users, tickets)
    return _offers(cost, subscriptions, accounts, price_test, "new sum")


@old_seats.mistake("Line and curve are swapped.")
def _(finance, subscriptions, accounts, users, tickets, price_test):
    cost = cost_of_seat(finance, subscriptions, accounts, users, tickets)
    right = _offers(cost, subscriptions, accounts, price_test)
    return right.rename(columns={"line": "curve", "curve": "line"})


old_seats.hints(
    "Of a hundred seats of small companies that start at 12, how many start at 14?",
    "`explore.seats_kept` says which share a price keeps, of the rows that you pass and by the way that you name.",
    "What a seat leaves at 14 comes from the seats that stay; what it leaves at 12, from all of them.",
)


_KNOWN: dict[bytes, Any] = {}
"""What one company's choices say, by their content: it takes seconds, and each mistake asks again."""


def _intervals(packages: pd.DataFrame) -> Any:
    content = pd.util.hash_pandas_object(packages, index=False).to_numpy().tobytes()
    if content not in _KNOWN:
        _KNOWN.clear()
        _KNOWN[content] = explore.worth_intervals(packages)
    return _KNOWN[content]


def _fences(packages: pd.DataFrame, one: str = "mid", other: str = "small") -> pd.DataFrame:
    rows = []
    for part, found in _intervals(packages).items():
        high, low = found[one], found[other]
        apart = high.low > low.high or low.low > high.high
        rows.append({"part": part, "more": high.estimate - low.estimate, "apart": int(apart)})
    return pd.DataFrame(rows)


@exercise(
    Table(
        columns=("part", "more", "apart"),
        keys=("part",),
        tolerance={"more": 0.02, "apart": 0},
        partial=True,
    ),
    points=4,
    objective="price",
)
def mid_fence(packages):
    """How much more each part is worth to mid-size than to small companies, and if intervals lie apart."""
    return _fences(packages)


@mid_fence.mistake("These are the large companies beside the small ones. Here it is the mid-size.")
def _(packages):
    return _fences(packages, "large")


@mid_fence.mistake("This is what is more worth to small ones: the other way round.")
def _(packages):
    return _fences(packages, "small", "mid")


@mid_fence.mistake(
    "This is what each part is worth to mid-size companies. Take the small ones' off."
)
def _(packages):
    found = _intervals(packages)
    return _fences(packages).assign(more=[sizes["mid"].estimate for sizes in found.values()])


@mid_fence.mistake("Each difference counts as a fence here. Does an interval allow for none?")
def _(packages):
    return _fences(packages).assign(apart=1)


@mid_fence.mistake("This is in units of liking. Divide by what a dollar weighs.")
def _(packages):
    liking = {}
    for size in ("mid", "small"):
        worths = explore.part_worths(packages, size).worths
        liking[size] = [float(worths[part]["with"] - worths[part]["without"]) for part in PARTS]
    more = np.subtract(liking["mid"], liking["small"])
    return _fences(packages).assign(more=more)


mid_fence.hints(
    "A fence keeps people apart. What must be so of what it is worth to either?",
    "`explore.worth_intervals` gives, for each part and size, an estimate with both ends.",
    'Go through its parts; beside each other stand `["mid"]` and `["small"]`, with `low` and `high`.',
)


# D. Forecast and worth


EXAM_MONTHS = 12


def _held(
    books: pd.DataFrame, months: int = EXAM_MONTHS, name: str = "mrr_end", **more: Any
) -> Any:
    series = explore.monthly(books, name).to_numpy()
    past, came = series[:-months], series[-months:]
    found = {}
    for way, ahead in (("line", money.trend_forecast), ("trend", money.holt_forecast)):
        table = ahead(past, months, **more).table
        low, high = table["low"].to_numpy(), table["high"].to_numpy()
        found[f"held_{way}"] = int(((low <= came) & (came <= high)).sum())
        found[f"width_{way}"] = float(high[-1] - low[-1])
    return row(**found)


@exercise(
    Table(
        columns=("held_line", "width_line", "held_trend", "width_trend"),
        # Counts, of which one may be 0, and widths.
        tolerance={"held_line": 0.4, "held_trend": 0.4},
        relative={"width_line": 0.002, "width_trend": 0.002},
        partial=True,
    ),
    points=5,
    objective="forecast",
)
def interval_exam(finance):
    """In how many of twelve months two forecasts' intervals held MRR, and how wide they are at the end."""
    return _held(finance)


@interval_exam.mistake("Six months are held out here, as in the lesson. Hold out twelve.")
def _(finance):
    return _held(finance, months=6)


@interval_exam.mistake("These intervals are at 80 %. The question is about 95 %.")
def _(finance):
    return _held(finance, confidence=0.8)


@interval_exam.mistake("This is the margin on one side. The width goes from end to end.")
def _(finance):
    right = _held(finance)
    return right.assign(width_line=right["width_line"] / 2, width_trend=right["width_trend"] / 2)


@interval_exam.mistake("Line and trend are swapped.")
def _(finance):
    right = _held(finance)
    return right.rename(
        columns={
            "held_line": "held_trend",
            "held_trend": "held_line",
            "width_line": "width_trend",
            "width_trend": "width_line",
        }
    )


interval_exam.hints(
    "Which months may a forecast know, and which is it examined on?",
    "`trend_forecast` and `holt_forecast` have a table with `low` and `high`, a row a month ahead.",
    "Count the months in which what came lies between the two; the width is that of the last row.",
)


REFRESH = np.array([0.0, -20_000.0, *[4_000.0] * 7])
"""Nothing today, the outlay at the end of the first quarter, then seven quarters of gain."""


def _refresh(rate: float = 0.02, flows: np.ndarray = REFRESH, first: int = 0) -> pd.DataFrame:
    return row(npv=money.npv(rate, flows, first=first), payback=money.payback(flows, rate))


def _only_at_ends() -> float:
    """Return the payback if money comes at the ends of quarters alone, not spread over them."""
    return float(np.ceil(money.payback(REFRESH, 0.02)))


@exercise(
    Table(columns=("npv", "payback"), tolerance={"npv": 0.5, "payback": 0.005}, partial=True),
    points=5,
    objective="value",
)
def refresh_worth():
    """NPV and discounted payback of a made-up project that is paid for after a quarter."""
    return _refresh()


@refresh_worth.accept("the quarter at whose end it is paid back")
def _():
    return _refresh().assign(payback=_only_at_ends())


@refresh_worth.mistake("The payback is counted from the day of the cost. Count from today.")
def _():
    return _refresh().assign(payback=money.payback(REFRESH, 0.02) - 1)


@refresh_worth.mistake(
    "The cost is taken for today's. It falls due at the end of the first quarter."
)
def _():
    return _refresh(flows=REFRESH[1:])


@refresh_worth.mistake("Time is forgotten: nothing is discounted here.")
def _():
    return row(npv=float(REFRESH.sum()), payback=money.payback(REFRESH))


@refresh_worth.mistake(
    "So long it takes plainly, from today, or discounted, from the day of the cost. Discount, and count from today."
)
def _():
    return _refresh().assign(payback=money.payback(REFRESH))


@refresh_worth.mistake("All flows are moved by a quarter. What is at time 0 here?")
def _():
    return _refresh(first=1)


@refresh_worth.mistake("This discounts each quarter by a year's rate. 2 % is for a quarter.")
def _():
    return _refresh(rate=0.08)


refresh_worth.hints(
    "What is paid today, at time 0?",
    "Write nine flows, from time 0 to the end of the eighth quarter.",
    "`npv(rate, flows)` and `payback(flows, rate)`; the first flow is nothing.",
)


PUMP = (-4_000.0, 9_500.0, -5_610.0)


def _pump(low: float | None = None, high: float | None = None, npv: float | None = None) -> Any:
    roots = money.irr_roots(PUMP)
    return row(
        low=roots[0] if low is None else low,
        high=roots[1] if high is None else high,
        npv=money.npv(0.15, PUMP) if npv is None else npv,
    )


@exercise(
    Table(
        columns=("low", "high", "npv"),
        tolerance={"low": 0.0005, "high": 0.0005, "npv": 0.05},
        partial=True,
    ),
    points=4,
    objective="value",
)
def early_renewal():
    """Both rates of return of a made-up offer, and its NPV at what money costs."""
    return _pump()


@early_renewal.mistake("This is a spreadsheet's timing: the first flow comes today.")
def _():
    return _pump(npv=money.npv(0.15, PUMP, first=1))


@early_renewal.mistake("The NPV is the sum of the flows. Money costs 15 % a year.")
def _():
    return _pump(npv=float(sum(PUMP)))


@early_renewal.mistake("The two rates are the same here. The flows change their sign twice.")
def _():
    return _pump(high=money.irr_roots(PUMP)[0])


early_renewal.hints(
    "How often do the flows change their sign?",
    "`irr` refuses such flows and says why; another function gives all roots.",
    "Give the smaller root, the larger one, and the value at 0.15.",
)


PROJECTS = {
    "A": (-500.0, 900.0),
    "B": (-20_000.0, 9_000.0, 9_000.0, 9_000.0),
    "C": (-20_000.0, 0.0, 0.0, 0.0, 29_000.0),
}
"""A tiny outlay with the best rate, the one worth most, and a late one with the better ROI."""


def _projects(rate: float = 0.1, first: int = 0) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "project": list(PROJECTS),
            "roi": [money.roi(sum(each[1:]), -each[0]) for each in PROJECTS.values()],
            "irr": [money.irr(each) for each in PROJECTS.values()],
            "npv": [money.npv(rate, each, first=first) for each in PROJECTS.values()],
            "take": [0, 1, 0],
        }
    )


@exercise(
    Table(
        columns=("project", "roi", "irr", "npv", "take"),
        keys=("project",),
        tolerance={"roi": 0.0005, "irr": 0.0005, "npv": 0.5, "take": 0},
        partial=True,
    ),
    points=5,
    objective="value",
)
def three_projects():
    """ROI, IRR and NPV of three made-up projects, and which one to take."""
    return _projects()


@three_projects.mistake("A has the best rate and the smallest worth: a rate knows no size.")
def _():
    return _projects().assign(take=[1, 0, 0])


@three_projects.mistake("C comes so late that its ROI flatters it. ROI knows no time.")
def _():
    return _projects().assign(take=[0, 0, 1])


@three_projects.mistake(
    "The return on the outlay has the outlay in it. Take it off what came back."
)
def _():
    right = _projects()
    return right.assign(roi=right["roi"] + 1)


@three_projects.mistake("This is a spreadsheet's timing: the outlay is paid today.")
def _():
    return _projects(first=1)


@three_projects.mistake("The NPV is the sum of the flows. Money costs 10 % a year.")
def _():
    return _projects(rate=0.0)


three_projects.hints(
    "Which of the three measures knows time, and which knows size?",
    "`roi` takes what came back and what it cost; `irr` and `npv` take the flows.",
    "Only one project can be done: take the one that leaves most, today, at what money costs.",
)


@exercise(
    Choice(
        {
            "rest": "compare what is still to be paid with what is still to come, from today on",
            "share": "compare all that is paid and to be paid with all that is still to come in",
            "finish": "go on, since three quarters of it are paid and would be lost if we stopped",
            "stop": "stop, since a project that has cost so much more cannot be trusted any more",
        }
    ),
    points=3,
    objective="value",
)
def go_on():
    """How to judge a project that is three quarters paid."""
    return "rest"


go_on.mistake("What is paid stays paid, whatever is decided. It is on both sides.", "share")
go_on.mistake("It is lost in any case. What does going on cost, and bring?", "finish")
go_on.mistake("Anger about the past is no forecast. What does going on cost, and bring?", "stop")
go_on.hints(
    "Which sums would be different tomorrow, whichever way you decide today?",
    "Part 8 has a name for money that no decision brings back.",
    "Strike out of each option what is the same on both ways.",
)


def _asks(
    books: pd.DataFrame, times: float = 4.0, yearly: float = 12.0, name: str = "revenue"
) -> pd.DataFrame:
    rows = explore.quarters(books)
    before, now = rows.loc["2025Q4"], rows.loc["2026Q1"]
    burn = float(now["costs"] - now["revenue"])
    rise = times * float(now[name] - before[name])
    return row(
        magic=rise / float(before["sales"] + before["marketing"]),
        same=rise / float(now["sales"] + now["marketing"]),
        burn=burn / (yearly * float(now["mrr_end"] - before["mrr_end"])),
        loss=burn / 3,
    )


@exercise(
    Table(columns=("magic", "same", "burn", "loss"), relative=0.002, partial=True),
    points=6,
    objective="present",
)
def first_quarter(finance):
    """Magic number by two spends, burn multiple and monthly loss of the first quarter of 2026."""
    return _asks(finance)


@first_quarter.mistake("The magic number is of a quarter. More revenue comes four times a year.")
def _(finance):
    return _asks(finance, times=1.0)


@first_quarter.mistake(
    "The two magic numbers are swapped: `magic` is by the spend of the quarter before."
)
def _(finance):
    return _asks(finance).rename(columns={"magic": "same", "same": "magic"})


@first_quarter.mistake(
    "The rise is of MRR at the quarters' ends. Take the revenue of both quarters."
)
def _(finance):
    return _asks(finance, name="mrr_end")


@first_quarter.mistake("The burn is over monthly revenue. The multiple is of yearly revenue.")
def _(finance):
    return _asks(finance, yearly=1.0)


@first_quarter.mistake("The loss is of the quarter. A month was asked for.")
def _(finance):
    right = _asks(finance)
    return right.assign(loss=3 * right["loss"])


@first_quarter.mistake("Solo is in it. The books' accounts alone are asked for.")
def _(finance, solo, solo_spend):
    return _asks(explore.with_solo(finance, solo, solo_spend))


@first_quarter.mistake("Solo is in burn and loss. The books' accounts alone are asked for.")
def _(finance, solo, solo_spend):
    both = _asks(explore.with_solo(finance, solo, solo_spend))
    return _asks(finance).assign(burn=both["burn"], loss=both["loss"])


first_quarter.hints(
    "Which two quarters, and what was spent in which of them?",
    "`explore.quarters(books)` has a row a quarter; pick two of them with `.loc`.",
    "`magic_number(before, now, spend)`; `burn_multiple(burn, added yearly revenue)`, which is 12 times the added MRR.",
)


# E. The memo


@exercise(
    Written(
        rubric=[
            Criterion(
                "Unit economics",
                25,
                {
                    4: "Contribution of a seat with its cost named; how many seats may be lost beside how "
                    "many the test lost; contribution, not revenue, decides.",
                    2: "A margin is given, but the gain is of revenue, or nobody is expected to leave.",
                },
            ),
            Criterion(
                "Evidence of willingness to pay, and its limits",
                25,
                {
                    4: "Rests on what visitors did, with an interval and more than one curve; says that "
                    "nobody in the test paid more than 12, and that old customers were not tested.",
                    2: "A survey point or a best price stands alone, without interval or without limits.",
                },
            ),
            Criterion(
                "Scenarios and sensitivity",
                20,
                {
                    4: "At least three plans beside each other, each worth with its interval and horizon, and "
                    "at which value the choice tips.",
                    2: "One scenario, or a worth without its interval, or without what tips it.",
                },
            ),
            Criterion(
                "Migration and fairness",
                15,
                {
                    4: "Old customers: what they pay, from when, told how and when, why it is fair, what contracts "
                    "allow; a stop that can be kept and looks ahead, with how often it is wrong.",
                    2: "Old customers are named, without a date or without a stop.",
                },
            ),
            Criterion(
                "Recommendation for a CFO",
                15,
                {
                    4: "First line: what, for whom, from when, worth how much, how sure. Says what it takes, "
                    "from whose budget, and what it does not solve.",
                    2: "A recommendation that has to be looked for, or that promises a rescue.",
                },
            ),
        ],
        words=600,
    ),
    points=40,
    objective="present",
)
def pricing_memo():
    """The page for the CFO."""


pricing_memo.hints(
    "Begin with the price, for whom, from when, and what it is worth.",
    "Then what it rests on, what would tip it, and what old customers hear. Cite the sheet by line.",
    "Read it as the CFO: what would you ask first, and is the answer there?",
)

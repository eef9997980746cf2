"""The pictures of lesson 12. Each says in its alt text, with numbers, what it shows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from course_utils import charts
from course_utils.lessons.finance.evidence import (
    LIST,
    by_price,
    monthly,
    said_share,
)
from course_utils.lessons.finance.plans import MONTHLY_RATE
from course_utils.toolkit import finance
from course_utils.toolkit.common.intervals import Interval


def show_slide(prices: pd.DataFrame) -> Any:
    """Show what sales made of the price survey."""
    from IPython.display import Markdown

    found = finance.van_westendorp(prices)
    return Markdown(
        f"> **Sales, one slide.** We asked {len(prices)} people. The optimal price of a seat is "
        f"**{found.optimal:.0f} USD**. We charge {LIST}. We should go *down*."
    )


def show_seat(costs: dict[str, float], price: float = LIST) -> charts.Chart:
    """Draw what is left of a seat's price."""
    fig, alt = charts.waterfall(
        ("price", price),
        {name: -amount for name, amount in costs.items()},
        "contribution",
        "What is left of a seat on the team plan?",
        "USD a month, June 2026: what goes with a seat that goes",
        form=".2f",
    )
    fig.axes[0].set_ylim(0, 1.15 * price)
    return charts.show(fig, alt=alt)


def show_seat_cost(by_month: pd.DataFrame) -> charts.Chart:
    """Draw what serving a paid seat cost in the last 18 months, from `seat_cost_by_month`."""
    fig, alt = charts.lines(
        by_month[["hosting", "support", "cost"]].tail(18).rename(columns={"cost": "both"}),
        "What did serving a paid seat cost?",
        "USD a month, loaded: all of hosting and support over the seats that are paid for",
        emphasis=["both"],
        form=".2f",
    )
    return charts.show(fig, alt=alt)


def show_said_and_done(visits: pd.DataFrame, said: pd.DataFrame) -> charts.Chart:
    """Draw how many said that they would buy, and how many visitors started, by price."""
    table = by_price(visits)
    drawn = pd.DataFrame(
        {
            "would buy, they say": [said_share(said, price) for price in table.index],
            "started": (table["starts"] / table["visitors"]).to_numpy(),
        },
        index=pd.Index(table.index, name="price"),
    )
    fig, alt = charts.lines(
        drawn,
        "What people say, and what people do",
        "Share by the price that was asked about, or shown; USD a seat and month",
        form=".0%",
        x_label="USD a seat and month",
    )
    return charts.show(fig, alt=alt)


def show_demand(visits: pd.DataFrame) -> charts.Chart:
    """Draw seats per 100 visitors with their intervals, by price."""
    table = by_price(visits)
    rows = {
        f"{price} USD": (row["per_100"], row["low"], row["high"]) for price, row in table.iterrows()
    }
    fig, alt = charts.intervals(
        rows,
        "How many seats do 100 visitors start?",
        "By the price that was shown, with 95 % intervals by visitors",
        form=".1f",
    )
    return charts.show(fig, alt=alt)


def show_worths(worths: dict[str, dict[str, Interval]]) -> charts.Chart:
    """Draw what each part of a package is worth, by size of company, from `worth_intervals`."""
    names = {"sign_on": "single sign-on", "history": "kept history", "phone": "telephone"}
    fig, alt = charts.intervals(
        {
            f"{names[part]}, {size}": found
            for part, sizes in worths.items()
            for size, found in sizes.items()
        },
        "What is a part worth, and to whom?",
        "USD a seat and month, from choices among three plans, with 95 % intervals by respondents",
        reference=0,
        form=".1f",
    )
    return charts.show(fig, alt=alt)


def show_forecast(books: pd.DataFrame, months: int = 12) -> charts.Chart:
    """Draw MRR and its forecast for a year, with the 95 % interval."""
    past = monthly(books, "mrr_end") / 1000
    found = finance.holt_forecast(past.to_numpy(), months)
    start = pd.Timestamp(past.index[-1])
    ahead = [start + pd.DateOffset(months=int(step)) for step in found.table.index]
    index = [pd.Timestamp(each) for each in past.index[-18:]]
    drawn = pd.DataFrame(
        {
            "MRR": pd.Series(past.iloc[-18:].to_numpy(), index=index),
            "forecast": pd.Series(found.table["forecast"].to_numpy(), index=ahead),
            "low": pd.Series(found.table["low"].to_numpy(), index=ahead),
            "high": pd.Series(found.table["high"].to_numpy(), index=ahead),
        }
    )
    fig, alt = charts.lines(
        drawn,
        "MRR of the coming year, if it goes on like this",
        "Thousand USD, by Holt's method with its 95 % interval",
        emphasis=["MRR", "forecast"],
        dashed=["low", "high"],
        form=".0f",
    )
    return charts.show(fig, alt=alt)


def show_flows(flows: np.ndarray) -> charts.Chart:
    """Draw what has come together month by month, plain and discounted."""
    months = np.arange(len(flows))
    drawn = pd.DataFrame(
        {
            "plain": np.cumsum(flows),
            "discounted": np.cumsum(flows / (1 + MONTHLY_RATE) ** months),
        },
        index=pd.Index(months, name="month"),
    )
    fig, alt = charts.lines(
        drawn,
        "When is the outlay paid back?",
        "USD, what goes out and what comes in, summed from today",
        form=",.0f",
        x_label="months from today",
    )
    fig.axes[0].set_xticks(months[::3])
    return charts.show(fig, alt=alt)

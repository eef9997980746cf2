"""The pictures of lesson 8. Each says in its alt text, with numbers, what it shows."""

from __future__ import annotations

from typing import Any

import pandas as pd

from course_utils import charts
from course_utils.lessons.retention.evidence import EXTRACT, monthly_churn
from course_utils.toolkit import retention


def show_memo(memo: pd.Series) -> Any:
    """Show the memo of the growth team."""
    from IPython.display import Markdown

    return Markdown(
        f"> Churn of Solo has fallen from **{memo['then']:.1%}** a month in 2024 to "
        f"**{memo['now']:.1%}** in the last half-year. The loyalty mails that began in January "
        "work.\n>\n"
        f"> A subscriber pays {memo['price']:.0f} USD. {memo['price']:.0f} USD / {memo['now']:.1%} "
        f"is a lifetime value of **{memo['value']:.0f} USD**. From social media one costs "
        f"{memo['cost']:.0f} USD. LTV:CAC is **{memo['ratio']:.1f}**.\n>\n"
        "> Please double the spend on social media, and make the mails permanent."
    )


def show_churn(solo: pd.DataFrame) -> charts.Chart:
    """Draw the churn of all subscribers together, month by month."""
    series = monthly_churn(solo, "2024-08-01", EXTRACT)["churn"]
    fig, alt = charts.lines(
        series,
        "Churn of all subscribers of Solo",
        "Of those there at the start of a month, the share that left in it",
        form=".0%",
    )
    return charts.show(fig, alt=alt)


def show_triangle(counts: pd.DataFrame, title: str, cohorts: int = 12) -> charts.Chart:
    """Draw the youngest cohorts of a triangle as shares."""
    rates = retention.cohort_rates(counts).iloc[-cohorts:].dropna(axis=1, how="all")
    rates.index = [f"{when:%b %Y}" for when in rates.index]
    fig, alt = charts.cohort_triangle(rates, title, "Share that is left; empty is not seen yet")
    return charts.show(fig, alt=alt)


def show_averages(table: pd.DataFrame) -> charts.Chart:
    """Draw averages over cohorts that were made in several ways, by age."""
    fig, alt = charts.lines(
        table,
        "One triangle, three averages",
        "Share left, by months since the start",
        form=".0%",
        x_label="months since the start",
    )
    return charts.show(fig, alt=alt)


def show_three(table: pd.Series) -> charts.Chart:
    """Draw the same people by three definitions of retention."""
    fig, alt = charts.bars(
        table, "One group of people, three retentions", "Share that came back", form=".0%"
    )
    return charts.show(fig, alt=alt)


def show_survival(curves: dict[str, pd.DataFrame], title: str) -> charts.Chart:
    """Draw Kaplan-Meier curves with their intervals."""
    drawn = {
        name: curve.rename(columns={"survival": "share"})[["share", "low", "high"]].fillna(1.0)
        for name, curve in curves.items()
    }
    fig, alt = charts.survival(drawn, title, "Kaplan-Meier, with 95 % intervals")
    return charts.show(fig, alt=alt)


def show_halves(table: pd.DataFrame) -> charts.Chart:
    """Draw who is left by age, for the half-years in which they began."""
    fig, alt = charts.lines(
        table,
        "Who is left at the same age",
        "A line for each half-year in which subscribers began",
        form=".0%",
        zero=False,
        x_label="months since the start",
    )
    return charts.show(fig, alt=alt)


def show_projections(table: pd.DataFrame, known: int) -> charts.Chart:
    """Draw what came, and what three methods said would come."""
    last = table.index[-1]
    fig, alt = charts.lines(
        table,
        f"Told at month {known}: who is left at month {last}",
        "Subscribers who began in 2024; share left",
        emphasis=["actual", "sBG"],
        dashed=["constant churn", "parabola"],
        notes={known: "known so far"},
        form=".0%",
        x_label="months since the start",
    )
    return charts.show(fig, alt=alt)


def show_rulers(values: dict[str, float], cost: float) -> charts.Chart:
    """Draw one customer's value by several rulers, with what winning them cost."""
    fig, alt = charts.bars(
        {name: round(value, 1) for name, value in values.items()},
        "What is a subscriber from social media worth?",
        f"USD; winning one costs {cost:.0f} USD",
        form=".0f",
    )
    return charts.show(fig, alt=f"{alt} Winning one costs {cost:.0f} USD.")


def show_bets(table: pd.DataFrame) -> charts.Chart:
    """Draw the bets with their ranges."""
    from course_utils.toolkit.common.intervals import Interval

    rows = {
        name: Interval(row["expected"], row["low"], row["high"]) for name, row in table.iterrows()
    }
    fig, alt = charts.intervals(
        rows,
        "What each bet brings within a year",
        "USD a customer after its cost: expected, low to high",
        reference=0,
        form=".1f",
    )
    return charts.show(fig, alt=alt)

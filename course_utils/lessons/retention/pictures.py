"""The pictures of lesson 8. Each says in its alt text, with numbers, what it shows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from course_utils import charts
from course_utils.lessons.retention.evidence import CHANNELS, EXTRACT, MAILS, model, monthly_churn
from course_utils.toolkit import retention


def show_memo(memo: pd.Series) -> Any:
    """Show the memo of the growth team."""
    from IPython.display import Markdown

    return Markdown(
        f"> Churn of Solo has fallen from **{memo['then']:.1%}** a month in 2024 to "
        f"**{memo['now']:.1%}** in the last half-year. The loyalty mails that began in January "
        "work.\n>\n"
        f"> A subscriber pays {memo['price']:.0f} USD. {memo['price']:.0f} USD / {memo['now']:.1%} "
        f"is a lifetime value of **{memo['value']:.0f} USD**. Winning one costs "
        f"{memo['cost']:.0f} USD. LTV:CAC is **{memo['ratio']:.1f}**, well above 3.\n>\n"
        "> Please double the spend on social media, and make the mails permanent."
    )


def show_churn(solo: pd.DataFrame) -> charts.Chart:
    """Draw the churn of all subscribers together, month by month."""
    series = monthly_churn(solo, "2024-08-01", EXTRACT)["churn"]
    fig, alt = charts.lines(
        series,
        "Churn of all subscribers of Solo",
        "Of those there at the start of a month, the share that left in it",
        notes={pd.Timestamp(MAILS, tz="UTC"): "the mails begin"},
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
        "One triangle, two averages",
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
    youngest = table.columns[-1]
    fig, alt = charts.lines(
        table.rename(columns={youngest: f"{youngest}, under the mails"}),
        "Who is left at the same age",
        "A line for each half-year in which subscribers began, as far as it has been seen",
        emphasis=f"{youngest}, under the mails",
        form=".0%",
        x_label="months since the start",
    )
    return charts.show(fig, alt=alt)


def show_projections(table: pd.DataFrame, known: int) -> charts.Chart:
    """Draw what came, and what three methods said would come, as far as a share can go."""
    last = table.index[-1]
    # A parabola leaves the page. Drawn to its end it would press all other lines together.
    inside = table.where(table <= 1)
    gone = [name for name in table if (table[name] > 1).any()]
    fig, alt = charts.lines(
        inside,
        f"Told at month {known}: who is left at month {last}",
        "Subscribers who began in 2024; share left",
        emphasis=["actual", "sBG"],
        dashed=["constant churn", "parabola"],
        notes={known: "known so far"},
        form=".0%",
        x_label="months since the start",
    )
    for name in gone:
        alt += f" The {name} leaves the page: {table[name].iloc[-1]:.0%} at month {last}."
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


def show_saved(table: pd.DataFrame, last: int) -> charts.Chart:
    """Draw who is left without a bet, and with it by two calculations."""
    fig, alt = charts.lines(
        table,
        "Who is left, with and without the call",
        f"Social media, by renewals; the call works on the first {last}",
        emphasis=["with it, each by their own chance"],
        dashed=["with it, as the spreadsheet has it"],
        notes={last: "the call ends"},
        form=".0%",
        x_label="renewals",
    )
    return charts.show(fig, alt=alt)


def show_people(solo: pd.DataFrame) -> charts.Chart:
    """Draw how the chances to leave are spread over the people of each channel, by the sBG model."""
    edges = np.arange(0, 101, 10)
    columns = {}
    for channel in CHANNELS:
        own = retention.sbg_people(model(solo, channel))
        columns[channel] = np.histogram(own, edges / 100)[0] / len(own)
    # Beyond 60 % the lines of the patient channels lie on the axis.
    table = pd.DataFrame(columns, index=pd.Index(edges[:-1] + 5, name="chance")).loc[:55]
    fig, alt = charts.lines(
        table,
        "Unlike people, by channel",
        "Share of people, by their own chance to leave at a renewal, in steps of ten points",
        form=".0%",
        x_label="chance to leave at each renewal, %",
    )
    return charts.show(fig, alt=alt)


def show_bets(table: pd.DataFrame) -> charts.Chart:
    """Draw what each move brings a month, guesses told apart from what is known by lot."""
    from course_utils.toolkit.common.intervals import Interval

    guesses = list(table.index[table["known"] == "a guess"])
    rows = {
        str(name): Interval(row["net"], row["low"], row["high"]) for name, row in table.iterrows()
    }
    fig, alt = charts.intervals(
        rows,
        "What each move brings a month",
        "USD in twelve payments, after cost. Full dots: measured; open ones: a guess",
        reference=0,
        assumed=guesses,
        form="+,.0f",
    )
    return charts.show(fig, alt=f"{alt} Guesses are {', '.join(guesses)}.")


def bets_table(table: pd.DataFrame) -> pd.DataFrame:
    """Return the bets a month, as finance would read them."""
    return pd.DataFrame(
        {
            "people a month": table["people"].map("{:+.0f}".format),
            "USD each": [f"{each:.0f}" if each >= 1 else f"{each:.2f}" for each in table["each"]],
            "USD spent a month": table["spent"].map("{:+,.0f}".format),
            "brings a month, after cost": table["net"].map("{:+,.0f}".format),
            "low to high": [
                f"{row['low']:+,.0f} to {row['high']:+,.0f}" for _, row in table.iterrows()
            ],
            "known": table["known"],
        }
    )

"""The pictures of lesson 13. Each says in its alt text, with numbers, what it shows."""

from __future__ import annotations

from typing import Any

import pandas as pd

from course_utils import charts
from course_utils.lessons.risk.evidence import (
    FAIR,
    PAYOFFS,
    PLAN,
    Breaks,
    came_by_said,
    impact,
    launch,
    months,
    past,
    plan,
    scored,
    together,
)
from course_utils.toolkit import risk
from course_utils.toolkit.common.intervals import wilson


def show_register(risks: pd.DataFrame) -> Any:
    """Show the launch's register and the sum that the finance lead made of it."""
    from IPython.display import Markdown

    named = launch(risks)
    cost = impact(named)
    rows = "\n".join(
        f"| {title} | {row['area']} | {row['probability']:.0%} | {row['low']:,.0f} | "
        f"{row['likely']:,.0f} | {row['high']:,.0f} |"
        for title, row in named.iterrows()
    )
    summed = risk.exposure(named["probability"], cost).sum()
    return Markdown(
        "| what may happen | area | chance | low | likely | high, USD |\n"
        f"|---|---|--:|--:|--:|--:|\n{rows}\n\n"
        f"> Each chance times a mean of low, likely and high, added up: **{summed:,.0f} USD**. I set that aside."
    )


def show_came(risks: pd.DataFrame) -> charts.Chart:
    """Draw what share came of the risks of which one chance was said."""
    rows = {
        f"said {said:.0%}": wilson(round(row["came"] * row["risks"]), int(row["risks"]), 0.95)
        for said, row in came_by_said(risks).iterrows()
    }
    fig, alt = charts.intervals(
        rows,
        "What was said, and what came",
        f"Share that came of {len(past(risks))} risks in six quarters, with 95 % intervals",
        form=".0%",
    )
    return charts.show(fig, alt=alt)


def show_together(risks: pd.DataFrame) -> charts.Chart:
    """Draw what share of risks came, by cause and quarter."""
    fig, alt = charts.heat_map(
        together(risks),
        "Which risks came, and when",
        "Share that came of the eight risks of a cause in a quarter, over all four teams",
        form=".0%",
    )
    return charts.show(fig, alt=alt)


def show_scored(risks: pd.DataFrame) -> charts.Chart:
    """Draw the launch's risks by exposure, with the score of the workshop in words."""
    table = scored(risks)
    fig, alt = charts.bars(
        table["exposure"] / 1000,
        "What each risk costs on average",
        "Chance times mean cost, thousand USD; in words the score, likelihood times impact",
        words={
            str(title): f"{row['exposure'] / 1000:.1f}, score {row['score']:.0f}"
            for title, row in table.iterrows()
        },
        form=".1f",
    )
    return charts.show(fig, alt=alt)


def show_choice(failing: Breaks) -> Any:
    """Draw what each way to launch is worth on average, over the chance that it fails badly."""
    grid = [each / 20 for each in range(21)]
    table = pd.DataFrame(
        {
            option: [row["holds"] * (1 - each) + row["fails"] * each for each in grid]
            for option, row in PAYOFFS.iterrows()
        },
        index=pd.Index(grid, name="chance"),
    )
    fig, alt = charts.lines(
        table,
        "What each way to launch is worth, by the chance that it fails badly",
        f"Thousand USD on average; core's record says {failing.launch:.0%} "
        f"({failing.low:.0%} to {failing.high:.0%})",
        notes={
            round(failing.low, 2): "its low end",
            round(failing.launch, 2): "core's record",
            round(failing.high, 2): "its high end",
        },
        form=".0f",
        zero=False,
        x_label="chance to fail badly",
    )
    return charts.show(fig, alt=alt)


def show_plan() -> charts.Chart:
    """Draw when the launch is ready, with the sum along the critical path."""
    found = plan()
    fig, alt = charts.histogram(
        pd.Series(found.ends),
        "When all is ready",
        f"Weeks, {len(found.ends):,} futures",
        marks={"the path's sum": found.path_mean, "P80": found.by(0.8), "the fair": FAIR},
        form=".1f",
        x_label="weeks",
        y_label="futures",
    )
    return charts.show(fig, alt=alt)


def plan_table() -> pd.DataFrame:
    """Return the plan with its means, and how often each task was the bottleneck."""
    found = plan()
    return PLAN.assign(
        mean=impact(PLAN.rename(columns={"mode": "likely"})).round(2),
        bottleneck=[f"{share:.0%}" for share in found.criticality],
    )


def show_months(service: pd.DataFrame) -> charts.Chart:
    """Draw how often the error budget was used up, month by month."""
    found = months(service).to_frame("used")
    fig, alt = charts.lines(
        found.assign(**{"the whole budget": 1.0}),
        "How many budgets a month used",
        "Failed requests over those allowed at 99.9 %; 1 is the whole budget",
        dashed=["the whole budget"],
        form=".1f",
        x_label="month",
    )
    return charts.show(fig, alt=alt)

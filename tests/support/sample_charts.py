"""One chart of each kind of the family, on numbers made up to be awkward: close, long and many."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from course_utils import charts
from course_utils.toolkit import metrics

DAYS = pd.date_range("2026-04-01", "2026-06-30", tz="UTC")
DAILY = pd.Series(np.arange(91.0) + 1000, index=DAYS, name="active")


def _bars() -> Any:
    return charts.bars({"in the app": 31, "by e-mail": 12, "by phone": 0}, "Most answer in the app")


def _lines() -> Any:
    near = pd.DataFrame(
        {"paid_search": DAILY, "organic": DAILY + 1, "referral": DAILY - 1, "other": DAILY / 2}
    )
    return charts.lines(near, "Three are one", "People a day", notes={"2026-06-13": "silent day"})


def _intervals() -> Any:
    rows = {"Q1": metrics.Interval(21.43, 8.6, 34.2), "change": metrics.Interval(-5.2, -23.7, 13.2)}
    return charts.intervals(rows, "No change to be seen", "Points", reference=0)


def _dumbbell() -> Any:
    table = pd.DataFrame(
        {"tickets": [0.41, 0.2, 0.1, 0.0], "money": [0.4, 0.31, 0.1, 0.05]},
        index=["reports", "billing", "mobile", "search"],
    )
    return charts.dumbbell(table, "Loud is not rich", "Shares by area", form=".0%")


def _slope() -> Any:
    names = [f"An idea with a long name {n}" for n in range(8)]
    table = pd.DataFrame({"before": range(1, 9), "after": [3, 1, 2, 30, 5, 6, 31, 4]}, index=names)
    return charts.slope(
        table, "Two fall out", "Ranks", ranks=True, deepest=12, emphasis=[names[3], names[6]]
    )


def _funnel() -> Any:
    steps = {"signed_up": 1200, "project_created": 600, "task_completed": 650, "plan_upgraded": 0}
    return charts.funnel(pd.Series(steps), "Half create a project", "Sign-ups of June")


def _heat_map() -> Any:
    names = ["reporting", "search", "notifications", "mobile"]
    counts = np.array([[9, 2, 0, 0], [0, 7, 1, 0], [3, 0, 5, 0], [0, 0, 0, 4]])
    table = pd.DataFrame(counts, index=names, columns=names)
    return charts.heat_map(
        table, "They mostly agree", rows="first coder", columns="second coder", agreement=True
    )


def _histogram() -> Any:
    values = pd.Series(np.random.default_rng(3).lognormal(2, 0.7, 400))
    return charts.histogram(
        values, "A long tail", "Days in review", marks={"median": 7.4, "mean": 9.4}, x_label="days"
    )


def _scatter() -> Any:
    names = ["a button", "dark mode", "a new report", "import", "export to a file", "search"]
    table = pd.DataFrame(
        {"worse": [0.5, 0.52, 0.1, 0.98, 0.97, 0.0], "better": [0.6, 0.6, 0.9, 0.98, 0.3, 0.02]},
        index=names,
    )
    fields = ("attractive", "one-dimensional", "indifferent", "must-be")
    return charts.scatter(
        table,
        "By what people feel",
        named=names,
        lines=(0.5, 0.5),
        corners=fields,
        emphasis=["import"],
    )


def _stacked_bars() -> Any:
    table = pd.DataFrame(
        {
            "Must": [0.7, 0.55],
            "Should": [0.2, 0.3],
            "Could": [0.06, 0.1],
            "Won't": [0.02, 0.03],
            "Later": [0.01, 0.01],
            "Never": [0.01, 0.01],
        },
        index=["by cards", "by effort"],
    )
    return charts.stacked_bars(table, "Must is too much", limit=(0.6, "60 % at most"), form=".0%")


def _gains_and_losses() -> Any:
    months = pd.date_range("2026-01-01", periods=6, freq="MS").strftime("%b")
    table = pd.DataFrame(
        {
            "new": [90, 95, 80, 99, 120, 130],
            "resurrected": [9, 8, 9, 12, 7, 2],
            "churned": [60, 70, 81, 90, 95, 99],
        },
        index=months,
    )
    return charts.gains_and_losses(table, "Growth slows", "People a month", losses=["churned"])


def _small_multiples() -> Any:
    first = pd.Series({"signed_up": 100, "project_created": 60, "task_completed": 30})
    return charts.small_multiples(
        {"strict order": first, "any order": first * 0.9, "no order": first * 1.1},
        charts.funnel,
        "One cohort, three funnels",
        same_x=True,
        brief=True,
    )


def _control_chart() -> Any:
    values = pd.Series([10.0, 12, 11, 13, 12, 30] + [13.0] * 9)
    return charts.control_chart(metrics.xmr(values, baseline=5), "One value stands out", "By week")


def _waterfall() -> Any:
    return charts.waterfall(
        ("Q1", 0.44), {"rates": 0.02, "mix": -0.09}, "Q2", "The mix did it", "Activation",
        form=".1%", step_form=lambda value: f"{100 * value:.1f} points",
    )  # fmt: skip


def _cohort_triangle() -> Any:
    shares = [[0.9**age if age < 6 - row else np.nan for age in range(6)] for row in range(6)]
    months = pd.date_range("2026-01-01", periods=6, freq="MS").strftime("%b %Y")
    return charts.cohort_triangle(
        pd.DataFrame(shares, index=months), "One in ten leaves each month"
    )


def _cumulative_flow() -> Any:
    done = np.arange(91.0)
    table = pd.DataFrame(
        {"done": done, "in_review": 5.0, "in_progress": 9.0, "to_do": 90 - done / 2}, index=DAYS
    )
    return charts.cumulative_flow(table, "Work leaves as it comes", "Items by state")


def _survival() -> Any:
    days = np.arange(0, 91, 7)
    free = pd.DataFrame({"share": np.exp(-days / 60)}, index=days)
    free["low"], free["high"] = free["share"] - 0.04, free["share"] + 0.04
    team = pd.Series(np.exp(-days / 65), index=days)
    return charts.survival(
        {"free": free, "team": team}, "Half stay six weeks", "Share still active"
    )


def _tornado() -> Any:
    table = pd.DataFrame(
        {"low": [80, 60, 98], "high": [121, 150, 104]}, index=["price", "seats", "discount_rate"]
    )
    return charts.tornado(table, 100, "Seats matter most", "Net present value, thousand USD")


def _tree() -> Any:
    inputs = {
        "New teams": ["Sign-ups by channel", "Activation, 7 days"],
        "Teams that come back": ["Weekly logins", "Retention, week 4"],
        "People per team": ["Invitations accepted"],
    }
    guards = {"User": "NPS, CSAT, tickets", "Business": "churned MRR", "Technical": "uptime"}
    return charts.tree(
        "Teams that finish work\ntogether each week", inputs, "A tree", guards=guards
    )


SAMPLES: dict[str, Callable[[], Any]] = {
    name.removeprefix("_"): made
    for name, made in list(globals().items())
    if name.startswith("_") and not name.startswith("__") and callable(made)
}

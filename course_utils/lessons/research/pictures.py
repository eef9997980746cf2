"""The pictures of lesson 4; what they show is computed in `evidence` and in the toolkit."""

from __future__ import annotations

import pandas as pd

from course_utils import charts
from course_utils.toolkit.metrics import Interval


def show_voices(table: pd.DataFrame) -> charts.Chart:
    """Draw each area's share of the tickets beside its share of the paying accounts' money."""
    shares = table[["tickets", "mrr"]] / table[["tickets", "mrr"]].sum()
    loud = str(shares["tickets"].idxmax())
    tickets, mrr = (float(shares[column].to_dict()[loud]) for column in ("tickets", "mrr"))
    fig, alt = charts.dumbbell(
        shares.set_axis(["tickets", "money"], axis=1),
        f"{loud.capitalize()}: {100 * tickets:.0f} % of the tickets, {100 * mrr:.0f} % of the money",
        "Second quarter of 2026, by area: share of the tickets, and share of what the accounts that "
        "wrote pay",
        form=".0%",
    )
    return charts.show(fig, alt=alt)


def show_intervals(
    rows: dict[str, Interval], title: str, subtitle: str, form: str = "percent"
) -> charts.Chart:
    """Draw estimates with their intervals."""
    fig, alt = charts.intervals(rows, title, subtitle, form=form)
    return charts.show(fig, alt=alt)


def show_confusion(table: pd.DataFrame) -> charts.Chart:
    """Draw the cross table of two coders: on the diagonal they agree."""
    fig, alt = charts.heat_map(
        table,
        "Where the two coders part",
        "Quotes by code; on the diagonal they agree",
        rows="first coder",
        columns="second coder",
        agreement=True,
    )
    return charts.show(fig, alt=alt)


def show_kindness(told: pd.DataFrame) -> charts.Chart:
    """Draw how many said they would, beside how many of the same people had."""
    n, would, did = len(told), int(told["would"].sum()), int(told["did"].sum())
    fig, alt = charts.bars(
        {"did, last month": did, "would, next month": would},
        f"{would} of {n} would; {did} of {n} did",
        "The same customers: had opened a report in the four weeks before, and said that they "
        "would read one",
        total=n,
    )
    return charts.show(fig, alt=alt)


def show_counts(quotes: pd.DataFrame) -> charts.Chart:
    """Draw how many quotes each coder gave to each code but onboarding, about which all were asked."""
    table = pd.DataFrame({who: quotes[who].value_counts() for who in ("coder_a", "coder_b")})
    table = (
        table.drop(index="onboarding", errors="ignore")
        .fillna(0)
        .astype(int)
        .sort_values("coder_a", ascending=False)
    )
    tops = {who: str(table[who].idxmax()) for who in table.columns}
    same = tops["coder_a"] == tops["coder_b"]
    fig, alt = charts.dumbbell(
        table.set_axis(["first coder", "second coder"], axis=1),
        f"Both put {tops['coder_a']} first"
        if same
        else f"First coder: {tops['coder_a']}. Second coder: {tops['coder_b']}",
        "Quotes by code, apart from onboarding",
        x_label="quotes",
    )
    return charts.show(fig, alt=alt)

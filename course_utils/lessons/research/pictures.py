"""The pictures of lesson 4; what they show is computed in `evidence` and in the toolkit."""

from __future__ import annotations

from typing import Any

import pandas as pd

from course_utils import charts
from course_utils.toolkit.metrics import Interval


def _pairs(table: pd.DataFrame, title: str, subtitle: str, unit: str) -> Any:
    """Draw two numbers a row: the first column as a blue dot, the second as an orange diamond."""
    fig, ax = charts.figure(title, subtitle, height=1.5 + 0.41 * len(table))
    for row, (one, other) in enumerate(table.to_numpy()):
        ax.plot([one, other], [row, row], color=charts.GREY, lw=1.5, zorder=1)
        ax.plot(one, row, "o", ms=8, color=charts.BLUE)
        ax.plot(other, row, "D", ms=7, color=charts.ORANGE)
    ax.set_yticks(range(len(table)), [str(name) for name in table.index])
    ax.invert_yaxis()
    ax.set_xlim(0)
    ax.set_xlabel(unit)
    ax.grid(visible=True, axis="x")
    return fig


def show_voices(table: pd.DataFrame) -> charts.Chart:
    """Draw each area's share of the tickets beside its share of the paying accounts' money."""
    shares = 100 * table[["tickets", "mrr"]] / table[["tickets", "mrr"]].sum()
    loud = str(shares["tickets"].idxmax())
    tickets, mrr = (float(shares[column].to_dict()[loud]) for column in ("tickets", "mrr"))
    fig = _pairs(
        shares,
        f"{loud.capitalize()}: {tickets:.0f} % of the tickets, {mrr:.0f} % of the money",
        "Second quarter of 2026, by area: share of tickets (blue), share of what the accounts "
        "that wrote pay (orange)",
        "%",
    )
    said = "; ".join(
        f"{name} {one:.0f} % of tickets and {other:.0f} % of the money"
        for name, (one, other) in zip(shares.index.astype(str), shares.to_numpy(), strict=True)
    )
    return charts.show(fig, alt=f"Two dots for each area of the product: {said}.")


def show_intervals(
    rows: dict[str, Interval], title: str, subtitle: str, form: str = "percent"
) -> charts.Chart:
    """Draw estimates with their intervals."""
    fig, _ = charts.intervals(rows, title, subtitle, form=form)
    scale, unit = (100, " %") if form == "percent" else (1, "")
    said = "; ".join(
        f"{name} {scale * found.estimate:.0f}{unit} "
        f"({scale * found.low:.0f} to {scale * found.high:.0f})"
        for name, found in rows.items()
    )
    return charts.show(fig, alt=f"{title}. {said}.")


def show_confusion(table: pd.DataFrame) -> charts.Chart:
    """Draw the cross table of two coders: on the diagonal they agree."""
    from matplotlib.patches import Rectangle

    counts = table.to_numpy()
    most = max(counts.max(), 1)
    fig, ax = charts.figure(
        "Where the two coders part",
        "Quotes by code: first coder in rows, second in columns; on the diagonal they agree",
        height=1.6 + 0.42 * len(table),
    )
    for row in range(len(table)):
        for column in range(len(table)):
            n = int(counts[row, column])
            if not n:
                continue
            colour = charts.BLUE if row == column else charts.ORANGE
            corner, strength = (column - 0.46, row - 0.44), 0.12 + 0.6 * (n / most) ** 0.5
            ax.add_patch(Rectangle(corner, 0.92, 0.88, color=colour, alpha=strength, lw=0))
            ax.text(column, row, str(n), ha="center", va="center", color=charts.INK, size=9)
    names = [str(name) for name in table.index]
    ax.set_xticks(range(len(names)), names, rotation=30, ha="right")
    ax.set_yticks(range(len(names)), names)
    ax.set_xlim(-0.6, len(names) - 0.4)
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.grid(visible=False)
    off = [
        (int(counts[r, c]), names[r], names[c])
        for r in range(len(names))
        for c in range(len(names))
        if r != c
    ]
    n, one, other = max(off)
    alt = (
        f"Cross table of two coders. They agree on {int(counts.trace())} of {int(counts.sum())} "
        f"quotes; most often they part where the first says {one} and the second {other}, {n} times."
    )
    return charts.show(fig, alt=alt)


def show_kindness(told: pd.DataFrame) -> charts.Chart:
    """Draw how many said they would, beside how many of the same people had."""
    n = len(told)
    would, did = int(told["would"].sum()), int(told["did"].sum())
    fig, ax = charts.figure(
        f"{would} of {n} would; {did} of {n} did",
        "The same customers: had opened a report in the four weeks before, and said that they "
        "would read one",
        height=2.4,
    )
    ax.barh([0, 1], [did, would], height=0.6, color=[charts.BLUE, charts.ORANGE])
    for row, count in enumerate((did, would)):
        ax.text(count, row, f" {count} of {n}", va="center", color=charts.INK)
    ax.set_yticks([0, 1], ["did, last month", "would, next month"])
    ax.invert_yaxis()
    ax.set_xlim(0, n)
    ax.grid(visible=False)
    ax.set_xlabel("customers")
    return charts.show(
        fig,
        alt=f"Two bars for the same {n} customers: {did} had opened a report in the four weeks "
        f"before the interview, {would} said that they would read one.",
    )


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
    fig = _pairs(
        table,
        f"Both put {tops['coder_a']} first"
        if same
        else f"First coder: {tops['coder_a']}. Second coder: {tops['coder_b']}",
        "Quotes by code, apart from onboarding: first coder (blue), second coder (orange)",
        "quotes",
    )
    said = "; ".join(
        f"{name} {one} and {other}"
        for name, (one, other) in zip(table.index.astype(str), table.to_numpy(), strict=True)
    )
    return charts.show(fig, alt=f"Quotes by code, first and second coder: {said}.")

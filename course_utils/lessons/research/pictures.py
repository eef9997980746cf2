"""The pictures of lesson 4; what they show is computed in `evidence` and in the toolkit."""

from __future__ import annotations

import pandas as pd

from course_utils import charts
from course_utils.lessons.research.quotes import agreement_of_the_first
from course_utils.toolkit import metrics, research
from course_utils.toolkit.metrics import Interval


def show_voices(table: pd.DataFrame) -> charts.Chart:
    """Draw each area's share of the tickets beside its share of the money that stands behind them."""
    shares = pd.DataFrame(
        {"tickets": table["tickets"] / table["tickets"].sum(), "money": table["of_money"]}
    )
    loud = str(shares["tickets"].idxmax())
    tickets, money = (float(shares[column].to_dict()[loud]) for column in shares.columns)
    fig, alt = charts.dumbbell(
        shares,
        f"{loud.capitalize()}: {100 * tickets:.0f} % of the tickets, {100 * money:.0f} % of the money",
        "Second quarter of 2026, by area: share of the tickets, and of what the accounts behind them pay. "
        "Who wrote on two areas pays for both; each kind of share adds up to 100 %",
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
    """Draw how many said they would, beside how many of the same people had, with intervals."""
    n, would, did = len(told), int(told["would"].sum()), int(told["did"].sum())
    fig, alt = charts.intervals(
        {
            "did, in the week before": research.completion_interval(did, n),
            "would, every week": research.completion_interval(would, n),
        },
        f"{would} of {n} would; {did} of {n} did",
        f"The same {n} people, all still here: had opened a report, said that they would each week. "
        "Intervals at 95 % (adjusted Wald)",
        form="percent",
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


def show_agreement(quotes: pd.DataFrame, utterances: pd.DataFrame) -> charts.Chart:
    """Draw kappa of the first two coders, over all codes and by code."""
    found = agreement_of_the_first(quotes, utterances)
    rows = dict(sorted(found.items(), key=lambda row: -row[1].estimate))
    fig, alt = charts.intervals(
        rows,
        "One kappa for all hides one code",
        "Cohen's kappa of two coders, over all codes and of each code against the others. Intervals at 95 %",
        form=".2f",
    )
    return charts.show(fig, alt=alt)


def show_trouble(table: pd.DataFrame) -> charts.Chart:
    """Draw how many of the interviewees told of trouble with each need, with intervals."""
    rows = {
        str(need): research.completion_interval(int(row["people"]), int(row["of"]))
        for need, row in table.iterrows()
    }
    fig, alt = charts.intervals(
        rows,
        "People who told of trouble, by need",
        "Share of the interviewees, each once a need, by the settled codes. Trouble: a quote whose feeling, "
        "as the mean of both coders, is below 0; answers about the future and to leading questions left "
        "out. Intervals at 95 % (adjusted Wald)",
        form="percent",
    )
    return charts.show(fig, alt=alt)


def show_survivors(table: pd.DataFrame) -> charts.Chart:
    """Draw the share of each group that got somewhere, with intervals."""
    rows = {
        str(group): metrics.rate_interval(int(row["well"]), int(row["owners"]))
        for group, row in table.iterrows()
    }
    fig, alt = charts.intervals(
        rows,
        "Who completed a task in the first week?",
        "Share of owners who signed up before April 2026. Intervals at 95 % (Wilson)",
        form="percent",
    )
    return charts.show(fig, alt=alt)


SCREEN = (
    ("Invite people", 0.86, 0.10, "head"),
    ("Role", 0.70, 0.10, "field"),
    ("E-mail addresses", 0.52, 0.14, "field"),
    ("Cancel", 0.28, 0.11, "button"),
    ("Add member", 0.28, 0.11, "button"),
)
"""The invitation as it was tested: words, height, thickness and kind of each part."""


def show_screen() -> charts.Chart:
    """Draw one screen three times: as a wireframe, as a click dummy, and under a heatmap."""
    from matplotlib.patches import Circle, FancyBboxPatch

    fig, axes = charts.figure(
        "The invitation: wireframe, click dummy, heatmap",
        "A drawing. The clicks of the heatmap are made up, to show what one looks like",
        width=9.2,
        height=3.9,
        columns=3,
    )
    for ax, kind in zip(axes, ("wireframe", "click dummy", "heatmap"), strict=True):
        ax.set(xlim=(0, 1), ylim=(0.12, 1.02), xticks=[], yticks=[])
        ax.set_title(kind, loc="left")
        ax.grid(False)
        for place, (words, y, thick, part) in enumerate(SCREEN):
            wide, x = (0.40, 0.05 + 0.48 * (place - 3)) if part == "button" else (0.88, 0.05)
            real = kind != "wireframe"
            if part == "head":
                ax.text(
                    x, y, words if real else "Title", color=charts.INK, va="center", weight="bold"
                )
                continue
            filled = real and part == "button"
            ax.add_patch(
                FancyBboxPatch(
                    (x, y - thick / 2),
                    wide,
                    thick,
                    boxstyle="round,pad=0,rounding_size=0.02",
                    facecolor=charts.BLUE if filled else "none",
                    edgecolor=charts.GREY,
                    lw=1,
                )
            )
            ax.text(
                x + wide / 2,
                y,
                words if real else part,
                color=charts.text_on(charts.BLUE) if filled else charts.SOFT,
                ha="center",
                va="center",
            )
    heat = axes[2]
    for x, y, size in ((0.25, 0.28, 0.09), (0.73, 0.28, 0.05), (0.5, 0.86, 0.06), (0.3, 0.52, 0.1)):
        for share in (1.0, 0.65, 0.35):
            heat.add_patch(Circle((x, y), size * share, color=charts.ORANGE, alpha=0.3, lw=0))
    alt = (
        "1 screen in 3 drawings. As a wireframe: boxes that say title, field, button. As a click "
        "dummy: its words and 2 blue buttons alike, Cancel and Add member. Under a heatmap: 4 spots of "
        "clicks, on Cancel, Add member, the title and the addresses."
    )
    return charts.show(fig, alt=alt)

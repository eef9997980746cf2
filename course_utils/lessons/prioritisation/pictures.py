"""The pictures of lesson 10. Each says in its alt text, with numbers, what it shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from course_utils import charts
from course_utils.lessons.prioritisation.evidence import boss_item
from course_utils.toolkit import prioritisation
from course_utils.widgets import stage


def table(frame: pd.DataFrame) -> Any:
    """Show a frame as a table that is readable everywhere."""
    from IPython.display import Markdown

    names = [str(name) for name in frame.columns]
    right = [pd.api.types.is_numeric_dtype(frame[name]) for name in frame.columns]
    lines = [f"| {' | '.join(names)} |", f"|{'|'.join('--:' if r else '---' for r in right)}|"]
    for row in frame.itertuples(index=False):
        cells = [
            f"{value:,.{0 if value >= 100 else 1}f}" if isinstance(value, float) else str(value)
            for value in row
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return Markdown("\n".join(lines))


def show_voices(cards: pd.DataFrame) -> charts.Chart:
    """Draw how often each item was asked for against what it is said to be worth."""
    fig, ax = charts.figure(
        "What is asked for most is not what is worth most",
        "Each dot is an item of the backlog; value as its requester estimates it",
        height=4.2,
    )
    boss = cards.index == boss_item(cards)
    for chosen, colour, size in ((~boss, charts.BLUE, 34), (boss, charts.RED, 80)):
        some = cards[chosen]
        ax.scatter(some["mentions"], some["value"] / 1000, s=size, color=colour, alpha=0.75, lw=0)
    loud: Any = cards["mentions"].idxmax()
    dear: Any = cards["value"].idxmax()
    named = cards.loc[list(dict.fromkeys([loud, dear, boss_item(cards)]))]
    for title, asked, worth in named[["title", "mentions", "value"]].to_numpy().tolist():
        left = asked > 0.55 * cards["mentions"].max()
        ax.annotate(
            title,
            (asked, worth / 1000),
            xytext=(-8 if left else 8, 6),
            textcoords="offset points",
            ha="right" if left else "left",
            color=charts.INK,
            size=9,
        )
    ax.set_xlabel("times asked for, all sources")
    ax.set_ylabel("value, thousand USD a year")
    ax.set_xlim(left=-3)
    ax.set_ylim(0, 1.12 * cards["value"].max() / 1000)
    return charts.show(
        fig,
        alt=f"Scatter plot of {len(cards)} items. The most asked for, '{named['title'].iloc[0]}', "
        f"with {cards.loc[loud, 'mentions']} mentions, is worth {cards.loc[loud, 'value']:,} USD a year; "
        f"the most valuable, '{cards.loc[dear, 'title']}', was asked for "
        f"{cards.loc[dear, 'mentions']} times and is worth {cards.loc[dear, 'value']:,}.",
    )


def move_lines(cards: pd.DataFrame) -> stage.Explorer:
    """Show the value and effort plane with two lines that can be dragged."""
    top = float(cards["value"].max())
    most = float(cards["weeks"].max())
    value_at = stage.Slider(
        0, round(top, -3), value=float(cards["value"].median()), step=100, unit="USD"
    )
    effort_at = stage.Slider(
        0.5, round(most, 1), value=float(cards["weeks"].median()), step=0.1, unit="weeks"
    )
    start = prioritisation.quadrants(
        cards["value"], cards["weeks"], value_at.start, effort_at.start
    )

    def draw(value_line: float, effort_line: float) -> stage.Scene:
        found = prioritisation.quadrants(cards["value"], cards["weeks"], value_line, effort_line)
        counts = found.value_counts().reindex(list(prioritisation.QUADRANTS), fill_value=0)
        tones = dict(zip(prioritisation.QUADRANTS, ("green", "blue", "grey", "red"), strict=True))
        moved = int((found != start).sum())
        says = (
            ", ".join(f"{name}: {count}" for name, count in counts.items())
            + f". {moved} of {len(cards)} cards bear another name than with the lines at the medians."
        )
        plot = stage.Plot(
            stage.Rule(x=effort_line),
            stage.Rule(y=value_line),
            stage.Points(cards["weeks"], cards["value"], tone=[tones[name] for name in found]),
            stage.Words(effort_line / 2, 1.04 * top, "Quick wins", anchor="middle", strong=True),
            stage.Words(
                (effort_line + most) / 2, 1.04 * top, "Big bets", anchor="middle", strong=True
            ),
            stage.Handle("value_line", x=0.97 * most, y=value_line, along="y"),
            stage.Handle("effort_line", x=effort_line, y=0.1 * top),
            x=stage.Axis(0, 1.05 * most, label="Work, person-weeks"),
            y=stage.Axis(0, 1.1 * top, label="Value, USD a year", form="short"),
            alt=f"Value against work of {len(cards)} cards, lines at {value_line:,.0f} USD and "
            f"{effort_line:.1f} weeks. {says}",
        )
        return stage.Scene(plot, says=says)

    return stage.Explorer(
        "Where do the lines stand?",
        draw,
        hint="Drag the grip of a line. How many cards can you rename without changing one estimate?",
        value_line=value_at,
        effort_line=effort_at,
    )


def show_units(careless: pd.Series, careful: pd.Series, cards: pd.DataFrame) -> charts.Chart:
    """Draw the ten highest ranks by careless units beside those by careful ones."""
    before, after = prioritisation.ranks(careless), prioritisation.ranks(careful)
    shown = [item for item in cards.index if min(before[item], after[item]) <= 10]
    lost = sorted((i for i in shown if before[i] <= 10 < after[i]), key=lambda i: before[i])
    won = sorted((i for i in shown if after[i] <= 10 < before[i]), key=lambda i: after[i])
    fig, ax = charts.figure(
        f"Units mended: {len(lost)} out of the first ten, {len(won)} in",
        "Rank by RICE: units ignored (left), units converted (right)",
        height=4.6,
    )
    for item in shown:
        odd = before[item] != after[item]
        colour = charts.RED if item in lost else charts.GREEN if item in won else charts.GREY
        ends = [min(before[item], 13), min(after[item], 13)]
        ax.plot([0, 1], ends, color=colour, lw=2 if item in (*lost, *won) else 1, marker="o", ms=4)
        if odd or after[item] <= 10:
            ax.text(1.02, ends[1], cards.loc[item, "title"], va="center", size=8, color=charts.INK)
    ax.set_xlim(-0.1, 2.2)
    ax.set_ylim(13.6, 0.4)
    ax.set_yticks([1, 5, 10, 13], ["1", "5", "10", "below"])
    ax.set_xticks([0, 1], ["ignored", "converted"])
    ax.grid(visible=False)
    named = "; ".join(f"{cards.loc[i, 'title']} {before[i]} to {after[i]}" for i in (*lost, *won))
    return charts.show(
        fig,
        alt=f"Slope chart of ranks. {len(lost)} leave the first ten when units are converted and "
        f"{len(won)} enter. {named or 'The order within changes.'}",
    )


def show_moscow(shares: prioritisation.Shares) -> charts.Chart:
    """Draw the shares of the labels by cards and by effort, with the 60 % line."""
    fig, ax = charts.figure(
        f"Must is {shares.by_effort['Must']:.0%} of the work",
        "Requesters' own labels; Won't is outside of the plan",
        height=2.6,
    )
    colours = (charts.RED, charts.BLUE, charts.GREY)
    for row, values in enumerate((shares.by_count, shares.by_effort)):
        left = 0.0
        for colour, (label, share) in zip(colours, values.items(), strict=True):
            ax.barh(row, share, left=left, height=0.55, color=colour)
            if share > 0.08:
                ax.text(
                    left + share / 2, row, f"{label} {share:.0%}", ha="center", va="center",
                    color=charts.PAPER, size=9, weight="bold",
                )  # fmt: skip
            left += share
    ax.axvline(0.6, color=charts.INK, lw=1.4, ls=(0, (4, 3)))
    ax.text(0.6, -0.52, "60 % of effort at most", ha="center", size=8.5, color=charts.SOFT)
    ax.set_yticks([0, 1], ["by cards", "by effort"], color=charts.INK)
    ax.set_ylim(1.45, -0.75)
    ax.set_xlim(0, 1)
    ax.grid(visible=False)
    ax.xaxis.set_visible(False)
    ax.spines["bottom"].set_visible(False)
    said = ", ".join(f"{label} {share:.0%}" for label, share in shares.by_effort.items())
    return charts.show(
        fig,
        alt=f"Two stacked bars. By cards Must is {shares.by_count['Must']:.0%}; by effort {said}. "
        "The rule allows 60 % Must by effort.",
    )


def show_kano(found: Mapping[str, prioritisation.KanoResult], title: str) -> charts.Chart:
    """Draw better and worse coefficients, each point with its most frequent category."""
    fig, ax = charts.figure(
        title, "Better: how much having it pleases. Worse: how much lacking it hurts", height=4.4
    )
    taken = [(-r.worse - 0.01, -r.worse + 0.01, r.better) for r in found.values()]
    for name, result in found.items():
        x, y = -result.worse, result.better
        words = f"{name.replace('_', ' ')} ({result.mode})"
        dx, dy, side = _free_side(x, y, words, taken)
        ax.scatter(x, y, s=60, color=charts.RED if result.mode in "RQ" else charts.BLUE, lw=0)
        ax.annotate(
            words,
            (x, y),
            xytext=(dx, dy),
            textcoords="offset points",
            ha=side,
            va="center",
            size=9,
            color=charts.INK,
        )
    ax.axhline(0.5, color=charts.GREY, lw=0.8, ls=(0, (4, 3)))
    ax.axvline(0.5, color=charts.GREY, lw=0.8, ls=(0, (4, 3)))
    corners = {"attractive": (0.01, 0.97), "one-dimensional": (0.99, 0.97)}
    corners |= {"indifferent": (0.01, 0.02), "must-be": (0.99, 0.02)}
    for words, (x, y) in corners.items():
        ax.text(x, y, words, ha="left" if x < 0.5 else "right", size=9, color=charts.SOFT)
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1.02)
    ax.set_xlabel("worse, without its sign")
    ax.set_ylabel("better")
    said = "; ".join(
        f"{name.replace('_', ' ')} better {r.better:.2f}, worse {r.worse:.2f}, mode {r.mode}, "
        f"{r.left_out} left out"
        for name, r in found.items()
    )
    return charts.show(fig, alt=f"Points by Kano coefficients. {said}.")


def _free_side(
    x: float, y: float, words: str, taken: list[tuple[float, float, float]]
) -> tuple[int, int, str]:
    """Find the side of a point on which its name writes over nothing; remember the place."""
    wide, gap = 0.0125 * len(words), 0.05
    sides = {
        (9, 0, "left"): (x + 0.015, x + 0.015 + wide, y),
        (-9, 0, "right"): (x - 0.015 - wide, x - 0.015, y),
        (0, 13, "center"): (x - wide / 2, x + wide / 2, y + 0.055),
        (0, -13, "center"): (x - wide / 2, x + wide / 2, y - 0.055),
    }
    free = [
        side
        for side, (left, right, height) in sides.items()
        if left >= 0
        and right <= 1
        and not any(
            left < end and begin < right and abs(height - at) < gap for begin, end, at in taken
        )
    ]
    chosen = free[0] if free else (9, 0, "left")
    taken.append(sides[chosen])
    return chosen


def show_plans(plans: Mapping[str, prioritisation.Selection], capacity: float) -> charts.Chart:
    """Draw the value of several selections, and the work that they take."""
    fig, ax = charts.figure(
        "The list from the top leaves value on the table",
        f"Value of the chosen items; {capacity:g} person-weeks",
        height=0.9 + 0.55 * len(plans),
    )
    for row, plan in enumerate(plans.values()):
        colour = charts.BLUE if row == len(plans) - 1 else charts.GREY
        ax.barh(row, plan.value, height=0.6, color=colour)
        ax.annotate(
            f"{plan.value:,.0f} USD a year, {len(plan.items)} items, {plan.effort:.1f} weeks",
            (plan.value, row),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            color=charts.INK,
        )
    ax.set_yticks(range(len(plans)), list(plans), color=charts.INK)
    ax.invert_yaxis()
    ax.grid(visible=False)
    ax.xaxis.set_visible(False)
    ax.spines["bottom"].set_visible(False)
    ax.set_xlim(0, 1.9 * max(plan.value for plan in plans.values()))
    said = "; ".join(
        f"{name} {plan.value:,.0f} USD in {plan.effort:.1f} weeks" for name, plan in plans.items()
    )
    return charts.show(fig, alt=f"Bars of value. {said}.")


def show_findings(text: str, findings: Sequence[prioritisation.Finding]) -> Any:
    """Show a text with what a linter says of it."""
    from IPython.display import Markdown

    quoted = "\n".join(f"> {line}" for line in text.strip().splitlines())
    if not findings:
        return Markdown(f"{quoted}\n\nNo findings.")
    said = "\n".join(
        f"- **{f.rule}** {f'*{f.excerpt}*: ' if f.excerpt else ''}{f.words}" for f in findings
    )
    return Markdown(f"{quoted}\n\n{said}")

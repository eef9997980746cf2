"""The pictures of lesson 10. Each says in its alt text, with numbers, what it shows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd

from course_utils import charts
from course_utils.lessons.prioritisation.evidence import boss_item
from course_utils.toolkit import prioritisation
from course_utils.widgets import stage


def shortened(title: str, most: int = 34) -> str:
    """Cut a title at a word, with three dots, where it is too long for a picture."""
    if len(title) <= most:
        return title
    return title[: most - 1].rsplit(" ", 1)[0] + " …"


def table(frame: pd.DataFrame, shares: Collection[str] = ()) -> Any:
    """Show a frame as a table that is readable everywhere.

    Parameters
    ----------
    frame : DataFrame
        The table, without its index. What is true or false is shown as yes or no.
    shares : collection of str
        Columns that are shown as percentages.
    """
    from IPython.display import Markdown

    names = [str(name).replace("_", " ") for name in frame.columns]
    right = [
        pd.api.types.is_numeric_dtype(kind) and not pd.api.types.is_bool_dtype(kind)
        for kind in frame.dtypes
    ]
    frame = frame.assign(
        **{name: [_share(value) for value in frame[name]] for name in shares},
    )
    lines = [f"| {' | '.join(names)} |", f"|{'|'.join('--:' if r else '---' for r in right)}|"]
    for row in frame.itertuples(index=False):
        lines.append(f"| {' | '.join(map(_cell, row))} |")
    return Markdown("\n".join(lines))


def _share(value: float) -> str:
    return "-" if value != value else f"{value:.0%}"


def _cell(value: Any) -> str:
    """Write one value; a gap is a dash."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return "-" if value != value else f"{value:,.{0 if abs(value) >= 100 else 1}f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def show_voices(cards: pd.DataFrame) -> charts.Chart:
    """Draw how often each item was asked for against what it is said to be worth."""
    loud: Any = cards["mentions"].idxmax()
    dear: Any = cards["value"].idxmax()
    boss = boss_item(cards)
    fig, _ = charts.scatter(
        pd.DataFrame({"mentions": cards["mentions"], "value": cards["value"] / 1000}),
        "Times asked for, and what it is said to be worth",
        "Each dot is an item of the backlog; value as its requester estimates it",
        named=cards["title"].loc[list(dict.fromkeys([loud, dear, boss]))].to_dict(),
        emphasis=[boss],
        x_label="times asked for, all sources",
        y_label="value, thousand USD a year",
    )
    title = cards["title"]
    return charts.show(
        fig,
        alt=f"Scatter plot of {len(cards)} items. The most asked for, '{title[loud]}', with "
        f"{cards.loc[loud, 'mentions']} mentions, is worth {cards.loc[loud, 'value']:,} USD a year; the "
        f"most valuable, '{title[dear]}', was asked for {cards.loc[dear, 'mentions']} times and is worth "
        f"{cards.loc[dear, 'value']:,}. In red '{title[boss]}', {cards.loc[boss, 'mentions']} mentions, "
        f"{cards.loc[boss, 'value']:,} USD.",
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
        # Each field's name stands beside the crossing, in the field's own corner.
        corners = zip(prioritisation.QUADRANTS, ((0, 1), (1, 1), (0, 0), (1, 0)), strict=True)
        plot = stage.Plot(
            stage.Rule(x=effort_line),
            stage.Rule(y=value_line),
            stage.Points(
                cards["weeks"],
                cards["value"],
                tone=[tones[name] for name in found],
                words=[shortened(title, 26) for title in cards["title"]],
            ),
            *(
                stage.Words(
                    effort_line + (2 * right - 1) * 0.012 * most,
                    1.06 * top if above else -0.07 * top,
                    name,
                    anchor="start" if right else "end",
                    strong=True,
                )
                for name, (right, above) in corners
            ),
            stage.Handle("value_line", x=0.97 * most, y=value_line, along="y"),
            stage.Handle("effort_line", x=effort_line, y=0.1 * top),
            x=stage.Axis(0, 1.05 * most, label="Work, person-weeks"),
            y=stage.Axis(-0.12 * top, 1.12 * top, label="Value, USD a year", form="short"),
            height=400,
            alt=f"Value against work of {len(cards)} cards, lines at {value_line:,.0f} USD and "
            f"{effort_line:.1f} weeks. {says}",
        )
        cards_by_field = [
            f"{name}: {', '.join(cards.loc[found.index[found == name], 'title'])}"
            for name, count in counts.items()
            if count
        ]
        return stage.Scene(plot, says=says, notes=cards_by_field)

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
    titles = cards["title"]
    fig, alt = charts.slope(
        pd.DataFrame({"units ignored": before[shown], "units converted": after[shown]}).set_axis(
            titles[shown]
        ),
        f"Units mended: {len(lost)} out of the first ten, {len(won)} in",
        "Rank by RICE of all that is among the first ten on either side",
        ranks=True,
        deepest=13,
        emphasis=list(titles[[*lost, *won]]),
    )
    return charts.show(
        fig,
        alt=f"{alt} {len(lost)} leave the first ten when units are converted and {len(won)} enter.",
    )


def show_moscow(labels: pd.Series, weeks: pd.Series, capacity: float) -> charts.Chart:
    """Draw the weeks of each label beside what can be promised of the weeks that there are."""
    inside = list(prioritisation.MOSCOW[:3])
    asked = weeks.groupby(labels).sum().reindex(inside, fill_value=0.0)
    room = pd.Series([0.6 * capacity, 0.2 * capacity, 0.2 * capacity], index=inside)
    fig, alt = charts.stacked_bars(
        pd.DataFrame([asked, room], index=["as labelled", "as it can be promised"]),
        "The requesters' labels, in person-weeks",
        "Won't is outside of the plan; below, three fifths for musts and a fifth for coulds",
        limit=(capacity, f"{capacity:g} weeks that there are"),
        colours=(charts.RED, charts.BLUE, charts.GREY),
        form=",.0f",
    )
    return charts.show(fig, alt=alt)


def show_kano(found: pd.DataFrame, title: str) -> charts.Chart:
    """Draw better and worse coefficients, each point with its category, n and share of R.

    Parameters
    ----------
    found : DataFrame
        From `survey.feelings` or `survey.by_plan`.
    title : str
        Of the picture.
    """
    names = {key: str(key).replace("_", " ") for key in found.index}
    doubt = {True: "", False: "?"}
    fig, _ = charts.scatter(
        pd.DataFrame({"worse": -found["worse"], "better": found["better"]}),
        title,
        f"Better: having it pleases. Worse: lacking it hurts. n = {found['n'].min()} or more; "
        "'?' where the first category is not clear",
        named={
            key: f"{names[key]} ({row['category']}{doubt[bool(row['clear'])]}, "
            f"R {row['reverse']:.0%})"
            for key, row in found.iterrows()
        },
        emphasis=[key for key, row in found.iterrows() if row["category"] in "RQ"],
        lines=(0.5, 0.5),
        corners=("attractive", "one-dimensional", "indifferent", "must-be"),
        x_range=(0, 1),
        y_range=(0, 1),
        x_label="worse, without its sign",
        y_label="better",
    )
    said = "; ".join(
        f"{names[key]}: better {row['better']:.2f}, worse {row['worse']:.2f}, most frequent "
        f"{row['category']}{'' if row['clear'] else ', not clear'}, {row['reverse']:.0%} reverse "
        f"({row['reverse_low']:.0%} to {row['reverse_high']:.0%}) of {row['n']} answers"
        for key, row in found.iterrows()
    )
    return charts.show(fig, alt=f"Points by Kano coefficients. {said}.")


def show_plans(plans: Mapping[str, prioritisation.Selection], capacity: float) -> charts.Chart:
    """Draw the value of several selections, and the work that they take."""
    fig, alt = charts.bars(
        {name: plan.value for name, plan in plans.items()},
        "Ways to fill the quarter",
        f"What is chosen saves: thirteen weeks of delay and penalties; {capacity:g} person-weeks",
        words={
            name: f"{plan.value:,.0f} USD, {len(plan.items)} items, {plan.effort:.1f} weeks"
            for name, plan in plans.items()
        },
        emphasis=list(plans)[-1],
    )
    return charts.show(fig, alt=alt)


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

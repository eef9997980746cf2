"""Gains and losses: what is added and what is lost in each period, and what remains."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from course_utils.charts.labels import End, name_ends, value_axis
from course_utils.charts.style import BLUE, GREEN, GREY, INK, ORANGE, PAPER, PURPLE, RED, axes_for
from course_utils.charts.words import Form, name, say, writer

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def gains_and_losses(
    table: pd.DataFrame,
    title: str = "",
    subtitle: str = "",
    *,
    losses: Sequence[str],
    form: Form = "number",
    y_label: str = "",
    ax: Axes | None = None,
) -> tuple[Figure, str]:
    """Draw gains above the line and losses below it, a column a period, and the net as a dot.

    Parameters
    ----------
    table : DataFrame
        One row a period, one column a kind of gain or loss; all numbers positive.
    losses : list of str
        The columns that are losses.
    """
    if table.empty or not set(losses) <= set(table.columns):
        raise ValueError("losses must name columns of table, and table must hold at least one row.")
    write = writer(form)
    fig, ax = axes_for(ax, title, subtitle, height=3.8)
    colours = {"gain": iter((BLUE, GREEN, PURPLE)), "loss": iter((RED, ORANGE))}
    heights = {"gain": table.iloc[:, 0] * 0.0, "loss": table.iloc[:, 0] * 0.0}
    places = range(len(table))
    ends: list[End] = []
    for column in table.columns:
        side = "loss" if column in losses else "gain"
        values = table[column] * (-1 if side == "loss" else 1)
        colour = next(colours[side])
        ax.bar(places, values, bottom=heights[side], color=colour, width=0.7)
        middle = float(heights[side].iloc[-1] + values.iloc[-1] / 2)
        ends.append((len(table) - 0.65, middle, name(column), INK))
        heights[side] = heights[side] + values
    net = heights["gain"] + heights["loss"]
    ax.plot(places, net, "o", color=INK, mec=PAPER, mew=1.2, ms=7)
    ends.append((len(table) - 0.65, float(net.iloc[-1]), "● net", INK))
    ax.axhline(0, color=GREY, lw=1)
    ax.set_xticks(places, [name(key) for key in table.index], color=INK)
    value_axis(ax.yaxis, lambda value: write(abs(value)), y_label)
    ax.margins(x=0.02)
    name_ends(ax, ends)
    said = [
        f"{name(key)} "
        + ", ".join(f"{name(column)} {write(value)}" for column, value in row.items())
        + f", net {write(total)}"
        for (key, row), total in zip(table.iterrows(), net, strict=True)
    ]
    return fig, say(title, f"Columns for {len(table)} periods", said)

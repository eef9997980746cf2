"""Dumbbell: two numbers for each of a few things, and how far they are apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from course_utils.charts.labels import put, row_axis, value_axis, widen
from course_utils.charts.style import BLUE, GREY, ORANGE, axes_for
from course_utils.charts.words import Form, name, say, signed, writer

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def dumbbell(
    table: pd.DataFrame,
    title: str = "",
    subtitle: str = "",
    *,
    baseline: bool = False,
    change: Form | None = None,
    rule_after: int | None = None,
    form: Form = "number",
    zero: bool = True,
    x_label: str = "",
    ax: Axes | None = None,
) -> tuple[Figure, str]:
    """Draw two numbers a row, joined; the columns are named at the first row.

    Parameters
    ----------
    table : DataFrame
        One row a thing, two columns.
    baseline : bool
        The first column is what the second is compared with: it is grey. Otherwise both have a
        colour.
    change : str or callable, optional
        How the second less the first is written, in place of both numbers.
    rule_after : int, optional
        How many rows stand above a dashed line.
    zero : bool
        Begin the axis at 0.
    """
    if not len(table) or table.shape[1] != 2:
        raise ValueError("table must have two columns and at least one row.")
    write = writer(form)
    fig, ax = axes_for(ax, title, subtitle, height=1.75 + 0.41 * len(table))
    colours, shapes = (
        (GREY if baseline else BLUE, BLUE if baseline else ORANGE),
        ("o", "o" if baseline else "D"),
    )
    row_axis(ax, [name(key) for key in table.index], values=True)
    values = table.to_numpy(dtype=float)
    said = []
    for row, pair in enumerate(values):
        ax.plot(pair, [row, row], color=GREY, lw=1.5, zorder=1)
        for value, colour, shape in zip(pair, colours, shapes, strict=True):
            ax.plot(value, row, shape, ms=8, color=colour, zorder=2)
        if change is not None:
            put(ax, pair.max(), row, signed(pair[1] - pair[0], writer(change)), gap=9)
        else:
            put(ax, pair.min(), row, write(pair.min()), "left", gap=8)
            put(ax, pair.max(), row, write(pair.max()), gap=8)
        said.append(f"{name(table.index[row])} {write(pair[0])} and {write(pair[1])}")
    ax.set_ylim(len(table) - 0.4, -1.0)
    # Names grow away from each other, however near the dots are.
    nearer = int(values[0][1] < values[0][0])
    for column, side, nudge in ((nearer, "right", -2), (1 - nearer, "left", 2)):
        put(
            ax, values[0][column], 0, name(table.columns[column]), "above", weight="bold",
            ha=side, xytext=(nudge, 10),
        )  # fmt: skip
    if rule_after is not None:
        ax.axhline(rule_after - 0.5, color=GREY, lw=0.8, ls=(0, (4, 3)))
    ax.margins(x=0.06)
    if zero:
        ax.set_xlim(left=min(0.0, float(values.min())))
        widen(ax, 0.05, 0.07)
    else:
        widen(ax, 0.08, 0.08)
    value_axis(ax.xaxis, write, x_label)
    columns = " and ".join(name(column) for column in table.columns)
    return fig, say(title, f"Two dots a row, {columns}", said)

"""Tornado: which assumption moves the result most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from course_utils.charts.labels import put, row_axis, widen
from course_utils.charts.style import BLUE, INK, ORANGE, SOFT, axes_for
from course_utils.charts.words import Form, name, say, writer

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def tornado(
    table: pd.DataFrame,
    base: float,
    title: str = "",
    subtitle: str = "",
    *,
    form: Form = "number",
    ax: Axes | None = None,
) -> tuple[Figure, str]:
    """Draw the result for the low and the high value of each input, the widest on top.

    Parameters
    ----------
    table : DataFrame
        One row an input; the columns low and high hold the *result* when the input alone is low or
        high.
    base : float
        The result when no input is moved.
    """
    if not len(table) or not {"low", "high"} <= set(table.columns):
        raise ValueError("table must have the columns low and high, and at least one row.")
    write = writer(form)
    swing = (table["high"] - table["low"]).abs().sort_values(ascending=False, kind="stable")
    ordered = table.loc[swing.index, ["low", "high"]]
    fig, ax = axes_for(ax, title, subtitle, height=1.6 + 0.45 * len(table))
    row_axis(ax, [name(key) for key in ordered.index])
    said = [f"base {write(base)}"]
    for row, (key, (low, high)) in enumerate(
        zip(ordered.index, ordered.to_numpy(dtype=float), strict=True)
    ):
        for value, colour in ((low, ORANGE), (high, BLUE)):
            ax.barh(row, value - base, left=base, height=0.62, color=colour)
        left, right = sorted((("low", low), ("high", high)), key=lambda each: each[1])
        for (end, value), side in ((left, "left"), (right, "right")):
            words = f"{write(value)} ({end})" if row == 0 else write(value)
            if value != base or side == "right":
                put(ax, min(value, base) if side == "left" else max(value, base), row, words, side)
        said.append(f"{name(key)} {write(low)} if low, {write(high)} if high")
    ax.plot([base, base], [-0.5, len(table) - 0.5], color=INK, lw=1.2)
    put(ax, base, -0.5, f"base {write(base)}", "above", color=SOFT, gap=2)
    ax.set_ylim(len(table) - 0.4, -1.0)
    widen(ax, 0.18, 0.18)
    return fig, say(title, f"Tornado of {len(table)} inputs", said)

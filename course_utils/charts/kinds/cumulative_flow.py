"""Cumulative flow: how much work is in each state, day by day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from course_utils.charts.labels import date_axis, naive, name_ends, value_axis
from course_utils.charts.style import BLUE, GREEN, GREY, INK, ORANGE, PAPER, PURPLE, RED, axes_for
from course_utils.charts.words import grouped, name, say

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def cumulative_flow(
    table: pd.DataFrame,
    title: str = "",
    subtitle: str = "",
    *,
    y_label: str = "items",
    ax: Axes | None = None,
) -> tuple[Figure, str]:
    """Draw how many items are in each state over time, stacked, what is done at the bottom.

    Parameters
    ----------
    table : DataFrame
        Indexed by time; one column a state, the last one (done) first, at most six.
    """
    import pandas as pd

    colours = (GREY, BLUE, ORANGE, GREEN, PURPLE, RED)
    if not len(table) or not isinstance(table.index, pd.DatetimeIndex):
        raise ValueError("table must be indexed by time and hold at least one row.")
    if table.shape[1] > len(colours):
        raise ValueError(f"at most {len(colours)} states can be told apart.")
    fig, ax = axes_for(ax, title, subtitle, height=3.8)
    times = naive(table.index)
    layers = table.to_numpy(dtype=float).T
    ax.stackplot(times, layers, colors=colours[: len(layers)], alpha=0.75, edgecolor=PAPER, lw=0.8)
    tops = layers[:, -1].cumsum()
    ends = [
        (times[-1], float(top - layer[-1] / 2), f"{name(state)} {grouped(layer[-1])}", INK)
        for state, layer, top in zip(table.columns, layers, tops, strict=True)
    ]
    ax.margins(x=0)
    ax.set_ylim(bottom=0)
    date_axis(ax)
    value_axis(ax.yaxis, grouped, y_label, whole=True)
    name_ends(ax, ends)
    said = [
        f"{name(state)} {grouped(layer[0])} to {grouped(layer[-1])}"
        for state, layer in zip(table.columns, layers, strict=True)
    ]
    span = f"{name(table.index[0])} to {name(table.index[-1])}"
    return fig, say(title, f"Areas of {len(layers)} states, {span}", said)

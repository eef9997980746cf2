"""Scatter plot: things by two numbers; with lines it is a matrix of two by two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from course_utils.charts.labels import name_points, put, value_axis
from course_utils.charts.style import BLUE, GREY, RED, SOFT, axes_for
from course_utils.charts.words import Form, name, say, writer

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def scatter(
    table: pd.DataFrame,
    title: str = "",
    subtitle: str = "",
    *,
    named: Sequence[Any] | Mapping[Any, str] = (),
    emphasis: Sequence[Any] = (),
    lines: tuple[float | None, float | None] = (None, None),
    corners: tuple[str, str, str, str] | None = None,
    x_range: tuple[float, float] | None = None,
    y_range: tuple[float, float] | None = None,
    x_form: Form = "number",
    y_form: Form = "number",
    x_label: str = "",
    y_label: str = "",
    ax: Axes | None = None,
) -> tuple[Figure, str]:
    """Draw a dot a row.

    Parameters
    ----------
    table : DataFrame
        Two columns: what goes to the right, what goes up.
    named : list, or mapping to str
        The rows to name, by index; a mapping gives their names.
    emphasis : list
        The rows to draw larger and in red.
    lines : pair of float, optional
        Where a line stands upright, and where one lies, as in a matrix of two by two.
    corners : four str, optional
        Names of the fields: upper left, upper right, lower left, lower right.
    x_range, y_range : pair of float, optional
        What the axes hold; by default what the points need.
    """
    if not len(table) or table.shape[1] != 2:
        raise ValueError("table must have two columns and at least one row.")
    across, up = writer(x_form), writer(y_form)
    names = dict(named) if isinstance(named, Mapping) else {key: name(key) for key in named}
    missing = [key for key in (*names, *emphasis) if key not in table.index]
    if missing:
        raise ValueError(f"named and emphasis must be rows of table; {missing} are not among them.")
    fig, ax = axes_for(ax, title, subtitle, height=4.3)
    loud = table.index.isin(list(emphasis))
    many = len(table) > 100
    for chosen, colour, size in ((~loud, BLUE, 9 if many else 40), (loud, RED, 26 if many else 70)):
        some = table[chosen].to_numpy(dtype=float)
        ax.scatter(some[:, 0], some[:, 1], s=size, color=colour, alpha=0.6 if many else 0.85, lw=0)
    value_axis(ax.xaxis, across, x_label or name(table.columns[0]))
    value_axis(ax.yaxis, up, y_label or name(table.columns[1]))
    x_room, y_room = 0.05, 0.14 if corners else 0.08
    ax.margins(x=x_room, y=y_room)
    if x_range:
        ax.set_xlim(_wider(x_range, x_room))
    if y_range:
        ax.set_ylim(_wider(y_range, y_room))
    x_line, y_line = lines
    if x_line is not None:
        ax.axvline(x_line, color=GREY, lw=0.8, ls=(0, (4, 3)), zorder=1)
    if y_line is not None:
        ax.axhline(y_line, color=GREY, lw=0.8, ls=(0, (4, 3)), zorder=1)
    places = ((0.01, 1.0), (0.99, 1.0), (0.01, 0.0), (0.99, 0.0))
    for words, (x, y) in zip(corners or (), places, strict=False):
        put(
            ax, x, y, words, "right" if x < 0.5 else "left", color=SOFT, gap=0,
            xycoords=ax.transAxes, va="bottom", xytext=(0, 3 if y else 4),
        )  # fmt: skip
    points = [
        *table.loc[list(names)].to_numpy(dtype=float),
        *table[~table.index.isin(list(names))].to_numpy(dtype=float),
    ]
    ends = (x_label or name(table.columns[0]), y_label or name(table.columns[1]))
    said = [
        f"{label} from {write(column.min())} to {write(column.max())}"
        for label, write, (_, column) in zip(ends, (across, up), table.items(), strict=True)
    ]
    said += [
        f"{words} at {across(x)} and {up(y)}"
        for words, (x, y) in zip(names.values(), points, strict=False)
    ]
    if names:
        name_points(ax, [(float(x), float(y)) for x, y in points[:400]], list(names.values()))
    return fig, say(title, f"Scatter plot of {len(table):,} points", said)


def _wider(ends: tuple[float, float], room: float) -> tuple[float, float]:
    low, high = ends
    return low - room * (high - low), high + room * (high - low)

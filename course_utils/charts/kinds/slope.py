"""Slope: how values or ranks change from one state to another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from course_utils.charts.labels import End, name_ends
from course_utils.charts.style import GREEN, GREY, INK, RED, SOFT, axes_for
from course_utils.charts.words import Form, name, say, writer

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def slope(
    table: pd.DataFrame,
    title: str = "",
    subtitle: str = "",
    *,
    ranks: bool = False,
    deepest: float | None = None,
    emphasis: Sequence[str] | None = None,
    form: Form = "number",
    ax: Axes | None = None,
) -> tuple[Figure, str]:
    """Draw a line a row from the first column to the second, named at both ends.

    Parameters
    ----------
    table : DataFrame
        One row a thing, two columns.
    ranks : bool
        The values are ranks: 1 stands at the top.
    deepest : float, optional
        With ranks: what lies below is drawn there, with its rank beside it.
    emphasis : list of str, optional
        The rows to colour: green if they get better (higher, or nearer to rank 1), red if worse.
    """
    if not len(table) or table.shape[1] != 2:
        raise ValueError("table must have two columns and at least one row.")
    write = writer(form)
    fig, ax = axes_for(ax, title, subtitle, height=1.6 + 0.25 * len(table))
    shown = table.clip(upper=deepest) if ranks and deepest is not None else table
    left, right = list[End](), list[End]()
    said = []
    for key, before, after in zip(table.index, *table.to_numpy(dtype=float).T, strict=True):
        loud = emphasis is None or key in emphasis
        better = (after < before) if ranks else (after > before)
        colour = GREY if not loud or before == after else GREEN if better else RED
        ends = shown.loc[key].to_numpy(dtype=float)
        ax.plot([0, 1], ends, color=colour, lw=2.2 if loud else 1.2, marker="o", ms=5)
        ink = INK if loud else SOFT
        left.append((0, ends[0], write(before), ink))
        right.append((1, ends[1], f"{write(after)}  {name(key)}", ink))
        said.append(f"{name(key)} {write(before)} to {write(after)}")
    ax.margins(y=0.06)
    if ranks:
        ax.invert_yaxis()
    ax.set_xlim(-0.06, 1.06)
    name_ends(ax, left, "left")
    name_ends(ax, right)
    ax.set_xticks([0, 1], [name(column) for column in table.columns], color=INK)
    ax.tick_params(axis="x", length=0)
    ax.yaxis.set_visible(False)
    ax.spines["bottom"].set_visible(False)
    columns = " to ".join(name(column) for column in table.columns)
    return fig, say(
        title, f"Slopes of {len(table)} {'ranks' if ranks else 'values'}, {columns}", said
    )

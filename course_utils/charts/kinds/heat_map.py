"""Heat map: numbers of a cross table, the higher the stronger."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from course_utils.charts.labels import put
from course_utils.charts.style import BLUE, INK, ON_TINT, ORANGE, axes_for
from course_utils.charts.words import Form, name, say, writer

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Stronger would leave the words on it less than 4.5:1 in one of the themes.
STRONGEST = 0.65


def heat_map(
    table: pd.DataFrame,
    title: str = "",
    subtitle: str = "",
    *,
    rows: str = "",
    columns: str = "",
    agreement: bool = False,
    form: Form = "number",
    ax: Axes | None = None,
) -> tuple[Figure, str]:
    """Draw a table as tiles with their numbers; a missing value has no tile.

    Parameters
    ----------
    table : DataFrame
        Numbers, none negative; NaN where there is nothing.
    rows, columns : str
        What the rows and the columns are.
    agreement : bool
        Rows and columns are the same names, as of two coders: the diagonal is blue, the rest orange,
        and zeros are left out.
    """
    if table.empty:
        raise ValueError("table must have at least one row and one column.")
    if agreement and list(table.index) != list(table.columns):
        raise ValueError("agreement needs the same names, in the same order, as rows and columns.")
    write = writer(form)
    fig, ax = axes_for(ax, title, subtitle, height=1.9 + 0.42 * len(table))
    said = tiles(ax, table, write, agreement=agreement)
    names = [name(column) for column in table.columns]
    tilted = sum(map(len, names)) > 60
    ax.set_xticks(
        range(len(names)),
        names,
        color=INK,
        rotation=30 if tilted else 0,
        ha="right" if tilted else "center",
    )
    ax.set_xlabel(columns)
    ax.set_ylabel(rows)
    if agreement:
        counts = table.to_numpy(dtype=float)
        same, whole = counts.trace(), counts.sum()
        return fig, say(title, f"Cross table of {rows or 'rows'} and {columns or 'columns'}",
                        [f"they agree on {write(same)} of {write(whole)}", *said])  # fmt: skip
    return fig, say(title, f"Heat map of {len(table)} rows and {len(names)} columns", said)


def tiles(ax: Axes, table: pd.DataFrame, write: Form, *, agreement: bool = False) -> list[str]:
    """Draw the tiles; return what they say, a row at a time, or where two disagree."""
    from matplotlib.patches import Rectangle

    write = writer(write)
    values = table.to_numpy(dtype=float)
    most = max([value for value in values.flat if not math.isnan(value)], default=0) or 1
    said = []
    for row, line in enumerate(values):
        parts = []
        for column, value in enumerate(line):
            if math.isnan(value) or (agreement and not value):
                continue
            colour = ORANGE if agreement and row != column else BLUE
            strength = 0.08 + (STRONGEST - 0.08) * (max(value, 0) / most) ** (
                0.5 if agreement else 1
            )
            ax.add_patch(
                Rectangle(
                    (column - 0.47, row - 0.45), 0.94, 0.9, color=colour, alpha=strength, lw=0
                )
            )
            put(ax, column, row, write(value), "on", color=ON_TINT)
            parts.append(f"{name(table.columns[column])} {write(value)}")
        if parts:
            said.append(f"{name(table.index[row])}: {', '.join(parts)}")
    ax.set_yticks(range(len(table)), [name(key) for key in table.index], color=INK)
    ax.set_xlim(-0.6, table.shape[1] - 0.4)
    ax.set_ylim(len(table) - 0.4, -0.6)
    ax.grid(visible=False)
    ax.tick_params(length=0)
    ax.spines["bottom"].set_visible(False)
    return said

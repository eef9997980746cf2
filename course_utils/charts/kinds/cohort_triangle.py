"""Cohort triangle: what share of each cohort is still there at each age."""

from __future__ import annotations

from typing import TYPE_CHECKING

from course_utils.charts.kinds.heat_map import tiles
from course_utils.charts.style import INK, axes_for
from course_utils.charts.words import Form, name, say, writer

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def cohort_triangle(
    table: pd.DataFrame,
    title: str = "",
    subtitle: str = "",
    *,
    age: str = "month",
    form: Form = ".0%",
    ax: Axes | None = None,
) -> tuple[Figure, str]:
    """Draw a row a cohort and a column an age; what is not over yet stays empty.

    Parameters
    ----------
    table : DataFrame
        Fractions; cohorts as rows, the oldest on top, ages 0, 1, 2 ... as columns, NaN for what is
        still to come.
    age : str
        The unit of the columns.
    """
    if table.empty:
        raise ValueError("table must have at least one cohort and one age.")
    write = writer(form)
    fig, ax = axes_for(ax, title, subtitle, height=1.7 + 0.36 * len(table))
    tiles(ax, table, write)
    ax.set_xticks(range(table.shape[1]), [name(column) for column in table.columns], color=INK)
    ax.set_xlabel(f"{age} after the start")
    said = []
    for column in table.columns:
        known = table[column].dropna()
        if len(known):
            said.append(
                f"{age} {name(column)}: {write(known.min())} to {write(known.max())} "
                f"in {len(known)} {'cohort' if len(known) == 1 else 'cohorts'}"
            )
    return fig, say(title, f"Triangle of {len(table)} cohorts", said)

"""Intervals: estimates with their doubt, as in a forest plot."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from course_utils.charts.labels import put, row_axis, value_axis
from course_utils.charts.style import BLUE, GREY, PAPER, axes_for
from course_utils.charts.words import Form, name, say, to_margin, writer

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from course_utils.toolkit.metrics import Interval


def intervals(
    rows: Mapping[str, Interval],
    title: str = "",
    subtitle: str = "",
    *,
    reference: float | None = None,
    assumed: Collection[str] | None = None,
    form: Form = "number",
    x_label: str = "",
    ax: Axes | None = None,
) -> tuple[Figure, str]:
    """Draw estimates with their intervals, one row each, from the top.

    Parameters
    ----------
    rows : mapping of str to Interval
        Or any triples (estimate, low, high), by name.
    reference : float, optional
        A value to compare with, such as 0 for differences. A row whose interval covers it is drawn
        grey with an open dot, unless `assumed` is given.
    assumed : collection of str, optional
        Rows that somebody assumes and nobody has measured: these are drawn grey with an open dot,
        and no others.
    """
    if not rows:
        raise ValueError("rows must hold at least one interval, as {name: interval}.")
    precise = to_margin(rows.values(), form)
    fig, ax = axes_for(ax, title, subtitle, height=1.35 + 0.42 * len(rows))
    row_axis(ax, [name(key) for key in rows], values=True)
    if reference is not None:
        ax.axvline(reference, color=GREY, lw=1, ls=(0, (4, 3)), zorder=1)
    said = []
    for row, (key, (estimate, low, high)) in enumerate(rows.items()):
        covered = reference is not None and low <= reference <= high
        pale = covered if assumed is None else key in assumed
        colour = GREY if pale else BLUE
        ax.plot([low, high], [row, row], color=colour, lw=2.2)
        ax.plot(
            estimate, row, "o", ms=7, color=colour, mec=colour, mew=1.6,
            mfc=PAPER if pale else colour,
        )  # fmt: skip
        words = f"{precise(estimate)}  ({precise(low)} to {precise(high)})"
        put(ax, 1.0, row, words, gap=8, xycoords=ax.get_yaxis_transform())
        covers = (
            f", which holds {writer(form)(reference)}" if covered and reference is not None else ""
        )
        said.append(f"{name(key)} {words.replace('  ', ' ')}{covers}")
    ax.margins(x=0.06)
    value_axis(ax.xaxis, writer(form), x_label)
    return fig, say(title, "Estimates with intervals", said)

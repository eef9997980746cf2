"""Histogram: how values are distributed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from course_utils.charts.labels import put, value_axis
from course_utils.charts.style import BLUE, INK, PAPER, axes_for
from course_utils.charts.words import Form, grouped, say, writer

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def histogram(
    values: pd.Series,
    title: str = "",
    subtitle: str = "",
    *,
    bins: int = 20,
    marks: Mapping[str, float] | None = None,
    form: Form = "number",
    x_label: str = "",
    y_label: str = "",
    ax: Axes | None = None,
) -> tuple[Figure, str]:
    """Draw how many values fall into each of some bins of equal width.

    Parameters
    ----------
    values : Series
        Numbers; what is missing is left out.
    bins : int
        How many.
    marks : mapping of str to float, optional
        Values to mark by name, such as {"mean": 4.1}; the median by default.
    """
    import pandas as pd

    known = pd.Series(values).dropna().astype(float)
    if known.empty:
        raise ValueError("values must hold at least one number.")
    write = writer(form)
    fig, ax = axes_for(ax, title, subtitle, height=3.6)
    ax.hist(known, bins=bins, color=BLUE, edgecolor=PAPER, linewidth=0.8)
    shown = dict(marks) if marks is not None else {"median": float(known.median())}
    low, high = ax.get_ylim()
    ax.set_ylim(low, high * (1.05 + 0.1 * len(shown)))
    for rank, (key, value) in enumerate(sorted(shown.items(), key=lambda each: each[1])):
        at = high * (1.02 + 0.1 * (len(shown) - rank))
        ax.plot([value, value], [0, at], color=INK, lw=1.2, ls=(0, (4, 3)))
        late = value > sum(ax.get_xlim()) / 2
        put(ax, value, at, f"{key} {write(value)}", "left" if late else "right", gap=5, va="top")
    value_axis(ax.xaxis, write, x_label)
    value_axis(ax.yaxis, grouped, y_label, whole=True)
    quarter, three = known.quantile([0.25, 0.75])
    said = [
        f"half of them from {write(quarter)} to {write(three)}",
        f"lowest {write(known.min())}, highest {write(known.max())}",
        *(f"{key} {write(value)}" for key, value in shown.items()),
    ]
    return fig, say(title, f"Histogram of {len(known):,} values", said)

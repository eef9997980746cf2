"""Funnel: how many reach each step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from course_utils.charts.labels import put, row_axis
from course_utils.charts.style import BLUE, RED, axes_for
from course_utils.charts.words import grouped, name, say

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def funnel(
    counts: pd.Series | pd.DataFrame,
    title: str = "",
    subtitle: str = "",
    *,
    brief: bool = False,
    ax: Axes | None = None,
) -> tuple[Figure, str]:
    """Draw the steps of a funnel as bars, with counts and conversions.

    Parameters
    ----------
    counts : Series or DataFrame
        How many by step, the first on top; or what ``toolkit.metrics.funnel`` returns.
    brief : bool
        Write the share of the first step and the count alone, where there is little room.

    Notes
    -----
    A step that more reach than the one before is red: its counts are not of one group of people.
    """
    steps = counts if counts.ndim == 1 else counts.get("count")
    if steps is None or not len(steps) or steps.iloc[0] < 0:
        raise ValueError("counts must be a number by step, or what toolkit.metrics.funnel returns.")
    fig, ax = axes_for(ax, title, subtitle, height=1.2 + 0.52 * len(steps))
    values = steps.to_numpy(dtype=float)
    first, said = values[0], []
    for row, count in enumerate(values):
        before = values[max(row - 1, 0)]
        start, step = (
            f"{part:.0%}" if part == part else "none"
            for part in (_of(count, first), _of(count, before))
        )
        ax.barh(row, count, height=0.62, color=RED if row and count > before else BLUE)
        if brief:
            words = f"{start} ({grouped(count)})"
        elif row:
            words = f"{grouped(count)}  ·  {start} of the first step, {step} of the one before"
        else:
            words = grouped(count)
        put(ax, count, row, words)
        said.append(f"{name(steps.index[row])} {grouped(count)}" + (f" ({start})" if row else ""))
    row_axis(ax, [name(step) for step in steps.index])
    ax.set_xlim(0, max(float(values.max()), 1.0) * (1.75 if brief else 1.02))
    return fig, say(title, "Funnel", said)


def _of(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")

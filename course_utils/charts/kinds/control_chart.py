"""Control chart: values with their natural process limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from course_utils.charts.labels import date_axis, naive, name_ends, value_axis
from course_utils.charts.style import BLUE, GREY, INK, ORANGE, RED, SOFT, axes_for
from course_utils.charts.words import Form, name, say, writer

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from course_utils.toolkit.metrics import XmR


def control_chart(
    limits: XmR,
    title: str = "",
    subtitle: str = "",
    *,
    form: Form = "number",
    y_label: str = "",
    ax: Axes | None = None,
) -> tuple[Figure, str]:
    """Draw values with their natural process limits, and mark the signals.

    Parameters
    ----------
    limits : XmR
        From ``toolkit.metrics.xmr``. A Series indexed by time gives a time axis.

    Notes
    -----
    A point outside the limits is a red diamond, a run on one side a row of orange squares: shape
    says it too, not colour alone.
    """
    import numpy as np
    import pandas as pd

    write = writer(form)
    fig, ax = axes_for(ax, title, subtitle, height=3.8)
    points = limits.points
    is_time = isinstance(points.index, pd.DatetimeIndex)
    where = naive(points.index) if is_time else np.arange(1, len(points) + 1)
    values = points["value"].to_numpy(dtype=float)
    ax.grid(visible=False)
    ax.axhspan(limits.lower, limits.upper, color=GREY, alpha=0.1, lw=0)
    dashes = (0, (4, 3))
    for level, style in ((limits.upper, dashes), (limits.centre, "-"), (limits.lower, dashes)):
        ax.axhline(level, color=GREY, lw=1.0, ls=style, zorder=1)
    ax.plot(where, values, color=BLUE, lw=1.3, marker="o", ms=3.6, zorder=3)
    outside = points["outside"].to_numpy(dtype=bool)
    run = points["run"].to_numpy(dtype=bool) & ~outside
    ax.plot(where[run], values[run], "s", ms=5.2, color=ORANGE, zorder=4)
    ax.plot(where[outside], values[outside], "D", ms=7, color=RED, zorder=5)
    ax.margins(x=0.02, y=0.12)
    if is_time:
        date_axis(ax)
    value_axis(ax.yaxis, write, y_label)
    levels = {"upper limit": limits.upper, "mean": limits.centre, "lower limit": limits.lower}
    ends = [
        (1.0, level, f"{key} {write(level)}", INK if key == "mean" else SOFT)
        for key, level in levels.items()
    ]
    name_ends(ax, ends, axes_x=True)
    said = [f"{key} {write(level)}" for key, level in levels.items()]
    for words, chosen in (("outside the limits", outside), ("in a run on one side", run)):
        found = [
            f"{name(key)}: {write(value)}"
            for key, value in zip(points.index[chosen], values[chosen], strict=True)
        ]
        said.append(f"{words} {len(found)}" + (f" ({', '.join(found)})" if found else ""))
    return fig, say(title, f"Control chart of {len(points)} values", said)

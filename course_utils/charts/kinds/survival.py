"""Survival: what share is still there after some time, as a step curve."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from course_utils.charts.labels import End, name_ends, value_axis
from course_utils.charts.style import CYCLE, GREY, INK, axes_for
from course_utils.charts.words import Form, grouped, name, say, writer

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def survival(
    curves: Mapping[str, pd.Series | pd.DataFrame],
    title: str = "",
    subtitle: str = "",
    *,
    x_label: str = "days",
    form: Form = ".0%",
    ax: Axes | None = None,
) -> tuple[Figure, str]:
    """Draw step curves: each holds its value until the next time.

    Parameters
    ----------
    curves : mapping
        By name, at most six: shares indexed by time since the start, as a Series, or as a DataFrame
        with the columns share, low and high, whose interval is drawn as a band.
    x_label : str
        The unit of time.
    """
    if not curves or len(curves) > len(CYCLE):
        raise ValueError(f"curves must hold one to {len(CYCLE)} curves, as {{name: shares}}.")
    import pandas as pd

    write = writer(form)
    fig, ax = axes_for(ax, title, subtitle, height=3.8)
    ends, said = list[End](), []
    for colour, (key, curve) in zip(CYCLE, curves.items(), strict=False):
        share: pd.Series = curve["share"] if isinstance(curve, pd.DataFrame) else curve
        at = share.index.to_numpy(dtype=float)
        if isinstance(curve, pd.DataFrame):
            ax.fill_between(
                at, curve["low"], curve["high"], step="post", color=colour, alpha=0.15, lw=0
            )
        ax.step(at, share, where="post", color=colour, lw=1.8)
        last = float(share.iloc[-1])
        ends.append(
            (at[-1], last, f"{name(key)} {write(last)}" if len(curves) > 1 else write(last), INK)
        )
        below = share[share <= 0.5]
        half = (
            f"half are gone at {grouped(float(below.index[0]))} {x_label}"
            if len(below)
            else "more than half stay"
        )
        said.append(f"{name(key)} {write(last)} after {grouped(at[-1])} {x_label}, {half}")
    ax.axhline(0.5, color=GREY, lw=0.8, ls=(0, (2, 2)), zorder=1)
    ax.set_ylim(0, 1.02)
    ax.margins(x=0.01)
    # Months, days: between them nothing is marked. Only a short span has parts of one.
    value_axis(ax.xaxis, grouped, x_label, whole=max(at for at, *_ in ends) > 5)
    value_axis(ax.yaxis, write)
    name_ends(ax, ends)
    return fig, say(title, "Step curves" if len(curves) > 1 else "Step curve", said)

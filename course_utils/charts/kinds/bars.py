"""Bars: one number for each of a few things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from course_utils.charts.labels import put, row_axis
from course_utils.charts.style import BLUE, GREY, axes_for
from course_utils.charts.words import Form, name, say, writer

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def bars(
    values: pd.Series | Mapping[str, float],
    title: str = "",
    subtitle: str = "",
    *,
    words: Mapping[str, str] | None = None,
    emphasis: str | Sequence[str] | None = None,
    total: float | None = None,
    form: Form = "number",
    ax: Axes | None = None,
) -> tuple[Figure, str]:
    """Draw one number for each of a few things, from the top.

    Parameters
    ----------
    values : Series or mapping of str to float
        By name, none negative.
    words : mapping of str to str, optional
        What stands beside a bar in place of its number.
    emphasis : str or list of str, optional
        The bars to colour; the others turn grey.
    total : float, optional
        What each bar is a part of: the axis ends there, and "9 of 31" is written.
    """
    given = {str(key): float(value) for key, value in dict(values).items()}
    if not given or min(given.values()) < 0:
        raise ValueError("values must hold at least one number by name, and none below 0.")
    loud = [emphasis] if isinstance(emphasis, str) else emphasis
    write = writer(form)
    fig, ax = axes_for(ax, title, subtitle, height=1.0 + 0.45 * len(given))
    said: dict[str, Any] = {}
    for row, (key, value) in enumerate(given.items()):
        ax.barh(row, value, height=0.62, color=BLUE if loud is None or key in loud else GREY)
        text = write(value) if total is None else f"{write(value)} of {write(total)}"
        said[key] = (words or {}).get(key, text)
        put(ax, value, row, said[key])
    row_axis(ax, [name(key) for key in given])
    ax.set_xlim(0, total or max(*given.values(), 1e-9) * 1.02)
    return fig, say(title, "Bars", [f"{name(key)} {text}" for key, text in said.items()])

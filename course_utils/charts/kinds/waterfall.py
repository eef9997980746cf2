"""Waterfall: the steps that lead from one level to another."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import TYPE_CHECKING

from course_utils.charts.labels import put, value_axis
from course_utils.charts.style import BLUE, GREY, INK, RED, axes_for
from course_utils.charts.words import Form, name, say, signed, writer

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def waterfall(
    start: tuple[str, float],
    steps: Mapping[str, float],
    end: str,
    title: str = "",
    subtitle: str = "",
    *,
    step_form: Form | None = None,
    form: Form = "number",
    ax: Axes | None = None,
) -> tuple[Figure, str]:
    """Draw a first level, what is added or taken away in order, and the last level.

    Parameters
    ----------
    start : (str, float)
        The first level's name and value.
    steps : mapping of str to float
        Changes by name, in order.
    end : str
        The last level's name.
    step_form : str or callable, optional
        How changes are written, if not as levels are.

    Notes
    -----
    The two levels are lines, not bars, so the axis may begin above 0: a change of three points
    would vanish beside bars of forty.
    """
    if not steps:
        raise ValueError("steps must hold at least one change, as {name: change}.")
    write, change = writer(form), writer(step_form or form)
    fig, ax = axes_for(ax, title, subtitle, height=3.6)
    levels = list(itertools.accumulate(steps.values(), initial=float(start[1])))
    last = len(steps) + 1
    for place, level in ((0, levels[0]), (last, levels[-1])):
        ax.plot(
            [place - 0.38, place + 0.38], [level, level], color=INK, lw=3, solid_capstyle="butt"
        )
        put(ax, place, level, write(level), "above", gap=7, weight="bold")
    for place, (before, step) in enumerate(zip(levels, steps.values(), strict=False), start=1):
        ax.bar(place, step, bottom=before, width=0.6, color=BLUE if step >= 0 else RED)
        put(
            ax,
            place,
            before + step,
            signed(step, change),
            "above" if step >= 0 else "below",
            weight="bold",
        )
    for place, level in enumerate(levels):
        ends = [place + (0.32 if place else 0.4), place + (0.68 if place < len(steps) else 0.6)]
        ax.plot(ends, [level, level], color=GREY, lw=1, ls=(0, (2, 2)))
    names = [name(key) for key in (start[0], *steps, end)]
    ax.set_xticks(range(last + 1), names)
    ax.tick_params(axis="x", labelcolor=INK, length=0)
    low, high = min(levels), max(levels)
    room = (high - low or abs(high) or 1) * 0.3
    ax.set_ylim(low - room if low < 0 else max(low - room, -room / 3), high + room)
    value_axis(ax.yaxis, write)
    said = [
        f"{names[0]} {write(levels[0])}",
        *(f"{name(key)} {signed(step, change)}" for key, step in steps.items()),
        f"{names[-1]} {write(levels[-1])}",
    ]
    return fig, say(title, f"Waterfall of {len(steps)} steps", said)

"""Stacked bars: what wholes are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from course_utils.charts.labels import put, row_axis
from course_utils.charts.style import CYCLE, INK, SOFT, axes_for, text_on
from course_utils.charts.words import Form, name, say, writer

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def stacked_bars(
    table: pd.DataFrame,
    title: str = "",
    subtitle: str = "",
    *,
    limit: tuple[float, str] | None = None,
    colours: tuple[str, ...] = CYCLE,
    form: Form = "number",
    ax: Axes | None = None,
) -> tuple[Figure, str]:
    """Draw a bar a row, made of a part a column, the first part on the left.

    Parameters
    ----------
    table : DataFrame
        Numbers, none negative.
    limit : (float, str), optional
        A value to mark, with its words.

    Notes
    -----
    Parts bear their numbers, and names where they fit; each part is named above the first bar where
    it does not.
    """
    if table.empty or (table.to_numpy(dtype=float) < 0).any():
        raise ValueError("table must hold numbers by row and part, and none below 0.")
    if table.shape[1] > len(colours):
        raise ValueError(
            f"at most {len(colours)} parts can be told apart; put the small ones together."
        )
    write = writer(form)
    fig, ax = axes_for(ax, title, subtitle, height=1.5 + 0.52 * len(table))
    row_axis(ax, [name(key) for key in table.index])
    longest = float(table.sum(axis=1).max()) or 1.0
    ax.set_xlim(0, longest)
    fig.draw_without_rendering()
    scale = ax.get_window_extent().width / longest
    names = [name(column) for column in table.columns]
    unnamed = dict.fromkeys(range(len(names)))
    said = []
    for row, values in enumerate(table.to_numpy(dtype=float)):
        left = 0.0
        for part, value in enumerate(values):
            ax.barh(row, value, left=left, height=0.62, color=colours[part])
            start, end = _free(left, left + value, limit[0] if limit else None)
            for words in (f"{names[part]} {write(value)}", write(value)):
                note = put(
                    ax,
                    (start + end) / 2,
                    row,
                    words,
                    "on",
                    color=text_on(colours[part]),
                    weight="bold",
                )
                if note.get_window_extent().width + 6 <= (end - start) * scale:
                    if words != write(value):
                        unnamed.pop(part, None)
                    break
                note.remove()
            left += value
        parts = ", ".join(
            f"{each} {write(value)}" for each, value in zip(names, values, strict=True)
        )
        said.append(f"{name(table.index[row])}: {parts}")
    # From the right, each name as near to its part of the first bar as the one before allows.
    edges = table.iloc[0].to_numpy(dtype=float).cumsum()
    room = longest
    for part in reversed(unnamed):
        middle = edges[part] - float(table.iloc[0, part]) / 2
        note = put(ax, middle, -0.52, names[part], "above", gap=0)
        width = note.get_window_extent().width / scale
        note.remove()
        place = min(middle, room - width / 2)
        room = place - width / 2 - 8 / scale
        put(ax, place, -0.56, names[part], "above", gap=0)
        ax.plot([place, middle], [-0.53, -0.33], color=colours[part], lw=1.6)
    bottom = len(table) - 0.4
    if limit is not None:
        place, words = limit
        ax.plot([place, place], [-0.4, bottom], color=INK, lw=1.4, ls=(0, (4, 3)))
        put(ax, place, bottom, words, "below", color=SOFT, gap=2)
        said.append(f"the line marks {words}")
        bottom += 0.35
    ax.set_ylim(bottom, -1.0 if unnamed else -0.6)
    return fig, say(
        title, f"Stacked bars, {len(table)} in all" if len(table) > 1 else "Stacked bar", said
    )


def _free(left: float, right: float, limit: float | None) -> tuple[float, float]:
    """Return the part of a bar that no line crosses, the longer one."""
    if limit is None or not left < limit < right:
        return left, right
    return (left, limit) if limit - left > right - limit else (limit, right)

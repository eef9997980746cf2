"""Small multiples: one kind of chart for each of a few parts, side by side."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from course_utils.charts.style import figure
from course_utils.charts.words import name

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def small_multiples(
    parts: Mapping[str, Any],
    kind: Callable[..., tuple[Figure, str]],
    title: str = "",
    subtitle: str = "",
    *,
    columns: int = 3,
    height: float | None = None,
    same_x: bool = False,
    same_y: bool = True,
    options: Mapping[str, Mapping[str, Any]] | None = None,
    **common: Any,
) -> tuple[Figure, str]:
    """Draw each part by a kind of the family on an axes of its own.

    Parameters
    ----------
    parts : mapping
        What `kind` draws, by name.
    kind : callable
        Such as ``charts.lines``.
    columns : int
        How many stand side by side.
    height : float, optional
        Inches of the figure.
    same_x, same_y : bool
        Whether all have the same axis: only then can lengths and heights be compared.
    options : mapping, optional
        Arguments of `kind` for one part, by its name.
    **common
        Arguments of `kind` for all.
    """
    if not parts:
        raise ValueError("parts must hold at least one part, as {name: data}.")
    columns = min(columns, len(parts))
    rows = math.ceil(len(parts) / columns)
    fig, grid = figure(
        title, subtitle, rows=rows, columns=columns, height=height or 1.2 + 2.3 * rows,
        sharex=same_x, sharey=same_y, squeeze=False,
    )  # fmt: skip
    said = []
    for place, (key, data) in enumerate(parts.items()):
        ax = grid.flat[place]
        more = {**common, **(options or {}).get(key, {})}
        said.append(kind(data, name(key), ax=ax, **more)[1])
        if same_y and place % columns:
            ax.tick_params(axis="y", labelleft=False)
    for ax in grid.flat[len(parts) :]:
        ax.set_visible(False)
    head = f"{title.rstrip('.')}. " if title else ""
    return fig, f"{head}{len(parts)} charts. {' '.join(said)}"

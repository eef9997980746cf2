"""Tree: what moves what, from a result at the top down to what a team can change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from course_utils.charts.labels import put
from course_utils.charts.style import BLUE, GREY, ORANGE, SOFT, axes_for

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def tree(
    top: str,
    branches: Mapping[str, Sequence[str]],
    title: str = "",
    subtitle: str = "",
    *,
    guards: Mapping[str, str] | None = None,
    guards_title: str = "Guardrails: must not get worse meanwhile",
    ax: Axes | None = None,
) -> tuple[Figure, str]:
    """Draw three levels of boxes, and guardrails below them.

    Parameters
    ----------
    top : str
        The result.
    branches : mapping of str to list of str
        Its inputs, two to four, each with its levers.
    guards : mapping of str to str, optional
        Guardrails by their kind.
    """
    from matplotlib.patches import FancyBboxPatch

    if not 2 <= len(branches) <= 4:
        raise ValueError("branches must hold two to four inputs, as {input: [levers]}.")
    most = max(map(len, branches.values()))
    fig, ax = axes_for(ax, title, subtitle, height=2.4 + 0.55 * most + (0.95 if guards else 0))
    wide = 12 / len(branches)
    ax.set_axis_off()
    ax.set_xlim(0, 12)

    def box(
        left: float, y: float, width: float, words: str, colour: str, *, strong: bool = False
    ) -> None:
        ax.add_patch(
            FancyBboxPatch(
                (left, y - 0.42), width, 0.84, boxstyle="round,pad=0,rounding_size=0.12",
                linewidth=1.4, edgecolor=colour, facecolor="none",
            )
        )  # fmt: skip
        put(ax, left + width / 2, y, words, "on", weight="bold" if strong else "normal")

    def line(*points: tuple[float, float]) -> None:
        ax.plot(*zip(*points, strict=True), color=GREY, lw=1, solid_joinstyle="miter")

    box(3.4, 0, 5.2, top, BLUE, strong=True)
    middles = [wide * (place + 0.5) for place in range(len(branches))]
    line((6, -0.42), (6, -0.8))
    line((middles[0], -0.8), (middles[-1], -0.8))
    for place, (key, levers) in enumerate(branches.items()):
        left = wide * place + 0.12
        width = wide - 0.24
        line((middles[place], -0.8), (middles[place], -1.18))
        box(left, -1.6, width, key, BLUE, strong=True)
        trunk = left + 0.22
        for row, lever in enumerate(levers):
            y = -2.75 - 1.05 * row
            # Levers of one input are siblings: each has its own twig.
            line((trunk, -2.02 if row == 0 else y + 1.05), (trunk, y), (trunk + 0.3, y))
            box(trunk + 0.3, y, width - 0.52, lever, GREY)
    low = -2.75 - 1.05 * (most - 1) - 0.6
    if guards:
        ax.axhline(low - 0.1, color=GREY, lw=0.8, ls=(0, (4, 3)))
        put(ax, 0.12, low - 0.5, guards_title, color=SOFT, gap=0)
        each = 12 / len(guards)
        for place, (key, what) in enumerate(guards.items()):
            box(each * place + 0.12, low - 1.35, each - 0.24, f"{key}\n{what}", ORANGE)
        low -= 1.85
    ax.set_ylim(low, 0.5)
    levels = "; ".join(
        f"{key}, moved by {' and '.join(levers)}" for key, levers in branches.items()
    )
    alt = f"Tree of 3 levels. Top: {' '.join(top.split())}. {len(branches)} inputs: {levels}."
    if guards:
        alt += f" Guardrails below: {'; '.join(f'{key}: {what}' for key, what in guards.items())}."
    return fig, alt

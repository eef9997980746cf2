"""Colours, type and space: one look for every figure of the course."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# The light colours double as names: `picture` swaps each for its dark twin on a dark page.
INK, SOFT, GRID, PAPER = "#1F2328", "#57606A", "#D8DEE4", "#FFFFFF"
BLUE, ORANGE, GREEN = "#006DAA", "#C37800", "#00916C"
PURPLE, RED, GREY = "#99457E", "#C44E2A", "#7E868F"
# What is written on a bar (see `text_on`) or a tinted tile has no halo. These are white, black and
# ink by a hair: a colour is known by its number.
ON_DEEP, ON_PALE, ON_TINT = "#FFFFFE", "#010101", "#1F2329"

# Okabe and Ito's hues, moved until each twin has 3:1 on white and on #111 alike, so that a page
# that shows the wrong twin can still be read, and any two stay apart (Machado 2009) for protan,
# deutan and tritan readers. Text is INK or SOFT: 4.5:1 or better.
DARK = {
    INK: "#E6EDF3",
    SOFT: "#A9B2BC",
    GRID: "#343A41",
    PAPER: "#111111",
    BLUE: "#008FE0",
    ORANGE: "#D38200",
    GREEN: "#00A97E",
    PURPLE: "#B55A98",
    RED: "#D96C4B",
    GREY: "#878E97",
    ON_DEEP: "#000001",
    ON_PALE: "#010102",
    ON_TINT: "#E6EDF4",
}
CYCLE = (BLUE, ORANGE, GREEN, PURPLE, RED, GREY)

# Wider than most system fonts and the same on every machine, so that what is laid out with it
# fits, and the SVG has the same numbers everywhere; the picture itself is set in the reader's font.
FONT = "DejaVu Sans"

TITLE_SIZE, SUBTITLE_SIZE, TEXT_SIZE = 13.0, 10.0, 9.5


def text_on(colour: str) -> str:
    """Return the colour of words on a bar: at least 4.5:1 in the light and in the dark."""
    return ON_DEEP if contrast(colour, ON_DEEP) >= 4.5 else ON_PALE


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21, by WCAG 2."""
    low, high = sorted(_luminance(colour) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def use() -> None:
    """Make the house style matplotlib's default in this session; `figure` does it by itself."""
    import matplotlib
    from cycler import cycler

    matplotlib.rcParams.update(
        {
            "axes.axisbelow": True,
            "axes.edgecolor": GREY,
            "axes.facecolor": "none",
            "axes.grid": True,
            "axes.grid.axis": "y",
            "axes.labelcolor": SOFT,
            "axes.labelsize": TEXT_SIZE,
            "axes.linewidth": 0.8,
            "axes.prop_cycle": cycler(color=CYCLE),
            "axes.spines.left": False,
            "axes.spines.right": False,
            "axes.spines.top": False,
            "axes.titlecolor": INK,
            "axes.titlelocation": "left",
            "axes.titlesize": 10.5,
            "figure.facecolor": PAPER,
            "figure.figsize": (7.6, 3.8),
            "font.family": FONT,
            "font.size": TEXT_SIZE,
            "grid.color": GRID,
            "grid.linewidth": 0.8,
            "legend.frameon": False,
            "legend.labelcolor": INK,
            "lines.linewidth": 1.8,
            "lines.solid_capstyle": "round",
            "lines.solid_joinstyle": "round",
            "patch.linewidth": 0.0,
            "savefig.facecolor": "auto",
            "text.color": INK,
            "xtick.color": GREY,
            "xtick.labelcolor": SOFT,
            "xtick.major.size": 3.0,
            "ytick.color": GREY,
            "ytick.labelcolor": SOFT,
            "ytick.major.size": 0.0,
        }
    )


def figure(
    title: str = "",
    subtitle: str = "",
    *,
    width: float = 7.6,
    height: float = 3.8,
    rows: int = 1,
    columns: int = 1,
    **subplots: Any,
) -> tuple[Figure, Any]:
    """Begin a figure in the house style.

    Parameters
    ----------
    title : str
        What the chart says, as a short sentence.
    subtitle : str
        What is drawn: the measure, its unit, the period.
    width, height : float
        Inches; a notebook shows 96 pixels an inch and shrinks what is wider than the page.
    rows, columns : int
        More than one axes in one figure.
    **subplots
        Passed to ``Figure.subplots``, for example ``sharey=True``.

    Returns
    -------
    fig, ax
        As from ``matplotlib.pyplot.subplots``, but unknown to pyplot: nothing is displayed twice
        and nothing needs closing.
    """
    from matplotlib.figure import Figure

    use()
    fig = Figure(figsize=(width, height), layout="constrained")
    ax = fig.subplots(rows, columns, **subplots)
    heading(fig, title, subtitle)
    return fig, ax


def heading(fig: Figure, title: str, subtitle: str) -> None:
    """Set title and subtitle at the left edge, and keep their space free."""
    width, height = fig.get_size_inches()
    used = 0.04
    for text, size, weight, colour in (
        (title, TITLE_SIZE, "bold", INK),
        (subtitle, SUBTITLE_SIZE, "normal", SOFT),
    ):
        if not text:
            continue
        lines = textwrap.wrap(text, max(20, int(width * 72 / (0.62 * size))))
        fig.text(
            3 / (width * 72),
            1 - used / height,
            "\n".join(lines),
            size=size,
            weight=weight,
            color=colour,
            va="top",
            linespacing=1.25,
        )
        used += len(lines) * size * 1.3 / 72 + 0.05
    engine = fig.get_layout_engine()
    if engine is not None:
        engine.set(rect=(0, 0, 1, 1 - (used + 0.02) / height))  # type: ignore[call-arg]


def axes_for(ax: Axes | None, title: str, subtitle: str, height: float) -> tuple[Figure, Axes]:
    """Return the given axes with its titles set, or a new figure."""
    if ax is None:
        return figure(title, subtitle, height=height)
    if title or subtitle:
        ax.set_title("\n".join(text for text in (title, subtitle) if text))
    fig = ax.figure
    while not hasattr(fig, "savefig"):
        fig = fig.figure
    return fig, ax  # type: ignore[return-value]

"""Words beside what they name, where they cover nothing; and axes that say what they measure."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from course_utils.charts.style import GREY, INK, SOFT, TEXT_SIZE
from course_utils.charts.words import Write

if TYPE_CHECKING:
    from matplotlib.axes import Axes

End = tuple[Any, float, str, str]


def put(
    ax: Axes,
    x: Any,
    y: Any,
    words: str,
    side: str = "right",
    *,
    color: str = INK,
    gap: float = 6,
    **more: Any,
) -> Any:
    """Write words `gap` points to the right, left, above or below of a place."""
    dx, dy, across, up = {
        "right": (gap, 0, "left", "center"),
        "left": (-gap, 0, "right", "center"),
        "above": (0, gap, "center", "bottom"),
        "below": (0, -gap, "center", "top"),
        "on": (0, 0, "center", "center"),
    }[side]
    return ax.annotate(
        words,
        (x, y),
        **{"xytext": (dx, dy), "ha": across, "va": up, **more},
        textcoords="offset points",
        color=color,
        annotation_clip=False,
    )


def spread(ax: Axes, places: Sequence[float], size: float = TEXT_SIZE) -> list[float]:
    """Return heights for words at these heights, moved apart where they would touch."""
    low, high = ax.get_ylim()
    box = ax.get_position()
    inches = float(ax.get_figure(root=True).get_size_inches()[1]) * box.height * 0.88  # type: ignore[union-attr]
    gap = abs(high - low) * size * 1.35 / (inches * 72)
    order = sorted(range(len(places)), key=lambda each: places[each])
    groups: list[list[int]] = []

    def middle(group: list[int]) -> float:
        return sum(places[each] for each in group) / len(group)

    for each in order:
        groups.append([each])
        # Groups that touch become one, spread about its middle.
        while (
            len(groups) > 1
            and middle(groups[-1]) - middle(groups[-2])
            < gap * (len(groups[-1]) + len(groups[-2])) / 2
        ):
            groups[-2:] = [groups[-2] + groups[-1]]
    heights = list(places)
    for group in groups:
        start = middle(group) - gap * (len(group) - 1) / 2
        for rank, each in enumerate(group):
            heights[each] = start + gap * rank
    return heights


def name_ends(ax: Axes, ends: Sequence[End], side: str = "right", *, axes_x: bool = False) -> None:
    """Write each label beside the end of its line: (x, y, words, colour)."""
    heights = spread(ax, [y for _, y, _, _ in ends])
    more = {"xycoords": ax.get_yaxis_transform()} if axes_x else {}
    for (x, _, words, colour), height in zip(ends, heights, strict=True):
        put(ax, x, height, words, side, color=colour, gap=7, **more)


def name_points(ax: Axes, points: Sequence[tuple[float, float]], names: Sequence[str]) -> None:
    """Write names beside the first points, on a side where they cover no point and no other words.

    `points` are all points of the plot; the first of them bear the names. Call it when everything
    else is drawn.
    """
    from matplotlib.transforms import Bbox

    fig = ax.get_figure(root=True)
    assert fig is not None
    fig.draw_without_rendering()
    place = ax.transData.transform(points)
    frame = ax.get_window_extent()
    taken = [Bbox.from_extents(x - 5, y - 5, x + 5, y + 5) for x, y in place]
    taken += [text.get_window_extent() for text in ax.texts if text.get_text()]
    for (x, y), words in zip(points, names, strict=False):
        tries: list[tuple[int, int, int, str, Any]] = []
        for gap, side in itertools.product((8, 15, 24), ("right", "left", "above", "below")):
            note = put(ax, x, y, words, side, gap=gap)
            box = note.get_window_extent().padded(1)
            hidden = sum(1 for other in taken if box.overlaps(other))
            out = box.x0 < frame.x0 or box.x1 > frame.x1 or box.y0 < frame.y0 or box.y1 > frame.y1
            tries.append((hidden + 2 * out, gap, len(tries), side, box))
            note.remove()
            if not tries[-1][0]:
                break
        _, gap, _, side, box = min(tries, key=lambda each: each[:3])
        put(ax, x, y, words, side, gap=gap)
        taken.append(box)


def naive(index: Any) -> Any:
    """Return times in UTC as matplotlib takes them."""
    if index.tz is not None:
        index = index.tz_convert("UTC").tz_localize(None)
    return index.to_numpy()


def value_axis(axis: Any, write: Write, label: str = "", *, whole: bool = False) -> None:
    """Set at most six round values on an axis, whole ones if asked, and say what it measures."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 2.5, 5, 10], integer=whole))
    axis.set_major_formatter(FuncFormatter(lambda value, _: write(value)))
    if label:
        axis.set_label_text(label)


def row_axis(ax: Axes, names: Sequence[str], *, values: bool = False) -> None:
    """Name rows from the top; without values the numbers stand beside the marks."""
    ax.set_yticks(range(len(names)), names, color=INK)
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.grid(visible=False)
    if not values:
        ax.xaxis.set_visible(False)
        ax.spines["bottom"].set_visible(False)


def widen(ax: Axes, right: float = 0.0, left: float = 0.0) -> None:
    """Give words inside the axes room beside the data, in parts of its width."""
    low, high = ax.get_xlim()
    ax.set_xlim(low - left * (high - low), high + right * (high - low))


def date_axis(ax: Axes) -> None:
    """Mark days, months or years, and say the month or year that they belong to where it begins."""
    from matplotlib.dates import AutoDateLocator, num2date
    from matplotlib.ticker import Formatter

    class Plain(Formatter):
        def __call__(self, x: float, pos: int | None = None) -> str:
            return f"{num2date(x):%Y-%m-%d}"

        def format_ticks(self, values: Sequence[float]) -> list[str]:
            step = min((b - a for a, b in itertools.pairwise(values)), default=1.0)
            labels, owner = [], ""
            for when in map(num2date, values):
                if step >= 360:
                    labels.append(f"{when:%Y}")
                    continue
                own, group = (
                    (f"{when:%b}", f"{when:%Y}") if step >= 28 else (str(when.day), f"{when:%b %Y}")
                )
                labels.append(own if group == owner else f"{own}\n{group}")
                owner = group
            return labels

    ax.xaxis.set_major_locator(AutoDateLocator(minticks=3, maxticks=8))
    ax.xaxis.set_major_formatter(Plain())


def note(ax: Axes, when: Any, first: Any, last: Any, words: str) -> None:
    """Draw a thin line at a place of the horizontal axis, with a few words at its top."""
    when, first, last = (float(ax.convert_xunits(each)) for each in (when, first, last))
    late = when - first > 0.62 * (last - first)
    ax.axvline(when, color=GREY, lw=1, ls=(0, (2, 2)), zorder=1)
    put(
        ax, when, 1.0, words, "left" if late else "right", color=SOFT, gap=5, va="top",
        xycoords=ax.get_xaxis_transform(), zorder=6,
    )  # fmt: skip


def last_of(values: Any) -> int | None:
    """Return the place of the last value that is a number."""
    found = [place for place, value in enumerate(values) if not math.isnan(value)]
    return found[-1] if found else None

"""The charts that lessons draw again and again; each returns ``(fig, ax)``."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from course_utils.charts.style import (
    BLUE,
    CYCLE,
    GREY,
    INK,
    ORANGE,
    PAPER,
    RED,
    SOFT,
    TEXT_SIZE,
    axes_for,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from course_utils.toolkit.metrics import Interval, Kitagawa, XmR

_FORMS: dict[str, Callable[[float], str]] = {
    "number": lambda value: _grouped(value),
    "percent": lambda value: f"{_trimmed(100 * value)}%",
}


def time_series(
    data: pd.Series | pd.DataFrame,
    title: str = "",
    subtitle: str = "",
    *,
    notes: Mapping[Any, str] | None = None,
    emphasis: str | Sequence[str] | None = None,
    form: str = "number",
    zero: bool = True,
    ax: Axes | None = None,
) -> tuple[Figure, Axes]:
    """Draw one or more series over time, each named at its end.

    Parameters
    ----------
    data : Series or DataFrame
        Indexed by time (UTC if it has a time zone); a DataFrame has one column a series.
    title, subtitle : str
        What the chart says; what is drawn.
    notes : mapping of date to str, optional
        What happened when: a thin line and a few words each.
    emphasis : str or list of str, optional
        The columns to colour; the others turn grey.
    form : {"number", "percent"}
        "percent" shows fractions as percent.
    zero : bool
        Begin the axis at 0.
    ax : Axes, optional
        Where to draw; a new figure by default.
    """
    import pandas as pd

    frame = data.to_frame(data.name or "") if isinstance(data, pd.Series) else data
    if not len(frame) or not isinstance(frame.index, pd.DatetimeIndex):
        raise ValueError("data must be indexed by time and hold at least one row.")
    wanted = [emphasis] if isinstance(emphasis, str) else emphasis
    unknown = set(wanted or ()) - set(frame.columns)
    if unknown:
        raise ValueError(
            f"emphasis must name columns of data; {sorted(unknown)} are not among them."
        )
    write = _form(form)
    fig, ax = axes_for(ax, title, subtitle, height=3.8)
    times = _naive(frame.index)
    colours = iter(CYCLE)
    ends: list[tuple[float, str, str]] = []
    for name in sorted(frame.columns, key=lambda each: wanted is not None and each in wanted):
        loud = wanted is None or name in wanted
        colour = next(colours, GREY) if loud else GREY
        values = frame[name].to_numpy(dtype=float)
        ax.plot(times, values, color=colour, lw=1.8 if loud else 1.1, zorder=3 if loud else 2)
        if frame[name].notna().any():
            last = int(frame[name].notna().to_numpy().nonzero()[0][-1])
            value = float(values[last])
            ax.plot(times[last], value, "o", ms=4.5, color=colour, zorder=4)
            label = str(name).replace("_", " ") if len(frame.columns) > 1 else write(value)
            ends.append((value, label, INK if loud else SOFT))
    if zero:
        ax.set_ylim(bottom=0)
    ax.margins(x=0.01)
    _date_axis(ax)
    _value_axis(ax.yaxis, write)
    _label_ends(ax, times[-1], ends)
    if notes:
        low, high = ax.get_ylim()
        ax.set_ylim(low, high + 0.1 * (high - low))
    for when, words in (notes or {}).items():
        _note(ax, _naive(pd.DatetimeIndex([when]))[0], times, words)
    return fig, ax


def control_chart(
    limits: XmR,
    title: str = "",
    subtitle: str = "",
    *,
    form: str = "number",
    ax: Axes | None = None,
) -> tuple[Figure, Axes]:
    """Draw values with their natural process limits, and mark the signals.

    Parameters
    ----------
    limits : XmR
        From ``toolkit.metrics.xmr``. A Series indexed by time gives a time axis.
    title, subtitle, form, ax
        As in `time_series`.

    Notes
    -----
    A point outside the limits is a red diamond, a run on one side a row of orange squares: shape
    says it too, not colour alone.
    """
    import numpy as np
    import pandas as pd

    write = _form(form)
    fig, ax = axes_for(ax, title, subtitle, height=3.8)
    points = limits.points
    is_time = isinstance(points.index, pd.DatetimeIndex)
    where = _naive(points.index) if is_time else np.arange(1, len(points) + 1)
    values = points["value"].to_numpy(dtype=float)
    ax.grid(visible=False)
    ax.axhspan(limits.lower, limits.upper, color=GREY, alpha=0.1, lw=0)
    for level, style in (
        (limits.upper, (0, (4, 3))),
        (limits.centre, "-"),
        (limits.lower, (0, (4, 3))),
    ):
        ax.axhline(level, color=GREY, lw=1.0, ls=style, zorder=1)
    ax.plot(where, values, color=BLUE, lw=1.3, marker="o", ms=3.6, zorder=3)
    outside = points["outside"].to_numpy(dtype=bool)
    run = points["run"].to_numpy(dtype=bool) & ~outside
    ax.plot(where[run], values[run], "s", ms=5.2, color=ORANGE, zorder=4)
    ax.plot(where[outside], values[outside], "D", ms=7, color=RED, zorder=5)
    ax.margins(x=0.02, y=0.12)
    if is_time:
        _date_axis(ax)
    _value_axis(ax.yaxis, write)
    ends = [
        (limits.upper, f"upper limit {write(limits.upper)}", SOFT),
        (limits.centre, f"mean {write(limits.centre)}", INK),
        (limits.lower, f"lower limit {write(limits.lower)}", SOFT),
    ]
    _label_ends(ax, 1.0, ends, axes_x=True)
    return fig, ax


def funnel_bars(
    table: pd.DataFrame,
    title: str = "",
    subtitle: str = "",
    *,
    ax: Axes | None = None,
) -> tuple[Figure, Axes]:
    """Draw the steps of a funnel as bars, with counts and conversions.

    Parameters
    ----------
    table : DataFrame
        From ``toolkit.metrics.funnel``: one row a step with count, from_start, from_previous.
    title, subtitle, ax
        As in `time_series`.
    """
    if not len(table) or not {"count", "from_start", "from_previous"} <= set(table.columns):
        raise ValueError("table must be what toolkit.metrics.funnel returns, with a step or more.")
    fig, ax = axes_for(ax, title, subtitle, height=1.2 + 0.52 * len(table))
    names = [str(name).replace("_", " ") for name in table.index]
    counts = table["count"].to_numpy(dtype=float)
    rows = range(len(table))
    ax.barh(rows, counts, height=0.62, color=BLUE)
    for row, count, start, previous in zip(
        rows, counts, table["from_start"], table["from_previous"], strict=True
    ):
        words = _grouped(count)
        if row:
            words += (
                f"  ·  {_percent(start)} of the first step, {_percent(previous)} of the one before"
            )
        _beside(ax, count, row, words)
    ax.set_yticks(rows, names, color=INK)
    ax.invert_yaxis()
    ax.grid(visible=False)
    ax.xaxis.set_visible(False)
    ax.spines["bottom"].set_visible(False)
    # Room for the words beside the longest bar; those of shorter bars run over empty space.
    ax.set_xlim(0, max(float(counts.max()), 1.0) * 1.02)
    return fig, ax


def rate_mix(
    split: Kitagawa,
    title: str = "",
    subtitle: str = "",
    *,
    labels: tuple[str, str] = ("Before", "After"),
    ax: Axes | None = None,
) -> tuple[Figure, Axes]:
    """Draw how rates and mix carry an overall rate from before to after.

    Parameters
    ----------
    split : Kitagawa
        From ``toolkit.metrics.kitagawa``.
    title, subtitle, ax
        As in `time_series`.
    labels : pair of str
        What "before" and "after" are called, such as ("Q1 2026", "Q2 2026").

    Notes
    -----
    The two levels are lines, not bars, so the axis may begin above 0: a change of three points
    would vanish beside bars of forty.
    """
    fig, ax = axes_for(ax, title, subtitle, height=3.6)
    middle = split.before + split.rate
    for place, level in ((0, split.before), (3, split.after)):
        ax.plot(
            [place - 0.38, place + 0.38], [level, level], color=INK, lw=3, solid_capstyle="butt"
        )
        _above(ax, place, level, f"{100 * level:.1f}%", up=True)
    for place, bottom, step in ((1, split.before, split.rate), (2, middle, split.mix)):
        ax.bar(place, step, bottom=bottom, width=0.6, color=BLUE if step >= 0 else RED)
        _above(ax, place, bottom + step, f"{_signed(100 * step)} points", up=step >= 0)
    for start, end, level in (
        (0.4, 0.68, split.before),
        (1.32, 1.68, middle),
        (2.32, 2.6, split.after),
    ):
        ax.plot([start, end], [level, level], color=GREY, lw=1, ls=(0, (2, 2)))
    ax.set_xticks(
        range(4), [labels[0], "Rates within\nthe groups", "Mix of\nthe groups", labels[1]]
    )
    ax.tick_params(axis="x", labelcolor=INK, length=0)
    low = min(split.before, middle, split.after)
    high = max(split.before, middle, split.after)
    room = max(high - low, 0.01) * 0.45
    ax.set_ylim(max(low - room, -0.02), high + room)
    _value_axis(ax.yaxis, _form("percent"))
    return fig, ax


def intervals(
    rows: Mapping[str, Interval],
    title: str = "",
    subtitle: str = "",
    *,
    reference: float | None = None,
    form: str = "number",
    ax: Axes | None = None,
) -> tuple[Figure, Axes]:
    """Draw estimates with their intervals, one row each, from the top.

    Parameters
    ----------
    rows : mapping of str to Interval
        Or any triples (estimate, low, high), by name.
    title, subtitle, form, ax
        As in `time_series`.
    reference : float, optional
        A value to compare with, such as 0 for differences. A row whose interval covers it is drawn
        grey with an open dot.
    """
    if not rows:
        raise ValueError("rows must hold at least one interval, as {name: interval}.")
    write = _form(form)
    precise = _to_margin(rows, form)
    fig, ax = axes_for(ax, title, subtitle, height=1.35 + 0.42 * len(rows))
    ax.grid(visible=False)
    if reference is not None:
        ax.axvline(reference, color=GREY, lw=1, ls=(0, (4, 3)), zorder=1)
    for row, (estimate, low, high) in enumerate(rows.values()):
        covered = reference is not None and low <= reference <= high
        colour = GREY if covered else BLUE
        ax.plot([low, high], [row, row], color=colour, lw=2.2)
        ax.plot(
            estimate,
            row,
            "o",
            ms=7,
            color=colour,
            mec=colour,
            mew=1.6,
            mfc=PAPER if covered else colour,
        )
        words = f"{precise(estimate)}  ({precise(low)} to {precise(high)})"
        ax.annotate(
            words,
            (1.0, row),
            xycoords=ax.get_yaxis_transform(),
            xytext=(8, 0),
            textcoords="offset points",
            va="center",
            color=INK,
            annotation_clip=False,
        )
    ax.set_yticks(range(len(rows)), list(rows), color=INK)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.margins(x=0.06)
    _value_axis(ax.xaxis, write)
    return fig, ax


def _form(form: str) -> Callable[[float], str]:
    if form not in _FORMS:
        raise ValueError(f'form must be "number" or "percent", not {form!r}.')
    return _FORMS[form]


def _to_margin(rows: Mapping[str, Interval], form: str) -> Callable[[float], str]:
    """Write numbers with two digits of the narrowest margin: more would pretend, less would hide."""
    scale, unit = (100, "%") if form == "percent" else (1, "")
    margins = [scale * (high - low) / 2 for _, low, high in rows.values() if high > low]
    digits = min(4, max(0, 1 - math.floor(math.log10(min(margins))))) if margins else 1

    def write(value: float) -> str:
        if math.isnan(value):
            return "none"
        text = f"{scale * value:,.{digits}f}"
        text = text.lstrip("-") if not float(text.replace(",", "")) else text
        return text.replace("-", "\N{MINUS SIGN}") + unit

    return write


def _trimmed(value: float) -> str:
    digits = 0 if abs(value) >= 99.5 else 1
    text = f"{value:.{digits}f}"
    text = text[:-2] if text.endswith(".0") else text
    return text.replace("-", "\N{MINUS SIGN}") if float(text) else "0"


def _grouped(value: float) -> str:
    if math.isnan(value):
        return "none"
    if abs(value) >= 99.5 or value == round(value):
        return f"{value:,.0f}".replace("-", "\N{MINUS SIGN}")
    return f"{value:.3g}".replace("-", "\N{MINUS SIGN}")


def _percent(value: float) -> str:
    return "none" if math.isnan(value) else f"{100 * value:.0f}%"


def _signed(value: float) -> str:
    text = f"{value:+.1f}".replace("-", "\N{MINUS SIGN}")
    return text.lstrip("+\N{MINUS SIGN}") if text.endswith("0.0") and len(text) == 4 else text


def _naive(index: Any) -> Any:
    if index.tz is not None:
        index = index.tz_convert("UTC").tz_localize(None)
    return index.to_numpy()


def _value_axis(axis: Any, write: Callable[[float], str]) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 2.5, 5, 10]))
    axis.set_major_formatter(FuncFormatter(lambda value, _: write(value)))


def _date_axis(ax: Axes) -> None:
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

    ax.xaxis.set_major_locator(AutoDateLocator(minticks=4, maxticks=8))
    ax.xaxis.set_major_formatter(Plain())


def _label_ends(
    ax: Axes, x: Any, ends: list[tuple[float, str, str]], *, axes_x: bool = False
) -> None:
    """Write each label right of the end of its line, moved apart where they would touch."""
    low, high = ax.get_ylim()
    inches = float(ax.figure.get_size_inches()[1]) * 0.7  # type: ignore[union-attr]
    gap = (high - low) * (TEXT_SIZE + 3) / (inches * 72)
    placed = -math.inf
    for value, words, colour in sorted(ends):
        placed = max(value, placed + gap)
        ax.annotate(
            words,
            (x, placed),
            xycoords=ax.get_yaxis_transform() if axes_x else "data",
            xytext=(7, 0),
            textcoords="offset points",
            va="center",
            color=colour,
            annotation_clip=False,
        )


def _note(ax: Axes, when: Any, times: Any, words: str) -> None:
    from matplotlib.dates import date2num

    place, first, last = date2num(when), date2num(times[0]), date2num(times[-1])
    late = place - first > 0.62 * (last - first)
    ax.axvline(place, color=GREY, lw=1, ls=(0, (2, 2)), zorder=1)
    ax.annotate(
        words,
        (place, 1.0),
        xycoords=ax.get_xaxis_transform(),
        xytext=(-5 if late else 5, -2),
        textcoords="offset points",
        ha="right" if late else "left",
        va="top",
        color=SOFT,
        zorder=6,
    )


def _beside(ax: Axes, x: float, y: float, words: str) -> None:
    ax.annotate(
        words,
        (x, y),
        xytext=(6, 0),
        textcoords="offset points",
        va="center",
        color=INK,
        annotation_clip=False,
    )


def _above(ax: Axes, x: float, y: float, words: str, *, up: bool) -> None:
    ax.annotate(
        words,
        (x, y),
        xytext=(0, 7 if up else -7),
        textcoords="offset points",
        ha="center",
        va="bottom" if up else "top",
        color=INK,
        weight="bold",
    )

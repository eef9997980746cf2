"""Lines: how one or more numbers go over time, or over another number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from course_utils.charts.labels import (
    End,
    date_axis,
    last_of,
    naive,
    name_ends,
    note,
    put,
    value_axis,
)
from course_utils.charts.style import CYCLE, GREY, INK, SOFT, axes_for
from course_utils.charts.words import Form, grouped, name, say, writer

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def lines(
    data: pd.Series | pd.DataFrame,
    title: str = "",
    subtitle: str = "",
    *,
    notes: Mapping[Any, str] | None = None,
    emphasis: str | Sequence[str] | None = None,
    dashed: Sequence[str] = (),
    points: Sequence[str] = (),
    form: Form = "number",
    zero: bool = True,
    x_label: str = "",
    y_label: str = "",
    ax: Axes | None = None,
) -> tuple[Figure, str]:
    """Draw one or more series, each named at its end.

    Parameters
    ----------
    data : Series or DataFrame
        Indexed by time (UTC if it has a time zone) or by a number; a DataFrame has one column a
        series.
    notes : mapping of date or number to str, optional
        What happened when: a thin line and a few words each.
    emphasis : str or list of str, optional
        The columns to colour; the others turn grey.
    dashed, points : list of str
        Columns to draw as dashes, or as diamonds without a line.
    zero : bool
        Begin the axis at 0.
    """
    import pandas as pd

    frame = data.to_frame(data.name or "value") if isinstance(data, pd.Series) else data
    is_time = isinstance(frame.index, pd.DatetimeIndex)
    if not len(frame) or not (is_time or pd.api.types.is_numeric_dtype(frame.index)):
        raise ValueError("data must be indexed by time or by numbers and hold at least one row.")
    wanted = [emphasis] if isinstance(emphasis, str) else emphasis
    unknown = {*(wanted or ()), *dashed, *points} - set(frame.columns)
    if unknown:
        raise ValueError(
            f"emphasis must name columns of data; {sorted(unknown)} are not among them."
        )
    write = writer(form)
    fig, ax = axes_for(ax, title, subtitle, height=3.8)
    at = naive(frame.index) if is_time else frame.index.to_numpy()
    colours, ends, early, said = iter(CYCLE * 4), list[End](), list[End](), list[str]()
    for key in sorted(frame.columns, key=lambda each: wanted is not None and each in wanted):
        loud = wanted is None or key in wanted
        colour = next(colours) if loud else GREY
        values = frame[key].to_numpy(dtype=float)
        last = last_of(values)
        if last is None:
            continue
        look: dict[str, Any] = {"ls": (0, (4, 3))} if key in dashed else {}
        if key in points:
            look = {"ls": "", "marker": "D", "ms": 7}
        layer = 3 if loud else 2
        ax.plot(at, values, color=colour, lw=1.8 if loud else 1.2, zorder=layer, **look)
        if key not in points:
            ax.plot(at[last], values[last], "o", ms=4.5, color=colour, zorder=layer + 1)
        label = name(key) if len(frame.columns) > 1 else write(values[last])
        ink = INK if loud else SOFT
        if last < len(frame) - 1:
            # Other lines go on where this one ends.
            early.append((at[last], float(values[last]), label, ink))
        else:
            ends.append((at[last], float(values[last]), label, ink))
        known = frame[key].dropna()
        said.append(
            f"{name(key)} goes from {write(known.iloc[0])} ({name(known.index[0])}) to "
            f"{write(known.iloc[-1])} ({name(known.index[-1])}), lowest {write(known.min())}, "
            f"highest {write(known.max())}"
        )
    if zero:
        ax.set_ylim(bottom=min(0, float(frame.min().min())))
    ax.margins(x=0.01)
    if is_time:
        date_axis(ax)
    elif (frame.index == frame.index.astype(int)).all():
        # There is no month 17.5.
        if len(frame) <= 12:
            ax.set_xticks(frame.index)
        else:
            value_axis(ax.xaxis, grouped, whole=True)
    value_axis(ax.yaxis, write, y_label)
    ax.set_xlabel(x_label)
    if notes:
        low, high = ax.get_ylim()
        ax.set_ylim(low, high + 0.1 * (high - low))
    for when, text in (notes or {}).items():
        place = naive(pd.DatetimeIndex([when]))[0] if is_time else when
        note(ax, place, at[0], at[-1], text)
        said.append(f"{name(pd.Timestamp(when)) if is_time else when}: {text}")
    name_ends(ax, ends)
    for place, value, label, ink in early:
        put(ax, place, value, label, "below", color=ink, ha="right", gap=18)
    return fig, say(
        title, f"Lines, {len(frame.columns)} in all" if len(frame.columns) > 1 else "Line", said
    )

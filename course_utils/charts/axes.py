"""Axes that draw what matplotlib's own draw, at less cost: a control waits for each picture.

matplotlib makes every tick of five artists of its own, and finds and measures all ticks four times
a picture. Here ticks that look alike are one that is moved from place to place; they are found once
a picture, and measured when a label has to keep clear of them. Blank figures are made once and
copied.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import matplotlib
import numpy as np
from matplotlib import axes, axis
from matplotlib.artist import allow_rasterization
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

# What is overridden here is in matplotlib, and not in its type stubs.
_AnyAxis: Any = axis.Axis
_AnyAxes: Any = axes.Axes


class _InTurn:
    """One tick that stands in for all: it is moved to each place in turn."""

    def __init__(self, tick: axis.Tick, places: list[tuple[float, str]]) -> None:
        self.tick, self.places = tick, places

    def __iter__(self) -> Iterator[axis.Tick]:
        for place, label in self.places:
            self.tick.update_position(place)
            self.tick.label1.set_text(label)
            self.tick.label2.set_text(label)
            yield self.tick


class _Axis(_AnyAxis):
    settled = False
    _found: Iterable[axis.Tick] | None = None

    def settle(self, settled: bool) -> None:
        """Say whether limits and size stay as they are from now on."""
        self.settled, self._found = settled, None

    def _update_ticks(self) -> Any:
        if not self.settled:
            return super()._update_ticks()
        if self._found is None:
            self._found = self._alike() if self._are_alike() else super()._update_ticks()
        return self._found

    def _are_alike(self) -> bool:
        # Who wants a tick of its own look asks for all ticks first, which makes them.
        return len(self.majorTicks) == 1 and isinstance(self.minor.locator, NullLocator)

    def _alike(self) -> _InTurn:
        places = self.get_majorticklocs()
        labels = self.major.formatter.format_ticks(places)
        transform = self.get_transform().transform
        low, high = sorted(transform(self.get_view_interval()))
        at, slack = transform(np.asarray(places)), 1e-10 * (high - low)
        inside = (low - slack <= at) & (at <= high + slack)
        seen = [
            (place, label)
            for place, label, is_inside in zip(places, labels, inside, strict=False)
            if is_inside
        ]
        return _InTurn(self.majorTicks[0], seen)

    def _update_label_position(self, renderer: Any) -> None:
        if self.label.get_text():
            super()._update_label_position(renderer)

    @allow_rasterization
    def draw(self, renderer: Any) -> None:
        """Draw ticks, label, and the power of ten if there is one."""
        if not self.get_visible():
            return
        renderer.open_group(type(self).__name__, gid=self.get_gid())
        ticks = self._update_ticks()
        for tick in ticks:
            tick.draw(renderer)
        self._update_label_position(renderer)
        self.label.draw(renderer)
        offset = self.major.formatter.get_offset()
        self.offsetText.set_text(offset)
        if offset:
            self._update_offset_text_position(*self._get_ticklabel_bboxes(ticks, renderer))
        self.offsetText.draw(renderer)
        renderer.close_group(type(self).__name__)
        self.stale = False


class XAxis(_Axis, axis.XAxis):
    """The horizontal axis."""


class YAxis(_Axis, axis.YAxis):
    """The vertical axis."""


class Axes(_AnyAxes):
    """Axes whose limits and size stay as they are while they are drawn."""

    def _init_axis(self) -> None:
        self.xaxis = XAxis(self, clear=False)
        self.yaxis = YAxis(self, clear=False)
        for spine in ("bottom", "top"):
            self.spines[spine].register_axis(self.xaxis)
        for spine in ("left", "right"):
            self.spines[spine].register_axis(self.yaxis)

    @allow_rasterization
    def draw(self, renderer: Any) -> None:
        """Draw everything in the axes."""
        self.xaxis.settle(True)
        self.yaxis.settle(True)
        try:
            super().draw(renderer)
        finally:
            self.xaxis.settle(False)
            self.yaxis.settle(False)

    def _update_title_position(self, renderer: Any) -> None:
        if self._autotitlepos is False or not self._keeps_titles(renderer):
            super()._update_title_position(renderer)

    def _keeps_titles(self, renderer: Any) -> bool:
        """Put the titles on the upper edge; say whether nothing is in their way."""
        aligned = self.get_figure(root=False)._align_label_groups["title"]
        if (
            self.child_axes
            or len(self._twinned_axes.get_siblings(self)) > 1
            or len(aligned.get_siblings(self)) > 1
            or self.xaxis.get_ticks_position() != "bottom"
            or self.xaxis.get_label_position() != "bottom"
        ):
            return False
        self.yaxis._update_ticks()
        if self.yaxis.get_major_formatter().get_offset():
            return False
        edge = self.get_window_extent(renderer).ymax
        for title in (self.title, self._left_title, self._right_title):
            title.set_position((title.get_position()[0], 1.0))
            if title.get_text() and title.get_window_extent(renderer).ymin < edge:
                return False
        return True


def blank(
    width: float, height: float, rows: int, columns: int, **subplots: Any
) -> tuple[Figure, Any]:
    """Return a figure of these inches with empty axes, in the style that holds now."""
    if subplots:
        return _made(width, height, rows, columns, **subplots)
    style = dict(dict.items(matplotlib.rcParams))
    kept = _blanks(width, height, rows, columns)
    if kept.get("style") != style:
        made = _made(width, height, rows, columns)
        kept.update(style=style, original=made[0], copy=pickle.dumps(made))
    copy: tuple[Any, Any] = pickle.loads(kept["copy"])
    # A copied transform knows those that depend on it by the ids of the originals: while it lives,
    # no other may be given one of them, or a label stays where the axes were before the layout.
    copy[0].original = kept["original"]
    return copy


@lru_cache(32)
def _blanks(width: float, height: float, rows: int, columns: int) -> dict[str, Any]:
    return {}


def _made(
    width: float, height: float, rows: int, columns: int, **subplots: Any
) -> tuple[Figure, Any]:
    fig = Figure(figsize=(width, height), layout="constrained")
    return fig, fig.subplots(rows, columns, **{"subplot_kw": {"axes_class": Axes}, **subplots})

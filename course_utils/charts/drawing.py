"""Figures as SVG at half of matplotlib's own cost, which is what a control waits for.

Half of a drawing is the layout, and most of both is measuring text: matplotlib measures anew for
each picture. Here what was measured is remembered, and pictures that follow each other may share
their layout.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from matplotlib.backend_bases import FigureCanvasBase
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager, get_font

from course_utils.charts.picture import layouts_in_use
from course_utils.charts.writing import Writer

_DPI = 72


def draw(fig: Figure) -> str:
    """Draw a figure as SVG, without a background, and leave it laid out."""
    engine, layouts = fig.get_layout_engine(), layouts_in_use.get()
    if engine is None:
        return _written(fig)[0]
    key = _likeness(fig) if layouts is not None else None
    if layouts is not None and key in layouts:
        ax = fig.axes[0]
        fig.set_layout_engine("none")
        ax.set_position(layouts[key])
        _, bottom, _, height = engine.get().get("rect", (0, 0, 1, 1))
        svg, fits = _written(fig, 1 - bottom - height)
        if fits:
            return svg
        ax.set_in_layout(True)
        fig.set_layout_engine(engine)
    # savefig would draw everything once more, only to lay it out.
    _Canvas(fig)
    engine.execute(fig)
    fig.set_layout_engine("none")
    if layouts is not None and key is not None:
        layouts[key] = fig.axes[0].get_position()
    return _written(fig)[0]


def _likeness(fig: Figure) -> tuple[Any, ...] | None:
    """Return what figures of one axes must share to share their layout; None for others."""
    if len(fig.axes) != 1 or fig.axes[0].get_subplotspec() is None or fig.legends:
        return None
    ax, engine = fig.axes[0], fig.get_layout_engine()
    titled = [
        ax.get_title(loc=side).count("\n") for side in ("left", "center") if ax.get_title(side)
    ]
    rect = engine.get().get("rect") if engine is not None else None
    return (*fig.get_size_inches(), rect, ax.get_xlabel(), ax.get_ylabel(), *titled)


def _written(fig: Figure, heading: float = 0.0) -> tuple[str, bool]:
    """Return the SVG, and whether all text is inside: below the heading, a part of the height."""
    dpi, patch = fig.get_dpi(), fig.patch
    before = {"facecolor": patch.get_facecolor(), "edgecolor": patch.get_edgecolor()}
    _Canvas(fig)
    patch.set(facecolor="none", edgecolor="none")
    try:
        width, height = _DPI * fig.get_size_inches()
        renderer = _Renderer(width, height, dpi)
        renderer.headed, renderer.floor = fig.texts, heading * height
        fig.draw(renderer)
    finally:
        patch.set(**before)
    return renderer.picture(), renderer.fits


@lru_cache(4096)
def _measured(words: str, font: Any, ismath: Any) -> tuple[float, float, float]:
    return RendererSVG.get_text_width_height_descent(_meter(), words, font, ismath)


@lru_cache(256)
def _font_heights(font: Any) -> tuple[float | None, float | None, float | None]:
    tables: Any = get_font(fontManager._find_fonts_by_props(font))
    for name, keys in (
        ("OS/2", ("sTypoAscender", "sTypoDescender", "sTypoLineGap")),
        ("hhea", ("ascent", "descent", "lineGap")),
    ):
        table = tables.get_sfnt_table(name)
        if table is not None:
            head = tables.get_sfnt_table("head")
            scale = font.get_size_in_points() / head["unitsPerEm"]
            ascent, descent, gap = (scale * table[key] for key in keys)
            return ascent, -descent, gap
    return None, None, None


@cache
def _meter() -> RendererSVG:
    return RendererSVG(1, 1, io.StringIO())


class _Renderer(RendererSVG):
    """Remembers what it measured, and notes whether all text is inside the picture."""

    fits = True
    floor = 0.0
    headed: Sequence[Any] = ()

    def __init__(self, width: float, height: float, dpi: float = _DPI) -> None:
        super().__init__(width, height, io.StringIO(), image_dpi=dpi)
        self.writer = Writer()

    def picture(self) -> str:
        """Return what was drawn."""
        self._write_clips()
        self._write_hatches()
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
            f'width="{self.width / _DPI * 96:.0f}" height="{self.height / _DPI * 96:.0f}" '
            f'viewBox="0 0 {self.width:.6g} {self.height:.6g}">{self.writer.text()}</svg>\n'
        )

    def _write_metadata(self, metadata: Any) -> None:
        pass

    def _write_default_style(self) -> None:
        pass

    def _make_id(self, type: str, content: Any) -> str:
        # matplotlib's own names are other ones each time.
        return type + hashlib.sha256(f"pmlab{content}".encode()).hexdigest()[:10]

    def get_text_width_height_descent(
        self, s: str, prop: Any, ismath: Any
    ) -> tuple[float, float, float]:
        return _measured(s, prop, ismath)

    def _get_font_height_metrics(self, prop: Any) -> tuple[float | None, ...]:
        # A hook of matplotlib's own for renderers with other fonts; it reads the tables each time.
        return _font_heights(prop)

    def draw_text(
        self,
        gc: Any,
        x: float,
        y: float,
        s: str,
        prop: Any,
        angle: float,
        ismath: Any = False,
        mtext: Any = None,
    ) -> None:
        width, height, descent = _measured(s, prop, ismath)
        if angle == 0:
            box = (x, y - height + descent, x + width, y + descent)
        elif angle == 90:
            box = (x - height + descent, y - width, x + descent, y)
        else:
            box = (x, y, x, y)
        left, top, right, bottom = box
        if mtext not in self.headed:
            top -= self.floor
        if min(left, top) < -1 or right > self.width + 1 or bottom > self.height + 1:
            self.fits = False
        clip = self._get_clip_attrs(gc)
        if clip:
            self.writer.start("g", clip)
        # As text, in the reader's font; matplotlib's default is outlines.
        self._draw_text_as_text(gc, x, y, s, prop, angle, ismath, mtext)
        if clip:
            self.writer.end()


class _Canvas(FigureCanvasBase):
    """A canvas whose figure is laid out with the remembered measures."""

    def __init__(self, fig: Figure) -> None:
        super().__init__(fig)
        fig.set_dpi(_DPI)

    def get_renderer(self) -> RendererSVG:
        """Return what a layout measures with."""
        width, height = _DPI * self.figure.get_size_inches()
        return _Renderer(width, height)

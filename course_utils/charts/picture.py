"""One picture that follows the theme of the page around it, and says what it shows."""

from __future__ import annotations

import base64
import html
import re
import sys
from typing import TYPE_CHECKING, Any

from course_utils.charts.style import DARK, INK, PAPER
from course_utils.charts.svg import draw, variable

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_CSS_FONT = (
    'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Liberation Sans",sans-serif'
)
# Where styles are kept, the picture follows what the page says of its theme (JupyterLab and
# nbconvert, VS Code, Colab and Sphinx); a page that says nothing is white. Where styles are
# dropped (a notebook that is not trusted) it follows the inherited color-scheme.
_DARK_PAGES = (
    '[data-jp-theme-light="false"]',
    ".vscode-dark",
    'html[theme="dark"]',
    '[data-theme="dark"]',
)


class Chart:
    """A finished chart: a picture and the text that stands for it.

    Attributes
    ----------
    svg : str
        The picture, its colours as CSS variables.
    alt : str
        What the picture shows, in words and numbers.
    """

    def __init__(self, svg: str, alt: str) -> None:
        self.svg = svg
        self.alt = alt

    @property
    def image(self) -> str:
        """The picture as HTML for pages that may not be trusted: an ``<img>`` with alt text."""
        style = (
            _variables("svg")
            + f"@media (prefers-color-scheme:dark){{{_variables('svg', dark=True)}}}"
            + _rules("svg")
        )
        data = base64.b64encode(_with_style(self.svg, style).encode("utf-8")).decode("ascii")
        page = ".pmlab-chart{color-scheme:light;max-width:100%;height:auto}" + (
            ",".join(f"{page} .pmlab-chart" for page in _DARK_PAGES) + "{color-scheme:dark}"
        )
        size = re.search(r'width="([\d.]+)" height="([\d.]+)"', self.svg)
        width = size.group(1) if size else "730"
        return (
            f'<style>{page}</style><img class="pmlab-chart" width="{width}" '
            f'alt="{html.escape(self.alt)}" src="data:image/svg+xml;base64,{data}">'
        )

    @property
    def inline(self) -> str:
        """The picture as inline SVG for widgets: replaced in place without a flicker."""
        scope = ".pmlab-inline"
        dark = ",".join(f"{page} {scope}" for page in _DARK_PAGES)
        style = _variables(scope) + _variables(dark, dark=True) + _rules(scope)
        style += f"{scope} svg{{max-width:100%;height:auto}}"
        return (
            f'<div role="img" class="pmlab-inline" aria-label="{html.escape(self.alt)}">'
            f"{_with_style(self.svg, style)}</div>"
        )

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/html": self.image, "text/plain": self.alt}

    def __repr__(self) -> str:
        return self.alt


def show(fig: Figure, alt: str) -> Chart:
    """Finish a figure: turn it into a picture with alt text, and close it.

    Make it the last line of a cell, or pass it to ``display``.

    Parameters
    ----------
    fig : Figure
        Any matplotlib figure. Its colours from `charts` change with the theme, others stay.
    alt : str
        What the picture shows, for whoever cannot see it: the finding, with its numbers. At least
        six words and a number.

    Returns
    -------
    Chart
        Displays itself as an image that follows the theme; its plain text is `alt`.

    Raises
    ------
    ValueError
        If `alt` does not say what the picture shows.
    TypeError
        If `fig` is not a figure.
    """
    from matplotlib.figure import Figure

    if not isinstance(fig, Figure):
        raise TypeError(f"show takes a matplotlib figure first, not a {type(fig).__name__}.")
    text = check_alt(alt)
    chart = Chart(draw(fig), text)
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close(fig)
    return chart


def check_alt(alt: str) -> str:
    """Return alt text on one line; refuse one that tells a reader nothing."""
    if not isinstance(alt, str):
        raise TypeError("alt must be a sentence that says what the picture shows.")
    text = " ".join(alt.split())
    if len(text.split()) < 6 or not re.search(r"\d", text):
        raise ValueError(
            "alt must say what the picture shows, with its numbers, in at least six words, as in "
            '"Daily active users stay near 900 and drop to 0 on 14 June 2026."'
        )
    return text


def _variables(scope: str, dark: bool = False) -> str:
    colours = DARK.values() if dark else DARK.keys()
    return f"{scope}{{{';'.join(f'--c{n}:{colour}' for n, colour in enumerate(colours))}}}"


def _rules(scope: str) -> str:
    # A halo in the colour of the page keeps words readable across lines, and on a page that
    # turned out to have the other theme.
    return (
        f"{scope} *{{stroke-linejoin:round;stroke-linecap:butt}}"
        f"{scope} text{{font-family:{_CSS_FONT};fill:{variable(INK)};paint-order:stroke;"
        f"stroke:{variable(PAPER)};stroke-width:3px}}"
    )


def _with_style(svg: str, style: str) -> str:
    end = svg.index(">") + 1
    return f"{svg[:end]}<style>{style}</style>{svg[end:]}"

"""The house style for charts: light, dark and colour-blind safe, with alt text.

>>> from course_utils import charts
>>> fig, alt = charts.bars({"in the app": 31, "by e-mail": 12}, "Most answer in the app")
>>> charts.show(fig, alt=alt)
Most answer in the app. Bars: in the app 31; by e-mail 12.

The family draws what lessons need again and again. Each of its kinds is a module of `charts.kinds`
with a function of the same name, found by that name: data in, ``(fig, alt)`` out, with alt text that
states the numbers. What no kind draws begins with `figure`. ``show`` makes one picture that follows
the theme of the page around it, also when the theme changes later. What follows controls stands on a
stage: `course_utils.widgets.stage`.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from course_utils.charts.picture import Chart, show
    from course_utils.charts.style import (
        BLUE,
        GREEN,
        GREY,
        GRID,
        INK,
        ORANGE,
        PAPER,
        PURPLE,
        RED,
        SOFT,
        figure,
        text_on,
        use,
    )

_HOME = {
    "picture": ("Chart", "show"),
    "style": (
        *("BLUE", "GREEN", "GREY", "GRID", "INK", "ORANGE", "PAPER", "PURPLE", "RED", "SOFT"),
        *("figure", "text_on", "use"),
    ),
}

__all__ = [
    "BLUE",
    "GREEN",
    "GREY",
    "GRID",
    "INK",
    "ORANGE",
    "PAPER",
    "PURPLE",
    "RED",
    "SOFT",
    "Chart",
    "family",
    "figure",
    "show",
    "text_on",
    "use",
]


def family() -> list[str]:
    """Return the names of the family: the modules of `charts.kinds`."""
    return [each.name for each in pkgutil.iter_modules([f"{__path__[0]}/kinds"])]


def __getattr__(name: str) -> Any:
    for module, names in _HOME.items():
        if name in names:
            value = getattr(importlib.import_module(f"{__name__}.{module}"), name)
            break
    else:
        if name not in family():
            raise AttributeError(f"charts has no {name!r}; it has: {', '.join(__dir__())}.")
        value = getattr(importlib.import_module(f"{__name__}.kinds.{name}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*__all__, *family()})

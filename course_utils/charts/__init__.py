"""The house style for charts: light, dark and colour-blind safe, with alt text.

>>> from course_utils import charts
>>> fig, ax = charts.figure("Active users fell on one day", "Daily active users, June 2026")
>>> ax.plot(daily.index, daily)                                                # doctest: +SKIP
>>> charts.show(fig, alt="Daily active users stay near 900 and drop to 0 on 14 June 2026.")

``show`` makes one picture that follows the theme of the page around it, also when the theme changes
later. The family (`time_series`, `control_chart`, `funnel_bars`, `rate_mix`, `intervals`) draws
what lessons need again and again; each returns ``(fig, ax)`` and can draw on an axes that it is
given. What follows controls stands on a stage: `course_utils.widgets.stage`.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from course_utils.charts.family import (
        control_chart,
        funnel_bars,
        intervals,
        rate_mix,
        time_series,
    )
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
        use,
    )

_HOME = {
    "family": ("control_chart", "funnel_bars", "intervals", "rate_mix", "time_series"),
    "picture": ("Chart", "show"),
    "style": (
        *("BLUE", "GREEN", "GREY", "GRID", "INK", "ORANGE", "PAPER", "PURPLE", "RED", "SOFT"),
        *("figure", "use"),
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
    "control_chart",
    "figure",
    "funnel_bars",
    "intervals",
    "rate_mix",
    "show",
    "time_series",
    "use",
]


def __getattr__(name: str) -> Any:
    for module, names in _HOME.items():
        if name in names:
            value = getattr(importlib.import_module(f"{__name__}.{module}"), name)
            globals()[name] = value
            return value
    raise AttributeError(f"charts has no {name!r}; it has: {', '.join(__all__)}.")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

"""A stage for explorers: controls, one or two pictures that follow them, and a sentence.

>>> from course_utils.widgets import stage
>>> def draw(price, fee):                                                      # doctest: +SKIP
...     return stage.Scene(stage.Plot(stage.Line(x, y), alt="..."), says="...")
>>> stage.Explorer("The price you drag", draw, price=stage.Slider(5, 40), fee=stage.Toggle())
"""

from __future__ import annotations

from course_utils.widgets.stage.controls import Choice, Control, Press, Slider, Toggle
from course_utils.widgets.stage.explorer import Explorer, Scene
from course_utils.widgets.stage.marks import (
    Area,
    Axis,
    Band,
    Bars,
    Handle,
    Line,
    Plot,
    Points,
    Rule,
    Words,
)

__all__ = [
    "Area",
    "Axis",
    "Band",
    "Bars",
    "Choice",
    "Control",
    "Explorer",
    "Handle",
    "Line",
    "Plot",
    "Points",
    "Press",
    "Rule",
    "Scene",
    "Slider",
    "Toggle",
    "Words",
]

"""What a learner touches: predictions first, explorers, and answers that are built by hand.

A module is loaded when it is first used, so that a notebook's first cell answers at once.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from course_utils.widgets import stage
    from course_utils.widgets.allocation import Allocation
    from course_utils.widgets.board import Board
    from course_utils.widgets.choice import Choice, MultiChoice
    from course_utils.widgets.highlighter import Highlighter
    from course_utils.widgets.matrix import Matrix
    from course_utils.widgets.prediction import predict
    from course_utils.widgets.range import Range
    from course_utils.widgets.ranking import Ranking
    from course_utils.widgets.timeline import Timeline
    from course_utils.widgets.tree import Tree

_MODULES = {
    "Allocation": "allocation",
    "Board": "board",
    "Choice": "choice",
    "Highlighter": "highlighter",
    "Matrix": "matrix",
    "MultiChoice": "choice",
    "Range": "range",
    "Ranking": "ranking",
    "Timeline": "timeline",
    "Tree": "tree",
    "predict": "prediction",
}

__all__ = [
    "Allocation",
    "Board",
    "Choice",
    "Highlighter",
    "Matrix",
    "MultiChoice",
    "Range",
    "Ranking",
    "Timeline",
    "Tree",
    "predict",
    "stage",
]


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return getattr(importlib.import_module(f"{__name__}.{_MODULES[name]}"), name)
    if name in __all__:
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(
        f"widgets has no {name!r}; it has: {', '.join(__all__)}.", name=name, obj=None
    )


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])

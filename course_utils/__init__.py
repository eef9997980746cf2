"""PM Lab: what a notebook of the course needs, each part loaded when it is first used.

>>> from course_utils import check, data, hint, progress
"""

from __future__ import annotations

import importlib

TYPE_CHECKING = False  # typing is a third of what importing this package would cost
if TYPE_CHECKING:
    from typing import Any

    from course_utils import charts, data, home, toolkit
    from course_utils.exercises.drills import drill
    from course_utils.exercises.facts import fact_row, fact_sheet
    from course_utils.exercises.learner import hint, progress
    from course_utils.widgets.verbs import check

__all__ = [
    "charts",
    "check",
    "data",
    "drill",
    "fact_row",
    "fact_sheet",
    "hint",
    "home",
    "progress",
    "toolkit",
]

_VERBS = {
    "check": "widgets.verbs",
    "drill": "exercises.drills",
    "fact_row": "exercises.facts",
    "fact_sheet": "exercises.facts",
    "hint": "exercises.learner",
    "progress": "exercises.learner",
}


def __getattr__(name: str) -> Any:
    """Load a part of the course the first time that it is asked for."""
    if name in _VERBS:
        value = getattr(importlib.import_module(f"course_utils.{_VERBS[name]}"), name)
    elif name in __all__:
        value = importlib.import_module(f"course_utils.{name}")
    else:
        raise AttributeError(f"course_utils has no part called {name!r}; it has {__all__}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

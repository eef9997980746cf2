"""What a learner touches in a lesson: predictions first, then explorers.

A module is loaded when it is first used, so that a notebook's first cell answers at once.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from course_utils.widgets import metrics
    from course_utils.widgets.prediction import predict

__all__ = ["metrics", "predict"]


def __getattr__(name: str) -> Any:
    if name == "predict":
        return importlib.import_module(f"{__name__}.prediction").predict
    if name in __all__:
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(
        f"widgets has no {name!r}; it has: {', '.join(__all__)}.", name=name, obj=None
    )


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])

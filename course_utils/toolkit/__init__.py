"""A product manager's calculations: pure functions on frames and numbers, one module a skill.

A module is loaded when it is first used, so ``from course_utils import toolkit`` costs nothing.

>>> from course_utils import toolkit
>>> toolkit.metrics.nps([10, 9, 8, 3])
25.0
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from course_utils.toolkit import metrics, prioritisation, research

__all__ = ["metrics", "prioritisation", "research"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(
        f"toolkit has no module {name!r}; it has: {', '.join(__all__)}.", name=name, obj=None
    )


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])

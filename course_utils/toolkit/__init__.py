"""A product manager's calculations: pure functions on frames and numbers, a folder a skill.

A skill is found by its folder and loaded when it is first used, so ``from course_utils import
toolkit`` costs nothing.

>>> from course_utils import toolkit
>>> toolkit.metrics.nps([10, 9, 8, 3])
25.0
"""

from __future__ import annotations

import importlib
from typing import Any

from course_utils.toolkit import _folder

__all__ = _folder.rooms(__path__)


def __getattr__(name: str) -> Any:
    if name in _folder.rooms(__path__):
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(
        f"toolkit has no module {name!r}; it has: {', '.join(__all__)}.", name=name, obj=None
    )


def __dir__() -> list[str]:
    return sorted({*globals(), *_folder.rooms(__path__)})

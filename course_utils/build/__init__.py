"""The builder: from ``curriculum/`` to the notebooks that people open.

``build()`` makes, for each skill, the lesson with its outputs (``notebooks/``), the assignment
with its solutions (``solutions/``) and the release of it (``exercises/``), and refuses what would
let a learner down. ``docs/builder.md`` tells an author what it checks.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from course_utils.build.command import main
    from course_utils.build.errors import BuildError
    from course_utils.build.make import Result, build

_HOME = {"BuildError": "errors", "Result": "make", "build": "make", "main": "command"}

__all__ = ["BuildError", "Result", "build", "main"]


def __getattr__(name: str) -> Any:
    # One by one, so that a part of the builder is no reason to load, or to count, the others.
    if name not in __all__:
        raise AttributeError(f"course_utils.build has no {name!r}; it has: {', '.join(__all__)}.")
    return getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)

"""The engine that runs submissions: fast, in a jail, with the outputs that a learner would see.

>>> c.Autograde.autograde_preprocessors = [..., "course_utils.grading.engine.JailedExecute", ...]

`docs/engine.md` says how it works; `doctor` shows what holds on this machine.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from course_utils.grading.engine.checkup import doctor
    from course_utils.grading.engine.execute import JailedExecute

__all__ = ["JailedExecute", "doctor"]

_HOME = {"JailedExecute": "execute", "doctor": "checkup"}


def __getattr__(name: str) -> Any:
    """Load a part when it is first asked for; the student's process needs neither."""
    if name not in _HOME:
        raise AttributeError(f"The engine has no part called {name!r}; it has {__all__}")
    value = getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value

"""What several skills share: checks of input, spans of time, units, intervals.

The modules found in this folder; `between` and `Interval` are for everybody, the rest is for those
who write calculations.
"""

from __future__ import annotations

from typing import Any

from course_utils.toolkit._folder import public


def __getattr__(name: str) -> Any:
    return public(__name__, __path__, globals(), name)

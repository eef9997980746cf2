"""What several skills share: checks of input, spans of time, units, intervals.

The modules found in this folder; `between` and `Interval` are for everybody, the rest is for those
who write calculations.
"""

from __future__ import annotations

from course_utils.toolkit._folder import gather

__all__ = gather(__name__, __path__, globals())

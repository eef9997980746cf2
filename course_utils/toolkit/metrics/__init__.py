"""Metrics and KPIs: engagement, journeys, satisfaction, change, noise.

Conventions: rates are fractions, NPS is in points, a difference is absolute, days, weeks and months
are UTC, a week begins on Monday, a span of time includes its start and leaves out its end, and the
share of nobody is NaN. Bad input raises ``ValueError`` or ``TypeError`` with a sentence that says
what to pass instead. No function changes the frames it is given.
"""

from __future__ import annotations

from typing import Any

from course_utils.toolkit._folder import public


def __getattr__(name: str) -> Any:
    return public(__name__, __path__, globals(), name)

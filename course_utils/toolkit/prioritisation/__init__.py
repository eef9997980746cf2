"""Requirements and prioritisation: scores, sequences, shares, surveys, odds, choices, stories.

Conventions: reach is people a quarter, effort is people's working time, a duration is weeks, money is
USD, confidence and shares are fractions, a week has 5 working days and a month 13/3 weeks. A higher
score comes first; equal scores keep the order in which they came. Bad input raises ``ValueError`` or
``TypeError`` with a sentence that says what to pass instead. No function changes what it is given.
"""

from __future__ import annotations

from typing import Any

from course_utils.toolkit._folder import public


def __getattr__(name: str) -> Any:
    return public(__name__, __path__, globals(), name)

"""Risk, reliability and decisions: losses, choices, information, error budgets, schedules, forecasts.

Conventions: a probability, a share and an availability are fractions, an impact is a loss and
positive, a payoff is a gain (of a cost, pass its negative), a confidence of 0.8 is the P80, and times
are in the unit that the parameter says. Bad input raises ``ValueError`` or ``TypeError`` with a
sentence that says what to pass instead. No function changes what it is given.
"""

from __future__ import annotations

from typing import Any

from course_utils.toolkit._folder import public


def __getattr__(name: str) -> Any:
    return public(__name__, __path__, globals(), name)

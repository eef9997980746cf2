"""Retention, churn, customer value: cohorts, survival, projection, lifetime value.

Conventions: rates are fractions, money is in one currency, months are calendar months in UTC, a
cell that has not been observed yet is missing and never 0, the first cash flow is at time 0, and a
discount is a fraction a period of the curve that it is used with. Bad input raises ``ValueError``
or ``TypeError`` with a sentence that says what to pass instead. No function changes the frames it
is given.
"""

from __future__ import annotations

from typing import Any

from course_utils.toolkit._folder import public


def __getattr__(name: str) -> Any:
    return public(__name__, __path__, globals(), name)

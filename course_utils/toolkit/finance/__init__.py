"""Finance and pricing: cash flows, unit economics, demand, price surveys, forecasts.

Conventions: money is in one currency, money that goes out is negative, the first cash flow is at time
0, a rate is a fraction a period (0.1 for 10 %), a margin is a fraction of a price or a revenue, and a
price is for one unit. Bad input raises ``ValueError`` or ``TypeError`` with a sentence that says what
to pass instead. No function changes what it is given.
"""

from __future__ import annotations

from typing import Any

from course_utils.toolkit._folder import public


def __getattr__(name: str) -> Any:
    return public(__name__, __path__, globals(), name)

"""How the calculations of finance read amounts, rates and flows of cash."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from course_utils.toolkit.common import checks, spans
from course_utils.toolkit.common.checks import Floats

__all__: list[str] = []  # for those who write calculations


def rate_of(value: Any, what: str = "rate") -> float:
    """Return a rate a period, above -1: who loses more than all has no rate."""
    found = checks.number(value, what, "0.1")
    if found <= -1:
        raise ValueError(
            f"{what} must be more than -1, a fraction a period such as 0.1 for 10 %; you passed "
            f"{value!r}."
        )
    return found


def flows_of(values: Any, least: int = 1) -> Floats:
    """Return flows of cash, at least so many, none missing."""
    found = checks.column(values, "flows", least=-math.inf)
    if len(found) < least:
        raise ValueError(
            f"flows must hold at least {least} amounts, the first at time 0; you passed "
            f"{len(found)}."
        )
    return found


def both_signs(flows: Floats) -> None:
    """Refuse flows that only come in, or only go out."""
    if not ((flows < 0).any() and (flows > 0).any()):
        raise ValueError(
            "flows never change their sign, so there is no rate of return. Give what goes out as "
            "negative amounts and what comes in as positive ones."
        )


def discounted(flows: Floats, rate: float, times: Floats) -> Floats:
    """Return the present value of each flow; what no number can hold is refused."""
    with np.errstate(over="ignore", divide="ignore", invalid="ignore", under="ignore"):
        found = flows * np.exp(-times * math.log1p(rate))
    if not np.isfinite(found).all():
        raise ValueError(
            f"A rate of {rate!r} over so long a time is more than a number can hold. Give a rate "
            "nearer to 0."
        )
    return np.asarray(found)


def years_of(dates: Any) -> Floats:
    """Return times in years of 365 days from the first of some dates in order."""
    given = checks.names(dates, "dates", '["2026-01-01", "2026-03-15"]')
    moments = np.array([spans.moment(each, "Each of dates") for each in given], "datetime64[us]")
    if not len(moments):
        raise ValueError('dates is empty. Give one for each flow, such as "2026-01-01".')
    if (np.diff(moments) < np.timedelta64(0)).any():
        raise ValueError(
            "dates must be in order, the first at time 0: sort flows and dates together by date, "
            "or give the year where one was mistyped."
        )
    days = (moments - moments[0]) / np.timedelta64(1, "D")
    return np.asarray(days / 365.0, dtype=np.float64)

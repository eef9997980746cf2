"""What the models and sums of this skill share: how they read survivors and horizons."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from course_utils.toolkit.common import checks
from course_utils.toolkit.common.checks import Floats

__all__: list[str] = []  # for those who write calculations


def survival_curve(values: Any, what: str = "survival") -> Floats:
    """Return shares of a cohort that are left, from 1 down, as floats."""
    found = checks.column(values, what, most=1.0)
    if not len(found) or found[0] != 1:
        raise ValueError(f"{what} must begin with 1, the whole cohort at time 0.")
    if (np.diff(found) > 1e-12).any():
        raise ValueError(f"{what} must never rise: give the share of the first that is left.")
    return found


def cohorts(survivors: Any, what: str = "survivors") -> Floats:
    """Return counts of survivors, cohorts by ages, NaN from a cohort's first unseen age on."""
    if isinstance(survivors, pd.DataFrame):
        counts = checks.table(survivors, what, gaps=True)
    else:
        counts = checks.vector(survivors, what)[None, :]
    if not counts.size or np.isnan(counts[:, 0]).any():
        raise ValueError(f"{what} must give how many began in each cohort, for example 1000.")
    if (counts < 0).any():
        raise ValueError(f"{what} counts customers, so it must not be negative.")
    steps = np.diff(counts, axis=1)
    if (steps > 0).any() or (np.isnan(counts[:, :-1]) & ~np.isnan(counts[:, 1:])).any():
        raise ValueError(
            f"{what} must never rise or have a gap: give how many of the first are left at each "
            "age, missing from the first age on that is not observed yet."
        )
    return counts


def horizon(periods: Any) -> int:
    """Return how many periods to look ahead; what no curve can hold is refused."""
    found = checks.whole(periods, "periods", 1)
    if found > 100_000:
        raise ValueError(f"periods must be at most 100000; you passed {periods!r}.")
    return found


def discount_rate(discount: Any) -> float:
    """Return a discount rate a period, at least 0."""
    found = checks.number(discount, "discount", "0.01")
    if found < 0:
        raise ValueError(f"discount must be at least 0, a fraction a period; not {discount!r}.")
    return found


def over_ages(values: Floats, first: int, name: str) -> pd.Series:
    """Return one value an age as a Series."""
    return pd.Series(values, index=pd.RangeIndex(first, first + len(values), name="age"), name=name)

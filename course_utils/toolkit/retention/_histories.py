"""What the models of repeat purchases share: histories of customers, and fitting by likelihood."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from course_utils.toolkit.common import checks
from course_utils.toolkit.common.checks import Floats

__all__: list[str] = []  # for those who write calculations

WIDEST = 12.0
"""The largest logarithm of a parameter that is looked at, up or down."""


class Histories(NamedTuple):
    """Checked histories, a value a customer."""

    frequency: Floats
    recency: Floats
    age: Floats
    names: pd.Index


def read(frequency: Any, recency: Any, age: Any) -> Histories:
    """Return histories of repeat purchases as floats."""
    given, index = checks.aligned({"frequency": frequency, "recency": recency, "age": age})
    x, last, length = (checks.column(given[name], name) for name in given)
    count = checks.same_length({"frequency": x, "recency": last, "age": length})
    if not count:
        raise ValueError("There is no customer. Give the history of at least one.")
    if (x != np.floor(x)).any():
        raise ValueError("frequency must hold whole numbers of repeat purchases such as 2.")
    if (length <= 0).any():
        raise ValueError("age must be more than 0 for everybody: leave out who just came.")
    if (last > length * (1 + 1e-12)).any():
        raise ValueError("recency must be at most age: both are counted from the first purchase.")
    if ((x == 0) != (last == 0)).any():
        raise ValueError(
            "recency must be 0 where frequency is 0, and more than 0 elsewhere: it is the time "
            "from the first to the last purchase."
        )
    return Histories(x, last, length, pd.RangeIndex(count) if index is None else index)


def need_buyers(found: Histories) -> None:
    """Raise unless there is enough to fit four parameters to."""
    if len(found.age) < 10:
        raise ValueError("Four parameters need the histories of at least ten customers.")
    if not found.frequency.any():
        raise ValueError("Nobody bought again, so no model can be fitted. Give a longer time.")


def in_order(*columns: Floats) -> list[Floats]:
    """Return columns with their rows in order, so that a fit does not depend on that of the input."""
    order = np.lexsort(columns)
    return [column[order] for column in columns]


def horizon(time: Any) -> float:
    """Return a length of time, at least 0."""
    found = checks.number(time, "time", "39")
    if found < 0:
        raise ValueError(f"time must be at least 0; you passed {time!r}.")
    return found


def fit(log_likelihood: Callable[[Floats], float], starts: Sequence[Sequence[float]]) -> Floats:
    """Return the positive parameters at which a mean log-likelihood is greatest."""
    from scipy.optimize import minimize

    def minus(logs: Floats) -> float:
        with np.errstate(all="ignore"):
            found = -log_likelihood(np.exp(logs))
        return found if np.isfinite(found) else 1e10

    bounds = [(-WIDEST, WIDEST)] * len(starts[0])
    best = min(
        (minimize(minus, np.log(s), method="L-BFGS-B", bounds=bounds) for s in starts),
        key=lambda found: found.fun,
    )
    polished = minimize(
        minus,
        best.x,
        method="Nelder-Mead",
        bounds=bounds,
        options={"xatol": 1e-7, "fatol": 1e-13, "maxiter": 5000, "maxfev": 5000},
    )
    return np.exp(polished.x)

"""Customers by when they began, and how many are left at each age: what is not seen is missing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

import course_utils.toolkit.retention._curves as _curves
from course_utils.toolkit.common import checks, spans
from course_utils.toolkit.common.checks import Int64s

__all__ = ["cohort_rates", "cohort_triangle", "weighted_average"]


def cohort_triangle(
    customers: pd.DataFrame, as_of: Any, *, start: str, end: str, freq: str = "MS"
) -> pd.DataFrame:
    """Count how many of each cohort are still customers at each age.

    Age runs on each customer's own clock: at age 2 months, somebody who began on 14 March is looked
    at on 14 May. Whose contract ends at that moment is not a customer any more. A cell is observed once the youngest of its cohort has reached the age, so the
    table is a triangle; the other cells are missing. Filled with 0 they would say that everybody
    left.

    Parameters
    ----------
    customers : DataFrame
        One row a customer.
    as_of : date or str
        Until when the data are complete. Who began then or later is left out.
    start, end : str
        The columns of time stamps with a time zone: when somebody began, and when they left,
        missing where they have not.
    freq : {"MS", "W", "D"}
        Cohorts and ages in calendar months, weeks from Monday, or days (UTC). A month is over on
        the same day and time of the next month, or on its last day where there is no such day.

    Returns
    -------
    DataFrame
        One row a cohort, indexed by the start of its period; one column an age from 0 (all who
        began) on. Whole numbers as floats, missing where not observed; cohorts without customers
        are left out, and so is one whose own period is not over.

    Examples
    --------
    >>> when = pd.to_datetime(["2026-01-10", "2026-01-20", "2026-02-05", "2026-02-15"], utc=True)
    >>> people = pd.DataFrame({"since": when, "until": [pd.NaT, when[2], pd.NaT, pd.NaT]})
    >>> cohort_triangle(people, "2026-04-01", start="since", end="until").values.tolist()
    [[2.0, 1.0, 1.0], [2.0, 2.0, nan]]
    """
    checks.need_columns(customers, [start, end], "customers")
    checks.one_of(freq, "freq", ("MS", "W", "D"))
    last = spans.moment(as_of, "as_of")
    began = spans.utc(customers[start], start).astype("datetime64[us]")
    spans.need_zone(customers[end], end)
    ended = customers[end].to_numpy("datetime64[us]")
    if (ended < began).any():
        raise ValueError(f"{end} lies before {start} in some rows. Drop or repair them first.")
    known = began < last
    began, ended = began[known], ended[known]
    if not len(began):
        raise ValueError("Nobody began before as_of. Give a later as_of or other customers.")
    # How many whole periods of the calendar have begun by then, counted from the cohort's.
    cohort = spans.period_numbers(began, freq)
    now = int(spans.period_numbers(np.array([last]), freq)[0])
    seen = now - cohort - 1  # the oldest age at which the whole cohort has been seen
    left = ~np.isnat(ended) & (ended < last)
    age = np.full(len(began), np.iinfo(np.int64).max)
    age[left] = _survived(began[left], ended[left], freq)
    whole = seen >= 0
    cohort, seen, age = cohort[whole], seen[whole], age[whole]
    if not len(cohort):
        raise ValueError("No cohort's own period is over by as_of. Give a later as_of.")
    numbers = np.unique(cohort)
    ages = np.arange(int(seen.max()) + 1)
    places = np.searchsorted(numbers, cohort)
    table = np.full((len(numbers), len(ages)), np.nan)
    for place, number in enumerate(numbers):
        mine = age[places == place]
        observed = now - number
        table[place, :observed] = (mine[:, None] >= ages[None, :observed]).sum(axis=0)
        table[place, 0] = len(mine)
    index = pd.DatetimeIndex(spans.period_start(numbers, freq), name="cohort").tz_localize("UTC")
    return pd.DataFrame(table, index=index, columns=pd.RangeIndex(len(ages), name="age"))


def cohort_rates(triangle: pd.DataFrame) -> pd.DataFrame:
    """Return each cohort's counts as shares of all who began in it.

    Parameters
    ----------
    triangle : DataFrame
        As `cohort_triangle` returns: counts, one row a cohort, one column an age.

    Returns
    -------
    DataFrame
        Fractions in the same shape; missing where not observed, and NaN for a cohort of nobody.
    """
    counts = _triangle(triangle)
    with np.errstate(invalid="ignore"):
        shares = counts / np.where(counts[:, :1] > 0, counts[:, :1], np.nan)
    return pd.DataFrame(shares, index=triangle.index, columns=triangle.columns)


def weighted_average(triangle: pd.DataFrame) -> pd.Series:
    """Return retention by age over the cohorts in which that age is observed, weighted by size.

    At each age it is the customers who are left over those who began, both in the cohorts that
    have reached that age: old ages rest on fewer cohorts, and no cohort counts as lost that has
    not been seen. A plain mean of the cohorts' rates would give ten customers the weight of a
    thousand.

    Parameters
    ----------
    triangle : DataFrame
        As `cohort_triangle` returns: counts, one row a cohort, one column an age. A missing cell
        is left out together with its cohort's size.

    Returns
    -------
    Series
        Fractions by age. It can rise from one age to the next, because the cohorts behind it
        change: compare within one cohort, or use `kaplan_meier`.
    """
    counts = _triangle(triangle)
    seen = ~np.isnan(counts)
    began = np.where(seen, counts[:, :1], 0).sum(axis=0)
    left = np.nansum(counts, axis=0)
    with np.errstate(invalid="ignore"):
        return pd.Series(
            np.where(began > 0, left / began, np.nan), index=triangle.columns, name="retention"
        )


def _triangle(triangle: Any) -> np.ndarray:
    if not isinstance(triangle, pd.DataFrame):
        raise TypeError(
            "triangle must be a DataFrame of counts such as cohort_triangle returns; you passed "
            f"{checks.kind(triangle)}."
        )
    return _curves.cohorts(triangle, "triangle")


def _survived(began: np.ndarray, ended: np.ndarray, freq: str) -> Int64s:
    """Count the whole months, weeks or days that were over before somebody left."""
    if freq != "MS":
        length = np.timedelta64(7 if freq == "W" else 1, "D")
        return -((began - ended) // length) - 1
    first, last = began.astype("datetime64[M]"), ended.astype("datetime64[M]")
    months = (last - first).astype(np.int64)
    length = (last + 1).astype("datetime64[D]") - last.astype("datetime64[D]")
    day = np.minimum(began.astype("datetime64[D]") - first.astype("datetime64[D]"), length - 1)
    clock = began - began.astype("datetime64[D]")
    due = last.astype("datetime64[D]") + day + clock
    return months - (ended <= due)

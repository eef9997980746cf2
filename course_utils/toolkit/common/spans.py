"""Spans of time in UTC: moments, durations, days, weeks and months, and the rows that lie in them."""

from __future__ import annotations

import datetime
import re
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from course_utils.toolkit.common.checks import Int64s, ascend, need_columns, need_known

__all__ = ["between"]

FREQUENCIES = {"D": "day", "W": "week", "MS": "month"}

_DATE = re.compile(r"\s*\d{4}-\d{1,2}\b")


def between(frame: pd.DataFrame, start: Any, end: Any, at: str = "occurred_at") -> pd.DataFrame:
    """Keep the rows of a span, with its start and without its end.

    Parameters
    ----------
    frame : DataFrame
        Any table with a column of time stamps.
    start, end : date or str
        The span; read as UTC when they have no time zone.
    at : str
        The column of time stamps; it must have a time zone.

    Returns
    -------
    DataFrame
        The rows with ``start <= at < end``, in the given order; a row without a time is in no span.

    Examples
    --------
    >>> days = pd.to_datetime(["2026-06-01", "2026-06-30", "2026-07-01"], utc=True)
    >>> len(between(pd.DataFrame({"occurred_at": days}), "2026-06-01", "2026-07-01"))
    2
    """
    need_columns(frame, [at], "frame")
    first, last = (
        pd.Timestamp(moment(day, what), tz="UTC") for day, what in ((start, "start"), (end, "end"))
    )
    try:
        need_zone(frame[at], at)
    except ValueError as error:
        raise TypeError(str(error)) from error  # as a comparison of dates with and without would
    frame = narrow(frame, at, first.to_datetime64(), last.to_datetime64())
    return frame[(frame[at] >= first) & (frame[at] < last)]


def need_zone(values: pd.Series, what: str) -> None:
    """Raise unless a column holds time stamps with a time zone."""
    dtype = values.dtype
    if isinstance(dtype, pd.DatetimeTZDtype):
        return
    if pd.api.types.is_datetime64_dtype(dtype):
        raise ValueError(
            f"{what} has no time zone. Say which one it is in, for example with "
            f'.dt.tz_localize("UTC").'
        )
    raise TypeError(
        f"{what} must hold time stamps with a time zone, not {dtype}. "
        "Convert it with pandas.to_datetime(..., utc=True)."
    )


def utc(values: pd.Series, what: str) -> npt.NDArray[np.datetime64]:
    """Return time stamps as naive numpy values in UTC; other time zones are converted."""
    need_zone(values, what)
    need_known(values, what)
    return values.to_numpy(f"datetime64[{values.dt.unit}]")


def narrow(
    frame: pd.DataFrame,
    at: str,
    start: np.datetime64 | None = None,
    end: np.datetime64 | None = None,
) -> pd.DataFrame:
    """Leave out rows before `start` and after `end` (naive UTC) where that costs next to nothing.

    It does when the moments are in order, as Kitewell's are: the rows of a span then lie side by
    side, and are shared and not copied. Any other frame comes back whole, so that whoever calls
    this has to look at each moment all the same.
    """
    if frame[at].dtype != "datetime64[us, UTC]":
        return frame
    times = frame[at].to_numpy("datetime64[us]")
    if np.isnat(times[:1]).any() or not ascend(times.view(np.int64)):
        return frame
    first = None if start is None else times.searchsorted(start.astype(times.dtype))
    last = None if end is None else times.searchsorted(end.astype(times.dtype), side="right")
    return frame.iloc[first:last]


def moment(value: Any, what: str) -> np.datetime64:
    """Return one moment as a naive numpy value in UTC; without a time zone it is read as UTC."""
    wish = f'{what} must be a date such as "2026-06-01"; you passed {value!r}.'
    dated = isinstance(value, (datetime.date, np.datetime64))
    # A bare number would be read as nanoseconds since 1970, and a bare "7" as a day of this month.
    if not dated and not (isinstance(value, str) and _DATE.match(value)):
        raise ValueError(wish)
    try:
        stamp = pd.Timestamp(value)
    except (ValueError, TypeError) as error:
        raise ValueError(wish) from error
    if pd.isna(stamp):
        raise ValueError(wish)
    if stamp.tzinfo is not None:
        stamp = stamp.tz_convert("UTC").tz_localize(None)
    return stamp.to_datetime64()


def duration(value: Any, what: str) -> np.timedelta64:
    """Return a positive length of time; a number without a unit is refused."""
    wish = f'{what} must be a length of time such as "7D" or "24h"; you passed {value!r}.'
    timed = isinstance(value, (datetime.timedelta, np.timedelta64))
    if isinstance(value, str):
        if re.fullmatch(r"[\s\d.+-]*", value):
            raise ValueError(f"{wish[:-1]}, which has no unit.")
    elif not timed or (isinstance(value, np.timedelta64) and _has_no_unit(value)):
        raise TypeError(f"{wish[:-1]}, which has no unit." if np.isscalar(value) else wish)
    try:
        length = pd.Timedelta(value)
    except (ValueError, TypeError) as error:
        raise ValueError(wish) from error
    if pd.isna(length) or length <= pd.Timedelta(0):
        raise ValueError(f"{what} must be longer than nothing; you passed {value!r}.")
    return length.to_timedelta64()


def whole_days(value: Any, what: str) -> int:
    """Return how many days a length of time has; parts of days are refused."""
    length = duration(value, what)
    days = length // np.timedelta64(1, "D")
    if days * np.timedelta64(1, "D") != length:
        raise ValueError(f'{what} must be whole days such as "7D"; you passed {value!r}.')
    return int(days)


def month_start(value: Any) -> np.datetime64:
    """Return the first day of a calendar month given as "2026-06", a Period or its first day."""
    if isinstance(value, pd.Period):
        value = value.start_time
    start = moment(value, "month")
    month = start.astype("datetime64[M]")
    if month != start:
        raise ValueError(f'month must name a calendar month such as "{month}", not {value!r}.')
    return month.astype("datetime64[D]")


def period_numbers(times: npt.NDArray[np.datetime64], freq: str) -> Int64s:
    """Give the number of the UTC day, Monday-based week or calendar month that each time falls in."""
    if len(times) and ascend(times.view(np.int64)):
        first, last = _period_numbers(times[[0, -1]], freq)
        if last - first < len(times):  # each number comes in one run
            ends = times.searchsorted(period_start(np.arange(first + 1, last + 1), freq))
            runs = np.diff(ends, prepend=0, append=len(times))
            return np.repeat(np.arange(first, last + 1), runs)
    return _period_numbers(times, freq)


def _period_numbers(times: npt.NDArray[np.datetime64], freq: str) -> Int64s:
    if freq == "MS":
        return times.astype("datetime64[M]").astype(np.int64)
    days = times.astype("datetime64[D]").astype(np.int64)
    # Day 0, 1970-01-01, was a Thursday: 3 days after a Monday.
    return (days + 3) // 7 if freq == "W" else days


def period_start(numbers: Any, freq: str) -> Any:
    """Give the moment at which each numbered period starts, as naive numpy values in UTC."""
    numbers = np.asarray(numbers, dtype=np.int64)
    if freq == "MS":
        starts = numbers.astype("datetime64[M]")
    else:
        starts = (numbers * 7 - 3 if freq == "W" else numbers).astype("datetime64[D]")
    return starts.astype("datetime64[us]")


def period_index(first: int, after_last: int, freq: str) -> pd.DatetimeIndex:
    """Return the UTC starts of the numbered periods."""
    starts = period_start(np.arange(first, after_last), freq)
    return pd.DatetimeIndex(starts, name=FREQUENCIES[freq]).tz_localize("UTC")


def period_span(start: Any, end: Any, freq: str) -> tuple[int, int]:
    """Give the numbers of the first whole period in [start, end) and of the one after the last."""
    if not isinstance(freq, str) or freq not in FREQUENCIES:
        raise ValueError(
            f'freq must be "D" (days), "W" (weeks from Monday) or "MS" (calendar months), '
            f"not {freq!r}."
        )
    numbers = []
    for value, what in ((start, "start"), (end, "end")):
        point = moment(value, what)
        number = int(period_numbers(np.array([point]), freq)[0])
        if period_index(number, number + 1, freq)[0] != pd.Timestamp(point, tz="UTC"):
            near = period_index(number, number + 2, freq)
            raise ValueError(
                f"{what} must be the beginning of a UTC {FREQUENCIES[freq]}, because part of one "
                f"looks like a fall: pass {near[0]:%Y-%m-%d} or {near[1]:%Y-%m-%d}, not {value}."
            )
        numbers.append(number)
    first, after_last = numbers
    if first >= after_last:
        raise ValueError(
            f"start must lie before end, and end is not counted; you passed {start} and {end}."
        )
    return first, after_last


def _has_no_unit(value: np.timedelta64) -> bool:
    return np.datetime_data(value.dtype)[0] == "generic"

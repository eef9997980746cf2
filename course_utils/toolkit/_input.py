"""What every calculation asks of its input, and the sentences it says when it does not get it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Int64s = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

SPARSE = 8
"""Whole numbers that lie closer together than one in so many need a table, not a hash."""

FREQUENCIES = {"D": "day", "W": "week", "MS": "month"}


def need_columns(frame: pd.DataFrame, columns: Iterable[str], what: str) -> None:
    """Raise unless `frame` is a DataFrame that has `columns`."""
    if not isinstance(frame, pd.DataFrame):
        raise TypeError(f"{what} must be a pandas DataFrame; you passed {_kind(frame)}.")
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise ValueError(
            f"{what} has no column {_names(missing)}; it has {_names(frame.columns)}. "
            "Name the right column, or pass the table that has it."
        )


def utc(values: pd.Series, what: str) -> npt.NDArray[np.datetime64]:
    """Return time stamps as naive numpy values in UTC; other time zones are converted."""
    dtype = values.dtype
    if not isinstance(dtype, pd.DatetimeTZDtype):
        if pd.api.types.is_datetime64_dtype(dtype):
            raise ValueError(
                f"{what} has no time zone. Say which one it is in, for example with "
                f'.dt.tz_localize("UTC").'
            )
        raise TypeError(
            f"{what} must hold time stamps with a time zone, not {dtype}. "
            "Convert it with pandas.to_datetime(..., utc=True)."
        )
    need_known(values, what)
    return values.to_numpy(f"datetime64[{dtype.unit}]")


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
    if np.isnat(times[:1]).any() or not _ascend(times.view(np.int64)):
        return frame
    first = None if start is None else times.searchsorted(start.astype(times.dtype))
    last = None if end is None else times.searchsorted(end.astype(times.dtype), side="right")
    return frame.iloc[first:last]


def moment(value: Any, what: str) -> np.datetime64:
    """Return one moment as a naive numpy value in UTC; without a time zone it is read as UTC."""
    try:
        stamp = pd.Timestamp(value)
    except (ValueError, TypeError) as error:
        raise ValueError(
            f'{what} must be a date such as "2026-06-01"; you passed {value!r}.'
        ) from error
    if pd.isna(stamp):
        raise ValueError(f'{what} must be a date such as "2026-06-01"; you passed {value!r}.')
    if stamp.tzinfo is not None:
        stamp = stamp.tz_convert("UTC").tz_localize(None)
    return stamp.to_datetime64()


def duration(value: Any, what: str) -> np.timedelta64:
    """Return a positive length of time."""
    try:
        length = pd.Timedelta(value)
    except (ValueError, TypeError) as error:
        raise ValueError(
            f'{what} must be a length of time such as "7D" or "24h"; you passed {value!r}.'
        ) from error
    if pd.isna(length) or length <= pd.Timedelta(0):
        raise ValueError(f"{what} must be longer than nothing; you passed {value!r}.")
    return length.to_timedelta64()


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
    if len(times) and _ascend(times.view(np.int64)):
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
    if freq not in FREQUENCIES:
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


def need_known(values: pd.Series, what: str) -> None:
    """Raise if a value is missing."""
    missing = int(values.isna().sum())
    if missing:
        raise ValueError(f"{what} is missing in {missing} rows. Drop or repair them first.")


def unit_numbers(values: pd.Series, what: str) -> tuple[Int64s, int]:
    """Give each distinct unit a number; return the numbers and how many units there are."""
    need_known(values, what)
    numbers, units = pd.factorize(values)
    return numbers.astype(np.int64, copy=False), len(units)


def unit_places(values: pd.Series, what: str) -> tuple[Int64s, int]:
    """Give each distinct unit a number below a size that may be more than there are units."""
    if len(values) and isinstance(values.dtype, np.dtype) and values.dtype.kind == "i":
        low, high = int(values.min()), int(values.max())
        # Few numbers for so many rows need no hash to tell them apart.
        if high - low < len(values) // SPARSE:
            return values.to_numpy(np.int64) - low, high - low + 1
    return unit_numbers(values, what)


def distinct(numbers: Int64s, size: int) -> Int64s:
    """Return each of some whole numbers from 0 to below `size` once, sorted."""
    if size > SPARSE * len(numbers):
        return np.sort(pd.unique(numbers))
    there = np.zeros(size, dtype=bool)
    there[numbers] = True
    return np.flatnonzero(there)


def repeats(values: pd.Series) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Say of each value whether it stood before, and whether it stands anywhere else."""
    if isinstance(values.dtype, np.dtype) and values.dtype.kind in "iu":
        numbers = values.to_numpy()
        if _ascend(numbers):
            again = np.zeros(len(numbers) + 1, dtype=bool)
            again[1:-1] = numbers[1:] == numbers[:-1]
            return again[:-1], again[:-1] | again[1:]
    again = values.duplicated().to_numpy()
    return again, values.isin(values[again]).to_numpy()


def sample(values: Any, what: str) -> Floats:
    """Return a one-dimensional sample as floats, missing values dropped."""
    numbers = vector(values, what)
    return numbers[~np.isnan(numbers)]


def vector(values: Any, what: str) -> Floats:
    """Return one-dimensional numbers as floats, missing values kept as NaN."""
    if isinstance(values, (str, bytes)) or np.isscalar(values):
        raise TypeError(f"{what} must be a list, array or column of numbers, not {_kind(values)}.")
    try:
        numbers = pd.Series(list(values) if _is_plain(values) else values)
        found = pd.to_numeric(numbers).to_numpy(dtype=np.float64, na_value=np.nan)
    except (ValueError, TypeError) as error:
        raise TypeError(
            f"{what} must hold numbers only. Convert it with pandas.to_numeric first."
        ) from error
    if np.isinf(found).any():
        raise ValueError(f"{what} holds an infinite value. Drop or repair it first.")
    return found


def flags(values: Any, what: str) -> npt.NDArray[np.bool_]:
    """Return yes-or-no values as booleans; missing values are refused."""
    numbers = vector(values, what)
    if not np.isin(numbers, (0.0, 1.0)).all():
        raise ValueError(f"{what} must hold True and False (or 1 and 0) only, without gaps.")
    return numbers.astype(bool)


def level(confidence: float) -> float:
    """Return the confidence level, a fraction strictly between 0 and 1."""
    if not isinstance(confidence, (int, float)) or not 0 < confidence < 1:
        raise ValueError(
            f"confidence must be a fraction between 0 and 1 such as 0.95, not {confidence!r}."
        )
    return float(confidence)


def normal_quantile(confidence: float) -> float:
    """Return the two-sided standard normal quantile, 1.96 at 0.95."""
    from scipy.special import ndtri

    return float(ndtri(0.5 + level(confidence) / 2))


def share(part: float, whole: float) -> float:
    """Divide; a share of nobody is NaN."""
    return float(part / whole) if whole else float("nan")


def _ascend(numbers: npt.NDArray[np.integer]) -> bool:
    return bool((numbers[1:] >= numbers[:-1]).all())


def _is_plain(values: Any) -> bool:
    return not isinstance(values, (pd.Series, pd.Index, np.ndarray))


def _kind(value: Any) -> str:
    return f"a {type(value).__name__}"


def _names(names: Iterable[Any]) -> str:
    return ", ".join(repr(name) for name in names)

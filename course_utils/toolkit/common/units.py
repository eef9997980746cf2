"""Whom each row belongs to: users, accounts and other units as small whole numbers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from course_utils.toolkit.common.checks import Int64s, ascend, need_known, need_names

__all__: list[str] = []  # for those who write calculations

SPARSE = 8
"""Whole numbers that lie closer together than one in so many need a table, not a hash."""


def unit_numbers(values: pd.Series, what: str) -> tuple[Int64s, int]:
    """Give each distinct unit a number; return the numbers and how many units there are."""
    need_known(values, what)
    need_names(values, what)
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
        if ascend(numbers):
            again = np.zeros(len(numbers) + 1, dtype=bool)
            again[1:-1] = numbers[1:] == numbers[:-1]
            return again[:-1], again[:-1] | again[1:]
    again = values.duplicated().to_numpy()
    return again, values.isin(values[again]).to_numpy()

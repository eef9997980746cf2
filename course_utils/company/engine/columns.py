"""What the simulation hands over: columns of whole numbers, codes, text; some with gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from .table import Table

if TYPE_CHECKING:
    from .streams import Array


class Coded(NamedTuple):
    """A text column as codes into labels; codes outside the labels are NULL."""

    codes: Array
    labels: tuple[str, ...]


class Maybe(NamedTuple):
    """A column of numbers in which some are missing."""

    values: Array
    missing: Array


class Texts(NamedTuple):
    """A column of free text."""

    values: Sequence[str]


Column: TypeAlias = "Array | Coded | Maybe | Texts"
"""Moments are seconds, and dates are days, since 2023-07-01."""
Columns: TypeAlias = "Mapping[str, Column]"


def coded(table: Table, name: str, codes: Array) -> Coded:
    """Codes into the values that the dictionary lists for a column."""
    return Coded(codes, table.field(name).values)


def spelled(table: Table, name: str, words: Sequence[str]) -> Coded:
    """Words as codes into the values that the dictionary lists for a column."""
    import numpy as np

    known = table.field(name).values
    return Coded(np.array([known.index(word) for word in words]), known)


def ids(count: int, first: int = 1) -> Array:
    """Whole numbers in a row."""
    import numpy as np

    return np.arange(first, first + count)

"""What a table and a column of the data dictionary are, and which version of it this is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

DIGITS = 12
"""Hex digits of a version."""


@dataclass(frozen=True)
class Field:
    """One column.

    Parameters
    ----------
    name
        Column name.
    type
        Frictionless type: integer, number, string, date or datetime.
    meaning
        What a value stands for, in one or two sentences.
    unit
        Unit of the values, where they have one.
    width
        Arrow type of numbers on disk.
    values
        Every value that can occur, in a sensible order (strings only); none for free text.
    nullable
        Whether a value may be missing.
    low, high
        Bounds of the values, where they have any.
    """

    name: str
    type: str
    meaning: str
    unit: str = ""
    width: str = "int32"
    values: tuple[str, ...] = ()
    nullable: bool = False
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Table:
    """One table: its columns, what a row is, and how it joins the others.

    Parameters
    ----------
    name, title
        What it is called: in code, and for people.
    grain
        What one row is.
    key
        Columns that name a row; the first is the id that is counted through the company.
    fields
        Its columns.
    joins
        Pairs of a column and the other table's column that it equals, `users.user_id`.
    notes
        What else a reader has to know.
    unique
        Whether no two rows have the same key.
    pinned
        Digest of its values at one seed, which a test compares with what the code makes.
    """

    name: str
    title: str
    grain: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    joins: tuple[tuple[str, str], ...] = ()
    notes: str = ""
    unique: bool = True
    pinned: str = ""

    def field(self, name: str) -> Field:
        """Return the column of that name."""
        return next(f for f in self.fields if f.name == name)

    @cached_property
    def version(self) -> str:
        """Digest of what the values depend on: columns, key, joins and pinned values; no prose."""
        columns = [
            (f.name, f.type, f.unit, f.width, f.values, f.nullable, f.low, f.high)
            for f in self.fields
        ]
        return _digest([self.name, self.key, columns, self.joins, self.unique, self.pinned])


def schema_version(tables: Iterable[Table]) -> str:
    """Digest of the versions of tables: another one where any of them has another."""
    return _digest(sorted((table.name, table.version) for table in tables))


def _digest(of: Any) -> str:
    return hashlib.sha256(json.dumps(of).encode()).hexdigest()[:DIGITS]


def identity(name: str, meaning: str, width: str = "int32") -> Field:
    """Id of a thing, counted from 1."""
    return Field(name, "integer", meaning, width=width, low=1)


def moment(name: str, meaning: str, nullable: bool = False) -> Field:
    """Point in time."""
    return Field(name, "datetime", meaning, unit="UTC, to the second", nullable=nullable)


def enum(name: str, values: tuple[str, ...], meaning: str, nullable: bool = False) -> Field:
    """Text that is one of a few values."""
    return Field(name, "string", meaning, values=values, nullable=nullable)


def text(name: str, meaning: str) -> Field:
    """Free text."""
    return Field(name, "string", meaning)


def whole(
    name: str,
    meaning: str,
    unit: str = "",
    low: int | None = 0,
    high: int | None = None,
    nullable: bool = False,
) -> Field:
    """Whole number."""
    return Field(name, "integer", meaning, unit=unit, low=low, high=high, nullable=nullable)


def points(
    name: str, meaning: str, low: int, high: int, unit: str = "points", nullable: bool = False
) -> Field:
    """Small whole number: a rating, a count of a few, or 0 and 1."""
    return Field(
        name, "integer", meaning, unit=unit, width="int8", nullable=nullable, low=low, high=high
    )


def flag(name: str, meaning: str) -> Field:
    """0 or 1."""
    return points(name, meaning, 0, 1, unit="")


def number(
    name: str, meaning: str, unit: str = "", low: float | None = 0, high: float | None = None
) -> Field:
    """Describe a number with decimals."""
    return Field(name, "number", meaning, unit=unit, width="float64", low=low, high=high)


def date(name: str, meaning: str, nullable: bool = False) -> Field:
    """Calendar day, without a time."""
    return Field(name, "date", meaning, nullable=nullable)

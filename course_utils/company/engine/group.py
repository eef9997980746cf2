"""How a table is made, and what a module in `tables/` says of its tables.

Nothing here or there loads numpy before a table is made, so that a description costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from .table import Table

if TYPE_CHECKING:
    from .chain import Chain
    from .columns import Columns
    from .facts import Facts
    from .streams import Array


@dataclass(frozen=True)
class Growing:
    """A table that grows with the company: each block has its rows, from the first id on."""

    table: Table
    columns: Callable[[Chain, int], Columns]


@dataclass(frozen=True)
class Sample:
    """A table of a fixed size about people of the first block: a fair sample of the company."""

    table: Table
    columns: Callable[[Chain], Columns]


@dataclass(frozen=True)
class Whole:
    """A table of a fixed size about the whole company, made after its last block.

    Parameters
    ----------
    table
        The table.
    columns
        The columns, from the company's facts and the total of `counts`.
    counts
        What each block adds to the total: one array of whole numbers, of the same shape in every
        block, so that memory stays bounded. None where the facts alone decide (the total is 0).
    """

    table: Table
    columns: Callable[[Facts, Any], Columns]
    counts: Callable[[Chain], Array] | None = None


Made = Growing | Sample | Whole
"""A table and how it is made."""


class Planted(NamedTuple):
    """Something that is to be found in a table: a line of what instructors read.

    Parameters
    ----------
    tables
        Where it is found.
    what
        What is there.
    tempting
        The mistake that it invites.
    seen
        How it is seen.
    truths
        Where its true parameters stand in the truth, `tickets.loud`.
    """

    tables: str
    what: str
    tempting: str
    seen: str
    truths: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """Tables that belong together: what a module in `tables/` says of itself as `GROUP`.

    Parameters
    ----------
    section
        Heading in the dictionary under which they stand.
    tables
        The tables and how each is made.
    planted
        What is to be found in them.
    truth
        The true parameters of what is planted, from the company's facts and what `look` found in
        each block; JSON can hold them.
    look
        What the truth has to know of a block; small, since every block's is kept.
    place
        Its place among the groups: in the order of truths, and of tables within a section.
        Groups without one come last, in the order of their modules' names.
    """

    section: str
    tables: tuple[Made, ...]
    planted: tuple[Planted, ...] = ()
    truth: Callable[[Facts, list[Any]], dict[str, Any]] | None = None
    look: Callable[[Chain], Any] | None = None
    place: int = 1000

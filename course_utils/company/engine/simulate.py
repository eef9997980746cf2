"""Tables from the chain: a company block by block, and no more of it than the tables need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from .chain import Chain
from .columns import Columns
from .group import Growing, Made, Sample, Whole
from .streams import Array


def tables(chains: Iterable[Chain], wanted: Iterable[Made]) -> Iterator[dict[str, Columns]]:
    """Yield the columns of some tables block by block, simulating no more than they need.

    Tables of the first block come with it, and those of the whole company with the last one.

    Parameters
    ----------
    chains
        The company's blocks in order.
    wanted
        The tables, and how each is made.
    """
    wanted = tuple(wanted)
    first = {each.table.name: 1 for each in wanted}
    whole = [each for each in wanted if isinstance(each, Whole)]
    totals: dict[Callable[[Chain], Array] | None, Any] = {each.counts: 0 for each in whole}
    for chain in chains:
        made: dict[str, Columns] = {}
        for each in wanted:
            name = each.table.name
            if isinstance(each, Growing):
                made[name] = each.columns(chain, first[name])
                first[name] = _following(made[name][each.table.key[0]], first[name])
            elif isinstance(each, Sample) and chain.block.number == 0:
                made[name] = each.columns(chain)
        for counts in totals:
            if counts is not None:
                totals[counts] = totals[counts] + chain(counts)
        if chain.block.last:
            for each in whole:
                made[each.table.name] = each.columns(chain.block.facts, totals[each.counts])
        yield made


def _following(identities: Any, first: int) -> int:
    return int(identities[-1]) + 1 if len(identities) else first

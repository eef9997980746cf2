"""Tables from the chain: which function makes which table, and a company block by block.

A further table is a stage in a module of its own (see `chain`), a function that names its
columns, an entry in `schema`, and a line here. A stage draws from streams of its own, so the
tables that exist keep their values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from . import delivery, experiments, finance, product
from .chain import Chain, chains
from .columns import Columns
from .facts import Facts
from .parameters import Parameters
from .research import backlog, interviews, journey, kano, prices, tickets, usability
from .schema import TABLES
from .streams import Array
from .tally import tally


class Whole(NamedTuple):
    """A table of the whole company, made after its last block.

    Parameters
    ----------
    counts
        What each block adds to the total: one array of whole numbers, of the same shape in every
        block, so that memory stays bounded.
    columns
        The columns, from the company's facts and the total.
    """

    counts: Callable[[Chain], Array]
    columns: Callable[[Facts, Array], Columns]


EACH: dict[str, Callable[[Chain, int], Columns]] = {
    "accounts": product.accounts,
    "users": product.users,
    "events": product.events,
    "subscriptions": product.subscriptions,
    "surveys": product.surveys,
    "tickets": tickets.columns,
    "assignments": experiments.columns,
}
"""Tables that grow with the company: each block has its rows, from the first id on."""

FIRST: dict[str, Callable[[Chain], Columns]] = {
    "interviews": interviews.interviews,
    "utterances": interviews.utterances,
    "quotes": interviews.quote_columns,
    "usability": usability.usability,
    "usability_problems": usability.problems,
    "problem_ratings": usability.ratings,
    "journey": journey.columns,
    "kano": kano.columns,
    "prices": prices.columns,
    "experiments": experiments.register,
}
"""Tables of a fixed size, about people of the first block: it is a fair sample of the company."""

WHOLE: dict[str, Whole] = {
    "backlog": Whole(backlog.counts, backlog.columns),
    "dependencies": Whole(backlog.nothing, backlog.dependencies),
    "work_items": Whole(tally, delivery.columns),
    "finance": Whole(tally, finance.finance),
    "marketing": Whole(tally, finance.marketing),
}
"""Tables of a fixed size, about the whole company."""


def tables(chains: Iterable[Chain], names: Iterable[str]) -> Iterator[dict[str, Columns]]:
    """Yield the columns of some tables block by block, simulating no more than they need.

    Tables of the first block come with it, and those of the whole company with the last one.
    """
    names = tuple(names)
    first = dict.fromkeys(names, 1)
    totals: dict[Callable[[Chain], Array], Any] = {
        WHOLE[name].counts: 0 for name in names if name in WHOLE
    }
    for chain in chains:
        made: dict[str, Columns] = {}
        for name in names:
            if name in EACH:
                made[name] = EACH[name](chain, first[name])
                first[name] = _following(made[name][TABLES[name].key[0]], first[name])
            elif name in FIRST and chain.block.number == 0:
                made[name] = FIRST[name](chain)
        for counts in totals:
            totals[counts] = totals[counts] + chain(counts)
        if chain.block.last:
            for name in names:
                if name in WHOLE:
                    columns = WHOLE[name].columns
                    made[name] = columns(chain.block.facts, totals[WHOLE[name].counts])
        yield made


def _following(identities: Any, first: int) -> int:
    return int(identities[-1]) + 1 if len(identities) else first


def stream(parameters: Parameters) -> Iterator[dict[str, Columns]]:
    """Yield a company block by block; only one block is held in memory."""
    return tables(chains(parameters), TABLES)

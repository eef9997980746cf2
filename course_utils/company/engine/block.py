"""One block of accounts: the unit in which a company of any size is simulated."""

from __future__ import annotations

from dataclasses import dataclass

from .facts import Facts
from .parameters import Parameters
from .streams import Stream

BLOCK = 5_000
"""Accounts a block. Part of the schema: another size gives other values."""


@dataclass(frozen=True)
class Block:
    """Which accounts, and where their random numbers come from."""

    parameters: Parameters
    facts: Facts
    number: int

    @property
    def first_account(self) -> int:
        """Account id of the block's first account."""
        return self.number * BLOCK + 1

    @property
    def accounts(self) -> int:
        """How many accounts the block holds."""
        return min(BLOCK, self.parameters.accounts - self.number * BLOCK)

    @property
    def last(self) -> bool:
        """Whether no block follows."""
        return (self.number + 1) * BLOCK >= self.parameters.accounts

    def stream(self, purpose: str) -> Stream:
        """Random bits for one purpose, independent of every other purpose and block.

        A new table draws from purposes of its own, so the tables that exist keep their values.
        """
        return Stream(self.parameters.seed, self.number + 1, purpose)


def blocks(parameters: Parameters) -> list[Block]:
    """Return the blocks of a company, in order."""
    facts = Facts(parameters)
    return [Block(parameters, facts, i) for i in range(-(-parameters.accounts // BLOCK))]

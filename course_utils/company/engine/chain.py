"""The chain of causes in one block: each is simulated when somebody first asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sized
from typing import Any, TypeVar

from .block import Block, blocks
from .parameters import Parameters

Made = TypeVar("Made")


class Chain:
    """One block and what was simulated of it so far.

    A cause is a function of the chain, which asks the chain for the causes before it:
    `chain(users)` are the block's people, simulated once.

    Parameters
    ----------
    block
        The block.
    first_user
        Id of its first user.
    """

    def __init__(self, block: Block, first_user: int) -> None:
        self.block = block
        self.first_user = first_user
        self._made: dict[Callable[[Chain], Any], Any] = {}

    def __call__(self, cause: Callable[[Chain], Made]) -> Made:
        """Return what a cause makes of this block."""
        if cause not in self._made:
            self._made[cause] = cause(self)
        made: Made = self._made[cause]
        return made


def chains(parameters: Parameters, users: Callable[[Chain], Sized]) -> Iterator[Chain]:
    """Yield the blocks of a company in order, nothing simulated yet.

    Parameters
    ----------
    parameters
        The company.
    users
        The cause that makes its people, who are numbered through all blocks.
    """
    first_user = 1
    for block in blocks(parameters):
        chain = Chain(block, first_user)
        yield chain
        first_user += len(chain(users))

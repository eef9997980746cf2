"""The chain of causes in one block: each stage is simulated when somebody first asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from . import behaviour, market, money, people, voice
from .block import Block, blocks
from .parameters import Parameters

Stage = TypeVar("Stage")


class Chain:
    """One block and what was simulated of it so far.

    A stage is a function of the chain, which asks the chain for the stages before it:
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

    def __call__(self, stage: Callable[[Chain], Stage]) -> Stage:
        """Return what a stage simulates for this block."""
        if stage not in self._made:
            self._made[stage] = stage(self)
        made: Stage = self._made[stage]
        return made


def chains(parameters: Parameters) -> Iterator[Chain]:
    """Yield the blocks of a company in order, nothing simulated yet."""
    first_user = 1
    for block in blocks(parameters):
        chain = Chain(block, first_user)
        yield chain
        first_user += len(chain(users))


def accounts(chain: Chain) -> market.Accounts:
    """Who signs up."""
    return market.accounts(chain.block)


def users(chain: Chain) -> people.Users:
    """Who joins."""
    return people.users(chain.block, chain(accounts))


def ledger(chain: Chain) -> money.Ledger:
    """Who pays."""
    return money.ledger(chain.block, chain(accounts), chain(users))


def diary(chain: Chain) -> behaviour.Diary:
    """Who does what."""
    return behaviour.diary(chain.block, chain(accounts), chain(users), chain(ledger))


def answers(chain: Chain) -> voice.Answers:
    """Who says what in surveys."""
    return voice.surveys(chain.block, chain(accounts), chain(users), chain(diary))

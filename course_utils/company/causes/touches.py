"""Marketing: which visits were seen before and after an account signed up, and from where."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..engine import clock
from ..engine.chain import Chain
from ..engine.streams import Array, Ints, pick, pick_by
from . import market
from .vocabulary import TOUCH_SOURCES

BEFORE_BY_SIZE = ((30, 34, 20, 10, 6, 0, 0), (18, 24, 24, 16, 10, 5, 3), (8, 12, 20, 22, 18, 12, 8))
"""How many visits were seen before the sign-up (0, 1, 2 ...), in percent, by size of company."""
AFTER = (62, 22, 11, 5)
"""How many were seen after it, in percent."""
FIRST = (14, 20, 34, 22, 10)
MIDDLE = (24, 26, 16, 20, 14)
LAST = (52, 14, 8, 16, 10)
LATER = (6, 62, 26, 2, 4)
"""Where a visit came from, in percent, by its place: the sources are those of the vocabulary."""
SPAN = 75 * clock.DAY
"""From how long before the sign-up on visits are tied to it."""
TOGETHER = 0.08
"""Chance that the last visit before the sign-up was counted in the second of the one before it."""
NAMELESS = 160
"""Visits of people who never signed up, per hundred accounts."""


@dataclass(frozen=True)
class Touches:
    """Visits of a block, in order of time: one array element a visit."""

    account: Ints
    known: Array
    occurred: Ints
    source: Array

    def __len__(self) -> int:
        return len(self.account)


def touches(chain: Chain) -> Touches:
    """Simulate the visits that marketing saw, of accounts and of people who never signed up."""
    accounts, block = chain(market.accounts), chain.block
    n = len(accounts)
    before = pick_by(block.stream("touches/before").u16(n), accounts.size, BEFORE_BY_SIZE)
    account, occurred, place = _before(chain, np.repeat(np.arange(n), before))
    after = pick(block.stream("touches/after").u16(n), AFTER)
    later = np.repeat(np.arange(n), after)
    left = np.maximum(clock.END - accounts.created[later], 1)
    share = block.stream("touches/later").u16(len(later)).astype(np.int64)
    when = accounts.created[later] + 1 + (left - 1) * share // (1 << 16)
    # A visit of somebody nameless comes when somebody else's would.
    ghosts = n * NAMELESS // 100
    model = block.stream("touches/nameless").below(ghosts, n)
    lead = block.stream("touches/nameless time").below(ghosts, SPAN)
    seen = np.maximum(accounts.created[model] - lead, 0)
    who = np.concatenate([account, later, np.zeros(ghosts, dtype=np.int64)])
    where = np.concatenate([place, np.full(len(later), 3), np.ones(ghosts, dtype=np.int64)])
    source = pick_by(
        block.stream("touches/source").u16(len(who)), where, (FIRST, MIDDLE, LAST, LATER)
    )
    moment = np.concatenate([occurred, when, seen])
    known = np.arange(len(who)) < len(who) - ghosts
    order = np.argsort(moment, kind="stable")
    return Touches(who[order] + block.first_account, known[order], moment[order], source[order])


def _before(chain: Chain, account: Ints) -> tuple[Ints, Ints, Ints]:
    """Return account, moment and place (0 first, 1 middle, 2 last) of visits before a sign-up."""
    accounts, block = chain(market.accounts), chain.block
    lead = 60 + block.stream("touches/lead").below(len(account), SPAN)
    occurred = np.maximum(accounts.created[account] - lead, 0)
    order = np.lexsort((occurred, account))
    account, occurred = account[order], occurred[order]
    first = np.r_[True, account[1:] != account[:-1]]
    last = np.r_[account[1:] != account[:-1], True]
    together = block.stream("touches/together").chance(len(account), TOGETHER) & last & ~first
    occurred = np.where(together, np.roll(occurred, 1), occurred)
    # Whoever came once came from where people come last.
    return account, occurred, np.where(last, 2, np.where(first, 0, 1))


def looked_at(chain: Chain) -> dict[str, list[int]]:
    """Return what the truth tells of a block: visits by source and place, and how many are known."""
    found = chain(touches)
    created = chain(market.accounts).created[found.account - chain.block.first_account]
    mine = found.known & (found.occurred < created)
    return {
        "before": np.bincount(found.source[mine], minlength=len(TOUCH_SOURCES)).tolist(),
        "known": [int(found.known.sum()), len(found)],
    }

"""What a whole company adds up to, month by month, block by block, in memory that does not grow."""

from __future__ import annotations

import numpy as np

from ..engine import clock
from ..engine.chain import Chain
from ..engine.streams import Array, Ints
from . import behaviour, market, money
from .money import NEW
from .vocabulary import CHANNELS, MOVEMENTS

MONTHS = len(clock.MONTHS) - 1
SIGNED_UP = slice(0, len(CHANNELS))
"""Accounts that signed up, by channel."""
PAYING = slice(SIGNED_UP.stop, SIGNED_UP.stop + len(CHANNELS))
"""Accounts that paid for the first time, by channel."""
NEW_MRR = slice(PAYING.stop, PAYING.stop + len(CHANNELS))
"""Their MRR, by channel."""
MRR = slice(NEW_MRR.stop, NEW_MRR.stop + len(MOVEMENTS))
"""Change of MRR, by movement."""
PRORATED = MRR.stop
"""Change of MRR times the seconds of the month that were left."""
EVENTS = PRORATED + 1
ACTIVE = EVENTS + 1
"""People with an event."""
WIDTH = ACTIVE + 1


def tally(chain: Chain) -> Ints:
    """Return what a block adds: whole numbers, one row a month, columns as named here."""
    accounts, ledger, diary = (
        chain(market.accounts),
        chain(money.ledger),
        chain(behaviour.diary),
    )
    total = np.zeros((MONTHS, WIDTH), dtype=np.int64)
    np.add.at(total, (_month(accounts.created), accounts.channel.astype(np.int64)), 1)
    month = _month(ledger.occurred)
    first = np.flatnonzero(ledger.movement == NEW)
    channel = accounts.channel[ledger.account[first]].astype(np.int64)
    np.add.at(total, (month[first], PAYING.start + channel), 1)
    np.add.at(total, (month[first], NEW_MRR.start + channel), ledger.mrr_change[first])
    np.add.at(total, (month, MRR.start + ledger.movement.astype(np.int64)), ledger.mrr_change)
    left = clock.MONTHS[month + 1] * clock.DAY - ledger.occurred
    np.add.at(total, (month, np.full(len(month), PRORATED)), ledger.mrr_change * left)
    when = _month(diary.occurred)
    total[:, EVENTS] = np.bincount(when, minlength=MONTHS)
    seen = np.unique(diary.user * MONTHS + when)
    total[:, ACTIVE] = np.bincount(seen % MONTHS, minlength=MONTHS)
    return total


def _month(second: Array) -> Ints:
    return clock.MONTH[second // clock.DAY]

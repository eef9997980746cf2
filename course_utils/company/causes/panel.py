"""Whom the researchers can ask: people of the first block who used Kitewell lately."""

from __future__ import annotations

import numpy as np

from ..engine import clock
from ..engine.chain import Chain
from ..engine.streams import Array, Ints, Stream
from .behaviour import diary
from .people import users

QUARTER = 11
"""Calendar quarter in which the surveys ran: 2026 Q2."""


def present(chain: Chain, quarter: int = QUARTER) -> tuple[Ints, Ints]:
    """People who used Kitewell in a quarter, and when they did first."""
    who, moment = chain(diary).seen
    here = (clock.QUARTER[moment // clock.DAY] == quarter) & ~chain(users).bot[who]
    return who[here], moment[here]


def shuffled(stream: Stream, n: int) -> Ints:
    """Whole numbers below `n` in random order."""
    return np.sort(stream.u32(n).astype(np.int64) << 24 | np.arange(n)) & 0xFFFFFF


def quota(stream: Stream, cells: Array, shares: tuple[int, ...], size: int) -> Ints:
    """Choose so many in each cell that shares in percent come out; fewer where there are fewer."""
    order = shuffled(stream, len(cells))
    chosen = [
        order[cells[order] == cell][: size * share // 100] for cell, share in enumerate(shares)
    ]
    return np.sort(np.concatenate(chosen))


def asked(stream: Stream, seen: Ints, first: int, days: int) -> Ints:
    """Return when each was asked: soon after they were seen, from a day on, in office hours."""
    n = len(seen)
    day = np.maximum(seen // clock.DAY, first) + 1 + stream.below(n, days)
    day = np.minimum(day, clock.DAYS - 4)
    return day * clock.DAY + 8 * 3600 + stream.below(n, 8 * 3600)

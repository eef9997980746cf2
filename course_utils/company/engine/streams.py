"""Random numbers whose values never change: raw bits of PCG64, and tables of our own.

NumPy promises the raw output of a bit generator and of `SeedSequence` for ever, but not the
methods of `Generator`. So everything here starts from `random_raw` and goes on in integers;
where a logarithm or a power is unavoidable, it is rounded to a whole number once, in a table.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Array = NDArray[Any]


class Stream:
    """One independent source of random bits for one purpose in one block of one company."""

    def __init__(self, seed: int, block: int, purpose: str) -> None:
        entropy = [seed, block, zlib.crc32(purpose.encode())]
        self._bits = np.random.PCG64(np.random.SeedSequence(entropy))

    def u32(self, n: int) -> NDArray[np.uint32]:
        """`n` uniform 32-bit numbers."""
        raw = np.asarray(self._bits.random_raw((n + 1) // 2), dtype="<u8")
        return raw.view("<u4")[:n]

    def u16(self, n: int) -> NDArray[np.uint16]:
        """`n` uniform 16-bit numbers."""
        raw = np.asarray(self._bits.random_raw((n + 3) // 4), dtype="<u8")
        return raw.view("<u2")[:n]

    def below(self, n: int, bound: int | Array) -> Ints:
        """`n` uniform whole numbers in [0, bound), bound at most 2**31 (one or one each)."""
        return (self.u32(n).astype(np.int64) * bound) >> 32

    def chance(self, n: int, probability: float | Array) -> NDArray[np.bool_]:
        """`n` coins, each True with its probability."""
        return self.u32(n) < np.round(np.multiply(probability, 4294967296.0))


def pick(u16: Array, weights: Sequence[int]) -> NDArray[np.int8]:
    """Map 16-bit uniforms to codes 0, 1, ... in proportion to whole-number weights."""
    return _codes(weights)[u16 >> 4]


def pick_by(u16: Array, rows: Array, weights: Sequence[Sequence[int]]) -> NDArray[np.int8]:
    """As `pick`, each element with the row of weights that `rows` names."""
    table = np.stack([_codes(row) for row in weights])
    return table[rows, u16 >> 4]


def _codes(weights: Sequence[int]) -> NDArray[np.int8]:
    edges = np.cumsum(np.array(weights, dtype=np.int64))
    slots = (np.arange(4096, dtype=np.int64) * 2 + 1) * edges[-1]
    return np.searchsorted(edges * 8192, slots, side="right").astype(np.int8)


def quantiles(function: Callable[[float], float], size: int = 4096) -> Ints:
    """Whole-number quantile table: the value at the middle of each of `size` equal slices."""
    # Rounded twice: the last bit of a logarithm differs between machines, six digits do not.
    values = [round(round(function((i + 0.5) / size), 6)) for i in range(size)]
    return np.array(values, dtype=np.int64)


def at(table: Ints, u32: Array) -> Ints:
    """Look 32-bit uniforms up in a quantile table whose size is a power of two."""
    return table[u32 >> np.uint32(32 - (len(table).bit_length() - 1))]


def spread(stream: Stream, cells: Array) -> NDArray[np.uint16]:
    """16-bit uniforms that are evenly spread within each cell, in random order.

    Stratified draws: a share computed from them misses its target by at most about one
    element a cell, where independent draws would miss by the square root of the cell's size.
    Small companies keep their planted effects because of it.
    """
    n = len(cells)
    order, starts, sizes = _shuffled(stream, cells)
    rank = np.arange(n, dtype=np.int64) - np.repeat(starts, sizes)
    within = np.repeat(sizes, sizes)
    out = np.empty(n, dtype=np.uint16)
    out[order] = ((rank << 16) + stream.u16(n)) // within
    return out


def systematic(stream: Stream, cells: Array, chances: Ints) -> NDArray[np.bool_]:
    """Unequal coins (chance in units of 2**-30) drawn systematically along the cells.

    The count of heads in any run of consecutive cells is within one of its expectation.
    """
    n = len(cells)
    order, _, _ = _shuffled(stream, cells)
    total = np.cumsum(chances[order]) + int(stream.below(1, 1 << 30)[0])
    passed = total >> 30
    out = np.empty(n, dtype=bool)
    out[order] = np.diff(passed, prepend=0) > 0
    return out


def _shuffled(stream: Stream, cells: Array) -> tuple[Ints, Ints, Ints]:
    n = len(cells)
    key = cells.astype(np.int64) << 46
    key |= (stream.u32(n) >> np.uint32(9)).astype(np.int64) << 23
    key |= np.arange(n)
    key = np.sort(key)
    cell = key >> 46
    starts = np.flatnonzero(np.diff(cell, prepend=-1))
    return key & 0x7FFFFF, starts, np.diff(starts, append=n)

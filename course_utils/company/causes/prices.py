"""The price survey: four prices from each respondent, around what a seat is worth to them.

What a seat is worth depends on the size of the company. Respondents are mostly from small ones,
and seats mostly from large ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from statistics import NormalDist

import numpy as np

from ..engine import clock
from ..engine.chain import Chain
from ..engine.streams import Array, Ints, at, pick_by, quantiles
from . import panel
from .market import accounts
from .people import users

RESPONDENTS = 400
SIZE_QUOTA = (60, 28, 12)
"""Percent of the respondents from companies of each size."""
WORTH = (11.0, 16.0, 24.0)
"""Median worth of a seat in USD a month, by size of the company."""
SPREAD = 0.34
"""Standard deviation of the logarithm of a seat's worth within a size."""
RATIO = {"too_cheap": 0.42, "cheap": 0.68, "expensive": 1.0, "too_expensive": 1.38}
"""Prices relative to a seat's worth."""
ANSWER_NOISE = 0.11
INCONSISTENT = 0.04
"""Share of respondents whose prices are not in order."""
ROUND_SHARE = 0.4
"""Share of prices that are said in steps of five."""

_WORTH = quantiles(lambda q: 1000 * exp(SPREAD * NormalDist().inv_cdf(q)))
_NOISE = quantiles(lambda q: 1000 * exp(ANSWER_NOISE * NormalDist().inv_cdf(q)))
_BUY_CHEAP = ((2, 8, 25, 40, 25), (1, 4, 15, 42, 38), (1, 2, 10, 40, 47))
_BUY_EXPENSIVE = ((35, 35, 20, 8, 2), (22, 34, 28, 13, 3), (14, 28, 33, 20, 5))


@dataclass(frozen=True)
class Prices:
    """Answers in order of asking; `prices` has a column a question."""

    user: Ints
    asked: Ints
    prices: Ints
    buy_at_cheap: Array
    buy_at_expensive: Array


def prices(chain: Chain) -> Prices:
    """Simulate the survey."""
    who, seen = panel.present(chain)
    size = chain(accounts).size[chain(users).account[who]]
    chosen = panel.quota(chain.block.stream("prices/who"), size, SIZE_QUOTA, RESPONDENTS)
    bits = chain.block.stream("prices/answers")
    when = panel.asked(bits, seen[chosen], clock.day_of(2026, 4, 20), 20)
    chosen = chosen[np.sort(when << 20 | np.arange(len(when))) & 0xFFFFF]
    when = np.sort(when)
    size, n = size[chosen], len(chosen)

    median = np.round(np.array(WORTH) * 1000).astype(np.int64)[size]
    worth = median * at(_WORTH, bits.u32(n)) // 1000
    said = np.empty((n, 4), dtype=np.int64)
    for column, ratio in enumerate(RATIO.values()):
        exact = worth * round(ratio * 1000) // 1000 * at(_NOISE, bits.u32(n)) // 1000
        dollars = (exact + 500) // 1000
        fives = (exact + 2500) // 5000 * 5
        round_ = bits.chance(n, ROUND_SHARE) & (dollars >= 8)
        said[:, column] = np.where(round_, fives, dollars)
    said[:, 0] = np.maximum(said[:, 0], 1)
    for column in (1, 2, 3):
        said[:, column] = np.maximum(said[:, column], said[:, column - 1] + 1)
    confused = np.flatnonzero(bits.chance(n, INCONSISTENT))
    said[confused] = said[confused][:, [1, 2, 0, 3]]
    return Prices(
        user=who[chosen],
        asked=when,
        prices=said,
        buy_at_cheap=1 + pick_by(bits.u16(n), size, _BUY_CHEAP),
        buy_at_expensive=1 + pick_by(bits.u16(n), size, _BUY_EXPENSIVE),
    )

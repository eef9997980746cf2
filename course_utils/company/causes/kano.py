"""The Kano survey: what people feel with and without a feature.

Each feature has a true category for most people; one divides the plans; and some respondents
tick anything.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..engine import clock
from ..engine.chain import Chain
from ..engine.streams import Array, Ints
from . import panel
from .market import accounts
from .people import users
from .vocabulary import FEATURES

RESPONDENTS = 300
PLAN_QUOTA = (40, 33, 27)
"""Percent of the respondents on each plan."""
CATEGORIES = ("must_be", "one_dimensional", "attractive", "indifferent", "reverse")
CARELESS = 0.04
"""Share of respondents who tick anything."""

SHARES: dict[str, tuple[tuple[int, ...], ...]] = {
    "restore_deleted": ((62, 20, 4, 12, 2),),
    "fast_reports": ((22, 54, 12, 11, 1),),
    "offline_mobile": ((8, 20, 48, 22, 2),),
    "meeting_summary": ((3, 12, 55, 24, 6),),
    "custom_colours": ((3, 6, 15, 72, 4),),
    "activity_ranking": ((2, 5, 10, 25, 58),),
    "approval_steps": ((4, 4, 4, 58, 30), (30, 26, 5, 24, 15), (46, 42, 3, 7, 2)),
    "calendar_sync": ((34, 36, 15, 14, 1),),
}
"""Percent of people to whom a feature is of each category: everybody, or plan by plan."""

_PAIRS: tuple[tuple[tuple[int, int], ...], ...] = (
    ((2, 5), (2, 5), (2, 5), (3, 5), (3, 5), (4, 5)),
    ((1, 5),),
    ((1, 3), (1, 3), (1, 4), (1, 4), (1, 2)),
    ((3, 3), (3, 3), (3, 3), (2, 3), (3, 2), (3, 4), (4, 3), (2, 4), (4, 4), (2, 2)),
    ((5, 1), (5, 1), (4, 1), (5, 2), (5, 3), (3, 1)),
)
"""Answers (with, without) that a category gives, each as likely as it is listed."""


@dataclass(frozen=True)
class Kano:
    """Answers in order of asking: one array element a respondent, one row a respondent."""

    user: Ints
    asked: Ints
    answers: Array


def kano(chain: Chain) -> Kano:
    """Simulate the survey."""
    who, seen = panel.present(chain)
    plan = chain(accounts).plan[chain(users).account[who]]
    chosen = panel.quota(chain.block.stream("kano/who"), plan, PLAN_QUOTA, RESPONDENTS)
    bits = chain.block.stream("kano/answers")
    when = panel.asked(bits, seen[chosen], clock.day_of(2026, 5, 11), 18)
    chosen = chosen[np.sort(when << 20 | np.arange(len(when))) & 0xFFFFF]
    when = np.sort(when)
    plan, n = plan[chosen], len(chosen)
    answers = np.empty((n, len(FEATURES), 2), dtype=np.int8)
    careless = bits.chance(n, CARELESS)
    for column, feature in enumerate(FEATURES):
        shares = np.array((SHARES[feature] * 3)[:3])
        edges = np.cumsum(shares, axis=1)[plan]
        category = (bits.below(n, 100)[:, None] >= edges).sum(axis=1)
        for code, pairs in enumerate(_PAIRS):
            some = np.flatnonzero(category == code)
            answers[some, column] = np.array(pairs)[bits.below(len(some), len(pairs))]
        anything = 1 + bits.below(2 * n, 5).reshape(n, 2)
        answers[:, column] = np.where(careless[:, None], anything, answers[:, column])
    return Kano(user=who[chosen], asked=when, answers=answers)

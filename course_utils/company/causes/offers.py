"""What people do about a price, and what they would give up for a part of the product.

Two sources beside the price survey. In the price test visitors of the pricing page met one of five
prices, by lot: who starts is who values a seat at more than the price, and is ready to buy at all.
In the package survey people chose among three made-up plans again and again.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from statistics import NormalDist

import numpy as np

from ..engine import clock
from ..engine.facts import Facts
from ..engine.streams import Array, Ints, Stream, at, pick, quantiles, spread
from .prices import WORTH

FIRST, LAST = clock.day_of(2025, 9, 1), clock.day_of(2026, 6, 1)
"""Days of the price test, the last one left out."""
VISITORS = 15_000
VISITOR_SIZES = (45, 38, 17)
"""Percent of the visitors from companies of each size."""
TESTED = (9, 12, 15, 18, 21)
"""USD a seat and month."""
SEATS = ((1, 1, 2, 2, 3), (2, 3, 3, 4, 5), (5, 7, 9, 12, 16))
"""Seats that a visitor wants, by size: five equal shares."""
READY = 0.07
"""Share of visitors who would start at a price that nobody minds. In the survey several times as
many say so."""
DOING_SPREAD = 0.36
"""Standard deviation of the logarithm of what a seat is worth to a visitor, within a size."""

RESPONDENTS = (150, 150, 150)
"""Respondents of the package survey, by size."""
TASKS, PLANS = 8, 3
PACKAGE_PRICES = (12, 15, 18, 21)
PARTS = ("sign_on", "history", "phone")
PART_WORTH = {"sign_on": (0.5, 2.5, 7.0), "history": (2.0, 2.5, 3.0), "phone": (1.0, 1.5, 2.0)}
"""What each part is worth, in USD a seat and month, by size."""
PRICE_WEIGHT = (0.36, 0.28, 0.21)
"""How much one USD weighs beside chance when people choose, by size."""

_CHANCE = NormalDist()
_CHOOSES = quantiles(lambda q: -1000 * log(-log(q)))
"""What chance adds to a plan's worth, in thousandths: a Gumbel quantile."""


@dataclass(frozen=True)
class Visits:
    """Visitors of the price test, in order of time."""

    shown: Ints
    size: Array
    seats: Ints
    price: Ints
    started: Array


def start_chance(size: int, price: int) -> float:
    """Return the chance that a visitor of a size starts at a price."""
    return READY * _CHANCE.cdf(log(WORTH[size] / price) / DOING_SPREAD)


def visits(facts: Facts) -> Visits:
    """Simulate the price test."""
    seed, n = facts.parameters.seed, VISITORS
    when = Stream(seed, 0, "offers/when")
    day = FIRST + np.arange(n, dtype=np.int64) * (LAST - FIRST) // n
    shown = np.sort(day * clock.DAY + 6 * 3600 + when.below(n, 15 * 3600))
    nobody = np.zeros(n, dtype=np.int64)
    size = pick(spread(Stream(seed, 0, "offers/size"), nobody), VISITOR_SIZES).astype(np.int64)
    fifth = pick(spread(Stream(seed, 0, "offers/seats"), size), (1,) * 5).astype(np.int64)
    arm = pick(spread(Stream(seed, 0, "offers/arm"), size * 5 + fifth), (1,) * 5).astype(np.int64)
    chances = np.array(
        [[round(round(65536 * start_chance(s, p), 4)) for p in TESTED] for s in range(3)]
    )
    fate = spread(Stream(seed, 0, "offers/start"), (size * 5 + fifth) * 5 + arm)
    return Visits(
        shown=shown,
        size=size,
        seats=np.array(SEATS)[size, fifth],
        price=np.array(TESTED)[arm],
        started=fate < chances[size, arm],
    )


@dataclass(frozen=True)
class Choices:
    """Plans that were shown, three a task, and which one was taken."""

    respondent: Ints
    size: Array
    task: Ints
    plan: Ints
    parts: dict[str, Array]
    price: Ints
    chosen: Array


def choices(facts: Facts) -> Choices:
    """Simulate the package survey."""
    people = sum(RESPONDENTS)
    tasks = people * TASKS
    bits = Stream(facts.parameters.seed, 0, "offers/packages")
    size = np.repeat(np.arange(3), RESPONDENTS)[np.argsort(bits.u32(people), kind="stable")]
    of_task = np.repeat(size, TASKS)
    # Three different plans a task, drawn from all that there are: each with its own price.
    kinds = 1 << len(PARTS)
    first = bits.below(tasks, kinds)
    second = (first + 1 + bits.below(tasks, kinds - 1)) % kinds
    third = (first + second + 1 + bits.below(tasks, kinds)) % kinds
    third = np.where((third == first) | (third == second), (third + 3) % kinds, third)
    third = np.where((third == first) | (third == second), (third + 2) % kinds, third)
    bundle = np.stack([first, second, third], axis=1)
    price = np.array(PACKAGE_PRICES)[bits.below(tasks * PLANS, len(PACKAGE_PRICES))]
    price = price.reshape(tasks, PLANS)
    has = {name: (bundle >> place) & 1 for place, name in enumerate(PARTS)}
    worth = -1000 * price
    for name, amounts in PART_WORTH.items():
        worth = (
            worth + has[name] * np.round(np.array(amounts) * 1000).astype(np.int64)[of_task, None]
        )
    weight = np.round(np.array(PRICE_WEIGHT) * 100).astype(np.int64)[of_task, None]
    luck = at(_CHOOSES, bits.u32(tasks * PLANS)).reshape(tasks, PLANS)
    taken = np.argmax(worth * weight // 100 + luck, axis=1)
    return Choices(
        respondent=np.repeat(np.arange(people) + 1, TASKS * PLANS),
        size=np.repeat(of_task, PLANS),
        task=np.tile(np.repeat(np.arange(TASKS) + 1, PLANS), people),
        plan=np.tile(np.arange(PLANS) + 1, tasks),
        parts={name: column.ravel() for name, column in has.items()},
        price=price.ravel(),
        chosen=(np.arange(PLANS)[None, :] == taken[:, None]).ravel(),
    )

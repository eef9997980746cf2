"""What could go wrong: the registers of four teams, quarter by quarter, and the one of a launch.

Each risk was named before its quarter, with a chance and a range of what it would cost. Three things
are planted in how they came. What was called rare came more often than said. What it cost had a
longer tail than its range. And in each quarter one cause was worse for all teams and the others better:
risks of one cause came together, whole registers did not.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..engine.facts import Facts
from ..engine.streams import Array, Ints, Stream, pick, spread
from .named_risks import AREAS, CAUSES, EACH, LAUNCH, QUARTERS, TITLES
from .vocabulary import TEAMS

SAID = (50, 100, 200, 300, 500)
"""Chances as they were said, in thousandths."""
CAME = (130, 190, 260, 340, 480)
"""What they really were, on average over the quarters."""
OFTEN = (3, 3, 3, 2, 2)
"""How often each of them was said."""
BAD, ELSE = 2200, 600
"""In the bad quarter of its cause a risk is so many thousandths as likely; in others so many."""

LIKELY = (15, 20, 30, 40, 50, 60, 80, 100, 140, 200, 280, 400)
"""What it would most likely cost, in hundreds of USD."""
LOW, HIGH = 60, 200
"""Ends of the ranges, in hundredths of what is most likely; meant to hold nine times in ten."""
REALLY = (35, 50, 65, 80, 95, 105, 120, 140, 170, 220, 300, 550)
"""What it cost where it came, in hundredths of what was most likely; each of twelve as often."""
IMPACT = (4_000, 8_000, 16_000, 40_000)
"""From how many USD on an impact gets the scores 2, 3, 4 and 5."""
JITTER = 15
"""By how many hundredths the launch's costs differ from company to company, at most."""


class Register(NamedTuple):
    """All risks in order; costs in USD; `happened` is -1 and `cost` -1 where it is not known."""

    quarter: Ints
    team: Ints
    area: Ints
    cause: Ints
    title: list[str]
    said: Ints
    low: Ints
    likely: Ints
    high: Ints
    happened: Ints
    cost: Ints


def bad_causes(facts: Facts) -> Ints:
    """Return the cause that was bad in each quarter that is over: each is, before one is again."""
    bits = Stream(facts.parameters.seed, 0, "risks/bad")
    n = len(CAUSES)
    rounds = [np.argsort(bits.u32(n), kind="stable") for _ in range(2)]
    return np.concatenate(rounds)[: len(QUARTERS) - 1]


def register(facts: Facts) -> Register:
    """Return every risk that was named, and what came of it."""
    bits = Stream(facts.parameters.seed, 0, "risks/register")
    quarters, teams = len(QUARTERS) - 1, len(TEAMS)
    n = quarters * teams * EACH
    quarter = np.repeat(np.arange(quarters), teams * EACH)
    team = np.tile(np.repeat(np.arange(teams), EACH), quarters)
    cause = np.tile(np.repeat(np.arange(len(CAUSES)), EACH // len(CAUSES)), quarters * teams)
    level = pick(spread(bits, np.zeros(n, dtype=np.int64)), OFTEN).astype(np.int64)
    likely = 100 * _row(LIKELY, spread(bits, team))
    bad = bad_causes(facts)[quarter] == cause
    chance = np.array(CAME)[level] * np.where(bad, BAD, ELSE) // 1000
    happened = spread(bits, level * 2 + bad) < np.minimum(chance, 950) * 65536 // 1000
    cost = likely * _row(REALLY, spread(bits, (~happened).astype(np.int64))) // 100
    turn = bits.below(n, 6)
    named = [TITLES[CAUSES[c]][at] for c, at in zip(cause, _apart(turn), strict=True)]
    launch = _launch(facts)
    return Register(
        quarter=np.append(quarter, [quarters] * len(LAUNCH)),
        team=np.append(team, [0] * len(LAUNCH)),
        area=np.append([AREAS.index(area) for area, _ in named], launch.area),
        cause=np.append(cause, launch.cause),
        title=[title for _, title in named] + [each.title for each in LAUNCH],
        said=np.append(np.array(SAID)[level], launch.said),
        low=np.append(likely * LOW // 100, launch.low),
        likely=np.append(likely, launch.likely),
        high=np.append(likely * HIGH // 100, launch.high),
        happened=np.append(happened.astype(np.int64), [-1] * len(LAUNCH)),
        cost=np.append(np.where(happened, cost, -1), [-1] * len(LAUNCH)),
    )


class _Launch(NamedTuple):
    area: Ints
    cause: Ints
    said: Ints
    low: Ints
    likely: Ints
    high: Ints


def scale(facts: Facts) -> Ints:
    """Return how costly each risk of the launch is in this company, in hundredths."""
    bits = Stream(facts.parameters.seed, 0, "risks/launch")
    return 100 - JITTER + bits.below(len(LAUNCH), 2 * JITTER + 1)


def _launch(facts: Facts) -> _Launch:
    own = scale(facts)
    low, likely, high = (
        np.array([getattr(each, end) for each in LAUNCH]) * own for end in ("low", "likely", "high")
    )
    return _Launch(
        area=np.array([AREAS.index(each.area) for each in LAUNCH]),
        cause=np.array([CAUSES.index(each.cause) for each in LAUNCH]),
        said=np.array([each.said for each in LAUNCH]),
        low=low,
        likely=likely,
        high=high,
    )


def _row(values: tuple[int, ...], u16: Array) -> Ints:
    return np.array(values, dtype=np.int64)[u16.astype(np.int64) * len(values) >> 16]


def _apart(turn: Ints) -> Ints:
    """Give the second of each pair another title than the first."""
    first = turn.copy()
    first[1::2] = np.where(turn[1::2] == turn[::2], (turn[1::2] + 1) % 6, turn[1::2])
    return first

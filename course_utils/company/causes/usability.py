"""Usability tests: few participants, five tasks, two rounds with a change of design between.

Everything here is a coin or a clock of one participant: with twelve people, intervals are wide,
and must be taken as they are. Whoever fails a task has nearly always met a problem of that task that
stops people; others meet problems too and go on, with a loss of time or none. How severe a problem is
follows from what it does, and raters see that with an error of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from statistics import NormalDist

import numpy as np

from ..engine import clock
from ..engine.chain import Chain
from ..engine.facts import Facts
from ..engine.streams import Array, Ints, Stream, at, quantiles
from . import panel
from .people import users
from .vocabulary import PROBLEMS, RATERS, TASK_OF_PROBLEM, TASKS

PARTICIPANTS = 12
"""Participants a round."""
ROUND_DAYS = (clock.day_of(2026, 3, 16), clock.day_of(2026, 5, 18))
COMPLETION = ((0.85, 0.90), (0.50, 0.85), (0.75, 0.75), (0.45, 0.62), (0.35, 0.38))
"""Chance that a participant does each task, by round."""
SECONDS = ((48, 44), (75, 46), (40, 40), (96, 80), (112, 108))
"""Median time of those who do it, by round."""
GIVES_UP_AFTER = 1.8
"""How much longer those who give up have tried."""
CHANCES = (36, 28, 23, 19, 16, 14, 12, 10, 8, 7, 6, 5, 4, 3, 3, 2)
"""Percent of participants of the first round who run into each problem and go on all the same; which is
which, the seed decides. In the second round it falls as the failures of the task do."""
EFFECTS = ("stops", "costs time", "annoys")
"""What a problem does to its task. Each task has one problem that stops people, and others of the milder
kinds; which is which, the seed decides."""
EXPLAINS = (85, 15, 0)
"""Percent of a task's failures that problems of each effect explain together."""
GO_ON = (3, 1, 1)
"""By how much each effect divides the chance to go on: what stops people leaves few to go on."""
SLOWER = (3, 2)
"""Whoever finishes in spite of a problem that costs time takes so much longer: 3 to 2."""
UNEXPLAINED = 10
"""Of so many failures of a task, one has no problem of that task behind it."""
SEVERITIES = ((40, 39, 38, 37, 36), (25, 24, 23, 22, 21, 20), (10, 8, 6, 4, 2))
"""Tenths of a point of true severity by effect; which is which, the seed decides. The effects lie further
apart than any rater is off, so that the median of four is steady though one rater is not."""
RATER_BIAS = (0, -9, 0, 6)
"""Tenths of a point that each rater adds."""
UNRATED = 0.04

_SPREAD = quantiles(lambda q: 1000 * exp(0.45 * NormalDist().inv_cdf(q)))
_NOISE = quantiles(lambda q: 4.5 * NormalDist().inv_cdf(q))


@dataclass(frozen=True)
class Sessions:
    """One array element a session; tables have a row a session."""

    user: Ints
    tested: Ints
    round: Ints
    completed: Array
    seconds: Ints
    assists: Ints
    errors: Ints
    seen: Array

    @property
    def found(self) -> Ints:
        """Numbers of the problems that somebody ran into."""
        return np.flatnonzero(self.seen.any(axis=0))


def effects(facts: Facts) -> Array:
    """Place in `EFFECTS` of what each problem does."""
    bits = Stream(facts.parameters.seed, 0, "usability/effects")
    order = panel.shuffled(bits, len(PROBLEMS)).tolist()
    found = np.zeros(len(PROBLEMS), dtype=np.int64)
    for task in TASKS:
        here = [problem for problem in order if TASK_OF_PROBLEM[problem] == task]
        for place, problem in enumerate(here):
            # A task with a fourth problem has two that cost time.
            found[problem] = place if place < len(EFFECTS) else EFFECTS.index("costs time")
    return found


def _chances(facts: Facts) -> Array:
    """Percent of participants of the first round who run into each problem and go on."""
    bits = Stream(facts.parameters.seed, 0, "usability/chances")
    every = np.array(CHANCES)[panel.shuffled(bits, len(PROBLEMS))]
    return np.maximum(1, every // np.array(GO_ON)[effects(facts)])


def _of_task() -> Array:
    """Which problem stands in which task: a row a task, a column a problem."""
    return np.arange(len(TASKS))[:, None] == np.array([TASKS.index(t) for t in TASK_OF_PROBLEM])


def _stops(facts: Facts) -> Array:
    """Share of a task's failures that each problem explains: a row a task, a column a problem."""
    kind = effects(facts)
    weight = np.zeros((len(TASKS), len(PROBLEMS)))
    for effect, percent in enumerate(EXPLAINS):
        these = _of_task() & (kind == effect)
        weight += percent * these / np.maximum(1, these.sum(axis=1, keepdims=True))
    return weight / weight.sum(axis=1, keepdims=True)


def _by_round(facts: Facts) -> Array:
    """Chance that a participant runs into each problem and goes on: a row a round, a column a problem."""
    failing = 1 - np.array(COMPLETION)
    fewer = np.minimum(1, failing / failing[:, :1]).T @ _of_task()
    return fewer * _chances(facts) / 100


def chances(facts: Facts) -> list[float]:
    """Share of participants who run into each problem, both rounds together."""
    stopped = (1 - np.array(COMPLETION)).T @ _stops(facts) * (1 - 1 / UNEXPLAINED)
    missed = (1 - stopped) * (1 - _by_round(facts))
    return np.round(1 - missed.mean(axis=0), 4).tolist()


def severities(facts: Facts) -> list[int]:
    """Tenths of a point of true severity of each problem."""
    bits = Stream(facts.parameters.seed, 0, "usability/severities")
    kind, order = effects(facts), panel.shuffled(bits, len(PROBLEMS))
    found = np.zeros(len(PROBLEMS), dtype=np.int64)
    for effect, tenths in enumerate(SEVERITIES):
        found[order[kind[order] == effect]] = tenths
    return found.tolist()


def sessions(chain: Chain) -> Sessions:
    """Simulate both rounds."""
    who, tested, rounds = [], [], []
    taken = np.zeros(len(chain(users)), dtype=bool)
    bits = chain.block.stream("usability/who")
    for number, day in enumerate(ROUND_DAYS):
        here, _ = panel.present(chain, clock.QUARTER[day] - 1 if number else clock.QUARTER[day])
        here = here[(chain(users).first_day[here] < day - 7) & ~taken[here]]
        some = here[panel.shuffled(bits, len(here))[:PARTICIPANTS]]
        taken[some] = True
        nth = np.arange(len(some))
        who.append(some)
        tested.append((day + nth // 3) * clock.DAY + (9 + 2 * (nth % 3)) * 3600)
        rounds.append(np.full(len(some), number))
    user, round_ = np.concatenate(who), np.concatenate(rounds)
    n, tasks = len(user), len(TASKS)
    bits = chain.block.stream("usability/tasks")
    chance = np.array(COMPLETION).T[round_]
    completed = bits.chance(n * tasks, chance.ravel()).reshape(n, tasks)
    median = np.array(SECONDS).T[round_] * np.where(completed, 10, round(10 * GIVES_UP_AFTER))
    seconds = median * at(_SPREAD, bits.u32(n * tasks)).reshape(n, tasks) // 10_000
    slips = bits.below(n * tasks, 100).reshape(n, tasks) * (2 - chance) // 45
    assists = np.where(completed, 0, bits.below(n * tasks, 3).reshape(n, tasks))
    facts = chain.block.facts
    hits = _by_round(facts)[round_].ravel()
    seen = bits.chance(n * len(PROBLEMS), hits).reshape(n, len(PROBLEMS))
    seen |= _stopped(chain, completed)
    slow = (seen & (effects(facts) == EFFECTS.index("costs time"))) @ _of_task().T
    longer, than = SLOWER
    seconds = np.where(completed & slow, seconds * longer // than, seconds)
    return Sessions(
        user=user,
        tested=np.concatenate(tested),
        round=round_ + 1,
        completed=completed,
        seconds=np.maximum(6, seconds),
        assists=assists,
        errors=slips.astype(np.int64) + 2 * ~completed,
        seen=seen,
    )


def _stopped(chain: Chain, completed: Array) -> Array:
    """Which problem each failure goes back to: a row a session, a column a problem."""
    bits = chain.block.stream("usability/stopped")
    weights = _stops(chain.block.facts)
    found = np.zeros((len(completed), len(PROBLEMS)), dtype=bool)
    for task in range(len(TASKS)):
        failed = np.flatnonzero(~completed[:, task])
        failed = failed[panel.shuffled(bits, len(failed))]
        rank = np.arange(len(failed))
        failed = failed[rank % UNEXPLAINED != UNEXPLAINED // 2]
        edges = np.cumsum(np.round(weights[task] * 10_000).astype(np.int64))
        which = np.searchsorted(edges, bits.below(len(failed), int(edges[-1])), side="right")
        found[failed, which] = True
    return found


def ratings(chain: Chain) -> tuple[Ints, Array]:
    """Severity of each problem that was found as each rater sees it, and where they gave none."""
    found = chain(sessions).found
    bits = chain.block.stream("usability/ratings")
    n = len(found) * len(RATERS)
    true = np.repeat(np.array(severities(chain.block.facts))[found], len(RATERS))
    said = true + np.tile(RATER_BIAS, len(found)) + at(_NOISE, bits.u32(n))
    return np.clip((said + 5) // 10, 0, 4), bits.chance(n, UNRATED)

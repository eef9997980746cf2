"""The board of the flow lab: a team, what it is asked for, and what two policies make of it.

A small simulation, day by day. What is asked, how much work it is, what gets stuck and how much each
thing is worth are drawn before the first day, so that two policies meet the same luck. The policies
are how much of the team's time is promised, and how many things it begins at once.

Three things are assumed, and said to whoever plays: a person with several things at once loses part
of the day to changing between them; a person with nothing to do helps what is stuck; and what is
asked for is worth less each day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from course_utils.toolkit.common import checks

PEOPLE = 5
WEEKS = 12
DAYS = 5 * WEEKS
ASKED = 1.5
"""What is asked for, of what the people could do: a team that says yes to all of it drowns."""
LOST = 0.12
"""Part of a person's day that goes with each further thing at once."""
LEAST = 0.4
"""What is left of a day at worst."""
FADES = 15
"""Working days after which something that was promised is worth nothing any more."""
BROKEN = 1.0
"""What a promise that was not kept costs at most, of what was promised."""
STUCK = 0.3
"""Chance of an item to get stuck once."""
LIMITS = (1, 20)
LOADS = (0.5, 1.5)


class Settings(NamedTuple):
    """The policy of a week."""

    limit: int
    """Items in progress at most."""
    load: float
    """Share of the people's time that is promised, a fraction."""


RULES = Settings(PEOPLE, 0.85)
"""The lesson's policy: as many things as people, and some of the time unpromised."""
TEMPTING = Settings(8, 1.0)
"""What the manager asks for: all of the time promised, and always something more to begin."""
FOUR = tuple(
    Settings(limit, load) for limit in (RULES.limit, TEMPTING.limit) for load in (0.85, 1.0)
)
"""Both levers, one at a time."""


@dataclass(frozen=True)
class Luck:
    """What comes, whatever the policy: one entry an item, by the day on which it is asked for."""

    asked: np.ndarray
    effort: np.ndarray
    """Days of one person."""
    worth: np.ndarray
    """In thousands of USD, on the day on which it is asked for."""
    stuck_after: np.ndarray
    """The part of the work after which it gets stuck; above 1 where it never does."""
    stuck_days: np.ndarray
    mark: np.ndarray
    """What is asked for is taken on where the mark is below what is promised."""


@dataclass(frozen=True)
class Run:
    """What became of it, by item in the order of `Luck`; -1 where something did not happen."""

    luck: Luck
    days: int
    taken: np.ndarray
    started: np.ndarray
    finished: np.ndarray
    stuck: np.ndarray
    """Whether each item is stuck on the last day."""
    blocked_days: np.ndarray
    busy: np.ndarray
    """Share of the people's time that went into work or into helping, by day."""
    score: float
    """What all that was promised came to: see `worth_now`. Thousands of USD."""

    def times(self) -> np.ndarray:
        """Return the days from start to finish of what is finished, both counted."""
        done = self.finished >= 0
        return (self.finished - self.started + 1)[done]

    def waits(self) -> np.ndarray:
        """Return the days from being asked for to finish, of what is finished."""
        done = self.finished >= 0
        return (self.finished - self.luck.asked + 1)[done]


def luck(seed: int) -> Luck:
    """Draw what is asked of the team in the twelve weeks.

    Parameters
    ----------
    seed : int
        The same seed asks for the same things.
    """
    bits = np.random.default_rng([11, checks.whole(seed, "seed")])
    sizes = np.array([0.5, 1, 1, 1.5, 2, 2, 3, 3, 4, 5, 7, 9])
    many = round(ASKED * PEOPLE * DAYS / sizes.mean())
    asked = np.floor((np.arange(many) + bits.random(many)) * (DAYS - 5) / many).astype(int)
    # Each dozen of items has the whole range, so that the weeks differ by luck and not by much.
    effort, urgent, mark = (
        np.concatenate([bits.permutation(row) for _ in range(many // len(row) + 1)])[:many]
        for row in (sizes, np.arange(12.0), np.arange(12.0))
    )
    urgent, mark = ((each + bits.random(many)) / 12 for each in (urgent, mark))
    # What is urgent is worth more a day of work; size says little of it.
    worth = np.round(effort * (1 + 3 * urgent**3) * 2, 1)
    stuck = bits.random(many) < STUCK
    return Luck(
        asked=asked,
        effort=effort,
        worth=worth,
        stuck_after=np.where(stuck, bits.random(many) * 0.8, 9.0),
        stuck_days=bits.integers(2, 9, many),
        mark=mark * ASKED,
    )


def play(drawn: Luck, weeks: Sequence[Settings]) -> Run:
    """Let the team work for some weeks, each under its policy.

    Parameters
    ----------
    drawn : Luck
        From `luck`.
    weeks : sequence of Settings
        One for each week that is played, at most twelve.
    """
    if len(weeks) > WEEKS:
        raise ValueError(f"weeks must be at most {WEEKS}; you passed {len(weeks)}.")
    many = len(drawn.asked)
    taken = np.zeros(many, dtype=bool)
    started, finished = np.full(many, -1), np.full(many, -1)
    left, waits = drawn.effort.copy(), np.zeros(many)
    waited = np.zeros(many)
    stuck = np.zeros(many, dtype=bool)
    busy = []
    days = 5 * len(weeks)
    for day in range(days):
        limit, load = _fit(weeks[day // 5])
        new = drawn.asked == day
        taken |= new & (drawn.mark < load)
        begun = np.flatnonzero((started >= 0) & (finished < 0))
        ready = np.flatnonzero(taken & (started < 0))
        # The dearest a day of work first, as lesson 10 has it.
        ready = ready[np.argsort(-drawn.worth[ready] / drawn.effort[ready], kind="stable")]
        pulled = ready[: max(0, limit - len(begun))]
        started[pulled] = day
        begun = np.concatenate([begun, pulled])
        done_share = 1 - left[begun] / drawn.effort[begun]
        is_stuck = (done_share >= drawn.stuck_after[begun]) & (
            waits[begun] < drawn.stuck_days[begun]
        )
        free, held = begun[~is_stuck], begun[is_stuck]
        hands = min(PEOPLE, len(free))
        each = len(free) / PEOPLE if len(free) > PEOPLE else 1.0
        pace = max(LEAST, 1 - LOST * (each - 1)) / each
        left[free] -= pace
        finished[free[left[free] <= 1e-9]] = day
        idle = PEOPLE - hands
        helped = held[:idle]
        waits[held] += 1
        waits[helped] += 1
        waited[held] += 1
        stuck[:] = False
        stuck[held] = True
        busy.append((hands + len(helped)) / PEOPLE)
    worth = worth_now(drawn, taken, finished, days)
    return Run(
        drawn, days, taken, started, finished, stuck, waited, np.array(busy), float(worth.sum())
    )


def worth_now(drawn: Luck, taken: np.ndarray, finished: np.ndarray, days: int) -> np.ndarray:
    """Return what each item has brought by a day, in thousands of USD.

    What is finished brings its worth, less the same part of it for each day since it was asked for.
    After `FADES` days nothing is left, and a promise that is broken costs, finished or not.
    """
    done = finished >= 0
    age = np.where(done, finished, days) - drawn.asked
    part = np.clip(1 - age / FADES, -BROKEN, 1.0)
    return np.where(taken, drawn.worth * np.where(done, part, np.minimum(part, 0.0)), 0.0)


def _fit(settings: Settings | tuple[int, float]) -> Settings:
    limit, load = settings
    return Settings(
        int(min(max(limit, LIMITS[0]), LIMITS[1])), float(min(max(load, LOADS[0]), LOADS[1]))
    )


def steady(settings: tuple[int, float], weeks: int = WEEKS) -> list[Settings]:
    """Return the same policy for each of some weeks."""
    return [_fit(settings)] * weeks


def at_random(seed: int, weeks: int = WEEKS) -> list[Settings]:
    """Return a policy drawn anew each week: what somebody does who moves sliders without a thought."""
    bits = np.random.default_rng([12, checks.whole(seed, "seed")])
    return [
        _fit((int(limit), float(load)))
        for limit, load in zip(
            bits.integers(LIMITS[0], LIMITS[1] + 1, weeks), bits.uniform(*LOADS, weeks), strict=True
        )
    ]

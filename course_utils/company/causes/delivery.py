"""Delivery: four teams and their work items, which queue, are worked on, blocked and finished.

Each team shares its capacity among what it has begun, day by day; so the more it begins at once,
the longer each item takes, while no more gets done. Bugs follow what customers do and what the
company released. Estimates know little of how long an item takes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import exp, log, sqrt
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from ..engine import clock
from ..engine.facts import Facts
from ..engine.streams import Array, Ints, Stream, at, pick, spread
from .backlog import DOUBTS, ENDS, entries, errors
from .tally import EVENTS
from .vocabulary import TEAMS

STORY, BUG, TASK, SPIKE = range(4)
FIRST_DAY = clock.day_of(2025, 1, 6)
"""Monday on which the tracker begins; older work was not moved into it."""
LAST_DAY = clock.DAYS
SPRINT_DAYS = 14
LIMIT_DAY = clock.day_of(2026, 1, 5)
"""From when on the team `core` begins no more than `LIMITED` items at once."""
LIMITED = 6
UNIT = 1000
"""Capacity is counted in thousandths of a working day of one person."""

POINTS = (1, 2, 3, 5, 8, 13)
MIX = (55, 22, 17, 6)
NEW_BY_KIND = (50, 15, 20, 80)
"""Percent of items of a kind that are new to their team, where no backlog item tells."""
OVERRUN = (1050, 1300)
"""By what the work goes beyond what was thought likely, in thousandths: routine and new work."""
BACKLOG_SHARE = 0.3
"""Share of stories that serve a backlog item."""


class Team(NamedTuple):
    """A team: items that it gets in a week, its people, what it begins at once, how often stuck.

    `release_bugs` come with the release that counts twice; `waiting` were asked for before.
    """

    weekly: float
    people: int
    at_once: int
    blocked: float
    release_bugs: int = 0
    waiting: int = 0


ORGANISATION = {
    "core": Team(3.45, 4, 16, 0.12, waiting=14),
    "growth": Team(2.7, 4, 7, 0.10),
    "platform": Team(2.7, 4, 6, 0.28),
    "mobile": Team(2.3, 4, 7, 0.12, release_bugs=9),
}


@dataclass
class _Item:
    team: int
    kind: int
    created: int
    effort: int
    blocked: int
    stuck_after: int
    points: int
    started: int = -1
    finished: int = -1
    waited: int = 0
    left: int = field(init=False)

    def __post_init__(self) -> None:
        self.left = self.effort


def _workdays(first: int, last: int) -> Ints:
    days = np.arange(first, last)
    return days[clock.WEEKDAY[days] < 5]


def _arrivals(facts: Facts, team: int, events: Ints) -> tuple[Ints, Ints]:
    """Day and kind of everything that a team is asked for, in order."""
    of = ORGANISATION[TEAMS[team]]
    bits = Stream(facts.parameters.seed, 0, f"work/{TEAMS[team]}/arrival")
    weeks = (LAST_DAY - FIRST_DAY) // 7
    n = round(of.weekly * weeks)
    # One item a slice of the time, so that no month stands empty.
    week = (np.arange(n) * 1000 + bits.below(n, 1000)) * weeks // (n * 1000)
    day = FIRST_DAY + week * 7 + bits.below(n, 5)
    kind = pick(bits.u16(n), MIX).astype(np.int64)
    # Customers find bugs: the more they did in a month, the more of the work is bugs.
    relative = events[clock.MONTH[day]] * 1000 // max(1, int(events.max()))
    kind[(kind == BUG) & (bits.below(n, 1000) > 350 + relative)] = TASK
    if of.release_bugs:
        extra = facts.release_day + 1 + bits.below(of.release_bugs, 12)
        day = np.concatenate([day, extra])
        kind = np.concatenate([kind, np.full(len(extra), BUG)])
    day = np.concatenate([np.full(of.waiting, FIRST_DAY), day])
    kind = np.concatenate([np.full(of.waiting, STORY), kind])
    kept = day < LAST_DAY
    order = np.argsort(day[kept], kind="stable")
    return day[kept][order], kind[kept][order]


def _items(facts: Facts, team: int, events: Ints) -> list[_Item]:
    of = ORGANISATION[TEAMS[team]]
    bits = Stream(facts.parameters.seed, 0, f"work/{TEAMS[team]}/items")
    day, kind = _arrivals(facts, team, events)
    n = len(day)
    # Effort in person-days: heavy-tailed, since a few items turn out to be ten times the usual.
    # Each dozen or so gets the whole range, so that a team's pace is its capacity's.
    tail = _EFFORT[spread(bits, np.arange(n) // 14) >> 4]
    effort = tail * np.array([1150, 700, 700, 900])[kind] // 1000
    seen = (effort + _EFFORT[bits.u16(n) >> 4] * 2) // 3
    points = np.array(POINTS)[np.searchsorted(_POINT_EDGES, seen)]
    stuck = bits.chance(n, of.blocked)
    length = np.where(stuck, 2 + bits.below(n, 5) + bits.below(n, 9), 0)
    after = bits.below(n, 900)
    return [
        _Item(team, int(k), int(d), int(e), int(b), int(e * a // 1000), int(p))
        for d, k, e, b, a, p in zip(day, kind, effort, length, after, points, strict=True)
    ]


_EFFORT = np.array(
    [900, 1200, 1500, 1900, 2300, 2800, 3400, 4100, 5000, 6200, 7800, 10_000, 13_500, 19_000],
    dtype=np.int64,
)[np.arange(4096) * 14 // 4096]
_LOGS = [log(effort) for effort in _EFFORT.tolist()]
_USUAL = sum(_LOGS) / len(_LOGS)
_SPREAD = sum((each - _USUAL) ** 2 for each in _LOGS) / len(_LOGS)
_KNOWN = tuple(1 - doubt**2 / _SPREAD for doubt in DOUBTS)
"""How far an estimate follows what is unusual in the work: with this share, what the work took over
what was thought has the spread of `DOUBTS` and does not depend on what was thought."""
_MISSED = tuple(errors(doubt * sqrt(known)) for doubt, known in zip(DOUBTS, _KNOWN, strict=True))


def _seen(effort: int, known: float) -> int:
    """Return the effort that is seen before the work begins."""
    return round(round(exp(_USUAL + known * (log(effort) - _USUAL)), 6))


_POINT_EDGES = np.array([1700, 2700, 3900, 5800, 9000])


def _work(items: list[_Item], team: int) -> None:
    """Let a team work through its items, day by day."""
    of = ORGANISATION[TEAMS[team]]
    queue = list(items)
    begun: list[_Item] = []
    for day in _workdays(FIRST_DAY, LAST_DAY).tolist():
        limited = team == TEAMS.index("core") and day >= LIMIT_DAY
        room = (LIMITED if limited else of.at_once) - len(begun)
        while room > 0 and queue and queue[0].created < day:
            item = queue.pop(0)
            item.started = day
            begun.append(item)
            room -= 1
        free = [i for i in begun if not _stuck(i)]
        share = of.people * UNIT // max(1, len(free))
        for item in begun:
            if _stuck(item):
                item.waited += 1
            else:
                # One person at most: an item does not go faster than its days.
                item.left -= min(share, UNIT)
                if item.left <= 0:
                    item.finished = day
        begun = [i for i in begun if i.finished < 0]


def _stuck(item: _Item) -> bool:
    return item.waited < item.blocked and item.effort - item.left >= item.stuck_after


@dataclass(frozen=True)
class Work:
    """Work items in the order in which they were written down; -1 where a moment is to come.

    `item` is the backlog item that each serves, 0 where it serves none or what it served has left the
    backlog: what stands there is still to be done.
    """

    keys: list[str]
    kind: Ints
    team: Ints
    created: Ints
    started: Ints
    finished: Ints
    blocked: Ints
    points: Ints
    sprints: list[str]
    item: Ints
    new: Array
    low: Ints
    likely: Ints
    high: Ints
    spent: Ints


def coverage() -> list[float]:
    """Share of routine and of new work that its range holds, in the long run."""
    held = []
    for ends, doubt, overrun in zip(ENDS, DOUBTS, OVERRUN, strict=True):
        normal = NormalDist(log(overrun / 1000), doubt)
        low, high = (normal.cdf(log(end / 1000)) for end in ends)
        held.append(high - low)
    return held


def _ranges(facts: Facts, effort: Ints, new: Array) -> tuple[Ints, Ints, Ints]:
    """Low, likely and high estimate in hundredths of a day, made before the work began.

    Who estimates knows what work usually takes, so that estimates spread less than the work. Were
    they spread around the work itself, small ones would be too small and large ones too large; so
    the overrun is the same for work that was thought small and for work that was thought large.
    """
    code = new.astype(np.int64)
    chance = spread(Stream(facts.parameters.seed, 0, "work/estimates"), code)
    draw = chance.astype(np.uint32) << 16
    error = np.where(new, at(_MISSED[1], draw), at(_MISSED[0], draw))
    sizes, size = np.unique(effort, return_inverse=True)
    seen = np.array([[_seen(int(e), part) for e in sizes] for part in _KNOWN])[code, size]
    likely = np.maximum(10, seen * 100_000 // (np.array(OVERRUN)[code] * error))
    low, high = np.array(ENDS)[code].T
    return likely * low // 1000, likely, likely * high // 1000


def work(facts: Facts, total: Ints) -> Work:
    """Simulate all teams, from what `tally` counted of the whole company."""
    events = total[:, EVENTS]
    everything: list[_Item] = []
    for one in range(len(TEAMS)):
        items = _items(facts, one, events)
        _work(items, one)
        everything += items
    everything.sort(key=lambda item: (item.created, item.team))
    n = len(everything)
    bits = Stream(facts.parameters.seed, 0, "work/record")
    team, kind, created, started, finished, waited, points, effort = (
        np.array([getattr(item, name) for item in everything])
        for name in ("team", "kind", "created", "started", "finished", "waited", "points", "effort")
    )
    nth = [100] * len(TEAMS)
    keys = []
    for code in team.tolist():
        nth[code] += 1
        keys.append(f"{TEAMS[code].upper()}-{nth[code]}")
    written = np.sort(created * clock.DAY + 7 * 3600 + bits.below(n, 3600))
    hour = written - created * clock.DAY
    # The backlog is in the order of asking: work serves what was asked for by then.
    wanted = entries(facts)
    asked = np.searchsorted([entry.requested for entry in wanted], created)
    serves = (kind == STORY) & bits.chance(n, BACKLOG_SHARE) & (asked > 0)
    done = finished * clock.DAY + 14 * 3600 + bits.below(n, 3 * 3600)
    item = np.where(serves, 1 + bits.below(n, np.maximum(1, asked)), 0)
    fresh = Stream(facts.parameters.seed, 0, "work/novelty").below(n, 100)
    new = np.where(
        serves,
        np.array([False] + [entry.new for entry in wanted])[item],
        fresh < np.array(NEW_BY_KIND)[kind],
    )
    low, likely, high = _ranges(facts, effort, new)
    return Work(
        keys=keys,
        kind=kind,
        team=team,
        created=written,
        started=np.where(started < 0, -1, started * clock.DAY + hour + 3600),
        finished=np.where(finished < 0, -1, done),
        blocked=waited,
        points=points,
        sprints=[_sprint(day) for day in created.tolist()],
        item=np.where(finished < 0, item, 0),
        new=new,
        low=low,
        likely=likely,
        high=high,
        spent=np.where(finished < 0, -1, effort // 10),
    )


def _sprint(day: int) -> str:
    first = clock.DATES[FIRST_DAY + (day - FIRST_DAY) // SPRINT_DAYS * SPRINT_DAYS]
    return f"{first.year}-S{(first.timetuple().tm_yday - 1) // SPRINT_DAYS + 1:02d}"

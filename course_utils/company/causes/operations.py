"""What goes live and what breaks: changes, deployments, incidents, and how the service holds.

A finished work item is a change that waits for the next deployment of its team. A change may break
what runs, the more often the more debt there is around it; a deployment fails if one of its changes
does. So large deployments fail more often, though no change is worse. Load breaks things as well, the
more the more people work at once; and so do vendors, at any hour.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..engine import clock
from ..engine.facts import Facts
from ..engine.streams import Array, Ints, Stream, spread
from .delivery import FIRST_DAY, SPIKE, work
from .tally import EVENTS
from .vocabulary import TEAMS

CHANGE, LOAD, VENDOR = range(3)
HOUR, MINUTE = 3600, 60
FIRST, HOURS = FIRST_DAY * clock.DAY, (clock.DAYS - FIRST_DAY) * 24
MOBILE = TEAMS.index("mobile")
STORE_DAYS = 14
"""An app goes to the stores once in so many days, with all that is ready."""

BREAKS = 60
"""Chance that a change breaks something, in thousandths: the same in every team."""
DEBT = {"platform": 14}
"""By what it rises in each month since January 2025, where debt is not paid off."""
SLOWER = {"mobile": 4}
"""How many times as long a team needs to mend: an app cannot be called back."""

REQUESTS = 40
"""Requests for each event."""
OBJECTIVE = 999
"""What is promised of 1000 requests, over 30 days."""
ERRORS = 2
"""Requests of 10,000 that fail when all is well."""
AT_FULL_LOAD = 5
"""Incidents of load in the busiest month; in others as the square of the events."""
VENDORS = 12
"""Incidents of vendors in all."""

_LASTS = (
    (12, 18, 24, 30, 36, 44, 52, 64, 80, 104, 150, 260),
    (10, 13, 16, 19, 22, 25, 28, 32, 36, 41, 48, 60),
    (45, 60, 80, 100, 120, 145, 170, 200, 240, 290, 360, 480),
)
"""Minutes from beginning to end, by cause: each of twelve is as likely."""
_SHARES = (
    (3, 5, 8, 12, 18, 26, 38, 55, 80, 120, 180, 300),
    (40, 50, 60, 70, 80, 90, 100, 115, 130, 150, 180, 220),
    (60, 80, 100, 120, 140, 170, 200, 230, 260, 300, 340, 400),
)
"""Requests of 1000 that fail meanwhile, by cause."""
_SEEN = ((2, 14), (1, 5), (8, 40))
"""Minutes until it is noticed, from and to, by cause."""
SEVERE = (50, 200)
"""From how many of 1000 requests on an incident is of the second and of the first severity."""

_BY_HOUR = (
    14,
    12,
    14,
    18,
    22,
    30,
    52,
    84,
    92,
    90,
    84,
    82,
    92,
    118,
    132,
    136,
    126,
    108,
    88,
    80,
    66,
    44,
    28,
    18,
)
"""Use by hour in UTC: Europe first, then America."""
PEAK = (13, 14, 15, 16)
"""The hours in which both work."""


class Changes(NamedTuple):
    """Changes that went live, in the order of their commits."""

    item: Ints
    committed: Ints
    deployment: Ints


class Deployments(NamedTuple):
    """Deployments in order; `restored` is -1 where nothing broke, or beyond the end."""

    team: Ints
    deployed: Ints
    changes: Ints
    failed: Array
    restored: Ints


class Incidents(NamedTuple):
    """Incidents in order; `deployment` is 0 where none caused it."""

    cause: Ints
    deployment: Ints
    started: Ints
    detected: Ints
    restored: Ints
    share: Ints
    failed: Ints


class Service(NamedTuple):
    """Requests and failures, hour by hour."""

    requests: Ints
    failed: Ints


@dataclass(frozen=True)
class Operations:
    """All of it."""

    changes: Changes
    deployments: Deployments
    incidents: Incidents
    service: Service


def operations(facts: Facts, total: Ints) -> Operations:
    """Simulate what goes live and what breaks, from what `tally` counted of the whole company."""
    changes, deployments, broken = _deployed(facts, total)
    requests = _requests(facts, total[:, EVENTS])
    incidents = _incidents(facts, total[:, EVENTS], deployments, broken)
    return Operations(changes, deployments, *_failures(facts, incidents, requests))


def chance_to_break(team: Array, day: Array) -> Ints:
    """Return the chance of a change to break something, in thousandths."""
    slope = np.array([DEBT.get(name, 0) for name in TEAMS])
    return BREAKS + slope[team] * (clock.MONTH[day] - clock.MONTH[FIRST_DAY])


# Deployments -------------------------------------------------------------------------------------


def _deployed(facts: Facts, total: Ints) -> tuple[Changes, Deployments, Ints]:
    done = work(facts, total)
    bits = Stream(facts.parameters.seed, 0, "operations/changes")
    item = np.flatnonzero((done.finished >= 0) & (done.kind != SPIKE))
    finished, started, team = done.finished[item], done.started[item], done.team[item]
    # The last commit comes some hours before a review ends.
    committed = finished - np.minimum(
        (finished - started) // 2, HOUR + bits.below(len(item), 20 * HOUR)
    )
    day = np.array([_slot(facts, *each) for each in zip(team, finished // clock.DAY, strict=True)])
    went = day < clock.DAYS
    item, committed, team, day = item[went], committed[went], team[went], day[went]
    breaks = (
        spread(bits, team * 8 + clock.QUARTER[day] % 8) < chance_to_break(team, day) * 65536 // 1000
    )
    slots, of, sizes = np.unique(day * len(TEAMS) + team, return_inverse=True, return_counts=True)
    by_day, by_team = slots // len(TEAMS), slots % len(TEAMS)
    moment = by_day * clock.DAY + 9 * HOUR + 1800 * by_team + bits.below(len(slots), 1800)
    moment[(by_team == MOBILE) & (by_day == facts.release_day)] = facts.release_second
    order = np.argsort(moment, kind="stable")
    place = np.argsort(order)
    failed = np.bincount(of, breaks, minlength=len(slots)) > 0
    lasts = _drawn(_LASTS[CHANGE], spread(bits, by_team)) * MINUTE + bits.below(len(slots), MINUTE)
    slower = np.array([SLOWER.get(name, 1) for name in TEAMS])[by_team]
    restored = np.where(failed, moment + lasts * slower, -1)
    deployments = Deployments(
        by_team[order], moment[order], sizes[order], failed[order], restored[order]
    )
    first = np.argsort(committed, kind="stable")
    changes = Changes(item[first] + 1, committed[first], place[of][first] + 1)
    return changes, deployments, np.flatnonzero(deployments.failed)


def _slot(facts: Facts, team: int, day: int) -> int:
    """Return the day of a team's next deployment after a day on which work was finished."""
    if team == MOBILE:
        return int(day + 1 + (facts.release_day - day - 1) % STORE_DAYS)
    day += 1
    allowed = (1, 3) if TEAMS[team] == "platform" else (0, 1, 2, 3, 4)
    while clock.WEEKDAY[min(day, clock.DAYS)] not in allowed and day < clock.DAYS:
        day += 1
    return int(day)


# Incidents ---------------------------------------------------------------------------------------


def _incidents(facts: Facts, events: Ints, deployments: Deployments, broken: Ints) -> Incidents:
    bits = Stream(facts.parameters.seed, 0, "operations/incidents")
    load, vendor = _loaded(bits, events), _vendors(bits)
    cause = np.repeat([CHANGE, LOAD, VENDOR], [len(broken), len(load), len(vendor)])
    n = len(cause)
    since = deployments.deployed[broken] + bits.below(len(broken), 5 * MINUTE)
    started = np.concatenate(
        [np.minimum(since, deployments.restored[broken] - MINUTE), load, vendor]
    )
    drawn = spread(bits, cause)
    lasts = np.array([_drawn(row, drawn) for row in _LASTS])[cause, np.arange(n)] * MINUTE
    restored = started + lasts + bits.below(n, MINUTE)
    restored[: len(broken)] = deployments.restored[broken]
    share = np.array([_drawn(row, spread(bits, cause)) for row in _SHARES])[cause, np.arange(n)]
    low, high = np.array(_SEEN)[cause].T
    seen = (low + bits.below(n, high - low + 1)) * MINUTE
    detected = np.minimum(started + seen, restored)
    owner = np.concatenate([broken + 1, np.zeros(n - len(broken), dtype=np.int64)])
    order = np.argsort(started, kind="stable")
    order = order[started[order] < clock.END]
    return Incidents(
        cause=cause[order],
        deployment=owner[order],
        started=started[order],
        detected=detected[order],
        restored=restored[order],
        share=share[order],
        failed=np.zeros(len(order), dtype=np.int64),
    )


def _loaded(bits: Stream, events: Ints) -> Ints:
    """Return when load breaks something: more in busy months, in the hours when most people work."""
    months = np.arange(clock.MONTH[FIRST_DAY], len(events))
    busiest = max(1, int(events.max()))
    due = np.cumsum(AT_FULL_LOAD * 1000 * (events[months] * 1000 // busiest) ** 2 // 1_000_000)
    month = np.repeat(months, np.diff(due // 1000, prepend=0))
    n = len(month)
    first = np.maximum(clock.MONTHS[month], FIRST_DAY)
    day = first + bits.below(n, clock.MONTHS[month + 1] - first)
    weekday = clock.WEEKDAY[day]
    day = np.where(weekday < 5, day, np.where(day - 3 >= first, day - 3, day + 3))
    hour = np.array(PEAK)[bits.below(n, len(PEAK))]
    return np.sort(day * clock.DAY + hour * HOUR + bits.below(n, HOUR))


def _vendors(bits: Stream) -> Ints:
    """Return when vendors fail: at any hour, evenly over the whole time."""
    length = (clock.END - FIRST) // VENDORS
    return FIRST + np.arange(VENDORS) * length + bits.below(VENDORS, length)


# Requests ----------------------------------------------------------------------------------------


def _requests(facts: Facts, events: Ints) -> Ints:
    """Return the requests of each hour: those of a month, by season, weekday and hour."""
    bits = Stream(facts.parameters.seed, 0, "operations/requests")
    day = np.repeat(np.arange(FIRST_DAY, clock.DAYS), 24)
    weight = clock.SEASON[day] * clock.USE_BY_WEEKDAY[clock.WEEKDAY[day]] // 1000
    weight = weight * np.tile(_BY_HOUR, clock.DAYS - FIRST_DAY) * (900 + bits.below(HOURS, 201))
    month = clock.MONTH[day]
    whole = np.bincount(month, weight.astype(np.float64), minlength=len(events)).astype(np.int64)
    # The first month began before the record: its events are those of the days that are left.
    cut = (month == month[0]) * (FIRST_DAY - clock.MONTHS[month[0]])
    length = clock.MONTHS[month + 1] - clock.MONTHS[month]
    share = weight * 1_000_000 // np.maximum(1, whole[month])
    return events[month] * REQUESTS * share // 1_000_000 * (length - cut) // length


def _failures(facts: Facts, incidents: Incidents, requests: Ints) -> tuple[Incidents, Service]:
    """Let requests fail while incidents last, hour by hour, and the few that always do."""
    bits = Stream(facts.parameters.seed, 0, "operations/errors")
    failed = (requests * ERRORS + bits.below(len(requests), 10_000)) // 10_000
    failed = np.minimum(failed, requests)
    lost = np.zeros(len(incidents.cause), dtype=np.int64)
    for place, (start, end, share) in enumerate(
        zip(incidents.started, incidents.restored, incidents.share, strict=True)
    ):
        for hour in range(
            (int(start) - FIRST) // HOUR, min(HOURS, (int(end) - FIRST - 1) // HOUR + 1)
        ):
            begin = FIRST + hour * HOUR
            seconds = min(int(end), begin + HOUR) - max(int(start), begin)
            down = int(requests[hour]) * int(share) * seconds // (1000 * HOUR)
            down = min(down, int(requests[hour] - failed[hour]))
            failed[hour] += down
            lost[place] += down
    return incidents._replace(failed=lost), Service(requests, failed)


def _drawn(values: tuple[int, ...], u16: Array) -> Ints:
    return np.array(values, dtype=np.int64)[u16.astype(np.int64) * len(values) >> 16]

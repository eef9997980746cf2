"""Behaviour: what people do in Kitewell, as the events that it records.

The first week is written out step by step, because activation is decided there. After it,
habit speaks: each day a person is active with a chance that depends on the person, the
weekday and the season; an active day has sessions, a session has actions. At the end the
recording itself adds its flaws: a retry that stores an event twice, a release that counts
twice, a day without service, clients that do not say what they are, and robots.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..engine import clock
from ..engine.block import Block
from ..engine.chain import Chain
from ..engine.streams import Array, Ints, Stream, pick
from . import market, money, people
from .market import Accounts
from .money import Ledger
from .people import REVERSED, Users

SIGNED_UP, SESSION, PROJECT, TASK, INVITED, COMPLETED, COMMENT, REPORT = range(8)
PRICING, CHECKOUT, UPGRADED = range(8, 11)
WEB, DESKTOP, IOS, ANDROID, API = range(5)
UNKNOWN = 7
"""Code of a platform that the client did not say."""

WEEK = 7 * clock.DAY
BOT_PERIODS = (3600, 5400, 7200)
BLOCKED_CLIENT = 0.05
"""Share of people whose browser hides what client it is."""

RETRIES_AT_DESK = 0.08
"""Retries of web and desktop clients, relative to those of the mobile apps."""

_OTHER_PLATFORM = ((0, 30, 36, 34), (70, 0, 15, 15), (70, 20, 0, 10), (72, 18, 10, 0), (1, 0, 0, 0))
_STAYS_ON_PLATFORM = 0.86
_SESSIONS = (82, 15, 3)
_ACTIONS = (32, 34, 19, 9, 4, 2, 0)
# Weights in the order of EVENTS, by role and by desk (web, desktop) or hand (ios, android).
_MIX = (
    (0, 0, 7, 30, 2, 25, 17, 15, 4, 0, 0),
    (0, 0, 5, 31, 0, 31, 22, 10, 1, 0, 0),
    (0, 0, 1, 14, 0, 33, 45, 6, 1, 0, 0),
    (0, 0, 1, 14, 0, 20, 20, 42, 3, 0, 0),
    (0, 0, 1, 14, 0, 25, 25, 34, 1, 0, 0),
    (0, 0, 0, 6, 0, 26, 46, 22, 0, 0, 0),
)


def _table(weights: tuple[int, ...]) -> Array:
    return pick(np.arange(0, 1 << 16, 16, dtype=np.uint16), weights)


_MIX_TABLE = np.stack([_table(row) for row in _MIX]).ravel()
_OTHER_TABLE = np.stack([_table(row) for row in _OTHER_PLATFORM]).ravel()
_SESSIONS_TABLE = _table(_SESSIONS) + np.int8(1)
_ACTIONS_TABLE = _table(_ACTIONS)


class Days(NamedTuple):
    """Active days: one element a person and local day, in order of person and day."""

    user: Array
    day: Array


@dataclass(frozen=True)
class Diary:
    """What happened: packed events in order of time.

    `seen` holds the first session of each person in each quarter: (user, second).
    """

    packed: Ints
    seen: tuple[Ints, Ints]

    def __len__(self) -> int:
        return len(self.packed)

    @property
    def occurred(self) -> Ints:
        """Seconds since the start, UTC."""
        return self.packed >> 30

    @property
    def user(self) -> Ints:
        """Index of the person in the block."""
        return (self.packed >> 7) & 0x7FFFFF

    @property
    def event(self) -> Array:
        """Code of the event in EVENTS."""
        return ((self.packed >> 3) & 15).astype(np.int8)

    @property
    def platform(self) -> Array:
        """Code of the client in PLATFORMS, UNKNOWN where it did not say."""
        return (self.packed & 7).astype(np.int8)

    @property
    def identity(self) -> Ints:
        """Event number within the block; a row stored twice keeps its number."""
        return np.cumsum(np.diff(self.packed, prepend=-1) != 0)


def pack(second: Array, user: Array, event: Array | int, platform: Array | int) -> Ints:
    """Put whole events into one number each, so that one plain sort puts them in order."""
    key = np.asarray(second, dtype=np.int64) << 23
    key |= user
    key <<= 4
    key |= event
    key <<= 3
    key |= platform
    return key


def _active_days(block: Block, accounts: Accounts, users: Users, ledger: Ledger) -> Days:
    again, start, stop = ledger.spells
    user = np.concatenate([np.arange(len(users)), again])
    first = np.concatenate([users.first_day + 1, start])
    last = np.minimum(np.concatenate([ledger.last_day, stop]), clock.DAYS)
    length = np.maximum(0, last - first)
    total = int(length.sum())
    before = np.cumsum(length) - length
    day = (np.arange(total) - np.repeat(before - first, length)).astype(np.int32)
    rhythm = clock.USE_BY_WEEKDAY[clock.WEEKDAY] * clock.SEASON // 1000
    rhythm = rhythm * block.facts.use_noise // 1000
    # habit and rhythm in thousandths; 65_536 is certainty
    chance = np.repeat(users.habit[user].astype(np.int32), length)
    chance *= rhythm.astype(np.int32)[day]
    active = block.stream("events/days").u16(total) < (chance >> 4).astype(np.int32) * 67 // 64
    return Days(np.repeat(user.astype(np.int32), length)[active], day[active])


def _sessions(
    block: Block, accounts: Accounts, users: Users, days: Days
) -> tuple[Ints, Ints, Array]:
    """Person, second and platform of each session of the habit, and which is first of its day."""
    bits = block.stream("events/sessions")
    count = _SESSIONS_TABLE[bits.u16(len(days.user)) >> 4]
    n = int(count.sum(dtype=np.int64))
    user = np.repeat(days.user, count)
    day = np.repeat(days.day, count)
    of = np.repeat(count, count).astype(np.uint32)
    first = np.cumsum(count, dtype=np.int64) - count
    nth = (np.arange(n) - np.repeat(first, count)).astype(np.uint32)
    # Each session has its own part of the day, with a pause to the next.
    part = np.uint32(0xFFFFFFFF) // of
    draw = nth * part + (bits.u32(n) // of // np.uint32(8)) * np.uint32(7)
    zone = accounts.zone[users.account].astype(np.int64)
    second = day * np.int64(clock.DAY) + clock.second_of_day(draw)
    second -= clock.OFFSET.ravel()[zone[user] * clock.OFFSET.shape[1] + day]
    return user, second, _platforms(bits, users.platform, user)


def _platforms(bits: Stream, main: Array, user: Ints) -> Array:
    platform = main[user]
    elsewhere = np.flatnonzero(bits.u16(len(user)) >= round(_STAYS_ON_PLATFORM * 65536))
    row = platform[elsewhere].astype(np.int32) << 12
    platform[elsewhere] = _OTHER_TABLE[row + (bits.u16(len(elsewhere)) >> 4)]
    return platform


def _habit(block: Block, users: Users, user: Ints, second: Ints, platform: Array) -> list[Ints]:
    bits = block.stream("events/actions")
    n = len(user)
    count = _ACTIONS_TABLE[bits.u16(n) >> 4]
    total = int(count.sum(dtype=np.int64))
    opened = pack(second, user, 0, platform)
    first = np.cumsum(count, dtype=np.int64) - count
    nth = (np.arange(total) - np.repeat(first, count)).astype(np.int32) + 1
    pace = 12 + (bits.u16(n) >> 9).astype(np.int32)
    draw = bits.u16(total)
    pause = nth * np.repeat(pace, count) + (draw & 7)
    hand = (platform == IOS) | (platform == ANDROID)
    kind = (users.role[user] + 3 * hand).astype(np.int32) << 12
    event = _MIX_TABLE[np.repeat(kind, count) + (bits.u16(total) >> 4)].astype(np.int64)
    acted = np.repeat(opened, count)

    newcomer = ~users.activated[user] & (second < users.signed_up[user] + WEEK + 3600)
    early = np.repeat(newcomer, count)
    if early.any():
        # Nobody activates by habit: who has not, lacks one of the two steps in the first week.
        builds = np.repeat(users.builds[user], count)
        event[early & ~builds & (event == PROJECT)] = TASK
        event[early & builds & (event == COMPLETED)] = COMMENT
    acted += (pause.astype(np.int64) << 30) | (event << 3)
    opened |= SESSION << 3
    return [opened, acted]


def _first_week(block: Block, accounts: Accounts, users: Users) -> list[Ints]:
    """Signing up and the first steps, so that exactly the activated make both steps in time."""
    bits = block.stream("events/first week")
    who = np.flatnonzero(~users.bot)
    n = len(who)
    t0 = users.signed_up[who]
    zone, role = accounts.zone[users.account[who]], users.role[who]
    activated, late, builds = users.activated[who], users.late[who], users.builds[who]

    def later_day(start: Ints, days: Ints) -> Ints:
        day = clock.workday(clock.local_day(zone, start) + days, bits.chance(n, 0.15))
        return clock.to_utc(zone, day, clock.second_of_day(bits.u32(n)))

    def soon(mean: int) -> Ints:
        return 40 + bits.below(n, mean) + bits.below(n, mean)

    opening = t0 + 4 + bits.below(n, 30)
    same_1 = bits.chance(n, 0.62)
    first = np.where(same_1, opening + soon(500), later_day(t0, 1 + bits.below(n, 3)))
    gap = 1 + bits.below(n, 2)
    next_step = later_day(first, gap)
    same_2 = bits.chance(n, 0.5) | (next_step > t0 + 5 * clock.DAY)
    second = np.where(same_2, first + soon(600), next_step)
    reverse = bits.chance(n, np.array(list(REVERSED.values()))[role])
    project, done = np.where(reverse, second, first), np.where(reverse, first, second)

    only = np.where(builds, first, 0)
    project = np.where(activated, project, np.where(bits.chance(n, 0.72), only, 0))
    only = np.where(builds, 0, first)
    done = np.where(activated, done, np.where(bits.chance(n, 0.40), only, 0))
    late_step = later_day(t0, 8 + bits.below(n, 9))
    project = np.where(late, np.where(builds, first, late_step), project)
    done = np.where(late, np.where(builds, late_step, first), done)
    added = np.where(project > 0, project + 20 + bits.below(n, 280), 0)
    early_task = (done > 0) & ((project == 0) | (project > done))
    added = np.where(early_task, done - 15 - bits.below(n, 25), added)
    glance = (project + done == 0) & bits.chance(n, 0.35)
    added = np.where(glance, opening + soon(200), added)

    steps = [(who, t0, SIGNED_UP), (who, opening, SESSION)]
    for moment, event in ((project, PROJECT), (done, COMPLETED), (added, TASK)):
        some = np.flatnonzero(moment > 0)
        steps.append((who[some], moment[some], event))
    # A step on another day is taken in a session of its own.
    other_day = np.flatnonzero(~same_1 & (project + done > 0))
    steps.append((who[other_day], first[other_day] - 60 - bits.below(len(other_day), 60), SESSION))
    other_day = np.flatnonzero(activated & ~same_2)
    steps.append((who[other_day], second[other_day] - 60 - bits.below(len(other_day), 60), SESSION))
    other_day = np.flatnonzero(late)
    steps.append(
        (who[other_day], late_step[other_day] - 60 - bits.below(len(other_day), 60), SESSION)
    )

    packed = []
    silent, _ = block.facts.silent_span
    for person, moment, event in steps:
        # Whoever is in the first days when Kitewell goes silent goes on a day later.
        waits = (moment >= silent) & (users.signed_up[person] < silent)
        waits &= users.signed_up[person] >= silent - WEEK
        moment = moment + np.where(waits, clock.DAY, 0)
        packed.append(pack(moment, person, event, users.platform[person]))
    return packed


def _invitations(block: Block, users: Users) -> Ints:
    """Each person but the owner was invited by the owner, some time before joining."""
    bits = block.stream("events/invitations")
    invited = np.flatnonzero((users.role != 0) & ~users.bot)
    extra = bits.chance(len(invited), 0.25)
    invited = np.concatenate([invited, invited[extra]])
    owner = users.owner[users.account[invited]]
    room = users.signed_up[invited] - users.signed_up[owner] - 60
    moment = users.signed_up[invited] - 30 - bits.below(len(invited), np.minimum(room, 5 * 3600))
    return pack(moment, owner, INVITED, users.platform[owner])


def _purchases(block: Block, users: Users, ledger: Ledger) -> list[Ints]:
    bits = block.stream("events/purchases")
    user, second, far = ledger.visits
    platform = np.where(users.platform[user] == DESKTOP, DESKTOP, WEB)
    thinking = 60 + bits.below(len(user), 1500)
    paying = 25 + bits.below(len(user), 160)
    packed = [
        pack(second - thinking - paying - 20, user, SESSION, platform),
        pack(second - thinking - paying, user, PRICING, platform),
    ]
    for step, moment, event in ((1, second - paying, CHECKOUT), (2, second, UPGRADED)):
        some = far >= step
        packed.append(pack(moment[some], user[some], event, platform[some]))
    return packed


def _robots(block: Block, users: Users) -> Ints:
    """Automated users: a session every hour or two, day and night, and nothing else."""
    bits = block.stream("events/robots")
    bots = np.flatnonzero(users.bot)
    if len(bots) == 0:
        return np.empty(0, dtype=np.int64)
    period = np.array(BOT_PERIODS)[bits.below(len(bots), len(BOT_PERIODS))]
    platform = np.where(bits.chance(len(bots), 0.7), API, WEB)
    start = users.signed_up[bots] + bits.below(len(bots), 3600)
    count = -(-(clock.END - start) // period)
    nth = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
    moment = np.repeat(start, count) + nth * np.repeat(period, count)
    return pack(moment, np.repeat(bots, count), SESSION, np.repeat(platform, count))


def _record(block: Block, users: Users, packed: Ints) -> Ints:
    """Store the events as Kitewell's tracking does, flaws included, in order of time."""
    bits = block.stream("events/record")
    facts, end = block.facts, clock.END << 30
    silent, resumed = (second << 30 for second in facts.silent_span)
    packed = packed[(packed < end) & (packed >= 0) & ((packed < silent) | (packed >= resumed))]

    android = (packed & 127) == (REPORT << 3 | ANDROID)
    twice = packed[android & (packed >= facts.release_second << 30)] + (1 << 30)
    packed = np.concatenate([packed, twice[twice < end]])

    platform = packed & 7
    hidden = bits.chance(len(users), BLOCKED_CLIENT) & ~users.bot
    web = np.flatnonzero(platform == WEB)
    web = web[hidden[(packed[web] >> 7) & 0x7FFFFF]]
    packed[web] |= UNKNOWN
    packed.sort()
    # Two alike by accident would look like a repeat that nobody planted.
    packed = packed[np.diff(packed, prepend=-1) != 0]

    chance = np.zeros(8)
    chance[[IOS, ANDROID]] = block.parameters.duplicates
    chance[[WEB, DESKTOP, UNKNOWN]] = block.parameters.duplicates * RETRIES_AT_DESK
    repeated = bits.chance(len(packed), chance[packed & 7])
    repeated &= ~users.bot[(packed >> 7) & 0x7FFFFF]
    packed = np.concatenate([packed, packed[repeated]])
    packed.sort()
    return packed


def diary(chain: Chain) -> Diary:
    """Simulate everything that the block's people and robots do, as it was recorded."""
    block, accounts = chain.block, chain(market.accounts)
    users, ledger = chain(people.users), chain(money.ledger)
    days = _active_days(block, accounts, users, ledger)
    user, second, platform = _sessions(block, accounts, users, days)
    parts = _habit(block, users, user, second, platform)
    parts += _first_week(block, accounts, users)
    parts += _purchases(block, users, ledger)
    parts += [_invitations(block, users), _robots(block, users)]
    silent, resumed = block.facts.silent_span
    seen = _first_in_quarter(user, second, (second < silent) | (second >= resumed))
    return Diary(packed=_record(block, users, np.concatenate(parts)), seen=seen)


def _first_in_quarter(user: Ints, second: Ints, counts: Array) -> tuple[Ints, Ints]:
    quarter = clock.QUARTER[np.clip(second, 0, clock.END) // clock.DAY]
    key = user.astype(np.int64) * 16 + np.where(counts & (second < clock.END), quarter, 15)
    changes = np.flatnonzero(np.diff(key, prepend=-1))
    changes = changes[key[changes] & 15 < 12]
    _, first = np.unique(key[changes], return_index=True)
    return user[changes[first]].astype(np.int64), second[changes[first]]

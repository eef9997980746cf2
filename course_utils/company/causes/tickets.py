"""Tickets: what makes a customer write to support, and how long support takes.

Each ticket has a cause in the record: an event after which the user wrote. So trouble follows
use, newcomers ask how to begin, a release that counts twice is noticed, and the day without
service fills the mailbox although no event tells of it. Some accounts are loud: they write
far more often than others, mostly about reports, and pay less. Those who pay most have large
boards: what troubles them in a report is mostly how long it takes.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from statistics import NormalDist
from typing import Any

import numpy as np

from ..engine import clock
from ..engine.chain import Chain
from ..engine.streams import Array, Ints, at, pick_by, quantiles
from ..words.grammar import Voice, capitals
from ..words.tickets import RULES
from . import behaviour
from .behaviour import diary
from .market import accounts
from .people import users
from .vocabulary import AREAS, INDUSTRIES, TICKET_KINDS

ONBOARDING, REPORTS, NOTIFICATIONS, BILLING, PERMISSIONS, INTEGRATIONS, MOBILE, PERFORMANCE = range(
    8
)
QUESTION, BUG, REQUEST, COMPLAINT = range(4)
EMAIL, CHAT, IN_APP = range(3)
PLAIN, DOUBLE, SILENT = range(3)

CHANCE = (0.006, 0.0027, 0.0065, 0.0022, 0.014, 0.0016, 0.0034, 0.008, 0.022, 0.05, 0.06)
"""Chance that an event makes somebody write, in the order of EVENTS."""
DOUBLE_CHANCE = 0.03
"""The same for a report that the Android release counts twice."""
SILENT_CHANCE = 0.06
"""The same for a session after the silent day, until Monday: the mail came on that day."""
LOUD_SHARE = (0.1, 0.03, 0.0)
"""Share of accounts that are loud, by plan."""
LOUD_FACTOR = 16
"""How much more often a loud account writes."""
LOUD_REPORTS = 0.85
"""Share of what loud accounts write that is about reports, whatever they did."""
SLOW_REPORTS = (0.0, 0.75, 0.97)
"""Share of what others would write about reports that is about speed instead, by plan."""
SLOW = (0.0, 0.04, 0.25)
"""The same for what they would write about anything else."""

AREA_BY_EVENT = (
    (100, 0, 0, 0, 0, 0, 0, 0),
    (4, 3, 20, 4, 8, 22, 0, 39),
    (45, 4, 5, 0, 12, 12, 0, 22),
    (30, 4, 14, 0, 8, 14, 0, 30),
    (18, 0, 8, 10, 62, 2, 0, 0),
    (10, 12, 30, 0, 12, 16, 0, 20),
    (4, 0, 66, 0, 14, 10, 0, 6),
    (4, 76, 2, 0, 6, 6, 0, 6),
    (4, 0, 0, 86, 4, 6, 0, 0),
    (0, 0, 0, 100, 0, 0, 0, 0),
    (0, 0, 0, 90, 6, 4, 0, 0),
)
MOBILE_SHARE = 0.5
"""Share of what is written from a phone that is about the app itself."""
NEWCOMER_DAYS = 14
NEWCOMER_SHARE = 0.55
"""Share of what is written in the first days that is about how to begin."""

KIND_BY_AREA = (
    (60, 14, 16, 10),
    (28, 30, 28, 14),
    (26, 28, 30, 16),
    (52, 18, 12, 18),
    (38, 20, 30, 12),
    (34, 30, 30, 6),
    (20, 42, 28, 10),
    (14, 52, 8, 26),
)
SEVERITY_BY_KIND = ((70, 24, 5, 1), (18, 40, 30, 12), (62, 30, 7, 1), (20, 42, 30, 8))
CHANNEL_BY_PLAN = ((34, 22, 44), (32, 38, 30), (44, 40, 16))

REPLY_MINUTES = (230, 8, 75)
"""Median until the first answer on a working day, by channel."""
RESOLVE_HOURS = (30, 22, 15, 6)
"""Median until a ticket is closed, by severity."""
SLOWDOWN_DAY = clock.day_of(2026, 4, 1)
SLOWDOWN = 1.5
"""By how much closing takes longer since the campaign filled the mailbox."""
NEVER_CLOSED = 0.02
REOPENED = 0.07

_SPREAD = quantiles(lambda q: 1000 * exp(1.0 * NormalDist().inv_cdf(q)))


@dataclass(frozen=True)
class Tickets:
    """Tickets of a block in order of time; -1 where nobody answered, or nobody closed."""

    user: Ints
    created: Ints
    channel: Array
    area: Array
    kind: Array
    severity: Ints
    cause: Array
    reply: Ints
    resolved: Ints
    reopened: Array

    def __len__(self) -> int:
        return len(self.user)


def loud(chain: Chain) -> Array:
    """Which of the block's accounts are loud."""
    a = chain(accounts)
    return chain.block.stream("tickets/loud").chance(len(a), np.array(LOUD_SHARE)[a.plan])


def _causes(chain: Chain) -> tuple[Ints, Array]:
    """Packed events after which somebody wrote, and what kind of cause each is."""
    facts = chain.block.facts
    packed = chain(diary).packed
    packed = packed[np.diff(packed, prepend=-1) != 0]
    event, second = (packed >> 3) & 15, packed >> 30
    user = (packed >> 7) & 0x7FFFFF
    u = chain(users)
    double = ((packed & 127) == (behaviour.REPORT << 3 | behaviour.ANDROID)) & (
        second >= facts.release_second
    )
    resumed = facts.silent_span[1]
    weekend = clock.WEEKDAY[facts.silent_day + 1] == 6
    until = resumed + (2 if weekend else 1) * clock.DAY
    after = (event == behaviour.SESSION) & (second >= resumed) & (second < until)
    chance = np.array(CHANCE)[event]
    chance = chance * np.where(chain(loud)[u.account[user]], LOUD_FACTOR, 1)
    chance = np.where(double, DOUBLE_CHANCE, np.where(after, SILENT_CHANCE, chance))
    chance = np.where(u.bot[user], 0.0, np.minimum(chance, 0.5))
    wrote = np.flatnonzero(chain.block.stream("tickets/cause").chance(len(packed), chance))
    cause = np.where(double[wrote], DOUBLE, np.where(after[wrote], SILENT, PLAIN))
    return packed[wrote], cause


def tickets(chain: Chain) -> Tickets:
    """Simulate the block's tickets."""
    u, a = chain(users), chain(accounts)
    packed, cause = _causes(chain)
    bits = chain.block.stream("tickets/content")
    n = len(packed)
    event, platform, user = (packed >> 3) & 15, packed & 7, (packed >> 7) & 0x7FFFFF
    second = packed >> 30
    silent = chain.block.facts.silent_span[0]
    moment = second + 90 + bits.below(n, 4000)
    moment = np.where(cause == SILENT, silent + second % clock.DAY, moment)

    area = pick_by(bits.u16(n), event, AREA_BY_EVENT)
    hand = (platform == behaviour.IOS) | (platform == behaviour.ANDROID)
    area = np.where(hand & bits.chance(n, MOBILE_SHARE), MOBILE, area)
    young = moment < u.signed_up[user] + NEWCOMER_DAYS * clock.DAY
    area = np.where(young & bits.chance(n, NEWCOMER_SHARE), ONBOARDING, area)
    turn = chain.block.stream("tickets/turn")
    shouts, plan = chain(loud)[u.account[user]], a.plan[u.account[user]]
    area = np.where(shouts & turn.chance(n, LOUD_REPORTS), REPORTS, area)
    slow = np.where(area == REPORTS, np.array(SLOW_REPORTS)[plan], np.array(SLOW)[plan])
    area = np.where(~shouts & turn.chance(n, slow), PERFORMANCE, area)
    area = np.choose(cause, [area, REPORTS, PERFORMANCE])
    kind = pick_by(bits.u16(n), area, KIND_BY_AREA)
    kind = np.choose(cause, [kind, BUG, np.where(bits.chance(n, 0.6), COMPLAINT, BUG)])
    severity = 1 + pick_by(bits.u16(n), kind, SEVERITY_BY_KIND).astype(np.int64)
    severity = np.choose(cause, [severity, np.maximum(severity, 2), np.maximum(severity, 3)])
    channel = pick_by(bits.u16(n), plan, CHANNEL_BY_PLAN)
    channel = np.where(cause == SILENT, EMAIL, channel)

    reply = np.array(REPLY_MINUTES)[channel] * at(_SPREAD, bits.u32(n)) // 1000
    reply = 1 + reply * np.where(severity == 4, 1, 2) // 2
    opened = _office(moment)
    reply = reply + (opened - moment) // 60
    hours = np.array(RESOLVE_HOURS)[severity - 1] * at(_SPREAD, bits.u32(n))
    slow = round(SLOWDOWN * 1000)
    hours = hours * np.where(moment >= SLOWDOWN_DAY * clock.DAY, slow, 1000) // 1000
    resolved = moment + np.maximum(hours * 36 // 10, (reply + 4) * 60)
    answered = moment + reply * 60 < clock.END
    closed = answered & (resolved < clock.END) & ~bits.chance(n, NEVER_CLOSED)
    back = closed & bits.chance(n, REOPENED)

    kept = np.flatnonzero(moment < clock.END)
    order = kept[np.sort(moment[kept] << 23 | np.arange(len(kept))) & 0x7FFFFF]
    return Tickets(
        user=user[order],
        created=moment[order],
        channel=channel[order],
        area=area[order],
        kind=kind[order],
        severity=severity[order],
        cause=cause[order],
        reply=np.where(answered, reply, -1)[order],
        resolved=np.where(closed, resolved, -1)[order],
        reopened=back[order],
    )


def _office(moment: Ints) -> Ints:
    """Return the next moment at which support works: Monday to Friday."""
    day = moment // clock.DAY
    weekday = clock.WEEKDAY[np.minimum(day, clock.DAYS)]
    monday = (day + 7 - weekday) * clock.DAY + 7 * 3600
    return np.where(weekday >= 5, monday, moment)


_CLIENTS = ("in the browser", "in the desktop app", "on iOS", "on Android", "in the browser")


def texts(chain: Chain) -> list[str]:
    """Return what the users wrote."""
    t, u, a = chain(tickets), chain(users), chain(accounts)
    voice = Voice(chain.block.stream("tickets/text"), RULES)
    team = np.maximum(2, a.members[u.account[t.user]] + 1).tolist()
    client = u.platform[t.user].tolist()
    industry = a.industry[u.account[t.user]].tolist()
    columns = (t.area.tolist(), t.kind.tolist(), t.channel.tolist(), t.cause.tolist())
    written = []
    facts: dict[str, Any]
    for area, kind, channel, cause, people, on, trade in zip(
        *columns, team, client, industry, strict=True
    ):
        work = voice.expand(f"[work_{INDUSTRIES[trade]}]", {})
        where = "on my phone" if area == MOBILE and on < behaviour.IOS else _CLIENTS[on]
        facts = {"team": people, "client": where, "work": work}
        if cause == PLAIN:
            rule = f"{AREAS[area]}_{TICKET_KINDS[kind]}"
        else:
            rule = "double" if cause == DOUBLE else "silent"
        written.append(_dressed(voice, rule, TICKET_KINDS[kind], channel, facts))
    return written


def _dressed(voice: Voice, rule: str, kind: str, channel: int, facts: dict[str, Any]) -> str:
    """Put around the matter what people put around it in a mail, a chat, a form."""
    text = f"[{rule}]"
    if voice.chance(55):
        text += f" [effect_{kind}]"
    if voice.chance(40):
        text += f" [ask_{kind}]"
    if channel == EMAIL:
        text = f"[hello]\n{text}\n[bye]"
    elif channel == CHAT and voice.chance(50):
        text = f"[hi] {text}"
    text = voice.expand(text, facts)
    if channel == CHAT and voice.chance(25):
        return text.lower().rstrip(".")
    return capitals(text)

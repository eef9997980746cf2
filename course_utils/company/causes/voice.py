"""Voice: what people say when they are asked (NPS, CSAT, SUS), and who does not answer.

What a person says follows from their experience: whether they activated, how often they use
Kitewell, and through which channel they are asked. Somebody asked inside the product has it
open and has just got something done; e-mail also reaches those who are drifting away.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from ..engine import clock
from ..engine.block import Block
from ..engine.chain import Chain
from ..engine.streams import Array, Ints, at, quantiles, spread
from . import behaviour, market, people
from .people import Users

NPS, CSAT, SUS = range(3)
ITEMS = 10

NPS_ASKED = 0.5
"""Share of a quarter's active people who are asked for an NPS answer."""
CSAT_ASKED = 0.45
SUS_ASKED = 0.05
IN_APP_SHARE = 0.6
ANSWERS = {"in_app": 0.42, "email": 0.11}
BY_HABIT = ((200, 1000), (800, 700))
"""What multiplies the rate of answering, in thousandths, for those who did not activate and those
who did: without any habit, and what a full habit adds. Who comes often answers most."""
IN_APP_BONUS = 800
"""By how much asking in the product raises an NPS answer, in thousandths of a score point."""
NPS_TREND = -60
"""Change of the NPS answer from Q1 to Q2 2026, in thousandths of a score point: nothing."""

_NOISE = quantiles(lambda q: 1000 * NormalDist().inv_cdf(q))
_DELAY_APP = quantiles(lambda q: 6 - 22 * math.log(1 - q))
_DELAY_MAIL = quantiles(lambda q: 400 - 86_400 * 1.6 * math.log(1 - q))


@dataclass(frozen=True)
class Answers:
    """Every request for an answer, in order of asking; -1 stands for no answer."""

    user: Ints
    survey: Array
    channel: Array
    asked: Ints
    answered: Ints
    score: Array
    items: Array

    def __len__(self) -> int:
        return len(self.user)


def _experience(users: Users) -> Ints:
    """How good Kitewell is to a person, in thousandths around 0."""
    return np.where(users.activated, 420, -520) + (np.minimum(users.habit, 900) - 450) * 8 // 10


def _keen(users: Users) -> Ints:
    """By what a person's rate of answering differs, in thousandths."""
    base, more = np.array(BY_HABIT)[users.activated.astype(np.int64)].T
    return base + more * np.minimum(users.habit, 1000) // 1000


def surveys(chain: Chain) -> Answers:
    """Simulate the block's surveys: quarterly NPS, CSAT after a first week, SUS twice a year."""
    block, accounts = chain.block, chain(market.accounts)
    users, diary = chain(people.users), chain(behaviour.diary)
    user, seen = diary.seen
    quarter = clock.QUARTER[seen // clock.DAY]
    bits = block.stream("surveys/asked")
    nps = np.flatnonzero(bits.chance(len(user), NPS_ASKED))
    sus = np.flatnonzero(bits.chance(len(user), SUS_ASKED) & (quarter % 2 == 1))
    joined = np.flatnonzero(~users.bot & bits.chance(len(users), CSAT_ASKED))
    who = np.concatenate([user[nps], joined, user[sus]])
    kind = np.repeat([NPS, CSAT, SUS], [len(nps), len(joined), len(sus)]).astype(np.int8)
    n = len(who)

    trigger = np.concatenate([seen[nps], users.signed_up[joined], seen[sus]])
    channel_cell = kind.astype(np.int64) * 16 + clock.QUARTER[trigger // clock.DAY]
    in_app = spread(block.stream("surveys/channel"), channel_cell) < round(IN_APP_SHARE * 65536)
    channel = np.where(in_app, 0, 1).astype(np.int8)
    zone = accounts.zone[users.account[who]]
    mail_day = clock.local_day(zone, trigger) + 1 + (kind == CSAT) * (2 + bits.below(n, 5))
    mailed = clock.to_utc(zone, mail_day, 8 * 3600 + bits.below(n, 3 * 3600))
    soon = trigger + 150 + bits.below(n, 500)
    asked = block.facts.shift(np.where(in_app, soon, mailed))

    cell = channel_cell * 2 + channel
    rate = np.array(list(ANSWERS.values()))[channel] * _keen(users)[who] / 1000
    answers = spread(block.stream("surveys/response"), cell) < np.round(rate * 65536)
    delay = bits.u32(n)
    answered = asked + np.where(in_app, at(_DELAY_APP, delay), at(_DELAY_MAIL, delay))
    answers &= answered < clock.END
    kept = np.flatnonzero(asked < clock.END)
    order = kept[np.sort(asked[kept] << 23 | np.arange(len(kept))) & 0x7FFFFF]

    felt = _experience(users)[who]
    noise = spread(block.stream("surveys/score"), cell * 2 + answers).astype(np.uint32) << 16
    mood = at(_NOISE, noise)
    trend = np.where(clock.QUARTER[trigger // clock.DAY] == 11, NPS_TREND, 0)
    points = 7100 + felt * 14 // 10 + np.where(in_app, IN_APP_BONUS, 0) + trend + mood * 21 // 10
    nps_score = np.clip((points + 500) // 1000, 0, 10)
    stars = 4000 + felt * 14 // 10 + np.where(in_app, 120, 0) + mood
    csat_score = np.clip((stars + 500) // 1000, 1, 5)
    score = np.where(answers, np.choose(kind, [nps_score, csat_score, -1]), -1)

    return Answers(
        user=who[order],
        survey=kind[order],
        channel=channel[order],
        asked=asked[order],
        answered=np.where(answers, answered, -1)[order],
        score=score[order].astype(np.int8),
        items=_sus(block, felt, mood, answers & (kind == SUS))[order],
    )


def _sus(block: Block, felt: Ints, mood: Ints, answers: Array) -> Array:
    """Ten answers of 1 to 5, odd items positive and even items negative; -1 where none."""
    bits = block.stream("surveys/sus")
    items = np.full((len(felt), ITEMS), -1, dtype=np.int8)
    some = np.flatnonzero(answers)
    tilt = np.array([1, 1, 1, -1, 1, 0, 0, 1, 0, -1]) * 150
    for item in range(ITEMS):
        liking = 800 + felt[some] * 6 // 10 + mood[some] * 4 // 10 + tilt[item]
        liking = liking + at(_NOISE, bits.u32(len(some))) * 7 // 10
        sign = 1 if item % 2 == 0 else -1
        items[some, item] = np.clip((3500 + sign * liking) // 1000, 1, 5)
        skipped = bits.chance(len(some), 0.012)
        items[some[skipped], item] = -1
    return items

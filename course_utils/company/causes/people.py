"""People: who joins an account, whether they activate, how long and how often they stay.

Activation depends on channel, plan, onboarding, role and platform. It decides how long a
person's habit lasts; the habit decides everything that follows.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..engine import clock
from ..engine.block import Block
from ..engine.chain import Chain
from ..engine.facts import CAMPAIGN_DAY, GUIDED_DAY
from ..engine.streams import Array, Ints, at, pick, pick_by, quantiles, systematic
from . import market
from .market import COUNTRY_SHARE, Accounts
from .vocabulary import CHANNELS

GUIDED_START = GUIDED_DAY * clock.DAY

GUIDED_SHARE = (0.82, 0.18, 0.14)
"""Share of 2026 sign-ups who get guided onboarding, by plan: the free plan first."""

ACTIVATION = {
    "organic": 0.41,
    "referral": 0.46,
    "paid_search": 0.17,
    "partner": 0.45,
    "sales": 0.50,
}
"""Chance that a person activates under classic onboarding, by the account's channel."""

ACTIVATION_TREND = 0.02
"""Relative improvement within every channel in Q2 2026."""

PARTNER = CHANNELS.index("partner")
PARTNER_FALL = 0.5
"""What is left of the partners' activation in Q2 2026: they no longer set the first project up with
their clients."""

PLAN_FACTOR = (660, 1190, 1480)
ROLE_FACTOR = (1250, 1000, 700)
PLATFORM_FACTOR = (1000, 1060, 870, 850, 1000)
GUIDED_LIFT = (0.30, 0.21, 0.18)
"""Relative effect of guided onboarding on activation, by plan."""

REVERSED = {"owner": 0.08, "member": 0.42, "guest": 0.55}
"""Chance that an activating person finishes a task before making a first project, by role:
the invited finish tasks in a teammate's project first."""

GUIDED_GAIN = 0.09
"""What guided onboarding, given as it is, adds to a channel's activation (relative)."""

_PLATFORM_BY_ROLE = ((62, 23, 8, 7), (52, 19, 14, 15), (46, 8, 22, 24))
_ABROAD = 0.06
COUNTRY_UNKNOWN = 0.07

_JOIN_SOON = quantiles(lambda q: min(14.0, -3.0 * math.log(1 - q)))
_JOIN_LATER = quantiles(lambda q: min(700.0, 4 - 130.0 * math.log(1 - q)))

_STAY = quantiles(lambda q: min(1200.0, 50 * ((1 - q) ** (-1 / 1.45) - 1) + 4))
_STRAY = quantiles(lambda q: 0.0 if q < 0.60 else min(240.0, -13.0 * math.log((1 - q) / 0.40)))
_HABIT = quantiles(lambda q: 1000 * (0.14 + 0.84 * q**1.1))
_WEAK_HABIT = quantiles(lambda q: 1000 * (0.05 + 0.42 * q**1.5))
STAY_BY_PLAN = (45, 128, 160)
STAY_BY_SIZE = (92, 105, 118)


@dataclass(frozen=True)
class Users:
    """People of a block, in the order they signed up: one array element a person.

    `habit` is the chance of being active on a plain weekday in thousandths; `first_day` and
    `last_day` (local, exclusive) bound the time in which they use Kitewell at all. `late` people
    activate only after their first week; of the others, `builds` tells who makes a project but
    finishes no task in time (the rest: the other way round).
    """

    account: Ints
    signed_up: Ints
    role: Array
    onboarding: Array
    platform: Array
    country: Array
    country_known: Array
    activated: Array
    late: Array
    builds: Array
    bot: Array
    habit: Ints
    first_day: Ints
    last_day: Ints
    owner: Ints
    last_join: Ints

    def __len__(self) -> int:
        return len(self.signed_up)


def _joining(block: Block, accounts: Accounts) -> tuple[Ints, Ints, Ints]:
    """Account, moment and role (0 owner, 1 other) of everybody who joins before the extract."""
    facts = block.facts
    account = np.repeat(np.arange(len(accounts)), accounts.members)
    n = len(account)
    bits = block.stream("users/join")
    soon = at(_JOIN_SOON, bits.u32(n))
    later = at(_JOIN_LATER, bits.u32(n))
    offset = np.where(bits.chance(n, 0.58), soon, later)
    zone = accounts.zone[account]
    day = clock.local_day(zone, accounts.created[account]) + offset
    day = clock.workday(day, bits.chance(n, 0.2))
    joined = clock.to_utc(zone, day, clock.second_of_day(bits.u32(n)))
    earliest = accounts.created[account] + 240 + bits.below(n, 7200)
    joined = facts.shift(np.maximum(joined, earliest))

    old = int(np.searchsorted(accounts.created, (facts.bot_day - 120) * clock.DAY))
    bots = facts.bots(len(accounts), first=block.number == 0) if old else 0
    spot = block.stream("users/bots")
    homes = spot.below(max(1, -(-bots // 9)), max(1, old))
    home = homes[np.arange(bots) % len(homes)]
    started = facts.bot_day * clock.DAY + 6 * 3600 + spot.below(bots, 60 * 3600)

    kept = joined < clock.END
    everyone = np.concatenate([np.arange(len(accounts)), account[kept], home])
    moment = np.concatenate([accounts.created, joined[kept], started])
    kind = np.repeat([0, 1, 2], [len(accounts), int(kept.sum()), bots])
    order = np.sort(moment << 24 | np.arange(len(moment))) & 0xFFFFFF
    return everyone[order], moment[order], kind[order]


def _guided(block: Block, signed_up: Ints, cell: Ints, plan: Array) -> Array:
    share = np.round(np.array(GUIDED_SHARE) * (1 << 30)).astype(np.int64)
    chance = np.where(signed_up >= GUIDED_START, share[plan], 0)
    return systematic(block.stream("users/onboarding"), cell, chance).astype(np.int8)


def _activation_chance(
    block: Block, quarter: Ints, channel: Array, plan: Array, others: Array, guided: Array
) -> Ints:
    """Chance of activating, in units of 2**-30.

    Plan, role and platform shift people around their channel's level: what a channel brings
    in a quarter is its intent, whichever plans it happens to sell.
    """
    base = np.array([ACTIVATION[name] for name in CHANNELS])[channel]
    base = np.where(quarter >= clock.QUARTER[GUIDED_DAY] + 1, base * (1 + ACTIVATION_TREND), base)
    left = quarter >= clock.QUARTER[CAMPAIGN_DAY]
    base = np.where(left & (channel == PARTNER), base * PARTNER_FALL, base)
    strength = block.parameters.guided_lift
    lift = np.round(1000 * (1 + strength * np.array(GUIDED_LIFT)))
    share = np.where(quarter >= clock.QUARTER[GUIDED_DAY], np.array(GUIDED_SHARE)[plan], 0.0)
    usual = np.round(1000 + (lift[plan] - 1000) * share)
    base = base * np.where(share > 0, 1 + strength * GUIDED_GAIN, 1.0)
    factor = np.array(PLAN_FACTOR)[plan] * others
    cell = quarter * 8 + channel
    # Sums of whole numbers below 2**53: exact in any order.
    mean = np.bincount(cell, weights=factor * usual) / np.maximum(1, np.bincount(cell))
    factor = factor * np.where(guided == 1, lift[plan], 1000.0)
    chance = np.round(np.minimum(0.95, base * (factor / mean[cell])), 9)
    return np.round(chance * (1 << 30)).astype(np.int64)


def users(chain: Chain) -> Users:
    """Simulate everybody who joins the block's accounts, in the order they sign up."""
    block, accounts = chain.block, chain(market.accounts)
    account, signed_up, kind = _joining(block, accounts)
    n = len(account)
    bot = kind == 2
    plan, channel, zone = (a[account] for a in (accounts.plan, accounts.channel, accounts.zone))
    size = accounts.size[account]
    quarter = clock.QUARTER[signed_up // clock.DAY]

    guest = block.stream("users/role").chance(n, 0.15)
    role = np.where(kind == 0, 0, np.where((kind == 1) & guest, 2, 1)).astype(np.int8)
    platform = pick_by(block.stream("users/platform").u16(n), role, _PLATFORM_BY_ROLE)
    platform[bot] = 0

    cell = ((quarter * 8 + channel) * 4 + plan) * 4 + role
    guided = _guided(block, signed_up, np.where(bot, 0, cell), plan)
    others = np.array(ROLE_FACTOR)[role] * np.array(PLATFORM_FACTOR)[platform]
    chance = _activation_chance(block, quarter, channel, plan, others, guided)
    chance[bot] = 0
    run = ((quarter * 8 + channel) * 4 + plan) * 8 + guided * 4 + role
    activated = systematic(block.stream("users/activation"), run, chance)
    late = ~activated & ~bot & block.stream("users/late").chance(n, 0.05)

    builds = block.stream("users/builds").chance(n, np.array([0.62, 0.32, 0.2])[role])

    bits = block.stream("users/habit")
    draw = bits.u32(n)
    stay = at(_STAY, draw) * np.array(STAY_BY_PLAN)[plan] * np.array(STAY_BY_SIZE)[size] // 10_000
    stay = np.where(activated, stay, np.where(late, 14 + at(_STRAY, draw), at(_STRAY, draw)))
    strength = bits.u32(n)
    habit = np.where(activated, at(_HABIT, strength), at(_WEAK_HABIT, strength))
    habit = habit * np.array([1120, 1000, 620])[role] // 1000

    first_day = clock.local_day(zone, signed_up)
    last_join = np.zeros(len(accounts), dtype=np.int64)
    np.maximum.at(last_join, account[~bot], first_day[~bot])
    # Whoever keeps inviting people is still there.
    stay = np.where(role == 0, np.maximum(stay, last_join[account] - first_day + 3), stay)
    owner = np.empty(len(accounts), dtype=np.int64)
    owner[account[role == 0]] = np.flatnonzero(role == 0)

    country = accounts.country[account].copy()
    abroad = bits.chance(n, _ABROAD)
    country[abroad] = pick(bits.u16(int(abroad.sum())), COUNTRY_SHARE)
    return Users(
        account=account,
        signed_up=signed_up,
        role=role,
        onboarding=guided,
        platform=platform,
        country=country,
        country_known=~bits.chance(n, COUNTRY_UNKNOWN),
        activated=activated,
        late=late,
        builds=builds,
        bot=bot,
        habit=habit,
        first_day=first_day,
        last_day=np.where(bot, first_day, np.minimum(first_day + 1 + stay, clock.DAYS + 1)),
        owner=owner,
        last_join=last_join,
    )

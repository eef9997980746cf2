"""The market: who signs up, when, from where. The first link of the causal chain.

Demand grows, breathes with weekday and season, and is lifted in one channel by a campaign.
Channel shapes size, size shapes plan; nothing here knows what the accounts will do.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..engine import clock
from ..engine.block import Block
from ..engine.chain import Chain
from ..engine.facts import CAMPAIGN_DAY
from ..engine.streams import Array, Ints, at, pick, pick_by, quantiles, spread
from .vocabulary import CHANNELS

ZONES = tuple(clock.ZONES)
PAID = CHANNELS.index("paid_search")

CHANNEL_SHARE = (36, 20, 17, 15, 12)
SIZE_BY_CHANNEL = ((74, 22, 4), (66, 27, 7), (76, 20, 4), (52, 34, 14), (26, 46, 28))
PLAN_BY_SIZE = ((70, 25, 5), (46, 38, 16), (18, 40, 42))
INDUSTRY_SHARE = (24, 20, 11, 9, 8, 9, 12, 7)

COUNTRIES: dict[str, tuple[int, dict[str, int]]] = {
    "US": (300, {"America/New_York": 47, "America/Chicago": 29, "America/Los_Angeles": 24}),
    "GB": (115, {"Europe/London": 1}),
    "DE": (110, {"Europe/Berlin": 1}),
    "IN": (75, {"Asia/Kolkata": 1}),
    "CA": (60, {"America/Toronto": 7, "America/Vancouver": 3}),
    "FR": (55, {"Europe/Paris": 1}),
    "NL": (50, {"Europe/Amsterdam": 1}),
    "AU": (45, {"Australia/Sydney": 1}),
    "BR": (40, {"America/Sao_Paulo": 1}),
    "ES": (35, {"Europe/Madrid": 1}),
    "PL": (30, {"Europe/Warsaw": 1}),
    "SE": (25, {"Europe/Stockholm": 1}),
    "JP": (25, {"Asia/Tokyo": 1}),
    "SG": (20, {"Asia/Singapore": 1}),
    "IE": (15, {"Europe/Dublin": 1}),
}
COUNTRY_CODES = tuple(COUNTRIES)
COUNTRY_SHARE = tuple(share for share, _ in COUNTRIES.values())
_ZONE_BY_COUNTRY = tuple(tuple(zones.get(z, 0) for z in ZONES) for _, zones in COUNTRIES.values())
COUNTRY_UNKNOWN = 0.04

MEMBERS = (
    quantiles(lambda q: min(14.0, -2.9 * math.log(1 - q) - 0.4)),
    quantiles(lambda q: min(36.0, 2 - 7.8 * math.log(1 - q))),
    quantiles(lambda q: min(130.0, 10 - 29.0 * math.log(1 - q))),
)
"""People whom an account of each size will invite, by quantile."""


@dataclass(frozen=True)
class Accounts:
    """Accounts of a block, oldest first: one array element an account."""

    first_id: int
    created: Ints
    channel: Array
    size: Array
    plan: Array
    country: Array
    country_known: Array
    zone: Array
    industry: Array
    members: Ints
    seats: Ints

    def __len__(self) -> int:
        return len(self.created)

    @property
    def quarter(self) -> Ints:
        """Calendar quarter of the sign-up, 0 is 2023 Q3."""
        return clock.QUARTER[self.created // clock.DAY]


def _sign_ups(block: Block) -> tuple[Ints, Ints]:
    """Local day and channel of each account's sign-up, unordered."""
    n = block.accounts
    growth = block.parameters.growth
    trend = np.array(
        [round(round(10_000 * growth ** (d / 365), 6)) for d in range(0, clock.DAYS, 8)]
    )
    days = np.arange(clock.DAYS)
    base = trend[days // 8] * clock.JOIN_BY_WEEKDAY[clock.WEEKDAY[days]] // 1000
    base = base * clock.SEASON[days] * block.facts.demand_noise[days] // 1_000_000
    lift = round(block.parameters.campaign * 1000)
    weights = np.stack(
        [
            share * base * np.where((days >= CAMPAIGN_DAY) & (code == PAID), lift, 1000) // 1000
            for code, share in enumerate(CHANNEL_SHARE)
        ]
    )
    edges = np.cumsum(weights.ravel())
    # One account a slice of the demand: each channel and period gets its due share, never
    # more than one account off.
    inside = block.stream("accounts/arrival").below(n, 1 << 20)
    target = (np.arange(n, dtype=np.int64) * (1 << 20) + inside) * (int(edges[-1]) // n) >> 20
    cell = np.searchsorted(edges, target, side="right")
    return cell % clock.DAYS, cell // clock.DAYS


def accounts(chain: Chain) -> Accounts:
    """Simulate the block's accounts, sorted by the moment they signed up."""
    block = chain.block
    n = block.accounts
    day, channel = _sign_ups(block)
    country = pick(block.stream("accounts/country").u16(n), COUNTRY_SHARE)
    zone = pick_by(block.stream("accounts/zone").u16(n), country, _ZONE_BY_COUNTRY)
    second = clock.second_of_day(block.stream("accounts/hour").u32(n))
    created = block.facts.shift(clock.to_utc(zone, day, second))
    created = np.where(created < 0, created + clock.DAY, created)
    created = np.where(created >= clock.END, created - clock.DAY, created)

    order = np.sort(created << 23 | np.arange(n)) & 0x7FFFFF
    created, channel, country, zone = (a[order] for a in (created, channel, country, zone))

    quarter = clock.QUARTER[created // clock.DAY]
    cell = quarter * 8 + channel
    size = pick_by(spread(block.stream("accounts/size"), cell), channel, SIZE_BY_CHANNEL)
    plan = pick_by(spread(block.stream("accounts/plan"), cell * 4 + size), size, PLAN_BY_SIZE)
    rank = spread(block.stream("accounts/members"), quarter * 4 + size).astype(np.uint32) << 16
    members = np.maximum(0, np.choose(size, [at(table, rank) for table in MEMBERS]))
    slack = block.stream("accounts/seats").below(n, 100)
    seats = 1 + members * (60 + slack) // 130 + (slack < 30)
    return Accounts(
        first_id=block.first_account,
        created=created,
        channel=channel.astype(np.int8),
        size=size,
        plan=plan,
        country=country,
        country_known=~block.stream("accounts/country unknown").chance(n, COUNTRY_UNKNOWN),
        zone=zone,
        industry=pick(block.stream("accounts/industry").u16(n), INDUSTRY_SHARE),
        members=members,
        seats=seats,
    )

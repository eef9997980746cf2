"""Experiments: who was assigned what, who met it, and what they did then.

The people, the days on which they came and their habits are those of the company. A person's
use of the thing that is tested follows from their active days; what is planted is how the
treatment changes it: a win, nothing, a broken assignment, a novelty that wears off, an effect
that differs by plan, and one that spreads to colleagues.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from ..engine import clock
from ..engine.chain import Chain
from ..engine.streams import Array, Ints, Stream, at, quantiles, spread, systematic
from . import behaviour, market, people
from .behaviour import Diary
from .people import Users
from .vocabulary import PLATFORMS

ENROLMENT_DAYS = 21
FOLLOW_UP_DAYS = 28
DORMANT_DAYS = 60
"""Whoever did nothing for longer is not assigned."""

WEEKS = 4
WEB = PLATFORMS.index("web")
LOST_LIGHT, LOST_HEAVY = 0.97, 0.45
"""Share of the treated on the web whom the broken redirect loses, by how often they come."""
LIGHT_DAYS = 4
"""Active days in the four weeks after exposure below which somebody is a light user."""

ALPHA, POWER, PLANNED_SHARE = 0.05, 0.8, 0.5
_Z = 1.959964 + 0.841621
"""Normal quantiles of a two-sided 5 % test with 80 % power."""
_TRIALS = 12
"""Most uses of the tested thing on one day."""

_LEVEL = quantiles(lambda q: 1000 * math.exp(0.55 * NormalDist().inv_cdf(q)))


class Experiment(NamedTuple):
    """One experiment as it was registered, and what is planted in it.

    `usual` is the chance to convert of somebody who hardly comes, `slope` what coming every
    working day adds, `direct` what treatment adds by plan, `spread` what it adds when all
    colleagues are treated; all absolute. `rate` are uses on an active day, and `lift` their
    relative change by week since exposure (times `direct`'s sign for the plan, where it has
    one for each).
    """

    name: str
    question: str
    hypothesis: str
    metric: str
    conversion: str
    started: int
    unit: str = "user"
    primary: str = "converted"
    usual: float = 0.16
    slope: float = 0.4
    direct: tuple[float, float, float] = (0.0, 0.0, 0.0)
    spread: float = 0.0
    rate: float = 0.5
    lift: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    loses: bool = False
    kind: str = "null"


EXPERIMENTS = (
    Experiment(
        name="template_gallery",
        question="Does a gallery of templates help people to start work?",
        hypothesis="More people use a template within four weeks of meeting the gallery.",
        metric="templates used",
        conversion="used a template within 28 days of exposure",
        started=clock.day_of(2025, 9, 8),
        direct=(0.12, 0.12, 0.12),
        lift=(0.15, 0.15, 0.15, 0.15),
        kind="win",
    ),
    Experiment(
        name="digest_hour",
        question="Is the e-mail digest better sent at 9 than at 7 o'clock?",
        hypothesis="More people open a task from the digest when it arrives later.",
        metric="tasks opened from the digest",
        conversion="opened a task from the digest within 28 days of exposure",
        started=clock.day_of(2025, 10, 20),
        kind="null",
    ),
    Experiment(
        name="quick_editor",
        question="Does the faster editor, which has a page of its own, help people to write more?",
        hypothesis="More people finish a description within four weeks.",
        metric="descriptions finished",
        conversion="finished a description within 28 days of exposure",
        started=clock.day_of(2026, 1, 12),
        usual=0.05,
        slope=1.5,
        loses=True,
        kind="sample ratio mismatch",
    ),
    Experiment(
        name="reactions",
        question="Do reactions to comments make people take part more?",
        hypothesis="People react and comment more often each week.",
        metric="reactions and comments",
        conversion="reacted to a comment within 28 days of exposure",
        started=clock.day_of(2026, 2, 9),
        primary="value",
        rate=1.4,
        lift=(0.50, 0.20, 0.06, 0.0),
        kind="novelty",
    ),
    Experiment(
        name="compact_view",
        question="Do people find their work sooner in a compact list?",
        hypothesis="More people finish a filtered list within four weeks.",
        metric="filtered lists finished",
        conversion="finished a filtered list within 28 days of exposure",
        started=clock.day_of(2026, 3, 9),
        direct=(-0.14, 0.0, 0.14),
        kind="heterogeneous",
    ),
    Experiment(
        name="shared_boards",
        question="Do shared boards help people to work together?",
        hypothesis="More people work on a board with a colleague within four weeks.",
        metric="visits to a shared board",
        conversion="worked on a shared board within 28 days of exposure",
        started=clock.day_of(2026, 4, 6),
        direct=(0.02, 0.02, 0.02),
        spread=0.22,
        kind="interference",
    ),
    Experiment(
        name="shared_boards_by_account",
        question="Do shared boards help teams, when a whole account has them or has not?",
        hypothesis="More people work on a board with a colleague within four weeks.",
        metric="visits to a shared board",
        conversion="worked on a shared board within 28 days of exposure",
        started=clock.day_of(2026, 5, 11),
        unit="account",
        direct=(0.02, 0.02, 0.02),
        spread=0.22,
        kind="interference, account by account",
    ),
)


@dataclass(frozen=True)
class Assignments:
    """Every person in every experiment: one array element a person and experiment.

    `exposed` is -1 for whoever never met what was tested; `before` is -1 where there are no four
    weeks to look back on, and `weeks` are -1 without exposure.
    """

    experiment: Array
    user: Ints
    treated: Array
    assigned: Ints
    exposed: Ints
    platform: Array
    before: Ints
    weeks: Array
    converted: Array

    def __len__(self) -> int:
        return len(self.user)


def assignments(chain: Chain) -> Assignments:
    """Simulate the block's part of every experiment."""
    parts = [_one(chain, number) for number in range(len(EXPERIMENTS))]
    fields = Assignments.__dataclass_fields__
    return Assignments(*(np.concatenate([getattr(p, f) for p in parts]) for f in fields))


def _one(chain: Chain, number: int) -> Assignments:
    of, block = EXPERIMENTS[number], chain.block
    users, diary = chain(people.users), chain(behaviour.diary)
    who, assigned = _eligible(of, users, diary)
    exposed = _exposed(of, users, diary, who, assigned)
    met = exposed >= 0
    came_before = _days(
        diary, len(users), who, assigned - FOLLOW_UP_DAYS * clock.DAY, np.ones(len(who), dtype=bool)
    )
    came = _days(diary, len(users), who, exposed, met)

    purpose = f"experiments/{of.name}"
    level = at(_LEVEL, block.stream("experiments/level").u32(len(users)))[who]
    days = np.where(met, came.sum(axis=1), came_before.sum(axis=1))
    treated = _variant(chain, of, who, days, met, level > 1000)
    plan = chain(market.accounts).plan[users.account[who]]
    chance = _chance(of, plan, came, treated, met, users.account[who])
    platform, light = users.platform[who], came.sum(axis=1) < LIGHT_DAYS
    cell = (((treated * np.int64(4) + plan) * 2 + met) * 2 + (platform == WEB)) * 2 + light
    converted = systematic(block.stream(f"{purpose}/converted"), cell, chance)

    bits = block.stream(f"{purpose}/uses")
    usual = level * round(of.rate * 1000) // 1000
    before = _uses(bits, usual[:, None], came_before.sum(axis=1, keepdims=True))[:, 0]
    lift = 1000 + np.where(treated[:, None], np.round(1000 * np.array(of.lift)), 0).astype(int)
    weeks = _uses(bits, usual[:, None] * lift // 1000, came)
    old = users.signed_up[who] <= assigned - FOLLOW_UP_DAYS * clock.DAY

    kept = np.ones(len(who), dtype=bool)
    if of.loses:
        lost = block.stream(f"{purpose}/lost").chance(
            len(who), np.where(light, LOST_LIGHT, LOST_HEAVY)
        )
        kept = ~(lost & treated & met & (platform == WEB))
    return Assignments(
        experiment=np.full(int(kept.sum()), number + 1, dtype=np.int8),
        user=who[kept],
        treated=treated[kept],
        assigned=assigned[kept],
        exposed=exposed[kept],
        platform=platform[kept],
        before=np.where(old, before, -1)[kept],
        weeks=np.where(met[:, None], weeks, -1)[kept],
        converted=converted[kept],
    )


def _between(diary: Diary, start: int, stop: int) -> tuple[Ints, Ints]:
    """Person and second of the events in a span of days."""
    edges = np.array([start, stop], dtype=np.int64) * clock.DAY << 30
    first, last = np.searchsorted(diary.packed, edges)
    packed = diary.packed[first:last]
    return (packed >> 7) & 0x7FFFFF, packed >> 30


def _eligible(of: Experiment, users: Users, diary: Diary) -> tuple[Ints, Ints]:
    """Who is assigned, and when: whoever came of late, and whoever signs up while it runs."""
    user, _ = _between(diary, of.started - DORMANT_DAYS, of.started)
    alive = np.zeros(len(users), dtype=bool)
    alive[user] = True
    start = of.started * clock.DAY + 6 * 3600
    joins = (users.signed_up >= start) & (
        users.signed_up < (of.started + ENROLMENT_DAYS) * clock.DAY
    )
    alive &= (users.signed_up < start) & ~users.bot
    who = np.flatnonzero(alive | (joins & ~users.bot))
    return who, np.maximum(users.signed_up[who], start)


def _exposed(of: Experiment, users: Users, diary: Diary, who: Ints, assigned: Ints) -> Ints:
    """First event after the assignment, while people are enrolled; -1 where there is none."""
    user, second = _between(diary, of.started, of.started + ENROLMENT_DAYS)
    since = np.full(len(users), clock.END, dtype=np.int64)
    since[who] = assigned
    counts = second >= since[user]
    first = np.full(len(users), clock.END, dtype=np.int64)
    np.minimum.at(first, user[counts], second[counts])
    return np.where(first[who] < clock.END, first[who], -1)


def _days(diary: Diary, people: int, who: Ints, since: Ints, counts: Array) -> Ints:
    """Active days (24 hours from `since` on) of each person in each of the four weeks."""
    days = np.zeros((len(who), WEEKS), dtype=np.int64)
    if not counts.any():
        return days
    begin = np.full(people, -1, dtype=np.int64)
    begin[who[counts]] = since[counts]
    row = np.zeros(people, dtype=np.int64)
    row[who] = np.arange(len(who))
    first, last = int(since[counts].min()), int(since[counts].max())
    user, second = _between(diary, first // clock.DAY, last // clock.DAY + FOLLOW_UP_DAYS + 1)
    known = begin[user] >= 0
    nth = (second - begin[user]) // clock.DAY
    known &= (nth >= 0) & (nth < FOLLOW_UP_DAYS)
    day = np.unique(row[user[known]] * FOLLOW_UP_DAYS + nth[known])
    np.add.at(days, (day // FOLLOW_UP_DAYS, day % FOLLOW_UP_DAYS // 7), 1)
    return days


def _variant(chain: Chain, of: Experiment, who: Ints, days: Ints, met: Array, keen: Array) -> Array:
    """Halve the people, or the accounts, alike in plan, client, who is exposed, and use.

    Stratified as everything in Kitewell, so that a small company shows each effect, and only
    the assignment that is broken looks broken.
    """
    users, accounts = chain(people.users), chain(market.accounts)
    bits = chain.block.stream(f"experiments/{of.name}/variant")
    if of.unit == "account":
        exposed = np.bincount(users.account[who[met]], minlength=len(accounts))
        coins = spread(bits, np.minimum(exposed, 40)) < 1 << 15
        return coins[users.account[who]]
    cell = np.minimum(days, 15) // 4 * 4 + accounts.plan[users.account[who]]
    cell = ((cell * 2 + met) * 2 + (users.platform[who] == WEB)) * 2 + keen
    return spread(bits, cell) < 1 << 15


def _chance(
    of: Experiment, plan: Array, came: Ints, treated: Array, met: Array, account: Ints
) -> Ints:
    """Chance to convert, in units of 2**-30."""
    often = np.minimum(came.sum(axis=1), 20) * round(of.slope * 50_000)
    units = round(of.usual * 1_000_000) + often
    units = units + np.where(treated, np.round(np.array(of.direct) * 1e6).astype(int)[plan], 0)
    if of.spread:
        both = np.bincount(account[met], minlength=int(account.max(initial=0)) + 1)
        with_it = np.bincount(account[met & treated], minlength=len(both))
        colleagues = both[account] - met
        treated_colleagues = with_it[account] - (met & treated)
        units += treated_colleagues * round(of.spread * 1e6) // np.maximum(1, colleagues)
    return np.where(met, np.clip(units, 10_000, 980_000), 0) * ((1 << 30) // 1_000_000)


def _uses(bits: Stream, mean: Ints, days: Ints) -> Ints:
    """How often the tested thing is used: each active day gives some chances to."""
    tries = (days * _TRIALS).ravel()
    threshold = np.minimum(
        np.broadcast_to(mean, days.shape).ravel() * 65536 // (1000 * _TRIALS), 65_000
    )
    owner = np.repeat(np.arange(tries.size), tries)
    hit = bits.u16(len(owner)) < threshold[owner]
    return np.bincount(owner[hit], minlength=tries.size).reshape(days.shape)


def planned(of: Experiment, accounts: int) -> tuple[float, int]:
    """Smallest effect that was to be found, absolute, and the people an arm that it takes."""
    spread_ = math.sqrt(0.35 * 0.65) if of.primary == "converted" else 2.6
    expected = max(20.0, accounts * 0.28)
    mde = math.ceil(1000 * _Z * spread_ * math.sqrt(2 / expected)) / 1000
    return mde, math.ceil(2 * (_Z * spread_ / mde) ** 2)

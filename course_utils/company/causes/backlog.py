"""The backlog: what is asked for, what its requesters believe, and what would be true.

Truth follows from the company: how many people an area concerns, what their accounts pay, what
they write to support. Estimates are the requesters', who err each in their own way. Who is
heard most is not who is worth most.
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
from . import behaviour
from .behaviour import diary
from .catalogue import CATALOGUE, Item
from .market import accounts
from .money import ledger
from .panel import shuffled
from .people import users
from .tickets import tickets
from .vocabulary import AREAS, MOSCOW, REQUESTERS

ITEMS = 34
SINCE = clock.day_of(2026, 4, 1)
PEOPLE, MONEY, TICKETS, PAYING = range(4)

CRIES = ("custom_colours", "activity_ranking", "dark_screen")
"""Items of little worth, one of which each company hears of all the time."""
CRY = 6
"""How much more often than usual it is asked for."""
VALUE_BIAS = dict(zip(REQUESTERS, (2.2, 0.9, 2.8, 0.6, 1.0, 0.8, 1.7, 1.0), strict=True))
"""By what a requester multiplies an item's value."""
REACH_BIAS = dict(zip(REQUESTERS, (1.4, 1.1, 1.8, 0.9, 1.0, 1.0, 1.5, 1.0), strict=True))
EFFORT_BIAS = dict(zip(REQUESTERS, (0.6, 0.8, 0.5, 1.05, 0.8, 0.9, 0.65, 0.9), strict=True))
NOISE = 0.28
"""Standard deviation of the logarithm of an estimate around the requester's belief."""
ENDS = ((800, 1250), (700, 1500))
"""Ends of the ranges that people give for routine and for new work, in thousandths of their
estimate: wider for what is new, and too narrow for both."""
DOUBTS = (0.2, 0.5)
"""Standard deviation of the logarithm of what routine and new work really is around an estimate."""
NEW_BY_KIND = {"feature": 60, "defect": 15, "debt": 40, "compliance": 60}
"""Percent of items of a kind that are new to the team."""
LOSS = {
    "steady": (19, 19),
    "decaying": (45, 75),
    "seasonal": (2, 5),
    "lost": (80, 130),
    "dated": (0, 0),
}
"""What a week's delay loses of a year's value, in thousandths, from least to most.

Steady: one week of 52. Decaying: the value lives for 13 to 22 weeks, and a week late is a week less
of it. Seasonal: the weeks that bring the value are still to come. Lost: the customers of that
week choose something else, and stay with it for years. Dated: nothing, until the penalty.
"""
IN_MONTHS, IN_DAYS = 2, 5
"""Items whose reach counts a month, and whose effort counts days."""
IMPACTS = (0.25, 0.5, 1.0, 2.0, 3.0)
_IMPACT_FROM = (0, 4, 9, 18, 28)
_MUST = dict(zip(REQUESTERS, (70, 45, 80, 40, 45, 75, 50, 25), strict=True))
"""Percent of a requester's items that it calls a must."""


def errors(doubt: float) -> Ints:
    """Return quantiles of a factor around 1, in thousandths."""
    return quantiles(lambda q: 1000 * exp(doubt * NormalDist().inv_cdf(q)))


_NOISE = errors(NOISE)
ERRORS = tuple(map(errors, DOUBTS))
"""The same for the reach and the effort of routine and of new work."""


def counts(chain: Chain) -> Ints:
    """Count what a block adds to the truth.

    A row an area (the last row: all): people whom it concerns, the MRR of their accounts,
    tickets, and paying accounts that wrote.
    """
    u, a, m, t = chain(users), chain(accounts), chain(ledger), chain(tickets)
    mrr = np.zeros(len(a), dtype=np.int64)
    mrr[m.account] = m.mrr
    concerned = _concerned(chain)
    writer, area = u.account[t.user], t.area
    total = np.zeros((len(AREAS) + 1, 4), dtype=np.int64)
    for row in range(len(AREAS) + 1):
        who = concerned.any(axis=0) if row == len(AREAS) else concerned[row]
        here = np.zeros(len(a), dtype=bool)
        here[u.account[who]] = True
        wrote = (area == row) | (row == len(AREAS))
        paying = np.zeros(len(a), dtype=bool)
        paying[writer[wrote]] = True
        total[row] = who.sum(), mrr[here].sum(), wrote.sum(), (paying & (mrr > 0)).sum()
    return total


def _concerned(chain: Chain) -> Array:
    """Whom each area concerns in the last quarter: a row an area, a column a person."""
    u, a = chain(users), chain(accounts)
    packed = chain(diary).packed
    packed = packed[packed >> 30 >= SINCE * clock.DAY]
    user, event = (packed >> 7) & 0x7FFFFF, (packed >> 3) & 15
    did = np.zeros((11, len(u)), dtype=bool)
    did[event, user] = True
    platform = packed & 7
    hand = np.zeros(len(u), dtype=bool)
    hand[user[(platform == behaviour.IOS) | (platform == behaviour.ANDROID)]] = True
    here = did.any(axis=0)
    crowded = a.members[u.account] >= 8
    concerned = np.stack(
        [
            did[behaviour.SIGNED_UP],
            did[behaviour.REPORT],
            did[behaviour.COMMENT],
            here & (u.role == 0),
            did[behaviour.INVITED] | (here & (u.role == 2)),
            here & ((u.platform == behaviour.DESKTOP) | (a.plan[u.account] == 2)),
            hand,
            here & crowded,
        ]
    )
    return concerned & ~u.bot


@dataclass(frozen=True)
class Entry:
    """An item in a company's backlog, apart from what depends on the company's customers."""

    item: Item
    title: str
    requested: int
    lift: int
    weeks: int
    noise: int
    deadline: int
    urgency: str
    loss: int
    new: bool


def entries(facts: Facts) -> list[Entry]:
    """Return the company's backlog in the order in which it was asked for."""
    bits = Stream(facts.parameters.seed, 0, "backlog/items")
    optional = [n for n, item in enumerate(CATALOGUE) if not item.core]
    room = ITEMS - (len(CATALOGUE) - len(optional))
    drawn = {optional[i] for i in shuffled(bits, len(optional))[:room].tolist()}
    cry = CRIES[int(bits.below(1, len(CRIES))[0])]
    fresh = Stream(facts.parameters.seed, 0, "backlog/novelty").below(len(CATALOGUE), 100).tolist()
    losses = Stream(facts.parameters.seed, 0, "backlog/urgency").u32(len(CATALOGUE)).tolist()
    found = []
    for number, item in enumerate(CATALOGUE):
        title, day, lift, weeks, end = bits.u32(5).tolist()
        if not (item.core or number in drawn):
            continue
        deadline = -1
        if item.deadline:
            first, last = item.deadline
            deadline = clock.DAYS + first + (end * (last - first) >> 32)
        urgency = "dated" if item.deadline else item.urgency
        least, most = LOSS[urgency]
        found.append(
            Entry(
                item=item,
                title=item.titles[title * len(item.titles) >> 32],
                requested=clock.DAYS - 20 - (day * 400 >> 32),
                lift=item.lift * (50 + (lift * 101 >> 32)),
                weeks=item.weeks * (70 + (weeks * 61 >> 32)) // 100,
                noise=item.noise * (CRY if item.slug == cry else 1),
                deadline=deadline,
                urgency=urgency,
                loss=least + (losses[number] * (most - least + 1) >> 32),
                new=fresh[number] < NEW_BY_KIND[item.kind],
            )
        )
    return sorted(found, key=lambda entry: (entry.requested, entry.title))


@dataclass(frozen=True)
class Worth:
    """What is true of each item.

    People a quarter, USD a year, USD a week of delay, tenths of a person-week, USD once.
    """

    reach: Ints
    value: Ints
    delay: Ints
    weeks: Ints
    penalty: Ints


def worth(found: list[Entry], total: Ints) -> Worth:
    """Return what each item is worth to a company with these totals."""
    area = np.array([AREAS.index(entry.item.area) for entry in found])
    share = np.array([entry.item.reach for entry in found])
    lift = np.array([entry.lift for entry in found])
    late = np.array([entry.deadline >= 0 for entry in found])
    law = np.array([entry.item.law for entry in found])
    money = total[:, MONEY]
    value = money[area] * 12 * lift // 100_000
    # In thousandths of the yearly revenue: a broken promise, and a fine.
    costs = np.where(law, 2 + lift % 3, 20 + lift % 37)
    return Worth(
        reach=np.maximum(1, total[area, PEOPLE] * share // 1000),
        value=value,
        delay=value * np.array([entry.loss for entry in found]) // 1000,
        weeks=np.array([entry.weeks for entry in found]),
        penalty=np.where(late, money[-1] * 12 * costs // 1000, 0),
    )


@dataclass(frozen=True)
class Estimates:
    """What requesters say of each item, in the order of `entries`; `deadline` is -1 for none.

    Reach counts a month where `monthly`, else a quarter; effort days where `in_days`, else weeks.
    """

    requested: Ints
    reach_low: Ints
    reach: Ints
    reach_high: Ints
    monthly: Array
    impact: Array
    confidence: Array
    effort_low: Array
    effort: Array
    effort_high: Array
    in_days: Array
    value: Ints
    cost_of_delay: Ints
    deadline: Ints
    penalty: Ints
    moscow: Ints
    mentions: Ints
    paying_mentions: Ints


def estimates(facts: Facts, total: Ints) -> Estimates:
    """Have the requesters estimate, from what `counts` counted of the whole company."""
    found = entries(facts)
    true = worth(found, total)
    n = len(found)
    bits = Stream(facts.parameters.seed, 0, "backlog/estimates")
    requester = [entry.item.requester for entry in found]
    area = np.array([AREAS.index(entry.item.area) for entry in found])
    odd = shuffled(bits, n)
    monthly = np.isin(np.arange(n), odd[:IN_MONTHS])
    in_days = np.isin(np.arange(n), odd[IN_MONTHS : IN_MONTHS + IN_DAYS])

    new = np.array([entry.new for entry in found])
    low_end, high_end = np.array(ENDS)[new.astype(np.int64)].T

    def believed(exact: Ints, bias: dict[str, float], doubted: bool = False) -> Ints:
        factor = np.array([round(1000 * bias[name]) for name in requester])
        draw = bits.u32(n)
        error = (
            np.where(new, at(ERRORS[1], draw), at(ERRORS[0], draw)) if doubted else at(_NOISE, draw)
        )
        return exact * factor // 1000 * error // 1000

    reach = np.maximum(3, believed(true.reach, REACH_BIAS, True) // np.where(monthly, 3, 1))
    effort = believed(true.weeks * 10, EFFORT_BIAS, True)
    tenths = np.maximum(5, np.where(in_days, effort * 5, effort) // 10)
    low, high = tenths * low_end // 1000, np.maximum(tenths + 1, tenths * high_end // 1000)
    value = np.maximum(100, believed(true.value, VALUE_BIAS) // 100 * 100)
    lift = np.array([entry.lift for entry in found]) // 100
    felt = np.searchsorted(_IMPACT_FROM, believed(lift, VALUE_BIAS), side="right") - 1
    late = np.array([entry.deadline for entry in found])
    loss = np.array([entry.loss for entry in found])
    noise = np.array([entry.noise for entry in found])
    mentions = total[area, TICKETS] * noise // 1000 * (85 + bits.below(n, 31)) // 100
    lifted = np.minimum(900, 40 + lift * 12 + bits.below(n, 40))
    paying = np.minimum(mentions, total[area, PAYING] * lifted // 1000)
    return Estimates(
        requested=np.array([entry.requested for entry in found]),
        reach_low=reach * low_end // 1000,
        reach=reach,
        reach_high=reach * high_end // 1000 + 1,
        monthly=monthly,
        impact=np.array(IMPACTS)[felt],
        confidence=np.array([0.5, 0.8, 1.0])[_sure(bits, requester)],
        effort_low=low / 10,
        effort=tenths / 10,
        effort_high=high / 10,
        in_days=in_days,
        value=value,
        cost_of_delay=np.where(late >= 0, 0, np.maximum(1, value * loss // 1000)),
        deadline=late,
        penalty=_rounded(true.penalty),
        moscow=_labels(bits, found),
        mentions=mentions,
        paying_mentions=paying,
    )


def _rounded(penalty: Ints) -> Ints:
    """Say a penalty as people do: in thousands, a small one in hundreds, and never as nothing."""
    hundreds = np.maximum(100 * np.sign(penalty), penalty // 100 * 100)
    return np.where(penalty < 2000, hundreds, penalty // 1000 * 1000)


def _sure(bits: Stream, requester: list[str]) -> Ints:
    """Who believes most is surest."""
    bold = np.array([VALUE_BIAS[name] > 1.5 for name in requester])
    draw = bits.below(len(requester), 100)
    return np.where(draw < np.where(bold, 55, 20), 2, np.where(draw < 75, 1, 0))


def _labels(bits: Stream, found: list[Entry]) -> Ints:
    must = np.array([_MUST[entry.item.requester] for entry in found])
    must = np.where([entry.item.kind == "compliance" for entry in found], 100, must)
    draw = bits.below(len(found), 100)
    rest = 1 + bits.below(len(found), len(MOSCOW) - 1)
    labels = np.where(draw < must, 0, rest)
    for label in range(1, len(MOSCOW)):
        # Every label is used: the most frequent of the softer ones gives way.
        if label not in labels:
            common = np.bincount(labels[labels > 0]).argmax()
            labels[np.flatnonzero(labels == common)[-1]] = label
    return labels


def dependencies(facts: Facts) -> tuple[Ints, Ints]:
    """Numbers of the items that wait, and of those that must be done first."""
    found = entries(facts)
    number = {entry.item.slug: place for place, entry in enumerate(found, 1)}
    pairs = [
        (number[entry.item.slug], number[slug])
        for entry in found
        for slug in entry.item.needs
        if slug in number
    ]
    item, needs = np.array(sorted(pairs)).T
    return item, needs

"""Kitewell Solo, for people who work alone: a monthly plan, and templates bought one by one.

Two ways to be a customer. Who has the plan renews it each month on the day they began, or does not,
and everybody can see it. Who buys templates just stops coming, and nobody can. In both, people
differ, and a person's own chance never changes: whoever stays long was a stayer from the start.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from ..engine import clock
from ..engine.chain import Chain
from ..engine.facts import Facts
from ..engine.streams import Array, Ints, Stream, at, pick, quantiles, spread
from .vocabulary import SOLO_BUDGETS, SOLO_CHANNELS

LAUNCH = clock.day_of(2024, 7, 1)
SHOP = clock.day_of(2025, 7, 1)


def _bell(q: float) -> float:
    """Return a logistic quantile of unit spread: near enough to a normal one, and exact anywhere."""
    return math.log(q / (1 - q)) * math.sqrt(3) / math.pi


SUBSCRIBERS = (8, 5)
"""Subscribers for so many accounts of the company, numerator and denominator."""
CHANNEL_SHARE = (40, 28, 32)
GROWTH_A_YEAR = 1.06
PRICE = 12
"""USD a month."""
SERVING = (3, 6, 3)
"""USD a month, by channel: payment or store fee, hosting and support."""
COST = (9, 20, 62)
"""USD that it costs to win a subscriber in a month of the usual size, by channel."""
DEARER = 6
"""Tenths of that cost that grow with how many are won in the month. The easy ones come first: so
each more costs 1.6 times the average."""
BY_LOT = SOLO_CHANNELS.index("social")
"""Whose budget moves by lot: in each quarter one month is low, one as usual, one high."""
LEVEL = (72, 100, 128)
"""Per cent of the usual number that a month of each of `SOLO_BUDGETS` wins there. Along the cost of
each more, that takes about 60, 100 and 150 % of the usual spend. No other channel feels it."""
ORDERS_OF_LEVELS = np.array(list(permutations(range(len(LEVEL)))))
LEAVE_MEAN = ((8, 72), (8, 42), (9, 21))
"""Tenths of alpha and beta of the chance to leave at a renewal, by channel."""
LEAVE = (
    (8, 29, 54, 84, 116, 150, 187, 227, 269, 314, 362, 413, 466, 523, 584, 648, 717, 790, 869, 954,
     1046, 1146, 1255, 1377, 1512, 1665, 1842, 2052, 2309, 2644, 3134, 4254),
    (13, 49, 94, 144, 199, 259, 322, 390, 462, 538, 618, 703, 793, 888, 988, 1094, 1207, 1327,
     1455, 1592, 1740, 1899, 2071, 2260, 2469, 2703, 2969, 3278, 3649, 4119, 4779, 6127),
    (47, 157, 279, 409, 545, 686, 834, 986, 1144, 1308, 1477, 1652, 1833, 2021, 2215, 2417, 2626,
     2845, 3072, 3310, 3560, 3822, 4100, 4394, 4709, 5049, 5419, 5829, 6293, 6837, 7520, 8603),
)  # fmt: skip
"""That beta distribution, by channel: the mean chance in each of 32 equal shares of people, in
units of 0.0001. Written out, because libraries differ in its last digits."""

RATE = (
    1, 4, 11, 21, 35, 53, 74, 99, 128, 162, 200, 242, 290, 344, 404, 470, 544, 626, 717, 819,
    934, 1063, 1210, 1378, 1573, 1802, 2077, 2416, 2855, 3461, 4427, 7111,
)  # fmt: skip
"""Purchases in 100,000 days in each of 32 equal shares of buyers: gamma, r = 0.5, alpha = 45."""
DROP = (
    20, 75, 142, 218, 300, 389, 484, 585, 692, 804, 922, 1047, 1177, 1315, 1460, 1612, 1772,
    1942, 2122, 2312, 2515, 2732, 2966, 3218, 3494, 3797, 4136, 4521, 4972, 5524, 6259, 7585,
)  # fmt: skip
"""Chance to be lost after a purchase, in each of 32 equal shares of buyers, in units of 0.0001:
beta, a = 0.8, b = 2.8."""
GAP = quantiles(lambda q: -1000 * math.log(1 - q))
"""Exponential waiting times in thousandths of their mean, by quantile."""
WORTH = quantiles(lambda q: round(14 * math.exp(0.55 * _bell(q))))
"""USD that a buyer usually spends on an order, by quantile."""
MOST_ORDERS = 80


@dataclass(frozen=True)
class Subscribers:
    """Subscribers of Solo, oldest first: one array element a subscriber."""

    started: Ints
    ended: Ints
    """clock.END and later where they have not ended."""
    channel: Array

    def __len__(self) -> int:
        return len(self.started)


@dataclass(frozen=True)
class Orders:
    """Orders of templates in order of time: one array element an order."""

    buyer: Ints
    occurred: Ints
    amount: Ints

    def __len__(self) -> int:
        return len(self.buyer)


def _renewals(started: Ints) -> Ints:
    """Return the moment of each renewal of each subscriber: months on, on the day they began."""
    day, second = started // clock.DAY, started % clock.DAY
    month = clock.MONTH[day]
    date = day - clock.MONTHS[month]
    ahead = month[:, None] + np.arange(1, len(clock.MONTHS))[None, :]
    known = np.minimum(ahead, len(clock.MONTHS) - 2)
    length = clock.MONTHS[known + 1] - clock.MONTHS[known]
    due = (clock.MONTHS[known] + np.minimum(date[:, None], length - 1)) * clock.DAY
    return np.where(ahead == known, due + second[:, None], clock.END)


def budgets(facts: Facts) -> Ints:
    """Return the level of each channel's budget, by month since the launch: codes of `SOLO_BUDGETS`.

    By lot, and no month of the year gets the level that it had the year before: so no level is left
    with the quiet months by chance.
    """
    count = len(months())
    lots = Stream(facts.parameters.seed, 0, "solo/budget").below(
        -(-count // 3), len(ORDERS_OF_LEVELS)
    )
    orders_of_quarters: list[Ints] = []
    for quarter, lot in enumerate(lots):
        order = (
            ORDERS_OF_LEVELS[lot]
            if quarter < 4
            else np.roll(orders_of_quarters[quarter - 4], 1 + lot % 2)
        )
        orders_of_quarters.append(order)
    levels = np.full((count, len(SOLO_CHANNELS)), SOLO_BUDGETS.index("usual"))
    levels[:, BY_LOT] = np.concatenate(orders_of_quarters)[:count]
    return levels


def _arrivals(stream: Stream, count: int, weight: Ints) -> Ints:
    """Spread so many arrivals evenly over the weights of the days; return the day of each."""
    edges = np.cumsum(weight // 1000)
    inside = stream.below(count, 1 << 20)
    target = ((np.arange(count, dtype=np.int64) << 20) + inside) * (
        int(edges[-1]) // max(count, 1)
    ) >> 20
    return np.minimum(np.searchsorted(edges, target, side="right"), len(weight) - 1)


def subscribers(chain: Chain) -> Subscribers:
    """Simulate the block's subscribers, sorted by the moment at which they began."""
    block = chain.block
    n = block.accounts * SUBSCRIBERS[0] // SUBSCRIBERS[1]
    bought = n * CHANNEL_SHARE[BY_LOT] // sum(CHANNEL_SHARE)
    days = np.arange(LAUNCH, clock.DAYS)
    trend = [round(round(1000 * GROWTH_A_YEAR ** (d / 365), 6)) for d in range(len(days))]
    weight = np.array(trend) * clock.SEASON[days] * clock.JOIN_BY_WEEKDAY[clock.WEEKDAY[days]]
    level = np.array(LEVEL)[budgets(block.facts)[clock.MONTH[days] - _since_launch(), BY_LOT]]
    # Whoever is bought comes where the budget lets them; all others come as they always would.
    day = LAUNCH + np.concatenate(
        [
            _arrivals(block.stream("solo/arrival"), n - bought, weight),
            _arrivals(block.stream("solo/bought"), bought, weight * level // 100),
        ]
    )
    second = clock.second_of_day(block.stream("solo/hour").u32(n))
    started = block.facts.shift(day * clock.DAY + second)
    started = np.where(started >= clock.END, started - clock.DAY, started)
    order = np.argsort(started, kind="stable")
    started, is_bought = started[order], order >= n - bought

    month = clock.MONTH[started // clock.DAY]
    others = [0 if channel == BY_LOT else share for channel, share in enumerate(CHANNEL_SHARE)]
    channel = np.full(n, BY_LOT, dtype=np.int8)
    channel[~is_bought] = pick(spread(block.stream("solo/channel"), month[~is_bought]), others)
    kind = channel.astype(np.int64)
    share = spread(block.stream("solo/kind"), kind) >> 11
    leave = np.array(LEAVE)[channel, share]
    # One uniform number decides when somebody leaves, dealt out evenly among people of one kind.
    fate = spread(block.stream("solo/stay"), kind * 32 + share)
    due = _renewals(started)
    ended = np.full(n, clock.END, dtype=np.int64)
    stays = np.full(n, 1 << 30, dtype=np.int64)
    there = np.ones(n, dtype=bool)
    for renewal in range(due.shape[1]):
        stays = stays * (10_000 - leave) // 10_000
        goes = there & (fate.astype(np.int64) << 14 >= stays)
        ended[goes] = due[goes, renewal]
        there &= ~goes
    return Subscribers(started, ended, channel)


def orders(chain: Chain) -> Orders:
    """Simulate the block's orders of templates since the shop opened."""
    block = chain.block
    n = block.accounts
    first = SHOP * clock.DAY + (
        np.arange(n, dtype=np.int64) * ((clock.DAYS - SHOP) * clock.DAY) // n
    )
    first = block.facts.shift(first + block.stream("templates/hour").below(n, 6 * 3600))
    everybody = np.zeros(n, dtype=np.int64)
    rate = np.array(RATE)[spread(block.stream("templates/rate"), everybody) >> 11]
    drop = np.array(DROP)[spread(block.stream("templates/drop"), everybody) >> 11]
    worth = at(WORTH, spread(block.stream("templates/worth"), everybody).astype(np.uint32) << 16)
    bits, purse = block.stream("templates/orders"), block.stream("templates/amounts")
    buyer, when, amount = [], [], []
    who, now = np.arange(n), np.minimum(first, clock.END - 1)
    for number in range(MOST_ORDERS):
        buyer.append(who)
        when.append(now)
        amount.append(np.maximum(3, worth[who] * (600 + purse.below(len(who), 801)) // 1000))
        # Nobody is lost to the first order: the model that the lesson teaches says so.
        stays = ~bits.chance(len(who), drop[who] / 10_000 * (number > 0))
        who, now = who[stays], now[stays]
        now = now + at(GAP, bits.u32(len(who))) * 100 * clock.DAY // rate[who] + 60
        soon = now < clock.END
        who, now = who[soon], now[soon]
        if not len(who):
            break
    columns = [np.concatenate(parts) for parts in (buyer, when, amount)]
    order = np.lexsort((columns[0], columns[1]))
    found = [column[order] for column in columns]
    return Orders(found[0], found[1], found[2])


def won(chain: Chain) -> Ints:
    """Return what a block adds: subscribers who began, by month and channel."""
    found = chain(subscribers)
    total = np.zeros((len(clock.MONTHS) - 1, len(SOLO_CHANNELS)), dtype=np.int64)
    np.add.at(total, (clock.MONTH[found.started // clock.DAY], found.channel.astype(np.int64)), 1)
    return total


def spend(facts: Facts, total: Ints) -> Ints:
    """USD by month and channel, for months since the launch: who wins more pays more for each."""
    noise = Stream(facts.parameters.seed, 0, "solo/spend").below(total.size, 41)
    won = total[_since_launch() :]
    whole = np.maximum(won.sum(axis=0), 1)
    # Tenths of the usual cost of one, times `whole`: as many as there are where a month is usual.
    tenths = (10 - DEARER) * whole + DEARER * len(won) * won
    price = 980 + noise.reshape(total.shape)[_since_launch() :]
    return won * np.array(COST) * tenths // whole * price // 10_000


def months() -> Ints:
    """Return the first day of each month since the launch."""
    return clock.MONTHS[:-1][_since_launch() :]


def _since_launch() -> int:
    return int(clock.MONTH[LAUNCH])

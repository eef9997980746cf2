"""Money: trials that convert, seats that follow use, accounts that leave and come back.

Month by month, each account looks at how many of its people still use Kitewell. That number
decides whether it pays, grows, shrinks or cancels. Cancelling ends its people's use.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ..engine import clock
from ..engine.block import Block
from ..engine.chain import Chain
from ..engine.streams import Array, Ints, Stream
from . import market, people
from .market import Accounts
from .people import Users

NEW, EXPANSION, CONTRACTION, CHURN, REACTIVATION = range(5)
SEAT_PRICE = (0, 12, 21)
"""USD a seat and month, by plan."""

TRIAL_DAYS = 14
HABIT_DAYS = 14
"""From how many days on somebody's use counts when an account thinks about its seats."""
CHURN_BY_SIZE = (0.031, 0.018, 0.0065)
"""Monthly chance to cancel at ordinary use, by size of account."""


@dataclass(frozen=True)
class Ledger:
    """Every movement of recurring revenue, in order, and what it did to people's days.

    `spells` are second helpings: (user, first day, last day) after a reactivation. `last_day`
    is the users' last day once cancelled accounts are taken into account. `visits` are the
    owners' looks at the pricing page: (user, second, how far: 0 looked, 1 checkout, 2 bought).
    """

    account: Ints
    occurred: Ints
    movement: Array
    plan: Array
    seats: Ints
    mrr_change: Ints
    mrr: Ints
    last_day: Ints
    spells: tuple[Ints, Ints, Ints]
    visits: tuple[Ints, Ints, Ints]

    def __len__(self) -> int:
        return len(self.account)


@dataclass
class _State:
    """What each account holds at the moment."""

    paying: Array
    ever: Array
    plan: Array
    seats: Ints
    mrr: Ints
    churned: Ints
    rows: list[tuple[Ints, Ints, Array, Array, Ints, Ints, Ints]] = field(default_factory=list)

    def record(self, who: Array, when: Ints, movement: int, plan: Array, seats: Ints) -> None:
        """Move the accounts `who` to a plan and seats (0 seats: cancelled), and note it."""
        mrr = seats * np.array(SEAT_PRICE)[plan]
        change = mrr - self.mrr[who]
        code = np.full(len(who), movement, dtype=np.int8)
        self.rows.append((who, when, code, plan.astype(np.int8), seats, change, mrr))
        self.mrr[who] = mrr
        self.paying[who] = seats > 0
        if movement == CHURN:
            self.churned[who] = when
            return
        self.plan[who] = plan
        self.seats[who] = seats
        self.ever[who] = True


def _presence(accounts: Accounts, users: Users) -> tuple[Ints, Ints]:
    """People with a habit, and people who ever had one, by account and month."""
    months = len(clock.MONTHS)
    settled = users.last_day - users.first_day >= HABIT_DAYS
    row = users.account[settled] * (months + 1)
    start = clock.MONTH[users.first_day[settled]]
    stop = clock.MONTH[np.minimum(users.last_day[settled] - 1, clock.DAYS)]
    size = len(accounts) * (months + 1)
    joined = np.bincount(row + start, minlength=size)
    left = np.bincount(row + stop + 1, minlength=size)
    joined, left = (a.reshape(len(accounts), months + 1)[:, :months] for a in (joined, left))
    ever = np.cumsum(joined, axis=1)
    return (ever - np.cumsum(left, axis=1)).T, ever.T


def ledger(chain: Chain) -> Ledger:
    """Simulate the block's subscriptions, and shorten people's days where an account leaves."""
    block, accounts, users = chain.block, chain(market.accounts), chain(people.users)
    n = len(accounts)
    present, ever = _presence(accounts, users)
    owner_active = users.activated[users.owner]
    start_month = clock.MONTH[accounts.created // clock.DAY]
    trial_end = accounts.created + TRIAL_DAYS * clock.DAY
    bits = block.stream("money")
    looks = block.stream("money/visits")
    trial_end = trial_end + bits.below(n, 3 * clock.DAY)
    state = _State(
        paying=np.zeros(n, dtype=bool),
        ever=np.zeros(n, dtype=bool),
        plan=accounts.plan.copy(),
        seats=accounts.seats.copy(),
        mrr=np.zeros(n, dtype=np.int64),
        churned=np.full(n, clock.END, dtype=np.int64),
    )
    visits: list[tuple[Ints, Ints, Ints]] = []
    returned: list[tuple[Ints, Ints]] = []
    base = np.array(CHURN_BY_SIZE)[accounts.size]
    last_join_month = clock.MONTH[np.minimum(users.last_join, clock.DAYS)]
    for month in range(len(clock.MONTHS) - 1):
        alive = int(np.searchsorted(start_month, month, side="right"))
        if alive == 0:
            continue
        now, was = present[month][:alive], ever[month][:alive]
        coin = bits.u32(alive) / 4294967296.0
        other = bits.u32(alive) / 4294967296.0
        third = bits.u32(alive) / 4294967296.0
        when = _moment(bits, accounts.zone[:alive], month)
        paying, ever_paid = state.paying[:alive].copy(), state.ever[:alive].copy()
        free = accounts.plan[:alive] == 0
        ratio = now / np.maximum(1, was)

        ends = trial_end[:alive]
        due = ~free & ~ever_paid & (clock.MONTH[np.minimum(ends // clock.DAY, clock.DAYS)] == month)
        due &= ends < clock.END
        convinced = np.where(owner_active[:alive], 0.74, 0.30) + np.where(now >= 3, 0.12, 0.0)
        buys = np.flatnonzero(due & (coin < convinced) & (now > 0))
        state.record(buys, ends[buys], NEW, state.plan[buys], np.maximum(1, now[buys] * 7 // 10))

        fresh = when > accounts.created[:alive] + 3 * clock.DAY
        pull = np.where(now >= 2, 0.016, 0.005) + np.where(now >= 5, 0.02, 0.0)
        ups = np.flatnonzero(free & ~ever_paid & fresh & (now > 0) & (coin < pull))
        plan = np.where(other[ups] < 0.88, 1, 2)
        state.record(ups, when[ups], NEW, plan, np.maximum(2, now[ups]))

        use = np.where(ratio >= 0.4, 0.6, np.where(ratio >= 0.15, 1.0, 1.8))
        hazard = np.where(now == 0, 0.07, base[:alive] * use)
        open_ended = last_join_month[:alive] <= month
        leaves = paying & open_ended & (coin < hazard)
        gone = np.flatnonzero(leaves)
        state.record(gone, when[gone], CHURN, state.plan[gone], np.zeros(len(gone), np.int64))

        stays = paying & ~leaves
        seats_now = state.seats[:alive]
        grows = stays & (now > seats_now) & (other < 0.35)
        upgrades = stays & ~grows & (now >= 8) & (state.plan[:alive] == 1) & (third < 0.012)
        shrinks = stays & ~grows & ~upgrades & (now * 10 < seats_now * 6) & (other < 0.018)
        who = np.flatnonzero(grows)
        more = now[who] + (third[who] * 3).astype(np.int64)
        state.record(who, when[who], EXPANSION, state.plan[who], more)
        raised = np.flatnonzero(upgrades)
        state.record(raised, when[raised], EXPANSION, np.full(len(raised), 2), seats_now[raised])
        who = np.flatnonzero(shrinks & (np.maximum(1, now + 1) < seats_now))
        state.record(who, when[who], CONTRACTION, state.plan[who], np.maximum(1, now[who] + 1))

        away = when - state.churned[:alive]
        back = ~paying & ever_paid & (away > 20 * clock.DAY) & (away < 240 * clock.DAY)
        who = np.flatnonzero(back & (other < 0.030))
        state.record(
            who, when[who], REACTIVATION, state.plan[who], np.maximum(1, seats_now[who] * 6 // 10)
        )
        returned.append((who, when[who]))
        state.churned[who] = clock.END

        curious = np.flatnonzero(~paying & (now > 0) & (third < 0.05) & fresh)
        far = (looks.u32(len(curious)) < np.uint32(1 << 31)).astype(np.int64)
        visits.append((curious, when[curious], far))
        visits.append((raised, when[raised], np.full(len(raised), 2)))

    return _close(block, accounts, users, state, returned, visits)


def _moment(bits: Stream, zone: Array, month: int) -> Ints:
    """Return a working moment in the month for each account, in UTC seconds."""
    n = len(zone)
    first, last = clock.MONTHS[month], clock.MONTHS[month + 1]
    day = first + bits.below(n, int(last - first))
    # Local time can fall outside the UTC month: keep a movement inside it.
    second = clock.to_utc(zone, day, clock.second_of_day(bits.u32(n)))
    return np.clip(second, first * clock.DAY, last * clock.DAY - 1)


def _close(
    block: Block,
    accounts: Accounts,
    users: Users,
    state: _State,
    returned: list[tuple[Ints, Ints]],
    visits: list[tuple[Ints, Ints, Ints]],
) -> Ledger:
    columns = [np.concatenate(parts) for parts in zip(*state.rows, strict=True)]
    columns[1] = block.facts.shift(columns[1])
    order = np.sort(columns[1] << 23 | np.arange(len(columns[1]))) & 0x7FFFFF
    account, occurred, movement, plan, seats, change, mrr = (c[order] for c in columns)

    first_churn = np.full(len(accounts), clock.DAYS + 1, dtype=np.int64)
    cancelled = movement == CHURN
    np.minimum.at(first_churn, account[cancelled], occurred[cancelled] // clock.DAY)
    last_day = np.minimum(users.last_day, np.maximum(first_churn[users.account], users.first_day))

    bits = block.stream("money/return")
    back = np.concatenate([who for who, _ in returned])
    back_day = np.concatenate([when for _, when in returned]) // clock.DAY
    return_day = np.full(len(accounts), clock.DAYS + 1, dtype=np.int64)
    np.minimum.at(return_day, back, back_day)
    again_churn = np.full(len(accounts), clock.DAYS + 1, dtype=np.int64)
    later = cancelled & (occurred // clock.DAY > return_day[account])
    np.minimum.at(again_churn, account[later], occurred[later] // clock.DAY)
    coin = bits.chance(len(users), np.where(users.role == 0, 1.0, 0.55))
    who = np.flatnonzero(
        coin
        & ~users.bot
        & (return_day[users.account] < clock.DAYS)
        & (users.last_day > users.first_day)
    )
    start = np.maximum(return_day[users.account[who]], users.first_day[who] + 1)
    stop = np.minimum(start + 10 + bits.below(len(who), 150), again_churn[users.account[who]])

    bought = (movement == NEW) | (movement == REACTIVATION)
    looked = [np.concatenate(parts) for parts in zip(*visits, strict=True)]
    looked[0] = np.concatenate([account[bought], looked[0]])
    looked[1] = np.concatenate([occurred[bought], looked[1]])
    looked[2] = np.concatenate([np.full(int(bought.sum()), 2), looked[2]])
    return Ledger(
        account=account,
        occurred=occurred,
        movement=movement,
        plan=plan,
        seats=seats,
        mrr_change=change,
        mrr=mrr,
        last_day=last_day,
        spells=(who, start, np.maximum(start, stop)),
        visits=(users.owner[looked[0]], looked[1], looked[2]),
    )

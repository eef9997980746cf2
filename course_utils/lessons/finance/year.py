"""A year with a new price: accounts that pay, people who come, and what two decisions make of them.

A small simulation, month by month. What each account values a seat at, who would leave anyway, who is
quick to anger and who comes to the page are drawn before the first month, so that two policies meet
the same luck. The decisions of a month are the price on the page, and what is done about those who
pay less than that.

What a seat is worth to people is spread as in the price test. Three things are assumed, and said to
whoever plays: how many a rise angers, with notice and without; that some of the angry leave at once;
and that angry talk keeps some who would have come away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from course_utils.toolkit.common import checks

MONTHS = 12
OLD_ACCOUNTS = 400
COME = 20
"""People a month who are ready to buy at a price that they do not mind."""
TODAY = 12.0
COST = 1.3
"""USD a month that goes with a seat that goes: the avoidable cost."""
SIZES = (0.43, 0.40, 0.17)
SEATS = ((1, 1, 2, 2, 3), (2, 3, 3, 4, 5), (5, 7, 9, 12, 16))
WORTH = (11.0, 16.0, 24.0)
"""Median of what a seat is worth, by size."""
SPREAD = 0.36
LEAVES = (0.031, 0.018, 0.0065)
"""Chance to leave in a month for other reasons, by size."""
SEARCHES = 0.4
"""Chance a month to leave of those who pay more than a seat is worth to them."""
ANGER = {"told": 0.2, "now": 1.0}
"""Share that a rise angers, over the rise as a share of the old price: told two months before, or
not. Never more than all."""
AGAIN = 4.0
"""How much more a second rise within the year angers."""
STORMS_OUT = 0.25
"""Chance of somebody angry to leave in that month."""
TICKET = 60.0
"""USD that an angry ticket costs: people's time, and what is given to make peace."""
TALK = 0.8
"""Share of those who come that is kept away, over the share of accounts that were just angered."""
HESITATES = 0.6
"""Share of those who come that waits and goes elsewhere, in a month in which the page's price has
changed again."""
NOTICE = 2
"""Months between the word and the rise."""
AHEAD = 12
"""Months that are played on after the year, with its last price and no further word: whoever raises a
price in the last month meets those who leave because of it."""
PRICES = (9, 24)
WAYS = ("keep", "tell", "now")


class Decision(NamedTuple):
    """What is decided for a month."""

    price: float
    """On the page, for whoever comes, in USD a seat and month."""
    old: str
    """Of those who pay less: "keep" their price, "tell" them of a rise to this price in two months,
    or raise them "now"."""


@dataclass(frozen=True)
class Luck:
    """Who is there and who comes, whatever is decided: one entry an account, old ones first."""

    arrives: np.ndarray
    """Month in which it comes, from 0; -1 for those who pay already."""
    size: np.ndarray
    seats: np.ndarray
    worth: np.ndarray
    quiet: np.ndarray
    """Marks between 0 and 1: who has one below a chance, does it. A row a month."""
    searches: np.ndarray
    temper: np.ndarray
    storms: np.ndarray
    hears: np.ndarray


@dataclass(frozen=True)
class Year:
    """What became of it, by month."""

    contribution: np.ndarray
    """USD: price less cost, over all seats, before what peace cost."""
    accounts: np.ndarray
    angry: np.ndarray
    """Angry tickets."""
    lost: np.ndarray
    """Accounts that left."""
    score: float
    """Thousand USD: contribution less tickets, of the year and, once it is over, of the one after it."""
    accounts_after: int
    """Accounts that pay at the end of the year after it; 0 while the year lasts."""


def luck(seed: int) -> Luck:
    """Draw who pays at the start, and who comes in the year.

    Parameters
    ----------
    seed : int
        The same seed brings the same accounts.
    """
    bits = np.random.default_rng([12, checks.whole(seed, "seed")])
    months = MONTHS + AHEAD
    come = COME * months
    many = OLD_ACCOUNTS + come
    size = np.concatenate([_shares(bits, OLD_ACCOUNTS), _shares(bits, come)])
    worth = np.array(WORTH)[size] * np.exp(SPREAD * bits.standard_normal(many))
    old = np.arange(many) < OLD_ACCOUNTS
    # Who pays today values a seat at today's price and more: draw again until it is so.
    while (poor := old & (worth < TODAY)).any():
        worth[poor] = np.array(WORTH)[size[poor]] * np.exp(
            SPREAD * bits.standard_normal(int(poor.sum()))
        )
    return Luck(
        arrives=np.where(old, -1, np.arange(many) % months),
        size=size,
        seats=np.array(SEATS)[size, bits.integers(0, 5, many)],
        worth=worth,
        quiet=bits.random((months, many)),
        searches=bits.random((months, many)),
        temper=bits.random(many),
        storms=bits.random(many),
        hears=bits.random(many),
    )


def _shares(bits: np.random.Generator, many: int) -> np.ndarray:
    edges = np.cumsum(SIZES)
    return np.searchsorted(edges, bits.permutation((np.arange(many) + 0.5) / many))


def play(drawn: Luck, months: Sequence[Decision]) -> Year:
    """Let the year run for some months, each with its decision.

    Parameters
    ----------
    drawn : Luck
        From `luck`.
    months : sequence of Decision
        One for each month that is played, at most twelve.
    """
    if len(months) > MONTHS:
        raise ValueError(f"months must be at most {MONTHS}; you passed {len(months)}.")
    decided = [_fit(each) for each in months]
    played = len(decided)
    if played == MONTHS:
        decided += [Decision(decided[-1].price, "keep")] * AHEAD
    many = len(drawn.arrives)
    pays = np.where(drawn.arrives < 0, TODAY, np.nan)
    there = drawn.arrives < 0
    raised = np.full(many, -MONTHS)
    promised: dict[int, float] = {}
    base = np.array(LEAVES)[drawn.size]
    came_in: list[float] = []
    accounts: list[int] = []
    angry_by: list[int] = []
    lost_by: list[int] = []
    for month, (price, old) in enumerate(decided):
        kept_away = TALK * sum(angry_by[-3:]) / max(1, accounts[-1]) if accounts else 0.0
        if month > 1 and price != decided[month - 1].price:
            kept_away += HESITATES
        new = (drawn.arrives == month) & (drawn.worth > price) & (drawn.hears >= kept_away)
        there |= new
        pays[new] = price
        if old == "tell" and month + NOTICE not in promised:
            promised[month + NOTICE] = price
        angry = np.zeros(many, dtype=bool)
        rises = {"told": promised.pop(month, 0.0), "now": price if old == "now" else 0.0}
        for how, to in rises.items():
            rise = there & ~new & (pays < to)
            again = np.where(month - raised < MONTHS, AGAIN, 1.0)
            share = np.where(rise, ANGER[how] * (to / np.where(rise, pays, 1.0) - 1) * again, 0.0)
            angry |= rise & (drawn.temper < share)
            pays[rise], raised[rise] = to, month
        # Nobody is asked for more than the page says.
        pays[there] = np.minimum(pays[there], np.maximum(price, TODAY))
        leaves = there & ~new & (drawn.quiet[month] < base)
        leaves |= there & ~new & (pays > drawn.worth) & (drawn.searches[month] < SEARCHES)
        leaves |= angry & (drawn.storms < STORMS_OUT)
        there &= ~leaves
        came_in.append(float(((pays - COST) * drawn.seats)[there].sum()))
        accounts.append(int(there.sum()))
        angry_by.append(int(angry.sum()))
        lost_by.append(int(leaves.sum()))
    return Year(
        np.array(came_in[:played]),
        np.array(accounts[:played], dtype=int),
        np.array(angry_by[:played], dtype=int),
        np.array(lost_by[:played], dtype=int),
        (sum(came_in) - TICKET * sum(angry_by)) / 1000,
        accounts[-1] if played == MONTHS else 0,
    )


def _fit(decision: Decision | tuple[float, str]) -> Decision:
    price, old = decision
    checks.one_of(old, "old", WAYS)
    return Decision(float(min(max(price, PRICES[0]), PRICES[1])), old)


def steady(price: float, first: str, months: int = MONTHS) -> list[Decision]:
    """Return one price for each month, and what is done about old accounts in the first."""
    return [Decision(price, first if month == 0 else "keep") for month in range(months)]


RULES = (15.0, "tell")
"""The lesson's: the price that the test supports, old accounts told two months before, once."""
TEMPTING = (20.0, "now")
"""What the finance chief asks for: all pay it from the first month."""


def at_random(seed: int, months: int = MONTHS) -> list[Decision]:
    """Return decisions drawn anew each month: what somebody does who moves sliders without a thought."""
    bits = np.random.default_rng([13, checks.whole(seed, "seed")])
    return [
        Decision(float(price), WAYS[way])
        for price, way in zip(
            bits.integers(PRICES[0], PRICES[1] + 1, months),
            bits.integers(0, 3, months),
            strict=True,
        )
    ]

"""Finance and acquisition: what the company earns by its subscriptions, and what growing costs.

Revenue is that of `subscriptions` to the dollar. Channels differ in what a sign-up costs and in
who signs up, so that the cheapest sign-up is not the cheapest customer; the paid channel's own
report claims sign-ups that other channels brought as well.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..engine import clock
from ..engine.facts import CAMPAIGN_DAY, Facts
from ..engine.parameters import PUBLIC_ACCOUNTS
from ..engine.streams import Ints, Stream
from .tally import ACTIVE, EVENTS, MONTHS, MRR, NEW_MRR, PRORATED, SIGNED_UP
from .vocabulary import CHANNELS

PAID, SALES = CHANNELS.index("paid_search"), CHANNELS.index("sales")


class Cost(NamedTuple):
    """What a channel costs in a month: whole USD for a company of 5,000 accounts, and more.

    `share` is a commission on the new MRR that the channel brings, in months of it.
    """

    fixed: int
    a_sign_up: int
    share: float = 0.0


COSTS = {
    "organic": Cost(5_200, 0),
    "referral": Cost(400, 38),
    "paid_search": Cost(1_500, 128),
    "partner": Cost(1_100, 12, 2.4),
    "sales": Cost(9_500, 210, 1.2),
}
CAMPAIGN_COST = 1.45
"""What a sign-up of the paid channel costs in the campaign of Q2 2026, relative to before."""
OVERCLAIM = 0.17
"""Sign-ups of the organic channel that the paid channel's report claims as well, as a share."""

HOSTING = (1_500, 30)
"""USD a month, and USD for 1,000 events."""
SUPPORT = (1_200, 1.35)
"""USD a month, and USD an active person."""
DEVELOPMENT = ((0, 58_000), (9, 74_000), (18, 92_000), (28, 104_000))
"""USD a month from a month on: the product teams grow in steps."""
GENERAL = 0.16
"""All other cost, as a share of what the rest comes to."""
RUNWAY = 15
"""Months for which the last cash lasts at the last month's loss."""

FIRST_OF_MONTH = clock.MONTHS[:-1]


def _scale(facts: Facts) -> int:
    """Return fixed cost in millionths of that of the public company's size."""
    return facts.parameters.accounts * 1_000_000 // PUBLIC_ACCOUNTS


def _sized(facts: Facts, amount: Ints | int) -> Ints:
    return np.asarray(amount, dtype=np.int64) * _scale(facts) // 1_000_000


def spend(facts: Facts, total: Ints) -> Ints:
    """USD by month and channel."""
    spent = np.zeros((MONTHS, len(CHANNELS)), dtype=np.int64)
    for code, channel in enumerate(CHANNELS):
        cost = COSTS[channel]
        price = np.full(MONTHS, cost.a_sign_up, dtype=np.int64)
        if code == PAID:
            price = np.where(
                FIRST_OF_MONTH >= CAMPAIGN_DAY, round(cost.a_sign_up * CAMPAIGN_COST), price
            )
        noise = Stream(facts.parameters.seed, 0, f"marketing/{channel}").below(MONTHS, 161)
        usual = _sized(facts, cost.fixed) + price * total[:, SIGNED_UP][:, code]
        share = total[:, NEW_MRR][:, code] * round(cost.share * 100) // 100
        spent[:, code] = usual * (920 + noise) // 1000 + share
    return spent


def claimed(total: Ints) -> Ints:
    """Sign-ups that each channel's own report claims, by month and channel."""
    told = total[:, SIGNED_UP].copy()
    told[:, PAID] += told[:, CHANNELS.index("organic")] * round(OVERCLAIM * 1000) // 1000
    return told


def books(facts: Facts, total: Ints) -> dict[str, Ints]:
    """MRR and its movements, revenue, each kind of cost, and cash: USD by month."""
    moved = total[:, MRR]
    end = np.cumsum(moved.sum(axis=1))
    start = end - moved.sum(axis=1)
    seconds = np.diff(clock.MONTHS) * clock.DAY
    revenue = start + total[:, PRORATED] // seconds
    spent = spend(facts, total)
    noise = Stream(facts.parameters.seed, 0, "finance").below(MONTHS, 81)
    months = np.arange(MONTHS)
    steps = np.array([amount for _, amount in DEVELOPMENT])
    step = np.searchsorted([since for since, _ in DEVELOPMENT], months, side="right") - 1
    hosting = _sized(facts, HOSTING[0]) + total[:, EVENTS] * HOSTING[1] // 1000
    support = _sized(facts, SUPPORT[0]) + total[:, ACTIVE] * round(SUPPORT[1] * 100) // 100
    development = _sized(facts, steps[step]) * (960 + noise) // 1000
    sales, others = spent[:, SALES], np.delete(spent, SALES, axis=1).sum(axis=1)
    direct = hosting + support + development + sales + others
    general = direct * round(GENERAL * 100) // 100
    loss = direct + general - revenue
    last = max(int(loss[-1]), int(_sized(facts, 20_000)))
    worst = int(np.cumsum(loss).max())
    opening = max(worst, int(loss.sum())) + RUNWAY * last
    return {
        "mrr_start": start,
        "mrr_new": moved[:, 0],
        "mrr_expansion": moved[:, 1],
        "mrr_contraction": moved[:, 2],
        "mrr_churn": moved[:, 3],
        "mrr_reactivation": moved[:, 4],
        "mrr_end": end,
        "revenue": revenue,
        "hosting": hosting,
        "support": support,
        "research_development": development,
        "sales": sales,
        "marketing": others,
        "general": general,
        "cash": opening - np.cumsum(loss),
    }

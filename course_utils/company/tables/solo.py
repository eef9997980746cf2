"""Kitewell Solo: subscribers who renew each month, what they cost, and orders of templates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..causes.vocabulary import SOLO_BUDGETS as BUDGETS
from ..causes.vocabulary import SOLO_CHANNELS as CHANNELS
from ..engine.columns import Maybe, coded, ids
from ..engine.group import Group, Growing, Planted, Whole
from ..engine.table import Table, date, enum, identity, moment, whole

if TYPE_CHECKING:
    from ..engine.chain import Chain
    from ..engine.columns import Columns
    from ..engine.facts import Facts
    from ..engine.streams import Array

USD = "USD"

SOLO = Table(
    name="solo",
    title="Subscribers of Kitewell Solo",
    grain="one row a subscriber, a person who works alone",
    key=("subscriber_id",),
    pinned="aa3ebec0655a483e",
    notes=(
        "Solo is a plan of its own, sold since July 2024 to people without an account. It renews "
        "each month on the day on which it began, or ends there."
    ),
    fields=(
        identity("subscriber_id", "The subscriber."),
        moment("started_at", "When the subscription began."),
        moment("ended_at", "When it ended; NULL where it runs.", nullable=True),
        enum("channel", CHANNELS, "How the subscriber came: unpaid, app store, paid social media."),
        whole("price", "What a month costs the subscriber.", unit="USD a month"),
        whole(
            "serving",
            "What a month costs Kitewell: payment or store fee, hosting, support.",
            unit="USD a month",
        ),
    ),
)

SPEND = Table(
    name="solo_spend",
    title="Acquisition spend of Solo by channel",
    grain="one row a calendar month (UTC) and channel",
    key=("month", "channel"),
    pinned="1a2e239d56bd7453",
    notes=(
        "Subscribers won are counted in `solo`. What stands for organic is the work of answering "
        "those who ask before they begin: it follows how many come, and wins nobody. Social media's "
        "budget is drawn by lot, as finance wishes: in each quarter one month gets a low one, one "
        "the usual one, one a high one, and no month what it got the year before. The app store's follows the season."
    ),
    fields=(
        date("month", "First day of the month."),
        enum("channel", CHANNELS, "How subscribers came."),
        enum("budget", BUDGETS, "How high the month's budget was set; by lot in social media."),
        whole("spend", "What winning subscribers cost in the month, salaries included.", unit=USD),
    ),
)

ORDERS = Table(
    name="template_orders",
    title="Orders of templates",
    grain="one row an order",
    key=("order_id",),
    pinned="d7bbc15e7f2b3b45",
    notes="The shop opened in July 2025, to everybody. There is no contract: buyers just come.",
    fields=(
        identity("order_id", "The order."),
        identity("buyer_id", "Who ordered, known by e-mail address."),
        moment("ordered_at", "When it was ordered."),
        whole("amount", "What the order cost.", unit=USD),
    ),
)


def solo(chain: Chain, first: int) -> Columns:
    """Columns of `solo`."""
    import numpy as np

    from ..causes.solo import PRICE, SERVING, subscribers
    from ..engine import clock

    found = chain(subscribers)
    return {
        "subscriber_id": ids(len(found), first),
        "started_at": found.started,
        "ended_at": Maybe(found.ended, found.ended >= clock.END),
        "channel": coded(SOLO, "channel", found.channel),
        "price": np.full(len(found), PRICE),
        "serving": np.array(SERVING)[found.channel],
    }


def counts(chain: Chain) -> Array:
    """Return what a block adds to the months of acquisition."""
    from ..causes.solo import won

    return chain(won)


def spend(facts: Facts, total: Array) -> Columns:
    """Columns of `solo_spend`."""
    import numpy as np

    from ..causes import solo

    months = solo.months()
    return {
        "month": np.repeat(months, len(CHANNELS)),
        "channel": coded(SPEND, "channel", np.tile(np.arange(len(CHANNELS)), len(months))),
        "budget": coded(SPEND, "budget", solo.budgets(facts).ravel()),
        "spend": solo.spend(facts, total).ravel(),
    }


def template_orders(chain: Chain, first: int) -> Columns:
    """Columns of `template_orders`."""
    from ..causes.solo import orders

    found = chain(orders)
    return {
        "order_id": ids(len(found), first),
        "buyer_id": found.buyer + chain.block.first_account,
        "ordered_at": found.occurred,
        "amount": found.amount,
    }


def truth(facts: Facts, found: list[Any]) -> dict[str, Any]:
    """Tell what is planted in Solo."""
    from ..causes import solo

    del facts, found
    return {
        "solo": {
            "chance_to_leave_by_channel": {
                name: {
                    "alpha": alpha / 10,
                    "beta": beta / 10,
                    "mean": round(sum(chances) / len(chances) / 10_000, 4),
                }
                for name, (alpha, beta), chances in zip(
                    CHANNELS, solo.LEAVE_MEAN, solo.LEAVE, strict=True
                )
            },
            "loyalty_mails_since_january_2026": "change nothing",
            "cost_to_win_by_channel": dict(zip(CHANNELS, solo.COST, strict=True)),
            "cost_of_one_more_by_channel": {
                name: cost * (10 + solo.DEARER) / 10
                for name, cost in zip(CHANNELS, solo.COST, strict=True)
                if name != "organic"
            },
            "starts_by_budget_of_social": dict(
                zip(BUDGETS, (level / 100 for level in solo.LEVEL), strict=True)
            ),
            "starts_elsewhere_by_budget_of_social": "the same",
            "organic_spend": "follows how many come, and wins nobody",
            "margin_by_channel": {
                name: solo.PRICE - cost for name, cost in zip(CHANNELS, solo.SERVING, strict=True)
            },
        },
        "template_orders": {
            "purchase_rate": {"r": 0.5, "alpha_days": 45},
            "chance_to_be_lost_after_an_order": {"a": 0.8, "b": 2.8},
        },
    }


PLANTED = (
    Planted(
        "solo",
        "people differ, and nobody's chance to leave ever changes; so those who are left leave "
        "less and less, and the churn of all falls as the product grows older",
        "churn fell, so people became more loyal",
        "cohorts against each other at the same age",
        ("solo.chance_to_leave_by_channel", "solo.loyalty_mails_since_january_2026"),
    ),
    Planted(
        "solo",
        "who comes by paid social media leaves soonest",
        "one churn, and price / churn, for all",
        "survival by channel",
        ("solo.chance_to_leave_by_channel",),
    ),
    Planted(
        "solo, solo_spend",
        "a subscriber from social media does not pay back within a year",
        "lifetime value over acquisition cost, both blended, of revenue, for ever",
        "margin along the observed curve",
        ("solo.cost_to_win_by_channel", "solo.margin_by_channel"),
    ),
    Planted(
        "solo_spend",
        "what stands for organic subscribers is work that follows how many come; the paid channels "
        "are bought",
        "the best ratio of value to cost, so more money there",
        "ask what the money buys",
        ("solo.organic_spend",),
    ),
    Planted(
        "solo_spend",
        "the more a channel wins in a month, the more each costs; so one more costs 1.6 times the "
        "average, and doubling the spend does not double what comes",
        "all spend over all who began, for the next one, too",
        "the extra spend of months with a high budget over their extra subscribers",
        ("solo.cost_of_one_more_by_channel",),
    ),
    Planted(
        "solo_spend",
        "all channels rise and fall with the season; only social media's budget also moves by lot "
        "within each quarter, and no other channel feels that",
        "what more costs, or what it lifts elsewhere, from busy months",
        "months of one quarter against each other, by lot, and organic starts beside them",
        ("solo.starts_by_budget_of_social", "solo.starts_elsewhere_by_budget_of_social"),
    ),
    Planted(
        "template_orders",
        "buyers are lost without a word, each with a rate and a chance of their own",
        "a fixed number of silent days for all",
        "BG/NBD: silence against one's own rhythm",
        ("template_orders",),
    ),
)

GROUP = Group(
    section="What Kitewell tries, builds, earns and spends",
    tables=(Growing(SOLO, solo), Whole(SPEND, spend, counts), Growing(ORDERS, template_orders)),
    planted=PLANTED,
    truth=truth,
    place=45,
)

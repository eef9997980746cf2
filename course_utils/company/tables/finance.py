"""Finance and acquisition: what Kitewell earns, and what growing costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..causes.vocabulary import CHANNELS
from ..engine.columns import coded
from ..engine.group import Group, Planted, Whole
from ..engine.table import Table, date, enum, whole

if TYPE_CHECKING:
    from ..engine.chain import Chain
    from ..engine.columns import Columns
    from ..engine.facts import Facts
    from ..engine.streams import Array

USD = "USD"

FINANCE = Table(
    name="finance",
    title="Monthly finance",
    grain="one row a calendar month (UTC)",
    key=("month",),
    pinned="c69d930688106ba2",
    notes=(
        "MRR and revenue are of accounts: the movements are those of `subscriptions`, month by month. "
        "Solo stands beside: what its subscribers pay is in `solo`, not here."
    ),
    fields=(
        date("month", "First day of the month."),
        whole("mrr_start", "MRR at the start of the month.", unit="USD a month"),
        whole("mrr_new", "MRR of accounts that pay for the first time.", unit="USD a month"),
        whole("mrr_expansion", "MRR added by paying accounts.", unit="USD a month"),
        whole(
            "mrr_contraction",
            "MRR lost from accounts that still pay (negative).",
            unit="USD a month",
            low=None,
            high=0,
        ),
        whole(
            "mrr_churn",
            "MRR of accounts that cancelled (negative).",
            unit="USD a month",
            low=None,
            high=0,
        ),
        whole("mrr_reactivation", "MRR of accounts that came back.", unit="USD a month"),
        whole("mrr_end", "MRR at the end of the month.", unit="USD a month"),
        whole("revenue", "Revenue recognised: MRR by the second, cents cut.", unit=USD),
        whole("hosting", "Cost of running the product.", unit=USD),
        whole("support", "Cost of customer support.", unit=USD),
        whole("research_development", "Cost of product and engineering.", unit=USD),
        whole("sales", "Cost of sales: the channel 'sales' of `marketing`.", unit=USD),
        whole("marketing", "Cost of marketing: the other channels of `marketing`.", unit=USD),
        whole("general", "All other cost.", unit=USD),
        whole("cash", "Cash at the end of the month.", unit=USD),
    ),
)

MARKETING = Table(
    name="marketing",
    title="Acquisition spend by channel",
    grain="one row a calendar month (UTC) and channel",
    key=("month", "channel"),
    pinned="4193c55118578075",
    notes="Sign-ups are those that each channel's own report claims.",
    fields=(
        date("month", "First day of the month."),
        enum("channel", CHANNELS, "Acquisition channel."),
        whole("spend", "What the channel cost in the month.", unit=USD),
        whole(
            "sign_ups", "Accounts that the channel's report claims for the month.", unit="accounts"
        ),
    ),
)


def counts(chain: Chain) -> Array:
    """Return what a block adds to the company's months."""
    from ..causes.tally import tally

    return chain(tally)


def finance(facts: Facts, total: Array) -> Columns:
    """Columns of `finance`."""
    from ..causes import finance

    return {"month": finance.FIRST_OF_MONTH, **finance.books(facts, total)}


def marketing(facts: Facts, total: Array) -> Columns:
    """Columns of `marketing`."""
    import numpy as np

    from ..causes import finance

    months = finance.FIRST_OF_MONTH
    channels = np.tile(np.arange(len(CHANNELS)), len(months))
    return {
        "month": np.repeat(months, len(CHANNELS)),
        "channel": coded(MARKETING, "channel", channels),
        "spend": finance.spend(facts, total).ravel(),
        "sign_ups": finance.claimed(total).ravel(),
    }


def truth(facts: Facts, found: list[Any]) -> dict[str, Any]:
    """Tell what is planted in acquisition, for a company of 5,000 accounts."""
    from ..causes import finance
    from ..engine import clock
    from ..engine.facts import CAMPAIGN_DAY

    del facts, found
    paid = CHANNELS[finance.PAID]
    return {
        "acquisition": {
            "cost_by_channel": {
                name: {
                    "usd_a_month": cost.fixed,
                    "usd_a_sign_up": cost.a_sign_up,
                    "months_of_new_mrr": cost.share,
                }
                for name, cost in finance.COSTS.items()
            },
            "campaign": {
                "from": clock.iso_date(CAMPAIGN_DAY),
                "channel": paid,
                "cost_of_a_sign_up_multiplied_by": finance.CAMPAIGN_COST,
            },
            "overclaim": {
                "channel": paid,
                "share_of_organic_sign_ups_claimed_as_well": finance.OVERCLAIM,
            },
        }
    }


PLANTED = (
    Planted(
        "finance",
        "MRR is that of `subscriptions` to the dollar",
        "rates over ending MRR, new MRR in retention",
        "movements over starting MRR",
    ),
    Planted(
        "marketing",
        "paid search claims organic sign-ups as well",
        "its own cost a sign-up",
        "`accounts` as denominator",
        ("acquisition.overclaim",),
    ),
    Planted(
        "marketing",
        "the campaign of Q2 2026 pays more for sign-ups that convert less",
        "blended CAC",
        "CAC by channel, marginal",
        ("acquisition.campaign",),
    ),
)

GROUP = Group(
    section="What Kitewell tries, builds, earns and spends",
    tables=(Whole(FINANCE, finance, counts), Whole(MARKETING, marketing, counts)),
    planted=PLANTED,
    truth=truth,
    place=40,
)

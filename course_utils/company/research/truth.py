"""What is planted on the second floor, recomputed from the parameters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from .. import clock
from ..chain import Chain
from ..facts import Facts
from ..schema.product import PLANS, SIZES
from ..schema.research import FEATURES, TICKET_CHANNELS
from ..streams import Ints
from . import backlog, kano, prices, tickets
from .truth_heard import heard


def truth(facts: Facts, simulated: Iterable[Chain]) -> dict[str, Any]:
    """Every planted effect of the second floor with its true parameters."""
    loud: list[int] = []
    total: Ints = np.zeros((0,), dtype=np.int64)
    told: dict[str, Any] = {}
    for chain in simulated:
        if chain.block.number == 0:
            told = heard(chain)
        added = chain(backlog.counts)
        total = total + added if total.size else added
        first = chain.block.first_account
        loud += [int(i) + first for i in chain(tickets.loud).nonzero()[0]]
    return {
        "tickets": _tickets(loud),
        **told,
        "kano": _kano(),
        "prices": _prices(),
        "backlog": _backlog(facts, total),
    }


def _tickets(loud: list[int]) -> dict[str, Any]:
    return {
        "loud": {
            "share_of_accounts_by_plan": dict(zip(PLANS, tickets.LOUD_SHARE, strict=True)),
            "times_as_many_tickets": tickets.LOUD_FACTOR,
            "account_ids": loud,
        },
        "double_views": {"chance_a_doubled_view": tickets.DOUBLE_CHANCE, "area": "reports"},
        "silent_day": {"chance_a_session_after_it": tickets.SILENT_CHANCE, "area": "performance"},
        "first_reply": {
            "median_minutes": dict(zip(TICKET_CHANNELS, tickets.REPLY_MINUTES, strict=True)),
            "why": "Skewed, and nobody answers at weekends: the mean is far above the median.",
        },
        "resolution": {
            "median_hours_by_severity": list(tickets.RESOLVE_HOURS),
            "from": clock.DATES[tickets.SLOWDOWN_DAY].isoformat(),
            "times_as_long": tickets.SLOWDOWN,
            "why": "Of the youngest tickets only the quick ones are closed: censoring hides it.",
        },
    }


def _kano() -> dict[str, Any]:
    features = {}
    for feature in FEATURES:
        shares = np.array((kano.SHARES[feature] * 3)[:3]) / 100
        mean = np.array(kano.PLAN_QUOTA) @ shares / 100
        must, one, attractive, indifferent, _ = mean.tolist()
        counted = must + one + attractive + indifferent
        features[feature] = {
            "mode": kano.CATEGORIES[int(mean.argmax())],
            "shares": dict(zip(kano.CATEGORIES, mean.round(6).tolist(), strict=True)),
            "better": round((attractive + one) / counted, 6),
            "worse": round(-(one + must) / counted, 6),
            "mode_by_plan": {
                plan: kano.CATEGORIES[int(row.argmax())]
                for plan, row in zip(PLANS, shares, strict=True)
            },
        }
    return {
        "features": features,
        "respondents_by_plan": [q / 100 for q in kano.PLAN_QUOTA],
        "careless": kano.CARELESS,
        "divided": "approval_steps",
    }


def _prices() -> dict[str, Any]:
    return {
        "worth_median_by_size": dict(zip(SIZES, prices.WORTH, strict=True)),
        "worth_log_spread": prices.SPREAD,
        "answer_log_noise": prices.ANSWER_NOISE,
        "relative_to_worth": dict(prices.RATIO),
        "inconsistent": prices.INCONSISTENT,
        "respondents_by_size": [q / 100 for q in prices.SIZE_QUOTA],
    }


def _backlog(facts: Facts, total: Ints) -> dict[str, Any]:
    found = backlog.entries(facts)
    true = backlog.worth(found, total)
    columns = backlog.columns(facts, total)
    mentions = np.asarray(columns["mentions"])
    items = [
        {
            "item_id": number,
            "slug": entry.item.slug,
            "reach_a_quarter": int(true.reach[number - 1]),
            "value_a_year": int(true.value[number - 1]),
            "weeks": entry.weeks / 10,
            "penalty": int(true.penalty[number - 1]),
        }
        for number, entry in enumerate(found, 1)
    ]
    return {
        "items": items,
        "loudest": items[int(mentions.argmax())]["slug"],
        "most_valuable": items[int(true.value.argmax())]["slug"],
        "value_bias": dict(backlog.VALUE_BIAS),
        "reach_bias": dict(backlog.REACH_BIAS),
        "effort_bias": dict(backlog.EFFORT_BIAS),
        "estimate_log_noise": backlog.NOISE,
        "months_instead_of_quarters": backlog.IN_MONTHS,
        "days_instead_of_weeks": backlog.IN_DAYS,
    }

"""The backlog: what is asked for, and what its requesters believe of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..causes.vocabulary import AREAS, BACKLOG_KINDS, FAMILIARITY, MOSCOW, REQUESTERS, URGENCIES
from ..engine.columns import Maybe, Texts, coded, ids, spelled
from ..engine.group import Group, Planted, Whole
from ..engine.table import Table, date, enum, identity, number, text, whole

if TYPE_CHECKING:
    from ..engine.chain import Chain
    from ..engine.columns import Columns
    from ..engine.facts import Facts
    from ..engine.streams import Array

BACKLOG = Table(
    name="backlog",
    title="Product backlog",
    grain="one row an item",
    key=("item_id",),
    pinned="8955bcc6e76da56b",
    notes="Estimates are the requester's. Lows and highs are meant to hold four times in five.",
    fields=(
        identity("item_id", "The item."),
        text("title", "What is asked for."),
        enum("kind", BACKLOG_KINDS, "Kind of work."),
        enum("familiarity", FAMILIARITY, "Whether the teams have built the like before."),
        enum("area", AREAS, "Part of the product."),
        enum("requester", REQUESTERS, "Who asked, and estimated reach and value."),
        date("requested_at", "When it was asked for."),
        whole("reach_low", "Low estimate of `reach`.", "people a period"),
        whole("reach", "People whom it would touch in one period.", "people a period"),
        whole("reach_high", "High estimate of `reach`.", "people a period"),
        enum("reach_period", ("quarter", "month"), "Period that the reach counts."),
        number("impact", "How much it helps each: 0.25, 0.5, 1, 2 or 3.", "points", 0.25, 3),
        number("confidence", "How sure the requester is: 0.5, 0.8 or 1.", "share", 0.5, 1),
        number("effort_low", "Low estimate of `effort`.", "person-weeks or person-days"),
        number("effort", "Work still to be done, of everybody.", "person-weeks or person-days"),
        number("effort_high", "High estimate of `effort`.", "person-weeks or person-days"),
        enum("effort_unit", ("weeks", "days"), "What the effort counts; a week has five days."),
        whole("value", "Revenue expected from it, or kept by it, in a year.", "USD a year"),
        enum(
            "urgency",
            URGENCIES,
            "What waiting does to the value: steady (each week brings as much), decaying (it lives "
            "for some weeks only), seasonal (its weeks are still to come), lost (who leaves or goes "
            "elsewhere meanwhile does not return) or dated (a deadline).",
        ),
        whole("cost_of_delay", "What a week's delay costs, deadline aside.", "USD a week"),
        date("deadline", "Day on which a penalty begins or the value is gone; else NULL.", True),
        whole("penalty", "What missing the deadline costs, once.", "USD"),
        enum("moscow", MOSCOW, "The requester's own label."),
        whole("mentions", "How often it was asked for, all sources together.", "times"),
        whole("paying_mentions", "Paying accounts that asked for it.", "accounts"),
    ),
)

DEPENDENCIES = Table(
    name="dependencies",
    title="What backlog items need",
    grain="one row an item and another one that must be done before it",
    key=("item_id", "needs"),
    pinned="6a95c6748ff3581d",
    joins=(("item_id", "backlog.item_id"), ("needs", "backlog.item_id")),
    fields=(
        identity("item_id", "The item that waits."),
        identity("needs", "The item that must be done first."),
    ),
)


def counts(chain: Chain) -> Array:
    """Return what a block adds to what items are worth."""
    from ..causes import backlog

    return chain(backlog.counts)


def items(facts: Facts, total: Array) -> Columns:
    """Columns of `backlog`."""
    from ..causes import backlog

    entries = backlog.entries(facts)
    said = backlog.estimates(facts, total)
    return {
        "item_id": ids(len(entries)),
        "title": Texts([entry.title for entry in entries]),
        "kind": spelled(BACKLOG, "kind", [entry.item.kind for entry in entries]),
        "familiarity": spelled(
            BACKLOG, "familiarity", [FAMILIARITY[entry.new] for entry in entries]
        ),
        "area": spelled(BACKLOG, "area", [entry.item.area for entry in entries]),
        "requester": spelled(BACKLOG, "requester", [entry.item.requester for entry in entries]),
        "requested_at": said.requested,
        "reach_low": said.reach_low,
        "reach": said.reach,
        "reach_high": said.reach_high,
        "reach_period": coded(BACKLOG, "reach_period", said.monthly.astype("int8")),
        "impact": said.impact,
        "confidence": said.confidence,
        "effort_low": said.effort_low,
        "effort": said.effort,
        "effort_high": said.effort_high,
        "effort_unit": coded(BACKLOG, "effort_unit", said.in_days.astype("int8")),
        "value": said.value,
        "urgency": spelled(BACKLOG, "urgency", [entry.urgency for entry in entries]),
        "cost_of_delay": said.cost_of_delay,
        "deadline": Maybe(said.deadline, said.deadline < 0),
        "penalty": said.penalty,
        "moscow": coded(BACKLOG, "moscow", said.moscow),
        "mentions": said.mentions,
        "paying_mentions": said.paying_mentions,
    }


def dependencies(facts: Facts, total: Any) -> Columns:
    """Columns of `dependencies`."""
    from ..causes import backlog

    del total
    item, needs = backlog.dependencies(facts)
    return {"item_id": item, "needs": needs}


def truth(facts: Facts, found: list[Array]) -> dict[str, Any]:
    """Tell what is planted in the backlog."""
    from ..causes import backlog

    total = sum(found[1:], start=found[0])
    entries = backlog.entries(facts)
    true = backlog.worth(entries, total)
    mentions = backlog.estimates(facts, total).mentions
    items = [
        {
            "item_id": number,
            "slug": entry.item.slug,
            "reach_a_quarter": int(true.reach[number - 1]),
            "value_a_year": int(true.value[number - 1]),
            "delay_a_week": int(true.delay[number - 1]),
            "urgency": entry.urgency,
            "weeks": entry.weeks / 10,
            "penalty": int(true.penalty[number - 1]),
        }
        for number, entry in enumerate(entries, 1)
    ]
    return {
        "backlog": {
            "items": items,
            "loudest": items[int(mentions.argmax())]["slug"],
            "most_valuable": items[int(true.value.argmax())]["slug"],
            "loss_a_week_thousandths": {name: list(ends) for name, ends in backlog.LOSS.items()},
            "value_bias": dict(backlog.VALUE_BIAS),
            "reach_bias": dict(backlog.REACH_BIAS),
            "effort_bias": dict(backlog.EFFORT_BIAS),
            "estimate_log_noise": backlog.NOISE,
            "range_log_noise": dict(zip(FAMILIARITY, backlog.DOUBTS, strict=True)),
            "range_ends_thousandths": dict(zip(FAMILIARITY, map(list, backlog.ENDS), strict=True)),
            "months_instead_of_quarters": backlog.IN_MONTHS,
            "days_instead_of_weeks": backlog.IN_DAYS,
        }
    }


PLANTED = (
    Planted(
        "backlog",
        "one item of little worth is asked for most",
        "ranking by mentions",
        "paying accounts; value",
        (
            "backlog.loudest",
            "backlog.most_valuable",
        ),
    ),
    Planted(
        "backlog",
        "requesters overrate value and reach and underrate effort, each in their own way",
        "estimates at face value",
        "compare requesters",
        (
            "backlog.value_bias",
            "backlog.reach_bias",
            "backlog.effort_bias",
        ),
    ),
    Planted(
        "backlog",
        "two reaches count a month, five efforts count days",
        "scores in mixed units",
        "bring units together",
        (
            "backlog.months_instead_of_quarters",
            "backlog.days_instead_of_weeks",
        ),
    ),
    Planted(
        "backlog",
        "ranges that are meant to hold four times in five do not",
        "ranks as facts",
        "wider ranges, rank probabilities",
        ("backlog.range_log_noise", "backlog.range_ends_thousandths"),
    ),
    Planted(
        "backlog",
        "a week's delay costs from nearly nothing to an eighth of a year's value, by kind of urgency",
        "cost of delay as value / 52; value by effort as the order",
        "cost of delay divided by duration",
        (
            "backlog.loss_a_week_thousandths",
            "backlog.items",
        ),
    ),
    Planted(
        "backlog",
        "deadlines: no cost of delay before, a penalty after",
        "cost of delay divided by duration for all",
        "schedule fixed dates first",
        ("backlog.items",),
    ),
    Planted(
        "backlog",
        "missing what the law asks costs a small fine, missing a promise a share of the revenue",
        "a plan by worth alone, which leaves the law out",
        "what the law asks is in first, whatever it saves",
        ("backlog.items",),
    ),
    Planted(
        "backlog",
        "most of the effort is called a must",
        "counting items",
        "share of effort",
    ),
    Planted(
        "dependencies",
        "valuable items wait for dull ones",
        "ranking items alone",
        "order by what they need",
    ),
)

GROUP = Group(
    section="What people say and ask for",
    tables=(Whole(BACKLOG, items, counts), Whole(DEPENDENCIES, dependencies)),
    planted=PLANTED,
    truth=truth,
    look=counts,
    place=110,
)

"""Support tickets: trouble that follows use, and accounts that are loud."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..causes.vocabulary import AREAS, PLANS, TICKET_CHANNELS, TICKET_KINDS
from ..engine.columns import Maybe, Texts, coded, ids
from ..engine.group import Group, Growing, Planted
from ..engine.table import Table, enum, flag, identity, moment, points, text, whole

if TYPE_CHECKING:
    from ..engine.chain import Chain
    from ..engine.columns import Columns
    from ..engine.facts import Facts

USER = ("user_id", "users.user_id")

TICKETS = Table(
    name="tickets",
    title="Support tickets",
    grain="one row a ticket",
    key=("ticket_id",),
    pinned="0750f25353505ef7",
    joins=(USER,),
    fields=(
        identity("ticket_id", "The ticket."),
        identity("user_id", "The user who wrote."),
        moment("created_at", "When it came in."),
        enum("channel", TICKET_CHANNELS, "How it came in."),
        enum("area", AREAS, "Part of the product, as support filed it."),
        enum("kind", TICKET_KINDS, "What it is, as support filed it."),
        points("severity", "1 (a small thing) to 4 (work stands still).", 1, 4),
        text("text", "What the user wrote."),
        whole(
            "first_reply_minutes",
            "Until somebody answered; NULL where nobody has.",
            "minutes",
            nullable=True,
        ),
        moment("resolved_at", "When it was closed; NULL where it is open.", nullable=True),
        flag("reopened", "1 where the user came back after it was closed."),
    ),
)


def columns(chain: Chain, first: int) -> Columns:
    """Columns of `tickets`."""
    from ..causes import tickets

    t = chain(tickets.tickets)
    return {
        "ticket_id": ids(len(t), first),
        "user_id": t.user + chain.first_user,
        "created_at": t.created,
        "channel": coded(TICKETS, "channel", t.channel),
        "area": coded(TICKETS, "area", t.area),
        "kind": coded(TICKETS, "kind", t.kind),
        "severity": t.severity,
        "text": Texts(chain(tickets.texts)),
        "first_reply_minutes": Maybe(t.reply, t.reply < 0),
        "resolved_at": Maybe(t.resolved, t.resolved < 0),
        "reopened": t.reopened,
    }


def loud(chain: Chain) -> list[int]:
    """Ids of a block's loud accounts."""
    from ..causes import tickets

    first = chain.block.first_account
    return [int(i) + first for i in chain(tickets.loud).nonzero()[0]]


def truth(facts: Facts, found: list[list[int]]) -> dict[str, Any]:
    """Tell what is planted in the tickets."""
    from ..causes import tickets
    from ..engine import clock

    del facts
    return {
        "tickets": {
            "loud": {
                "share_of_accounts_by_plan": dict(zip(PLANS, tickets.LOUD_SHARE, strict=True)),
                "times_as_many_tickets": tickets.LOUD_FACTOR,
                "about_reports": tickets.LOUD_REPORTS,
                "account_ids": [account for block in found for account in block],
            },
            "areas": {
                "first_by_tickets": "reports",
                "first_by_mrr": "performance",
                "speed_in_place_of_reports_by_plan": dict(
                    zip(PLANS, tickets.SLOW_REPORTS, strict=True)
                ),
                "speed_in_place_of_others_by_plan": dict(zip(PLANS, tickets.SLOW, strict=True)),
                "why": "Loud accounts write about reports; those who pay most have large boards.",
            },
            "double_views": {
                "chance_a_doubled_view": tickets.DOUBLE_CHANCE,
                "area": "reports",
            },
            "silent_day": {
                "chance_a_session_after_it": tickets.SILENT_CHANCE,
                "area": "performance",
            },
            "first_reply": {
                "median_minutes": dict(zip(TICKET_CHANNELS, tickets.REPLY_MINUTES, strict=True)),
                "why": "Skewed, and nobody answers at weekends: the mean is far above the median.",
            },
            "resolution": {
                "median_hours_by_severity": list(tickets.RESOLVE_HOURS),
                "from": clock.iso_date(tickets.SLOWDOWN_DAY),
                "times_as_long": tickets.SLOWDOWN,
                "why": "Of the youngest tickets only the quick ones are closed: censoring hides it.",
            },
        }
    }


PLANTED = (
    Planted(
        "tickets",
        "a few accounts write sixteen times as often, mostly about reports, and pay little",
        "each ticket counts as one customer",
        "count accounts, weigh by MRR",
        ("tickets.loud",),
    ),
    Planted(
        "tickets",
        "reports come first by tickets, performance by the MRR of the accounts that wrote",
        "areas ranked by tickets",
        "each account once, with its MRR",
        ("tickets.areas",),
    ),
    Planted(
        "tickets",
        "the silent day fills the mailbox; the Android release is reported",
        'events alone say "nothing happened"',
        "join tickets by day and area",
        (
            "tickets.silent_day",
            "tickets.double_views",
        ),
    ),
    Planted(
        "tickets",
        "answers are skewed and rest at weekends",
        "means",
        "medians by channel, weekdays",
        ("tickets.first_reply",),
    ),
    Planted(
        "tickets",
        "closing takes half as long again since April 2026; of the youngest only quick ones are closed",
        "mean of closed tickets by month",
        "survival curves",
        ("tickets.resolution",),
    ),
)

GROUP = Group(
    section="What people say and ask for",
    tables=(Growing(TICKETS, columns),),
    planted=PLANTED,
    truth=truth,
    look=loud,
    place=50,
)

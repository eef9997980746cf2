"""Delivery: the work items of four teams."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..causes.vocabulary import FAMILIARITY, KINDS, TEAMS
from ..engine.columns import Maybe, Texts, coded, ids
from ..engine.group import Group, Planted, Whole
from ..engine.table import Field, Table, enum, identity, moment, number, points, text, whole

if TYPE_CHECKING:
    from ..engine.chain import Chain
    from ..engine.columns import Columns
    from ..engine.facts import Facts
    from ..engine.streams import Array

WORK_ITEMS = Table(
    name="work_items",
    title="Work items of the teams",
    grain="one row a work item, as exported from the tracker",
    key=("work_item_id",),
    pinned="c93c0935bd4d92e8",
    joins=(("item_id", "backlog.item_id"),),
    fields=(
        identity("work_item_id", "The work item."),
        text("item_key", "Its key in the tracker, team and number."),
        enum("kind", KINDS, "Kind of work."),
        enum("team", TEAMS, "Team that does it."),
        moment("created_at", "When it was written down."),
        moment("started_at", "When work began; NULL where it has not.", nullable=True),
        moment("finished_at", "When it was done; NULL where it is not.", nullable=True),
        whole("blocked_days", "Days on which it could not go on.", unit="days"),
        points("points", "Size as estimated: 1, 2, 3, 5, 8 or 13.", 1, 13, "story points"),
        enum("familiarity", FAMILIARITY, "Whether the team had done the like before."),
        number(
            "days_low", "Low end of the range, meant to hold four times in five.", "person-days"
        ),
        number("days_likely", "What was thought most likely before it began.", "person-days"),
        number("days_high", "High end of the range.", "person-days"),
        Field(
            "days_spent",
            "number",
            "Work that it took, all people together; NULL where it is not finished.",
            unit="person-days",
            width="float64",
            nullable=True,
            low=0,
        ),
        text("sprint", "Two-week sprint in which it was written down."),
        Field(
            "item_id",
            "integer",
            "Backlog item that it serves; NULL where it serves none, and where it is done.",
            nullable=True,
            low=1,
        ),
    ),
)


def counts(chain: Chain) -> Array:
    """Return what a block adds to the company's months."""
    from ..causes.tally import tally

    return chain(tally)


def columns(facts: Facts, total: Array) -> Columns:
    """Columns of `work_items`."""
    from ..causes.delivery import work

    w = work(facts, total)
    return {
        "work_item_id": ids(len(w.keys)),
        "item_key": Texts(w.keys),
        "kind": coded(WORK_ITEMS, "kind", w.kind),
        "team": coded(WORK_ITEMS, "team", w.team),
        "created_at": w.created,
        "started_at": Maybe(w.started, w.started < 0),
        "finished_at": Maybe(w.finished, w.finished < 0),
        "blocked_days": w.blocked,
        "points": w.points,
        "familiarity": coded(WORK_ITEMS, "familiarity", w.new.astype("int8")),
        "days_low": w.low / 100,
        "days_likely": w.likely / 100,
        "days_high": w.high / 100,
        "days_spent": Maybe(w.spent / 100, w.spent < 0),
        "sprint": Texts(w.sprints),
        "item_id": Maybe(w.item, w.item == 0),
    }


def truth(facts: Facts, found: list[Any]) -> dict[str, Any]:
    """Tell what is planted in the teams and their work."""
    from ..causes import delivery
    from ..causes.backlog import DOUBTS, ENDS
    from ..engine import clock

    del found
    teams = delivery.ORGANISATION
    return {
        "delivery": {
            "wip_limit": {
                "team": "core",
                "from": clock.iso_date(delivery.LIMIT_DAY),
                "items_begun_at_once": [teams["core"].at_once, delivery.LIMITED],
                "why": "The team's capacity is the same: it finishes as many, each in less time.",
            },
            "share_of_items_blocked": {name: team.blocked for name, team in teams.items()},
            "bugs_after_release": {
                "team": "mobile",
                "from": clock.iso_date(facts.release_day),
                "items": teams["mobile"].release_bugs,
            },
            "ranges": {
                "meant_to_hold": 0.8,
                "hold": dict(zip(FAMILIARITY, delivery.coverage(), strict=True)),
                "ends_thousandths": dict(zip(FAMILIARITY, map(list, ENDS), strict=True)),
                "log_noise": dict(zip(FAMILIARITY, DOUBTS, strict=True)),
                "takes_thousandths_of_likely": dict(
                    zip(FAMILIARITY, delivery.OVERRUN, strict=True)
                ),
            },
            "items_a_week": {name: team.weekly for name, team in teams.items()},
        }
    }


PLANTED = (
    Planted(
        "work_items",
        "a limit of work in progress in `core` since January 2026",
        "more at once is more done",
        "cycle time by start, throughput by week",
        ("delivery.wip_limit",),
    ),
    Planted(
        "work_items",
        "cycle times are skewed, and open items are old",
        "means of what is finished",
        "percentiles; age of open items",
    ),
    Planted(
        "work_items",
        "estimates tell little of time",
        "velocity as a promise",
        "points against days",
    ),
    Planted(
        "work_items",
        "ranges are too narrow, those of new work most",
        "ranges as promises; one correction for all",
        "share held, by familiarity; the same on backlog ranges",
        ("delivery.ranges",),
    ),
    Planted(
        "work_items",
        "`platform` is blocked twice as often",
        "blaming slow people",
        "blocked days by team",
        ("delivery.share_of_items_blocked",),
    ),
    Planted(
        "work_items",
        "a wave of bugs after the Android release",
        "a worse team",
        "join with the release",
        ("delivery.bugs_after_release",),
    ),
)

GROUP = Group(
    section="What Kitewell tries, builds, earns and spends",
    tables=(Whole(WORK_ITEMS, columns, counts),),
    planted=PLANTED,
    truth=truth,
    place=30,
)

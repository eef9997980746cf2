"""Visits that marketing saw: where people came from, before and after they signed up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..causes.vocabulary import TOUCH_SOURCES
from ..engine.columns import Maybe, coded, ids
from ..engine.group import Group, Growing, Planted
from ..engine.table import Field, Table, enum, identity, moment

if TYPE_CHECKING:
    from ..engine.chain import Chain
    from ..engine.columns import Columns
    from ..engine.facts import Facts

TOUCHES = Table(
    name="touches",
    title="Visits that marketing saw",
    grain="one row a visit that came from a known source",
    key=("touch_id",),
    pinned="6df6b8a7cfda3aa1",
    joins=(("account_id", "accounts.account_id"),),
    notes=(
        "Stored in order of time: of two visits in one second the later one has the higher "
        "`touch_id`."
    ),
    fields=(
        identity("touch_id", "The visit."),
        Field(
            "account_id",
            "integer",
            "The account whose people came; NULL where nobody signed up.",
            nullable=True,
            low=1,
        ),
        moment("touched_at", "When they came."),
        enum("source", TOUCH_SOURCES, "Where they came from."),
    ),
)


def columns(chain: Chain, first: int) -> Columns:
    """Columns of `touches`."""
    from ..causes.touches import touches

    found = chain(touches)
    return {
        "touch_id": ids(len(found), first),
        "account_id": Maybe(found.account, ~found.known),
        "touched_at": found.occurred,
        "source": coded(TOUCHES, "source", found.source),
    }


def look(chain: Chain) -> dict[str, list[int]]:
    """Return what the truth has to know of a block."""
    from ..causes.touches import looked_at

    return looked_at(chain)


def truth(facts: Facts, found: list[dict[str, list[int]]]) -> dict[str, Any]:
    """Tell what is planted in the visits."""
    from ..causes import touches

    del facts
    known = [sum(counts) for counts in zip(*(each["known"] for each in found), strict=True)]
    return {
        "touches": {
            "chance_of_source_first": dict(zip(TOUCH_SOURCES, touches.FIRST, strict=True)),
            "chance_of_source_last": dict(zip(TOUCH_SOURCES, touches.LAST, strict=True)),
            "last_two_in_one_second": touches.TOGETHER,
            "share_without_an_account": round(1 - known[0] / known[1], 4),
        }
    }


GROUP = Group(
    section="Customers, use and revenue",
    tables=(Growing(TOUCHES, columns),),
    planted=(
        Planted(
            "touches",
            "an account has none, one or many visits; large ones have more of them",
            "MRR joined to visits and summed: some of it counts often, some not at all",
            "each account once, and those without a visit beside them",
        ),
        Planted(
            "touches",
            "webinars begin, search ads end what leads to a sign-up",
            "the last visit gets all the credit, also one after the sign-up",
            "first and last visit before the sign-up, side by side",
            ("touches.chance_of_source_first", "touches.chance_of_source_last"),
        ),
        Planted(
            "touches",
            "two visits in five belong to no account",
            "`not in` with a NULL among the values, which is never true",
            "`not exists`, or a left join where nothing was found",
            ("touches.share_without_an_account",),
        ),
        Planted(
            "touches",
            "some last visits share their second with the one before",
            "the last row of a sort without a tie-break, another one at each run",
            "order by time and then by id",
            ("touches.last_two_in_one_second",),
        ),
    ),
    truth=truth,
    look=look,
)

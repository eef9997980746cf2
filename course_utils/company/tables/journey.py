"""Evidence for the customer journey."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..causes.vocabulary import SOURCES, STEPS
from ..engine.columns import Texts, coded, ids
from ..engine.group import Group, Planted, Sample
from ..engine.table import Table, enum, identity, points, text

if TYPE_CHECKING:
    from ..engine.chain import Chain
    from ..engine.columns import Columns
    from ..engine.facts import Facts

USER = ("user_id", "users.user_id")

JOURNEY = Table(
    name="journey",
    title="Evidence for the customer journey",
    grain="one row a piece of evidence for one step",
    key=("evidence_id",),
    pinned="adc556f6eb974095",
    joins=(USER,),
    notes="How quotes, tickets and events came into the collection differs: see `source`.",
    fields=(
        identity("evidence_id", "The piece of evidence."),
        enum("step", STEPS, "Step of the journey that it tells of."),
        enum("source", SOURCES, "What kind of evidence it is."),
        text("reference", "Where it stands: 'quote 17', 'ticket 204' or 'event 5150'."),
        identity("user_id", "The user whom it is about."),
        points("felt", "Feeling that it shows, -2 (very bad) to 2 (very good).", -2, 2),
        text("text", "What it says."),
    ),
)


def columns(chain: Chain) -> Columns:
    """Columns of `journey`."""
    import numpy as np

    from ..causes.journey import journey

    pieces = chain(journey)
    names = [SOURCES[p.source] for p in pieces]
    return {
        "evidence_id": ids(len(pieces)),
        "step": coded(JOURNEY, "step", np.array([p.step for p in pieces])),
        "source": coded(JOURNEY, "source", np.array([p.source for p in pieces])),
        "reference": Texts([f"{name} {p.number}" for name, p in zip(names, pieces, strict=True)]),
        "user_id": np.array([p.user for p in pieces], dtype=np.int64) + chain.first_user,
        "felt": np.array([p.felt for p in pieces]),
        "text": Texts([p.text for p in pieces]),
    }


def truth(facts: Facts, found: list[Any]) -> dict[str, Any]:
    """Tell what is planted in the journey."""
    from ..causes import journey

    del facts, found
    return {
        "journey": {
            "felt": dict(journey.FELT),
            "source_bias": dict(journey.SOURCE_BIAS),
            "lowest": min(journey.FELT, key=journey.FELT.__getitem__),
            "why": "Tickets come from trouble and pile up at first_report, quotes from people who "
            "stayed: compare steps within a source.",
        }
    }


PLANTED = (
    Planted(
        "journey",
        "tickets are harsh and pile up at one step, quotes are kind",
        "the pooled mean names the wrong step",
        "compare within sources",
        ("journey",),
    ),
)

GROUP = Group(
    section="What people say and ask for",
    tables=(Sample(JOURNEY, columns),),
    planted=PLANTED,
    truth=truth,
    place=80,
)

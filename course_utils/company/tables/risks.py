"""Risk registers of four teams, what came of them, and what could be done about the launch's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..causes.named_risks import ANSWERS, AREAS, CAUSES, LAUNCH, QUARTERS, RESPONSES
from ..causes.vocabulary import TEAMS
from ..engine.columns import Maybe, Texts, coded, ids
from ..engine.group import Group, Planted, Whole
from ..engine.table import Field, Table, enum, identity, number, points, text

if TYPE_CHECKING:
    from ..engine.columns import Columns
    from ..engine.facts import Facts

RISKS = Table(
    name="risks",
    title="Risk registers",
    grain="one row a risk that a team named before a quarter",
    key=("risk_id",),
    pinned="cd210b97be04d7a4",
    notes="2026-Q3 is to come: the register of the launch of the audit trail.",
    fields=(
        identity("risk_id", "The risk."),
        enum("quarter", QUARTERS, "Quarter that it was named for."),
        enum("team", TEAMS, "Team that named it."),
        enum("area", AREAS, "What would be missed: value, usability, and so on."),
        enum("cause", CAUSES, "Where it would come from."),
        text("title", "What would happen."),
        number("probability", "Its chance as said beforehand, a fraction.", high=1),
        number("low", "Low end of what it would cost, meant to hold nine times in ten.", "USD"),
        number("likely", "What it would most likely cost.", "USD"),
        number("high", "High end.", "USD"),
        points("likelihood_score", "Likelihood as coloured in the workshop.", 1, 5),
        points("impact_score", "Impact as coloured in the workshop.", 1, 5),
        Field(
            "happened",
            "integer",
            "1 where it came, 0 where not; NULL where the quarter is not over.",
            width="int8",
            nullable=True,
            low=0,
            high=1,
        ),
        Field(
            "cost",
            "number",
            "What it cost; NULL where it did not come.",
            unit="USD",
            width="float64",
            nullable=True,
            low=0,
        ),
    ),
)

RESPONSE_TABLE = Table(
    name="responses",
    title="Responses to the launch's risks",
    grain="one row a response",
    key=("response_id",),
    pinned="91aa11c8b5bd0ce7",
    joins=(("risk_id", "risks.risk_id"),),
    notes="What a response leaves is said as if it were the only one to its risk.",
    fields=(
        identity("response_id", "The response."),
        Field("risk_id", "integer", "Risk that it answers.", low=1),
        enum("kind", RESPONSES, "Avoid it, reduce it, or transfer it to somebody else."),
        text("title", "What would be done."),
        number("cost", "What it costs, whether the risk comes or not.", "USD"),
        number("probability_left", "Chance that is left, as the team says, a fraction.", high=1),
        number("impact_left", "Share of the loss that is left, a fraction.", high=1),
    ),
)


def risks(facts: Facts, total: Any) -> Columns:
    """Columns of `risks`."""
    import numpy as np

    from ..causes import risks as cause

    del total
    r = cause.register(facts)
    return {
        "risk_id": ids(len(r.quarter)),
        "quarter": coded(RISKS, "quarter", r.quarter),
        "team": coded(RISKS, "team", r.team),
        "area": coded(RISKS, "area", r.area),
        "cause": coded(RISKS, "cause", r.cause),
        "title": Texts(r.title),
        "probability": r.said / 1000,
        "low": r.low / 1,
        "likely": r.likely / 1,
        "high": r.high / 1,
        "likelihood_score": 1 + np.searchsorted(cause.SAID, r.said),
        "impact_score": 1 + np.searchsorted(cause.IMPACT, r.likely, side="right"),
        "happened": Maybe(r.happened, r.happened < 0),
        "cost": Maybe(r.cost / 1, r.cost < 0),
    }


def responses(facts: Facts, total: Any) -> Columns:
    """Columns of `responses`."""
    import numpy as np

    from ..causes import risks as cause

    del total
    first = len(cause.register(facts).quarter) - len(LAUNCH) + 1
    of = np.array([each.risk for each in ANSWERS])
    own = cause.scale(facts)[of]
    return {
        "response_id": ids(len(of)),
        "risk_id": first + of,
        "kind": coded(
            RESPONSE_TABLE,
            "kind",
            np.array([RESPONSES.index(each.kind) for each in ANSWERS]),
        ),
        "title": Texts([each.title for each in ANSWERS]),
        "cost": np.array([each.cost for each in ANSWERS]) * own / 1,
        "probability_left": np.array([each.said for each in ANSWERS]) / 1000,
        "impact_left": np.array([each.left for each in ANSWERS]) / 100,
    }


def truth(facts: Facts, found: list[Any]) -> dict[str, Any]:
    """Tell what is planted in the registers."""
    from ..causes import risks as cause

    del found
    return {
        "risks": {
            "came_thousandths_by_said": dict(zip(map(str, cause.SAID), cause.CAME, strict=True)),
            "bad_cause_by_quarter": {
                quarter: CAUSES[int(at)]
                for quarter, at in zip(QUARTERS, cause.bad_causes(facts), strict=False)
            },
            "times_as_likely_thousandths": {"bad": cause.BAD, "else": cause.ELSE},
            "range_hundredths_of_likely": [cause.LOW, cause.HIGH],
            "cost_hundredths_of_likely": list(cause.REALLY),
        }
    }


PLANTED = (
    Planted(
        "risks",
        "what was called rare came about two and a half times as often as said, what was called even came as said",
        "chances taken at their word",
        "share that came, by what was said; Brier score in parts",
        ("risks.came_thousandths_by_said",),
    ),
    Planted(
        "risks",
        "in each quarter one cause was worse for all teams and the others better; whole registers are "
        "not more spread for it",
        "a quarter's registers taken to be bad at once",
        "share that came, by cause and quarter",
        ("risks.bad_cause_by_quarter", "risks.times_as_likely_thousandths"),
    ),
    Planted(
        "risks",
        "costs have a longer tail than their ranges",
        "the likely cost as the cost; a budget of mean losses",
        "cost over likely, of what came; a back-test of budgets",
        ("risks.cost_hundredths_of_likely", "risks.range_hundredths_of_likely"),
    ),
    Planted(
        "responses",
        "a test of access rights loses by the chance that was said, and pays by what came of such",
        "a response is ranked by its risk's colour",
        "break-even probability beside both chances",
        ("risks.came_thousandths_by_said",),
    ),
)

GROUP = Group(
    section="What Kitewell tries, builds, earns and spends",
    tables=(Whole(RISKS, risks), Whole(RESPONSE_TABLE, responses)),
    planted=PLANTED,
    truth=truth,
    place=36,
)

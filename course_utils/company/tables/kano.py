"""The Kano survey: what people feel with and without a feature."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..causes.vocabulary import FEATURES, PLANS
from ..engine.columns import coded
from ..engine.group import Group, Planted, Sample
from ..engine.table import Table, enum, identity, moment, points

if TYPE_CHECKING:
    from ..engine.chain import Chain
    from ..engine.columns import Columns
    from ..engine.facts import Facts

USER = ("user_id", "users.user_id")

KANO = Table(
    name="kano",
    title="Kano survey",
    grain="one row a respondent and feature",
    key=("response_id", "feature"),
    pinned="96b6a06e5cbf2990",
    joins=(USER,),
    notes="Answers: 1 like it, 2 expect it, 3 do not care, 4 can live with it, 5 dislike it.",
    fields=(
        identity("response_id", "The respondent's questionnaire: all features."),
        identity("user_id", "The user who answered."),
        moment("asked_at", "When the user was asked."),
        enum("feature", FEATURES, "Feature that the two questions are about."),
        points("functional", "How would you feel if Kitewell had it?", 1, 5),
        points("dysfunctional", "How would you feel if Kitewell did not have it?", 1, 5),
    ),
)


def columns(chain: Chain) -> Columns:
    """Columns of `kano`."""
    import numpy as np

    from ..causes.kano import kano

    k = chain(kano)
    n = len(FEATURES)
    return {
        "response_id": np.repeat(np.arange(1, len(k.user) + 1), n),
        "user_id": np.repeat(k.user + chain.first_user, n),
        "asked_at": np.repeat(k.asked, n),
        "feature": coded(KANO, "feature", np.tile(np.arange(n), len(k.user))),
        "functional": k.answers[:, :, 0].ravel(),
        "dysfunctional": k.answers[:, :, 1].ravel(),
    }


def truth(facts: Facts, found: list[Any]) -> dict[str, Any]:
    """Tell what is planted in the Kano survey."""
    import numpy as np

    from ..causes import kano

    del facts, found
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
        "kano": {
            "features": features,
            "respondents_by_plan": [q / 100 for q in kano.PLAN_QUOTA],
            "careless": kano.CARELESS,
            "divided": "approval_steps",
        }
    }


PLANTED = (
    Planted(
        "kano",
        "must-be, one-dimensional, attractive, indifferent, reverse",
        "reverse and questionable answers in the denominator",
        "the coefficients' definition",
        ("kano.features",),
    ),
    Planted(
        "kano",
        "plans want opposite things of one feature",
        'its mode says "indifferent"',
        "coefficients, and split by plan",
        ("kano.divided",),
    ),
    Planted(
        "kano",
        "some respondents tick anything",
        "they are kept in silence",
        "questionable answers",
        ("kano.careless",),
    ),
)

GROUP = Group(
    section="What people say and ask for",
    tables=(Sample(KANO, columns),),
    planted=PLANTED,
    truth=truth,
    place=90,
)

"""The price survey: four prices from each respondent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..causes.vocabulary import SIZES
from ..engine.columns import ids
from ..engine.group import Group, Planted, Sample
from ..engine.table import Table, identity, moment, points, whole

if TYPE_CHECKING:
    from ..engine.chain import Chain
    from ..engine.columns import Columns
    from ..engine.facts import Facts

USER = ("user_id", "users.user_id")

PRICES = Table(
    name="prices",
    title="Price sensitivity survey",
    grain="one row a respondent",
    key=("response_id",),
    pinned="93bd007ea94c1555",
    joins=(USER,),
    notes="Prices are for the team plan, in USD a seat and month.",
    fields=(
        identity("response_id", "The respondent's questionnaire."),
        identity("user_id", "The user who answered."),
        moment("asked_at", "When the user was asked."),
        whole("too_cheap", "So cheap that one would doubt its quality.", "USD", low=0),
        whole("cheap", "A bargain.", "USD", low=0),
        whole("expensive", "Getting expensive, but still worth a thought.", "USD", low=0),
        whole("too_expensive", "Too expensive to consider.", "USD", low=0),
        points(
            "buy_at_cheap", "Would buy at the `cheap` price: 1 (surely not) to 5 (surely).", 1, 5
        ),
        points("buy_at_expensive", "Would buy at the `expensive` price, 1 to 5.", 1, 5),
    ),
)


def columns(chain: Chain) -> Columns:
    """Columns of `prices`."""
    from ..causes.prices import RATIO, prices

    p = chain(prices)
    return {
        "response_id": ids(len(p.user)),
        "user_id": p.user + chain.first_user,
        "asked_at": p.asked,
        **{name: p.prices[:, column] for column, name in enumerate(RATIO)},
        "buy_at_cheap": p.buy_at_cheap,
        "buy_at_expensive": p.buy_at_expensive,
    }


def truth(facts: Facts, found: list[Any]) -> dict[str, Any]:
    """Tell what is planted in the price survey."""
    from ..causes import prices

    del facts, found
    return {
        "prices": {
            "worth_median_by_size": dict(zip(SIZES, prices.WORTH, strict=True)),
            "worth_log_spread": prices.SPREAD,
            "answer_log_noise": prices.ANSWER_NOISE,
            "relative_to_worth": dict(prices.RATIO),
            "inconsistent": prices.INCONSISTENT,
            "respondents_by_size": [q / 100 for q in prices.SIZE_QUOTA],
        }
    }


PLANTED = (
    Planted(
        "prices",
        "large companies value a seat at twice what small ones do, and answer less often",
        "one price from all answers",
        "by size, weighted by seats",
        ("prices.worth_median_by_size",),
    ),
    Planted(
        "prices",
        "some answers contradict themselves",
        "they bend the curves",
        "drop prices out of order",
        ("prices.inconsistent",),
    ),
)

GROUP = Group(
    section="What people say and ask for",
    tables=(Sample(PRICES, columns),),
    planted=PLANTED,
    truth=truth,
    place=100,
)

"""Prices that were tried on the pricing page, and packages that people chose among."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..causes.vocabulary import SIZES
from ..engine.columns import coded, ids
from ..engine.group import Group, Planted, Whole
from ..engine.table import Table, enum, flag, identity, moment, whole

if TYPE_CHECKING:
    from ..engine.columns import Columns
    from ..engine.facts import Facts

SEAT = "USD a seat and month"

PRICE_TEST = Table(
    name="price_test",
    title="Price test on the pricing page",
    grain="one row a visitor who was in the test",
    key=("visit_id",),
    pinned="c3b80f145fcd7680",
    notes=(
        "From September 2025 to May 2026 the page asked new visitors for size and seats and then showed "
        "one of five prices of the team plan, by lot. Who started paid 12 USD at most: the difference "
        "was told and taken off at once."
    ),
    fields=(
        identity("visit_id", "The visitor."),
        moment("shown_at", "When the price was shown."),
        enum("size", SIZES, "Size of the company, as the visitor said before the price was shown."),
        whole("seats", "Seats that the visitor wanted, said before as well.", "seats", low=1),
        whole("price", "Price of the team plan that was shown, by lot.", SEAT),
        flag("started", "1 where the visitor started the plan at that price, card and all."),
    ),
)

PACKAGES = Table(
    name="packages",
    title="Package survey",
    grain="one row a plan that was shown: three a task, eight tasks a respondent",
    key=("respondent_id", "task", "option"),
    pinned="91298eab83c60b1a",
    notes=(
        "Made-up plans. In each task the respondent took the one of three that was liked best; nobody "
        "paid. To take none was not offered."
    ),
    fields=(
        identity("respondent_id", "The respondent."),
        enum("size", SIZES, "Size of the respondent's company."),
        whole("task", "Which of the eight choices.", low=1, high=8),
        whole("option", "Place of the plan in its task.", low=1, high=3),
        flag("sign_on", "1 where the plan has single sign-on."),
        flag("history", "1 where the plan keeps its history for ever."),
        flag("phone", "1 where support answers the telephone."),
        whole("price", "Price of the plan.", SEAT),
        flag("chosen", "1 where this plan was taken."),
    ),
)


def price_test(facts: Facts, total: Any) -> Columns:
    """Columns of `price_test`."""
    from ..causes.offers import visits

    del total
    found = visits(facts)
    return {
        "visit_id": ids(len(found.shown)),
        "shown_at": found.shown,
        "size": coded(PRICE_TEST, "size", found.size),
        "seats": found.seats,
        "price": found.price,
        "started": found.started.astype("int64"),
    }


def packages(facts: Facts, total: Any) -> Columns:
    """Columns of `packages`."""
    from ..causes.offers import choices

    del total
    found = choices(facts)
    return {
        "respondent_id": found.respondent,
        "size": coded(PACKAGES, "size", found.size),
        "task": found.task,
        "option": found.plan,
        **found.parts,
        "price": found.price,
        "chosen": found.chosen.astype("int64"),
    }


def truth(facts: Facts, found: list[Any]) -> dict[str, Any]:
    """Tell what is planted in the price test and in the package survey."""
    from ..causes import offers

    del facts, found
    return {
        "price_test": {
            "chance_to_start_by_size": {
                name: {
                    str(price): round(offers.start_chance(code, price), 5)
                    for price in offers.TESTED
                }
                for code, name in enumerate(SIZES)
            },
            "share_ready_at_a_price_that_nobody_minds": offers.READY,
        },
        "packages": {
            "usd_by_part_and_size": {
                part: dict(zip(SIZES, amounts, strict=True))
                for part, amounts in offers.PART_WORTH.items()
            },
            "weight_of_one_usd_by_size": dict(zip(SIZES, offers.PRICE_WEIGHT, strict=True)),
        },
    }


PLANTED = (
    Planted(
        "price_test",
        "most who say that they would buy do not start; large companies hardly mind a price that "
        "drives small ones away",
        "what people say as what they do; the price of the most respondents",
        "starts by price and size, weighted by seats",
        ("price_test.chance_to_start_by_size",),
    ),
    Planted(
        "price_test",
        "the price of greatest revenue lies below that of greatest profit, and both curves are flat",
        "the first taken for the second, and to the cent",
        "cost of a seat off the price; the range that loses next to nothing",
        ("price_test.chance_to_start_by_size",),
    ),
    Planted(
        "packages",
        "single sign-on is worth most to large companies and next to nothing to small ones",
        "one worth for all",
        "part-worths by size, over the weight of a dollar",
        ("packages.usd_by_part_and_size",),
    ),
)

GROUP = Group(
    section="What people say and ask for",
    tables=(Whole(PRICE_TEST, price_test), Whole(PACKAGES, packages)),
    planted=PLANTED,
    truth=truth,
    place=105,
)

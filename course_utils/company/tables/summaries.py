"""Weekly summary mails: switched on for some accounts by hand, so that nobody was assigned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..engine.group import Group, Growing, Planted
from ..engine.table import Table, flag, identity, points

if TYPE_CHECKING:
    from ..engine.chain import Chain
    from ..engine.columns import Columns
    from ..engine.facts import Facts

EFFECT = -4
"""What the mail does to overdue tasks per 100 open ones, in March."""
SEASON = {"january": 0, "february": 1, "march": 7}
"""The same change for everybody: the end of the quarter is a busy time."""
LEVEL, LEVEL_SPREAD, NOISE = 27.0, 6.0, 4.0
"""Mean and spread of an account's usual number, and how much a month wanders about it."""
CHOSEN = (0.15, 0.40, 0.85)
"""Chance that an account got the mail: of the tidiest third, the middle one, the latest third."""

_MONTHS = tuple(SEASON)

SUMMARIES = Table(
    name="summaries",
    title="Weekly summary mails",
    grain="one row an account that was there in January 2026, as the mail service logged it",
    key=("account_id",),
    pinned="1b9d7470b7047c69",
    joins=(("account_id", "accounts.account_id"),),
    notes="Customer success switched the mail on by hand, from 2 March 2026.",
    fields=(
        identity("account_id", "The account."),
        flag("switched_on", "1 where the account got the mail from 2 March 2026, else 0."),
        *(
            points(
                f"overdue_{month}",
                f"Overdue tasks for each 100 open ones, on average over four weeks of "
                f"{month.capitalize()} 2026.",
                0,
                100,
                unit="tasks per 100",
            )
            for month in _MONTHS
        ),
    ),
)


def columns(chain: Chain, first: int) -> Columns:
    """Columns of `summaries`."""
    from statistics import NormalDist

    import numpy as np

    from ..causes.market import accounts
    from ..engine import clock
    from ..engine.streams import at, quantiles, spread, systematic

    del first
    everybody, block = chain(accounts), chain.block
    there = np.flatnonzero(everybody.created < clock.day_of(2026, 1, 1) * clock.DAY)
    share = spread(block.stream("summaries/level"), np.zeros(len(there), dtype=np.int64))
    third = np.minimum(share.astype(np.int64) * 3 >> 16, 2)
    chance = np.round(np.array(CHOSEN) * (1 << 30)).astype(np.int64)[third]
    on = systematic(block.stream("summaries/chosen"), third, chance)

    def drawn(uniform: Any, spread_: float) -> Any:
        table = quantiles(lambda q: 1000 * spread_ * NormalDist().inv_cdf(q))
        return at(table, uniform.astype(np.uint32) << np.uint32(16))

    level = round(1000 * LEVEL) + drawn(share, LEVEL_SPREAD)
    # Evened out within the groups, so that a small company shows the effect and no false trend.
    cells = on.astype(np.int64)
    found = {}
    for month in _MONTHS:
        noise = drawn(spread(block.stream(f"summaries/{month}"), cells), NOISE)
        value = level + noise + 1000 * SEASON[month] + 1000 * EFFECT * (on & (month == "march"))
        found[f"overdue_{month}"] = np.clip((value + 500) // 1000, 0, 100).astype(np.int8)
    return {
        "account_id": everybody.first_id + there,
        "switched_on": on.astype(np.int8),
        **found,
    }


def truth(facts: Facts, found: list[Any]) -> dict[str, Any]:
    """Tell what the mail does, and who got it."""
    del facts, found
    return {
        "summaries": {
            "effect_on_overdue_per_100": EFFECT,
            "season": SEASON,
            "share_switched_on_by_third_of_level": list(CHOSEN),
        }
    }


GROUP = Group(
    section="What Kitewell tries, builds, earns and spends",
    tables=(Growing(SUMMARIES, columns),),
    planted=(
        Planted(
            "summaries",
            "a mail that helps, given to those who were late, in a busy month",
            "after against before, or with it against without: both say it harms",
            "difference in differences; January to February as a check of the trend",
            ("summaries.effect_on_overdue_per_100",),
        ),
    ),
    truth=truth,
    place=25,
)

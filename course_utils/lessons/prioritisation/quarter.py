"""What goes into a quarter: a set with what it needs, each date at its price, the price of a yes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from course_utils.lessons.prioritisation.evidence import CAPACITY, QUARTER, RANGES, boss_item
from course_utils.toolkit import prioritisation

FUTURES = 60
"""Possible sets of efforts in which a plan is chosen anew."""


def worth(cards: pd.DataFrame) -> pd.Series:
    """Return what each item brings in a year: its value, and the penalty of a date this quarter."""
    avoided = cards["penalty"].where(cards["due"] <= QUARTER, 0)
    return (cards["value"] + avoided).astype(float).rename("worth")


def best_plan(
    cards: pd.DataFrame,
    needs: dict[Any, list[Any]],
    capacity: float = CAPACITY,
    always: Collection[Any] = (),
    never: Collection[Any] = (),
) -> prioritisation.Selection:
    """Choose what is worth most together and fits, with all that it needs.

    Parameters
    ----------
    cards : DataFrame
        From `evidence.cards`.
    needs : dict
        From `evidence.needs`.
    capacity : float
        Person-weeks.
    always, never : collection of items
        What has to be in, and what has to stay out.
    """
    kept = cards[~cards.index.isin(never)]
    inside = {item: others for item, others in needs.items() if item in kept.index}
    return prioritisation.select(worth(kept), kept["weeks"], capacity, inside, always)


def dates_one_by_one(cards: pd.DataFrame, needs: dict[Any, list[Any]]) -> pd.DataFrame:
    """Decide each of the quarter's dates: what the plan is worth with it, and without.

    Returns
    -------
    DataFrame
        Indexed by item: title, due (week), penalty, weeks (with what it needs), gain (USD: the best
        plan that keeps the date less the best that lets it go; NaN if it does not fit at all), keep.
    """
    rows = {}
    for item in cards.index[cards["due"] <= QUARTER]:
        whole = _with_needs(item, needs)
        weeks = float(cards.loc[whole, "weeks"].sum())
        gone = best_plan(cards, needs, never=[item]).value
        gain = best_plan(cards, needs, always=[item]).value - gone if weeks <= CAPACITY else np.nan
        rows[item] = {
            "title": cards.loc[item, "title"],
            "due": cards.loc[item, "due"],
            "penalty": cards.loc[item, "penalty"],
            "weeks": weeks,
            "gain": gain,
            "keep": bool(gain > 0),
        }
    return pd.DataFrame.from_dict(rows, orient="index").sort_values("due", kind="stable")


def _with_needs(item: Any, needs: dict[Any, list[Any]]) -> list[Any]:
    """Return an item and all that it needs, directly or through others, each once."""
    found = [item]
    for each in found:
        found += [other for other in needs.get(each, ()) if other not in found]
    return found


@dataclass(frozen=True)
class Yes:
    """What it costs to say yes to an item; see `price_of_yes`."""

    price: float
    """USD by which the plan is worth less with the item forced in: its own worth is counted."""
    needed: float
    """USD a year that the item would have to bring to belong into the plan."""
    out: tuple[str, ...]
    """Titles that it pushes out."""
    dates: tuple[str, ...]
    """Titles of dates this quarter that the plan keeps without it and not with it."""


def price_of_yes(cards: pd.DataFrame, needs: dict[Any, list[Any]], item: Any) -> Yes:
    """Force an item in, choose the rest again, and compare.

    Parameters
    ----------
    cards, needs
        From `evidence.cards` and `evidence.needs`.
    item
        Of the index of `cards`.
    """
    without, forced = best_plan(cards, needs, never=[item]), best_plan(cards, needs, always=[item])
    best = max(without.value, forced.value)
    out = [each for each in without.items if each not in forced.items]
    dated = [each for each in out if cards.loc[each, "due"] <= QUARTER]
    own = float(worth(cards)[item])
    return Yes(
        best - forced.value,
        without.value - (forced.value - own),
        tuple(cards.loc[out, "title"]),
        tuple(cards.loc[dated, "title"]),
    )


def share_of_futures(cards: pd.DataFrame, needs: dict[Any, list[Any]], item: Any) -> float:
    """Return in which share of possible efforts an item is in the best plan.

    Efforts are lognormal with the backlog's lows and highs at four times in five, independent.
    """
    rng = np.random.default_rng(10)
    found = 0
    ranges = [
        prioritisation.lognormal(float(low), float(high), RANGES)
        for low, high in zip(cards["weeks_low"], cards["weeks_high"], strict=True)
    ]
    for _ in range(FUTURES):
        bits = rng.standard_normal(len(ranges))
        weeks = [np.exp(r.mu + r.sigma * z) for r, z in zip(ranges, bits, strict=True)]
        found += item in best_plan(cards.assign(weeks=weeks), needs).items
    return found / FUTURES


def settled(cards: pd.DataFrame, needs: dict[Any, list[Any]]) -> str:
    """Say what becomes of the promise to two customers, with its doubt."""
    boss = boss_item(cards)
    yes, share = price_of_yes(cards, needs, boss), share_of_futures(cards, needs, boss)
    own = float(worth(cards)[boss])
    doubt = (
        f"In {FUTURES} quarters drawn from the backlog's own ranges of effort it was in the best plan "
        f"{share * FUTURES:.0f} times."
    )
    if yes.price <= 0:
        return (
            "By the requesters' values the ranking would fit into the plan: money alone does not "
            f"settle it. {doubt}"
        )
    return (
        f"A yes costs **{yes.price:,.0f} USD** net and pushes out: {'; '.join(yes.out) or 'nothing'}. "
        f"Dates that it breaks: {'; '.join(yes.dates) or 'none'}. To belong into the plan the ranking "
        f"would have to bring {yes.needed:,.0f} USD a year; its requester says {own:,.0f}. {doubt}"
    )

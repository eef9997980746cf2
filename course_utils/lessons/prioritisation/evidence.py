"""The backlog in one unit, its scores and marks: what lesson 10 computes before it is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from course_utils.toolkit import metrics, prioritisation

TODAY = "2026-07-01"
QUARTER = 13
"""Weeks."""
SQUADS, PEOPLE = 2, 5
IN_HAND = "work in hand from last quarter"
ESTIMATED = 39
"""Person-weeks of the work in hand as its squads estimated them: what no card of the list names."""
DEDUCTIONS = {
    IN_HAND: 46,
    "support, defects that come in, on-call": 26,
    "leave and holidays": 19,
    "meetings, hiring, learning": 13,
}
"""Person-weeks of the quarter that are gone before anything new begins: middle estimates, of the
work in hand mended by what finished work took (`in_hand_by_record`)."""
DEDUCTED = {
    IN_HAND: (40, 54),
    "support, defects that come in, on-call": (21, 32),
    "leave and holidays": (18, 20),
    "meetings, hiring, learning": (12, 14),
}
"""Their lows and highs, which hold four times in five: they are estimates as all the others.

That of the work in hand is wider than the record of all finished work gives: nobody knows how much of
it is new to its team. Of support only defects are on record, of four teams: they vary by a fifth and more from quarter to
quarter, and the range of support follows that.
"""
CAPACITY = SQUADS * PEOPLE * QUARTER - sum(DEDUCTIONS.values())
"""Person-weeks of new work in a quarter."""
RANGES = 0.8
"""Lows and highs of the backlog are meant to hold four times in five."""
BOSS = "ranking of people|finished most"
"""The chief executive's idea: each company words it in one of two ways."""
APPROVALS = "pproval|approve"
"""The feature of the document, which each company words in one of two ways."""
LAW = r" law\b|person's data|deletion requests"
"""What the law asks, each of which a company words in one of two ways. What customers' auditors ask
is a promise: it has a price, the law has none."""
LEAK = "guests see|guests can see"
"""What shows customers' work to people who may not see it; each company words it in one of two ways."""
CRITERIA = ("value", "reach", "paying askers", "little work", "fit")
WEIGHTS = {"value": 0.4, "reach": 0.2, "paying askers": 0.2, "little work": 0.2, "fit": 0.0}
"""The team's weights; nobody has asked for "fit" yet."""
OTHER_WEIGHTS = {"value": 0.3, "reach": 0.1, "paying askers": 0.4, "little work": 0.2, "fit": 0.0}
"""Customer success's weights."""
_FIT = {"chief_executive": 5, "product": 3, "sales": 3, "marketing": 3}


def cards(backlog: pd.DataFrame) -> pd.DataFrame:
    """Bring the backlog into one unit each: people a quarter, weeks of work.

    Parameters
    ----------
    backlog : DataFrame
        The table as it came.

    Returns
    -------
    DataFrame
        Indexed by item_id, with reach, weeks and their lows and highs in place of the raw columns,
        and due: weeks from 1 July 2026 to the deadline, NaN where there is none.
    """
    found = backlog.set_index("item_id").copy()
    for end in ("", "_low", "_high"):
        found[f"reach{end}"] = prioritisation.per_quarter(
            found[f"reach{end}"], found["reach_period"]
        )
        found[f"weeks{end}"] = found[f"effort{end}"].where(
            found["effort_unit"] == "weeks", found[f"effort{end}"] / 5
        )
    days = (pd.to_datetime(found["deadline"]) - pd.Timestamp(TODAY)).dt.days
    found["due"] = days / 7
    raw = ["reach_period", "effort", "effort_low", "effort_high", "effort_unit", "deadline"]
    return found.drop(columns=raw)


def rice(cards: pd.DataFrame) -> pd.Series:
    """Score cards by RICE, all in one unit."""
    return prioritisation.rice(
        cards["reach"], cards["impact"], cards["confidence"], cards["weeks"], unit="weeks"
    )


def careless_rice(backlog: pd.DataFrame) -> pd.Series:
    """Score the backlog by RICE as if every reach were a quarter's and every effort weeks."""
    plain = backlog.set_index("item_id")
    return prioritisation.rice(
        plain["reach"], plain["impact"], plain["confidence"], plain["effort"], unit="weeks"
    )


def rice_ranges(cards: pd.DataFrame) -> dict[Any, prioritisation.LogNormal]:
    """Give each card's RICE score as a range, from the ranges of its reach and its work."""
    months = 3 / 13
    names = ["reach_low", "reach_high", "weeks_low", "weeks_high", "impact", "confidence"]
    found = {}
    for item, numbers in zip(cards.index, cards[names].to_numpy(dtype=float), strict=True):
        least, most, short, long, impact, confidence = map(float, numbers)
        people = prioritisation.lognormal(max(least, 0.5), most, RANGES)
        work = prioritisation.lognormal(short, long, RANGES) * months
        found[item] = people * (impact * confidence) / work
    return found


def marks(cards: pd.DataFrame) -> pd.DataFrame:
    """Mark cards from 1 to 5 on the criteria of a weighted score.

    Four marks are fifths of these cards by a column. "Fit" is who asked: 5 for the chief
    executive, 3 for product, sales and marketing, 2 for the others.
    """
    columns = {
        "value": cards["value"],
        "reach": cards["reach"],
        "paying askers": cards["paying_mentions"],
        "little work": -cards["weeks"],
    }
    found = pd.DataFrame(
        {
            name: 1 + (values.rank(method="first") - 1) * 5 // len(values)
            for name, values in columns.items()
        }
    ).astype(int)
    found["fit"] = cards["requester"].map(_FIT).fillna(2).astype(int)
    return found


def boss_item(cards: pd.DataFrame) -> Any:
    """Return the item that the chief executive wants: the weekly ranking of people."""
    return cards.index[cards["title"].str.contains(BOSS)][0]


def approvals_item(cards: pd.DataFrame) -> Any:
    """Return the item of the document: approvals for tasks."""
    return cards.index[cards["title"].str.contains(APPROVALS)][0]


def needs(cards: pd.DataFrame, dependencies: pd.DataFrame) -> dict[Any, list[Any]]:
    """Return what each of these items needs, as the toolkit takes it."""
    inside = dependencies[dependencies["item_id"].isin(cards.index)]
    return {item: list(group) for item, group in inside.groupby("item_id")["needs"]}


def legal(cards: pd.DataFrame) -> list[Any]:
    """Return the items that the law asks for within the quarter: they are in whatever they cost."""
    asked = cards["title"].str.contains(LAW) & (cards["due"] <= QUARTER)
    return list(cards.index[asked])


def leaks(cards: pd.DataFrame) -> list[Any]:
    """Return the items that close a leak: what shows customers' work to those who may not see it."""
    return list(cards.index[cards["title"].str.contains(LEAK, case=False)])


def unpriced(cards: pd.DataFrame) -> list[Any]:
    """Return what is in and first, whatever it costs: what the law asks, by date, and open leaks."""
    law = cards.loc[legal(cards), "due"].sort_values(kind="stable")
    return [*law.index, *leaks(cards)]


def shortlist(cards: pd.DataFrame, many: int = 8) -> pd.DataFrame:
    """Take the cards that do best by the team's weights, and the chief executive's idea.

    The chief executive's other wishes stay out: on "fit" they would never be beaten.
    """
    score = prioritisation.weighted_scores(marks(cards), WEIGHTS)
    own = cards.index[cards["requester"] == "chief_executive"]
    best = [item for item in prioritisation.by_score(score) if item not in own][: many - 1]
    return cards.loc[sorted([*best, boss_item(cards)])]


def capacity() -> pd.DataFrame:
    """Return how two squads' thirteen weeks become the weeks that there are for new work.

    Each row has a range that holds four times in five.
    """
    whole = SQUADS * PEOPLE * QUARTER
    gone = {
        name: (-weeks, f"-{DEDUCTED[name][1]} to -{DEDUCTED[name][0]}")
        for name, weeks in DEDUCTIONS.items()
    }
    low, high = np.quantile(possible_capacity(), [(1 - RANGES) / 2, (1 + RANGES) / 2])
    rows = {
        f"{SQUADS} squads of {PEOPLE}, {QUARTER} weeks": (whole, "sure"),
        **gone,
        "**left for new work**": (CAPACITY, f"{low:.0f} to {high:.0f}"),
    }
    return pd.DataFrame(
        [(name, *row) for name, row in rows.items()],
        columns=["what", "person-weeks", "four times in five"],
    )


DRAWN = 4000
"""Possible quarters in which a list is held against another one, so many that their number adds
little doubt of its own."""


def possible_capacity(
    many: int = DRAWN, known: Mapping[str, float] = MappingProxyType({})
) -> np.ndarray:
    """Draw how many person-weeks may be left for new work: each deduction from its range.

    Parameters
    ----------
    many : int
        Possible quarters.
    known : mapping
        Deductions whose weeks are taken as known; the others are drawn as without it.
    """
    rng = np.random.default_rng(11)
    left = np.full(many, float(SQUADS * PEOPLE * QUARTER))
    for name, (low, high) in DEDUCTED.items():
        each = prioritisation.lognormal(low, high, RANGES)
        drawn = np.exp(each.mu + each.sigma * rng.standard_normal(many))
        left -= known.get(name, drawn)
    return left


def in_hand_by_record(work_items: pd.DataFrame, many: int = DRAWN) -> tuple[float, np.ndarray]:
    """Say what the work in hand takes by the record: its estimate times what finished work took.

    Parameters
    ----------
    work_items : DataFrame
        The table.
    many : int
        Draws.

    Returns
    -------
    tuple of float and array
        How many times its estimates all finished work took; and person-weeks of the work in hand, each
        draw made of as much finished work as comes to its estimate.
    """
    done = work_items.dropna(subset="days_spent")
    took, said = (done[name].to_numpy() for name in ("days_spent", "days_likely"))
    pieces = round(5 * ESTIMATED / said.mean())
    drawn = np.random.default_rng(13).integers(0, len(done), (many, pieces))
    return (
        float(took.sum() / said.sum()),
        ESTIMATED * took[drawn].sum(axis=1) / said[drawn].sum(axis=1),
    )


def in_hand_words(work_items: pd.DataFrame) -> str:
    """Say how the work in hand was mended, and what of the work that has begun is not in it."""
    times, drawn = in_hand_by_record(work_items)
    low, high = np.quantile(drawn, [(1 - RANGES) / 2, (1 + RANGES) / 2])
    begun = work_items.loc[work_items["days_spent"].isna(), "item_id"].dropna().nunique()
    return (
        f"The squads estimated {ESTIMATED} weeks for the work in hand. Finished work took **{times:.2f}** "
        f"times its estimates: that makes **{ESTIMATED * times:.0f}**, {low:.0f} to {high:.0f} four times in "
        f"five. We deduct {DEDUCTIONS[IN_HAND]} and give the range more room: work that is new to its team "
        "overran by more, and nobody knows how much of it is.\n\n"
        f"What a card of the list names is not in it, and only a part of it is cut into work items yet. "
        f"{begun or 'No'} card{'s are' if begun != 1 else ' is'} begun: nobody said what is left, so a card "
        "that is begun is planned whole, and not deducted as well."
    )


LEADERS = 5
"""How many of the items that are asked for most, and of those of greatest value, are compared."""


def both_leaders(cards: pd.DataFrame, many: int = LEADERS) -> int:
    """Count how many of the items that are asked for most are among the most valuable."""
    loud, dear = cards.nlargest(many, "mentions"), cards.nlargest(many, "value")
    return len(loud.index.intersection(dear.index))


def loudest(cards: pd.DataFrame, many: int = LEADERS) -> pd.DataFrame:
    """Return the items that were asked for most, with their rank by value."""
    ranks = cards["value"].rank(ascending=False, method="min").astype(int)
    columns = {
        "title": "item",
        "mentions": "times asked for",
        "paying_mentions": "paying accounts",
        "rank": "rank by value",
    }
    found = cards.assign(rank=ranks).nlargest(many, "mentions")
    return found[list(columns)].rename(columns=columns).reset_index(drop=True)


def defect_and_feature(cards: pd.DataFrame) -> pd.DataFrame:
    """Return the defect and the feature that lose most for each week of work, side by side."""
    names = ["kind", "title", "cost_of_delay", "weeks"]
    rated = cards[names].assign(for_each_week=cards["cost_of_delay"] / cards["weeks"])
    best = [
        rated[rated["kind"] == kind].nlargest(1, "for_each_week") for kind in ("defect", "feature")
    ]
    return pd.concat(best).round({"for_each_week": 0}).reset_index(drop=True)


COMMERCIAL = ("sales", "marketing", "chief_executive")
_PERIODS = {"year": 4, "quarter": 1, "month": 1 / 3}
_UNITS = {"months": 3 / 13, "days": 5, "weeks": 1}


def sales_sheet(backlog: pd.DataFrame) -> pd.DataFrame:
    """Write the list that sales keeps: the items of the commercial side, each in units of its own.

    Parameters
    ----------
    backlog : DataFrame
        The table as it came.

    Returns
    -------
    DataFrame
        item_id, title, reach, reach_period (year, quarter, month), impact, confidence, effort,
        effort_unit (months, days, weeks). Their months have new people each, so that periods add up.
    """
    found = cards(backlog)
    found = found[found["requester"].isin(COMMERCIAL)]
    periods = [list(_PERIODS)[row % 3] for row in range(len(found))]
    units = [list(_UNITS)[(row + row // 3) % 3] for row in range(len(found))]
    return pd.DataFrame(
        {
            "item_id": found.index,
            "title": found["title"].to_numpy(),
            "reach": [
                round(people * _PERIODS[period])
                for people, period in zip(found["reach"], periods, strict=True)
            ],
            "reach_period": periods,
            "impact": found["impact"].to_numpy(),
            "confidence": found["confidence"].to_numpy(),
            "effort": [
                round(weeks * _UNITS[unit], 2)
                for weeks, unit in zip(found["weeks"], units, strict=True)
            ],
            "effort_unit": units,
        }
    )


def units_lost(backlog: pd.DataFrame, many: int = 10) -> int:
    """Count how many of the first by RICE drop out once units are converted."""
    before = prioritisation.by_score(careless_rice(backlog))[:many]
    after = prioritisation.by_score(rice(cards(backlog)))[:many]
    return len(set(before) - set(after))


def pair(cards: pd.DataFrame) -> tuple[Any, Any]:
    """Take the card with rank 8 by RICE, and the first below it that scores at most 80 % of it."""
    scores = rice(cards).sort_values(ascending=False, kind="stable")
    first, below = scores.iloc[7], scores.iloc[8:]
    return scores.index[7], below.index[below <= 0.8 * first][0]


INSIDE = ("support", "customer_success", "product")


def inside_list(cards: pd.DataFrame) -> pd.DataFrame:
    """Take the items that support, customer success and product asked for."""
    return cards[cards["requester"].isin(INSIDE)]


def own_ideas_ahead(cards: pd.DataFrame) -> list[Any]:
    """Return the chief executive's other ideas that score higher than the weekly ranking.

    On fit they are marked alike, so they are ahead at every weight of it below 1, and equal at 1.
    """
    scores, boss = prioritisation.weighted_scores(marks(cards), WEIGHTS), boss_item(cards)
    own = cards.index[cards["requester"] == "chief_executive"]
    return [item for item in own if scores[item] > scores[boss]]


def boss_words(cards: pd.DataFrame) -> str:
    """Say from which weight of fit the weekly ranking wins, and what was left out for it."""
    few = shortlist(cards)
    span = prioritisation.winning_weights(marks(few), WEIGHTS, boss_item(cards), "fit")
    ahead = own_ideas_ahead(cards)
    first = (
        f"Among these eight the weekly ranking wins once **{span[0]:.0%}** of all weight is on what "
        "the chief executive likes. "
        if span
        else "Among these eight the weekly ranking wins at no weight. "
    )
    own = (cards["requester"] == "chief_executive").sum() - 1
    if not ahead:
        return f"{first}The chief executive's {own} other ideas were left out."
    names = "; ".join(cards.loc[ahead, "title"])
    return (
        f"{first}But the chief executive's {own} other ideas were left out. With them in, it never "
        f"wins alone: {len(ahead)} of them beat it at every weight below 100 % ({names}). At 100 % all "
        "ideas of the chief executive are equal."
    )


def coverage(work_items: pd.DataFrame) -> pd.DataFrame:
    """Hold the ranges of finished work against what it took.

    Parameters
    ----------
    work_items : DataFrame
        The table.

    Returns
    -------
    DataFrame
        Indexed by "all", "routine" and the other kinds of work: items, held (share whose
        ``days_spent`` lies in the range, ends included), low and high (its 95 % interval by Wilson).
    """
    done = work_items.dropna(subset="days_spent")
    held = done["days_spent"].between(done["days_low"], done["days_high"])
    groups = {"all": held, **dict(list(held.groupby(done["familiarity"], observed=True)))}
    rows = {}
    for name, some in groups.items():
        interval = metrics.rate_interval(int(some.sum()), len(some))
        rows[name] = {
            "items": len(some),
            "held": interval.estimate,
            "low": interval.low,
            "high": interval.high,
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def track_record(work_items: pd.DataFrame) -> pd.DataFrame:
    """Say how far off the ranges of finished work were, for routine and for new work.

    Parameters
    ----------
    work_items : DataFrame
        The table.

    Returns
    -------
    DataFrame
        Indexed by familiarity: items; held (share of ranges that held, ends included); times (median
        of what the work took over the geometric middle of its range); wider (the factor by which
        the ranges must be wider in logarithms, around the mended middle, to hold as often as they
        promise).
    """
    done = work_items.dropna(subset="days_spent")
    low, high = np.log(done["days_low"]), np.log(done["days_high"])
    found = pd.DataFrame(
        {
            "familiarity": done["familiarity"],
            "held": done["days_spent"].between(done["days_low"], done["days_high"]),
            "off": np.log(done["days_spent"]) - (low + high) / 2,
            "half": (high - low) / 2,
        }
    )
    rows = {}
    for name, some in found.groupby("familiarity", observed=True):
        middle = some["off"].median()
        rows[name] = {
            "items": len(some),
            "held": some["held"].mean(),
            "times": np.exp(middle),
            "wider": ((some["off"] - middle).abs() / some["half"]).quantile(RANGES),
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("familiarity")


LARGE = 2.0
"""Weeks from which on new work counts as large: ten days."""


def size_words(work_items: pd.DataFrame, cards: pd.DataFrame) -> str:
    """Say how many records there are of large new work, what they say, and how many cards are so large.

    Parameters
    ----------
    work_items : DataFrame
        The table.
    cards : DataFrame
        From `cards`.
    """
    new = work_items[work_items["familiarity"] == "new"].dropna(subset="days_spent")
    large = new[new["days_likely"] >= 5 * LARGE]
    own = cards[cards["familiarity"] == "new"]
    many = own[own["weeks"] >= LARGE]
    said = (
        f"{len(many)} of {len(own)} cards of new work take {LARGE:g} weeks or more, and hold "
        f"{many['weeks'].sum():.0f} of {own['weeks'].sum():.0f} weeks. "
    )
    if len(large) < 6:
        return (
            said + f"Of finished new work that size there are {len(large)} records: too few to say."
        )
    off: Any = large["days_spent"] / np.sqrt(large["days_low"] * large["days_high"])
    found = stats.quantile_test(off.to_numpy(), p=0.5).confidence_interval()
    return said + (
        f"Finished new work of that size, n = {len(large)}, took {off.median():.2f} times its middle "
        f"({found.low:.2f} to {found.high:.2f}, 95 %)."
    )


def shared_words(work_items: pd.DataFrame) -> str:
    """Say how much of the errors of estimates work of one team, or of one sprint, has in common.

    By the intraclass correlation of one-way analysis of variance, on the logarithm of what work took
    over the middle of its range, less the median of its kind.
    """
    done = work_items.dropna(subset="days_spent")
    middle = np.sqrt(done["days_low"] * done["days_high"])
    off = pd.Series(np.log(done["days_spent"] / middle), dtype=float)
    own = off - off.groupby(done["familiarity"], observed=True).transform("median")
    shares = {name: _in_common(own, done[name]) for name in ("team", "sprint")}
    said = "; ".join(f"one {name} {round(share, 2) + 0:.2f}" for name, share in shares.items())
    return (
        f"Share of the error that finished work has in common: in {said}. A 1 would mean that all is late "
        "together, a 0 that each item is late by itself."
    )


def _in_common(values: pd.Series, groups: pd.Series) -> float:
    """Return the intraclass correlation of groups of unlike size."""
    own = values.groupby(groups, observed=True)
    sizes, means = own.size(), own.mean()
    many, total = len(sizes), int(sizes.sum())
    between = float((sizes * (means - values.mean()) ** 2).sum()) / (many - 1)
    within = float(((values - own.transform("mean")) ** 2).sum()) / (total - many)
    size = (total - float((sizes**2).sum()) / total) / (many - 1)
    return (between - within) / (between + (size - 1) * within)


def mended(cards: pd.DataFrame, record: pd.DataFrame) -> pd.DataFrame:
    """Mend the weeks of cards by what finished work of their kind took.

    The middle is multiplied, the range is moved with it and made wider. Reach has no track record
    and stays as its requester gave it.

    Parameters
    ----------
    cards : DataFrame
        From `cards`.
    record : DataFrame
        From `track_record`.

    Returns
    -------
    DataFrame
        The cards with other weeks, weeks_low and weeks_high.

    Raises
    ------
    ValueError
        If a card is of a kind of work of which nothing is finished.
    """
    unknown = set(cards["familiarity"]) - set(record.index)
    if unknown:
        raise ValueError(
            f"No finished work is {', '.join(sorted(unknown))}: pass a record that has each kind."
        )
    times, wider = (
        cards["familiarity"].map(record[name]).astype(float) for name in ("times", "wider")
    )
    low, high = np.log(cards["weeks_low"]), np.log(cards["weeks_high"])
    middle, half = (low + high) / 2 + np.log(times), (high - low) / 2 * wider
    return cards.assign(
        weeks=cards["weeks"] * times,
        weeks_low=np.exp(middle - half),
        weeks_high=np.exp(middle + half),
    )


def mending_words(given: pd.DataFrame, cards: pd.DataFrame) -> str:
    """Say what mended weeks change: the work in all, the musts, and the pair that was guessed.

    Parameters
    ----------
    given, cards : DataFrame
        From `cards` and from `mended`.
    """
    musts = given["moscow"] == "must"
    order = prioritisation.by_score(rice(given))
    odds = [
        prioritisation.outranks(ranges[order[2]], ranges[order[5]])
        for ranges in (rice_ranges(given), rice_ranges(cards))
    ]
    return (
        f"All work: {given['weeks'].sum():.0f} person-weeks become **{cards['weeks'].sum():.0f}**; "
        f"the musts: {given.loc[musts, 'weeks'].sum():.0f} become "
        f"**{cards.loc[musts, 'weeks'].sum():.0f}**. What was number 3 by RICE scores higher than "
        f"what was number 6 with {odds[0]:.0%} before, **{odds[1]:.0%}** now."
    )

"""What goes into a quarter: a set with what it needs, what the law asks first, the price of a yes.

What is left out is not lost: it waits for a quarter. So an item is counted by what that wait costs,
in the unit in which a queue is ordered.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from course_utils.lessons.prioritisation.evidence import (
    CAPACITY,
    COMMERCIAL,
    QUARTER,
    RANGES,
    approvals_item,
    boss_item,
    legal,
)
from course_utils.lessons.prioritisation.schedule import possible_weeks
from course_utils.toolkit import prioritisation

FUTURES = 60
"""Possible sets of efforts in which a plan is chosen anew."""


def worth(cards: pd.DataFrame) -> pd.Series:
    """Return what it saves in USD to have each item this quarter and not the next.

    That is 13 weeks of its cost of delay, and the penalty of a date of this quarter.
    """
    avoided = cards["penalty"].where(cards["due"] <= QUARTER, 0)
    return (QUARTER * cards["cost_of_delay"] + avoided).astype(float).rename("worth")


def best_plan(
    cards: pd.DataFrame,
    needs: dict[Any, list[Any]],
    capacity: float = CAPACITY,
    always: Collection[Any] = (),
    never: Collection[Any] = (),
) -> prioritisation.Selection:
    """Choose what is worth most together and fits, with all that it needs.

    What the law asks for this quarter is in, whatever it costs.

    Parameters
    ----------
    cards : DataFrame
        From `evidence.mended`, or `evidence.cards` for the weeks as they were given.
    needs : dict
        From `evidence.needs`.
    capacity : float
        Person-weeks.
    always, never : collection of items
        What else has to be in, and what has to stay out, with all that needs it.

    Raises
    ------
    ValueError
        If what has to be in does not fit: then ask for more weeks.
    """
    gone: set[Any] = set()
    more = set(never)
    while more:  # what stands on an item that stays out stays out with it
        gone |= more
        more = {item for item, others in needs.items() if gone & set(others)} - gone
    kept = cards[~cards.index.isin(gone)]
    inside = {item: others for item, others in needs.items() if item in kept.index}
    forced = list(dict.fromkeys([*legal(kept), *always]))
    return prioritisation.select(worth(kept), kept["weeks"], capacity, inside, forced)


def from_the_top(
    cards: pd.DataFrame,
    needs: dict[Any, list[Any]],
    capacity: float = CAPACITY,
    bundled: bool = False,
) -> prioritisation.Selection:
    """Fill a quarter by falling worth for each week of work, what the law asks first.

    Parameters
    ----------
    cards, needs, capacity
        As for `best_plan`.
    bundled : bool
        Whether an item is rated together with the groundwork that is not in yet. If not, each card
        is rated for itself, and one that stands on groundwork waits until that has come in.
    """
    saved, weeks = worth(cards), cards["weeks"]
    chosen: list[Any] = []
    for item in legal(cards):
        chosen += [each for each in _with_needs(item, needs) if each not in chosen]

    while True:
        groups: list[list[Any]] = []
        for item in cards.index.difference(chosen, sort=False):
            group = [each for each in _with_needs(item, needs) if each not in chosen]
            whole = chosen + group
            fits = float(weeks[whole].sum()) <= capacity + 1e-9
            if fits and (bundled or len(group) == 1):
                groups.append(group)
        if not groups:
            items = tuple(item for item in cards.index if item in chosen)
            return prioritisation.Selection(
                items, float(saved[chosen].sum()), float(weeks[chosen].sum())
            )
        chosen += _dearest(groups, saved, weeks)


def dates_one_by_one(cards: pd.DataFrame, needs: dict[Any, list[Any]]) -> pd.DataFrame:
    """Decide each of the quarter's dates: what the plan really saves with it, and without.

    Returns
    -------
    DataFrame
        Indexed by item: title, due (week), penalty, weeks (with what it needs), in time (in how many
        of the possible quarters, on the `calendar` of the best plan that holds it), gain (USD: what
        that plan saves on average less what the best without it saves; NaN where there is no choice:
        by law, or because it does not fit), give or take (of the gain, at 95 %), keep (``"by law"``,
        ``"yes"``, ``"no"``, or ``"a toss"`` where the doubt is larger than the gain).
    """
    rows, law = {}, legal(cards)
    for item in cards.index[cards["due"] <= QUARTER]:
        gain = doubt = kept = np.nan
        if _fits(cards, needs, item):
            holding = best_plan(cards, needs, always=[item]).items
            kept = float((calendar(cards, needs, holding)[item] <= cards.loc[item, "due"]).mean())
            if item not in law:
                without = best_plan(cards, needs, never=[item]).items
                more = delivered(cards, needs, holding) - delivered(cards, needs, without)
                gain, doubt = float(more.mean()), _error(more)
        rows[item] = {
            "title": cards.loc[item, "title"],
            "due": cards.loc[item, "due"],
            "penalty": cards.loc[item, "penalty"],
            "weeks": float(cards.loc[_with_needs(item, needs), "weeks"].sum()),
            "in time": kept,
            "gain": gain,
            "give or take": doubt,
            "keep": "by law" if item in law else _kept(gain, doubt),
        }
    return pd.DataFrame.from_dict(rows, orient="index").sort_values("due", kind="stable")


def _error(more: pd.Series) -> float:
    """Return the half of a 95 % interval of a mean over possible quarters."""
    return float(1.96 * more.std() / np.sqrt(len(more)))


def _kept(gain: float, doubt: float) -> str:
    """Say whether a date is kept that gains so much; one that does not fit is not."""
    return "a toss" if abs(gain) <= doubt else "yes" if gain > 0 else "no"


def _fits(cards: pd.DataFrame, needs: dict[Any, list[Any]], item: Any) -> bool:
    """Say whether an item fits the quarter with all that it needs, beside what the law asks."""
    whole = {each for one in [*legal(cards), item] for each in _with_needs(one, needs)}
    return bool(cards.loc[list(whole), "weeks"].sum() <= CAPACITY)


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
    """USD by which the plan saves less with the item forced in: what it saves itself is counted."""
    needed: float
    """USD that a week's delay of the item would have to cost for it to belong into the plan."""
    out: tuple[str, ...]
    """Titles that it pushes out."""
    dates: tuple[str, ...]
    """Titles of dates this quarter that the plan keeps without it and not with it."""


def price_of_yes(cards: pd.DataFrame, needs: dict[Any, list[Any]], item: Any) -> Yes:
    """Force an item in, choose the rest again, and compare.

    Parameters
    ----------
    cards, needs
        As for `best_plan`.
    item
        Of the index of `cards`.

    Raises
    ------
    ValueError
        If the item does not fit the quarter at all.
    """
    without, forced = best_plan(cards, needs, never=[item]), best_plan(cards, needs, always=[item])
    best = max(without.value, forced.value)
    out = [each for each in without.items if each not in forced.items]
    dated = [each for each in out if cards.loc[each, "due"] <= QUARTER]
    # Its penalty, if it has one, stays; only what a week of delay costs may turn it.
    others = forced.value - QUARTER * float(cards.loc[item, "cost_of_delay"])
    return Yes(
        best - forced.value,
        (without.value - others) / QUARTER,
        tuple(cards.loc[out, "title"]),
        tuple(cards.loc[dated, "title"]),
    )


def pushed_out(cards: pd.DataFrame, needs: dict[Any, list[Any]], item: Any) -> str:
    """Say what the best plan without an item holds that the best plan with it does not."""
    return "; ".join(price_of_yes(cards, needs, item).out) or "nothing"


def share_of_futures(cards: pd.DataFrame, needs: dict[Any, list[Any]], item: Any) -> float:
    """Return in which share of possible efforts an item is in the best plan.

    Efforts are lognormal with the cards' lows and highs at four times in five, independent. A quarter
    in which not even what the law asks fits counts as one without the item.
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
        future = cards.assign(weeks=weeks)
        found += _fits(future, needs, item) and item in best_plan(future, needs).items
    return found / FUTURES


def possible_efforts(cards: pd.DataFrame) -> pd.DataFrame:
    """Draw how many person-weeks each card may take: a row for each of 400 possible quarters.

    As `schedule.possible_weeks` draws the jobs of a queue; the same cards give the same draws.
    """
    return possible_weeks(cards.rename(columns=lambda name: name.replace("weeks", "duration")))


def chance_that_fits(
    possible: pd.DataFrame, items: Collection[Any], capacity: float = CAPACITY
) -> float:
    """Return the share of the possible quarters in which a set takes no more than there is.

    Parameters
    ----------
    possible : DataFrame
        From `possible_efforts`.
    items : collection of items
        The set.
    capacity : float
        Person-weeks.
    """
    return float((possible[list(items)].sum(axis=1) <= capacity + 1e-9).mean())


def safe_plan(cards: pd.DataFrame, needs: dict[Any, list[Any]]) -> prioritisation.Selection | None:
    """Return the best plan of so many weeks that its set fits into `CAPACITY` four times in five.

    It is planned by middle estimates, with as many whole weeks as leave that room; None where not
    even what the law asks leaves it.
    """
    possible = possible_efforts(cards)
    for size in range(int(CAPACITY), 0, -1):
        try:
            plan = best_plan(cards, needs, size)
        except ValueError:  # what the law asks does not fit
            return None
        if chance_that_fits(possible, plan.items) >= RANGES:
            return plan
    return None


def room_for_plan(cards: pd.DataFrame, needs: dict[Any, list[Any]]) -> str:
    """Say in how many quarters the best set fits, and what can be promised four times in five."""
    best, possible = best_plan(cards, needs), possible_efforts(cards)
    needed = float(possible[list(best.items)].sum(axis=1).quantile(RANGES))
    told = (
        f"By middle estimates the best set takes {best.effort:.1f} of {CAPACITY} weeks. It fits in only "
        f"**{chance_that_fits(possible, best.items):.0%}** of {len(possible)} possible quarters; four "
        f"times in five it would need {needed:.1f} weeks. "
    )
    plan = safe_plan(cards, needs)
    if plan is None:
        return told + "Not even what the law asks fits four times in five: ask for weeks."
    promised = "; ".join(cards.loc[list(plan.items), "title"])
    left = [item for item in best.items if item not in plan.items]
    more = "; ".join(cards.loc[left, "title"]) or "nothing more"
    return told + (
        f"A set of {len(plan.items)} items that takes {plan.effort:.1f} weeks by the middle fits in "
        f"**{chance_that_fits(possible, plan.items):.0%}**, and is worth {plan.value:,.0f} USD in place "
        f"of {best.value:,.0f}.\n\n**Promised:** {promised}.\n\n**If weeks are left:** {more}."
    )


def calendar(
    cards: pd.DataFrame, needs: dict[Any, list[Any]], items: Collection[Any]
) -> pd.DataFrame:
    """Put a set on the calendar: the week in which each item ends, in each possible quarter.

    Here the plan meets the queue. Both squads work down one list: what the law asks, then the dates,
    the nearest first, then by falling worth for each week of work; each item after its groundwork.
    Together they do as many person-weeks a week as there are in the quarter, divided by its weeks.

    Parameters
    ----------
    cards, needs
        As for `best_plan`.
    items : collection of items
        The set, with all that it needs.

    Returns
    -------
    DataFrame
        A row for each possible quarter, a column for each item, in the order of the list.
    """
    saved, weeks, possible = worth(cards), cards["weeks"], possible_efforts(cards)
    dated = cards.loc[list(items), "due"]
    dated = dated[dated <= QUARTER].sort_values(kind="stable")
    order: list[Any] = []
    for item in [*(one for one in legal(cards) if one in items), *dated.index]:
        order += _open(item, needs, order)
    while len(order) < len(items):
        groups = [_open(item, needs, order) for item in items if item not in order]
        order += _dearest(groups, saved, weeks)

    return possible[order].cumsum(axis=1) * QUARTER / CAPACITY


def delivered(
    cards: pd.DataFrame, needs: dict[Any, list[Any]], items: Collection[Any]
) -> pd.Series:
    """Return what a set is really worth in USD in each possible quarter.

    What ends after the quarter waits for the next one, and a penalty is saved only where the item
    ends by its date on the `calendar`.
    """
    ends = calendar(cards, needs, items)
    done = (ends <= QUARTER + 1e-9) * (QUARTER * cards["cost_of_delay"])[ends.columns]
    penalty, due = (cards.loc[list(ends.columns), name] for name in ("penalty", "due"))
    in_time = (ends <= due + 1e-9) * penalty.where(due <= QUARTER, 0)
    return (done + in_time).sum(axis=1)


def _dearest(groups: list[list[Any]], saved: pd.Series, weeks: pd.Series) -> list[Any]:
    """Return the group that is worth most for each week of its work."""
    return max(groups, key=lambda group: float(saved[group].sum() / weeks[group].sum()))


def _open(item: Any, needs: dict[Any, list[Any]], done: Collection[Any]) -> list[Any]:
    """Return what is still to be done for an item, the groundwork first."""
    return [each for each in reversed(_with_needs(item, needs)) if each not in done]


def compared(cards: pd.DataFrame, needs: dict[Any, list[Any]], item: Any) -> str:
    """Hold the best plan with an item against the best without, over the same possible quarters.

    Both plans are chosen once, before it is known what the work takes, as a plan has to be.
    """
    with_it, without = (
        delivered(cards, needs, plan.items)
        for plan in (
            best_plan(cards, needs, always=[item]),
            best_plan(cards, needs, never=[item]),
        )
    )
    more = with_it - without
    return (
        f"{with_it.mean():,.0f} USD against {without.mean():,.0f} on average: a difference of "
        f"{more.mean():+,.0f}, give or take {_error(more):,.0f}; more in {(more > 0).mean():.0%} of the quarters"
    )


def law_words(cards: pd.DataFrame, needs: dict[Any, list[Any]]) -> str:
    """Say what a plan by worth alone would make of what the law asks."""
    law, saved, weeks = legal(cards), worth(cards), cards["weeks"]
    alone = prioritisation.select(saved, weeks, CAPACITY, needs)
    inside = [item for item in law if item in alone.items]
    fate = (
        "leaves it out"
        if not inside
        else "takes it only because it fits into a gap"
        if len(inside) == len(law)
        else "leaves a part of it out"
    )
    names = "; ".join(cards.loc[law, "title"])
    return (
        f"What the law asks this quarter: *{names}*. A week of work on it saves "
        f"{saved[law].sum() / weeks[law].sum():,.0f} USD, its fine included; a week of the best set "
        f"{alone.value / alone.effort:,.0f}. A plan by worth alone **{fate}**."
    )


def dates_words(cards: pd.DataFrame, needs: dict[Any, list[Any]]) -> str:
    """Say which promised dates are kept, which are let go, and which are a toss."""
    table = dates_one_by_one(cards, needs)
    table = table[table["keep"] != "by law"]
    if table.empty:
        return "No date of this quarter is a promise: there is nothing to let go."
    words = {
        "yes": "Kept",
        "a toss": "A toss, so ask whoever was promised what a later date would cost them",
        "no": "Let go on purpose, or asked for a later date",
    }
    said = [
        f"- {word}: *{'; '.join(table.loc[table['keep'] == keep, 'title'])}*"
        for keep, word in words.items()
        if (table["keep"] == keep).any()
    ]
    return "\n".join(said)


def trust_words(cards: pd.DataFrame, needs: dict[Any, list[Any]]) -> str:
    """Say how the plan hangs on what the commercial requesters believe, and on lost customers."""
    sold = cards["requester"].isin(COMMERCIAL)
    halved = cards.assign(
        cost_of_delay=cards["cost_of_delay"].where(~sold, cards["cost_of_delay"] / 2)
    )
    plan, other = best_plan(cards, needs), best_plan(halved, needs)
    out = [item for item in plan.items if item not in other.items]
    beyond = cards.index[QUARTER * cards["cost_of_delay"] > cards["value"]]
    inside = beyond.intersection(list(plan.items))
    turned = (
        f"**{len(out)} of the {len(plan.items)}** items give way: {'; '.join(cards.loc[out, 'title'])}"
        if out
        else "the plan stays as it is"
    )
    return (
        f"Count what sales, marketing and the chief executive say of delay by half: {turned}.\n\n"
        f"For {len(beyond)} cards, {len(inside)} of them in the plan, a quarter's wait costs more than "
        "the year's value. These are customers who go elsewhere and stay there for years. Nobody has "
        "counted them yet: ask for names first."
    )


def slice_room(
    cards: pd.DataFrame, needs: dict[Any, list[Any]], item: Any, share: float = 1.0
) -> float:
    """Return how many weeks a slice of an item may take and still belong into the plan.

    Parameters
    ----------
    cards, needs
        As for `best_plan`.
    item
        The item, whose groundwork is needed in any case.
    share : float
        Which part of what the item's delay costs the slice saves.

    Returns
    -------
    float
        Person-weeks, to a tenth; 0 where no slice belongs in.
    """
    without = best_plan(cards, needs, never=[item]).value
    part = cards.loc[item, "cost_of_delay"] * share

    def belongs(tenths: int) -> bool:
        here = cards.index == item
        slim = cards.assign(
            weeks=cards["weeks"].mask(here, tenths / 10),
            cost_of_delay=cards["cost_of_delay"].astype(float).mask(here, part),
        )
        if not _fits(slim, needs, item):
            return False
        return best_plan(slim, needs, always=[item]).value >= without - 1e-6

    least, most = 0, 10 * CAPACITY + 1  # what belongs in at some weeks does so at fewer
    while most - least > 1:
        middle = (least + most) // 2
        least, most = (middle, most) if belongs(middle) else (least, middle)
    return least / 10


def slice_words(cards: pd.DataFrame, needs: dict[Any, list[Any]], item: Any) -> str:
    """Say how large a slice may be that brings all of an item's worth, or half of it."""
    whole, half = (slice_room(cards, needs, item, share) for share in (1.0, 0.5))
    return (
        f"{whole:.1f} weeks if it brings all of the worth, {half:.1f} if it brings half; the whole "
        f"card takes {cards.loc[item, 'weeks']:.1f}"
    )


def model_no(cards: pd.DataFrame, needs: dict[Any, list[Any]], felt: pd.Series) -> str:
    """Write a no to the chief executive with the numbers of this company.

    Parameters
    ----------
    cards, needs
        As for `best_plan`.
    felt : Series
        What people feel about the ranking, a row of `survey.feelings`.
    """
    boss = boss_item(cards)
    out = "what is promised"
    if _fits(cards, needs, boss):
        out = (
            "; ".join(price_of_yes(cards, needs, boss).out) or "nothing, but the room for surprises"
        )
    return (
        f"The ranking is not in the plan of this quarter. Of {felt['n']} answers {felt['reverse']:.0%} "
        f"want the opposite. A yes would push out: {out}. If staff of both customers ask for it and "
        "legal finds a lawful purpose, I count again."
    )


def settled(cards: pd.DataFrame, needs: dict[Any, list[Any]]) -> str:
    """Say what becomes of the promise to two customers, with its doubt."""
    boss = boss_item(cards)
    if not _fits(cards, needs, boss):
        return "With what it needs the ranking does not fit into the quarter at all."
    yes, share = price_of_yes(cards, needs, boss), share_of_futures(cards, needs, boss)
    doubt = (
        f"Of {FUTURES} quarters drawn from the mended ranges of work, it was in the best plan of "
        f"{share * FUTURES:.0f}."
    )
    if yes.price <= 0:
        return (
            "By the requesters' numbers the ranking would fit into the plan: money alone does not "
            f"settle it. {doubt}"
        )
    return (
        f"A yes costs **{yes.price:,.0f} USD** net and pushes out: {'; '.join(yes.out) or 'nothing'}. "
        f"Dates that it breaks: {'; '.join(yes.dates) or 'none'}. To belong into the plan a week's "
        f"delay of the ranking would have to cost {yes.needed:,.0f} USD; by its requester it costs "
        f"{cards.loc[boss, 'cost_of_delay']:,.0f}. {doubt}"
    )


def hardest_no(cards: pd.DataFrame, needs: dict[Any, list[Any]]) -> str:
    """Say which wish it costs least to let in, of those that the best plan leaves out.

    The ranking is an easy no, and approvals are the assignment's: both stay out of it.
    """
    plan = best_plan(cards, needs)
    left = cards.index.difference(
        [*plan.items, boss_item(cards), approvals_item(cards)], sort=False
    )
    fits = [item for item in left if _fits(cards, needs, item)]
    yes = {item: price_of_yes(cards, needs, item) for item in fits}
    if not yes:
        return "Nothing else that is left out would fit."
    item = min(yes, key=lambda each: yes[each].price)
    return (
        f"The hardest no is another one: *{cards.loc[item, 'title']}*. A yes to it costs only "
        f"**{yes[item].price:,.0f} USD** of {plan.value:,.0f}: what a week of its delay costs would have "
        f"to be {yes[item].needed:,.0f} USD in place of {cards.loc[item, 'cost_of_delay']:,.0f}."
    )


def list_words(cards: pd.DataFrame, needs: dict[Any, list[Any]]) -> str:
    """Say how much of the way from a ranked list to the best set bundles go alone."""
    top, bundles = (from_the_top(cards, needs, bundled=bundled) for bundled in (False, True))
    best = best_plan(cards, needs)
    return (
        f"The best set is worth {best.value / top.value - 1:.0%} more than the list of single cards, and "
        f"**{best.value / bundles.value - 1:.1%}** more than the list of bundles."
    )

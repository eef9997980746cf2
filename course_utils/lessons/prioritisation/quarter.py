"""What goes into a quarter: a set with what it needs, what the law asks first, the price of a yes.

What is left out is not lost: it waits for a quarter. So an item is counted by what that wait costs,
in the unit in which a queue is ordered.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection
from dataclasses import dataclass
from itertools import combinations, takewhile
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
    rice_ranges,
)
from course_utils.lessons.prioritisation.schedule import possible_weeks
from course_utils.toolkit import prioritisation

SPARE = 0.1
"""How often an item has to end within the quarter to be begun when weeks are left."""


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


@dataclass(frozen=True)
class Plan:
    """One list for the quarter, on the calendar of 400 possible quarters; see `the_plan`."""

    order: tuple[Any, ...]
    """All items, in the order in which they are done."""
    kept: tuple[Any, ...]
    """Promised dates of this quarter that the plan keeps, the nearest first."""
    ends: pd.DataFrame
    """The week in which each item ends: a row for each possible quarter."""
    saved: pd.Series
    """What the plan really saves in USD, in each possible quarter."""

    @property
    def chance(self) -> pd.Series:
        """Return in which share of the possible quarters each item ends within the quarter."""
        return (self.ends <= QUARTER + 1e-9).mean()

    @property
    def promised(self) -> list[Any]:
        """Return the front of the list: what ends within the quarter four times in five."""
        return [item for item in self.order if self.chance[item] >= RANGES]

    @property
    def spare(self) -> list[Any]:
        """Return what follows and may still come: it ends in time at least once in ten quarters."""
        chance = self.chance
        return [item for item in self.order if SPARE <= chance[item] < RANGES]


def the_plan(cards: pd.DataFrame, needs: dict[Any, list[Any]], never: Collection[Any] = ()) -> Plan:
    """Put the whole backlog into one list: of those that are tried, the one that delivers most.

    The law comes first, then the dates that are kept, then by the wait that is saved for each week
    of work; each item after its groundwork. Tried are the dates in every combination that holds
    each of them four times in five, and the rest with and without the best set at its front.

    Parameters
    ----------
    cards, needs
        As for `best_plan`.
    never : collection of items
        What stays out, with all that needs it.
    """
    return max(_plans(cards, needs, never), key=lambda plan: float(plan.saved.mean()))


def _plans(
    cards: pd.DataFrame, needs: dict[Any, list[Any]], never: Collection[Any] = ()
) -> list[Plan]:
    """Return the lists that `the_plan` tries."""
    out = {item for item in cards.index if set(never) & set(_with_needs(item, needs))}
    possible = possible_efforts(cards)
    dates = [each for each in _dates(cards) if each not in out]
    found = []
    for many in range(len(dates) + 1):
        for kept in combinations(dates, many):
            dropped = [each for each in dates if each not in kept]
            fronts: list[Collection[Any]] = [()]
            with contextlib.suppress(ValueError):  # what the law asks does not fit by its middles
                fronts.append(best_plan(cards, needs, never=[*out, *dropped]).items)
            for front in fronts:
                plan = _listed(cards, possible, _queue(cards, needs, kept, front, out), kept)
                in_time = (plan.ends[list(kept)] <= cards.loc[list(kept), "due"] + 1e-9).mean()
                if (in_time >= RANGES).all():
                    found.append(plan)
    return found


def _dates(cards: pd.DataFrame) -> list[Any]:
    """Return the promised dates of this quarter, the nearest first; what the law asks is none."""
    due = cards.loc[cards["due"] <= QUARTER, "due"].drop(legal(cards))
    return list(due.sort_values(kind="stable").index)


def _queue(
    cards: pd.DataFrame,
    needs: dict[Any, list[Any]],
    kept: Collection[Any],
    front: Collection[Any],
    out: Collection[Any],
) -> list[Any]:
    """Return all items in one order, those of the front before the others."""
    wait, weeks = QUARTER * cards["cost_of_delay"].astype(float), cards["weeks"]
    order = _head(cards, needs, kept)
    for some in (front, cards.index):
        while left := [item for item in some if item not in order and item not in out]:
            order += _dearest([_open(item, needs, order) for item in left], wait, weeks)
    return order


def _head(cards: pd.DataFrame, needs: dict[Any, list[Any]], kept: Collection[Any]) -> list[Any]:
    """Return what is done before all else: the law, then the dates, each with its groundwork."""
    order: list[Any] = []
    for item in [*cards.loc[legal(cards), "due"].sort_values(kind="stable").index, *kept]:
        order += _open(item, needs, order)
    return order


def _listed(
    cards: pd.DataFrame, possible: pd.DataFrame, order: list[Any], kept: Collection[Any]
) -> Plan:
    """Put an order on the calendar, in each possible quarter.

    Both squads work down one list: together they do as many person-weeks a week as there are in
    the quarter, divided by its weeks. What ends after the quarter waits for the next one, and a
    penalty is saved only where the item ends by its date.
    """
    ends = possible[order].cumsum(axis=1) * QUARTER / CAPACITY
    own = cards.loc[order]
    done = (ends <= QUARTER + 1e-9) * (QUARTER * own["cost_of_delay"])
    in_time = (ends <= own["due"] + 1e-9) * own["penalty"].where(own["due"] <= QUARTER, 0)
    return Plan(tuple(order), tuple(kept), ends, (done + in_time).sum(axis=1))


def dates_one_by_one(cards: pd.DataFrame, needs: dict[Any, list[Any]]) -> pd.DataFrame:
    """Hold the best list that keeps a date against the best that does not, for each of the quarter.

    Returns
    -------
    DataFrame
        Indexed by item: title, due (week), penalty, weeks (with what it needs), in time (in how many
        of the possible quarters, by the list that keeps it), gain (USD on average; NaN where there is
        no choice: by law, or because no list keeps it four times in five), give or take (of the
        gain, at 95 %), keep (``"by law"``, ``"yes"`` or ``"no"``: what `the_plan` does).
    """
    plans = sorted(_plans(cards, needs), key=lambda plan: -float(plan.saved.mean()))
    rows = {}
    for item in [*legal(cards), *_dates(cards)]:
        law, gain, doubt, kept = item in legal(cards), np.nan, np.nan, np.nan
        holding = next((plan for plan in plans if law or item in plan.kept), None)
        if holding is not None:
            kept = float((holding.ends[item] <= cards.loc[item, "due"] + 1e-9).mean())
            if not law:
                without = next(plan for plan in plans if item not in plan.kept)
                more = holding.saved - without.saved
                gain, doubt = float(more.mean()), _error(more)
        rows[item] = {
            "title": cards.loc[item, "title"],
            "due": cards.loc[item, "due"],
            "penalty": cards.loc[item, "penalty"],
            "weeks": float(cards.loc[_with_needs(item, needs), "weeks"].sum()),
            "in time": kept,
            "gain": gain,
            "give or take": doubt,
            "keep": "by law" if law else "yes" if item in plans[0].kept else "no",
        }
    return pd.DataFrame.from_dict(rows, orient="index").sort_values("due", kind="stable")


def _error(more: pd.Series) -> float:
    """Return the half of a 95 % interval of a mean over possible quarters."""
    return float(1.96 * more.std() / np.sqrt(len(more)))


def _with_needs(item: Any, needs: dict[Any, list[Any]]) -> list[Any]:
    """Return an item and all that it needs, directly or through others, each once."""
    found = [item]
    for each in found:
        found += [other for other in needs.get(each, ()) if other not in found]
    return found


@dataclass(frozen=True)
class Yes:
    """What it costs to force an item into the best set; see `price_of_yes`."""

    price: float
    """USD by which the set saves less with the item forced in: what it saves itself is counted."""
    needed: float
    """USD that a week's delay of the item would have to cost for it to belong into the set."""


def price_of_yes(cards: pd.DataFrame, needs: dict[Any, list[Any]], item: Any) -> Yes:
    """Force an item into the best set by middle estimates, choose the rest again, and compare.

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
    # Its penalty, if it has one, stays; only what a week of delay costs may turn it.
    others = forced.value - QUARTER * float(cards.loc[item, "cost_of_delay"])
    return Yes(best - forced.value, (without.value - others) / QUARTER)


def promise(cards: pd.DataFrame, needs: dict[Any, list[Any]], plan: Plan, item: Any) -> Plan:
    """Say yes to an item: it is done after the law and the dates, and all else moves back."""
    head = _head(cards, needs, plan.kept)
    head += _open(item, needs, head)
    order = [*head, *(each for each in plan.order if each not in head)]
    return _listed(cards, possible_efforts(cards), order, plan.kept)


def pushed_back(before: Plan, after: Plan) -> list[Any]:
    """Return what a list promises, or may still bring, and another one at least a tenth less often."""
    chance = after.chance.reindex(before.order, fill_value=0.0)
    return [item for item in before.order if before.chance[item] - chance[item] >= SPARE]


def pushed_out(cards: pd.DataFrame, needs: dict[Any, list[Any]], item: Any) -> str:
    """Say what comes less often with an item in its place of the plan than without it."""
    plan, without = the_plan(cards, needs), the_plan(cards, needs, never=[item])
    after = plan.chance
    return (
        "; ".join(
            f"{cards.loc[each, 'title']} ({without.chance[each]:.0%} to {after[each]:.0%})"
            for each in pushed_back(without, plan)
        )
        or "nothing"
    )


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


def plan_words(cards: pd.DataFrame, plan: Plan) -> str:
    """Say what a plan promises, what may still come, and what is next and does not."""

    def names(items: Collection[Any]) -> str:
        return "; ".join(cards.loc[list(items), "title"]) or "nothing"

    rest = [item for item in plan.order if item not in [*plan.promised, *plan.spare]]
    spare = [f"{cards.loc[item, 'title']} ({plan.chance[item]:.0%})" for item in plan.spare]
    return (
        f"**Promised:** {names(plan.promised)}.\n\n"
        f"**If weeks are left:** {'; '.join(spare) or 'nothing'}.\n\n"
        f"**Not this quarter:** the other {len(rest)}; next in line: {names(rest[:1])}."
    )


def set_and_list(cards: pd.DataFrame, needs: dict[Any, list[Any]], plan: Plan) -> str:
    """Say what the best set by middle estimates delivers, beside the one list."""
    best, possible = best_plan(cards, needs), possible_efforts(cards)
    kept = [item for item in _dates(cards) if item in best.items]
    others = set(cards.index) - set(best.items)
    alone = _listed(cards, possible, _queue(cards, needs, kept, best.items, others), kept)
    return (
        f"By middle estimates the best set takes {best.effort:.1f} of {CAPACITY} weeks and is worth "
        f"{best.value:,.0f} USD. It fits in only **{chance_that_fits(possible, best.items):.0%}** of "
        f"{len(possible)} possible quarters and delivers **{alone.saved.mean():,.0f}** on average. "
        f"The one list delivers **{plan.saved.mean():,.0f}**."
    )


def _dearest(groups: list[list[Any]], saved: pd.Series, weeks: pd.Series) -> list[Any]:
    """Return the group that is worth most for each week of its work."""
    return max(groups, key=lambda group: float(saved[group].sum() / weeks[group].sum()))


def _open(item: Any, needs: dict[Any, list[Any]], done: Collection[Any]) -> list[Any]:
    """Return what is still to be done for an item, the groundwork first."""
    return [each for each in reversed(_with_needs(item, needs)) if each not in done]


def compared(cards: pd.DataFrame, needs: dict[Any, list[Any]], item: Any) -> str:
    """Hold the list with an item in its place against the list without, over the same quarters.

    Both are made once, before it is known what the work takes, as a plan has to be.
    """
    with_it, without = the_plan(cards, needs).saved, the_plan(cards, needs, never=[item]).saved
    more = with_it - without
    better, worse = more > 0.5, more < -0.5
    loss = f", then by {-more[worse].mean():,.0f} on average" if worse.any() else ""
    return (
        f"{with_it.mean():,.0f} USD against {without.mean():,.0f} on average: a difference of "
        f"{more.mean():+,.0f}, give or take {_error(more):,.0f}; better in {better.mean():.0%} of the "
        f"quarters, worse in {worse.mean():.0%}{loss}"
    )


def rice_against(cards: pd.DataFrame, needs: dict[Any, list[Any]], item: Any) -> str:
    """Say with which probability RICE puts an item ahead of its neighbours in the plan."""
    plan, ranges = the_plan(cards, needs), rice_ranges(cards)
    place = plan.order.index(item)
    near = [*plan.order[:place][-1:], *plan.order[place + 1 :][:1]]
    return "; ".join(
        f"ahead of {cards.loc[each, 'title']} with a probability of "
        f"{prioritisation.outranks(ranges[item], ranges[each]):.1%}"
        for each in near
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
    """Say which promised dates are kept, which are let go, and where the doubt is larger than the gain."""
    table = dates_one_by_one(cards, needs)
    table = table[table["keep"] != "by law"]
    if table.empty:
        return "No date of this quarter is a promise: there is nothing to let go."
    words = {"yes": "Kept", "no": "Let go on purpose, or asked for a later date"}
    said = [
        f"- {word}: *{'; '.join(table.loc[table['keep'] == keep, 'title'])}*"
        for keep, word in words.items()
        if (table["keep"] == keep).any()
    ]
    toss = table["gain"].abs() <= table["give or take"]
    if toss.any():
        said.append(
            f"- The doubt is larger than the gain for *{'; '.join(table.loc[toss, 'title'])}*: ask whoever "
            "was promised what a later date would cost them"
        )
    return "\n".join(said)


def trust_words(cards: pd.DataFrame, needs: dict[Any, list[Any]], plan: Plan) -> str:
    """Say how the plan hangs on what the commercial requesters believe, and on lost customers."""
    sold = cards["requester"].isin(COMMERCIAL)
    halved = cards.assign(
        cost_of_delay=cards["cost_of_delay"].where(~sold, cards["cost_of_delay"] / 2)
    )
    inside, other = [*plan.promised, *plan.spare], the_plan(halved, needs)
    out = [item for item in inside if item not in [*other.promised, *other.spare]]
    beyond = cards.index[QUARTER * cards["cost_of_delay"] > cards["value"]]
    many = len(beyond.intersection(inside))
    turned = (
        f"**{len(out)} of the {len(inside)}** items give way: {'; '.join(cards.loc[out, 'title'])}"
        if out
        else "the plan holds what it held"
    )
    return (
        f"Count what sales, marketing and the chief executive say of delay by half: {turned}.\n\n"
        f"For {len(beyond)} cards, {many} of them in the plan, a quarter's wait costs more than "
        "the year's value. These are customers who go elsewhere and stay there for years. Nobody has "
        "counted them yet: ask for names first."
    )


def slice_room(
    cards: pd.DataFrame, needs: dict[Any, list[Any]], plan: Plan, item: Any, share: float = 1.0
) -> float:
    """Return how many weeks a slice of an item may take and still keep its place in a plan.

    Parameters
    ----------
    cards, needs
        As for `best_plan`.
    plan : Plan
        Holds the item.
    item
        The item; groundwork that is done right before it, for it, is counted with it.
    share : float
        Which part of what the item's delay costs the slice saves.

    Returns
    -------
    float
        Person-weeks, up to which a week of the slice saves as much as one of what would come next;
        0 where no slice keeps the place.
    """
    place = plan.order.index(item)
    wait, weeks = cards["cost_of_delay"].astype(float), cards["weeks"]
    done, later = plan.order[: place + 1], plan.order[place + 1 :]
    after = _dearest([_open(each, needs, done) for each in later], wait, weeks)
    rate = float(wait[after].sum() / weeks[after].sum())
    own = list(takewhile(lambda each: each in _with_needs(item, needs), plan.order[:place][::-1]))
    return max(0.0, float(share * wait[item] + wait[own].sum()) / rate - float(weeks[own].sum()))


def slice_words(cards: pd.DataFrame, needs: dict[Any, list[Any]], item: Any) -> str:
    """Say how large a slice may be that brings all of an item's worth, or half of it."""
    plan = the_plan(cards, needs)
    whole, half = (slice_room(cards, needs, plan, item, share) for share in (1.0, 0.5))
    return (
        f"{whole:.2f} weeks if it brings all of the worth, {half:.2f} if it brings half; the whole "
        f"card takes {cards.loc[item, 'weeks']:.2f}"
    )


def model_no(cards: pd.DataFrame, needs: dict[Any, list[Any]], plan: Plan, felt: pd.Series) -> str:
    """Write a no to the chief executive with the numbers of this company.

    Parameters
    ----------
    cards, needs, plan
        As for `promise`.
    felt : Series
        What people feel about the ranking, a row of `survey.feelings`.
    """
    boss = boss_item(cards)
    back = pushed_back(plan, promise(cards, needs, plan, boss))[:3]
    return (
        f"The ranking is not in the plan of this quarter. Of {felt['n']:.0f} answers {felt['reverse']:.0%} "
        f"want the opposite. A yes would push back: {_whose(cards, back)}. If staff of both customers "
        "ask for it and legal finds a lawful purpose, I count again."
    )


def _whose(cards: pd.DataFrame, items: Collection[Any]) -> str:
    """Name items, and say which of them are the chief executive's own."""
    own = cards["requester"] == "chief_executive"
    names = [cards.loc[each, "title"] + (" (your own idea)" if own[each] else "") for each in items]
    return "; ".join(names) or "nothing, but the room for surprises"


def settled(cards: pd.DataFrame, needs: dict[Any, list[Any]], plan: Plan) -> str:
    """Say what becomes of the promise to two customers, with its doubt."""
    boss = boss_item(cards)
    after = promise(cards, needs, plan, boss)
    less = plan.saved - after.saved
    late = [each for each in plan.promised if each in pushed_back(plan, after)]
    late = [each for each in late if after.chance[each] < RANGES]
    price = (
        f"A yes costs **{less.mean():,.0f} USD** net, give or take {_error(less):,.0f}, and it costs "
        f"something in {(less > 0.5).mean():.0%} of the quarters."
        if less.mean() > 0
        else "By the requesters' numbers a yes costs nothing: money alone does not settle it."
    )
    return (
        f"The ranking waits behind {plan.order.index(boss)} others. Promised all the same, it is done "
        f"after the law and the dates. {price} It pushes back: "
        f"{_whose(cards, pushed_back(plan, after))}. Promises that it takes back: "
        f"{'; '.join(cards.loc[late, 'title']) or 'none'}."
    )


def hardest_no(cards: pd.DataFrame, needs: dict[Any, list[Any]], plan: Plan) -> str:
    """Say which wish is next in line, behind what the plan holds, and what a yes to it costs.

    The ranking is an easy no, and approvals are the assignment's: both stay out of it.
    """
    others = {*plan.promised, *plan.spare, boss_item(cards), approvals_item(cards)}
    wished = cards["kind"] != "debt"  # nobody waits for groundwork itself
    left = [item for item in plan.order if wished[item] and item not in others]
    if not left:
        return "Nothing else is left out."
    less = plan.saved - promise(cards, needs, plan, left[0]).saved
    return (
        f"The hardest no is another one, the next in line: *{cards.loc[left[0], 'title']}*, which "
        f"ends in time in {plan.chance[left[0]]:.0%} of the quarters. A yes to it costs "
        f"**{less.mean():,.0f} USD**, give or take {_error(less):,.0f}, of {plan.saved.mean():,.0f}."
    )


def list_words(cards: pd.DataFrame, needs: dict[Any, list[Any]]) -> str:
    """Say how much of the way from a ranked list to the best set bundles go alone."""
    top, bundles = (from_the_top(cards, needs, bundled=bundled) for bundled in (False, True))
    best = best_plan(cards, needs)
    return (
        f"The best set is worth {best.value / top.value - 1:.0%} more than the list of single cards, and "
        f"**{best.value / bundles.value - 1:.1%}** more than the list of bundles."
    )

"""What goes into a quarter: the best set, what has no price first, and the plan in words.

What is left out is not lost: it waits for a quarter. So an item is counted by what that wait costs,
in the unit in which a queue is ordered.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

import pandas as pd

from course_utils.exercises.lines import Judge
from course_utils.lessons.prioritisation import drafts
from course_utils.lessons.prioritisation.evidence import (
    CAPACITY,
    COMMERCIAL,
    QUARTER,
    RANGES,
    WEIGHTS,
    approvals_item,
    boss_item,
    leaks,
    legal,
    marks,
    rice_ranges,
    shortlist,
    unpriced,
)
from course_utils.lessons.prioritisation.listing import (
    OFF,
    OFFS,
    Plan,
    dates,
    dates_one_by_one,
    dearest,
    made_again,
    open_needs,
    possible_work,
    promise,
    pushed_back,
    spread,
    the_plan,
    turning,
    two_lists,
    with_needs,
)
from course_utils.lessons.prioritisation.schedule import possible_weeks
from course_utils.lessons.prioritisation.survey import weighed
from course_utils.toolkit import prioritisation


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

    What the law asks for this quarter and what closes a leak is in, whatever it costs.

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
    forced = list(dict.fromkeys([*unpriced(kept), *always]))
    return prioritisation.select(worth(kept), kept["weeks"], capacity, inside, forced)


def from_the_top(
    cards: pd.DataFrame,
    needs: dict[Any, list[Any]],
    capacity: float = CAPACITY,
    bundled: bool = False,
) -> prioritisation.Selection:
    """Fill a quarter by falling worth for each week of work, what has no price first.

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
    for item in unpriced(cards):
        chosen += [each for each in with_needs(item, needs) if each not in chosen]

    while True:
        groups: list[list[Any]] = []
        for item in cards.index.difference(chosen, sort=False):
            group = [each for each in with_needs(item, needs) if each not in chosen]
            whole = chosen + group
            fits = float(weeks[whole].sum()) <= capacity + 1e-9
            if fits and (bundled or len(group) == 1):
                groups.append(group)
        if not groups:
            items = tuple(item for item in cards.index if item in chosen)
            return prioritisation.Selection(
                items, float(saved[chosen].sum()), float(weeks[chosen].sum())
            )
        chosen += dearest(groups, saved, weeks)


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


def pushed_out(cards: pd.DataFrame, needs: dict[Any, list[Any]], item: Any) -> str:
    """Say what ends less often in the quarter with an item in its place than with it put off."""
    holding, without = (Plan(cards, tuple(each), ()) for each in two_lists(cards, needs, item))
    return (
        "; ".join(
            f"{cards.loc[each, 'title']} ({without.chance[each]:.0%} to {holding.chance[each]:.0%})"
            for each in pushed_back(without, holding)
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
    last = f" The last of them ends in time in **{_last(plan):.0%}**." if plan.promised else ""
    return (
        f"**Promised:** {names(plan.promised)}.{last}\n\n"
        f"**If weeks are left:** {'; '.join(spare) or 'nothing'}.\n\n"
        f"**Not this quarter:** the other {len(rest)}; next in line: "
        f"{names([item for item in rest if item not in dates(cards)][:1])}."
    )


def fits_words(cards: pd.DataFrame, needs: dict[Any, list[Any]]) -> str:
    """Say in how many quarters the best set by middle estimates fits."""
    best, possible = best_plan(cards, needs), possible_efforts(cards)
    return (
        f"By middle estimates the best set takes {best.effort:.1f} of {CAPACITY} weeks and is worth "
        f"{best.value:,.0f} USD. It fits in only **{chance_that_fits(possible, best.items):.0%}** of "
        f"{len(possible)} possible quarters, even if all {CAPACITY} weeks are there."
    )


def compared(cards: pd.DataFrame, needs: dict[Any, list[Any]], item: Any) -> str:
    """Hold the list with an item in its place against the one that puts it off, quarter by quarter.

    Both are made once, before it is known what the work takes, as a plan has to be.
    """
    holding, without = (Plan(cards, tuple(each), ()) for each in two_lists(cards, needs, item))
    said = []
    for off in OFFS:
        saved = without.cost_if(off) - holding.cost_if(off)
        said.append(f"worse in {(saved < -0.5).mean():.0%} if it is {off:g} times off")
    saved = without.cost - holding.cost
    return (
        f"in their place they save {saved.mean():,.0f} USD on average, {spread(saved)} if cost of delay is "
        f"at most {OFF:g} times off; {', '.join(said)}. No bias of the requester is counted"
    )


NOTHING = "Nothing"
"""What another list turns if it promises the same."""


def turns(cards: pd.DataFrame, needs: dict[Any, list[Any]]) -> pd.DataFrame:
    """Make the list again at the ends of what it assumes, and name what is another one then.

    Returns
    -------
    DataFrame
        A row for each deduction at its low and at its high, and one for each doubt of cost of delay: if,
        promised (how many), last promise (how often it ends in time), what turns.
    """
    plan = the_plan(cards, needs)
    rows = [
        (_at(name, weeks), len(other.promised), _last(other), _turned(cards, plan, other))
        for (name, weeks), other in made_again(cards, needs).items()
    ]
    # On average the list costs the same, however wide the doubt: only its order is less sure.
    wished = (cards["cost_of_delay"] > 0) & (cards["kind"] != "debt")
    pair = [each for each in plan.order if wished[each] and each not in plan.promised][:2]
    if len(pair) == 2:
        odds = [ahead_by_delay(cards, pair[0], pair[1], off) for off in OFFS]
        names = " saves more than one on ".join(_titles(cards, [each]) for each in pair)
        toss = ". That is near a coin toss" if 0.4 < odds[-1] < 0.6 else ""
        said = f"{NOTHING}; but a week of work on {names} with {_each(odds)}{toss}"
        rows.append((f"cost of delay {_offs()} times off", len(plan.promised), _last(plan), said))
    return pd.DataFrame(rows, columns=["if", "promised", "last promise", "what turns"])


def _offs() -> str:
    return " or ".join([", ".join(f"{off:g}" for off in OFFS[:-1]), f"{OFFS[-1]:g}"])


def _each(odds: Collection[float]) -> str:
    """Write probabilities, one for each doubt of cost of delay."""
    *first, last = (f"{each:.0%}" for each in odds)
    return f"{', '.join(first)} or {last}"


def _at(name: str, weeks: float) -> str:
    """Name a deduction with its weeks, by its first words."""
    return f"{name.split(' from ')[0].split(', ')[0]} {weeks:g} weeks"


def _last(plan: Plan) -> float:
    return float(plan.chance[plan.promised[-1]]) if plan.promised else float("nan")


def _turned(cards: pd.DataFrame, plan: Plan, other: Plan) -> str:
    """Name the dates and promises in which another list differs from a plan."""
    dated = dates(cards)
    moves = {
        "Keeps the date": [each for each in other.kept if each not in plan.kept],
        "Lets the date go": [each for each in plan.kept if each not in other.kept],
        "Promises": [each for each in other.promised if each not in {*plan.promised, *dated}],
        "Takes back": [each for each in plan.promised if each not in {*other.promised, *dated}],
    }
    said = [f"{word}: {_titles(cards, items)}" for word, items in moves.items() if items]
    return ". ".join(said) or NOTHING


def _titles(cards: pd.DataFrame, items: Collection[Any]) -> str:
    return "; ".join(f"*{title}*" for title in cards.loc[list(items), "title"])


def again_words(cards: pd.DataFrame, needs: dict[Any, list[Any]], item: Any) -> str:
    """Say how often an item is promised in the lists that are made again, and which dates turn."""
    others = made_again(cards, needs)
    chance = {at: float(other.chance[item]) for at, other in others.items()}
    ends = (min(chance, key=lambda at: chance[at]), max(chance, key=lambda at: chance[at]))
    said = " to ".join(f"{chance[at]:.0%} ({_at(*at)})" for at in ends)
    many = sum(each >= RANGES for each in chance.values())
    kept = the_plan(cards, needs).kept
    turned = [
        f"{cards.loc[date, 'title']} is {'let go' if date in kept else 'kept'} at "
        + " or ".join(_at(*at) for at in found)
        for date, found in turning(cards, needs).items()
    ]
    return (
        f"in time in {said} of the quarters, promised in {many} of {len(others)} lists; dates that turn: "
        f"{'; '.join(turned) or 'none'}"
    )


def ahead_by_delay(cards: pd.DataFrame, one: Any, other: Any, off: float = OFF) -> float:
    """Return how probably a week of work on an item saves more than one on another, all in doubt."""
    rates = []
    for item in (one, other):
        card = cards.loc[item]
        each = float(card["cost_of_delay"])
        work = prioritisation.lognormal(card["weeks_low"], card["weeks_high"], RANGES)
        rates.append(prioritisation.lognormal(each / off, each * off, RANGES) / work)
    return prioritisation.outranks(*rates)


def delay_against(cards: pd.DataFrame, needs: dict[Any, list[Any]], item: Any) -> str:
    """Say how probably a week of work on an item saves more than one on its neighbours in the plan."""
    found = {
        each: [ahead_by_delay(cards, item, each, off) for off in OFFS]
        for each in _neighbours(the_plan(cards, needs), item)
        if cards.loc[each, "cost_of_delay"] > 0
    }
    said = "; ".join(
        f"more than one on {cards.loc[each, 'title']} with {_each(odds)}"
        for each, odds in found.items()
    )
    return f"{said or 'nothing beside it costs by the week'} (cost of delay {_offs()} times off)"


def guess_words(cards: pd.DataFrame, item: Any) -> str:
    """Say what a week's delay of an item costs by its requester, and half of it if that side sells."""
    own = float(cards.loc[item, "cost_of_delay"])
    half = f"; halved, as of one who sells, {own / 2:,.0f}" if _sold(cards)[item] else ""
    return f"{own:,.0f} USD, by {cards.loc[item, 'requester'].replace('_', ' ')}{half}"


def _sold(cards: pd.DataFrame) -> pd.Series:
    """Say which cards come from those who have something to sell."""
    return cards["requester"].isin(COMMERCIAL)


def _neighbours(plan: Plan, item: Any) -> list[Any]:
    place = plan.order.index(item)
    return [*plan.order[:place][-1:], *plan.order[place + 1 :][:1]]


def rice_against(cards: pd.DataFrame, needs: dict[Any, list[Any]], item: Any) -> str:
    """Say with which probability RICE puts an item ahead of its neighbours in the plan."""
    ranges, near = rice_ranges(cards), _neighbours(the_plan(cards, needs), item)
    chances = {each: prioritisation.outranks(ranges[item], ranges[each]) for each in near}
    return "; ".join(
        f"ahead of {cards.loc[each, 'title']} with a probability "
        f"{'below 1%' if chance < 0.01 else 'above 99%' if chance > 0.99 else f'of {chance:.0%}'}"
        for each, chance in chances.items()
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
    """Say which promised dates are kept, which are let go, which turn, and which are a coin toss."""
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
    said += [
        f"- Undecided within the ranges of the weeks: *{cards.loc[date, 'title']}* would be "
        f"{'let go' if table.loc[date, 'keep'] == 'yes' else 'kept'} at "
        f"{' or '.join(_at(*at) for at in found)}. Tell whoever was promised it, and say when you know"
        for date, found in turning(cards, needs).items()
    ]
    toss = table["gains in"].between(0.4, 0.6)
    if toss.any():
        said.append(
            f"- Hardly better than a coin toss: *{'; '.join(table.loc[toss, 'title'])}*. Ask whoever was "
            "promised what a later date would cost them"
        )
    return "\n".join(said)


def trust_words(cards: pd.DataFrame, needs: dict[Any, list[Any]], plan: Plan) -> str:
    """Say how the plan hangs on what the commercial requesters believe, and on lost customers."""
    halved = cards.assign(
        cost_of_delay=cards["cost_of_delay"].where(~_sold(cards), cards["cost_of_delay"] / 2)
    )
    inside, other = [*plan.promised, *plan.spare], the_plan(halved, needs)
    moved = [*pushed_back(plan, other), *pushed_back(other, plan)]
    named = [
        f"*{cards.loc[each, 'title']}* ({plan.chance[each]:.0%} to {other.chance[each]:.0%})"
        for each in sorted(moved, key=lambda each: plan.chance[each] - other.chance[each])
    ]
    beyond = cards.index[QUARTER * cards["cost_of_delay"] > cards["value"]]
    many = len(beyond.intersection(inside))
    moves = (
        f"these end in time more or less often: {'; '.join(named)}"
        if named
        else "each item ends in time about as often"
    )
    turned = _turned(cards, plan, other)
    held = "Promises and dates stay" if turned == NOTHING else turned
    return (
        f"Count what sales, marketing and the chief executive say of delay by half: {moves}. {held}.\n\n"
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
        Person-weeks on average, up to which a week of the slice saves as much as one of what would come next;
        0 where no slice keeps the place.
    """
    place = plan.order.index(item)
    wait, weeks = cards["cost_of_delay"].astype(float), possible_work(cards).mean()
    done, later = plan.order[: place + 1], plan.order[place + 1 :]
    after = dearest([open_needs(each, needs, done) for each in later], wait, weeks)
    rate = float(wait[after].sum() / weeks[after].sum())
    own = list(takewhile(lambda each: each in with_needs(item, needs), plan.order[:place][::-1]))
    return max(0.0, float(share * wait[item] + wait[own].sum()) / rate - float(weeks[own].sum()))


def slice_words(cards: pd.DataFrame, needs: dict[Any, list[Any]], item: Any) -> str:
    """Say how large a slice may be that brings all of an item's worth, or half of it."""
    plan = the_plan(cards, needs)
    whole, half = (slice_room(cards, needs, plan, item, share) for share in (1.0, 0.5))
    return (
        f"{whole:.2f} weeks if it brings all of the worth, {half:.2f} if it brings half; the whole "
        f"card takes {possible_work(cards)[item].mean():.2f} on average"
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
    back = pushed_back(plan, promise(plan, needs, boss))[:3]
    return (
        f"The ranking is not in the plan of this quarter. Of {felt['n']:.0f} answers {felt['reverse']:.0%} "
        f"want the opposite. A yes would push back: {_whose(cards, back)}. If staff of both customers "
        "ask for it and legal finds a lawful purpose, I count again."
    )


def no_checks(
    cards: pd.DataFrame,
    needs: dict[Any, list[Any]],
    plan: Plan,
    asked: pd.DataFrame,
    users: pd.DataFrame,
    accounts: pd.DataFrame,
) -> dict[str, Judge]:
    """Return what holds the numbers of a written no to what the lesson tells of the ranking.

    Parameters
    ----------
    cards, needs, plan
        As for `model_no`.
    asked : DataFrame
        From `survey.answers`.
    users, accounts : DataFrame
        The tables.
    """
    boss = boss_item(cards)
    card = cards.loc[boss]
    own = asked[asked["feature"] == "activity_ranking"]
    found = prioritisation.kano(own["functional"], own["dysfunctional"])
    after = promise(plan, needs, boss)
    back = pushed_back(plan, after)
    fit = prioritisation.winning_weights(marks(shortlist(cards)), WEIGHTS, boss, "fit")
    shares = [*(found.counts / len(own)), weighed(asked, users, accounts, "activity_ranking")]
    odds = [*plan.chance[back], *after.chance[back], *(fit or ())[:1]]
    numbers = [len(own), own["account_id"].nunique(), *found.counts, plan.order.index(boss)]
    numbers += [card["mentions"], card["paying_mentions"], card["value"], len(cards)]
    numbers.append(cards["value"].rank(ascending=False, method="min")[boss])
    for off in (OFF, OFFS[-1]):
        more = after.cost_if(off) - plan.cost_if(off)
        numbers += [more.mean(), *more.quantile([0.05, 0.95])]
    return {
        "evidence": drafts.told_of(*(list(map(float, each)) for each in (shares, numbers, odds)))
    }


def _whose(cards: pd.DataFrame, items: Collection[Any]) -> str:
    """Name items, and say which of them are the chief executive's own."""
    own = cards["requester"] == "chief_executive"
    names = [cards.loc[each, "title"] + (" (your own idea)" if own[each] else "") for each in items]
    return "; ".join(names) or "nothing, but the room for surprises"


def settled(cards: pd.DataFrame, needs: dict[Any, list[Any]], plan: Plan) -> str:
    """Say what becomes of the promise to two customers, with its doubt."""
    boss = boss_item(cards)
    after = promise(plan, needs, boss)
    more, wide = (after.cost_if(off) - plan.cost_if(off) for off in (OFF, OFFS[-1]))
    late = [each for each in plan.promised if after.chance[each] < RANGES]
    missed = [each for each in plan.kept if after.in_time(each) < RANGES]
    late += [each for each in missed if each not in late]
    price = (
        f"A yes costs **{more.mean():,.0f} USD** net on average, {spread(more)}, if cost of delay is at "
        f"most {OFF:g} times off; at {OFFS[-1]:g} times {spread(wide)}, and then it costs something in "
        f"{(wide > 0.5).mean():.0%}."
        if more.mean() > 0
        else "By the requesters' numbers a yes costs nothing: money alone does not settle it."
    )
    place = (
        "Promised all the same, it gets a place at which it ends in time four times in five."
        if after.chance[boss] >= RANGES
        else f"Even right behind law and leak it ends in time in only {after.chance[boss]:.0%}."
    )
    return (
        f"The ranking waits behind {plan.order.index(boss)} others. {place} {price} It pushes back: "
        f"{_whose(cards, pushed_back(plan, after))}. Promises that it takes back: "
        f"{'; '.join(cards.loc[late, 'title']) or 'none'}."
    )


def hardest_no(cards: pd.DataFrame, needs: dict[Any, list[Any]], plan: Plan) -> str:
    """Say which wish is next in line, behind what the plan holds, and what a yes to it costs.

    The ranking is an easy no, and approvals are the assignment's: both stay out of it. So does what
    closes a leak: nobody says no to that.
    """
    others = {*plan.promised, *plan.spare, boss_item(cards), approvals_item(cards), *leaks(cards)}
    wished = cards["kind"] != "debt"  # nobody waits for groundwork itself
    dated = cards["due"] <= QUARTER  # what is let go is told of above
    left = [item for item in plan.order if wished[item] and not dated[item] and item not in others]
    if not left:
        return "Nothing else is left out."
    more = promise(plan, needs, left[0]).cost - plan.cost
    return (
        f"The hardest no is another one, the next in line: *{cards.loc[left[0], 'title']}*, which "
        f"ends in time in {plan.chance[left[0]]:.0%} of the quarters. A yes to it costs "
        f"**{more.mean():,.0f} USD** on average, {spread(more)}, if cost of delay is at most {OFF:g} times "
        "off."
    )


def bundled(cards: pd.DataFrame, needs: dict[Any, list[Any]]) -> tuple[float, str]:
    """Say how much more bundles are worth than single cards, and what a solver adds to them."""
    top, bundles = (from_the_top(cards, needs, bundled=bundled) for bundled in (False, True))
    best = best_plan(cards, needs)
    more = bundles.value / top.value - 1
    came = (
        "Here what has no price brought the groundwork with it that pays. " if more < 0.005 else ""
    )
    return min(max(more, 0.0), 2.0), (
        f"{came}The best set that a solver finds adds **{best.value / bundles.value - 1:.1%}** to the bundles."
    )

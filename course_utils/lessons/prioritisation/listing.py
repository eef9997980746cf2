"""The one list for the quarter: every item in its place, measured as a queue is.

An order costs what a queue of one squad costs (`schedule.expected_cost`): the cost of delay of each
item until it ends, and a penalty for each date of this quarter that is missed. Work, the weeks that
there are and cost of delay are drawn: all three are estimates.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, combinations
from typing import Any

import numpy as np
import pandas as pd

from course_utils.lessons.prioritisation.evidence import (
    DEDUCTED,
    DRAWN,
    QUARTER,
    RANGES,
    legal,
    possible_capacity,
    unpriced,
)
from course_utils.lessons.prioritisation.schedule import possible_weeks
from course_utils.toolkit import prioritisation

SPARE = 0.1
"""How often an item has to end within the quarter to be begun when weeks are left."""
OFF = 1.5
"""Nobody gave a range for cost of delay: four times in five it is taken to be at most so many times
too high or too low. That is noise, as likely up as down: no bias of those who sell is in it."""
OFFS = (OFF, 2.0, 3.0)
"""What is said of that doubt is held to these."""
SEARCHED = 20
"""Places at the front of a list in which items are moved to find a cheaper one."""


@dataclass(frozen=True)
class Plan:
    """One list for the quarter on its calendar, in many possible quarters; see `the_plan`."""

    cards: pd.DataFrame
    order: tuple[Any, ...]
    """All items, in the order in which they are done."""
    kept: tuple[Any, ...]
    """Promised dates of this quarter that the plan keeps, the nearest first."""
    known: tuple[tuple[str, float], ...] = ()
    """Deductions of the quarter whose weeks are taken as known."""

    @cached_property
    def ends(self) -> pd.DataFrame:
        """Return the week in which each item ends: a row for each possible quarter."""
        return ends(self.cards, self.order, self.known)

    @cached_property
    def cost(self) -> pd.Series:
        """Return what the list costs in USD in each possible quarter, all doubt included."""
        return self.cost_if(OFF)

    def cost_if(self, off: float) -> pd.Series:
        """Return the same if cost of delay is at most so many times too high or too low."""
        own = self.cards.loc[list(self.order)]
        doubted = _doubted(self.cards, off)[list(self.order)]
        waiting = (self.ends * own["cost_of_delay"] * doubted).sum(axis=1)
        fines = own["penalty"].where(own["due"] <= QUARTER, 0).astype(float)
        return waiting + ((self.ends > own["due"] + 1e-9) * fines).sum(axis=1)

    @cached_property
    def chance(self) -> pd.Series:
        """Return in which share of the possible quarters each item ends within the quarter."""
        return (self.ends <= QUARTER + 1e-9).mean()

    def in_time(self, item: Any) -> float:
        """Return in which share of the possible quarters an item ends by its date."""
        return float((self.ends[item] <= self.cards.loc[item, "due"] + 1e-9).mean())

    @property
    def promised(self) -> list[Any]:
        """Return the front of the list: what ends within the quarter four times in five."""
        return [item for item in self.order if self.chance[item] >= RANGES]

    @property
    def spare(self) -> list[Any]:
        """Return what follows and may still come: it ends in time at least once in ten quarters."""
        return [item for item in self.order if SPARE <= self.chance[item] < RANGES]

    def moved(self, order: Sequence[Any]) -> Plan:
        """Return the same promises in another order."""
        return Plan(self.cards, tuple(order), self.kept, self.known)


def possible_work(cards: pd.DataFrame) -> pd.DataFrame:
    """Draw how many person-weeks each card may take, as `schedule.possible_weeks` draws jobs."""
    names = {f"weeks{end}": f"duration{end}" for end in ("", "_low", "_high")}
    return possible_weeks(cards.rename(columns=names), DRAWN)


def ends(
    cards: pd.DataFrame, order: Sequence[Any], known: tuple[tuple[str, float], ...] = ()
) -> pd.DataFrame:
    """Return the week in which each item of a list ends: a row for each possible quarter.

    Both squads work down one list. What they do in a week is what is left of that quarter for new
    work, divided by its weeks; what does not end in the quarter goes on at the same pace.

    Parameters
    ----------
    cards : DataFrame
        From `evidence.mended`.
    order : sequence
        Items.
    known : tuple
        Deductions whose weeks are taken as known.
    """
    pace = possible_capacity(known=dict(known)) / QUARTER
    return possible_work(cards)[list(order)].cumsum(axis=1).div(pace, axis=0)


def _doubted(cards: pd.DataFrame, off: float) -> pd.DataFrame:
    """Draw by what each cost of delay may be multiplied: 1 on average."""
    rng = np.random.default_rng(12)
    sigma = prioritisation.lognormal(1 / off, off, RANGES).sigma
    drawn = np.exp(sigma * rng.standard_normal((DRAWN, len(cards))))
    return pd.DataFrame(drawn / drawn.mean(axis=0), columns=cards.index)


def the_plan(cards: pd.DataFrame, needs: dict[Any, list[Any]], off: Collection[Any] = ()) -> Plan:
    """Put the whole backlog into one list: of those that are tried, the one that costs least.

    What the law asks and what closes a leak comes first. The rest begins by cost of delay for each
    week of work, an item together with the groundwork that is still open for it. Then items are
    moved while that makes the list cheaper, dates too: a date stands as late as its range allows. A
    date is kept only where the list holds it four times in five. One that is let go stands behind all
    that may end this quarter, as what is put off.

    Parameters
    ----------
    cards, needs
        As for `quarter.best_plan`.
    off : collection of items
        What is not for this quarter: it stands behind all that may end within it.
    """
    return _plans(cards, needs, off)[0]


def made_again(cards: pd.DataFrame, needs: dict[Any, list[Any]]) -> dict[tuple[str, float], Plan]:
    """Make the list again with each deduction at its low and at its high."""
    return {
        (name, weeks): _plans(cards, needs, known=((name, float(weeks)),))[0]
        for name, ends in DEDUCTED.items()
        for weeks in ends
    }


def turning(cards: pd.DataFrame, needs: dict[Any, list[Any]]) -> dict[Any, list[tuple[str, float]]]:
    """Return the promised dates whose choice turns within the ranges of the deductions, and at which."""
    plan, others = the_plan(cards, needs), made_again(cards, needs)
    found = {
        date: [at for at, other in others.items() if (date in other.kept) != (date in plan.kept)]
        for date in dates(cards)
    }
    return {date: ends for date, ends in found.items() if ends}


def put_off(plan: Plan, needs: dict[Any, list[Any]], item: Any) -> Plan:
    """Move an item, and what stands on it, behind all that a list may bring this quarter.

    Behind the next item at least, if all that may come is promised.
    """
    gone = [each for each in plan.order if item in with_needs(each, needs)]
    left = [each for each in plan.order if each not in gone]
    return plan.moved(_behind(plan.cards, left, gone, plan.order.index(item) + 1))


def two_lists(
    cards: pd.DataFrame, needs: dict[Any, list[Any]], item: Any
) -> tuple[list[Any], list[Any]]:
    """Return two lists that differ in one item alone: in its place of the plan, and put off.

    An item that the plan does not bring this quarter stands in the first list right behind what is
    promised.

    Parameters
    ----------
    cards, needs
        As for `the_plan`.
    item
        Of the index of `cards`.
    """
    plan = the_plan(cards, needs)
    if item not in [*plan.promised, *plan.spare]:
        front = plan.promised
        block = open_needs(item, needs, front)
        rest = [each for each in plan.order if each not in {*front, *block}]
        plan = plan.moved([*front, *block, *rest])
    return list(plan.order), list(put_off(plan, needs, item).order)


def list_cost(cards: pd.DataFrame, order: Sequence[Any]) -> float:
    """Return what a list costs on average in USD, at the backlog's own cost of delay.

    Each item costs its `cost_of_delay` for each week until it ends, and its `penalty` if it is due
    this quarter and ends after that.

    Parameters
    ----------
    cards : DataFrame
        From `evidence.mended`.
    order : sequence
        Every item once.
    """
    own, found = cards.loc[list(order)], ends(cards, order)
    fines = own["penalty"].where(own["due"] <= QUARTER, 0)
    late = (found > own["due"] + 1e-9).mean()
    return float((found.mean() * own["cost_of_delay"] + late * fines).sum())


def promise(plan: Plan, needs: dict[Any, list[Any]], item: Any) -> Plan:
    """Say yes to an item: it gets the cheapest place at which it ends in time four times in five.

    Of these places one at which the kept dates still hold, if there is one. Where no place is early
    enough it stands right behind what has no price. All else moves back.
    """
    first = _head(plan.cards, needs)
    found = []
    for place in range(len(first), plan.order.index(item) + 1):
        front = plan.order[:place]
        block = open_needs(item, needs, front)
        order = [*front, *block, *(each for each in plan.order[place:] if each not in block)]
        found.append(plan.moved(order))
    held = [each for each in found if each.chance[item] >= RANGES] or found[:1]
    safe = [each for each in held if all(each.in_time(date) >= RANGES for date in plan.kept)]
    return min(safe or held, key=lambda each: float(each.cost.mean()))


def pushed_back(before: Plan, after: Plan) -> list[Any]:
    """Return what a list promises, or may still bring, and another one at least a tenth less often."""
    return [item for item in before.order if before.chance[item] - after.chance[item] >= SPARE]


def dates_one_by_one(cards: pd.DataFrame, needs: dict[Any, list[Any]]) -> pd.DataFrame:
    """Hold the best list that keeps a date against the best that does not, for each of the quarter.

    Returns
    -------
    DataFrame
        Indexed by item: title, due (week), penalty, weeks (with what it needs, beyond what law and leak
        bring anyway), in time (in how many
        of the possible quarters, by the list that keeps it), gain (USD on average; NaN where there is
        no choice: by law, or because no list keeps it four times in five), low and high (of the gain,
        in nine quarters of ten), gains in (in how many it gains), keep (``"by law"``, ``"yes"`` or
        ``"no"``: what `the_plan` does).
    """
    plans, head = _plans(cards, needs), _head(cards, needs)
    rows = {}
    for item in [*legal(cards), *dates(cards)]:
        law = item in legal(cards)
        own = with_needs(item, needs) if law else open_needs(item, needs, head)
        gain, kept = pd.Series(dtype=float), np.nan
        holding = next((plan for plan in plans if law or item in plan.kept), None)
        if holding is not None:
            kept = holding.in_time(item)
            if not law:
                gain = next(plan for plan in plans if item not in plan.kept).cost - holding.cost
        rows[item] = {
            "title": cards.loc[item, "title"],
            "due": cards.loc[item, "due"],
            "penalty": cards.loc[item, "penalty"],
            "weeks": float(cards.loc[own, "weeks"].sum()),
            "in time": kept,
            "gain": gain.mean(),
            "low": gain.quantile(0.05),
            "high": gain.quantile(0.95),
            "gains in": (gain > 0.5).mean() if len(gain) else np.nan,
            "keep": "by law" if law else "yes" if item in plans[0].kept else "no",
        }
    return pd.DataFrame.from_dict(rows, orient="index").sort_values("due", kind="stable")


def dates(cards: pd.DataFrame) -> list[Any]:
    """Return the promised dates of this quarter, the nearest first; what the law asks is none."""
    due = cards.loc[cards["due"] <= QUARTER, "due"].drop(unpriced(cards), errors="ignore")
    return list(due.sort_values(kind="stable").index)


def with_needs(item: Any, needs: dict[Any, list[Any]]) -> list[Any]:
    """Return an item and all that it needs, directly or through others, each once."""
    found = [item]
    for each in found:
        found += [other for other in needs.get(each, ()) if other not in found]
    return found


def open_needs(item: Any, needs: dict[Any, list[Any]], done: Collection[Any]) -> list[Any]:
    """Return what is still to be done for an item, the groundwork first."""
    return [each for each in reversed(with_needs(item, needs)) if each not in done]


def dearest(groups: list[list[Any]], saved: pd.Series, weeks: pd.Series) -> list[Any]:
    """Return the group that is worth most for each week of its work."""
    worth, work = saved.to_dict(), weeks.to_dict()
    return max(
        groups,
        key=lambda group: sum(worth[each] for each in group) / sum(work[each] for each in group),
    )


def _behind(
    cards: pd.DataFrame,
    order: Sequence[Any],
    gone: Sequence[Any],
    least: int = 0,
    known: tuple[tuple[str, float], ...] = (),
) -> list[Any]:
    """Put items behind all that a list may bring this quarter, and behind so many of it at least."""
    plan = Plan(cards, tuple(order), (), known)
    place = max(least, len(plan.promised) + min(1, len(gone)), len(plan.promised + plan.spare))
    while gone and place < len(order):
        tried = ends(cards, [*order[:place], *gone], known)[list(gone)] <= QUARTER + 1e-9
        if (tried.mean() < SPARE).all():
            break
        place += 1
    return [*order[:place], *gone, *order[place:]]


def _head(cards: pd.DataFrame, needs: dict[Any, list[Any]]) -> list[Any]:
    """Return what is done before all else, each item after its groundwork."""
    order: list[Any] = []
    for item in unpriced(cards):
        order += open_needs(item, needs, order)
    return order


def _plans(
    cards: pd.DataFrame,
    needs: dict[Any, list[Any]],
    off: Collection[Any] = (),
    known: tuple[tuple[str, float], ...] = (),
) -> list[Plan]:
    """Return a list for each choice of dates to keep that holds them, the cheapest first."""
    names = ["weeks_low", "weeks_high", "cost_of_delay", "due", "penalty"]
    plain = cards[names].astype(object)
    # None for what is missing: NaN equals nothing, and no backlog would be known again.
    rows = tuple(plain.where(plain.notna(), None).itertuples(name=None))
    inside = tuple((item, tuple(others)) for item, others in needs.items())
    found = _searched(rows, inside, tuple(unpriced(cards)), tuple(sorted(off)), known)
    return [Plan(cards, order, kept, known) for order, kept in found]


@lru_cache(maxsize=64)
def _searched(
    rows: tuple[Any, ...],
    inside: tuple[Any, ...],
    first: tuple[Any, ...],
    off: tuple[Any, ...],
    known: tuple[tuple[str, float], ...],
) -> list[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    """Return order and kept dates of `_plans`, for a backlog that can be told from others."""
    columns = ["item_id", "weeks_low", "weeks_high", "cost_of_delay", "due", "penalty"]
    cards = pd.DataFrame(list(rows), columns=columns).set_index("item_id").astype(float)
    needs = {item: list(others) for item, others in inside}
    work = possible_work(cards)
    mean = work.mean()
    search = _Search(cards, work, needs, known)

    head: list[Any] = []
    for item in first:
        head += open_needs(item, needs, head)
    due = cards.loc[cards["due"] <= QUARTER, "due"].drop(list(first), errors="ignore")
    nearest = list(due.sort_values(kind="stable").index)
    dated = [item for item in nearest if not set(off) & set(with_needs(item, needs))]

    found = []
    for kept in chain.from_iterable(combinations(dated, many) for many in range(len(dated) + 1)):
        later = {*off, *(item for item in nearest if item not in kept)}
        out = {item for item in cards.index if later & set(with_needs(item, needs))} - set(head)
        order = list(head)
        for item in kept:
            order += open_needs(item, needs, order)
        while left := [item for item in cards.index if item not in order and item not in out]:
            groups = [open_needs(item, needs, order) for item in left]
            order += dearest(groups, cards["cost_of_delay"], mean)
        order = search.settled(order, len(head), kept)
        plan = Plan(cards, tuple(order), kept, known)
        if all(plan.in_time(item) >= RANGES for item in kept):
            late: list[Any] = []
            for item in (each for each in cards.index if each in out):
                late += [each for each in open_needs(item, needs, late) if each in out]
            order = _behind(cards, order, late, known=known)
            found.append(Plan(cards, tuple(order), kept, known))
    found.sort(key=lambda plan: float(plan.cost.mean()))
    return [(plan.order, plan.kept) for plan in found]


class _Search:
    """Move items of a list while that makes it cheaper on average."""

    def __init__(
        self,
        cards: pd.DataFrame,
        work: pd.DataFrame,
        needs: dict[Any, list[Any]],
        known: tuple[tuple[str, float], ...],
    ) -> None:
        self.names = list(cards.index)
        at = {name: place for place, name in enumerate(self.names)}
        pace = possible_capacity(known=dict(known)) / QUARTER
        self.mean = work.mean().to_numpy() * (1 / pace).mean()
        self.rate = cards["cost_of_delay"].to_numpy()
        self.penalty = cards["penalty"].where(cards["due"] <= QUARTER, 0).to_numpy()
        # A date is missed where the work up to it is more than the weeks that there are by then.
        self.work = np.ascontiguousarray(work.to_numpy().T)
        self.late: dict[tuple[int, frozenset[int]], float] = {}
        self.until = {at[name]: pace * cards.loc[name, "due"] for name in cards.index}
        self.before = {
            at[name]: {at[other] for other in with_needs(name, needs)[1:]} for name in cards.index
        }

    def cost(self, order: list[int], kept: set[int], most: float = np.inf) -> float:
        """Return what an order costs on average, without dates that are let go.

        Infinite where it is `most` or more, or where a date is kept less often than it has to be.
        """
        total = float(self.mean[order].cumsum() @ self.rate[order])
        for item in kept:
            if total >= most:
                return np.inf
            late = self._late(item, frozenset(order[: order.index(item) + 1]))
            total += self.penalty[item] * late if late <= 1 - RANGES else np.inf
        return total if total < most else np.inf

    def _late(self, item: int, done: frozenset[int]) -> float:
        """Return how often a date is missed, once these items are done up to it, in any order."""
        if (item, done) not in self.late:
            whole = self.work[sorted(done)].sum(axis=0)
            self.late[item, done] = float((whole > self.until[item] + 1e-9).mean())
        return self.late[item, done]

    def settled(self, order: list[Any], first: int, kept: Collection[Any]) -> list[Any]:
        """Move items behind the first ones to better places, until no single move is cheaper."""
        at = {name: place for place, name in enumerate(self.names)}
        now, dated = [at[name] for name in order], {at[name] for name in kept}
        least, before = self.cost(now, dated), np.inf
        while least < before:
            before = least
            for each in list(self._moves(now, first)):
                cost = self.cost(each, dated, least - 1e-6)
                if cost < least:
                    least, now = cost, each
        return [self.names[item] for item in now]

    def _moves(self, order: list[int], first: int) -> Iterator[list[int]]:
        """Return each order in which one item of the front stands elsewhere in it, if it can."""
        last = min(len(order), first + SEARCHED)
        for place in range(first, last):
            item = order[place]
            rest = order[:place] + order[place + 1 :]
            for to in range(first, last):
                between = order[to:place] if to < place else order[place + 1 : to + 1]
                allowed = (
                    not self.before[item] & set(between)
                    if to < place
                    else not any(item in self.before[each] for each in between)
                )
                if to != place and allowed:
                    yield [*rest[:to], item, *rest[to:]]


def spread(values: pd.Series) -> str:
    """Say between which numbers a value is in nine possible quarters of ten."""
    low, high = values.quantile([0.05, 0.95])
    return f"between {low:,.0f} and {high:,.0f} in nine quarters of ten"

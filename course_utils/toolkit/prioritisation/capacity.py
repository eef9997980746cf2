"""What fits: the best set of items under a capacity, exactly and by rule of thumb."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from course_utils.toolkit._input import Floats
from course_utils.toolkit.prioritisation import _numbers


@dataclass(frozen=True)
class Selection:
    """A set of items that fits; see `select` and `greedy`."""

    items: tuple[Any, ...]
    """The chosen ones, in the order of the table."""
    value: float
    """Their value together."""
    effort: float
    """Their effort together, at most the capacity."""


def select(
    value: pd.Series,
    effort: pd.Series,
    capacity: float,
    needs: Mapping[Any, Sequence[Any]] | None = None,
    always: Collection[Any] = (),
) -> Selection:
    """Choose the items with the greatest value together that fit a capacity.

    Exact, as a mixed integer linear programme: an item is in or out, and an item that needs others
    is only in if they are. This is the knapsack problem with precedence.

    Parameters
    ----------
    value, effort : Series
        Indexed by item, at least 0; effort and capacity in one unit.
    capacity : float
        What the efforts may sum to.
    needs : mapping of item to items, optional
        What must be chosen with an item.
    always : collection of items
        What has to be in, such as a legal duty.

    Raises
    ------
    ValueError
        If what is always in, with all that it needs, does not fit.

    References
    ----------
    Kellerer, H., Pferschy, U. and Pisinger, D. (2004). Knapsack Problems. Springer.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    worth, work = _items(value, effort, capacity)
    names = list(value.index)
    rows, below = [work], [capacity]
    for name, others in _links(value.index, needs).items():
        for other in others:
            row = np.zeros(len(names))
            row[names.index(name)], row[names.index(other)] = 1.0, -1.0
            rows.append(row)
            below.append(0.0)
    least = np.zeros(len(names))
    for name in always:
        if name not in names:
            raise ValueError(f"always names an item that is not there: {name!r}.")
        least[names.index(name)] = 1.0
    found = milp(
        -worth,
        integrality=np.ones(len(names)),
        bounds=Bounds(least, np.ones(len(names))),
        constraints=LinearConstraint(np.vstack(rows), -np.inf, np.array(below) + 1e-9),
        options={"mip_rel_gap": 0.0},
    )
    if found.x is None:
        raise ValueError("What is always in does not fit the capacity. Drop some, or ask for more.")
    return _selection(names, worth, work, np.flatnonzero(found.x > 0.5))


def greedy(
    value: pd.Series,
    effort: pd.Series,
    capacity: float,
    needs: Mapping[Any, Sequence[Any]] | None = None,
) -> Selection:
    """Take items by falling value for each unit of effort, as long as they fit.

    The rule that ranked lists suggest. An item that does not fit is passed over, one whose needs
    are not in yet waits. It is good when items are small beside the capacity, and not exact: compare
    with `select`.

    Parameters
    ----------
    value, effort, capacity, needs
        As for `select`; effort more than 0.
    """
    worth, work = _items(value, effort, capacity)
    if not (work > 0).all():
        raise ValueError("effort must be more than 0 to divide by; you passed 0.")
    names = list(value.index)
    links = _links(value.index, needs)
    order = list(np.argsort(-worth / work, kind="stable"))
    chosen: list[int] = []
    room = float(capacity)
    while True:
        fits = (
            at
            for at in order
            if at not in chosen
            and work[at] <= room + 1e-9
            and all(names.index(other) in chosen for other in links.get(names[at], ()))
        )
        at = next(fits, None)
        if at is None:
            return _selection(names, worth, work, sorted(chosen))
        chosen.append(at)
        room -= work[at]


def _items(value: pd.Series, effort: pd.Series, capacity: float) -> tuple[Floats, Floats]:
    if not isinstance(value, pd.Series) or not isinstance(effort, pd.Series):
        raise TypeError("value and effort must be Series indexed by item.")
    if not value.index.is_unique or not value.index.equals(effort.index):
        raise ValueError("value and effort must have the same index, each item once.")
    if not capacity >= 0:
        raise ValueError(f"capacity must be at least 0, not {capacity!r}.")
    return _numbers.column(value, "value"), _numbers.column(effort, "effort")


def _links(
    index: pd.Index, needs: Mapping[Any, Sequence[Any]] | None
) -> Mapping[Any, Sequence[Any]]:
    for name, others in (needs or {}).items():
        for each in (name, *others):
            if each not in index:
                raise ValueError(f"needs names an item that is not there: {each!r}.")
    return needs or {}


def _selection(names: list[Any], worth: Floats, work: Floats, places: Any) -> Selection:
    chosen = list(places)
    return Selection(
        tuple(names[at] for at in chosen), float(worth[chosen].sum()), float(work[chosen].sum())
    )

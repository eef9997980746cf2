"""What fits: the best set of items under a capacity, exactly and by rule of thumb."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from course_utils.toolkit.common import checks
from course_utils.toolkit.common.checks import Floats
from course_utils.toolkit.common.quiet import standard_output_held

__all__ = ["Selection", "greedy", "select"]


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
        What must be chosen with an item, as a list for each item.
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

    value, worth, work = _items(value, effort, capacity)
    names = list(value.index)
    if not names:
        raise ValueError("There is no item to choose from: value is empty. Pass at least one.")
    rows, below = [work], [float(capacity)]
    for name, others in needs_of(value.index, needs, "an item").items():
        for other in others:
            row = np.zeros(len(names))
            row[names.index(name)], row[names.index(other)] = 1.0, -1.0
            rows.append(row)
            below.append(0.0)
    least = np.zeros(len(names))
    for name in checks.names(always, "always", '["legal duty"]'):
        if name not in names:
            raise ValueError(
                f"always names an item that is not there: {name!r}. Choose from the items of value."
            )
        least[names.index(name)] = 1.0
    with standard_output_held():
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
    value, worth, work = _items(value, effort, capacity)
    if not (work > 0).all():
        raise ValueError("effort must be more than 0 to divide by; you passed 0.")
    names = list(value.index)
    links = needs_of(value.index, needs, "an item")
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


def needs_of(index: pd.Index, needs: Any, kind: str) -> dict[Any, list[Any]]:
    """Return what each needs; strangers, an item that needs itself and a bare text are refused."""
    like = '{"export": ["login"]}'
    if needs is None:
        return {}
    found = {}
    for name, others in checks.mapping(needs, "needs", like).items():
        found[name] = checks.names(others, f"needs of {name!r}", '["login"]')
        for each in (name, *found[name]):
            if each not in index:
                raise ValueError(f"needs names {kind} that is not there: {each!r}.")
        if name in found[name]:
            raise ValueError(
                f"needs says that {name!r} needs itself. Leave it out of its own list."
            )
    return found


def _items(value: Any, effort: Any, capacity: Any) -> tuple[pd.Series, Floats, Floats]:
    """Return the value as given, and both columns in its order."""
    if not isinstance(value, pd.Series) or not isinstance(effort, pd.Series):
        raise TypeError("value and effort must be Series indexed by item.")
    if not value.index.is_unique or not effort.index.is_unique:
        raise ValueError("value and effort must have the same index, each item once.")
    given, _ = checks.aligned({"value": value, "effort": effort})
    if checks.number(capacity, "capacity") < 0:
        raise ValueError(f"capacity must be at least 0, not {capacity!r}.")
    return value, checks.column(value, "value"), checks.column(given["effort"], "effort")


def _selection(names: list[Any], worth: Floats, work: Floats, places: Any) -> Selection:
    chosen = list(places)
    return Selection(
        tuple(names[at] for at in chosen), float(worth[chosen].sum()), float(work[chosen].sum())
    )

"""Weighted scoring, and how far the weights have to bend until another item wins."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from course_utils.toolkit.common import checks
from course_utils.toolkit.common.checks import Floats

__all__ = ["Bend", "least_bend", "weighted_scores", "winners", "winning_weights"]


@dataclass(frozen=True)
class Bend:
    """The smallest change of weights that makes an item win; see `least_bend`."""

    weights: pd.Series
    """The bent weights; they sum to 1."""
    moved: float
    """Share of all weight that had to move from one criterion to another, from 0 to 1."""


def weighted_scores(criteria: pd.DataFrame, weights: Mapping[str, float] | pd.Series) -> pd.Series:
    """Compute the weighted sum of each item's marks.

    Parameters
    ----------
    criteria : DataFrame
        Indexed by item, a column for each criterion: marks on one common scale, higher is better.
        Money beside points on a scale lets the money decide alone.
    weights : mapping of criterion to float
        At least 0, not all 0; they are divided by their sum.
    """
    marks, shares = _marks(criteria, weights)
    return pd.Series(marks @ shares, index=criteria.index, name="score")


def winning_weights(
    criteria: pd.DataFrame,
    weights: Mapping[str, float] | pd.Series,
    item: Any,
    criterion: str,
    fixed: Collection[str] = (),
) -> tuple[float, float] | None:
    """Find for which weights of one criterion an item is first; the others keep their proportions.

    Exact: scores are straight lines in the weight, so the winner changes where two lines cross
    (Triantaphyllou and Sanchez, 1997).

    Parameters
    ----------
    criteria, weights
        As for `weighted_scores`.
    item
        Of the index of `criteria`.
    criterion : str
        Whose weight goes from 0 to 1 of all, or to what the fixed ones leave.
    fixed : collection of criteria
        Whose weights stay as they are, for example one that was promised to a customer.

    Returns
    -------
    tuple of float, or None
        The lowest and the highest share of all weight at which nothing beats the item; None if
        there is none.

    References
    ----------
    Triantaphyllou, E. and Sanchez, A. (1997). A sensitivity analysis approach for some
    deterministic multi-criteria decision making methods. Decision Sciences 28(1), 151-194.
    """
    marks, shares = _marks(criteria, weights)
    row = _row(criteria, item)
    at_0, at_1, room = _ends(criteria, marks, shares, criterion, fixed)
    # Ahead of another item by a at no weight and by b at all of it: a straight line between.
    at_0, at_1 = at_0[row] - at_0, at_1[row] - at_1
    low, high = 0.0, 1.0
    for a, b in zip(at_0, at_1, strict=True):
        a, b = (0.0 if abs(gap) < 1e-12 else gap for gap in (a, b))
        if a < 0 and b < 0:
            return None
        if a < 0:
            low = max(low, a / (a - b))
        elif b < 0:
            high = min(high, a / (a - b))
    return (float(low * room), float(high * room)) if low <= high + 1e-12 else None


def winners(
    criteria: pd.DataFrame,
    weights: Mapping[str, float] | pd.Series,
    criterion: str,
    fixed: Collection[str] = (),
) -> pd.DataFrame:
    """List who is first at each weight of one criterion, and the weights at which that changes.

    Parameters
    ----------
    criteria, weights, criterion, fixed
        As for `winning_weights`.

    Returns
    -------
    DataFrame
        One row a winner, by rising weight: item, low, high (shares of all weight). Each `low` after
        the first is a weight at which the winner changes. Items that are first at a single weight
        only, or that tie with an earlier item all along, are left out.

    References
    ----------
    Triantaphyllou and Sanchez (1997), as in `winning_weights`.

    Examples
    --------
    >>> marks = pd.DataFrame({"value": [9, 5], "ease": [2, 8]}, index=["big", "small"])
    >>> winners(marks, {"value": 1, "ease": 1}, "value").round(2).to_dict("records")
    [{'item': 'small', 'low': 0.0, 'high': 0.6}, {'item': 'big', 'low': 0.6, 'high': 1.0}]
    """
    rows: list[tuple[Any, float, float]] = []
    for item in criteria.index if isinstance(criteria, pd.DataFrame) else ():
        found = winning_weights(criteria, weights, item, criterion, fixed)
        if found and found[1] - found[0] > 1e-9 and found not in [row[1:] for row in rows]:
            rows.append((item, *found))
    if not rows:
        _marks(criteria, weights)
    rows.sort(key=lambda row: row[1])
    return pd.DataFrame(rows, columns=["item", "low", "high"])


def least_bend(
    criteria: pd.DataFrame, weights: Mapping[str, float] | pd.Series, item: Any
) -> Bend | None:
    """Find the smallest change of all weights that makes an item first.

    A linear programme: the least weight moved, such that the weights stay at least 0, sum to 1 and
    nothing beats the item.

    Parameters
    ----------
    criteria, weights, item
        As for `winning_weights`.

    Returns
    -------
    Bend or None
        None if no weights make it first. ``moved`` is 0 if it wins already.
    """
    from scipy.optimize import linprog

    marks, shares = _marks(criteria, weights)
    row = _row(criteria, item)
    count = len(shares)
    # Unknowns: what each weight gains, then what it loses.
    gain = np.hstack([np.eye(count), -np.eye(count)])
    ahead = marks[row] - np.delete(marks, row, axis=0)
    found = linprog(
        np.full(2 * count, 0.5),
        A_ub=np.vstack([-gain, -ahead @ gain]),
        b_ub=np.concatenate([shares, ahead @ shares + 1e-12]),
        A_eq=gain.sum(axis=0, keepdims=True),
        b_eq=[0.0],
        bounds=(0, 1),
        method="highs",
    )
    if found.status != 0:
        return None
    bent = np.clip(shares + gain @ found.x, 0, None)
    return Bend(pd.Series(bent, index=criteria.columns, name="weight"), float(found.fun))


def _ends(
    criteria: pd.DataFrame, marks: Floats, shares: Floats, criterion: str, fixed: Collection[str]
) -> tuple[Floats, Floats, float]:
    """Return all scores with none and with all of the free weight on a criterion, and that weight."""
    column = _column(criteria, criterion)
    held = [_column(criteria, name) for name in checks.names(fixed, "fixed", '["value"]')]
    if column in held:
        raise ValueError(f"{criterion!r} cannot move and be fixed: leave it out of fixed.")
    rest = shares.copy()
    rest[[column, *held]] = 0.0
    if not rest.sum():
        raise ValueError("All weight is on this criterion: the others have no proportions to keep.")
    kept = np.zeros_like(shares)
    kept[held] = shares[held]
    room = 1 - float(kept.sum())
    alone = np.zeros_like(shares)
    alone[column] = room
    return marks @ (kept + room * rest / rest.sum()), marks @ (kept + alone), room


def _marks(
    criteria: pd.DataFrame, weights: Mapping[str, float] | pd.Series
) -> tuple[Floats, Floats]:
    if not isinstance(criteria, pd.DataFrame) or criteria.empty:
        raise TypeError("criteria must be a DataFrame: one row an item, one column a criterion.")
    weights = checks.mapping(weights, "weights", '{"value": 2, "ease": 1}')
    if not criteria.columns.is_unique or not criteria.index.is_unique:
        raise ValueError("criteria must have each item and each criterion once.")
    if set(weights) != set(criteria.columns):
        raise ValueError(
            f"weights must name the columns of criteria: {', '.join(map(str, criteria.columns))}."
        )
    shares = checks.column([weights[name] for name in criteria.columns], "weights")
    if not shares.sum():
        raise ValueError("All weights are 0: at least one criterion must count.")
    marks = np.column_stack(
        [checks.column(criteria[name], str(name), least=-np.inf) for name in criteria.columns]
    )
    return marks, shares / shares.sum()


def _row(criteria: pd.DataFrame, item: Any) -> int:
    if not isinstance(item, Hashable) or item not in criteria.index:
        raise ValueError(
            f"There is no item {item!r}. Choose from {', '.join(map(str, criteria.index))}."
        )
    return list(criteria.index).index(item)


def _column(criteria: pd.DataFrame, criterion: str) -> int:
    if not isinstance(criterion, Hashable) or criterion not in criteria.columns:
        raise ValueError(
            f"There is no criterion {criterion!r}. Choose from "
            f"{', '.join(map(str, criteria.columns))}."
        )
    return list(criteria.columns).index(criterion)

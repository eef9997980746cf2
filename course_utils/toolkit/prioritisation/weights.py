"""Weighted scoring, and how far the weights have to bend until another item wins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from course_utils.toolkit._input import Floats
from course_utils.toolkit.prioritisation import _numbers


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
        Whose weight goes from 0 to 1 of all.

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
    row, column = _row(criteria, item), _column(criteria, criterion)
    rest = shares.copy()
    rest[column] = 0.0
    if not rest.sum():
        raise ValueError("All weight is on this criterion: the others have no proportions to keep.")
    # Ahead of another item by a at weight 0 and by b at weight 1: a straight line between.
    at_0 = (marks[row] - marks) @ (rest / rest.sum())
    at_1 = marks[row, column] - marks[:, column]
    low, high = 0.0, 1.0
    for a, b in zip(at_0, at_1, strict=True):
        a, b = (0.0 if abs(gap) < 1e-12 else gap for gap in (a, b))
        if a < 0 and b < 0:
            return None
        if a < 0:
            low = max(low, a / (a - b))
        elif b < 0:
            high = min(high, a / (a - b))
    return (float(low), float(high)) if low <= high + 1e-12 else None


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


def _marks(
    criteria: pd.DataFrame, weights: Mapping[str, float] | pd.Series
) -> tuple[Floats, Floats]:
    if not isinstance(criteria, pd.DataFrame) or criteria.empty:
        raise TypeError("criteria must be a DataFrame: one row an item, one column a criterion.")
    if set(weights.keys()) != set(criteria.columns):
        raise ValueError(
            "weights must name the columns of criteria: " + ", ".join(map(str, criteria.columns))
        )
    shares = _numbers.column([float(weights[name]) for name in criteria.columns], "weights")
    if not shares.sum():
        raise ValueError("All weights are 0: at least one criterion must count.")
    marks = np.column_stack(
        [_numbers.column(criteria[name], str(name), least=-np.inf) for name in criteria.columns]
    )
    return marks, shares / shares.sum()


def _row(criteria: pd.DataFrame, item: Any) -> int:
    if item not in criteria.index:
        raise ValueError(f"There is no item {item!r} in criteria.")
    return list(criteria.index).index(item)


def _column(criteria: pd.DataFrame, criterion: str) -> int:
    if criterion not in criteria.columns:
        raise ValueError(f"There is no criterion {criterion!r}.")
    return list(criteria.columns).index(criterion)

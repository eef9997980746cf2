"""What people trade against each other: part-worths from rated or chosen products."""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from course_utils.toolkit.common import checks, units
from course_utils.toolkit.common.checks import Floats, Int64s

__all__ = ["PartWorths", "choice_part_worths", "rating_part_worths", "willingness_to_pay"]


@dataclass(frozen=True)
class PartWorths:
    """What each level of each attribute is worth; see `rating_part_worths`."""

    worths: pd.Series
    """By attribute and level; within an attribute they sum to 0, so only differences mean
    something."""
    price_slope: float
    """What one unit of money more is worth, usually negative; NaN without a price."""
    importance: pd.Series
    """By attribute: its range of worths over the sum of all ranges. They sum to 1, and depend on
    how far apart the levels are that were shown."""
    fit: float
    """Of ratings, R squared; of choices, McFadden's 1 - log likelihood / that of chance."""


def rating_part_worths(
    profiles: pd.DataFrame, ratings: Any, *, price: str | None = None
) -> PartWorths:
    """Estimate part-worths from ratings of whole products, by least squares.

    Parameters
    ----------
    profiles : DataFrame
        One row a product that was rated, one column an attribute, its levels as texts or numbers.
    ratings : array-like of float, shape (products,)
        The rating of each, higher is better. A Series is joined by its index.
    price : str, optional
        The column of a price in numbers, at least 0, taken to work in a straight line. Without it
        every column is taken as levels.

    Returns
    -------
    PartWorths
        Of one respondent, or the mean of those who rated the same products.

    Raises
    ------
    ValueError
        If an attribute has one level only, or two always come together: then nothing tells them
        apart. If all ratings are alike.

    References
    ----------
    Green, P. E. and Srinivasan, V. (1978). Conjoint analysis in consumer research: issues and
    outlook. Journal of Consumer Research, 5(2), 103-123.
    """
    given, _ = checks.aligned({"profiles": profiles, "ratings": ratings})
    design = _Design(given["profiles"], price)
    y = checks.column(given["ratings"], "ratings", least=-math.inf)
    if len(y) != len(design.matrix):
        raise ValueError("ratings must hold one number for each row of profiles.")
    if np.ptp(y) <= 1e-12 * np.abs(y).max():
        raise ValueError("ratings must differ: of those who rate all alike nothing can be learnt.")
    matrix = np.column_stack([np.ones(len(y)), design.matrix])
    if np.linalg.matrix_rank(matrix) < matrix.shape[1]:
        raise ValueError(_TOGETHER)
    found = np.linalg.lstsq(matrix, y, rcond=None)[0]
    spread = float(((y - y.mean()) ** 2).sum())
    rest = float(((y - matrix @ found) ** 2).sum())
    return design.worths(found[1:], 1 - rest / spread)


def choice_part_worths(
    profiles: pd.DataFrame, chosen: Any, task: Any, *, price: str | None = None
) -> PartWorths:
    """Estimate part-worths from choices among products, by the conditional logit model.

    The chance to choose a product is ``exp(worth)`` over the sum of that for all products of the
    task. It takes people to be alike and all products to be equally close rivals.

    Parameters
    ----------
    profiles : DataFrame
        One row a product that was shown, one column an attribute, as for `rating_part_worths`.
    chosen : array-like of bool, shape (products,)
        Whether it was chosen: one product of each task. Series are joined by their index.
    task : array-like of names, shape (products,)
        Which choice each row belongs to, of two products or more.
    price : str, optional
        As for `rating_part_worths`.

    Returns
    -------
    PartWorths

    Raises
    ------
    ValueError
        If a task has no choice or several, if nothing tells two levels apart, or if a level is
        always (or never) chosen: then its worth has no end.

    References
    ----------
    McFadden, D. (1974). Conditional logit analysis of qualitative choice behavior. In P. Zarembka
    (ed.), Frontiers in Econometrics. Academic Press.
    """
    given, _ = checks.aligned({"profiles": profiles, "chosen": chosen, "task": task})
    design = _Design(given["profiles"], price)
    taken = checks.flags(given["chosen"], "chosen")
    names = checks.names(given["task"], "task", '["r1 q1", "r1 q1"]')
    if not len(taken) == len(names) == len(design.matrix):
        raise ValueError("chosen and task must hold one value for each row of profiles.")
    groups, count = units.unit_numbers(pd.Series(names, dtype=object), "task")
    sizes = np.bincount(groups, minlength=count)
    if (np.bincount(groups[taken], minlength=count) != 1).any() or (sizes < 2).any():
        raise ValueError(
            "Each task must have two products or more, of which exactly one was chosen. Leave out "
            "the tasks without a choice, or make none a product."
        )
    means = np.zeros((count, design.matrix.shape[1]))
    np.add.at(means, groups, design.matrix)
    within = design.matrix - (means / sizes[:, None])[groups]
    if np.linalg.matrix_rank(within) < within.shape[1]:
        raise ValueError(_TOGETHER)
    found, likelihood = _logit(within, taken, groups, count)
    return design.worths(found, 1 - likelihood / float(-np.log(sizes).sum()))


def willingness_to_pay(model: PartWorths, attribute: Any, better: Any, worse: Any) -> float:
    """Return how much more may be asked for one level than for another before they tie.

    Parameters
    ----------
    model : PartWorths
        Estimated with a price.
    attribute : str
        The attribute.
    better, worse : level names
        Two of its levels.

    Returns
    -------
    float
        In the currency of the price: the difference of the two worths over what a unit of money is
        worth. Of the people asked, who did not pay; it is negative where `worse` is liked better.

    Raises
    ------
    ValueError
        If the model has no price, or a higher price was liked better: then nothing can be priced.
    """
    if not isinstance(model, PartWorths):
        raise TypeError(
            f"model must be as rating_part_worths returns it; you passed {checks.kind(model)}."
        )
    if not model.price_slope < 0:
        raise ValueError(
            "model must have a price whose slope is below 0: name the column of the price, and "
            "look at who liked higher prices better."
        )
    worths: dict[Any, Any] = model.worths.to_dict()
    for level in (better, worse):
        named = isinstance(attribute, Hashable) and isinstance(level, Hashable)
        if not named or isinstance(level, bool) or (attribute, level) not in worths:
            there = ", ".join(f"{name}={each}" for name, each in worths)
            raise ValueError(f"model has no {attribute!r} of {level!r}; name one of: {there}.")
    return float(worths[attribute, better] - worths[attribute, worse]) / -model.price_slope


_TOGETHER = (
    "profiles must show every level with several levels of the others: here some always come "
    "together, or there are too few products, so nothing tells them apart. Leave an attribute out."
)


ENDLESS = 20.0
"""Worths so far apart are on their way to no end: one choice in e^20."""


class _Design:
    """Attributes as numbers: a column a level but the last, which gets minus the sum of the rest."""

    def __init__(self, profiles: Any, price: Any) -> None:
        frame = checks.frame_of(profiles, "profiles")
        checks.need_columns(frame, [] if price is None else [price], "profiles")
        if not len(frame) or not frame.shape[1]:
            raise ValueError("profiles must have a row for each product and a column an attribute.")
        self.price = price
        self.levels: dict[Any, list[Any]] = {}
        self.span = 0.0
        columns: list[Any] = []
        for name in frame.columns:
            if price is not None and name == price:
                paid = checks.column(frame[name], str(name))
                self.span = float(np.ptp(paid))
                columns.append(paid - paid.mean())
            else:
                columns.extend(self._coded(frame[name], name))
        if price is not None and not self.span:
            raise ValueError(f"{price} must have at least two different prices.")
        self.places = list(frame.columns)
        self.matrix = np.column_stack(columns)

    def _coded(self, column: pd.Series, name: Any) -> list[Floats]:
        checks.need_known(column, str(name))
        checks.need_names(column, str(name))
        levels = checks.ordered(set(column), str(name))
        if len(levels) < 2:
            raise ValueError(f"{name} has one level only. Leave it out, or show another level.")
        self.levels[name] = levels
        codes = pd.Index(levels).get_indexer(pd.Index(column))
        last = (codes == len(levels) - 1).astype(np.float64)
        return [(codes == place) - last for place in range(len(levels) - 1)]

    def worths(self, found: Floats, fit: float) -> PartWorths:
        """Return the coefficients as worths of levels."""
        keys, values, ranges, slope, at = [], [], {}, math.nan, 0
        for name in self.places:
            if name not in self.levels:
                slope = float(found[at])
                ranges[name] = abs(slope) * self.span
                at += 1
                continue
            count = len(self.levels[name]) - 1
            part = found[at : at + count]
            each = np.append(part, -part.sum())
            keys += [(name, level) for level in self.levels[name]]
            values += list(each)
            ranges[name] = float(np.ptp(each))
            at += count
        index = pd.MultiIndex.from_tuples(keys, names=["attribute", "level"]) if keys else None
        spread = pd.Series(ranges, name="importance", dtype=np.float64)
        total = spread.sum()
        return PartWorths(
            pd.Series(values, index=index, name="worth", dtype=np.float64),
            slope,
            spread / total if total > 0 else spread * math.nan,
            fit,
        )


def _logit(x: Floats, taken: Any, groups: Int64s, count: int) -> tuple[Floats, float]:
    """Return the coefficients of greatest likelihood and its logarithm, by Newton's method."""

    def chances(beta: Floats) -> tuple[Floats, float]:
        worth = x @ beta
        top = np.full(count, -np.inf)
        np.maximum.at(top, groups, worth)
        parts = np.exp(worth - top[groups])
        sums = np.bincount(groups, parts, minlength=count)
        logs = worth - top[groups] - np.log(sums)[groups]
        return parts / sums[groups], float(logs[taken].sum())

    beta = np.zeros(x.shape[1])
    p, best = chances(beta)
    while np.ptp(x @ beta) < ENDLESS:
        slope = x.T @ (taken - p)
        means = np.zeros((count, x.shape[1]))
        np.add.at(means, groups, p[:, None] * x)
        step = np.linalg.lstsq((p[:, None] * x).T @ x - means.T @ means, slope, rcond=None)[0]
        size, likelihood = 1.0, -math.inf
        while size > 1e-6 and likelihood < best:
            p, likelihood = chances(beta + size * step)
            size /= 2
        if likelihood - best < 1e-12 * max(1.0, abs(best)):
            return beta, best
        beta, best = beta + 2 * size * step, likelihood
    raise ValueError(
        "A level is always chosen, or never, so its worth has no end. Give more choices, or merge "
        "it with another level."
    )

"""Do two people who read the same thing say the same? Agreement beyond chance."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from course_utils.toolkit.common import checks
from course_utils.toolkit.common.checks import Floats

__all__ = [
    "cluster_agreement",
    "cohen_kappa",
    "confusion",
    "cronbach_alpha",
    "fleiss_kappa",
    "jaccard",
    "kappa_of_table",
    "krippendorff_alpha",
    "percent_agreement",
]

Level = Literal["nominal", "ordinal", "interval", "ratio"]


def confusion(first: Any, second: Any, categories: Sequence[Any] | None = None) -> pd.DataFrame:
    """Cross two coders: how often the first said the row when the second said the column.

    Parameters
    ----------
    first, second : array-like
        One code a unit: Series by their index, anything else by position. A unit that either coder
        left out is dropped.
    categories : sequence, optional
        The code book, in its order; all codes that occur, sorted, if not given.

    Returns
    -------
    DataFrame of int
        Square, with the categories as index and columns.
    """
    one, two = _paired(first, second)
    if categories is None:
        known = checks.ordered({*one, *two}, "The coding")
    else:
        known = checks.names(categories, "categories", '["bug", "wish"]')
        if len(set(known)) != len(known):
            raise ValueError("categories must name each code once.")
    strange = sorted({*one, *two} - set(known), key=str)
    if strange:
        raise ValueError(f"categories has no {strange[0]!r}; name every code that occurs.")
    place = {code: number for number, code in enumerate(known)}
    counts = np.zeros((len(known), len(known)), dtype=np.int64)
    for a, b in zip(one, two, strict=True):
        counts[place[a], place[b]] += 1
    return pd.DataFrame(counts, index=known, columns=known)


def percent_agreement(first: Any, second: Any) -> float:
    """Compute the share of units on which two coders agree, a fraction.

    It flatters where one code is common: two coders who both say it always agree without reading.

    Parameters
    ----------
    first, second : array-like
        One code a unit: Series by their index, anything else by position. A unit that either coder
        left out is dropped.

    Returns
    -------
    float
        NaN when there is no unit.
    """
    one, two = _paired(first, second)
    return checks.share(sum(a == b for a, b in zip(one, two, strict=True)), len(one))


def cohen_kappa(
    first: Any,
    second: Any,
    weights: Literal["linear", "quadratic"] | Any = None,
    categories: Sequence[Any] | None = None,
) -> float:
    """Compute Cohen's kappa: agreement of two coders beyond what their habits give by chance.

    ``kappa = 1 - observed disagreement / disagreement expected by chance``. Chance is what two
    coders with these shares of codes would reach without looking at the units.

    Parameters
    ----------
    first, second : array-like
        One code a unit: Series by their index, anything else by position. A unit that either coder
        left out is dropped.
    weights : {"linear", "quadratic"} or array of shape (categories, categories), optional
        How bad each disagreement is; 0 or 1 if not given. By name, categories are equally
        spaced in their order; an array holds the disagreement of row and column, 0 on the diagonal.
    categories : sequence, optional
        The code book, in its order; needed with weights if the sorted order is not the right one.

    Returns
    -------
    float
        1 is perfect, 0 is chance, negative is worse; NaN when there is no unit, or when both
        coders used one and the same code only (then nothing can be said).

    References
    ----------
    Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological
    Measurement, 20(1), 37-46. Weighted: Cohen, J. (1968). Weighted kappa. Psychological Bulletin,
    70(4), 213-220.
    """
    return kappa_of_table(confusion(first, second, categories), weights)


def kappa_of_table(table: Any, weights: Any = None) -> float:
    """Compute Cohen's kappa from a square table of counts (or shares) of two coders.

    Parameters
    ----------
    table : DataFrame or array of shape (categories, categories)
        First coder in rows, second in columns.
        A frame has the same categories as index and columns.
    weights
        As in `cohen_kappa`.

    Returns
    -------
    float
        As from `cohen_kappa`; NaN when the table is empty.
    """
    frame = checks.frame_of(table, "table")
    if isinstance(table, pd.DataFrame):
        frame = checks.square(frame, "table")
    joint = checks.table(frame, "table")
    if joint.shape[0] != joint.shape[1] or (joint < 0).any():
        raise ValueError("table must be square and hold counts, the same categories both ways.")
    if not joint.sum():
        return math.nan
    joint = joint / joint.sum()
    apart = _disagreement(weights, len(joint))
    expected = float((np.outer(joint.sum(axis=1), joint.sum(axis=0)) * apart).sum())
    return 1 - float((joint * apart).sum()) / expected if expected > 1e-15 else math.nan


def fleiss_kappa(counts: Any) -> float:
    """Compute Fleiss' kappa of many raters, the same number for each unit.

    The raters need not be the same people from unit to unit.

    Parameters
    ----------
    counts : DataFrame or array of shape (units, categories)
        How many raters put the unit into the category. Every row sums to the number of raters.

    Returns
    -------
    float
        1 is perfect, 0 is chance; NaN when only one category was ever used.

    References
    ----------
    Fleiss, J. L. (1971). Measuring nominal scale agreement among many raters. Psychological
    Bulletin, 76(5), 378-382.
    """
    table = checks.table(counts, "counts")
    if not table.size or (table < 0).any() or (table != np.floor(table)).any():
        raise ValueError(
            "counts must have a row a unit and a column a category, whole numbers from 0."
        )
    raters = table.sum(axis=1)
    if raters.min() != raters.max() or raters[0] < 2:
        raise ValueError(
            "Every unit needs the same number of raters, two or more. With gaps use "
            "krippendorff_alpha."
        )
    n = raters[0]
    agreed = float(((table**2).sum(axis=1) - n).mean() / (n * (n - 1)))
    chance = float(((table.sum(axis=0) / table.sum()) ** 2).sum())
    return (agreed - chance) / (1 - chance) if chance < 1 - 1e-15 else math.nan


def krippendorff_alpha(ratings: Any, level: Level = "nominal") -> float:
    """Compute Krippendorff's alpha: any number of raters, any scale, gaps allowed.

    Parameters
    ----------
    ratings : DataFrame or array of shape (units, raters)
        What each rater said of each unit; missing where they said nothing. Units with fewer than
        two ratings cannot be paired and are left out.
    level : {"nominal", "ordinal", "interval", "ratio"}
        What the values mean: names, ranks, distances, or distances from a true zero.

    Returns
    -------
    float
        1 is perfect, 0 is chance; NaN when nothing can be paired or all values are the same.

    Notes
    -----
    ``alpha = 1 - (n - 1) * sum_{c,k} o_ck d_ck / sum_{c,k} n_c n_k d_ck`` over the coincidences o
    of pairs within units. A unit with m ratings gives each of its pairs the weight 1 / (m - 1).

    References
    ----------
    Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of
    Pennsylvania, Annenberg School for Communication.
    """
    checks.one_of(level, "level", ("nominal", "ordinal", "interval", "ratio"))
    table = checks.frame_of(ratings, "ratings")
    if isinstance(ratings, np.ndarray) and ratings.dtype.kind == "U" and (ratings == "nan").any():
        raise ValueError("ratings holds the text 'nan': pass a DataFrame, which can have gaps.")
    rows = [
        [
            code
            for code in checks.names(row, "ratings", "[1, 2, None]", gaps=True)
            if code is not None
        ]
        for row in table.to_numpy(dtype=object)
    ]
    rows = [row for row in rows if len(row) > 1]
    values = checks.ordered({value for row in rows for value in row}, "ratings")
    if level != "nominal":
        if any(isinstance(value, (str, bool, np.bool_)) for row in rows for value in row):
            raise ValueError(
                f"ratings must be numbers for the level {level!r}; use nominal for names."
            )
        numbers = checks.vector(values, "ratings")
        if level == "ratio" and (numbers < 0).any():
            raise ValueError("ratings must be at least 0 for the level 'ratio', which has a zero.")
    place = {value: number for number, value in enumerate(values)}
    pairs = np.zeros((len(values), len(values)))
    for row in rows:
        counts = np.bincount([place[value] for value in row], minlength=len(values)).astype(float)
        pairs += (np.outer(counts, counts) - np.diag(counts)) / (len(row) - 1)
    totals = pairs.sum(axis=1)
    apart = _distance(values, totals, level)
    expected = float((np.outer(totals, totals) * apart).sum())
    if not expected:
        return math.nan
    return 1 - (float(totals.sum()) - 1) * float((pairs * apart).sum()) / expected


def cluster_agreement(first: Mapping[Any, Any], second: Mapping[Any, Any]) -> float:
    """Compute the adjusted Rand index of two sortings of the same cards into groups.

    The names of the groups do not matter, only which cards lie together.

    Parameters
    ----------
    first, second : mapping of card to group
        Cards that only one of the two has are left out.

    Returns
    -------
    float
        1 when both have the same groups, about 0 when they go together by chance; NaN with fewer
        than two common cards.

    References
    ----------
    Hubert, L. and Arabie, P. (1985). Comparing partitions. Journal of Classification, 2(1),
    193-218.
    """
    like = '{"export": "data", "login": "account"}'
    first, second = checks.mapping(first, "first", like), checks.mapping(second, "second", like)
    checks.names(first.values(), "groups of first", '["data", "account"]')
    checks.names(second.values(), "groups of second", '["data", "account"]')
    cards = [card for card in first if card in second]
    if len(cards) < 2:
        return math.nan
    table = pd.crosstab(
        pd.Series([str(first[card]) for card in cards]),
        pd.Series([str(second[card]) for card in cards]),
    ).to_numpy()

    def pairs(counts: Any) -> float:
        return float((counts * (counts - 1) / 2).sum())

    together, rows, columns = pairs(table), pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    chance = rows * columns / (len(cards) * (len(cards) - 1) / 2)
    best = (rows + columns) / 2
    # Both put all together, or both each alone: the same groups, and nothing to adjust.
    return 1.0 if best == chance else (together - chance) / (best - chance)


def jaccard(first: Any, second: Any) -> float:
    """Compute Jaccard's index of two sets: what both have over what either has.

    Parameters
    ----------
    first, second : collection of names
        Such as the problems that two evaluators found; repeats count once.

    Returns
    -------
    float
        From 0 (nothing in common) to 1 (the same); NaN when both are empty. The mean over all pairs
        of evaluators is the any-two agreement of Hertzum and Jacobsen.

    References
    ----------
    Jaccard, P. (1912). The distribution of the flora in the alpine zone. New Phytologist 11(2),
    37-50. Hertzum, M. and Jacobsen, N. E. (2001). The evaluator effect. International Journal of
    Human-Computer Interaction 13(4), 421-443.

    Examples
    --------
    >>> jaccard(["login", "export", "search"], ["export", "search", "menu"])
    0.5
    """
    one, two = (
        set(checks.names(found, what, '["login", "export"]'))
        for found, what in ((first, "first"), (second, "second"))
    )
    return checks.share(len(one & two), len(one | two))


def cronbach_alpha(items: Any) -> float:
    """Compute Cronbach's alpha: how far the items of a scale measure one thing.

    ``alpha = k / (k - 1) (1 - sum of item variances / variance of the sums)`` for k items.

    Parameters
    ----------
    items : DataFrame or array of shape (people, items)
        Answers of people who answered all; at least two people and two items. Items that complain
        have to be turned round first, or alpha falls.

    Returns
    -------
    float
        At most 1; negative when items contradict each other; NaN when the sums do not vary. High
        values also come from many items, or from asking one thing five times.

    References
    ----------
    Cronbach, L. J. (1951). Coefficient alpha and the internal structure of tests. Psychometrika
    16(3), 297-334.

    Examples
    --------
    >>> round(cronbach_alpha([[3, 4, 3], [2, 3, 4], [4, 4, 5], [3, 2, 3], [4, 4, 4]]), 3)
    0.733
    """
    table = checks.table(items, "items")
    people, count = table.shape
    if people < 2 or count < 2:
        raise ValueError(f"items needs two people and two items; it has {people} and {count}.")
    total = float(table.sum(axis=1).var(ddof=1))
    if total < 1e-12:
        return math.nan
    return count / (count - 1) * (1 - float(table.var(axis=0, ddof=1).sum()) / total)


def _paired(first: Any, second: Any) -> tuple[list[Any], list[Any]]:
    pair, _ = checks.aligned({"first": first, "second": second})
    one, two = (
        checks.names(codes, what, '["bug", "wish"]', gaps=True) for what, codes in pair.items()
    )
    if len(one) != len(two):
        raise ValueError(
            f"Both coders must have a code for each unit, in one order; the first has {len(one)}, "
            f"the second {len(two)}."
        )
    kept = [(a, b) for a, b in zip(one, two, strict=True) if a is not None and b is not None]
    return [a for a, _ in kept], [b for _, b in kept]


def _disagreement(weights: Any, size: int) -> Floats:
    apart = np.abs(np.subtract.outer(np.arange(size), np.arange(size))).astype(np.float64)
    if weights is None:
        return (apart > 0).astype(np.float64)
    if isinstance(weights, str):
        if weights not in ("linear", "quadratic"):
            raise ValueError(
                f'weights must be "linear", "quadratic" or a square array, not {weights!r}.'
            )
        return apart if weights == "linear" else apart**2
    given = checks.table(weights, "weights")
    if given.shape != (size, size) or (given < 0).any() or np.diag(given).any():
        raise ValueError(
            f"weights must be a {size} by {size} array of disagreements, 0 on the diagonal."
        )
    return given


def _distance(values: Sequence[Any], totals: Floats, level: Level) -> Floats:
    """Return the squared distance of each pair of values."""
    size = len(values)
    if level == "nominal":
        return 1 - np.eye(size)
    if level == "ordinal":
        ends = np.cumsum(totals)
        middle = ends - totals / 2
        return np.subtract.outer(middle, middle) ** 2
    numbers = np.asarray(values, dtype=np.float64)
    apart = np.subtract.outer(numbers, numbers)
    if level == "ratio":
        whole = np.add.outer(numbers, numbers)
        apart = np.divide(apart, whole, out=np.zeros_like(apart), where=whole != 0)
    return apart**2

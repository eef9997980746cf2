"""Kano: what people feel when a feature is there, and when it is not."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from course_utils.toolkit.common import checks
from course_utils.toolkit.common.intervals import normal_quantile

__all__ = ["KANO", "FongTest", "KanoResult", "fong_test", "kano", "kano_answers"]

KANO = {
    "A": "attractive",
    "O": "one-dimensional",
    "M": "must-be",
    "I": "indifferent",
    "R": "reverse",
    "Q": "questionable",
}
"""The categories. R wants the opposite; Q contradicts itself."""
VALID = ("A", "O", "M", "I")
"""The categories that the coefficients count."""
# Rows: with the feature, like to dislike. Columns: without it, like to dislike.
_TABLE = np.array([list("QAAAO"), list("RIIIM"), list("RIIIM"), list("RIIIM"), list("RRRRQ")])


class FongTest(NamedTuple):
    """Whether a feature's first category is ahead of its second; see `fong_test`."""

    first: str
    """The most frequent category."""
    second: str
    """The second."""
    difference: int
    """Answers between them."""
    needed: float
    """The difference from which on the first is clear."""
    clear: bool
    """Whether the difference reaches it."""


@dataclass(frozen=True)
class KanoResult:
    """What a sample says of one feature; see `kano`."""

    counts: pd.Series
    """Answers by category: A, O, M, I, R, Q."""
    mode: str
    """The most frequent category; of equal ones the first of M, O, A, I, R, Q."""
    clear: bool
    """Whether the mode is ahead of the second category by more than chance would put it."""
    p_value: float
    """Exact two-sided sign test of the two most frequent categories."""
    better: float
    """(A + O) / (A + O + M + I), from 0 to 1: how much having it pleases."""
    worse: float
    """-(O + M) / (A + O + M + I), from -1 to 0: how much lacking it hurts."""
    valid: int
    """Answers that the coefficients rest on: A + O + M + I."""
    left_out: int
    """R and Q together. Report them: many R say that some want the opposite, many Q that the
    question was not understood."""


def kano_answers(functional: Any, dysfunctional: Any) -> pd.Series:
    """Sort pairs of answers into categories by Berger's evaluation table.

    Parameters
    ----------
    functional : array-like or Series, shape (n,)
        "How do you feel if it is there?" 1 like, 2 must be, 3 neutral, 4 can live with, 5 dislike.
    dysfunctional : array-like
        "How do you feel if it is not there?", the same five answers. Two Series are joined by
        their index, which must hold the same people.

    Returns
    -------
    Series of str
        A, O, M, I, R or Q.

    References
    ----------
    Berger, C. and others (1993). Kano's methods for understanding customer-defined quality. Center
    for Quality of Management Journal 2(4), 3-36.
    """
    given, index = checks.aligned({"functional": functional, "dysfunctional": dysfunctional})
    pair = []
    for what, values in given.items():
        found = checks.vector(values, what)
        if not np.isin(found, (1, 2, 3, 4, 5)).all():
            raise ValueError(f"{what} must hold answers from 1 (like) to 5 (dislike), no gaps.")
        pair.append(found.astype(np.int64) - 1)
    if len(pair[0]) != len(pair[1]):
        raise ValueError("Each person answers both questions: pass two columns of one length.")
    return pd.Series(_TABLE[pair[0], pair[1]], index=index, name="category", dtype=object)


def fong_test(counts: Any, alpha: float = 0.1) -> FongTest:
    """Test whether the two most frequent Kano categories of a feature differ.

    With the frequencies a >= b of the two and n answers in all, Fong calls the first one clear if
    ``a - b >= z sqrt((a + b) (2n - a - b) / (2n))``; his 1.65 is z at 90 %. The variance under the
    square root is not that of a difference of two shares of one sample, which is ``a + b`` when
    they are equal, so the test says "clear" more often than `kano`'s exact one.

    Parameters
    ----------
    counts : mapping of category to count, or Series
        Answers by category, of `KANO`, such as ``kano(...).counts``; what is left out is 0.
    alpha : float
        Two-sided level, a fraction; 0.1 gives Fong's 1.65.

    Returns
    -------
    FongTest
        Equal categories stand in the order M, O, A, I, R, Q.

    References
    ----------
    Fong, D. (1996). Using the self-stated importance questionnaire to interpret Kano questionnaire
    results. Center for Quality of Management Journal 5(3), 21-24.

    Examples
    --------
    >>> fong_test({"A": 40, "O": 20, "M": 10, "I": 30}).clear
    False
    """
    given = checks.mapping(counts, "counts", '{"A": 40, "O": 20, "M": 10, "I": 30}')
    strange = [name for name in given if name not in KANO]
    if strange:
        raise ValueError(f"counts must be of {', '.join(KANO)}; you passed {strange[0]!r}.")
    found = {name: checks.whole(given.get(name, 0), f"counts of {name}") for name in KANO}
    n = sum(found.values())
    if not n:
        raise ValueError("Nobody answered: counts must hold at least one answer.")
    order = _by_frequency(found)
    a, b = found[order[0]], found[order[1]]
    z = normal_quantile(1 - checks.level(alpha, "alpha", "0.1"))
    needed = z * math.sqrt((a + b) * (2 * n - a - b) / (2 * n))
    return FongTest(order[0], order[1], a - b, needed, a - b >= needed and a > b)


def kano(functional: Any, dysfunctional: Any, alpha: float = 0.05) -> KanoResult:
    """Judge one feature by the most frequent category and by the better and worse coefficients.

    R and Q stand in no denominator: the coefficients divide by A + O + M + I. The mode can hide two
    camps and the coefficients can average them, so read both, and split by segment when they
    disagree.

    Parameters
    ----------
    functional, dysfunctional : array-like
        As for `kano_answers`.
    alpha : float
        Below this p-value the mode is `clear`.

    Returns
    -------
    KanoResult
        Coefficients are NaN if nobody gave a valid answer.

    References
    ----------
    Berger and others (1993), as in `kano_answers`; the coefficients there are M. Timko's.
    """
    from scipy.stats import binomtest

    checks.level(alpha, "alpha", "0.05")
    answers = kano_answers(functional, dysfunctional)
    if not len(answers):
        raise ValueError("Nobody answered: pass at least one pair of answers.")
    counts = answers.value_counts().reindex(list(KANO), fill_value=0).rename("answers")
    order = _by_frequency({name: int(counts[name]) for name in KANO})
    first, second = (int(counts[name]) for name in order[:2])
    p_value = float(binomtest(first, first + second).pvalue)
    a, o, m, i = (int(counts[name]) for name in VALID)
    valid = a + o + m + i
    return KanoResult(
        counts=counts,
        mode=order[0],
        clear=p_value < alpha,
        p_value=p_value,
        better=checks.share(a + o, valid),
        worse=-checks.share(o + m, valid),
        valid=valid,
        left_out=int(counts["R"] + counts["Q"]),
    )


def _by_frequency(counts: Mapping[str, int]) -> list[str]:
    return sorted(KANO, key=lambda name: (-counts[name], "MOAIRQ".index(name)))

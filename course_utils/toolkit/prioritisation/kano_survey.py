"""Kano: what people feel when a feature is there, and when it is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from course_utils.toolkit import _input

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
        "How do you feel if it is not there?", the same five answers.

    Returns
    -------
    Series of str
        A, O, M, I, R or Q.

    References
    ----------
    Berger, C. and others (1993). Kano's methods for understanding customer-defined quality. Center
    for Quality of Management Journal 2(4), 3-36.
    """
    pair = []
    for values, what in ((functional, "functional"), (dysfunctional, "dysfunctional")):
        found = _input.vector(values, what)
        if not np.isin(found, (1, 2, 3, 4, 5)).all():
            raise ValueError(f"{what} must hold answers from 1 (like) to 5 (dislike), no gaps.")
        pair.append(found.astype(np.int64) - 1)
    if len(pair[0]) != len(pair[1]):
        raise ValueError("Each person answers both questions: pass two columns of one length.")
    index = functional.index if isinstance(functional, pd.Series) else None
    return pd.Series(_TABLE[pair[0], pair[1]], index=index, name="category", dtype=object)


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

    if not 0 < alpha < 1:
        raise ValueError(f"alpha must be a fraction between 0 and 1 such as 0.05, not {alpha!r}.")
    answers = kano_answers(functional, dysfunctional)
    if not len(answers):
        raise ValueError("Nobody answered: pass at least one pair of answers.")
    counts = answers.value_counts().reindex(list(KANO), fill_value=0).rename("answers")
    order = sorted(KANO, key=lambda name: (-counts[name], "MOAIRQ".index(name)))
    first, second = (int(counts[name]) for name in order[:2])
    p_value = float(binomtest(first, first + second).pvalue)
    a, o, m, i = (int(counts[name]) for name in VALID)
    valid = a + o + m + i
    return KanoResult(
        counts=counts,
        mode=order[0],
        clear=p_value < alpha,
        p_value=p_value,
        better=_input.share(a + o, valid),
        worse=-_input.share(o + m, valid),
        valid=valid,
        left_out=int(counts["R"] + counts["Q"]),
    )

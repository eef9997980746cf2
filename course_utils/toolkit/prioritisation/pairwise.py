"""The analytic hierarchy process: weights from comparing two by two, and how well they agree."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from course_utils.toolkit.common import checks

__all__ = ["Priorities", "ahp"]

RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)
"""Mean consistency index of random judgements, for 1 to 10 things (Saaty, 1980)."""
MOST_RATIO = 0.1
"""Saaty's rule: above it judgements contradict each other too much."""


@dataclass(frozen=True)
class Priorities:
    """Weights from pairwise comparisons; see `ahp`."""

    weights: pd.Series
    """They sum to 1."""
    consistency_index: float
    """(greatest eigenvalue - n) / (n - 1); 0 for judgements that never contradict each other."""
    consistency_ratio: float
    """The index over that of random judgements; 0 for one or two things, which cannot contradict."""
    consistent: bool
    """Whether the ratio is at most 0.1."""


def ahp(comparisons: Any) -> Priorities:
    """Derive weights from pairwise comparisons, and say whether these are consistent.

    The weights are the principal eigenvector of the matrix.

    Parameters
    ----------
    comparisons : DataFrame or array of shape (n, n)
        How many times as important the row is as the column, more than 0 (Saaty: 1 to 9, and their
        inverses); 1 on the diagonal, and across it the inverse. A frame names the same things in
        rows and columns. From 1 to 10 things.

    Returns
    -------
    Priorities
        In the order of the rows.

    References
    ----------
    Saaty, T. L. (1980). The Analytic Hierarchy Process. McGraw-Hill. Saaty, T. L. (2008). Decision
    making with the analytic hierarchy process. International Journal of Services Sciences 1(1),
    83-98.

    Examples
    --------
    >>> found = ahp([[1, 1 / 3, 1 / 5], [3, 1, 1 / 4], [5, 4, 1]])
    >>> found.weights.round(4).tolist(), round(found.consistency_ratio, 3)
    ([0.1007, 0.2255, 0.6738], 0.074)
    """
    frame = checks.frame_of(comparisons, "comparisons")
    if isinstance(comparisons, pd.DataFrame):
        frame = checks.square(frame, "comparisons")
    matrix = checks.table(frame, "comparisons")
    n = len(matrix)
    if matrix.shape != (n, n) or not 1 <= n <= len(RANDOM_INDEX):
        raise ValueError(
            f"comparisons must have as many rows as columns, 1 to {len(RANDOM_INDEX)}; it has "
            f"{matrix.shape[0]} and {matrix.shape[1]}."
        )
    if (matrix <= 0).any() or not np.allclose(matrix * matrix.T, 1, rtol=1e-2):
        raise ValueError(
            "comparisons must be more than 0, 1 on the diagonal, and across it the inverse: where "
            "a is 3 times b, b is 1/3 times a."
        )
    values, vectors = np.linalg.eig(matrix)
    first = int(np.argmax(values.real))
    weights = np.abs(vectors[:, first].real)
    index = max(float(values[first].real) - n, 0.0) / (n - 1) if n > 1 else 0.0
    ratio = index / RANDOM_INDEX[n - 1] if n > 2 else 0.0
    if math.isclose(ratio, 0, abs_tol=1e-12):
        index = ratio = 0.0
    return Priorities(
        pd.Series(weights / weights.sum(), index=frame.index, name="weight"),
        index,
        ratio,
        ratio <= MOST_RATIO,
    )

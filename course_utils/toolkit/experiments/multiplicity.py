"""Many questions to one experiment: what chance alone would find, and what is left of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from course_utils.toolkit.common import checks

__all__ = ["adjusted_p", "family_error"]

_METHODS = {
    "bonferroni": "bonferroni",
    "sidak": "sidak",
    "holm": "holm",
    "benjamini_hochberg": "fdr_bh",
}


def adjusted_p(p: Any, method: str = "holm") -> pd.Series:
    """Adjust p-values for how many there are.

    Parameters
    ----------
    p : array-like of float, shape (tests,)
        All tests that were made, not only those that came out well.
    method : {"holm", "bonferroni", "sidak", "benjamini_hochberg"}
        The first three hold the chance of *any* false positive; Holm is never worse than
        Bonferroni. Benjamini and Hochberg hold the expected *share* of false ones among those
        found.

    Returns
    -------
    Series
        By the given index; to be compared with alpha as it is.

    References
    ----------
    Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal of
    Statistics, 6(2), 65-70. Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery
    rate. Journal of the Royal Statistical Society, Series B, 57(1), 289-300. Sidak, Z. (1967).
    Computed by ``statsmodels.stats.multitest.multipletests``.

    Examples
    --------
    >>> adjusted_p([0.01, 0.02, 0.04]).round(3).tolist()
    [0.03, 0.04, 0.04]
    """
    from statsmodels.stats.multitest import multipletests

    checks.one_of(method, "method", tuple(_METHODS))
    values = checks.column(p, "p", most=1)
    index = checks.index_of(p)
    if not len(values):
        raise ValueError("p must hold the p-value of each test, such as [0.01, 0.2].")
    _, adjusted, _, _ = multipletests(values, method=_METHODS[method])
    labels = pd.RangeIndex(len(values)) if index is None else index
    return pd.Series(np.minimum(adjusted, 1.0), labels, name="p")


def family_error(tests: int, alpha: float = 0.05) -> float:
    """Compute the chance that at least one of several independent true nulls looks significant.

    Parameters
    ----------
    tests : int
        How many metrics, segments or variants are tested.
    alpha : float
        Level of each.

    Returns
    -------
    float
        ``1 - (1 - alpha) ** tests``; tests that go together give less.

    Examples
    --------
    >>> round(family_error(20), 2)
    0.64
    """
    number, level = checks.whole(tests, "tests", 1), checks.level(alpha, "alpha", "0.05")
    return float(-np.expm1(number * np.log1p(-level)))

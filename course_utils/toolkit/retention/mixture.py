"""Segments that each keep one retention rate, mixed: the smallest case of unlike customers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

import course_utils.toolkit.retention._curves as _curves
from course_utils.toolkit.common import checks
from course_utils.toolkit.common.checks import Floats

__all__ = ["mixture_retention", "mixture_shares", "mixture_survival"]


def mixture_survival(shares: Any, retention: Any, periods: int) -> pd.Series:
    """Return the share of a cohort that is left at each age when segments leave at unlike rates.

    Parameters
    ----------
    shares : array-like of float, shape (segments,)
        The share of each segment among those who begin, fractions that sum to 1.
    retention : array-like of float, shape (segments,)
        The share of each segment that stays in any period, a fraction that never changes. Two
        Series are joined by their index.
    periods : int
        How far to go.

    Returns
    -------
    Series
        Fractions by age, from 1 at age 0 to age `periods`.

    Examples
    --------
    >>> mixture_survival([0.5, 0.5], [0.9, 0.5], 2).round(3).tolist()
    [1.0, 0.7, 0.53]
    """
    return _curves.over_ages(_left(shares, retention, periods).sum(axis=0), 0, "survival")


def mixture_retention(shares: Any, retention: Any, periods: int) -> pd.Series:
    """Return the retention rate of the whole at each age when each segment keeps its own.

    Parameters
    ----------
    shares, retention, periods
        As for `mixture_survival`.

    Returns
    -------
    Series
        Fractions by age 1 to `periods`, NaN once nobody is left. It rises towards the rate of the
        most loyal segment, although no segment's rate changes.

    References
    ----------
    Vaupel, J. W. and Yashin, A. I. (1985). Heterogeneity's ruses: some surprising effects of
    selection on population dynamics. The American Statistician, 39(3), 176-185.

    Examples
    --------
    >>> mixture_retention([0.5, 0.5], [0.9, 0.5], 2).round(3).tolist()
    [0.7, 0.757]
    """
    left = _left(shares, retention, periods).sum(axis=0)
    with np.errstate(invalid="ignore"):
        rates = left[1:] / np.where(left[:-1] > 0, left[:-1], np.nan)
    return _curves.over_ages(rates, 1, "retention")


def mixture_shares(shares: Any, retention: Any, periods: int) -> pd.DataFrame:
    """Return which segments those who are left belong to at each age.

    Parameters
    ----------
    shares, retention, periods
        As for `mixture_survival`.

    Returns
    -------
    DataFrame
        One row an age, one column a segment, fractions that sum to 1; NaN once nobody is left.
    """
    left = _left(shares, retention, periods)
    whole = left.sum(axis=0)
    found = (left / np.where(whole > 0, whole, np.nan)).T
    names = shares.index if isinstance(shares, pd.Series) else pd.RangeIndex(len(left))
    return pd.DataFrame(found, index=pd.RangeIndex(len(found), name="age"), columns=names)


def _left(shares: Any, retention: Any, periods: Any) -> Floats:
    given, _ = checks.aligned({"shares": shares, "retention": retention})
    share = checks.column(given["shares"], "shares", most=1.0)
    stay = checks.column(given["retention"], "retention", most=1.0)
    checks.same_length({"shares": share, "retention": stay})
    if not np.isclose(share.sum(), 1):
        raise ValueError("shares must be fractions that sum to 1 such as [0.6, 0.4].")
    return share[:, None] * stay[:, None] ** np.arange(_curves.horizon(periods) + 1)

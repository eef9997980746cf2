"""How alike two rankings are, and how far a need is from being met."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from course_utils.toolkit.common import checks

__all__ = ["RankAgreement", "opportunity_scores", "rank_agreement"]


class RankAgreement(NamedTuple):
    """How alike two rankings are; see `rank_agreement`."""

    kendall: float
    """Kendall's tau-b, from -1 (turned round) to 1 (the same)."""
    kendall_p: float
    """Two-sided p-value of no agreement."""
    spearman: float
    """Spearman's rho, from -1 to 1."""
    spearman_p: float
    """Two-sided p-value of no agreement."""


def rank_agreement(first: Any, second: Any) -> RankAgreement:
    """Measure how far two rankings or scores of the same items agree.

    Kendall's tau is the share of pairs in the same order less the share in the other, with ties
    allowed for (tau-b): 0.6 says that four pairs of five agree. Spearman's rho is the correlation
    of the ranks, which minds one far jump more than several small ones.

    Parameters
    ----------
    first, second : array-like or Series, shape (n,), n >= 2
        Ranks or scores, both with the same end up. Series are joined by their index.

    Returns
    -------
    RankAgreement
        NaN where one of the two has the same value for all. P-values are exact for Kendall in small
        samples without ties, and by Student's t for Spearman (NaN below three items).

    References
    ----------
    Kendall, M. G. (1938). A new measure of rank correlation. Biometrika 30(1-2), 81-93. Computed
    by ``scipy.stats.kendalltau`` and ``scipy.stats.spearmanr``.

    Examples
    --------
    >>> round(rank_agreement([1, 2, 3, 4], [1, 2, 4, 3]).kendall, 3)
    0.667
    """
    from scipy.stats import kendalltau, spearmanr

    given, _ = checks.aligned({"first": first, "second": second})
    one, two = (checks.column(values, what, least=-np.inf) for what, values in given.items())
    if checks.same_length({"first": one, "second": two}) < 2:
        raise ValueError("Two rankings need two items at least to be compared; pass more.")
    if len(np.unique(one)) == 1 or len(np.unique(two)) == 1:
        return RankAgreement(math.nan, math.nan, math.nan, math.nan)
    tau, rho = kendalltau(one, two), spearmanr(one, two)
    rho_p = float(rho.pvalue) if len(one) > 2 else math.nan
    return RankAgreement(float(tau.statistic), float(tau.pvalue), float(rho.statistic), rho_p)


def opportunity_scores(importance: Any, satisfaction: Any) -> pd.Series:
    """Compute Ulwick's opportunity score: importance + max(importance - satisfaction, 0).

    Importance counts twice where it is not met, and a need that is more than met is no bad mark.
    The score is no distance: both answers are ranks of feelings, so read the order.

    Parameters
    ----------
    importance, satisfaction : array-like or Series, shape (n,)
        From 0 to 10 for each need: Ulwick's are ten times the share of people who answer 4 or 5 of
        5. Series are joined by their index.

    Returns
    -------
    Series
        From 0 to 20; Ulwick calls needs above 10 opportunities.

    References
    ----------
    Ulwick, A. W. (2002). Turn customer input into innovation. Harvard Business Review 80(1), 91-97.
    Ulwick, A. W. (2005). What Customers Want. McGraw-Hill.

    Examples
    --------
    >>> opportunity_scores([9.5, 7.0], [3.2, 8.0]).tolist()
    [15.8, 7.0]
    """
    given, index = checks.aligned({"importance": importance, "satisfaction": satisfaction})
    wish, met = (checks.column(values, what, most=10) for what, values in given.items())
    checks.same_length({"importance": wish, "satisfaction": met})
    return pd.Series(wish + np.maximum(wish - met, 0), index=index, name="opportunity")

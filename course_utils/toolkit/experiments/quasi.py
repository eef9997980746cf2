"""When nobody was assigned at random: differences in differences."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from course_utils.toolkit.common import checks
from course_utils.toolkit.common.intervals import Interval
from course_utils.toolkit.experiments.ratios import numbers, ratio_difference

__all__ = ["DifferenceInDifferences", "difference_in_differences"]


class DifferenceInDifferences(NamedTuple):
    """The change of those who got something, less the change of those who did not."""

    effect: Interval
    """Treated change minus comparison change."""
    p: float
    """Two-sided p-value of the effect."""
    treated_change: float
    """Mean change of the treated."""
    comparison_change: float
    """Mean change of the others: what would have happened anyway, if the trends are parallel."""


def difference_in_differences(
    frame: pd.DataFrame,
    *,
    before: str,
    after: str,
    treated: str,
    unit: str | None = None,
    confidence: float = 0.95,
) -> DifferenceInDifferences:
    """Compare how much two groups changed.

    It is an effect only if the two would have moved alike without the treatment. Call it on two
    periods *before* the treatment as well: an effect there is a warning.

    Parameters
    ----------
    frame : DataFrame
        One row a person (or account), seen in both periods.
    before, after : str
        The columns of the outcome in each period, numbers or truth values.
    treated : str
        The yes-or-no column of who got it.
    unit : str, optional
        What is independent, such as the account of each person; without it each row is.
    confidence : float
        Confidence level of the interval.

    Returns
    -------
    DifferenceInDifferences

    References
    ----------
    Card, D. and Krueger, A. B. (1994). Minimum wages and employment. American Economic Review,
    84(4), 772-793. On errors by unit: Bertrand, M., Duflo, E. and Mullainathan, S. (2004). How much
    should we trust differences-in-differences estimates? Quarterly Journal of Economics, 119(1).
    """
    wanted = [before, after, treated] + ([] if unit is None else [unit])
    checks.need_columns(frame, wanted, "frame")
    if len(set(wanted)) < len(wanted):
        raise ValueError("before, after, treated and unit must name different columns.")
    got = checks.flags(frame[treated], treated)
    if got.all() or not got.any():
        raise ValueError(f"{treated} must be true for some and false for others: give both groups.")
    first, second = (numbers(frame, name) for name in (before, after))
    if np.isnan(first).any() or np.isnan(second).any():
        raise ValueError(
            f"{before} and {after} have gaps. Leave out whoever was not seen in both periods."
        )
    changes = pd.DataFrame(
        {
            "change": second - first,
            "variant": np.where(got, "treatment", "control"),
            "unit": np.arange(len(frame)) if unit is None else frame[unit].to_numpy(),
        }
    )
    found = ratio_difference(changes, numerator="change", unit="unit", confidence=confidence)
    return DifferenceInDifferences(
        found.difference, found.p, found.treatment.estimate, found.control.estimate
    )

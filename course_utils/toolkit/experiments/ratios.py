"""Ratio metrics of two arms: what is assigned is independent, what is counted often is not."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from course_utils.toolkit.common import checks
from course_utils.toolkit.common.checks import Floats
from course_utils.toolkit.common.intervals import Interval, normal_quantile, two_sided
from course_utils.toolkit.common.units import unit_numbers
from course_utils.toolkit.experiments.adjustment import in_treatment
from course_utils.toolkit.metrics.intervals import RatioMetric, ratio_metric

__all__ = ["RatioDifference", "bootstrap_ratio_difference", "ratio_difference"]


@dataclass(frozen=True)
class RatioDifference:
    """A ratio metric of the treatment less that of the control."""

    difference: Interval
    """Absolute, with units as the independent pieces."""
    standard_error: float
    """Of the difference, with units as the independent pieces."""
    naive_standard_error: float
    """What it would be if every row were an independent piece."""
    p: float
    """Two-sided p-value of the z-test."""
    naive_p: float
    """The p-value that takes every row for an independent piece."""
    control: RatioMetric
    """The control's ratio."""
    treatment: RatioMetric
    """The treatment's ratio."""


def ratio_difference(
    frame: pd.DataFrame,
    *,
    numerator: str,
    denominator: str | None = None,
    unit: str,
    variant: str = "variant",
    control: str = "control",
    confidence: float = 0.95,
) -> RatioDifference:
    """Compare a ratio of sums between two arms, by the delta method.

    Parameters
    ----------
    frame : DataFrame
        Rows may be finer than units: visits of users, users of accounts.
    numerator, denominator : str
        The columns that are summed and divided. Without a denominator the numerator's mean over the
        rows is compared. A column of truth values counts as 1 and 0.
    unit : str
        The column of what was *assigned* as one.
    variant, control : str
        The column that tells two arms apart, and the name of the control in it.
    confidence : float
        Confidence level of the interval.

    Returns
    -------
    RatioDifference

    References
    ----------
    Deng, A., Knoblich, U. and Lu, J. (2018). Applying the delta method in metric analytics. KDD
    2018, 233-242.
    """
    z = normal_quantile(confidence)
    x, y, units, treated = _sides(frame, numerator, denominator, unit, variant, control)
    control_ratio, treatment_ratio = (
        ratio_metric(x[arm], y[arm], units[arm], confidence) for arm in (~treated, treated)
    )
    for what, side in (("control", control_ratio), ("treatment", treatment_ratio)):
        if side.units < 2:
            raise ValueError(f"The {what} needs two units or more; it has {side.units}.")
    both = (control_ratio, treatment_ratio)
    error = math.hypot(*(side.standard_error for side in both))
    naive = math.hypot(*(side.naive_standard_error for side in both))
    if not error > 0 or not naive > 0:
        raise ValueError(f"{numerator} must vary between units: without spread there is no test.")
    difference = treatment_ratio.estimate - control_ratio.estimate
    return RatioDifference(
        Interval(difference, difference - z * error, difference + z * error),
        error,
        naive,
        two_sided(difference / error),
        two_sided(difference / naive),
        control_ratio,
        treatment_ratio,
    )


def bootstrap_ratio_difference(
    frame: pd.DataFrame,
    *,
    numerator: str,
    denominator: str | None = None,
    unit: str,
    variant: str = "variant",
    control: str = "control",
    confidence: float = 0.95,
    samples: int = 1000,
    seed: int = 0,
) -> Interval:
    """Compare a ratio of sums between two arms, by a bootstrap of whole units.

    Each sample draws as many units of each arm as there are, with replacement, with all their rows.
    It agrees with `ratio_difference` where there are many units, and asks for no formula.

    Parameters
    ----------
    frame, numerator, denominator, unit, variant, control, confidence
        As for `ratio_difference`.
    samples : int
        How many times to draw, at least 100.
    seed : int
        The same seed gives the same interval.

    Returns
    -------
    Interval
        Between percentiles of the differences.

    References
    ----------
    Efron, B. and Tibshirani, R. J. (1993). An Introduction to the Bootstrap. Chapman and Hall,
    chapters 8 and 13.
    """
    inside, draws = checks.level(confidence), checks.whole(samples, "samples", 100)
    bits = np.random.default_rng(checks.whole(seed, "seed"))
    x, y, units, treated = _sides(frame, numerator, denominator, unit, variant, control)
    ratios, estimates = [], []
    for arm in (~treated, treated):
        numbers, pieces = unit_numbers(units[arm], unit)
        if pieces < 2:
            raise ValueError("Each arm needs two units or more. Leave the experiment out.")
        # In their order by value, so that the draws do not depend on the order of the rows.
        sums = np.column_stack([np.bincount(numbers, values[arm], pieces) for values in (x, y)])
        sums = sums[np.lexsort(sums.T)]
        counts = bits.multinomial(pieces, np.full(pieces, 1 / pieces), size=draws)
        drawn = counts @ sums
        if (drawn[:, 1] <= 0).any():
            raise ValueError(
                "denominator must not be 0 for so many units that a sample can have none."
            )
        ratios.append(drawn[:, 0] / drawn[:, 1])
        estimates.append(float(x[arm].sum() / y[arm].sum()))
    low, high = np.quantile(ratios[1] - ratios[0], [0.5 - inside / 2, 0.5 + inside / 2])
    return Interval(estimates[1] - estimates[0], float(low), float(high))


def numbers(frame: pd.DataFrame, column: str) -> Floats:
    """Return a column of numbers, or one of truth values throughout."""
    truths = pd.api.types.is_bool_dtype(frame[column].dtype)
    return checks.vector(frame[column], column, truths=truths)


def _sides(
    frame: Any, numerator: Any, denominator: Any, unit: Any, variant: Any, control: Any
) -> tuple[np.ndarray, np.ndarray, pd.Series, np.ndarray]:
    wanted = [numerator, unit, variant] + ([] if denominator is None else [denominator])
    checks.need_columns(frame, wanted, "frame")
    if len(set(wanted)) < len(wanted):
        raise ValueError("numerator, denominator, unit and variant must name different columns.")
    treated = in_treatment(frame[variant], variant, control)
    checks.need_known(frame[unit], unit)
    checks.need_names(frame[unit], unit)
    x = numbers(frame, numerator)
    y = np.ones(len(frame)) if denominator is None else numbers(frame, denominator)
    if np.isnan(x).any() or np.isnan(y).any():
        raise ValueError("numerator and denominator have gaps. Drop those rows, or fill them.")
    if (y < 0).any() or any(y[arm].sum() <= 0 for arm in (~treated, treated)):
        raise ValueError("denominator must not be negative anywhere, nor 0 in a whole arm.")
    arms = pd.Series(treated).groupby(frame[unit].to_numpy()).nunique()
    if (arms > 1).any():
        raise ValueError(
            f"{unit} {arms.idxmax()!r} has rows in both arms. Name what was assigned as one."
        )
    return x, y, frame[unit].reset_index(drop=True), treated

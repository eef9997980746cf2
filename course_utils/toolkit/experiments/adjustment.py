"""CUPED: what people did before takes noise out of what they do after."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from course_utils.toolkit.common import checks
from course_utils.toolkit.common.intervals import Interval
from course_utils.toolkit.experiments.comparisons import of_moments

__all__ = ["Cuped", "cuped"]


@dataclass(frozen=True)
class Cuped:
    """A difference of means with and without the help of the time before."""

    difference: Interval
    """Adjusted: treatment minus control, in the metric's unit."""
    plain: Interval
    """The same without adjustment."""
    p: float
    """Two-sided p-value of the adjusted difference."""
    theta: float
    """What one unit more before is worth after."""
    correlation: float
    """Of before and after, within the arms, of those who have a before."""
    variance_kept: float
    """Variance of the adjusted difference over that of the plain one; about 1 - correlation^2."""


def cuped(
    frame: pd.DataFrame,
    *,
    outcome: str,
    before: str,
    variant: str = "variant",
    control: str = "control",
    confidence: float = 0.95,
    missing: str = "refuse",
) -> Cuped:
    """Compare two means after taking out what was so before the experiment.

    Each value becomes ``y - theta (x - mean(x))`` with ``theta = cov(x, y) / var(x)``, both taken
    within the arms; then the arms are compared by Welch. Theta over both arms together is as
    allowed: what was so before cannot depend on the treatment.

    Parameters
    ----------
    frame : DataFrame
        One row a unit that was assigned.
    outcome : str
        The metric.
    before : str
        A number about the same unit from *before* the assignment, often the same metric. Nothing
        that the treatment can have touched: that would take out part of the effect.
    variant, control : str
        The column that tells two arms apart, and the name of the control in it.
    confidence : float
        Confidence level of the intervals.
    missing : {"refuse", "group"}
        What to do with units whose `before` is missing, because they are new. "group" keeps them as
        a stratum of their own: theta comes from the others, and that there are new units in an arm
        by chance is taken out as well. Leaving them out would make the interval wider.

    Returns
    -------
    Cuped

    Raises
    ------
    ValueError
        Also where `outcome` is missing, or `before` is and `missing` does not say what to do.

    References
    ----------
    Deng, A., Xu, Y., Kohavi, R. and Walker, T. (2013). Improving the sensitivity of online
    controlled experiments by utilizing pre-experiment data. WSDM 2013, 123-132.
    """
    level = checks.level(confidence)
    checks.need_columns(frame, [outcome, before, variant], "frame")
    if len({outcome, before, variant}) < 3:
        raise ValueError("outcome, before and variant must name three columns.")
    treated = in_treatment(frame[variant], variant, control)
    checks.one_of(missing, "missing", ("refuse", "group"))
    y, past = checks.column(frame[outcome], outcome, least=-np.inf), frame[before]
    new = past.isna().to_numpy(bool) if missing == "group" else np.zeros(len(frame), dtype=bool)
    if new.all() and len(new):
        raise ValueError(f"{before} is missing for everybody, so it explains nothing. Drop it.")
    x = np.zeros(len(frame))
    x[~new] = checks.column(past[~new], before, least=-np.inf)
    arms = [~treated, treated]
    for arm in arms:
        if arm.sum() < 3:
            raise ValueError("frame needs three units or more in each arm.")
    centred = np.column_stack([x, y])
    for arm in arms:
        for part in (arm & ~new, arm & new):
            if part.any():
                centred[part] -= centred[part].mean(axis=0)
    (xx, xy), (_, yy) = centred[~new].T @ centred[~new]
    if xx <= 1e-12 * max(1.0, float((x**2).sum())):
        raise ValueError(f"{before} is the same for everybody, so it explains nothing. Drop it.")
    theta = float(xy / xx)
    adjusted = y - theta * np.where(new, 0.0, x - x[~new].mean())
    if new.any():
        # New or old is a second thing that was so before: worth the gap between them, within arms.
        old = np.where(new, 0.0, 1.0)
        rest = [(old[arm] - old[arm].mean(), adjusted[arm]) for arm in arms]
        worth = sum(float(o @ a) for o, a in rest) / max(1e-12, sum(float(o @ o) for o, _ in rest))
        adjusted -= worth * (old - old.mean())
    results = []
    for values in (y, adjusted):
        parts = [values[arm] for arm in arms]
        variances = [float(part.var(ddof=1)) / len(part) for part in parts]
        found = of_moments(
            [float(part.mean()) for part in parts],
            variances,
            [len(part) - 1 for part in parts],
            level,
        )
        results.append((found, sum(variances)))
    (plain, before_variance), (after, after_variance) = results
    return Cuped(
        difference=after.difference,
        plain=plain.difference,
        p=after.p,
        theta=theta,
        correlation=float(xy / np.sqrt(xx * yy)),
        variance_kept=after_variance / before_variance,
    )


def in_treatment(values: pd.Series, what: str, control: str) -> np.ndarray:
    """Say of each row whether it is not the control's; exactly two arms are wanted."""
    if not isinstance(control, str):
        raise TypeError(f"control must be the name of an arm such as 'control', not {control!r}.")
    checks.need_known(values, what)
    checks.need_names(values, what)
    names = list(pd.unique(values))
    if len(names) != 2 or control not in names:
        raise ValueError(
            f"{what} must tell two arms apart, one of them {control!r}; it has "
            f"{', '.join(map(repr, names)) or 'none'}. Name the control, or leave other arms out."
        )
    return (values != control).to_numpy(bool)

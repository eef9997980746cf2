"""How good probabilities were: Brier's score, its parts, and the logarithmic score."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from course_utils.toolkit.common import checks
from course_utils.toolkit.common.checks import Floats

__all__ = ["BrierParts", "brier", "brier_parts", "log_score"]


class BrierParts(NamedTuple):
    """What a Brier score is made of: ``uncertainty - resolution + reliability``."""

    reliability: float
    """How far the chances that were said lie from how often it came: 0 is calibrated."""
    resolution: float
    """How much what was said tells the cases apart: the more the better."""
    uncertainty: float
    """What saying the base rate every time would score."""


def brier(chances: Any, happened: Any) -> float:
    """Return the mean squared distance of chances from what happened.

    Parameters
    ----------
    chances : array-like of float, shape (n,)
        What was said, fractions.
    happened : array-like of bool
        Whether it came. Two Series are joined by their index.

    Returns
    -------
    float
        0 is perfect, 0.25 is saying one half every time, 1 is certain and wrong. Only saying what
        one believes makes it least. Brier's own score sums over both outcomes: twice this.

    References
    ----------
    Brier, G. W. (1950). Verification of forecasts expressed in terms of probability. Monthly
    Weather Review, 78(1), 1-3.

    Examples
    --------
    >>> round(brier([0.9, 0.6, 0.2], [True, False, False]), 6)
    0.136667
    """
    p, came = _forecasts(chances, happened)
    return float(((p - came) ** 2).mean())


def brier_parts(chances: Any, happened: Any) -> BrierParts:
    """Split a Brier score in calibration, resolution and what nobody can help.

    Parameters
    ----------
    chances, happened : array-like, shape (n,)
        As for `brier`. Cases of which one chance was said belong together, so say round numbers.

    Returns
    -------
    BrierParts

    References
    ----------
    Murphy, A. H. (1973). A new vector partition of the probability score. Journal of Applied
    Meteorology, 12(4), 595-600.

    Examples
    --------
    >>> brier_parts([0.5, 0.5], [True, False])
    BrierParts(reliability=0.0, resolution=0.0, uncertainty=0.25)
    """
    p, came = _forecasts(chances, happened)
    said, places, sizes = np.unique(p, return_inverse=True, return_counts=True)
    often = np.bincount(places, came.astype(np.float64)) / sizes
    base, weights = float(came.mean()), sizes / len(p)
    return BrierParts(
        float(weights @ (said - often) ** 2),
        float(weights @ (often - base) ** 2),
        base * (1 - base),
    )


def log_score(chances: Any, happened: Any) -> float:
    """Return the mean of minus the logarithm of the chance that was given to what happened.

    Parameters
    ----------
    chances, happened : array-like, shape (n,)
        As for `brier`.

    Returns
    -------
    float
        In natural units: 0 is perfect, 0.693 is saying one half every time. Infinite where
        something was called certain and did not come: that can never be made good.

    References
    ----------
    Good, I. J. (1952). Rational decisions. Journal of the Royal Statistical Society, Series B,
    14(1), 107-114.

    Examples
    --------
    >>> round(log_score([0.5, 0.5], [True, False]), 6)
    0.693147
    """
    p, came = _forecasts(chances, happened)
    given = np.where(came, p, 1 - p)
    if (given == 0).any():
        return math.inf
    return float(-np.log(given).mean())


def _forecasts(chances: Any, happened: Any) -> tuple[Floats, npt.NDArray[np.bool_]]:
    given, _ = checks.aligned({"chances": chances, "happened": happened})
    p = checks.column(given["chances"], "chances", most=1.0)
    came = checks.flags(given["happened"], "happened")
    if len(p) != len(came) or not len(p):
        raise ValueError(
            "chances and happened must hold one value for each forecast, at least one; they have "
            f"{len(p)} and {len(came)}."
        )
    return p, came

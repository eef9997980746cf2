"""How far a significant result can be believed: false positives, and winners that shrink."""

from __future__ import annotations

import math
from typing import NamedTuple

from course_utils.toolkit.common import checks

__all__ = ["DesignErrors", "false_positive_risk", "winners_curse"]


class DesignErrors(NamedTuple):
    """What a design makes of its significant results; see `winners_curse`."""

    power: float
    """Chance of a significant result."""
    sign: float
    """Type S: share of significant results that point the wrong way."""
    exaggeration: float
    """Type M: mean size of significant results over the true effect."""


def false_positive_risk(success_rate: float, false_win: float = 0.025, power: float = 0.8) -> float:
    """Compute the share of "winners" that are none.

    Of all ideas the share `success_rate` truly works. Of those a test finds `power`; of the others
    it calls `false_win` a win. The p-value is a statement about chance where nothing works; this is
    the one that people take it for.

    Parameters
    ----------
    success_rate : float
        Share of ideas like this that truly work, from earlier experiments.
    false_win : float
        Chance that an idea that does nothing wins: half of a two-sided alpha of 5 %.
    power : float
        Chance that an idea that works is found.

    Returns
    -------
    float
        ``false_win (1 - s) / (false_win (1 - s) + power s)``.

    References
    ----------
    Kohavi, R., Deng, A. and Vermeer, L. (2022). A/B testing intuition busters. KDD 2022, 3168-3177.

    Examples
    --------
    >>> round(false_positive_risk(0.08), 3)
    0.264
    """
    works = checks.fraction(success_rate, "success_rate", "0.1")
    wrong = checks.level(false_win, "false_win", "0.025") * (1 - works)
    right = checks.level(power, "power", "0.8") * works
    return wrong / (wrong + right)


def winners_curse(effect: float, standard_error: float, alpha: float = 0.05) -> DesignErrors:
    """Compute how often a significant result has the wrong sign, and how much it exaggerates.

    Parameters
    ----------
    effect : float
        A true effect that is plausible, from outside this experiment; not 0.
    standard_error : float
        Of the experiment's estimate, in the same unit.
    alpha : float
        Two-sided level.

    Returns
    -------
    DesignErrors

    References
    ----------
    Gelman, A. and Carlin, J. (2014). Beyond power calculations: assessing type S (sign) and type M
    (magnitude) errors. Perspectives on Psychological Science, 9(6), 641-651. The mean is computed
    and not simulated.

    Examples
    --------
    >>> found = winners_curse(2, 8.1)
    >>> round(found.power, 2), round(found.sign, 2), round(found.exaggeration, 1)
    (0.06, 0.24, 9.5)
    """
    from scipy.special import ndtr, ndtri

    true = checks.number(effect, "effect", "0.02")
    error = checks.number(standard_error, "standard_error", "0.01")
    if true == 0:
        raise ValueError(
            "effect must not be 0: then every significant result is a false positive. Give an effect "
            "that is plausible."
        )
    if error <= 0:
        raise ValueError(f"standard_error must be above 0 such as 0.01, not {standard_error!r}.")
    limit = -float(ndtri(checks.level(alpha, "alpha", "0.05") / 2))
    shift = abs(true) / error
    high, low = float(ndtr(shift - limit)), float(ndtr(-shift - limit))
    if not math.isfinite(shift) or shift < 1e-6:
        raise ValueError("effect must not be nothing beside standard_error: give both in one unit.")
    size = shift * (high - low) + _density(limit - shift) + _density(limit + shift)
    return DesignErrors(high + low, low / (high + low), size / (high + low) / shift)


def _density(z: float) -> float:
    return math.exp(-0.5 * z * z) / math.sqrt(2 * math.pi)

"""Looking more than once without fooling oneself: group sequential bounds, computed.

The bounds come from the recursion of Armitage, McPherson and Rowe (1969): the distribution of the
score at one look, cut off at the bounds, is carried to the next look by numerical integration.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from course_utils.toolkit.common import checks
from course_utils.toolkit.common.checks import Floats

__all__ = [
    "crossing_chances",
    "obrien_fleming",
    "peeking_risk",
    "pocock",
    "spending_bounds",
]

FAR = 12.0
"""Scores beyond this many standard deviations are taken not to happen."""
MOST_LOOKS = 400


def crossing_chances(bounds: Any, information: Any = None, drift: float = 0.0) -> pd.Series:
    """Compute the chance that a score first leaves its bounds at each look.

    Parameters
    ----------
    bounds : array-like of float, shape (looks,)
        Bound of the z score at each look, symmetric and in the order of the looks; 8 is never
        crossed.
    information : array-like of float, shape (looks,), optional
        Share of all data there at each look, rising to at most 1; equal steps if not given.
    drift : float
        Expected z score with all data: 0 without an effect, 2.8 for one that is found with 80 %.

    Returns
    -------
    Series, by look
        Chances; their sum is the risk of a false alarm (or, with a drift, the power).

    References
    ----------
    Armitage, P., McPherson, C. K. and Rowe, B. C. (1969). Repeated significance tests on
    accumulating data. Journal of the Royal Statistical Society, Series A, 132(2), 235-244.
    Jennison, C. and Turnbull, B. W. (2000). Group Sequential Methods with Applications to Clinical
    Trials. Chapman and Hall, chapter 19.

    Examples
    --------
    >>> crossing_chances([1.96, 1.96]).round(3).tolist()
    [0.05, 0.033]
    """
    given, _ = checks.aligned({"bounds": bounds, "information": information})
    limits = checks.column(given["bounds"], "bounds", above=0)
    if not len(limits):
        raise ValueError("bounds must hold a z score for each look, such as [2.18, 2.18].")
    times = _information(given["information"], len(limits))
    mean = checks.number(drift, "drift", "2.8")
    if abs(mean) > FAR:
        raise ValueError(f"drift must be a z score between -{FAR:g} and {FAR:g}, not {drift!r}.")
    walk = _Walk(mean)
    chances = [walk.look(z, t) for z, t in zip(limits, times, strict=True)]
    return pd.Series(chances, pd.RangeIndex(1, len(limits) + 1, name="look"), name="chance")


def peeking_risk(looks: int, alpha: float = 0.05) -> float:
    """Compute how often at least one of several looks shows "significance" where nothing is.

    Parameters
    ----------
    looks : int
        Looks at equal steps, each judged as if it were the only one.
    alpha : float
        Two-sided level of each look.

    Returns
    -------
    float
        A fraction: 0.05 for one look, 0.142 for five, 0.248 for twenty.

    References
    ----------
    Armitage, McPherson and Rowe (1969), as for `crossing_chances`.

    Examples
    --------
    >>> round(peeking_risk(5), 3)
    0.142
    """
    number, z = _looks(looks), _z(alpha)
    return float(crossing_chances(np.full(number, z)).sum())


def pocock(looks: int, alpha: float = 0.05) -> pd.DataFrame:
    """Compute Pocock's bounds: the same score at every look.

    Parameters
    ----------
    looks : int
        Looks at equal steps, the last with all data.
    alpha : float
        Two-sided level of the whole test.

    Returns
    -------
    DataFrame, by look
        ``information`` (share of all data), ``z`` (stop where the score is as far from 0),
        ``p`` (the same as a p-value) and ``spent`` (alpha used up to there).

    References
    ----------
    Pocock, S. J. (1977). Group sequential methods in the design and analysis of clinical trials.
    Biometrika, 64(2), 191-199. Jennison and Turnbull (2000), table 2.1.

    Examples
    --------
    >>> pocock(5)["z"].round(3).tolist()
    [2.413, 2.413, 2.413, 2.413, 2.413]
    """
    return _shaped(_looks(looks), alpha, lambda times: np.ones(len(times)))


def obrien_fleming(looks: int, alpha: float = 0.05) -> pd.DataFrame:
    """Compute the bounds of O'Brien and Fleming: very high at first, near 1.96 at the end.

    Parameters
    ----------
    looks : int
        Looks at equal steps, the last with all data.
    alpha : float
        Two-sided level of the whole test.

    Returns
    -------
    DataFrame, by look
        As for `pocock`; the bound at look k of K is ``C sqrt(K / k)``.

    References
    ----------
    O'Brien, P. C. and Fleming, T. R. (1979). A multiple testing procedure for clinical trials.
    Biometrics, 35(3), 549-556. Jennison and Turnbull (2000), table 2.3.

    Examples
    --------
    >>> obrien_fleming(5)["z"].round(2).tolist()
    [4.56, 3.23, 2.63, 2.28, 2.04]
    """
    return _shaped(_looks(looks), alpha, lambda times: 1 / np.sqrt(times))


def spending_bounds(
    information: Any, alpha: float = 0.05, spending: str = "obrien_fleming"
) -> pd.DataFrame:
    """Compute the bounds of Lan and DeMets, for looks that come when they come.

    Parameters
    ----------
    information : array-like of float, shape (looks,)
        Share of all data there at each look, rising, at most 1.
    alpha : float
        Two-sided level of the whole test.
    spending : {"obrien_fleming", "pocock"}
        How much of alpha may be used up at share t. Each side of alpha/2 spends
        ``2 - 2 Phi(z[alpha/4] / sqrt(t))`` or ``alpha/2 log(1 + (e - 1) t)``.

    Returns
    -------
    DataFrame, by look
        As for `pocock`. Before the last look less than alpha is spent.

    References
    ----------
    Lan, K. K. G. and DeMets, D. L. (1983). Discrete sequential boundaries for clinical trials.
    Biometrika, 70(3), 659-663.

    Examples
    --------
    >>> spending_bounds([0.5, 1.0])["z"].round(2).tolist()
    [2.96, 1.97]
    """
    from scipy.special import ndtr, ndtri

    given = checks.column(information, "information", above=0, most=1)
    if not len(given):
        raise ValueError("information must hold the share of data at each look: [0.5, 1.0].")
    times = _information(given, len(given))
    level = checks.level(alpha, "alpha", "0.05")
    checks.one_of(spending, "spending", ("obrien_fleming", "pocock"))
    if spending == "pocock":
        used = level * np.log(1 + (math.e - 1) * times)
    else:
        used = 4 * ndtr(float(ndtri(level / 4)) / np.sqrt(times))
    walk, bounds = _Walk(0.0), []
    for time, new in zip(times, np.diff(used, prepend=0.0), strict=True):
        bounds.append(walk.bound_for(float(new), float(time)))
        walk.look(bounds[-1], float(time))
    return _table(times, np.array(bounds))


# The recursion -----------------------------------------------------------------------------------


class _Walk:
    """A score that has not left its bounds yet, at one look after the other.

    The sum of the data has the variance of the information, so its steps are independent; its
    density inside the bounds is kept at the nodes of a Gauss-Legendre rule.
    """

    def __init__(self, drift: float) -> None:
        self.drift = drift
        self.time = 0.0
        self.nodes = np.zeros(1)
        self.mass = np.ones(1)
        """Density times weight; at the beginning all of it is at 0."""

    def outside(self, z: float, time: float) -> float:
        """Return the chance to be beyond a bound at the next look."""
        from scipy.special import ndtr

        step = math.sqrt(time - self.time)
        end, here = z * math.sqrt(time), self.nodes + self.drift * (time - self.time)
        return float((self.mass * (ndtr((here - end) / step) + ndtr((-end - here) / step))).sum())

    def look(self, z: float, time: float) -> float:
        """Go to the next look; return the chance to leave there."""
        left = self.outside(z, time)
        step = math.sqrt(time - self.time)
        end = min(z, FAR) * math.sqrt(time)
        unit, weights = _rule(min(1500, max(60, 20 * math.ceil(0.6 * end / step))))
        nodes = end * unit
        moved = (nodes[:, None] - self.nodes - self.drift * (time - self.time)) / step
        density = np.exp(-0.5 * moved**2) / (step * math.sqrt(2 * math.pi))
        self.mass = end * weights * (density @ self.mass)
        self.nodes, self.time = nodes, time
        return left

    def bound_for(self, chance: float, time: float) -> float:
        """Return the bound that is left with a chance at the next look."""
        from scipy.optimize import brentq

        if chance <= self.outside(FAR, time):
            return FAR
        return float(brentq(lambda z: self.outside(z, time) - chance, 1e-6, FAR, xtol=1e-10))


@lru_cache(maxsize=64)
def _rule(nodes: int) -> tuple[Floats, Floats]:
    return np.polynomial.legendre.leggauss(nodes)


def _shaped(looks: int, alpha: Any, shape: Any) -> pd.DataFrame:
    from scipy.optimize import brentq

    level = checks.level(alpha, "alpha", "0.05")
    times = np.arange(1, looks + 1) / looks
    form = shape(times)

    def risk(constant: float) -> float:
        return float(crossing_chances(constant * form, times).sum()) - level

    constant = _z(level)
    if looks > 1:
        constant = float(brentq(risk, constant, constant + 4, xtol=1e-9))
    return _table(times, constant * form)


def _table(times: Floats, bounds: Floats) -> pd.DataFrame:
    from scipy.special import ndtr

    spent = crossing_chances(bounds, times).cumsum()
    return pd.DataFrame(
        {
            "information": times,
            "z": bounds,
            "p": 2 * ndtr(-bounds),
            "spent": spent.to_numpy(),
        },
        index=spent.index,
    )


def _looks(looks: Any) -> int:
    number = checks.whole(looks, "looks", 1)
    if number > MOST_LOOKS:
        raise ValueError(
            f"looks must be at most {MOST_LOOKS}; for looks without end call always_valid_p."
        )
    return number


def _z(alpha: Any) -> float:
    from scipy.special import ndtri

    return float(-ndtri(checks.level(alpha, "alpha", "0.05") / 2))


def _information(information: Any, looks: int) -> Floats:
    if looks > MOST_LOOKS:
        raise ValueError(
            f"bounds must be of at most {MOST_LOOKS} looks; for more call always_valid_p."
        )
    if information is None:
        return np.arange(1, looks + 1) / looks
    times = checks.column(information, "information", above=0, most=1)
    if len(times) != looks or (np.diff(times) < 1e-4).any() or times[0] < 1e-6:
        raise ValueError(
            "information must rise from look to look, a share for each, such as [0.5, 1.0]."
        )
    return times

"""Estimates as ranges, and ranks as probabilities."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import numpy as np
import pandas as pd

from course_utils.toolkit.common import checks
from course_utils.toolkit.common.checks import Floats
from course_utils.toolkit.common.intervals import normal_quantile

__all__ = [
    "LogNormal",
    "ThreePoint",
    "draws",
    "lognormal",
    "lognormal_from_cv",
    "outranks",
    "rank_shares",
    "three_point",
    "top_shares",
]

Shape = Literal["triangular", "pert"]


@dataclass(frozen=True)
class ThreePoint:
    """A quantity between a lowest and a highest value, with a most likely one; see `three_point`."""

    low: float
    mode: float
    high: float
    shape: Shape

    @property
    def mean(self) -> float:
        """Triangular: (low + mode + high) / 3. PERT: (low + 4 mode + high) / 6."""
        if self.shape == "triangular":
            return (self.low + self.mode + self.high) / 3
        return (self.low + 4 * self.mode + self.high) / 6

    @property
    def standard_deviation(self) -> float:
        """Of the distribution that is drawn from."""
        a, m, b = self.low, self.mode, self.high
        if self.shape == "triangular":
            return math.sqrt((a * a + m * m + b * b - a * m - a * b - m * b) / 18)
        return math.sqrt((self.mean - a) * (b - self.mean) / 7)

    @property
    def sixth(self) -> float:
        """(high - low) / 6: the standard deviation in the first PERT tables, a rule of thumb."""
        return (self.high - self.low) / 6

    def cdf(self, x: Any) -> Floats:
        """Return the probability of at most `x`."""
        points = np.asarray(x, dtype=np.float64)
        a, m, b = self.low, self.mode, self.high
        if a == b:
            return (points >= a).astype(np.float64)
        if self.shape == "pert":
            from scipy.special import betainc

            return np.asarray(betainc(*self._beta(), np.clip((points - a) / (b - a), 0, 1)))
        inside = np.clip(points, a, b)
        below = (inside - a) ** 2 / ((b - a) * max(m - a, 1e-300))
        above = 1 - (b - inside) ** 2 / ((b - a) * max(b - m, 1e-300))
        return np.asarray(np.where(inside <= m, below if m > a else 0.0, above))

    def pdf(self, x: Any) -> Floats:
        """Return the density at `x`; the width must not be 0."""
        points = np.asarray(x, dtype=np.float64)
        a, m, b = self.low, self.mode, self.high
        if self.shape == "pert":
            from scipy.stats import beta

            return np.asarray(beta.pdf((points - a) / (b - a), *self._beta()) / (b - a))
        up = 2 * (points - a) / ((b - a) * max(m - a, 1e-300))
        down = 2 * (b - points) / ((b - a) * max(b - m, 1e-300))
        inside = np.where(points <= m, up if m > a else 0.0, down if b > m else 0.0)
        return np.asarray(np.where((points >= a) & (points <= b), inside, 0.0))

    def _beta(self) -> tuple[float, float]:
        width = self.high - self.low
        return 1 + 4 * (self.mode - self.low) / width, 1 + 4 * (self.high - self.mode) / width


@dataclass(frozen=True)
class LogNormal:
    """A positive quantity whose logarithm is normal; see `lognormal`.

    Products and quotients of independent ones are of the same kind, so a RICE score of such
    estimates is known exactly.
    """

    mu: float
    """Mean of the logarithm."""
    sigma: float
    """Standard deviation of the logarithm; 0 for a number without doubt."""

    @property
    def median(self) -> float:
        """Half of the probability lies below it."""
        return math.exp(self.mu)

    @property
    def mean(self) -> float:
        """Above the median: the long tail pulls it."""
        return math.exp(self.mu + self.sigma**2 / 2)

    def interval(self, confidence: float = 0.9) -> tuple[float, float]:
        """Return the two ends that leave equal probability outside."""
        reach = normal_quantile(confidence) * self.sigma
        return math.exp(self.mu - reach), math.exp(self.mu + reach)

    def __mul__(self, other: LogNormal | float) -> LogNormal:
        its = _as_lognormal(other)
        return LogNormal(self.mu + its.mu, math.hypot(self.sigma, its.sigma))

    def __truediv__(self, other: LogNormal | float) -> LogNormal:
        its = _as_lognormal(other)
        return LogNormal(self.mu - its.mu, math.hypot(self.sigma, its.sigma))


def three_point(low: float, mode: float, high: float, shape: Shape = "pert") -> ThreePoint:
    """Make an estimate of three numbers: at the lowest, most likely, at the highest.

    Parameters
    ----------
    low, mode, high : float
        ``low <= mode <= high``. Nothing lies outside of low and high, which is a strong thing to
        say: people's ranges are usually too narrow.
    shape : {"pert", "triangular"}
        "pert" is the beta distribution whose mean is (low + 4 mode + high) / 6.

    References
    ----------
    Malcolm, D. G., Roseboom, J. H., Clark, C. E. and Fazar, W. (1959). Application of a technique
    for research and development program evaluation. Operations Research 7(5), 646-669.
    """
    checks.one_of(shape, "shape", ("pert", "triangular"))
    low, mode, high = (
        checks.number(value, what) for value, what in ((low, "low"), (mode, "mode"), (high, "high"))
    )
    if not math.isfinite(high - low) or not low <= mode <= high:
        raise ValueError(
            f"An estimate needs low <= mode <= high; you passed {low}, {mode}, {high}."
        )
    return ThreePoint(float(low), float(mode), float(high), shape)


def lognormal(low: float, high: float, confidence: float = 0.9) -> LogNormal:
    """Make a positive estimate of a range: the truth lies in it with probability `confidence`.

    Parameters
    ----------
    low, high : float
        ``0 < low <= high``; equal probability lies below and above.
    confidence : float
        A fraction. With 0.9 the ends are the 5th and the 95th percentile.
    """
    low, high = checks.number(low, "low"), checks.number(high, "high")
    if not 0 < low <= high:
        raise ValueError(f"A range needs 0 < low <= high; you passed {low} and {high}.")
    width = math.log(high) - math.log(low)
    mu = (math.log(high) + math.log(low)) / 2
    return LogNormal(mu, width / 2 / normal_quantile(confidence))


def lognormal_from_cv(mean: float, cv: float) -> LogNormal:
    """Make a positive estimate from its mean and its coefficient of variation.

    ``sigma^2 = ln(1 + cv^2)`` and ``mu = ln(mean) - sigma^2 / 2``.

    Parameters
    ----------
    mean : float
        More than 0.
    cv : float
        Standard deviation over mean, a fraction of at least 0: 0.5 says "give or take half".

    References
    ----------
    Aitchison, J. and Brown, J. A. C. (1957). The Lognormal Distribution. Cambridge University
    Press.

    Examples
    --------
    >>> found = lognormal_from_cv(100, 0.5)
    >>> round(found.mean, 6), round(found.median, 2)
    (100.0, 89.44)
    """
    centre, spread = checks.number(mean, "mean"), checks.number(cv, "cv", "0.5")
    if centre <= 0 or spread < 0:
        raise ValueError(f"mean must be more than 0 and cv at least 0; you passed {mean} and {cv}.")
    variance = math.log1p(spread**2)
    return LogNormal(math.log(centre) - variance / 2, math.sqrt(variance))


def outranks(a: ThreePoint | LogNormal, b: ThreePoint | LogNormal) -> float:
    """Compute the probability that `a` is greater than `b`, both independent.

    Without drawing: in closed form for two `LogNormal`, else by integrating the density of one
    times the distribution of the other (exact for triangles, to about 1e-9 for PERT). Two sure and
    equal numbers give 0.5.

    Parameters
    ----------
    a, b : ThreePoint or LogNormal
        Both of the same kind.
    """
    if isinstance(a, LogNormal) and isinstance(b, LogNormal):
        from scipy.special import ndtr

        spread = math.hypot(a.sigma, b.sigma)
        if spread == 0:
            return float(np.heaviside(a.mu - b.mu, 0.5))
        return float(ndtr((a.mu - b.mu) / spread))
    if not (isinstance(a, ThreePoint) and isinstance(b, ThreePoint)):
        raise TypeError("Compare two three_point estimates or two lognormal ones, not a mixture.")
    if a.low == a.high:
        if b.low == b.high:
            return float(np.heaviside(a.low - b.low, 0.5))
        return float(b.cdf(a.low))
    if b.low == b.high:
        return float(1 - a.cdf(b.low))
    edges = sorted({a.low, a.mode, a.high, b.low, b.mode, b.high})
    nodes, heights = np.polynomial.legendre.leggauss(60)
    # Steps crowd at the ends of a piece, where a beta density has no derivatives.
    at = (nodes + 1) / 2
    steps = at**3 * (10 - 15 * at + 6 * at**2)
    slopes = heights / 2 * 30 * at**2 * (1 - at) ** 2
    total = 0.0
    for left, right in pairwise(edges):
        if right <= a.low or left >= a.high:
            continue
        points = left + (right - left) * steps
        total += float((slopes * a.pdf(points) * b.cdf(points)).sum()) * (right - left)
    return min(max(total, 0.0), 1.0)


def draws(
    low: Any, mode: Any, high: Any, n: int = 10_000, seed: int = 0, shape: Shape = "pert"
) -> Floats:
    """Draw values of several independent estimates at once.

    Parameters
    ----------
    low, mode, high : array-like, shape (k,)
        One estimate an item, ``low <= mode <= high``. Series are joined by their index, and the
        columns of the result are in the order of the first.
    n : int
        How many times.
    seed : int
        The same seed gives the same draws.
    shape : {"pert", "triangular"}
        As for `three_point`.

    Returns
    -------
    array, shape (n, k)
    """
    given, _ = checks.aligned({"low": low, "mode": mode, "high": high})
    a, m, b = (checks.column(values, what, least=-np.inf) for what, values in given.items())
    checks.same_length({"low": a, "mode": m, "high": b})
    if ((a > m) | (m > b)).any():
        raise ValueError("Each estimate needs low <= mode <= high; at least one has not.")
    checks.one_of(shape, "shape", ("pert", "triangular"))
    n, seed = checks.whole(n, "n", 1), checks.whole(seed, "seed")
    rng = np.random.default_rng(seed)
    width = np.where(b > a, b - a, 1.0)
    if shape == "triangular":
        middle = (m - a) / width
        u = rng.random((n, len(a)))
        found = np.where(u < middle, np.sqrt(u * middle), 1 - np.sqrt((1 - u) * (1 - middle)))
    else:
        found = rng.beta(1 + 4 * (m - a) / width, 1 + 4 * (b - m) / width, size=(n, len(a)))
    return np.asarray(a + found * (b - a))


def rank_shares(scores: pd.DataFrame) -> pd.DataFrame:
    """Turn draws of scores into the probability of each rank.

    Parameters
    ----------
    scores : DataFrame, shape (draws, items)
        One row a draw, one column an item; higher is better.

    Returns
    -------
    DataFrame
        Indexed by item, a column for each rank from 1; every row and every column sums to 1. Equal
        scores keep the order of the columns.
    """
    table = _scores(scores)
    order = np.argsort(-table, axis=1, kind="stable")
    counts = np.zeros((table.shape[1], table.shape[1]))
    for rank in range(table.shape[1]):
        counts[:, rank] = np.bincount(order[:, rank], minlength=table.shape[1])
    places = pd.Index(range(1, table.shape[1] + 1), name="rank")
    return pd.DataFrame(counts / len(table), index=scores.columns, columns=places)


def top_shares(scores: pd.DataFrame, k: int) -> pd.Series:
    """Return each item's probability to be among the first `k`.

    Parameters
    ----------
    scores : DataFrame, shape (draws, items)
        As for `rank_shares`.
    k : int
        From 1 to the number of items. The probabilities sum to `k`.
    """
    _scores(scores)
    if not 1 <= checks.whole(k, "k") <= scores.shape[1]:
        raise ValueError(f"k must be from 1 to {scores.shape[1]}, not {k}.")
    return rank_shares(scores).loc[:, :k].sum(axis=1).rename(f"in the first {k}")


def _scores(scores: pd.DataFrame) -> Floats:
    if not isinstance(scores, pd.DataFrame) or scores.empty:
        raise TypeError("scores must be a DataFrame with a row for each draw and a column an item.")
    table = checks.table(scores, "scores", gaps=True)
    if np.isnan(table).any():
        raise ValueError("scores has gaps: every draw needs a score for every item.")
    if not scores.columns.is_unique:
        raise ValueError("scores has an item twice. Give each column a name of its own.")
    return table


def _as_lognormal(value: LogNormal | float) -> LogNormal:
    if isinstance(value, LogNormal):
        return value
    if checks.number(value, "The other factor") <= 0:
        raise ValueError(f"A lognormal estimate is multiplied by positive numbers, not {value!r}.")
    return LogNormal(math.log(value), 0.0)

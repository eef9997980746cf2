"""How far a number may lie from the truth: the interval, and what every interval is made from."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from course_utils.toolkit.common import checks
from course_utils.toolkit.common.checks import Floats

__all__ = ["Interval"]


class Interval(NamedTuple):
    """An estimate with the interval around it, all in one unit.

    It unpacks: ``estimate, low, high = interval``.
    """

    estimate: float
    low: float
    high: float

    @property
    def margin(self) -> float:
        """Half the width of the interval, the number after "plus or minus"."""
        return (self.high - self.low) / 2

    def covers(self, value: float) -> bool:
        """Say whether `value` lies inside, the ends included."""
        return self.low <= value <= self.high


UNKNOWN = Interval(math.nan, math.nan, math.nan)
"""What can be said without data."""


def normal_quantile(confidence: Any) -> float:
    """Return the two-sided standard normal quantile, 1.96 at 0.95."""
    from scipy.special import ndtri

    return float(ndtri(0.5 + checks.level(confidence) / 2))


def two_sided(z: float) -> float:
    """Return the two-sided p-value of a standard normal score."""
    from scipy.special import ndtr

    return float(2 * ndtr(-abs(z)))


def t_interval(sample: Floats, confidence: Any) -> Interval:
    """Return a mean with Student's t interval; the ends are NaN with fewer than two values."""
    from scipy.special import stdtrit

    n = len(sample)
    upper = 0.5 + checks.level(confidence) / 2
    if not n:
        return UNKNOWN
    mean = float(sample.mean())
    if n < 2:
        return Interval(mean, math.nan, math.nan)
    margin = float(stdtrit(n - 1, upper) * sample.std(ddof=1) / math.sqrt(n))
    return Interval(mean, mean - margin, mean + margin)


def wilson(successes: int, trials: int, confidence: Any) -> Interval:
    """Return a rate with its Wilson score interval, of counts that are checked."""
    from statsmodels.stats.proportion import proportion_confint

    alpha = 1 - checks.level(confidence)
    if trials == 0:
        return UNKNOWN
    low, high = proportion_confint(successes, trials, alpha=alpha, method="wilson")
    # Rounding leaves about 1e-17 where the limit is exactly 0 or 1.
    low = 0.0 if successes == 0 else float(low)
    high = 1.0 if successes == trials else float(high)
    return Interval(successes / trials, low, high)


def counts(successes: Any, trials: Any) -> tuple[int, int]:
    """Return two whole numbers, the first at most the second."""
    given = []
    for value in (successes, trials):
        try:
            given.append(checks.whole(value, "successes and trials"))
        except ValueError:
            given.append(-1)
        except TypeError as error:
            raise TypeError("successes and trials must be two whole numbers.") from error
    if not 0 <= given[0] <= given[1]:
        raise ValueError(
            "successes and trials must be whole numbers with 0 <= successes <= trials; "
            f"you passed {successes!r} and {trials!r}."
        )
    return given[0], given[1]

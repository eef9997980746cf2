"""How many people a test needs, what it could see, and how long it takes."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from course_utils.toolkit.common import checks
from course_utils.toolkit.common.amounts import above_zero

__all__ = [
    "SampleSize",
    "design_effect",
    "means_mde",
    "means_power",
    "means_sample_size",
    "rates_mde",
    "rates_power",
    "rates_sample_size",
    "weeks_needed",
]

EXACT_LIMIT = 500
"""People an arm up to which exact power is computed: the work grows with their square."""


class SampleSize(NamedTuple):
    """People that each arm needs."""

    control: int
    treatment: int

    @property
    def total(self) -> int:
        """People in both arms together."""
        return self.control + self.treatment


def rates_sample_size(
    base: float,
    effect: float,
    *,
    relative: bool = False,
    alpha: float = 0.05,
    power: float = 0.8,
    ratio: float = 1.0,
    method: str = "pooled",
) -> SampleSize:
    """Compute the people an arm needs to see a difference of two rates.

    With ``p1 = base``, ``p2 = base + effect`` and ``r = ratio``, the pooled method solves::

        n = (z[alpha/2] sqrt((1 + 1/r) p (1 - p)) + z[power] sqrt(p1 q1 + p2 q2 / r))^2 / effect^2

    with ``p = (p1 + r p2) / (1 + r)``; the unpooled one has
    ``(z[alpha/2] + z[power])^2 (p1 q1 + p2 q2 / r) / effect^2``.

    Parameters
    ----------
    base : float
        Rate of the control, a fraction strictly between 0 and 1.
    effect : float
        Smallest effect worth finding, treatment minus control.
    relative : bool
        Whether `effect` is a share of `base`: 0.1 of a base of 0.05 is half a point.
    alpha : float
        Two-sided significance level.
    power : float
        Chance to find the effect if it is that large.
    ratio : float
        People in the treatment for each person in the control.
    method : {"pooled", "unpooled", "exact"}
        "exact" is the smallest equal size at which Fisher's exact test has the power, for up to
        500 people an arm.

    Returns
    -------
    SampleSize
        Per arm, rounded up.

    References
    ----------
    Fleiss, J. L., Levin, B. and Paik, M. C. (2003). Statistical Methods for Rates and Proportions,
    3rd edition, chapter 4. Wiley. The pooled method is that of R's ``power.prop.test``.

    Examples
    --------
    >>> rates_sample_size(0.5, 0.25, power=0.9)
    SampleSize(control=77, treatment=77)
    """
    p1, p2 = _two_rates(base, effect, relative)
    share = _ratio(ratio)
    goal = checks.level(power, "power", "0.8")
    checks.one_of(method, "method", ("pooled", "unpooled", "exact"))
    if method == "exact":
        return _exact_size(p1, p2, share, checks.level(alpha, "alpha", "0.05"), goal)
    za, zb = _quantile(1 - checks.level(alpha, "alpha", "0.05") / 2), _quantile(goal)
    null, other = _spreads(p1, p2, share, method)
    n = ((za * null + zb * other) / (p2 - p1)) ** 2
    if not math.isfinite(n):
        raise ValueError(
            f"effect is so small that no number of people would do: give more than {effect!r}."
        )
    return SampleSize(_up(n), _up(n * share))


def rates_power(
    base: float,
    effect: float,
    control: int,
    treatment: int | None = None,
    *,
    relative: bool = False,
    alpha: float = 0.05,
    method: str = "pooled",
) -> float:
    """Compute the chance that a test of two rates finds an effect.

    Parameters
    ----------
    base, effect, relative, alpha
        As for `rates_sample_size`.
    control, treatment : int
        People in each arm; equal arms if only one is given.
    method : {"pooled", "unpooled", "exact"}
        Normal approximations of the z-test, which leave out the chance to find the opposite, or the
        exact power of Fisher's test.

    Returns
    -------
    float
        A fraction. Computed for an effect that you would not want to miss, before the data; with
        the observed effect it says nothing that the p-value does not.

    References
    ----------
    As for `rates_sample_size`. On power after the fact: Hoenig, J. M. and Heisey, D. M. (2001). The
    abuse of power. The American Statistician, 55(1), 19-24.
    """
    p1, p2 = _two_rates(base, effect, relative)
    n1, n2 = _arms(control, treatment)
    level = checks.level(alpha, "alpha", "0.05")
    checks.one_of(method, "method", ("pooled", "unpooled", "exact"))
    if method == "exact":
        return _exact_power(p1, p2, n1, n2, level)
    return _normal_power(p1, p2, n1, n2, level, method)


def rates_mde(
    base: float,
    control: int,
    treatment: int | None = None,
    *,
    alpha: float = 0.05,
    power: float = 0.8,
    method: str = "pooled",
) -> float:
    """Compute the smallest rise of a rate that a test would find.

    Parameters
    ----------
    base, alpha, power
        As for `rates_sample_size`.
    control, treatment : int
        People in each arm; equal arms if only one is given.
    method : {"pooled", "unpooled"}
        As for `rates_sample_size`.

    Returns
    -------
    float
        Minimum detectable effect, absolute; over `base` it is the relative one.
    """
    start = _inside(base, "base")
    n1, n2 = _arms(control, treatment)
    level, goal = checks.level(alpha, "alpha", "0.05"), checks.level(power, "power", "0.8")
    checks.one_of(method, "method", ("pooled", "unpooled"))
    return _solved(
        lambda effect: _normal_power(start, start + effect, n1, n2, level, method) - goal,
        1 - start,
        goal > level / 2,
    )


def means_sample_size(
    sd: float,
    effect: float,
    *,
    relative_to: float | None = None,
    alpha: float = 0.05,
    power: float = 0.8,
    ratio: float = 1.0,
    method: str = "t",
) -> SampleSize:
    """Compute the people an arm needs to see a difference of two means.

    Parameters
    ----------
    sd : float
        Standard deviation of the metric between people, the same in both arms.
    effect : float
        Smallest effect worth finding, in the metric's unit.
    relative_to : float, optional
        The control's mean; `effect` is then a share of it.
    alpha, power, ratio
        As for `rates_sample_size`.
    method : {"t", "normal"}
        Power of Student's t-test, or its normal approximation
        ``n = (1 + 1/r) (z[alpha/2] + z[power])^2 sd^2 / effect^2``.

    Returns
    -------
    SampleSize
        Per arm, rounded up.

    References
    ----------
    Computed by ``statsmodels.stats.power.TTestIndPower`` and ``NormalIndPower``.

    Examples
    --------
    >>> means_sample_size(1.0, 1.0, power=0.9)
    SampleSize(control=23, treatment=23)
    """
    size = _standardised(sd, effect, relative_to)
    share, goal = _ratio(ratio), checks.level(power, "power", "0.8")
    level = checks.level(alpha, "alpha", "0.05")
    checks.one_of(method, "method", ("t", "normal"))
    normal = (1 + 1 / share) * ((_quantile(1 - level / 2) + _quantile(goal)) / size) ** 2
    if method == "normal" or normal > 1e6:  # there the two agree to a person
        return SampleSize(_up(normal), _up(normal * share))
    n = max(2, math.floor(normal) - 2)
    while _t_power(size, n, max(2, _up(n * share)), level) < goal:
        n += 1
    return SampleSize(n, max(2, _up(n * share)))


def means_power(
    sd: float,
    effect: float,
    control: int,
    treatment: int | None = None,
    *,
    relative_to: float | None = None,
    alpha: float = 0.05,
) -> float:
    """Compute the chance that a t-test of two means finds an effect.

    Parameters
    ----------
    sd, effect, relative_to, alpha
        As for `means_sample_size`.
    control, treatment : int
        People in each arm, 2 or more; equal arms if only one is given.

    Returns
    -------
    float
        A fraction.
    """
    size = _standardised(sd, effect, relative_to)
    n1, n2 = _arms(control, treatment, least=2)
    return _t_power(size, n1, n2, checks.level(alpha, "alpha", "0.05"))


def means_mde(
    sd: float,
    control: int,
    treatment: int | None = None,
    *,
    alpha: float = 0.05,
    power: float = 0.8,
) -> float:
    """Compute the smallest difference of two means that a t-test would find.

    Parameters
    ----------
    sd : float
        Standard deviation of the metric between people.
    control, treatment : int
        People in each arm, 2 or more; equal arms if only one is given.
    alpha, power
        As for `rates_sample_size`.

    Returns
    -------
    float
        Minimum detectable effect, in the metric's unit.
    """
    spread = above_zero(sd, "sd", "2.5")
    n1, n2 = _arms(control, treatment, least=2)
    level, goal = checks.level(alpha, "alpha", "0.05"), checks.level(power, "power", "0.8")
    widest = 1e3 * math.sqrt(1 / n1 + 1 / n2)
    return spread * _solved(
        lambda size: _t_power(size, n1, n2, level) - goal, widest, goal > level, whole=False
    )


def design_effect(size: float, icc: float) -> float:
    """Compute how much larger a test must be when groups are assigned and not people.

    Parameters
    ----------
    size : float
        People in a group, on average; groups are taken to be alike in size.
    icc : float
        Intraclass correlation: how much more alike people of one group are than others, from 0
        (not at all) to 1 (each group answers with one voice).

    Returns
    -------
    float
        ``1 + (size - 1) icc``; multiply the number of people by it.

    References
    ----------
    Kish, L. (1965). Survey Sampling. Wiley, chapter 5.

    Examples
    --------
    >>> design_effect(5, 0.25)
    2.0
    """
    people = checks.number(size, "size", "4.5")
    if people < 1:
        raise ValueError(f"size must be 1 or more people in a group, not {size!r}.")
    return 1 + (people - 1) * checks.fraction(icc, "icc", "0.1")


def weeks_needed(people: int, per_week: float) -> int:
    """Compute how many whole weeks it takes until enough people have come.

    Parameters
    ----------
    people : int
        People needed in all arms together.
    per_week : float
        New people a week who meet what is tested. The first week brings the most frequent people,
        later ones fewer: take the number of the whole span where you know it.

    Returns
    -------
    int
        Whole weeks, so that each day of the week is in the test equally often.

    Examples
    --------
    >>> weeks_needed(SampleSize(770, 770).total, 400)
    4
    """
    wanted = checks.whole(people, "people", 1)
    return math.ceil(wanted / above_zero(per_week, "per_week", "400") - 1e-9)


# What stands behind ------------------------------------------------------------------------------


def _quantile(share: float) -> float:
    from scipy.special import ndtri

    return float(ndtri(share))


def _up(people: float) -> int:
    return math.ceil(people - 1e-9)


def _inside(value: Any, what: str) -> float:
    rate = checks.number(value, what, "0.2")
    if not 0 < rate < 1:
        raise ValueError(
            f"{what} must be a rate strictly between 0 and 1 such as 0.2, not {value!r}: "
            "where nobody or everybody does it, there is nothing to compare."
        )
    return rate


def _effect(value: Any) -> float:
    found = checks.number(value, "effect", "0.02")
    if found == 0:
        raise ValueError(
            "effect must not be 0: no number of people shows that two things are exactly alike. "
            "Give the smallest effect that would change the decision."
        )
    return found


def _two_rates(base: Any, effect: Any, relative: Any) -> tuple[float, float]:
    p1, change = _inside(base, "base"), _effect(effect)
    if checks.yes_or_no(relative, "relative"):
        change *= p1
    p2 = p1 + change
    if not 0 < p2 < 1 or p2 == p1:
        raise ValueError(
            f"base and effect must give a rate between 0 and 1, not {p2:g}. "
            "A relative effect needs relative=True; an absolute one is in fractions, 0.02 for two "
            "points."
        )
    return p1, p2


def _ratio(ratio: Any) -> float:
    found = above_zero(ratio, "ratio", "1.0")
    if not 1e-3 <= found <= 1e3:
        raise ValueError(f"ratio must lie between 0.001 and 1000, not {ratio!r}.")
    return found


def _arms(control: Any, treatment: Any, least: int = 1) -> tuple[int, int]:
    one = checks.whole(control, "control", least)
    return one, one if treatment is None else checks.whole(treatment, "treatment", least)


def _spreads(p1: float, p2: float, share: float, method: str) -> tuple[float, float]:
    """Return the spread of a person's difference without and with the effect."""
    other = math.sqrt(p1 * (1 - p1) + p2 * (1 - p2) / share)
    if method == "unpooled":
        return other, other
    p = (p1 + share * p2) / (1 + share)
    return math.sqrt((1 + 1 / share) * p * (1 - p)), other


def _normal_power(p1: float, p2: float, n1: int, n2: int, alpha: float, method: str) -> float:
    from scipy.special import ndtr

    null, other = _spreads(p1, p2, n2 / n1, method)
    if other == 0:
        return 1.0
    score = (abs(p2 - p1) * math.sqrt(n1) - _quantile(1 - alpha / 2) * null) / other
    return float(ndtr(score))


def _exact_power(p1: float, p2: float, n1: int, n2: int, alpha: float) -> float:
    from scipy.stats import binom, hypergeom

    if max(n1, n2) > EXACT_LIMIT:
        raise ValueError(
            f'method must be "pooled" or "unpooled" with more than {EXACT_LIMIT} people an arm: '
            "there the approximation is as good."
        )
    first, second = binom.pmf(range(n1 + 1), n1, p1), binom.pmf(range(n2 + 1), n2, p2)
    found = 0.0
    for hits in range(n1 + n2 + 1):
        here = np.arange(max(0, hits - n2), min(hits, n1) + 1)
        chance = hypergeom.pmf(here, n1 + n2, n1, hits)
        order = np.argsort(chance)
        summed = np.cumsum(chance[order])
        # A table as likely as this one counts too, whatever rounding made of it.
        ends = np.searchsorted(chance[order], chance * (1 + 1e-7), side="right") - 1
        rejected = here[summed[ends] <= alpha]
        found += float((first[rejected] * second[hits - rejected]).sum())
    return min(found, 1.0)


def _exact_size(p1: float, p2: float, share: float, alpha: float, goal: float) -> SampleSize:
    if share != 1:
        raise ValueError('ratio must be 1 with method="exact"; choose "pooled" for unequal arms.')
    null, other = _spreads(p1, p2, 1, "pooled")
    rough = ((_quantile(1 - alpha / 2) * null + _quantile(goal) * other) / (p2 - p1)) ** 2
    n = max(2, math.floor(0.8 * rough))
    while _exact_power(p1, p2, n, n, alpha) < goal:
        n += 1
    return SampleSize(n, n)


def _standardised(sd: Any, effect: Any, relative_to: Any) -> float:
    spread, change = above_zero(sd, "sd", "2.5"), _effect(effect)
    if relative_to is not None:
        change *= above_zero(relative_to, "relative_to", "4.0")
    size = abs(change) / spread
    if not 1e-6 <= size <= 1e3:
        raise ValueError(
            f"effect must be between a millionth and a thousand standard deviations, not {size:g}. "
            "Give sd and effect in the same unit."
        )
    return size


def _t_power(size: float, n1: int, n2: int, alpha: float) -> float:
    from scipy.special import ndtr
    from scipy.stats import nct, t

    degrees, shift = n1 + n2 - 2, size / math.sqrt(1 / n1 + 1 / n2)
    limit = float(t.isf(alpha / 2, degrees))
    if shift - limit > 8:  # a certainty, to the last digit
        return 1.0
    if degrees > 100_000:  # where the t has become the normal, and nct loses its digits
        return float(ndtr(shift - limit) + ndtr(-shift - limit))
    opposite = float(nct.cdf(-limit, degrees, shift))
    # Of a chance too small to count, the library sometimes makes NaN.
    return float(nct.sf(limit, degrees, shift)) + (0.0 if math.isnan(opposite) else opposite)


def _solved(
    short: Callable[[float], float], most: float, possible: bool, whole: bool = True
) -> float:
    from scipy.optimize import brentq

    least, most = most * 1e-9, most * (1 - 1e-12)
    if not possible or short(most) < 0:
        wish = "no rate up to 1 is" if whole else "no effect is"
        raise ValueError(
            f"control and treatment are too few: {wish} found with that power. Give more people."
        )
    if short(least) >= 0:
        raise ValueError("power must be above alpha: an effect of nothing is found that often.")
    return float(brentq(short, least, most, xtol=1e-13, rtol=1e-12))

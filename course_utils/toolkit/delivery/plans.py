"""Plans by points and by estimates: velocity, capacity, burndown, PERT, many teams at once."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

import course_utils.toolkit.delivery._orders as _orders
from course_utils.toolkit.common import checks
from course_utils.toolkit.common.intervals import Interval

__all__ = [
    "PertSum",
    "all_on_time",
    "burndown",
    "focus_factor",
    "pert_sum",
    "sprint_capacity",
    "sprints_needed",
    "velocity_range",
]


@dataclass(frozen=True)
class PertSum:
    """Tasks one after the other, as PERT adds them up; see `pert_sum`."""

    mean: float
    """Sum of the tasks' means, in their unit."""
    standard_deviation: float
    """Root of the sum of their variances."""

    def chance(self, deadline: float) -> float:
        """Return the chance to be done by a deadline, from a normal distribution."""
        from scipy.special import ndtr

        limit = checks.number(deadline, "deadline", "16")
        if self.standard_deviation == 0:
            return float(limit >= self.mean)
        return float(ndtr((limit - self.mean) / self.standard_deviation))

    def by(self, confidence: float) -> float:
        """Return the time by which all is done with a confidence, a fraction."""
        from scipy.special import ndtri

        level = checks.level(confidence, like="0.85")
        return float(self.mean + ndtri(level) * self.standard_deviation)


def velocity_range(velocities: Any, confidence: float = 0.9) -> Interval:
    """Return a team's median velocity with the range in which its true median lies.

    The range runs between two of the sprints, takes no shape for granted, and is about one team:
    points of another team are another unit.

    Parameters
    ----------
    velocities : array-like of float, shape (sprints,)
        Points finished in each sprint, at least 0; missing ones are left out.
    confidence : float
        Confidence level of the range; at 0.9 it needs five sprints.

    Returns
    -------
    Interval
        Points a sprint. It is about the typical sprint, so about the pace over many; a single
        sprint strays further.

    Raises
    ------
    ValueError
        If there are too few sprints for the confidence.

    References
    ----------
    Cohn, M. (2009). Succeeding with Agile. Addison-Wesley, chapter 15.

    Examples
    --------
    >>> velocity_range([34, 27, 31, 40, 22, 30, 36, 28])
    Interval(estimate=30.5, low=27.0, high=36.0)
    """
    found = checks.sample(velocities, "velocities")
    level = checks.level(confidence, like="0.9")
    if (found < 0).any():
        raise ValueError(f"velocities must be at least 0; you passed {found.min():g}.")
    low, high = _orders.around(np.sort(found), 0.5, level)
    if math.isnan(low) or math.isnan(high):
        raise ValueError(
            f"velocities must have more than {len(found)} sprints for a confidence of {level:g}: "
            "give at least five for 0.9."
        )
    return Interval(float(np.median(found)), low, high)


def sprints_needed(points: float, velocity: Interval) -> Interval:
    """Return how many sprints a backlog takes at a velocity, at its best and at its worst.

    Parameters
    ----------
    points : float
        What is left to do, more than 0, in the points of the same team.
    velocity : Interval
        As `velocity_range` returns.

    Returns
    -------
    Interval
        Whole sprints: at the middle velocity, at the highest, at the lowest. Infinite where the
        velocity is 0. Work that is added on the way is not in it.

    Examples
    --------
    >>> sprints_needed(120, Interval(30.5, 27.0, 36.0))
    Interval(estimate=4.0, low=4.0, high=5.0)
    """
    size = checks.number(points, "points", "120")
    if size <= 0:
        raise ValueError(f"points must be more than 0, what is left to do; not {points!r}.")
    if not isinstance(velocity, Interval):
        raise TypeError(
            "velocity must be an Interval as velocity_range returns; you passed "
            f"{checks.kind(velocity)}."
        )
    pace = checks.column(list(velocity), "velocity")
    middle, slow, fast = (math.ceil(size / each - 1e-9) if each > 0 else math.inf for each in pace)
    return Interval(float(middle), float(fast), float(slow))


def sprint_capacity(days: Any, focus: float) -> float:
    """Return how much a team can take into a sprint.

    Parameters
    ----------
    days : array-like of float, shape (people,)
        Days that each person is there, at least 0, holidays and other duties taken off.
    focus : float
        What a day brings, as `focus_factor` returns: points a day, or the share of a day that goes
        into planned work. At least 0.

    Returns
    -------
    float
        Points, or days of planned work, as `focus` says.

    References
    ----------
    Kniberg, H. (2007). Scrum and XP from the Trenches. InfoQ.

    Examples
    --------
    >>> sprint_capacity([15, 15, 12], 0.5)
    21.0
    """
    factor = checks.number(focus, "focus", "0.7")
    if factor < 0:
        raise ValueError(f"focus must be at least 0 such as 0.7; you passed {focus!r}.")
    return float(checks.column(days, "days").sum() * factor)


def focus_factor(done: float, days: float) -> float:
    """Return what a day of the team brought in a past sprint.

    Parameters
    ----------
    done : float
        What was finished, in points or days of planned work, at least 0: not what was planned.
    days : float
        Days that people were there, all together, more than 0.

    Returns
    -------
    float
        For planning with the same unit; it is no measure of diligence, nor of another team.

    References
    ----------
    Kniberg, H. (2007). Scrum and XP from the Trenches. InfoQ.

    Examples
    --------
    >>> focus_factor(60, 80)
    0.75
    """
    work, there = checks.number(done, "done", "60"), checks.number(days, "days", "80")
    if work < 0 or there <= 0:
        raise ValueError(
            f"done must be at least 0 and days more than 0; you passed {done!r} and {days!r}."
        )
    return work / there


def burndown(scope: float, done: Any, added: Any = None) -> pd.DataFrame:
    """Return what is left after each period, with the change of scope told apart from the work.

    Parameters
    ----------
    scope : float
        What there was to do at the beginning, at least 0.
    done : array-like of float, shape (periods,)
        What was finished in each period, at least 0, in the same unit.
    added : array-like of float, shape (periods,), optional
        What came in in each period; negative where something was taken out. Two Series are joined
        by their index.

    Returns
    -------
    DataFrame
        One row a period from 0, the beginning: ``scope`` (all that there is to do by then),
        ``done`` (all that is finished by then), ``added`` (all that came in by then),
        ``remaining`` (scope - done) and ``without_change`` (what would remain had the scope stood
        still, never below 0). A remaining that does not fall may be a team that works and a scope
        that grows: look at both.

    Raises
    ------
    ValueError
        If more is done, or taken out, than there is.

    Examples
    --------
    >>> burndown(20, [5, 5], [0, 8])["remaining"].tolist()
    [20.0, 15.0, 18.0]
    """
    first = checks.number(scope, "scope", "40")
    if first < 0:
        raise ValueError(f"scope must be at least 0, what there is to do; not {scope!r}.")
    given, _ = checks.aligned({"done": done, **({} if added is None else {"added": added})})
    work = checks.column(given["done"], "done")
    change = (
        np.zeros(len(work))
        if added is None
        else checks.column(given["added"], "added", least=-np.inf)
    )
    checks.same_length({"done": work, "added": change})
    finished, came = (np.append(0.0, np.cumsum(each)) for each in (work, change))
    left = first + came - finished
    if (left < -1e-9).any():
        raise ValueError(
            f"More is done or taken out than there is by period {int(np.argmax(left < -1e-9))}. "
            "Give what came in as added, in the same unit."
        )
    return pd.DataFrame(
        {
            "scope": first + came,
            "done": finished,
            "added": came,
            "remaining": left,
            "without_change": np.maximum(first - finished, 0.0),
        },
        index=pd.RangeIndex(len(work) + 1, name="period"),
    )


def all_on_time(chances: Any) -> Interval:
    """Return the chance that all of several things are on time, each with a chance of its own.

    Parameters
    ----------
    chances : array-like of float, shape (things,)
        The chance of each to be on time, fractions. Missing ones are refused.

    Returns
    -------
    Interval
        The estimate is the product, right where they are independent. The ends are the least and
        the greatest that the chances allow, however they depend on each other (Frechet): things
        that are late for the same reasons lie above the product.

    References
    ----------
    Frechet, M. (1951). Sur les tableaux de correlation dont les marges sont donnees. Annales de
    l'Universite de Lyon, Section A, 14, 53-77.

    Examples
    --------
    >>> found = all_on_time([0.9] * 5)
    >>> round(found.estimate, 3), round(found.low, 3), found.high
    (0.59, 0.5, 0.9)
    """
    each = checks.column(chances, "chances", most=1.0)
    if not len(each):
        raise ValueError("chances is empty. Give the chance of at least one thing, such as 0.85.")
    return Interval(float(np.prod(each)), max(0.0, float(1 - (1 - each).sum())), float(each.min()))


def pert_sum(low: Any, mode: Any, high: Any) -> PertSum:
    """Add up tasks that are done one after the other, each estimated by three numbers.

    The mean of a task is ``(low + 4 mode + high) / 6``, its standard deviation ``(high - low) / 6``,
    and the sum is taken to be normal, the tasks independent. It is about one path. Where several
    paths meet, the end is later than any of them says: see `toolkit.risk.schedule`.

    Parameters
    ----------
    low, mode, high : array-like of float, shape (tasks,)
        ``0 <= low <= mode <= high`` for each task, in one unit of time. Series are joined by their
        index.

    Returns
    -------
    PertSum
        ``.chance(deadline)`` and ``.by(confidence)`` read it.

    References
    ----------
    Malcolm, D. G., Roseboom, J. H., Clark, C. E. and Fazar, W. (1959). Application of a technique
    for research and development program evaluation. Operations Research 7(5), 646-669.

    Examples
    --------
    >>> found = pert_sum([1, 2], [2, 4], [3, 12])
    >>> round(found.mean, 4), round(found.standard_deviation, 4)
    (7.0, 1.6997)
    """
    given, _ = checks.aligned({"low": low, "mode": mode, "high": high})
    a, m, b = (checks.column(values, what) for what, values in given.items())
    if not checks.same_length({"low": a, "mode": m, "high": b}):
        raise ValueError("low, mode and high are empty. Give at least one task.")
    if ((a > m) | (m > b)).any():
        raise ValueError("Each task needs low <= mode <= high; at least one has not.")
    return PertSum(float(((a + 4 * m + b) / 6).sum()), float(np.sqrt((((b - a) / 6) ** 2).sum())))

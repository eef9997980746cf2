"""When a plan with several paths ends, and how late such plans have been before."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

import course_utils.toolkit.delivery._orders as _orders
from course_utils.toolkit.common import checks
from course_utils.toolkit.common.checks import Floats
from course_utils.toolkit.delivery.times import percentile
from course_utils.toolkit.prioritisation.capacity import needs_of

__all__ = ["ReferenceClass", "Schedule", "reference_class", "schedule"]


@dataclass(frozen=True)
class Schedule:
    """When a network of tasks ends; see `schedule`."""

    path: tuple[Any, ...]
    """The critical path by mean times: what PERT looks at."""
    path_mean: float
    """The sum of its means: what PERT says."""
    path_deviation: float
    """The root of the sum of its tasks' variances, each ((high - low) / 6) squared."""
    ends: Floats
    """When all is done in each simulated future, ascending."""
    criticality: pd.Series
    """By task: the share of futures in which it lay on the longest path."""

    @property
    def mean(self) -> float:
        """The mean of the simulated ends."""
        return float(self.ends.mean())

    @property
    def merge_bias(self) -> float:
        """How much later it ends than the critical path says: the latest of several counts."""
        return self.mean - self.path_mean

    def chance(self, deadline: float) -> float:
        """Return the share of futures that are done by a deadline."""
        return float((self.ends <= checks.number(deadline, "deadline", "16")).mean())

    def by(self, confidence: float) -> float:
        """Return the time by which all is done with a confidence: 0.8 for the P80."""
        return percentile(self.ends, checks.level(confidence, like="0.8"))


class ReferenceClass(NamedTuple):
    """How such projects ran; see `reference_class`. Uplifts are fractions of the estimate."""

    uplift: float
    """What to add to an estimate so that it holds with the confidence that was asked for."""
    low: float
    """Lower end of the interval around it; NaN where there are too few projects."""
    high: float
    """Upper end; NaN where there are too few projects."""
    median: float
    """What to add so that it holds half of the time."""
    projects: int
    """How many it rests on."""


def schedule(
    tasks: pd.DataFrame,
    needs: Mapping[Any, Sequence[Any]] | None = None,
    *,
    n: int = 10_000,
    seed: int = 0,
) -> Schedule:
    """Simulate when a network of tasks ends, beside what PERT says of its critical path.

    Parameters
    ----------
    tasks : DataFrame
        Indexed by task: ``low``, ``mode``, ``high``, with ``0 <= low <= mode <= high``, drawn
        independently from PERT distributions.
    needs : mapping of task to tasks, optional
        What must be finished before a task begins. People are taken to be enough for all that can
        begin.
    n : int
        How many futures are drawn, up to a million, fewer with many tasks.
    seed : int
        The same seed gives the same futures.

    Returns
    -------
    Schedule
        In the unit of the tasks. Tasks that are late for one reason make it wider, and less biased,
        than this.

    Raises
    ------
    ValueError
        If the needs go round in a circle.

    References
    ----------
    MacCrimmon, K. R. and Ryavec, C. A. (1964). An analytical study of the PERT assumptions.
    Operations Research, 12(1), 16-37.
    """
    from course_utils.toolkit.prioritisation.uncertainty import draws

    checks.need_columns(tasks, ["low", "mode", "high"], "tasks")
    if not tasks.index.is_unique or not len(tasks):
        raise ValueError("tasks must have one row for each name, at least one: set its index.")
    a, m, b = (checks.column(tasks[name], name) for name in ("low", "mode", "high"))
    size = checks.whole(n, "n", 1)
    if size > 1_000_000 or size * len(a) > 20_000_000:
        raise ValueError(f"n must be fewer futures for {len(a)} tasks, such as 10000; not {n!r}.")
    names = list(tasks.index)
    before = {name: [] for name in names} | needs_of(tasks.index, needs, "a task")
    order = _in_order(names, before)
    means = (a + 4 * m + b) / 6
    latest, path = _longest(means[None, :], names, before, order)
    times = draws(a, m, b, n=size, seed=seed)
    ends, on_path = _longest(times, names, before, order)
    critical = np.flatnonzero(path[0])
    chain = tuple(names[at] for at in order if at in critical)
    deviation = math.sqrt(float(((((b - a) / 6) ** 2)[critical]).sum()))
    share = pd.Series(on_path.mean(axis=0), index=tasks.index, name="criticality")
    return Schedule(chain, float(latest[0]), deviation, np.sort(ends), share)


def reference_class(
    estimated: Any, actual: Any, confidence: float = 0.8, *, sureness: float = 0.9
) -> ReferenceClass:
    """Return what to add to an estimate, from how far such projects have run over theirs.

    The outside view: not why this one will be different, but how those before it went.

    Parameters
    ----------
    estimated, actual : array-like of float, shape (projects,)
        What had been said and what came of it, in one unit, above 0, of projects like this one that
        are finished. Two Series are joined by their index.
    confidence : float
        With which the new estimate shall hold: 0.8 for the P80.
    sureness : float
        Confidence level of the interval around the uplift.

    Returns
    -------
    ReferenceClass
        The uplift is the nearest rank of ``actual / estimated - 1``. Negative where such projects
        end early. Leaving out those that were stopped makes it too small.

    References
    ----------
    Flyvbjerg, B. (2006). From Nobel Prize to project management: getting risks right. Project
    Management Journal, 37(3), 5-15.

    Examples
    --------
    >>> round(reference_class([10, 10, 10, 10, 10], [10, 12, 13, 18, 40]).uplift, 6)
    0.8
    """
    given, _ = checks.aligned({"estimated": estimated, "actual": actual})
    said, came = (checks.column(each, what, above=0) for what, each in given.items())
    count = checks.same_length({"estimated": said, "actual": came})
    if not count:
        raise ValueError("estimated and actual are empty. Give at least one finished project.")
    level = checks.level(confidence, like="0.8")
    over = np.sort(came / said - 1)
    low, high = _orders.around(over, level, checks.level(sureness, "sureness", "0.9"))
    return ReferenceClass(percentile(over, level), low, high, float(np.median(over)), count)


def _in_order(names: list[Any], before: Mapping[Any, Sequence[Any]]) -> list[int]:
    """Return the places of tasks, each after all that it needs."""
    done: list[int] = []
    left = list(range(len(names)))
    while left:
        ready = [at for at in left if all(names.index(need) in done for need in before[names[at]])]
        if not ready:
            raise ValueError(
                f"needs goes round in a circle through {names[left[0]]!r}: no order can meet it. "
                "Leave one of its needs out."
            )
        done += ready
        left = [at for at in left if at not in ready]
    return done


def _longest(
    times: Floats, names: list[Any], before: Mapping[Any, Sequence[Any]], order: list[int]
) -> tuple[Floats, Any]:
    """Return when all is done in each future, and which tasks lay on the longest path."""
    begin, finish = np.zeros_like(times), np.zeros_like(times)
    needs = {at: [names.index(need) for need in before[names[at]]] for at in order}
    for at in order:
        if needs[at]:
            begin[:, at] = finish[:, needs[at]].max(axis=1)
        finish[:, at] = begin[:, at] + times[:, at]
    rows = np.arange(len(times))
    on_path = np.zeros(times.shape, dtype=bool)
    on_path[rows, finish.argmax(axis=1)] = True
    for at in reversed(order):  # what made the last one wait, and so on
        if needs[at]:
            came = np.array(needs[at])[finish[:, needs[at]].argmax(axis=1)]
            on_path[rows[on_path[:, at]], came[on_path[:, at]]] = True
    return finish.max(axis=1), on_path

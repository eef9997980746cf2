"""What waiting costs: cost of delay over duration, and the order that loses least.

A job is a row of a table:

- ``duration``: weeks that it blocks the team, more than 0;
- ``cost_of_delay``: USD lost for each week until it is finished, from now on;
- ``due`` (optional): weeks from now to its fixed date, NaN for none;
- ``penalty`` (optional): USD lost at once when it is finished after ``due``;
- ``late_cost`` (optional): USD lost for each week after ``due``, on top.

A launch window that closes is a ``penalty``; a fine that runs is a ``late_cost``. Jobs are done one
after the other; a job that ends exactly on its date is in time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from course_utils.toolkit import _input
from course_utils.toolkit._input import Floats
from course_utils.toolkit.prioritisation import _numbers
from course_utils.toolkit.prioritisation.scores import by_score

MOST_JOBS = 16
"""An exact order of n jobs looks at 2^n sets of jobs: more than this takes seconds."""


def cd3(cost_of_delay: Any, duration: Any) -> pd.Series:
    """Compute CD3: cost of delay divided by duration.

    For jobs whose cost runs evenly from now on, the order of falling CD3 loses least of all orders
    (Smith, 1956). That is a theorem about straight lines: a fixed date is not one. With dates use
    `best_order`.

    Parameters
    ----------
    cost_of_delay : array-like or Series, shape (n,)
        Money for each unit of time, 0 or more.
    duration : array-like
        Time that the job blocks the team, in the same unit, more than 0.

    References
    ----------
    Smith, W. E. (1956). Various optimizers for single-stage production. Naval Research Logistics
    Quarterly 3(1-2), 59-66.
    Reinertsen, D. G. (2009). The Principles of Product Development Flow. Celeritas.
    """
    rate = _numbers.column(cost_of_delay, "cost_of_delay")
    weeks = _numbers.column(duration, "duration", above=0)
    _numbers.level({"cost_of_delay": rate, "duration": weeks})
    index = _numbers.labels(cost_of_delay, duration)
    return pd.Series(rate / weeks, index=index, name="cd3")


def delay_table(jobs: pd.DataFrame, order: Sequence[Any]) -> pd.DataFrame:
    """Do the jobs in an order and say what each one's delay costs.

    Parameters
    ----------
    jobs : DataFrame
        Indexed by the jobs' names, with the columns that the module describes.
    order : sequence
        Every name once, the first at the front.

    Returns
    -------
    DataFrame
        Indexed by job, in the order: ``start`` and ``finish`` in weeks from now, ``late`` (finished
        after its date), ``cost`` in USD from now to its finish.
    """
    work = _jobs(jobs)
    names = list(order)
    if sorted(map(str, names)) != sorted(map(str, jobs.index)) or len(set(names)) != len(names):
        raise ValueError("order must name every job once: " + ", ".join(map(str, jobs.index)))
    known = list(jobs.index)
    rows = np.array([known.index(name) for name in names], dtype=np.int64)
    finish = np.cumsum(work.duration[rows])
    return pd.DataFrame(
        {
            "start": finish - work.duration[rows],
            "finish": finish,
            "late": work.late(finish, rows),
            "cost": work.cost(finish, rows),
        },
        index=pd.Index(names, name=jobs.index.name),
    )


def delay_cost(jobs: pd.DataFrame, order: Sequence[Any]) -> float:
    """Return what an order costs in all, in USD: the area under the cost curve, and the penalties.

    Parameters
    ----------
    jobs, order
        As for `delay_table`.
    """
    return float(delay_table(jobs, order)["cost"].sum())


def best_order(
    jobs: pd.DataFrame, needs: Mapping[Any, Sequence[Any]] | None = None
) -> tuple[list[Any], float]:
    """Find the order that loses least, with fixed dates and dependencies.

    Exact, by dynamic programming over the sets of jobs done first (Held and Karp, 1962): the last
    job of a set ends when all of the set is done, whatever came before, so its cost is known.

    Parameters
    ----------
    jobs : DataFrame
        As for `delay_table`; at most `MOST_JOBS` rows.
    needs : mapping of job to jobs, optional
        What must be finished before a job starts.

    Returns
    -------
    tuple of list and float
        The order, and its cost in USD. Of equal orders the one that keeps jobs in the order of the
        table, decided from the back.

    References
    ----------
    Held, M. and Karp, R. M. (1962). A dynamic programming approach to sequencing problems. Journal
    of the Society for Industrial and Applied Mathematics 10(1), 196-210.
    """
    work = _jobs(jobs)
    count = len(work.duration)
    if count > MOST_JOBS:
        raise ValueError(f"best_order takes at most {MOST_JOBS} jobs, not {count}: leave some out.")
    before = _before(jobs.index, needs or {})
    sets = np.arange(1 << count, dtype=np.int64)
    inside = (sets[:, None] >> np.arange(count)) & 1
    finish = inside @ work.duration
    best = np.full(len(sets), np.inf)
    best[0] = 0.0
    last = np.full(len(sets), -1, dtype=np.int64)
    sizes = inside.sum(axis=1)
    for size in range(1, count + 1):
        those = sets[sizes == size]
        for job in range(count):
            bit = 1 << job
            can = those[(those & bit != 0) & (those & before[job] == before[job])]
            cost = best[can ^ bit] + work.cost(finish[can], job)
            # Later jobs win ties for the last place, so that equal jobs keep the table's order.
            slack = 1e-9 * np.maximum(1.0, np.abs(cost))
            better = np.isfinite(cost) & (cost <= best[can] + slack)
            best[can[better]] = cost[better]
            last[can[better]] = job
    everything = len(sets) - 1
    if not np.isfinite(best[everything]):
        raise ValueError("needs goes round in a circle: no order can meet it.")
    order: list[Any] = []
    left = everything
    while left:
        order.append(jobs.index[last[left]])
        left ^= 1 << int(last[left])
    order.reverse()
    return order, delay_cost(jobs, order)


def rival_orders(jobs: pd.DataFrame, value: Any) -> dict[str, list[Any]]:
    """Return the orders that teams take without looking at delay, and CD3's.

    Parameters
    ----------
    jobs : DataFrame
        As for `delay_table`, in the order in which the jobs came in.
    value : array-like or Series
        What each is worth, for "value first".

    Returns
    -------
    dict of str to list
        "first in, first out", "value first", "shortest first", "earliest date first" and "CD3".
    """
    work = _jobs(jobs)
    worth = pd.Series(_numbers.column(value, "value", least=-np.inf), index=jobs.index)
    due = pd.Series(-work.due, index=jobs.index)
    return {
        "first in, first out": list(jobs.index),
        "value first": by_score(worth),
        "shortest first": by_score(pd.Series(-work.duration, index=jobs.index)),
        "earliest date first": by_score(due.clip(lower=-1e12)),
        "CD3": by_score(cd3(jobs["cost_of_delay"], jobs["duration"])),
    }


class _Jobs:
    """The columns of a table of jobs, checked, with what is left out filled in."""

    def __init__(self, jobs: pd.DataFrame) -> None:
        self.duration = _numbers.column(jobs["duration"], "duration", above=0)
        self.rate = _numbers.column(jobs["cost_of_delay"], "cost_of_delay")
        self.due = np.full(len(jobs), np.inf)
        if "due" in jobs:
            due = _input.vector(jobs["due"], "due")
            self.due = np.where(np.isnan(due), np.inf, due)
        self.penalty, self.late_cost = (
            _numbers.column(jobs[name].fillna(0), name) if name in jobs else np.zeros(len(jobs))
            for name in ("penalty", "late_cost")
        )

    def late(self, finish: Floats, rows: Any) -> npt.NDArray[np.bool_]:
        # A sum of durations may miss a date by its last digit.
        return finish > self.due[rows] + 1e-9

    def cost(self, finish: Floats, rows: Any) -> Floats:
        late = self.late(finish, rows)
        over = np.where(late, finish - np.where(late, self.due[rows], 0.0), 0.0)
        return self.rate[rows] * finish + late * self.penalty[rows] + self.late_cost[rows] * over


def _jobs(jobs: pd.DataFrame) -> _Jobs:
    _input.need_columns(jobs, ["duration", "cost_of_delay"], "jobs")
    if not jobs.index.is_unique:
        raise ValueError("jobs must have one row for each name: set the index to names.")
    return _Jobs(jobs)


def _before(index: pd.Index, needs: Mapping[Any, Sequence[Any]]) -> list[int]:
    """Return, for each job, the set of jobs that must come before it, as bits."""
    known = list(index)
    sets = [0] * len(known)
    for job, others in needs.items():
        for name in (job, *others):
            if name not in known:
                raise ValueError(f"needs names a job that is not there: {name!r}.")
        sets[known.index(job)] = sum({1 << known.index(name) for name in others})
    return sets

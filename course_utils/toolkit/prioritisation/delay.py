"""What waiting costs: cost of delay over duration, and the order that loses least.

A job is a row of a table:

- ``duration``: weeks that it blocks the team, more than 0;
- ``cost_of_delay``: USD lost for each week until it is finished, from now on;
- ``due`` (optional): weeks from now to its fixed date, NaN for none;
- ``penalty`` (optional): USD lost at once when it is finished after ``due``;
- ``late_cost`` (optional): USD lost for each week after ``due``, on top.

A missing penalty or late cost is none. Other columns are left alone, but for those that look like
one of these and are not: ``deadline`` and ``Due`` are refused, and so is a penalty or a late cost of
a job without a date, because it would never be charged.

A launch window that closes is a ``penalty``; a fine that runs is a ``late_cost``. Jobs are done one
after the other; a job that ends exactly on its date is in time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from course_utils.toolkit.common import checks
from course_utils.toolkit.common.checks import Floats
from course_utils.toolkit.prioritisation.capacity import needs_of
from course_utils.toolkit.prioritisation.scores import by_score

__all__ = [
    "MOST_JOBS",
    "Output",
    "best_order",
    "cd3",
    "delay_cost",
    "delay_table",
    "output_by",
    "rival_orders",
]

COLUMNS = ("duration", "cost_of_delay", "due", "penalty", "late_cost")
SLIPS = {
    **dict.fromkeys(("deadline", "due_date", "due_in", "due_week", "due_weeks"), "due"),
    "fine": "penalty",
}
"""What people call a column that would be left alone here."""
MOST_JOBS = 16
"""An exact order of n jobs looks at 2^n sets of jobs: more than this takes seconds."""


class Output(NamedTuple):
    """Totals of an order of jobs within a horizon; see `output_by`."""

    finished: int
    """Jobs that are done by then."""
    earned: float
    """USD that the finished jobs bring by then."""
    lost: float
    """USD that waiting costs by then, penalties of dates that were missed by then included."""


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
        Time that the job blocks the team, in the same unit, more than 0. Two Series are joined by
        their index, which must hold the same jobs.

    References
    ----------
    Smith, W. E. (1956). Various optimizers for single-stage production. Naval Research Logistics
    Quarterly 3(1-2), 59-66.
    Reinertsen, D. G. (2009). The Principles of Product Development Flow. Celeritas.
    """
    given, index = checks.aligned({"cost_of_delay": cost_of_delay, "duration": duration})
    rate = checks.column(given["cost_of_delay"], "cost_of_delay")
    weeks = checks.column(given["duration"], "duration", above=0)
    checks.same_length({"cost_of_delay": rate, "duration": weeks})
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
    names = checks.names(order, "order", '["job 1", "job 2"]')
    if sorted(map(str, names)) != sorted(map(str, jobs.index)) or len(set(names)) != len(names):
        raise ValueError(
            f"order must name every job once: {', '.join(map(str, jobs.index)) or 'there is none'}."
        )
    known = list(jobs.index)
    strange = [name for name in names if name not in known]
    if strange:
        raise ValueError(f"order names a job that is not there: {strange[0]!r}.")
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


def output_by(jobs: pd.DataFrame, order: Sequence[Any], horizon: float) -> Output:
    """Total what an order brings within a finite horizon.

    A job brings its ``cost_of_delay`` for each week from its finish to the horizon: what waiting no
    longer costs. Over an endless horizon every order brings all of it sooner or later, so totals of
    orders can only be compared up to one date, and which order wins may depend on it.

    Parameters
    ----------
    jobs, order
        As for `delay_table`.
    horizon : float
        Weeks from now, more than 0.

    Returns
    -------
    Output
        ``earned`` and ``lost`` without penalties sum to the horizon times all costs of delay.

    Examples
    --------
    >>> jobs = pd.DataFrame({"duration": [2, 4], "cost_of_delay": [10, 30]}, index=["a", "b"])
    >>> output_by(jobs, ["a", "b"], 10)
    Output(finished=2, earned=200.0, lost=200.0)
    """
    weeks = checks.number(horizon, "horizon", "26")
    if weeks <= 0:
        raise ValueError(f"horizon must be more than 0 weeks, not {horizon!r}.")
    work = _jobs(jobs)
    table = delay_table(jobs, order)
    rows = jobs.index.get_indexer(table.index)
    finish = table["finish"].to_numpy()
    until = np.minimum(finish, weeks)
    earned = work.rate[rows] * (weeks - until)
    return Output(
        finished=int((finish <= weeks + 1e-9).sum()),
        earned=float(earned.sum()),
        lost=float(work.cost(until, rows).sum()),
    )


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
    before = _before(jobs.index, needs)
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
        What each is worth, for "value first"; a Series has the index of `jobs`.

    Returns
    -------
    dict of str to list
        "first in, first out", "value first", "shortest first", "earliest date first" and "CD3".
    """
    work = _jobs(jobs)
    given, _ = checks.aligned({"jobs": jobs, "value": value})
    found = checks.column(given["value"], "value", least=-np.inf)
    if len(found) != len(jobs):
        raise ValueError(f"value must have one number for each of the {len(jobs)} jobs.")
    worth = pd.Series(found, index=jobs.index)
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
        self.duration = checks.column(jobs["duration"], "duration", above=0)
        self.rate = checks.column(jobs["cost_of_delay"], "cost_of_delay")
        self.due = np.full(len(jobs), np.inf)
        if "due" in jobs:
            due = checks.vector(jobs["due"], "due")
            self.due = np.where(np.isnan(due), np.inf, due)
        self.penalty, self.late_cost = (
            self._charged(jobs[name], name) if name in jobs else np.zeros(len(jobs))
            for name in ("penalty", "late_cost")
        )

    def _charged(self, amounts: pd.Series, name: str) -> Floats:
        given = checks.vector(amounts, name)
        found = checks.column(np.where(np.isnan(given), 0.0, given), name)
        never = (found > 0) & np.isinf(self.due)
        if never.any():
            raise ValueError(
                f"{name} of {amounts.index[never][0]!r} would never be charged, for it has no due "
                f"date. Give it a due, in weeks from now, or leave its {name} out."
            )
        return found

    def late(self, finish: Floats, rows: Any) -> npt.NDArray[np.bool_]:
        # A sum of durations may miss a date by its last digit.
        return finish > self.due[rows] + 1e-9

    def cost(self, finish: Floats, rows: Any) -> Floats:
        late = self.late(finish, rows)
        over = np.where(late, finish - np.where(late, self.due[rows], 0.0), 0.0)
        return self.rate[rows] * finish + late * self.penalty[rows] + self.late_cost[rows] * over


def _jobs(jobs: pd.DataFrame) -> _Jobs:
    checks.need_columns(jobs, ["duration", "cost_of_delay"], "jobs")
    for name in jobs.columns:
        plain = re.sub(r"[\W_]+", "_", str(name).casefold())
        meant = SLIPS.get(plain) or next(iter(get_close_matches(plain, COLUMNS, 1, 0.85)), None)
        if meant and name not in COLUMNS and meant not in jobs.columns:
            raise ValueError(f"jobs has a column {name!r}. Call it {meant!r}, or drop it.")
    if not jobs.index.is_unique:
        raise ValueError("jobs must have one row for each name: set the index to names.")
    return _Jobs(jobs)


def _before(index: pd.Index, needs: Any) -> list[int]:
    """Return, for each job, the set of jobs that must come before it, as bits."""
    known = list(index)
    sets = [0] * len(known)
    for job, others in needs_of(index, needs, "a job").items():
        sets[known.index(job)] = sum({1 << known.index(name) for name in others})
    return sets

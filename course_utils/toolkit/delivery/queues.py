"""Why a busy team is slow: Little's law, its conditions, and queues."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

import course_utils.toolkit.delivery._log as _log
from course_utils.toolkit.common import checks, spans
from course_utils.toolkit.common.amounts import above_zero

__all__ = ["FlowCheck", "Queue", "flow_check", "kingman_wait", "littles_law", "mm1"]


@dataclass(frozen=True)
class FlowCheck:
    """Whether Little's law may be read from a span of a board; see `flow_check`."""

    started: int
    """Items that were started in the span."""
    finished: int
    """Items that were finished in it."""
    wip_start: int
    """Items in progress when it began."""
    wip_end: int
    """Items in progress when it ended."""
    mean_wip: float
    """Items in progress, on average over the span."""
    throughput: float
    """Items finished a day."""
    cycle_time: float
    """Mean days of the items that were finished in the span; NaN if there are none."""
    by_law: float
    """mean_wip / throughput: the mean days that the law says; NaN if nothing was finished."""
    age_start: float
    """Mean age in days of what was in progress when it began; NaN if there was nothing."""
    age_end: float
    """The same when it ended."""
    stable: bool
    """Whether as much was in progress at the end as at the beginning, and as old."""


class Queue(NamedTuple):
    """A queue in the long run; see `mm1`. Times are in the unit of the rates."""

    utilisation: float
    """Share of the time in which the server is busy."""
    in_system: float
    """Items that wait or are served, on average."""
    in_queue: float
    """Items that wait, on average."""
    time: float
    """Mean time from arrival to finish."""
    wait: float
    """Mean time of waiting."""


def littles_law(
    *,
    wip: float | None = None,
    throughput: float | None = None,
    cycle_time: float | None = None,
) -> float:
    """Return the one of three averages that the other two fix: WIP = throughput x cycle time.

    Parameters
    ----------
    wip : float, optional
        Items in progress on average.
    throughput : float, optional
        Items finished in a unit of time on average.
    cycle_time : float, optional
        Mean time of an item, in the same unit. Exactly two of the three are given, each above 0.

    Returns
    -------
    float
        The third. It holds for averages over a span at whose ends as much is in progress, and as
        old: see `flow_check`. It says nothing of a single item, nor of a percentile.

    References
    ----------
    Little, J. D. C. (1961). A proof for the queuing formula L = lambda W. Operations Research,
    9(3), 383-387. Little, J. D. C. (2011). Little's law as viewed on its 50th anniversary.
    Operations Research, 59(3), 536-549.

    Examples
    --------
    >>> littles_law(wip=12, throughput=3)
    4.0
    """
    given = {"wip": wip, "throughput": throughput, "cycle_time": cycle_time}
    known = {
        what: above_zero(value, what, "12") for what, value in given.items() if value is not None
    }
    if len(known) != 2:
        raise ValueError("Give exactly two of wip, throughput and cycle_time: the third follows.")
    if "wip" not in known:
        return known["throughput"] * known["cycle_time"]
    return known["wip"] / (known["throughput"] if "throughput" in known else known["cycle_time"])


def flow_check(
    items: pd.DataFrame,
    start: Any,
    end: Any,
    *,
    started: str = "started_at",
    finished: str = "finished_at",
    tolerance: float = 0.25,
) -> FlowCheck:
    """Put the three averages of Little's law beside each other, and say whether it may be used.

    The law is about averages of a span in which what goes in comes out. Where more is started than
    finished, the mean time of what is finished is too low: the rest is still ageing.

    Parameters
    ----------
    items : DataFrame
        One row an item.
    start, end : date or str
        The span, with `start` and without `end`; read as UTC without a time zone. The log must be
        complete until `end`.
    started, finished : str
        Columns of time stamps with a time zone, missing where it has not come to that yet.
    tolerance : float
        A fraction. The span is stable if the work in progress changed by at most that share of its
        mean, and its mean age by at most that share of the mean cycle time.

    Returns
    -------
    FlowCheck
        Times are days with parts. `cycle_time` and `by_law` are the same to the last digit where
        the span begins and ends with nothing in progress.

    References
    ----------
    Vacanti, D. S. (2015). Actionable Agile Metrics for Predictability, chapter 3, on the
    assumptions of the law.
    """
    first, last = spans.moment(start, "start"), spans.moment(end, "end")
    if first >= last:
        raise ValueError(f"start must lie before end; you passed {start} and {end}.")
    slack = checks.fraction(tolerance, "tolerance", "0.25")
    began, ended = _log.moments(items, started, finished)
    days = float((last - first) / _log.DAY)
    until = np.where(np.isnat(ended), last, np.minimum(ended, last))
    inside = (began < last) & ~(ended <= first)
    in_span = (until[inside] - np.maximum(began[inside], first)) / _log.DAY
    done = (ended >= first) & (ended < last)
    cycle = float(((ended - began)[done] / _log.DAY).mean()) if done.any() else math.nan
    wip, ages = [], []
    for moment in (first, last):
        there = (began < moment) & ~(ended < moment)
        wip.append(int(there.sum()))
        ages.append(float(((moment - began[there]) / _log.DAY).mean()) if there.any() else math.nan)
    mean_wip, rate = float(in_span.sum() / days), int(done.sum()) / days
    aged = 0.0 if wip[0] == wip[1] == 0 else ages[1] - ages[0]
    stable = abs(wip[1] - wip[0]) <= slack * mean_wip and abs(aged) <= slack * cycle
    return FlowCheck(
        started=int(((began >= first) & (began < last)).sum()),
        finished=int(done.sum()),
        wip_start=wip[0],
        wip_end=wip[1],
        mean_wip=mean_wip,
        throughput=rate,
        cycle_time=cycle,
        by_law=mean_wip / rate if rate else math.nan,
        age_start=ages[0],
        age_end=ages[1],
        stable=bool(stable),
    )


def mm1(arrivals: float, service: float) -> Queue:
    """Return what a queue with one server, random arrivals and random work comes to.

    Arrivals are Poisson, times of service exponential, first come is first served, nobody goes
    away: M/M/1.

    Parameters
    ----------
    arrivals : float
        Items that come in a unit of time, at least 0.
    service : float
        Items that can be served in a unit of time, more than `arrivals`.

    Returns
    -------
    Queue
        In the long run. Time is ``1 / (service - arrivals)``: from 80 % to 90 % busy it doubles.

    Raises
    ------
    ValueError
        If `arrivals` reach `service`: at a utilisation of 1 or more the queue grows for ever.

    References
    ----------
    Kleinrock, L. (1975). Queueing Systems, volume 1: Theory. Wiley, section 3.2.

    Examples
    --------
    >>> mm1(0.75, 1)
    Queue(utilisation=0.75, in_system=3.0, in_queue=2.25, time=4.0, wait=3.0)
    """
    come, go = checks.number(arrivals, "arrivals", "4"), above_zero(service, "service", "5")
    if come < 0:
        raise ValueError(f"arrivals must be at least 0; you passed {arrivals!r}.")
    busy = _below_one(come / go)
    time = 1 / (go - come)
    return Queue(busy, busy / (1 - busy), busy**2 / (1 - busy), time, busy * time)


def kingman_wait(
    utilisation: float, service_time: float, cv_arrivals: float = 1.0, cv_service: float = 1.0
) -> float:
    """Return the approximate mean wait in a queue with one server: Kingman's formula.

    ``utilisation / (1 - utilisation) x (cv_arrivals^2 + cv_service^2) / 2 x service_time``: waiting
    comes from how busy one is times how uneven the work is.

    Parameters
    ----------
    utilisation : float
        Share of the time in which the server is busy, from 0 to below 1.
    service_time : float
        Mean time of work on an item, more than 0.
    cv_arrivals, cv_service : float
        Standard deviation over mean of the times between arrivals and of the work, at least 0: 1 is
        as random as `mm1`, 0 is a timetable.

    Returns
    -------
    float
        In the unit of `service_time`. Exact for M/M/1 and, with exponential arrivals, for any work
        (Pollaczek and Khinchine); else an approximation that is best when busy.

    References
    ----------
    Kingman, J. F. C. (1961). The single server queue in heavy traffic. Mathematical Proceedings of
    the Cambridge Philosophical Society, 57(4), 902-904.

    Examples
    --------
    >>> round(kingman_wait(0.9, 2.0), 6), round(kingman_wait(0.9, 2.0, 1, 0), 6)
    (18.0, 9.0)
    """
    busy = checks.number(utilisation, "utilisation", "0.8")
    if busy < 0:
        raise ValueError(f"utilisation must be a fraction from 0 to below 1, not {utilisation!r}.")
    _below_one(busy)
    spread = 0.0
    for value, what in ((cv_arrivals, "cv_arrivals"), (cv_service, "cv_service")):
        cv = checks.number(value, what, "1.0")
        if not 0 <= cv <= 1e6:
            raise ValueError(f"{what} must be at least 0 such as 1.0; you passed {value!r}.")
        spread += cv**2 / 2
    return busy / (1 - busy) * spread * above_zero(service_time, "service_time", "2.0")


def _below_one(utilisation: float) -> float:
    if utilisation >= 1:
        raise ValueError(
            f"Utilisation must be below 1, not {utilisation:g}: more comes in than can go out, and "
            "the queue grows for ever. Give fewer arrivals or more service."
        )
    return utilisation

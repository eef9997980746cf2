"""How long work takes, how old it is, and how much is finished: what a board's log says."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

import course_utils.toolkit.delivery._log as _log
import course_utils.toolkit.delivery._orders as _orders
from course_utils.toolkit.common import checks, spans
from course_utils.toolkit.common.checks import Floats
from course_utils.toolkit.common.intervals import Interval, wilson

__all__ = [
    "FlowEfficiency",
    "ServiceLevel",
    "cumulative_flow",
    "cycle_times",
    "flow_efficiency",
    "item_ages",
    "percentile",
    "service_level",
    "service_level_kept",
    "throughput",
]

METHODS = ("inverted_cdf", "linear", "weibull", "median_unbiased")


class ServiceLevel(NamedTuple):
    """A service-level expectation, "85 % of items take 12 days or fewer"; see `service_level`."""

    days: float
    """The time within which the share is done, in the unit of the times."""
    share: float
    """The share of all past items that took that long or less, at least what was asked."""
    items: int
    """How many items it rests on."""
    low: float
    """Lower end of the interval around the percentile; NaN where there are too few items."""
    high: float
    """Upper end; NaN where there are too few items."""


class FlowEfficiency(NamedTuple):
    """The share of time in which work was worked on; see `flow_efficiency`. Both are fractions."""

    ratio_of_sums: float
    """All active time over all time: of the board's days, the share that was work."""
    mean_of_ratios: float
    """The mean of each item's own share: of a typical item's days, the share that was work."""


def cycle_times(
    items: pd.DataFrame,
    *,
    started: str = "started_at",
    finished: str = "finished_at",
    method: str = "calendar",
) -> pd.Series:
    """Return how many days each finished item took.

    Parameters
    ----------
    items : DataFrame
        One row an item.
    started, finished : str
        Columns of time stamps with a time zone, missing where it has not come to that yet.
    method : {"calendar", "elapsed"}
        "calendar": UTC days from start to finish, both counted, so that what begins and ends on one
        day took 1 (Vacanti's convention). "elapsed": time between the two moments, with parts of
        days.

    Returns
    -------
    Series
        Days, indexed as those of `items` that are finished. What is open is left out, so that the
        oldest trouble is not in it: look at `item_ages` too.

    Raises
    ------
    ValueError
        If an item finished before it started, or finished and never started.

    References
    ----------
    Vacanti, D. S. (2015). Actionable Agile Metrics for Predictability. ActionableAgile Press.

    Examples
    --------
    >>> days = pd.to_datetime(["2026-06-01 09:00", "2026-06-03 15:00"], utc=True)
    >>> board = pd.DataFrame({"started_at": days, "finished_at": [days[1], pd.NaT]})
    >>> cycle_times(board).tolist()
    [3.0]
    """
    by_day = checks.one_of(method, "method", ("calendar", "elapsed")) == "calendar"
    began, ended = _log.moments(items, started, finished)
    done = ~np.isnat(ended)
    began, ended = began[done], ended[done]
    if by_day:
        days = (ended.astype("datetime64[D]") - began.astype("datetime64[D]")) / _log.DAY + 1
    else:
        days = (ended - began) / _log.DAY
    return pd.Series(days, index=items.index[done], name="days", dtype=np.float64)


def item_ages(
    items: pd.DataFrame,
    as_of: Any,
    *,
    started: str = "started_at",
    finished: str = "finished_at",
    method: str = "calendar",
) -> pd.Series:
    """Return how many days each item in progress has been in progress.

    Parameters
    ----------
    items, started, finished, method
        As for `cycle_times`.
    as_of : date or str
        Until when the log is complete; read as UTC without a time zone. An item that finished then
        or later was still open; one that started then or later is left out.

    Returns
    -------
    Series
        Days, indexed as those of `items` that were in progress. With "calendar" the day on which an
        item began counts, and the last day is the one that ends at or holds `as_of`.
    """
    by_day = checks.one_of(method, "method", ("calendar", "elapsed")) == "calendar"
    last = spans.moment(as_of, "as_of")
    began, ended = _log.moments(items, started, finished)
    inside = (began < last) & ~(ended < last)
    if by_day:
        last_day = (last - np.timedelta64(1, "us")).astype("datetime64[D]")
        days = (last_day - began[inside].astype("datetime64[D]")) / _log.DAY + 1
    else:
        days = (last - began[inside]) / _log.DAY
    return pd.Series(days, index=items.index[inside], name="days", dtype=np.float64)


def throughput(
    items: pd.DataFrame, start: Any, end: Any, freq: str = "W", *, finished: str = "finished_at"
) -> pd.Series:
    """Count the items finished in each UTC day, week or month, silent periods as 0.

    Parameters
    ----------
    items : DataFrame
        One row an item; those without a finish are left out.
    start, end : date or str
        The span, with `start` and without `end`; both at the beginning of a period. A part of a
        week looks like a bad one, so it is refused.
    freq : {"D", "W", "MS"}
        Days, weeks from Monday, or calendar months.
    finished : str
        The column of time stamps with a time zone.

    Returns
    -------
    Series of int
        One value a period, indexed by its start in UTC: the history for `how_many` and `when`.
    """
    from course_utils.toolkit.metrics.activity import event_counts

    checks.need_columns(items, [finished], "items")
    spans.need_zone(items[finished], finished)
    done = items[items[finished].notna()]
    return event_counts(done, start, end, freq, at=finished).rename("finished")


def cumulative_flow(
    items: pd.DataFrame,
    start: Any,
    end: Any,
    freq: str = "D",
    *,
    stages: Sequence[str] = ("created_at", "started_at", "finished_at"),
) -> pd.DataFrame:
    """Count how many items had come to each stage by the end of each period.

    Drawn as areas it is the cumulative flow diagram: the height between two lines is the work in
    progress between two stages, a line that runs away from the next is a queue that grows.

    Parameters
    ----------
    items : DataFrame
        One row an item.
    start, end : date or str
        The span, as for `throughput`. What came before `start` counts from the first row on.
    freq : {"D", "W", "MS"}
        Days, weeks from Monday, or calendar months.
    stages : sequence of str
        Columns of time stamps with a time zone, from the first stage to the last, missing where an
        item has not come so far.

    Returns
    -------
    DataFrame of int
        A row a period, indexed by its start in UTC; a column a stage. No column ever falls, and no
        later stage is above an earlier one.

    Raises
    ------
    ValueError
        If an item came to a stage before the one before it, or without it.
    """
    names = checks.names(stages, "stages", '["started_at", "finished_at"]')
    if len(names) < 2 or len(set(names)) != len(names):
        raise ValueError("stages must name at least two different columns, the first stage first.")
    first, after_last = spans.period_span(start, end, freq)
    for earlier, later in pairwise(names):
        _log.moments(items, earlier, later)
    ends = spans.period_start(np.arange(first + 1, after_last + 1), freq)
    found = {}
    for name in names:
        times = items[name].to_numpy("datetime64[us]")
        times = np.sort(times[~np.isnat(times)])
        found[name] = np.searchsorted(times, ends)  # what happens at an end is of the next period
    return pd.DataFrame(found, index=spans.period_index(first, after_last, freq))


def percentile(values: Any, share: float, method: str = "inverted_cdf") -> float:
    """Return the value that a share of values does not exceed, by a named method.

    With few values the methods differ by more than a forecast can bear, so say which one it is.

    Parameters
    ----------
    values : array-like of float, shape (n,)
        Times, velocities or losses; missing values are left out.
    share : float
        A fraction: 0.85 for the 85th percentile. A promise of a time needs a high one, a promise
        of an amount a low one.
    method : {"inverted_cdf", "linear", "weibull", "median_unbiased"}
        numpy's names. "inverted_cdf" (nearest rank): the smallest of the values that at least that
        share does not exceed, so that it is a time that some item took. "linear": between values,
        as numpy, pandas and Excel's PERCENTILE.INC have it. "weibull": as PERCENTILE.EXC and NIST
        have it. "median_unbiased": what Hyndman and Fan recommend.

    Returns
    -------
    float
        NaN without values.

    References
    ----------
    Hyndman, R. J. and Fan, Y. (1996). Sample quantiles in statistical packages. The American
    Statistician, 50(4), 361-365: their types 1, 7, 6 and 8.

    Examples
    --------
    >>> percentile([1, 2, 3, 10], 0.75), percentile([1, 2, 3, 10], 0.75, "linear")
    (3.0, 4.75)
    """
    numbers = checks.sample(values, "values")
    part = checks.fraction(share, "share", "0.85")
    by_rule: Any = checks.one_of(method, "method", METHODS)
    if not len(numbers):
        return math.nan
    return float(np.quantile(numbers, part, method=by_rule))


def service_level(times: Any, share: float = 0.85, confidence: float = 0.9) -> ServiceLevel:
    """Return the time within which a share of past items was done: a service-level expectation.

    Parameters
    ----------
    times : array-like of float, shape (items,)
        How long each finished item took, as `cycle_times` returns; missing ones are left out.
    share : float
        A fraction strictly between 0 and 1, such as 0.85.
    confidence : float
        Confidence level of the interval around the percentile.

    Returns
    -------
    ServiceLevel
        `days` is the nearest rank, so at least `share` of the past was within it. The interval runs
        between two of the times, takes no shape for granted, and takes items to be independent. It
        is a forecast only while the way of working stays what it was.

    Raises
    ------
    ValueError
        If there is no item, or a negative time.

    References
    ----------
    Coleman, J. and Vacanti, D. S. (2020). The Kanban Guide. David, H. A. and Nagaraja, H. N. (2003). Order
    Statistics, 3rd edition, section 7.1.

    Examples
    --------
    >>> service_level([2, 3, 3, 5, 8, 4, 6, 2, 3, 21], 0.8)[:3]
    (6.0, 0.8, 10)
    """
    days = _times(times)
    part = checks.level(share, "share", "0.85")
    if not len(days):
        raise ValueError("times is empty: no item has finished. Give at least one finished item.")
    days = np.sort(days)
    at = percentile(days, part)
    low, high = _orders.around(days, part, checks.level(confidence))
    return ServiceLevel(at, float((days <= at).mean()), len(days), low, high)


def service_level_kept(times: Any, days: float, confidence: float = 0.95) -> Interval:
    """Return the share of items that took no longer than a time.

    Parameters
    ----------
    times : array-like of float, shape (items,)
        As for `service_level`, missing ones left out; of another span than the one from which the
        time was taken.
    days : float
        What was promised, at least 0; an item that took exactly that long kept it.
    confidence : float
        Confidence level of the Wilson interval.

    Returns
    -------
    Interval
        Fractions; all NaN without items.

    Examples
    --------
    >>> service_level_kept([2, 3, 3, 5, 8], 5).estimate
    0.8
    """
    taken = _times(times)
    limit = checks.number(days, "days", "12")
    if limit < 0:
        raise ValueError(f"days must be at least 0, the time that was promised; not {days!r}.")
    return wilson(int((taken <= limit).sum()), len(taken), confidence)


def flow_efficiency(active: Any, total: Any) -> FlowEfficiency:
    """Return the share of time in which items were worked on, in both ways of averaging.

    Parameters
    ----------
    active : array-like of float, shape (items,)
        Time in which each item was worked on: its time without waiting and blocked days.
    total : array-like of float
        Its whole time from start to finish, more than 0, in the same unit. Two Series are joined by
        their index.

    Returns
    -------
    FlowEfficiency
        The two differ where long items wait more (or less) than short ones. Say which one it is.

    Raises
    ------
    ValueError
        If there is no item, a number is missing, or an item was active for longer than it took.

    References
    ----------
    Anderson, D. J. (2010). Kanban. Blue Hole Press. Modig, N. and Ahlstrom, P. (2012). This Is
    Lean. Rheologica.

    Examples
    --------
    >>> flow_efficiency([1, 2], [2, 18])
    FlowEfficiency(ratio_of_sums=0.15, mean_of_ratios=0.3055555555555556)
    """
    given, _ = checks.aligned({"active": active, "total": total})
    work = checks.column(given["active"], "active")
    whole = checks.column(given["total"], "total", above=0)
    if not checks.same_length({"active": work, "total": whole}):
        raise ValueError("active and total are empty. Give at least one finished item.")
    if (work > whole * (1 + 1e-12)).any():
        raise ValueError(
            "active must be at most total: an item was worked on for longer than it took. Give both "
            "in one unit, and count a day on which several people worked once."
        )
    return FlowEfficiency(float(work.sum() / whole.sum()), float((work / whole).mean()))


def _times(values: Any) -> Floats:
    times = checks.sample(values, "times")
    if (times < 0).any():
        raise ValueError(
            f"times must be at least 0; you passed {times.min():g}. An item cannot finish before it "
            "starts: repair its log first."
        )
    return times

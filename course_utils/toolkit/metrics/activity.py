"""Who was active, when, and how the active base grew."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from course_utils.toolkit.common import checks, spans, units
from course_utils.toolkit.common.checks import Int64s

__all__ = [
    "Growth",
    "active_users",
    "deduplicate",
    "event_counts",
    "growth_accounting",
    "growth_history",
    "rolling_active_users",
    "stickiness",
]


class Growth(NamedTuple):
    """Growth accounting of one period; see `growth_accounting`. All are users but the ratio."""

    active: int
    new: int
    retained: int
    resurrected: int
    churned: int
    quick_ratio: float


def deduplicate(events: pd.DataFrame, key: str = "event_id") -> pd.DataFrame:
    """Drop rows that repeat an event, such as those a client sent twice.

    Parameters
    ----------
    events : DataFrame
        One row an event.
    key : str
        The column that names an event.

    Returns
    -------
    DataFrame
        The first row of each `key`, in the given order, with the given index labels.

    Raises
    ------
    ValueError
        If `key` is missing somewhere, or if two rows share a `key` and differ in another column:
        then which one is right is a question for whoever made the data.
    """
    checks.need_columns(events, [key], "events")
    if events[key].isna().any():
        raise ValueError(f"{key} is missing in some rows. Drop or repair them first.")
    checks.need_names(events[key], key)
    repeats, shared = units.repeats(events[key])
    if events[shared].drop_duplicates()[key].duplicated().any():
        raise ValueError(
            f"Some rows share a {key} and differ elsewhere. Decide which of them is right first."
        )
    return events[~repeats]


def event_counts(
    events: pd.DataFrame, start: Any, end: Any, freq: str = "D", *, at: str = "occurred_at"
) -> pd.Series:
    """Count events in each UTC day, week or month, silent periods as 0.

    Parameters
    ----------
    events : DataFrame
        One row an event; filter it to the events to be counted (logins, uses of a feature).
    start, end : date or str
        The span, with `start` and without `end`; both at the beginning of a period. Read as UTC
        when they have no time zone.
    freq : {"D", "W", "MS"}
        Days, weeks from Monday, or calendar months.
    at : str
        The column of time stamps; it must have a time zone and is converted to UTC.

    Returns
    -------
    Series of int
        One value a period, indexed by the start of the period in UTC.
    """
    checks.need_columns(events, [at], "events")
    first, after_last = spans.period_span(start, end, freq)
    events = spans.narrow(events, at, *spans.period_start([first, after_last], freq))
    numbers = spans.period_numbers(spans.utc(events[at], at), freq) - first
    inside = (numbers >= 0) & (numbers < after_last - first)
    counts = np.bincount(numbers[inside], minlength=after_last - first)
    return pd.Series(counts, index=spans.period_index(first, after_last, freq), name="events")


def active_users(
    events: pd.DataFrame,
    start: Any,
    end: Any,
    freq: str = "D",
    *,
    by: str = "user_id",
    at: str = "occurred_at",
) -> pd.Series:
    """Count the distinct users active in each UTC day, week or month, silent periods as 0.

    Parameters
    ----------
    events : DataFrame
        One row an event; filter it first if only some events mean "active". Repeated rows do no
        harm.
    start, end : date or str
        The span, with `start` and without `end`; both at the beginning of a period, because part
        of a week looks like a fall. Read as UTC when they have no time zone.
    freq : {"D", "W", "MS"}
        Days, weeks from Monday, or calendar months.
    by : str
        The column that is counted distinct: users, or accounts after a join.
    at : str
        The column of time stamps; it must have a time zone and is converted to UTC.

    Returns
    -------
    Series of int
        One value a period, indexed by the start of the period in UTC. A period in which nobody was
        active is 0, not left out: a mean over the days that are left would be too high.

    Examples
    --------
    >>> active_users(events, "2026-06-01", "2026-07-01").mean()   # doctest: +SKIP
    """
    checks.need_columns(events, [by, at], "events")
    first, after_last = spans.period_span(start, end, freq)
    periods, _ = _active_pairs(events, first, after_last, freq, by, at)
    counts = np.bincount(periods - first, minlength=after_last - first)
    return pd.Series(counts, index=spans.period_index(first, after_last, freq), name="active_users")


def rolling_active_users(
    events: pd.DataFrame,
    start: Any,
    end: Any,
    window: Any = "28D",
    *,
    by: str = "user_id",
    at: str = "occurred_at",
) -> pd.Series:
    """Count, for each UTC day, the distinct users active in the window that ends with that day.

    With "7D" this is the rolling weekly, with "28D" the rolling monthly active users: no step at
    the end of a month, and every window has the same weekdays.

    Parameters
    ----------
    events : DataFrame
        One row an event, from `window` before `start` on: a history that starts late makes the
        first counts too low.
    start, end : date or str
        The days to report, with `start` and without `end`.
    window : str or Timedelta
        Whole days, the reported one included: "1D" gives daily active users.
    by, at : str
        The columns of users and of time stamps.

    Returns
    -------
    Series of int
        One value a day, indexed by its start in UTC. A user who was active on several days of a
        window is counted once.

    Examples
    --------
    >>> days = pd.to_datetime(["2026-06-01", "2026-06-02", "2026-06-02"], utc=True)
    >>> events = pd.DataFrame({"user_id": [1, 1, 2], "occurred_at": days})
    >>> rolling_active_users(events, "2026-06-01", "2026-06-04", "2D").tolist()
    [1, 2, 2]
    """
    checks.need_columns(events, [by, at], "events")
    first, after_last = spans.period_span(start, end, "D")
    reach = spans.whole_days(window, "window")
    days, users = _active_pairs(events, first - reach + 1, after_last, "D", by, at)
    # A day of activity counts until its window ends, or until the user's next day takes over.
    until = days + reach
    until[:-1] = np.where(users[1:] == users[:-1], np.minimum(until[:-1], days[1:]), until[:-1])
    length = after_last - first
    comes = np.bincount(np.maximum(days - first, 0), minlength=length)
    goes = np.bincount(np.clip(until - first, 0, length), minlength=length + 1)
    counts = np.cumsum(comes - goes[:length])
    return pd.Series(counts, index=spans.period_index(first, after_last, "D"), name="active_users")


def stickiness(
    events: pd.DataFrame,
    month: Any = None,
    *,
    start: Any = None,
    end: Any = None,
    users: Iterable[Any] | None = None,
    by: str = "user_id",
    at: str = "occurred_at",
) -> float:
    """Divide the mean of daily active users by all active users of a calendar month or any span.

    Parameters
    ----------
    events : DataFrame
        One row an event.
    month : str, Period or date, optional
        The UTC calendar month, for example "2026-06".
    start, end : date or str, optional
        In place of a month: whole UTC days, with `start` and without `end`. The longer the span,
        the lower the number, so compare spans of one length.
    users : iterable of ids, optional
        Count these users only.
    by, at : str
        The columns of users and of time stamps.

    Returns
    -------
    float
        A fraction, from 1 / (days in the span) to 1; NaN if nobody was active. Every day of the
        span is in the mean, silent days as 0.
    """
    checks.need_columns(events, [by, at], "events")
    if (month is None) == (start is None) or (start is None) != (end is None):
        raise ValueError('Pass either a month such as "2026-06", or both a start and an end.')
    if month is not None:
        start = spans.month_start(month)
        end = (start.astype("datetime64[M]") + 1).astype("datetime64[D]")
    if users is not None:
        checks.need_known(events[by], by)
        checks.need_names(events[by], by)
        events = events[events[by].isin(checks.names(users, "users", "[101, 102]"))]
    first, after_last = spans.period_span(start, end, "D")
    days, who = _active_pairs(events, first, after_last, "D", by, at)
    return checks.share(len(days) / (after_last - first), len(np.unique(who)))


def growth_accounting(
    events: pd.DataFrame, month: Any, *, by: str = "user_id", at: str = "occurred_at"
) -> Growth:
    """Account for the active users of one calendar month.

    *New* users are active for the first time in `events`; *retained* ones were active in the month
    before too; *resurrected* ones were active earlier, but not in the month before; *churned* ones
    were active in the month before and are not now. So ``active = new + retained + resurrected``
    and ``active - active before = new + resurrected - churned``.

    Parameters
    ----------
    events : DataFrame
        One row an event, from the very first event on: a history that starts late makes old users
        look new.
    month : str, Period or date
        The UTC calendar month, for example "2026-06".
    by, at : str
        The columns of users and of time stamps.

    Returns
    -------
    Growth
        Counts of users, and the quick ratio ``(new + resurrected) / churned``: above 1 the base
        grows. It is infinite when nobody churned, and NaN when nothing moved at all.

    References
    ----------
    Hsu, J. (2015). Diligence at Social Capital, part 1: Accounting for user growth. Medium.
    """
    start = spans.month_start(month)
    end = (start.astype("datetime64[M]") + 1).astype("datetime64[D]")
    row = growth_history(events, start, end, "MS", by=by, at=at)
    return Growth(*(row[name].item() for name in Growth._fields))


def growth_history(
    events: pd.DataFrame,
    start: Any,
    end: Any,
    freq: str = "MS",
    *,
    by: str = "user_id",
    at: str = "occurred_at",
) -> pd.DataFrame:
    """Account for the active users of each day, week or month of a span.

    Parameters
    ----------
    events : DataFrame
        One row an event, from the very first event on.
    start, end : date or str
        The span to report, with `start` and without `end`; both at the beginning of a period.
    freq : {"D", "W", "MS"}
        Days, weeks from Monday, or calendar months.
    by, at : str
        The columns of users and of time stamps.

    Returns
    -------
    DataFrame
        One row a period, indexed by its start, with the columns of `Growth`.

    See Also
    --------
    growth_accounting : The definitions, for one month.
    """
    checks.need_columns(events, [by, at], "events")
    first, after_last = spans.period_span(start, end, freq)
    periods, users = _active_pairs(events, None, after_last, freq, by, at)

    follows = np.zeros(len(users), dtype=bool)
    follows[1:] = users[1:] == users[:-1]
    gap = np.zeros(len(users), dtype=np.int64)
    gap[1:] = periods[1:] - periods[:-1]
    is_last = np.ones(len(users), dtype=bool)
    is_last[:-1] = ~follows[1:]
    # A user churns in the period after one of activity unless the next activity is right there.
    leaves = is_last.copy()
    leaves[:-1] |= gap[1:] != 1

    def count(where: Any, shift: int = 0) -> Int64s:
        numbers = periods[where] + shift - first
        numbers = numbers[(numbers >= 0) & (numbers < after_last - first)]
        return np.bincount(numbers, minlength=after_last - first)

    table = pd.DataFrame(
        {
            "active": count(slice(None)),
            "new": count(~follows),
            "retained": count(follows & (gap == 1)),
            "resurrected": count(follows & (gap > 1)),
            "churned": count(leaves, shift=1),
        },
        index=spans.period_index(first, after_last, freq),
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        gained = (table["new"] + table["resurrected"]).to_numpy(dtype=np.float64)
        table["quick_ratio"] = gained / table["churned"].to_numpy(dtype=np.float64)
    return table


def _active_pairs(
    events: pd.DataFrame, first: int | None, after_last: int, freq: str, by: str, at: str
) -> tuple[Int64s, Int64s]:
    """Return each distinct pair of period and user once, by user and then by period.

    Two aligned arrays of numbers.
    """
    start = None if first is None else spans.period_start(first, freq)
    inside = spans.narrow(events, at, start, spans.period_start(after_last, freq))
    periods = spans.period_numbers(spans.utc(inside[at], at), freq)
    checks.need_known(events[by], by)
    users, size = units.unit_places(inside[by], by)
    chosen = periods < after_last
    if first is not None:
        chosen &= periods >= first
    if not chosen.all():
        periods, users = periods[chosen], users[chosen]
    if not len(periods):
        return periods, users
    low = periods.min()
    span = int(periods.max() - low) + 1
    users *= span  # in place, for fresh memory is dear
    users += periods
    users -= low
    pairs = units.distinct(users, size * span)
    return pairs % span + low, pairs // span

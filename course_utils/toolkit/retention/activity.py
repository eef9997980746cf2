"""Who comes back after sign-up: on a day, within a bracket of days, or at any later time."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from course_utils.toolkit.common import checks, spans

__all__ = ["bracket_retention", "n_day_retention", "unbounded_retention"]


def n_day_retention(
    users: pd.DataFrame,
    events: pd.DataFrame,
    day: int,
    *,
    as_of: Any,
    by: str | None = None,
    clock: str = "elapsed",
    start: str = "signed_up_at",
    at: str = "occurred_at",
    unit: str = "user_id",
) -> pd.DataFrame:
    """Return the share of users who were active on exactly the Nth day after sign-up.

    Parameters
    ----------
    users : DataFrame
        One row a user.
    events : DataFrame
        One row an event; filter it first if only some events mean "active". Repeated rows do no
        harm.
    day : int
        The day N; day 0 is the one that begins with the sign-up.
    as_of : date or str
        Until when the data are complete. Users whose Nth day is not over then are censored: left
        out, not counted as lost.
    by : str, optional
        A column of `users` to group by; a missing group is left out.
    clock : {"elapsed", "calendar"}
        A day is 24 hours of the user's own clock since sign-up, or a calendar day in UTC with the
        day of the sign-up as day 0. The two differ by whoever comes late on one day and early on
        another, so say which.
    start, at, unit : str
        The columns of sign-ups, of moments of activity, and of users in both tables.

    Returns
    -------
    DataFrame
        One row a group ("all" without `by`): eligible, retained, rate. A rate of nobody is NaN.

    Raises
    ------
    ValueError
        If a user stands twice, or a time is missing.

    See Also
    --------
    bracket_retention, unbounded_retention : The same users, more kindly counted.
    """
    first = checks.whole(day, "day")
    return _retention(
        users, events, first, first, as_of=as_of, by=by, clock=clock, columns=(start, at, unit)
    )


def bracket_retention(
    users: pd.DataFrame,
    events: pd.DataFrame,
    first: int,
    last: int,
    *,
    as_of: Any,
    by: str | None = None,
    clock: str = "elapsed",
    start: str = "signed_up_at",
    at: str = "occurred_at",
    unit: str = "user_id",
) -> pd.DataFrame:
    """Return the share of users who were active at least once within a bracket of days.

    Parameters
    ----------
    users, events
        As for `n_day_retention`.
    first, last : int
        The bracket, both days included: 7 and 13 are the second week.
    as_of : date or str
        Until when the data are complete; users whose last day is not over then are left out.
    by, clock, start, at, unit
        As for `n_day_retention`.

    Returns
    -------
    DataFrame
        As for `n_day_retention`. A longer bracket cannot give less.
    """
    begin, end = checks.whole(first, "first"), checks.whole(last, "last")
    if begin > end:
        raise ValueError(f"first must be at most last; you passed {first!r} and {last!r}.")
    return _retention(
        users, events, begin, end, as_of=as_of, by=by, clock=clock, columns=(start, at, unit)
    )


def unbounded_retention(
    users: pd.DataFrame,
    events: pd.DataFrame,
    day: int,
    *,
    as_of: Any,
    by: str | None = None,
    clock: str = "elapsed",
    start: str = "signed_up_at",
    at: str = "occurred_at",
    unit: str = "user_id",
) -> pd.DataFrame:
    """Return the share of users who were active on the Nth day after sign-up or at any later time.

    It can only be said of now: who comes back tomorrow turns from lost to retained. And users who
    signed up long ago had longer to come back, so compare cohorts with care.

    Parameters
    ----------
    users, events, day
        As for `n_day_retention`.
    as_of : date or str
        Until when the data are complete; users whose Nth day is not over then are left out.
    by, clock, start, at, unit
        As for `n_day_retention`.

    Returns
    -------
    DataFrame
        As for `n_day_retention`.
    """
    return _retention(
        users,
        events,
        checks.whole(day, "day"),
        None,
        as_of=as_of,
        by=by,
        clock=clock,
        columns=(start, at, unit),
    )


def _retention(
    users: pd.DataFrame,
    events: pd.DataFrame,
    first: int,
    last: int | None,
    *,
    as_of: Any,
    by: str | None,
    clock: str,
    columns: tuple[str, str, str],
) -> pd.DataFrame:
    start, at, unit = columns
    checks.need_columns(users, [unit, start, *([] if by is None else [by])], "users")
    checks.need_columns(events, [unit, at], "events")
    calendar = checks.one_of(clock, "clock", ("elapsed", "calendar")) == "calendar"
    end = spans.moment(as_of, "as_of")
    for frame, what in ((users, "users"), (events, "events")):
        checks.need_known(frame[unit], f"{unit} of {what}")
        checks.need_names(frame[unit], unit)
    if users[unit].duplicated().any():
        raise ValueError(f"users has a {unit} twice. Drop the repeats first.")
    longest = 100_000 if last is None else last
    if max(first, longest) > 100_000:
        raise ValueError("A day after sign-up must be at most 100000; give an earlier one.")
    began = spans.utc(users[start], start).astype("datetime64[us]")
    if calendar:
        began = began.astype("datetime64[D]").astype("datetime64[us]")
    day = np.timedelta64(1, "D")
    opens = began + first * day
    shuts = began + (longest + 1) * day
    eligible = (began + ((first if last is None else last) + 1) * day) <= end
    places = pd.Index(users[unit]).get_indexer(pd.Index(events[unit]))
    times = spans.utc(events[at], at).astype("datetime64[us]")
    known = places >= 0
    places, times = places[known], times[known]
    inside = (times >= opens[places]) & (times < shuts[places]) & (times < end)
    came = np.zeros(len(users), dtype=bool)
    came[places[inside]] = True
    names = pd.Series("all", index=users.index) if by is None else users[by]
    checks.need_names(names, str(by))
    found = pd.DataFrame(
        {
            "group": names.to_numpy(),
            "eligible": eligible.astype(np.int64),
            "retained": (eligible & came).astype(np.int64),
        }
    )
    checks.ordered(found["group"].dropna().unique(), str(by))
    table = found.groupby("group", observed=True)[["eligible", "retained"]].sum()
    table.index.name = by
    n = table["eligible"].to_numpy(np.float64)
    table["rate"] = table["retained"].to_numpy(np.float64) / np.where(n > 0, n, np.nan)
    return table

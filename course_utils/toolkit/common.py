"""What calculations of several skills share."""

from __future__ import annotations

import pandas as pd

from course_utils.toolkit._input import narrow


def between(frame: pd.DataFrame, start: str, end: str, at: str = "occurred_at") -> pd.DataFrame:
    """Keep the rows of a span, with its start and without its end.

    Parameters
    ----------
    frame : DataFrame
        Any table with a column of time stamps.
    start, end : str
        UTC dates.
    at : str
        The column of time stamps.
    """
    first, last = (pd.Timestamp(day, tz="UTC") for day in (start, end))
    frame = narrow(frame, at, first.to_datetime64(), last.to_datetime64())
    return frame[(frame[at] >= first) & (frame[at] < last)]

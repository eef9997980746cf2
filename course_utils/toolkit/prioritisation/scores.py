"""Scores of single items: value against effort, RICE, WSJF, and the ranks that scores give."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pandas as pd

from course_utils.toolkit.common import checks

__all__ = [
    "CONFIDENCE",
    "IMPACT",
    "QUADRANTS",
    "by_score",
    "in_person_months",
    "per_quarter",
    "quadrants",
    "ranks",
    "rice",
    "wsjf",
]

IMPACT = {"massive": 3.0, "high": 2.0, "medium": 1.0, "low": 0.5, "minimal": 0.25}
"""Intercom's steps of impact on one person (McBride, 2016)."""
CONFIDENCE = {"high": 1.0, "medium": 0.8, "low": 0.5}
"""Intercom's steps of confidence; less than 0.5 is a "moonshot" (McBride, 2016)."""
QUADRANTS = ("Quick wins", "Big bets", "Fill-ins", "Money pits")
"""Names of the quarters: much value for little effort, much for much, little for little, little
for much."""
POINTS = (1, 2, 3, 5, 8, 13, 20)
"""The relative points of SAFe's WSJF."""

_A_QUARTER = {"week": 13.0, "month": 3.0, "quarter": 1.0, "year": 0.25}
_IN_MONTHS = {"days": 3 / 65, "weeks": 3 / 13, "months": 1.0}


def ranks(scores: Any) -> pd.Series:
    """Return the rank of each item, 1 for the highest score.

    Parameters
    ----------
    scores : array-like or Series, shape (n,)
        Higher is better. A Series keeps its index.

    Returns
    -------
    Series of int
        Equal scores keep the order in which they came, so that ranks are 1 to n without gaps.
    """
    found = checks.column(scores, "scores", least=-np.inf)
    order = np.argsort(-found, kind="stable")
    places = np.empty(len(found), dtype=np.int64)
    places[order] = np.arange(1, len(found) + 1)
    return pd.Series(places, index=checks.index_of(scores), name="rank")


def quadrants(value: Any, effort: Any, value_line: float, effort_line: float) -> pd.Series:
    """Sort items into four quarters by two lines that have to be said.

    The lines are the whole method: move one and items change their names. They are arguments
    without a default, so that nobody draws the picture without having chosen them.

    Parameters
    ----------
    value, effort : array-like or Series, shape (n,)
        One number an item; effort in one unit for all.
    value_line, effort_line : float
        In the units of the two. An item on a line belongs to the higher half.

    Returns
    -------
    Series of str
        One of `QUADRANTS` for each item.
    """
    given, index = checks.aligned({"value": value, "effort": effort})
    worth = checks.column(given["value"], "value", least=-np.inf)
    work = checks.column(given["effort"], "effort")
    checks.same_length({"value": worth, "effort": work})
    for line, what in ((value_line, "value_line"), (effort_line, "effort_line")):
        try:
            checks.number(line, what)
        except (TypeError, ValueError) as error:
            raise ValueError(
                f"{what} must be a number: say where high begins; not {line!r}."
            ) from error
    names = np.array(QUADRANTS, dtype=object)
    place = (worth < value_line) * 2 + (work >= effort_line)
    return pd.Series(names[place], index=index, name="quadrant")


def per_quarter(reach: Any, period: Any) -> pd.Series:
    """Convert reach to people a quarter.

    A flow is converted by time alone: three months of 100 people a month are 300. That is right for
    people who are met anew each month and too high for the same people met again; count those once.

    Parameters
    ----------
    reach : array-like or Series, shape (n,)
        People in a period.
    period : str or sequence of str
        "week", "month", "quarter" or "year": one for all or one an item.
    """
    found = checks.column(reach, "reach")
    given, index = checks.aligned({"reach": reach, "period": period})
    times = checks.factor(given["period"], _A_QUARTER, "period", len(found))
    return pd.Series(found * times, index=index, name="reach")


def in_person_months(effort: Any, unit: Any) -> pd.Series:
    """Convert effort to person-months of 13/3 weeks of 5 days.

    Parameters
    ----------
    effort : array-like or Series, shape (n,)
        Working time of all who take part.
    unit : str or sequence of str
        "days", "weeks" or "months": one for all or one an item.
    """
    found = checks.column(effort, "effort", above=0)
    given, index = checks.aligned({"effort": effort, "unit": unit})
    times = checks.factor(given["unit"], _IN_MONTHS, "unit", len(found))
    return pd.Series(found * times, index=index, name="effort")


def rice(
    reach: Any,
    impact: Any,
    confidence: Any,
    effort: Any,
    *,
    period: Any = "quarter",
    unit: Any = "months",
) -> pd.Series:
    """Compute RICE scores: reach x impact x confidence / effort, with the units checked.

    Parameters
    ----------
    reach : array-like or Series, shape (n,)
        People that each item touches in a `period`.
    impact : array-like
        Effect on one person, a step of `IMPACT`: 3, 2, 1, 0.5 or 0.25.
    confidence : array-like
        A fraction above 0 and at most 1; Intercom's steps are `CONFIDENCE`.
    effort : array-like
        Working time of everybody, in `unit`.
    period : str or sequence of str
        Of the reach, as for `per_quarter`.
    unit : str or sequence of str
        Of the effort, as for `in_person_months`.
        Series are joined by their index, which must hold the same items.

    Returns
    -------
    Series
        Impact a quarter for each person-month. The number has no meaning of its own: only the order
        has, and only if all inputs share their units.

    References
    ----------
    McBride, S. (2016). RICE: simple prioritization for product managers. Inside Intercom.
    """
    given, index = checks.aligned(
        {
            "reach": reach,
            "impact": impact,
            "confidence": confidence,
            "effort": effort,
            "period": period,
            "unit": unit,
        }
    )
    reach, impact, confidence, effort, period, unit = given.values()
    people = per_quarter(reach, period).to_numpy()
    steps = checks.on_scale(impact, "impact", list(IMPACT.values()), "massive to minimal")
    sure = checks.column(confidence, "confidence", above=0)
    if (sure > 1).any():
        raise ValueError(
            f"confidence must be a fraction of at most 1 such as 0.8, not {sure.max():g}."
        )
    months = in_person_months(effort, unit).to_numpy()
    checks.same_length({"reach": people, "impact": steps, "confidence": sure, "effort": months})
    return pd.Series(people * steps * sure / months, index=index, name="rice")


def wsjf(value: Any, urgency: Any, opportunity: Any, size: Any) -> pd.Series:
    """Compute SAFe's weighted shortest job first: relative cost of delay over job size.

    All four are points relative to the smallest item of their own column. So the score orders one
    list on one day. It is no money, a sum of three columns hides their weights (1, 1, 1), and the
    scores of two teams cannot be compared. With money and weeks use `cd3`.

    Parameters
    ----------
    value : array-like or Series, shape (n,)
        User and business value.
    urgency : array-like
        Time criticality.
    opportunity : array-like
        Risk reduction or opportunity enablement.
    size : array-like
        Job size, standing in for duration.
        Each is one of 1, 2, 3, 5, 8, 13, 20. Each column should have a 1, its smallest item; a
        column without one is a warning, because published examples often leave it out and because
        the part of a longer list is scored as the list was.

    Warns
    -----
    UserWarning
        If a column has no 1: then a column weighs more, or the size divides more, than the scale
        says.

    References
    ----------
    Scaled Agile (2023). Weighted Shortest Job First. SAFe 6.0.
    Reinertsen, D. G. (2009). The Principles of Product Development Flow. Celeritas.
    """
    given, index = checks.aligned(
        {"value": value, "urgency": urgency, "opportunity": opportunity, "size": size}
    )
    columns = {
        what: checks.on_scale(values, what, POINTS, "relative points")
        for what, values in given.items()
    }
    if checks.same_length(columns):
        for what, found in columns.items():
            if found.min() != 1:
                warnings.warn(
                    f"{what} has no 1. The points are relative to the smallest item of a column: "
                    "without a 1 the scores are on another scale than SAFe's, and only their order "
                    "within this list can be read.",
                    stacklevel=2,
                )
    total = columns["value"] + columns["urgency"] + columns["opportunity"]
    return pd.Series(total / columns["size"], index=index, name="wsjf")


def by_score(scores: Any) -> list[Any]:
    """Return the items' names from the highest score to the lowest.

    Parameters
    ----------
    scores : Series or array-like
        As for `ranks`; without an index items are called 0, 1, 2 and so on.
    """
    places = ranks(scores)
    if not places.index.is_unique:
        raise ValueError("scores names an item twice. Give each item one name and one score.")
    return list(places.index[np.argsort(places.to_numpy())])

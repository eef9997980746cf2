"""How long customers stay when some have not left yet: Kaplan-Meier and the log-rank test."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from course_utils.toolkit.common import checks, spans
from course_utils.toolkit.common.checks import Floats
from course_utils.toolkit.common.intervals import Interval, normal_quantile

__all__ = [
    "LogRank",
    "kaplan_meier",
    "log_rank",
    "median_survival",
    "restricted_mean",
    "survival_at",
    "tenures",
]


@dataclass(frozen=True)
class LogRank:
    """A comparison of survival curves; see `log_rank`."""

    statistic: float
    """Chi-square."""
    degrees: int
    """Degrees of freedom, one less than groups."""
    p: float
    """The chance of so large a statistic if all groups had one curve."""
    groups: pd.DataFrame
    """One row a group: n, observed, expected (events)."""


def tenures(customers: pd.DataFrame, as_of: Any, *, start: str, end: str) -> pd.DataFrame:
    """Return how long each customer was followed, and whether they left.

    Parameters
    ----------
    customers : DataFrame
        One row a customer.
    as_of : date or str
        Until when the data are complete. Customers who began then or later are left out, and who
        left then or later had not left yet.
    start, end : str
        The columns of time stamps with a time zone: when somebody began, and when they left,
        missing where they have not.

    Returns
    -------
    DataFrame
        Indexed like `customers`: days (from start to end or `as_of`, with parts of days) and left
        (False where the time is censored).

    Examples
    --------
    >>> days = pd.to_datetime(["2026-01-01", "2026-01-11"], utc=True)
    >>> people = pd.DataFrame({"since": days, "until": [days[1], pd.NaT]})
    >>> tenures(people, "2026-02-01", start="since", end="until")["days"].tolist()
    [10.0, 21.0]
    """
    checks.need_columns(customers, [start, end], "customers")
    last = spans.moment(as_of, "as_of")
    began = spans.utc(customers[start], start)
    spans.need_zone(customers[end], end)
    ended = customers[end].to_numpy(f"datetime64[{customers[end].dt.unit}]")
    if (ended < began).any():
        raise ValueError(f"{end} lies before {start} in some rows. Drop or repair them first.")
    left = ended < last
    days = (np.where(left, ended, last) - began) / np.timedelta64(1, "D")
    found = pd.DataFrame({"days": days, "left": left}, index=customers.index)
    return found[began < last]


def kaplan_meier(
    durations: Any, left: Any, confidence: float = 0.95, *, method: str = "log-log"
) -> pd.DataFrame:
    """Estimate the share that is still there after each time, censored ones used while they last.

    At each time at which somebody leaves, the share that is left is multiplied by the share of
    those still at risk who stay: ``S(t) = product of (1 - events / at_risk)``. Who is censored at
    a time at which others leave was still at risk then.

    Parameters
    ----------
    durations : array-like of float, shape (customers,)
        How long each was followed, in any one unit, at least 0.
    left : array-like of bool, shape (customers,)
        True where the time ended because they left, False where it is censored. Two Series are
        joined by their index.
    confidence : float
        Confidence level, a fraction.
    method : {"log-log", "plain"}
        How Greenwood's standard error makes an interval: on the scale of log(-log S), which stays
        inside 0 to 1, or as S plus and minus z standard errors, cut at 0 and 1.

    Returns
    -------
    DataFrame
        One row a time at which somebody left or was censored, after a row for time 0, indexed by
        time: at_risk, events, censored, survival, standard_error, low, high. Where nobody has left
        yet, and where nobody is left, the log-log interval is NaN.

    Raises
    ------
    ValueError
        If there is nobody, a duration is negative or missing, or nobody left: a flat line is no
        estimate of when people leave.

    References
    ----------
    Kaplan, E. L. and Meier, P. (1958). Nonparametric estimation from incomplete observations.
    Journal of the American Statistical Association, 53(282), 457-481. Greenwood, M. (1926). The
    natural duration of cancer. Klein, J. P. and Moeschberger, M. L. (2003). Survival Analysis,
    2nd edition, sections 4.2 and 4.3.

    Examples
    --------
    >>> kaplan_meier([1, 2, 3, 4], [True, False, True, False])["survival"].tolist()
    [1.0, 0.75, 0.75, 0.375, 0.375]
    """
    checks.one_of(method, "method", ("log-log", "plain"))
    z = normal_quantile(confidence)
    time, gone = _followed(durations, left)
    if not gone.any():
        raise ValueError(
            "Nobody left, so there is no curve to estimate. Give a longer time or more customers."
        )
    times, risk, events, censored = _life_table(time, gone)
    survival = np.cumprod(1 - events / risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        sums = np.cumsum(events / (risk * (risk - events)))
        error = np.where(survival > 0, survival * np.sqrt(sums), np.nan)
        if method == "plain":
            low, high = np.clip([survival - z * error, survival + z * error], 0, 1)
        else:
            spread = z * np.sqrt(sums) / np.log(survival)
            spread[(survival == 0) | (survival == 1)] = np.nan
            low, high = (np.exp(np.log(survival) * np.exp(sign * spread)) for sign in (-1, 1))
    return pd.DataFrame(
        {
            "at_risk": risk,
            "events": events,
            "censored": censored,
            "survival": survival,
            "standard_error": error,
            "low": low,
            "high": high,
        },
        index=pd.Index(times, name="time"),
    )


def survival_at(curve: pd.DataFrame, time: float) -> Interval:
    """Return the share that is still there at a time, with its interval.

    Parameters
    ----------
    curve : DataFrame
        As `kaplan_meier` returns.
    time : float
        In the unit of the curve, from 0 to the last time that was observed: after it, nothing is
        known.

    Returns
    -------
    Interval
        Fractions; ends that the curve does not know are NaN.
    """
    when = checks.number(time, "time", "90")
    times, survival, curve = _steps(curve, "low", "high")
    if not 0 <= when <= times[-1]:
        raise ValueError(
            f"time must lie from 0 to {times[-1]:g}, as far as the curve goes; you passed {time!r}."
        )
    place = int(np.searchsorted(times, when, side="right")) - 1
    low, high = (checks.vector(curve[name], name)[place] for name in ("low", "high"))
    return Interval(float(survival[place]), float(low), float(high))


def median_survival(curve: pd.DataFrame) -> float:
    """Return the first time at which at most half are still there.

    Parameters
    ----------
    curve : DataFrame
        As `kaplan_meier` returns.

    Returns
    -------
    float
        In the unit of the curve; NaN where more than half are left at its end, for then nobody
        knows it yet.
    """
    times, survival, _ = _steps(curve)
    below = survival <= 0.5 + 1e-12
    return float(times[below][0]) if below.any() else math.nan


def restricted_mean(curve: pd.DataFrame, horizon: float) -> float:
    """Return the mean time that customers stay within a horizon, the area under the curve.

    The mean of everybody's whole time is not known while some have not left. The mean of what
    falls within a horizon is.

    Parameters
    ----------
    curve : DataFrame
        As `kaplan_meier` returns.
    horizon : float
        In the unit of the curve, more than 0 and at most the last time that was observed.

    Returns
    -------
    float
        In the unit of the curve.
    """
    end = checks.number(horizon, "horizon", "365")
    times, survival, _ = _steps(curve)
    if not 0 < end <= times[-1]:
        raise ValueError(
            f"horizon must be more than 0 and at most {times[-1]:g}, as far as the curve goes; "
            f"you passed {horizon!r}."
        )
    inside = times < end
    widths = np.diff(np.append(times[inside], end))
    return float(widths @ survival[inside])


def log_rank(durations: Any, left: Any, group: Any) -> LogRank:
    """Test whether groups leave at the same rate, over all times at once.

    At each time the events are shared out among the groups as their numbers at risk would have it;
    the test compares these expected events with those observed. It sees a difference that has one
    direction throughout; curves that cross can escape it.

    Parameters
    ----------
    durations, left : array-like, shape (customers,)
        As for `kaplan_meier`.
    group : array-like of names, shape (customers,)
        Which group each customer is in: two or more.

    Returns
    -------
    LogRank
        It assumes independent customers, so pass accounts rather than their users.

    Raises
    ------
    ValueError
        If there are fewer than two groups, a group has only one customer, or nobody left.

    References
    ----------
    Mantel, N. (1966). Evaluation of survival data and two new rank order statistics arising in
    its consideration. Cancer Chemotherapy Reports, 50(3), 163-170. Klein, J. P. and Moeschberger,
    M. L. (2003). Survival Analysis, 2nd edition, section 7.3.

    Examples
    --------
    >>> test = log_rank([1, 2, 3, 4], [True, True, True, False], ["a", "a", "b", "b"])
    >>> test.groups["observed"].tolist()
    [2, 1]
    """
    from scipy.special import chdtrc

    given, _ = checks.aligned({"durations": durations, "left": left, "group": group})
    labels = checks.names(given["group"], "group", '["team", "business"]')
    time, gone = _followed(given["durations"], given["left"])
    if len(labels) != len(time):
        raise ValueError("group must name the group of each customer, one for each duration.")
    names = checks.ordered(set(labels), "group")
    codes = pd.Index(names).get_indexer(pd.Index(labels))
    sizes = np.bincount(codes, minlength=len(names))
    if len(names) < 2:
        raise ValueError("group must tell at least two groups apart, or there is none to compare.")
    if (sizes < 2).any():
        alone = names[int(np.flatnonzero(sizes < 2)[0])]
        raise ValueError(
            f"Group {alone!r} has one customer, too few to compare. Merge it or leave it out."
        )
    if not gone.any():
        raise ValueError("Nobody left, so nothing can be compared. Give a longer time.")
    times = np.unique(time[gone])
    at_risk = np.array([_still(time[codes == g], times) for g in range(len(names))])
    events = np.array(
        [
            np.bincount(np.searchsorted(times, time[gone & (codes == g)]), minlength=len(times))
            for g in range(len(names))
        ]
    )
    n, d = at_risk.sum(axis=0), events.sum(axis=0)
    expected = at_risk * d / n
    shares = at_risk / n
    scale = np.where(n > 1, d * (n - d) / np.maximum(n - 1, 1), 0.0)
    surplus = (events - expected).sum(axis=1)
    covariance = np.diag(shares @ scale) - (shares * scale) @ shares.T
    if np.linalg.matrix_rank(covariance) < len(names) - 1:
        raise ValueError(
            "All groups leave before any two of them are at risk together, so they cannot be "
            "compared. Choose groups that overlap in time."
        )
    statistic = float(surplus[:-1] @ np.linalg.solve(covariance[:-1, :-1], surplus[:-1]))
    groups = pd.DataFrame(
        {"n": sizes, "observed": events.sum(axis=1), "expected": expected.sum(axis=1)},
        index=pd.Index(names, name="group"),
    )
    return LogRank(statistic, len(names) - 1, float(chdtrc(len(names) - 1, statistic)), groups)


def _followed(durations: Any, left: Any) -> tuple[Floats, np.ndarray]:
    given, _ = checks.aligned({"durations": durations, "left": left})
    time = checks.column(given["durations"], "durations")
    gone = checks.flags(given["left"], "left")
    if len(time) != len(gone):
        raise ValueError("durations and left must be equally long, one of each for a customer.")
    if not len(time):
        raise ValueError("There is nobody to follow. Give at least one customer.")
    return time, gone


def _life_table(time: Floats, gone: np.ndarray) -> tuple[Any, ...]:
    """Return times from 0 on, and at each who is at risk, who leaves and who is censored."""
    times, places = np.unique(np.append(time, 0.0), return_inverse=True)
    places = places[:-1]
    events = np.bincount(places[gone], minlength=len(times))
    censored = np.bincount(places[~gone], minlength=len(times))
    both = events + censored
    return times, both[::-1].cumsum()[::-1], events, censored


def _still(time: Floats, times: Floats) -> np.ndarray:
    """Count who is at risk at each of some times."""
    return len(time) - np.searchsorted(np.sort(time), times)


def _steps(curve: Any, *more: str) -> tuple[Floats, Floats, pd.DataFrame]:
    """Return a curve's times and survival, and the curve, all by time."""
    checks.need_columns(curve, ["survival", *more], "curve")
    times = checks.column(curve.index.to_numpy(), "the times of curve")
    order = np.argsort(times)
    curve, times = curve.iloc[order], times[order]
    survival = checks.column(curve["survival"], "survival", most=1.0)
    if not len(times) or times[0] != 0 or (np.diff(times) <= 0).any():
        raise ValueError("curve must be as kaplan_meier returns it: each time once, from 0 on.")
    if survival[0] != 1 or (np.diff(survival) > 0).any():
        raise ValueError("curve must be as kaplan_meier returns it: survival falls from 1.")
    return times, survival, curve

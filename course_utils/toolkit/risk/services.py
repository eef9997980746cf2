"""How well a service holds: error budgets, burn rates, availability, incidents."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from course_utils.toolkit.common import checks, spans
from course_utils.toolkit.common.amounts import above_zero, at_least_zero
from course_utils.toolkit.common.checks import Floats
from course_utils.toolkit.common.intervals import Interval

__all__ = [
    "BURN_RULES",
    "BurnRule",
    "Reliability",
    "availability",
    "burn_alerts",
    "burn_rate",
    "burn_threshold",
    "error_budget_minutes",
    "error_budget_requests",
    "hours_to_exhaustion",
    "incident_rate",
    "incidents_chance",
    "parallel_availability",
    "reliability",
    "series_availability",
]

HOUR = np.timedelta64(1, "h")


class BurnRule(NamedTuple):
    """When to wake somebody: both windows burn at least so fast; see `burn_alerts`."""

    name: str
    """What the alert is called."""
    long: float
    """Hours of the long window: enough is lost to matter."""
    short: float
    """Hours of the short window: it is still going on."""
    threshold: float
    """Burn rate that both must reach."""


class Reliability(NamedTuple):
    """What a log of incidents comes to; see `reliability`. Times are hours."""

    incidents: int
    """Incidents that began in the span."""
    downtime: float
    """Hours in which at least one incident lasted."""
    availability: float
    """Share of the span without an incident."""
    mtbf: float
    """Mean time between failures: hours up, over incidents; NaN without incidents."""
    mttr: float
    """Mean hours from an incident's beginning to its end; NaN without incidents. One that still
    lasts counts until the end of the span, so it is too short then."""


BURN_RULES = (
    BurnRule("page, 2 % in 1 h", 1, 1 / 12, 14.4),
    BurnRule("page, 5 % in 6 h", 6, 0.5, 6.0),
    BurnRule("ticket, 10 % in 3 d", 72, 6, 1.0),
)
"""The rules of Beyer and others (2018) for a budget of 30 days."""


def error_budget_minutes(target: float, days: float = 30) -> float:
    """Return how long a service may be down without missing its objective.

    Parameters
    ----------
    target : float
        The objective, a fraction strictly between 0 and 1 such as 0.999.
    days : float
        The length of the window, more than 0.

    Returns
    -------
    float
        Minutes, ``(1 - target) x days x 1440``.

    References
    ----------
    Beyer, B., Jones, C., Petoff, J. and Murphy, N. R. (2016). Site Reliability Engineering.
    O'Reilly, chapter 3 and appendix A.

    Examples
    --------
    >>> round(error_budget_minutes(0.999), 6)
    43.2
    """
    return (1 - _target(target)) * above_zero(days, "days", "30") * 1440


def error_budget_requests(target: float, requests: float) -> float:
    """Return how many requests may fail without missing an objective.

    Parameters
    ----------
    target : float
        The objective, a fraction strictly between 0 and 1 such as 0.999.
    requests : float
        Requests in the window, at least 0.

    Returns
    -------
    float
        ``(1 - target) x requests``, with parts. An outage at night costs less of it than one at
        noon: minutes do not see that.

    Examples
    --------
    >>> round(error_budget_requests(0.999, 2_000_000), 6)
    2000.0
    """
    return (1 - _target(target)) * at_least_zero(requests, "requests", "2000000")


def burn_rate(bad: float, total: float, target: float) -> float:
    """Return how fast an error budget is used up: 1 uses it up exactly by the end of its window.

    Parameters
    ----------
    bad, total : float
        Failed and all requests of a while, ``0 <= bad <= total``.
    target : float
        The objective, a fraction strictly between 0 and 1.

    Returns
    -------
    float
        ``(bad / total) / (1 - target)``; NaN without requests.

    Examples
    --------
    >>> round(burn_rate(20, 10_000, 0.999), 6)
    2.0
    """
    allowed = 1 - _target(target)
    failed, all_of = at_least_zero(bad, "bad", "20"), at_least_zero(total, "total", "10000")
    if failed > all_of:
        raise ValueError(f"bad must be at most total; you passed {bad!r} and {total!r}.")
    return checks.share(failed, all_of) / allowed


def burn_threshold(share: float, hours: float, days: float = 30) -> float:
    """Return the burn rate that uses a share of the budget up within a time.

    Parameters
    ----------
    share : float
        Of the whole budget, a fraction.
    hours : float
        Within which it is lost, more than 0.
    days : float
        The window of the budget, more than 0.

    Returns
    -------
    float
        ``share x days x 24 / hours``.

    References
    ----------
    Beyer, B. and others (2018). The Site Reliability Workbook. O'Reilly, chapter 5.

    Examples
    --------
    >>> round(burn_threshold(0.02, 1), 6)
    14.4
    """
    part = checks.fraction(share, "share", "0.02")
    return part * above_zero(days, "days", "30") * 24 / above_zero(hours, "hours", "1")


def hours_to_exhaustion(rate: float, days: float = 30, left: float = 1.0) -> float:
    """Return after how long a budget is used up at a burn rate.

    Parameters
    ----------
    rate : float
        The burn rate, at least 0.
    days : float
        The window of the budget, more than 0.
    left : float
        The share of the budget that is left, a fraction.

    Returns
    -------
    float
        Hours; infinite at a rate of 0.

    Examples
    --------
    >>> hours_to_exhaustion(10)
    72.0
    """
    speed, part = at_least_zero(rate, "rate", "10"), checks.fraction(left, "left", "1.0")
    whole = above_zero(days, "days", "30") * 24 * part
    return whole / speed if speed else math.inf


def burn_alerts(
    log: pd.DataFrame,
    target: float,
    rules: Sequence[BurnRule] = BURN_RULES,
    *,
    at: str = "at",
    bad: str = "bad",
    total: str = "total",
) -> pd.DataFrame:
    """Say at each moment which alerts would ring, by long and short windows of burn rate.

    The long window says that it matters, the short one that it has not stopped: one alone rings too
    late, too often, or for hours after all is well.

    Parameters
    ----------
    log : DataFrame
        One row an interval of equal length, such as a minute.
    target : float
        The objective, a fraction strictly between 0 and 1.
    rules : sequence of BurnRule
        With different names; without it those of the workbook.
    at, bad, total : str
        The columns: end of the interval (a time stamp with a time zone), failed and all requests.

    Returns
    -------
    DataFrame
        Indexed by moment, ascending. For each rule a column of its name (True where it rings) and
        one "burn: <name>", the burn rate of its long window. At the beginning a window holds what
        there is. Without requests the rate is NaN and nothing rings.

    References
    ----------
    Beyer, B. and others (2018). The Site Reliability Workbook. O'Reilly, chapter 5.
    """
    allowed = 1 - _target(target)
    checks.need_columns(log, [at, bad, total], "log")
    if len({at, bad, total}) < 3:
        raise ValueError("at, bad and total must name three different columns.")
    moments = spans.utc(log[at], at).astype("datetime64[us]")
    order = np.argsort(moments, kind="stable")
    moments = moments[order]
    if len(moments) > 1 and (np.diff(moments) <= np.timedelta64(0)).any():
        raise ValueError(f"{at} must name each moment once: sum the rows of one moment first.")
    failed, all_of = (checks.column(log[name], name)[order] for name in (bad, total))
    if (failed > all_of).any():
        raise ValueError(f"{bad} must be at most {total} in every row.")
    sums = {name: np.append(0.0, each.cumsum()) for name, each in (("b", failed), ("t", all_of))}
    found: dict[str, Any] = {}
    for rule in _rules(rules):
        rates = []
        for hours in (rule.long, rule.short):
            length = np.timedelta64(max(1, round(hours * 3.6e9)), "us")
            first = np.searchsorted(moments, moments - length, side="right")
            parts = {name: each[1:] - each[first] for name, each in sums.items()}
            asked = np.where(parts["t"] > 0, parts["t"], math.nan)
            rates.append(parts["b"] / asked / allowed)
        found[rule.name] = (rates[0] >= rule.threshold - 1e-9) & (rates[1] >= rule.threshold - 1e-9)
        found[f"burn: {rule.name}"] = rates[0]
    return pd.DataFrame(found, index=pd.DatetimeIndex(moments, name=at).tz_localize("UTC"))


def availability(mtbf: float, mttr: float) -> float:
    """Return the share of time up, from the mean times up and down.

    Parameters
    ----------
    mtbf : float
        Mean time up between failures, more than 0.
    mttr : float
        Mean time to restore, at least 0, in the same unit. Halving it does as much as doubling the
        other.

    Returns
    -------
    float
        ``mtbf / (mtbf + mttr)``.

    Examples
    --------
    >>> availability(999, 1)
    0.999
    """
    up, down = above_zero(mtbf, "mtbf", "999"), at_least_zero(mttr, "mttr", "1")
    return up / (up + down)


def series_availability(parts: Any) -> float:
    """Return the availability of a chain that needs every one of its parts.

    Parameters
    ----------
    parts : array-like of float, shape (n,)
        The availability of each, fractions; at least one.

    Returns
    -------
    float
        Their product, if they fail independently: below the worst of them. Never their mean.

    Examples
    --------
    >>> round(series_availability([0.999, 0.999, 0.995]), 6)
    0.993011
    """
    return float(np.prod(_parts(parts)))


def parallel_availability(parts: Any) -> float:
    """Return the availability of parts of which one is enough.

    Parameters
    ----------
    parts : array-like of float, shape (n,)
        The availability of each, fractions; at least one.

    Returns
    -------
    float
        ``1 - product of (1 - each)``, if they fail independently. What they share (a release, a
        network, an expired certificate) they lose together: then it is far too high.

    Examples
    --------
    >>> round(parallel_availability([0.99, 0.99]), 6)
    0.9999
    """
    return 1 - float(np.prod(1 - _parts(parts)))


def reliability(
    incidents: pd.DataFrame,
    start: Any,
    end: Any,
    *,
    began: str = "started_at",
    ended: str = "restored_at",
) -> Reliability:
    """Sum a log of incidents up: downtime, availability, MTBF and MTTR.

    Parameters
    ----------
    incidents : DataFrame
        One row an incident.
    start, end : date or str
        The span, with `start` and without `end`; read as UTC without a time zone. The log must be
        complete until `end`.
    began, ended : str
        Columns of time stamps with a time zone; the end is missing where it still lasts.

    Returns
    -------
    Reliability
        Hours in which two incidents overlap are down once. What began before `start` is down time
        and not counted as an incident.

    Raises
    ------
    ValueError
        If an incident ended before it began.
    """
    checks.need_columns(incidents, [began, ended], "incidents")
    if began == ended:
        raise ValueError("began and ended must name two different columns.")
    first, last = spans.moment(start, "start"), spans.moment(end, "end")
    if first >= last:
        raise ValueError(f"start must lie before end; you passed {start} and {end}.")
    since = spans.utc(incidents[began], began).astype("datetime64[us]")
    spans.need_zone(incidents[ended], ended)
    until = incidents[ended].to_numpy("datetime64[us]")
    if (until < since).any():
        raise ValueError(f"{ended} lies before {began} in some rows. Drop or repair them first.")
    until = np.where(np.isnat(until), last, np.minimum(until, last))
    inside = (since >= first) & (since < last)
    lasted = (until[inside] - since[inside]) / HOUR
    touching = (since < last) & (until > first)
    down = _union(np.maximum(since[touching], first), until[touching])
    whole = float((last - first) / HOUR)
    count = int(inside.sum())
    return Reliability(
        count,
        down,
        1 - down / whole,
        (whole - down) / count if count else math.nan,
        float(lasted.mean()) if count else math.nan,
    )


def incidents_chance(rate: float, periods: float = 1.0, at_least: int = 1) -> float:
    """Return the chance of at least so many incidents, if they come at random at one rate.

    Parameters
    ----------
    rate : float
        Incidents a period on average, at least 0.
    periods : float
        How many periods, at least 0.
    at_least : int
        How many incidents.

    Returns
    -------
    float
        A fraction, from the Poisson distribution. Incidents that cause each other, or follow
        releases, come in bunches: then both none and many are more likely than this.

    Examples
    --------
    >>> round(incidents_chance(2), 4), round(incidents_chance(2, at_least=5), 4)
    (0.8647, 0.0527)
    """
    from scipy.special import pdtrc

    mean = at_least_zero(rate, "rate", "2") * at_least_zero(periods, "periods", "1")
    if mean > 1e9:
        raise ValueError("rate x periods must be at most a billion incidents. Give fewer periods.")
    count = checks.whole(at_least, "at_least")
    return 1.0 if count == 0 else float(pdtrc(count - 1, mean))


def incident_rate(count: int, periods: float, confidence: float = 0.95) -> Interval:
    """Return a rate of incidents with its exact interval.

    Parameters
    ----------
    count : int
        Incidents that were seen.
    periods : float
        In how many periods, more than 0: months, or machine-days.
    confidence : float
        Confidence level.

    Returns
    -------
    Interval
        Incidents a period. It takes them to be independent (Poisson). Its upper end is above 0
        where nothing was seen.

    References
    ----------
    Garwood, F. (1936). Fiducial limits for the Poisson distribution. Biometrika, 28(3/4), 437-442.

    Examples
    --------
    >>> [round(end, 3) for end in incident_rate(10, 1)]
    [10.0, 4.795, 18.39]
    """
    from scipy.special import gammaincinv

    seen, length = checks.whole(count, "count"), above_zero(periods, "periods", "12")
    if seen > 1_000_000_000:
        raise ValueError(f"count must be at most a billion incidents; you passed {count!r}.")
    tail = (1 - checks.level(confidence)) / 2
    low = float(gammaincinv(seen, tail)) if seen else 0.0
    high = float(gammaincinv(seen + 1, 1 - tail))
    return Interval(seen / length, low / length, high / length)


def _union(since: Any, until: Any) -> float:
    """Return the hours that at least one of some spans covers."""
    total, reached = np.timedelta64(0, "us"), None
    for place in np.argsort(since, kind="stable"):
        begin = since[place] if reached is None else max(since[place], reached)
        if until[place] > begin:
            total += until[place] - begin
            reached = until[place]
    return float(total / HOUR)


def _target(value: Any) -> float:
    found = checks.number(value, "target", "0.999")
    if not 0 < found < 1:
        raise ValueError(
            f"target must be a fraction strictly between 0 and 1 such as 0.999, not {value!r}: 100 % "
            "leaves no budget, so nothing could ever be changed."
        )
    return found


def _rules(rules: Any) -> list[BurnRule]:
    if not isinstance(rules, (list, tuple)) or not all(isinstance(r, BurnRule) for r in rules):
        raise TypeError(
            'rules must be a list of BurnRule, such as [BurnRule("page", 1, 1 / 12, 14.4)].'
        )
    for rule in rules:
        if not isinstance(rule.name, str):
            raise TypeError(f"A rule is named by a text; you passed {rule.name!r}.")
        for value, what in (
            (rule.long, "long"),
            (rule.short, "short"),
            (rule.threshold, "threshold"),
        ):
            if not 0 < above_zero(value, what, "1") < 1e6:
                raise ValueError(f"{what} must be at most a million; you passed {value!r}.")
    if len({rule.name for rule in rules}) != len(rules):
        raise ValueError("rules has a name twice. Give each rule a name of its own.")
    return list(rules)


def _parts(parts: Any) -> Floats:
    found = checks.column(parts, "parts", most=1.0)
    if not len(found):
        raise ValueError("parts is empty. Give the availability of at least one, such as 0.999.")
    return found

"""Forecasts of a series: smoothed, with a trend, each with an interval, and how wrong they were."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from course_utils.toolkit.common import checks
from course_utils.toolkit.common.checks import Floats
from course_utils.toolkit.common.intervals import normal_quantile

__all__ = ["Forecast", "holt_forecast", "ses_forecast", "trend_forecast"]

LONGEST = 1_000
EDGE = 1e-4
"""A smoothing parameter lies so far inside 0 and 1."""


@dataclass(frozen=True)
class Forecast:
    """A forecast with its interval; see `ses_forecast`, `holt_forecast` and `trend_forecast`."""

    table: pd.DataFrame
    """By periods ahead, from 1: forecast, low, high."""
    fitted: pd.Series
    """What would have been forecast for each past period, one step ahead; of a straight line, the
    line. Indexed like the series; NaN where nothing could have been."""
    level: float
    """The smoothed value at the end."""
    trend: float
    """The change a period; 0 without one."""
    alpha: float
    """How fast the level follows; NaN for a straight line."""
    beta: float
    """How fast the trend follows; NaN without."""
    sigma: float
    """Standard deviation of the errors one step ahead."""


def ses_forecast(
    values: Any,
    periods: int = 1,
    *,
    alpha: float | None = None,
    start: str = "estimated",
    confidence: float = 0.95,
) -> Forecast:
    """Forecast by simple exponential smoothing: for a series without trend or season.

    Parameters
    ----------
    values : array-like of float, shape (n,)
        The past, oldest first, none missing: at least four.
    periods : int
        How many periods ahead.
    alpha : float, optional
        How fast the level follows, strictly between 0 and 1; without it, that with the least sum of
        squared errors one step ahead.
    start : {"estimated", "first"}
        The level before the first value: with the least squared errors too, or the first value
        itself, whose error then is not counted.
    confidence : float
        Confidence level of the interval.

    Returns
    -------
    Forecast
        The forecast is flat; its interval widens as ``sigma sqrt(1 + (h - 1) alpha^2)`` and takes
        errors to be normal, alike and independent. sigma squared is the sum of squared errors over
        their number less that of what was estimated.

    References
    ----------
    Hyndman, R. J. and Athanasopoulos, G. (2018). Forecasting: Principles and Practice, 2nd
    edition, chapter 7. OTexts.

    Examples
    --------
    >>> ses_forecast([10, 12, 11, 13], alpha=0.5, start="first").level
    12.0
    """
    y, name = _series(values, 4), checks.index_of(values)
    follow = None if alpha is None else checks.level(alpha, "alpha", "0.3")
    guessed = checks.one_of(start, "start", ("estimated", "first")) == "estimated"

    def errors(params: Floats) -> _Errors:
        return _Errors(y, float(params[0]), 0.0, trended=False, guessed=guessed)

    estimated = int(guessed)
    if follow is None:
        follow = _least(lambda a: errors(np.array([a])).squares)
        estimated += 1
    return _forecast(errors(np.array([follow])), estimated, periods, confidence, name, follow)


def holt_forecast(
    values: Any,
    periods: int = 1,
    *,
    alpha: float | None = None,
    beta: float | None = None,
    confidence: float = 0.95,
) -> Forecast:
    """Forecast by Holt's linear method: a level and a trend that both follow the series.

    Parameters
    ----------
    values : array-like of float, shape (n,)
        The past, oldest first, none missing: at least six.
    periods : int
        How many periods ahead. The trend goes on for ever, which few do.
    alpha, beta : float, optional
        How fast the level and the trend follow, strictly between 0 and 1, both or neither; without
        them, those with the least sum of squared errors one step ahead. The level and the trend at
        the start always are.
    confidence : float
        Confidence level of the interval.

    Returns
    -------
    Forecast
        Its interval takes errors to be normal, alike and independent.

    References
    ----------
    Holt, C. C. (1957). Forecasting seasonals and trends by exponentially weighted moving averages.
    Carnegie Institute of Technology. Hyndman and Athanasopoulos (2018), chapter 7, also for the
    interval.

    Examples
    --------
    >>> found = holt_forecast([1, 2, 3, 4, 5, 6.0], 2, alpha=0.5, beta=0.5)
    >>> found.table["forecast"].round(6).tolist()
    [7.0, 8.0]
    """
    from scipy.optimize import minimize

    y, name = _series(values, 6), checks.index_of(values)
    if (alpha is None) != (beta is None):
        raise ValueError("Give both alpha and beta, or neither: they are estimated together.")

    def errors(a: float, b: float) -> _Errors:
        return _Errors(y, a, a * b, trended=True, guessed=True)

    estimated = 2
    if alpha is None or beta is None:
        steps = (0.05, 0.2, 0.5, 0.8, 0.95)
        first = min(((a, b) for a in steps for b in steps), key=lambda ab: errors(*ab).squares)
        found = minimize(
            lambda ab: errors(*ab).squares / max(errors(*first).squares, 1e-300),
            first,
            method="L-BFGS-B",
            bounds=[(EDGE, 1 - EDGE)] * 2,
        )
        (a, b), estimated = (float(each) for each in found.x), 4
    else:
        a, b = checks.level(alpha, "alpha", "0.3"), checks.level(beta, "beta", "0.1")
    return _forecast(errors(a, b), estimated, periods, confidence, name, a, b)


def trend_forecast(values: Any, periods: int = 1, confidence: float = 0.95) -> Forecast:
    """Forecast by a straight line through the past, with the interval of a new value.

    Parameters
    ----------
    values : array-like of float, shape (n,)
        The past, oldest first, none missing: at least three.
    periods : int
        How many periods ahead.
    confidence : float
        Confidence level of Student's t interval.

    Returns
    -------
    Forecast
        The interval is that of a single new value and takes errors to be independent: of a series
        that wanders it is too narrow.

    Examples
    --------
    >>> trend_forecast([1, 2, 3, 4], 2).table["forecast"].round(6).tolist()
    [5.0, 6.0]
    """
    from scipy.special import stdtrit

    y, name = _series(values, 3), checks.index_of(values)
    count, upper = len(y), 0.5 + checks.level(confidence) / 2
    ahead = _ahead(periods)
    x = np.arange(count) - (count - 1) / 2
    spread = float(x @ x)
    slope = float(x @ y) / spread
    line = y.mean() + slope * x
    sigma = math.sqrt(float(((y - line) ** 2).sum()) / (count - 2))
    far = (count - 1) / 2 + ahead
    margin = stdtrit(count - 2, upper) * sigma * np.sqrt(1 + 1 / count + far**2 / spread)
    return Forecast(
        _table(y.mean() + slope * far, margin, ahead),
        pd.Series(line, index=name, name="fitted"),
        float(line[-1]),
        slope,
        math.nan,
        math.nan,
        sigma,
    )


class _Errors:
    """Errors one step ahead, at the start that makes their squares least.

    The errors are linear in the level and the trend at the start, so that these follow exactly.
    """

    def __init__(self, y: Floats, alpha: float, gamma: float, *, trended: bool, guessed: bool):
        self.y, self.steps = y, (alpha, gamma)
        if guessed:
            plain = self._run(y, 0.0, 0.0)[0]
            zeros = np.zeros(len(y))
            ones = [self._run(zeros, 1.0, 0.0)[0]]
            if trended:
                ones.append(self._run(zeros, 0.0, 1.0)[0])
            first = np.linalg.lstsq(-np.column_stack(ones), plain, rcond=None)[0]
            level, trend = float(first[0]), float(first[1]) if trended else 0.0
        else:
            level, trend = float(y[0]), 0.0
        self.errors, self.level, self.trend = self._run(y, level, trend)
        self.counted = self.errors if guessed else self.errors[1:]
        self.squares = float(self.counted @ self.counted)
        self.fitted = y - self.errors
        if not guessed:
            self.fitted[0] = math.nan

    def _run(self, y: Floats, level: float, trend: float) -> tuple[Floats, float, float]:
        alpha, gamma = self.steps
        errors = np.empty(len(y))
        for place, value in enumerate(y.tolist()):
            error = value - level - trend
            errors[place] = error
            level += trend + alpha * error
            trend += gamma * error
        return errors, level, trend


def _forecast(
    run: _Errors,
    estimated: int,
    periods: Any,
    confidence: Any,
    index: pd.Index | None,
    alpha: float,
    beta: float = math.nan,
) -> Forecast:
    ahead, z = _ahead(periods), normal_quantile(confidence)
    sigma = math.sqrt(run.squares / (len(run.counted) - estimated))
    weights = run.steps[0] + run.steps[1] * ahead
    widths = np.sqrt(1 + np.append(0.0, np.cumsum(weights**2)[:-1]))
    table = _table(run.level + run.trend * ahead, z * sigma * widths, ahead)
    fitted = pd.Series(run.fitted, index=index, name="fitted")
    return Forecast(table, fitted, run.level, run.trend, alpha, beta, sigma)


def _least(squares: Any) -> float:
    """Return the smoothing parameter with the least squares, of a curve that may have two dips."""
    from scipy.optimize import minimize_scalar

    steps = np.linspace(EDGE, 1 - EDGE, 41)
    place = int(np.argmin([squares(step) for step in steps]))
    low, high = steps[max(place - 1, 0)], steps[min(place + 1, 40)]
    found = minimize_scalar(squares, bounds=(low, high), method="bounded", options={"xatol": 1e-9})
    return float(found.x)


def _series(values: Any, least: int) -> Floats:
    y = checks.column(values, "values", least=-math.inf)
    if len(y) < least:
        raise ValueError(
            f"values must hold at least {least} periods, oldest first; you passed {len(y)}. Give a "
            "longer past."
        )
    if np.abs(y).max() > 1e100:
        raise ValueError(
            "values must be below 1e100: give them in larger units, such as thousands."
        )
    return y


def _ahead(periods: Any) -> Floats:
    count = checks.whole(periods, "periods", 1)
    if count > LONGEST:
        raise ValueError(f"periods must be at most {LONGEST}; you passed {periods!r}.")
    return np.arange(1.0, count + 1)


def _table(middle: Floats, margin: Floats, ahead: Floats) -> pd.DataFrame:
    return pd.DataFrame(
        {"forecast": middle, "low": middle - margin, "high": middle + margin},
        index=pd.Index(ahead.astype(np.int64), name="ahead"),
    )

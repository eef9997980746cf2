"""How wrong forecasts were, in units, as shares, and beside a forecast that anybody can make."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from course_utils.toolkit.common import checks
from course_utils.toolkit.common.checks import Floats

__all__ = ["forecast_bias", "mae", "mape", "mase", "rmse", "wape"]


def mae(actual: Any, forecast: Any) -> float:
    """Return the mean absolute error.

    Parameters
    ----------
    actual, forecast : array-like of float, shape (periods,)
        What came and what had been forecast, at least one, none missing. Two Series are joined by
        their index.

    Returns
    -------
    float
        In the unit of the series. A forecast of the median makes it least.

    Examples
    --------
    >>> mae([10, 20], [12, 16])
    3.0
    """
    return float(np.abs(_errors(actual, forecast)[1]).mean())


def rmse(actual: Any, forecast: Any) -> float:
    """Return the root of the mean squared error, in which one large error counts for many small.

    Parameters
    ----------
    actual, forecast : array-like of float, shape (periods,)
        As for `mae`.

    Returns
    -------
    float
        In the unit of the series. A forecast of the mean makes it least.

    Examples
    --------
    >>> rmse([10, 20, 30, 40], [10, 20, 30, 46])
    3.0
    """
    return math.sqrt(float((_errors(actual, forecast)[1] ** 2).mean()))


def forecast_bias(actual: Any, forecast: Any) -> float:
    """Return the mean of forecast less actual: above 0 where it was too high.

    Parameters
    ----------
    actual, forecast : array-like of float, shape (periods,)
        As for `mae`.

    Returns
    -------
    float
        In the unit of the series. Near 0 the errors cancel; they may be large all the same.

    Examples
    --------
    >>> forecast_bias([10, 20], [12, 16])
    -1.0
    """
    return float(_errors(actual, forecast)[1].mean())


def wape(actual: Any, forecast: Any) -> float:
    """Return the weighted absolute percentage error: all errors over all that came.

    Parameters
    ----------
    actual, forecast : array-like of float, shape (periods,)
        As for `mae`; what came must not be 0 throughout.

    Returns
    -------
    float
        A fraction, ``sum |forecast - actual| / sum |actual|``. Periods of 0 do no harm.

    Examples
    --------
    >>> wape([10, 0, 30], [12, 2, 26])
    0.2
    """
    came, errors = _errors(actual, forecast)
    total = float(np.abs(came).sum())
    if total == 0:
        raise ValueError("actual must not be 0 throughout: a share of nothing says nothing.")
    return float(np.abs(errors).sum()) / total


def mape(actual: Any, forecast: Any) -> float:
    """Return the mean absolute percentage error, where it has a meaning.

    It is undefined where 0 came, endless near it, and it punishes a forecast that is too high more
    than one that is too low: whoever is judged by it forecasts low. `wape` and `mase` do not.

    Parameters
    ----------
    actual, forecast : array-like of float, shape (periods,)
        As for `mae`; what came must be above 0 in every period.

    Returns
    -------
    float
        A fraction, the mean of ``|forecast - actual| / actual``.

    Raises
    ------
    ValueError
        If 0 or less came in some period.

    References
    ----------
    Hyndman, R. J. and Koehler, A. B. (2006). Another look at measures of forecast accuracy.
    International Journal of Forecasting, 22(4), 679-688.

    Examples
    --------
    >>> mape([10, 20], [12, 16])
    0.2
    """
    came, errors = _errors(actual, forecast)
    if (came <= 0).any():
        raise ValueError(
            f"actual must be above 0 in every period for a percentage of it; it holds "
            f"{came.min():g}. Call wape or mase instead."
        )
    return float((np.abs(errors) / came).mean())


def mase(actual: Any, forecast: Any, history: Any, season: int = 1) -> float:
    """Return the mean absolute scaled error: beside saying "as last time".

    Parameters
    ----------
    actual, forecast : array-like of float, shape (periods,)
        As for `mae`.
    history : array-like of float, shape (past periods,)
        The past that the forecast was made from, oldest first, more than `season` periods.
    season : int
        How many periods back "last time" is: 1, or 12 for months of a year.

    Returns
    -------
    float
        The mean absolute error over that of the naive forecast, one step ahead within `history`:
        below 1 it is better than that.

    Raises
    ------
    ValueError
        If the past never changed: then nothing can be beaten.

    References
    ----------
    Hyndman, R. J. and Koehler, A. B. (2006). Another look at measures of forecast accuracy.
    International Journal of Forecasting, 22(4), 679-688.

    Examples
    --------
    >>> mase([10, 20], [12, 16], [4, 8, 10, 16])
    0.75
    """
    past = checks.column(history, "history", least=-math.inf)
    back = checks.whole(season, "season", 1)
    if len(past) <= back:
        raise ValueError(
            f"history must hold more than {back} periods, or there is no last time; you passed "
            f"{len(past)}."
        )
    scale = float(np.abs(past[back:] - past[:-back]).mean())
    if scale == 0:
        raise ValueError("history must change at least once, or the naive forecast is never wrong.")
    return mae(actual, forecast) / scale


def _errors(actual: Any, forecast: Any) -> tuple[Floats, Floats]:
    """Return what came, and forecast less actual."""
    given, _ = checks.aligned({"actual": actual, "forecast": forecast})
    came, said = (checks.column(each, what, least=-math.inf) for what, each in given.items())
    if not checks.same_length({"actual": came, "forecast": said}):
        raise ValueError("actual and forecast are empty. Give at least one period of both.")
    return came, said - came

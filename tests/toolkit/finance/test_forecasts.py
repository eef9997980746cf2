"""Forecasts against a published case and statsmodels; errors by hand."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from statsmodels.api import OLS, add_constant
from statsmodels.tsa.api import Holt

from course_utils.toolkit import finance

OIL = [
    445.36, 453.20, 454.41, 422.38, 456.04, 440.39, 425.19, 486.21, 500.43,
    521.28, 508.95, 488.89, 509.87, 456.72, 473.82, 525.95, 549.83, 542.34,
]  # fmt: skip
"""Saudi Arabian oil from 1996 to 2013, of Hyndman and Athanasopoulos (2018), section 7.1."""


def test_the_oil_of_hyndman_and_athanasopoulos() -> None:
    """alpha 0.8339 and sigma 29.83; 542.68 with 80 % from 504.45 to 580.91, widening."""
    found = finance.ses_forecast(OIL, 5, confidence=0.8)
    assert found.alpha == pytest.approx(0.8339, abs=2e-4)
    assert found.sigma == pytest.approx(29.828, abs=2e-3)
    assert found.table.loc[1].tolist() == pytest.approx([542.68, 504.45, 580.91], abs=0.01)
    assert found.table.loc[5, "forecast"] == found.level
    assert found.fitted.iloc[0] == pytest.approx(446.58, abs=0.05)  # the level at the start


def test_smoothing_by_hand() -> None:
    """Level 10; errors 2, 0, 2 make 11, 11, 12."""
    found = finance.ses_forecast([10, 12, 11, 13], 2, alpha=0.5, start="first")
    assert found.fitted.tolist()[1:] == [10, 11, 11]
    assert math.isnan(found.fitted[0])
    assert found.level == 12
    assert found.sigma == pytest.approx(math.sqrt(8 / 3))
    wider = found.table["high"] - found.table["forecast"]
    assert wider[2] / wider[1] == pytest.approx(math.sqrt(1.25))


def test_holt_agrees_with_statsmodels() -> None:
    y = np.array(OIL) + 12 * np.arange(18)
    found = finance.holt_forecast(y, 4)
    other = Holt(y, initialization_method="estimated").fit()
    ours = float(((y - found.fitted) ** 2).sum())
    assert ours <= other.sse * (1 + 2e-4)  # which lets alpha be 0
    fixed = finance.holt_forecast(y, 4, alpha=0.4, beta=0.3)
    again = Holt(
        y,
        initialization_method="known",
        initial_level=other.params["initial_level"],
        initial_trend=other.params["initial_trend"],
    ).fit(smoothing_level=0.4, smoothing_trend=0.3, optimized=False)
    assert ((y - fixed.fitted) ** 2).sum() <= again.sse


def test_holt_widens_as_its_variance_says() -> None:
    """Hyndman and Athanasopoulos (2018), chapter 7: 1 + (h-1)(a^2 + a b h + b^2 h (2h - 1) / 6)."""
    a, beta = 0.5, 0.2
    b = a * beta
    table = finance.holt_forecast(OIL, 6, alpha=a, beta=beta).table
    widths = table["high"] - table["forecast"]
    for h in range(1, 7):
        variance = 1 + (h - 1) * (a**2 + a * b * h + b**2 * h * (2 * h - 1) / 6)
        assert widths[h] / widths[1] == pytest.approx(math.sqrt(variance))


def test_the_line_agrees_with_statsmodels() -> None:
    found = finance.trend_forecast(OIL, 3, 0.9)
    x = np.arange(18)
    other = OLS(OIL, add_constant(x)).fit()
    ahead = other.get_prediction(add_constant(np.arange(18, 21))).summary_frame(alpha=0.1)
    np.testing.assert_allclose(found.table["forecast"], ahead["mean"])
    np.testing.assert_allclose(found.table["low"], ahead["obs_ci_lower"])
    np.testing.assert_allclose(found.table["high"], ahead["obs_ci_upper"])
    assert found.trend == pytest.approx(other.params[1])


def test_fitted_values_keep_the_index() -> None:
    months = pd.date_range("2026-01-01", periods=6, freq="MS")
    found = finance.holt_forecast(
        pd.Series([1, 2, 3, 4, 5, 6.0], index=months), alpha=0.5, beta=0.5
    )
    assert found.fitted.index.equals(months)
    assert found.sigma == pytest.approx(0, abs=1e-9)


def test_pasts_too_short_are_refused() -> None:
    for forecast in (finance.ses_forecast, finance.holt_forecast, finance.trend_forecast):
        for short in ([], [3], [3, 4]):
            with pytest.raises(ValueError, match="Give a longer past"):
                forecast(short)
    with pytest.raises(ValueError, match="both alpha and beta"):
        finance.holt_forecast(OIL, alpha=0.5)


# How wrong ---------------------------------------------------------------------------------------


def test_errors_by_hand() -> None:
    """Errors of 2, 2, -4 and 0 about 10, 0, 30 and 60."""
    actual, forecast = [10, 0, 30, 60], [12, 2, 26, 60]
    assert finance.mae(actual, forecast) == 2
    assert finance.rmse(actual, forecast) == pytest.approx(math.sqrt(6))
    assert finance.wape(actual, forecast) == 0.08
    assert finance.forecast_bias(actual, forecast) == 0
    with pytest.raises(ValueError, match="wape or mase instead"):
        finance.mape(actual, forecast)
    with pytest.raises(ValueError, match="throughout"):
        finance.wape([0, 0], [1, 2])


def test_mape_likes_low_forecasts() -> None:
    """10 or 30 come, equally often: the mean 20 looks worse than 10, though its errors are alike."""
    actual = [10, 30]
    assert finance.mae(actual, [20, 20]) == finance.mae(actual, [10, 10])
    assert finance.mape(actual, [20, 20]) > finance.mape(actual, [10, 10])


def test_mase_is_one_for_the_naive_forecast_of_the_same_errors() -> None:
    history = [3, 5, 9, 8]  # steps 2, 4, 1
    assert finance.mase([10], [10 + 7 / 3], history) == pytest.approx(1)
    assert finance.mase([10], [7], history, season=2) == pytest.approx(3 / 4.5)
    with pytest.raises(ValueError, match="more than 4 periods"):
        finance.mase([10], [7], history, season=4)
    with pytest.raises(ValueError, match="change at least once"):
        finance.mase([10], [7], [5, 5])

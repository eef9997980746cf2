"""What a purchase is worth, customer by customer: the gamma-gamma model of spend."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

import course_utils.toolkit.retention._histories as _histories
from course_utils.toolkit.common import checks
from course_utils.toolkit.common.amounts import above_zero
from course_utils.toolkit.common.checks import Floats

__all__ = ["GammaGamma", "gamma_gamma_fit", "gamma_gamma_spend"]


@dataclass(frozen=True)
class GammaGamma:
    """The three parameters of a gamma-gamma model; see `gamma_gamma_fit`."""

    p: float
    """Shape of the gamma distribution of one customer's purchases."""
    q: float
    """Shape of the gamma distribution of customers; the population has a mean if it is above 1."""
    v: float
    """Its rate, in money: the population's mean is p v / (q - 1)."""
    log_likelihood: float = math.nan
    """How well they fit; NaN where they were not estimated."""

    def __post_init__(self) -> None:
        for name in ("p", "q", "v"):
            above_zero(getattr(self, name), name, "1.5")


def gamma_gamma_fit(frequency: Any, mean_spend: Any) -> GammaGamma:
    """Estimate a gamma-gamma model of spend by maximum likelihood.

    Parameters
    ----------
    frequency : array-like of int, shape (customers,)
        How many purchases each made, at least 1.
    mean_spend : array-like of float, shape (customers,)
        The mean of each one's purchases, more than 0. Two Series are joined by their index.

    Returns
    -------
    GammaGamma
        The parameters with the greatest likelihood. The model takes spend and frequency to be
        unrelated: look at their correlation first.

    Raises
    ------
    ValueError
        If fewer than ten customers are given.

    References
    ----------
    Fader, P. S., Hardie, B. G. S. and Lee, K. L. (2005). RFM and CLV: using iso-value curves for
    customer base analysis. Journal of Marketing Research, 42(4), 415-430. In the form of Fader,
    P. S. and Hardie, B. G. S. (2013). The gamma-gamma model of monetary value.
    """
    x, spend, _ = _read(frequency, mean_spend, 1)
    if len(x) < 10:
        raise ValueError("Three parameters need the purchases of at least ten customers.")
    x, spend = _histories.in_order(x, spend)
    scale = float(spend.mean())

    def mean(parameters: Floats) -> float:
        return float(_log_likelihoods(parameters, x, spend / scale).mean())

    p, q, v = _histories.fit(mean, [(1, 2, 1), (6, 4, 0.5)])
    fitted = (float(p), float(q), float(v * scale))
    return GammaGamma(*fitted, float(_log_likelihoods(np.array(fitted), x, spend).sum()))


def gamma_gamma_spend(model: GammaGamma, frequency: Any, mean_spend: Any) -> pd.Series:
    """Return what each customer's purchases are expected to be worth on average.

    Parameters
    ----------
    model : GammaGamma
        As `gamma_gamma_fit` returns, with q above 1.
    frequency : array-like of int, shape (customers,)
        How many purchases each one's mean rests on; 0 where nothing is known.
    mean_spend : array-like of float, shape (customers,)
        The mean of each one's purchases, 0 where there are none.

    Returns
    -------
    Series
        Money a purchase, by customer: between their own mean and the population's, the nearer to
        their own the more purchases it rests on.

    References
    ----------
    Fader and Hardie (2013), as for `gamma_gamma_fit`, equation (5).

    Examples
    --------
    >>> model = GammaGamma(6.25, 3.74, 15.44)
    >>> gamma_gamma_spend(model, [2, 0], [22.35, 0]).round(1).tolist()
    [24.7, 35.2]
    """
    if not isinstance(model, GammaGamma):
        raise TypeError(
            "model must be a GammaGamma, as gamma_gamma_fit returns, or for example "
            f"GammaGamma(6.25, 3.74, 15.44); you passed {checks.kind(model)}."
        )
    if model.q <= 1:
        raise ValueError("model must have a q of more than 1, or the population has no mean.")
    x, spend, index = _read(frequency, mean_spend, 0)
    everybody = model.p * model.v / (model.q - 1)
    own = model.p * x / (model.p * x + model.q - 1)
    return pd.Series(own * spend + (1 - own) * everybody, index, name="spend")


def _read(frequency: Any, mean_spend: Any, least: int) -> tuple[Floats, Floats, pd.Index]:
    given, index = checks.aligned({"frequency": frequency, "mean_spend": mean_spend})
    x = checks.column(given["frequency"], "frequency", least=least)
    spend = checks.column(given["mean_spend"], "mean_spend")
    count = checks.same_length({"frequency": x, "mean_spend": spend})
    if not count:
        raise ValueError("There is no customer. Give the purchases of at least one.")
    if (x != np.floor(x)).any():
        raise ValueError("frequency must hold whole numbers of purchases such as 2.")
    if ((x > 0) != (spend > 0)).any():
        raise ValueError("mean_spend must be more than 0 for who bought, and 0 for who did not.")
    return x, spend, pd.RangeIndex(count) if index is None else index


def _log_likelihoods(parameters: Floats, x: Floats, spend: Floats) -> Floats:
    from scipy.special import betaln

    p, q, v = parameters
    return (
        -betaln(p * x, q)
        + q * np.log(v)
        + (p * x - 1) * np.log(spend)
        + p * x * np.log(x)
        - (p * x + q) * np.log(x * spend + v)
    )

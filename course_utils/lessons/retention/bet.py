"""What could be done with the money: bets on retention, each with its value and its range."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from course_utils.lessons.retention.evidence import (
    EXTRACT,
    HORIZON,
    acquisition_costs,
    margin,
    survival,
)
from course_utils.toolkit import retention


class Bet(NamedTuple):
    """A bet, for one customer: what it costs and by which share it cuts churn at some renewals."""

    name: str
    cost: float
    """USD a customer."""
    first: int
    """The first renewal that it touches, counted from where the customer stands."""
    last: int
    """The last."""
    cuts: tuple[float, float, float]
    """Low, middle and high share of churn that it takes away: the team's own range."""


WELCOME = Bet("a welcome call to each new subscriber", 2.0, 1, 2, (0.10, 0.20, 0.30))
GIFT = Bet("a gift to everybody after a year", 6.0, 1, 12, (0.05, 0.10, 0.20))
CHANCES = np.array([0.3, 0.4, 0.3])
"""How likely the team holds low, middle and high: a usual three-point weighting."""


def bet_value(curve: pd.Series, gain: float, bet: Bet, cut: float, horizon: int = HORIZON) -> float:
    """Return what a bet brings for one customer within a horizon, after its cost.

    The churn of the renewals that it touches is cut by the share `cut`; the others stay as they
    were. That is kind to the bet: who is held back by it may well leave at the next renewal.

    Parameters
    ----------
    curve : Series
        The share left of those whom the bet is for, from 1 on.
    gain : float
        Margin of a payment.
    bet : Bet
        The bet.
    cut : float
        The share of churn that it takes away.
    horizon : int
        How many payments count.
    """
    kept = (curve / curve.shift()).iloc[1:horizon].to_numpy()
    touched = np.arange(1, len(kept) + 1)
    better = np.where(
        (touched >= bet.first) & (touched <= bet.last), 1 - (1 - kept) * (1 - cut), kept
    )
    with_it = np.concatenate([[1.0], np.cumprod(better)])
    before = np.concatenate([[1.0], np.cumprod(kept)])
    return float(gain * (with_it.sum() - before.sum()) - bet.cost)


def after_a_year(solo: pd.DataFrame) -> pd.Series:
    """Return the share left of those who renewed twelve times, from then on."""
    whole = survival(solo)
    return (whole.iloc[12:] / whole.iloc[12]).reset_index(drop=True)


def social_year(solo: pd.DataFrame, spend: pd.DataFrame, channel: str = "social") -> float:
    """Return what a new subscriber of a channel brings in a year, less what winning them cost."""
    curve = survival(solo, channel)
    value = retention.lifetime_value(curve.iloc[:HORIZON], margin(solo, channel))
    return value - float(acquisition_costs(solo, spend)[channel])


def social_range(
    solo: pd.DataFrame, spend: pd.DataFrame, samples: int = 200, seed: int = 8
) -> tuple[float, float]:
    """Return the 95 % interval of `social_year`, from a bootstrap of subscribers."""
    rows = solo[solo["channel"] == "social"].reset_index(drop=True)
    random = np.random.default_rng(seed)
    renewed = _renewals(rows)
    seen = _renewals(rows.assign(ended_at=pd.Timestamp(EXTRACT, tz="UTC")))
    ended = rows["ended_at"].notna().to_numpy()
    gain, cost = margin(solo, "social"), float(acquisition_costs(solo, spend)["social"])
    values = []
    for _ in range(samples):
        drawn = random.integers(0, len(rows), len(rows))
        at = np.arange(HORIZON - 1)
        last, left = np.where(ended, renewed, seen)[drawn], ended[drawn]
        risk = (last[:, None] >= at).sum(axis=0) - ((last[:, None] == at) & ~left[:, None]).sum(
            axis=0
        )
        gone = ((last[:, None] == at) & left[:, None]).sum(axis=0)
        curve = np.concatenate([[1.0], np.cumprod(1 - gone / risk)])
        values.append(gain * curve.sum() - cost)
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)


def _renewals(rows: pd.DataFrame) -> np.ndarray:
    """Count the renewals that were over before the end."""
    began, ended = rows["started_at"], rows["ended_at"]
    months = (ended.dt.year - began.dt.year) * 12 + ended.dt.month - began.dt.month
    whole = months.fillna(0).astype(int)
    due = pd.Series(
        [start + pd.DateOffset(months=count) for start, count in zip(began, whole, strict=True)],
        index=rows.index,
    )
    return (whole - (ended <= due)).to_numpy()


def bets(solo: pd.DataFrame, spend: pd.DataFrame) -> pd.DataFrame:
    """Compare what could be done: value within a year, for one customer each, low to high.

    Returns
    -------
    DataFrame
        By bet: low, middle, high, expected; USD a customer, after cost.
    """
    everybody = float((solo["price"] - solo["serving"]).mean())
    rows: dict[str, tuple[float, ...]] = {}
    low, high = social_range(solo, spend)
    value = social_year(solo, spend)
    rows["one more subscriber from social media"] = (low, value, high, value)
    for bet, curve in ((WELCOME, survival(solo)), (GIFT, after_a_year(solo))):
        three = [bet_value(curve, everybody, bet, cut) for cut in bet.cuts]
        rows[bet.name] = (*three, float(CHANCES @ three))
    return pd.DataFrame.from_dict(
        rows, orient="index", columns=["low", "middle", "high", "expected"]
    )

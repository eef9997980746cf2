"""What could be done with the money: bets on retention, each with its value and its range.

Whoever a bet holds back is one of those who were likely to leave, and stays likely to. So a bet is
valued person by person: each keeps a chance to leave of their own, the bet takes its share off it
for some renewals, and only then is the average taken. `naive_value` takes the average first, as
most spreadsheets do, and lets the saved stay on as the survivors do.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from course_utils.lessons.retention.evidence import (
    CHANNELS,
    DISCOUNT,
    EXTRACT,
    HORIZON,
    margin,
    model,
    of_channel,
    survival,
)
from course_utils.toolkit import retention

PEOPLE = 1000
"""How many people stand for a channel: each with a chance to leave of their own."""


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


WELCOME = Bet("a welcome call", 4.0, 1, 2, (0.2, 0.4, 0.6))
CHANCES = np.array([0.3, 0.4, 0.3])
"""How likely the team holds low, middle and high."""


def _touched(bet: Bet, renewals: int) -> np.ndarray:
    at = np.arange(1, renewals + 1)
    return (at >= bet.first) & (at <= bet.last)


def left_with(people: retention.SBG, bet: Bet, cut: float, renewals: int) -> pd.Series:
    """Return the share left at each age where a bet takes a share off each one's own chance.

    Parameters
    ----------
    people : SBG
        How the chances to leave are spread.
    bet : Bet
        Which renewals it touches.
    cut : float
        The share that it takes off each one's chance there; 0 is without the bet.
    renewals : int
        How far to go.
    """
    own = retention.sbg_people(people, PEOPLE)[:, None]
    stays = 1 - own * np.where(_touched(bet, renewals), 1 - cut, 1.0)
    left = np.concatenate([[1.0], stays.cumprod(axis=1).mean(axis=0)])
    return pd.Series(left, index=pd.RangeIndex(renewals + 1, name="age"), name="left")


def saved(solo: pd.DataFrame, renewals: int = 12) -> pd.DataFrame:
    """Return who is left of social media by renewals: without the call, and with it, told twice."""
    people, cut = model(solo, "social"), WELCOME.cuts[1]
    return pd.DataFrame(
        {
            "without the call": left_with(people, WELCOME, 0.0, renewals),
            "with it, as the spreadsheet has it": naive_left(people, WELCOME, cut, renewals),
            "with it, each by their own chance": left_with(people, WELCOME, cut, renewals),
        }
    )


def bet_value(
    people: retention.SBG, gain: float, bet: Bet, cut: float, horizon: int = HORIZON
) -> float:
    """Return what a bet brings for one customer within a horizon, after its cost.

    Parameters
    ----------
    people : SBG
        How the chances to leave of those whom the bet is for are spread.
    gain : float
        Margin of a payment.
    bet : Bet
        The bet.
    cut : float
        The share of churn that it takes away.
    horizon : int
        How many payments count, at the lesson's discount.
    """
    without, with_it = (
        retention.lifetime_value(left_with(people, bet, share, horizon - 1), gain, DISCOUNT)
        for share in (0.0, cut)
    )
    return with_it - without - bet.cost


def pays_from(people: retention.SBG, gain: float, bet: Bet) -> float:
    """Return the share of churn that a bet must take away to earn its cost; 1 if none is enough.

    Parameters
    ----------
    people : SBG
        How the chances to leave of those whom the bet is for are spread.
    gain : float
        Margin of a payment.
    bet : Bet
        The bet.
    """
    from scipy.optimize import brentq

    if bet_value(people, gain, bet, 1.0) <= 0:
        return 1.0
    return float(brentq(lambda cut: bet_value(people, gain, bet, cut), 0, 1))


def naive_left(people: retention.SBG, bet: Bet, cut: float, renewals: int) -> pd.Series:
    """Return what `left_with` does, if whoever is held back stayed on as the survivors do."""
    kept = retention.sbg_retention(people, renewals).to_numpy()
    better = np.where(_touched(bet, renewals), 1 - (1 - kept) * (1 - cut), kept)
    left = np.concatenate([[1.0], better.cumprod()])
    return pd.Series(left, index=pd.RangeIndex(renewals + 1, name="age"), name="left")


def naive_value(
    people: retention.SBG, gain: float, bet: Bet, cut: float, horizon: int = HORIZON
) -> float:
    """Return what `bet_value` does, if whoever is held back stayed on as the survivors do."""
    without, with_it = (
        retention.lifetime_value(naive_left(people, bet, share, horizon - 1), gain, DISCOUNT)
        for share in (0.0, cut)
    )
    return with_it - without - bet.cost


def channel_value(solo: pd.DataFrame, channel: str, horizon: int = HORIZON) -> float:
    """Return the margin of a new subscriber of a channel along its own curve, as far as seen."""
    return retention.lifetime_value(
        survival(solo, channel), margin(solo, channel), DISCOUNT, horizon
    )


def value_range(
    solo: pd.DataFrame, channel: str, samples: int = 200, seed: int = 8
) -> tuple[float, float]:
    """Return the 95 % interval of `channel_value`, from a bootstrap of subscribers."""
    rows = of_channel(solo, channel)
    began, ended = (rows[name].to_numpy("datetime64[ns]") for name in ("started_at", "ended_at"))
    return _value_range(began.tobytes(), ended.tobytes(), margin(solo, channel), samples, seed)


@lru_cache(maxsize=8)
def _value_range(
    began: bytes, ended: bytes, gain: float, samples: int, seed: int
) -> tuple[float, float]:
    """Draw once for the same subscribers: several lines of the lesson want the same interval."""
    rows = pd.DataFrame(
        {
            name: pd.DatetimeIndex(np.frombuffer(times, "datetime64[ns]"), tz="UTC")
            for name, times in (("started_at", began), ("ended_at", ended))
        }
    )
    random = np.random.default_rng(seed)
    renewed = _renewals(rows)
    seen = _renewals(rows.assign(ended_at=pd.Timestamp(EXTRACT, tz="UTC")))
    left = rows["ended_at"].notna().to_numpy()
    at = np.arange(HORIZON - 1)
    last = np.where(left, renewed, seen)
    there = last[:, None] > at
    gone = (last[:, None] == at) & left[:, None]
    worth = gain / (1 + DISCOUNT) ** np.arange(HORIZON)
    values = []
    for _ in range(samples):
        weight = np.bincount(random.integers(0, len(rows), len(rows)), minlength=len(rows))
        leave = weight @ gone
        curve = np.concatenate([[1.0], np.cumprod(1 - leave / (leave + weight @ there))])
        values.append(worth @ curve)
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


@lru_cache(maxsize=8)
def _three(alpha: float, beta: float, gain: float, bet: Bet, naive: bool) -> tuple[float, ...]:
    value = naive_value if naive else bet_value
    return tuple(value(retention.SBG(alpha, beta), gain, bet, cut) for cut in bet.cuts)


def three_points(
    people: retention.SBG, gain: float, bet: Bet, *, naive: bool = False
) -> np.ndarray:
    """Return a bet's value at its low, middle and high cut."""
    return np.array(_three(people.alpha, people.beta, gain, bet, naive))


def welcome_by_channel(solo: pd.DataFrame) -> pd.DataFrame:
    """Value the welcome call twice in each channel: with equal survivors, and person by person.

    Returns
    -------
    DataFrame
        By channel, and `all` by their shares: naive and expected, USD a call, after its cost.
    """
    share = solo["channel"].astype(str).value_counts(normalize=True)
    rows = {}
    for channel in CHANNELS:
        people, gain = model(solo, channel), margin(solo, channel)
        rows[channel] = [
            float(CHANCES @ three_points(people, gain, WELCOME, naive=naive))
            for naive in (True, False)
        ]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["naive", "expected"])
    table.loc["all"] = share[list(CHANNELS)].to_numpy() @ table.to_numpy()
    return table

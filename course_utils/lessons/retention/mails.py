"""What the loyalty mails are worth to those who are here, and from where on they pay."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from course_utils.lessons.retention.evidence import (
    CHANNELS,
    DISCOUNT,
    HORIZON,
    margin,
    model,
    triangle,
)
from course_utils.toolkit import retention

MAIL_COST = 0.05
"""USD a subscriber and month."""
SHARES = 200
"""How many people stand for those of one channel and age."""


def mails_value(solo: pd.DataFrame, cut: float) -> float:
    """Return what mails bring a month that take a share off churn: USD, within twelve payments.

    Of those who are here today: each goes on with a chance to leave of their own, as far along as
    they are. Whoever the mails hold back goes on to pay, and goes on to get mails.

    Parameters
    ----------
    solo : DataFrame
        The table.
    cut : float
        The share of churn that they take off; below 0 where people leave more.
    """
    return _value(_here(solo), cut)


def mails_pay(solo: pd.DataFrame) -> float:
    """Return the share of churn that mails must take off to earn their cost in twelve payments."""
    from scipy.optimize import brentq

    here = _here(solo)
    return float(brentq(lambda cut: _value(here, cut), 0, 1))


def _value(here: tuple[np.ndarray, np.ndarray, np.ndarray], cut: float) -> float:
    """Return what `mails_value` does, of those whom `_here` returns."""
    chance, weight, gain = here
    worth = 1 / (1 + DISCOUNT) ** np.arange(HORIZON)

    def paid(share: float) -> np.ndarray:
        """Return the payments of one person of each group, discounted."""
        stays = np.clip(1 - (1 - share) * chance[:, :, None], 0, 1)
        return (stays ** np.arange(HORIZON)).mean(axis=1) @ worth

    after = paid(cut)
    return float(weight @ (gain * (after - paid(0)) - MAIL_COST * after)) / HORIZON


def _here(solo: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return of those who are here: chances by group and person, how many, and their margin."""
    own, count, gain = [], [], []
    for channel in CHANNELS:
        people, counts = model(solo, channel), triangle(solo, channel)
        ages, here = counts.notna().sum(axis=1) - 1, counts.ffill(axis=1).iloc[:, -1]
        for age, some in zip(ages, here, strict=True):
            own.append(_chances(people.alpha, people.beta + age))
            count.append(float(some))
            gain.append(margin(solo, channel))
    return np.array(own), np.array(count), np.array(gain)


@lru_cache(maxsize=256)
def _chances(alpha: float, beta: float) -> np.ndarray:
    return retention.sbg_people(retention.SBG(alpha, beta), SHARES)

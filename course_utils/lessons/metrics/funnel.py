"""Reshape the funnel: bend one step and see what follows from it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import NormalDist
from typing import Any

import pandas as pd

from course_utils.toolkit import metrics
from course_utils.toolkit.common import between
from course_utils.widgets import stage

COUNTS = {
    "ordered": "the same people, in order",
    "unordered": "people, each step on its own",
    "events": "events",
}


@dataclass(frozen=True)
class Bent:
    """A funnel with changed conversions; see `bend`. Lists hold one value a step after the first."""

    counts: list[float]
    """How many come to each step, the first included."""
    before: list[float]
    """Conversions as they were, fractions of the step before."""
    after: list[float]
    """Conversions as bent."""
    samples: list[float]
    """People at the step before, in each arm, that a test of the change needs."""


def bend(counts: Sequence[float], factors: Sequence[float]) -> Bent:
    """Multiply the conversions into the steps; all that follows moves along.

    Parameters
    ----------
    counts : sequence of float
        How many come to each step, the first at the start.
    factors : sequence of float
        What the conversion into each step after the first is multiplied by. A conversion of at
        most 1 stays at most 1.
    """
    if len(factors) != len(counts) - 1:
        raise ValueError(f"factors must be {len(counts) - 1}, one a step after the first.")
    if min(factors) < 0:
        raise ValueError("factors must not be negative.")
    bent = Bent([float(counts[0])], [], [], [])
    for came, left, factor in zip(counts[1:], counts, factors, strict=False):
        before = came / left if left else 0.0
        after = min(before * factor, 1.0) if before <= 1 else before * factor
        bent.counts.append(bent.counts[-1] * after)
        bent.before.append(before)
        bent.after.append(after)
        bent.samples.append(sample_size(before, after))
    return bent


def sample_size(before: float, after: float, power: float = 0.8, alpha: float = 0.05) -> float:
    """Compute how many people each arm of a test needs to see a rate change.

    Two-sided test of two proportions, normal approximation, unpooled variances::

        n = (z(1 - alpha/2) + z(power))^2 (p (1 - p) + q (1 - q)) / (p - q)^2

    Returns
    -------
    float
        Rounded up; infinite when nothing changes, NaN when a rate is not one.

    References
    ----------
    Chow, S.-C., Shao, J. and Wang, H. (2008). Sample Size Calculations in Clinical Research, 2nd
    edition, chapter 4.
    """
    if not (0 <= before <= 1 and 0 <= after <= 1):
        return math.nan
    if before == after:
        return math.inf
    z = _z(power, alpha)
    spread = before * (1 - before) + after * (1 - after)
    return float(math.ceil(z**2 * spread / (before - after) ** 2))


def _z(power: float = 0.8, alpha: float = 0.05) -> float:
    normal = NormalDist()
    return normal.inv_cdf(1 - alpha / 2) + normal.inv_cdf(power)


def reshape_funnel(
    users: pd.DataFrame,
    events: pd.DataFrame,
    steps: Sequence[str],
    start: str,
    end: str,
    window: str = "30D",
) -> stage.Explorer:
    """Show the funnel of a cohort, to be bent by hand at any step.

    Parameters
    ----------
    users, events : DataFrame
        The tables; events once each.
    steps : sequence of str
        The events of the funnel; the last one is the paying one.
    start, end : str
        UTC span of the cohort's sign-ups.
    window : str
        Time for the ordered count.
    """
    cohort = between(users, start, end, "signed_up_at")["user_id"]
    theirs = events[events["user_id"].isin(cohort)]
    shapes = {
        count: [
            float(n) for n in metrics.funnel(theirs, steps, window=window, count=count)["count"]
        ]
        for count in COUNTS
    }
    names = [step.replace("_", " ") for step in steps]
    hands: dict[str, Any] = {
        f"step_{place}": stage.Slider(
            0.5, 2, value=1, step=0.01, unit="%", label=f"Conversion into {name}", hidden=True
        )
        for place, name in enumerate(names)
        if place
    }
    ordered = "; ".join(
        f"{name} {count:,.0f}" for name, count in zip(names, shapes["ordered"], strict=True)
    )
    return stage.Explorer(
        "Reshape the funnel",
        hint="Drag the end of a bar, or Tab to it and use the arrow keys. Thin lines: as it was.",
        module=Path(__file__).with_name("funnel.js"),
        data={
            "shapes": shapes,
            "names": names,
            "weeks": (pd.Timestamp(end) - pd.Timestamp(start)).days / 7,
            "z": _z(),
        },
        text=f"The same people, in order, sign-ups of {start} to {end}: {ordered}.",
        count=stage.Choice(COUNTS, label="Counted"),
        spend=stage.Slider(
            0, 200_000, value=50_000, step=5_000, unit="USD", label="Spent on getting them (assume)"
        ),
        **hands,
    )

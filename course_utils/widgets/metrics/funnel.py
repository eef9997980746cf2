"""Reshape the funnel: bend one step and see what follows from it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from course_utils import charts
from course_utils.toolkit import metrics
from course_utils.widgets.metrics.evidence import between

COUNTS = {
    "the same people, in order": "ordered",
    "people, each step on its own": "unordered",
    "events": "events",
}


@dataclass(frozen=True)
class Bent:
    """A funnel with one conversion changed; see `bend`."""

    counts: tuple[float, ...]
    """How many come to each step."""
    before: float
    """The bent step's conversion before, a fraction."""
    after: float
    """The bent step's conversion after, a fraction."""
    sample: float
    """People at the step before, in each arm, that a test of this change needs."""


def bend(counts: Sequence[float], step: int, factor: float) -> Bent:
    """Multiply the conversion into one step; what follows keeps its conversions.

    Parameters
    ----------
    counts : sequence of float
        How many come to each step, the first at the start.
    step : int
        The step to bend, from 1.
    factor : float
        What its conversion is multiplied by. A conversion of at most 1 stays at most 1.
    """
    if not 1 <= step < len(counts):
        raise ValueError(f"step must be from 1 to {len(counts) - 1}, not {step}.")
    if factor < 0:
        raise ValueError("factor must not be negative.")
    before = counts[step] / counts[step - 1] if counts[step - 1] else math.nan
    after = before * factor
    if before <= 1:
        after = min(after, 1.0)
    scale = after / before if before else 1.0
    bent = [count * (scale if place >= step else 1.0) for place, count in enumerate(counts)]
    return Bent(tuple(bent), before, after, sample_size(before, after))


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
    from scipy.stats import norm

    if not (0 <= before <= 1 and 0 <= after <= 1):
        return math.nan
    if before == after:
        return math.inf
    z = norm.ppf(1 - alpha / 2) + norm.ppf(power)
    spread = before * (1 - before) + after * (1 - after)
    return float(math.ceil(z**2 * spread / (before - after) ** 2))


def reshape_funnel(
    users: pd.DataFrame,
    events: pd.DataFrame,
    steps: Sequence[str],
    start: str,
    end: str,
    window: str = "30D",
) -> Any:
    """Show the funnel of a cohort, with controls that bend it.

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

    Returns
    -------
    charts.Live
    """
    cohort = between(users, start, end, "signed_up_at")["user_id"]
    theirs = events[events["user_id"].isin(cohort)]
    shapes = {
        words: metrics.funnel(theirs, steps, window=window, count=count)["count"]
        for words, count in COUNTS.items()
    }
    weeks = (pd.Timestamp(end) - pd.Timestamp(start)).days / 7
    names = [step.replace("_", " ") for step in steps]

    def draw(count: str, step: int, change: int, spend: int) -> charts.Chart:
        plain = [float(n) for n in shapes[count]]
        bent = bend(plain, step, 1 + change / 100)
        fig, ax = charts.figure(
            f"{bent.counts[-1]:,.0f} at the last step, {bent.counts[-1] - plain[-1]:+,.0f}",
            f"Sign-ups of {start} to {end}, counted: {count}. Dark lines: before the bend.",
            height=1.6 + 0.52 * len(steps),
        )
        rows = range(len(steps))
        ax.barh(rows, bent.counts, height=0.62, color=charts.BLUE)
        ax.vlines(plain, [r - 0.4 for r in rows], [r + 0.4 for r in rows], color=charts.INK, lw=1.6)
        for row, now in enumerate(bent.counts):
            share = f"  ·  {now / bent.counts[row - 1]:.1%} of the step before" if row else ""
            ax.annotate(
                f"{now:,.0f}{share}",
                (max(now, plain[row]), row),
                xytext=(6, 0),
                textcoords="offset points",
                va="center",
                color=charts.INK,
            )
        ax.set_yticks(rows, names, color=charts.INK)
        ax.invert_yaxis()
        ax.grid(visible=False)
        ax.xaxis.set_visible(False)
        ax.spines["bottom"].set_visible(False)
        ax.set_xlim(0, 1.5 * max(max(bent.counts), 1.0))
        cost = f"{spend / bent.counts[-1]:,.0f} USD a payer" if bent.counts[-1] else "no payer"
        ax.text(
            0.0,
            -0.06,
            f"{cost}.\n{plan_in_words(bent, plain[step - 1] / weeks)}",
            transform=ax.transAxes,
            va="top",
            color=charts.SOFT,
        )
        alt = (
            f"Funnel bars: {'; '.join(f'{n} {c:,.0f}' for n, c in zip(names, bent.counts, strict=True))}."
            f" {cost}."
        )
        return charts.show(fig, alt=alt)

    import ipywidgets as widgets

    wide = {"style": {"description_width": "initial"}, "layout": widgets.Layout(width="330px")}
    return charts.live(
        draw,
        count=widgets.Dropdown(options=list(COUNTS), description="Count", **wide),
        step=widgets.Dropdown(
            options=[(name, place) for place, name in enumerate(names) if place],
            description="Bend the step",
            **wide,
        ),
        change=widgets.IntSlider(
            value=10, min=-50, max=100, step=5, description="Its conversion, %", **wide
        ),
        spend=widgets.BoundedIntText(
            value=50_000,
            min=0,
            max=10_000_000,
            step=5_000,
            description="Spent on getting them (assume), USD",
            **wide,
        ),
    )


def plan_in_words(bent: Bent, weekly: float) -> str:
    """Say what a test of the bent step would take at `weekly` people a week before it."""
    if math.isnan(bent.sample):
        return "A share above 100% is no share: there is nothing to test."
    if math.isinf(bent.sample):
        return "Nothing bent, nothing to test."
    weeks = 2 * bent.sample / weekly if weekly else math.inf
    return (
        f"A test of {bent.before:.1%} against {bent.after:.1%} needs "
        f"{bent.sample:,.0f} people an arm: {weeks:,.0f} weeks of this traffic."
    )

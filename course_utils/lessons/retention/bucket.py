"""The leaky bucket with memory: nobody's chance to leave changes, and yet churn falls."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from course_utils.toolkit import retention
from course_utils.widgets import stage

BEADS = 200
"""Beads: people of one cohort."""
MONTHS = 24


@dataclass(frozen=True)
class Bucket:
    """One cohort, bead by bead; see `fill`."""

    trier: np.ndarray
    """Which beads are triers; the others are stayers."""
    chance: np.ndarray
    """Each bead's chance to leave in any month. It never changes."""
    left_after: np.ndarray
    """In which month each bead leaves, 1 and later."""
    retention: np.ndarray
    """The share of those who are left that stays, by month from 1 on."""
    survival: np.ndarray
    """The share that is left, by month from 0 on."""
    ghost: np.ndarray
    """What the first month's churn, kept for ever, would leave."""


def fill(triers: float, leaves: float, stays: float) -> Bucket:
    """Fill the bucket with people of two kinds, each with a chance to leave of their own.

    Parameters
    ----------
    triers : float
        The share of triers among those who begin.
    leaves, stays : float
        The chance to leave in a month, of triers and of stayers.
    """
    shares = [triers, 1 - triers]
    kept = [1 - leaves, 1 - stays]
    survival = retention.mixture_survival(shares, kept, MONTHS).to_numpy()
    rates = retention.mixture_retention(shares, kept, MONTHS).to_numpy()
    kinds = np.arange(BEADS) < round(triers * BEADS)
    chance = np.where(kinds, leaves, stays)
    # A fixed fate a bead, dealt out evenly within its kind: the same person leaves later if the
    # chance is smaller, and nobody's fate is drawn anew when a slider moves.
    fate = np.empty(BEADS)
    for kind in (True, False):
        mine = np.flatnonzero(kinds == kind)
        fate[mine] = (np.random.default_rng(8).permutation(len(mine)) + 0.5) / max(len(mine), 1)
    with np.errstate(divide="ignore"):
        month = np.ceil(np.log(fate) / np.log(1 - chance))
    return Bucket(
        kinds, chance, np.maximum(month, 1), rates, survival, (rates[0]) ** np.arange(MONTHS + 1)
    )


def observed(bucket: Bucket, window: int, zeros: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return a curve of twelve monthly cohorts, as somebody sees it after so many months.

    Cohort k began k months before the extract's window closes, so only the oldest is seen for the
    whole window.

    Parameters
    ----------
    bucket : Bucket
        What every cohort does.
    window : int
        How many months the oldest cohort has been watched.
    zeros : bool
        Count what is not seen yet as lost: 0 in place of missing.

    Returns
    -------
    ages, shares : array
        The pooled share left at each age that somebody has reached.
    """
    ages = np.arange(window + 1)
    cohorts = np.arange(min(12, window))
    seen = ages[None, :] <= (window - cohorts)[:, None]
    left = np.where(seen, bucket.survival[ages][None, :], 0.0 if zeros else np.nan)
    counted = np.where(seen, 1.0, 1.0 if zeros else 0.0)
    return ages, np.nansum(left, axis=0) / counted.sum(axis=0)


def draw(
    triers: float, leaves: float, stays: float, month: int, window: int, zeros: bool
) -> stage.Scene:
    """Draw the beads of a month, and retention and survival with their ghosts."""
    bucket = fill(triers, leaves, stays)
    there = bucket.left_after > month
    places = np.arange(BEADS)
    mixed = np.random.default_rng(3).permutation(BEADS)
    x, y = mixed % 25, mixed // 25
    tones = np.where(~there, "grey", np.where(bucket.trier, "orange", "blue"))
    loyal = float((~bucket.trier[there]).mean()) if there.any() else float("nan")
    ages, shares = observed(bucket, window, zeros)
    first, now = bucket.retention[0], bucket.retention[month]
    says = (
        f"After {month} months {there.sum()} of {BEADS} are left. Retention of those who are left "
        f"went from {first:.0%} to {now:.0%} a month, and no bead has changed."
    )
    if there.any():
        says += f" Stayers were {1 - triers:.0%} of them, and are {loyal:.0%} now."
    seen = shares[-1]
    notes = [
        f"A constant churn of {1 - first:.0%} would leave {bucket.ghost[MONTHS]:.0%} after "
        f"{MONTHS} months; the bucket holds {bucket.survival[MONTHS]:.0%}.",
        f"Watched for {window} months, the curve ends at {seen:.0%}"
        + (
            f". Truly {bucket.survival[window]:.0%} are left: what is not seen was counted as lost."
            if zeros
            else ", where it should: what is not seen is left out."
        ),
    ]
    line = np.arange(MONTHS + 1)
    return stage.Scene(
        stage.Plot(
            *(
                stage.Points(x[places[tones == tone]], y[places[tones == tone]], tone=tone, size=5)
                for tone in ("grey", "orange", "blue")
            ),
            x=stage.Axis(-1, 25, hidden=True),
            y=stage.Axis(-1, 8, hidden=True),
            title="Who is left: orange triers, blue stayers, grey gone",
            alt=f"{BEADS} beads after {month} months: {int((tones == 'orange').sum())} triers and "
            f"{int((tones == 'blue').sum())} stayers are left, {int((~there).sum())} are gone.",
            height=120,
        ),
        stage.Plot(
            stage.Line(line, bucket.ghost, tone="grey", dash=True, label="constant churn"),
            stage.Line(line, bucket.survival, tone="blue", label="the bucket"),
            stage.Line(ages, shares, tone="red", label="as seen" if zeros else ""),
            stage.Rule(x=month, words="this month"),
            stage.Handle("window", x=window, y=float(shares[-1])),
            x=stage.Axis(0, MONTHS, label="Months since the start"),
            y=stage.Axis(0, 1, label="Share left", form="percent"),
            title="Who is left, and who you think is left",
            alt=f"Share left over {MONTHS} months: the bucket ends at {bucket.survival[-1]:.0%}, "
            f"constant churn at {bucket.ghost[-1]:.0%}; seen for {window} months the curve ends at "
            f"{seen:.0%}.",
            height=180,
        ),
        says=says,
        notes=notes,
    )


def leaky_bucket() -> stage.Explorer:
    """Show a cohort of two kinds of people leave, month by month, and what an observer sees."""
    return stage.Explorer(
        "Leaky bucket with memory",
        draw,
        hint="Move the month and watch the colours. Then drag the grip on the curve: it is how long you have watched.",
        month=stage.Slider(0, MONTHS - 1, value=0, label="Month"),
        triers=stage.Slider(0, 1, value=0.6, step=0.05, unit="%", label="Triers among the new"),
        leaves=stage.Slider(
            0.05, 0.6, value=0.3, step=0.05, unit="%", label="Triers leave a month"
        ),
        stays=stage.Slider(
            0.01, 0.3, value=0.03, step=0.01, unit="%", label="Stayers leave a month"
        ),
        window=stage.Slider(1, MONTHS, value=12, label="Months watched", hidden=True),
        zeros=stage.Toggle(label="Count the unseen as lost"),
    )

"""The forecast cone: a confidence that is dragged, promises that stand, and then what came."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from course_utils.exercises.store import Answers
from course_utils.lessons.delivery.evidence import (
    BROKEN_COST,
    WEEK_COST,
    Case,
    cases,
    cheapest,
    friday,
    promise_costs,
)
from course_utils.toolkit import delivery
from course_utils.widgets import stage
from course_utils.widgets.moves import Move, Moves


class Promise(NamedTuple):
    """A promise and what became of it."""

    confidence: float
    """The chance that the forecast gave to the week that was promised."""
    week: int
    came: int
    kept: bool
    cost: float
    """USD: the weeks until the date, and the price if it was broken."""


def chances(case: Case) -> pd.Series:
    """Return the chance of each week, from what was known."""
    return _chances(tuple(case.history), case.wanted)


@lru_cache(maxsize=64)
def _chances(history: tuple[int, ...], wanted: int) -> pd.Series:
    return delivery.when(history, wanted)


def promise(case: Case, week: int) -> Promise:
    """Promise a week for a case, and let reality answer."""
    kept = case.came <= week
    return Promise(
        confidence=float(chances(case).loc[:week].sum()),
        week=int(week),
        came=case.came,
        kept=kept,
        cost=week * WEEK_COST + (0 if kept else BROKEN_COST),
    )


def week_for(case: Case, confidence: float) -> int:
    """Return the week that the forecast keeps with a confidence."""
    return delivery.at_most(chances(case), confidence)


def by_average(case: Case) -> int:
    """Return the week of the tempting promise: what is wanted over the mean of the past."""
    return int(np.ceil(case.wanted / case.history.mean()))


def by_cost(case: Case) -> int:
    """Return the week that costs least on average: the lesson's rule."""
    return cheapest(promise_costs(chances(case)))


def at_random(case: Case, bits: np.random.Generator) -> int:
    """Return a week between the first and the last that the forecast holds possible."""
    return int(bits.integers(1, week_for(case, 0.99) + 1))


def brier(promises: Sequence[Promise], stated: float | None = None) -> float:
    """Return the mean squared distance of stated chances from what came, 0 at best.

    Parameters
    ----------
    promises : sequence of Promise
        With the chance of each.
    stated : float, optional
        What somebody else says of each of these dates, in place of their chances.
    """
    if not promises:
        raise ValueError("promises is empty. Make at least one.")
    said = [each.confidence if stated is None else stated for each in promises]
    return float(
        np.mean([(say - each.kept) ** 2 for say, each in zip(said, promises, strict=True)])
    )


def total(promises: Sequence[Promise]) -> float:
    """Return what the promises cost together, in USD."""
    return float(sum(each.cost for each in promises))


def average(found: Sequence[Case], promises: Sequence[Promise]) -> float:
    """Return what the promises cost together as the mean of all lucks, in USD."""
    return float(
        sum(
            promise_costs(chances(case))["costs"][each.week]
            for case, each in zip(found, promises, strict=True)
        )
    )


def _draw(found: list[Case], moves: list[Move], *, made: int, confidence: float) -> stage.Scene:
    promises = [
        promise(case, week_for(case, move["confidence"]))
        for case, move in zip(found, moves, strict=False)
    ]
    if made == len(found):
        return _ended(found, promises)
    return _asked(found, promises, confidence)


def _asked(found: Sequence[Case], promises: Sequence[Promise], level: float) -> stage.Scene:
    """Draw the next promise to be made, and what came of those before it."""
    case = found[len(promises)]
    week = week_for(case, level)
    last = 20
    weeks = np.arange(last + 1)
    kept = chances(case).cumsum().reindex(weeks[1:], method="ffill")
    curve = np.array([0.0, *kept.to_numpy()])
    notes = [f"Each week costs {WEEK_COST:,} USD, a broken date {BROKEN_COST:,}."]
    if promises:
        now = promises[-1]
        notes.append(
            f"Your last one, {found[len(promises) - 1].name}: week {now.week} promised at "
            f"{now.confidence:.0%}, done in week {now.came}: {'kept' if now.kept else 'broken'}."
        )
    return stage.Scene(
        stage.Plot(
            stage.Area(weeks, curve, tone="blue"),
            stage.Line(weeks, curve, tone="blue"),
            stage.Rule(x=week, words=f"week {week}", tone="orange"),
            stage.Handle("confidence", x=week, y=level),
            x=stage.Axis(0, last, label="Weeks from the Monday of the promise"),
            y=stage.Axis(0, 1, label="Chance to be done by then", form="percent"),
            title=f"{case.name}: when will {case.wanted} stories be done?",
            alt=f"Chance to be done, by week: {level:.0%} in week {week}.",
            height=165,
        ),
        _promises(found, promises),
        says=(
            f"Promise {len(promises) + 1} of {len(found)}: {case.name}, {case.wanted} stories from "
            f"{pd.Timestamp(case.start):%-d %B %Y}. At {level:.0%} it is week {week}, by "
            f"{friday(week, case.start):%-d %B}."
        ),
        notes=notes,
    )


def _ended(found: Sequence[Case], promises: Sequence[Promise]) -> stage.Scene:
    """Draw what came of all promises, and what three rules make of the same dates."""
    notes = [
        f"{name}: {total(others):,.0f} USD, on average {average(found, others):,.0f}; "
        f"{sum(each.kept for each in others)} kept."
        for name, others in rivals(found).items()
    ]
    notes.append(
        f"Brier for your sixteen dates: {brier(promises):.2f} by your chances, "
        f"{brier(promises, 1.0):.2f} if each is called certain, 0.25 if each is called a coin."
    )
    return stage.Scene(_promises(found, promises), says=_score_said(found, promises), notes=notes)


def _score_said(found: Sequence[Case], promises: Sequence[Promise]) -> str:
    kept = sum(each.kept for each in promises)
    stated = np.mean([each.confidence for each in promises])
    return (
        f"{kept} of {len(promises)} promises kept; you had said {stated:.0%} on average. Cost: "
        f"{total(promises):,.0f} USD on this luck, {average(found, promises):,.0f} as the mean of all."
    )


def rivals(found: Sequence[Case]) -> dict[str, list[Promise]]:
    """Return what three rules make of the same cases and the same luck."""
    return {
        "Always the average": [promise(case, by_average(case)) for case in found],
        "Always 85 %": [promise(case, week_for(case, 0.85)) for case in found],
        "The cheapest week on average": [promise(case, by_cost(case)) for case in found],
    }


def _promises(found: Sequence[Case], made: Sequence[Promise]) -> stage.Plot:
    places = np.arange(len(made))
    tones = ["green" if each.kept else "red" for each in made]
    said = "; ".join(
        f"{case.name} promised for week {each.week}, came in {each.came}"
        for case, each in zip(found, made, strict=False)
    )
    return stage.Plot(
        stage.Bars(places, [each.week for each in made], tone="grey", thick=0.5),
        stage.Points(places, [each.came for each in made], tone=tones, size=6),
        x=stage.Axis(names=[str(place + 1) for place in range(len(found))]),
        y=stage.Axis(0, 20, label="week"),
        title="Promised (bars) and came (red: late)",
        alt=said or f"No promise has been made yet, of {len(found)} that are wanted.",
        height=110,
    )


def forecast_cone(
    items: pd.DataFrame, name: str = "forecast_cone", *, answers: Answers | None = None, **more: Any
) -> Moves:
    """Let the learner make sixteen promises, each at a confidence of their own."""
    found = cases(items)

    def draw(moves: list[Move], **values: Any) -> stage.Scene:
        return _draw(found, moves, **values)

    return Moves(
        name,
        "Forecast cone",
        draw,
        press="made",
        answers=answers,
        hint="Drag the grip up and down: the surer you want to be, the later the date. Then promise.",
        confidence=stage.Slider(0.05, 0.99, value=0.5, step=0.01, unit="%", label="How sure"),
        made=stage.Press("Promise it", most=len(found)),
        **more,
    )

"""The peeking temptation: tests day by day, some of nothing, and what a class of peekers shipped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import traitlets as t
from scipy.special import ndtr

from course_utils.toolkit import experiments
from course_utils.toolkit.common.checks import Floats
from course_utils.widgets.answer import Answer, mapping
from course_utils.widgets.scripts import script, style

HERE = Path(__file__).parent

DAYS = 20
"""Working days that a test lasts: four weeks."""
FOUND, MISSED = 2, 1
"""Of those with something to find: how many one look at the end finds, and how many no look does."""
FADING, QUIET = 2, 3
"""Of those with nothing to find: how many turn green on some day and fade, and how many never do."""
TESTS = FOUND + MISSED + FADING + QUIET
"""Tests that a learner may watch. They are chosen, so that each of these things is met."""
CLASS = 2000
"""Others who watch a test of nothing, and as many who watch one with an effect."""
RULES = {
    "naive": "p below 0.05, every day",
    "pocock": "Pocock",
    "obrien_fleming": "O'Brien and Fleming",
    "always_valid": "Always valid",
    "bayes": "P(better) above 95 %, every day",
}
WORKS = 0.1
"""Share of ideas that work, where it is said how many wins are hollow."""


def aa_tests(
    outcome: pd.Series, tests: int, seed: int = 9, effect: float = 0.0
) -> tuple[Floats, np.ndarray]:
    """Split people who all got the same into two groups, again and again.

    Parameters
    ----------
    outcome : Series
        1 and 0 of the people.
    tests : int
        How many times.
    seed : int
        The same seed gives the same tests.
    effect : float
        What the second group gains, absolute: so many more of them get a 1. By default nothing.

    Returns
    -------
    z : array, shape (tests, DAYS)
        Pooled z score after each day; 0 while nobody or everybody has converted.
    counts : array, shape (tests, DAYS, 4)
        Converted and people of the first group, then of the second.
    """
    y = outcome.to_numpy(int)
    ends = np.linspace(0, len(y), DAYS + 1).round().astype(int)[1:]
    if ends[0] < 4:
        raise ValueError(f"outcome must hold {4 * DAYS} people or more, four a day.")
    room = 1 - float(y.mean())
    if not 0 <= effect < room:
        raise ValueError(f"effect must lie between 0 and {room:.2f}, not {effect!r}.")
    bits = np.random.default_rng(seed)
    counts = np.empty((tests, DAYS, 4), dtype=int)
    for test in range(tests):
        order = bits.permutation(len(y))
        second = bits.permutation(len(y)) % 2 == 1
        hits = y[order]
        if effect:
            hits = hits | ((bits.random(len(y)) < effect / room) & second)
        for place, side in ((0, ~second), (2, second)):
            counts[test, :, place] = np.cumsum(hits * side)[ends - 1]
            counts[test, :, place + 1] = np.cumsum(side)[ends - 1]
    x0, n0, x1, n1 = np.moveaxis(counts, 2, 0).astype(float)
    pooled = (x0 + x1) / (n0 + n1)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = (x1 / n1 - x0 / n0) / np.sqrt(pooled * (1 - pooled) * (1 / n0 + 1 / n1))
    return np.nan_to_num(z, nan=0.0, posinf=0.0, neginf=0.0), counts


def bounds(people: int, rate: float, effect: float) -> pd.DataFrame:
    """Return the bound of the z score on each day, by rule.

    Parameters
    ----------
    people : int
        In both groups together, on the last day.
    rate : float
        Share that converts.
    effect : float
        The effect that one hopes for: the spread of the always-valid mixture.
    """
    days = np.arange(1, DAYS + 1)
    error = np.sqrt(rate * (1 - rate) * 4 / (people * days / DAYS))
    margins = [experiments.always_valid_interval(0.0, s, effect).high for s in error]
    return pd.DataFrame(
        {
            "naive": np.full(DAYS, -_z_of(0.025)),
            "pocock": experiments.pocock(DAYS)["z"].to_numpy(),
            "obrien_fleming": experiments.obrien_fleming(DAYS)["z"].to_numpy(),
            "always_valid": np.array(margins) / error,
            # With a flat prior P(better) passes 95 % where z passes this.
            "bayes": np.full(DAYS, -_z_of(0.05)),
        },
        index=pd.Index(days, name="day"),
    )


def stopped(z: Floats, limits: pd.DataFrame) -> pd.DataFrame:
    """Count the tests in which each rule has seen a rise by each day, as shares.

    A significant fall is no winner, so it is not counted.

    Parameters
    ----------
    z : array, shape (tests, DAYS)
        From `aa_tests`: of tests with nothing to find these are false alarms, of others finds.
    limits : DataFrame
        From `bounds`.

    Returns
    -------
    DataFrame, by day
        A column a rule.
    """
    crossed = {
        rule: np.maximum.accumulate(z > limits[rule].to_numpy(), axis=1).mean(axis=0)
        for rule in limits
    }
    return pd.DataFrame(crossed, index=limits.index)


def one_look(z: Floats) -> float:
    """Return the share of tests that show a significant rise on the last day."""
    return float((z[:, -1] > -_z_of(0.025)).mean())


def chosen(idle: Floats, true: Floats, limit: Floats) -> tuple[list[int], list[int]]:
    """Choose the tests that a learner watches, so that each thing that happens is met.

    Parameters
    ----------
    idle, true : array, shape (tests, DAYS)
        z scores of tests with nothing to find, and with something.
    limit : array, shape (DAYS,)
        Above it a test is green.

    Returns
    -------
    pair of list of int
        Numbers of idle tests: first those that turn green and fade, then those that never do.
        Numbers of true tests: first those that are green at the end, then those that never are.
    """

    def first(where: np.ndarray, many: int) -> list[int]:
        return np.flatnonzero(where)[:many].tolist()

    most = [np.max(z - limit, axis=1) for z in (idle, true)]
    # Not the noise of the first handful: green on two days or more after the third.
    green = (idle > limit)[:, 3:].sum(axis=1)
    fading = (green >= 2) & (idle[:, -1] < 0.5 * limit[-1])
    return (
        [*first(fading, FADING), *first(most[0] <= 0, QUIET)],
        [*first(true[:, -1] > limit[-1], FOUND), *first(most[1] <= 0, MISSED)],
    )


def hollow(idle: Floats, true: Floats, limit: Floats, works: float = WORKS) -> dict[str, float]:
    """Say what share of the wins have nothing behind them, by when one ships.

    Parameters
    ----------
    idle, true : array, shape (tests, DAYS)
        z scores of tests with nothing to find, and with something, none of them picked.
    limit : array, shape (DAYS,)
        Above it a test is green.
    works : float
        Share of ideas that have something to find.

    Returns
    -------
    dict of str to float
        Shipping as soon as a test is green, and at the end if it is green then.
    """
    shipped = {
        "as soon as it is green": [(z > limit).any(axis=1).mean() for z in (idle, true)],
        "one look at the end": [(z[:, -1] > limit[-1]).mean() for z in (idle, true)],
    }
    return {
        way: experiments.false_positive_risk(works, float(false), float(found))
        for way, (false, found) in shipped.items()
    }


class PeekingTemptation(Answer):
    """Watch a test day by day, ship when you like, then meet the truth and the other rules.

    Parameters
    ----------
    exercise : str
        Name under which what was done is kept.
    outcome : Series
        1 and 0 of people who all got the same.
    effect : float
        What some of the tests have to find, absolute; the others have nothing.

    Notes
    -----
    `value` is ``{"runs": [[day, shipped]], "day": int}``: the tests that were ended, and the day of
    the one that runs. `answer` is the share of ended tests that were shipped.
    """

    _esm = script(HERE / "peeking.js")
    _css = style(HERE.parents[1] / "widgets" / "stage" / "stage.css", HERE / "peeking.css")
    data: t.Dict[str, Any] = t.Dict().tag(sync=True)

    def __init__(
        self, exercise: str, outcome: pd.Series, effect: float, *, seed: int = 9, **more: Any
    ) -> None:
        more.setdefault("title", "The peeking temptation")
        idle, idle_counts = aa_tests(outcome, CLASS, seed)
        true, true_counts = aa_tests(outcome, CLASS, seed + 1, effect)
        limits = bounds(len(outcome), float(outcome.mean()), effect)
        self.crowd, self.found = stopped(idle, limits), stopped(true, limits)
        limit = limits["naive"].to_numpy()
        nothing, something = chosen(idle, true, limit)
        # One that fades comes first; the others come as each company's own dice have it.
        dice = np.random.default_rng([seed, int(outcome.sum()), len(outcome)])
        order = np.array([0, *(1 + dice.permutation(TESTS - 1))])
        z = np.concatenate([idle[nothing], true[something]])[order]
        counts = np.concatenate([idle_counts[nothing], true_counts[something]])[order]
        real = (np.arange(TESTS) >= len(nothing))[order]
        self.hollow = hollow(idle, true, limit)
        data = {
            "p": (2 * ndtr(-np.abs(z))).round(5).tolist(),
            "up": (z > 0).tolist(),
            "hollow": [[way, round(share, 4)] for way, share in self.hollow.items()],
            "works": WORKS,
            "counts": counts.tolist(),
            "effects": [round(100 * effect, 1) if each else 0 for each in real],
            "effect": round(100 * effect, 1),
            "bounds": {rule: (2 * ndtr(-limits[rule].to_numpy())).tolist() for rule in RULES},
            "crowd": {rule: self.crowd[rule].round(4).tolist() for rule in RULES},
            "found": {rule: self.found[rule].round(4).tolist() for rule in RULES},
            "rules": [list(pair) for pair in RULES.items()],
            "once": one_look(idle),
            "once_found": one_look(true),
            "others": CLASS,
        }
        super().__init__(exercise, data=data, **more)

    @property
    def shipped(self) -> pd.DataFrame:
        """Share of the tests of nothing, and of those with an effect, that each rule ships."""
        last = {"of nothing": self.crowd.iloc[-1], "with the effect": self.found.iloc[-1]}
        return pd.DataFrame(last).rename(index=RULES).round(3)

    def tidy(self, value: Any) -> Any:
        """Return the ended tests and the day of the running one, within their limits."""
        given = mapping(value)
        runs = given.get("runs", [])
        if not isinstance(runs, list | tuple):
            raise ValueError("the tests must be a list")
        tidied = []
        for run in list(runs)[:TESTS]:
            if not isinstance(run, list | tuple) or len(run) != 2:
                raise ValueError("a test is a day and whether it was shipped")
            tidied.append([_day(run[0], 1), bool(run[1])])
        return {"runs": tidied, "day": _day(given.get("day", 1), 0)}

    def judged(self, value: Any) -> Any:
        """Return the share of ended tests that were shipped."""
        runs = value["runs"]
        return sum(shipped for _, shipped in runs) / len(runs) if runs else None

    def missing(self) -> str:
        """Return what is still to be done by hand."""
        return "You have not ended a test yet: press Another day, then ship or stop."

    def offered(self) -> list[str]:
        """Return what is to be found out, for pages where no widget runs."""
        worst, last = self.crowd.iloc[-1]["naive"], self.data["once"]
        return [
            f"{TESTS} tests of {DAYS} days; some have something to find, others nothing.",
            f"Of {CLASS:,} tests of nothing {worst:.1%} showed a rise with p below 0.05 at least once "
            f"to whoever looked every day, and {last:.1%} to whoever looked once, at the end.",
        ]

    def words(self, value: Any) -> list[str]:
        """Return a line for each test."""
        lines = [
            f"Test {number}: {'shipped' if shipped else 'stopped without a winner'} on day {day}"
            for number, (day, shipped) in enumerate(value["runs"], 1)
        ]
        return lines + ([] if lines else [self.missing()])


def _day(value: Any, least: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("a day is a whole number")
    return min(max(value, least), DAYS)


def _z_of(share: float) -> float:
    from scipy.special import ndtri

    return float(ndtri(share))

"""The detective's desk: accuse, pay for each look, close the case. What is left is the score.

Looking costs analysts' hours, here points, and some looks cost more than others: what the table
already holds is cheap, a split is dear, and "it is a true effect" is what remains when all else is
looked at. So the four questions stand in the order of their prices. Who asks them in this order and
stops at an answer keeps most; who looks once and accuses keeps less; who accuses blindly is mostly
wrong; who looks everywhere has nearly nothing left.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from course_utils.exercises.store import Answers, NotSaved, here
from course_utils.lessons.metrics.suspects import ASSIGNMENT, COLUMNS, SUSPECTS, Case, cases
from course_utils.widgets import predict, stage

WORTH = 10
"""What a case is worth, in points."""
SMALL_PURSE = 2
"""What an assignment's desk has for looks: two of 1 point or a split, so most is left to thought."""
PRICES = {"mix": 2, "season": 1, "tracking": 1, "robots": 1, "effect": 4}
"""What the look at each suspect costs."""
OPEN = "not yet"
"""The verdict of a case that is still open."""

TESTS = {
    "mix": "Hold each channel's level still; let only the channels' shares of the people move.",
    "season": "What happened in the same weeks a year ago, growth included.",
    "tracking": "Leave out repeats, views sent again within a second, people whose time is not over.",
    "robots": "Count again without the robots.",
    "effect": "What is left: people doing more or less than usual, or more of them coming.",
}
"""How each suspect is tested."""


@dataclass(frozen=True)
class File:
    """What has been done about one case.

    Attributes
    ----------
    looks
        The suspects that were tested, in the order of paying.
    verdict
        The suspect who was named at the end; empty while the case is open.
    purse
        Points that there were to begin with.
    """

    looks: tuple[str, ...] = ()
    verdict: str = ""
    purse: int = WORTH

    @property
    def left(self) -> int:
        """Points that are still in the purse."""
        return self.purse - sum(PRICES[name] for name in self.looks)

    def pay(self, wanted: Sequence[str]) -> File:
        """Pay for looks, in their order, as far as the purse goes; a paid look stays paid.

        A closed case sells none.
        """
        file = self
        for name in wanted:
            if name not in file.looks and file.left >= PRICES[name] and not file.verdict:
                file = replace(file, looks=(*file.looks, name))
        return file

    def close(self, verdict: str) -> File:
        """Name the culprit. The first verdict stands."""
        return self if self.verdict or verdict not in SUSPECTS else replace(self, verdict=verdict)

    def score(self, case: Case) -> int:
        """Return what is kept: what is left in the purse, or nothing if the verdict is wrong."""
        return self.left if self.verdict == case.culprit else 0


class Desk:
    """The file of a case as it lies beside the notebook, so that a look is paid for good.

    Parameters
    ----------
    name : str
        The case.
    answers : Answers, optional
        Where it is kept; beside the notebook if not given.
    purse : int
        Points that there are for looks.
    """

    def __init__(self, name: str, answers: Answers | None = None, purse: int = WORTH) -> None:
        self._name, self._answers = f"case_{name}", answers or here()
        self.file, _ = self._answers.read(
            self._name, "Detective", lambda value: _read(value, purse)
        )
        self.file = self.file or File(purse=purse)

    def keep(self, file: File) -> File:
        """Keep a file; where the disk refuses, this kernel still remembers."""
        if file != self.file:
            self.file = file
            with contextlib.suppress(NotSaved):
                kept = {"looks": file.looks, "verdict": file.verdict}
                self._answers.write(self._name, "Detective", kept)
        return self.file


def _read(value: Any, purse: int) -> File:
    looks = tuple(name for name in dict.fromkeys(value["looks"]) if name in SUSPECTS)
    return File(purse=purse).pay(looks).close(value["verdict"])


def detective(
    users: pd.DataFrame,
    accounts: pd.DataFrame,
    events: pd.DataFrame,
    name: str,
    *,
    folder: Path | None = None,
) -> stage.Explorer:
    """Show the desk of one case: nothing is shown before somebody is accused.

    Parameters
    ----------
    users, accounts, events : DataFrame
        The raw tables.
    name : str
        A key of `METRICS`. A case of the assignment has a small purse, and is closed on the
        assignment's board, where it earns marks; others are closed here, with their score.
    folder : Path, optional
        Where ``answers/`` stands; the working directory by default.
    """
    case = cases(users, accounts, events, name)[name]
    closing = name not in ASSIGNMENT
    purse = WORTH if closing else SMALL_PURSE
    accused = predict(
        f"accused_{name}",
        f"{case.metric}: {case.words(case.change)}. Whom do you accuse?",
        list(SUSPECTS.values()),
        folder=folder,
    )
    desk = Desk(name, Answers(folder) if folder else None, purse)
    pressed = [0]

    def draw(verdict: str = OPEN, close: int = 0, **tested: bool) -> stage.Scene:
        wanted = [each for each, on in tested.items() if on]
        file = desk.keep(desk.file.pay(wanted))
        # A press counts with the verdict that stood then, not with one that is chosen later.
        if close > pressed[-1]:
            file = desk.keep(file.close(verdict))
        pressed.append(close)
        scene = draw_desk(case, accused.guess, file, closing=closing)
        refused = [] if file.verdict else [each for each in wanted if each not in file.looks]
        says = " ".join([*map(_too_dear, refused), scene.says])
        return stage.Scene(*scene.pictures, says=says, notes=scene.notes)

    tests: dict[str, Any] = {
        each: stage.Toggle(label=f"{words} ({PRICES[each]})") for each, words in COLUMNS.items()
    }
    if closing:
        tests["verdict"] = stage.Choice({OPEN: "Not yet", **COLUMNS}, label="Verdict")
        tests["close"] = stage.Press(label="Close the case")
    return stage.Explorer(
        f"{case.metric}: {case.words(case.change)}",
        draw,
        hint=_rules(purse, closing=closing),
        gate=accused,
        **tests,
    )


def _rules(purse: int, *, closing: bool) -> str:
    prices = f"{purse} points for tests; in brackets what each costs, for good."
    return f"{prices} A wrong verdict keeps none." if closing else prices


def draw_desk(case: Case, accused: str | None, file: File, *, closing: bool = True) -> stage.Scene:
    """Draw the weeks that everybody can see, and a bar for each suspect whose test is paid.

    Parameters
    ----------
    case : Case
        What moved.
    accused : str or None
        Words of `SUSPECTS`. With nobody accused no test is shown.
    file : File
        What was paid for, and the verdict. A closed case shows all parts.
    closing : bool
        Whether the case is closed here.
    """
    shown = list(SUSPECTS) if file.verdict else list(file.looks)
    board = draw_board(case, accused, shown)
    lines = [
        f"{COLUMNS[name]}: {case.words(case.parts[name])}. {TESTS[name]}"
        for name in file.looks[-1:]
        if accused
    ]
    pictures = [*([_weeks(case)] if len(case.weeks) else []), board]
    return stage.Scene(
        *pictures, says=verdict_in_words(case, accused, file, closing=closing), notes=lines
    )


def _weeks(case: Case) -> stage.Plot:
    scale = 100 if case.unit == "share" else 1
    values = scale * case.weeks
    top = 1.15 * float(values.max().max())
    last = values.iloc[-1]
    return stage.Plot(
        stage.Line(values.index, values["a year ago"], tone="grey", label="a year ago"),
        stage.Line(values.index, values["now"], label="now"),
        x=stage.Axis(1, len(values), ticks=_whole_weeks(len(values))),
        y=stage.Axis(0, top, label=f"{_unit(case)}, by week"),
        alt=f"Two lines over {len(values)} weeks, as the board counts: now from {values['now'].iloc[0]:.3g} to "
        f"{last['now']:.3g}, a year ago from {values['a year ago'].iloc[0]:.3g} to "
        f"{last['a year ago']:.3g}.",
        height=112,
    )


def _too_dear(name: str) -> str:
    return f"Not run: the test of {COLUMNS[name].lower()} costs {PRICES[name]}, more than is left."


def _whole_weeks(many: int) -> list[tuple[float, str]]:
    step = 1 if many <= 13 else 4
    return [(week, str(week)) for week in range(1, many + 1, step)]


def _unit(case: Case) -> str:
    """Return what an axis counts, in words: a share in percent, else what moved."""
    return "percent" if case.unit == "share" else case.metric.split(",")[0].lower()


def draw_board(case: Case, accused: str | None, tested: list[str]) -> stage.Plot:
    """Draw the board of a case: a bar for each suspect that has been tested.

    Parameters
    ----------
    case : Case
        What moved.
    accused : str or None
        Words of `SUSPECTS`. With nobody accused no test is shown.
    tested : list of str
        The suspects whose test has been run.
    """
    tested = tested if accused else []
    scale = 100 if case.unit == "share" else 1
    parts = {name: scale * case.parts[name] if name in tested else 0.0 for name in SUSPECTS}
    words = [case.words(case.parts[name]) if name in tested else "not tested" for name in SUSPECTS]
    # The axis must not tell how large what is still hidden is.
    reach = 1.6 * max(abs(scale * case.change), *(abs(part) for part in parts.values()))
    return stage.Plot(
        stage.Rule(x=0, tone="ink", dash=False),
        stage.Rule(x=scale * case.change, tone="ink"),
        stage.Bars(
            range(len(SUSPECTS)),
            list(parts.values()),
            ["red" if part * case.change > 0 else "grey" for part in parts.values()],
            words=words,
            across=True,
            thick=0.5,
        ),
        x=stage.Axis(-reach, reach, label="dashed: the whole change"),
        y=stage.Axis(names=list(COLUMNS.values())),
        alt=f"Detective board, {len(tested)} of {len(SUSPECTS)} tests run: "
        + "; ".join(f"{name} {said}" for name, said in zip(SUSPECTS, words, strict=True)),
        height=158,
    )


def verdict_in_words(case: Case, accused: str | None, file: File, *, closing: bool = True) -> str:
    """Say where the investigation stands; only a closed case has a culprit."""
    if not accused:
        return "Accuse somebody first, then test."
    if file.verdict:
        named, right = COLUMNS[file.verdict], COLUMNS[case.culprit]
        first = (
            "so you did at first" if accused == SUSPECTS[case.culprit] else "at first you did not"
        )
        if file.verdict == case.culprit:
            return f"Closed. {named} it is ({first}). You keep {file.score(case)} of {file.purse} points."
        return f"Closed. You named {named}; the largest part is {right}. You keep 0 of {file.purse} points."
    purse = f"{file.left} of {file.purse} points left"
    affordable = [name for name in SUSPECTS if name not in file.looks and PRICES[name] <= file.left]
    if not affordable:
        purse += ", too few for another test"
    ending = "Choose a verdict and close the case" if closing else "Decide"
    if not file.looks:
        return f"You accuse: {accused}. {purse}. A suspicion is no evidence yet: pay for a test."
    explained = sum(case.parts[name] for name in file.looks)
    largest = max(file.looks, key=lambda name: case.parts[name] / case.change)
    share = case.parts[largest] / case.change
    if share > 0.5:
        step = f"{ending}: one part is more than half of the change."
    elif affordable:
        step = "No part is more than half of it yet: ask the next question."
    else:
        step = f"{ending}: who is left?"
    return (
        f"{purse}. Tested so far: {case.words(explained)} of {case.words(case.change)}; "
        f"{case.words(case.change - explained)} are left. {step}"
    )

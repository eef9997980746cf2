"""Who moved the metric? Five suspects, one culprit, and a test for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from course_utils.lessons.metrics.evidence import (
    EXTRACT,
    LAST_YEAR,
    QUARTERS,
    between,
    impatient_rate,
    sent_twice,
)
from course_utils.toolkit import metrics
from course_utils.toolkit.metrics.journeys import ACTIVATION_STEPS
from course_utils.widgets import stage

SUSPECTS = {
    "mix": "Mix: other people came",
    "season": "Season: it does so every year",
    "tracking": "Tracking: counted wrongly",
    "robots": "Robots: nobody did it",
    "effect": "Effect: people behave differently",
}


@dataclass(frozen=True)
class Suspect:
    """What one suspect has to do with a change."""

    effect: float
    """Its part of the change, in the metric's unit. The parts of a case sum to the change."""
    evidence: str
    """The test and its result, in a sentence."""


@dataclass(frozen=True)
class Case:
    """A metric that moved, and the part of each suspect."""

    metric: str
    unit: str
    before: float
    after: float
    suspects: Mapping[str, Suspect]

    @property
    def change(self) -> float:
        """How far the metric moved: ``after - before``."""
        return self.after - self.before

    @property
    def culprit(self) -> str:
        """The suspect with the largest part in the direction of the change."""
        sign = 1 if self.change >= 0 else -1
        return max(self.suspects, key=lambda name: sign * self.suspects[name].effect)

    def words(self, value: float) -> str:
        """Write a part of the change with its unit."""
        if self.unit == "share":
            return f"{100 * value:+.1f} points"
        return f"{value:+,.0f}"


def cases(
    users: pd.DataFrame,
    accounts: pd.DataFrame,
    events: pd.DataFrame,
    clean: pd.DataFrame,
    humans: pd.DataFrame,
) -> dict[str, Case]:
    """Take three lines of the board apart, first against second quarter of 2026.

    Parameters
    ----------
    users, accounts, events : DataFrame
        The raw tables.
    clean : DataFrame
        The events, each once.
    humans : DataFrame
        The same without robots.

    Returns
    -------
    dict of str to Case
    """
    logins, reports = (
        [frame[frame["event"] == event] for frame in (events, clean, humans)]
        for event in ("session_started", "report_viewed")
    )
    android = [frame[frame["platform"] == "android"] for frame in reports]
    found = [
        _activation(users, accounts, clean, humans),
        _weekly("Logins a week", "session_started", logins),
        _weekly("Reports viewed a week, Android", "report_viewed", android),
    ]
    return {case.metric: case for case in found}


def _activation(
    users: pd.DataFrame,
    accounts: pd.DataFrame,
    clean: pd.DataFrame,
    humans: pd.DataFrame,
) -> Case:
    steps = clean[clean["event"].isin(ACTIVATION_STEPS)]
    before, after = (impatient_rate(users, steps, *QUARTERS[q]) for q in ("Q1", "Q2"))
    channel = users["account_id"].map(accounts.set_index("account_id")["channel"]).astype(str)
    robots = set(clean["user_id"].unique()) - set(humans["user_id"].unique())
    known = users.assign(channel=channel, robot=users["user_id"].isin(robots))

    def split(frame: pd.DataFrame, quarters: Mapping[str, tuple[str, str]]) -> metrics.Kitagawa:
        one, two = (
            metrics.activation(
                between(frame, *quarters[q], "signed_up_at"), steps, as_of=EXTRACT, by="channel"
            )
            for q in ("Q1", "Q2")
        )
        return metrics.kitagawa(one, two)

    everybody = split(known, QUARTERS)
    human = split(known[~known["robot"]], QUARTERS)
    last = split(known, LAST_YEAR)
    # One clear season in twenty would be chance at 95 %; a board for learners asks for more.
    year_ago = [_totals(known, steps, LAST_YEAR[q]) for q in ("Q1", "Q2")]
    clear = metrics.rate_difference(year_ago[0], year_ago[1], confidence=0.99)
    season = 0.0 if clear.covers(0) else last.rate
    parts = {
        "mix": Suspect(human.mix, "Hold each channel's rate still; let only the shares move."),
        "season": Suspect(
            season,
            f"The same quarters last year: {100 * clear.estimate:+.1f} points "
            f"(99% interval {100 * clear.low:+.1f} to {100 * clear.high:+.1f}).",
        ),
        "tracking": Suspect(
            (after - before) - everybody.total, "Leave out people whose seven days are not over."
        ),
        "robots": Suspect(everybody.total - human.total, "Count again without the robots."),
        "effect": Suspect(
            human.rate - season, "Hold the shares still; let only the channels' rates move."
        ),
    }
    return Case("Activation rate", "share", before, after, parts)


def _totals(users: pd.DataFrame, steps: pd.DataFrame, quarter: tuple[str, str]) -> tuple[int, int]:
    table = metrics.activation(between(users, *quarter, "signed_up_at"), steps, as_of=EXTRACT)
    return int(table["activated"].iloc[0]), int(table["eligible"].iloc[0])


def _weekly(metric: str, event: str, frames: Sequence[pd.DataFrame]) -> Case:
    def days(quarter: tuple[str, str]) -> int:
        return (pd.Timestamp(quarter[1]) - pd.Timestamp(quarter[0])).days

    def weekly(frame: pd.DataFrame, quarters: Mapping[str, tuple[str, str]]) -> dict[str, float]:
        return {q: 7 * len(between(frame, *span)) / days(span) for q, span in quarters.items()}

    raw, once, human = (weekly(frame, QUARTERS) for frame in frames)
    twice = weekly(sent_twice(frames[-1], event), QUARTERS)
    year_ago = weekly(frames[-1], LAST_YEAR)
    usual = year_ago["Q2"] / year_ago["Q1"] - 1
    true = {q: human[q] - twice[q] for q in QUARTERS}
    season = true["Q1"] * usual

    def moved(one: Mapping[str, float], other: Mapping[str, float]) -> float:
        return (one["Q2"] - other["Q2"]) - (one["Q1"] - other["Q1"])

    parts = {
        "mix": Suspect(0.0, "A count is a sum, not an average: a mix cannot move it."),
        "season": Suspect(season, f"The same quarters last year: {usual:+.0%}, growth included."),
        "tracking": Suspect(
            moved(raw, once) + moved(human, true),
            "Leave out repeated rows, and events sent again within a second.",
        ),
        "robots": Suspect(moved(once, human), "Count again without the robots."),
        "effect": Suspect(
            true["Q2"] - true["Q1"] - season, "What is left: people doing more or less than usual."
        ),
    }
    return Case(metric, "count", raw["Q1"], raw["Q2"], parts)


def detective(
    users: pd.DataFrame,
    accounts: pd.DataFrame,
    events: pd.DataFrame,
    clean: pd.DataFrame,
    humans: pd.DataFrame,
) -> stage.Explorer:
    """Show the detective board: choose a case, accuse, run tests.

    Parameters
    ----------
    users, accounts, events, clean, humans : DataFrame
        As for `cases`.
    """
    found = cases(users, accounts, events, clean, humans)

    def draw(case: str, accused: str, **tested: bool) -> stage.Scene:
        return draw_board(found[case], accused, [name for name, on in tested.items() if on])

    tests: dict[str, Any] = {
        name: stage.Toggle(label=f"Test {words.split(':')[0].lower()}")
        for name, words in SUSPECTS.items()
    }
    return stage.Explorer(
        "Who moved the metric?",
        draw,
        hint="Accuse somebody, then test as few as you need.",
        case=stage.Choice(list(found)),
        accused=stage.Choice({"": "nobody yet", **SUSPECTS}, label="I accuse"),
        **tests,
    )


def draw_board(case: Case, accused: str, tested: Sequence[str]) -> stage.Scene:
    """Draw the board of a case: a bar for each suspect that has been tested.

    Parameters
    ----------
    case : Case
        What moved.
    accused : str
        A name of `SUSPECTS`, or "" for nobody.
    tested : sequence of str
        The suspects whose test has been run.
    """
    scale = 100 if case.unit == "share" else 1
    verdict = verdict_in_words(case, accused, set(tested))
    effects = [scale * case.suspects[name].effect if name in tested else 0.0 for name in SUSPECTS]
    # The axis must not tell how large what is still hidden is.
    reach = 1.6 * max(abs(scale * case.change), *(abs(effect) for effect in effects))
    helps = [effect * case.change > 0 for effect in effects]
    words = [
        case.words(case.suspects[name].effect) if name in tested else "not tested"
        for name in SUSPECTS
    ]
    board = stage.Plot(
        stage.Rule(x=0, tone="ink", dash=False),
        stage.Rule(x=scale * case.change, tone="ink", words="the change"),
        stage.Bars(
            range(len(SUSPECTS)),
            effects,
            ["red" if each else "grey" for each in helps],
            words=words,
            across=True,
            thick=0.5,
        ),
        x=stage.Axis(-reach, reach, label="points" if case.unit == "share" else "a week"),
        y=stage.Axis(names=list(SUSPECTS.values())),
        title=f"{case.metric}, first to second quarter: {case.words(case.change)}",
        alt=f"Detective board, {len(tested)} of {len(SUSPECTS)} tests run: "
        + "; ".join(f"{name} {said}" for name, said in zip(SUSPECTS, words, strict=True)),
    )
    evidence = [
        f"{SUSPECTS[name].split(':')[0]}: {case.words(case.suspects[name].effect)}. "
        f"{case.suspects[name].evidence}"
        for name in SUSPECTS
        if name in tested
    ]
    return stage.Scene(board, says=f"{verdict}.", notes=evidence)


def verdict_in_words(case: Case, accused: str, tested: set[str]) -> str:
    """Say where the investigation stands; the culprit is named when it has been tested."""
    if not accused:
        return "Accuse somebody first, then test"
    if not tested:
        return "A suspicion is not evidence yet: run a test"
    explained = sum(case.suspects[name].effect for name in tested)
    if case.culprit not in tested:
        return f"{case.words(explained)} explained so far; the case is open"
    name = SUSPECTS[case.culprit].split(":")[0]
    share = case.suspects[case.culprit].effect / case.change if case.change else 0.0
    verdict = "you were right" if accused == case.culprit else "not the one you accused"
    return f"{name} did it ({share:.0%} of the change): {verdict}"

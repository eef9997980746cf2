"""A journey map whose curve has to hang on evidence: points without any fall off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import traitlets as t

from course_utils.widgets.answer import Answer, known, mapping, number
from course_utils.widgets.scripts import script, style

HERE = Path(__file__).parent

if TYPE_CHECKING:
    import pandas as pd

STEPS = {
    "hears": "Hears of it",
    "signs_up": "Signs up",
    "first_project": "First project",
    "invites_team": "Invites the team",
    "first_report": "First report",
    "renews": "Renews",
}
APART = 2
"""So far evidence of one point may lie apart; nobody lives the mean of more."""
FELT = {-2: "very bad", -1: "bad", 0: "so-so", 1: "good", 2: "very good"}


@dataclass(frozen=True)
class Evidence:
    """One piece of evidence that can be pinned to a step."""

    name: str
    step: str
    source: str
    person: int
    felt: int
    text: str


def deck(journey: pd.DataFrame, each: int = 3) -> list[Evidence]:
    """Choose pieces of evidence for the map: a few a step, of different people and sources.

    Parameters
    ----------
    journey : DataFrame
        The company's table.
    each : int
        How many a step, where there are so many.

    Returns
    -------
    list of Evidence
        In the order of the table, so that the step does not show.
    """
    chosen: list[int] = []
    for step in STEPS:
        rows = journey[journey["step"] == step].drop_duplicates("user_id")
        # Round by round: the first quote, ticket and event, then the second of each.
        turn = rows.groupby("source", observed=True).cumcount()
        ordered = rows.assign(turn=turn).sort_values(["turn", "source", "evidence_id"])
        texts = ordered.drop_duplicates("text")
        chosen += texts["evidence_id"].head(each).tolist()
    rows = journey[journey["evidence_id"].isin(chosen)].sort_values(["user_id", "evidence_id"])
    columns = ["reference", "step", "source", "user_id", "felt", "text"]
    return [Evidence(*values) for values in rows[columns].to_numpy(dtype=object).tolist()]


def verdict(step: str, felt: int | None, pins: Sequence[Evidence]) -> tuple[str, str]:
    """Judge one point of the curve.

    Parameters
    ----------
    step : str
        One of `STEPS`.
    felt : int or None
        Height of the point, -2 to 2; None where none was drawn.
    pins : sequence of Evidence
        What it hangs on.

    Returns
    -------
    kind, words : str
        "blank", "falls" or "stands", and a sentence that says why.
    """
    if felt is None:
        return "blank", "Left open. An open step is a question for the next interview."
    mine = [piece for piece in pins if piece.step == step]
    if not pins:
        return "falls", "Nothing holds it: this is what you believe."
    if len(mine) < len(pins):
        wrong = next(piece for piece in pins if piece.step != step)
        return "falls", f"{wrong.name} tells of another step: {STEPS[wrong.step].lower()}."
    low, high = (of(piece.felt for piece in mine) for of in (min, max))
    if high - low > APART:
        return "falls", (
            f"The evidence runs from {FELT[low]} to {FELT[high]}. One point cannot stand for both: "
            "whose journey is it?"
        )
    mean = sum(piece.felt for piece in mine) / len(mine)
    if abs(mean - felt) > 1:
        return "falls", f"The evidence says {FELT[round(mean)]}, you drew {FELT[felt]}."
    if len({piece.person for piece in mine}) < 2:
        return "falls", "It hangs on one person. Two people who agree make it a pattern to test."
    return "stands", f"It hangs on {len(mine)} pieces of evidence."


class JourneyMap(Answer):
    """Draw how a customer feels at each step, and pin each point to what shows it.

    Parameters
    ----------
    exercise : str
        Name under which the map is kept.
    evidence : sequence of Evidence
        From `deck`.

    Notes
    -----
    `value` is ``{"felt": {step: -2..2}, "pins": {step: [names]}, "let_go": bool}``; `answer` is
    ``{step: felt}`` of the points that stand.
    """

    _esm = script(HERE / "journey.js")
    _css = style(HERE / "journey.css")
    steps: t.List[Any] = t.List().tag(sync=True)
    pieces: t.List[Any] = t.List().tag(sync=True)
    verdicts: t.Dict[str, Any] = t.Dict().tag(sync=True)

    def __init__(self, exercise: str, evidence: Sequence[Evidence], **more: Any) -> None:
        self.evidence = {piece.name: piece for piece in evidence}
        more.setdefault("title", "The journey, pinned to evidence")
        super().__init__(
            exercise,
            steps=[[name, words] for name, words in STEPS.items()],
            pieces=[[piece.name, piece.text, piece.source] for piece in evidence],
            **more,
        )
        self._judge({"new": self.value})

    def tidy(self, value: Any) -> Any:
        """Return heights within their scale and each piece of evidence at one step only."""
        given = mapping(value)
        heights, pinned = mapping(given.get("felt", {})), mapping(given.get("pins", {}))
        left = list(self.evidence)
        pins = {}
        for step in STEPS:
            pins[step] = known(pinned.get(step, []), left)
            left = [name for name in left if name not in pins[step]]
        return {
            "felt": {s: round(number(heights[s], -2, 2)) for s in STEPS if s in heights},
            "pins": pins,
            "let_go": bool(given.get("let_go")),
        }

    def judgements(self, value: Any) -> dict[str, tuple[str, str]]:
        """Return the verdict of each step."""
        return {
            step: verdict(
                step, value["felt"].get(step), [self.evidence[name] for name in value["pins"][step]]
            )
            for step in STEPS
        }

    def judged(self, value: Any) -> Any:
        """Return the height of each point that stands; None if none does."""
        found = self.judgements(value)
        return {s: value["felt"][s] for s in STEPS if found[s][0] == "stands"} or None

    def missing(self) -> str:
        """Return what is still to be done by hand."""
        if self.value is not None and self.value["felt"]:
            return "No point of your curve stands yet: pin to each what shows it."
        return "You have not drawn anything yet: set how the customer feels at each step."

    def offered(self) -> list[str]:
        """Return the steps and the evidence."""
        pieces = [f"{name} ({source}): {text}" for name, text, source in self.pieces]
        return [f"Steps: {'; '.join(words for _, words in self.steps)}", *pieces]

    def words(self, value: Any) -> list[str]:
        """Return a line for each step."""
        found = self.judgements(value)
        return [
            f"{words}: {FELT[value['felt'][step]] if step in value['felt'] else 'left open'}"
            f" ({', '.join(value['pins'][step]) or 'no evidence'}). {found[step][1]}"
            for step, words in STEPS.items()
        ]

    @t.observe("value")
    def _judge(self, change: Mapping[str, Any]) -> None:
        value = change["new"]
        self.verdicts = (
            {} if value is None else {s: list(v) for s, v in self.judgements(value).items()}
        )

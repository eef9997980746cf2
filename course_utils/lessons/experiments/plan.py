"""A pre-registration: what is written down before the data may be opened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import traitlets as t

from course_utils.lessons.experiments.evidence import of
from course_utils.widgets.answer import Answer, mapping
from course_utils.widgets.prediction import attended
from course_utils.widgets.scripts import script, style

HERE = Path(__file__).parent

FIELDS: dict[str, tuple[str, dict[str, str]]] = {
    "population": (
        "Whose outcomes are compared?",
        {
            "assigned": "All who were assigned, met or not",
            "exposed": "All who met the boards, in both arms",
            "users": "Those who used the boards at least once",
        },
    ),
    "metric": (
        "Which metric decides?",
        {
            "clearest": "Whichever metric moves most clearly",
            "clicks": "Tasks edited together, all added up",
            "converted": "Share who edit with a colleague each week",
        },
    ),
    "errors": (
        "What is one independent piece?",
        {"user": "A person", "account": "An account", "visit": "A visit"},
    ),
    "stop": (
        "When is it read?",
        {
            "significant": "Each day, until it is significant",
            "end": "Once, when the last has had four weeks",
            "good": "When the chart has looked good for a week",
        },
    ),
    "guard": (
        "What must not get worse?",
        {
            "nothing": "Nothing: boards only add",
            "boards": "Visits to a shared board",
            "muted": "Share of people who mute notifications",
        },
    ),
    "null": (
        "And if the interval covers 0?",
        {
            "mde": "Compare it with the smallest effect worth having",
            "ship": "Ship if the estimate is above 0",
            "longer": "Let it run until it does not",
        },
    ),
}
"""What a plan has to say: of each field the question and its options."""


SEALED_SAID = (
    "**Sealed.** Lodge the plan in the box above, then run this cell again. Whoever plans after "
    "seeing the data plans the result."
)
"""What stands where sealed data would be."""


class PreRegistration(Answer):
    """Choose what will be compared, and when, then lodge the plan; afterwards it stands.

    Parameters
    ----------
    exercise : str
        Name under which the plan is kept.

    Notes
    -----
    `value` is ``{"plan": {field: option}, "lodged": bool}``; `answer` is ``{field: option}`` of a
    plan that was lodged: the form `Table` with the columns field and option.
    """

    _esm = script(HERE / "plan.js")
    _css = style(HERE / "plan.css")
    fields: t.List[Any] = t.List().tag(sync=True)

    def __init__(self, exercise: str, **more: Any) -> None:
        more.setdefault("title", "The plan, before the data")
        listed = [
            [name, question, [list(pair) for pair in options.items()]]
            for name, (question, options) in FIELDS.items()
        ]
        super().__init__(exercise, fields=listed, **more)

    @property
    def lodged(self) -> bool:
        """Whether the plan stands."""
        return self.value is not None and self.value["lodged"]

    def tidy(self, value: Any) -> Any:
        """Return known options of known fields; only a whole plan can be lodged."""
        given = mapping(value)
        chosen = mapping(given.get("plan", {}))
        plan = {
            name: chosen[name]
            for name, (_, options) in FIELDS.items()
            if isinstance(chosen.get(name), str) and chosen[name] in options
        }
        return {"plan": plan, "lodged": bool(given.get("lodged")) and len(plan) == len(FIELDS)}

    def judged(self, value: Any) -> Any:
        """Return the plan once it was lodged."""
        return (
            pd.DataFrame(sorted(value["plan"].items()), columns=["field", "option"])
            if (value["lodged"])
            else None
        )

    def told(self, answer: Any) -> Any:
        """Return the value of a plan that is given in code."""
        return {"plan": dict(answer), "lodged": True}

    def missing(self) -> str:
        """Return what is still to be done by hand."""
        return "You have not lodged a plan yet: answer each question, then press Lodge the plan."

    def offered(self) -> list[str]:
        """Return the questions and their options."""
        return [
            f"{question} " + "; ".join(f'"{name}": {text}' for name, text in options.items())
            for question, options in FIELDS.values()
        ]

    def in_code(self) -> str:
        """Return a statement that lodges a plan."""
        return f'{self.exercise}.answer = {{"population": "exposed", ...}}'

    def words(self, value: Any) -> list[str]:
        """Return a line for each question that was answered."""
        lines = [
            f"{question} {options[value['plan'][name]]}"
            for name, (question, options) in FIELDS.items()
            if name in value["plan"]
        ]
        return [*lines, "Lodged" if value["lodged"] else "Not lodged yet"]


def opened(runs: pd.DataFrame, name: str, plan: PreRegistration) -> pd.DataFrame:
    """Open an experiment's data, which stay sealed until its plan was lodged.

    Parameters
    ----------
    runs : DataFrame
        From `evidence.joined`.
    name : str
        The experiment.
    plan : PreRegistration
        The plan.

    Returns
    -------
    DataFrame
        The people who were exposed. Where somebody sits before the notebook and has not lodged a
        plan there is nobody in it: the lesson runs on, and each of its cells says `SEALED_SAID`.
    """
    if not isinstance(plan, PreRegistration):
        raise TypeError("plan must be the pre-registration from the cell above: run it first.")
    rows = of(runs, name)
    return rows.iloc[:0] if attended() and not plan.lodged else rows

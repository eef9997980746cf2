"""A pre-registration: what is written down before the data may be opened."""

from __future__ import annotations

from math import isfinite
from pathlib import Path
from typing import Any

import pandas as pd
import traitlets as t

from course_utils.lessons.experiments.evidence import (
    ICC,
    of,
    people_by_account,
    seen_size,
    values,
)
from course_utils.toolkit import experiments
from course_utils.widgets.answer import Answer, mapping
from course_utils.widgets.prediction import attended
from course_utils.widgets.scripts import script, style

HERE = Path(__file__).parent

FIELDS: dict[str, tuple[str, dict[str, str]]] = {
    "population": (
        "Whose outcomes are compared?",
        {
            "assigned": "All who were assigned, met or not",
            "exposed": "All who met the page where boards are, or would be, in both arms",
            "users": "Those who used the boards at least once",
        },
    ),
    "metric": (
        "Which metric decides?",
        {
            "clearest": "Whichever metric moves most clearly",
            "clicks": "Tasks picked up from colleagues, all added up",
            "converted": "Share who pick up a colleague's task four times in 28 days",
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
REMARKS: dict[str, dict[str, str]] = {
    "errors": {
        "user": "People of one account are not independent pieces.",
        "visit": "Nobody assigned visits, so they are not independent pieces.",
    },
    "population": {"users": "Those who used the boards are chosen by the boards."},
    "metric": {
        "clearest": "A metric that is chosen afterwards always moves. Name one.",
        "clicks": "A few busy people decide a sum of all tasks. Count people.",
    },
    "stop": {
        "significant": "What is read until it is significant becomes so. Fix the date.",
        "good": "A good week is one that was chosen. Fix the date.",
    },
    "guard": {
        "nothing": "Everything new can annoy. Name something that it could harm.",
        "boards": "What is pushed cannot guard itself.",
    },
    "null": {
        "ship": "Where nothing is, a coin puts the estimate above 0.",
        "longer": "Letting it run until it pleases is peeking.",
    },
    "mde": {
        "missed": "The register calls less than your effect worth having. Such a test misses it."
    },
    "people": {
        "short": "So few people find your effect less than four times in five: those of one account "
        "are alike. Use the design effect.",
        "many": "So many people do not come in three weeks: look how many the first test met.",
    },
    "margin": {
        "tight": "So many people cannot show so tight a margin kept. Say what you would bear, or take "
        "more.",
        "loose": "Hardly anything would break such a margin. What does the register say?",
    },
}
"""What an option, or a number, lets happen: of each field by option."""
NUMBERS = {
    "mde": ("Smallest effect worth having", "points"),
    "people": ("Exposed in each arm", "people"),
    "margin": ("Largest rise of the share who mute that you would bear", "points"),
}
"""What a plan has to say in numbers."""

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
    before : DataFrame
        Exposed people of an earlier test, from which sizes are planned.
    registered : Series
        The row of the register for the test that is planned: its ``mde``, ``guardrail_margin`` and
        ``planned_per_arm``.

    Notes
    -----
    `value` is ``{"plan": {field: option}, "numbers": {name: number}, "lodged": bool}``; `answer` is
    a `Table` with the columns field and option of a plan that was lodged. Of the numbers it says
    what they come to: whether the effect is ``"worth"`` having or one worth having is
    ``"missed"``, whether the people are ``"enough"`` for it, ``"short"``, or more than come, ``"many"``, and whether the margin
    ``"fits"``, is too ``"tight"`` for as many people, or too ``"loose"`` to guard anything.
    """

    _esm = script(HERE / "plan.js")
    _css = style(HERE / "plan.css")
    fields: t.List[Any] = t.List().tag(sync=True)
    numbers: t.List[Any] = t.List().tag(sync=True)
    remarks: t.Dict[str, Any] = t.Dict().tag(sync=True)
    said: t.Dict[str, Any] = t.Dict().tag(sync=True)
    """What the numbers let happen, and of which numbers it is said: before the plan is lodged."""

    def __init__(
        self, exercise: str, before: pd.DataFrame, registered: pd.Series, **more: Any
    ) -> None:
        more.setdefault("title", "The plan, before the data")
        self.before, self.registered = before, registered
        listed = [
            [name, question, [list(pair) for pair in options.items()]]
            for name, (question, options) in FIELDS.items()
        ]
        asked = [[name, *words] for name, words in NUMBERS.items()]
        super().__init__(exercise, fields=listed, numbers=asked, remarks=REMARKS, **more)

    @property
    def lodged(self) -> bool:
        """Whether the plan stands."""
        return self.value is not None and self.value["lodged"]

    def tidy(self, value: Any) -> Any:
        """Return known options, and numbers above 0; only a whole plan can be lodged."""
        given = mapping(value)
        chosen = mapping(given.get("plan", {}))
        plan = {
            name: chosen[name]
            for name, (_, options) in FIELDS.items()
            if isinstance(chosen.get(name), str) and chosen[name] in options
        }
        typed = mapping(given.get("numbers", {}))
        numbers = {name: typed[name] for name in NUMBERS if _sound(typed.get(name))}
        whole = len(plan) == len(FIELDS) and len(numbers) == len(NUMBERS)
        return {"plan": plan, "numbers": numbers, "lodged": bool(given.get("lodged")) and whole}

    def weighed(self, numbers: dict[str, float]) -> dict[str, str]:
        """Say what the numbers of a plan come to."""
        effect, margin = (min(numbers[name] / 100, 0.4) for name in ("mde", "margin"))
        people = numbers["people"]
        needed = people_by_account(self.before, effect)
        listed = float(self.registered["planned_per_arm"])
        # The register's number was sound for the register's effect, and for larger ones.
        least = min(needed, listed) if effect >= float(self.registered["mde"]) - 1e-9 else needed
        # Enrolment takes as many weeks as before; half as many again is hope enough.
        register_needs = people_by_account(self.before, float(self.registered["mde"]))
        most = 1.5 * max(register_needs, listed, len(self.before) / 2)
        muted = float(values(self.before, "muted")[0].mean())
        borne = float(self.registered["guardrail_margin"])
        alike = experiments.design_effect(seen_size(self.before), ICC)
        shown = experiments.noninferiority_power(muted, margin, max(1, int(people / alike)))
        return {
            "mde": "missed" if effect > float(self.registered["mde"]) + 1e-9 else "worth",
            "people": "short" if people < 0.97 * least else "many" if people > most else "enough",
            "margin": "loose" if margin > 1.5 * borne else "tight" if shown < 0.8 else "fits",
        }

    @t.observe("value")
    def _weigh(self, _change: Any) -> None:
        """Tell the form what the numbers come to, so that it can be mended while it is open."""
        numbers = self.value["numbers"] if self.value else {}
        found = self.weighed(numbers) if len(numbers) == len(NUMBERS) else {}
        remarks = [REMARKS[name][come] for name, come in found.items() if come in REMARKS[name]]
        self.said = {"numbers": numbers, "remarks": remarks}

    def judged(self, value: Any) -> Any:
        """Return the plan once it was lodged."""
        if not value["lodged"]:
            return None
        said = {**value["plan"], **self.weighed(value["numbers"])}
        return pd.DataFrame(sorted(said.items()), columns=["field", "option"])

    def told(self, answer: Any) -> Any:
        """Return the value of a plan that is given in code."""
        given = dict(answer)
        numbers = {name: given.pop(name) for name in NUMBERS if name in given}
        return {"plan": given, "numbers": numbers, "lodged": True}

    def missing(self) -> str:
        """Return what is still to be done by hand."""
        return (
            "You have not lodged a plan yet: answer each question, give each number, then press "
            "Lodge the plan."
        )

    def offered(self) -> list[str]:
        """Return the questions and their options."""
        return [
            f"{question} " + "; ".join(f'"{name}": {text}' for name, text in options.items())
            for question, options in FIELDS.values()
        ] + [f"{question}, in {unit}" for question, unit in NUMBERS.values()]

    def in_code(self) -> str:
        """Return a statement that lodges a plan."""
        return f'{self.exercise}.answer = {{"population": "exposed", ..., "margin": ...}}'

    def words(self, value: Any) -> list[str]:
        """Return a line for each question that was answered."""
        lines = [
            f"{question} {options[value['plan'][name]]}"
            for name, (question, options) in FIELDS.items()
            if name in value["plan"]
        ]
        lines += [
            f"{question}: {value['numbers'][name]:g} {unit}"
            for name, (question, unit) in NUMBERS.items()
            if name in value["numbers"]
        ]
        return [*lines, "Lodged" if value["lodged"] else "Not lodged yet"]


def _sound(number: Any) -> bool:
    """Whether this is a number that a plan may hold."""
    if isinstance(number, bool) or not isinstance(number, int | float):
        return False
    return isfinite(number) and 0 < number < 100_000


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

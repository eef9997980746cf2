"""Three questions that tell whether the warm-up is worth a learner's time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import traitlets as t

from course_utils.exercises.store import Answers
from course_utils.home.state import WARM_UP, Course
from course_utils.widgets.answer import Answer, mapping
from course_utils.widgets.scripts import script, style

HERE = Path(__file__).parent
NAME = "ready"
AREAS = ("reports", "reports", "mobile", "billing")
"""Of the four tickets that two questions ask about."""


@dataclass(frozen=True)
class Question:
    """A cell, and what it might give.

    Attributes
    ----------
    name : str
    about : str
        The language, and what stands behind the code.
    code : str
    options : tuple of str
    run : callable
        Runs the code and returns what it gives, in words.
    why : dict
        For each wrong option, what it is.
    """

    name: str
    about: str
    code: str
    options: tuple[str, ...]
    run: Callable[[str], str]
    why: Mapping[str, str]


def _python(code: str) -> str:
    *before, last = code.splitlines()
    names: dict[str, Any] = {}
    exec("\n".join(before), names)  # imports: nothing
    return str(eval(last, names))  # imports: nothing


def _pandas(code: str) -> str:
    import pandas as pd

    return str(eval(code, {"tickets": pd.DataFrame({"area": AREAS})}))  # imports: nothing


def _sql(code: str) -> str:
    import duckdb

    rows = ", ".join(f"('{area}')" for area in AREAS)
    asked = f"with tickets(area) as (values {rows}) {code}"
    with duckdb.connect() as connection:
        count = len(connection.execute(asked).fetchall())
    return "1 row" if count == 1 else f"{count} rows"


TABLE = f"`tickets` holds four tickets, about {', '.join(AREAS[:-1])} and {AREAS[-1]}."
TRUE = "That is how many are true. The mean divides it by all four."
QUESTIONS = (
    Question(
        "python",
        "Python",
        "price = 10\nprice = price + 5\nprice * 2",
        ("20", "25", "30"),
        _python,
        {
            "20": "20 doubles the first price; the second line has changed it by then.",
            "25": "25 doubles 10 and then adds 5. Lines run from the top: the 5 comes first.",
        },
    ),
    Question(
        "pandas",
        f"pandas. {TABLE}",
        '(tickets["area"] == "reports").mean()',
        ("0.5", "2", "2.0"),
        _pandas,
        {"2": TRUE, "2.0": TRUE},
    ),
    Question(
        "sql",
        "SQL, of the same tickets",
        "select area, count(*) from tickets group by area",
        ("1 row", "3 rows", "4 rows"),
        _sql,
        {
            "1 row": "One row would count them all; `group by` gives one to each area.",
            "4 rows": "Four is how many tickets there are; those of one area share a row.",
        },
    ),
)


def right(answers: dict[str, str]) -> dict[str, str]:
    """Return what each cell that was answered gives, by running it."""
    return {q.name: q.run(q.code) for q in QUESTIONS if q.name in answers}


class Ready(Answer):
    """Ask what three cells give, and say where to begin.

    Parameters
    ----------
    course : Course
    answers : Answers, optional
        Where the answers are kept; beside the notebook if not given.

    Notes
    -----
    `value` is ``{question: option}``. `gives` is what the cells give, and `why` what a wrong option
    is, once all are answered: nothing is told before.
    """

    _esm = script(HERE / "readiness.js")
    _css = style(HERE / "home.css")
    questions: t.List[Any] = t.List().tag(sync=True)
    gives: t.Dict[str, Any] = t.Dict().tag(sync=True)
    why: t.Dict[str, Any] = t.Dict().tag(sync=True)
    advice: t.Dict[str, Any] = t.Dict().tag(sync=True)

    def __init__(self, course: Course, *, answers: Answers | None = None) -> None:
        self._course = course
        super().__init__(
            NAME,
            "What does each cell give?",
            answers=answers,
            questions=[[q.name, q.about, q.code, list(q.options)] for q in QUESTIONS],
        )
        self._answered()
        self.observe(self._answered, "value")

    def _answered(self, _change: Any = None) -> None:
        answers = self.value or {}
        complete = len(answers) == len(QUESTIONS)
        self.why = {q.name: q.why.get(answers[q.name], "") for q in QUESTIONS} if complete else {}
        self.gives = right(answers) if complete else {}
        self.advice = advice(self._course, answers)

    def tidy(self, value: Any) -> Any:
        """Return an option for each question that is known."""
        given = mapping(value)
        chosen = {q.name: given[q.name] for q in QUESTIONS if given.get(q.name) is not None}
        for question in QUESTIONS:
            if chosen.get(question.name, question.options[0]) not in question.options:
                raise ValueError(f"the answer must be one of: {', '.join(question.options)}")
        return chosen or None

    def missing(self) -> str:
        """Return what is still to be done by hand."""
        return "Three cells. Say what each gives, without running it."

    def offered(self) -> list[str]:
        """Return the questions."""
        return [
            f"{q.about.rstrip('.').replace('`', '')}. The cell: {'; '.join(q.code.splitlines())}. "
            f"Its options: {', '.join(q.options)}"
            for q in QUESTIONS
        ]

    def words(self, value: Any) -> list[str]:
        """Return a line for each answer, and the advice."""
        lines = [
            f"{name}: you say {said}" + (f", it gives {self.gives[name]}" if self.gives else "")
            for name, said in value.items()
        ]
        return [*lines, *([self.advice["words"]] if self.advice else [])]


def asked(course: Course) -> dict[str, str]:
    """Return the advice to somebody who has answered before; nothing where nobody has."""
    value, _ = Answers(course.folder).read(NAME, Ready.__name__)
    try:
        return advice(course, dict(value or {}))
    except (TypeError, ValueError, KeyError):
        return {}


def advice(course: Course, answers: dict[str, str]) -> dict[str, str]:
    """Return words and a link for somebody who has answered all; nothing before.

    Parameters
    ----------
    course : Course
    answers : dict
        Question to option.
    """
    if len(answers) < len(QUESTIONS):
        return {}
    gives = right(answers)
    good = sum(answers[name] == gives[name] for name in gives)
    begin, warm_up = course.beginning, course.lesson(WARM_UP)
    if good < len(QUESTIONS) and warm_up is not None and warm_up.notebook:
        words = (
            f"{good} of {len(QUESTIONS)}. Take the warm-up first: about {warm_up.minutes} minutes."
        )
        return {"words": words, "link": "Begin the warm-up", "href": warm_up.notebook}
    if begin is None:
        return {"words": f"{good} of {len(QUESTIONS)}."}
    return {
        "words": f"{good} of {len(QUESTIONS)}. You know enough: begin with lesson {begin.number}.",
        "link": f"Begin lesson {begin.number}: {begin.title}",
        "href": begin.notebook,
    }

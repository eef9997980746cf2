"""Exercises: forms of answers, keys for authors, checks for learners, verdicts for graders.

For an author (``key.py``)
    `exercise` and `practice`, the forms `Number`, `Choice`, `Choices`, `Ranking`, `Table`, `Query`, `Function`,
    `Written` with `Criterion`.
For the builder
    `load_key`, `pose_problems`, `compile_checks`, `BadKey`.
For the grader
    `judge`, `Verdict`, ``MIME``; ``key.cases(seed)`` for ``PMLAB_CASES``.
For the learner
    `check`, `hint`, `progress`.
"""

from __future__ import annotations

import importlib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from course_utils.exercises.assessment import Assessment, assess
    from course_utils.exercises.checks import Check, Checks, DamagedChecks, compile_checks
    from course_utils.exercises.display import MIME
    from course_utils.exercises.forms import (
        Canonical,
        Choice,
        Choices,
        Criterion,
        Form,
        Function,
        NotAttempted,
        Number,
        Query,
        Ranking,
        Table,
        Written,
        WrongForm,
    )
    from course_utils.exercises.key import (
        BadKey,
        Exercise,
        Key,
        Problem,
        Reference,
        exercise,
        load_key,
        practice,
    )
    from course_utils.exercises.learner import Checked, NotRight, check, hint, progress
    from course_utils.exercises.posing import pose_problems
    from course_utils.exercises.record import Record
    from course_utils.exercises.store import Answers, Progress
    from course_utils.exercises.verdict import Verdict, judge

_HOMES = {
    "display": ("MIME",),
    "assessment": ("Assessment", "assess"),
    "checks": ("Check", "Checks", "DamagedChecks", "compile_checks"),
    "forms": (
        "Canonical",
        "Choice",
        "Choices",
        "Criterion",
        "Form",
        "Function",
        "NotAttempted",
        "Number",
        "Query",
        "Ranking",
        "Table",
        "Written",
        "WrongForm",
    ),
    "key": (
        "BadKey",
        "Exercise",
        "Key",
        "Problem",
        "Reference",
        "exercise",
        "load_key",
        "practice",
    ),
    "learner": ("Checked", "NotRight", "check", "hint", "progress"),
    "posing": ("pose_problems",),
    "record": ("Record",),
    "store": ("Answers", "Progress"),
    "verdict": ("Verdict", "judge"),
}
_WHERE = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "MIME",
    "Answers",
    "Assessment",
    "BadKey",
    "Canonical",
    "Check",
    "Checked",
    "Checks",
    "Choice",
    "Choices",
    "Criterion",
    "DamagedChecks",
    "Exercise",
    "Form",
    "Function",
    "Key",
    "NotAttempted",
    "NotRight",
    "Number",
    "Problem",
    "Progress",
    "Query",
    "Ranking",
    "Record",
    "Reference",
    "Table",
    "Verdict",
    "Written",
    "WrongForm",
    "assess",
    "check",
    "compile_checks",
    "exercise",
    "hint",
    "judge",
    "load_key",
    "pose_problems",
    "practice",
    "progress",
]


def __getattr__(name: str) -> Any:
    """Load a name's module the first time that it is asked for."""
    if name not in _WHERE:
        raise AttributeError(f"course_utils.exercises has no {name!r}")
    value = getattr(importlib.import_module(f"course_utils.exercises.{_WHERE[name]}"), name)
    globals()[name] = value
    return value

"""The rules of exemplars: each line of the fact sheet that one cites is there, and the form takes it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from course_utils.build.lint.check import Finding, Subject
from course_utils.exercises.claims import told
from course_utils.exercises.forms import Written, WrongForm

FILES = {4: "strong.md", 2: "weak.md"}
"""Where the exemplars of a score stand."""
CITED = re.compile(r"\bF(\d+)\b")


def facts(subject: Subject) -> Iterator[Finding]:
    """Find a line of the fact sheet that an exemplar cites and the assignment does not have."""
    many = sum(_facts_in(cell.source) for cell in subject.assignment if cell.kind == "code")
    for name in FILES.values():
        path = subject.skill.folder / name
        if not path.is_file():
            continue
        if many and name == FILES[4] and not CITED.search(path.read_text(encoding="utf-8")):
            yield Finding(
                subject.skill.shown(path),
                1,
                "fact",
                "It cites no line of the fact sheet.",
                'Cite lines ("F2") in place of typing their numbers, as learners are asked to.',
            )
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            for found in CITED.finditer(line):
                if not 1 <= int(found[1]) <= many:
                    yield Finding(
                        subject.skill.shown(path),
                        number,
                        "fact",
                        f"{found[0]} is no line of the fact sheet.",
                        f"The assignment's fact_sheet({{...}}) has F1 to F{many}: cite one of these."
                        if many
                        else "Let the assignment make one: fact_sheet({what it says: function}).",
                    )


def lengths(subject: Subject) -> Iterator[Finding]:
    """Find an exemplar that its own exercise would refuse, as readers see it."""
    exercises = subject.key.exercises.values() if subject.key is not None else ()
    for exercise in exercises:
        if not isinstance(exercise.form, Written):
            continue
        for score, text in exercise.form.exemplars.items():
            try:
                exercise.form.read(told(text))
            except WrongForm as error:
                yield Finding(
                    subject.skill.shown(subject.skill.folder / FILES[score]),
                    1,
                    "exemplar",
                    f"{exercise.name} would refuse its exemplar of {score}: {error}",
                    "Cut the exemplar, or give learners as much room.",
                )


def _facts_in(source: str) -> int:
    try:
        tree = ast.parse(source)
    except SyntaxError:  # magics; the builder speaks of what is no Python
        return 0
    return sum(
        len(node.args[0].keys)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "fact_sheet"
        and node.args
        and isinstance(node.args[0], ast.Dict)
    )

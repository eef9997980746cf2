"""What a lesson has to teach by the course's list, and where it says that it does.

``curriculum/coverage.csv`` has a row for each skill, concept, method and so on. Beside a lesson,
``covers.txt`` says where each of its rows is taught::

    Weekly logins -> 2
    Product requirements document (PRD) -> 9, assignment
"""

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from course_utils.build.lint.check import Finding, Subject
from course_utils.build.plan import COVERS
from course_utils.build.text import parts

COVERAGE = "coverage.csv"
ARROW = "->"
ASSIGNMENT = "assignment"


@dataclass(frozen=True)
class Row:
    """A row of the list: something that a lesson teaches."""

    lesson: int
    kind: str
    item: str
    line: int


def rows(root: Path) -> list[Row]:
    """Return the rows of ``curriculum/coverage.csv``; none if there is no such file."""
    path = root / "curriculum" / COVERAGE
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        return [
            Row(int(row["lesson"].lstrip("L")), row["type"], row["item"], reader.line_num)
            for row in reader
        ]


def coverage(subject: Subject) -> Iterator[Finding]:
    """Find rows of the list that the lesson does not claim, and claims that are not true."""
    wanted = {row.item: row for row in rows(subject.skill.root) if row.lesson == subject.number}
    if not wanted or not subject.lesson:
        return
    path = subject.skill.folder / COVERS
    shown = subject.skill.shown(path)
    numbers = {str(part.number) for part in parts(subject.lesson) if part.number is not None}
    places = numbers | ({ASSIGNMENT} if subject.assignment else set())
    claimed: set[str] = set()
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        item, arrow, where = (piece.strip() for piece in line.rpartition(ARROW))
        named = [place.strip() for place in where.split(",")]
        if not arrow:
            yield _wrong(shown, number, "This line has no '->'.", "Write 'item -> part, part'.")
        elif item not in wanted:
            near = difflib.get_close_matches(item, wanted, 1, 0.4)
            yield _wrong(
                shown,
                number,
                f"'{item}' is no row of lesson {subject.number} in curriculum/{COVERAGE}.",
                f"Did you mean '{near[0]}'?" if near else "Copy the row's item.",
            )
        elif any(place not in places for place in named):
            strange = next(place for place in named if place not in places)
            yield _wrong(
                shown,
                number,
                f"There is no part '{strange}' in the lesson.",
                "Name the numbers of its parts, or 'assignment'.",
            )
        else:
            claimed.add(item)
    for item, row in wanted.items():
        if item not in claimed:
            yield _wrong(
                shown,
                1,
                f"Nothing here teaches the {row.kind} '{item}' (curriculum/{COVERAGE}:{row.line}).",
                f"Teach it, then add the line '{item} {ARROW} PART'.",
            )


def _wrong(path: Path, line: int, what: str, mend: str) -> Finding:
    return Finding(path, line, "coverage", what, mend)

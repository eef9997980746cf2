"""What a lesson has to teach by the course's list, and where it says that it does.

``curriculum/coverage.csv`` has a row for each skill, concept, method and so on. Beside a lesson,
``covers.txt`` says where each of its rows is taught::

    Weekly logins -> 2 | weekly_logins
    Product requirements document (PRD) -> 7, 8 | prd

and after the bar which practice or exercise asks for it.
"""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from course_utils.build.lint.check import Finding, Subject
from course_utils.build.plan import COVERS
from course_utils.build.source import Cell
from course_utils.build.text import parts

COVERAGE = "coverage.csv"
ARROW = "->"
BAR = "|"
FILLING = frozenset(
    {"and", "the", "for", "with", "from", "cannot", "you", "every", "early", "often"}
)


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
    claimed: set[str] = set()
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        found = list(_line(line, wanted, subject))
        yield from (_wrong(shown, number, *words) for words in found)
        if not found:
            claimed.add(line.rpartition(ARROW)[0].strip())
    for item, row in wanted.items():
        if item not in claimed:
            yield _wrong(
                shown,
                1,
                f"Nothing here teaches the {row.kind} '{item}' (curriculum/{COVERAGE}:{row.line}).",
                f"Teach it, then add the line '{item} {ARROW} PART {BAR} EXERCISE'.",
            )


def _line(line: str, wanted: Collection[str], subject: Subject) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a line of covers.txt, and its mend."""
    item, arrow, where = (piece.strip() for piece in line.rpartition(ARROW))
    taught, bar, asked = (piece.strip() for piece in where.partition(BAR))
    if not arrow or not bar:
        yield (
            f"This line has no '{ARROW if not arrow else BAR}'.",
            (f"Write 'item {ARROW} part, part {BAR} exercise, exercise'."),
        )
        return
    if item not in wanted:
        near = difflib.get_close_matches(item, wanted, 1, 0.4)
        yield (
            f"'{item}' is no row of lesson {subject.number} in curriculum/{COVERAGE}.",
            f"Did you mean '{near[0]}'?" if near else "Copy the row's item.",
        )
        return
    texts = part_texts(subject.lesson)
    for place in _named(taught):
        if place not in texts:
            yield f"There is no part '{place}' in the lesson.", "Name the numbers of its parts."
    there = {} if subject.key is None else subject.key.all
    for name in _named(asked):
        if name not in there:
            near = difflib.get_close_matches(name, there, 1, 0.4)
            yield (
                f"There is no practice or exercise '{name}'.",
                f"Did you mean '{near[0]}'?" if near else "Name what asks for it.",
            )
    if not _named(taught) or not _named(asked):
        yield "This names no part, or nothing that asks for it.", "Name both."
    told = " ".join(texts.get(place, "") for place in _named(taught)).casefold()
    missing = [word for word in _words(item) if word not in told]
    if told and len(missing) > len(_words(item)) / 2:
        yield (
            f"The part does not say '{item}': nothing of {', '.join(missing)}.",
            "Teach it there by its name.",
        )


def part_texts(cells: Sequence[Cell]) -> dict[str, str]:
    """Return the text of each numbered part of a script, by its number."""
    texts: dict[str, list[str]] = {}
    now = ""
    for cell in cells:
        here = parts([cell])
        if here:
            now = str(here[-1].number) if here[-1].number is not None else ""
        texts.setdefault(now, []).append(cell.source)
    texts.pop("", None)
    return {number: "\n".join(sources) for number, sources in texts.items()}


def _named(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _words(item: str) -> list[str]:
    """Return the beginnings of the words by which an item is recognised."""
    return [
        word[:6] for word in re.findall(r"[a-z0-9]{3,}", item.casefold()) if word not in FILLING
    ]


def _wrong(path: Path, line: int, what: str, mend: str) -> Finding:
    return Finding(path, line, "coverage", what, mend)

"""A class of many whose hand-ins are graded already: rows in the gradebook, notebooks beside it."""

from __future__ import annotations

import copy
import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from course_utils.grading.desk.roster import Person, Roster

Score = Callable[[int, str, float], float]


def fill(
    root: Path,
    students: Sequence[str],
    score: Score = lambda student, exercise, points: points,
    text: Callable[[int], str] = "Answer {} in a few words of its own.".format,
    notebooks: bool = True,
) -> None:
    """Enter students as if they had handed in the sample and been graded; what is written waits.

    Parameters
    ----------
    root : Path
        A cohort's folder, in whose gradebook the sample is.
    students : sequence of str
    score : callable
        Points for (number of the student, exercise, its points).
    text : callable
        What each student wrote.
    notebooks : bool
        Whether there are graded notebooks and hand-ins, too.
    """
    roster = Roster.read(root)
    roster.people |= {one: Person(one, one.title(), "Of", f"{one}@x") for one in students}
    roster.write(root)
    with sqlite3.connect(root / "gradebook.db") as book:
        (assignment,) = book.execute("select id from assignment where name = 'sample'").fetchone()
        (notebook,) = book.execute(
            "select id from notebook where assignment_id = ?", (assignment,)
        ).fetchone()
        cells = book.execute(
            "select base_cell.id, base_cell.name, max_score, cell_type from grade_cells "
            "join base_cell using (id) where notebook_id = ?",
            (notebook,),
        ).fetchall()
        answers = book.execute(
            "select base_cell.id from solution_cells join base_cell using (id) "
            "where notebook_id = ?",
            (notebook,),
        ).fetchall()
        many(book, "insert or ignore into student (id) values (?)", ((s,) for s in students))
        many(
            book,
            "insert into submitted_assignment (id, assignment_id, student_id, timestamp) "
            "values (?, ?, ?, '2026-10-01 10:00:00.000000')",
            ((f"a-{s}", assignment, s) for s in students),
        )
        many(
            book,
            "insert into submitted_notebook (id, assignment_id, notebook_id) values (?, ?, ?)",
            ((f"n-{s}", f"a-{s}", notebook) for s in students),
        )
        many(
            book,
            "insert into grade (id, notebook_id, cell_id, auto_score, needs_manual_grade) "
            "values (?, ?, ?, ?, ?)",
            (
                (f"g-{s}-{name}", f"n-{s}", cell, *given(number, name, points, kind, score))
                for number, s in enumerate(students)
                for cell, name, points, kind in cells
            ),
        )
        many(
            book,
            "insert into comment (id, notebook_id, cell_id) values (?, ?, ?)",
            ((f"c-{s}-{cell}", f"n-{s}", cell) for s in students for (cell,) in answers),
        )
    if notebooks:
        release = json.loads((root / "exercises/sample/sample.ipynb").read_text(encoding="utf-8"))
        for number, student in enumerate(students):
            write(root, student, release, text(number))


def many(book: sqlite3.Connection, query: str, rows: Iterable[tuple]) -> None:
    """Insert rows as they come."""
    book.executemany(query, rows)


def given(number: int, name: str, points: float, kind: str, score: Score) -> tuple:
    """Return the automatic score of a cell and whether it waits for a person."""
    if kind == "markdown":
        return None, 1
    return score(number, name, points), 0


def write(root: Path, student: str, release: dict, text: str) -> None:
    """Write what a student handed in, as it was and as it was graded."""
    notebook = copy.deepcopy(release)
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "memo":
            cell["source"] = text
    for step in ("submitted", "autograded"):
        folder = root / step / student / "sample"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "sample.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
        (folder / "timestamp.txt").write_text("2026-10-01 10:00:00 UTC", encoding="utf-8")

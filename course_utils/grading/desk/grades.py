"""``pmlab cohort grades``: marks as Canvas, Moodle and spreadsheets take them; nothing half marked goes out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from course_utils import files
from course_utils.grading.desk.book import Assignment
from course_utils.grading.desk.roster import Person, Roster
from course_utils.grading.desk.settings import CannotRun
from course_utils.grading.desk.status import GONE, GRADED, NOTHING, READ, Row, Status
from course_utils.grading.desk.tables import ACTS, Cell, write_csv, write_xlsx

FORMATS = ("canvas", "moodle", "plain", "xlsx")
SENT = Path(".pmlab") / "grades"
"""In the cohort's folder: what each destination was given last."""
_MOODLE_KEYS = {"username": "Username", "id_number": "ID number", "email": "Email address"}
_PLAIN = ["id", "last_name", "first_name", "email", "section", "assignment", "state",
          "handed_in_utc", "late_seconds", "score", "points"]  # fmt: skip


@dataclass
class Written:
    """What was written.

    Attributes
    ----------
    paths : list of Path
    count : int
        How many marks.
    left_out : list of str
        Whose mark is not in it and why, each a sentence.
    """

    paths: list[Path] = field(default_factory=list)
    count: int = 0
    left_out: list[str] = field(default_factory=list)


def write(
    root: Path,
    found: Status,
    to: str,
    out: Path,
    *,
    changed: bool = False,
    zeros: bool = False,
    now: datetime | None = None,
) -> Written:
    """Write a cohort's marks for a destination, and remember what it was given.

    Canvas and Moodle get a file an assignment, which holds who has a mark and nobody else: an empty
    cell would delete a mark there.

    Parameters
    ----------
    root : Path
        The cohort's folder.
    found : Status
    to : str
        One of `FORMATS`.
    out : Path
        A folder, which is made.
    changed : bool
        Whether to write only marks that differ from what this destination was given last.
    zeros : bool
        Whether who handed in nothing and has no time left gets 0.
    now : datetime, optional
        In UTC; what time it is if not given.

    Raises
    ------
    CannotRun
        If there is nothing to write, or a file cannot be written.
    """
    roster, written = Roster.read(root), Written()
    sent = _read(root / SENT / f"{to}.json")
    now = now or datetime.now(UTC).replace(tzinfo=None)
    marks: dict[str, list[tuple[Person, float]]] = {}
    for row in found.rows:
        mark = _mark(row, roster, found, written, zeros, now)
        before = sent.get(row.assignment, {}).get(row.student)
        if mark is not None and not (changed and before == mark):
            person = roster.people[row.student]
            marks.setdefault(row.assignment, []).append((person, mark))
    writer = {"canvas": _canvas, "moodle": _moodle, "plain": _plain, "xlsx": _xlsx}[to]
    try:
        given = writer(out, found, roster, marks, written)
    except OSError as error:
        raise CannotRun(f"{out} cannot be written ({error.strerror}).") from None
    for assignment, people in given.items():
        written.count += len(people)
        sent.setdefault(assignment, {}).update({one.id: mark for one, mark in people})
    files.write_json(root / SENT / f"{to}.json", sent, files.PRIVATE)
    return written


Marks = dict[str, list[tuple[Person, float]]]


def _read(path: Path) -> dict[str, dict[str, float]]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {name: dict(marks) for name, marks in found.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, AttributeError):
        raise CannotRun(
            f"{path} cannot be read, so it is not known what was given before: remove it, and all "
            "marks are new."
        ) from None


def _mark(
    row: Row, roster: Roster, found: Status, written: Written, zeros: bool, now: datetime
) -> float | None:
    """Return a mark that can go out; None where there is none, and why."""
    if row.state in (GRADED, GONE) and row.score is not None:
        return round(row.score, 4)
    if row.state == NOTHING:
        due = next(one.due for one in found.assignments if one.name == row.assignment)
        until = roster.people[row.student].until(row.assignment, due)
        return 0.0 if zeros and until is not None and until < now else None
    why = "waits to be marked" if row.state == READ else f"is not graded ({row.state})"
    written.left_out.append(f"{row.student}, {row.assignment}: {why}.")
    return None


def _assignment(found: Status, name: str) -> Assignment:
    return next(one for one in found.assignments if one.name == name)


def _canvas(out: Path, found: Status, roster: Roster, marks: Marks, written: Written) -> Marks:
    """Write Canvas's import: its own columns, the section last, then the assignment."""
    for name, people in marks.items():
        title = roster.columns.get(name, name)
        head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", title]
        points: list[Cell] = ["    Points Possible", "", "", "", ""]
        rows: list[Sequence[Cell]] = [head, [*points, _assignment(found, name).points]]
        for one, mark in people:
            login = one.sis_login_id or one.id
            rows.append([one.name, one.canvas_id, one.sis_user_id, login, one.section, mark])
        path = out / f"canvas-{name}.csv"
        write_csv(path, rows)
        written.paths.append(path)
    return marks


def _moodle(out: Path, found: Status, roster: Roster, marks: Marks, written: Written) -> Marks:
    """Write Moodle's import: somebody unknown would clear all of it, so each has the same key."""
    given: Marks = {}
    for name, people in marks.items():
        key = next(
            (key for key in _MOODLE_KEYS if all(getattr(one, key) for one, _ in people)), "email"
        )
        rows: list[Sequence[Cell]] = [[_MOODLE_KEYS[key], "Last name", "First name", name]]
        given[name] = []
        for one, mark in people:
            value = getattr(one, key)
            if not value or value.startswith(ACTS):
                written.left_out.append(
                    f"{one.id}, {name}: Moodle would not know them; give the roster their "
                    f"{_MOODLE_KEYS[key]}."
                )
                continue
            given[name].append((one, mark))
            rows.append([value, one.last_name, one.first_name, mark])
        if len(rows) > 1:
            path = out / f"moodle-{name}.csv"
            write_csv(path, rows)
            written.paths.append(path)
    return given


def _lines(found: Status, roster: Roster, marks: Marks) -> list[Sequence[Cell]]:
    """Return the plain table: a line for each mark, as long as what is known of it."""
    rows = {(row.student, row.assignment): row for row in found.rows}
    lines: list[Sequence[Cell]] = [_PLAIN]
    for name, people in marks.items():
        for one, mark in people:
            row = rows[one.id, name]
            when = row.handed_in.isoformat(" ", "seconds") if row.handed_in else ""
            late = float(round(row.late.total_seconds()))
            lines.append(
                [one.id, one.last_name, one.first_name, one.email, one.section, name, row.state,
                 when, late, mark, row.points]
            )  # fmt: skip
    return lines


def _plain(out: Path, found: Status, roster: Roster, marks: Marks, written: Written) -> Marks:
    if marks:
        written.paths.append(out / "grades.csv")
        write_csv(written.paths[-1], _lines(found, roster, marks), marked=True)
    return marks


def _xlsx(out: Path, found: Status, roster: Roster, marks: Marks, written: Written) -> Marks:
    """Write a sheet with a line a person and a column an assignment, and one with all that is known."""
    if marks:
        given = {(one.id, name): mark for name, people in marks.items() for one, mark in people}
        people = {one.id: one for listed in marks.values() for one, _ in listed}
        head = [f"{name} (of {_assignment(found, name).points:g})" for name in marks]
        rows: list[Sequence[Cell]] = [["id", "name", "section", *head]]
        for one in sorted(people.values(), key=lambda one: (one.name.casefold(), one.id)):
            own = [given.get((one.id, name)) for name in marks]
            rows.append([one.id, one.name, one.section, *own])
        written.paths.append(out / "grades.xlsx")
        write_xlsx(written.paths[-1], {"marks": rows, "all": _lines(found, roster, marks)})
    return marks

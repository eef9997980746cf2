"""What a feedback page tells of each exercise: points, what was lost and why, and what to do next.

Scores come from the gradebook and words from the verdict. What the student's own files say (hints
that were opened, what a check said at home) only ever chooses among sentences of ours.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from course_utils.exercises.display import label, marked_up
from course_utils.exercises.record import Record
from course_utils.grading.desk import marks
from course_utils.grading.desk.settings import CannotRun

LARGEST = 32 << 20
"""Bytes of a notebook that is looked into once more."""
PROGRESS = 256 << 10
SHOWN = 8
"""Most things that are listed of what a clean run could not reproduce."""
_RIGHT = label("right")
_ODD = (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError)


@dataclass(frozen=True)
class About:
    """What else is known where a page is made.

    Attributes
    ----------
    root : Path
        The course's folder.
    submitted : Path
        The hand-in, as it was handed in.
    """

    root: Path
    submitted: Path


@dataclass(frozen=True)
class Criterion:
    """A line of a rubric: what it weighs, what it was given, and what that or the best score means."""

    name: str
    weight: str
    score: str
    words: str
    best: str


@dataclass
class Item:
    """An exercise on the page; all texts are as they are shown, ``words`` and ``next`` as HTML.

    Attributes
    ----------
    name, heading, summary : str
    points, score, lost : str
    state : str
        ``full``, ``part``, ``none``, ``waiting`` for a reader, or ``again`` where a mark stands and
        the answer has changed since.
    says : str
        The state in words.
    words : str
        What the verdict said.
    more : list of str
        Sentences besides: hints that are left, what the clean run could not reproduce.
    rubric : list of Criterion
    """

    name: str
    heading: str
    summary: str
    points: str
    score: str
    lost: str
    state: str
    says: str
    words: str = ""
    more: list[str] = field(default_factory=list)
    rubric: list[Criterion] = field(default_factory=list)


@dataclass
class Told:
    """What stands above the notebook.

    Attributes
    ----------
    title, student : str
    score, points : str
        Of what is judged so far and of all.
    sentences : list of str
        What the numbers mean.
    items : dict of Item
        By the name of the graded cell.
    clean : list of str
        What the clean run could not reproduce.
    """

    title: str
    student: str
    score: str
    points: str
    sentences: list[str]
    items: dict[str, Item]
    clean: list[str]


def number(value: Any) -> str:
    """Return points as they are shown."""
    try:
        return f"{round(float(value), 2):g}"
    except (TypeError, ValueError):
        return "0"


def tell(nb: Any, names: Mapping[str, Any], about: About | None) -> Told:
    """Return what a page tells.

    Parameters
    ----------
    nb : NotebookNode
        The graded notebook, with grades and comments in its cells.
    names : mapping
        ``resources["nbgrader"]``: student, assignment, notebook, score, max_score, late_penalty.
    about : About or None
        Without it, only what the notebook itself says is told.
    """
    assignment, student = str(names["assignment"]), str(names["student"])
    known = _Known(about, assignment, student, str(names["notebook"]))
    graded, items, heading = [], {}, ""
    for cell in nb.cells:
        own = _about(cell)
        if own.get("grade") or own.get("task"):
            graded.append(cell)
            name = str(own["grade_id"])
            items[name] = _item(name, heading or name, cell, known)
            heading = ""
        elif cell.cell_type == "markdown" and not own.get("solution"):
            heading = _heading(str(cell.source)) or heading
    clean = known.not_reproduced(nb) if about else []
    return Told(
        known.title or assignment,
        student,
        number(names.get("score", 0)),
        number(names.get("max_score", 0)),
        _sentences(graded, names),
        items,
        clean,
    )


def _about(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    metadata = cell.get("metadata")
    found = metadata.get("nbgrader") if isinstance(metadata, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _heading(text: str) -> str:
    """Return the last heading of a text, without the points that stand in it."""
    found = re.findall(r"^#{2,4}\s+(.+)$", text, re.MULTILINE)
    plain = re.sub(r"\s*\([\d.]+ points?\)|[*_`]", "", found[-1]) if found else ""
    return plain.strip()[:120]


def _by_reader(cell: Mapping[str, Any]) -> bool:
    """Say whether a person gives the points: an answer that is graded itself, or a task."""
    own = _about(cell)
    return bool(own.get("solution") or own.get("task"))


def _waits(cell: Mapping[str, Any]) -> bool:
    return bool(_about(cell).get("waiting") and not _about(cell).get("marked"))


def _sentences(graded: Iterable[Mapping[str, Any]], names: Mapping[str, Any]) -> list[str]:
    """Explain the numbers: which points a key gives, which a person, and what lateness took."""
    listed = list(graded)

    def points(cells: Iterable[Mapping[str, Any]]) -> float:
        return sum(float(_about(cell).get("points", 0) or 0) for cell in cells)

    by_key = points(cell for cell in listed if not _by_reader(cell))
    by_reader = points(cell for cell in listed if _by_reader(cell))
    waiting = points(cell for cell in listed if _waits(cell))
    said = []
    if by_reader and by_key:
        said.append(
            f"{number(by_key + by_reader)} points in all: {number(by_key)} are judged by the "
            f"assignment's key, {number(by_reader)} by a person who reads what you wrote."
        )
    if waiting:
        said.append(
            f"{number(waiting)} points are not marked yet, and count for nothing so far: "
            f"this score is of {number(by_key + by_reader - waiting)}, not of "
            f"{number(by_key + by_reader)}."
        )
    late = float(names.get("late_penalty") or 0)
    if late:
        said.append(f"Lateness took {number(late)} points of what you earned.")
    return said


def _item(name: str, heading: str, cell: Mapping[str, Any], known: _Known) -> Item:
    own = _about(cell)
    most, score = float(own.get("points", 0) or 0), float(own.get("score", 0) or 0)
    if _waits(cell):
        state, says = "waiting", "Not marked yet"
    elif own.get("waiting"):
        state, says = "again", "Marked; it will be read again, since your answer has changed"
    elif score >= most:
        state, says = "full", "All points"
    else:
        state, says = ("part", "Part of the points") if score > 0 else ("none", "No points")
    made = Item(
        name,
        heading,
        known.summary(name),
        number(most),
        "" if state == "waiting" else number(score),
        "" if state == "waiting" or score >= most else number(most - score),
        state,
        says,
    )
    if _by_reader(cell):
        made.rubric = known.rubric(name, None if state == "waiting" else score)
        if state == "none" and not own.get("marked"):
            made.words = "You wrote nothing here."
        return made
    made.words = marked_up(escape(verdict(cell), quote=False))
    if score < most:
        made.more = known.next(name)
    return made


def verdict(cell: Mapping[str, Any]) -> str:
    """Return the words that scoring put into a graded code cell."""
    for output in cell.get("outputs", ()):
        if output.get("output_type") == "error":
            parts = (str(output.get("ename", "")), str(output.get("evalue", "")))
            return ": ".join(part for part in parts if part)
        words = output.get("data", {}).get("text/plain", "")
        if output.get("output_type") == "display_data" and words:
            return str(words)
    return ""


class _Known:
    """What the course and the hand-in say besides, read once a page."""

    def __init__(self, about: About | None, assignment: str, student: str, notebook: str) -> None:
        self._assignment, self._student = assignment, student
        self._about = about
        self._checks: Mapping[str, Any] = {}
        self._before: Mapping[str, Any] = {}
        self._exercises: Mapping[str, Any] = {}
        self._own = False
        if about is None:
            return
        self._checks = _json(about.root / "exercises" / assignment / "checks.json", LARGEST)
        self._before = _json(about.submitted / f"{notebook}.ipynb", LARGEST)
        self._own = (about.root / "companies" / student).is_dir()
        from course_utils.grading.course import CannotGrade, find_assignment

        try:
            self._exercises = find_assignment(about.root, assignment).key.exercises
        except CannotGrade:  # an assignment of the instructor's own
            self._exercises = {}

    @property
    def title(self) -> str:
        """The heading with which the notebook begins."""
        for cell in _cells(self._before)[:1]:
            match = re.match(r"#\s+(.+)", _source(cell))
            if match:
                return match[1][:200]
        return ""

    def summary(self, name: str) -> str:
        """Return what an exercise asks for, in a line."""
        found = self._exercises.get(name)
        return str(found.summary) if found is not None else ""

    def rubric(self, name: str, score: float | None) -> list[Criterion]:
        """Return a rubric with the marks that the score is made of, where they are known."""
        form = getattr(self._exercises.get(name), "form", None)
        given = self._given(name, score)
        made = []
        for one in getattr(form, "rubric", ()):
            value = given.get(one.name)
            near = one.anchors.get(round(value)) if value is not None else None
            made.append(
                Criterion(
                    one.name,
                    f"{one.weight:g}",
                    "" if value is None else f"{value:g}",
                    near or "",
                    one.anchors[4],
                )
            )
        return made

    def _given(self, name: str, score: float | None) -> dict[str, float]:
        if self._about is None or score is None:
            return {}
        try:
            found = marks.read(self._about.root, self._assignment).get((self._student, name))
        except CannotRun:
            return {}
        if not found:
            return {}
        points, scores = marks.mean(found.values())
        return scores if abs(points - score) < 0.01 else {}  # else a mark of formgrader's stands

    def next(self, name: str) -> list[str]:
        """Say what the student can do about an exercise that missed points."""
        said = []
        records = self._records(name)
        done = any(record.done for record in records) or self._right_at_home(name)
        if done and self._own:
            said.append(
                "<code>check()</code> said that this was right on the course's company. On yours, "
                "from which marks come, it is not: look for a number that you typed in, or a step "
                "that fits the course's data alone."
            )
        elif done:
            said.append(
                "<code>check()</code> said that this was right while you worked. Run from top to "
                "bottom, your notebook did not come to it again: restart the kernel, run all cells, "
                "and see which one differs."
            )
        entry = self._checks.get("exercises", {}).get(name, {})
        rungs = len(entry.get("hints", ())) if isinstance(entry, Mapping) else 0
        opened = min(rungs, max((record.hints for record in records), default=0))
        if rungs:
            left = rungs - opened
            said.append(
                f'You opened {opened} of {rungs} hints; <code>hint("{escape(name)}")</code> opens '
                "the next."
                if left
                else f"You opened all {rungs} hints."
            )
        return said

    def _records(self, name: str) -> list[Record]:
        if self._about is None or not re.fullmatch(r"[a-z][a-z0-9_]{0,63}", name):
            return []
        found = _json(self._about.submitted / "progress" / f"{name}.json", PROGRESS)
        records = found.get("records")
        return [Record.of(one) for one in records.values()] if isinstance(records, dict) else []

    def _right_at_home(self, name: str) -> bool:
        """Say whether the check of an exercise stands in the hand-in as one that was right."""
        for cell in _cells(self._before):
            if _about(cell).get("grade_id") == name:
                return any(f"✓ {_RIGHT}" in _text(one) for one in _outputs(cell))
        return False

    def not_reproduced(self, nb: Any) -> list[str]:
        """Name what the clean run could not reproduce, or put back as it was released."""
        said: list[str] = []
        before = {_about(c).get("grade_id"): c for c in _cells(self._before) if _about(c)}
        fine = {
            _source(cell)
            for cell in _cells(self._before)
            if cell.get("cell_type") == "code"
            and cell.get("execution_count")
            and not any(one.get("output_type") == "error" for one in _outputs(cell))
        }
        for cell in nb.cells:
            own = _about(cell)
            given = own.get("locked") and not own.get("grade")
            then = before.get(own.get("grade_id")) if given else None
            if then is not None and _source(then).strip() != str(cell.source).strip():
                said.append(
                    f"The cell {own['grade_id']} was changed in your notebook. It is graded as it "
                    "was given to you."
                )
            if cell.cell_type != "code" or own.get("grade"):
                continue
            error = next((one for one in cell.outputs if one.output_type == "error"), None)
            if error is None:
                continue
            lines = [line for line in str(cell.source).splitlines() if line.strip()]
            first = lines[0].strip()[:60] if lines else "an empty cell"
            ran = "ran in your notebook and " if str(cell.source) in fine else ""
            words = (
                f"The cell that begins {first!r} {ran}stopped with {error.ename}: {error.evalue}"
            )
            if error.ename == "NameError" and ran:
                words += (
                    ". What it needs was set in a cell that is gone, comes later or was changed"
                )
            said.append(words[:300].rstrip(".") + ".")
        return said[:SHOWN] + ([f"And {len(said) - SHOWN} more."] if len(said) > SHOWN else [])


def _json(path: Path, most: int) -> Mapping[str, Any]:
    """Return a file's JSON data; nothing of one that is too large, damaged or no file."""
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > most:
            return {}
        found = json.loads(path.read_bytes().decode("utf-8-sig"))
    except _ODD:
        return {}
    return found if isinstance(found, Mapping) else {}


def _cells(notebook: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = notebook.get("cells")
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _outputs(cell: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = cell.get("outputs")
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _source(cell: Mapping[str, Any]) -> str:
    return _joined(cell.get("source", ""))


def _text(output: Mapping[str, Any]) -> str:
    data = output.get("data", {})
    return _joined(output.get("text", "")) + _joined(
        data.get("text/plain", "") if isinstance(data, Mapping) else ""
    )


def _joined(text: Any) -> str:
    return "".join(map(str, text)) if isinstance(text, list) else str(text)

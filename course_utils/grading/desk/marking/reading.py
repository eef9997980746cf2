"""What there is to read in an assignment, question by question, and what becomes of a mark."""

from __future__ import annotations

import functools
import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

from course_utils.grading.desk import marks
from course_utils.grading.desk.book import Book, ToRead
from course_utils.grading.desk.marks import Mark, digest_of
from course_utils.grading.desk.roster import Roster
from course_utils.grading.desk.settings import CannotRun, Settings

NEW, CHANGED, DONE, OTHER, GONE = "new", "changed", "done", "another's", "gone"
COMMENTS = 12
"""Most comments of one's own that are at hand."""
LONGEST = 20_000
"""Characters of a comment."""


class Outdated(Exception):
    """The answer is not any more what was read."""


class BadMark(ValueError):
    """A mark that cannot be taken; the sentence says why."""


@dataclass(frozen=True)
class Question:
    """A question whose answers a person reads.

    Attributes
    ----------
    name, summary : str
    points : float
    rubric : list of dict
        ``name``, ``weight`` and ``anchors`` (words by score) of each criterion; none where the
        points are given as a number.
    exemplars : dict of str
        Texts that earn a score, by the score.
    """

    name: str
    summary: str
    points: float
    rubric: list[dict[str, Any]]
    exemplars: dict[int, str]


@dataclass
class Reading:
    """All answers of an assignment, for one reader.

    Parameters
    ----------
    root : Path
        The cohort's folder.
    settings : Settings
    assignment, marker : str
    second : bool
        Whether only what another has marked is to be read, without seeing that mark.
    names : bool
        Whether names are shown.
    """

    root: Path
    settings: Settings
    assignment: str
    marker: str
    second: bool = False
    names: bool = False
    _answers: dict[str, list[ToRead]] = field(default_factory=dict)
    _given: set[str] = field(default_factory=set)
    """What was marked since the gradebook was read."""

    def __post_init__(self) -> None:
        people = Roster.read(self.root).people
        self._called = {one.id: one.name for one in people.values()}
        active = {one.id for one in people.values() if not one.withdrawn}
        with Book(self.root, self.settings) as book:
            rows = [row for row in book.to_read(self.assignment) if row.student in active]
        latest = marks.read(self.root, self.assignment)
        for row in rows:
            given = latest.get((row.student, row.exercise), {})
            if not self.second or set(given) - {self.marker}:
                self._answers.setdefault(row.exercise, []).append(row)
        for name, answers in self._answers.items():
            # An order that is no alphabet, and another one for each question.
            answers.sort(key=lambda one: hashlib.sha256(f"{name} {one.student}".encode()).digest())
        if not self._answers:
            raise CannotRun(
                f"There is nothing to read in {self.assignment}"
                + (" that another has marked." if self.second else ": see 'pmlab cohort status'.")
            )

    @functools.cached_property
    def questions(self) -> list[Question]:
        """What there is to choose from."""
        from course_utils.grading.course import CannotGrade, find_assignment

        try:
            exercises: Mapping[str, Any] = find_assignment(self.root, self.assignment).key.exercises
        except CannotGrade:  # an assignment of the instructor's own
            exercises = {}
        made = []
        for name, answers in self._answers.items():
            exercise = exercises.get(name)
            form = exercise.form if exercise is not None and exercise.form.manual else None
            made.append(
                Question(
                    name,
                    exercise.summary if exercise is not None else "",
                    answers[0].points,
                    [
                        {"name": one.name, "weight": one.weight, "anchors": dict(one.anchors)}
                        for one in (form.rubric if form else ())
                    ],
                    dict(form.exemplars) if form else {},
                )
            )
        return made

    def question(self, name: str) -> Question:
        """Return a question.

        Raises
        ------
        BadMark
            If there is none of that name.
        """
        for one in self.questions:
            if one.name == name:
                return one
        raise BadMark(f"There is no question {name}.")

    def states(self, question: str) -> list[str]:
        """Return how each answer stands, in the order in which they are read."""
        latest = marks.read(self.root, self.assignment)
        return [self._state(one, latest) for one in self._answers[self.question(question).name]]

    def _state(self, answer: ToRead, latest: marks.Latest) -> str:
        given = latest.get((answer.student, answer.exercise), {})
        own = given.get(self.marker)
        if own is None and not given:
            return DONE if answer.marked else NEW  # marked in formgrader
        if own is None:
            return NEW if self.second else OTHER
        cell = self._cell(answer)[0]
        if cell is None:
            return GONE
        if own.work != digest_of(cell):
            return CHANGED
        # The gradebook may be an older one that was brought back.
        return NEW if answer.waiting and answer.id not in self._given else DONE

    def answer(self, question: str, number: int) -> dict[str, Any]:
        """Return an answer as it is shown: what was written, and one's own mark of it.

        Parameters
        ----------
        question : str
        number : int
            From 0, in the order in which they are read.

        Raises
        ------
        BadMark
            If there is none of that number.
        """
        from course_utils.grading.nbgrader.harmless import described

        one = self._one(question, number)
        cell, before = self._cell(one)
        given = marks.read(self.root, self.assignment).get((one.student, one.exercise), {})
        own = given.get(self.marker)
        source = _text(cell.get("source", "")) if cell else ""
        return {
            "number": number,
            "who": self._called.get(one.student, one.student) if self.names else "",
            "html": described(_drawn(cell)) if cell else "<p>Its notebook is gone.</p>",
            "before": described("".join(map(_outputs, before))),
            "words": len(source.split()),
            "work": digest_of(cell) if cell else "",
            "scores": dict(own.scores) if own else {},
            "points": own.points if own else None,
            "comment": own.comment if own else "",
            "changed": bool(own and cell and own.work != digest_of(cell)),
        }

    def _one(self, question: str, number: int) -> ToRead:
        listed = self._answers[self.question(question).name]
        if not 0 <= number < len(listed):
            raise BadMark(f"There is no answer {number + 1} to {question}.")
        return listed[number]

    def _cell(self, answer: ToRead) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
        """Return an answer's cell, and those before it, back to the exercise before."""
        path = (
            self.root / "autograded" / answer.student / self.assignment / f"{answer.notebook}.ipynb"
        )
        try:
            stamp = path.stat().st_mtime_ns
            return _found(path, stamp, answer.exercise)
        except (OSError, ValueError, KeyError, TypeError):
            return None, []

    def comments(self, question: str) -> list[str]:
        """Return one's own comments on a question, those given most often first."""
        found = Counter(
            mark.comment
            for (_, exercise), given in marks.read(self.root, self.assignment).items()
            for marker, mark in given.items()
            if exercise == question and marker == self.marker and mark.comment
        )
        return [text for text, _ in found.most_common(COMMENTS)]

    def mark(self, question: str, number: int, given: Mapping[str, Any]) -> float:
        """Take a mark: written down first, then put into the gradebook; return the points.

        Parameters
        ----------
        question : str
        number : int
        given : mapping
            ``scores`` by criterion, or ``points`` where there is no rubric; ``comment``; ``work``,
            the digest of what was read.

        Raises
        ------
        BadMark
            If something of it is missing or out of bounds.
        Outdated
            If the answer has changed since it was shown.
        CannotRun
            If the gradebook does not take it.
        """
        asked, one = self.question(question), self._one(question, number)
        cell, _ = self._cell(one)
        if cell is None or digest_of(cell) != given.get("work"):
            raise Outdated("This answer was graded again since you opened it: read it once more.")
        comment = given.get("comment", "")
        if not isinstance(comment, str) or len(comment) > LONGEST:
            raise BadMark(f"A comment is a text of at most {LONGEST} characters.")
        scores, points = _points(asked, given)
        now = datetime.now(UTC).isoformat(" ", "seconds")
        made = Mark(
            one.student, question, self.marker, scores, points, comment.strip(), given["work"], now
        )
        try:
            marks.add(self.root, self.assignment, made)
        except OSError as error:
            raise CannotRun(f"The mark is not saved ({error.strerror or error}).") from None
        latest = marks.read(self.root, self.assignment)[one.student, question]
        current = [mark for mark in latest.values() if mark.work == made.work]
        total, _ = marks.mean(current)
        texts = list(dict.fromkeys(mark.comment for mark in current if mark.comment))
        with Book(self.root, self.settings) as book:
            book.set_mark(one, total, "\n\n".join(texts))
        self._given.add(one.id)
        return total


def _points(asked: Question, given: Mapping[str, Any]) -> tuple[dict[str, float], float]:
    """Return scores and points of what was given."""
    if not asked.rubric:
        points = given.get("points")
        if not isinstance(points, int | float) or not 0 <= points <= asked.points:
            raise BadMark(f"Give points from 0 to {asked.points:g}.")
        return {}, float(points)
    scores, share = given.get("scores"), 0.0
    if not isinstance(scores, Mapping):
        raise BadMark("Give a score for each line of the rubric.")
    taken = {}
    for line in asked.rubric:
        score = scores.get(line["name"])
        if isinstance(score, bool) or not isinstance(score, int | float) or not 0 <= score <= 4:
            raise BadMark(f"{line['name']}: give a score from 0 to 4.")
        taken[line["name"]] = float(score)
        share += line["weight"] * score / 400
    return taken, round(share * asked.points, 4)


@functools.lru_cache(maxsize=16)
def _found(path: Path, stamp: int, name: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    before: list[dict[str, Any]] = []
    for cell in cells:
        own = cell["metadata"].get("nbgrader", {})
        if own.get("grade_id") == name and (own.get("grade") or own.get("task")):
            return cell, before
        if own.get("grade"):
            before = []
        elif cell["cell_type"] == "code" and not own.get("locked"):
            before.append(cell)
    raise KeyError(name)


def _text(text: Any) -> str:
    return "".join(text) if isinstance(text, list) else str(text)


@functools.cache
def _exporter() -> Any:
    from course_utils.grading.nbgrader.harmless import HarmlessExporter

    return HarmlessExporter()


def _markdown(source: str) -> str:
    from course_utils.grading.nbgrader.harmless import SECONDS, WORDS, cut, fragment, within

    try:
        if len(source) <= WORDS:
            with within(SECONDS / 4):
                return fragment(_exporter().markdown2html({}, source))
    except Exception:  # whatever a parser of Markdown makes of it
        pass
    return f"<pre>{escape(cut(source, WORDS), quote=False)}</pre>"


def _drawn(cell: Mapping[str, Any]) -> str:
    """Return an answer as HTML in which nothing can act."""
    source = _text(cell.get("source", ""))
    if cell.get("cell_type") == "markdown":
        return _markdown(source)
    return f"<pre>{escape(source, quote=False)}</pre>{_outputs(cell)}"


def _outputs(cell: Mapping[str, Any]) -> str:
    """Return what a cell showed, cleaned as it is for feedback."""
    from nbformat import from_dict

    from course_utils.grading.nbgrader.harmless import shown

    parts = []
    for output in cell.get("outputs", ()):
        clean = shown(from_dict(output))
        if clean is None:
            continue
        if clean.output_type == "stream":
            parts.append(f"<pre>{escape(clean.text, quote=False)}</pre>")
        elif clean.output_type == "error":
            parts.append(f"<pre>{escape(f'{clean.ename}: {clean.evalue}', quote=False)}</pre>")
        elif "text/html" in clean.data:
            parts.append(clean.data["text/html"])
        elif "image/png" in clean.data:
            parts.append(f'<img src="data:image/png;base64,{escape(clean.data["image/png"])}">')
        elif "text/plain" in clean.data:
            parts.append(f"<pre>{escape(clean.data['text/plain'], quote=False)}</pre>")
    return "".join(parts)

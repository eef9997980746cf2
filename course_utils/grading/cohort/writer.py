"""The one writer: what came of a submission goes into the gradebook and into ``autograded/``."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course_utils.grading.cohort import gradebook as gradebooks
from course_utils.grading.cohort.work import Graded, stamp
from course_utils.grading.desk.marks import digest_of
from course_utils.grading.nbgrader.app import listening, split
from course_utils.grading.nbgrader.speedups import gradebook
from course_utils.grading.noted import STAGING


class CannotWrite(Exception):
    """The gradebook did not take a submission; the sentence says why."""


class Changed(Exception):
    """The hand-in is not any more what was graded."""


@dataclass(frozen=True)
class Score:
    """What the gradebook holds for a submission.

    Attributes
    ----------
    score, max_score : float
        With manual marks, before late penalties.
    waiting : bool
        Whether a person has to read something.
    """

    score: float
    max_score: float
    waiting: bool


class Writer:
    """Writes graded submissions; use it as a context manager.

    Parameters
    ----------
    app : nbgrader.apps.baseapp.NbGrader
        With the course's settings.
    assignment : str
    """

    def __init__(self, app: Any, assignment: str) -> None:
        from nbgrader.converters import Autograde
        from nbgrader.preprocessors import AssignLatePenalties, SaveAutoGrades

        self._app, self._assignment = app, assignment
        course = self._course = app.coursedir
        course.assignment_id = assignment
        self._final = course.autograded_directory
        self._staging = STAGING / assignment / "written"
        root = Path(course.root)

        class Record(Autograde):
            """nbgrader's `Autograde` of notebooks that were run elsewhere."""

            graded: Graded

            def convert_single_notebook(self, notebook_filename: str) -> None:
                """Save a notebook's scores, and the notebook."""
                import nbformat

                name = Path(notebook_filename).stem
                text = self.graded.notebooks.get(name)
                if text is None:
                    raise ValueError(f"{name} was not graded.")
                notebook = nbformat.v4.reads(text)
                resources = self.init_single_notebook_resources(notebook_filename)
                for preprocessor in self.exporter._preprocessors:
                    notebook, resources = preprocessor(notebook, resources)
                place = Path(
                    self._format_dest(
                        resources["nbgrader"]["assignment"], resources["nbgrader"]["student"]
                    )
                )
                place.mkdir(parents=True, exist_ok=True)
                (place / f"{name}.ipynb").write_text(text, encoding="utf-8", newline="\n")

            def run_pre_convert_hook(self) -> None:
                """Leave it out: it ran before the submission did."""

        self._root, self._record = root, Record
        keeps = (SaveAutoGrades, AssignLatePenalties)
        self._saving = split(Record(coursedir=course, parent=app).autograde_preprocessors, keeps)[0]
        self._gradebook = gradebook()(course.db_url, course.course_id)

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *problem: object) -> None:
        self._gradebook.close()
        self._course.autograded_directory = self._final
        shutil.rmtree(self._root / self._staging, ignore_errors=True)

    def write(self, graded: Graded) -> Score:
        """Write a graded submission, all of it or nothing.

        The gradebook comes first and the folder in ``autograded/`` last, in one step: whoever
        finds the folder knows that the submission is done.

        Raises
        ------
        Changed
            When the student handed in again in the meantime.
        CannotWrite
            When nbgrader does not take it.
        """
        from nbgrader.converters.base import NbGraderException

        course, student = self._course, graded.student
        names = (student, self._assignment)
        if stamp(Path(course.format_path(course.submitted_directory, *names))) != graded.stamp:
            raise Changed(student)
        shutil.rmtree(self._root / self._staging, ignore_errors=True)
        course.student_id = student
        course.autograded_directory = self._staging.as_posix()
        try:
            record = self._record(coursedir=course, parent=self._app)
            record.graded, record.preprocessors = graded, self._saving
            with listening(self._app) as heard:
                try:
                    with gradebooks.one_transaction(self._gradebook):
                        by_hand = self._by_hand(student)
                        record.start()
                        self._keep(graded, by_hand)
                        score = self._score(student)
                except NbGraderException:
                    raise CannotWrite(heard.text) from None
            made = Path(course.format_path(course.autograded_directory, *names))
        finally:
            course.autograded_directory = self._final
        place = Path(course.format_path(course.autograded_directory, *names))
        if place.exists():
            place.rename(self._root / self._staging / "before")
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(made, place)
        return score

    def _by_hand(self, student: str) -> dict[tuple[str, str], tuple[float | None, bool]]:
        """Return what a person has marked: the automatic score beside it, and whether it waits."""
        from nbgrader.api import MissingEntry

        try:
            found = self._gradebook.find_submission(self._assignment, student)
        except MissingEntry:
            return {}
        return {
            (notebook.name, grade.name): (grade.auto_score, grade.needs_manual_grade)
            for notebook in found.notebooks
            for grade in notebook.grades
            if grade.manual_score is not None
        }

    def _keep(
        self, graded: Graded, by_hand: dict[tuple[str, str], tuple[float | None, bool]]
    ) -> None:
        """Let marks by hand stand where the work is what it was; nbgrader would have all read again."""
        if not by_hand:
            return
        course = self._course
        place = course.format_path(self._final, graded.student, self._assignment)
        same = {}
        for name, text in graded.notebooks.items():
            before = _works(Path(place) / f"{name}.ipynb")
            same[name] = {k for k, work in _works(text).items() if before.get(k) == work}
        found = self._gradebook.find_submission(self._assignment, graded.student)
        for notebook in found.notebooks:
            for grade in notebook.grades:
                auto, waits = by_hand.get((notebook.name, grade.name), (None, True))
                stays = grade.name in same.get(notebook.name, ()) and auto == grade.auto_score
                if stays and (notebook.name, grade.name) in by_hand:
                    grade.needs_manual_grade = waits

    def _score(self, student: str) -> Score:
        found = self._gradebook.find_submission(self._assignment, student)
        return Score(float(found.score), float(found.max_score), bool(found.needs_manual_grade))


def _works(notebook: str | Path) -> dict[str, list[str]]:
    """Return by what the work in a graded notebook is known, by exercise: its answer, and its check."""
    try:
        text = notebook.read_text(encoding="utf-8") if isinstance(notebook, Path) else notebook
        cells = json.loads(text)["cells"]
    except (OSError, ValueError, KeyError):
        return {}
    found: dict[str, list[str]] = {}
    for cell in cells:
        own = cell["metadata"].get("nbgrader", {})
        if own.get("grade") or own.get("solution") or own.get("task"):
            name = str(own["grade_id"]).removesuffix("-answer")
            found.setdefault(name, []).append(digest_of(cell))
    return found

"""The one writer: what came of a submission goes into the gradebook and into ``autograded/``."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course_utils.grading.cohort import gradebook as gradebooks
from course_utils.grading.cohort.work import Graded, stamp
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
                        record.start()
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

    def _score(self, student: str) -> Score:
        found = self._gradebook.find_submission(self._assignment, student)
        return Score(float(found.score), float(found.max_score), bool(found.needs_manual_grade))

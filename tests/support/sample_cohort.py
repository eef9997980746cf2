"""A course with hand-ins of the sample, for the tests of cohorts."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import nbformat
import pytest
from sample_answers import answered
from sample_course import ACCOUNTS, SAMPLE, NbGrader, environment, make_course
from shared import once

from course_utils.build import build

SETTINGS = """
c = get_config()
c.Execute.timeout = 2
c.JailedExecute.interrupt_grace = 0.3
c.LateSubmissionPlugin.penalty_method = "zero"
if not (Path(__file__).parent / "cohort.toml").is_file():  # which says where its gradebook is
    c.CourseDirectory.db_url = f"sqlite:///{Path(__file__).parent}/gradebook.db?timeout=30"
"""
TABLES = """
    select submitted_assignment.student_id, base_cell.name, grade.auto_score, grade.manual_score,
        grade.extra_credit, grade.needs_manual_grade, submitted_assignment.timestamp,
        submitted_notebook.late_submission_penalty
    from grade join base_cell on base_cell.id = grade.cell_id
    join submitted_notebook on submitted_notebook.id = grade.notebook_id
    join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
    order by 1, 2
""", """
    select submitted_assignment.student_id, base_cell.name, comment.auto_comment,
        comment.manual_comment
    from comment join base_cell on base_cell.id = comment.cell_id
    join submitted_notebook on submitted_notebook.id = comment.notebook_id
    join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
    order by 1, 2
""", "select id from student order by 1"  # fmt: skip
EARLY, DUE, LATE = "2026-10-01 10:00:00 UTC", "2026-10-02 10:00:00.0", "2026-10-03 10:00:00 UTC"


def answer(folder: Path, answers: dict[str, str]) -> None:
    """Fill in answers, by exercise, in an assignment's notebook."""
    path = folder / f"{folder.name}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = answered(answers)(notebook.cells)
    nbformat.write(notebook, path)


def hand_in(
    course: Path, student: str, source: str, when: str = "", skill: str = "sample", **answers: str
) -> Path:
    """Put a hand-in where nbgrader collects them."""
    folder = shutil.copytree(course / source / skill, course / "submitted" / student / skill)
    answer(folder, answers)
    if when:
        (folder / "timestamp.txt").write_text(when, encoding="utf-8")
    return folder


def contents(course: Path) -> list[list[tuple]]:
    """Return all that the gradebook knows of the students."""
    with sqlite3.connect(course / "gradebook.db") as book:
        return [book.execute(query).fetchall() for query in TABLES]


def _build(folder: Path) -> None:
    from course_utils.company import generate

    generate(seed=11, accounts=ACCOUNTS).write(folder / "datasets")
    course = make_course(folder / "course", folder / "datasets")
    (course / "curriculum" / SAMPLE / "lesson.py").unlink()
    build(root=course, companies=1)
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as settings:
        settings.write(SETTINGS)
    with NbGrader(folder / "nbgrader") as nbgrader:
        env = environment(folder / "home")
        nbgrader("generate_assignment", "sample", "--force", cwd=course, env=env)
    with sqlite3.connect(course / "gradebook.db") as book:
        book.execute("update assignment set duedate = ?", (DUE,))


def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a course whose assignment the gradebook knows, with nobody's work; made once."""
    return once(tmp_path_factory, "built", _build) / "course"


def course_in(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, patch: pytest.MonkeyPatch
) -> Path:
    """Return a copy of it, to change and to grade with nobody's settings."""
    (folder / "home").mkdir()
    for name, value in environment(folder / "home").items():
        patch.setenv(name, value)
    return shutil.copytree(built(tmp_path_factory), folder / "course")

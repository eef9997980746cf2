"""A cohort of the sample course, made by the desk's own commands, for the desk's tests."""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import sqlite3
from pathlib import Path

import nbgrader.api
import pytest
from in_process import Here
from sample_cohort import EARLY, LATE, built, hand_in
from sample_course import environment
from shared import once

from course_utils.grading.cohort import run
from course_utils.grading.desk import command
from course_utils.grading.desk.new import new
from course_utils.grading.desk.settings import Settings

# A process of alembic's for each gradebook would be most of these tests' time.
version_of_gradebooks = functools.cache(nbgrader.api.get_alembic_version)
ROSTER = """id,first_name,last_name,email,section
ada,Ada,Lovelace,ada@example.org,A
ben,Ben,"Two, Jr",ben@example.org,A
cleo,Cléo,Müller,cleo@example.org,B
dan,=HYPERLINK(1),@Dan,dan@example.org,B
"""
# What formgrader does where somebody has read ada's and ben's text.
MARK = """
    update grade set manual_score = 4, needs_manual_grade = 0 where needs_manual_grade = 1
    and notebook_id in (select submitted_notebook.id from submitted_notebook
    join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
    where student_id in ('ada', 'ben'))
"""


def isolated(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Have this process know nobody's settings; its home is in a folder."""
    (folder / "home").mkdir(parents=True, exist_ok=True)
    for name in [name for name in os.environ if name.startswith(("PMLAB", "JUPYTER", "NBGRADER"))]:
        patch.delenv(name)
    for name, value in environment(folder / "home").items():
        patch.setenv(name, value)
    patch.setattr(nbgrader.api, "get_alembic_version", version_of_gradebooks)


def made(folder: Path, factory: pytest.TempPathFactory, patch: pytest.MonkeyPatch) -> Path:
    """Return a new cohort's folder, in which this process then works."""
    isolated(folder, patch)
    root = new(built(factory), folder / "autumn", Settings("autumn")).root
    patch.chdir(root)
    return root


def copied(root: Path, folder: Path, patch: pytest.MonkeyPatch) -> Path:
    """Return a copy of a cohort, to change it; this process then works in it."""
    isolated(folder, patch)
    target = shutil.copytree(root, folder / "autumn")
    patch.chdir(target)
    return target


def started(factory: pytest.TempPathFactory) -> Path:
    """Return a cohort with a roster and nothing handed in; made once, not to be changed."""

    def start(folder: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            root = made(folder, factory, patch)
            (root / "list.csv").write_text(ROSTER, encoding="utf-8")
            assert command.main(["roster", "list.csv"]) == 0

    return once(factory, "started", start) / "autumn"


def graded(factory: pytest.TempPathFactory) -> Path:
    """Return a cohort of which much was handed in and graded; made once, not to be changed."""

    def grade(folder: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            root = copied(started(factory), folder, patch)
            _hand_in_all(root)
            patch.setattr(run, "_workers", lambda work, *_: contextlib.nullcontext(Here(work)))
            outcome = run.grade_cohort(root, "sample")
            assert {one.student for one in outcome.graded} == {"ada", "ben", "dan"}
            with sqlite3.connect(root / "gradebook.db") as book:
                book.execute(MARK)

    return once(factory, "graded", grade) / "autumn"


def _hand_in_all(root: Path) -> None:
    """Ada hands in all, ben late, dan what a person reads, others what cannot be graded."""
    assert command.main(["due", "sample", "2026-10-02T10:00+00:00"]) == 0
    hand_in(root, "ada", "solutions", EARLY)
    hand_in(root, "ben", "solutions", LATE)
    hand_in(root, "dan", "exercises", EARLY, robust="robust = {'median'}", memo="My words.")
    hand_in(root, "zoe", "solutions", EARLY)
    cleo = hand_in(root, "cleo", "solutions", EARLY) / "sample.ipynb"
    cleo.write_text("{", encoding="utf-8")

"""A cohort from beginning to end: who waits, the workers, the writer, and what to say."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from course_utils.grading.cohort import book
from course_utils.grading.cohort.nbgrader import opened, working_in
from course_utils.grading.cohort.work import STAGING, Cohort, Graded
from course_utils.grading.cohort.writer import CannotWrite, Changed, Score, Writer
from course_utils.grading.course import CannotGrade

SLACK_SECONDS = 300.0


@dataclass(frozen=True)
class Done:
    """A submission that is in the gradebook now."""

    student: str
    score: float
    max_score: float
    waiting: bool
    seconds: float
    notes: tuple[str, ...] = ()


@dataclass
class Outcome:
    """What came of a cohort.

    Attributes
    ----------
    assignment : str
    graded : list of Done
    before : list of str
        Students who were graded before and are left as they are.
    failed : dict of str
        Why a submission could not be graded, by student.
    seconds : float
    workers : int
    stopped : str
        Why not everybody was tried, if so.
    """

    assignment: str
    graded: list[Done] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    workers: int = 0
    stopped: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON data."""
        return asdict(self)


OnStep = Callable[[int, int, str], None]
"""Called with how many are through, how many there are, and words about the last one."""


def grade_cohort(
    root: Path,
    assignment: str,
    *,
    students: Sequence[str] = (),
    workers: int | None = None,
    force: bool = False,
    unsafe: bool = False,
    dask: str = "",
    on_step: OnStep | None = None,
) -> Outcome:
    """Grade what students handed in and put it into the gradebook.

    May be killed at any moment; run again, it goes on where it was.

    Parameters
    ----------
    root : Path
        The folder of the course.
    assignment : str
    students : sequence of str
        Only these; everybody if empty.
    workers : int, optional
        Processes on this machine; one a core if not given.
    force : bool
        Whether to grade again who was graded before.
    unsafe : bool
        Whether to run submissions where nothing holds them.
    dask : str
        Address of a Dask scheduler to grade on its workers.
    on_step : callable, optional
        Hears of each submission.

    Returns
    -------
    Outcome

    Raises
    ------
    CannotGrade
        When nothing can be graded; the sentence says what to do.
    """
    begin = time.monotonic()
    app = opened(root)
    with working_in(root), _alone(root, assignment):
        waiting, before = _sort(app, assignment, students, force)
        outcome = Outcome(assignment, before=before)
        if waiting:
            _check_key(root, assignment)
            course = app.coursedir
            cohort = Cohort(
                str(root),
                assignment,
                book.snapshot(course.db_url, course.course_id, assignment),
                unsafe,
            )
            number = max(1, min(workers or _cores(), len(waiting)))
            with _workers(cohort, number, dask, _longest(app)) as run, Writer(app, assignment) as w:
                outcome.workers = run.workers
                _go(run, w, waiting, outcome, root, on_step)
    outcome.seconds = time.monotonic() - begin
    return outcome

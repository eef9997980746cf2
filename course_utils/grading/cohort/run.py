"""A cohort from beginning to end: who waits, the workers, the writer, and what to say."""

from __future__ import annotations

import contextlib
import glob
import os
import re
import shutil
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from course_utils import files
from course_utils.grading.cohort import gradebook as gradebooks
from course_utils.grading.cohort.work import Cohort, Graded
from course_utils.grading.cohort.writer import CannotWrite, Changed, Score, Writer
from course_utils.grading.course import CannotGrade, ready
from course_utils.grading.desk.mend import too_large
from course_utils.grading.handed_in import Bounds
from course_utils.grading.nbgrader.app import opened, working_in
from course_utils.grading.noted import FAILED, STAGING, note, noted

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
        waiting, before, cannot = _sort(app, root, assignment, students, force)
        outcome = Outcome(assignment, before=before)
        with _noting(root, outcome, cannot):
            if waiting:
                _check_key(root, assignment)
                course = app.coursedir
                cohort = Cohort(
                    str(root),
                    assignment,
                    gradebooks.snapshot(course.db_url, course.course_id, assignment),
                    unsafe,
                )
                number = max(1, min(workers or _cores(), len(waiting)))
                with (
                    _workers(cohort, number, dask, _longest(app)) as run,
                    Writer(app, assignment) as w,
                ):
                    outcome.workers = run.workers
                    _go(run, w, waiting, outcome, root, on_step)
    outcome.seconds = time.monotonic() - begin
    return outcome


@contextlib.contextmanager
def _noting(root: Path, outcome: Outcome, cannot: dict[str, str]) -> Iterator[None]:
    """Keep what could not be graded, and why, however the run ends."""
    try:
        yield
    finally:
        outcome.failed.update(cannot)
        known = noted(root, outcome.assignment, FAILED)
        for one in outcome.graded:
            known.pop(one.student, None)
        note(root, outcome.assignment, FAILED, {**known, **outcome.failed})


def _go(
    run: Any,
    writer: Writer,
    waiting: list[str],
    outcome: Outcome,
    root: Path,
    on_step: OnStep | None,
) -> None:
    """Grade everybody who waits."""
    queue = deque(waiting)
    logs = root / STAGING / outcome.assignment / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    for graded in run.run(queue):
        log = graded.log
        if graded.stop:
            outcome.stopped = graded.problem
        elif graded.problem:
            outcome.failed[graded.student] = graded.problem
        else:
            try:
                score = writer.write(graded)
            except Changed:
                queue.append(graded.student)
                continue
            except CannotWrite as error:
                outcome.failed[graded.student] = "The gradebook did not take it; its log says why."
                log += str(error)
            else:
                outcome.graded.append(_done(graded, score))
        text = f"{log}\n{graded.problem}\n" if graded.problem else log
        (logs / f"{graded.student}.log").write_text(text, encoding="utf-8")
        if outcome.stopped:
            return
        if on_step is not None:
            through = len(outcome.graded) + len(outcome.failed)
            on_step(through, len(waiting), _words(graded.student, outcome))


def _done(graded: Graded, score: Score) -> Done:
    return Done(
        graded.student,
        score.score,
        score.max_score,
        score.waiting,
        round(graded.seconds, 3),
        graded.notes,
    )


def _words(student: str, outcome: Outcome) -> str:
    if student in outcome.failed:
        return f"{student}: {outcome.failed[student]}"
    last = outcome.graded[-1]
    words = f"{student}: {last.score:g} of {last.max_score:g}"
    return " ".join([words, *last.notes[:1]])


def _sort(
    app: Any, root: Path, assignment: str, students: Sequence[str], force: bool
) -> tuple[list[str], list[str], dict[str, str]]:
    """Return whose hand-in waits, who is done, and whose cannot be graded, with a sentence.

    Who is done is decided by nbgrader's own rule and a stricter one. Done is who has a folder in ``autograded/`` with every notebook, no older than the hand-in, and
    a gradebook in which no test lacks its score.
    """
    course = app.coursedir

    def place(step: str, student: str) -> Path:
        return Path(course.format_path(step, student, assignment))

    pattern = course.format_path(course.submitted_directory, "*", assignment)
    matches = course.format_path(
        course.submitted_directory, "(?P<student>.*)", assignment, escape=True
    )
    found, cannot, members = {}, {}, _members(root)
    for path in sorted(glob.glob(pattern)):
        match = re.fullmatch(matches, path)
        if not match or not Path(path).is_dir():
            continue
        student = match["student"]
        found[student] = Path(path)
        if members is not None and student not in members:
            cannot[student] = "Not on the roster, so not graded: see 'pmlab cohort roster'."
        elif not any(Path(path).glob("*.ipynb")):
            cannot[student] = "There is no notebook in this hand-in: ask for it again."
        elif large := [one.name for one in Path(path).glob("*.ipynb") if too_large(one)]:
            cannot[student] = f"{large[0]} is too large to be read: ask for it without its outputs."
        elif giant := _giant(Path(path)):
            cannot[student] = f"{giant} is too large to be copied: ask for the hand-in without it."
    unknown = sorted(set(students) - set(found))
    if unknown:
        raise CannotGrade(f"There is no hand-in of {assignment} by {unknown[0]}: see {pattern}.")
    if not found:
        raise CannotGrade(
            f"There are no hand-ins of {assignment} ({pattern} was looked for): run "
            f"'nbgrader collect {assignment}' first. To grade your own work, name its folder."
        )
    finished = gradebooks.finished(course.db_url, course.course_id, assignment)
    waiting: list[str] = []
    before: list[str] = []
    for student, path in found.items():
        if student in cannot or (students and student not in students):
            continue
        made = place(course.autograded_directory, student)
        new, old = course.get_existing_timestamp(path), course.get_existing_timestamp(made)
        done = (
            not force
            and student in finished
            and {p.name for p in path.glob("*.ipynb")} <= {p.name for p in made.glob("*.ipynb")}
            and not (new is not None and old is not None and new > old)
        )
        (before if done else waiting).append(student)
    if students:
        cannot = {student: words for student, words in cannot.items() if student in students}
    return waiting, before, cannot


def _giant(folder: Path) -> str:
    """Return a file that collecting would have refused, in what came another way, or ""."""
    bounds = Bounds()
    for place, _, names in os.walk(folder):
        for name in names:
            if Path(place, name).lstat().st_size > bounds.of(name):
                return name
    return ""


def _members(root: Path) -> set[str] | None:
    """Return who is on a cohort's roster; None where there is none and anybody may hand in."""
    from course_utils.grading.desk.roster import Roster
    from course_utils.grading.desk.settings import CannotRun, read

    try:
        people = Roster.read(root).active if read(root) else []
    except CannotRun as error:
        raise CannotGrade(str(error)) from error
    return {one.id for one in people} or None


def _check_key(root: Path, assignment: str) -> None:
    """Stop if the key does not work; its answers are then there for all workers."""
    try:
        ready(root, assignment, "")
    except CannotGrade as error:
        raise CannotGrade(f"Nothing was graded. {error}") from error


def _longest(app: Any) -> float:
    """Return after how many seconds a worker is at fault and not the submission."""
    from course_utils.grading.engine import JailedExecute

    return float(JailedExecute(parent=app).submission_timeout) + SLACK_SECONDS


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextlib.contextmanager
def _workers(cohort: Cohort, number: int, dask: str, seconds: float) -> Iterator[Any]:
    if dask:
        from course_utils.grading.cohort.cluster import Cluster

        with Cluster(cohort, dask) as cluster:
            yield cluster
        return
    from course_utils.grading.cohort.pool import Pool

    with Pool(cohort, number, seconds) as pool:
        yield pool


@contextlib.contextmanager
def _alone(root: Path, assignment: str) -> Iterator[None]:
    """Keep a second run of the same assignment out; the system forgets us when we end."""
    place = root / STAGING / assignment
    with contextlib.ExitStack() as stack:
        try:
            place.mkdir(parents=True, exist_ok=True)
            alone = stack.enter_context(files.lock(place / "lock", seconds=0))
        except OSError as error:
            raise CannotGrade(f"Grading needs to write to {root / '.pmlab'} ({error}).") from None
        if not alone:
            raise CannotGrade(
                f"{assignment} is being graded already: wait for that run, or end it."
            )
        for left in (*place.glob("run-*"), place / "written"):  # of a run that was killed
            shutil.rmtree(left, ignore_errors=True)
        yield

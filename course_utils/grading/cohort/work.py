"""One submission, run and judged; nothing is written but in a folder of its own, which goes away.

The same function serves a process of this machine and a worker of a cluster.
"""

from __future__ import annotations

import contextlib
import functools
import secrets
import shutil
import threading
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from course_utils.grading.cohort import gradebook as gradebooks
from course_utils.grading.handed_in import swept
from course_utils.grading.nbgrader.app import listening, opened, split
from course_utils.grading.noted import STAGING


@dataclass(frozen=True)
class Cohort:
    """What is the same for every submission.

    Attributes
    ----------
    root : str
        The folder of the course; workers of a cluster must see it at this path.
    assignment : str
    gradebook : bytes
        The assignment as the gradebook knows it, see `gradebook.snapshot`.
    unsafe : bool
        Whether to run submissions where nothing holds them.
    submitted : str
        Folder of the hand-ins if it is not the course's own.
    """

    root: str
    assignment: str
    gradebook: bytes = field(repr=False)
    unsafe: bool = False
    submitted: str = ""


Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Graded:
    """What came of a submission.

    Attributes
    ----------
    student : str
    notebooks : dict of str
        The graded notebooks as text, by name.
    stamp : tuple
        Names, sizes and times of the files that were graded.
    seconds : float
    log : str
        What nbgrader and the engine said.
    notes : list of str
        What the engine said about a submission that did not end well.
    problem : str
        Why it could not be graded, if so: one sentence.
    stop : bool
        Whether no other submission could be graded either.
    """

    student: str
    notebooks: dict[str, str] = field(default_factory=dict, repr=False)
    stamp: Stamp = ()
    seconds: float = 0.0
    log: str = field(default="", repr=False)
    notes: tuple[str, ...] = ()
    problem: str = ""
    stop: bool = False


# nbgrader works in the current folder and in the environment, of which a process has one.
_one_at_a_time = threading.Lock()


def grade(cohort: Cohort, student: str) -> Graded:
    """Run and judge a submission.

    Parameters
    ----------
    cohort : Cohort
    student : str

    Returns
    -------
    Graded
        Also when it could not be graded; nothing is raised.
    """
    begin = time.monotonic()
    with _one_at_a_time:
        try:
            graded = _work(cohort)(student)
        except Exception:
            problem = f"The grader failed at {student}; its log says where."
            graded = Graded(student, log=traceback.format_exc(), problem=problem)
    return _timed(graded, time.monotonic() - begin)


def stamp(folder: Path) -> Stamp:
    """Return by what a hand-in's state is known: each file's name, size and time."""
    found = []
    for path in sorted(folder.rglob("*")):
        status = path.lstat()
        if not path.is_dir():
            name = path.relative_to(folder).as_posix()
            found.append((name, status.st_size, status.st_mtime_ns))
    return tuple(found)


def _timed(graded: Graded, seconds: float) -> Graded:
    import dataclasses

    return dataclasses.replace(graded, seconds=seconds)


@functools.lru_cache(maxsize=2)
def _work(cohort: Cohort) -> Any:
    """Return what runs submissions of a cohort in this process, ready to go."""
    from nbgrader.converters import Autograde
    from nbgrader.converters.base import NbGraderException
    from nbgrader.preprocessors import AssignLatePenalties, SaveAutoGrades
    from nbgrader.utils import setenv

    from course_utils.grading.engine.launch import CannotConfine, EngineError

    faults = (CannotConfine, EngineError)
    root = Path(cohort.root)
    with setenv(PMLAB_UNSAFE="1") if cohort.unsafe else contextlib.nullcontext():
        app = opened(root)
    course = app.coursedir
    if cohort.submitted:
        course.submitted_directory = cohort.submitted
    course.assignment_id = cohort.assignment

    class Run(Autograde):
        """nbgrader's `Autograde` without what belongs to the one gradebook."""

        failed: BaseException | None = None

        def convert_single_notebook(self, notebook_filename: str) -> None:
            """Convert a notebook and remember why that failed."""
            try:
                super().convert_single_notebook(notebook_filename)
            except BaseException as error:
                self.failed = error
                raise

    # One place for all: what is kept for a gradebook's address, such as compiled queries, stays one.
    place = STAGING / cohort.assignment / f"run-{secrets.token_hex(4)}"

    def work(student: str) -> Graded:
        (root / place).mkdir(parents=True)
        try:
            base = root / place / "gradebook.db"
            base.write_bytes(gradebooks.unpacked(cohort.gradebook))
            course.db_url = f"sqlite:///{base}"
            course.autograded_directory = place.as_posix()
            course.student_id = student
            handed_in = Path(
                course.format_path(course.submitted_directory, student, cohort.assignment)
            )
            run = Run(coursedir=course, parent=app)
            run.autograde_preprocessors = split(
                run.autograde_preprocessors, (SaveAutoGrades, AssignLatePenalties)
            )[1]
            run.post_convert_hook = None  # the writer's
            swept(handed_in)
            seen = stamp(handed_in)
            problem, stop = "", False
            with listening(app) as heard:
                try:
                    run.start()
                except SystemExit as end:  # our hook's way to stop nbgrader
                    problem, stop = str(end.code), isinstance(end.__cause__, faults)
                except NbGraderException as error:
                    problem = _sentence(run.failed or error)
                    stop = isinstance(run.failed, CannotConfine)
            made = course.format_path(course.autograded_directory, student, cohort.assignment)
            notebooks = {
                path.stem: path.read_text(encoding="utf-8") for path in Path(made).glob("*.ipynb")
            }
            if not (notebooks or problem):
                problem = "nbgrader made nothing of it; its log says more."
            return Graded(
                student,
                notebooks={} if problem else notebooks,
                stamp=seen,
                log=heard.text,
                notes=tuple(
                    one.words
                    for one in heard.lines
                    if one.level == "WARNING" and one.file == _engine_file()
                ),
                problem=problem,
                stop=stop,
            )
        finally:
            shutil.rmtree(root / place, ignore_errors=True)

    return work


@functools.cache
def _engine_file() -> str:
    from course_utils.grading.engine import execute

    return str(execute.__file__)


def _sentence(error: BaseException) -> str:
    """Say in a sentence why nbgrader gave up."""
    name = type(error).__name__
    if name in ("NotJSONError", "JSONDecodeError", "ValidationError", "UnicodeDecodeError"):
        return "A notebook of this hand-in cannot be read: ask for it again."
    words = " ".join(str(error).split()) or name
    return words if len(words) < 300 else f"{name}: {words[:300]} ..."

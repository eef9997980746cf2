"""A learner's own work, graded as an instructor would: offline, with a feedback page to read."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
import webbrowser
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from course_utils import data
from course_utils.grading.course import CannotGrade

LEARNER = "me"
PLACE = Path(".pmlab") / "own"
UNSAFE = "If all the code in it is your own, add --unsafe: it then runs as you, as in JupyterLab."


@dataclass(frozen=True)
class OwnWork:
    """What came of one's own work.

    Attributes
    ----------
    assignment : str
    score, max_score : float
        What the grader gives by itself, of all points.
    waiting : bool
        Whether there are answers that only a person can judge.
    page : Path
        The feedback page.
    notes : tuple of str
        What went wrong while the notebook ran.
    held : str
        What kept the notebook's code in, in a sentence.
    """

    assignment: str
    score: float
    max_score: float
    waiting: bool
    page: Path
    notes: tuple[str, ...]
    held: str

    def __str__(self) -> str:
        lines = [f"{self.assignment}: {self.score:g} of {self.max_score:g} points."]
        if self.waiting:
            lines.append(
                "Your written answers have no points yet: read them with the rubric on the page."
            )
        return "\n".join([*lines, *self.notes, self.held, f"Your feedback page is {self.page}"])

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON data."""
        return {**asdict(self), "page": str(self.page)}

    def show(self) -> None:
        """Open the page in a browser, if there is one."""
        webbrowser.open(self.page.resolve().as_uri())


def grade_own_work(work: Path, unsafe: bool = False) -> OwnWork:
    """Grade one's own work.

    No gradebook of the course is read or changed. It is judged on the company that
    ``PMLAB_COMPANY`` names, and on the course's own otherwise.

    Parameters
    ----------
    work : Path
        The folder of an assignment, such as ``exercises/metrics``, or the notebook in it. Save
        the notebook first.
    unsafe : bool
        Whether to run it where nothing can hold its code, as it ran in JupyterLab. What stands in
        one's own folder may still be somebody else's: a file that was sent, a copied cell.

    Returns
    -------
    OwnWork

    Raises
    ------
    CannotGrade
        When the work, or what is needed to judge it, is not there; the sentence says what to do.
    """
    from course_utils.grading.cohort.work import Cohort, grade
    from course_utils.grading.cohort.writer import Writer
    from course_utils.grading.course import everybody_on, ready
    from course_utils.grading.nbgrader.app import course_folder, opened, working_in

    work = work.resolve()
    folder = work.parent if work.suffix == ".ipynb" else work
    assignment = folder.name
    if not any(folder.glob("*.ipynb")):
        raise CannotGrade(f"There is no notebook in {folder}: name the folder of your work.")
    root = course_folder(folder)
    if root is None:
        raise CannotGrade(f"{folder} is not in a course's folder, so nothing knows what is right.")
    if not any((root / "solutions" / assignment).glob("*.ipynb")):
        raise CannotGrade(
            f"There is no {assignment} in {root / 'solutions'}, without which nothing can be "
            "judged here. check() in your notebook still answers."
        )
    place = PLACE / secrets.token_hex(4)
    names = {
        "submitted_directory": (place / "submitted").as_posix(),
        "autograded_directory": (place / "autograded").as_posix(),
        "feedback_directory": (place / "feedback").as_posix(),
        "release_directory": (place / "release").as_posix(),
        "db_url": f"sqlite:///{root / place / 'gradebook.db'}",
        "assignment_id": assignment,
        "student_id": LEARNER,
    }
    try:
        with everybody_on(_company()), working_in(root):
            ready(root, assignment, LEARNER)
            handed_in = root / place / "submitted" / LEARNER / assignment
            app = opened(root, **names)
            shutil.copytree(folder, handed_in, ignore=shutil.ignore_patterns(*app.coursedir.ignore))
            cohort = Cohort(
                str(root),
                assignment,
                _gradebook(app, assignment),
                unsafe,
                names["submitted_directory"],
            )
            graded = grade(cohort, LEARNER)
            if graded.stop:
                raise CannotGrade(f"{graded.problem} {UNSAFE}")
            if graded.problem:
                raise CannotGrade(graded.problem)
            with Writer(app, assignment) as writer:
                score = writer.write(graded)
            held = _held(app, unsafe)
            made = _feedback(app)
            page = folder / "feedback" / f"{assignment}.html"
            page.parent.mkdir(exist_ok=True)
            shutil.copyfile(made, page)
    except OSError as error:
        raise CannotGrade(f"Grading needs to write to {root} ({error}).") from error
    finally:
        shutil.rmtree(root / place, ignore_errors=True)
    return OwnWork(
        assignment,
        score.score,
        score.max_score,
        score.waiting,
        page,
        graded.notes,
        held,
    )


def in_own_process(work: Path, unsafe: bool = False) -> OwnWork:
    """Grade one's own work in another process, for notebooks: theirs has its own folder and threads.

    Parameters and errors are those of `grade_own_work`.
    """
    command = [sys.executable, "-m", "course_utils", "grade", str(work.resolve()), "--json"]
    command += ["--unsafe"] * unsafe
    package = str(Path(__file__).resolve().parents[2])
    before = os.environ.get("PYTHONPATH")
    done = subprocess.run(
        command,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        env={
            **os.environ,
            "PYTHONPATH": package + (os.pathsep + before if before else ""),
            "PYTHONUTF8": "1",
        },
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["It could not be graded."]
        raise CannotGrade(lines[-1])
    found = json.loads(done.stdout)
    return OwnWork(**{**found, "page": Path(found["page"]), "notes": tuple(found["notes"])})


def _company() -> Path | None:
    """Return the folder of the company that the learner chose by name; None if they did not."""
    if not os.environ.get(data.VARIABLE):
        return None
    try:
        found = data.source()
    except data.DataError as error:
        raise CannotGrade(str(error)) from None
    return found.folder if isinstance(found, data.Folder) else None


def _gradebook(app: Any, assignment: str) -> bytes:
    """Return the assignment as a gradebook made from ``solutions/`` knows it."""
    from nbgrader.converters import GenerateAssignment
    from nbgrader.converters.base import NbGraderException

    from course_utils.grading.cohort import gradebook as gradebooks
    from course_utils.grading.nbgrader.app import listening

    course, student = app.coursedir, app.coursedir.student_id
    course.student_id = "."
    try:
        with listening(app) as heard:
            GenerateAssignment(coursedir=course, parent=app).start()
    except NbGraderException:
        raise CannotGrade(f"nbgrader does not take solutions/{assignment}: {heard.text}") from None
    finally:
        course.student_id = student
    return gradebooks.snapshot(course.db_url, course.course_id, assignment)


def _feedback(app: Any) -> Path:
    from nbgrader.converters import GenerateFeedback

    course = app.coursedir
    course.student_id = LEARNER
    GenerateFeedback(coursedir=course, parent=app).start()
    made = Path(course.format_path(course.feedback_directory, LEARNER, course.assignment_id))
    return next(made.glob("*.html"))


def _held(app: Any, unsafe: bool) -> str:
    """Say what kept the code in."""
    from course_utils.grading.engine import JailedExecute

    launcher = JailedExecute(parent=app, unsafe=unsafe).launcher()
    if launcher is None:
        systems = {"darwin": "macOS", "win32": "Windows"}
        return (
            f"{systems.get(sys.platform, 'This machine')} cannot hold a notebook's code in: "
            "yours ran as you, as it does in JupyterLab."
        )
    return f"Your notebook ran confined by {launcher.name}."

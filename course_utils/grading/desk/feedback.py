"""``pmlab cohort feedback``: a page for each who was graded, made once, and again when what it says changed."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from course_utils import files
from course_utils.files import digest
from course_utils.grading.desk import backups, marks
from course_utils.grading.desk.book import Book
from course_utils.grading.desk.roster import Roster
from course_utils.grading.desk.settings import CannotRun, Settings
from course_utils.grading.noted import STAGING

MADE_OF = "made_of.txt"
"""Beside a page: the digest of what it says, by which it is known whether it still holds."""
SECRET = "submission_secret.txt"
APIECE = 8
"""Pages for which another process is worth its start."""


@dataclass
class Pages:
    """What came of making a class's feedback.

    Attributes
    ----------
    assignment : str
    made, before : list of str
        Students whose page was made, and whose page still said all.
    failed : dict of str
        Why a page could not be made or released, by student.
    ungraded : list of str
        Whose hand-in is not graded, so that there is nothing to say.
    waiting : list of str
        On whose page an answer is still to be marked.
    released, out : list of str
        Whose page went into the exchange, and whose stood there already.
    seconds : float
    """

    assignment: str
    made: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    ungraded: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    released: list[str] = field(default_factory=list)
    out: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON data."""
        return asdict(self)


OnStep = Callable[[int, int, str], None]
"""Called with how many are through, how many there are, and words about the last one."""


def feedback(
    root: Path,
    settings: Settings,
    assignment: str,
    students: Sequence[str] = (),
    *,
    force: bool = False,
    release: bool = False,
    jobs: int = 1,
    on_step: OnStep = lambda through, total, words: None,
) -> Pages:
    """Make the pages that are missing or say what does not hold any more.

    May be killed at any moment; run again, it goes on where it was.

    Parameters
    ----------
    root : Path
        The cohort's folder.
    settings : Settings
    assignment : str
    students : sequence of str
        Only these; everybody on the roster if empty.
    force : bool
        Whether to make pages anew that still hold.
    release : bool
        Whether to put the pages into the exchange.
    jobs : int
        How many processes share the work, at most.
    on_step : callable
        Hears of each page.

    Raises
    ------
    CannotRun
        If there is no such assignment or student, nothing to say, or no exchange.
    """
    begin = time.monotonic()
    members = [one.id for one in Roster.read(root).active]
    with Book(root, settings) as book:
        known = [one.name for one in book.assignments()]
        if assignment not in known:
            raise CannotRun(
                f"The gradebook has no assignment {assignment}; it has {', '.join(known)}."
            )
        said, waits = (
            book.shown(assignment),
            {one.student for one in book.to_read(assignment) if one.waiting},
        )
    if unknown := sorted(set(students) - set(members)):
        raise CannotRun(f"{unknown[0]} is not on the roster.")
    there = [one for one in members if one in (students or members)]
    pages = Pages(assignment)
    graded = [one for one in there if any(_graded(root, one, assignment).glob("*.ipynb"))]
    pages.ungraded = [
        one
        for one in there
        if one not in graded and (root / "submitted" / one / assignment).is_dir()
    ]
    if not graded:
        raise CannotRun(
            f"No hand-in of {assignment} is graded: 'pmlab cohort grade {assignment}' grades."
        )
    pages.waiting = [one for one in graded if one in waits]
    place = root / STAGING / assignment
    place.mkdir(parents=True, exist_ok=True)
    with files.lock(place / "pages", seconds=0) as alone:
        if not alone:
            raise CannotRun(f"Pages of {assignment} are being made already: wait for that run.")
        for left in place.glob("pages-*"):  # of a run that was killed
            shutil.rmtree(left, ignore_errors=True)
        readers = marks.read(root, assignment)
        of = {one: _made_of(root, assignment, one, said.get(one, []), readers) for one in graded}
        pages.before = [one for one in graded if not force and _holds(root, assignment, one, of)]
        wanted = [one for one in graded if one not in pages.before]
        if wanted:
            backups.make(root, settings, "feedback")
        work = [(root, assignment, one, of[one]) for one in wanted]
        for student, why in _each(work, jobs):
            if why:
                pages.failed[student] = why
            else:
                pages.made.append(student)
            words = f"{student}: {why or 'made'}"
            on_step(len(pages.made) + len(pages.failed), len(wanted), words)
        if release:
            _release(root, pages, [one for one in graded if one not in pages.failed])
    pages.seconds = round(time.monotonic() - begin, 3)
    return pages


def _graded(root: Path, student: str, assignment: str) -> Path:
    return root / "autograded" / student / assignment


def _page(root: Path, student: str, assignment: str) -> Path:
    return root / "feedback" / student / assignment


def _made_of(
    root: Path, assignment: str, student: str, rows: list[list[Any]], given: marks.Latest
) -> str:
    """Return a digest of all that a page is made of: two that are the same have the same page."""
    handed_in = root / "submitted" / student / assignment
    readers = [
        [exercise, {marker: asdict(mark) for marker, mark in found.items()}]
        for (who, exercise), found in sorted(given.items())
        if who == student
    ]
    return digest(
        _graded(root, student, assignment),
        *sorted(handed_in.glob("*.ipynb")),
        handed_in / "progress",
        root / "exercises" / assignment / "checks.json",
        *sorted(root.glob(f"curriculum/[0-9][0-9]_{assignment}/key.py")),
        [(root / "companies" / student).is_dir(), rows, readers],
    )


def _holds(root: Path, assignment: str, student: str, of: dict[str, str]) -> bool:
    page = _page(root, student, assignment)
    names = {path.stem for path in _graded(root, student, assignment).glob("*.ipynb")}
    try:
        noted = (page / MADE_OF).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return False
    return noted == of[student] and names <= {path.stem for path in page.glob("*.html")}


Work = tuple[Path, str, str, str]


def _each(work: list[Work], jobs: int) -> Iterator[tuple[str, str]]:
    """Make pages; yield whose, and why not."""
    processes = min(jobs, len(work) // APIECE)
    if processes < 2:
        yield from map(_make, work)
        return
    # Never forked: the threads of the libraries that are loaded do not survive it.
    pool = ProcessPoolExecutor(processes, get_context("spawn"))
    try:
        yield from pool.map(_make, work)
    except BrokenProcessPool:
        raise CannotRun(
            "A process that made pages was ended from outside: run the same command again and it "
            "goes on."
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


_apps: dict[Path, Any] = {}
"""nbgrader with a course's settings, opened once in each process."""


def _make(work: Work) -> tuple[str, str]:
    """Make one page beside the others, and put it in its place when it is whole."""
    root, assignment, student, made_of = work
    from nbgrader.converters import GenerateFeedback
    from nbgrader.converters.base import NbGraderException

    from course_utils.grading.nbgrader.app import listening, opened, working_in

    staging = STAGING / assignment / f"pages-{os.getpid()}"
    app = _apps.get(root) or _apps.setdefault(root, opened(root))
    course = app.coursedir
    course.assignment_id, course.student_id = assignment, student
    final, course.feedback_directory = course.feedback_directory, staging.as_posix()
    try:
        with working_in(root), listening(app) as heard:
            try:
                GenerateFeedback(coursedir=course, parent=app, force=True).start()
            except NbGraderException:
                said = [line.words for line in heard.lines if line.level in ("ERROR", "CRITICAL")]
                return student, _last(said)
        made = root / staging / student / assignment
        (made / MADE_OF).write_text(made_of, encoding="utf-8")
        page = _page(root, student, assignment)
        page.parent.mkdir(parents=True, exist_ok=True)
        with files.new_folder(page) as building:
            shutil.copytree(made, building, dirs_exist_ok=True)
    except OSError as error:
        return student, f"It cannot be written ({error.strerror or error})."
    finally:
        course.feedback_directory = final
        shutil.rmtree(root / staging, ignore_errors=True)
    return student, ""


def _last(said: Sequence[str]) -> str:
    """Return the end of what nbgrader said first: of a traceback, the error."""
    lines = [line.strip() for words in said[:1] for line in words.splitlines() if line.strip()]
    return lines[-1] if lines else "nbgrader does not say why."


def _release(root: Path, pages: Pages, students: Sequence[str]) -> None:
    """Put pages into the exchange, where each student's own copy of nbgrader finds them."""
    if sys.platform == "win32":
        raise CannotRun("nbgrader has no exchange on Windows: send the pages in feedback/.")
    from nbgrader.auth import Authenticator
    from nbgrader.exchange import ExchangeError
    from nbgrader.exchange.default import ExchangeReleaseFeedback

    from course_utils.grading.nbgrader.app import listening, opened, working_in

    app = opened(root, assignment_id=pages.assignment)
    course = app.coursedir
    who = Authenticator(parent=app)
    with working_in(root):
        for student in students:
            page = _page(root, student, pages.assignment)
            if not (page / SECRET).is_file() or not (page / "timestamp.txt").is_file():
                pages.failed[student] = (
                    "It did not come by the exchange, and cannot go back by it: send them "
                    f"feedback/{student}/{pages.assignment}/{pages.assignment}.html."
                )
                continue
            course.student_id = student
            with listening(app) as heard:
                releasing = ExchangeReleaseFeedback(coursedir=course, authenticator=who, parent=app)
                place = Path(releasing.root) / course.course_id / "feedback"
                if _same(page, place):
                    pages.out.append(student)
                    continue
                try:
                    releasing.start()
                except ExchangeError:
                    last = heard.lines[-1].words if heard.lines else "there is no exchange."
                    raise CannotRun(
                        f"The pages are made, and did not get into the exchange: {last}"
                    ) from None
                pages.released.append(student)


def _same(page: Path, place: Path) -> bool:
    """Say whether the exchange has a student's pages as they are."""
    from nbgrader.utils import notebook_hash

    secret = (page / SECRET).read_text(encoding="utf-8")
    found = list(page.glob("*.html"))
    for path in found:
        there = place / f"{notebook_hash(secret=secret, notebook_id=path.stem)}.html"
        if not there.is_file() or there.read_bytes() != path.read_bytes():
            return False
    return bool(found)


def shown(pages: Pages, released: bool) -> str:
    """Return what a person reads in a terminal.

    Parameters
    ----------
    pages : Pages
    released : bool
        Whether they were to go into the exchange.
    """
    from course_utils.grading.command import duration

    made = len(pages.made)
    lines = [
        f"Made {made} page{'s' * (made != 1)} of {pages.assignment} in {duration(pages.seconds)}."
        if made
        else f"No page of {pages.assignment} was to be made."
    ]
    if pages.before:
        lines.append(f"{len(pages.before)} made before still hold; --force makes them anew.")
    if pages.ungraded:
        lines.append(f"Not graded, so without a page: {_several(pages.ungraded)}.")
    if pages.waiting:
        lines.append(
            f"An answer is still to be marked, and the page says so: {_several(pages.waiting)}."
        )
    if pages.failed:
        lines.append(f"{len(pages.failed)} without:")
        lines += [f"  {student}: {why}" for student, why in sorted(pages.failed.items())]
    if released:
        lines.append(
            f"{len(pages.released)} released into the exchange, {len(pages.out)} were there: "
            f"nbgrader fetch_feedback {pages.assignment}"
        )
    else:
        lines.append("They are in feedback/; --release puts them into the exchange.")
    return "\n".join(lines)


def _several(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - 8} more" if len(ids) > 8 else ""
    return ", ".join(ids[:8]) + more

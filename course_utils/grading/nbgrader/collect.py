"""Collecting: nbgrader's ``collect`` in a way that no hand-in can stop, misdirect or use.

In the place of nbgrader's own by ``c.ExchangeFactory.collect``: for ``nbgrader collect``, for
formgrader's button and for ``pmlab collect``.
"""

from __future__ import annotations

import datetime
import os
import secrets
import shutil
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.auth import Authenticator
from nbgrader.exchange.default import ExchangeCollect, ExchangeReleaseAssignment
from nbgrader.utils import check_mode

from course_utils.grading import home
from course_utils.grading.handed_in import Bounds, Refused, good_student, take
from course_utils.grading.inbound import AHEAD, HandIn, look_into
from course_utils.grading.noted import FAILED, MENDED, REFUSED, note, noted

SECRET = "submission_secret.txt"
TIMESTAMP = "timestamp.txt"


@dataclass
class Collected:
    """What came of collecting.

    Attributes
    ----------
    taken, before : list of str
        Students whose hand-in was copied, and whose was there already.
    refused : dict of str
        Why a folder of the exchange was not taken, by its name.
    notes : dict of str
        What an instructor should know of a hand-in that was taken.
    strays : dict of str
        What else is in the exchange and is no hand-in, of whatever assignment.
    """

    taken: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    strays: dict[str, str] = field(default_factory=dict)


class Collect(ExchangeCollect):
    """nbgrader's collecting; a folder that cannot be trusted is refused, the others go on."""

    def init_src(self) -> None:
        """Look at every folder that was handed in."""
        course = self.coursedir
        self.report = Collected()
        self.src_records: list[HandIn] = []
        self.mended: dict[str, str] = {}
        if course.course_id == "":
            self.fail("No course id specified. Re-run with --course flag.")
        self.course_path = os.path.join(self.root, course.course_id)
        self.inbound_path = os.path.join(self.course_path, "inbound")
        if not os.path.isdir(self.inbound_path):
            self.fail(f"Course not found: {self.inbound_path}")
        if not check_mode(self.inbound_path, read=True, execute=True):
            self.fail(f"You don't have read permissions for the directory: {self.inbound_path}")
        due = self._due() if self.before_duedate else None
        only = course.student_id if course.student_id != "*" else ""
        found = look_into(
            Path(self.inbound_path), self._taught(), self._members(), self.check_owner
        )
        mine = [one for one in found.hand_ins if one.assignment == course.assignment_id]
        self.src_records = [one for one in mine if only in ("", one.student)]
        for name, words in found.refused.get(course.assignment_id, {}).items():
            if not only or name.startswith(f"{only}+"):
                self._refuse(name, words)
        if not only:
            self.report.strays = found.strays
            for name, words in found.strays.items():
                self.log.warning("In the exchange, and no hand-in: %r: %s", name, words)
        # The latest first, or, if asked for, the latest that was in time.
        self.src_records.sort(
            key=lambda one: (due is None or one.when <= due, one.when), reverse=True
        )

    def _due(self) -> Any:
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            try:
                return gradebook.find_assignment(self.coursedir.assignment_id).duedate
            except MissingEntry:
                return None

    def _taught(self) -> set[str]:
        """Return all assignments, so that what is of another one is told from what is of none."""
        course = self.coursedir
        places = (
            Path(course.format_path(course.source_directory, ".", ".")),
            Path(course.format_path(course.release_directory, ".", ".")),
            Path(self.course_path) / "outbound",
        )
        names = {path.name for place in places if place.is_dir() for path in place.iterdir()}
        return {*(name for name in names if good_student(name)), course.assignment_id}

    def _members(self) -> list[str]:
        """Return who belongs to a cohort; nobody where there is no roster that can be read."""
        from course_utils.grading.desk.roster import Roster
        from course_utils.grading.desk.settings import CannotRun

        try:
            return [one.id for one in Roster.read(Path(self.coursedir.root)).active]
        except CannotRun:
            return []

    def _refuse(self, name: str, words: str) -> None:
        self.report.refused[name] = words
        self.log.warning("Refused %r: %s", name, words)

    def copy_files(self) -> None:
        """Take each student's hand-in; one that is refused gives way to the one before it."""
        course, done = self.coursedir, set()
        if not self.src_records:
            self.log.warning(
                "No submissions of '%s' for course '%s' to collect",
                course.assignment_id,
                course.course_id,
            )
        for one in self.src_records:
            if one.student in done:
                continue
            target = Path(
                course.format_path(course.submitted_directory, one.student, course.assignment_id)
            )
            if not self._wanted(one, target):
                done.add(one.student)
                self.report.before.append(one.student)
                self.log.info(
                    "No newer submission to collect: %s %s"
                    if self.update
                    else "Submission already exists, use --update to update: %s %s",
                    one.student,
                    course.assignment_id,
                )
                continue
            try:
                take(one.path, target, self._bounds(), course.ignore)
            except Refused as why:
                self._refuse(one.path.name, str(why))
                continue
            except OSError as error:
                self._refuse(one.path.name, f"it cannot be copied ({error.strerror}).")
                continue
            done.add(one.student)
            self._stamp(one, target)
            self.report.taken.append(one.student)
            self._mend(one.student, target)
            self.log.info("Collecting submission: %s %s", one.student, course.assignment_id)
        self._note()

    def _mend(self, student: str, target: Path) -> None:
        """Mend what the student broke, so that nbgrader finds and reads it whoever grades it."""
        from course_utils.grading.desk.mend import at_once

        words = at_once(Path(self.coursedir.root), self.coursedir.assignment_id, student, target)
        if words:
            self.mended[student] = " ".join(words)
            said = [self.report.notes.get(student, ""), "The doctor:", *words]
            self.report.notes[student] = " ".join(said).strip()
            self.log.info("The doctor of hand-ins on %s: %s", student, " ".join(words))

    def _note(self) -> None:
        """Keep what was refused and mended, and forget what was noted of older hand-ins."""
        root, assignment = Path(self.coursedir.root), self.coursedir.assignment_id
        if self.coursedir.student_id == "*":
            note(root, assignment, REFUSED, self.report.refused)
        for what in (FAILED, MENDED):
            known = noted(root, assignment, what)
            kept = {one: words for one, words in known.items() if one not in self.report.taken}
            note(root, assignment, what, {**kept, **(self.mended if what == MENDED else {})})

    def _wanted(self, one: HandIn, target: Path) -> bool:
        if not target.is_dir():
            return True
        there = self.coursedir.get_existing_timestamp(str(target))
        if self.update and (there is None or one.when > there):
            return True
        return bool(self.before_duedate and there != one.when)

    def _bounds(self) -> Bounds:
        usual = Bounds()
        return Bounds(
            file=min(self.coursedir.max_file_size * 1000, usual.file),
            notebook=min(self.coursedir.max_file_size * 1000, usual.notebook),
            total=min(self.coursedir.max_dir_size * 1000, usual.total),
        )

    def _stamp(self, one: HandIn, target: Path) -> None:
        """Note when it was handed in: not what the student's own file says."""
        written = datetime.datetime.fromtimestamp(one.path.lstat().st_ctime, datetime.UTC)
        if written.replace(tzinfo=None) > one.when + AHEAD:
            words = f"it says {one.text}, but was last changed {written:%Y-%m-%d %H:%M:%S} UTC."
            self.report.notes[one.student] = words
            self.log.warning("%s: %s", one.student, words)
        put(target / TIMESTAMP, one.text)
        # Without it, releasing feedback would stop for everybody.
        secret = target / SECRET
        try:
            good = 0 < secret.stat().st_size <= 256 and secret.read_text("ascii").isalnum()
        except (OSError, UnicodeDecodeError):
            good = False
        if not good:
            put(secret, secrets.token_hex(64))


class Release(ExchangeReleaseAssignment):
    """nbgrader's releasing; in the folders that it makes, nobody can rename or remove what others put there."""

    def ensure_root(self) -> None:
        """Make the exchange; one's own in a folder into which nobody else can look."""
        if Path(self.root) == home.exchange():
            home.made(home.home())
        super().ensure_root()
        _keep_owners(Path(self.root))

    def init_dest(self) -> None:
        """Make the course's folders."""
        super().init_dest()
        _keep_owners(Path(self.inbound_path))


def _keep_owners(folder: Path) -> None:
    """Set the sticky bit of a folder of ours where everybody writes."""
    found = folder.stat()
    if found.st_uid == os.getuid() and found.st_mode & stat.S_IWOTH:
        folder.chmod(stat.S_IMODE(found.st_mode) | stat.S_ISVTX)


def put(path: Path, text: str) -> None:
    """Write a file, whatever stands there."""
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.write_text(text, encoding="utf-8")


def collect(root: Path, assignment: str, update: bool = False) -> Collected:
    """Collect an assignment from the exchange of a course.

    Raises
    ------
    CannotGrade
        When there is no exchange to collect from.
    """
    from nbgrader.exchange import ExchangeError

    from course_utils.grading.course import CannotGrade
    from course_utils.grading.nbgrader.app import listening, opened, working_in

    app = opened(root, assignment_id=assignment)
    with working_in(root), listening(app) as heard:
        collecting = Collect(
            coursedir=app.coursedir,
            authenticator=Authenticator(parent=app),
            parent=app,
            update=update,
        )
        try:
            collecting.start()
        except ExchangeError:
            last = heard.lines[-1].words if heard.lines else "there is no exchange."
            raise CannotGrade(f"Nothing was collected: {last}") from None
    return collecting.report

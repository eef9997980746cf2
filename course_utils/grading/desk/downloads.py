"""Collecting without an exchange: what Canvas, Moodle or a mailbox gave, as a folder or a zip file.

Who handed in is told by what the platform called the file, and looked up on the roster. Students made
what is inside, so nothing there is trusted: it is taken as a hand-in of the exchange is.
"""

from __future__ import annotations

import filecmp
import re
import secrets
import shutil
import stat
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from course_utils.grading.archives import LEFT_OUT, unpack
from course_utils.grading.desk.found import SUBMITTED, TIMESTAMP, moment
from course_utils.grading.desk.roster import Person, Roster
from course_utils.grading.desk.settings import CannotRun
from course_utils.grading.handed_in import Bounds, Refused, good_name, take
from course_utils.grading.nbgrader.collect import SECRET, Collected, put
from course_utils.grading.noted import FAILED, MENDED, REFUSED, note, noted

CANVAS = re.compile(r".*?_(?P<late>LATE_)?(?P<user>\d+)_\d+_(?P<file>.+)")
TYPED = re.compile(r".*?_\d+_(?:text|link)\.html")
NAMELESS = re.compile(r"(?:LATE_)?anon_\w+_\d+_.+|Participant \d+_\d+_assignsubmission_.*")
MOODLE = re.compile(r"(?P<name>.+)_\d+_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<file>.*))?")


@dataclass(frozen=True)
class Part:
    """A file or a folder of a download.

    Attributes
    ----------
    path : Path
    student : str
        Whose it is.
    name : str
        What the student called it; empty for a folder that is the whole hand-in.
    late : bool
        Whether Canvas calls it late.
    """

    path: Path
    student: str
    name: str = ""
    late: bool = False


def collect(
    root: Path, assignment: str, source: Path, when: datetime | None = None, update: bool = False
) -> Collected:
    """Take an assignment's hand-ins from a download.

    Parameters
    ----------
    root : Path
        The cohort's folder.
    assignment : str
    source : Path
        A folder, or a zip file.
    when : datetime, optional
        When they were handed in, in UTC; now if not given, since a download does not say.
    update : bool
        Whether a hand-in that differs takes the place of one that is there.

    Raises
    ------
    CannotRun
        If there is no such download, or no such assignment.
    """
    if not (root / "exercises" / assignment).is_dir():
        raise CannotRun(f"There is no assignment {assignment} in {root / 'exercises'}.")
    if not source.is_dir() and not zipfile.is_zipfile(source):
        raise CannotRun(f"{source} is neither a folder nor a zip file.")
    when = when or datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    report, roster = Collected(), Roster.read(root)
    with tempfile.TemporaryDirectory(prefix=".collecting-", dir=root) as aside:
        folder = source
        if not source.is_dir():
            folder = Path(aside) / "download"
            report.refused |= unpack(source, folder, lambda path: path.parts[0])
        parts: dict[str, list[Part]] = {}
        for path in sorted(folder.iterdir()):
            if path.name.startswith(".") or path.name in LEFT_OUT or path.name in report.refused:
                continue
            try:
                part = told(path, roster)
            except Refused as why:
                report.refused[path.name] = str(why)
            else:
                parts.setdefault(part.student, []).append(part)
        for number, (student, listed) in enumerate(sorted(parts.items())):
            target = root / SUBMITTED / student / assignment
            if target.exists() and not update:
                report.before.append(student)
                continue
            try:
                made = _together(listed, Path(aside) / str(number))
                if target.exists() and _same(made, target):
                    report.before.append(student)
                    continue
                take(made, target)
            except (Refused, OSError) as why:
                words = str(why) if isinstance(why, Refused) else f"it cannot be read ({why})."
                report.refused |= {part.path.name: words for part in listed}
                continue
            put(target / TIMESTAMP, f"{when} UTC")
            put(target / SECRET, secrets.token_hex(64))  # as nbgrader's feedback wants it
            report.taken.append(student)
            if words := _noteworthy(root, assignment, student, when, listed):
                report.notes[student] = words
    note(root, assignment, REFUSED, report.refused)
    for what in (FAILED, MENDED):
        known = noted(root, assignment, what)
        kept = {one: words for one, words in known.items() if one not in report.taken}
        note(root, assignment, what, kept)
    return report


def told(path: Path, roster: Roster) -> Part:
    """Return what a file or a folder of a download is, and whose, by its name.

    Raises
    ------
    Refused
        If the name tells of nobody on the roster, or of more than one.
    """
    if NAMELESS.fullmatch(path.name):
        raise Refused(
            "it hides whose it is: end the anonymous marking there, or download once with names."
        )
    if TYPED.fullmatch(path.name):
        raise Refused("it is what was typed into Canvas, and no file.")
    if canvas := CANVAS.fullmatch(path.name):
        user = canvas["user"]
        who = _only(roster, lambda one: one.canvas_id == user, f"Canvas's ID {user}")
        return Part(path, who, canvas["file"], bool(canvas["late"]))
    if moodle := MOODLE.fullmatch(path.name):
        if moodle["kind"] != "file":
            raise Refused("it is what was typed into Moodle, and no file.")
        name = _plain(moodle["name"])
        who = _only(
            roster,
            lambda one: name in (
                _plain(f"{one.first_name} {one.last_name}"),
                _plain(f"{one.last_name} {one.first_name}"),
            ),
            f"the name {moodle['name']!r}",
        )  # fmt: skip
        return Part(path, who, moodle["file"] or "")
    for name in (path.name, path.stem):
        if any(one.id == name for one in roster.active):
            return Part(path, name, "" if path.is_dir() else path.name)
    raise Refused(
        "its name is neither an id on the roster nor what Canvas or Moodle call a hand-in."
    )


def _only(roster: Roster, fits: Callable[[Person], bool], words: str) -> str:
    found = [one.id for one in roster.active if fits(one)]
    if len(found) == 1:
        return found[0]
    if found:
        raise Refused(f"{', '.join(found)} on the roster have {words}: rename it to one's id.")
    raise Refused(f"nobody on the roster has {words}: rename it to the student's id.")


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _together(parts: list[Part], made: Path) -> Path:
    """Put a student's parts into one new folder; archives are unpacked there."""
    folders = [part for part in parts if not part.name]
    if len(folders) > 1:
        names = ", ".join(part.path.name for part in folders)
        raise Refused(f"there are several folders of one student: {names}.")
    if folders:
        take(folders[0].path, made, ignore=[".*", *LEFT_OUT])
    made.mkdir(exist_ok=True)
    for part in parts:
        if part.name:
            _copy(part, made / part.name)
    for archive in sorted(made.glob("*.[zZ][iI][pP]")):
        _opened(archive, made)
    return made


def _opened(archive: Path, made: Path) -> None:
    """Put what a student's archive holds in its place."""
    refused = unpack(archive, made, lambda _: archive.name)
    if refused:
        raise Refused(f"{archive.name}: {refused[archive.name]}")
    archive.unlink()


def _copy(part: Part, target: Path) -> None:
    """Copy a part that is a plain file; nothing is followed and nothing waited for."""
    found = part.path.lstat()
    if not stat.S_ISREG(found.st_mode):
        raise Refused("it is no plain file.")
    archive = part.name.lower().endswith(".zip")  # of which unpacking bounds what is in it
    most = Bounds().total if archive else Bounds().of(part.name)
    if found.st_size > most:
        raise Refused(f"it is larger than {most >> 20} MB.")
    if not good_name(part.name):
        raise Refused(f"{part.name[:60]!r} is a name that cannot be kept.")
    if target.exists():
        raise Refused(f"{part.name} is in it twice.")
    shutil.copyfile(part.path, target)


def _same(new: Path, there: Path) -> bool:
    """Say whether a hand-in is the one that is there, but for what collecting adds."""

    def files(folder: Path) -> set[Path]:
        found = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
        return found - {Path(TIMESTAMP), Path(SECRET)}

    names = files(new)
    return names == files(there) and all(
        filecmp.cmp(new / name, there / name, shallow=False) for name in names
    )


def _noteworthy(
    root: Path, assignment: str, student: str, when: datetime, parts: list[Part]
) -> str:
    """Say what an instructor should know of a hand-in that was taken."""
    words = ["Canvas calls it late."] if any(part.late for part in parts) else []
    graded = root / "autograded" / student / assignment / TIMESTAMP
    if graded.is_file():
        before = moment(graded.read_text(encoding="utf-8"))
        if before is None or before >= when:
            words.append(
                "It was graded before, at a moment that is not earlier: "
                f"'pmlab cohort grade {assignment} --student {student} --force' grades it again."
            )
    return " ".join(words)

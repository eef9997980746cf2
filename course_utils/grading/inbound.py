"""What stands in the exchange's inbound folder: hand-ins, and what was probably meant to be one.

Whoever has an account writes there, and not only by ``nbgrader submit``: a folder that somebody copied
or renamed by hand is no hand-in for nbgrader. None is passed over in silence.
"""

from __future__ import annotations

import difflib
import os
import re
import stat
import sys
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from course_utils.grading.desk.found import moment
from course_utils.grading.handed_in import Refused, good_student

AHEAD = timedelta(minutes=10)
"""How far clocks may be apart."""
MOST = 200
"""How many are looked at of those whose name says nothing; the others are counted."""
FORM = "its name has not the form STUDENT+ASSIGNMENT+TIME"
_LEFT_ALONE = (".DS_Store", ".ipynb_checkpoints", "__pycache__")


@dataclass(frozen=True)
class HandIn:
    """A folder in the exchange."""

    path: Path
    student: str
    assignment: str
    when: datetime
    text: str
    """The time as it stands in the folder's name."""


@dataclass
class Inbound:
    """What is in the exchange.

    Attributes
    ----------
    hand_ins : list of HandIn
        What can be collected, by its name.
    refused : dict of dict of str
        By assignment, why a folder of it is no hand-in, by the folder's name.
    strays : dict of str
        The same of those of which nothing says to which assignment they belong.
    """

    hand_ins: list[HandIn] = field(default_factory=list)
    refused: dict[str, dict[str, str]] = field(default_factory=dict)
    strays: dict[str, str] = field(default_factory=dict)


def look_into(
    inbound: Path,
    assignments: Iterable[str],
    students: Collection[str] = (),
    check_owner: bool = True,
) -> Inbound:
    """Look at everything in an exchange.

    Parameters
    ----------
    inbound : Path
        The folder; what cannot be listed holds nothing.
    assignments : iterable of str
        All of the course.
    students : collection of str
        Who belongs to it; empty where nobody knows.
    check_owner : bool
        Whether a folder's owner has to be the student.
    """
    known, found, guessed, more = list(assignments), Inbound(), 0, 0
    try:
        paths = sorted(path for path in inbound.iterdir() if path.name not in _LEFT_ALONE)
    except OSError:
        return found
    for path in paths:
        parts = path.name.split("+")
        said = parts[1] if len(parts) in (3, 4) and parts[1] in known else ""
        if said:
            try:
                found.hand_ins.append(read_name(path, said, check_owner))
            except Refused as why:
                found.refused.setdefault(said, {})[path.name] = str(why)
        elif guessed == MOST:
            more += 1
        else:
            guessed += 1
            assignment, words = _meant(path, known, students)
            if assignment:
                found.refused.setdefault(assignment, {})[path.name] = words
            else:
                found.strays[path.name] = words
    if more:
        found.strays[f"{more:,} more"] = "are called like no hand-in; only the first are named."
    return found


def owner_of(path: Path) -> str | None:
    """Return the account that owns a path; None where that is the one that asks.

    Raises
    ------
    Refused
        If no account is known by that number.
    """
    uid = path.lstat().st_uid
    if uid == os.getuid():
        return None
    import pwd

    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        raise Refused(f"no account has its owner's number {uid}.") from None


def read_name(path: Path, assignment: str, check_owner: bool = True) -> HandIn:
    """Return what a folder of the exchange is; whose it is, its owner decides.

    What belongs to the collecting account itself has no other owner to ask: there the name holds.

    Raises
    ------
    Refused
    """
    parts = path.name.split("+")
    if len(parts) not in (3, 4) or parts[1] != assignment:
        raise Refused(f"{FORM}.")
    named, text = parts[0], parts[2]
    if not good_student(named):
        raise Refused("its name begins with what cannot be a student's id.")
    owner = owner_of(path) if check_owner and sys.platform != "win32" else None
    if owner is not None and owner != named:
        raise Refused(f"it says that it is of {named}, but {owner} put it there.")
    when = _time(text)
    if when is None:
        raise Refused("its name holds no time.")
    if when > datetime.now(UTC).replace(tzinfo=None) + AHEAD:
        raise Refused(f"its time, {text}, has not come yet.")
    return HandIn(path, named, assignment, when, text)


def _time(text: str) -> datetime | None:
    if when := moment(text):
        return when
    from nbgrader.utils import parse_utc

    try:
        found = parse_utc(text)
    except (ValueError, OverflowError):
        return None
    return found if isinstance(found, datetime) else None


# -- what was meant


def _meant(path: Path, assignments: list[str], students: Collection[str]) -> tuple[str, str]:
    """Return of which assignment a folder probably is, or "", and a sentence."""
    try:
        found = path.lstat()
    except OSError:
        return "", "it went while it was looked at."
    folder = stat.S_ISDIR(found.st_mode)
    parts = path.name.split("+")
    assignment = _assignment(path, assignments, folder)
    student = _student(path, students)
    if len(parts) in (3, 4) and good_student(parts[1]):
        words = f"there is no assignment {parts[1]}"
    else:
        words = FORM
    if not folder:
        words = f"it is no folder, and {words}"
    if not assignment:
        whose = f"probably {student}'s" if student else "nothing says whose it is"
        return "", f"{words}; {whose}, and nothing says of which assignment."
    if not student:
        return assignment, f"{words}; probably of {assignment}, and nothing says whose."
    whose = f"{words}; probably {student}'s hand-in of {assignment}"
    if not folder:
        return assignment, f"{whose}: 'pmlab collect {assignment} --from FOLDER' takes files."
    now = datetime.now(UTC).replace(tzinfo=None)
    said = _time(parts[2]) if len(parts) in (3, 4) else None
    if said is None or said > now:
        # Not the time at which it was last written to: whoever owns a folder can choose that.
        said = datetime.fromtimestamp(found.st_ctime, UTC)
    when = f"{said:%Y-%m-%d %H:%M:%S} UTC"
    return assignment, f"{whose}: rename it to '{student}+{assignment}+{when}' and collect again."


def _words(name: str) -> str:
    """Return a name as words between spaces, whatever stood between them."""
    return f" {re.sub(r'[^a-z0-9]+', ' ', name.casefold()).strip()} "


def _assignment(path: Path, assignments: list[str], folder: bool) -> str:
    longest = sorted(assignments, key=len, reverse=True)
    said = _words(path.name)
    for name in longest:
        if _words(name) in said:
            return name
    for part in (*path.name.casefold().split("+"), *said.split()):
        if close := difflib.get_close_matches(part[:100], assignments, 1, 0.8):
            return close[0]
    if not folder:
        return ""
    try:
        with os.scandir(path) as entries:
            inside = {entry.name for entry, _ in zip(entries, range(MOST), strict=False)}
    except OSError:
        return ""
    within = [name for name in longest if f"{name}.ipynb" in inside]
    return within[0] if len(within) == 1 else ""


def _student(path: Path, students: Collection[str]) -> str:
    """Return whose a folder probably is: its owner's, or who is named."""
    try:
        owner = owner_of(path) if sys.platform != "win32" else None
    except (Refused, OSError):
        owner = None
    if owner and (not students or owner in students):
        return owner
    said = path.name.casefold()
    named = [
        one
        for one in students
        if one.casefold() in said
        and re.search(rf"(?<![^\W_]){re.escape(one.casefold())}(?![^\W_])", said)
    ]
    longest = max(map(len, named), default=0)
    named = [one for one in named if len(one) == longest]
    if len(named) == 1:
        return named[0]
    first = path.name.partition("+")[0]
    return first if not students and first != path.name and good_student(first) else ""

"""What stands in ``submitted/`` and in the exchange: every hand-in, and whatever is odd about it.

Only names are listed and first bytes read, so that a cohort is looked through in a moment.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

SUBMITTED = "submitted"
TIMESTAMP = "timestamp.txt"
BOM = b"\xef\xbb\xbf"
_ENDING = ".ipynb"
_DEEPEST = 3
_LONGEST = 100


@dataclass(frozen=True)
class HandIn:
    """A hand-in, as it stands in ``submitted/``.

    Attributes
    ----------
    student, assignment : str
    path : Path
    when : datetime or None
        In UTC; None where nothing says.
    missing : bool
        Whether a notebook is missing at its place, so that nothing can be graded.
    odd : tuple of str
        What is odd about it, each a sentence.
    """

    student: str
    assignment: str
    path: Path
    when: datetime | None
    missing: bool = False
    odd: tuple[str, ...] = ()


@dataclass
class Found:
    """All that was handed in.

    Attributes
    ----------
    hand_ins : dict of HandIn
        By student and assignment.
    strays : list of str
        What belongs to nobody or to nothing, each a sentence.
    """

    hand_ins: dict[tuple[str, str], HandIn] = field(default_factory=dict)
    strays: list[str] = field(default_factory=list)


def expected(root: Path, assignment: str) -> list[str]:
    """Return the notebooks that an assignment's release has."""
    folder = root / "exercises" / assignment
    return sorted(path.name for path in folder.glob("*" + _ENDING)) or [assignment + _ENDING]


def look(root: Path, assignments: Iterable[str]) -> Found:
    """Look through a cohort's ``submitted/``."""
    names = {one: expected(root, one) for one in assignments}
    found = Found()
    folded: dict[str, str] = {}
    for entry in _listed(root / SUBMITTED):
        student = entry.name
        if not entry.is_dir(follow_symlinks=False):
            found.strays.append(f"{SUBMITTED}/{student} is no student's folder.")
            continue
        twin = folded.setdefault(student.casefold(), student)
        if twin != student:
            found.strays.append(
                f"{SUBMITTED}/{student} and {SUBMITTED}/{twin} differ by upper and lower case alone."
            )
        inside = _listed(Path(entry.path))
        if not inside:
            found.strays.append(f"{SUBMITTED}/{student} is empty.")
        for one in inside:
            if one.is_dir(follow_symlinks=False) and one.name in names:
                made = _hand_in(student, one.name, Path(one.path), names[one.name])
                found.hand_ins[student, one.name] = made
            else:
                found.strays.append(_stray(student, one, names))
    return found


def _stray(student: str, entry: os.DirEntry[str], names: Iterable[str]) -> str:
    where = f"{SUBMITTED}/{student}/{entry.name}"
    if not entry.is_dir(follow_symlinks=False):
        return f"{where} stands beside the assignments' folders, where nothing is graded."
    alike = {plain(name): name for name in names}.get(plain(entry.name))
    if alike:
        return f"{where} is not graded; if it is {alike}, call it that."
    return f"{where} is of no assignment that the gradebook knows."


def plain(name: str) -> str:
    """Return a name without what copying and renaming add: ``Metrics (1)`` is ``metrics``."""
    stem = name[: -len(_ENDING)] if name.lower().endswith(_ENDING) else name
    stem = re.sub(r"(?i)^(copy of|kopie von)\s+", "", stem.strip())
    stem = re.sub(r"(?i)([\s_-]*(\(\d+\)|-?copy\d*|kopie|final|v?\d+))+$", "", stem)
    return re.sub(r"\W+", "_", stem.casefold()).strip("_")


def _hand_in(student: str, assignment: str, folder: Path, names: list[str]) -> HandIn:
    inside = _listed(folder)
    files = {one.name for one in inside if one.is_file(follow_symlinks=False)}
    odd, missing = [], False
    others = sorted(name for name in files if name.lower().endswith(_ENDING) and name not in names)
    for name in names:
        if name in files:
            odd += _opening(folder / name)
            continue
        missing = True
        deep = _deeper(folder, name)
        if others:
            odd.append(f"{name} is missing; there is {_several(others)}.")
        elif deep:
            odd.append(f"{name} is missing; it is too deep, at {_several(deep)}.")
        else:
            odd.append(f"{name} is missing, and no other notebook is there.")
    if others and not missing:
        odd.append(f"{_several(others)} beside it is not graded.")
    return HandIn(student, assignment, folder, _when(folder), missing, tuple(odd))


def _several(names: list[str]) -> str:
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(name[:_LONGEST] for name in names[:3]) + more


def _deeper(folder: Path, name: str) -> list[str]:
    """Return where, in folders of the hand-in, there are notebooks; those of that name first."""
    found = []
    for place, folders, files in os.walk(folder):
        inside = Path(place).relative_to(folder)
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        if len(inside.parts) >= _DEEPEST:
            folders.clear()
        found += [(inside / one).as_posix() for one in files if one.lower().endswith(_ENDING)]
    return sorted(found, key=lambda path: (Path(path).name != name, path))


def _opening(path: Path) -> list[str]:
    """Say what a notebook's first bytes tell: a byte order mark, nothing, or no notebook."""
    try:
        with path.open("rb") as stream:
            begin = stream.read(64)
    except OSError as error:
        return [f"{path.name} cannot be read ({error.strerror})."]
    if not begin.strip():
        return [f"{path.name} is empty."]
    if begin.startswith((b"\xff\xfe", b"\xfe\xff")):
        return [f"{path.name} is in UTF-16."]
    marked = begin.startswith(BOM)
    if not begin.removeprefix(BOM).lstrip().startswith(b"{"):
        return [f"{path.name} is no notebook."]
    return [f"{path.name} begins with a byte order mark."] if marked else []


def _when(folder: Path) -> datetime | None:
    try:
        with (folder / TIMESTAMP).open("rb") as stream:
            return moment(stream.read(100).decode("utf-8-sig", "replace"))
    except OSError:
        return None


def moment(text: str) -> datetime | None:
    """Return a moment in UTC that nbgrader wrote, such as ``2026-10-01 10:00:00.123 UTC``."""
    try:
        found = datetime.fromisoformat(text.strip().removesuffix(" UTC").strip())
    except ValueError:
        return None
    return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found


def _listed(folder: Path) -> list[os.DirEntry[str]]:
    """Return what a folder holds, in order, without what is hidden."""
    try:
        with os.scandir(folder) as entries:
            return sorted(
                (one for one in entries if not one.name.startswith(".")), key=lambda one: one.name
            )
    except OSError:
        return []

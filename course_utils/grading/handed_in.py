"""Taking a hand-in out of a folder where students write: plain files of one owner, within bounds.

Nothing is followed and nothing is waited for, whatever the folder holds and however it changes while
it is read. A hand-in is taken whole or refused with one sentence.
"""

from __future__ import annotations

import fnmatch
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

STUDENT = re.compile(r"\w[\w.@-]{0,63}")
"""An id that is safe as the name of a folder, in a pattern and on a page."""
NOTEBOOK = ".ipynb"
_PIECE = 1 << 20


class Refused(Exception):
    """A hand-in is not taken; the sentence says why."""


@dataclass(frozen=True)
class Bounds:
    """How large a hand-in may be."""

    depth: int = 10
    """Folders within folders."""
    entries: int = 2_000
    """Files and folders together."""
    file: int = 100 << 20
    """Bytes of one file."""
    notebook: int = 300 << 20
    """Bytes of a notebook: what it printed is no answer, and is cut before it is graded."""
    total: int = 300 << 20
    """Bytes of all files."""

    def of(self, name: str) -> int:
        """Return how large a file of that name may be."""
        return self.notebook if name.lower().endswith(NOTEBOOK) else self.file


def good_name(name: str) -> bool:
    """Say whether a file's name can be kept: text without separators or control characters."""
    return (
        0 < len(name) <= 200
        and name not in (".", "..")
        and name.isprintable()
        and not set(name) & {"/", "\\", ":"}
    )


def good_student(student: str) -> bool:
    """Say whether an id can stand as a folder's name, alone and in a pattern."""
    return STUDENT.fullmatch(student) is not None


def take(
    source: Path, target: Path, bounds: Bounds | None = None, ignore: Iterable[str] = ()
) -> None:
    """Copy a hand-in, whole or not at all; what stands at the target goes only when it succeeds.

    Parameters
    ----------
    source
        The folder of the hand-in; its owner has to own all that is in it.
    target
        Where to; the folder above it is made.
    bounds
        How large it may be.
    ignore
        Patterns of names that are left out.

    Raises
    ------
    Refused
        If anything in it is no plain file or folder, belongs to somebody else, has a name that
        cannot be kept, or is beyond the bounds.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=".taking-", dir=target.parent))
    try:
        _Taking(bounds or Bounds(), tuple(ignore)).start(source, building / "new")
        if target.is_symlink() or target.is_file():
            target.unlink()
        elif target.exists():
            target.rename(building / "before")
        (building / "new").rename(target)
    finally:
        shutil.rmtree(building, ignore_errors=True)


class _Taking:
    def __init__(self, bounds: Bounds, ignore: tuple[str, ...]) -> None:
        self.bounds, self.ignore = bounds, ignore
        self.entries = self.total = 0
        self.owner = -1

    def start(self, source: Path, target: Path) -> None:
        try:
            handle = os.open(source, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except OSError:
            raise Refused("it is no folder that can be read.") from None
        try:
            self.owner = os.fstat(handle).st_uid
            self.folder(handle, "", target, 0)
        finally:
            os.close(handle)

    def folder(self, handle: int, where: str, target: Path, depth: int) -> None:
        if depth > self.bounds.depth:
            raise Refused(f"its folders stand more than {self.bounds.depth} deep in each other.")
        target.mkdir(mode=0o755)
        with os.scandir(handle) as entries:
            for entry in entries:
                self.entries += 1
                if self.entries > self.bounds.entries:
                    raise Refused(f"it has more than {self.bounds.entries:,} files and folders.")
                if any(fnmatch.fnmatch(entry.name, pattern) for pattern in self.ignore):
                    continue
                if not good_name(entry.name):
                    raise Refused(f"{entry.name[:60]!r} in it is a name that cannot be kept.")
                self.entry(handle, entry.name, where + entry.name, target, depth)

    def entry(self, handle: int, name: str, where: str, target: Path, depth: int) -> None:
        kind = os.stat(name, dir_fd=handle, follow_symlinks=False).st_mode
        if not (stat.S_ISDIR(kind) or stat.S_ISREG(kind)):
            raise Refused(f"{where} in it is {_kind(kind)}, no plain file.")
        # NONBLOCK: what was a file a moment ago may be a pipe now.
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        try:
            opened = os.open(name, flags, dir_fd=handle)
        except OSError as error:
            raise Refused(f"{where} in it cannot be read ({error.strerror}).") from None
        try:
            found = os.fstat(opened)
            if found.st_uid != self.owner:
                raise Refused(f"{where} in it belongs to somebody else.")
            if stat.S_ISDIR(found.st_mode):
                self.folder(opened, where + "/", target / name, depth + 1)
            elif stat.S_ISREG(found.st_mode):
                self.file(opened, where, target / name)
            else:
                raise Refused(f"{where} in it changed while it was read.")
        finally:
            os.close(opened)

    def file(self, opened: int, where: str, target: Path) -> None:
        size, most = 0, self.bounds.of(target.name)
        with open(target, "xb") as out:
            while piece := os.read(opened, _PIECE):
                size += len(piece)
                self.total += len(piece)
                if size > most:
                    raise Refused(f"{where} in it is larger than {most >> 20} MB.")
                if self.total > self.bounds.total:
                    raise Refused(f"it is larger than {self.bounds.total >> 20} MB.")
                out.write(piece)


def _kind(mode: int) -> str:
    for test, words in (
        (stat.S_ISLNK, "a link"),
        (stat.S_ISFIFO, "a pipe"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISBLK, "a device"),
        (stat.S_ISCHR, "a device"),
    ):
        if test(mode):
            return words
    return "something unknown"


def swept(folder: Path) -> list[str]:
    """Remove from a hand-in's own folder what is no plain file, however it came there.

    nbgrader copies what a link points to, and waits for pipes. What `take` brought has none.

    Returns
    -------
    list of str
        What was removed, in words.
    """
    removed = []
    for place, folders, names in os.walk(folder):
        for name in [*folders, *names]:
            path = Path(place, name)
            mode = path.lstat().st_mode
            if not (stat.S_ISDIR(mode) or stat.S_ISREG(mode)):
                path.unlink()
                removed.append(f"{path.relative_to(folder).as_posix()} ({_kind(mode)})")
    return removed

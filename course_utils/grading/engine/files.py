"""Which files of a hand-in go into the jail. Everything in the folder may be a student's trap."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

WORK, HOME, TEMPORARY, GIVEN = "work", "home", "tmp", "given"
"""Folders of a submission's process: the hand-in, its home, its scratch, and what it is given."""

KEPT = ("answers", "progress")
"""Folders where widgets keep what the student did: part of a hand-in, and of no assignment."""
HIDDEN = (".ipynb_checkpoints", "__pycache__", ".git", "feedback")
"""Folders that no cell needs. Notebooks stay out as well: they hold the hidden tests."""
LARGEST = 128 << 20
"""Bytes of one file, and of all files together."""
MOST = 2_000
"""Number of files."""


@dataclass(frozen=True)
class Given:
    """A file for the submission."""

    path: str
    """Where it goes, relative to the submission's folder."""
    source: Path


def gather(folder: Path, notebooks: bool = False) -> tuple[list[Given], list[str]]:
    """Return the plain files of a folder, and words on what was left out.

    Symbolic links, pipes and devices are never followed or opened.
    """
    found: list[Given] = []
    left_out: list[str] = []
    for path in _walk(folder):
        name = path.relative_to(folder).as_posix()
        if path.suffix == ".ipynb" and not notebooks:
            continue
        try:
            status = path.lstat()
        except OSError:
            continue
        if not stat.S_ISREG(status.st_mode):
            left_out.append(f"{name} is no plain file")
        elif status.st_size > LARGEST:
            left_out.append(f"{name} is larger than {LARGEST >> 20} MB")
        elif len(found) == MOST:
            left_out.append(f"there are more than {MOST} files")
            break
        else:
            found.append(Given(name, path))
    return found, left_out


def read(given: Given, left: int) -> bytes | None:
    """Return a file's content, or None if it is not, or no longer, a plain file of allowed size."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        descriptor = os.open(given.source, flags | getattr(os, "O_BINARY", 0))
    except OSError:
        return None
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return None
        content = file.read(left + 1)
    return content if len(content) <= left else None


def _walk(folder: Path) -> Iterator[Path]:
    for here, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if name not in HIDDEN)
        # os.walk lists links to folders among the folders; they are reported, not entered.
        for name in folders:
            if os.path.islink(os.path.join(here, name)):
                yield Path(here, name)
        for name in sorted(names):
            yield Path(here, name)

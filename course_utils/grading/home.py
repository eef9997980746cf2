"""Where an instructor's secrets live: one folder outside of every course, which only its owner reads.

In it: ``secrets/COURSE.secret``, from which all students' companies and seeds follow, and
``exchange/``, unless a shared exchange is named.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

VARIABLE = "PMLAB_HOME"
_SECRET = re.compile(rb"\s*[0-9a-f]{64}\s*")
_LOOKED_INTO = ("", ".pmlab", "companies", "solutions", "exercises", "notebooks", "datasets")


def home() -> Path:
    """Return the folder: ``PMLAB_HOME``, or ``pmlab`` where this system keeps a user's data."""
    if chosen := os.environ.get(VARIABLE):
        return Path(chosen).expanduser().absolute()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local") / "pmlab"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "pmlab"


def made(folder: Path) -> Path:
    """Return a folder of the home, made so that nobody else can look into it."""
    for each in (*reversed(folder.relative_to(home()).parents), folder.relative_to(home())):
        path = home() / each
        if not path.is_dir():
            path.mkdir(parents=True, mode=0o700)
    return folder


def secret_of(course: str) -> Path:
    """Return the file of a cohort's secret; whether or not it is there."""
    name = re.sub(r"[^\w.-]", "_", course)
    return home() / "secrets" / f"{name}.secret"


def exchange() -> Path:
    """Return where hand-ins go when no shared exchange is named."""
    return home() / "exchange"


def private() -> bool:
    """Say whether the home is there and nobody else can look into it."""
    try:
        found = home().stat()
    except OSError:
        return False
    return os.name == "nt" or (found.st_uid == os.getuid() and not found.st_mode & 0o077)


def faults() -> Iterator[str]:
    """Yield what is wrong with the rights of the home and of the secrets in it."""
    if os.name == "nt":
        return
    place = home()
    for path in [place, place / "secrets", *sorted((place / "secrets").glob("*"))]:
        try:
            found = path.lstat()
        except OSError:
            continue
        folder = stat.S_ISDIR(found.st_mode)
        if found.st_uid != os.getuid():
            yield f"{path} belongs to somebody else: make one of your own."
        elif stat.S_ISLNK(found.st_mode):
            yield f"{path} is a link: put the secret itself there."
        elif found.st_mode & 0o077:
            yield f"others can read {path}: run 'chmod {700 if folder else 600} {path}'."


def strays(root: Path) -> Iterator[Path]:
    """Yield secrets of cohorts that stand in a course's folder, where students may come to see them."""
    for name in _LOOKED_INTO:
        for path in sorted((root / name).glob("*") if (root / name).is_dir() else ()):
            try:
                small = stat.S_ISREG(path.lstat().st_mode) and path.lstat().st_size < 200
                if small and _SECRET.fullmatch(path.read_bytes()):
                    yield path
            except OSError:
                continue

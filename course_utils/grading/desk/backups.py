"""Copies of gradebook, roster, readers' marks and releases, made before each command that writes; and the way back."""

from __future__ import annotations

import contextlib
import re
import shutil
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from course_utils import files
from course_utils.grading.desk import marks, roster
from course_utils.grading.desk.settings import BOOK, CannotRun, Settings

PLACE = Path(".pmlab") / "backups"
RELEASES = "exercises"
_WITH_RELEASES = ("release", "restore")
"""Before which the releases are copied as well."""
_NOT_RELEASED = shutil.ignore_patterns(".*", "answers", "progress", "feedback", "__pycache__")
KEPT = 30
"""How many copies stay; the oldest go."""
_NAME = re.compile(r"\d{8}T\d{6}-\d{3}-[a-z]+")


@dataclass(frozen=True)
class Backup:
    """A copy of a cohort's gradebook, its roster and what readers gave.

    Attributes
    ----------
    name : str
        When it was made, in UTC, and before what.
    path : Path
    """

    name: str
    path: Path


def listed(root: Path) -> list[Backup]:
    """Return a cohort's backups, the latest first."""
    found = [path for path in (root / PLACE).glob("*") if _NAME.fullmatch(path.name)]
    return [Backup(path.name, path) for path in sorted(found, reverse=True)]


def _of(root: Path, stamp: str) -> list[Backup]:
    return [one for one in listed(root) if one.name.startswith(stamp)]


def make(root: Path, settings: Settings, before: str, spared: Backup | None = None) -> Backup:
    """Copy what a cohort knows, whole or not at all, as it is before something is written.

    Parameters
    ----------
    root : Path
        The cohort's folder.
    settings : Settings
    before : str
        The command that will write, one word.
    spared : Backup, optional
        One that stays even if it is the oldest.

    Raises
    ------
    CannotRun
        If there is no room or no right to write; then nothing else should be written either.
    """
    stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%S}"
    number = 1 + max((int(one.name[16:19]) for one in _of(root, stamp)), default=-1)
    path = root / PLACE / f"{stamp}-{number:03}-{before}"
    try:
        with files.new_folder(path) as building:
            building.chmod(0o700)
            _copy_book(root, settings, building / BOOK)
            if (root / roster.FILE).is_file():
                shutil.copyfile(root / roster.FILE, building / roster.FILE)
            if (root / marks.PLACE).is_dir():
                shutil.copytree(root / marks.PLACE, building / marks.PLACE)
            if before in _WITH_RELEASES and (root / RELEASES).is_dir():
                shutil.copytree(root / RELEASES, building / RELEASES, ignore=_NOT_RELEASED)
            for copy in building.rglob("*"):
                copy.chmod(0o700 if copy.is_dir() else files.PRIVATE)
    except (OSError, sqlite3.Error) as error:
        raise CannotRun(f"Nothing was done, since no backup could be made: {error}.") from None
    for old in listed(root)[KEPT:]:
        if old != spared:
            shutil.rmtree(old.path, ignore_errors=True)
    return Backup(path.name, path)


def drop(backup: Backup) -> None:
    """Remove a backup before a command that then had nothing to write, so that older ones stay."""
    shutil.rmtree(backup.path, ignore_errors=True)


def restore(root: Path, settings: Settings, name: str = "") -> tuple[Backup, Backup]:
    """Bring a backup back, the latest if none is named.

    What readers gave only grows: of that, what is not there any more comes back, and nothing goes.
    Of one made before a release, the releases come back as well; files that came since stay.

    Returns
    -------
    tuple of Backup
        The one that was brought back, and one of how it was before.

    Raises
    ------
    CannotRun
        If there is no such backup, or it cannot be brought back.
    """
    found = listed(root)
    wanted = next((one for one in found if name in ("", one.name)), None)
    if wanted is None:
        names = ", ".join(one.name for one in found[:5]) or "none"
        raise CannotRun(f"There is no backup {name}; there is {names}.")
    if not (wanted.path / BOOK).is_file():
        raise CannotRun(f"{wanted.name} has no gradebook, since there was none: name another.")
    now = make(root, settings, "restore", wanted)
    try:
        _put_back(root, settings, wanted.path / BOOK)
        if (wanted.path / roster.FILE).is_file():
            files.write(root / roster.FILE, (wanted.path / roster.FILE).read_bytes(), files.PRIVATE)
        for given in sorted((wanted.path / marks.PLACE).glob("*.jsonl")):
            _give_back(given, root / marks.PLACE / given.name)
        for released in sorted((wanted.path / RELEASES).rglob("*")):
            if released.is_file():
                path = root / released.relative_to(wanted.path)
                if not path.is_file() or path.read_bytes() != released.read_bytes():
                    files.write(path, released.read_bytes())
    except (OSError, sqlite3.Error) as error:
        raise CannotRun(f"{wanted.name} cannot be brought back: {error}.") from None
    return wanted, now


def _give_back(given: Path, path: Path) -> None:
    """Put those lines of a file of marks before the others that it has not any more."""
    there = path.read_bytes().splitlines(keepends=True) if path.is_file() else []
    kept = set(there)
    lost = [line for line in given.read_bytes().splitlines(keepends=True) if line not in kept]
    if lost:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        files.write(path, b"".join([*lost, *there]), files.PRIVATE)


def _copy_book(root: Path, settings: Settings, target: Path) -> None:
    if settings.gradebook:
        _copy_tables(settings.gradebook, f"sqlite:///{target}")
    elif (root / BOOK).is_file():
        _copy_sqlite(root / BOOK, target)


def _put_back(root: Path, settings: Settings, source: Path) -> None:
    if settings.gradebook:
        _copy_tables(f"sqlite:///{source}", settings.gradebook)
    else:
        _copy_sqlite(source, root / BOOK)


def _copy_sqlite(source: Path, target: Path) -> None:
    """Copy a database that others may be writing to, or reading."""
    with (
        contextlib.closing(sqlite3.connect(source, timeout=30)) as old,
        contextlib.closing(sqlite3.connect(target, timeout=30)) as new,
    ):
        old.backup(new)


def _copy_tables(source: str, target: str) -> None:
    """Copy nbgrader's tables between databases of any kind, in one transaction."""
    from nbgrader import api
    from sqlalchemy import create_engine
    from sqlalchemy.exc import SQLAlchemyError

    tables = api.Base.metadata.sorted_tables
    try:
        with contextlib.ExitStack() as stack:
            old, new = create_engine(source), create_engine(target)
            for engine in (old, new):
                stack.callback(engine.dispose)
            api.Base.metadata.create_all(new)
            reader, writer = stack.enter_context(old.connect()), stack.enter_context(new.begin())
            for table in reversed(tables):
                writer.execute(table.delete())
            for table in tables:
                rows = reader.execute(table.select()).mappings()
                while some := rows.fetchmany(5000):
                    writer.execute(table.insert(), [dict(row) for row in some])
    except SQLAlchemyError as error:
        words = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise CannotRun(f"The gradebook cannot be copied: {words}") from None

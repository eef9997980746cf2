"""Files: what they hold, writing them whole or not at all, and one writer at a time."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

READABLE = 0o644
"""Mode of what we write: the exchange copies files for other accounts to read."""
PRIVATE = 0o600
PATIENCE = 1.0
"""Seconds in which a rename that is refused is tried again."""
_MOMENTARY = (errno.EACCES, errno.EBUSY, getattr(errno, "ESTALE", errno.EBUSY))
_LEFT_BEHIND = 60.0
_POLL = 0.005


# What files hold


def digest(*parts: Any) -> str:
    r"""Return a digest of what something is made of: 32 hex digits.

    Parameters
    ----------
    *parts
        Paths of files and folders, of which the content counts (``\r\n`` as ``\n``, so that a
        checkout on Windows has the same), and JSON-like data. What is hidden or compiled does not
        count, and a path at which nothing stands adds nothing.
    """
    total = hashlib.sha256()
    for part in parts:
        if isinstance(part, Path):
            for path in _files(part):
                text = path.read_bytes().replace(b"\r\n", b"\n")
                total.update(f"{path.name}\0{len(text)}\0".encode() + text)
        else:
            total.update(json.dumps(part, sort_keys=True).encode() + b"\0")
    return total.hexdigest()[:32]


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    if not path.is_dir():
        return []
    return sorted(
        file
        for file in path.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts and not file.name.startswith(".")
    )


def checksum(file: Path) -> str:
    """Return the SHA-256 of a file's bytes in hex, as other tools compute it."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


# Written whole or not at all


def write(path: Path, content: str | bytes, mode: int = READABLE) -> None:
    r"""Write a file so that it is at every moment either the old one or the new one.

    That holds when the process is killed, the disk is full or the power fails.

    Parameters
    ----------
    path
        The file; its folder is made if needed.
    content
        Text, which is written as UTF-8 with line ends as they are, or bytes.
    mode
        Who may read it, where the file system knows.

    Raises
    ------
    OSError
        If it cannot be written; an old file is then as it was.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode != PRIVATE:  # which is what mkstemp makes
            # Some network folders and memory sticks know no modes; all may read there anyway.
            with contextlib.suppress(OSError):
                os.chmod(name, mode)
        replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def write_json(path: Path, data: Any, mode: int = READABLE) -> None:
    """Write JSON data as `write` does, with sorted keys."""
    text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:  # half a character, which only JSON's own spelling can carry
        text = json.dumps(data, indent=1, sort_keys=True)
    write(path, text + "\n", mode)


@contextlib.contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """Make a folder whole or not at all; one that stands there goes only when the new one is done.

    Parameters
    ----------
    folder
        Its place.

    Yields
    ------
    pathlib.Path
        An empty folder beside it, to be filled. An error leaves things as they were.

    Raises
    ------
    OSError
        It cannot be put into its place.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        building.chmod(0o755)
        yield building
        _put(building, folder)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _put(building: Path, folder: Path) -> None:
    if not folder.exists():
        replace(building, folder)
        return
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    old = aside / "old"
    try:
        replace(folder, old)
        try:
            replace(building, folder)
        except OSError:
            replace(old, folder)
            raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def replace(source: str | Path, target: str | Path) -> None:
    """Rename, and try again for a moment where it is refused.

    Windows refuses while a virus scanner or another program reads the file, a network folder now
    and then.

    Raises
    ------
    OSError
        It is refused for good; both are as they were.
    """
    end = time.monotonic() + PATIENCE
    while True:
        try:
            os.replace(source, target)
            return
        except OSError as error:
            if error.errno not in _MOMENTARY or time.monotonic() > end:
                raise
        time.sleep(4 * _POLL)


def sweep(folder: Path) -> None:
    """Remove what a process left in a folder that was killed while it wrote there."""
    with contextlib.suppress(OSError):
        for path in folder.glob(".*.tmp"):
            with contextlib.suppress(OSError):
                if time.time() - path.stat().st_mtime > _LEFT_BEHIND:
                    path.unlink()


# One writer at a time


@contextlib.contextmanager
def lock(place: Path, seconds: float) -> Iterator[bool]:
    """Keep other processes and threads out that take the same lock.

    The lock is the system's: it ends with the process that holds it, so none is left behind.

    Parameters
    ----------
    place
        A file made for it, or a folder. A folder stays clean: a file among the system's temporary
        ones stands for it.
    seconds
        How long to wait for another to end.

    Yields
    ------
    bool
        Whether the lock is ours; False if the other did not end.

    Raises
    ------
    OSError
        There is no lock to be had here, as on some network disks.
    """
    from filelock import FileLock, Timeout

    # A soft lock would outlive a process that is killed.
    held = FileLock(_standing_for(place), fallback_to_soft=False, poll_interval=_POLL)
    try:
        held.acquire(timeout=seconds)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        held.release()


def _standing_for(place: Path) -> Path:
    if not place.is_dir():
        return place
    name = hashlib.sha256(str(place.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:24]
    return Path(tempfile.gettempdir()) / f"pmlab-{name}.lock"

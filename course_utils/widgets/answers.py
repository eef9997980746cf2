"""Answers that last: one small file an exercise, ``answers/<exercise>.json`` beside the notebook.

A widget's own state does not survive: running a cell again sets it back, and the grader runs every
cell. So each change by hand goes to a file at once, and the cell reads it back. Nothing that stands
in the folder is ever overwritten unread: what another window wrote, or what cannot be understood,
is kept under another name and the learner is told.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from course_utils.exercises.store import fresh, grading, write_json

FORMAT = 1
FOLDER = "answers"
MAX_BYTES = 256 * 1024
PATIENCE = 1.0
"""Seconds to wait for another kernel that writes in the same folder."""
NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NO_RIGHT = (errno.EACCES, errno.EPERM, errno.EROFS)


class NotSaved(Exception):
    """The answer could not be written; the message says why and what to do."""


@dataclass
class Answers:
    """The answers of one folder, as this kernel knows them.

    Attributes
    ----------
    folder
        The folder of the notebook.
    """

    folder: Path
    _seen: dict[str, str] = field(default_factory=dict)

    def path(self, exercise: str) -> Path:
        """Return the file of an exercise."""
        return self.folder / FOLDER / f"{exercise}.json"

    def read(
        self, exercise: str, widget: str, tidy: Callable[[Any], Any] = lambda value: value
    ) -> tuple[Any, str]:
        """Return the kept answer, None if there is none, and what the learner should know.

        Parameters
        ----------
        exercise
            Name of the exercise.
        widget
            Kind of the widget; an answer of another kind is not taken.
        tidy
            Returns the value as the exercise can use it now, or raises ValueError.

        Returns
        -------
        value, words
            Never raises: a file that cannot be used is kept under another name, and the words say
            which. Under grading nothing is renamed.
        """
        self._sweep()
        if fresh():
            return None, ""
        path = self.path(exercise)
        try:
            raw = _bytes(path)
        except OSError as error:
            return None, f"Your earlier answer in {_shown(path)} cannot be read: {_reason(error)}."
        if raw is None:
            self._seen.pop(exercise, None)
            return None, ""
        self._seen[exercise] = _digest(raw)
        try:
            return tidy(_value(raw, exercise, widget)), ""
        except (ValueError, TypeError, KeyError, IndexError, RecursionError) as error:
            why = str(error) if isinstance(error, ValueError) and str(error) else "it is damaged"
            return None, self._set_aside(exercise, path, raw, why)

    def write(self, exercise: str, widget: str, value: Any) -> str:
        """Keep an answer; return what the learner should know besides.

        Raises
        ------
        NotSaved
            If the answer is not on the disk now. An older one is then as it was.
        """
        if grading():
            return ""
        body = {
            "format": FORMAT,
            "exercise": exercise,
            "widget": widget,
            "value": value,
            "saved": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        }
        if len(json.dumps(body)) > MAX_BYTES // 2:
            raise NotSaved(f"the answer is longer than {MAX_BYTES // 2048} kB; make it shorter")
        path = self.path(exercise)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with _turn(path.parent):
                words = self._keep_other(exercise, path, value)
                write_json(path, body)
                raw = _bytes(path)
                self._seen[exercise] = _digest(raw) if raw is not None else ""
        except OSError as error:
            raise NotSaved(_reason(error)) from error
        return words

    def _keep_other(self, exercise: str, path: Path, value: Any) -> str:
        """Keep what stands in our place and was not seen yet."""
        if not path.exists():
            return ""
        if not path.is_file():
            raise NotSaved(f"{_shown(path)} is not a file; remove it")
        raw = _bytes(path)
        if raw is None or _digest(raw) == self._seen.get(exercise):
            return ""
        with contextlib.suppress(ValueError, TypeError, KeyError, RecursionError):
            if json.loads(raw.decode("utf-8"))["value"] == value:
                return ""
        aside = _aside(path, raw, "other")
        _copy(path, aside)
        return f"This was also answered in another window; that answer is kept in {_shown(aside)}."

    def _set_aside(self, exercise: str, path: Path, raw: bytes, why: str) -> str:
        words = f"The earlier answer in {_shown(path)} cannot be used: {why}."
        if grading():
            return words
        aside = _aside(path, raw, "damaged")
        try:
            os.replace(path, aside)
        except OSError:
            return f"{words} It will be kept under another name when you answer."
        self._seen.pop(exercise, None)
        return f"{words} It is kept in {_shown(aside)}; please answer again."

    def _sweep(self) -> None:
        """Remove what a kernel left that was killed while it wrote."""
        if grading():
            return
        with contextlib.suppress(OSError):
            for path in (self.folder / FOLDER).glob(".*.tmp"):
                with contextlib.suppress(OSError):
                    if time.time() - path.stat().st_mtime > 60:
                        path.unlink()


_here: Answers | None = None


def here() -> Answers:
    """Return the answers beside the notebook.

    The folder is taken once: a later ``os.chdir`` in a cell must not lose the answers.
    """
    global _here
    if _here is None:
        _here = Answers(Path.cwd())
    return _here


def _bytes(path: Path) -> bytes | None:
    """Return what a file holds, at most one byte more than an answer may have, or None."""
    try:
        # A pipe or device would make the reader wait for ever.
        if not stat.S_ISREG(path.stat().st_mode):
            raise OSError(errno.EINVAL, "it is not a file")
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return None


def _value(raw: bytes, exercise: str, widget: str) -> Any:
    if len(raw) > MAX_BYTES:
        raise ValueError("it is too large")
    try:
        body = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError):
        raise ValueError("it is damaged") from None
    if not isinstance(body, dict) or "value" not in body:
        raise ValueError("it is not an answer")
    if body.get("format") != FORMAT:
        raise ValueError("another version of the course wrote it")
    if body.get("exercise") != exercise or body.get("widget") != widget:
        raise ValueError("it belongs to another exercise")
    return body["value"]


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _aside(path: Path, raw: bytes, what: str) -> Path:
    # Named by what it holds, so that the same answer is not kept twice.
    return path.with_name(f"{path.stem}.{what}-{_digest(raw)[:8]}.json")


def _copy(path: Path, aside: Path) -> None:
    # A link is made in one step; the file itself stays until the new answer replaces it.
    try:
        os.link(path, aside)
    except FileExistsError:
        return
    except OSError:
        shutil.copyfile(path, aside)


def _shown(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _reason(error: OSError) -> str:
    if error.errno in _NO_ROOM:
        return "the disk is full; free some space"
    if error.errno in _NO_RIGHT:
        return "this folder cannot be written to; ask for the right to, or work in a copy"
    if error.errno in (errno.EEXIST, errno.ENOTDIR):
        return f'"{FOLDER}" beside the notebook is not a folder; rename it'
    return (error.strerror or str(error)).lower()


@contextlib.contextmanager
def _turn(folder: Path) -> Iterator[None]:
    """Wait until no other kernel writes here, though never for long.

    The lock is the system's: it ends with the process that holds it, so none is left behind. Where
    there is no such lock (some network disks, a browser) the writing goes on without it.
    """
    try:
        handle = _lockable(folder)
    except OSError:
        yield
        return
    try:
        end = time.monotonic() + PATIENCE
        while not _locked(handle) and time.monotonic() < end:
            time.sleep(0.005)
        yield
    finally:
        os.close(handle)


def _lockable(folder: Path) -> int:
    if os.name != "nt":
        return os.open(folder, os.O_RDONLY)
    # Windows cannot open a folder: a file named after it stands for it.
    name = hashlib.sha256(str(folder.resolve()).encode("utf-8")).hexdigest()[:24]
    return os.open(Path(tempfile.gettempdir()) / f"pmlab-{name}.lock", os.O_RDWR | os.O_CREAT)


def _locked(handle: int) -> bool:
    """Try to take the lock; also say yes where there is none to take."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except ImportError:
        return True
    except OSError as error:
        return error.errno not in (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
    return True

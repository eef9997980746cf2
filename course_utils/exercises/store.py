"""What lasts beside the notebook: answers and progress, one small JSON file an exercise.

A widget's own state does not survive: running a cell again sets it back, and the grader runs every
cell. So each change by hand goes to ``answers/<exercise>.json`` at once, and the cell reads it back.
What `check` and `hint` have said goes to ``progress/<exercise>.json``.

Nothing that stands in these folders is ever overwritten unread: what another window wrote, or what
cannot be understood, is kept under another name and the learner is told. Under grading they are
read and never written.
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
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from course_utils import files
from course_utils.exercises.record import Record

GRADING = ("autograde", "validate")
FORMAT = 1
MAX_BYTES = 256 * 1024
PATIENCE = 1.0
"""Seconds to wait for another kernel that writes in the same folder."""
NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NO_RIGHT = (errno.EACCES, errno.EPERM, errno.EROFS)


def grading() -> str:
    """Return ``autograde`` or ``validate`` while nbgrader runs the notebook, else an empty text."""
    mode = os.environ.get("NBGRADER_EXECUTION", "")
    return mode if mode in GRADING else ""


def fresh() -> bool:
    """Whether a notebook is run to be built or compared, as if nobody had worked here."""
    return bool(os.environ.get("PMLAB_FRESH"))


class NotSaved(Exception):
    """The answer could not be written; the message says why and what to do."""


@dataclass
class Store:
    """Files of one kind beside a notebook.

    Attributes
    ----------
    folder
        The folder of the notebook.
    """

    folder: Path
    kind: ClassVar[str]
    """Name of the folder that holds the files."""

    def path(self, exercise: str) -> Path:
        """Return the file of an exercise."""
        return self.folder / self.kind / f"{exercise}.json"

    def _bytes(self, exercise: str) -> bytes | None:
        """Return what a file holds, at most one byte more than it may have, or None.

        Raises
        ------
        OSError
            Something stands there that cannot be read.
        """
        path = self.path(exercise)
        try:
            # A pipe or device would make the reader wait for ever.
            if not stat.S_ISREG(path.stat().st_mode):
                raise OSError(errno.EINVAL, "it is not a file")
            with path.open("rb") as file:
                return file.read(MAX_BYTES + 1)
        except (FileNotFoundError, NotADirectoryError):
            return None

    @contextlib.contextmanager
    def _turn(self) -> Iterator[None]:
        """Wait until no other kernel writes here, though never for long.

        Where there is no lock (some network disks, a browser) the writing goes on without it.
        """
        folder = self.folder / self.kind
        folder.mkdir(parents=True, exist_ok=True)
        with contextlib.ExitStack() as stack:
            with contextlib.suppress(OSError, ImportError):
                stack.enter_context(files.lock(folder, PATIENCE))
            yield

    def _aside(self, exercise: str, raw: bytes, what: str) -> Path:
        """Return the other name under which a file's content is kept.

        It follows from the content, so that the same is not kept twice and nothing is overwritten.
        """
        return self.path(exercise).with_name(f"{exercise}.{what}-{_digest(raw)[:8]}.json")

    def _set_aside(self, exercise: str, raw: bytes) -> Path | None:
        """Keep a file that cannot be used under another name, and return that, if it could be."""
        aside = self._aside(exercise, raw, "damaged")
        try:
            files.replace(self.path(exercise), aside)
        except OSError:
            return None
        return aside

    def _sweep(self) -> None:
        """Remove what a kernel left that was killed while it wrote."""
        if not grading():
            files.sweep(self.folder / self.kind)

    def _reason(self, error: OSError) -> str:
        """Say why a file cannot be read or written, and what to do."""
        if error.errno in _NO_ROOM:
            return "the disk is full; free some space"
        if error.errno in _NO_RIGHT:
            return "this folder cannot be written to; ask for the right to, or work in a copy"
        if error.errno in (errno.EEXIST, errno.ENOTDIR):
            return f'"{self.kind}" beside the notebook is not a folder; rename it'
        return (error.strerror or str(error)).lower()


@dataclass
class Answers(Store):
    """The answers of one folder, as this kernel knows them."""

    kind = "answers"
    _seen: dict[str, str] = field(default_factory=dict)

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
        try:
            raw = self._bytes(exercise)
        except OSError as error:
            shown = _shown(self.path(exercise))
            return None, f"Your earlier answer in {shown} cannot be read: {self._reason(error)}."
        if raw is None:
            self._seen.pop(exercise, None)
            return None, ""
        self._seen[exercise] = _digest(raw)
        try:
            return tidy(_value(raw, exercise, widget)), ""
        except (ValueError, TypeError, KeyError, IndexError, RecursionError) as error:
            why = str(error) if isinstance(error, ValueError) and str(error) else "it is damaged"
            return None, self._unusable(exercise, raw, why)

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
        try:
            with self._turn():
                words = self._keep_other(exercise, value)
                files.write_json(self.path(exercise), body)
                raw = self._bytes(exercise)
                self._seen[exercise] = _digest(raw) if raw is not None else ""
        except OSError as error:
            raise NotSaved(self._reason(error)) from error
        return words

    def _keep_other(self, exercise: str, value: Any) -> str:
        """Keep what stands in our place and was not seen yet."""
        path = self.path(exercise)
        if not path.exists():
            return ""
        if not path.is_file():
            raise NotSaved(f"{_shown(path)} is not a file; remove it")
        raw = self._bytes(exercise)
        if raw is None or _digest(raw) == self._seen.get(exercise):
            return ""
        with contextlib.suppress(ValueError, TypeError, KeyError, RecursionError):
            if json.loads(raw.decode("utf-8"))["value"] == value:
                return ""
        aside = self._aside(exercise, raw, "other")
        _copy(path, aside)
        return f"This was also answered in another window; that answer is kept in {_shown(aside)}."

    def _unusable(self, exercise: str, raw: bytes, why: str) -> str:
        words = f"The earlier answer in {_shown(self.path(exercise))} cannot be used: {why}."
        if grading():
            return words
        aside = self._set_aside(exercise, raw)
        if aside is None:
            return f"{words} It will be kept under another name when you answer."
        self._seen.pop(exercise, None)
        return f"{words} It is kept in {_shown(aside)}; please answer again."


@dataclass
class Progress(Store):
    """The progress of one folder: a `Record` for each exercise and company."""

    kind = "progress"
    warnings: list[str] = field(default_factory=list)
    _memory: dict[tuple[str, str], Record] = field(default_factory=dict)
    _warned: set[str] = field(default_factory=set)

    def get(self, exercise: str, company: str) -> Record:
        """Return what is known of an exercise on a company; never raises."""
        if (exercise, company) in self._memory:
            return self._memory[exercise, company]
        if fresh():
            return Record()
        try:
            return Record.of(self._records(exercise).get(company))
        except OSError:
            self._warn("unreadable", f"Your progress in {self._place} cannot be read.")
            return Record()

    def put(self, exercise: str, company: str, record: Record) -> None:
        """Keep a record; where nobody's work is kept nothing is written; never raises."""
        if grading() or fresh():
            return
        self._sweep()
        try:
            with self._turn():
                # What cannot be read is not replaced either: that would lose the other companies.
                records = {**self._records(exercise), company: asdict(record)}
                body = {"version": FORMAT, "exercise": exercise, "records": records}
                files.write_json(self.path(exercise), body)
            self._memory.pop((exercise, company), None)
        except OSError:
            self._memory[exercise, company] = record
            self._warn(
                "unwritable",
                f"Your progress cannot be saved in {self._place}; checks and hints work as usual.",
            )

    def take_warnings(self) -> list[str]:
        """Return what the learner should be told, once."""
        taken, self.warnings = self.warnings, []
        return taken

    @property
    def _place(self) -> Path:
        return self.folder / self.kind

    def _records(self, exercise: str) -> dict[str, Any]:
        """Return an exercise's records by company; none of a damaged file, which is set aside."""
        raw = self._bytes(exercise)
        if raw is None:
            return {}
        try:
            body = json.loads(raw.decode("utf-8"))
            if body.get("version", FORMAT) == FORMAT and isinstance(body["records"], dict):
                return body["records"]
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            pass
        if grading():
            return {}
        name, aside = self.path(exercise).name, self._set_aside(exercise, raw)
        if aside is None:
            raise OSError(errno.EACCES, f"{name} is damaged and cannot be renamed")
        self._warn(
            f"damaged {name}",
            f"{name} was damaged and is kept as {aside.name}; progress starts again for it.",
        )
        return {}

    def _warn(self, kind: str, words: str) -> None:
        if kind not in self._warned:
            self._warned.add(kind)
            self.warnings.append(words)


_here: Answers | None = None


def here() -> Answers:
    """Return the answers beside the notebook.

    The folder is taken once: a later ``os.chdir`` in a cell must not lose the answers.
    """
    global _here
    if _here is None:
        _here = Answers(Path.cwd())
    return _here


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

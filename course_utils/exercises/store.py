"""Progress beside the notebook: one small file an exercise, replaced as a whole."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

GRADING = ("autograde", "validate")
ATTEMPTS = 3


def grading() -> str:
    """Return ``autograde`` or ``validate`` while nbgrader runs the notebook, else an empty text."""
    mode = os.environ.get("NBGRADER_EXECUTION", "")
    return mode if mode in GRADING else ""


def fresh() -> bool:
    """Whether a notebook is run to be built or compared, as if nobody had worked here."""
    return bool(os.environ.get("PMLAB_FRESH"))


@dataclass
class Record:
    """What happened with one exercise on one company.

    Attributes
    ----------
    attempts
        Different answers that were right, not right or a named mistake.
    hints
        Rungs opened.
    state
        The latest state; ``done`` stays once it was right.
    last
        Digest of the latest answer, so that running a cell again is not another attempt.
    done, mastered
        It was right once; it was right within three attempts and without the last hint.
    sure, first
        How sure the learner was of the first answer, a fraction, -1 if that was not said; whether
        it was right.
    """

    attempts: int = 0
    hints: int = 0
    state: str = ""
    last: str = ""
    done: bool = False
    mastered: bool = False
    sure: float = -1.0
    first: bool = False

    def note(self, state: str, digest: str, rungs: int, sure: float | None = None) -> None:
        """Note an answer of check() to an answer of the learner."""
        counts = state in ("right", "mistake", "not_right")
        if counts and digest != self.last and not self.done:
            self.attempts += 1
            if self.attempts == 1 and sure is not None:
                self.sure, self.first = float(sure), state == "right"
        if state != "not_attempted":
            self.last = digest
        if state == "right" and not self.done:
            self.done = True
            self.mastered = self.attempts <= ATTEMPTS and self.hints < max(rungs, 1)
        self.state = state

    @classmethod
    def of(cls, data: Any) -> Record:
        """Return a record from JSON data; what does not fit keeps its default."""
        record = cls()
        for item in fields(cls):
            value = data.get(item.name) if isinstance(data, Mapping) else None
            if type(value) is type(getattr(record, item.name)):
                setattr(record, item.name, value)
        return record


@dataclass
class Store:
    """The progress files of one folder.

    Attributes
    ----------
    folder
        The folder of the notebook.
    """

    folder: Path
    _memory: dict[tuple[str, str], Record] = field(default_factory=dict)
    _warned: set[str] = field(default_factory=set)
    warnings: list[str] = field(default_factory=list)

    def get(self, exercise: str, company: str) -> Record:
        """Return what is known of an exercise on a company; never raises."""
        if (exercise, company) in self._memory:
            return self._memory[exercise, company]
        if fresh():
            return Record()
        return Record.of(self._records(exercise).get(company))

    def put(self, exercise: str, company: str, record: Record) -> None:
        """Keep a record; where nobody's work is kept nothing is written; never raises."""
        if grading() or fresh():
            return
        path = self._path(exercise)
        try:
            records = {**self._records(exercise), company: asdict(record)}
            write_json(path, {"version": 1, "exercise": exercise, "records": records})
            self._memory.pop((exercise, company), None)
        except OSError:
            self._memory[exercise, company] = record
            self._warn(
                "unwritable",
                f"Your progress cannot be saved in {path.parent}; checks and hints work as usual.",
            )

    def take_warnings(self) -> list[str]:
        """Return what the learner should be told, once."""
        taken, self.warnings = self.warnings, []
        return taken

    def _path(self, exercise: str) -> Path:
        return self.folder / "progress" / f"{exercise}.json"

    def _records(self, exercise: str) -> dict[str, Any]:
        path = self._path(exercise)
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return {}
        except (OSError, UnicodeDecodeError) as error:
            if isinstance(error, UnicodeDecodeError):
                self._set_aside(path)
            else:
                self._warn("unreadable", f"Your progress in {path.parent} cannot be read.")
            return {}
        try:
            records = json.loads(text)["records"]
            if isinstance(records, dict):
                return records
        except (ValueError, TypeError, KeyError, RecursionError):
            pass
        self._set_aside(path)
        return {}

    def _set_aside(self, path: Path) -> None:
        """Keep a damaged file under another name: nothing is lost, and a new one can start."""
        if grading():
            return
        aside = path.with_name(path.name + ".damaged")
        with contextlib.suppress(OSError):
            os.replace(path, aside)
        self._warn(
            f"damaged {path.name}",
            f"{path.name} was damaged and is kept as {aside.name}; progress starts again for it.",
        )

    def _warn(self, kind: str, words: str) -> None:
        if kind not in self._warned:
            self._warned.add(kind)
            self.warnings.append(words)


def write_json(path: Path, data: Any) -> None:
    """Write JSON so that the file is at every moment either the old one or the new one.

    Parameters
    ----------
    path
        The file; its folder is made if needed.
    data
        JSON data.

    Raises
    ------
    OSError
        If it cannot be written; an old file is then as it was.
    """
    import tempfile

    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes 0600; the exchange copies files for other accounts to read.
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise

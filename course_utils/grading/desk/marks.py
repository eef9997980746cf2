"""What readers gave for written answers, criterion by criterion: ``marks/<assignment>.jsonl``.

The gradebook has the points and the words; here stands how they came about, by whom and for which
text. The file only grows, so that nothing a reader did is lost.
"""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from course_utils.grading.desk.settings import CannotRun

PLACE = "marks"


@dataclass(frozen=True)
class Mark:
    """What one reader gave for one answer.

    Attributes
    ----------
    student, exercise : str
    marker : str
        The reader.
    scores : dict of str
        A score of 0 to 4 by the names of the rubric's criteria.
    points : float
        What they come to.
    comment : str
    work : str
        Digest of the answer that was read.
    when : str
        In UTC.
    """

    student: str
    exercise: str
    marker: str
    scores: Mapping[str, float]
    points: float
    comment: str = ""
    work: str = ""
    when: str = field(default="", compare=False)


Latest = dict[tuple[str, str], dict[str, Mark]]
"""The last mark of each reader, by student and exercise."""


def path_of(root: Path, assignment: str) -> Path:
    """Return the file of an assignment's marks."""
    return root / PLACE / f"{assignment}.jsonl"


def add(root: Path, assignment: str, mark: Mark) -> None:
    """Write a mark down, so that it is on the disk.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    path = path_of(root, assignment)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    line = json.dumps(asdict(mark), ensure_ascii=False) + "\n"
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, line.encode("utf-8"))
        os.fsync(handle)
    finally:
        os.close(handle)


def read(root: Path, assignment: str) -> Latest:
    """Return the marks of an assignment; a line that was cut by a crash counts for nothing.

    Raises
    ------
    CannotRun
        If the file cannot be read.
    """
    path = path_of(root, assignment)
    try:
        found = path.stat()
    except FileNotFoundError:
        return {}
    try:
        return _read(path, found.st_mtime_ns, found.st_size)
    except OSError as error:
        raise CannotRun(f"{path} cannot be read ({error.strerror}).") from None


@functools.lru_cache(maxsize=4)
def _read(path: Path, stamp: int, size: int) -> Latest:
    latest: Latest = {}
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            try:
                mark = Mark(**json.loads(line))
                latest.setdefault((mark.student, mark.exercise), {})[mark.marker] = mark
            except (ValueError, TypeError):
                continue
    return latest


def mean(marks: Iterable[Mark]) -> tuple[float, dict[str, float]]:
    """Return what several readers' marks of one answer come to: points, and each criterion's score."""
    listed = list(marks)
    names = list(dict.fromkeys(name for mark in listed for name in mark.scores))
    scores = {}
    for name in names:
        given = [mark.scores[name] for mark in listed if name in mark.scores]
        scores[name] = sum(given) / len(given)
    return round(sum(mark.points for mark in listed) / len(listed), 4), scores


def digest_of(cell: Mapping[str, Any]) -> str:
    """Return by what an answer is known: its text, and the pictures that are attached to it."""
    from course_utils.files import digest

    source = cell.get("source", "")
    text = source if isinstance(source, str) else "".join(source)
    return digest(text, cell.get("attachments") or {})

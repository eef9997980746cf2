"""How hand-ins came about, as their own files say: attempts, hints, and time at work.

Students can write there what they like: it is for a picture of the class, and earns nothing.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from course_utils.exercises.record import Record

LARGEST = 1 << 20
"""Bytes of a student's file beyond which it is not read."""
MOST_TRIES = 100
"""Attempts beyond which one student's count no more."""
PAUSE = 15 * 60
"""Seconds between two moments from which on the learner was away."""


@dataclass(frozen=True)
class Effort:
    """What one exercise took one student.

    Attributes
    ----------
    attempts, hints : int
        Different answers, and opened hints.
    minutes : float or None
        At work; None where nothing says so.
    """

    attempts: int
    hints: int
    minutes: float | None = None


def efforts(folder: Path) -> dict[str, Effort]:
    """Return what each exercise took that was tried, as a hand-in's own files say.

    Parameters
    ----------
    folder : Path
        A hand-in. A file that is odd, too large or a link counts for nothing.
    """
    tried: dict[str, tuple[int, int]] = {}
    moments: dict[str, list[int]] = {}
    for path in (folder / "progress").glob("*.json"):
        try:
            if path.is_symlink() or path.stat().st_size > LARGEST:
                continue
            records = json.loads(path.read_text(encoding="utf-8"))["records"].values()
            some = [Record.of(one) for one in records]
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            continue
        if attempts := max((one.attempts for one in some), default=0):
            tried[path.stem] = min(attempts, MOST_TRIES), max(one.hints for one in some)
            moments[path.stem] = [moment for one in some for moment in one.moments]
    worked = minutes(moments)
    return {name: Effort(*counts, worked.get(name)) for name, counts in tried.items()}


def minutes(moments: Mapping[str, Iterable[int]]) -> dict[str, float]:
    """Return the minutes at work on each exercise.

    The time between two moments belongs to the exercise of the later one, unless it is longer than
    `PAUSE`: then the learner was away, and what was done before the first moment of a sitting is
    not known. So it is the least time, and an exercise that was begun after a break has none.

    Parameters
    ----------
    moments : mapping of iterables of int
        When an answer was checked or a hint opened, in seconds, by exercise.

    Returns
    -------
    dict of str to float
        Without the exercises of which nothing is known.
    """
    line = sorted((moment, name) for name, some in moments.items() for moment in some)
    found: dict[str, float] = defaultdict(float)
    for (before, _), (after, name) in pairwise(line):
        if after - before <= PAUSE:
            found[name] += (after - before) / 60
    return dict(found)

"""What happened with one exercise: attempts, hints, done, mastered."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

ATTEMPTS = 3
"""Different answers within which an exercise is mastered."""
MOMENTS = 200
"""So many of the latest moments are kept."""


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
    moments
        When another answer was checked or a hint opened, in whole seconds since 1970 (UTC). Running
        a cell again is no moment.
    """

    attempts: int = 0
    hints: int = 0
    state: str = ""
    last: str = ""
    done: bool = False
    mastered: bool = False
    sure: float = -1.0
    first: bool = False
    moments: list[int] = field(default_factory=list, compare=False)

    @property
    def stands(self) -> bool:
        """Whether the latest answer is right: a mark counts what is in the notebook now."""
        return self.state == "right"

    def note(self, state: str, digest: str, rungs: int, sure: float | None = None) -> None:
        """Note an answer of check() to an answer of the learner."""
        counts = state in ("right", "mistake", "not_right")
        if counts and digest != self.last and not self.done:
            self.attempts += 1
            if self.attempts == 1 and sure is not None:
                self.sure, self.first = float(sure), state == "right"
        if state != "not_attempted":
            if digest != self.last:
                self._now()
            self.last = digest
        if state == "right" and not self.done:
            self.done = True
            self.mastered = self.attempts <= ATTEMPTS and self.hints < max(rungs, 1)
        self.state = state

    def open_hint(self) -> None:
        """Note that the next hint was opened."""
        self.hints += 1
        self._now()

    def _now(self) -> None:
        self.moments = [*self.moments, int(time.time())][-MOMENTS:]

    @classmethod
    def of(cls, data: Any) -> Record:
        """Return a record from JSON data; what does not fit keeps its default."""
        record = cls()
        for item in fields(cls):
            value = data.get(item.name) if isinstance(data, Mapping) else None
            if type(value) is type(getattr(record, item.name)):
                setattr(record, item.name, value)
        record.moments = [one for one in record.moments if type(one) is int][-MOMENTS:]
        return record

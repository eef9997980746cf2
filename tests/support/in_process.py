"""The fixture `here`: a cohort graded in the test's own process."""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from course_utils.grading.cohort.work import Cohort, Graded


class Here:
    """In place of worker processes where a test is not about those."""

    workers = 1

    def __init__(self, cohort: Cohort) -> None:
        self.cohort = cohort

    def run(self, waiting: deque[str]) -> Iterator[Graded]:
        from course_utils.grading.cohort.work import grade

        while waiting:
            yield grade(self.cohort, waiting.popleft())


@pytest.fixture
def here(monkeypatch):
    """Grade in this process."""
    from course_utils.grading.cohort import run

    monkeypatch.setattr(run, "_workers", lambda cohort, *_: contextlib.nullcontext(Here(cohort)))

"""nbgrader's plug-ins: the verdict, partial credit and feedback, given outside the student's process."""

from __future__ import annotations

from course_utils.grading.nbgrader.settings import configure

__all__ = ["configure"]

"""The builder: from ``curriculum/`` to the notebooks that people open.

``build()`` makes, for each skill, the lesson with its outputs (``notebooks/``), the assignment
with its solutions (``solutions/``) and the release of it (``exercises/``), and refuses what would
let a learner down. ``docs/builder.md`` tells an author what it checks.
"""

from __future__ import annotations

from course_utils.build.errors import BuildError
from course_utils.build.make import Result, build, main

__all__ = ["BuildError", "Result", "build", "main"]

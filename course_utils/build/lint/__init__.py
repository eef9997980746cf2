"""``pmlab lint-lesson``: what an author would be told by a careful colleague before a lesson is shown.

The builder refuses what is broken; this finds what a reader would stumble over. ``docs/builder.md``
lists the rules.
"""

from __future__ import annotations

from course_utils.build.lint.check import Finding, lint, main

__all__ = ["Finding", "lint", "main"]

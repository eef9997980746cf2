"""Making a release anew with nbgrader: the old one stays where the new one cannot be made.

nbgrader removes the old release before it knows. Its only step in between that can be configured is
the exporter, which is made just before the work begins, with the converter as its parent.
"""

from __future__ import annotations

import functools
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter

FAILED = (
    "{assignment} was not made anew, and exercises/{assignment} is as it was. After hand-ins no cell "
    "that is graded may come, go or change its kind: put it back in solutions/{assignment}, as the "
    "gradebook knows it, and try again."
)


class ReleaseExporter(NotebookExporter):
    """nbgrader's exporter of releases; whoever makes it keeps the release that is there."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        from nbgrader.converters import GenerateAssignment

        made = settings.get("parent")
        if isinstance(made, GenerateAssignment):
            made.convert_notebooks = functools.partial(_guarded, made, made.convert_notebooks)


def _guarded(converter: Any, convert: Callable[[], None]) -> None:
    """Convert; where that fails, bring back the release that stood there, and say what to do."""
    from nbgrader.converters.base import NbGraderException

    course = converter.coursedir
    root, assignment = Path(course.root), course.assignment_id
    place = Path(course.format_path(course.release_directory, ".", assignment))
    if converter.force and place.is_dir() and not getattr(converter, "pmlab_backed_up", False):
        try:
            _back_up(root, place)
        except Exception as error:
            converter.log.error("%s", error)
            raise NbGraderException(str(error)) from None
    with tempfile.TemporaryDirectory(prefix=".release-", dir=root) as aside:
        kept = Path(aside) / "release"
        if place.is_dir():
            shutil.copytree(place, kept)
        try:
            convert()
        except BaseException:
            if kept.is_dir():
                shutil.rmtree(place, ignore_errors=True)
                shutil.move(kept, place)
                converter.log.error(FAILED.format(assignment=assignment))
            raise


def _back_up(root: Path, place: Path) -> None:
    """Copy what a cohort knows and has released, so that 'pmlab cohort restore' brings it back."""
    from course_utils.grading.desk import backups
    from course_utils.grading.desk.settings import read

    settings = read(root)
    if settings is not None and place.is_relative_to(root / backups.RELEASES):
        backups.make(root, settings, "release")

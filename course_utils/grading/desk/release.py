"""Releasing an assignment, also again: what students were given and what they earned stays safe."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from course_utils.files import digest
from course_utils.grading.desk.settings import CannotRun


def generate(root: Path, assignment: str) -> None:
    """Make an assignment's release and enter it in the gradebook, or leave all as it was.

    nbgrader removes the old release before it knows whether the new one can be made.

    Raises
    ------
    CannotRun
        If nbgrader does not make it; the sentence says why.
    """
    from nbgrader.converters import GenerateAssignment

    from course_utils.grading.nbgrader.app import listening, opened, working_in
    from course_utils.grading.nbgrader.releasing import FAILED

    app = opened(root, assignment_id=assignment)
    with working_in(root), listening(app) as heard:
        making = GenerateAssignment(coursedir=app.coursedir, parent=app, force=True)
        making.pmlab_backed_up = True  # by the command
        try:
            making.start()  # which keeps the old release, see `ReleaseExporter`
            return
        except (Exception, SystemExit) as error:  # whatever nbgrader's steps raise
            why = str(error)
    own = FAILED.format(assignment=assignment)
    said = [
        line.words
        for line in heard.lines
        if line.level in ("ERROR", "CRITICAL") and line.words != own
    ]
    raise CannotRun(f"{assignment} was not released, and all is as it was: {_reason([*said, why])}")


def _reason(said: list[str]) -> str:
    """Return what stands at the end of a traceback among nbgrader's words, else the first of them."""
    lines = [line.strip() for words in said for line in words.splitlines() if line.strip()]
    ends = [
        match[1] for line in lines if (match := re.match(r"[\w.]*(?:Error|Exception): (.+)", line))
    ]
    return (ends or lines or ["nbgrader does not say why."])[0]


@dataclass(frozen=True)
class Released:
    """A release that was made.

    Attributes
    ----------
    assignment, course : str
    again, changed : bool
        Whether the exchange had one before, and whether it is not as it was made last.
    exchange : bool
        Whether it is in the exchange; on Windows nbgrader has none.
    place : str
        Its folder.
    """

    assignment: str
    course: str
    again: bool
    changed: bool
    exchange: bool
    place: str

    def __str__(self) -> str:
        if not self.exchange:
            return (
                f"{self.place} is made anew; nbgrader has no exchange on Windows, so give students "
                "that."
            )
        words = (
            f"{self.assignment} is released: nbgrader fetch_assignment {self.assignment} "
            f"--course={self.course}"
        )
        if self.again and self.changed:
            words += (
                "\nIt has changed since it was made last; who has fetched it keeps what they have."
            )
        return words


def publish(root: Path, assignment: str) -> Released:
    """Make an assignment's release and put it into the exchange.

    Raises
    ------
    CannotRun
        If it is not made, or there is no exchange; the sentence says why.
    """
    from course_utils.grading.nbgrader.app import listening, opened, working_in

    place = root / "exercises" / assignment
    before = digest(place)
    generate(root, assignment)
    changed = digest(place) != before
    if sys.platform == "win32":
        from course_utils.grading.desk.settings import name_of

        return Released(assignment, name_of(root), False, changed, False, str(place))

    from nbgrader.auth import Authenticator
    from nbgrader.exchange import ExchangeError

    from course_utils.grading.nbgrader.collect import Release

    app = opened(root, assignment_id=assignment)
    course = app.coursedir.course_id
    with working_in(root), listening(app) as heard:
        releasing = Release(
            coursedir=app.coursedir,
            authenticator=Authenticator(parent=app),
            parent=app,
            force=True,
        )
        known = (Path(releasing.root) / course / "outbound" / assignment).is_dir()
        try:
            releasing.start()
        except ExchangeError:
            last = heard.lines[-1].words if heard.lines else "there is no exchange."
            raise CannotRun(f"{assignment} did not get into the exchange: {last}") from None
    return Released(assignment, course, known, changed, True, str(place))

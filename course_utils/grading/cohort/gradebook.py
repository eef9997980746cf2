"""The gradebook: what workers may know of it, who is done, and one transaction a submission."""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from course_utils.grading.course import CannotGrade

# nbgrader's modules that open the gradebook while a submission is graded.
_OPENERS = (
    "nbgrader.converters.autograde",
    "nbgrader.preprocessors.saveautogrades",
    "nbgrader.preprocessors.latesubmissions",
)


def snapshot(db_url: str, course_id: str, assignment: str) -> bytes:
    """Return an assignment as the gradebook knows it: its notebooks and cells, nobody's work.

    Parameters
    ----------
    db_url, course_id : str
        As in nbgrader's ``CourseDirectory``.
    assignment : str

    Returns
    -------
    bytes
        A packed SQLite gradebook; see `unpacked`.

    Raises
    ------
    CannotGrade
        When the gradebook does not know the assignment.
    """
    from nbgrader import api
    from sqlalchemy import select

    with api.Gradebook(db_url, course_id) as real:
        try:
            found = real.find_assignment(assignment)
        except api.MissingEntry:
            raise CannotGrade(
                f"The gradebook does not know {assignment}: "
                f"run 'nbgrader generate_assignment {assignment} --force' first."
            ) from None
        notebooks = [one.id for one in found.notebooks]
        tables = api.Base.metadata.tables
        cells = tables["base_cell"]
        inside = select(cells.c.id).where(cells.c.notebook_id.in_(notebooks))
        wanted: dict[str, Any] = {
            "course": tables["course"].c.id == found.course_id,
            "assignment": tables["assignment"].c.id == found.id,
            "notebook": tables["notebook"].c.id.in_(notebooks),
            "base_cell": cells.c.notebook_id.in_(notebooks),
            "source_cell": tables["source_cell"].c.notebook_id.in_(notebooks),
            **{
                name: tables[name].c.id.in_(inside)
                for name in ("grade_cells", "solution_cells", "task_cells")
            },
        }
        rows = {
            name: [dict(r) for r in real.db.execute(select(tables[name]).where(which)).mappings()]
            for name, which in wanted.items()
        }
    with tempfile.TemporaryDirectory(prefix="pmlab-book-") as folder:
        path = Path(folder) / "gradebook.db"
        with api.Gradebook(f"sqlite:///{path}", rows["course"][0]["id"]) as copy:
            copy.db.execute(tables["course"].delete())
            for name, values in rows.items():
                if values:
                    copy.db.execute(tables[name].insert(), values)
            copy.db.commit()
        return zlib.compress(path.read_bytes())


def unpacked(data: bytes) -> bytes:
    """Return the SQLite file of a `snapshot`."""
    return zlib.decompress(data)


def finished(db_url: str, course_id: str, assignment: str) -> set[str]:
    """Return the students all of whose tests have been through the grader.

    A grader that was killed leaves tests without a score behind.
    """
    from nbgrader import api
    from sqlalchemy import and_, exists, select

    tables = api.Base.metadata.tables
    cell, test, answer = tables["base_cell"], tables["grade_cells"], tables["solution_cells"]
    beside = cell.alias()
    also_an_answer = exists().where(
        answer.c.id == beside.c.id,
        beside.c.name == cell.c.name,
        beside.c.notebook_id == cell.c.notebook_id,
    )
    untouched = exists().where(
        api.SubmittedNotebook.assignment_id == api.SubmittedAssignment.id,
        api.Grade.notebook_id == api.SubmittedNotebook.id,
        and_(api.Grade.auto_score.is_(None), api.Grade.manual_score.is_(None)),
        api.Grade.cell_id == cell.c.id,
        cell.c.id == test.c.id,
        test.c.cell_type == "code",
        ~also_an_answer,
    )
    asked = (
        select(api.SubmittedAssignment.student_id)
        .join(api.Assignment, api.Assignment.id == api.SubmittedAssignment.assignment_id)
        .where(api.Assignment.name == assignment, ~untouched)
    )
    with api.Gradebook(db_url, course_id) as real:
        return set(real.db.execute(asked).scalars())


class _Lent:
    """The writer's gradebook, for code that opens and closes its own."""

    def __init__(self, gradebook: Any) -> None:
        self._gradebook = gradebook

    def __enter__(self) -> Any:
        return self._gradebook

    def __exit__(self, *problem: object) -> None:
        if problem[0] is None:
            self.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._gradebook, name)

    def close(self) -> None:
        """Leave it open, but whoever comes next reads anew: sums of marks are the database's."""
        self._gradebook.db.flush()
        self._gradebook.db.expire_all()


@contextmanager
def one_transaction(gradebook: Any) -> Iterator[None]:
    """Have all that nbgrader's code writes happen at once or not at all.

    Its parts each open the gradebook and commit after each cell. Inside they get this one, whose
    commits only write what is new.
    """
    import importlib
    from unittest.mock import patch

    session = gradebook.db
    with_all = [patch.object(importlib.import_module(name), "Gradebook") for name in _OPENERS]
    for one in with_all:
        one.start().side_effect = lambda *_, **__: _Lent(gradebook)

    def flush() -> None:
        if session.new:  # their relations are read anew, as after a real commit
            session.flush()
            session.expire_all()

    commit, session.commit = session.commit, flush
    try:
        yield
        commit()
    finally:
        for one in with_all:
            one.stop()
        del session.commit
        session.remove()  # what did not come so far is rolled back

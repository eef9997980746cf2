"""nbgrader's own steps, done with less work: same notebooks, same gradebook, same words.

nbgrader stays as it is on disk. Each speedup takes the place of one function in memory, after it has
seen that the function is still the one that it was written for; otherwise nbgrader's own stays.
"""

from __future__ import annotations

import functools
import hashlib
import inspect
import os
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

FITS = {
    "BaseMetadataValidator.validate_cell": "e5f97f45",
    "Gradebook.__init__": "c60c4202",
    "Gradebook.close": "089cf56c",
    "Gradebook.find_source_cell": "0d0ef047",
    "Gradebook.find_graded_cell": "68291d97",
    "Gradebook.find_grade": "b1a48e74",
    "Gradebook.find_comment": "bcb9b4f7",
    "OverwriteCells.preprocess": "3a94b453",
    "OverwriteCells.preprocess_cell": "663c8560",
    "SaveAutoGrades.preprocess": "edef3c38",
    "SaveAutoGrades._add_score": "ee891a8f",
    "SaveAutoGrades._add_comment": "31f0186f",
}
"""The first digits of the SHA-256 of each function that a speedup replaces or relies on."""


def fits(*functions: Callable[..., Any]) -> bool:
    """Say whether functions are still those that a speedup was written for."""
    return all(FITS.get(function.__qualname__) == digest(function) for function in functions)


def digest(function: Callable[..., Any]) -> str:
    """Return the first digits of the SHA-256 of a function's source; empty where there is none."""
    try:
        source = inspect.getsource(function)
    except (OSError, TypeError):
        return ""
    return hashlib.sha256(source.encode()).hexdigest()[:8]


@functools.cache
def install() -> tuple[str, ...]:
    """Put every speedup in place that fits this nbgrader, once a process; return their names."""
    return tuple(speedup.__name__ for speedup in SPEEDUPS if speedup())


def before(assignment: str, student: str, notebooks: list[str]) -> None:
    """Put the speedups in place; nbgrader's hook before a hand-in, with the arguments that it gives."""
    install()


def schemas() -> bool:
    """Compile the JSON schema of cells' metadata once, not once a cell."""
    from nbgrader.nbgraderformat import common

    if not fits(common.BaseMetadataValidator.validate_cell):
        return False
    common.jsonschema = SimpleNamespace(validate=_validate)
    return True


_compiled: list[tuple[Any, Any]] = []


def _compile(schema: Any) -> Any:
    """Return the validator of a schema, made once."""
    import jsonschema

    for known, validator in _compiled:
        if known == schema:
            return validator
    make = jsonschema.validators.validator_for(schema)
    make.check_schema(schema)
    _compiled.append((schema, make(schema)))
    return _compiled[-1][1]


def _validate(instance: Any, schema: Any) -> None:
    """Do what ``jsonschema.validate`` does."""
    from jsonschema.exceptions import best_match

    error = best_match(_compile(schema).iter_errors(instance))
    if error is not None:
        raise error


def gradebooks() -> bool:
    """Keep one engine a gradebook, with its compiled statements; look for its tables once."""
    from nbgrader import api

    first = api.Gradebook.__init__
    if not fits(first, api.Gradebook.close):
        return False
    engines: dict[tuple[int, str], Any] = {}
    make = api.create_engine

    def one_engine(url: str, **settings: Any) -> Any:
        key = (os.getpid(), url)
        if key not in engines:
            engines[key] = make(url, **settings)
        return engines[key]

    seen: set[tuple[int, str, str]] = set()

    @functools.wraps(first)
    def init(
        self: Any, db_url: str, course_id: str = "default_course", authenticator: Any = None
    ) -> None:
        key = (os.getpid(), db_url, course_id)
        if key not in seen or not _there(db_url):
            first(self, db_url, course_id, authenticator)
            seen.add(key)
            return
        self.engine = one_engine(db_url)
        self.db = api.scoped_session(
            api.sessionmaker(autoflush=True, bind=self.engine, future=True)
        )
        self.course_id = course_id
        self.authenticator = authenticator

    api.create_engine = one_engine
    api.Gradebook.__init__ = init
    return True


def _there(db_url: str) -> bool:
    """Say whether a gradebook that was seen is still there; a server's is."""
    path = db_url.removeprefix("sqlite:///").partition("?")[0]
    return path == db_url or (os.path.isfile(path) and os.path.getsize(path) > 0)


def scores() -> bool:
    """Save all scores of a submission in one transaction, not each in one of its own."""
    from nbgrader import api
    from nbgrader.preprocessors import SaveAutoGrades, saveautogrades

    ours = (SaveAutoGrades.preprocess, SaveAutoGrades._add_score, SaveAutoGrades._add_comment)
    if not fits(*ours, api.Gradebook.close, *_replaced(api.Gradebook)):
        return False

    at_once: Any = _at_once()

    class OneTransaction(at_once):
        """A gradebook that commits when it is closed, also after an error, as nbgrader's would."""

        def __init__(self, *args: Any, **settings: Any) -> None:
            super().__init__(*args, **settings)
            self._commit = self.db.commit
            self.db.commit = self.db.flush

        def close(self) -> None:
            self._commit()
            super().close()

    saveautogrades.Gradebook = OneTransaction
    return True


def lookups() -> bool:
    """Read all source cells of a notebook at once, not each in a query of its own."""
    from nbgrader import api
    from nbgrader.preprocessors import OverwriteCells, overwritecells

    ours = (OverwriteCells.preprocess, OverwriteCells.preprocess_cell)
    if not fits(*ours, *_replaced(api.Gradebook)):
        return False
    overwritecells.Gradebook = _at_once()
    return True


def gradebook() -> Any:
    """Return the quickest gradebook that fits this nbgrader, for whoever opens one of their own."""
    from nbgrader import api

    return _at_once() if fits(*_replaced(api.Gradebook)) else api.Gradebook


def _replaced(gradebook: Any) -> list[Callable[..., Any]]:
    names = ("find_source_cell", "find_graded_cell", "find_grade", "find_comment")
    return [getattr(gradebook, name) for name in names]


@functools.cache
def _at_once() -> Any:
    """Return a gradebook that finds what belongs to a notebook in one query for all its cells."""
    from nbgrader import api

    class AtOnce(api.Gradebook):
        """What is not found so is looked for as nbgrader does, with its words."""

        def _named(self, what: str, where: tuple[str, ...], query: Callable[[], Any]) -> Any:
            found = self.db().info  # rows are a session's, and go with it
            if (what, *where) not in found:
                found[what, *where] = {name: row for row, name in query()}
            return found[what, *where]

        def find_source_cell(self, name: str, notebook: str, assignment: str) -> Any:
            cells = self._named("source", (notebook, assignment), lambda: self._cells(
                api.SourceCell, notebook, assignment))  # fmt: skip
            return cells.get(name) or super().find_source_cell(name, notebook, assignment)

        def find_graded_cell(self, name: str, notebook: str, assignment: str) -> Any:
            cells = self._named("graded", (notebook, assignment), lambda: self._cells(
                api.GradeCell, notebook, assignment))  # fmt: skip
            return cells.get(name) or super().find_graded_cell(name, notebook, assignment)

        def find_grade(self, grade_cell: str, notebook: str, assignment: str, student: str) -> Any:
            where = (notebook, assignment, student)
            grades = self._named("grade", where, lambda: self._given(
                api.Grade, api.GradeCell, *where))  # fmt: skip
            return grades.get(grade_cell) or super().find_grade(grade_cell, *where)

        def find_comment(
            self, solution_cell: str, notebook: str, assignment: str, student: str
        ) -> Any:
            where = (notebook, assignment, student)
            comments = self._named("comment", where, lambda: self._given(
                api.Comment, api.SolutionCell, *where))  # fmt: skip
            return comments.get(solution_cell) or super().find_comment(solution_cell, *where)

        def _cells(self, kind: Any, notebook: str, assignment: str) -> Any:
            return (
                self.db.query(kind, kind.name)
                .join(api.Notebook, api.Notebook.id == kind.notebook_id)
                .join(api.Assignment, api.Assignment.id == api.Notebook.assignment_id)
                .filter(api.Notebook.name == notebook, api.Assignment.name == assignment)
            )

        def _given(self, kind: Any, cell: Any, notebook: str, assignment: str, student: str) -> Any:
            work, hand_in = api.SubmittedNotebook, api.SubmittedAssignment
            return (
                self.db.query(kind, cell.name)
                .join(cell, cell.id == kind.cell_id)
                .join(work, work.id == kind.notebook_id)
                .join(api.Notebook, api.Notebook.id == work.notebook_id)
                .join(hand_in, hand_in.id == work.assignment_id)
                .join(api.Assignment, api.Assignment.id == hand_in.assignment_id)
                .filter(
                    api.Notebook.name == notebook,
                    api.Assignment.name == assignment,
                    hand_in.student_id == student,
                )
            )

    return AtOnce


SPEEDUPS = (schemas, gradebooks, scores, lookups)

"""What the grader knows and the student's process never holds: keys and companies."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from course_utils.exercises.check_cell import check_name
from course_utils.exercises.forms import Query
from course_utils.exercises.key import BadKey, Exercise, Key, Reference, load_key
from course_utils.exercises.precomputed import made_of, precomputed
from course_utils.exercises.verdict import judge

OTHER_SEED = 20_260
OTHER_ACCOUNTS = 1000


class CannotGrade(Exception):
    """Something is missing without which no mark would be right."""


@dataclass(frozen=True)
class Judged:
    """What a check cell earns, and the words that go with it.

    Attributes
    ----------
    share : float
        Share of the cell's points, 0 to 1.
    words : str
        What the student reads.
    """

    share: float
    words: str


@functools.lru_cache(maxsize=1)
def other_company() -> Any:
    """Return the company on which queries have to be right as well."""
    from course_utils.company import generate

    return generate(seed=OTHER_SEED, accounts=OTHER_ACCOUNTS)


@dataclass
class Assignment:
    """An assignment of ours: its key, and its right answers on each company.

    Attributes
    ----------
    key : Key
        The author's key.
    seed : int
        From which the unseen cases of functions are made; the same at every grading.
    store : Path or None
        A folder in which right answers are kept for the next process.
    """

    key: Key
    seed: int
    store: Path | None = None
    _exercises: dict[tuple[str, str], Exercise] = field(default_factory=dict)
    _references: dict[tuple[str, str], Reference] = field(default_factory=dict)

    @functools.cached_property
    def cases(self) -> dict[str, list[Any]]:
        """Unseen arguments for every function, by exercise."""
        return self.key.cases(self.seed)

    def reference(self, name: str, source: Any) -> Reference:
        """Return what an exercise expects on a company; kept for the next student.

        Raises
        ------
        CannotGrade
            When the key does not work on this company.
        """
        where = (name, str(source.fingerprint))
        if where not in self._references:
            try:
                made = self._fixed(name, source).reference(source, self.cases.get(name))
            except Exception as error:
                raise CannotGrade(
                    f"The key of {self.key.skill} fails at {name} ({type(error).__name__}: "
                    f"{error}): mend {self.key.path.name}, run 'pmlab build {self.key.skill}', "
                    "then grade."
                ) from error
            self._references[where] = made
        return self._references[where]

    @functools.cached_property
    def _made_of(self) -> str:
        return made_of(self.key)

    def _fixed(self, name: str, source: Any) -> Exercise:
        company = str(source.fingerprint)
        if (name, company) not in self._exercises:
            path = None
            if self.store is not None:
                path = self.store / company[:16] / f"{self.key.skill}.{name}.json"
            exercise = precomputed(self.key.exercises[name], source, path, self._made_of)
            self._exercises[name, company] = exercise
        return self._exercises[name, company]

    def judge(self, name: str, answer: Any, source: Any) -> Judged:
        """Judge an answer as check() emitted it.

        Parameters
        ----------
        name : str
            The exercise.
        answer : Any
            JSON data from the student's process, not trusted.
        source : Source
            The student's company.

        Raises
        ------
        CannotGrade
            When the key does not work on this company.
        """
        exercise = self.key.exercises[name]
        query = isinstance(exercise.form, Query)
        verdict = judge(
            exercise,
            answer,
            source,
            right=self.reference(name, source),
            other_source=other_company() if query else None,
            other_right=self.reference(name, other_company()) if query else None,
            cases=self.cases.get(name),
        )
        return Judged(verdict.score, verdict.message)


@functools.lru_cache(maxsize=8)
def _loaded(folder: Path, stamp: int) -> Assignment:
    key = load_key(folder)
    store = folder.parents[1] / ".pmlab" / "answers"
    return Assignment(key, seed_of(key.skill), store)


def seed_of(skill: str) -> int:
    """Return the seed of a skill's unseen cases; never 1, whose cases learners see."""
    digest = hashlib.sha256(f"pmlab cases {skill}".encode()).digest()
    return 2 + int.from_bytes(digest[:4], "big")


def find_assignment(root: Path, skill: str) -> Assignment:
    """Return an assignment of the course.

    Parameters
    ----------
    root : Path
        The folder of the course.
    skill : str
        nbgrader's name of the assignment.

    Raises
    ------
    CannotGrade
        When its key is missing or broken.
    """
    folders = sorted(root.glob(f"curriculum/[0-9][0-9]_{skill}"))
    if not folders or not (folders[0] / "key.py").is_file():
        raise CannotGrade(
            f"There is no curriculum/NN_{skill}/key.py in {root}: grade where the course's "
            "curriculum is, since only it knows the right answers."
        )
    try:
        return _loaded(folders[0], (folders[0] / "key.py").stat().st_mtime_ns)
    except BadKey as error:
        first, more = error.problems[0], len(error.problems) - 1
        words = f"{first} (and {more} more)" if more else str(first)
        raise CannotGrade(f"The key of {skill} cannot be used: {words}") from error


_everybodys: ContextVar[Path | None] = ContextVar("everybodys", default=None)


@contextmanager
def everybody_on(company: Path | None) -> Iterator[None]:
    """Judge everybody on the company in a folder for a while: a learner's own work is on theirs."""
    before = _everybodys.set(company)
    try:
        yield
    finally:
        _everybodys.reset(before)


def company_folder(root: Path, student: str) -> Path:
    """Return where a student's company is: ``companies/<student>`` if there, else ``datasets``.

    Nobody in particular ("") has the course's own.
    """
    if (chosen := _everybodys.get()) is not None:
        return chosen
    own = root / "companies" / student
    return own if student and own.exists() else root / "datasets"


@functools.lru_cache(maxsize=2)
def _opened(folder: Path, stamp: int) -> Any:
    from course_utils import data

    return data.open(folder)


def find_company(root: Path, student: str) -> Any:
    """Return the company whose data a student works on.

    Raises
    ------
    CannotGrade
        When its data are missing or damaged.
    """
    from course_utils.company.engine.errors import DataError

    folder = company_folder(root, student)
    package = folder / "datapackage.json"
    try:
        return _opened(folder, package.stat().st_mtime_ns)
    except (DataError, OSError) as error:
        raise CannotGrade(f"The data cannot be used for grading: {error}") from error


def ready(root: Path, assignment: str, student: str) -> str | None:
    """Make sure that a hand-in can be marked rightly.

    Parameters
    ----------
    root : Path
        The folder of the course.
    assignment, student : str
        As nbgrader names them.

    Returns
    -------
    str or None
        The folder of the student's company; None if the assignment has no exercise of ours.

    Raises
    ------
    CannotGrade
        When key, data and released assignment are not all there, or do not agree.
    """
    names = _asked(root, assignment)
    if not names:
        return None
    ours = find_assignment(root, assignment)
    _same_names(names, ours)
    source = find_company(root, student)
    for name in names:
        ours.reference(name, source)
    return str(company_folder(root, student))


def _asked(root: Path, assignment: str) -> list[str]:
    """Return the exercises that the released assignment checks."""
    names = []
    for path in sorted((root / "solutions" / assignment).glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code" and cell["metadata"].get("nbgrader", {}).get("grade"):
                name = check_name("".join(cell["source"]))
                if name:
                    names.append(name)
    return names


def _same_names(names: list[str], ours: Assignment) -> None:
    missing = sorted(set(names) - set(ours.key.exercises))
    if missing:
        raise CannotGrade(
            f"The key of {ours.key.skill} has no exercise {missing[0]}: "
            f"run 'pmlab build {ours.key.skill}', so that assignment and key agree."
        )

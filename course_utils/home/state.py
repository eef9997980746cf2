"""What a learner has done so far, read from what checks and guesses left beside the notebooks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from course_utils.exercises.checks import Check
    from course_utils.exercises.record import Record
    from course_utils.exercises.store import Progress

COURSE = "course.json"
WARM_UP = "warm_up"
TOP = 4  # the highest level of a skill


@dataclass(frozen=True)
class Lesson:
    """A lesson of the course.

    Attributes
    ----------
    number, skill, title, short, gives
        As in ``curriculum/course.toml``.
    notebook : str
        Its file beside the home page; empty while it is not open yet.
    minutes : int
        How long its parts take.
    guesses : tuple of str
        Names of its predictions.
    exercises : tuple of str
        Names of its exercises, in the order in which they are asked.
    practice : tuple of str
        Names of what is practised in the lesson itself.
    """

    number: int
    skill: str
    title: str
    short: str
    gives: str
    notebook: str = ""
    minutes: int = 0
    guesses: tuple[str, ...] = ()
    exercises: tuple[str, ...] = ()
    practice: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """Its title behind its number; the warm-up, which has number 0, shows none."""
        return f"{self.number}. {self.title}" if self.number else self.title

    @property
    def called(self) -> str:
        """What a sentence calls it."""
        return f"lesson {self.number}, {self.title}" if self.number else "the warm-up"


@dataclass(frozen=True)
class State:
    """How far somebody is in an open lesson.

    Attributes
    ----------
    lesson : Lesson
    guessed : int
        Predictions made.
    practised, sure, practice : int
        What stands in the lesson for practice: done, mastered, all.
    tried, done, mastered, total : int
        Autograded exercises.
    points, most : float
        Points of the answers that were checked last, and of all.
    written : float
        Points of what a person reads; `most` is without them.
    next : str
        The first exercise that is not done; empty if there is none.
    assignment : str
        The assignment's notebook, from the home page; empty if it is not there.
    touched : float
        When something was last done, seconds since 1970; 0 for never.
    right : dict
        What was right once, practice and exercises, and when it was last worked on.
    """

    lesson: Lesson
    guessed: int = 0
    practised: int = 0
    sure: int = 0
    practice: int = 0
    tried: int = 0
    done: int = 0
    mastered: int = 0
    total: int = 0
    points: float = 0.0
    most: float = 0.0
    written: float = 0.0
    next: str = ""
    assignment: str = ""
    touched: float = 0.0
    right: Mapping[str, float] = field(default_factory=dict)

    @property
    def begun(self) -> bool:
        """Whether anything was done."""
        return bool(self.guessed or self.practised or self.tried or self.done)

    @property
    def finished(self) -> bool:
        """Whether every exercise was right once; in a lesson without any, all its practice."""
        if not self.lesson.exercises and self.practice:
            return self.practised == self.practice
        return self.total > 0 and self.done == self.total

    @property
    def read(self) -> bool:
        """Whether all was guessed and practised that the lesson itself asks."""
        return self.guessed == len(self.lesson.guesses) and self.practised == self.practice

    @property
    def level(self) -> float | None:
        """Mastery from 0 to 4, as exercises show it; None before the first try."""
        if not (self.tried or self.done) or not self.total:
            return None
        return TOP * self.mastered / self.total


@dataclass(frozen=True)
class Course:
    """The lessons and words that were built for the home page.

    Attributes
    ----------
    folder : Path
        Where the home page stands.
    lessons : tuple of Lesson
    terms : list of dict
        Of the glossary: name, means, lesson, also.
    begin : str
        Skill of the lesson with which to begin; empty for the first.
    """

    folder: Path
    lessons: tuple[Lesson, ...] = ()
    terms: list[dict[str, Any]] = field(default_factory=list)
    begin: str = ""

    @classmethod
    def read(cls, folder: Path) -> Course:
        """Read ``course.json``.

        Raises
        ------
        ValueError
            With what to do, if it is not there or not of this version.
        """
        path = folder / COURSE
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            lessons = tuple(map(_lesson, data["lessons"]))
            return cls(folder, lessons, list(data["glossary"]), str(data.get("begin", "")))
        except (OSError, ValueError, KeyError, TypeError):
            raise ValueError(
                f"{COURSE} is missing here or damaged: copy it again from the notebooks folder "
                "of the course, and open this page from there."
            ) from None

    @property
    def open(self) -> list[Lesson]:
        """The lessons that are there to work on."""
        return [item for item in self.lessons if item.notebook]

    @property
    def beginning(self) -> Lesson | None:
        """The lesson with which to begin, of those that are open."""
        numbered = [item for item in self.open if item.number]
        return next(
            (item for item in numbered if item.skill == self.begin), next(iter(numbered), None)
        )

    def lesson(self, skill: str) -> Lesson | None:
        """Return a skill's lesson, or None."""
        return next((item for item in self.lessons if item.skill == skill), None)

    def states(self) -> list[State]:
        """Return how far the learner is in each open lesson."""
        return [self.state(item) for item in self.open]

    def state(self, lesson: Lesson) -> State:
        """Return how far the learner is in a lesson; never raises."""
        from course_utils.exercises.store import fresh

        # Where nobody's work is looked at, a lesson is as on the first day.
        answers = self.folder / "answers"
        made = [answers / f"predict_{name}.json" for name in lesson.guesses]
        made = [] if fresh() else [path for path in made if path.is_file()]
        state = State(lesson, guessed=len(made), touched=_latest(made))
        state = _practised(state, self.folder)
        folder = self._assignment(lesson.skill)
        return state if folder is None else _counted(state, self.folder, folder)

    def _assignment(self, skill: str) -> Path | None:
        """Return the folder of a skill's exercises: the course's own, or as nbgrader fetched it."""
        root = self.folder.parent
        places = [root / "exercises" / skill, root / skill, self.folder / skill]
        there = [place for place in places if (place / "checks.json").is_file()]
        begun = [place for place in there if (place / "progress").is_dir()]
        return next(iter([*begun, *there]), None)


def _lesson(item: dict[str, Any]) -> Lesson:
    given: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in item.items()}
    return Lesson(**given)


class _Work(NamedTuple):
    """Autograded exercises that share a file of checks, and what is known of each."""

    entries: list[Check]
    records: dict[str, Record]
    progress: Progress
    written: float = 0.0

    @property
    def done(self) -> list[Check]:
        return [item for item in self.entries if self.records[item.name].done]

    @property
    def mastered(self) -> int:
        return sum(record.mastered for record in self.records.values())

    @property
    def right(self) -> dict[str, float]:
        return {item.name: _latest([self.progress.path(item.name)]) for item in self.done}


def _work(file: Path, folder: Path, names: Sequence[str]) -> _Work | None:
    """Read what was done in a folder; None where its checks are missing or damaged."""
    from course_utils.exercises.checks import Checks, DamagedChecks
    from course_utils.exercises.record import Record
    from course_utils.exercises.store import Progress, fresh

    try:
        checks = Checks.read(file)
    except (OSError, DamagedChecks):
        return None
    progress = Progress(folder)
    order = {name: place for place, name in enumerate(names)}
    entries = sorted(
        (item for item in checks.exercises.values() if not item.form.manual),
        key=lambda item: order.get(item.name, len(order)),
    )
    records = {
        item.name: Record() if fresh() else progress.get(item.name, checks.company)
        for item in entries
    }
    written = sum(item.points for item in checks.exercises.values() if item.form.manual)
    return _Work(entries, records, progress, written)


def _practised(state: State, home: Path) -> State:
    """Add what was practised in the lesson."""
    lesson = state.lesson
    file = home / "checks" / f"{Path(lesson.notebook).stem}.json"
    work = _work(file, home, lesson.practice) if lesson.practice else None
    if work is None:
        return state
    tried = [name for name, record in work.records.items() if record.state]
    touched = _latest(work.progress.path(name) for name in tried)
    return replace(
        state,
        practised=len(work.done),
        sure=work.mastered,
        practice=len(work.entries),
        touched=max(state.touched, touched),
        right=work.right,
    )


def _counted(state: State, home: Path, folder: Path) -> State:
    """Add what was done in the assignment."""
    from os.path import relpath

    from course_utils.exercises.store import fresh

    lesson = state.lesson
    work = _work(folder / "checks.json", folder, lesson.exercises)
    if work is None:
        return state
    stands = [item for item in work.entries if work.records[item.name].stands]
    left = [item for item in work.entries if item not in work.done]
    files = [] if fresh() else [*folder.glob("progress/*.json"), *folder.glob("answers/*.json")]
    notebook = folder / f"{lesson.skill}.ipynb"
    return replace(
        state,
        tried=sum(record.attempts > 0 for record in work.records.values()),
        done=len(work.done),
        mastered=work.mastered,
        total=len(work.entries),
        points=sum(item.points for item in stands),
        most=sum(item.points for item in work.entries),
        written=work.written,
        next=left[0].name if left else "",
        assignment=Path(relpath(notebook, home)).as_posix() if notebook.is_file() else "",
        touched=max(state.touched, _latest(files)),
        right={**state.right, **work.right},
    )


def _latest(paths: Iterable[Path]) -> float:
    times = []
    for path in paths:
        try:
            times.append(path.stat().st_mtime)
        except OSError:
            continue
    return max(times, default=0.0)

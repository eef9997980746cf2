"""What a learner has done so far, read from what checks and guesses left beside the notebooks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from course_utils.exercises.checks import Check

COURSE = "course.json"
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


@dataclass(frozen=True)
class State:
    """How far somebody is in an open lesson.

    Attributes
    ----------
    lesson : Lesson
    guessed : int
        Predictions made.
    tried, done, mastered, total : int
        Autograded exercises.
    points, most : float
        Points of those that are done, and of all.
    next : str
        The first exercise that is not done; empty if there is none.
    assignment : str
        The assignment's notebook, from the home page; empty if it is not there.
    touched : float
        When something was last done, seconds since 1970; 0 for never.
    """

    lesson: Lesson
    guessed: int = 0
    tried: int = 0
    done: int = 0
    mastered: int = 0
    total: int = 0
    points: float = 0.0
    most: float = 0.0
    next: str = ""
    assignment: str = ""
    touched: float = 0.0

    @property
    def begun(self) -> bool:
        """Whether anything was done."""
        return bool(self.guessed or self.tried or self.done)

    @property
    def finished(self) -> bool:
        """Whether every exercise was right once."""
        return self.total > 0 and self.done == self.total

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
    """

    folder: Path
    lessons: tuple[Lesson, ...] = ()
    terms: list[dict[str, Any]] = field(default_factory=list)

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
            return cls(folder, tuple(map(_lesson, data["lessons"])), list(data["glossary"]))
        except (OSError, ValueError, KeyError, TypeError):
            raise ValueError(
                f"{COURSE} is missing here or damaged: copy it again from the notebooks folder "
                "of the course, and open this page from there."
            ) from None

    @property
    def open(self) -> list[Lesson]:
        """The lessons that are there to work on."""
        return [item for item in self.lessons if item.notebook]

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
        folder = self._assignment(lesson.skill)
        if folder is None:
            return State(lesson, guessed=len(made), touched=_latest(made))
        return _counted(lesson, self.folder, folder, made)

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


def _counted(lesson: Lesson, home: Path, folder: Path, guesses: list[Path]) -> State:
    from os.path import relpath

    from course_utils.exercises.checks import Checks, DamagedChecks
    from course_utils.exercises.record import Record
    from course_utils.exercises.store import Progress, fresh

    try:
        checks = Checks.read(folder / "checks.json")
    except (OSError, DamagedChecks):
        return State(lesson, guessed=len(guesses), touched=_latest(guesses))
    progress = Progress(folder)
    order = {name: place for place, name in enumerate(lesson.exercises)}
    auto: list[Check] = sorted(
        (item for item in checks.exercises.values() if not item.form.manual),
        key=lambda item: order.get(item.name, len(order)),
    )
    records: Mapping[str, Record] = {
        item.name: Record() if fresh() else progress.get(item.name, checks.company) for item in auto
    }
    done = [item for item in auto if records[item.name].done]
    left = [item for item in auto if not records[item.name].done]
    files = [] if fresh() else [*folder.glob("progress/*.json"), *folder.glob("answers/*.json")]
    notebook = folder / f"{lesson.skill}.ipynb"
    return State(
        lesson,
        guessed=len(guesses),
        tried=sum(records[item.name].attempts > 0 for item in auto),
        done=len(done),
        mastered=sum(records[item.name].mastered for item in auto),
        total=len(auto),
        points=sum(item.points for item in done),
        most=sum(item.points for item in auto),
        next=left[0].name if left else "",
        assignment=Path(relpath(notebook, home)).as_posix() if notebook.is_file() else "",
        touched=_latest([*guesses, *files]),
    )


def _latest(paths: Iterable[Path]) -> float:
    times = []
    for path in paths:
        try:
            times.append(path.stat().st_mtime)
        except OSError:
            continue
    return max(times, default=0.0)

"""Asking an exercise again, on a company that nobody has seen, as often as wanted.

A drill earns no points and is counted apart. When an exercise is due again is decided by a
spaced-repetition scheduler (FSRS); what it remembers stands in ``progress/drill.json`` beside the
lessons.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course_utils.exercises.display import Card, in_notebook, shell
from course_utils.exercises.learner import Checked
from course_utils.exercises.store import fresh, grading
from course_utils.files import write_json

if TYPE_CHECKING:
    import pandas as pd

    from course_utils.exercises.key import Exercise, Key, Reference

ACCOUNTS = 1000
"""Size of the companies: as those on which exercises are proved."""
ROUND = 5
"""Exercises in a daily round."""
TRIES = 20
"""Companies that are tried for one on which the exercise is well posed."""


QUESTION = "question"
"""How the course calls a drill."""
NAMELESS = "What you write in the next cell needs to call it. Run this in place of your line:"


class NoDrill(LookupError):
    """A sentence about what is missing for a drill."""


@dataclass
class Drill:
    """One question on a fresh company; made by `drill`.

    Attributes
    ----------
    name, summary
        The exercise.
    seed
        Of the company.
    """

    name: str
    summary: str
    seed: int
    _exercise: Exercise
    _company: Any
    _reference: Reference
    _memory: Memory
    _hints: int = 0
    _rated: bool = field(default=False)
    _asked_in: int = -1

    def load(self, table: str) -> pd.DataFrame:
        """Return a table of this drill's company, as `data.load` does for your own."""
        loaded: pd.DataFrame = self._company.table(table)
        return loaded

    def sql(self, query: str) -> pd.DataFrame:
        """Return the result of a query on this drill's company."""
        result: pd.DataFrame = self._company.sql(query)
        return result

    def check(self, answer: Any) -> Checked:
        """Say what an answer is; the first one decides when the exercise comes again."""
        from course_utils.exercises.assessment import OpenMatcher, assess

        form = self._reference.form
        result = assess(form, answer, OpenMatcher(self._reference), self._company)
        lines = result.lines
        lines += [result.remark] if result.remark else []
        if result.state in ("right", "mistake", "not_right") and not self._rated:
            self._rated = True
            right = result.state == "right"
            lines.append(self._memory.note(self.name, right=right, helped=self._hints > 0))
        if result.state in ("not_right", "mistake") and self._hints < len(self._exercise.ladder):
            lines.append(f"There is a hint: `{self._name() or QUESTION}.hint()`.")
        Card(result.state, lines).show()
        return Checked(result.state, f"{result.message} {result.remark}".strip())

    def hint(self) -> None:
        """Open the next hint."""
        ladder = self._exercise.ladder
        self._hints = min(self._hints + 1, len(ladder))
        title = f"Hint {self._hints} of {len(ladder)}"
        Card("hint", [ladder[self._hints - 1]], title=title).show()

    def _ipython_display_(self) -> None:
        """Show the question again, or say that it needs a name."""
        if (name := self._name()) is None:
            Card("notice", [f"{NAMELESS} `{self._again}`."], title="Give it a name").show()
        elif self._asked_in != _cell():
            self.show(name)

    def show(self, name: str = QUESTION) -> None:
        """Show what is asked, and how to answer under the name that the question has."""
        self._asked_in = _cell()
        options = getattr(self._reference.form, "options", None) or ()
        lines = [
            self.summary,
            f"Expected: {self._reference.form.expected}.",
            *(f"`{ident}`: {text}" for ident, text in options),
            *self._steps(name),
        ]
        Card("hint", lines, title=f"Drill: {self.name}").show()

    def _steps(self, name: str) -> list[str]:
        """Return what to write in the next cell, line by line."""
        form, tables = self._reference.form, self._exercise.tables
        answer = '"..."' if form.kind in ("Choice", "Query") else "..."
        steps = [f'`{table} = {name}.load("{table}")`' for table in tables]
        if form.kind == "Query":
            steps = [f'`{name}.sql("select ...")`']
        elsewhere = f" The data are another company's; its seed is {self.seed}." if steps else ""
        return [
            f"Write your answer in the next cell, in place of the dots.{elsewhere}",
            *steps,
            f"`{name}.check({answer})`",
        ]

    def _name(self) -> str | None:
        """Return the name that the learner gave, in a notebook."""
        names = shell().user_ns if in_notebook() else {}
        return next((n for n, value in names.items() if value is self and n[0] != "_"), None)

    @property
    def _again(self) -> str:
        return f'{QUESTION} = drill("{self.name}", seed={self.seed})'


def _cell() -> int:
    """Return the number of the cell that runs; 0 where there are none."""
    return shell().execution_count if in_notebook() else 0


class Memory:
    """What was drilled, and when it is due again.

    Parameters
    ----------
    folder
        That of the lessons.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / "progress" / "drill.json"
        self._kept: dict[str, Any] = self._read()

    def __len__(self) -> int:
        return len(self._kept)

    def _read(self) -> dict[str, Any]:
        try:
            cards = json.loads(self.path.read_text(encoding="utf-8"))["cards"]
            return dict(cards) if isinstance(cards, dict) else {}
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def note(self, name: str, *, right: bool, helped: bool, now: datetime | None = None) -> str:
        """Note an answer; return in words when the exercise comes again."""
        from fsrs import Card as Scheduled
        from fsrs import Rating, Scheduler

        now = now or datetime.now(UTC)
        rating = Rating.Again if not right else Rating.Hard if helped else Rating.Good
        # A day is the shortest step: a round is asked once a day.
        scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
        card, _ = scheduler.review_card(self._card(name) or Scheduled(), rating, now)
        self._kept[name] = card.to_dict()
        days = max(1, round((card.due - now).total_seconds() / 86_400))
        words = f"It comes again in {days} day{'s' if days > 1 else ''}."
        if grading() or fresh():
            return words
        try:
            write_json(self.path, {"version": 1, "cards": self._kept})
        except OSError:
            words += f" That cannot be saved in {self.path.parent}; the drill works as usual."
        return words

    def _card(self, name: str) -> Any:
        from fsrs import Card as Scheduled

        try:
            return Scheduled.from_dict(self._kept[name])
        except (KeyError, TypeError, ValueError):  # never drilled, or written by something else
            return None

    def due(self, done: Iterable[str], now: datetime | None = None) -> list[str]:
        """Return what a daily round asks: what is due, the longest overdue first, then what is new.

        Parameters
        ----------
        done
            Exercises that were right once.
        now
            The moment; this one if not given.
        """
        now = now or datetime.now(UTC)
        cards = {name: self._card(name) for name in done}
        known = sorted((card.due, name) for name, card in cards.items() if card is not None)
        waiting = [name for due, name in known if due <= now]
        return [*waiting, *(name for name, card in cards.items() if card is None)][:ROUND]


def drill(exercise: str, *, seed: int | None = None) -> Drill | None:
    """Ask an exercise again, on a company that you have not seen: ``question = drill("name")``.

    Parameters
    ----------
    exercise
        Name of a practice or an exercise, of any lesson.
    seed
        Of the company, to meet the same one again; another each time if not given.

    Returns
    -------
    Drill or None
        Its ``load``, ``sql``, ``check`` and ``hint`` work as you know them. None, with a sentence,
        where there is nothing to ask.
    """
    try:
        asked = _asked(exercise, seed)
        asked.show()
        return asked
    except NoDrill as trouble:
        Card("notice", [str(trouble)]).show()
        return None


def _asked(name: str, seed: int | None) -> Drill:
    from course_utils.company import generate
    from course_utils.exercises.posing import pose

    root, keys = _course()
    item = _find(name, keys)
    luck = random.SystemRandom()
    for _ in range(TRIES if seed is None else 1):
        chosen = luck.randrange(10_000, 10_000_000) if seed is None else seed
        company = generate(seed=chosen, accounts=ACCOUNTS)
        reference, problems = pose(item, company)
        if reference is not None and not problems:
            memory = Memory(root / "notebooks")
            return Drill(item.name, item.summary, chosen, item, company, reference, memory)
    raise NoDrill(f"`{name}` has no clear answer on that company: try without a seed.")


def _course() -> tuple[Path, Mapping[str, Exercise]]:
    here = Path.cwd().resolve()
    for folder in (here, *here.parents):
        files = sorted(folder.glob("curriculum/[0-9][0-9]_*/key.py"))
        if files:
            return folder, {n: item for file in files for n, item in _key(file).all.items()}
    raise NoDrill(
        "Drills need the course's curriculum folder, and it is not here: this copy came without it."
    )


def _key(file: Path) -> Key:
    from course_utils.exercises.key import load_key

    return load_key(file)


def _find(name: Any, exercises: Mapping[str, Exercise]) -> Exercise:
    import difflib

    drilled = {n: item for n, item in exercises.items() if not item.form.manual}
    if isinstance(name, str) and name in drilled:
        return drilled[name]
    near = difflib.get_close_matches(str(name), drilled, 3, 0.5)
    words = (
        f"Did you mean {', '.join(f'`{n}`' for n in near)}?"
        if near
        else ('Name a practice or an exercise, as in `question = drill("stickiness")`.')
    )
    raise NoDrill(f"There is no exercise called `{str(name)[:60]}` to drill. {words}")

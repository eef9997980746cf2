"""Right answers and mistakes of a key on one company, computed once."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from course_utils import files
from course_utils.exercises.forms import Function
from course_utils.exercises.key import Convention, Exercise, Key, Mistake

MAKERS = ("course_utils.company", "course_utils.exercises.posing", "course_utils.exercises.verdict")
"""What turns a key's functions into answers, and judges by them."""


def precomputed(
    exercise: Exercise, source: Any, path: Path | None = None, made_of: str = ""
) -> Exercise:
    """Return an exercise that knows its answers on one company.

    On a company of 40,000 users the answers of a key take seconds; everything that follows from
    them does not.

    Parameters
    ----------
    exercise : Exercise
        From the key.
    source : Source
        The company; the result must be used with no other.
    path : Path, optional
        A file in which the answers are kept for the next process. Only for trusted eyes.
    made_of : str
        Digest of what the answers come from; a file of another digest is not used.

    Returns
    -------
    Exercise
        The same exercise; its functions return what they returned once. Functions as answers,
        and texts that a person reads, stay as they are.

    Raises
    ------
    Exception
        Whatever the author's functions raise.
    """
    form = exercise.form
    if form.manual or isinstance(form, Function):
        return exercise
    kept = _read(path, made_of)
    others: list[Mistake | Convention] = [*exercise.mistakes, *exercise.accepted]
    if kept is not None and len(kept) == 1 + len(others):
        values = [form.decode(data) for data in kept]
    else:
        values = [exercise.answer(source), *(other.answer(source) for other in others)]
        if path is not None:
            _write(path, {"made_of": made_of, "answers": [form.encode(v) for v in values]})
    right, *rest = values
    known = iter(rest)
    return dataclasses.replace(
        exercise,
        function=_constant(right),
        mistakes=[
            dataclasses.replace(mistake, function=_constant(next(known)))
            for mistake in exercise.mistakes
        ],
        accepted=[
            dataclasses.replace(also, function=_constant(next(known))) for also in exercise.accepted
        ],
    )


def precomputed_key(key: Key, source: Any) -> Key:
    """Return a key that knows its answers on one company.

    An exercise whose functions fail there stays as it is, to be found out where problems are
    looked for.
    """
    known = {name: _precomputed_if_it_can(item, source) for name, item in key.all.items()}
    return dataclasses.replace(
        key,
        exercises={name: known[name] for name in key.exercises},
        practice={name: known[name] for name in key.practice},
    )


def _precomputed_if_it_can(exercise: Exercise, source: Any) -> Exercise:
    try:
        return precomputed(exercise, source)
    except Exception:  # found out where problems are looked for
        return exercise


def made_of(key: Key) -> str:
    """Return a digest of everything on which a key's answers depend, apart from the company."""
    from course_utils import imports

    others = {"lesson.py", "assignment.py"}
    beside = [p for p in sorted(key.path.parent.glob("*.py")) if p.name not in others]
    used = imports.used(beside, MAKERS)
    return imports.digest(
        [*beside, *(path for path in used.files if path.suffix not in imports.SHOWN)]
    )


def _constant(value: Any) -> Callable[[], Any]:
    return lambda: value


def _read(path: Path | None, made_of: str) -> list[Any] | None:
    if path is None:
        return None
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        return list(stored["answers"]) if stored["made_of"] == made_of else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(path: Path, data: Any) -> None:
    try:
        files.write_json(path, data, mode=files.PRIVATE)
    except OSError:  # a course that may only be read is graded all the same
        return

"""A short round of what is due for another try, from what was drilled and what was once right."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from course_utils.exercises.store import fresh
from course_utils.home.state import Course, Lesson, State


class Due(NamedTuple):
    """An exercise to drill, and the lesson it belongs to."""

    name: str
    lesson: Lesson


class Round(NamedTuple):
    """What is due, at most five, and how many exercises were drilled so far."""

    due: list[Due]
    drilled: int


def daily_round(course: Course, states: list[State], now: datetime | None = None) -> Round:
    """Return today's round; empty where nothing was done before today.

    Parameters
    ----------
    course : Course
    states : list of State
        Of its open lessons.
    now : datetime, optional
        This moment if not given.
    """
    now = now or datetime.now(UTC)
    # What was learned today is left to settle until tomorrow.
    today = now.astimezone().replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
    lessons = {n: s.lesson for s in states for n, at in s.right.items() if at < today}
    keys = course.folder.parent.glob("curriculum/[0-9][0-9]_*/key.py")
    if fresh() or not lessons or next(keys, None) is None:
        return Round([], 0)
    from course_utils.exercises.drills import Memory

    memory = Memory(course.folder)
    return Round([Due(name, lessons[name]) for name in memory.due(lessons, now)], len(memory))

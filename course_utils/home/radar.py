"""How sure a learner is of each skill, drawn as a radar, beside what their exercises show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import traitlets as t

from course_utils.exercises.store import Answers
from course_utils.home.state import TOP, Course
from course_utils.widgets.answer import Answer, mapping
from course_utils.widgets.scripts import script, style

HERE = Path(__file__).parent
NAME = "self_assessment"
LEVELS = ("never done it", "seen it done", "with help", "on my own", "could teach it")


class Radar(Answer):
    """Rate each skill of the course from 0 to 4.

    Parameters
    ----------
    course : Course
        Its lessons are the skills.
    answers : Answers, optional
        Where the rating is kept; beside the notebook if not given.

    Notes
    -----
    `value` is ``{skill: level}`` for the skills that were rated. `measured` is what exercises show,
    ``{skill: 4 times the share mastered}``, for the lessons whose exercises were tried.
    """

    _esm = script(HERE / "radar.js")
    _css = style(HERE / "home.css")
    axes: t.List[Any] = t.List().tag(sync=True)
    levels: t.List[Any] = t.List(list(LEVELS)).tag(sync=True)
    measured: t.Dict[str, Any] = t.Dict().tag(sync=True)

    def __init__(self, course: Course, *, answers: Answers | None = None) -> None:
        measured = {
            state.lesson.skill: round(state.level, 2)
            for state in course.states()
            if state.level is not None
        }
        super().__init__(
            NAME,
            "How sure are you of each skill today?",
            answers=answers,
            axes=[[item.skill, item.short, item.title] for item in course.lessons if item.number],
            measured=measured,
        )

    def tidy(self, value: Any) -> Any:
        """Return whole levels from 0 to 4 for known skills."""
        given = mapping(value)
        levels = {}
        for skill, *_ in self.axes:
            level = given.get(skill)
            if level is None:
                continue
            if isinstance(level, bool) or level not in range(TOP + 1):
                raise ValueError(f"the answer must rate a skill from 0 to {TOP}")
            levels[skill] = int(level)
        return levels or None

    def missing(self) -> str:
        """Return what is still to be done by hand."""
        return "You have not rated any skill yet: say for each how sure you are."

    def offered(self) -> list[str]:
        """Return the skills and the levels."""
        levels = [f"{level} is {words}" for level, words in enumerate(self.levels)]
        return [*(title for _, _, title in self.axes), f"Levels: {'; '.join(levels)}"]

    def words(self, value: Any) -> list[str]:
        """Return a line for each skill that was rated or measured."""
        lines = []
        for skill, _, title in self.axes:
            parts = []
            if skill in value:
                parts.append(f"{value[skill]} of {TOP} ({self.levels[value[skill]]})")
            if skill in self.measured:
                parts.append(f"exercises show {self.measured[skill]:.1f}")
            if parts:
                lines.append(f"{title}: {'; '.join(parts)}")
        return lines

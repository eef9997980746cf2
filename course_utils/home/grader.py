"""A button that grades one's own work as an instructor would."""

from __future__ import annotations

import html
import json
import os
import subprocess
import sys
from pathlib import Path
from threading import Thread
from typing import Any

import traitlets as t

from course_utils.home.state import Course
from course_utils.widgets.scripts import script, style
from course_utils.widgets.widget import Widget

HERE = Path(__file__).parent
NOTHING = (
    "There is nothing to grade here: in a class, hand in and your instructor's grader answers."
)


class Grade(Widget):
    """Grade the exercises of an open lesson in a process of its own.

    Parameters
    ----------
    course : Course

    Attributes
    ----------
    lessons : list
        Skill and title of each lesson whose exercises and solutions are here.
    result : dict
        ``state`` (``"idle"``, ``"busy"``, ``"done"`` or ``"trouble"``), ``skill`` and ``words``.
    """

    _esm = script(HERE / "grader.js")
    _css = style(HERE / "home.css")
    lessons: t.List[Any] = t.List().tag(sync=True)
    result: t.Dict[str, Any] = t.Dict({"state": "idle", "skill": "", "words": ""}).tag(sync=True)

    def __init__(self, course: Course) -> None:
        self._root = course.folder.parent
        super().__init__(
            lessons=[
                [item.skill, item.heading]
                for item in course.open
                if all(
                    any((self._root / place / item.skill).glob("*.ipynb"))
                    for place in ("exercises", "solutions")
                )
            ]
        )
        self.on_msg(self._asked)

    def __str__(self) -> str:
        if not self.lessons:
            return NOTHING
        return "Grade my work: " + "; ".join(title for _, title in self.lessons)

    def _repr_html_(self) -> str:
        return f"<p>{html.escape(str(self))}</p>"

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        if not self.lessons:
            return {"text/plain": str(self), "text/html": self._repr_html_()}, {}
        return super()._repr_mimebundle_(**kwargs)

    def _asked(self, _widget: Any, content: Any, _buffers: Any) -> None:
        skill = content.get("grade") if isinstance(content, dict) else None
        if skill in dict(self.lessons) and self.result["state"] != "busy":
            self.result = {
                "state": "busy",
                "skill": skill,
                "words": "Grading: this takes up to a minute ...",
            }
            Thread(target=self.grade, args=(skill,), daemon=True).start()

    def grade(self, skill: str) -> None:
        """Grade a lesson's exercises and show the result."""
        words = [sys.executable, "-m", "course_utils", "grade", f"exercises/{skill}"]
        env = {k: v for k, v in os.environ.items() if not k.startswith(("PMLAB_", "JPY_"))}
        done = subprocess.run(
            [*words, "--json", "--no-browser"],
            cwd=self._root,
            env=env,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        try:
            own = json.loads(done.stdout)
            page = Path(own["page"]).read_text(encoding="utf-8")
        except (ValueError, KeyError, TypeError, OSError):
            last = (done.stderr.strip().splitlines() or ["It could not be graded."])[-1]
            self.result = {"state": "trouble", "skill": skill, "words": last}
            return
        told = [f"{own['score']:g} of {own['max_score']:g} points.", *own["notes"]]
        if own["waiting"]:
            told.insert(1, "Written answers have none yet: read them with the rubric on the page.")
        self.result = {"state": "done", "skill": skill, "words": " ".join(told)}
        self.send({"skill": skill, "page": page})

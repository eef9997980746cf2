"""Something that the learner writes, looked over while they write."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import traitlets as t

from course_utils.exercises.lines import Judge, Kinds
from course_utils.widgets.answer import Answer, mapping
from course_utils.widgets.scripts import script, style

HERE = Path(__file__).parent

LONGEST = 600
"""Characters of a draft."""


class Draft(Answer):
    """Write one sentence or a few; rules say line by line what they do.

    A lesson has a class of its own, with its `kinds`.

    Parameters
    ----------
    exercise : str
        Name of the practice.
    kind : str
        What is written, one of `kinds`.
    task : str
        What the text is for.
    checks : mapping of str to callable, optional
        By the name of a line, what judges it by the data.

    Notes
    -----
    `value` is ``{"text": str}``; `answer` is the set of lines that the text meets: the form
    `Choices`.
    """

    _esm = script(HERE / "draft.js")
    _css = style(HERE / "draft.css")
    task = t.Unicode().tag(sync=True)
    longest = t.Int(LONGEST).tag(sync=True)
    rows = t.Int(3).tag(sync=True)
    lines: t.List[Any] = t.List().tag(sync=True)

    kinds: ClassVar[Kinds]
    __pmlab_right__ = "Every line is met"

    def __init__(
        self,
        exercise: str,
        kind: str,
        task: str,
        checks: Mapping[str, Judge] | None = None,
        **more: Any,
    ) -> None:
        self.wanted = self.kinds.lines(kind)
        self.checks = checks
        self.kind_of_draft = kind
        more.setdefault("title", f"Write the {kind}")
        super().__init__(exercise, task=task, **more)
        self._look({"new": self.value})

    def tidy(self, value: Any) -> Any:
        """Return the text, no longer than it may be."""
        text = mapping(value).get("text", "")
        if not isinstance(text, str):
            raise ValueError("a draft is a text")
        return {"text": text[:LONGEST]}

    def judged(self, value: Any) -> Any:
        """Return the lines that the text meets; None while nothing is written."""
        if not value["text"].strip():
            return None
        return {name for name, met in self._met(value["text"]).items() if met}

    def missing(self) -> str:
        """Return what is still to be done by hand."""
        return "You have not written anything yet: write into the box; what is missing stands below it."

    def offered(self) -> list[str]:
        """Return the task and what is looked at."""
        return [self.task, *(line.words for line in self.wanted.values())]

    def in_code(self) -> str:
        """Return a statement that sets some text."""
        return f'{self.exercise}.value = {{"text": "..."}}'

    def words(self, value: Any) -> list[str]:
        """Return the text and what the rules say of it."""
        met = self._met(value["text"])
        return [
            value["text"],
            *(
                f"yes: {line.words}" if met[name] else f"not yet: {line.advice(value['text'])}"
                for name, line in self.wanted.items()
            ),
        ]

    def _met(self, text: str) -> dict[str, bool]:
        return self.kinds.judge(self.kind_of_draft, text, self.checks)

    @t.observe("value")
    def _look(self, change: Mapping[str, Any]) -> None:
        text = (change["new"] or {"text": ""})["text"]
        met = self._met(text)
        self.lines = [
            [name, line.words, line.advice(text), met[name]] for name, line in self.wanted.items()
        ]

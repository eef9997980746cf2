"""Passages of a text, marked with tags."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Literal

import traitlets as t

from course_utils.widgets.answer import Answer, Options, as_line, mapping, options
from course_utils.widgets.scripts import script

HERE = Path(__file__).parent

_SENTENCE = re.compile(r"""(?:(?<=[.!?…])|(?<=[.!?…]["')]))\s+""")


class Highlighter(Answer):
    """Mark passages of a transcript.

    Parameters
    ----------
    exercise : str
        Name of the exercise.
    text : str
        The transcript, a paragraph a line. A name and a colon at its start is the speaker.
    tags : mapping of id to text, or list of words
        What a passage can be.
    grain : {"sentence", "word"}
        What can be marked.

    Notes
    -----
    `value` is ``{number of the sentence or word: tag}``, counted from 0; `answer` is a list of rows
    with quote and tag, in the order of the text: the form `Table`. Sentences stay apart; words
    beside each other with the same tag are one quote.
    """

    _esm = script(HERE / "highlighter.js")
    units: t.List[Any] = t.List().tag(sync=True)
    tags: t.List[Any] = t.List().tag(sync=True)

    def __init__(
        self,
        exercise: str,
        text: str,
        tags: Options,
        *,
        grain: Literal["sentence", "word"] = "sentence",
        **more: Any,
    ) -> None:
        if grain not in ("sentence", "word"):
            raise ValueError('grain must be "sentence" or "word".')
        self.grain = grain
        pieces = []
        lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
        for paragraph, line in enumerate(lines):
            speaker, colon, rest = line.partition(": ")
            if not colon or len(speaker) > 30 or len(speaker.split()) > 3:
                speaker, rest = "", line
            for piece in _SENTENCE.split(rest) if grain == "sentence" else rest.split():
                pieces.append([paragraph, speaker, piece])
        if not pieces:
            raise ValueError("text must hold at least one sentence.")
        super().__init__(exercise, units=pieces, tags=options(tags, "tags"), **more)

    def tidy(self, value: Any) -> Any:
        """Return the tags of passages that the text has, in its order."""
        given = mapping(value)
        ids = [name for name, _ in self.tags]
        return {
            str(place): given[str(place)]
            for place in range(len(self.units))
            if given.get(str(place)) in ids
        }

    def judged(self, value: Any) -> Any:
        """Return quotes with their tags; None if nothing is marked."""
        rows: list[dict[str, str]] = []
        before: tuple[int, int, str] | None = None
        for key, tag in value.items():
            paragraph, _, piece = self.units[int(key)]
            if self.grain == "word" and before == (int(key) - 1, paragraph, tag):
                rows[-1]["quote"] += f" {piece}"
            else:
                rows.append({"quote": piece, "tag": tag})
            before = (int(key), paragraph, tag)
        return rows or None

    def missing(self) -> str:
        """Return what is still to be done by hand."""
        return f"You have not marked any {self.grain} yet: choose a tag, then what it fits."

    def offered(self) -> list[str]:
        """Return the tags and the text, its sentences numbered as in `value`."""
        lines: list[str] = []
        before: tuple[int, str] | None = None
        for place, (paragraph, speaker, piece) in enumerate(self.units):
            piece = f"[{place}] {piece}" if self.grain == "sentence" else piece
            if before == (paragraph, speaker):
                lines[-1] += f" {piece}"
            else:
                lines.append(f"{speaker}: {piece}" if speaker else piece)
            before = (paragraph, speaker)
        return [f"Tags: {as_line(self.tags)}", *lines]

    def in_code(self) -> str:
        """Return a statement that marks the first sentence or word."""
        return f"{self.exercise}.value = {{'0': {self.tags[0][0]!r}}}"

    def words(self, value: Any) -> list[str]:
        """Return a line for each marked passage."""
        texts = dict(self.tags)
        rows = self.judged(value) or []
        return [f"{texts[row['tag']]}: {row['quote']}" for row in rows] or ["nothing marked"]

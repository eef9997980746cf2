"""What a program can say, line by line, of something that a learner writes.

Rules see words, not sense. What they pass may still be weak; what they stop is worth a second look.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Judge = Callable[[str], bool]


@dataclass(frozen=True)
class Line:
    """One thing that is asked of a draft.

    Attributes
    ----------
    words
        What the draft does when it meets the line.
    missed
        What is said when it does not: what to do next.
    meets
        Whether a text meets it.
    because_of
        Which words of a text are in the way; none where words that lack are.
    """

    words: str
    missed: str
    meets: Judge
    because_of: Callable[[str], list[str]] = lambda text: []

    def advice(self, text: str) -> str:
        """Say what is missed, and name the words that are in the way."""
        words = self.because_of(text)
        return f"{self.missed} Look at: {', '.join(words)}." if words else self.missed


def has(pattern: str) -> Judge:
    """Ask for words, whatever their case."""
    found = re.compile(pattern, re.IGNORECASE)
    return lambda text: bool(found.search(text))


def lacks(pattern: str) -> Judge:
    """Ask that words are not there, whatever their case."""
    found = re.compile(pattern, re.IGNORECASE)
    return lambda text: not found.search(text)


def said(least: int, judge: Judge) -> Judge:
    """Ask for so many different words besides: a few that fit say nothing yet."""
    return lambda text: len(set(re.findall(r"\w+", text.lower()))) >= least and judge(text)


@dataclass(frozen=True)
class Kinds:
    """The kinds of drafts that a lesson asks for.

    Attributes
    ----------
    asked
        What is asked of a draft of each kind, by short name.
    by_line
        Kinds in which the breaks between lines count; in the others they are read as spaces.
    """

    asked: Mapping[str, Mapping[str, Line]]
    by_line: tuple[str, ...] = ()

    def lines(self, kind: str) -> Mapping[str, Line]:
        """Return what is asked of a draft of a kind, by short name."""
        if kind not in self.asked:
            raise ValueError(f"kind must be one of {', '.join(self.asked)}, not {kind!r}.")
        return self.asked[kind]

    def judge(
        self, kind: str, text: str, checks: Mapping[str, Judge] | None = None
    ) -> dict[str, bool]:
        """Say which lines a draft meets.

        Parameters
        ----------
        kind : str
            What it is meant to be.
        text : str
            The draft.
        checks : mapping, optional
            By the name of a line, what judges it in place of its own rule: for what only the data
            know.

        Returns
        -------
        dict
            Short name of each line to whether it is met; all False for an empty text.
        """
        read = text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").strip()
        read = read if kind in self.by_line else " ".join(read.split())
        rules = {name: line.meets for name, line in self.lines(kind).items()} | dict(checks or {})
        return {name: bool(read) and meets(read) for name, meets in rules.items()}

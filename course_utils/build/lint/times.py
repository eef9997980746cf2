"""Minutes that a lesson says it takes, against what its words, code and exercises take."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from course_utils.build.lint.check import Finding, Subject
from course_utils.build.lint.prose import sentences
from course_utils.build.source import TAGS_THAT_HIDE, Cell
from course_utils.build.text import parts

# Silent reading of non-fiction takes 238 words a minute (Brysbaert, 2019, Journal of Memory and
# Language 109, 104047); a text that one works along with takes longer.
WORDS = 150
# Minutes: to read and run a cell of code, to look at a picture or an answer, to weigh a guess, to
# practise, to practise by a query, to play.
CODE, PICTURE, GUESS, PRACTICE, QUERY, PLAY = 0.5, 0.6, 0.7, 1.5, 3.0, 2.5
ANSWER = re.compile(r"\w+\.(reveal|show)\(")
EXPLORER = re.compile(r"(?!data\.)\w+\.(?!try_)\w+\(")
"""An explorer stands alone in its cell; a query, `data.sql(...)`, or `try_...` of a text is code."""
# Minutes for an exercise, by the form of its answer.
EXERCISE = {
    "Choice": 1.5,
    "Choices": 2.0,
    "Ranking": 2.0,
    "Number": 3.0,
    "Table": 4.0,
    "Query": 5.0,
    "Function": 6.0,
}
SLACK = 1 / 3
SAID = re.compile(r"\babout (\d+) minutes\b", re.IGNORECASE)


def lesson_minutes(cells: Sequence[Cell], queries: Collection[str] = ()) -> float:
    """Estimate how long a script takes somebody who works along.

    Parameters
    ----------
    cells
        Of the script.
    queries
        Names of the practices whose answer is a query.
    """
    total = 0.0
    for cell in cells:
        if cell.kind == "markdown":
            words = sum(len(sentence.words) for sentence in sentences(cell))
            total += words / WORDS
        elif cell.kind == "code":
            hidden = TAGS_THAT_HIDE in cell.metadata.get("tags", [])
            if "predict(" in cell.source:
                total += GUESS
            elif cell.practice:
                total += QUERY if cell.practice in queries else PRACTICE
            elif hidden or ANSWER.match(cell.source):
                total += PICTURE
            elif EXPLORER.match(cell.source):
                total += PLAY
            else:
                total += CODE
    return total


def times(subject: Subject) -> Iterator[Finding]:
    """Find a time that is off by more than a third."""
    sections = parts(subject.lesson)
    said = sum(part.minutes for part in sections)
    if said:
        practised = subject.key.practice if subject.key else {}
        queries = {name for name, item in practised.items() if item.form.kind == "Query"}
        needed = lesson_minutes(_numbered(subject.lesson), queries)
        yield from _off(said, needed, "The parts of the lesson", subject.lesson[0], 1)
    if subject.key is None or not subject.assignment:
        return
    needed = sum(EXERCISE.get(item.form.kind, 0.0) for item in subject.key.exercises.values())
    for cell in subject.assignment:
        match = SAID.search(cell.source) if cell.kind == "markdown" else None
        if match:
            line = cell.source.count("\n", 0, match.start()) + 1
            yield from _off(int(match[1]), needed, "The exercises", cell, line)
            return
    if needed:
        yield Finding(
            subject.assignment[0].path,
            subject.assignment[0].line,
            "time",
            "The assignment does not say how long it takes.",
            f"Write 'About {_round(needed)} minutes' in its first cell.",
        )


def _numbered(cells: Sequence[Cell]) -> list[Cell]:
    """Return the cells from the first part with minutes to before the first without."""
    inside: list[Cell] = []
    timed = False
    for cell in cells:
        here = parts([cell])
        if here:
            timed = here[0].minutes > 0
        if timed:
            inside.append(cell)
    return inside


def _off(said: int, needed: float, what: str, cell: Cell, line: int) -> Iterator[Finding]:
    if abs(said - needed) > SLACK * needed:
        yield Finding(
            cell.path,
            cell.line + line,
            "time",
            f"{what} are said to take {said} minutes; words, code and tasks come to {needed:.0f}.",
            "Measure with somebody, then correct the minutes.",
        )


def _round(minutes: float) -> int:
    return max(5, 5 * round(minutes / 5))

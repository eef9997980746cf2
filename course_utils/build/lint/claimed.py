"""Conclusions about Kitewell that rest on no claim."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from course_utils.build.lint.check import Finding, Subject
from course_utils.build.lint.prose import Sentence, sentences
from course_utils.build.source import Cell
from course_utils.exercises.claims import IN_TEXT, excused, lesson_mentions

COMPARES = re.compile(
    r"\b(?:most|more|fewer|less|least|highest|lowest|largest|smallest|biggest|best|worst|better|worse"
    r"|higher|lower|larger|smaller|wider|narrower|longer|shorter|faster|slower|only|every|none|nobody"
    r"|all|never|always|leads?|twice|half|majority|fell|falls|rose|rises|grew|grows|wins?"
    r"|loses?|ahead|behind|beats?|outnumber\w*|exceeds?|two of|three of|four of|five of)\b",
    re.IGNORECASE,
)
KITEWELL = re.compile(
    r"\b(?:Kitewell\w*|sign-ups?|users?|accounts?|customers?|people|teams?|tickets?|events?|logins?"
    r"|channels?|plans?|paid search|partner|onboarding|reports?|approvals|quarters?|weeks?|June|May"
    r"|April|backlog|items?|interviews?|transcripts?|coders?|respondents?|answers|survey\w*|features?"
    r"|revenue|MRR|churn|retention|activation)\b"
)
GENERAL = re.compile(
    r"\b(?:you|your|if|when|should|must|can|could|would|may|might|ask|write|count|look|choose|take"
    r"|say|try|run|drag|move|guess|compare|is called|means)\b|\?$",
    re.IGNORECASE,
)
MARK = "\u2021"


def claimed(subject: Subject) -> Iterator[Finding]:
    """Find a sentence about Kitewell that compares, ranks or generalises, and rests on no claim."""
    excuses = excused(subject.skill.folder)
    for cell, path in _told(subject):
        bound = _lines(cell)
        for sentence in _marked(cell):
            if MARK in sentence.text or sentence.kind == "heading":
                continue
            if not (COMPARES.search(sentence.text) and KITEWELL.search(sentence.text)):
                continue
            if GENERAL.search(sentence.text) or any(words in sentence.text for words in excuses):
                continue
            # A sentence that begins with a value is about what the data gave.
            if cell.kind == "code" and (sentence.line in bound or sentence.text.startswith("1 ")):
                continue
            yield Finding(
                path,
                sentence.line,
                "claim",
                f"'{sentence.text}' draws a conclusion that another company may not bear out.",
                "Name its claim with {{claim NAME}} ('# claim: NAME' in code), compute the sentence, "
                "or give the reason in EXCEPT of claims.py.",
            )


def _told(subject: Subject) -> Iterator[tuple[Cell, Path]]:
    for cell in [*subject.lesson, *subject.assignment]:
        if cell.exercise is None:
            yield cell, cell.path
    strong = subject.skill.folder / "strong.md"
    if strong.is_file():
        shown = subject.skill.shown(strong)
        yield Cell("markdown", strong.read_text(encoding="utf-8"), {}, None, shown, 0), shown


def _marked(cell: Cell) -> list[Sentence]:
    """Return the sentences of a cell with a mark in each that names a claim."""
    if cell.kind != "markdown":
        return sentences(cell)
    source = re.sub(r"([.!?:]?[*_\"')]*)\s*" + IN_TEXT.pattern, MARK + r"\1", cell.source)
    return sentences(replace(cell, source=source))


def _lines(cell: Cell) -> set[int]:
    """Return the author's lines of the statements that name a claim, in a cell of code."""
    if cell.kind != "code":
        return set()
    named = list(re.finditer(r"#\s*claim:", cell.source))
    marks = {cell.source.count("\n", 0, match.start()) + 1 for match in named}
    try:
        tree = ast.parse(re.sub(r"^[%!].*$", "pass", cell.source, flags=re.MULTILINE))
    except SyntaxError:
        return set()
    found: set[int] = set()
    for node in tree.body:
        last = node.end_lineno or node.lineno
        if marks & set(range(node.lineno - 1, last + 1)):
            found |= set(range(cell.line + node.lineno, cell.line + last + 1))
    return found


def named_in(subject: Subject) -> Iterator[Finding]:
    """Find mentions of claims that are not there, and claims that no sentence rests on."""
    from course_utils.exercises.claims import declared, unknown

    root = subject.skill.root
    for problem in unknown(
        declared(subject.skill.folder), lesson_mentions(subject.skill.folder, root)
    ):
        path = Path(problem.file)
        shown = path.relative_to(root) if path.is_relative_to(root) else path
        yield Finding(shown, problem.line, "claim", f"{problem.message}.", "Mend the name.")

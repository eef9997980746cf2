"""Words of the trade that a lesson uses before it has explained them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from course_utils.build.course import GLOSSARY, Course
from course_utils.build.lint.check import Finding, Subject
from course_utils.build.lint.prose import TERM, Sentence, sentences

PROSE = frozenset({"text", "item", "quote"})
ABBREVIATION = re.compile(r"(?<![\w.-])[A-Z][A-Z0-9]{1,4}s?(?![\w-])")
# Known to whoever opens a notebook.
EVERYDAY = frozenset(
    ["AM", "CSV", "EU", "HTML", "ID", "IDs", "IT", "JSON", "OK", "PDF", "PM", "SQL", "TV", "UK",
     "URL", "US", "USA", "UTC"]
)  # fmt: skip


def terms(subject: Subject) -> Iterator[Finding]:
    """Find words of the glossary that are not linked at first use, and unknown abbreviations."""
    pattern = _pattern(subject.course)
    seen: set[str] = set()
    told: set[str] = set()
    for cell in subject.lesson:
        if cell.kind != "markdown":
            continue
        for sentence in sentences(cell):
            if sentence.kind not in PROSE:
                continue
            if pattern is not None:
                yield from _unlinked(sentence, pattern, subject.course, seen)
            yield from _unknown(sentence, subject.course, told)


def _pattern(course: Course) -> re.Pattern[str] | None:
    words = {word for term in course.terms.values() for word in (term.name, *term.also)}
    if not words:
        return None
    # Longest first, so that "KPI tree" is not taken for "KPI".
    parts = [
        re.escape(word) if word.isupper() else f"(?i:{re.escape(word)})"
        for word in sorted(words, key=len, reverse=True)
    ]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])")


def _unlinked(
    sentence: Sentence, pattern: re.Pattern[str], course: Course, seen: set[str]
) -> Iterator[Finding]:
    linked = {term.name for words in sentence.terms if (term := course.term(words))}
    for match in pattern.finditer(sentence.text):
        term = course.term(match[0])
        if term is None or term.name in seen:
            continue
        seen.add(term.name)
        if term.name not in linked:
            yield Finding(
                sentence.cell.path,
                sentence.line,
                "term",
                f"'{match[0]}' is used here for the first time and not explained.",
                f"Write {{{{term {match[0]}}}}}.",
            )
    seen |= linked


def _unknown(sentence: Sentence, course: Course, told: set[str]) -> Iterator[Finding]:
    for match in ABBREVIATION.finditer(sentence.text):
        word = match[0]
        if word in EVERYDAY or word in told or course.term(word):
            continue
        told.add(word)
        # "service level objective (SLO)" explains itself.
        if sentence.text[: match.start()].endswith("("):
            continue
        if any(TERM.search(words) for words in sentence.terms):
            continue
        yield Finding(
            sentence.cell.path,
            sentence.line,
            "term",
            f"The abbreviation '{word}' is not explained.",
            f"Write it out, or add it to curriculum/{GLOSSARY}.",
        )

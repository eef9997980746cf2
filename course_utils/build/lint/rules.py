"""The rules, each a function from a lesson to its findings."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from course_utils.build.course import GLOSSARY, SOURCES, Course, citations
from course_utils.build.lint.check import Finding, Subject
from course_utils.build.lint.claimed import claimed, named_in
from course_utils.build.lint.cover import coverage
from course_utils.build.lint.exemplars import facts, lengths
from course_utils.build.lint.prose import Sentence, sentences, texts_in_code
from course_utils.build.lint.reading import grade
from course_utils.build.lint.spelling import american
from course_utils.build.lint.teaching import TEACHING
from course_utils.build.lint.times import times
from course_utils.build.lint.words import terms
from course_utils.build.source import Cell
from course_utils.build.text import PLACEHOLDER, parts

LONGEST = 30  # words in a sentence
HARDEST = 10  # grade of a section
ENOUGH = 60  # words from which a grade says something
SHORTEST_ALT = 30  # characters
SHOWS = frozenset({"show", "live"})
PROSE = frozenset({"text", "item", "quote"})

# A number that looks like a result: a percentage, a change in points, money, decimals, hundreds.
MEASURED = re.compile(
    r"(?<![\w.,/-])[+-]?(?:[$€£]\s?\d[\d,.]*|\d[\d,.]*\s?(?:%|percent\b|(?:percentage )?points?\b)"
    r"|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d{3,})(?![\w/-]|\.\d)"
)
YEAR = re.compile(r"(?:18|19|20)\d\d")
DATE = re.compile(r"\b\d{4}-\d\d(?:-\d\d)?\b")


def objectives(subject: Subject) -> Iterator[Finding]:
    """Find an objective that nothing exercises, or that no part of the lesson serves."""
    for problem in subject.problems:
        yield Finding(
            _shown(problem.file, subject),
            problem.line or 1,
            "objective" if "objective" in problem.message else "key",
            f"{problem.message[:1].upper()}{problem.message[1:]}.",
            "Give it an exercise or take it out."
            if "no exercise" in problem.message
            else "Mend the key.",
        )
    if subject.key is None or not subject.lesson:
        return
    sections = parts(subject.lesson)
    served = {part.objective for part in sections if part.objective}
    for part in sections:
        if part.objective and part.objective not in subject.key.objectives:
            yield Finding(
                part.cell.path,
                part.cell.line,
                "objective",
                f"{part.objective!r} is no objective of key.py.",
                f"Name one of {', '.join(subject.key.objectives)}.",
            )
    for name in subject.key.objectives:
        if name not in served:
            yield Finding(
                subject.lesson_path,
                1,
                "objective",
                f"No part of the lesson serves the objective {name!r}.",
                f'Write objective="{name}" after the "# %% [markdown]" of the part that does.',
            )


def _shown(file: str, subject: Subject) -> Path:
    path = Path(file)
    root = subject.skill.root
    return path.relative_to(root) if path.is_relative_to(root) else path


def pictures(subject: Subject) -> Iterator[Finding]:
    """Find a picture that somebody who does not see it is not told of."""
    for cell in [*subject.lesson, *subject.assignment]:
        for line in _undescribed(cell):
            yield Finding(
                cell.path,
                cell.line + line,
                "alt",
                "This picture has no alt text, or one that says next to nothing.",
                "Say what it shows, with the numbers: charts.show(fig, alt=...), ![...](...).",
            )


def _undescribed(cell: Cell) -> Iterator[int]:
    if cell.kind == "markdown":
        for number, line in enumerate(cell.source.splitlines(), start=1):
            bare = re.search(r"!\[\s*\]\(", line) or re.search(
                r"<img\b(?![^>]*\balt=[\"'][^\"']+)", line, re.IGNORECASE
            )
            if bare:
                yield number
        return
    if cell.kind != "code":
        return
    try:
        tree = ast.parse(re.sub(r"^[%!].*$", "pass", cell.source, flags=re.MULTILINE))
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr not in SHOWS or not isinstance(node.func.value, ast.Name):
            continue
        if node.func.value.id == "plt":
            yield node.lineno
        elif node.func.value.id == "charts":
            alt = next((word.value for word in node.keywords if word.arg == "alt"), None)
            short = isinstance(alt, ast.Constant) and len(str(alt.value)) < SHORTEST_ALT
            if node.func.attr == "show" and (alt is None or short):
                yield node.lineno


def long_sentences(subject: Subject) -> Iterator[Finding]:
    """Find a sentence that has to be read twice."""
    for sentence in _prose(subject):
        length = len(sentence.words)
        if sentence.kind != "table" and length > LONGEST:
            yield Finding(
                sentence.cell.path,
                sentence.line,
                "sentence",
                f"This sentence has {length} words: '{_short(sentence.text)}'",
                f"Make it two; {LONGEST} are the most.",
            )


def hard_sections(subject: Subject) -> Iterator[Finding]:
    """Find a section in words that are long and sentences that are."""
    section: list[Sentence] = []
    first: Sentence | None = None

    def judged() -> Iterator[Finding]:
        told = [s.words for s in section if s.kind in PROSE]
        if sum(map(len, told)) < ENOUGH:
            return
        level = grade(told)
        if level > HARDEST:
            start = first or section[0]
            yield Finding(
                start.cell.path,
                start.line,
                "grade",
                f"This section reads at grade {level:.1f} (Flesch-Kincaid).",
                f"Use shorter words and sentences, to grade {HARDEST} at most.",
            )

    for cell in subject.lesson:
        if cell.kind != "markdown":
            continue
        for sentence in sentences(cell):
            if sentence.kind == "heading":
                yield from judged()
                section, first = [], sentence
            section.append(sentence)
    yield from judged()


def numbers(subject: Subject) -> Iterator[Finding]:
    """Find a number in prose that looks like a result: another company has another one."""
    known = {
        number
        for term in subject.course.terms.values()
        for number in re.findall(r"\d[\d,.]*\d|\d", term.means)
    }
    for cell in subject.lesson:
        if cell.kind != "markdown":
            continue
        for sentence in sentences(cell):
            if any(citations(sentence.text)) or sentence.kind == "heading":
                continue
            for match in MEASURED.finditer(DATE.sub("", sentence.text)):
                number = match[0].strip(" .,")
                digits = re.sub(r"[^\d.,]", "", number).strip(".,")
                if digits in known or YEAR.fullmatch(number):
                    continue
                yield Finding(
                    cell.path,
                    sentence.line,
                    "number",
                    f"'{number}' is typed by hand, and another company's data would not give it.",
                    "Compute it in a cell; a fact of a definition belongs in glossary.toml, "
                    "a claim about the world in a sentence with its source.",
                )


def sources(subject: Subject) -> Iterator[Finding]:
    """Find a publication that is named and not listed."""
    cited = False
    for cell in [*subject.lesson, *subject.assignment]:
        pieces = [(0, cell.source)] if cell.kind == "markdown" else texts_in_code(cell.source)
        for start, text in pieces:
            for citation in citations(text):
                cited = cited or cell in subject.lesson
                if subject.course.source(citation) is None:
                    line = start or text.count("\n", 0, citation.offset) + 1
                    yield Finding(
                        cell.path,
                        cell.line + line,
                        "source",
                        f"'{citation.words}' is not in curriculum/{SOURCES}.",
                        "Add the whole reference there.",
                    )
    placed = any(
        match[1].split()[:1] == ["sources"]
        for cell in subject.lesson
        if cell.kind == "markdown"
        for match in PLACEHOLDER.finditer(cell.source)
    )
    if cited and not placed:
        yield Finding(
            subject.lesson_path,
            1,
            "source",
            "The lesson names publications and does not list them.",
            "Put {{sources}} at its end.",
        )


def headings(subject: Subject) -> Iterator[Finding]:
    """Find a heading that skips a level: screen readers go by levels."""
    for cells in (subject.lesson, subject.assignment):
        level = 0
        titles = 0
        for cell in cells:
            if cell.kind != "markdown" or cell.exercise:
                continue
            fenced = False
            for number, line in enumerate(cell.source.splitlines(), start=1):
                fenced ^= line.lstrip().startswith("```")
                match = re.match(r"(#{1,6})\s", line)
                if fenced or not match:
                    continue
                now = len(match[1])
                titles += now == 1
                if now > level + 1 or (now == 1 and titles > 1):
                    yield Finding(
                        cell.path,
                        cell.line + number,
                        "heading",
                        f"A heading of level {now} after one of level {level}."
                        if now > level + 1
                        else "A second heading of level 1.",
                        f"Use {'#' * min(now, level + 1) if now > level + 1 else '##'}.",
                    )
                level = now


def spelling(subject: Subject) -> Iterator[Finding]:
    """Find an American spelling."""
    for sentence in _prose(subject):
        for word, better in american(sentence.text):
            yield _misspelt(sentence.cell.path, sentence.line, word, better)
    for path in sorted(subject.skill.folder.glob("*.md")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            for word, better in american(re.sub(r"`[^`]*`", "", line)):
                yield _misspelt(subject.skill.shown(path), number, word, better)
    if subject.skill.key.is_file():
        text = subject.skill.key.read_text(encoding="utf-8")
        for number, piece in texts_in_code(text):
            if len(piece.split()) > 2:
                for word, better in american(re.sub(r"`[^`]*`", "", piece)):
                    yield _misspelt(subject.skill.shown(subject.skill.key), number, word, better)


def _misspelt(path: Path, line: int, word: str, better: str) -> Finding:
    return Finding(path, line, "spelling", f"'{word}' is American.", f"Write '{better}'.")


def shared_names(subjects: Sequence[Subject]) -> Iterator[Finding]:
    """Find an exercise that is called as one of another lesson: answers are kept by their names."""
    first: dict[str, Subject] = {}
    for subject in subjects:
        for name, item in subject.key.all.items() if subject.key is not None else ():
            other = first.setdefault(name, subject)
            if other is not subject:
                yield Finding(
                    subject.skill.shown(subject.skill.key),
                    item.line,
                    "exercise",
                    f"{name} is an exercise of {other.skill.name} too.",
                    "Give it a name of its own.",
                )


def unused(subjects: Sequence[Subject], course: Course) -> Iterator[Finding]:
    """Find what the course holds and no lesson takes: words of open lessons, and sources."""
    cells = [cell for s in subjects for cell in [*s.lesson, *s.assignment]]
    text = "\n\n".join(cell.source for cell in cells)
    named = {word for match in PLACEHOLDER.finditer(text) for word in match[1].split()}
    named |= {source.key for source in course.cited(text)}
    named |= {term.source for term in course.terms.values()}
    for source in course.sources.values():
        if source.key not in named:
            yield Finding(
                Path("curriculum") / SOURCES,
                source.line,
                "source",
                f"{source.key} is named nowhere.",
                "Cite it in a lesson, list it with {{sources " + source.key + "}}, or take it out.",
            )
    linked = {
        course.term(match[1].removeprefix("term").strip())
        for match in PLACEHOLDER.finditer(text)
        if match[1].startswith("term ")
    }
    taught = {subject.number for subject in subjects if subject.lesson}
    for term in course.terms.values():
        if term.lesson in taught and term not in linked:
            yield Finding(
                Path("curriculum") / GLOSSARY,
                term.line,
                "term",
                f"No lesson links to '{term.name}'.",
                f"Write {{{{term {term.name}}}}} where it is used for the first time.",
            )


def _prose(subject: Subject) -> Iterator[Sentence]:
    for cell in [*subject.lesson, *subject.assignment]:
        if cell.exercise is None:  # a model answer is as its writer would have written it
            yield from sentences(cell)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57].rsplit(" ", 1)[0] + " ..."


RULES: tuple[Callable[[Subject], Iterator[Finding]], ...] = (
    objectives,
    terms,
    pictures,
    long_sentences,
    hard_sections,
    numbers,
    sources,
    headings,
    spelling,
    times,
    coverage,
    *TEACHING,
    facts,
    lengths,
    claimed,
    named_in,
)

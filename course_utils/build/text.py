"""Placeholders in an author's markdown: ``{{term stickiness}}``, ``{{objectives}}`` and the like."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from course_utils.build.blocks import BLOCKS, expand
from course_utils.build.course import Course, Source, Term
from course_utils.build.source import EXCUSE, Cell
from course_utils.exercises.claims import told
from course_utils.exercises.forms import Written

if TYPE_CHECKING:
    from course_utils.exercises import Criterion, Key

PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
MINUTES = re.compile(r"\((\d+) min\)\s*$")
PART = re.compile(r"^## (?:(\d+)\. )?(.*?)\s*$", re.MULTILINE)
FORMS = (
    "{{misleads}}, {{try}}, {{wrong}}, {{quiz}}, {{objectives}}, {{minutes}}, {{term WORDS}}, "
    "{{terms}}, {{sources KEY ...}}, {{map}}, "
    "{{options NAME}}, {{rubric NAME}}, {{strong NAME}} and {{points NAME}}"
)


@dataclass(frozen=True)
class Part:
    """A section of a lesson: what stands under ``## 2. Who is "active"? (9 min)``.

    Attributes
    ----------
    number : int or None
    title : str
        Without number and minutes.
    minutes : int
        0 where the heading gives none.
    objective : str or None
        The objective of the key that it serves.
    cell : Cell
        Where it begins.
    line : int
        The line of its heading in the cell's source, from 1.
    """

    number: int | None
    title: str
    minutes: int
    objective: str | None
    cell: Cell
    line: int


@dataclass(frozen=True)
class Page:
    """What a notebook's placeholders are filled from.

    Attributes
    ----------
    key : Key or None
        The skill's key.
    course : Course
        What all lessons share.
    cells : sequence of Cell
        The whole script.
    number : int
        The lesson's number; 0 for none.
    glossary : str
        How to get to the glossary from the notebook.
    """

    key: Key | None = None
    course: Course = field(default_factory=Course)
    cells: Sequence[Cell] = ()
    number: int = 0
    glossary: str = "glossary.ipynb"

    @cached_property
    def parts(self) -> list[Part]:
        """The sections of the script."""
        return parts(self.cells)

    @cached_property
    def cited(self) -> list[Source]:
        """The publications that the script names."""
        return self.course.cited("\n\n".join(cell.source for cell in self.cells))


def parts(cells: Sequence[Cell]) -> list[Part]:
    """Return the sections of a script, in order."""
    found = []
    for cell in cells:
        if cell.kind != "markdown":
            continue
        for match in PART.finditer(cell.source):
            title = match[2]
            minutes = MINUTES.search(title)
            found.append(
                Part(
                    int(match[1]) if match[1] else None,
                    MINUTES.sub("", title).strip(),
                    int(minutes[1]) if minutes else 0,
                    cell.objective,
                    cell,
                    cell.source.count("\n", 0, match.start()) + 1,
                )
            )
    return found


def fill(cell: Cell, page: Page) -> str:
    """Replace the placeholders of a markdown cell by what key and course say.

    Parameters
    ----------
    cell : Cell
        A markdown cell.
    page : Page
        What they are filled from.

    Returns
    -------
    str
        The text of the cell.

    Raises
    ------
    BuildError
        At a placeholder that is not known, or that names what is not there.
    """

    def replace(match: re.Match[str]) -> str:
        if match[1] in BLOCKS:
            return match[0]
        line = cell.source.count("\n", 0, match.start()) + 1
        try:
            return _value(match[1].split(), page)
        except ValueError as error:
            raise cell.error(str(error), line) from None

    text = PLACEHOLDER.sub(replace, told(cell.source))
    try:
        return EXCUSE.sub("", expand(text)).rstrip("\n")
    except ValueError as error:
        raise cell.error(str(error)) from None


def _value(words: list[str], page: Page) -> str:
    form = " ".join(words)
    course = page.course
    match words:
        case ["term", _, *_]:
            name = " ".join(words[1:])
            term = course.term(name)
            if term is None:
                raise ValueError(
                    f"{{{{{form}}}}}: this is not in curriculum/glossary.toml; add it there."
                )
            return _link(name, term, page)
        case ["terms"]:
            return terms_table(page)
        case ["minutes"]:
            return str(sum(part.minutes for part in page.parts))
        case ["map"]:
            return lesson_map(course)
        case ["sources", *keys]:
            return _sources(keys, page)
    key = page.key
    if key is None:
        raise ValueError(f"{{{{{form}}}}} needs a key.py beside this file.")
    if words == ["objectives"]:
        return _objectives(key.objectives, page.parts)
    if len(words) != 2 or words[0] not in {"options", "points", "rubric", "strong"}:
        raise ValueError(f"{{{{{form}}}}} is no placeholder; there are {FORMS}.")
    kind, name = words
    exercise = key.exercises.get(name)
    if exercise is None:
        raise ValueError(f"{{{{{form}}}}} names no exercise of key.py.")
    if kind == "points":
        return f"{exercise.points:g}"
    if kind == "options":
        options = getattr(exercise.form, "options", None) or getattr(exercise.form, "items", None)
        if not options:
            raise ValueError(f"{{{{{form}}}}}: the form of {name} has no options.")
        return "\n".join(_option(ident, text) for ident, text in options)
    if not isinstance(exercise.form, Written):
        raise ValueError(f"{{{{{form}}}}}: {name} has no {kind}; only a Written exercise has one.")
    if kind == "strong":
        return told(exercise.form.exemplars[4]).strip()
    return _rubric(exercise.form.rubric)


def _link(words: str, term: Term, page: Page) -> str:
    # The definition is the link's title, so that it can be read without leaving the page.
    title = term.means.replace('"', "'")
    return f'[**{words}**]({page.glossary}#{term.anchor} "{title}")'


def terms_table(page: Page) -> str:
    """Return the words that a lesson teaches as a Markdown table."""
    own = [term for term in page.course.terms.values() if term.lesson == page.number]
    if not own:
        raise ValueError(f"{{{{terms}}}}: the glossary has no word of lesson {page.number}.")
    rows = [["Word", "What it means"], ["---", "---"]]
    for term in sorted(own, key=lambda term: term.name.casefold()):
        rows.append([_link(term.heading, term, page), term.means])
    return table(rows)


def lesson_map(course: Course) -> str:
    """Return all lessons as a Markdown table, with links to those that are written."""
    rows = [["", "lesson", "what you can do afterwards", ""], ["---:", "---", "---", "---"]]
    for item in course.lessons:
        if item.folder in course.open:
            link = f"**[open]({item.folder}.ipynb)**"
            number = f"**{item.number}**" if item.number else ""
            rows.append([number, f"**{item.title}**", f"**{item.gives}**", link])
        else:
            rows.append([str(item.number), item.title, item.gives, "later"])
    return table(rows)


def _sources(keys: list[str], page: Page) -> str:
    found = {source.key: source for source in page.cited}
    for key in keys:
        if key not in page.course.sources:
            raise ValueError(
                f"{{{{sources}}}}: {key} is not in curriculum/sources.toml; add it there."
            )
        found[key] = page.course.sources[key]
    return "\n".join(f"- {source.text}" for source in page.course.in_order(found.values()))


def _objectives(objectives: dict[str, str], parts: Sequence[Part]) -> str:
    """Return the objectives as a list, or as a table where the script says what serves them."""
    if not any(part.objective for part in parts):
        return "\n".join(f"- {sentence}" for sentence in objectives.values())
    rows = [["By the end you can", "part", "minutes"], ["---", "---", "---:"]]
    for name, sentence in objectives.items():
        own = [part for part in parts if part.objective == name]
        numbers = [part.number for part in own if part.number is not None]
        minutes = sum(part.minutes for part in own)
        words = sentence.rstrip(".")
        rows.append([words[:1].lower() + words[1:], ranges(numbers), str(minutes or "")])
    return table(rows)


def ranges(numbers: Sequence[int]) -> str:
    """Return ascending numbers in short: "2-5, 8"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def _option(ident: str, text: str) -> str:
    return f'- `"{ident}"`' if ident == text else f'- `"{ident}"`: {text}'


def _rubric(rubric: Sequence[Criterion]) -> str:
    """Return the rubric as a Markdown table, best score first."""
    scores = sorted({score for criterion in rubric for score in criterion.anchors}, reverse=True)
    rows = [
        ["Criterion", "Weight", *(f"Earns {score}" for score in scores)],
        ["---", "---:", *("---" for _ in scores)],
    ]
    for criterion in rubric:
        anchors = (criterion.anchors.get(score, "") for score in scores)
        rows.append([criterion.name, f"{criterion.weight:g} %", *anchors])
    return table(rows)


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return rows of text as a Markdown table."""
    return "\n".join("| " + " | ".join(_in_table(item) for item in row) + " |" for row in rows)


def _in_table(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")

"""What all lessons share: the glossary, the sources and the list of lessons, each written once."""

from __future__ import annotations

import calendar
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from course_utils.build.errors import BuildError

GLOSSARY, SOURCES, COURSE = "glossary.toml", "sources.toml", "course.toml"

_NAME = r"(?:(?:[Vv]an|[Vv]on|[Dd]e|[Dd]er|[Ll]a|[Ll]e) )*[A-Z][\w'\u2019-]*[^\W\d_]"
_NAMES = rf"{_NAME}(?:(?:, | and | & |, and ){_NAME})*(?: and others| et al\.?)?"
_YEAR = r"(?:18|19|20)\d\d[a-z]?"
_CITATION = re.compile(
    rf"(?P<names>{_NAMES})[*_]*\s+\((?P<year>{_YEAR})\b|"
    rf"(?<=[(;])\s*[*_]*(?P<names2>{_NAMES})[*_]*,\s+(?P<year2>{_YEAR})\b(?=[;,)])"
)
_DATED = re.compile(r"^(?P<authors>[^()]*?)\s*\((?P<year>(?:18|19|20)\d\d[a-z]?)\)")
_MONTHS = frozenset(calendar.month_name[1:])


@dataclass(frozen=True)
class Term:
    """A word of the trade.

    Attributes
    ----------
    name : str
        As the glossary heads it.
    means : str
        Its definition, in one or two sentences.
    lesson : int
        The lesson that teaches it.
    also : tuple of str
        Other words for it, and its other forms.
    everyday : tuple of str
        Forms that also mean something else, such as "story": they can be linked, and need not be.
    source : str
        Key of the publication that it comes from; empty if it is common.
    line : int
        Where it stands in ``glossary.toml``.
    """

    name: str
    means: str
    lesson: int
    also: tuple[str, ...] = ()
    everyday: tuple[str, ...] = ()
    source: str = ""
    line: int = 0

    @property
    def heading(self) -> str:
        """The name with a capital."""
        return self.name[:1].upper() + self.name[1:]

    @property
    def anchor(self) -> str:
        """Where a link to the term goes to, as Jupyter names a heading."""
        return self.heading.replace(" ", "-")


@dataclass(frozen=True)
class Source:
    """A publication.

    Attributes
    ----------
    key : str
        As in ``{{sources kitagawa-1955}}``.
    text : str
        The whole reference, in Markdown: authors, year in brackets, title, where it came out.
    line : int
        Where it stands in ``sources.toml``.
    """

    key: str
    text: str
    line: int = 0

    @cached_property
    def surname(self) -> str:
        """Surname of the first author; empty where the reference begins without one."""
        dated = _DATED.match(self.text)
        return dated["authors"].split(",")[0].strip() if dated else ""

    @cached_property
    def year(self) -> str:
        """The year; empty if there is none."""
        dated = _DATED.match(self.text)
        return dated["year"] if dated else ""


@dataclass(frozen=True)
class Lesson:
    """A lesson of the course, written or still to come.

    Attributes
    ----------
    number : int
        Its place.
    skill : str
        Its short name, as in ``curriculum/07_metrics``.
    title : str
        Its name.
    gives : str
        What one can do afterwards.
    short : str
        One or two words for a small place.
    """

    number: int
    skill: str
    title: str
    gives: str
    short: str = ""

    @property
    def folder(self) -> str:
        """Name of its folder and of its notebook."""
        return f"{self.number:02}_{self.skill}"

    @property
    def heading(self) -> str:
        """Its title behind its number; the warm-up, which has number 0, shows none."""
        return f"{self.number}. {self.title}" if self.number else self.title


@dataclass(frozen=True)
class Citation:
    """A place in a text where a publication is named.

    Attributes
    ----------
    words : str
        As it stands there, such as "Deng, Knoblich and Lu (2018)".
    surname, year : str
        Of the first author.
    offset : int
        Where in the text.
    """

    words: str
    surname: str
    year: str
    offset: int


@dataclass(frozen=True)
class Course:
    """The glossary, the sources and the lessons of a course.

    Attributes
    ----------
    terms : dict of str to Term
    sources : dict of str to Source
    lessons : tuple of Lesson
    open : frozenset of str
        Folders of the lessons that are written.
    begin : str
        Skill of the lesson with which to begin; empty for the first.
    """

    terms: dict[str, Term] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    lessons: tuple[Lesson, ...] = ()
    open: frozenset[str] = frozenset()
    begin: str = ""

    @classmethod
    def of(cls, root: Path) -> Course:
        """Read what a course's lessons share; a file that is not there is empty.

        Parameters
        ----------
        root : Path
            The folder of the course.

        Raises
        ------
        BuildError
            With the file and line of what cannot be read.
        """
        folder = root / "curriculum"
        terms = _terms(folder / GLOSSARY, root)
        sources = _sources(folder / SOURCES, root)
        for term in terms.values():
            if term.source and term.source not in sources:
                raise BuildError(
                    f"{term.name} names the source {term.source!r}, which is not in {SOURCES}.",
                    (folder / GLOSSARY).relative_to(root),
                    term.line,
                )
        written = (path.parent.name for path in folder.glob("*/lesson.py"))
        lessons, begin = _lessons(folder / COURSE, root)
        return cls(terms, sources, lessons, frozenset(written), begin)

    @cached_property
    def _by_word(self) -> dict[str, Term]:
        return {
            word.casefold(): term
            for term in self.terms.values()
            for word in (term.name, *term.also, *term.everyday)
        }

    def term(self, words: str) -> Term | None:
        """Return the term that some words name, or None."""
        return self._by_word.get(" ".join(words.split()).casefold())

    def source(self, citation: Citation) -> Source | None:
        """Return the publication that a place in a text names, or None."""
        for source in self.sources.values():
            same = source.surname.casefold() == citation.surname.casefold()
            if same and source.year == citation.year:
                return source
        return None

    def cited(self, text: str) -> list[Source]:
        """Return the publications that a text names, by the alphabet."""
        found = {source.key: source for c in citations(text) if (source := self.source(c))}
        return self.in_order(found.values())

    def in_order(self, sources: Any) -> list[Source]:
        """Return publications as a list of sources has them."""
        return sorted(sources, key=lambda source: source.text.strip("*_").casefold())


def citations(text: str) -> Iterator[Citation]:
    """Yield the places where a text names a publication by author and year."""
    for match in _CITATION.finditer(text):
        names = match["names"] or match["names2"]
        first = re.split(r", | and | & | et al", names)[0]
        if first.split()[-1] in _MONTHS:
            continue
        words = match[0].strip()
        if match["names"] and not words.endswith(")"):
            words += ")"
        yield Citation(words, first, match["year"] or match["year2"], match.start())


def _read(path: Path, root: Path) -> tuple[dict[str, Any], str]:
    if not path.is_file():
        return {}, ""
    text = path.read_text(encoding="utf-8")
    try:
        return tomllib.loads(text), text
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise BuildError(
            f"This cannot be read: {error}", path.relative_to(root), int(line[1]) if line else None
        ) from None


def _line(text: str, key: str) -> int:
    """Return the line on which a table or a key begins."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip("[ ").lstrip('"').startswith(key):
            return number
    return 1


def _terms(path: Path, root: Path) -> dict[str, Term]:
    raw, text = _read(path, root)
    terms = {}
    words: dict[str, str] = {}
    for name, entry in raw.items():
        line = _line(text, name)
        extra = (
            set(entry) - {"means", "lesson", "also", "everyday", "source"}
            if isinstance(entry, dict)
            else 1
        )
        if extra or not isinstance(entry.get("means"), str) or type(entry.get("lesson")) is not int:
            raise BuildError(
                f"{name} needs means = a text and lesson = a number, and may have "
                "also = [...], everyday = [...] and source = a key of sources.toml.",
                path.relative_to(root),
                line,
            )
        term = Term(
            name,
            entry["means"],
            entry["lesson"],
            tuple(entry.get("also", ())),
            tuple(entry.get("everyday", ())),
            entry.get("source", ""),
            line,
        )
        for word in (name, *term.also, *term.everyday):
            if words.setdefault(word.casefold(), name) != name:
                raise BuildError(
                    f"{word!r} is explained twice: also under {words[word.casefold()]}.",
                    path.relative_to(root),
                    line,
                )
        terms[name] = term
    return terms


def _sources(path: Path, root: Path) -> dict[str, Source]:
    raw, text = _read(path, root)
    for key, value in raw.items():
        if not isinstance(value, str):
            raise BuildError(
                f"{key} must be a text: the whole reference.",
                path.relative_to(root),
                _line(text, key),
            )
    return {key: Source(key, value, _line(text, key)) for key, value in raw.items()}


def _lessons(path: Path, root: Path) -> tuple[tuple[Lesson, ...], str]:
    raw, text = _read(path, root)
    begin = raw.get("begin", "")
    try:
        lessons = tuple(Lesson(**entry) for entry in raw.get("lesson", ()))
    except TypeError:
        raise BuildError(
            "Each [[lesson]] needs number, skill, title and gives, and may have short.",
            path.relative_to(root),
        ) from None
    if begin and begin not in {item.skill for item in lessons}:
        raise BuildError(
            f"begin names {begin!r}, which is the skill of no [[lesson]] here.",
            path.relative_to(root),
            _line(text, "begin"),
        )
    return lessons, begin

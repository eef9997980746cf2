"""Sentences of an author's text, each with its line."""

from __future__ import annotations

import ast
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from course_utils.build.blocks import CALLOUTS
from course_utils.build.source import Cell

FENCE = re.compile(r"^\s*(```|~~~)")
ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+(?:\[[ x]\]\s+)?")
HEADING = re.compile(r"^(#{1,6})\s+(.*)$")
TERM = re.compile(r"\{\{\s*term\s+([^{}]*?)\s*\}\}")
# What is not the author's prose, and what stands for it when words are counted.
INLINE = (
    (re.compile(r"<!--.*?-->"), ""),
    (re.compile(r"!\[([^\]]*)\]\([^)]*\)"), ""),
    (re.compile(r"\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"`[^`]*`"), "Code"),
    (re.compile(r"\$[^$\n]+\$"), "x"),
    (re.compile(r"\{\{\s*points [^{}]*\}\}"), "two"),
    (re.compile(r"<[^>]+>"), ""),
    (re.compile(r"\*\*|__|(?<!\w)[*_]|[*_](?!\w)"), ""),
)
OPENING = {name: re.sub(r"[^\w .]", "", words).strip() for name, words in CALLOUTS.items()}
WORD = re.compile(r"[^\W\d_](?:[\w'\u2019-]*[^\W_])?|\d[\d,.]*")
ABBREVIATION = re.compile(
    r"\b(?:e\.g|i\.e|etc|vs|cf|no|nos|vol|ed|eds|approx|St|Dr|Mr|Ms|[A-Z](?:\.[A-Z])*)\.$"
)
END = re.compile(r"(?<=[.!?])[\"')\]\u201d]*\s+(?=[\"'(\[\u201c]*[A-Z0-9\u00c0-\u00dd])")
SQL = re.compile(r"\b(select|with)\b.*\bfrom\b", re.DOTALL | re.IGNORECASE)
SHORTEST = 5  # words from which a text in code is prose


@dataclass(frozen=True)
class Sentence:
    """A sentence, or what stands in its place.

    Attributes
    ----------
    text : str
        Without marks; code is one word.
    line : int
        In the author's file.
    kind : str
        ``"text"``, ``"item"``, ``"quote"``, ``"heading"``, ``"table"`` or ``"code"`` for a text in
        a code cell.
    cell : Cell
        Where it stands.
    terms : tuple of str
        Words that were marked ``{{term ...}}``.
    """

    text: str
    line: int
    kind: str
    cell: Cell
    terms: tuple[str, ...] = ()

    @property
    def words(self) -> list[str]:
        """Its words and numbers."""
        return WORD.findall(self.text)


@dataclass
class _Block:
    kind: str
    lines: list[tuple[int, str]]


def sentences(cell: Cell) -> list[Sentence]:
    """Return the sentences of a cell, in order.

    Parameters
    ----------
    cell : Cell
        A markdown cell, or a code cell, of which the longer texts in quotes are taken.

    Returns
    -------
    list of Sentence
    """
    if cell.kind == "code":
        return list(_in_code(cell))
    if cell.kind != "markdown":
        return []
    found: list[Sentence] = []
    for block in _blocks(cell.source):
        found += _split(block, cell)
    return found


def plain(text: str) -> str:
    """Return Markdown as it reads, without marks."""
    for name, words in OPENING.items():
        text = re.sub(rf"\{{\{{\s*{name}\s*\}}\}}", words, text)
    text = TERM.sub(r"\1", text)
    for pattern, words in INLINE:
        text = pattern.sub(words, text)
    return re.sub(r"\{\{[^{}]*\}\}", "", text).strip()


def _blocks(source: str) -> Iterator[_Block]:
    block = _Block("", [])
    fenced = False
    for number, line in enumerate(source.splitlines(), start=1):
        if FENCE.match(line):
            fenced = not fenced
            kind, text = "", ""
        elif fenced or not line.strip():
            kind, text = "", ""
        elif heading := HEADING.match(line):
            kind, text = "heading", re.sub(r"\s*\(\d+ min\)\s*$", "", heading[2])
        elif line.lstrip().startswith("|"):
            kind, text = "table", line.strip().strip("|").replace("|", " . ")
        elif line.lstrip().startswith(">"):
            kind, text = "quote", line.lstrip()[1:].strip()
        elif ITEM.match(line):
            kind, text = "item", ITEM.sub("", line)
        elif line.startswith(" ") and block.kind == "item":
            kind, text = "item", line.strip()
            block.lines.append((number, text))
            continue
        else:
            kind, text = "text", line.strip()
        if kind != block.kind or kind in {"item", "heading", "table"}:
            if block.lines:
                yield block
            block = _Block(kind, [])
        if text:
            block.lines.append((number, text))
    if block.lines:
        yield block


def _split(block: _Block, cell: Cell) -> Iterator[Sentence]:
    text = ""
    starts: list[int] = []
    numbers: list[int] = []
    marked: list[tuple[int, str]] = []
    for number, line in block.lines:
        cleaned = plain(line)
        starts.append(len(text))
        numbers.append(number)
        marked += [(len(text), match[1]) for match in TERM.finditer(line)]
        text += cleaned + " "
    begin = 0
    for piece in _pieces(text):
        at = text.index(piece, begin)
        begin = at + len(piece)
        number = numbers[bisect_right(starts, at) - 1]
        terms = tuple(words for start, words in marked if start <= begin and words in piece)
        if piece.strip():
            yield Sentence(piece.strip(), cell.line + number, block.kind, cell, terms)


def _pieces(text: str) -> list[str]:
    """Split a text after each sentence."""
    pieces: list[str] = []
    begin = 0
    for match in END.finditer(text):
        if ABBREVIATION.search(text[begin : match.start()]):
            continue
        pieces.append(text[begin : match.end()].rstrip())
        begin = match.end()
    return [*pieces, text[begin:].rstrip()]


def _in_code(cell: Cell) -> Iterator[Sentence]:
    for line, text in texts_in_code(cell.source):
        if SQL.search(text) or len(WORD.findall(text)) < SHORTEST:
            continue
        for piece in _pieces(plain(" ".join(text.split()))):
            if piece.strip():
                yield Sentence(piece.strip(), cell.line + line, "code", cell)


def texts_in_code(source: str) -> Iterator[tuple[int, str]]:
    """Yield the texts of a piece of Python with their lines; of f-strings "1" for each value."""
    try:
        tree = ast.parse(re.sub(r"^[%!].*$", "pass", source, flags=re.MULTILINE))
    except SyntaxError:
        return
    inner: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            inner.update(id(part) for part in ast.walk(node) if part is not node)
    for node in ast.walk(tree):
        if id(node) in inner:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value
        elif isinstance(node, ast.JoinedStr):
            yield (
                node.lineno,
                "".join(
                    str(part.value) if isinstance(part, ast.Constant) else "1"
                    for part in node.values
                ),
            )

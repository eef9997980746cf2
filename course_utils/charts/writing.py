"""Short SVG: two decimals, no names that nothing uses, the house's colours as CSS variables."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

from course_utils.charts.picture import variable

_NUMBERS = frozenset(("d", "x", "y", "width", "height", "transform"))


class Writer:
    """Takes the place of the writer of matplotlib's SVG renderer."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._tags: list[str] = []
        self._is_open = False

    def start(self, tag: str, attrib: Any = None, **extra: str) -> int:
        """Begin an element; return how deep it is."""
        put = self._parts.append
        put("><" if self._is_open else "<")
        put(tag)
        for name, value in {**(attrib or {}), **extra}.items():
            if not value or (name == "id" and tag in ("g", "text")):
                continue
            if name == "style":
                value = restyled(value)
            elif name in _NUMBERS:
                value = shortened(value, name == "d")
                if name == "transform" and value.startswith(("rotate(0 ", "rotate(-0 ")):
                    continue
            quote = "'" if '"' in value else '"'
            put(f" {name}={quote}{escape(value)}{quote}")
        self._is_open = True
        self._tags.append(tag)
        return len(self._tags) - 1

    def data(self, text: str) -> None:
        """Write text."""
        self._parts.append(f"{'>' if self._is_open else ''}{escape(text)}")
        self._is_open = False

    def end(self, tag: str = "", indent: bool = True) -> None:
        """End the element that began last."""
        tag = self._tags.pop()
        self._parts.append("/>" if self._is_open else f"</{tag}>")
        self._is_open = False

    def element(self, tag: str, text: str = "", attrib: Any = None, **extra: str) -> None:
        """Write an element with nothing but text in it."""
        self.start(tag, attrib, **extra)
        if text:
            self.data(text)
        self.end()

    def comment(self, comment: str) -> None:
        """Write no comment."""

    def text(self) -> str:
        """Return what was written, without groups that only had a name."""
        svg = "".join(self._parts)
        for _ in range(4):
            svg = re.sub(r"<g>((?:<(?!/?g\b)[^>]*>|[^<])*)</g>", r"\1", svg)
        return svg


def shortened(value: str, is_path: bool = False) -> str:
    """Return coordinates with at most two decimals."""
    if "." in value:
        value = re.sub(r"-?\d+\.\d+(?:e-?\d+)?", _two_decimals, value)
    value = " ".join(value.split())
    return re.sub(r" ?([A-Za-z]) (?=[-\d])", r"\1", value) if is_path else value


def _two_decimals(number: re.Match[str]) -> str:
    text = f"{float(number.group()):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


@lru_cache(1024)
def restyled(style: str) -> str:
    """Return a style in the page's font and in the colours of its theme."""
    style = re.sub(r"font-family: [^;]*;? ?", "", style)
    style = re.sub(r"#[0-9a-fA-F]{6}\b", lambda colour: variable(colour.group()), style)
    return re.sub(r"([:;]) ", r"\1", style).rstrip("; ")

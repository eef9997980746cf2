"""What an assignment asks must not be had by copying: neither read off its lesson nor re-run from it.

A lesson's kernel writes down, after its last cell, the values of its names (`PROBE`); its outputs
are read as a learner reads them. An assignment's right answer must be in neither.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course_utils.build.refuse import NUMBER, numbers_of
from course_utils.exercises.forms import (
    Canonical,
    Choice,
    Choices,
    Form,
    Function,
    NotAttempted,
    Table,
    WrongForm,
)
from course_utils.exercises.plain import Sheet, from_json, plain, to_json

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from course_utils.exercises import Key

WHERE = "PMLAB_PROBE"
"""Names the file to which a lesson's kernel writes the values of its names."""
PROBE = "from course_utils.build.copies import write_values as _w; _w(dict(globals()))"
ROWS = 500
"""Longer tables are data, not results."""
DIGITS = 3
"""Figures from which a number that is shown gives an answer away."""
YEAR = re.compile(r"20\d\d")
SMALL = 1000
"""Whole numbers below this meet by chance."""
TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Copy:
    """A right answer that the lesson gives away.

    Attributes
    ----------
    exercise
        Whose answer it is.
    cell
        The place, among the lesson's cells, of the one that shows it; None for a value of a name.
    what
        The number as it is shown, or the name that holds it.
    """

    exercise: str
    cell: int | None
    what: str


def write_values(names: dict[str, Any]) -> None:
    """Write the values of a kernel's names to the file that ``PMLAB_PROBE`` names."""
    import os

    values = {
        name: to_json(value)
        for name, value in _results(names)
        if isinstance(value, int | float | list | dict | Sheet) and not isinstance(value, bool)
    }
    Path(os.environ[WHERE]).write_text(json.dumps(values), encoding="utf-8")


def _results(names: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in names.items():
        if name.startswith("_") or name in {"In", "Out", "exit", "quit", "get_ipython"}:
            continue
        library = type(value).__module__.partition(".")[0]
        widget = hasattr(value, "traits")  # some of a widget's attributes refuse to be asked
        if library in {"course_utils", "__main__"} and not callable(value) and not widget:
            # What a calculation of ours returns has its results as attributes.
            for part in (n for n in dir(value) if not n.startswith("_")):
                inner = getattr(type(value), part, None)
                if callable(inner):
                    continue
                try:
                    held = getattr(value, part, None)
                except Exception:  # some of a widget's parts only raise
                    continue
                yield from _result(f"{name}.{part}", held)
        yield from _result(name, value)


def _result(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if len(value) <= ROWS if hasattr(value, "__len__") else True:
        yield name, plain(value)


def copies(key: Key, source: Any, lesson: NotebookNode, values: dict[str, Any]) -> list[Copy]:
    """Return what of an assignment can be copied from its lesson.

    Parameters
    ----------
    key
        With its answers on the public company.
    source
        That company.
    lesson
        The lesson with its outputs.
    values
        What `write_values` wrote.

    Returns
    -------
    list of Copy
        Choices are left out: their options stand in the assignment anyway.
    """
    texts = [_read(cell) for cell in lesson.cells]
    results = {name: from_json(value) for name, value in values.items()}
    found = []
    for name, item in key.exercises.items():
        if item.form.manual or isinstance(item.form, Choice | Choices | Function):
            continue
        form, answer, right = item.right(source)
        wanted = _unlikely(form.numbers(answer, source)) if isinstance(form, Table) else []
        for place, text in enumerate(texts):
            if isinstance(form, Table):
                shown = _whole(text, wanted)
            elif form.kind == "Number":
                shown = next(_shown(text, form, right), None)
            else:
                break
            if shown is not None:
                found.append(Copy(name, place, shown))
        for other, value in results.items():
            if any(_gives(form, v, right, source) for v in _pieces(value)):
                found.append(Copy(name, None, other))
    return found


def _shown(text: str, form: Form, right: Canonical) -> Iterator[str]:
    """Yield the numbers of a text that would be judged right, as they are or as a percentage."""
    for match in NUMBER.finditer(text):
        token = match[0].replace(",", "").replace("_", "")
        if not _telling(token):
            continue
        for value in (float(token), float(token) / 100):
            try:
                if form.canonical(value).matches(right):
                    yield match[0]
            except (NotAttempted, WrongForm):
                continue


def _unlikely(numbers: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the numbers of a table that do not meet by chance, as small whole ones do."""
    return [
        (abs(number), room)
        for number, room in numbers
        if not (float(number).is_integer() and abs(number) < SMALL)
    ]


def _whole(text: str, wanted: list[tuple[float, float]]) -> str | None:
    """Return the numbers of a table if a text shows each of them."""
    if len(wanted) < 2:
        return None
    shown, taken = _numbers_in(text), []
    for number, room in wanted:
        near = next((said for value, said in shown.items() if abs(value - number) <= room), None)
        if near is None:
            return None
        taken.append(near)
    return " ".join(taken)


@cache
def _numbers_in(text: str) -> dict[float, str]:
    """Return the telling numbers of a text without their signs, as they are and read as percent."""
    return {
        float(token) / unit: match[0]
        for match in NUMBER.finditer(text)
        if _telling(token := match[0].replace(",", "").replace("_", "").lstrip("-"))
        for unit in (1, 100)
    }


def _telling(token: str) -> bool:
    """Say whether a number has figures enough to be more than chance."""
    figures = token.split("e")[0].replace(".", "").lstrip("-0")
    return len(figures) >= DIGITS and not YEAR.fullmatch(token)


def _gives(form: Form, value: Any, right: Canonical, source: Any) -> bool:
    if isinstance(value, str) or (isinstance(value, int) and abs(value) < SMALL):
        return False
    try:
        given = form.canonical(value, source)
    except (NotAttempted, WrongForm):
        return False
    return given.sharp().matches(right.sharp())


def _pieces(value: Any) -> Iterable[Any]:
    """Yield a value, and the numbers that stand in it."""
    yield value
    yield from numbers_of(value)


def _read(cell: NotebookNode) -> str:
    """Return what a cell says and shows, as text."""
    told = [cell.source] if cell.cell_type == "markdown" else []
    for output in cell.get("outputs", []):
        told.append(str(output.get("text", "")))
        for kind, data in output.get("data", {}).items():
            if kind in {"text/html", "text/markdown", "text/plain", "image/svg+xml"}:
                told.append(html.unescape(TAG.sub(" ", _with_alts("".join(data)))))
    return "\n".join(told)


def _with_alts(text: str) -> str:
    return re.sub(r'\b(?:alt|aria-label)="([^"]*)"', r">\1<", text)

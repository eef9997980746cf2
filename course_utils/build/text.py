"""Placeholders in an author's markdown: ``{{objectives}}``, ``{{options NAME}}`` and the like."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from course_utils.build.source import Cell
from course_utils.exercises.forms import Written

if TYPE_CHECKING:
    from course_utils.exercises import Criterion, Key

PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


def fill(cell: Cell, key: Key | None) -> str:
    """Replace the placeholders of a markdown cell by what the key says.

    Parameters
    ----------
    cell : Cell
        A markdown cell.
    key : Key or None
        The skill's key; without one no placeholder can be filled.

    Returns
    -------
    str
        The text of the cell.

    Raises
    ------
    BuildError
        At a placeholder that is not known, or that names what the key does not have.
    """

    def replace(match: re.Match[str]) -> str:
        line = cell.source.count("\n", 0, match.start()) + 1
        words = match[1].split()
        try:
            return _value(words, key)
        except ValueError as error:
            raise cell.error(str(error), line) from None

    return PLACEHOLDER.sub(replace, cell.source)


def _value(words: list[str], key: Key | None) -> str:
    form = " ".join(words)
    if key is None:
        raise ValueError(f"{{{{{form}}}}} needs a key.py beside this file.")
    if words == ["objectives"]:
        return "\n".join(f"- {sentence}" for sentence in key.objectives.values())
    if len(words) != 2 or words[0] not in {"options", "rubric", "points"}:
        raise ValueError(
            f"{{{{{form}}}}} is no placeholder; there are {{{{objectives}}}}, "
            "{{options NAME}}, {{rubric NAME}} and {{points NAME}}."
        )
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
        raise ValueError(f"{{{{{form}}}}}: {name} has no rubric; only a Written exercise has one.")
    return _table(exercise.form.rubric)


def _option(ident: str, text: str) -> str:
    return f'- `"{ident}"`' if ident == text else f'- `"{ident}"`: {text}'


def _table(rubric: Sequence[Criterion]) -> str:
    """Return the rubric as a Markdown table, best score first."""
    scores = sorted({score for criterion in rubric for score in criterion.anchors}, reverse=True)
    rows = [
        ["Criterion", "Weight", *(f"Earns {score}" for score in scores)],
        ["---", "---:", *("---" for _ in scores)],
    ]
    for criterion in rubric:
        anchors = (criterion.anchors.get(score, "") for score in scores)
        rows.append([criterion.name, f"{criterion.weight:g} %", *anchors])
    return "\n".join("| " + " | ".join(_in_table(item) for item in row) + " |" for row in rows)


def _in_table(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")

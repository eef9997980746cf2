"""The author's text: jupytext percent scripts, with the line of every cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course_utils.build.errors import BuildError
from course_utils.exercises.claims import told_in_code

# Every line that could begin a cell; jupytext decides which of them do.
MARKER = re.compile(r"^(\s*#\s*%%(?:\s.*?)?)\s*$")
STAMP = "pmlab_line"
STAMPED = re.compile(rf" {STAMP}=\d+")

TAGS_THAT_HIDE = "hide_input"
KNOWN_METADATA = {"exercise", "practice", "objective", "tags", "jupyter", "title"}
# An author's word to pmlab lint-lesson, with a reason; it does not reach the notebook.
EXCUSE = re.compile(
    r"^[ \t]*(?:<!--[ \t]*lint[ \t]+(?P<rule>[\w-]*)[ \t]*(?::[ \t]*(?P<reason>.*?))?[ \t]*-->"
    r"|#[ \t]*lint[ \t]+(?P<rule2>[\w-]*)[ \t]*:[ \t]*(?P<reason2>.*?))[ \t]*$\n?",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Cell:
    """One cell as its author wrote it.

    Attributes
    ----------
    kind : str
        ``"code"``, ``"markdown"`` or ``"raw"``.
    source : str
        The text, without comment marks in markdown.
    metadata : dict
        What stands after ``# %%``, without ``exercise`` and ``objective``.
    exercise : str or None
        The exercise whose answer this cell holds.
    path : Path
        The author's file.
    line : int
        The line of the cell's ``# %%``, counted from 1.
    objective : str or None
        The objective of the key that the section beginning here serves.
    practice : str or None
        The exercise inside a lesson whose answer this cell holds.
    """

    kind: str
    source: str
    metadata: dict[str, Any]
    exercise: str | None
    path: Path
    line: int
    objective: str | None = None
    practice: str | None = None

    @property
    def told(self) -> str:
        """The source as the notebook has it: without what is said to the linter and the prover."""
        source = told_in_code(self.source)
        return EXCUSE.sub("", source).rstrip("\n") if "lint" in source else source

    def error(self, message: str, offset: int | None = None) -> BuildError:
        """Return an error at this cell, or at a line of its source counted from 1."""
        return BuildError(message, self.path, self.line + (offset or 0))


def read_script(path: Path, shown: Path | None = None) -> list[Cell]:
    """Read a percent script.

    Parameters
    ----------
    path : Path
        The script.
    shown : Path, optional
        How to name it in errors; ``path`` if not given.

    Returns
    -------
    list of Cell
        In the order of the script.

    Raises
    ------
    BuildError
        When there is text before the first cell, or metadata that the builder does not know.
    """
    shown = shown or path
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    # Jupytext does not tell where a cell began, so each marker carries its line through it.
    stamped = [
        f"{match[1]} {STAMP}={number}" if (match := MARKER.match(line)) else line
        for number, line in enumerate(lines, start=1)
    ]
    try:
        cells = _parse(stamped)
    except Exception as error:
        raise _unreadable(stamped, error, shown) from None
    return [_cell(node, shown) for node in cells]


def _parse(lines: list[str]) -> list[Any]:
    import jupytext

    return list(jupytext.reads("\n".join([*lines, ""]), fmt="py:percent").cells)


def _unreadable(lines: list[str], error: Exception, path: Path) -> BuildError:
    """Find the first cell with which the script cannot be read."""
    for number, line in enumerate(lines, start=1):
        if STAMPED.search(line):
            try:
                _parse(lines[:number])
            except Exception as reason:
                words = str(reason).strip().splitlines()[0]
                return BuildError(f"This cell's options cannot be read: {words}.", path, number)
    return BuildError(f"This file cannot be read: {error}", path)


def _cell(node: Any, path: Path) -> Cell:
    metadata = dict(node.metadata)
    line = metadata.pop(STAMP, None)
    if line is None:
        raise BuildError("Begin the file's first cell with '# %%' or '# %% [markdown]'.", path, 1)
    metadata.pop("lines_to_next_cell", None)
    unknown = sorted(set(metadata) - KNOWN_METADATA)
    if unknown:
        raise BuildError(
            f"'{unknown[0]}' is no option of a cell; it can have "
            f"{', '.join(sorted(KNOWN_METADATA))}.",
            path,
            line,
        )
    exercise, practice = metadata.pop("exercise", None), metadata.pop("practice", None)
    for name, what, a in (
        (exercise, "exercise", "an exercise"),
        (practice, "practice", "practice"),
    ):
        if name is not None and not (isinstance(name, str) and name.isidentifier()):
            words = f'Name {a} like a variable: {what}="stickiness".'
            raise BuildError(words, path, line)
    objective = metadata.pop("objective", None)
    metadata.pop("title", None)
    tags = metadata.get("tags", [])
    if TAGS_THAT_HIDE in tags:
        metadata["jupyter"] = {**metadata.get("jupyter", {}), "source_hidden": True}
    source = STAMPED.sub("", node.source)
    return Cell(node.cell_type, source, metadata, exercise, path, int(line), objective, practice)

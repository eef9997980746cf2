"""Run a lesson as a learner does, and prove beside it that its practice can be answered there."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course_utils.build import execute
from course_utils.build.compose import Composed, practised
from course_utils.build.copies import PROBE, WHERE, Copy, copies
from course_utils.build.errors import BuildError
from course_utils.build.source import Cell
from course_utils.exercises.claims import excused

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from course_utils.build.plan import Skill
    from course_utils.exercises import Key

EXTRA = "pmlab-rehearsal"


def rehearse(composed: Composed, skill: Skill) -> dict[str, Any]:
    """Run a lesson whose practice nobody has answered, and its answers beside it.

    Parameters
    ----------
    composed : Composed
        The lesson; its cells get their outputs.
    skill : Skill

    Returns
    -------
    dict
        What the names of the lesson's cells hold in the end, as `copies` takes it.

    Raises
    ------
    BuildError
        At the author's line of a cell that fails, or of a practice whose solution is not right.
    """
    full = _with_answers(composed)
    with tempfile.TemporaryDirectory(prefix="pmlab-") as name:
        values = Path(name) / "values.json"
        folder = skill.lesson_notebook.parent
        execute.run(full, folder, skill.root, {WHERE: str(values)})
        found: dict[str, Any] = json.loads(values.read_text(encoding="utf-8"))
    _number(composed.notebook)
    return found


def _with_answers(composed: Composed) -> Composed:
    """Return the lesson with cells that are run and not kept; both share the lesson's cells."""
    from nbformat.v4 import new_code_cell, new_notebook

    full = Composed(new_notebook(metadata=composed.notebook.metadata))
    checked: Cell | None = None
    for node, origin in zip(composed.notebook.cells, composed.origin, strict=True):
        full.notebook.cells.append(node)
        full.origin.append(origin)
        if origin.practice:
            checked = origin
        elif checked is not None:  # the cell after the stub is its check
            full.notebook.cells.append(new_code_cell(practised(checked), id=f"{node.id[:8]}-right"))
            full.origin.append(checked)
            checked = None
    last = composed.origin[-1]
    full.notebook.cells.append(new_code_cell(PROBE, id="values"))
    full.origin.append(Cell("code", PROBE, {}, None, last.path, last.line))
    return full


def _number(notebook: NotebookNode) -> None:
    """Count the cells that are kept, as if only they had run."""
    count = 0
    for cell in notebook.cells:
        if cell.cell_type != "code" or cell.execution_count is None:
            continue
        count += 1
        cell.execution_count = count
        for output in cell.outputs:
            if "execution_count" in output:
                output.execution_count = count


def refuse_copies(composed: Composed, key: Key, source: Any, values: dict[str, Any]) -> None:
    """Refuse a lesson that gives a right answer of its assignment away.

    Parameters
    ----------
    composed : Composed
        The lesson with its outputs.
    key : Key
        With its answers on the public company.
    source : Source
        That company.
    values : dict
        What `rehearse` returned.

    Raises
    ------
    BuildError
        At the cell that shows it, or at the lesson for a name that holds it.
    """
    allowed = excused(key.path.parent)
    found = [
        copy
        for copy in copies(key, source, composed.notebook, values)
        if f"{copy.exercise}: {copy.what}" not in allowed
    ]
    if found:
        raise BuildError(
            "\n".join(f"{_place(composed, copy)}: {_words(copy)}" for copy in found)
            + "\nAsk for another span, segment or item in the assignment; if they meet by chance, "
            "say so in EXCEPT of claims.py: {'EXERCISE: WHAT': 'the reason'}."
        )


def _place(composed: Composed, copy: Copy) -> str:
    origin = composed.origin[0 if copy.cell is None else copy.cell]
    return f"{origin.path.as_posix()}:{origin.line}"


def _words(copy: Copy) -> str:
    if copy.cell is None:
        return f"`{copy.what}` holds the right answer of {copy.exercise}."
    return f"this shows {copy.what}, the right answer of {copy.exercise}."

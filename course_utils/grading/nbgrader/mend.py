"""Put a hand-in's mangled cells right, so that what the student did can be graded.

nbgrader stops grading a student whose cells lost or changed their metadata, and with
``add_missing_cells`` also one who deleted two cells in a row. Here every cell that nbgrader knows
gets the metadata that the gradebook has for it, before nbgrader looks at it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

from course_utils.exercises.check_cell import check_name
from course_utils.grading.nbgrader.harmless import modest

MAKE = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}


@dataclass(frozen=True)
class Known:
    """A cell as the gradebook knows it.

    Attributes
    ----------
    name : str
        nbgrader's ``grade_id``.
    kind : str
        ``"code"``, ``"markdown"`` or ``"raw"``.
    source : str
        The released text.
    metadata : dict
        nbgrader's metadata.
    """

    name: str
    kind: str
    source: str
    metadata: dict[str, Any]

    @property
    def locked(self) -> bool:
        """Whether the text is restored at grading."""
        return bool(self.metadata["locked"])

    @property
    def needed(self) -> bool:
        """Whether the cell is put back when it is missing.

        A code cell that only holds an answer is not: its blank text would overwrite the answer
        of a student who gave it in another cell.
        """
        return self.locked or bool(self.metadata["grade"] or self.metadata["task"])

    def cell(self) -> NotebookNode:
        """Return a fresh copy of the cell."""
        return MAKE[self.kind](self.source, metadata={"nbgrader": dict(self.metadata)})


def known_cells(gradebook: Gradebook, notebook: str, assignment: str) -> list[Known]:
    """Return the cells of a notebook that the gradebook knows, in the notebook's order."""
    found = gradebook.find_notebook(notebook, assignment)
    points = {cell.name: cell.max_score for cell in (*found.grade_cells, *found.task_cells)}
    grades = {cell.name for cell in found.grade_cells}
    tasks = {cell.name for cell in found.task_cells}
    solutions = {cell.name for cell in found.solution_cells}
    cells = []
    for cell in found.source_cells:
        metadata = {
            "grade": cell.name in grades,
            "grade_id": cell.name,
            "locked": bool(cell.locked),
            "schema_version": 3,
            "solution": cell.name in solutions,
            "task": cell.name in tasks,
            "cell_type": cell.cell_type,
        }
        if cell.checksum:
            metadata["checksum"] = cell.checksum
        if cell.name in points:
            metadata["points"] = points[cell.name]
        cells.append(Known(cell.name, cell.cell_type, cell.source, metadata))
    return cells


def mend(cells: list[NotebookNode], known: Iterable[Known]) -> list[NotebookNode]:
    """Return a hand-in's cells with every known cell in its place.

    Parameters
    ----------
    cells : list of NotebookNode
        The student's cells; they may be changed.
    known : iterable of Known
        What the gradebook knows, in the notebook's order.

    Returns
    -------
    list of NotebookNode
        The same cells: unknown ids and copies have lost nbgrader's metadata, known cells have
        their own again, and those that are needed and were missing stand where they belong.
    """
    wanted = {cell.name: cell for cell in known}
    chosen = _chosen(cells, wanted)
    mended = []
    for cell in cells:
        ident = chosen.get(id(cell))
        if ident is None:
            cell.metadata.pop("nbgrader", None)
            mended.append(cell)
        else:
            mended.append(_restored(cell, wanted[ident]))
    present = set(chosen.values())
    before: Known | None = None
    for item in wanted.values():
        if item.name not in present:
            if not item.needed:
                continue
            mended.insert(_place(mended, item, before), item.cell())
        before = item
    return mended


def _ident(cell: NotebookNode) -> str | None:
    metadata = cell.metadata.get("nbgrader")
    ident = metadata.get("grade_id") if isinstance(metadata, dict) else None
    return ident if isinstance(ident, str) else None


def _chosen(cells: list[NotebookNode], wanted: dict[str, Known]) -> dict[int, str]:
    """Choose the one cell of the student for each known cell."""
    copies: dict[str, list[NotebookNode]] = {}
    for cell in cells:
        ident = _ident(cell)
        if ident in wanted:
            copies.setdefault(ident, []).append(cell)
    for cell in cells:  # a locked cell that lost its id is known by its text
        if _ident(cell) not in wanted:
            for item in wanted.values():
                if item.locked and item.name not in copies and cell.source == item.source:
                    copies[item.name] = [cell]
                    break
    chosen = {}
    for ident, found in copies.items():
        answered = [cell for cell in found if cell.source != wanted[ident].source]
        pick = found[0] if wanted[ident].locked else (answered or found)[-1]
        chosen[id(pick)] = ident
    return chosen


def _restored(cell: NotebookNode, known: Known) -> NotebookNode:
    if cell.cell_type != known.kind:
        fresh = known.cell()
        fresh.source = cell.source
        return fresh
    cell.metadata["nbgrader"] = dict(known.metadata)
    return cell


def _place(cells: list[NotebookNode], item: Known, before: Known | None) -> int:
    """Return where a missing cell goes: after the one before it, and after what it checks."""
    place = 0
    if before is not None:
        place = 1 + next(i for i, cell in enumerate(cells) if _ident(cell) == before.name)
    name = check_name(item.source)
    if name:
        sets = re.compile(rf"^(?:{name}\s*[=:]|def {name}\()", re.MULTILINE)
        for i, cell in enumerate(cells[place:], start=place):
            if cell.cell_type == "code" and sets.search(cell.source):
                place = i + 1
    return place


class MendCells(NbGraderPreprocessor):
    """nbgrader's preprocessor around `mend`; the first to see a hand-in's cells."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Mend the cells of a notebook."""
        names = resources["nbgrader"]
        with Gradebook(names["db_url"]) as gradebook:
            known = known_cells(gradebook, names["notebook"], names["assignment"])
        modest(nb)
        nb.cells = mend(nb.cells, known)
        return nb, resources

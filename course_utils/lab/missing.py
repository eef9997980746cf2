"""An IPython extension: where a name is missing, it says which cell of the notebook sets it.

What a library has to say of a learner's line is made short (`course_utils.lab.plain`).

``pmlab lab`` starts its kernels with it, so that it also answers before the course was imported.
"""

from __future__ import annotations

import builtins
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from course_utils.lab.failed import Failed, names_set, watch
from course_utils.lab.plain import KINDS, plainly

SHOWN = 60
"""Characters of a cell's first line that are shown."""


@dataclass(frozen=True)
class Cell:
    """A code cell of a notebook.

    Attributes
    ----------
    identity : str
        Its id; empty in notebooks that have none.
    source : str
    """

    identity: str
    source: str

    @property
    def beginning(self) -> str:
        """The first line that says something."""
        lines = [line.strip() for line in self.source.splitlines() if line.strip()]
        told = [line for line in lines if not line.startswith(("#", "%"))] or lines or [""]
        return told[0] if len(told[0]) <= SHOWN else told[0][:SHOWN].rstrip() + " ..."


def code_cells(notebook: Path) -> list[Cell]:
    """Return a notebook's code cells as they were last saved; none if it cannot be read."""
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        return [
            Cell(cell.get("id", ""), "".join(cell["source"]))
            for cell in cells
            if cell["cell_type"] == "code"
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []


def advice(
    name: str,
    cells: Sequence[Cell],
    at: int | None,
    transform: Any = str,
    *,
    failed: bool = False,
) -> str | None:
    """Say which cell to run for a name that is missing.

    Parameters
    ----------
    name : str
    cells : sequence of Cell
    at : int, optional
        Place of the cell that missed it, if it stands in the notebook as it was saved.
    transform : callable, optional
        Makes plain Python of a cell's source.
    failed : bool, optional
        Whether that cell was run and ended in an error.

    Returns
    -------
    str or None
        One sentence; None if no cell before it sets the name.
    """
    before = cells[: len(cells) if at is None else at]
    places = [i for i, cell in enumerate(before) if name in names_set(transform(cell.source))]
    if not places:
        return None
    where = (
        "the first cell"
        if places[0] == 0
        else f"the cell that begins with `{before[places[-1]].beginning}`"
    )
    if failed:
        return (
            f"`{name}` is not there yet: {where} ended in an error, and its last line says what is "
            "wrong. Mend it, run it, then this one again."
        )
    return f"`{name}` is not there yet: run {where}, then this one again."


class Missing:
    """What the extension keeps of the cell that is running.

    Parameters
    ----------
    shell : IPython's shell
    failed : Failed
        What knows which cells ended in an error.
    """

    def __init__(self, shell: Any, failed: Failed) -> None:
        self._shell, self._failed = shell, failed
        self._identity, self._source = "", ""

    def begin(self, info: Any) -> None:
        """Remember the cell that begins to run."""
        self._identity, self._source = info.cell_id or "", info.raw_cell or ""

    def advice(self, error: NameError, trace: TracebackType) -> str | None:
        """Say which cell to run; None where that would hide something else."""
        while trace.tb_next is not None:
            trace = trace.tb_next
        ours = trace.tb_frame.f_globals is self._shell.user_ns
        told = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        name = error.name
        if not ours or told or not name or name in self._shell.user_ns or hasattr(builtins, name):
            return None
        cells = code_cells(Path(os.environ.get("JPY_SESSION_NAME", "")))
        at = next((i for i, cell in enumerate(cells) if self._runs(cell)), None)
        failed = self._failed.never_set(name)
        return advice(name, cells, at, self._shell.transform_cell, failed=failed)

    def _runs(self, cell: Cell) -> bool:
        if self._identity and cell.identity:
            return cell.identity == self._identity
        return cell.source == self._source

    def show(
        self,
        shell: Any,
        kind: type[BaseException],
        error: Any,
        trace: TracebackType,
        tb_offset: int | None = None,
    ) -> None:
        """Show an error as IPython does, or the sentence in its place."""
        words: list[str] | None
        if kind is NameError:
            said = self.advice(error, trace)
            words = None if said is None else [said]
        else:
            words = plainly(error, trace, self._shell.user_ns)
        if words is not None and not hasattr(error, "_render_traceback_"):
            error._render_traceback_ = lambda: words
        shell.showtraceback((kind, error, trace), tb_offset=tb_offset)


def load_ipython_extension(shell: Any) -> None:
    """Begin to answer missing names; IPython calls this.

    Parameters
    ----------
    shell : IPython's shell
    """
    missing = Missing(shell, watch(shell))
    shell.events.register("pre_run_cell", missing.begin)
    shell.set_custom_exc((NameError, *KINDS), missing.show)

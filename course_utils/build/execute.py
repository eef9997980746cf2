"""Run a notebook and keep its outputs, without what differs from run to run or needs a kernel."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING

from course_utils.build import gates
from course_utils.build.compose import METADATA, Composed
from course_utils.build.errors import BuildError
from course_utils.lab.saved import WIDGET_VIEW

if TYPE_CHECKING:
    from nbformat import NotebookNode

IMAGES = ("image/png", "image/jpeg", "image/svg+xml")
PLACE = re.compile(r"Cell In\[\d+\], line (\d+)")
ANSI = re.compile(r"\x1b\[[0-9;]*m")
UNDESCRIBED = re.compile(r"<img\b(?![^>]*\balt=)", re.IGNORECASE)
ADDRESS = re.compile(r" at 0x[0-9a-fA-F]{6,}")
LIMIT = 600  # seconds a cell


def run(
    composed: Composed,
    folder: Path,
    root: Path,
    environment: Mapping[str, str] | None = None,
) -> NotebookNode:
    """Run every cell in a fresh kernel.

    Parameters
    ----------
    composed : Composed
        The notebook; its cells get their outputs.
    folder : Path
        Working directory of the kernel.
    root : Path
        Folder of the course; ``course_utils`` is imported from it.
    environment : mapping, optional
        Variables for the kernel.

    Returns
    -------
    NotebookNode
        The same notebook.

    Raises
    ------
    BuildError
        At the author's line of a cell that raises without the tag ``raises-exception``, draws a
        picture without alt text, or shows a memory address.
    """
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    client = NotebookClient(
        composed.notebook,
        timeout=LIMIT,
        kernel_name="python3",
        record_timing=False,
        # A widget's state holds its scripts: stored, each would be a copy that grows old.
        store_widget_state=False,
        # Its own history, and no warning about transports that an author could do nothing about.
        extra_arguments=["--HistoryManager.hist_file=:memory:", "--IPKernelApp.log_level=40"],
        resources={"metadata": {"path": str(folder)}},
    )
    with _environment(root, environment or {}):
        try:
            client.execute()
        except CellExecutionError as error:
            raise _located(composed, error) from None
        except (CellTimeoutError, DeadKernelError) as error:
            cell = composed.origin[_unfinished(composed)]
            words = str(error).strip().splitlines()[0]
            raise cell.error(f"This cell did not finish: {words}") from None
    _tidy(composed.notebook)
    _presentable(composed)
    gates.keep_quiet(composed.notebook)
    return composed.notebook


@contextmanager
def _environment(root: Path, more: Mapping[str, str]) -> Iterator[None]:
    """Let the kernel find the course, and nothing of whoever builds it."""
    path = os.environ.get("PYTHONPATH")
    wanted: dict[str, str | None] = {
        "PYTHONPATH": str(root) + (os.pathsep + path if path else ""),
        "PYTHONHASHSEED": "0",
        "PMLAB_COMPANY": None,
        "NBGRADER_EXECUTION": None,
        "PMLAB_FRESH": "1",  # whoever builds may have worked here as a learner
        **more,
    }
    before: dict[str, str | None] = {name: os.environ.get(name) for name in wanted}
    _set(wanted)
    try:
        yield
    finally:
        _set(before)


def _set(values: dict[str, str | None]) -> None:
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


def _located(composed: Composed, error: Exception) -> BuildError:
    failed = next(
        (
            (index, output)
            for index, cell in enumerate(composed.notebook.cells)
            for output in cell.get("outputs", [])
            if output.output_type == "error"
            and "raises-exception" not in cell.metadata.get("tags", [])
        ),
        None,
    )
    if failed is None:
        return BuildError(str(error))
    index, output = failed
    places = PLACE.findall(ANSI.sub("", "\n".join(output.traceback)))
    line = int(places[0]) if places else None
    words = f"{output.ename}: {output.evalue}".strip()
    return composed.origin[index].error(f"This cell raises {words}", line)


def _unfinished(composed: Composed) -> int:
    for index, cell in enumerate(composed.notebook.cells):
        if cell.cell_type == "code" and cell.source.strip() and cell.execution_count is None:
            return index
    return len(composed.notebook.cells) - 1


def _tidy(notebook: NotebookNode) -> None:
    notebook.metadata["language_info"] = deepcopy(METADATA["language_info"])
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs = _joined(cell.outputs)
            for output in cell.outputs:
                # Without a kernel there is no widget; its text or picture stands beside it.
                output.get("data", {}).pop(WIDGET_VIEW, None)


def _joined(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Join neighbouring pieces of one stream: where it was cut is a matter of timing."""
    joined: list[NotebookNode] = []
    for output in outputs:
        last = joined[-1] if joined else None
        if (
            last is not None
            and output.output_type == last.output_type == "stream"
            and output.name == last.name
        ):
            last.text += output.text
        else:
            joined.append(output)
    return joined


def _presentable(composed: Composed) -> None:
    for cell, origin in zip(composed.notebook.cells, composed.origin, strict=True):
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if ADDRESS.search(str(output.get("text", "")) + str(data.get("text/plain", ""))):
                raise origin.error(
                    "This cell shows a memory address, another one at each run: "
                    "end its last line with ';' or show something else."
                )
            told = "alt" in json.dumps(output.get("metadata", {}))
            bare = any(kind in data for kind in IMAGES) and not told
            if bare or UNDESCRIBED.search(data.get("text/html", "")):
                raise origin.error(
                    "This cell draws a picture without alt text: "
                    "show it with charts.show(figure, alt='...')."
                )

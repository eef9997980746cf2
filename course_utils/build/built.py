"""Built files as they stand, and whether they are what their sources make."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbformat import NotebookNode


def text(notebook: NotebookNode) -> str:
    """Return a notebook as its file holds it."""
    import nbformat

    return nbformat.writes(notebook) + "\n"


def read(path: Path) -> NotebookNode | None:
    """Return a built notebook; None if there is none that can be read."""
    import nbformat

    if not path.is_file():
        return None
    try:
        return nbformat.read(path, as_version=4)
    except Exception:  # whatever is wrong with a built file, it is built again
        return None


def source(notebook: NotebookNode) -> str:
    """Return the digest of what a notebook was made of."""
    return str(notebook.metadata.get("pmlab", {}).get("source", ""))


def frame(notebook: NotebookNode) -> dict[str, Any]:
    """Return a notebook without outputs and without the digest of its sources."""
    metadata = {k: v for k, v in notebook.metadata.items() if k not in {"pmlab", "widgets"}}
    cells = [
        {"id": c.id, "type": c.cell_type, "source": c.source, "metadata": dict(c.metadata)}
        for c in notebook.cells
    ]
    return {"metadata": metadata, "cells": cells}


def same(one: NotebookNode, other: NotebookNode) -> bool:
    """Whether two notebooks differ in nothing but outputs and digest."""
    return frame(one) == frame(other)


def has_run(notebook: NotebookNode) -> bool:
    """Whether every cell of code was run."""
    return all(
        cell.execution_count is not None
        for cell in notebook.cells
        if cell.cell_type == "code" and cell.source.strip()
    )


def matches(path: Path, text: str) -> bool:
    """Compare a built file with its text, apart from the digest of the sources."""
    if not path.is_file():
        return False
    stored = path.read_text(encoding="utf-8")
    if path.suffix != ".ipynb":
        return stored == text
    return _unstamped(stored) == _unstamped(text)


def _unstamped(text: str) -> Any:
    try:
        notebook = json.loads(text)
        notebook["metadata"].pop("pmlab", None)
    except (ValueError, KeyError, TypeError, AttributeError):
        return text
    return notebook

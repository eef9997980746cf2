"""Which cells of a notebook are not as they were given out, though grading puts them back.

What a learner changes in one of them works at the desk and is gone when the notebook is graded.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from course_utils.lab.missing import Cell


def changed(notebook: Path) -> list[Cell]:
    """Return the locked cells of a notebook that were changed, as it was last saved.

    nbgrader leaves a checksum beside each when it makes a release. A cell without one, and a notebook
    that cannot be read, tell nothing.

    Parameters
    ----------
    notebook : Path
    """
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        return [
            Cell(cell.get("id", ""), "".join(cell["source"]))
            for cell in cells
            if (own := cell["metadata"].get("nbgrader", {})).get("locked")
            and own.get("checksum", "") not in ("", checksum(cell))
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []


def checksum(cell: Mapping[str, Any]) -> str:
    """Return what nbgrader's ``compute_checksum`` does; loading nbgrader would take seconds."""
    own = cell["metadata"]["nbgrader"]
    parts = ["".join(cell["source"]), cell["cell_type"]]
    parts += [str(own[role]) for role in ("grade", "solution", "locked")]
    parts += [own["grade_id"], *([str(float(own["points"]))] if own["grade"] else [])]
    return hashlib.md5("".join(parts).encode("utf-8"), usedforsecurity=False).hexdigest()

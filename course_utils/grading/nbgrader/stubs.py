"""What stands in a release where the solution stood."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nbgrader.preprocessors import ClearSolutions

from course_utils.grading.nbgrader.settings import CODE_STUB

if TYPE_CHECKING:
    from nbformat import NotebookNode

WIDGET_STUB = "# Your work goes into the widget below."
_SETS_A_WIDGET = re.compile(
    r"^(\w+) = [\w.]+\(.*^### BEGIN SOLUTION.*^\1\.(?:value|answer) = .*^### END SOLUTION",
    re.MULTILINE | re.DOTALL,
)


class Stubs(ClearSolutions):
    """Takes solutions out; where the answer is built by hand it points to the widget."""

    def _replace_solution_region(self, cell: NotebookNode, language: str) -> bool:
        is_built = _SETS_A_WIDGET.search(cell.source)
        replaced = bool(super()._replace_solution_region(cell, language))
        if is_built:
            cell.source = cell.source.replace(CODE_STUB, WIDGET_STUB)
        return replaced

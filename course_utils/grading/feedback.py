"""Feedback that shows a student's own work and the verdict's words, and nothing else of ours."""

from __future__ import annotations

import re
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade
from traitlets import Unicode

from course_utils.exercises.verdict import MIME

ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
FRAME = re.compile(r"(?:Cell In\[\d+\], line (\d+)|Input In \[\d+\])")
FILE = re.compile(r"File .+?:\d+|File \"")
HIDDEN = "A test that you cannot see did not pass."


class KindFeedback(NbGraderPreprocessor):
    """Take hidden tests, library tracebacks and answer data out of a graded notebook."""

    begin_test_delimeter = Unicode("BEGIN HIDDEN TESTS").tag(config=True)
    end_test_delimeter = Unicode("END HIDDEN TESTS").tag(config=True)

    def preprocess_cell(
        self, cell: NotebookNode, resources: Any, index: int
    ) -> tuple[NotebookNode, Any]:
        """Clean one cell."""
        if cell.cell_type != "code":
            return cell, resources
        hidden = self._hide(cell) if is_grade(cell) else set()
        cell.outputs = [self._clean(output, cell, hidden) for output in cell.outputs]
        return cell, resources

    def _hide(self, cell: NotebookNode) -> set[int]:
        """Remove hidden tests from a cell and return the numbers of their lines."""
        kept, hidden, inside = [], set(), False
        for number, line in enumerate(cell.source.split("\n"), start=1):
            if self.begin_test_delimeter in line:
                inside = True
            if inside:
                hidden.add(number)
            else:
                kept.append(line)
            if self.end_test_delimeter in line:
                inside = False
        cell.source = "\n".join(kept)
        return hidden

    def _clean(self, output: NotebookNode, cell: NotebookNode, hidden: set[int]) -> NotebookNode:
        if output.output_type in ("display_data", "execute_result"):
            output.data.pop(MIME, None)
        if output.output_type != "error":
            return output
        frames = [ANSI.sub("", frame) for frame in output.traceback]
        if hidden:
            return self._about_test(output, frames, hidden)
        own = [
            frame
            for frame, text in zip(output.traceback, frames, strict=True)
            if not FILE.match(text.lstrip())
        ]
        return new_output("error", ename=output.ename, evalue=output.evalue, traceback=own)

    @staticmethod
    def _about_test(output: NotebookNode, frames: list[str], hidden: set[int]) -> NotebookNode:
        """Say which visible line of a test stopped, or only that a hidden one did."""
        lines = [int(match[1]) for frame in frames for match in FRAME.finditer(frame) if match[1]]
        words = HIDDEN
        if lines and lines[0] not in hidden:
            words = f"Line {lines[0]} of this test did not pass: {output.ename}: {output.evalue}"
        return new_output("error", ename="", evalue=words, traceback=[words])

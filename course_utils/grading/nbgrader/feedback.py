"""Feedback that shows a student's own work and the verdict's words, and nothing else of ours."""

from __future__ import annotations

import re
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.api import BaseCell, Comment, Grade
from nbgrader.preprocessors import GetGrades, NbGraderPreprocessor
from nbgrader.utils import is_grade
from traitlets import Unicode

from course_utils.exercises import MIME

ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
FRAME = re.compile(r"Cell In\[\d+\], line (\d+)")
FILE = "File "  # how IPython begins a frame that is not of a cell
HIDDEN = "A test that you cannot see did not pass."


class Grades(GetGrades):
    """nbgrader's preprocessor that puts grades and comments into the cells, with two queries."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Add the grades of a notebook."""
        self._found: dict[Any, dict[str, Any]] | None = None
        return super().preprocess(nb, resources)

    def _of(self, kind: Any, name: str) -> Any:
        if self._found is None:
            notebook = self.gradebook.find_submission_notebook(
                self.notebook_id, self.assignment_id, self.student_id
            )
            self._found = {}
            for table in (Grade, Comment):
                rows = self.gradebook.db.query(BaseCell.name, table).join(
                    table, table.cell_id == BaseCell.id
                )
                self._found[table] = dict(rows.filter(table.notebook_id == notebook.id).all())
        return self._found[kind][name]

    def _get_comment(self, cell: NotebookNode, resources: Any) -> None:
        cell.metadata.nbgrader["comment"] = self._of(
            Comment, cell.metadata["nbgrader"]["grade_id"]
        ).comment

    def _get_score(self, cell: NotebookNode, resources: Any) -> None:
        grade = self._of(Grade, cell.metadata["nbgrader"]["grade_id"])
        cell.metadata.nbgrader["score"] = grade.score
        cell.metadata.nbgrader["points"] = grade.max_score
        cell.metadata.nbgrader["waiting"] = bool(grade.needs_manual_grade)
        cell.metadata.nbgrader["marked"] = grade.manual_score is not None


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
        tests = self._visible(cell.source) if is_grade(cell) else {}
        hides = len(tests) < len(cell.source.split("\n")) and is_grade(cell)
        if hides:
            cell.source = "\n".join(tests.values())
        cell.outputs = [self._clean(output, tests if hides else None) for output in cell.outputs]
        return cell, resources

    def _visible(self, source: str) -> dict[int, str]:
        """Return the lines of a test that are not hidden, by their number."""
        visible, inside = {}, False
        for number, line in enumerate(source.split("\n"), start=1):
            inside = inside or self.begin_test_delimeter in line
            if not inside:
                visible[number] = line
            inside = inside and self.end_test_delimeter not in line
        return visible

    def _clean(self, output: NotebookNode, tests: dict[int, str] | None) -> NotebookNode:
        if output.output_type in ("display_data", "execute_result"):
            output.data.pop(MIME, None)
        if output.output_type != "error":
            return output
        frames = [ANSI.sub("", frame) for frame in output.traceback]
        if tests is not None:
            return self._about_test(output, frames, tests)
        own = [
            frame
            for frame, text in zip(output.traceback, frames, strict=True)
            if not text.lstrip().startswith(FILE)
        ]
        return new_output("error", ename=output.ename, evalue=output.evalue, traceback=own)

    @staticmethod
    def _about_test(output: NotebookNode, frames: list[str], tests: dict[int, str]) -> NotebookNode:
        """Say which visible line of a test stopped, or only that a hidden one did."""
        lines = [int(match[1]) for frame in frames for match in FRAME.finditer(frame)]
        words = HIDDEN
        if lines and lines[0] in tests:
            words = f"This did not pass: {tests[lines[0]].strip()}\n{output.ename}: {output.evalue}"
        return new_output("error", ename="", evalue=words, traceback=[words])

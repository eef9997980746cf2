"""The verdict: nbgrader's preprocessors around `Execute` that judge what the student's cells gave.

The student's process only produces answers. Here, in nbgrader's own process, each answer is
compared with the key, and the check cell gets the outputs from which nbgrader reads its score.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution

from course_utils.exercises import MIME
from course_utils.exercises.check_cell import check_name
from course_utils.grading.course import (
    Assignment,
    CannotGrade,
    Judged,
    company_folder,
    find_assignment,
    find_company,
)

VERSION = 1
CASES = "PMLAB_CASES"
COMPANY = "PMLAB_COMPANY"


def ours(cells: Iterable[NotebookNode]) -> list[NotebookNode]:
    """Return the check cells that the builder made; others are nbgrader's business."""
    return [
        cell
        for cell in cells
        if cell.cell_type == "code"
        and is_grade(cell)
        and not is_solution(cell)
        and check_name(cell.source) == cell.metadata["nbgrader"]["grade_id"]
    ]


def emitted(cell: NotebookNode) -> list[Any]:
    """Return the answers among a cell's outputs."""
    return [output.data[MIME] for output in cell.outputs if MIME in output.get("data", {})]


def judge_cell(cell: NotebookNode, assignment: Assignment, source: Any) -> Judged:
    """Judge the answer that a check cell gave.

    Parameters
    ----------
    cell : NotebookNode
        An executed check cell of ours; nothing in its outputs is trusted.
    assignment : Assignment
        The key.
    source : Source
        The student's company.

    Returns
    -------
    Judged
    """
    name = cell.metadata["nbgrader"]["grade_id"]
    answers = emitted(cell)
    if not answers:
        return Judged(0.0, _absent(cell, name))
    if len(answers) > 1:
        return Judged(
            0.0, f"{name} was answered {len(answers)} times in one cell; give one answer."
        )
    answer = answers[0]
    if not (
        isinstance(answer, dict)
        and answer.get("version") == VERSION
        and set(answer) == {"version", "exercise", "answer"}
    ):
        return Judged(0.0, f"What stands in place of {name} is no answer that check() gives.")
    if answer["exercise"] != name:
        return Judged(0.0, f"This is an answer to another exercise, not to {name}.")
    return assignment.judge(name, answer["answer"], source)


def _absent(cell: NotebookNode, name: str) -> str:
    errors = [output for output in cell.outputs if output.output_type == "error"]
    kinds = {error.ename for error in errors}
    if "CellTimeoutError" in kinds:
        return f"The check of {name} took too long, so there is no answer to judge."
    if "NameError" in kinds and any(f"'{name}'" in error.evalue for error in errors):
        return (
            f"There is no answer: nothing in the notebook sets {name}. "
            "Its cell was deleted, did not run to its end, or uses another name."
        )
    if "NameError" in kinds:
        return f"check() was not there to take {name}: the notebook's first code cell did not run."
    return f"The check of {name} gave no answer. Leave check() as it is and run all cells in order."


def fill(cell: NotebookNode, judged: Judged) -> None:
    """Give a check cell the outputs from which nbgrader reads the score.

    nbgrader gives 0 for an error, the number for an ``execute_result``, and all points for
    anything else, so all other outputs have to go.
    """
    points = float(cell.metadata["nbgrader"]["points"])
    share = min(max(judged.share, 0.0), 1.0)
    if share <= 0:
        cell.outputs = [
            new_output("error", ename="", evalue=judged.words, traceback=[judged.words])
        ]
        return
    if share >= 1:
        cell.outputs = [new_output("display_data", data={"text/plain": judged.words})]
        return
    earned = min(round(share * points, 4), points)
    cell.outputs = [
        new_output("display_data", data={"text/plain": judged.words}),
        new_output(
            "execute_result",
            data={"text/plain": repr(earned)},
            execution_count=cell.execution_count or 0,
        ),
    ]


@dataclass
class _Lent:
    """What the student's process was given: a folder with cases, and variables."""

    folder: str
    before: dict[str, str | None]


_lent: list[_Lent] = []


def lend(cases: dict[str, list[Any]], company: Path) -> None:
    """Let the next process that is started find unseen cases and its student's company."""
    take_back()
    folder = Path(tempfile.mkdtemp(prefix="pmlab-cases-"))
    (folder / "cases.json").write_text(json.dumps(cases), encoding="utf-8")
    given = {CASES: str(folder / "cases.json"), COMPANY: str(company)}
    _lent.append(_Lent(str(folder), {name: os.environ.get(name) for name in given}))
    os.environ.update(given)


def take_back() -> None:
    """Undo `lend`; also after a hand-in whose execution failed."""
    while _lent:
        lent = _lent.pop()
        shutil.rmtree(lent.folder, ignore_errors=True)
        for name, value in lent.before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


class Prepare(NbGraderPreprocessor):
    """Before `Execute`: the unseen cases and the student's company, for the student's process."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Write the cases where the kernel will find them."""
        take_back()
        if ours(nb.cells):
            root, names = Path.cwd(), resources["nbgrader"]
            assignment = find_assignment(root, names["assignment"])
            lend(assignment.cases, company_folder(root, names["student"]))
        return nb, resources


class Verdict(NbGraderPreprocessor):
    """After `Execute`: judge every check cell of ours and set the outputs that nbgrader scores."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Judge a notebook."""
        take_back()
        cells = ours(nb.cells)
        if not cells:
            return nb, resources
        root = Path.cwd()
        names = resources["nbgrader"]
        assignment = find_assignment(root, names["assignment"])
        source = find_company(root, names["student"])
        for cell in cells:
            if cell.metadata["nbgrader"]["grade_id"] not in assignment.key.exercises:
                raise CannotGrade(f"The key has no {cell.metadata['nbgrader']['grade_id']}.")
            fill(cell, judge_cell(cell, assignment, source))
        return nb, resources

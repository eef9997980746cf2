"""From an author's cells to notebooks, the same bytes for the same text."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from course_utils.build import gates
from course_utils.build.course import Course
from course_utils.build.source import Cell
from course_utils.build.text import Page, fill
from course_utils.exercises.check_cell import check_call

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from course_utils.exercises import Key

BEGIN = "### BEGIN SOLUTION"
END = "### END SOLUTION"
GLOSSARY = "../../notebooks/glossary.ipynb"  # as an assignment links to it
SETUP = "setup"  # grade_id of the locked first code cell of an assignment
ANSWER = "-answer"  # an answer cell is EXERCISE-answer, its check cell is EXERCISE
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {
        "codemirror_mode": {"name": "ipython", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
    },
}


@dataclass
class Composed:
    """A notebook and the author's cell behind each of its cells."""

    notebook: NotebookNode
    origin: list[Cell] = field(default_factory=list)


def lesson(
    cells: list[Cell], key: Key | None, source: str, name: str, course: Course | None = None
) -> Composed:
    """Compose a lesson that has not run yet.

    Parameters
    ----------
    cells : list of Cell
        The author's script.
    key : Key or None
        The skill's key, for placeholders.
    source : str
        Digest of everything the notebook is made from.
    name : str
        The notebook's name, part of every cell id; a lesson's begins with its number.
    course : Course, optional
        What all lessons share; nothing if not given.

    Returns
    -------
    Composed
    """
    composed = _empty(source)
    ids = _Ids(name)
    number = int(name[:2]) if name[:2].isdigit() else 0
    page = Page(key, course or Course(), cells, number)
    _same_practice(cells, key)
    for cell in cells:
        if cell.exercise:
            raise cell.error('Exercises stand in assignment.py; here write practice="NAME".')
        if cell.practice is None:
            _append(composed, cell, ids, fill(cell, page) if cell.kind == "markdown" else cell.told)
            continue
        assert key is not None
        _solution(cell, cell.practice, key.practice[cell.practice].form.kind == "Function")
        stub = "\n".join(stub_lines(cell)).strip("\n")
        _append(composed, cell, ids, stub, cell.practice + ANSWER)
        check = Cell("code", check_call(cell.practice), {}, None, cell.path, cell.line)
        _append(composed, check, ids, check.source, cell.practice)
    gates.close(composed)
    return composed


def practised(cell: Cell) -> str:
    """Return code that answers a lesson's practice as its author would, and checks that.

    It runs in a function, so that the cells after it find what a learner's would.
    """
    name = cell.practice
    lines = [line for line in cell.source.splitlines() if BEGIN not in line and END not in line]
    body = "\n".join(f"    {line}" for line in lines)
    return (
        f"def _practised():\n{body}\n    return {name}\n\n\n"
        f'_said = check("{name}", _practised())\n'
        f'assert _said.right, f"The solution of {name} is not right: {{_said.message}}"'
    )


def assignment(
    cells: list[Cell], key: Key, source: str, name: str, course: Course | None = None
) -> Composed:
    """Compose an assignment with its solutions: nbgrader's source version.

    Each answer cell gets nbgrader's metadata, and a locked check cell with the key's points
    after it. A written answer is one cell that a person grades. The first code cell that holds
    no exercise is locked too: everything else needs its imports.

    Parameters
    ----------
    cells : list of Cell
        The author's script.
    key : Key
        The skill's key.
    source : str
        Digest of everything the notebook is made from.
    name : str
        The notebook's name, part of every cell id.
    course : Course, optional
        What all lessons share; nothing if not given.

    Returns
    -------
    Composed

    Raises
    ------
    BuildError
        When cells and key do not hold the same exercises, or a solution cell cannot be released.
    """
    _same_exercises(cells, key)
    composed = _empty(source)
    ids = _Ids(name)
    page = Page(key, course or Course(), cells, glossary=GLOSSARY)
    setup = False
    for cell in cells:
        if cell.exercise is None:
            text = fill(cell, page) if cell.kind == "markdown" else cell.told
            node = _append(composed, cell, ids, text)
            _no_solution_marks(cell)
            if cell.kind == "code" and not setup:
                setup = True
                node.metadata["nbgrader"] = _graded(SETUP, locked=True)
            continue
        exercise = key.exercises[cell.exercise]
        if exercise.form.manual:
            _written(cell)
            node = _append(composed, cell, ids, fill(cell, page), cell.exercise)
            node.metadata["nbgrader"] = _graded(
                cell.exercise, grade=True, solution=True, points=exercise.points
            )
            continue
        _solution(cell, cell.exercise, exercise.form.kind == "Function")
        node = _append(composed, cell, ids, cell.source, cell.exercise + ANSWER)
        node.metadata["nbgrader"] = _graded(cell.exercise + ANSWER, solution=True)
        check = Cell("code", check_call(cell.exercise), {}, None, cell.path, cell.line)
        node = _append(composed, check, ids, check.source, cell.exercise)
        node.metadata["nbgrader"] = _graded(
            cell.exercise, grade=True, locked=True, points=exercise.points
        )
    return composed


def _empty(source: str) -> Composed:
    from copy import deepcopy

    from nbformat.v4 import new_notebook

    return Composed(new_notebook(metadata={**deepcopy(METADATA), "pmlab": {"source": source}}))


class _Ids:
    """Cell ids from the text, so that an edited cell leaves its neighbours' ids alone."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.seen: set[str] = set()

    def next(self, text: str) -> str:
        for turn in range(1_000_000):
            made = hashlib.sha256(f"{self.name}\0{text}\0{turn}".encode()).hexdigest()[:12]
            if made not in self.seen:
                break
        self.seen.add(made)
        return made


def _append(
    composed: Composed, cell: Cell, ids: _Ids, text: str, wanted: str | None = None
) -> NotebookNode:
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

    make = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}[cell.kind]
    node = make(
        text, id=ids.next(wanted or f"{cell.kind}\0{cell.source}"), metadata=dict(cell.metadata)
    )
    composed.notebook.cells.append(node)
    composed.origin.append(cell)
    return node


def _graded(grade_id: str, **flags: Any) -> dict[str, Any]:
    return {
        "grade": False,
        "grade_id": grade_id,
        "locked": False,
        "schema_version": 3,
        "solution": False,
        "task": False,
        **flags,
    }


def _same_exercises(cells: list[Cell], key: Key) -> None:
    seen: dict[str, Cell] = {}
    for cell in cells:
        if cell.exercise is None:
            continue
        if cell.exercise in seen:
            raise cell.error(
                f"{cell.exercise} has a cell already, in line {seen[cell.exercise].line}: "
                "leave one of the two."
            )
        seen[cell.exercise] = cell
        if cell.exercise not in key.exercises:
            raise cell.error(f"{cell.exercise} is not in key.py: add it there or rename the cell.")
    for name in key.exercises:
        if name not in seen:
            raise cells[-1].error(
                f"{name} is in key.py but has no cell here: add one that begins with "
                f'# %% exercise="{name}".'
            )


def _same_practice(cells: list[Cell], key: Key | None) -> None:
    there = {} if key is None else key.practice
    seen: dict[str, Cell] = {}
    for cell in cells:
        if cell.practice is None:
            continue
        if cell.practice in seen:
            raise cell.error(
                f"{cell.practice} has a cell already, in line {seen[cell.practice].line}."
            )
        seen[cell.practice] = cell
        if cell.practice not in there:
            raise cell.error(
                f"{cell.practice} is no practice of key.py: add it there with @practice."
            )
    for name in there:
        if name not in seen:
            raise cells[-1].error(
                f"{name} is practice in key.py but has no cell here: add one that begins with "
                f'# %% practice="{name}".'
            )


def _no_solution_marks(cell: Cell) -> None:
    for number, line in enumerate(cell.source.splitlines(), start=1):
        if "BEGIN SOLUTION" in line or "END SOLUTION" in line:
            raise cell.error(
                'A solution stands in a cell of its exercise: begin it with # %% exercise="NAME".',
                number,
            )


def _regions(cell: Cell) -> Iterator[tuple[int, int]]:
    """Yield the first and last line of each solution region, marks included, from 1."""
    begin = None
    for number, line in enumerate(cell.source.splitlines(), start=1):
        if "BEGIN SOLUTION" in line:
            if begin is not None:
                raise cell.error(f"Close the solution above with '{END}' first.", number)
            begin = number
        elif "END SOLUTION" in line:
            if begin is None:
                raise cell.error(f"There is no '{BEGIN}' above this line.", number)
            yield begin, number
            begin = None
    if begin is not None:
        raise cell.error(f"Close this solution with '{END}'.", begin)


def solution_lines(cell: Cell) -> list[tuple[int, str]]:
    """Return the lines of a cell that its release must not hold, numbered from 1."""
    lines = cell.source.splitlines()
    regions = list(_regions(cell))
    if not regions and cell.kind == "markdown":
        regions = [(0, len(lines) + 1)]
    return [(n, lines[n - 1]) for begin, end in regions for n in range(begin + 1, end)]


def stub_lines(cell: Cell) -> list[str]:
    """Return the lines of a cell that its release keeps."""
    hidden = {n for begin, end in _regions(cell) for n in range(begin, end + 1)}
    lines = cell.source.splitlines()
    if not hidden and cell.kind == "markdown":
        return []
    return [line for n, line in enumerate(lines, start=1) if n not in hidden]


def _written(cell: Cell) -> None:
    if cell.kind != "markdown":
        raise cell.error(
            f"{cell.exercise} is answered in words: make its cell "
            f'# %% [markdown] exercise="{cell.exercise}".'
        )
    list(_regions(cell))


def _solution(cell: Cell, name: str, function: bool) -> None:
    if cell.kind != "code":
        raise cell.error(f"{name} is answered in code: remove [markdown] from its cell.")
    if not list(_regions(cell)):
        raise cell.error(f"Put the solution between '{BEGIN}' and '{END}'.")
    stub = "\n".join(stub_lines(cell))
    try:
        tree = ast.parse(stub)
    except SyntaxError as error:
        raise cell.error(
            "Without its solution this cell is no valid Python: keep the function's head and "
            "docstring outside the solution.",
            error.lineno,
        ) from None
    if function:
        if not any(isinstance(n, ast.FunctionDef) and n.name == name for n in tree.body):
            raise cell.error(f"Keep 'def {name}(...)' outside the solution.")
        return
    values = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and any(isinstance(t, ast.Name) and t.id == name for t in node.targets)
    ]
    if not any(_blank(value, name) for value in values):
        raise cell.error(
            f"Begin the cell with '{name} = ...', or with a widget as in "
            f"'{name} = widgets.Choice(\"{name}\")', before the solution."
        )


def _blank(value: ast.expr, name: str | None) -> bool:
    """Say whether this is `...`, or a widget that keeps its answer under this name."""
    if isinstance(value, ast.Constant):
        return value.value is ...
    return (
        isinstance(value, ast.Call)
        and isinstance(value.func, ast.Attribute)
        and isinstance(value.func.value, ast.Name)
        and value.func.attr[:1].isupper()
        and bool(value.args)
        and isinstance(value.args[0], ast.Constant)
        and value.args[0].value == name
    )

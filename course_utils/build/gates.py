"""No answer before its guess: what answers one is stored closed, until its cell is run.

JupyterLab, Notebook and VS Code show a closed cell as a bar, and open its output when it is run.
GitHub and other pages without a kernel show the lesson as it is.
"""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from course_utils.build.source import Cell

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from course_utils.build.compose import Composed

ANSWERS = "answers"
"""The tag of a cell that answers a guess and stands elsewhere than between it and its reveal."""
ASK = "# A guess: run this cell, then answer in the box."
TELL = "# The answer: keep your guess above first, then run this cell."
_WORDS = {"title", "alt", "label", "xlabel", "ylabel"}


def close(composed: Composed) -> None:
    """Close what answers a guess, and fold the code that only asks for one.

    What answers it is its ``reveal`` and cells with the tag ``answers``. If both stand in one
    section, it is also what is shown between them, and what is drawn or put in words after them.
    Practice and other guesses stay open: they ask.

    Parameters
    ----------
    composed : Composed
        A lesson that has not run; its cells get what says so, and a first line in which a bar
        tells what to do.
    """
    cells = composed.notebook.cells
    trees = [_tree(cell) for cell in cells]
    sections = _sections(composed)
    asked: dict[str, int] = {}
    for i, (cell, tree) in enumerate(zip(cells, trees, strict=True)):
        told = [asked[name] for name in _revealed(tree) if name in asked]
        if told:
            _first_line(composed, i, TELL)
        if told or ANSWERS in cell.metadata.get("tags", []):
            _hide(cell, source_hidden=True, outputs_hidden=True)
        here = [at for at in told if sections[at] == sections[i]]
        for j in range(min(here) + 1, len(cells)) if here else ():
            other = trees[j]
            if sections[j] != sections[i]:
                break
            if _practised(composed, j) or any(_asked(other)):
                continue
            if j < i and _tells(other):
                _hide(cells[j], source_hidden=True)
            if _shows(other) if j < i else _draws(cells[j], other):
                _hide(cells[j], outputs_hidden=True)
        names = dict.fromkeys(_asked(tree), i)
        asked |= names
        if names and _only_asks(tree):
            _first_line(composed, i, ASK)
            _hide(cell, source_hidden=True)


def keep_quiet(notebook: NotebookNode) -> None:
    """Let no bar tell what it hides: JupyterLab writes a closed cell's first output on it.

    Parameters
    ----------
    notebook : NotebookNode
        One that was run; an output without data goes in front of those that are closed.
    """
    from nbformat.v4 import new_output

    for cell in notebook.cells:
        if cell.metadata.get("jupyter", {}).get("outputs_hidden") and cell.outputs:
            cell.outputs.insert(0, new_output("display_data"))


def _tree(cell: NotebookNode) -> ast.Module:
    with contextlib.suppress(SyntaxError):  # magics
        if cell.cell_type == "code":
            return ast.parse(cell.source)
    return ast.Module(body=[], type_ignores=[])


def _sections(composed: Composed) -> list[int]:
    """Return the number of each cell's section."""
    begins = (
        cell.cell_type == "markdown" and cell.source.lstrip().startswith("## ")
        for cell in composed.notebook.cells
    )
    return list(accumulate(begins))


def _hide(cell: NotebookNode, **what: bool) -> None:
    cell.metadata["jupyter"] = {**cell.metadata.get("jupyter", {}), **what}


def _first_line(composed: Composed, i: int, words: str) -> None:
    cell = composed.notebook.cells[i]
    cell.source = f"{words}\n{cell.source}"
    # Whatever fails there still stands in the author's line.
    origin: Cell = composed.origin[i]
    composed.origin[i] = replace(origin, line=origin.line - 1)


def _practised(composed: Composed, i: int) -> bool:
    """Whether a cell is a learner's: an answer to practice, or its check."""
    origin: Cell = composed.origin[i]
    return origin.practice is not None or origin.source.startswith("check(")


def _asked(tree: ast.Module) -> Iterator[str]:
    """Yield the variables that hold the guesses which a cell asks for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and _is_predict(node.value):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def _is_predict(node: ast.expr) -> bool:
    if not isinstance(node, ast.Call):
        return False
    called = node.func
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    return name == "predict"


def _revealed(tree: ast.Module) -> Iterator[str]:
    """Yield the variables whose guess a cell answers."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and node.attr == "reveal"
            and isinstance(node.value, ast.Name)
        ):
            yield node.value.id


def _only_asks(tree: ast.Module) -> bool:
    return all(
        (isinstance(node, ast.Assign) and _is_predict(node.value))
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Name))
        for node in tree.body
    )


def _shows(tree: ast.Module) -> bool:
    """Whether code puts something out, as far as can be read."""
    last = tree.body[-1] if tree.body else None
    return isinstance(last, ast.Expr) or _tells(tree)


def _draws(cell: NotebookNode, tree: ast.Module) -> bool:
    """Whether a cell only shows: its code is folded, or it says something in words."""
    folded = bool(cell.metadata.get("jupyter", {}).get("source_hidden"))
    return _shows(tree) and (folded or _tells(tree))


def _tells(tree: ast.Module) -> bool:
    """Whether code says in words what it shows: a title, an alt text, a sentence."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if name in {"Markdown", "print"} or _WORDS & {word.arg for word in node.keywords}:
                return True
    return False

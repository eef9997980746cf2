"""Answers in notebooks of the course, and what they earned, for the tests of grading."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import nbformat

from course_utils.exercises.key import Key


def cells_of(path: Path) -> dict[str, nbformat.NotebookNode]:
    """Return a notebook's cells that nbgrader knows, by their id."""
    notebook = nbformat.read(path, as_version=4)
    return {c.metadata.nbgrader.grade_id: c for c in notebook.cells if "nbgrader" in c.metadata}


def answered(answers: dict[str, str]):
    """Return a change that fills in answers, by exercise."""

    def change(cells):
        for cell in cells:
            ident = cell.metadata.get("nbgrader", {}).get("grade_id", "")
            if ident.removesuffix("-answer") in answers and cell.metadata.nbgrader.solution:
                cell.source = answers[ident.removesuffix("-answer")]
        return cells

    return change


def solutions_of(course: Path, skill: str) -> dict[str, str]:
    """Return the author's own answers."""
    cells = cells_of(course / "solutions" / skill / f"{skill}.ipynb")
    return {
        ident.removesuffix("-answer"): cell.source
        for ident, cell in cells.items()
        if cell.metadata.nbgrader.solution
    }


def literal(key: Key, name: str, value, source) -> str:
    """Return code that gives an answer: a mistake of the key in place of a student's own."""
    form = key.exercises[name].form
    if form.kind == "Function":
        return f"def {name}(*arguments):\n    return 0.12345"
    read = form.text(value) if form.kind == "Query" else form.read(value, source)
    if form.kind == "Table":
        unnamed = sum(1 for column in read.columns[: read.index] if not column)
        index = list(read.columns[unnamed : read.index])
        return (
            "import pandas\n"
            f"{name} = pandas.DataFrame({[list(row[unnamed:]) for row in read.rows]!r}, "
            f"columns={list(read.columns[unnamed:])!r})"
        ) + (f".set_index({index!r})" if index else "")
    if form.kind == "Choices":
        return f"{name} = {set(read)!r}"
    return f"{name} = {read!r}"


def scores(course: Path, student: str) -> dict[str, tuple[float | None, bool]]:
    """Return the gradebook's automatic score of each cell, and whether a person has to read it."""
    with sqlite3.connect(course / "gradebook.db") as book:
        rows = book.execute(
            "select base_cell.name, grade.auto_score, grade.needs_manual_grade from grade "
            "join base_cell on base_cell.id = grade.cell_id "
            "join submitted_notebook on submitted_notebook.id = grade.notebook_id "
            "join submitted_assignment "
            "on submitted_assignment.id = submitted_notebook.assignment_id "
            "where submitted_assignment.student_id = ?",
            (student,),
        ).fetchall()
    return {name: (score, bool(manual)) for name, score, manual in rows}

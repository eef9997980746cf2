"""Releasing: also again, and never so that the old release or a mark is lost."""

from __future__ import annotations

import json
import sqlite3
import sys

import pytest

from course_utils.grading.desk import command, settings

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nbgrader has no exchange there")


def files_of(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def change(root, how):
    path = root / "solutions" / "sample" / "sample.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    how(notebook["cells"])
    path.write_text(json.dumps(notebook), encoding="utf-8")


def test_a_release_reaches_the_exchange_and_a_changed_one_says_so(desk, capsys):
    assert command.main(["release", "sample"]) == 0
    out = settings.read(desk).exchange_root() / "autumn" / "outbound" / "sample"
    assert files_of(out) == files_of(desk / "exercises" / "sample")
    said = capsys.readouterr().out
    assert "nbgrader fetch_assignment sample --course=autumn" in said
    assert "has changed" not in said
    change(desk, lambda cells: cells[0].update(source="# Another title"))
    assert command.main(["release", "sample"]) == 0
    assert "It has changed since it was made last" in capsys.readouterr().out
    assert files_of(out) == files_of(desk / "exercises" / "sample")
    assert b"Another title" in (out / "sample.ipynb").read_bytes()


def test_what_nbgrader_refuses_leaves_all_as_it_was(marked, capsys):
    """After hand-ins no check cell may go; nbgrader alone would have deleted the release."""
    before = files_of(marked / "exercises" / "sample")
    with sqlite3.connect(marked / "gradebook.db") as book:
        grades = book.execute("select count(*), sum(manual_score) from grade").fetchall()
    change(marked, lambda cells: cells.remove(next(c for c in cells if _id(c) == "culprit")))
    assert command.main(["release", "sample"]) == 1
    said = capsys.readouterr().err
    assert "sample was not released, and all is as it was" in said
    assert "cells" in said
    assert files_of(marked / "exercises" / "sample") == before
    with sqlite3.connect(marked / "gradebook.db") as book:
        assert book.execute("select count(*), sum(manual_score) from grade").fetchall() == grades
    assert not list(marked.glob(".release-*"))


def _id(cell):
    return cell["metadata"].get("nbgrader", {}).get("grade_id")


def test_an_assignment_that_is_not_there_is_one_sentence(desk, capsys):
    assert command.main(["release", "essay"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("essay was not released")
    assert said.count("\n") == 1

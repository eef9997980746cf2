"""Releasing: also again, and never so that the old release or a mark is lost."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys

import pytest
from sample_course import NbGrader, environment

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


@pytest.fixture(scope="module")
def nbgrader(tmp_path_factory):
    with NbGrader(tmp_path_factory.mktemp("nbgrader")) as command:
        yield command


def test_nbgraders_own_command_leaves_all_as_it_was_too(marked, tmp_path, nbgrader):
    before = files_of(marked / "exercises" / "sample")
    env = environment(tmp_path / "home")
    change(marked, lambda cells: cells.remove(next(c for c in cells if _id(c) == "culprit")))
    done = nbgrader("generate_assignment", "sample", "--force", cwd=marked, env=env, good=False)
    assert "exercises/sample is as it was" in done.text
    assert "put it back in solutions/sample" in done.text
    assert files_of(marked / "exercises" / "sample") == before
    assert not list(marked.glob(".release-*"))


def test_nbgrader_alone_would_delete_the_release(marked, tmp_path, nbgrader):
    """The control: the same command with nbgrader's own exporter."""
    with (marked / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(
            "c.GenerateAssignment.exporter_class = 'nbconvert.exporters.NotebookExporter'\n"
        )
    change(marked, lambda cells: cells.remove(next(c for c in cells if _id(c) == "culprit")))
    env = environment(tmp_path / "home")
    nbgrader("generate_assignment", "sample", "--force", cwd=marked, env=env, good=False)
    assert not (marked / "exercises" / "sample" / "sample.ipynb").exists()


@pytest.mark.parametrize("way", ["pmlab", "nbgrader"])
def test_a_release_that_was_a_mistake_comes_back(desk, tmp_path, nbgrader, way):
    place = desk / "exercises" / "sample"
    (place / "answers").mkdir()
    (place / "answers" / "mine.json").write_text("{}", encoding="utf-8")
    before = (place / "sample.ipynb").read_bytes()
    change(desk, lambda cells: cells[0].update(source="# Another title"))
    if way == "pmlab":
        assert command.main(["release", "sample"]) == 0
    else:
        env = environment(tmp_path / "home")
        nbgrader("generate_assignment", "sample", "--force", cwd=desk, env=env)
    after = (place / "sample.ipynb").read_bytes()
    assert b"Another title" in after
    assert command.main(["restore"]) == 0
    assert (place / "sample.ipynb").read_bytes() == before
    assert command.main(["restore"]) == 0
    assert (place / "sample.ipynb").read_bytes() == after
    shutil.rmtree(place)
    assert command.main(["restore"]) == 0
    assert (place / "sample.ipynb").read_bytes() == before

"""What the docs tell an instructor to type does what they say, on a fresh clone."""

import re
import shlex
import shutil
import sqlite3

import pytest
from places import ROOT
from sample_course import environment, run

COMMAND = re.compile(r"nbgrader generate_assignment [^`\n]+")


@pytest.fixture
def clone(tmp_path):
    """A fresh clone, as far as nbgrader looks at it."""
    for part in ("curriculum/07_metrics", "solutions/metrics", "exercises/metrics", "datasets"):
        shutil.copytree(
            ROOT / part,
            tmp_path / "clone" / part,
            ignore=shutil.ignore_patterns("answers", "progress", "feedback", "__pycache__"),
        )
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path / "clone")
    return tmp_path / "clone"


def release(course):
    folder = course / "exercises" / "metrics"
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_generate_assignment_fills_the_gradebook_and_changes_no_release(clone, tmp_path):
    pages = [ROOT / "README.md", ROOT / "docs" / "grading.md"]
    told = {line for page in pages for line in COMMAND.findall(page.read_text(encoding="utf-8"))}
    assert len(told) == 1, "the docs tell one command"
    before = release(clone)
    run(*shlex.split(told.pop()), cwd=clone, env=environment(tmp_path / "home"))
    assert release(clone) == before
    with sqlite3.connect(clone / "gradebook.db") as book:
        assert book.execute("select name from assignment").fetchall() == [("metrics",)]
        assert book.execute("select count(*) from grade_cells").fetchone()[0] > 10

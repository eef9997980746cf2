"""The feedback page tells each exercise by name, what was lost and why, and what to do next."""

from __future__ import annotations

import html
import json
import re
import shutil

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from places import FIXTURES

from course_utils.grading.desk import marks
from course_utils.grading.nbgrader import told
from course_utils.grading.nbgrader.feedback_page import FeedbackExporter

NAMES = {"student": "ada", "assignment": "sample", "notebook": "sample", "late_penalty": 0.0}


def about(name, **more):
    own = {"grade_id": name, "grade": True, "solution": False, "locked": True, "task": False,
           "waiting": False, "marked": False, "score": 0.0, "points": 2.0}  # fmt: skip
    return {"nbgrader": {**own, **more}}


def said(words, kind="error"):
    if kind == "error":
        return new_output("error", ename="", evalue=words, traceback=[words])
    return new_output("display_data", data={"text/plain": words})


def graded():
    """Return a graded notebook: one right, one in part, one wrong, one that waits."""
    reads = {"solution": True, "locked": False, "points": 4.0}
    return new_notebook(
        cells=[
            new_markdown_cell("# A sample"),
            new_markdown_cell("## Plans (2 points)"),
            new_code_cell("free_share = 1", metadata=about("a", grade=False, solution=True)),
            new_code_cell("check()", metadata=about("free_share"), outputs=[said("Not `free`.")]),
            new_code_cell("check()", metadata=about("robust", score=1.0), outputs=[said("Some.", "words")]),
            new_code_cell("check()", metadata=about("steps", score=2.0), outputs=[said("Right.", "words")]),
            new_markdown_cell("My claim.", metadata=about("memo", **reads, waiting=True)),
        ]
    )  # fmt: skip


@pytest.fixture
def course(tmp_path):
    """A course with the sample's key and hints, and a hand-in."""
    shutil.copytree(FIXTURES / "curriculum" / "01_sample", tmp_path / "curriculum" / "01_sample")
    hints = {"exercises": {"free_share": {"hints": ["one", "two"]}}}
    for path, data in {
        "exercises/sample/checks.json": hints,
        "submitted/ada/sample/sample.ipynb": {"cells": []},
    }.items():
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text(json.dumps(data), encoding="utf-8")
    return told.About(tmp_path, tmp_path / "submitted" / "ada" / "sample")


def tell(nb, about, score=3.0):
    return told.tell(nb, {**NAMES, "score": score, "max_score": 10.0}, about)


def test_each_exercise_has_its_name_its_points_and_its_reason(course):
    items = tell(graded(), course).items
    assert {n: (i.state, i.score, i.points, i.lost) for n, i in items.items()} == {
        "free_share": ("none", "0", "2", "2"),
        "robust": ("part", "1", "2", "1"),
        "steps": ("full", "2", "2", ""),
        "memo": ("waiting", "", "4", ""),
    }
    assert items["free_share"].heading == "Plans"
    assert items["free_share"].summary == "Share of accounts that signed up on the free plan."
    assert items["free_share"].words == "Not <code>free</code>."


def test_what_a_key_gives_and_what_a_person_gives_is_explained(course):
    sentences = " ".join(tell(graded(), course).sentences)
    assert "10 points in all: 6 are judged by the assignment's key, 4 by a person" in sentences
    assert "4 points are not marked yet" in sentences
    assert "this score is of 6, not of 10" in sentences
    nb = graded()
    nb.cells[-1].metadata.nbgrader.update(waiting=False, marked=True, score=3.0)
    assert "not marked yet" not in " ".join(tell(nb, course).sentences)


def test_hints_that_are_left_are_counted_and_never_shown(course):
    (course.submitted / "progress").mkdir()
    record = {"version": 1, "exercise": "free_share", "records": {"x": {"hints": 1}}}
    (course.submitted / "progress" / "free_share.json").write_text(json.dumps(record), "utf-8")
    (line,) = tell(graded(), course).items["free_share"].more
    assert line == 'You opened 1 of 2 hints; <code>hint("free_share")</code> opens the next.'


@pytest.mark.parametrize("own", [False, True])
def test_what_was_right_at_home_and_not_in_the_clean_run_is_said(course, own):
    cell = new_code_cell("check()", metadata=about("robust"), outputs=[said("✓ Right. Yes.", "d")])
    (course.submitted / "sample.ipynb").write_text(json.dumps({"cells": [cell]}), "utf-8")
    if own:
        (course.root / "companies" / "ada").mkdir(parents=True)
    (line,) = tell(graded(), course).items["robust"].more
    assert ("a number that you typed in" in line) == own
    assert ("Run from top to bottom" in line) == (not own)
    assert tell(graded(), course).items["steps"].more == [], "who has all points needs nothing"


def test_a_changed_helper_and_a_cell_that_ran_at_home_are_named(course):
    given = about("setup", grade=False)
    ran = new_code_cell("y = helper(1)\ny", execution_count=3)
    before = [new_code_cell("helper = mine", metadata=given), ran]
    (course.submitted / "sample.ipynb").write_text(json.dumps({"cells": before}), "utf-8")
    nb = graded()
    error = new_output("error", ename="NameError", evalue="name 'z' is not defined", traceback=[])
    nb.cells += [new_code_cell("helper = theirs", metadata=given), {**ran, "outputs": [error]}]
    nb.cells[-1] = new_code_cell(ran.source, outputs=[error])
    changed, stopped = tell(nb, course).clean
    assert changed.startswith("The cell setup was changed in your notebook.")
    assert "'y = helper(1)' ran in your notebook and stopped with NameError" in stopped
    assert "comes later or was changed" in stopped


def test_a_rubric_shows_marks_only_where_they_make_the_score(course):
    nb = graded()
    nb.cells[-1].metadata.nbgrader.update(waiting=False, marked=True, score=2.8)
    given = marks.Mark("ada", "memo", "eve", {"Claim": 4, "Doubt": 1}, 2.8, "Well put.")
    marks.add(course.root, "sample", given)
    claim, doubt = tell(nb, course).items["memo"].rubric
    assert (claim.weight, claim.score, claim.words) == (
        "60",
        "4",
        "states one claim with its number",
    )
    assert (doubt.score, doubt.best) == ("1", "names what would change the claim")
    nb.cells[-1].metadata.nbgrader.score = 3.5  # changed in formgrader since
    assert [line.score for line in tell(nb, course).items["memo"].rubric] == ["", ""]


ODD = [
    b"{",
    b"[1]",
    b'{"cells": 5}',
    b'{"cells": [1, {"metadata": [], "outputs": [2], "source": 7}]}',
]


@pytest.mark.parametrize("content", ODD)
def test_odd_files_of_a_student_change_nothing(course, content):
    plain = tell(graded(), course)
    (course.submitted / "progress").mkdir()
    (course.submitted / "progress" / "free_share.json").write_bytes(content)
    (course.submitted / "sample.ipynb").write_bytes(content)
    assert tell(graded(), course) == plain


def test_the_page_stands_alone_and_escapes_what_it_tells(course):
    nb = graded()
    nb.cells[1].source = "## <img src=x onerror=gained()> (2 points)"
    nb.cells[3].outputs = [said("<script>gained()</script>")]
    resources = {"nbgrader": {**NAMES, "score": 3.0, "max_score": 10.0}, "metadata": {"name": "n"}}
    page, _ = FeedbackExporter().from_notebook_node(nb, resources)
    assert "<script" not in page
    assert not re.search(r"<[^>]*onerror", page)
    assert not re.search("https?:", page)
    assert "prefers-color-scheme: dark" in page
    assert "@media print" in page
    text = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page[page.index("<body") :])).split())
    assert "Score: 3 of 10" in text
    assert "<script>gained()</script>" in text

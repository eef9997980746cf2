"""Feedback: a page each, made once and again when what it says changed, and the student's way to it."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys

import pytest
from nbgrader.auth import Authenticator
from nbgrader.exchange.default import ExchangeFetchFeedback, ExchangeSubmit
from sample_cohort import answer
from served_marking import reading

from course_utils.grading.desk import backups, command
from course_utils.grading.desk import feedback as feedbacks
from course_utils.grading.nbgrader.app import opened, working_in

PICTURE = """import matplotlib.pyplot as plt
plt.plot([1, 2])
plt.show()
steps = ['load']"""


def pages(root):
    return {path.parent.parent.name: path for path in (root / "feedback").rglob("*.html")}


def told(capsys, *words):
    """Return what a command printed for programs, and its code."""
    capsys.readouterr()
    code = command.main(["feedback", "sample", *words, "--json"])
    return json.loads(capsys.readouterr().out), code


def remark(root, student, score):
    """Do what formgrader does where somebody marks a text anew."""
    with sqlite3.connect(root / "gradebook.db") as book:
        book.execute(
            "update grade set manual_score = ?, needs_manual_grade = 0 where id in ("
            "select grade.id from grade join base_cell on base_cell.id = grade.cell_id "
            "join submitted_notebook on submitted_notebook.id = grade.notebook_id "
            "join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id "
            "where student_id = ? and base_cell.name like 'memo%')",
            (score, student),
        )


def test_pages_are_made_once_and_again_when_a_mark_changes(marked, capsys):
    assert command.main(["feedback", "sample"]) == 0
    said = capsys.readouterr()
    assert "Made 3 pages of sample" in said.out
    assert "3 of 3." in said.err, "it says how far it is"
    assert "to be marked, and the page says so: dan." in said.out
    assert "Not graded, so without a page: cleo." in said.out
    assert set(pages(marked)) == {"ada", "ben", "dan"}, "zoe is on no roster"
    stamps = {name: path.stat().st_mtime_ns for name, path in pages(marked).items()}
    found, code = told(capsys)
    assert (found["made"], sorted(found["before"]), code) == ([], ["ada", "ben", "dan"], 0)
    assert {name: path.stat().st_mtime_ns for name, path in pages(marked).items()} == stamps
    remark(marked, "dan", 1)
    found, code = told(capsys)
    assert (found["made"], found["waiting"], code) == (["dan"], [], 0)
    assert "1 of 4 points" in pages(marked)["dan"].read_text("utf-8")
    found, _ = told(capsys, "--force", "--student", "ada")
    assert (found["made"], found["before"]) == (["ada"], [])


def test_a_run_that_was_stopped_goes_on(marked, capsys, monkeypatch):
    make = feedbacks._make

    def stopped(work):
        if pages(marked):
            raise KeyboardInterrupt
        return make(work)

    monkeypatch.setattr(feedbacks, "_make", stopped)
    assert command.main(["feedback", "sample"]) == 130
    (first,) = pages(marked)
    monkeypatch.setattr(feedbacks, "_make", make)
    found, _ = told(capsys)
    assert (found["before"], {first, *found["made"]}) == ([first], {"ada", "ben", "dan"})
    assert len(found["made"]) == 2


def test_one_page_that_cannot_be_made_costs_no_other(marked, capsys):
    with sqlite3.connect(marked / "gradebook.db") as book:
        book.execute("update submitted_assignment set student_id = 'gone' where student_id = 'ben'")
    found, code = told(capsys)
    assert code == 1
    assert set(found["failed"]) == {"ben"}
    assert found["failed"]["ben"]
    assert set(pages(marked)) == {"ada", "dan"}


def test_a_large_class_is_made_by_several_processes(marked, capsys, monkeypatch):
    monkeypatch.setattr(feedbacks, "APIECE", 1)
    found, code = told(capsys, "--jobs", "2")
    assert (sorted(found["made"]), code) == (["ada", "ben", "dan"], 0)
    assert set(pages(marked)) == {"ada", "ben", "dan"}


def test_what_there_is_not_is_one_sentence(desk, capsys):
    for words, sentence in (
        (["essay"], "The gradebook has no assignment essay; it has sample."),
        (["sample"], "No hand-in of sample is graded: 'pmlab cohort grade sample' grades."),
        (["sample", "--student", "nobody"], "nobody is not on the roster."),
    ):
        assert command.main(["feedback", *words]) == 1
        assert capsys.readouterr().err.strip() == sentence
    assert backups.listed(desk)[0].name.endswith("-roster"), "nothing was written"


@pytest.mark.skipif(sys.platform != "linux", reason="nothing holds a hand-in elsewhere")
def test_from_the_students_folder_and_back_to_it(desk, here, tmp_path, capsys, monkeypatch):
    """Handed in by nbgrader's own command, graded, and the page fetched by nbgrader's own command."""
    assert command.main(["release", "sample"]) == 0
    home = tmp_path / "at home"
    shutil.copytree(desk / "exercises" / "sample", home / "sample")
    shutil.copy(desk / "nbgrader_config.py", home)
    monkeypatch.setenv("PMLAB_COURSE", "autumn")
    answer(home / "sample", {"culprit": "culprit = 'noise'", "memo": "My words.", "steps": PICTURE})
    student(home, ExchangeSubmit)
    assert command.main(["collect", "sample", "--json"]) == 0
    assert command.main(["grade", "sample"]) == 0
    found, code = told(capsys, "--release")
    assert (found["made"], found["released"], code) == (["ada"], ["ada"], 0)
    student(home, ExchangeFetchFeedback)
    (fetched,) = home.rglob("feedback/**/*.html")
    assert fetched.read_bytes() == pages(desk)["ada"].read_bytes()
    assert "Noise would not push every group" in fetched.read_text("utf-8")
    found, code = told(capsys, "--release")
    assert (found["made"], found["released"], found["out"], code) == ([], [], ["ada"], 0)
    assert "data:image/png;base64," in fetched.read_text("utf-8"), "her own picture"
    reader = reading(desk)
    work = reader.answer("memo", 0)["work"]
    scores = {"Claim": 4, "Doubt": 0}
    comment = "Say what would <b>change</b> it."
    reader.mark("memo", 0, {"scores": scores, "comment": comment, "work": work})
    found, code = told(capsys, "--release")
    assert (found["made"], found["released"], found["waiting"]) == (["ada"], ["ada"], [])
    shutil.rmtree(fetched.parent)
    student(home, ExchangeFetchFeedback)
    (fetched,) = home.rglob("feedback/**/*.html")
    text = fetched.read_text("utf-8")
    assert "Say what would" in text, "the reader's comment came back with it"
    assert "2.4 of 4 points" in text


def student(home, command):
    """Do what one of nbgrader's commands does in a student's folder."""
    app = opened(home, assignment_id="sample", student_id="ada")
    with working_in(home):
        command(
            coursedir=app.coursedir, authenticator=Authenticator(parent=app), parent=app
        ).start()


def test_who_did_not_hand_in_by_the_exchange_is_named_with_the_page(marked, capsys):
    assert command.main(["release", "sample"]) == 0
    found, code = told(capsys, "--release")
    assert code == 1
    assert set(found["failed"]) == {"ada", "ben", "dan"}
    assert "send them feedback/ada/sample/sample.html" in found["failed"]["ada"]

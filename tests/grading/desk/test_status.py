"""One table: how each on the roster stands, and everything that was handed in, whatever it is."""

from __future__ import annotations

import json
import shutil
import sqlite3
import time
from datetime import timedelta

import pytest
from sample_cohort import EARLY, LATE, hand_in
from sqlalchemy import event
from sqlalchemy.engine import Engine

from course_utils import cli as command_line
from course_utils.grading.desk import command, found, settings
from course_utils.grading.desk.book import Book
from course_utils.grading.desk.roster import Roster
from course_utils.grading.desk.status import shown, status

NOTEBOOK = '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
DAY = timedelta(days=1)


def rows(root, only=""):
    answer = status(root, settings.read(root), only)
    return {row.student: row for row in answer.rows}, answer


def sets(folder, **files):
    """Put exactly these files into a hand-in's folder."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_ipynb", ".ipynb")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def test_everybody_has_a_row_that_says_how_they_stand(term):
    by, answer = rows(term)
    assert {one: row.state for one, row in by.items()} == {
        "ada": "graded", "ben": "graded", "cleo": "failed", "dan": "to mark",
    }  # fmt: skip
    assert by["ada"].score == by["ada"].points == 18
    assert by["ben"].late == DAY
    assert by["ben"].score == 4, "nbgrader took all, before somebody read the text"
    assert by["cleo"].words == (
        "A notebook of this hand-in cannot be read: ask for it again.",
        "The doctor: sample.ipynb: It is no notebook.",
    )
    assert answer.others == [
        "zoe is not on the roster: a hand-in of sample stands in submitted/zoe."
    ]
    text = shown(answer)
    for words in ("Two, Jr, Ben", "18 of 18", "2026-10-03 10:00", "24 h", "due 2026-10-02 10:00"):
        assert words in text
    assert "1 to mark, 1 failed." in text
    assert json.dumps(answer.to_json())


def test_nothing_that_is_odd_is_lost(desk):
    at = desk / "submitted"
    hand_in(desk, "ada", "solutions", EARLY)
    (at / "ada/sample/sample (1).ipynb").write_text(NOTEBOOK, encoding="utf-8")
    (at / "ada/Sample-final").mkdir()
    (at / "ada/essay").mkdir()
    (at / "ada/sample.ipynb").write_text(NOTEBOOK, encoding="utf-8")
    sets(at / "ben/sample", **{"work.ipynb": NOTEBOOK})
    sets(at / "cleo/sample", sample__sample_ipynb=NOTEBOOK, **{"notes.txt": ""})
    sets(at / "dan/sample", sample_ipynb=b"\xef\xbb\xbf" + NOTEBOOK.encode())
    sets(at / "eve/sample", **{"notes.txt": ""})
    sets(at / "ADA/sample", sample_ipynb=NOTEBOOK)
    (at / "loose.zip").touch()
    (at / "fay").mkdir()
    by, answer = rows(desk)
    assert {one: (row.state, row.words) for one, row in by.items()} == {
        "ada": ("to grade", ("sample (1).ipynb beside it is not graded.",)),
        "ben": ("no notebook", ("sample.ipynb is missing; there is work.ipynb.",)),
        "cleo": (
            "no notebook",
            ("sample.ipynb is missing; it is too deep, at sample/sample.ipynb.",),
        ),
        "dan": ("to grade", ("sample.ipynb begins with a byte order mark.",)),
    }
    for words in (
        "eve is not on the roster: a hand-in of sample stands in submitted/eve.",
        "  sample.ipynb is missing, and no other notebook is there.",
        "submitted/ada/Sample-final is not graded; if it is sample, call it that.",
        "submitted/ada/essay is of no assignment that the gradebook knows.",
        "submitted/ada/sample.ipynb stands beside the assignments' folders, where nothing is graded.",
        "submitted/ada and submitted/ADA differ by upper and lower case alone.",
        "submitted/loose.zip is no student's folder.",
        "submitted/fay is empty.",
    ):
        assert words in answer.others


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"PK\x03\x04", "is no notebook"),
        ("{}".encode("utf-16"), "is in UTF-16"),
    ],
)
def test_first_bytes_tell(desk, content, words):
    sets(desk / "submitted/ada/sample", sample_ipynb=content)
    assert words in rows(desk)[0]["ada"].words[0]


def test_the_exchange_is_looked_into(desk):
    inbound = settings.read(desk).exchange_root() / "autumn" / "inbound"
    for name in (
        "ada+sample+2026-10-01 10:00:00.5 UTC+x",
        f"ben+sample+{LATE}",
        "zoe+sample+" + EARLY,
    ):
        (inbound / name).mkdir(parents=True)
    hand_in(desk, "ben", "solutions", EARLY)
    by, answer = rows(desk)
    assert answer.waiting == {"sample": 3}
    assert "3 wait in the exchange: 'pmlab cohort collect sample --update' takes them." in shown(
        answer
    )
    assert by["ada"].state == "to collect"
    assert by["ben"].words[0].startswith("A newer hand-in waits")
    assert "zoe is not on the roster: a hand-in of sample waits in the exchange." in answer.others


def in_exchange(desk, name):
    folder = settings.read(desk).exchange_root() / "autumn" / "inbound" / name
    folder.mkdir(parents=True)
    (folder / "sample.ipynb").write_text(NOTEBOOK, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (f"ada+Sample+{EARLY}", f"rename it to 'ada+sample+{EARLY}'"),
        (f"ada+smaple+{EARLY}+x", f"no assignment smaple; probably ada's hand-in of sample: rename it to 'ada+sample+{EARLY}'"),
        ("ada-sample", "probably ada's hand-in of sample: rename it to 'ada+sample+2"),
        ("homework Ada", "probably ada's hand-in of sample: rename it to 'ada+sample+2"),
        ("sample", "probably of sample, and nothing says whose"),
        (f"ada+sample+never+{EARLY}", "its name holds no time"),
    ],
)  # fmt: skip
def test_a_hand_in_by_another_name_is_named_before_and_after_collecting(desk, capsys, name, words):
    folder = in_exchange(desk, name)
    for _ in range(2):
        by, answer = rows(desk)
        (said,) = answer.others
        assert said.startswith(f"Not collected: {name!r}: ")
        assert words in said
        assert command_line.main(["collect", "sample"]) == 1
        assert f"{name!r}: {said.partition(': ')[2].partition(': ')[2]}" in capsys.readouterr().out
    if "rename it to" not in said:
        return
    folder.rename(folder.with_name(said.partition("rename it to '")[2].partition("'")[0]))
    assert command_line.main(["collect", "sample"]) == 0
    by, answer = rows(desk)
    assert by["ada"].state == "to grade"
    assert answer.others == []


def test_what_is_of_nothing_that_is_known_is_named_too(desk, capsys):
    inbound = in_exchange(desk, "stuff").parent
    (inbound / "stuff/sample.ipynb").unlink()
    (inbound / "ben.zip").touch()
    said = rows(desk)[1].others
    assert said == [
        "In the exchange, and no hand-in: 'ben.zip': it is no folder, and its name has not the form "
        "STUDENT+ASSIGNMENT+TIME; probably ben's, and nothing says of which assignment.",
        "In the exchange, and no hand-in: 'stuff': its name has not the form "
        "STUDENT+ASSIGNMENT+TIME; nothing says whose it is, and nothing says of which assignment.",
    ]
    assert command_line.main(["collect", "sample"]) == 0
    assert "Besides, in the exchange:\n  'ben.zip': it is no folder" in capsys.readouterr().out
    for number in range(300):
        (inbound / f"z{number}").mkdir()
    said = rows(desk)[1].others
    assert len(said) < 250
    assert any("'102 more': are called like no hand-in" in one for one in said)


def test_what_collecting_refused_is_no_hand_in_that_waits(desk):
    folder = in_exchange(desk, f"ada+sample+{LATE}")
    (folder / "k").symlink_to(desk / "gradebook.db")
    assert rows(desk)[0]["ada"].state == "to collect"
    assert command_line.main(["collect", "sample"]) == 1
    by, answer = rows(desk)
    assert by["ada"].state == "refused"
    assert by["ada"].words[0].startswith("Collecting refused what was handed in last: k in it is a")
    assert answer.waiting == {}
    in_exchange(desk, f"ada+sample+{EARLY}")
    assert command_line.main(["collect", "sample"]) == 1
    by, _ = rows(desk)
    assert by["ada"].state == "to grade"
    assert by["ada"].words[0].startswith("Collecting refused what was handed in last: k in it is a")


def test_what_changes_after_grading_shows(marked):
    (marked / "submitted/ada/sample/timestamp.txt").write_text(LATE, encoding="utf-8")
    shutil.rmtree(marked / "submitted/ben")
    by, _ = rows(marked)
    assert by["ada"].state == "to grade"
    assert "Handed in again since it was graded." in by["ada"].words
    assert by["ben"].state == "hand-in gone"


def test_agreed_time_counts(marked, capsys):
    assert command.main(["due", "sample", "2026-10-03T11:00+00:00", "--student", "ben"]) == 0
    assert rows(marked)[0]["ben"].late == timedelta()
    assert command.main(["due", "sample", "none", "--student", "ben"]) == 0
    path = marked / "more.csv"
    path.write_text("id,extra_days\nben,0.5\n", encoding="utf-8")
    command.main(["roster", str(path)])
    assert rows(marked)[0]["ben"].late == DAY / 2
    capsys.readouterr()
    command.main(["roster"])
    assert "0.5 days more" in capsys.readouterr().out
    for words in (["due", "sample", "soon"], ["due", "essay", "none"]):
        assert command.main(words) == 1
    assert command.main(["due", "sample", "none", "--student", "zoe"]) == 1


def test_companies_are_told_apart(desk):
    (desk / settings.FILE).write_text(
        settings.Settings("autumn", per_student=True).text(), encoding="utf-8"
    )
    (desk / "companies/ada").mkdir(parents=True)
    (desk / "companies/ada/datapackage.json").touch()
    by, _ = rows(desk)
    assert (by["ada"].company, by["ben"].company) == ("own", "missing")


@pytest.fixture
def large(desk):
    """300 people and 3 assignments, all graded and in submitted/."""
    roster = Roster()
    roster.merge((n, {"id": f"s{n:03}", "last_name": f"N{n}"}) for n in range(300))
    roster.write(desk)
    names, cells = ["first", "second", "third"], 12
    with sqlite3.connect(desk / "gradebook.db") as book:
        book.execute("delete from assignment")
        for table, values in {
            "assignment (id, name, course_id)": [(a, a, "autumn") for a in names],
            "notebook (id, name, assignment_id)": [(a, a, a) for a in names],
            "base_cell (id, name, notebook_id, type)": [
                (f"{a}{c}", f"c{c}", a, "GradeCell") for a in names for c in range(cells)
            ],
            "grade_cells (id, max_score, cell_type)": [
                (f"{a}{c}", 2.0, "code") for a in names for c in range(cells)
            ],
            "student (id)": [(one,) for one in roster.people],
            "submitted_assignment (id, assignment_id, student_id, timestamp)": [
                (s + a, a, s, "2026-10-01 10:00:00.000000") for s in roster.people for a in names
            ],
            "submitted_notebook (id, assignment_id, notebook_id, late_submission_penalty)": [
                (s + a, s + a, a, 1.0) for s in roster.people for a in names
            ],
            "grade (id, notebook_id, cell_id, auto_score, needs_manual_grade)": [
                (f"{s}{a}{c}", s + a, f"{a}{c}", 1.0, 0)
                for s in roster.people for a in names for c in range(cells)
            ],
        }.items():  # fmt: skip
            marks = ", ".join("?" * len(values[0]))
            book.executemany(f"insert into {table} values ({marks})", values)
    for one in roster.people:
        for name in names:
            sets(
                desk / "submitted" / one / name,
                **{f"{name}.ipynb": NOTEBOOK, "timestamp.txt": EARLY},
            )
    return desk


def test_three_hundred_people_take_two_queries_and_a_moment(large):
    asked = []
    event.listen(Engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    start = time.process_time()
    by, answer = rows(large)
    text = shown(answer)
    took = time.process_time() - start
    assert took < 2
    assert len(asked) == 2
    assert len(answer.rows) == 900
    assert {row.score for row in answer.rows} == {11.0}
    assert answer.others == []
    assert "first: 300 graded." in text
    assert len(by) == 300


def test_names_of_copies_are_seen_through():
    for name in ("Metrics", "metrics (1).ipynb", "Copy of metrics.ipynb", "metrics-Copy1.ipynb",
                 "metrics_final_v2.ipynb", " METRICS - Kopie.ipynb"):  # fmt: skip
        assert found.plain(name) == "metrics"
    assert found.plain("user_research.ipynb") == "user_research"


def test_an_unknown_assignment_is_one_sentence(cohort, monkeypatch, capsys):
    monkeypatch.chdir(cohort)
    assert command.main(["status", "essay"]) == 1
    assert "no assignment essay; it has sample" in capsys.readouterr().err


def test_a_gradebook_that_is_gone_or_broken_is_one_sentence(desk, capsys):
    (desk / "gradebook.db").write_bytes(b"no database, for longer than a header of one" * 9)
    assert command.main(["status"]) == 1
    assert "The gradebook cannot be used: file is not a database" in capsys.readouterr().err
    (desk / "gradebook.db").unlink()
    assert command.main(["status"]) == 1
    assert "pmlab cohort restore" in capsys.readouterr().err
    with pytest.raises(settings.CannotRun, match="address"):
        Book(desk, settings.Settings("a", gradebook="nothing://"))

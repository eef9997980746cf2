"""Marks out: what the importers read is what the gradebook holds, and no cell acts."""

from __future__ import annotations

import csv
import json
import sqlite3

import pytest
from openpyxl import load_workbook

from course_utils.grading.desk import command, roster, settings
from course_utils.grading.desk.book import Book
from course_utils.grading.desk.lists import read_list
from course_utils.grading.desk.tables import ACTS, safe, write_csv, write_xlsx

EVIL = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", 'a"b', "a,b", "a;b", "é\nü", "'=1", "-", "", "ok",
]  # fmt: skip
CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Sample (4711)
"Lovelace, Ada",101,s1,ada,A
"Two, Jr, Ben",102,s2,ben,A
"""


def read(path, encoding="utf-8"):
    with path.open(encoding=encoding, newline="") as stream:
        return list(csv.reader(stream))


@pytest.fixture
def give(marked, capsys):
    """Run the command, and return what it said."""

    def run(*words):
        capsys.readouterr()
        assert command.main(["grades", *words]) == 0
        return capsys.readouterr().out

    return run


def known_to_canvas(root):
    (root / "canvas.csv").write_text(CANVAS, encoding="utf-8")
    command.main(["roster", "canvas.csv"])


def test_canvas(marked, give):
    known_to_canvas(marked)
    said = give("--to", "canvas")
    rows = read(marked / "grades" / "canvas-sample.csv")
    assert rows == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Sample (4711)"],
        ["    Points Possible", "", "", "", "", "18"],
        ["Lovelace, Ada", "101", "s1", "ada", "A", "18"],
        ["Two, Jr, Ben", "102", "s2", "ben", "A", "4"],
    ]
    assert "2 marks." in said
    assert "dan, sample: waits to be marked." in said
    assert "cleo, sample: is not graded (failed)." in said
    # What Canvas would export again is a roster that changes nothing.
    listed = read_list(marked / "grades" / "canvas-sample.csv")
    assert (listed.kind, [row["id"] for _, row in listed.rows]) == ("Canvas", ["ada", "ben"])
    assert listed.columns == ["Sample (4711)"]


def test_moodle_knows_everybody_in_the_file(marked, give):
    path = marked / "more.csv"
    path.write_text("id,email\nben,+ben@example.org\n", encoding="utf-8")
    command.main(["roster", str(path)])
    said = give("--to", "moodle")
    assert read(marked / "grades" / "moodle-sample.csv") == [
        ["Email address", "Last name", "First name", "sample"],
        ["ada@example.org", "Lovelace", "Ada", "18"],
    ]
    assert "ben, sample: Moodle would not know them; give the roster their Email address." in said
    path.write_text("id,id_number\nada,7001\nben,7002\n", encoding="utf-8")
    command.main(["roster", str(path)])
    give("--to", "moodle")
    rows = read(marked / "grades" / "moodle-sample.csv")
    assert [row[0] for row in rows] == ["ID number", "7001", "7002"]


def test_plain_tells_all_and_excel_reads_its_letters(marked, give):
    give("--to", "plain")
    path = marked / "grades" / "grades.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    head, *lines = read(path, "utf-8-sig")
    rows = [dict(zip(head, line, strict=True)) for line in lines]
    ben = next(row for row in rows if row["id"] == "ben")
    assert (ben["last_name"], ben["late_seconds"], ben["score"], ben["points"]) == (
        "Two, Jr", "86400", "4", "18",
    )  # fmt: skip
    assert path.stat().st_mode & 0o077 == 0


def test_excel(marked, give):
    give("--to", "xlsx")
    book = load_workbook(marked / "grades" / "grades.xlsx")
    assert book.sheetnames == ["marks", "all"]
    rows = list(book["marks"].iter_rows(values_only=True))
    assert rows == [
        ("id", "name", "section", "sample (of 18)"),
        ("ada", "Lovelace, Ada", "A", 18),
        ("ben", "Two, Jr, Ben", "A", 4),
    ]


def test_only_what_changed_is_written_when_asked(marked, give):
    assert "2 marks." in give("--to", "canvas")
    assert "There is no mark to write." in give("--to", "canvas", "--changed")
    assert "2 marks." in give("--to", "moodle", "--changed"), "another destination"
    with Book(marked, settings.read(marked)) as book, book.engine.begin() as connection:
        connection.exec_driver_sql(
            "update grade set extra_credit = 0.5 where id = (select grade.id from grade "
            "join submitted_notebook on submitted_notebook.id = grade.notebook_id "
            "join submitted_assignment on submitted_assignment.id = "
            "submitted_notebook.assignment_id where student_id = 'ada' limit 1)"
        )
    assert "1 marks." in give("--to", "canvas", "--changed")
    assert [row[-1] for row in read(marked / "grades" / "canvas-sample.csv")[2:]] == ["18.5"]


def test_who_handed_in_nothing_gets_nothing_unless_asked(marked, give):
    (marked / "eve.csv").write_text("id,email\neve,eve@example.org\nfay,f@example.org\n", "utf-8")
    command.main(["roster", "eve.csv"])
    command.main(["due", "sample", "2999-01-01T00:00", "--student", "fay"])
    give("--to", "canvas")
    path = marked / "grades" / "canvas-sample.csv"
    assert [row[3] for row in read(path)[2:]] == ["ada", "ben"]
    give("--to", "canvas", "--zeros")
    marks = {row[3]: row[5] for row in read(path)[2:]}
    assert marks == {"ada": "18", "ben": "4", "eve": "0"}


def test_a_record_that_is_broken_is_one_sentence(marked, capsys):
    (marked / ".pmlab/grades").mkdir(parents=True)
    (marked / ".pmlab/grades/plain.json").write_text("[", encoding="utf-8")
    assert command.main(["grades", "--to", "plain"]) == 1
    assert "remove it, and all marks are new" in capsys.readouterr().err


def test_json(marked, give):
    found = json.loads(give("--to", "plain", "--json"))
    assert found["count"] == 2
    assert found["paths"] == [str(marked / "grades" / "grades.csv")]


def test_no_text_acts_in_csv(tmp_path):
    write_csv(tmp_path / "evil.csv", [["text"], *([text] for text in EVIL)])
    cells = [row[0] for row in read(tmp_path / "evil.csv")[1:]]
    assert not [cell for cell in cells if cell.startswith(ACTS) and cell != "-"]
    assert [cell.removeprefix("'") for cell in cells] == [text.removeprefix("'") for text in EVIL]
    assert safe(-1.5) == -1.5, "a number is no formula"


def test_no_text_acts_in_excel(tmp_path):
    write_xlsx(tmp_path / "evil.xlsx", {"evil": [["text"], *([text] for text in EVIL)]})
    cells = load_workbook(tmp_path / "evil.xlsx")["evil"]["A"][1:]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    assert [cell.value or "" for cell in cells] == [text.replace("\r", "\n") for text in EVIL]


@pytest.mark.parametrize(
    ("to", "name"),
    [("moodle", "moodle-sample.csv"), ("plain", "grades.csv"), ("xlsx", "grades.xlsx")],
)
def test_what_was_written_read_again_changes_nobody(marked, give, capsys, to, name):
    """Also dan, whose name is a formula: what keeps it from acting does not become part of it."""
    with sqlite3.connect(marked / "gradebook.db") as book:
        book.execute("update grade set manual_score = 1, needs_manual_grade = 0 "
                     "where needs_manual_grade = 1")  # fmt: skip
    (marked / "names.csv").write_text("id,username\nada,ada\nben,ben\ndan,dan\n", encoding="utf-8")
    assert command.main(["roster", "names.csv"]) == 0
    give("--to", to)
    before = (marked / roster.FILE).read_bytes()
    written = read_list(marked / "grades" / name)
    assert {row["id"] for _, row in written.rows} == {"ada", "ben", "dan"}
    assert command.main(["roster", str(marked / "grades" / name), "--json"]) == 0
    change = json.loads(capsys.readouterr().out)
    assert [change[what] for what in ("created", "updated", "refused", "returned")] == [[]] * 4
    assert change["missing"] == ["cleo"], "who has no mark is not in it"
    assert (marked / roster.FILE).read_bytes() == before
    given = {"moodle": 3, "plain": -2, "xlsx": 3}[to]
    if name.endswith(".xlsx"):
        rows = [list(row) for row in load_workbook(marked / "grades" / name)["marks"].values]
    else:
        rows = read(marked / "grades" / name, "utf-8-sig")
    with Book(marked, settings.read(marked)) as kept:
        final = {student: mark.final for (student, _), mark in kept.marks().items()}
    for row in rows[1:]:
        assert float(row[given]) == pytest.approx(final[row[0]])

"""Rosters as Canvas, Moodle and people write them: who is new, changed or gone, and nothing blanked."""

from __future__ import annotations

import json
import sqlite3

import pytest
from openpyxl import Workbook

from course_utils.grading.desk import command
from course_utils.grading.desk.lists import read_list
from course_utils.grading.desk.roster import Roster
from course_utils.grading.desk.settings import CannotRun

CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Sample assignment (4711),Unused (12),Current Score
    Points Possible,,,,,18.0,5.0,(read only)
"Lovelace, Ada",101,s-1,ada,Group A and Group B,,,
"Ödman, Åsa",102,s-2,asa,Group A,,,
"Student, Test",999,,abc123,Group A,,,
"""
MOODLE = """\
First name\tLast name\tID number\tEmail address\tGroups
Ada\tKing\t7001\tada@example.org\tMonday
Eve\tNew\t7002\teve@example.org\t
"""


@pytest.fixture
def given(tmp_path):
    """Write a file, and return its path."""

    def write(text: str, name: str = "given.csv", encoding: str = "utf-8"):
        path = tmp_path / name
        path.write_text(text, encoding=encoding, newline="")
        return path

    return write


def students(root):
    with sqlite3.connect(root / "gradebook.db") as book:
        query = "select id, first_name, last_name, email from student order by id"
        return {row[0]: row[1:] for row in book.execute(query)}


def test_nbgrader_knows_whom_the_roster_knows(cohort):
    assert students(cohort)["ben"] == ("Ben", "Two, Jr", "ben@example.org")
    assert set(students(cohort)) == {"ada", "ben", "cleo", "dan"}


def test_canvas_export(desk, given, capsys):
    assert command.main(["roster", str(given(CANVAS))]) == 0
    said = capsys.readouterr().out
    assert "is a Canvas list" in said
    assert "1 new: asa." in said
    assert "1 changed: ada." in said
    assert "3 on the roster are not in the file, and stay: dan, cleo, ben." in said
    roster = Roster.read(desk)
    ada, asa = roster.people["ada"], roster.people["asa"]
    # What Canvas does not say stays: the address.
    assert ada.email == "ada@example.org"
    assert (ada.canvas_id, ada.sis_user_id, ada.section) == ("101", "s-1", "Group A and Group B")
    assert (asa.last_name, asa.first_name) == ("Ödman", "Åsa")
    assert roster.columns == {"sample": "Sample assignment (4711)"}
    assert students(desk)["ada"] == ("Ada", "Lovelace", "ada@example.org")
    assert "abc123" not in roster.people


def test_moodle_export_goes_by_the_column_that_is_named(desk, given):
    path = given(MOODLE)
    assert [row["id"] for _, row in read_list(path).rows] == ["7001", "7002"]
    rows = read_list(path, "Email address").rows
    assert [row["id"] for _, row in rows] == ["ada@example.org", "eve@example.org"]
    # The same address under another id: never the same person twice.
    assert command.main(["roster", str(path)]) == 1
    assert set(Roster.read(desk).people) == {"ada", "ben", "cleo", "dan", "7002"}


def test_an_empty_cell_and_a_missing_column_blank_nothing(desk, given):
    before = Roster.read(desk).people
    command.main(["roster", str(given("id,email\nada,\nben,new@example.org\n"))])
    after = Roster.read(desk).people
    assert after["ada"] == before["ada"]
    assert after["ben"].email == "new@example.org"
    assert (after["ben"].last_name, after["ben"].section) == ("Two, Jr", "A")
    assert students(desk)["ben"] == ("Ben", "Two, Jr", "new@example.org")


def test_withdrawing_is_asked_for_and_keeps_the_marks(desk, given, capsys):
    path = given("id\nada\nben\n")
    command.main(["roster", str(path), "--withdraw", "--json"])
    assert json.loads(capsys.readouterr().out)["withdrawn"] == ["dan", "cleo"]
    assert [one.id for one in Roster.read(desk).active] == ["ada", "ben"]
    assert set(students(desk)) == {"ada", "ben", "cleo", "dan"}
    command.main(["roster", str(given("id\ncleo\n"))])
    assert "1 back: cleo." in capsys.readouterr().out


def test_lines_that_cannot_be_are_named_and_the_others_taken(desk, given, capsys):
    text = (
        "id,first_name,email\na/b,X,\nEVE,E,\neve,F,\nADA,G,\n,H,\nfay,I,ben@example.org\ngus,G,\n"
    )
    assert command.main(["roster", str(given(text))]) == 1
    said = capsys.readouterr().out
    for words in (
        "line 2: 'a/b' cannot be an id",
        "line 4: eve stands in line 3",
        "line 5: ADA differs from ada",
        "line 6: it has no id",
        "line 7: fay has the email of ben",
    ):
        assert words in said
    assert set(Roster.read(desk).people) == {"ada", "ben", "cleo", "dan", "EVE", "gus"}


def test_extra_days_and_other_ways_to_write_a_table(desk, given):
    path = given("Student ID;Surname;extra_days\nada;Løvelace;2,5\n", encoding="utf-16")
    command.main(["roster", str(path)])
    ada = Roster.read(desk).people["ada"]
    assert (ada.last_name, ada.extra_days) == ("Løvelace", 2.5)
    listed = read_list(given("id,last_name\nada,Müller\n", encoding="cp1252"))
    assert listed.rows[0][1]["last_name"] == "Müller"
    assert "look at the names" in listed.note
    with pytest.raises(CannotRun, match="line 2: extra_days is 'many'"):
        read_list(given("id,extra_days\nada,many\n"))


def test_excel(tmp_path):
    book = Workbook()
    for row in (["id", "last_name"], [4711.0, "Ünal"], [None, None], ["ada", "B\nC"]):
        book.active.append(row)
    book.save(tmp_path / "list.xlsx")
    rows = read_list(tmp_path / "list.xlsx").rows
    assert rows == [
        (2, {"id": "4711", "last_name": "Ünal"}),
        (4, {"id": "ada", "last_name": "B C"}),
    ]
    (tmp_path / "none.xlsx").write_text("no workbook", encoding="utf-8")
    with pytest.raises(CannotRun, match="cannot be read as an Excel file"):
        read_list(tmp_path / "none.xlsx")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("name,phone\nada,1\n", "does not say who is who"),
    ],
)
def test_files_that_are_no_list_are_one_sentence(given, text, words):
    with pytest.raises(CannotRun, match=words):
        read_list(given(text))


def test_a_column_that_is_not_there_is_one_sentence(given):
    with pytest.raises(CannotRun, match=r"no column 'login'; it has id, email"):
        read_list(given("id,email\nada,a@example.org\n"), "login")

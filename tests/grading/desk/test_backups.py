"""Before each command that writes there is a copy, and a copy can be brought back."""

from __future__ import annotations

import json
import sqlite3
import sys

import pytest
from sample_cohort import EARLY, hand_in
from served_marking import reading
from sqlalchemy.engine import make_url

from course_utils.grading.cohort import run
from course_utils.grading.desk import backups, command, marks, settings
from course_utils.grading.desk.marking import server
from course_utils.grading.desk.roster import Roster


def students(root):
    with sqlite3.connect(root / "gradebook.db") as book:
        return {row[0] for row in book.execute("select id from student")}


def add(root, student):
    (root / "one.csv").write_text(f"id\n{student}\n", encoding="utf-8")
    assert command.main(["roster", "one.csv"]) == 0


def test_a_mistake_can_be_undone_and_the_undoing_too(desk, capsys):
    add(desk, "wrong")
    assert command.main(["restore"]) == 0
    assert "-roster. How they were before is in" in capsys.readouterr().out
    assert "wrong" not in students(desk)
    assert "wrong" not in Roster.read(desk).people
    assert command.main(["restore"]) == 0
    assert "wrong" in students(desk)
    assert "wrong" in Roster.read(desk).people


def test_backups_are_named_listed_private_and_few(desk, capsys, monkeypatch):
    monkeypatch.setattr(backups, "KEPT", 3)
    for number in range(5):
        add(desk, f"s{number}")
    capsys.readouterr()
    command.main(["restore", "--list"])
    names = capsys.readouterr().out.split()
    assert len(names) == 3
    assert all(name.endswith("-roster") for name in names)
    command.main(["restore", names[-1]])
    assert students(desk) >= {"s0", "s1"}
    assert "s2" not in students(desk)
    for one in backups.listed(desk):
        assert one.path.stat().st_mode & 0o077 == 0
        assert all(path.stat().st_mode & 0o077 == 0 for path in one.path.iterdir())


def test_a_backup_that_is_not_there_is_one_sentence(desk, capsys):
    assert command.main(["restore", "yesterday"]) == 1
    assert "There is no backup yesterday; there is" in capsys.readouterr().err


def test_without_a_backup_nothing_is_written(desk, capsys):
    (desk / ".pmlab/backups").rename(desk / "aside")
    (desk / ".pmlab/backups").touch()
    before = students(desk)
    (desk / "one.csv").write_text("id\nnew\n", encoding="utf-8")
    assert command.main(["roster", "one.csv"]) == 1
    assert "Nothing was done, since no backup could be made" in capsys.readouterr().err
    assert students(desk) == before
    assert "new" not in Roster.read(desk).people


def test_what_readers_gave_is_in_the_backup_and_stands_when_graded_again(marked, here, capsys):
    """By the page's own way: a reader marks dan, who waits; then the disk is lost in part."""

    def dan():
        query = (
            "select manual_score, needs_manual_grade, manual_comment from grade join comment "
            "on comment.notebook_id = grade.notebook_id and manual_comment is not null "
            "where manual_score is not null and grade.notebook_id in (select submitted_notebook.id "
            "from submitted_notebook join submitted_assignment on "
            "submitted_assignment.id = submitted_notebook.assignment_id where student_id = 'dan')"
        )
        with sqlite3.connect(marked / "gradebook.db") as book:
            return book.execute(query).fetchall()

    desk = reading(marked)
    number = [one.student for one in desk._answers["memo"]].index("dan")
    work = desk.answer("memo", number)["work"]
    scores = {"Claim": 4, "Doubt": 2}
    points = desk.mark("memo", number, {"scores": scores, "comment": "Good.", "work": work})
    add(marked, "somebody")  # a command that writes, and so copies first
    written = marks.path_of(marked, "sample").read_bytes()
    with sqlite3.connect(marked / "gradebook.db") as book:
        book.execute("update grade set manual_score = null")
        book.execute("update comment set manual_comment = null")
    marks.path_of(marked, "sample").unlink()
    assert command.main(["restore"]) == 0
    assert dan() == [(points, 0, "Good.")]
    assert marks.path_of(marked, "sample").read_bytes() == written

    later = reading(marked)
    assert later.states("memo")[number] == "done"
    later.mark("memo", number, {"scores": {"Claim": 1, "Doubt": 1}, "comment": "No.", "work": work})
    longer = marks.path_of(marked, "sample").read_bytes()
    assert command.main(["restore", backups.listed(marked)[-1].name]) == 0
    assert marks.path_of(marked, "sample").read_bytes() == longer, "what a reader gave only grows"
    assert command.main(["restore"]) == 0
    assert dan() == [(1.0, 0, "No.")]
    assert run.grade_cohort(marked, "sample", students=["dan"], force=True).graded
    assert dan() == [(1.0, 0, "No.")]
    assert reading(marked).states("memo")[number] == "done"


def test_a_gradebook_at_an_address_is_copied_table_by_table(marked, tmp_path):
    """As PostgreSQL's is: here the address is a file's, since the way is the same for all."""
    elsewhere = tmp_path / "elsewhere.db"
    (marked / "gradebook.db").rename(elsewhere)
    chosen = settings.Settings("autumn", gradebook=f"sqlite:///{elsewhere}")
    before = list(_all(elsewhere))
    made = backups.make(marked, chosen, "test")
    with sqlite3.connect(elsewhere) as book:
        book.execute("delete from grade")
        book.execute("delete from student")
    backups.restore(marked, chosen, made.name)
    assert list(_all(elsewhere)) == before
    assert make_url(chosen.db_url(marked)).database == str(elsewhere)
    with pytest.raises(settings.CannotRun, match="cannot be copied"):
        backups.make(marked, settings.Settings("a", gradebook=f"sqlite:///{tmp_path}/no/b.db"), "x")


def _all(path):
    with sqlite3.connect(path) as book:
        for table in ("student", "assignment", "grade", "comment", "base_cell", "source_cell"):
            yield table, sorted(book.execute(f"select * from {table}"), key=repr)


def made_before(root):
    """Return before what the latest backup was made."""
    return backups.listed(root)[0].name.rsplit("-", 1)[1]


def asked(root, query):
    with sqlite3.connect(root / "gradebook.db") as book:
        return book.execute(query).fetchall()


def test_a_due_date_and_an_extension_come_back(desk):
    query = "select duedate from assignment"
    before = asked(desk, query)
    assert command.main(["due", "sample", "2026-11-02T10:00+00:00"]) == 0
    assert made_before(desk) == "due"
    assert asked(desk, query) != before
    assert command.main(["restore"]) == 0
    assert asked(desk, query) == before
    assert command.main(["due", "sample", "2026-12-02T10:00+00:00", "--student", "ada"]) == 0
    assert Roster.read(desk).people["ada"].extensions
    assert command.main(["restore"]) == 0
    assert Roster.read(desk).people["ada"].extensions == {}


@pytest.mark.skipif(sys.platform == "win32", reason="nbgrader has no exchange there")
def test_what_an_assignment_was_worth_before_its_release_comes_back(desk):
    query = "select max_score from grade_cells join base_cell using (id) where name = 'culprit'"
    before = asked(desk, query)
    path = desk / "solutions" / "sample" / "sample.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "culprit":
            cell["metadata"]["nbgrader"]["points"] = 7
    path.write_text(json.dumps(notebook), encoding="utf-8")
    assert command.main(["release", "sample"]) == 0
    assert made_before(desk) == "release"
    assert (before, asked(desk, query)) == ([(1,)], [(7,)])
    assert command.main(["restore"]) == 0
    assert asked(desk, query) == before


def test_a_mark_that_was_given_by_mistake_can_be_taken_back(marked, monkeypatch):
    def serve(reading, port, opened):
        number = [one.student for one in reading._answers["memo"]].index("dan")
        work = reading.answer("memo", number)["work"]
        reading.mark("memo", number, {"scores": {"Claim": 0, "Doubt": 0}, "work": work})

    query = (
        "select manual_score, needs_manual_grade from grade where notebook_id in ("
        "select submitted_notebook.id from submitted_notebook join submitted_assignment on "
        "submitted_assignment.id = submitted_notebook.assignment_id where student_id = 'dan') "
        "and (needs_manual_grade or manual_score is not null)"
    )
    monkeypatch.setattr(server, "serve", serve)
    before = asked(marked, query)
    assert before == [(None, 1)]
    assert command.main(["mark", "sample", "--no-browser"]) == 0
    assert made_before(marked) == "mark"
    assert asked(marked, query) == [(0, 0)]
    given = marks.path_of(marked, "sample").read_bytes()
    assert command.main(["restore"]) == 0
    assert asked(marked, query) == before
    assert marks.path_of(marked, "sample").read_bytes() == given, "what readers gave only grows"


@pytest.mark.skipif(sys.platform != "linux", reason="nothing holds a hand-in elsewhere")
def test_a_gradebook_from_before_the_grading_comes_back_and_grading_again_fills_it(desk, here):
    hand_in(desk, "ada", "solutions", EARLY)
    query = "select student_id from submitted_assignment"
    assert command.main(["grade", "sample"]) == 0
    assert made_before(desk) == "grade"
    assert asked(desk, query) == [("ada",)]
    names = [one.name for one in backups.listed(desk)]
    assert command.main(["grade", "sample"]) == 0
    assert [one.name for one in backups.listed(desk)] == names, "there was nothing to write"
    assert command.main(["restore"]) == 0
    assert asked(desk, query) == []
    assert command.main(["grade", "sample"]) == 0
    assert asked(desk, query) == [("ada",)]


def test_feedback_copies_before_it_makes_pages_and_not_when_all_hold(marked):
    assert command.main(["feedback", "sample"]) == 0
    assert made_before(marked) == "feedback"
    names = [one.name for one in backups.listed(marked)]
    assert command.main(["feedback", "sample"]) == 0
    assert [one.name for one in backups.listed(marked)] == names
    before = asked(marked, "select * from grade order by id")
    with sqlite3.connect(marked / "gradebook.db") as book:
        book.execute("update grade set auto_score = 0")
    assert command.main(["restore"]) == 0
    assert asked(marked, "select * from grade order by id") == before

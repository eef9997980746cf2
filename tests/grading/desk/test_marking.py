"""Marking: points from the rubric, in the gradebook, kept while the work is what it was."""

from __future__ import annotations

import json
import sqlite3
import statistics
import time

import numpy as np
import pytest
from served_marking import Served, reading
from synthetic_class import fill, write

from course_utils.grading.cohort import run
from course_utils.grading.desk import backups, command, marks, settings
from course_utils.grading.desk.marking.agreement import agreement, kappa
from course_utils.grading.desk.marking.agreement import shown as agreed
from course_utils.grading.desk.marking.reading import BadMark, Outdated
from course_utils.grading.desk.marking.server import POLICY, door
from course_utils.grading.desk.marks import Mark
from course_utils.grading.desk.settings import CannotRun
from course_utils.grading.desk.status import status

pytestmark = pytest.mark.long

CLASS = [f"s{number}" for number in range(8)]
GOOD = {"Claim": 4, "Doubt": 2}


@pytest.fixture
def read(desk):
    """A class of eight whose texts wait."""
    fill(desk, CLASS)
    return desk


def give(desk, number, scores=GOOD, comment="", **more):
    work = desk.answer("memo", number)["work"]
    return desk.mark("memo", number, {"scores": scores, "comment": comment, "work": work, **more})


def in_book(root):
    """Return each student's mark by hand of the text, whether it waits, and the comment."""
    query = """
        select substr(grade.id, 3), manual_score, needs_manual_grade, manual_comment from grade
        join base_cell on base_cell.id = grade.cell_id
        left join comment on comment.notebook_id = grade.notebook_id and comment.cell_id =
        (select id from base_cell b where b.name = 'memo' and b.type = 'SolutionCell')
        where base_cell.name = 'memo'
    """
    with sqlite3.connect(root / "gradebook.db") as book:
        return {row[0].removesuffix("-memo"): row[1:] for row in book.execute(query)}


def test_points_come_from_the_rubric_and_go_into_the_gradebook(read):
    desk = reading(read)
    (question,) = desk.questions
    assert (question.name, question.points, set(question.exemplars)) == ("memo", 4.0, {2, 4})
    assert [line["name"] for line in question.rubric] == ["Claim", "Doubt"]
    assert give(desk, 2, comment="Say what would change it.") == pytest.approx(4 * (0.6 + 0.2))
    student = desk._one("memo", 2).student
    assert in_book(read)[student] == (3.2, 0, "Say what would change it.")
    assert desk.states("memo").count("new") == 7
    assert desk.states("memo")[2] == "done"
    rows = {row.student: row for row in status(read, settings.read(read)).rows}
    assert (rows[student].state, rows[student].score) == ("graded", 14 + 3.2)
    assert rows[desk._one("memo", 3).student].state == "to mark"


def test_answers_are_anonymous_and_in_no_alphabet(read):
    desk = reading(read)
    order = [one.student for one in desk._answers["memo"]]
    assert set(order) == set(CLASS)
    assert order != sorted(order)
    assert order == [one.student for one in reading(read)._answers["memo"]], "and stay there"
    seen = json.dumps([desk.answer("memo", number) for number in range(8)])
    assert not any(f'"{one}' in seen or f"Of, {one.title()}" in seen for one in CLASS)
    assert reading(read, names=True).answer("memo", 0)["who"] == f"Of, {order[0].title()}"


def test_own_comments_are_at_hand_and_the_commonest_is_first(read):
    desk = reading(read)
    for number, comment in enumerate(["Once.", "Twice.", "Twice.", ""]):
        give(desk, number, comment=comment)
    assert desk.comments("memo") == ["Twice.", "Once."]
    assert reading(read, "bob").comments("memo") == []


@pytest.mark.parametrize(
    "given",
    [
        {"scores": {"Claim": 4}},
        {"scores": {"Claim": 4, "Doubt": 5}},
        {"scores": {"Claim": 4, "Doubt": -1}},
        {"scores": {"Claim": 4, "Doubt": True}},
        {"scores": {"Claim": 4, "Doubt": "4"}},
        {"scores": [4, 4]},
        {"scores": GOOD, "comment": 7},
        {"scores": GOOD, "comment": "x" * 30_000},
    ],
)
def test_half_a_mark_is_refused_and_nothing_is_written(read, given):
    desk = reading(read)
    with pytest.raises(BadMark):
        give(desk, 0, **{"scores": {}, **given})
    assert marks.read(read, "sample") == {}
    with pytest.raises(BadMark):
        desk.answer("memo", 8)
    with pytest.raises(BadMark):
        desk.answer("steps", 0)


def test_what_changed_under_the_readers_eyes_is_not_marked(read):
    desk = reading(read)
    work = desk.answer("memo", 0)["work"]
    release = json.loads((read / "exercises/sample/sample.ipynb").read_text("utf-8"))
    write(read, desk._one("memo", 0).student, release, "Something else.")
    with pytest.raises(Outdated):
        desk.mark("memo", 0, {"scores": GOOD, "work": work})
    give(desk, 0)
    write(read, desk._one("memo", 0).student, release, "Something else again.")
    assert desk.states("memo")[0] == "changed"
    assert desk.answer("memo", 0)["changed"]


def test_a_second_reader_sees_no_mark_and_both_count(read):
    first = reading(read)
    give(first, 0, {"Claim": 4, "Doubt": 4}, "Mine.")
    with pytest.raises(CannotRun, match="that another has marked"):
        reading(read, "eve", second=True)
    assert reading(read, "bob").states("memo").count("another's") == 1
    second = reading(read, "bob", second=True)
    assert second.states("memo") == ["new"]
    assert second.answer("memo", 0)["scores"] == {}
    assert "Mine." not in json.dumps(second.answer("memo", 0))
    assert give(second, 0, {"Claim": 2, "Doubt": 2}, "And mine.") == 3.0
    student = first._one("memo", 0).student
    assert in_book(read)[student] == (3.0, 0, "Mine.\n\nAnd mine.")


def test_a_gradebook_that_was_brought_back_has_its_answers_read_again(read, capsys):
    backups.make(read, settings.read(read), "mark")
    give(reading(read), 0)
    assert reading(read).states("memo")[0] == "done"
    assert command.main(["restore"]) == 0
    again = reading(read)
    assert again.states("memo")[0] == "new"
    assert again.answer("memo", 0)["scores"] == GOOD, "what was given is still there"
    give(again, 0)
    assert again.states("memo")[0] == "done"


def test_a_line_that_a_crash_cut_costs_no_other(read):
    give(reading(read), 0)
    with marks.path_of(read, "sample").open("a", encoding="utf-8") as stream:
        stream.write('{"student": "s1", "exer')
    assert len(marks.read(read, "sample")) == 1
    assert marks.path_of(read, "sample").stat().st_mode & 0o077 == 0


def test_kappa_is_what_cohen_says():
    assert kappa([0, 1, 2, 3, 4], [0, 1, 2, 3, 4]) == 1
    assert kappa([2, 2], [2, 2]) is None
    one, other = [1, 2, 3, 4, 4], [2, 2, 3, 3, 4]
    table = np.zeros((5, 5))
    for a, b in zip(one, other, strict=True):
        table[a, b] += 1
    weights = (np.subtract.outer(range(5), range(5)) ** 2) / 16
    by_chance = np.outer(table.sum(1), table.sum(0)) / 5
    assert kappa(one, other) == pytest.approx(
        1 - (weights * table).sum() / (weights * by_chance).sum()
    )
    random = np.random.default_rng(4)
    assert abs(kappa(random.integers(0, 5, 4000), random.integers(0, 5, 4000))) < 0.05


def test_agreement_counts_what_two_read_as_it_is_and_names_what_is_far_apart(capsys, read):
    def mark(student, marker, claim, work="w"):
        return Mark(student, "memo", marker, {"Claim": claim}, float(claim), "", work, work)

    latest = {}
    for number in range(12):
        one = mark(f"s{number}", "eve", number % 5)
        latest[one.student, "memo"] = {"eve": one, "bob": mark(one.student, "bob", number % 5)}
    latest["s0", "memo"]["bob"] = mark("s0", "bob", 4)
    latest["s1", "memo"]["bob"] = mark("s1", "bob", 4, work="older than w"[:1])
    found = agreement(latest, {"memo": 4.0})
    (line,) = found.lines
    assert (found.count, line.count) == (11, 11), "who read another text does not count"
    assert line.equal == pytest.approx(10 / 11)
    assert 0 < line.kappa < 1
    assert found.apart == [("s0", "memo", 0.0, 4.0)]
    assert "s0, memo: 0 and 4 points" in agreed(found)
    assert command.main(["mark", "sample", "--agreement"]) == 0
    assert "No answer has been read by two" in capsys.readouterr().out


def test_three_hundred_answers_each_come_in_a_moment(desk):
    """A page of 150 ms leaves the browser most of it; the machine may be busy, so processor time."""
    fill(desk, [f"s{number:03}" for number in range(300)])
    one, took = reading(desk), []
    one.answer("memo", 299)  # the first draws on libraries that are loaded then
    for number in range(60):
        begin = time.process_time()
        shown = one.answer("memo", number)
        one.mark("memo", number, {"scores": GOOD, "comment": "Yes.", "work": shown["work"]})
        took.append(time.process_time() - begin)
    assert statistics.median(took) < 0.05


# Grading again


def test_marks_stand_when_autograding_runs_again_unless_the_work_changed(marked, here, capsys):
    def waits():
        with sqlite3.connect(marked / "gradebook.db") as book:
            return book.execute(
                "select student_id, manual_score, needs_manual_grade from grade "
                "join submitted_notebook on submitted_notebook.id = grade.notebook_id "
                "join submitted_assignment on "
                "submitted_assignment.id = submitted_notebook.assignment_id "
                "where manual_score is not null order by 1"
            ).fetchall()

    assert waits() == [("ada", 4, 0), ("ben", 4, 0)]
    path = marked / "submitted" / "ben" / "sample" / "sample.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "memo":
            cell["source"] = "Another text."
    path.write_text(json.dumps(notebook), encoding="utf-8")
    outcome = run.grade_cohort(marked, "sample", students=["ada", "ben"], force=True)
    assert len(outcome.graded) == 2
    assert waits() == [("ada", 4, 0), ("ben", 4, 1)]


# The page's server


@pytest.fixture
def served(read):
    made = Served(read)
    yield made
    made.close()


def test_the_page_is_for_this_machine_and_who_has_the_token(served):
    port = served.address.split(":")[2].split("/")[0]
    assert served.address.startswith(f"http://127.0.0.1:{port}/")
    page = served()
    assert page.code == 200
    assert page.headers["Content-Security-Policy"] == POLICY
    assert "unsafe" not in POLICY
    assert served(f"http://127.0.0.1:{port}/").code == 404
    assert served(f"http://127.0.0.1:{port}/wrong/api/questions").code == 404
    assert served(Host="attacker.example").code == 404
    assert served("api/questions", Origin="http://attacker.example").code == 403
    assert served("api/questions", Sec_Fetch_Site="cross-site").code == 403
    with door(served.application.reading.root, served.address) as path:  # a page elsewhere, too
        assert served.address in path.read_text(encoding="utf-8")
        assert path.stat().st_mode & 0o077 == 0
        assert served(Sec_Fetch_Site="cross-site").code == 200
    assert not path.exists()
    assert served("../../page.py").code == 404
    mark = {"question": "memo", "number": 0, "scores": GOOD}
    assert served("api/mark", mark, Content_Type="text/plain").code == 415
    assert served("api/mark", mark, Origin="http://attacker.example").code == 403
    assert served("api/mark", {"pad": "x" * 200_000}).code == 400
    assert marks.read(served.application.reading.root, "sample") == {}


def test_the_page_marks_and_is_told_in_a_sentence_what_is_wrong(served):
    shown = json.loads(served("api/answer?question=memo&number=1").body)
    mark = {"question": "memo", "number": 1, "scores": GOOD, "work": shown["work"]}
    assert json.loads(served("api/mark", mark).body) == {"points": 3.2}
    assert json.loads(served("api/states?question=memo").body)[1] == "done"
    assert served("api/mark", {**mark, "work": "other"}).code == 409
    bad = served("api/mark", {**mark, "scores": {}})
    assert (bad.code, json.loads(bad.body)) == (400, {"error": "Claim: give a score from 0 to 4."})
    for odd in ([], 7, {"number": "1"}, {"number": 1}):
        assert served("api/mark", odd).code == 400, odd
    assert served("api/answer?question=memo&number=x").code == 400
    assert served("api/other").code == 404


def test_what_a_student_wrote_cannot_act_on_the_page(read):
    release = json.loads((read / "exercises/sample/sample.ipynb").read_text("utf-8"))
    write(read, "s0", release, "<script>gained()</script><img src=x onerror=gained()>\n\n**bold**")
    desk = reading(read)
    number = [one.student for one in desk._answers["memo"]].index("s0")
    html = desk.answer("memo", number)["html"]
    assert "<strong>bold</strong>" in html
    assert "<script" not in html
    assert "onerror" not in html

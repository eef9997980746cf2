"""The verdict on a check cell, read back with nbgrader's own scoring."""

from __future__ import annotations

import json
import math
import os
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_output
from nbgrader.utils import determine_grade
from sample_course import CURRICULUM, SAMPLE, TinySource

from course_utils.exercises import MIME, load_key
from course_utils.grading import course
from course_utils.grading.course import Assignment, Judged, find_assignment, seed_of
from course_utils.grading.nbgrader import scoring

POINTS = 3.0


@pytest.fixture(scope="module")
def assignment() -> Assignment:
    key = load_key(CURRICULUM / SAMPLE)
    return Assignment(key, seed_of(key.skill))


@pytest.fixture(scope="module")
def source() -> TinySource:
    return TinySource()


@pytest.fixture(autouse=True)
def _another_company(monkeypatch):
    other = TinySource(2)
    monkeypatch.setattr(course, "other_company", lambda: other)


def cell(name: str, *outputs, points: float = POINTS):
    metadata = {
        "grade": True,
        "solution": False,
        "locked": True,
        "grade_id": name,
        "points": points,
    }
    return new_code_cell(
        f'check("{name}", {name})', metadata={"nbgrader": metadata}, outputs=list(outputs)
    )


def answer(data, name: str, **more):
    body = {"version": 1, "exercise": name, "answer": data, **more}
    return new_output("display_data", data={MIME: body, "text/plain": "card"})


def error(ename: str = "NotRight", evalue: str = "no") -> object:
    return new_output("error", ename=ename, evalue=evalue, traceback=["a frame of ours", evalue])


def grade(made, assignment, source):
    """Return nbgrader's score and the words that the student will read."""
    scoring.fill(made, scoring.judge_cell(made, assignment, source))
    words = "\n".join(
        output.traceback[0] if output.output_type == "error" else output.data["text/plain"]
        for output in made.outputs
    )
    assert MIME not in str(made.outputs), "answers do not travel on"
    assert "a frame of ours" not in str(made.outputs)
    return determine_grade(made)[0], words


def encoded(assignment, name, value, source):
    form = assignment.reference(name, source).form
    return form.encode(value)


@pytest.mark.parametrize(
    "name", ["free_share", "culprit", "robust", "steps", "plans", "channels", "over"]
)
def test_right_answers_earn_all_points_and_mistakes_their_message(name, assignment, source):
    exercise = assignment.key.exercises[name]
    right = encoded(assignment, name, exercise.answer(source), source)
    # The learner's own check may have failed: only the verdict counts.
    score, words = grade(cell(name, answer(right, name), error()), assignment, source)
    assert (score, words) == (POINTS, "Right.")
    for message, value in exercise.mistaken(source):
        given = encoded(assignment, name, value, source)
        score, words = grade(cell(name, answer(given, name)), assignment, source)
        assert score < POINTS
        assert message in words


def test_partial_credit_is_a_number_that_nbgrader_reads(assignment, source):
    nearly = ["load", "chart", "clean", "decide"]  # one of six pairs is out of order
    score, words = grade(cell("steps", answer(nearly, "steps")), assignment, source)
    assert score == pytest.approx(POINTS * 4 / 6, abs=1e-3)
    assert "67%" in words


def test_a_blank_answer_earns_nothing_and_a_kind_word(assignment, source):
    score, words = grade(cell("free_share", answer(None, "free_share")), assignment, source)
    assert score == 0
    assert words.startswith("No answer yet.")


def test_nothing_that_a_student_prints_changes_the_score(assignment, source):
    right = encoded(assignment, "culprit", "mix", source)
    noise = [
        new_output("stream", name="stderr", text="a warning"),
        new_output("execute_result", data={"text/plain": "0.5"}, execution_count=1),
        answer(right, "culprit"),
        error("ZeroDivisionError", "division by zero"),
    ]
    assert grade(cell("culprit", *noise), assignment, source)[0] == POINTS
    wrong = [
        new_output("execute_result", data={"text/plain": "3.0"}, execution_count=1),
        answer("noise", "culprit"),
    ]
    assert grade(cell("culprit", *wrong), assignment, source)[0] == 0


@pytest.mark.parametrize(
    ("outputs", "words"),
    [
        ([], "gave no answer"),
        ([new_output("stream", name="stdout", text="Right.")], "gave no answer"),
        (
            [error("NameError", "name 'culprit' is not defined")],
            "nothing in the notebook sets culprit",
        ),
        ([error("NameError", "name 'check' is not defined")], "first code cell did not run"),
        ([error("CellTimeoutError", "")], "took too long"),
        ([answer("mix", "culprit"), answer("mix", "culprit")], "answered 2 times"),
        ([answer("mix", "robust")], "another exercise"),
        ([answer("mix", "culprit", version=2)], "no answer that check() gives"),
        ([answer("mix", "culprit", score=1)], "no answer that check() gives"),
        ([new_output("display_data", data={MIME: ["mix"]})], "no answer that check() gives"),
        ([new_output("display_data", data={MIME: None})], "no answer that check() gives"),
        ([answer({"object": "function"}, "culprit")], "expected an option in quotes"),
        ([answer({"float": "nan"}, "culprit")], "expected an option in quotes"),
        ([answer([["mix"]] * 3, "culprit")], "choose exactly one option"),
        ([answer({"map": [["right", True]]}, "culprit")], "expected an option in quotes"),
    ],
)
def test_whatever_stands_in_place_of_an_answer_ends_in_a_clear_zero(
    outputs, words, assignment, source
):
    score, said = grade(cell("culprit", *outputs), assignment, source)
    assert score == 0
    assert words in said


def test_functions_are_judged_on_cases_that_the_notebook_does_not_show(assignment, source):
    visible = assignment.key.exercises["over"].reference(source).form.inputs
    unseen = assignment.cases["over"]
    assert not [case for case in unseen if case in list(visible)]
    shown = {str(case): i for i, case in enumerate(visible)}
    learned = lambda values, limit: 0.5 if str([values, limit]) in shown else 0.25  # noqa: E731
    given = encoded(assignment, "over", learned, source)
    score, words = grade(cell("over", answer(given, "over")), assignment, source)
    assert score == 0
    assert "cases that you have not seen" in words


def test_a_query_has_to_be_right_on_another_company_too(assignment, source):
    rows = source.table("accounts").groupby("channel").size()
    fixed = " union all ".join(
        f"select '{name}' as channel, {count} as accounts" for name, count in rows.items()
    )
    score, words = grade(cell("channels", answer(fixed, "channels")), assignment, source)
    assert score == 0
    assert "not on another company" in words


@pytest.mark.parametrize("share", [-1, 0, 1e-9, 0.5, 1, 7])
def test_nbgrader_reads_the_share_that_was_judged(share):
    made = cell("x", points=2)
    scoring.fill(made, Judged(share, "words"))
    assert determine_grade(made)[0] == pytest.approx(2 * min(max(share, 0), 1), abs=1e-4)
    assert not math.isnan(determine_grade(made)[0])


def test_only_the_builders_check_cells_are_ours():
    ours, own_test = cell("share"), cell("other")
    own_test.source = "assert other == 2"
    not_graded = new_code_cell('check("share", share)')
    elsewhere = cell("share")
    elsewhere.source = 'check("share", 0.25)'
    assert scoring.ours([ours, own_test, not_graded, elsewhere]) == [ours]


def test_a_missing_or_broken_key_is_said_in_one_sentence(tmp_path):
    with pytest.raises(course.CannotGrade, match=r"no curriculum/NN_sample/key\.py"):
        find_assignment(tmp_path, "sample")
    folder = tmp_path / "curriculum" / SAMPLE
    folder.mkdir(parents=True)
    (folder / "key.py").write_text("x = (\n", encoding="utf-8")
    with pytest.raises(course.CannotGrade, match=r"The key of sample cannot be used: .*key\.py"):
        find_assignment(tmp_path, "sample")


def test_a_student_with_a_company_of_their_own_is_judged_on_it(tmp_path):
    assert course.company_folder(tmp_path, "ada") == tmp_path / "datasets"
    own = tmp_path / "companies" / "ada"
    own.mkdir(parents=True)
    (own / "datapackage.json").write_text("{}", encoding="utf-8")
    assert course.company_folder(tmp_path, "ada") == own
    assert course.company_folder(tmp_path, "bob") == tmp_path / "datasets"
    assert course.company_folder(tmp_path, "") == tmp_path / "datasets"
    with course.everybody_on(tmp_path / "mine"):
        assert course.company_folder(tmp_path, "ada") == tmp_path / "mine"
    assert course.company_folder(tmp_path, "ada") == own


def test_what_the_students_process_was_lent_is_taken_back(tmp_path, monkeypatch):
    monkeypatch.setenv("PMLAB_COMPANY", "mine")
    monkeypatch.delenv("PMLAB_CASES", raising=False)
    scoring.lend({"over": [[1]]}, tmp_path / "first")  # its execution fails: nothing follows
    scoring.lend({"over": [[2]]}, tmp_path / "second")
    cases = Path(os.environ["PMLAB_CASES"])
    assert json.loads(cases.read_text(encoding="utf-8")) == {"over": [[2]]}
    assert os.environ["PMLAB_COMPANY"] == str(tmp_path / "second")
    scoring.take_back()
    assert not cases.parent.exists()
    assert os.environ["PMLAB_COMPANY"] == "mine"
    assert "PMLAB_CASES" not in os.environ

"""A learner's own work, graded without a gradebook and without an instructor."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from places import ROOT
from sample_answers import literal, solutions_of
from sample_cohort import answer, course_in

from course_utils import cli, data
from course_utils.company.engine import cohort
from course_utils.exercises import load_key
from course_utils.grading import companies
from course_utils.grading.course import CannotGrade
from course_utils.grading.engine import execute, launch
from course_utils.grading.own_work import grade_own_work, in_own_process

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(sys.platform == "win32", reason="paths of the sample course"),
]


@pytest.fixture
def course(tmp_path, tmp_path_factory, monkeypatch):
    course = course_in(tmp_path, tmp_path_factory, monkeypatch)
    (course / "gradebook.db").unlink()
    (course / "nbgrader_config.py").write_text(
        (ROOT / "nbgrader_config.py").read_text("utf-8"), encoding="utf-8"
    )
    return course


def files(course: Path) -> dict[str, bytes]:
    return {
        path.relative_to(course).as_posix(): path.read_bytes()
        for path in course.rglob("*")
        if path.is_file() and ".pmlab" not in path.parts and "__pycache__" not in path.parts
    }


def test_own_work_has_points_and_a_page_and_nothing_else_changes(course, capsys, monkeypatch):
    work = course / "exercises" / "sample"
    answer(work, {"culprit": "culprit = 'mix'", "free_share": "free_share = 12"})
    before = files(course)
    monkeypatch.chdir(course)
    assert cli.main(["grade", "exercises/sample", "--no-browser"]) == 0
    said = capsys.readouterr().out
    page = work / "feedback" / "sample.html"
    assert said.startswith("sample: 1 of 18 points.")
    assert str(page) in said
    text = page.read_text("utf-8")
    assert "A share" in text or "fraction" in text
    assert "HIDDEN" not in text
    again = in_own_process(Path("exercises/sample"))
    assert (again.score, again.max_score, again.page) == (1, 18, page)
    (course / "elsewhere").mkdir()
    with pytest.raises(CannotGrade, match="There is no notebook in"):
        in_own_process(course / "elsewhere")
    (course / "elsewhere").rmdir()
    after = files(course)
    del after["exercises/sample/feedback/sample.html"]
    assert after == before
    assert list((course / ".pmlab" / "own").iterdir()) == []


def test_own_work_on_a_company_of_ones_own_is_judged_on_it(course, capsys, monkeypatch):
    mine = course.parent / "mine"
    companies.make(course, mine, cohort.candidates(b"a secret of thirty-two bytes....", "ada", 300))
    key, source = load_key(course / "curriculum" / "01_sample"), data.open(mine)
    answers = solutions_of(course, "sample")
    for name in ("free_share", "plans"):
        answers[name] = literal(key, name, key.exercises[name].answer(source), source)
    del answers["memo"]
    answer(course / "exercises" / "sample", answers)
    monkeypatch.chdir(course)
    words = ["grade", "exercises/sample", "--no-browser"]
    assert cli.main(words) == 0
    assert capsys.readouterr().out.startswith("sample: 10 of 18 points.")
    monkeypatch.setenv("PMLAB_COMPANY", str(mine))
    assert cli.main(words) == 0
    assert capsys.readouterr().out.startswith("sample: 14 of 18 points.")
    monkeypatch.setenv("PMLAB_COMPANY", str(course / "nothing"))
    assert cli.main(words) == 1
    assert "where there is no company" in capsys.readouterr().err


def test_where_nothing_holds_code_it_is_said_and_nothing_runs_unasked(
    course, monkeypatch, tmp_path
):
    monkeypatch.setattr(launch.system, "machine", lambda: None)
    monkeypatch.setattr(execute, "_launchers", {})
    for system, name in (("darwin", "macOS"), ("win32", "Windows")):
        monkeypatch.setattr("course_utils.grading.own_work.sys.platform", system)
        held = _held_words(course)
        assert held == (
            f"{name} cannot hold a notebook's code in: yours ran as you, as it does in JupyterLab."
        )
    monkeypatch.undo()
    monkeypatch.setattr(launch.system, "machine", lambda: None)
    monkeypatch.setattr(execute, "_launchers", {})
    elsewhere = shutil.copytree(course / "exercises" / "sample", course / "handed_in" / "sample")
    for folder in (elsewhere, course / "exercises" / "sample"):
        with pytest.raises(CannotGrade, match=r"so nothing was run.* add --unsafe"):
            grade_own_work(folder)
        assert not (folder / "feedback").exists()


def _held_words(course: Path) -> str:
    from course_utils.grading.nbgrader.app import opened
    from course_utils.grading.own_work import _held

    return _held(opened(course), unsafe=True)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda course: shutil.rmtree(course / "solutions"), "check\\(\\) in your notebook"),
        (lambda course: (course / "nbgrader_config.py").unlink(), "not in a course's folder"),
        (lambda course: shutil.rmtree(course / "curriculum"), "There is no curriculum"),
        (
            lambda course: (course / "exercises/sample/sample.ipynb").unlink(),
            "There is no notebook in",
        ),
        (
            lambda course: (course / "exercises/sample/sample.ipynb").write_text("{"),
            "cannot be read",
        ),
    ],
    ids=["no solutions", "no course", "no curriculum", "no notebook", "broken"],
)
def test_what_is_missing_is_one_sentence(course, spoil, words):
    spoil(course)
    with pytest.raises(CannotGrade, match=words):
        grade_own_work(course / "exercises" / "sample")

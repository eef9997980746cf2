"""A sealed company a student: its right answers earn all points, those of another company do not."""

from __future__ import annotations

import os
import shutil
import sys
from types import SimpleNamespace

import pytest
from places import ROOT
from sample_answers import cells_of, literal, scores, solutions_of
from sample_cohort import built, hand_in
from sample_course import NbGrader, environment

from course_utils import cli, data
from course_utils.exercises import load_key
from course_utils.grading.cohort.run import grade_cohort

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="paths of the sample course")

WIDE = int(os.environ.get("PMLAB_COMPANIES", "0")) > 50
SKILLS = ["sample", *(["metrics"] if WIDE else [])]
"""A real lesson takes ten times as long as the sample, and shows the same."""

NOTED = """
def heard(name, answer):
    import os

    cases = os.environ.pop("PMLAB_CASES")
    try:
        return check(name, answer).state
    except AssertionError as said:
        return str(said)
    finally:
        os.environ["PMLAB_CASES"] = cases


print("check() says", heard("{name}", {name}))
"""
"""Asks check() as without the course's grader, for which it only takes the answer down."""


def course_of(skill: str, folder, tmp_path_factory):
    """Return a course with one assignment, which its gradebook knows, and the folder of its key."""
    if skill == "sample":
        course = shutil.copytree(built(tmp_path_factory), folder / "course")
        return course, course / "curriculum" / "01_sample"
    course = folder / "course"
    own = f"07_{skill}"
    shutil.copytree(ROOT / "curriculum" / own, course / "curriculum" / own)
    for where in ("solutions", "exercises"):
        shutil.copytree(ROOT / where / skill, course / where / skill)
    shutil.copy(ROOT / "nbgrader_config.py", course)
    (course / "datasets").symlink_to(ROOT / "datasets")
    return course, course / "curriculum" / own


@pytest.fixture(scope="module", params=SKILLS)
def graded(request, tmp_path_factory):
    """A roster's companies, and what four students get, from nbgrader and from `pmlab grade`."""
    skill, folder = request.param, tmp_path_factory.mktemp("sealed")
    course, curriculum = course_of(skill, folder, tmp_path_factory)
    home = course / cli.HOME
    home.parent.mkdir(exist_ok=True)
    home.write_text("{}", encoding="utf-8")
    secret, roster = folder / "cohort.secret", folder / "roster.csv"
    roster.write_text("id\nada\nbob\ncleo\n", encoding="utf-8")
    patch = pytest.MonkeyPatch()
    for name, value in environment(folder / "home").items():
        patch.setenv(name, value)
    patch.chdir(course)
    # Not `pmlab secret`: on a company that is drawn anew an answer may happen to be the public one.
    secret.write_bytes(b"correct horse battery staple, thirty-two bytes and more")
    words = ["companies", str(roster), "--cohort", str(secret), "--accounts", "400", "--jobs", "1"]
    assert cli.main(words) == 0

    key = load_key(curriculum)
    auto = [name for name, exercise in key.exercises.items() if not exercise.form.manual]
    author = solutions_of(course, skill)

    def typed(company):
        """Return an author's answers with the company's own numbers in place of code."""
        source = data.open(company)
        answers = {}
        for name in auto:
            form = key.exercises[name].form
            if form.kind == "Function":
                answers[name] = author[name]
            else:
                answers[name] = literal(key, name, key.exercises[name].answer(source), source)
        return answers

    here, public = typed(course / "companies" / "ada"), typed(course / "datasets")
    hand_in(course, "ada", "exercises", skill=skill, **here)
    hand_in(course, "bob", "exercises", skill=skill, **public)
    hand_in(course, "dan", "exercises", skill=skill, **public)
    noted = {name: author[name] + NOTED.format(name=name) for name in auto}
    hand_in(course, "cleo", "exercises", skill=skill, **noted)
    env = environment(folder / "home")
    with NbGrader(folder / "nbgrader") as nbgrader:
        nbgrader("generate_assignment", skill, "--force", cwd=course, env=env)
        theirs = shutil.copytree(course, folder / "theirs", symlinks=True)
        nbgrader("autograde", skill, cwd=theirs, env=env)
    outcome = grade_cohort(course, skill, workers=1)
    patch.undo()
    assert outcome.failed == {}
    return SimpleNamespace(
        course=course,
        theirs=theirs,
        skill=skill,
        auto={name: float(key.exercises[name].points) for name in auto},
        moved=[name for name in auto if here[name] != public[name]],
    )


def points(course, student, names):
    found = scores(course, student)
    return {name: found[name][0] for name in names}


def test_nbgrader_and_pmlab_grade_agree(graded):
    for student in ("ada", "bob", "cleo", "dan"):
        assert scores(graded.course, student) == scores(graded.theirs, student)


def test_the_right_answers_of_ones_own_company_earn_all_points(graded):
    assert points(graded.course, "ada", graded.auto) == graded.auto
    assert points(graded.course, "dan", graded.auto) == graded.auto  # on the public company


def test_the_right_answers_of_another_company_do_not(graded):
    found = points(graded.course, "bob", graded.auto)
    full = [name for name in graded.moved if found[name] == graded.auto[name]]
    assert graded.moved
    assert full == []
    assert [n for n in graded.auto if found[n] != graded.auto[n] and n not in graded.moved] == []


def test_code_in_the_jail_reads_ones_own_company_and_no_checks(graded):
    assert points(graded.course, "cleo", graded.auto) == graded.auto
    name = f"autograded/cleo/{graded.skill}/{graded.skill}.ipynb"
    cells = cells_of(graded.course / name)
    for name in graded.auto:
        said = "".join(o.get("text", "") for o in cells[f"{name}-answer"].outputs)
        last = said.splitlines()[-1]
        words = "check() says Please note: These checks belong to another company's data"
        assert last.startswith(words), (name, said)

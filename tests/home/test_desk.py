"""The home page: what is read of a learner's work, where it leads, the radar and the words."""

from __future__ import annotations

import json
import os

import pytest
from places import ROOT

from course_utils.exercises.store import Answers
from course_utils.home.overview import Desk, next_step
from course_utils.home.radar import Radar
from course_utils.home.state import Course
from course_utils.home.word_list import Glossary

CHECKS = json.loads((ROOT / "exercises/metrics/checks.json").read_text(encoding="utf-8"))
LESSONS = [
    {"number": 1, "skill": "role", "title": "The role", "short": "Role", "gives": "answer for it"},
    {
        "number": 7,
        "skill": "metrics",
        "title": "Metrics & KPIs",
        "short": "Metrics",
        "gives": "tell change from noise",
        "notebook": "07_metrics.ipynb",
        "minutes": 67,
        "guesses": ["one", "two"],
        "exercises": list(reversed(CHECKS["exercises"])),
    },
    {
        "number": 9,
        "skill": "experiments",
        "title": "Experiments",
        "short": "Tests",
        "gives": "read a test",
        "notebook": "09_experiments.ipynb",
        "minutes": 50,
    },
]
TERMS = [
    {"name": "funnel", "means": "Steps <one by one>.", "lesson": 7, "also": ["funnels"]},
    {"name": "NPS", "means": "Promoters less detractors.", "lesson": 7, "also": []},
]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The notebooks of a course with two open lessons, one of them with exercises."""
    monkeypatch.delenv("PMLAB_FRESH", raising=False)
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    course = {"version": 1, "lessons": LESSONS, "glossary": TERMS}
    (notebooks / "course.json").write_text(json.dumps(course))
    work = tmp_path / "exercises" / "metrics"
    work.mkdir(parents=True)
    (work / "checks.json").write_text(json.dumps(CHECKS))
    (work / "metrics.ipynb").write_text("{}")
    return notebooks


def names():
    """Autograded exercises, as the assignment asks for them: not as checks.json sorts them."""
    asked = reversed(CHECKS["exercises"].items())
    return [name for name, item in asked if item["form"]["form"] != "Written"]


def record(folder, name, *, at=1_000_000, **what):
    place = folder.parent / "exercises" / "metrics" / "progress"
    place.mkdir(exist_ok=True)
    usual = {"attempts": 1, "hints": 0, "state": "right", "last": "x", "done": True}
    body = {"records": {CHECKS["company"]: {**usual, "mastered": True, **what}}}
    (place / f"{name}.json").write_text(json.dumps({"version": 1, "exercise": name, **body}))
    os.utime(place / f"{name}.json", (at, at))


def guess(folder, name, at=1_000_000):
    (folder / "answers").mkdir(exist_ok=True)
    path = folder / "answers" / f"predict_{name}.json"
    path.write_text("{}")
    os.utime(path, (at, at))


def step(folder):
    course = Course.read(folder)
    return next_step(course, course.states())


def test_who_has_done_nothing_begins_with_the_first_open_lesson(folder):
    found = step(folder)
    assert found.words.startswith("You have not started yet.")
    assert "about 67 minutes" in found.words
    assert (found.link, found.href) == ("Begin lesson 7: Metrics & KPIs", "07_metrics.ipynb")


def test_who_was_reading_goes_on_reading(folder):
    guess(folder, "one")
    found = step(folder)
    assert "1 of 2 guesses are made" in found.words
    assert found.href == "07_metrics.ipynb"


def test_who_was_in_the_exercises_goes_on_with_the_first_that_is_not_done(folder):
    first, second, third = names()[:3]
    record(folder, first)
    record(folder, third)
    found = step(folder)
    assert f"The first that is not done is {second}." in found.words
    assert found.href == "../exercises/metrics/metrics.ipynb"


def test_who_has_read_all_goes_to_the_exercises(folder):
    guess(folder, "one")
    guess(folder, "two")
    assert step(folder).href == "../exercises/metrics/metrics.ipynb"


def test_who_has_done_a_lesson_goes_to_the_next(folder):
    for name in names():
        record(folder, name)
    found = step(folder)
    assert found.words.startswith("Every exercise of lesson 7 is done.")
    assert found.href == "09_experiments.ipynb"


def test_what_was_done_last_counts(folder):
    course = folder / "course.json"
    data = json.loads(course.read_text())
    data["lessons"][2]["guesses"] = ["late", "later"]
    course.write_text(json.dumps(data))
    record(folder, names()[0], at=1_000_000)
    guess(folder, "late", at=2_000_000)
    assert step(folder).href == "09_experiments.ipynb"
    record(folder, names()[1], at=3_000_000)
    assert step(folder).href == "../exercises/metrics/metrics.ipynb"


def test_done_mastered_and_points_are_counted(folder):
    done, slow, wrong = names()[:3]
    record(folder, done)
    record(folder, slow, attempts=5, mastered=False)
    record(folder, wrong, done=False, mastered=False, state="mistake")
    state = Course.read(folder).states()[0]
    points = [CHECKS["exercises"][name]["points"] for name in names()]
    assert (state.tried, state.done, state.mastered, state.total) == (3, 2, 1, len(points))
    assert (state.points, state.most) == (sum(points[:2]), sum(points))
    assert state.level == pytest.approx(4 / len(points))


def test_the_work_on_another_company_is_not_counted(folder):
    record(folder, names()[0])
    path = folder.parent / "exercises/metrics/progress" / f"{names()[0]}.json"
    path.write_text(path.read_text().replace(CHECKS["company"], "another"))
    assert Course.read(folder).states()[0].done == 0


def test_work_that_nbgrader_fetched_is_found(folder):
    record(folder, names()[0])
    work = folder.parent / "exercises" / "metrics"
    work.rename(folder.parent / "metrics")
    state = Course.read(folder).states()[0]
    assert (state.done, state.assignment) == (1, "../metrics/metrics.ipynb")


def test_a_lesson_without_its_exercises_or_with_damaged_ones_is_still_there(folder):
    checks = folder.parent / "exercises/metrics/checks.json"
    checks.write_text("{")
    assert Course.read(folder).states()[0].total == 0
    checks.unlink()
    guess(folder, "one")
    assert step(folder).href == "07_metrics.ipynb"


def test_a_page_without_its_list_says_what_to_do(folder):
    (folder / "course.json").write_text("[]")
    with pytest.raises(ValueError, match="copy it again from the notebooks folder"):
        Course.read(folder)


def test_what_is_built_knows_nobody(folder, monkeypatch):
    course = Course.read(folder)
    blank = repr(Desk(course))
    record(folder, names()[0])
    guess(folder, "one")
    (folder / "answers/self_assessment.json").write_text("{}")
    assert repr(Desk(course)) != blank
    monkeypatch.setenv("PMLAB_FRESH", "1")
    assert repr(Desk(course)) == blank
    radar = Radar(course, answers=Answers(folder))
    assert radar.value is None
    assert "You have not rated any skill yet" in str(radar)
    assert all(title in str(radar) for _, _, title in radar.axes)
    assert radar.measured == {}
    assert (folder / "answers/self_assessment.json").read_text() == "{}"


def test_the_desk_can_be_read_as_text_and_as_a_page(folder):
    record(folder, names()[0])
    desk = Desk(Course.read(folder))
    assert f"7. Metrics & KPIs: 1 of {len(names())} exercises done, 1 mastered" in repr(desk)
    page = desk._repr_html_()
    assert "Metrics &amp; KPIs" in page
    assert 'href="../exercises/metrics/metrics.ipynb"' in page
    assert '<th scope="col"' in page


def test_the_radar_keeps_levels_and_sets_mastery_beside_them(folder):
    for name in names()[: len(names()) // 2]:
        record(folder, name)
    course = Course.read(folder)
    radar = Radar(course, answers=Answers(folder))
    assert radar.measured == {"metrics": pytest.approx(4 * (len(names()) // 2) / len(names()))}
    radar.set_state({"value": {"metrics": 3, "role": 0, "gone": 2}})
    again = Radar(course, answers=Answers(folder))
    assert again.value == {"role": 0, "metrics": 3}
    assert "Metrics & KPIs: 3 of 4 (on my own); exercises show 2.0" in str(again)
    assert "The role: 0 of 4 (never done it)" in str(again)


@pytest.mark.parametrize("value", [{"metrics": 5}, {"metrics": True}, {"metrics": "a"}, [1], 7])
def test_the_radar_refuses_what_is_no_level(folder, value):
    radar = Radar(Course.read(folder), answers=Answers(folder))
    radar.set_state({"value": value})
    assert radar.note["words"].startswith("NOT SAVED")
    assert radar.value is None


def test_the_glossary_can_be_read_without_a_kernel(folder):
    shown = Glossary(Course.read(folder))
    data, _ = shown._repr_mimebundle_()
    assert "Steps &lt;one by one&gt;." in data["text/html"]
    assert "NPS: Promoters less detractors." in data["text/plain"]


def test_the_courses_own_list_can_be_read():
    course = Course.read(ROOT / "notebooks")
    assert [item.number for item in course.lessons] == list(range(19))
    assert any(item.skill == "metrics" for item in course.open)
    assert len(course.terms) > 20


def test_own_work_is_graded_in_a_process_of_its_own(folder, monkeypatch):
    import subprocess

    from course_utils.home.grader import NOTHING, Grade

    assert repr(Grade(Course.read(folder))) == NOTHING
    solved = folder.parent / "solutions" / "metrics"
    solved.mkdir(parents=True)
    (solved / "metrics.ipynb").write_text("{}")
    page = folder.parent / "page.html"
    page.write_text("<p>Well done</p>")
    graded = Grade(Course.read(folder))
    assert graded.lessons == [["metrics", "7. Metrics & KPIs"]]
    own = {"score": 3, "max_score": 60, "waiting": True, "notes": [], "page": str(page)}
    answers = [
        subprocess.CompletedProcess([], 0, json.dumps(own), ""),
        subprocess.CompletedProcess([], 1, "", "Traceback\nThere is no notebook there."),
    ]
    asked, sent = [], []
    monkeypatch.setattr(
        subprocess, "run", lambda words, **more: (asked.append((words, more)), answers.pop(0))[1]
    )
    monkeypatch.setattr(graded, "send", sent.append)
    graded.grade("metrics")
    assert asked[0][0][1:5] == ["-m", "course_utils", "grade", "exercises/metrics"]
    assert asked[0][1]["cwd"] == folder.parent
    assert graded.result["words"].startswith("3 of 60 points. Written answers have none yet")
    assert sent == [{"skill": "metrics", "page": "<p>Well done</p>"}]
    graded.grade("metrics")
    assert graded.result["state"] == "trouble"
    assert graded.result["words"] == "There is no notebook there."


def test_only_lessons_that_are_here_can_be_graded(folder):
    from course_utils.home.grader import Grade

    graded = Grade(Course.read(folder))
    graded._asked(None, {"grade": "../../etc"}, None)
    graded._asked(None, "grade", None)
    assert graded.result["state"] == "idle"

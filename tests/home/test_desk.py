"""The home page: what is read of a learner's work, where it leads, the radar and the words."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta

import pytest
from places import ROOT

from course_utils.exercises.store import Answers
from course_utils.home.daily import daily_round
from course_utils.home.overview import Desk, next_step
from course_utils.home.radar import Radar
from course_utils.home.readiness import QUESTIONS, Ready, right
from course_utils.home.state import Course
from course_utils.home.word_list import Glossary

CHECKS = json.loads((ROOT / "exercises/metrics/checks.json").read_text(encoding="utf-8"))
WARM_UP = {
    "number": 0,
    "skill": "warm_up",
    "title": "Warm-up",
    "short": "Warm-up",
    "gives": "read a cell",
    "notebook": "00_warm_up.ipynb",
    "minutes": 20,
    "practice": ["stickiness", "weekly_logins"],
}
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
    assert found.words.startswith("Every exercise of lesson 7 is done. 40 points more are for what")
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
    record(folder, slow, attempts=5, mastered=False, state="not_right")
    state = Course.read(folder).states()[0]
    assert (state.done, state.points) == (2, points[0])


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
    written = [x["points"] for x in CHECKS["exercises"].values() if x["form"]["form"] == "Written"]
    assert f"+ {sum(written):g} written" in page
    assert f"As of {datetime.now().day} " in page


def test_the_radar_keeps_levels_and_sets_mastery_beside_them(folder):
    for name in names()[: len(names()) // 2]:
        record(folder, name)
    course = Course.read(folder)
    radar = Radar(course, answers=Answers(folder))
    half = round(4 * (len(names()) // 2) / len(names()), 2)
    assert radar.measured == {"metrics": half}
    radar.set_state({"value": {"metrics": 3, "role": 0, "gone": 2}})
    again = Radar(course, answers=Answers(folder))
    assert again.value == {"role": 0, "metrics": 3}
    assert f"Metrics & KPIs: 3 of 4 (on my own); exercises show {half:.1f}" in str(again)
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


def with_warm_up(folder):
    """Put the warm-up before the other lessons, and what is practised in it beside it."""
    path = folder / "course.json"
    data = json.loads(path.read_text())
    path.write_text(
        json.dumps({**data, "begin": "metrics", "lessons": [WARM_UP, *data["lessons"]]})
    )
    (folder / "checks").mkdir()
    chosen = {name: CHECKS["exercises"][name] for name in WARM_UP["practice"]}
    text = json.dumps({**CHECKS, "exercises": chosen})
    (folder / "checks" / "00_warm_up.json").write_text(text)


def practised(folder, name, at=1_000_000):
    record(folder, name, at=at)
    (folder / "progress").mkdir(exist_ok=True)
    made = folder.parent / "exercises/metrics/progress" / f"{name}.json"
    made.rename(folder / "progress" / f"{name}.json")


def test_the_first_page_and_the_desk_name_one_beginning(monkeypatch):
    monkeypatch.setenv("PMLAB_FRESH", "1")
    course = Course.read(ROOT / "notebooks")
    step = next_step(course, course.states())
    page = json.loads((ROOT / "notebooks/00_start_here.ipynb").read_text(encoding="utf-8"))
    text = "".join(page["cells"][0]["source"])
    assert step.href == "07_metrics.ipynb"
    assert f"]({step.href})" in text
    assert not any(
        f"]({item.notebook})" in text for item in course.open if item.number not in (0, 7)
    )


def test_the_warm_up_is_no_first_lesson_and_not_the_next_one(folder):
    with_warm_up(folder)
    assert step(folder).href == "07_metrics.ipynb"
    for name in names():
        record(folder, name)
    assert step(folder).href == "09_experiments.ipynb"


def test_who_was_in_the_warm_up_goes_on_there_and_then_to_the_beginning(folder):
    with_warm_up(folder)
    practised(folder, "stickiness")
    found = step(folder)
    assert "the warm-up: 1 of 2 practices are made" in found.words
    assert found.href == "00_warm_up.ipynb"
    page = Desk(Course.read(folder))._repr_html_()
    assert "1 of 2, 1 mastered" in page
    practised(folder, "weekly_logins")
    assert step(folder).href == "07_metrics.ipynb"


def test_three_answers_say_where_to_begin(folder):
    with_warm_up(folder)
    course = Course.read(folder)
    ready = Ready(course, answers=Answers(folder))
    gives = right({question.name: "" for question in QUESTIONS})
    for question in QUESTIONS:
        assert {*question.why, gives[question.name]} == set(question.options)
        assert gives[question.name] not in question.why
    ready.set_state({"value": {"python": gives["python"]}})
    assert (ready.gives, ready.why, ready.advice) == ({}, {}, {})
    assert step(folder).href == "07_metrics.ipynb"
    wrong = next(option for option in QUESTIONS[2].options if option != gives["sql"])
    ready.set_state({"value": {**gives, "sql": wrong}})
    assert ready.gives == gives
    assert ready.why == {"python": "", "pandas": "", "sql": QUESTIONS[2].why[wrong]}
    assert ready.advice["words"] == "2 of 3. Take the warm-up first: about 20 minutes."
    assert (step(folder).link, step(folder).href) == ("Begin the warm-up", "00_warm_up.ipynb")
    ready.set_state({"value": gives})
    assert step(folder).href == "07_metrics.ipynb"
    ready.set_state({"value": {"sql": "many"}})
    assert ready.note["words"].startswith("NOT SAVED")


def test_a_round_asks_at_most_five_from_the_day_after_and_what_is_due_first(folder):
    from course_utils.exercises.drills import Memory

    def today():
        course = Course.read(folder)
        return daily_round(course, course.states())

    now = datetime.now(UTC)
    for name in names()[:6]:
        record(folder, name, at=now.timestamp())
    (folder.parent / "curriculum/07_metrics").mkdir(parents=True)
    (folder.parent / "curriculum/07_metrics/key.py").write_text("")
    assert today().due == []
    assert "Today's round" not in Desk(Course.read(folder))._repr_html_()
    for name in names()[:6]:
        record(folder, name)
    assert [item.name for item in today().due] == names()[:5]
    Memory(folder).note(names()[5], right=False, helped=False, now=now - timedelta(days=9))
    Memory(folder).note(names()[0], right=True, helped=False)
    found = today()
    assert [item.name for item in found.due] == [names()[5], *names()[1:5]]
    assert found.drilled == 2
    desk = Desk(Course.read(folder))
    line = f'question = drill("{names()[5]}")'
    assert line in repr(desk)
    assert f"<code>{line}</code>" in desk._repr_html_()
    assert "Drills earn no marks; 2 exercises drilled so far" in desk._repr_html_()


def test_a_line_of_the_round_can_be_run_where_the_desk_says():
    page = json.loads((ROOT / "notebooks/00_start_here.ipynb").read_text(encoding="utf-8"))
    code = ["".join(cell["source"]) for cell in page["cells"] if cell["cell_type"] == "code"]
    assert any(text.startswith("# Today's round") for text in code)
    names: dict[str, object] = {}
    exec(code[0].partition("\n")[0], names)
    assert {"drill", "home"} <= set(names)


def test_no_function_of_the_page_is_hidden_by_a_module(folder, monkeypatch):
    from course_utils import home

    monkeypatch.setattr(home, "_FOLDER", folder)
    for name in home.__all__:
        for _ in range(2):
            getattr(home, name)()

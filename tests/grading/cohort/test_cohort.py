"""A cohort graded by `pmlab grade`: the same gradebook as nbgrader's own, whatever happens."""

from __future__ import annotations

import json
import multiprocessing
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sample_cohort import EARLY, LATE, contents, course_in, hand_in
from sample_course import NbGrader, environment

from course_utils.grading.cohort.run import grade_cohort
from course_utils.grading.course import CannotGrade
from course_utils.grading.engine import execute, launch

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(sys.platform != "linux", reason="nothing holds a hand-in there"),
]


def graded(course: Path, student: str) -> str:
    return (course / "autograded" / student / "sample" / "sample.ipynb").read_text("utf-8")


@pytest.fixture
def course(tmp_path, tmp_path_factory, monkeypatch):
    return course_in(tmp_path, tmp_path_factory, monkeypatch)


def again(cohort, folder: Path, patch: pytest.MonkeyPatch) -> Path:
    """Return a copy of a graded cohort, to grade again."""
    for name, value in environment(folder / "home").items():
        patch.setenv(name, value)
    course = shutil.copytree(cohort[0], folder / "course")
    shutil.rmtree(course / "submitted" / "broken")
    return course


@pytest.fixture(scope="module")
def cohort(tmp_path_factory):
    """A cohort with all that can go well or wrong, graded by both."""
    base = tmp_path_factory.mktemp("both")
    patch = pytest.MonkeyPatch()
    course = course_in(base, tmp_path_factory, patch)
    hand_in(course, "ada", "solutions", EARLY)
    hand_in(course, "ben", "exercises")
    hand_in(course, "cleo", "solutions", LATE)
    hand_in(course, "dan", "exercises", EARLY, robust="robust = {'median'}", argument="My words.")
    hand_in(course, "ends", "solutions", free_share="import os\nos._exit(3)")
    hand_in(course, "endless", "solutions", culprit="while True: pass")
    hand_in(course, "broken", "solutions").joinpath("sample.ipynb").write_text("{", "utf-8")
    theirs = shutil.copytree(course, base / "theirs")

    steps: list[tuple] = []
    outcome = grade_cohort(course, "sample", workers=1, on_step=lambda *step: steps.append(step))
    patch.undo()
    with NbGrader(base / "nbgrader") as nbgrader:
        nbgrader("autograde", "sample", cwd=theirs, env=environment(base / "home"), good=False)
    return course, theirs, outcome, steps


def test_gradebook_and_folders_are_what_nbgrader_makes(cohort):
    ours, theirs, outcome, _ = cohort
    # nbgrader enters a hand-in that it cannot read before it finds that out.
    expected = [[row for row in rows if row[0] != "broken"] for rows in contents(theirs)]
    assert expected != contents(theirs)
    assert contents(ours) == expected
    assert len(contents(ours)[0]) == 6 * 8

    def files(root: Path) -> dict[str, int]:
        return {
            p.relative_to(root).as_posix(): p.stat().st_mode
            for p in (root / "autograded").rglob("*")
            if p.is_file()
        }

    assert files(ours) == files(theirs)
    assert graded(ours, "ada") == graded(theirs, "ada")
    assert {one.student: one.score for one in outcome.graded}["cleo"] == 14


def test_outcome_says_who_and_why(cohort):
    course, _, outcome, steps = cohort
    assert [one.student for one in outcome.graded] == [
        "ada",
        "ben",
        "cleo",
        "dan",
        "endless",
        "ends",
    ]
    assert outcome.failed == {
        "broken": "A notebook of this hand-in cannot be read: ask for it again."
    }
    assert [step[:2] for step in steps] == [(n, 7) for n in range(1, 8)]
    notes = {one.student: " ".join(one.notes) for one in outcome.graded if one.notes}
    assert set(notes) == {"ends", "endless"}
    assert "it ended itself with status 3" in notes["ends"]
    assert "took too long" in notes["endless"]
    logs = course / ".pmlab" / "grading" / "sample" / "logs"
    assert {path.stem for path in logs.iterdir()} == {*(s[2].split(":")[0] for s in steps)}
    assert "NotJSONError" in (logs / "broken.log").read_text("utf-8")
    assert {p.name for p in logs.parent.iterdir()} == {
        *("logs", "lock", "failed.json"),
        "mended.json",  # what the doctor said of the broken one
    }


def test_poisoned_hand_ins_say_so_in_their_feedback(cohort, tmp_path):
    course = cohort[0]
    with NbGrader(tmp_path) as nbgrader:
        nbgrader(
            "generate_feedback", "sample", "--student=end*", cwd=course, env=environment(tmp_path)
        )
    for student, words in (("ends", "it ended itself with status 3"), ("endless", "took too long")):
        page = (course / "feedback" / student / "sample" / "sample.html").read_text("utf-8")
        assert words in page or "CellTimeoutError" in page, student


def test_running_again_grades_only_what_is_new(cohort, tmp_path, here, monkeypatch):
    course = again(cohort, tmp_path, monkeypatch)
    before = contents(course)
    # Handed in again, the grader killed before it scored, and a folder without its notebook.
    (course / "submitted/ada/sample/timestamp.txt").write_text("2026-10-01 11:00:00 UTC", "utf-8")
    with sqlite3.connect(course / "gradebook.db") as book:
        book.execute(
            "update grade set auto_score = null where cell_id = (select id from base_cell where "
            "name = 'culprit' and type = 'GradeCell') and notebook_id in (select "
            "submitted_notebook.id from submitted_notebook join submitted_assignment on "
            "submitted_assignment.id = submitted_notebook.assignment_id where student_id = 'ben')"
        )
    (course / "autograded" / "dan" / "sample" / "sample.ipynb").unlink()
    outcome = grade_cohort(course, "sample", workers=1)
    assert sorted(one.student for one in outcome.graded) == ["ada", "ben", "dan"]
    assert outcome.before == ["cleo", "endless", "ends"]
    after = contents(course)
    assert [row[:6] for row in after[0]] == [row[:6] for row in before[0]]
    assert after[1:] == before[1:]
    assert grade_cohort(course, "sample").graded == []


def test_manual_marks_and_comments_outlive_a_forced_run(cohort, tmp_path, here, monkeypatch):
    course = again(cohort, tmp_path, monkeypatch)
    with sqlite3.connect(course / "gradebook.db") as book:
        book.execute("update grade set manual_score = 1.5, extra_credit = 0.5")
        book.execute("update comment set manual_comment = 'Well argued.'")
    before = contents(course)
    grade_cohort(course, "sample", students=["ada"], force=True)
    after = contents(course)
    assert [row[:6] for row in after[0]] == [row[:6] for row in before[0]], "nor looked at again"
    assert after[1] == before[1]


def test_a_hand_in_that_changes_while_it_is_graded_is_graded_again(course, monkeypatch, here):
    from course_utils.grading.cohort import writer

    folder = hand_in(course, "ada", "exercises")
    real, seen = writer.stamp, []

    def meanwhile(path: Path):
        if not seen:
            shutil.copytree(course / "solutions" / "sample", folder, dirs_exist_ok=True)
        seen.append(path)
        return real(path)

    monkeypatch.setattr(writer, "stamp", meanwhile)
    (done,) = grade_cohort(course, "sample", workers=1).graded
    assert len(seen) == 2
    assert done.score == 14


def test_a_lost_worker_costs_nobody_a_grade(course):
    for student in ("ada", "ben", "cleo"):
        hand_in(course, student, "solutions", culprit="import time; time.sleep(1)\nculprit = 'mix'")
    killed: list[int] = []

    def kill_one(*_: object) -> None:
        if not killed:
            (worker,) = multiprocessing.active_children()
            killed.append(worker.pid or 0)
            worker.kill()

    outcome = grade_cohort(course, "sample", workers=1, on_step=kill_one)
    assert killed
    assert not outcome.failed
    assert {one.student: one.score for one in outcome.graded} == dict.fromkeys(
        ("ada", "ben", "cleo"), 14
    )


def test_killed_at_any_moment_it_goes_on_where_it_was(course, tmp_path):
    students = [f"s{number}" for number in range(4)]
    for student in students:
        hand_in(course, student, "solutions")
    env = environment(tmp_path)
    command = [sys.executable, "-m", "course_utils", "grade", "sample", "--workers=1", "--json"]
    first = subprocess.Popen(command, cwd=course, env=env, stdout=subprocess.DEVNULL)
    done = course / "autograded"
    while not (done.is_dir() and any(done.glob("*/sample"))):
        assert first.poll() is None
        time.sleep(0.01)
    first.send_signal(signal.SIGKILL)
    first.wait()
    kept = {p: p.stat().st_mtime_ns for p in done.glob("*/sample/*.ipynb")}
    assert 1 <= len(kept) < 4
    _wait_for(lambda: not _serving(course))
    second = subprocess.run(command, cwd=course, env=env, capture_output=True, check=True)
    outcome = json.loads(second.stdout)
    assert len(outcome["graded"]) + len(outcome["before"]) == 4
    assert {path.parts[-3] for path in kept} == set(outcome["before"])
    assert {p: p.stat().st_mtime_ns for p in kept} == kept
    scores = contents(course)[0]
    assert len(scores) == 4 * 8
    assert len({row[1:4] for row in scores}) == 8, "everybody has the same"
    assert list((course / ".pmlab/grading/sample").glob("run-*")) == []


def _serving(course: Path) -> list[int]:
    """Return processes that still work in a course."""
    found = []
    for link in Path("/proc").glob("[0-9]*/cwd"):
        try:
            if link.readlink() == course:
                found.append(int(link.parts[2]))
        except OSError:
            continue
    return found


def _wait_for(true) -> None:
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end, "they go on without anybody who listens"
        time.sleep(0.05)


def test_only_one_run_at_a_time(course):
    import fcntl

    place = course / ".pmlab" / "grading" / "sample"
    place.mkdir(parents=True)
    hand_in(course, "ada", "exercises")
    with (place / "lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(CannotGrade, match="is being graded already"):
            grade_cohort(course, "sample")


def test_what_nobody_can_grade_is_said_in_one_sentence(course):
    with pytest.raises(CannotGrade, match="run 'nbgrader collect sample' first"):
        grade_cohort(course, "sample")
    hand_in(course, "ada", "exercises")
    with pytest.raises(CannotGrade, match="no hand-in of sample by bob"):
        grade_cohort(course, "sample", students=["bob"])
    (course / "submitted/ada/other").mkdir()
    shutil.copy(course / "submitted/ada/sample/sample.ipynb", course / "submitted/ada/other")
    with pytest.raises(CannotGrade, match="run 'nbgrader generate_assignment other --force'"):
        grade_cohort(course, "other")
    shutil.rmtree(course / "curriculum")
    with pytest.raises(CannotGrade, match=r"Nothing was graded\. There is no curriculum"):
        grade_cohort(course, "sample")


def test_where_nothing_holds_a_hand_in_nothing_runs(course, monkeypatch, here):
    hand_in(course, "ada", "exercises")
    monkeypatch.setattr(launch.system, "machine", lambda: None)
    monkeypatch.setattr(execute, "_launchers", {})
    outcome = grade_cohort(course, "sample")
    assert "cannot hold a submission by itself, so nothing was run" in outcome.stopped
    assert not (course / "autograded").exists()
    assert contents(course) == [[], [], []]

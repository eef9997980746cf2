"""With ``--changed`` a lesson's tests rest until something changes of which they are made."""

import json
import os
import shutil
import subprocess
import sys

import pytest
from places import ROOT, TESTS
from sample_course import environment

SMALL = """
from places import ROOT

def test_that_passes():
    pass

def test_that_fails_until_it_is_mended():
    assert (ROOT / "mended").exists()
"""
LOOK = """
import json
import sys
import changed
from places import ROOT, TESTS

def made():
    for function in (changed.made_of, changed._of_lesson, changed._of_all):
        function.cache_clear()
    return {lesson: changed.made_of(lesson, TESTS / "conftest.py") for lesson in LESSONS}

LESSONS = ("07_metrics", "10_prioritisation")
before, found = made(), {}
for place in sys.argv[1:]:
    path = ROOT / place
    text = path.read_text(encoding="utf-8") if path.is_file() else None
    path.write_text(f"{text or ''}\\n\\n", encoding="utf-8")
    after = made()
    path.unlink() if text is None else path.write_text(text, encoding="utf-8")
    found[place] = [lesson for lesson in LESSONS if after[lesson] != before[lesson]]
assert made() == before
print(json.dumps(found))
"""
METRICS, BOTH = ["07_metrics"], ["07_metrics", "10_prioritisation"]
TOUCHED = {
    "curriculum/07_metrics/lesson.py": METRICS,
    "course_utils/lessons/metrics/split.py": METRICS,
    "course_utils/lessons/research/simulator.py": [],
    "course_utils/toolkit/metrics/journeys.py": METRICS,
    "course_utils/toolkit/common/intervals.py": BOTH,
    "course_utils/toolkit/retention/sbg.py": [],
    "course_utils/exercises/verdict.py": BOTH,
    "course_utils/widgets/kit.js": BOTH,
    "tests/support/labs.py": BOTH,
    "datasets/new.csv": BOTH,
}
"""What is changed, and whose tests run again."""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A copy of the course whose only tests are two small ones, of lesson 7."""
    root = tmp_path_factory.mktemp("course")
    ignored = shutil.ignore_patterns("__pycache__", ".*")
    for name in ("course_utils", "curriculum", "tests/support"):
        shutil.copytree(ROOT / name, root / name, ignore=ignored)
    for name in ("pyproject.toml", "requirements-dev.lock", "nbgrader_config.py"):
        shutil.copy(ROOT / name, root)
    shutil.copy(TESTS / "conftest.py", root / "tests")
    for name in ("datasets", "notebooks", "tests/fixtures", "tests/lessons/metrics"):
        (root / name).mkdir(parents=True)
    (root / "tests/lessons/metrics/test_small.py").write_text(SMALL, encoding="utf-8")
    return root


def run(root, *words):
    return subprocess.run(
        [sys.executable, *words],
        cwd=root,
        env=environment(
            root / "home", PYTHONPATH=os.pathsep.join([str(root), str(root / "tests/support")])
        ),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_what_a_change_touches(course):
    looked = run(course, "-c", LOOK, *TOUCHED)
    assert looked.returncode == 0, looked.stderr
    assert json.loads(looked.stdout) == TOUCHED


def test_what_passed_rests_and_what_failed_does_not(course):
    def tests():
        return run(course, "-m", "pytest", "--changed", "-p", "no:cacheprovider").stdout

    assert "1 failed, 1 passed" in tests()
    again = tests()
    assert "1 failed, 1 deselected" in again
    assert "1 tests of lessons were left out" in again
    (course / "mended").touch()
    assert "1 passed, 1 deselected" in tests()
    assert "2 deselected" in tests()
    (course / "curriculum" / "07_metrics" / "strong.md").write_text("Other words", encoding="utf-8")
    assert "2 passed" in tests()

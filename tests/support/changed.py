"""``--changed``: a lesson's tests rest as long as nothing changes of which they are made.

What passed on this machine is kept with a digest of all that it could depend on: the lesson's room,
what is built of it, what it uses of the toolkit, the whole rest of the package and of what tests
share, data and versions. A fresh clone knows nothing and runs everything.
"""

import json
import sys
from functools import cache

import pytest
from lesson_of import lesson_of
from places import FIXTURES, ROOT, TESTS

from course_utils import files, imports

PASSED = ROOT / ".pmlab" / "passed.json"
MADE = "made of"
BY_LESSON = ("lessons", "toolkit")
"""Rooms of the package of which a lesson uses a part; all others count as a whole."""
SHOWS_ALL = "00_start_here"
"""What shows the other lessons is made of them all."""
KEPT_BY_LEARNERS = {"answers", "progress", "feedback", ".ipynb_checkpoints", "__pycache__"}


def pytest_addoption(parser):
    parser.addoption(
        "--changed",
        action="store_true",
        help="leave out tests of lessons that passed here with what they are made of now",
    )


def pytest_configure(config):
    if config.getoption("changed"):
        config.pluginmanager.register(Changed(config), "changed lessons")


class Changed:
    """What passed before, and what passes now."""

    def __init__(self, config):
        self.config = config
        self.made, self.failed, self.left = {}, set(), 0

    def pytest_collection_modifyitems(self, items):
        known, left = passed(), []
        for item in items:
            lesson = lesson_of(item.nodeid.partition("::")[0].removesuffix(".py"), item.name)
            if lesson and lesson != SHOWS_ALL:
                made = made_of(lesson, item.path)
                item.user_properties.append((MADE, made))
                if known.get(item.nodeid) == made:
                    left.append(item)
        resting = set(left)
        items[:] = [item for item in items if item not in resting]
        self.config.hook.pytest_deselected(items=left)
        self.left = len(left)
        if hasattr(self.config, "workeroutput"):
            self.config.workeroutput["left"] = self.left

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node):
        self.left = max(self.left, getattr(node, "workeroutput", {}).get("left", 0))

    def pytest_runtest_logreport(self, report):
        if not report.passed:
            self.failed.add(report.nodeid)
        elif report.when == "call" and MADE in dict(report.user_properties):
            self.made[report.nodeid] = dict(report.user_properties)[MADE]

    def pytest_sessionfinish(self):
        if hasattr(self.config, "workerinput"):  # who shares the tests out hears of all of them
            return
        fresh = {name: made for name, made in self.made.items() if name not in self.failed}
        kept = {name: made for name, made in passed().items() if name not in self.failed}
        if fresh or self.failed:
            PASSED.parent.mkdir(exist_ok=True)
            files.write(PASSED, json.dumps(kept | fresh, indent=0, sort_keys=True))

    def pytest_terminal_summary(self, terminalreporter):
        if self.left:
            terminalreporter.write_line(
                f"{self.left} tests of lessons were left out: they passed here before, and nothing of "
                f"which they are made has changed (without {PASSED.relative_to(ROOT)} all run)"
            )


def passed():
    """Return what passed, by test; nothing if what is kept cannot be read."""
    try:
        return json.loads(PASSED.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}


@cache
def made_of(lesson, test):
    """Return the digest of all that a lesson's test could depend on."""
    return files.digest(_of_lesson(lesson), _of_all(), test)


@cache
def _of_lesson(lesson):
    room, skill = ROOT / "curriculum" / lesson, lesson[3:]
    tests = TESTS / "lessons" / skill
    used = imports.used([*room.glob("*.py"), *tests.glob("*.py")]).files
    built = (f"notebooks/{lesson}.ipynb", f"notebooks/checks/{lesson}.json")
    folders = (room, tests, ROOT / "exercises" / skill, ROOT / "solutions" / skill)
    inside = [path for folder in folders for path in _inside(folder)]
    there = [ROOT / name for name in built if (ROOT / name).is_file()]
    code = [path for path in used if _room(path) in BY_LESSON]
    return imports.digest([*inside, *there, *code], ROOT)


@cache
def _of_all():
    package = [path for path in _inside(imports.PACKAGE) if _room(path) not in BY_LESSON]
    shared = [TESTS / "conftest.py", *_inside(TESTS / "support"), *_inside(FIXTURES)]
    course = ("pyproject.toml", "requirements-dev.lock", "nbgrader_config.py")
    data = _inside(ROOT / "datasets")
    whole = [*package, *shared, *data, *(ROOT / name for name in course)]
    return files.digest(imports.digest(whole, ROOT), sys.version, sys.platform)


def _room(path):
    return path.relative_to(imports.PACKAGE).parts[0]


def _inside(folder):
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not KEPT_BY_LEARNERS & set(path.relative_to(folder).parts)
    ]

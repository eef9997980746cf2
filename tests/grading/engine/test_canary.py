"""A hand-in that is graded after every attack, in one run, is graded as if it were alone."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from nbformat.v4 import new_code_cell
from places import HOSTILE
from sample_cohort import contents, course_in, hand_in

from course_utils.grading.cohort.run import grade_cohort

if sys.platform != "linux":
    pytest.skip("the engine runs on Linux", allow_module_level=True)

ATTACKS = sorted(HOSTILE.rglob("*.py"))
MARK = f"traceof{os.getpid()}"
BEFORE = re.compile(r"^# %% before\n(.*?)^# %%$", re.MULTILINE | re.DOTALL)
# What none of the attacks has to leave on purpose.
LEAVES = f"""
import ctypes, os, subprocess, sys, builtins
from pathlib import Path

for place in ("/tmp", "/dev/shm", "/var/tmp", os.path.expanduser("~"), "."):
    try:
        Path(place, {MARK!r}).write_text({MARK!r})
    except OSError:
        pass
os.environ[{MARK!r}] = sys.argv[0] = builtins.__doc__ = {MARK!r}
ctypes.CDLL(None).prctl(15, {MARK[:15]!r}.encode(), 0, 0, 0)
subprocess.Popen(["sh", "-c", "sleep 1000; : {MARK}"], start_new_session=True)
subprocess.Popen(["sleep", "1000"], env={{{MARK!r}: "1"}}, start_new_session=True)
"""
LOOKS = """
import os, subprocess, sys
from pathlib import Path

def names(place):
    try:
        return sorted(os.listdir(place))
    except OSError as error:
        return type(error).__name__

def text(place):
    try:
        return Path(place).read_bytes().replace(b"\\0", b" ").decode("utf-8", "replace")
    except OSError as error:
        return type(error).__name__

seen = {
    "files": {place: names(place) for place in (".", "/tmp", "/dev/shm", "/var/tmp", "~")},
    "environment": sorted(os.environ),
    "processes": {n: (text(f"/proc/{n}/comm"), text(f"/proc/{n}/cmdline")) for n in range(1, 64)},
    "modules": sorted(set(sys.modules) & {"sitecustomize", "usercustomize"}),
    "gradebook": {place: text(place) for place in TARGETS},
}
print(seen)
"""


def with_cells(folder: Path, *cells: str) -> None:
    """Put cells before what is asked."""
    path = folder / "sample.ipynb"
    notebook = nbformat.read(path, as_version=4)
    added = [new_code_cell(cell, id=f"added-{n}") for n, cell in enumerate(cells)]
    notebook.cells = [*added, *notebook.cells]
    nbformat.write(notebook, path)


def attack(course: Path, path: Path, targets: dict) -> None:
    text = path.read_text(encoding="utf-8")
    folder = hand_in(course, "h_" + path.stem, "exercises")
    if before := BEFORE.search(text):
        exec(before[1], {"folder": folder, "TARGETS": targets, "Path": Path})
    with_cells(folder, f"TARGETS = {targets!r}", text.rpartition("# %%\n")[2])


def canary(course: Path) -> None:
    folder = hand_in(course, "z_canary", "solutions", memo="My words, of which there are some.")
    books = [str(course / name) for name in ("gradebook.db", "submitted", "curriculum")]
    with_cells(folder, f"TARGETS = {books!r}", LOOKS)


def settled(course: Path) -> None:
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write("c.Execute.timeout = 1\nc.JailedExecute.submission_timeout = 8\n")


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """The canary alone, and after all attacks by one worker."""
    base = tmp_path_factory.mktemp("canary")
    victim = subprocess.Popen(["sleep", "1000"])
    with pytest.MonkeyPatch.context() as patch:
        course = course_in(base, tmp_path_factory, patch)
        settled(course)
        alone = shutil.copytree(course, base / "alone" / "course")
        canary(alone)
        grade_cohort(alone, "sample", workers=1)
        targets = {
            **{name: str(course / name) for name in ("gradebook", "peer", "hidden", "token")},
            "gradebook": str(course / "gradebook.db"),
            "solution": str(course / "solutions/sample/sample.ipynb"),
            "key": str(course / "curriculum/01_sample/key.py"),
            "home": str(base / "home/.profile"),
            **{"tcp": 9, "udp": 9, "unix": str(base / "none"), "abstract": "none"},
            **{"grader": os.getpid(), "victim": victim.pid, "daemon": f"9{os.getpid()}"},
            "mark": str(base / "mark"),
        }
        for path in ATTACKS:
            attack(course, path, targets)
        with_cells(hand_in(course, "y_leaves", "exercises"), LEAVES)
        canary(course)
        before = book(course, "curriculum"), book(course, "solutions"), book(course, "datasets")
        outcome = grade_cohort(course, "sample", workers=1)
        after = book(course, "curriculum"), book(course, "solutions"), book(course, "datasets")
    lives = victim.poll() is None
    victim.kill()
    victim.wait()
    return SimpleNamespace(
        base=base, course=course, alone=alone, outcome=outcome, victim=lives, same=before == after
    )


def book(course: Path, place: str) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in (course / place).rglob("*") if path.is_file()}


def seen(course: Path) -> list:
    path = course / "autograded/z_canary/sample/sample.ipynb"
    cells = nbformat.read(path, as_version=4).cells
    return [cell.get("outputs") for cell in cells]


def shown(course: Path, name: str) -> str:
    return (course / "autograded" / name / "sample/sample.ipynb").read_text(encoding="utf-8")


@pytest.mark.long
def test_a_hand_in_after_all_attacks_is_graded_as_alone(runs):
    done = runs.outcome.graded
    assert done[-1].student == "z_canary", "the last of all"
    assert set(runs.outcome.failed) == {"h_submitted_giant"}, "which nobody copies"
    assert len(done) + len(runs.outcome.failed) == len(ATTACKS) + 2 > 110
    of_canary = [[row for row in rows if row[0] == "z_canary"] for rows in contents(runs.course)]
    assert of_canary == [
        [row for row in rows if row[0] == "z_canary"] for rows in contents(runs.alone)
    ]
    assert done[-1].score == done[-1].max_score - 4, "all but what a person reads"
    assert shown(runs.course, "z_canary").replace(str(runs.course), "-") == shown(
        runs.alone, "z_canary"
    ).replace(str(runs.alone), "-")


def test_it_sees_no_trace_of_them(runs):
    text = json.dumps(seen(runs.course))
    assert "'environment'" in text
    assert MARK not in text
    assert MARK[:15] not in text
    assert "h_" not in re.sub(r"[a-z]+h_", "", text), "nobody else's name"


def test_none_of_them_earned_or_changed_anything(runs):
    assert runs.victim
    assert runs.same
    assert not (runs.base / "mark").exists()
    rows = contents(runs.course)[0]
    assert {row[0] for row in rows} == {*(one.student for one in runs.outcome.graded)}
    hostile = [row for row in rows if row[0].startswith(("h_", "y_"))]
    assert {row[2] for row in hostile} <= {0, None}
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            assert f": {MARK}" not in path.read_text(errors="replace")
        except OSError:
            continue

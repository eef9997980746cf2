"""What is built, and proven, again after a change: the lessons that use what changed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest
from places import ROOT
from sample_course import environment

ROOM = "course_utils/lessons/prioritisation/"

# Say that what is built is made of what is there now.
STAMP = """
import nbformat
from course_utils.build import built, inputs, plan

for skill in plan.find_skills(plan.find_root()):
    solved = skill.solutions / f"{skill.name}.ipynb"
    for path in (skill.lesson_notebook, solved):
        notebook = built.read(path)
        if notebook is not None:
            notebook.metadata["pmlab"]["source"] = (
                inputs.of_assignment(skill) if path == solved
                else inputs.of_lesson(skill, built.frame(notebook))
            )
            nbformat.write(notebook, path)
"""
# Say what there is to build and to prove: before anything changes, then for one change at a time.
LOOK = """
import json
import sys
from pathlib import Path

from course_utils.build import build, plan
from course_utils.build.worlds import record_of

root = plan.find_root()

def looked():
    skills = [skill for skill in plan.find_skills(root) if skill.key.is_file()]
    return {
        "outdated": [r.path.as_posix() for r in build(root=root, dry=True) if not r.good],
        "records": {skill.name: record_of(root, skill, 1000).file.name for skill in skills},
    }

found = {"": looked()}
for place, more in json.loads(sys.argv[1]).items():
    path = root / place
    text = path.read_bytes()
    path.write_bytes(text + more.encode())
    found[place] = looked()
    path.write_bytes(text)
assert looked() == found[""]
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    ignored = shutil.ignore_patterns("__pycache__", "answers", "progress", ".*")
    for name in ("course_utils", "curriculum", "datasets", "exercises", "notebooks", "solutions"):
        shutil.copytree(ROOT / name, root / name, ignore=ignored)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    run(root, STAMP)
    return root


def run(root, script, *words):
    done = subprocess.run(
        [sys.executable, "-c", script, *words],
        cwd=root,
        env=environment(root / "home", PYTHONPATH=str(root)),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def all_of(folder):
    skill = folder[3:]
    assignment = [
        f"{place}/{skill}/{name}"
        for place in ("exercises", "solutions")
        for name in ("checks.json", f"{skill}.ipynb")
    ]
    return {*lesson(folder), *assignment}


def lesson(folder):
    return {f"notebooks/{folder}.ipynb", f"notebooks/checks/{folder}.json"}


METRICS, PRIORITISATION = all_of("07_metrics"), all_of("10_prioritisation")


CHANGES = {
    # What is built and what is proved again; claims use evidence.
    ROOM + "evidence.py": (PRIORITISATION, {"prioritisation"}),
    "curriculum/10_prioritisation/key.py": (PRIORITISATION, {"prioritisation"}),
    "curriculum/10_prioritisation/strong.md": (PRIORITISATION, set()),
    "curriculum/10_prioritisation/lesson.py": (lesson("10_prioritisation"), set()),
    "course_utils/toolkit/prioritisation/delay.py": (PRIORITISATION, {"prioritisation"}),
    ROOM + "tetris.js": (set(), set()),  # no stored notebook holds it
    "course_utils/lessons/metrics/pictures.py": (METRICS, {"metrics"}),
    "course_utils/grading/engine/launch.py": (set(), set()),
}
MORE = {"lesson.py": "\n# %%\n1\n", ".py": "\n# Another comment.\n", "": "\nOne line more.\n"}


@pytest.fixture(scope="module")
def looks(course):
    """What there is to build and to prove, by what has changed."""
    more = {
        file: next(text for end, text in MORE.items() if file.endswith(end)) for file in CHANGES
    }
    return json.loads(run(course, LOOK, json.dumps(more)))


@pytest.mark.parametrize("file", CHANGES)
def test_one_change_leads_to_one_lesson(looks, file):
    before, after = looks[""], looks[file]
    assert before["outdated"] == []
    outdated, proven = CHANGES[file]
    found = set(after["outdated"])
    if file.endswith(("key.py", "strong.md")):
        found |= lesson("10_prioritisation")  # its text holds no word of either
    assert found == outdated
    records = before["records"]
    assert {name for name in records if records[name] != after["records"][name]} == proven

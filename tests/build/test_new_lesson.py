"""A lesson that an author begins with builds at once, is well posed and can be solved."""

from __future__ import annotations

import shutil
import subprocess
import sys
from textwrap import dedent

import pytest
from places import ROOT
from sample_course import edit, environment

from course_utils.build import BuildError
from course_utils.build.lint import lint
from course_utils.build.new import main, new_lesson

SHARED = ("glossary.toml", "sources.toml", "course.toml", "coverage.csv")
ROOMS = ("curriculum/14_stakeholders/", "course_utils/lessons/stakeholders/")
BUILT = ("datasets/", "exercises/", "home/", "notebooks/", "solutions/", ".pmlab/")

# What else a lesson may bring along, each in the folder in which it is found.
MORE = {
    "course_utils/company/tables/desks.py": '''
        """The desks of Kitewell's office."""

        from __future__ import annotations

        from typing import Any

        from ..engine.group import Group, Whole
        from ..engine.table import Table, identity, whole

        DESKS = Table(
            name="desks",
            title="Desks",
            grain="one row a desk",
            key=("desk_id",),
            fields=(identity("desk_id", "The desk."), whole("floor", "Where it stands.")),
        )


        def columns(facts: Any, total: Any) -> Any:
            """Columns of `desks`."""
            import numpy as np

            return {"desk_id": np.arange(1, 7), "floor": np.arange(6) % 3}


        GROUP = Group(section="Office", tables=(Whole(DESKS, columns),), place=500)
        ''',
    "course_utils/toolkit/offices.py": '''
        """Offices: how full they are."""

        from __future__ import annotations

        import pandas as pd


        def floors(desks: pd.DataFrame) -> int:
            """Return the number of floors on which desks stand."""
            return int(desks["floor"].nunique())
        ''',
    "course_utils/lessons/stakeholders/dial.py": '''
        """A dial to turn."""

        from __future__ import annotations

        from pathlib import Path

        import anywidget
        import traitlets

        HERE = Path(__file__).parent


        class Dial(anywidget.AnyWidget):
            """A number to turn up and down."""

            _esm = HERE / "dial.js"
            value = traitlets.Int(0).tag(sync=True)
        ''',
    "course_utils/lessons/stakeholders/dial.js": """
        export default { render({ model, el }) { el.textContent = model.get("value"); } };
        """,
}
LESSON = """
# %% [markdown]
# ## The office (1 min)
#
# Who sits where?

# %%
from course_utils.lessons.stakeholders.dial import Dial
from course_utils.toolkit import offices

dial = Dial(value=offices.floors(data.load("desks")))
print(dial.value)
"""
KEY = '''

@exercise(Number("count"), points=1, objective="compare")
def office_floors(desks):
    """Floors on which desks stand."""
    return offices.floors(desks)


@office_floors.mistake("That is the number of desks.")
def _(desks):
    return len(desks)


office_floors.hints("What is one row?", "desks['floor'].nunique()")
'''
QUESTION = """
# %% [markdown]
# ## 4. The office ({{points office_floors}} point)
#
# On how many floors do desks stand?

# %% exercise="office_floors"
office_floors = ...
### BEGIN SOLUTION
office_floors = data.load("desks")["floor"].nunique()
### END SOLUTION
"""


@pytest.fixture
def root(tmp_path):
    (tmp_path / "curriculum").mkdir()
    for file in SHARED:
        shutil.copy(ROOT / "curriculum" / file, tmp_path / "curriculum")
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    return tmp_path


@pytest.fixture
def course(root):
    """A course without lessons, with code of its own."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "course_utils", root / "course_utils", ignore=ignored)
    return root


def pmlab(root, *words, good=True):
    """Run a command with the code of a course."""
    env = environment(root / "home", PYTHONPATH=str(root))
    done = subprocess.run(
        [sys.executable, "-m", "course_utils", *words],
        cwd=root,
        env=env,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    said = done.stdout + done.stderr
    assert (done.returncode == 0) == good, f"{words}\n{said}"
    return said


def files(root):
    """Return the text of every file that somebody writes."""
    names = (
        (path.relative_to(root).as_posix(), path)
        for path in sorted(root.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    )
    return {name: path.read_bytes() for name, path in names if not name.startswith(BUILT)}


def test_a_lesson_is_added_and_taken_away_by_files_alone(course, capsys):
    before = files(course)
    new_lesson("14_stakeholders", course)
    for name, text in MORE.items():
        (course / name).write_text(dedent(text).lstrip(), encoding="utf-8", newline="\n")
    folder = course / "curriculum" / "14_stakeholders"
    edit(
        folder / "lesson.py",
        "# %% [markdown]\n# ## What we have now",
        LESSON.lstrip() + "\n# %% [markdown]\n# ## What we have now",
    )
    edit(
        folder / "key.py",
        "OBJECTIVES = {",
        "from course_utils.toolkit import offices\n\nOBJECTIVES = {",
    )
    for name, more in (("key.py", KEY), ("assignment.py", QUESTION)):
        with (folder / name).open("a", encoding="utf-8", newline="\n") as stream:
            stream.write(more)

    pmlab(course, "company", "--seed", "11", "--accounts", "1000", "--out", "datasets")
    said = pmlab(course, "build", "--companies", "2")
    assert "built  notebooks/14_stakeholders.ipynb" in said
    assert "unchanged" in pmlab(course, "build", "--dry-run")
    said = pmlab(course, "worlds", "--seeds", "2", "--accounts", "200", "--jobs", "1")
    assert "stakeholders: 2 of 2 companies are well posed" in said
    solved = course / "solutions" / "stakeholders" / "stakeholders.ipynb"
    shutil.copy(solved, course / "exercises" / "stakeholders")
    said = pmlab(course, "grade", "exercises/stakeholders")
    assert "4 of 8" in said, said  # the message waits for a person

    after = files(course)
    made = sorted(after.keys() - before.keys())
    edited = sorted(name for name in before if after.get(name) != before[name])
    outside = [name for name in made if not name.startswith(ROOMS)]
    with capsys.disabled():
        print(
            f"\nA lesson: {len(made)} files made, {len(outside)} of them outside its two rooms "
            f"({', '.join(outside)}), {len(edited)} files edited outside."
        )
    assert edited == []
    assert set(outside) == {name for name in MORE if not name.startswith(ROOMS)}

    for name in made:
        (course / name).unlink()
    for built in (
        "notebooks/14_stakeholders.ipynb",
        "notebooks/checks/14_stakeholders.json",
        "solutions/stakeholders",
        "exercises/stakeholders",
    ):
        assert f"orphan  {built}" in pmlab(course, "build", "--check", good=False)
        path = course / built
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    pmlab(course, "build")
    pmlab(course, "build", "--check")
    assert files(course) == before


def test_it_takes_its_title_from_the_list_and_says_what_is_to_be_covered(root):
    written = [path.as_posix() for path in new_lesson("14_stakeholders", root)]
    assert {
        f"curriculum/14_stakeholders/{name}" for name in ("key.py", "strong.md", "review.md")
    } < {*written}
    assert "course_utils/lessons/stakeholders/evidence.py" in written
    lesson = (root / "curriculum/14_stakeholders/lesson.py").read_text(encoding="utf-8")
    assert "# # 14. Stakeholders and negotiation:" in lesson
    assert "@" not in lesson
    covers = (root / "curriculum/14_stakeholders/covers.txt").read_text(encoding="utf-8")
    assert "# Stakeholder management -> PART" in covers
    assert {finding.rule for finding in lint(["stakeholders"], root=root)} == {"coverage"}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("stakeholders", "two digits, _ and a word"),
        ("8_stakeholders", "two digits, _ and a word"),
        ("../14_x", "two digits, _ and a word"),
        ("14_other", "There is curriculum/14_stakeholders already"),
        ("09_stakeholders", "There is curriculum/14_stakeholders already"),
        ("09_ethics", "There is course_utils/lessons/ethics already"),
    ],
)
def test_a_name_that_cannot_be_is_refused(root, name, words):
    new_lesson("14_stakeholders", root)
    (root / "course_utils" / "lessons" / "ethics").mkdir()
    with pytest.raises(BuildError, match=words):
        new_lesson(name, root)


def test_the_command_says_what_comes_next(root, monkeypatch, capsys):
    monkeypatch.chdir(root)
    assert main(["19_ethics"]) == 0
    said = capsys.readouterr().out
    assert "curriculum/19_ethics/lesson.py" in said
    assert "course_utils/lessons/ethics/evidence.py" in said
    assert "Add the lesson to curriculum/course.toml" in said
    assert "pmlab lint-lesson 19_ethics" in said
    assert main(["19_ethics"]) == 1
    assert "already" in capsys.readouterr().err

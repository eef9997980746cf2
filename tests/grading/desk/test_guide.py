"""The instructor's guide, followed to the letter on a copy of a small course."""

from __future__ import annotations

import csv
import os
import re
import shlex
import shutil
import sys

import pytest
from nbgrader.apps import NbGraderApp
from places import ROOT
from sample_cohort import EARLY, built, hand_in
from sample_desk import ROSTER, isolated

from course_utils import cli
from course_utils.grading.desk import settings
from course_utils.grading.desk.status import status

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="nothing holds a hand-in there")
GUIDE = ROOT / "docs" / "instructor.md"
SKILL = "sample"  # in the place of the guide's assignment


def commands():
    """Yield the guide's commands, in order."""
    for block in re.findall(r"```sh\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL):
        yield from block.strip().splitlines()


@pytest.mark.long
def test_every_command_of_the_guide_works_in_its_order(
    tmp_path, tmp_path_factory, monkeypatch, here, capfd
):
    isolated(tmp_path, monkeypatch)
    course = shutil.copytree(built(tmp_path_factory), tmp_path / "course")
    (course / "gradebook.db").unlink()
    (course / cli.HOME).parent.mkdir()
    (course / cli.HOME).write_text("{}", encoding="utf-8")
    monkeypatch.chdir(course)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)  # no process that would load all again
    done = []
    for command in commands():
        words = shlex.split(command.replace("metrics", SKILL))
        before(words, tmp_path / "autumn")
        if words[0] == "cd":
            monkeypatch.chdir(words[1])
        else:
            assert in_a_process(words) == 0, f"{command}: {capfd.readouterr()}"
        done.append(command)
    assert {"pmlab", "nbgrader", "cd"} == {command.split()[0] for command in done}
    said = capfd.readouterr().out
    assert in_a_process(["pmlab", "cohort", "restore"]) == 0, "as the guide says, this undoes it"
    after(tmp_path / "autumn", said)


def in_a_process(words):
    """Run a command as a terminal does: what one keeps in memory, the next does not know."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            if words[0] == "nbgrader":
                sys.argv = words
                NbGraderApp.launch_instance()
                code = 0
            elif words[0] == "pmlab":
                code = cli.main(words[1:])
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def before(words, root):
    """Do what the instructor's students, or the instructor's office, do before a command."""
    if words[1:3] == ["cohort", "roster"] and len(words) == 4:
        some = "".join(line for line in ROSTER.splitlines(keepends=True)[:3])
        (root / words[3]).write_text(some, encoding="utf-8")
    if words[1] == "collect":
        inbound = settings.read(root).exchange_root() / "autumn" / "inbound"
        assert inbound.is_dir(), "the release made the exchange"
        for student in ("ada", "ben"):
            source = "solutions" if student == "ada" else "exercises"
            made = hand_in(root, student, source, EARLY, channels=f"channels = '{student}'")
            name = f"{student}+{SKILL}+{EARLY}"
            shutil.move(made, inbound / name)
        (inbound / name / f"{SKILL}.ipynb").rename(inbound / name / "work.ipynb")
        shutil.rmtree(root / "submitted")
    if words[1:3] == ["generate_feedback", SKILL]:
        with settings_book(root) as connection:
            connection.exec_driver_sql(
                "update grade set needs_manual_grade = 0, manual_score = 3 "
                "where needs_manual_grade = 1"
            )


def settings_book(root):
    from course_utils.grading.desk.book import Book

    return Book(root, settings.read(root)).engine.begin()


def after(root, said):
    """See that what the guide promises came out of it."""
    rows = {row.student: row for row in status(root, settings.read(root)).rows}
    assert {row.state for row in rows.values()} == {"graded"}
    assert {row.company for row in rows.values()} == {"own"}
    assert rows["ben"].words == ("Mended: work.ipynb was called sample.ipynb.",)
    assert rows["ada"].score > rows["ben"].score
    with (root / "grades" / f"canvas-{SKILL}.csv").open(encoding="utf-8", newline="") as stream:
        marks = {row[3]: float(row[5]) for row in list(csv.reader(stream))[2:]}
    assert marks == {one: row.score for one, row in rows.items()}
    assert (root / "feedback" / "ada" / SKILL / f"{SKILL}.html").is_file()
    assert "Gradebook and roster are as in" in said


def test_the_guide_names_every_command_and_no_other():
    told = {command.split()[2] for command in commands() if command.startswith("pmlab cohort")}
    from course_utils.grading.desk.command import parser

    (known,) = (action.choices for action in parser()._actions if action.choices)
    assert told == set(known)

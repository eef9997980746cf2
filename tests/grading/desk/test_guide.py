"""The instructor's guide, followed to the letter on a copy of a small course."""

from __future__ import annotations

import csv
import json
import shlex
import shutil
import signal
import subprocess
import sys
import zipfile
from urllib.request import Request, urlopen

import pytest
from guide import SKILL, commands
from sample_cohort import EARLY, built, hand_in
from sample_course import NbGrader, environment
from sample_desk import ROSTER, isolated

from course_utils import cli
from course_utils.grading.desk import settings
from course_utils.grading.desk.status import status

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="nothing holds a hand-in there")


@pytest.mark.long
def test_every_command_of_the_guide_works_in_its_order(tmp_path, tmp_path_factory, monkeypatch):
    isolated(tmp_path, monkeypatch)
    place = shutil.copytree(built(tmp_path_factory), tmp_path / "course")
    (place / "gradebook.db").unlink()
    (place / cli.HOME).parent.mkdir()
    (place / cli.HOME).write_text("{}", encoding="utf-8")
    env, said = environment(tmp_path / "home"), ""
    with NbGrader(tmp_path / "nbgrader") as run:
        for command in [*commands(), "pmlab cohort restore"]:  # a second one undoes the first
            words = shlex.split(command.replace("metrics", SKILL))
            before(words, tmp_path / "autumn")
            if words[0] == "cd":
                place = (place / words[1]).resolve()
            elif words[1:3] == ["cohort", "mark"]:
                mark(words, place, env)
            else:
                said += run(*words[1:], cwd=place, env=env, program=words[0]).text
    after(tmp_path / "autumn", said)


def before(words, root):
    """Do what the instructor's students, or the instructor's office, do before a command."""
    if words[1:3] == ["cohort", "roster"] and len(words) == 4:
        some = "".join(line for line in ROSTER.splitlines(keepends=True)[:3])
        (root / words[3]).write_text(some, encoding="utf-8")
    if words[2:3] == ["collect"] and "--from" not in words:
        inbound = settings.read(root).exchange_root() / "autumn" / "inbound"
        assert inbound.is_dir(), "the release made the exchange"
        made = hand_in(root, "ada", "solutions", EARLY, channels="channels = 'ada'")
        shutil.move(made, inbound / f"ada+{SKILL}+{EARLY}")
        shutil.rmtree(root / "submitted")
    if "--from" in words:  # ben has a zip file and no exchange
        made = hand_in(root, "ben", "exercises", EARLY, channels="channels = 'ben'")
        with zipfile.ZipFile(root / "submissions.zip", "w") as zipped:
            zipped.write(made / f"{SKILL}.ipynb", "ben/work.ipynb")
        shutil.rmtree(made.parent)


def mark(words, root, env):
    """Mark all that waits by the page's own requests, and end its server as Ctrl+C does."""
    command = [sys.executable, "-m", "course_utils", *words[1:]]
    env = {**env, "BROWSER": "true"}  # a program that opens nothing
    with subprocess.Popen(
        command, cwd=root, env=env, stdout=subprocess.PIPE, encoding="utf-8"
    ) as server:
        address = server.stdout.readline().split()[-1]

        def ask(what, body=None):
            head = {"Content-Type": "application/json"}
            data = None if body is None else json.dumps(body).encode()
            with urlopen(Request(f"{address}api/{what}", data, head)) as answer:
                return json.load(answer)

        (question,) = ask("questions")["questions"]
        scores = {line["name"]: 3 for line in question["rubric"]}
        for number in range(len(ask(f"states?question={question['name']}"))):
            work = ask(f"answer?question={question['name']}&number={number}")["work"]
            given = {"question": question["name"], "number": number, "scores": scores}
            assert ask("mark", {**given, "work": work}) == {"points": 3.0}
        server.send_signal(signal.SIGINT)
        assert "0 of 1 left to mark" in server.stdout.read()
    assert server.returncode == 0


def after(root, said):
    """See that what the guide promises came out of it."""
    rows = {row.student: row for row in status(root, settings.read(root)).rows}
    assert {row.state for row in rows.values()} == {"graded"}
    assert {row.company for row in rows.values()} == {"own"}
    assert rows["ben"].words == ("The doctor: work.ipynb was called sample.ipynb.",)
    assert rows["ada"].score > rows["ben"].score
    with (root / "grades" / f"canvas-{SKILL}.csv").open(encoding="utf-8", newline="") as stream:
        marks = {row[3]: float(row[5]) for row in list(csv.reader(stream))[2:]}
    assert marks == {one: row.score for one, row in rows.items()}
    page = (root / "feedback" / "ada" / SKILL / f"{SKILL}.html").read_text(encoding="utf-8")
    assert "3 of 4 points" in page
    with zipfile.ZipFile(root / "bundles" / "zip" / "ben.zip") as zipped:
        assert "autumn/company/datapackage.json" in zipped.namelist()
    assert "Gradebook and roster are as in" in said


def test_the_guide_names_every_command_and_no_other():
    told = {command.split()[2] for command in commands() if command.startswith("pmlab cohort")}
    from course_utils.grading.desk.command import parser

    (known,) = (action.choices for action in parser()._actions if action.choices)
    assert told == set(known)

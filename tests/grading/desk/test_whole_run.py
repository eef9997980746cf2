"""Thirty students with companies of their own, from a roster's file to Canvas.

What was planted is found, nothing is lost, nothing acts, and commands end as the guide says.
"""

from __future__ import annotations

import csv
import json
import os
import random
import re
import shlex
import shutil
import sys

import pytest
from guide import SKILL, commands
from places import TESTS
from sample_cohort import EARLY, LATE, built, hand_in
from sample_desk import isolated

from course_utils import cli, data
from course_utils.grading import home
from course_utils.grading.desk import settings
from course_utils.grading.desk.book import Book
from course_utils.grading.desk.marking.reading import Reading
from course_utils.grading.desk.report import report
from course_utils.grading.desk.roster import Roster
from course_utils.grading.desk.status import status

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="nothing holds a hand-in there")
SKILLED = [f"skilled{n}" for n in range(9)]
"""They hand in the author's own lines: a quarter of the class, so that those say nothing of two."""
AVERAGE = [f"average{n}" for n in range(8)]
STRUGGLING = [f"struggling{n}" for n in range(4)]
CARELESS = ["renames", "nests", "marks", "retypes", "forgets"]
COPYING = ["copies", "edits"]
BORROWING = ["lends", "borrows"]
"""One writes down what is right on their company, the other the same on theirs."""
HOSTILE = ["equals", "loops", "writes"]
EVERYBODY = [*SKILLED, *AVERAGE, *STRUGGLING, *CARELESS, *COPYING, *BORROWING, *HOSTILE]
NOISE = "Noise would not push every group in the same direction."
WORDS = [
    "account",
    "plan",
    "free",
    "seat",
    "paid",
    "rate",
    "count",
    "group",
    "share",
    "mean",
    "who",
    "when",
    "churn",
    "tree",
    "north",
    "test",
]
ACTS = re.compile(r"<script|<[^>]*\sonerror=")
SAID = "<script>gained()</script><img src=x onerror=gained()> my claim"


def own(name, number):
    """Return what an average student writes: right in part, and like nobody else's."""
    chance = random.Random(name)
    lines = ["# " + " ".join(chance.choices(WORDS, k=12)) for _ in range(8)]
    return {
        "free_share": "\n".join([*lines, f"rows_{name} = data.load('accounts')",
                                 f"free_share = (rows_{name}['plan'] == 'free').mean()"]),
        "culprit": f"culprit = 'noise'  # {name}",
        "robust": f"robust = {{'median', 'mode'}}  # as {name} thinks",
        "steps": f"steps = ['load', 'clean', 'chart', 'decide'][::{1 if number % 2 else -1}]  # {name}",
        "memo": f"Of all accounts {name} finds most on the free plan; {number} more would change it.",
    }  # fmt: skip


def borrowed(root):
    """Hand in a number that is right on one company, in a cell and as a widget keeps it."""
    accounts = data.open(root / "companies" / "lends").table("accounts")
    share = float((accounts["plan"].astype(str) == "free").mean())
    for name in BORROWING:
        text = f"free_share = {share + 0.00001:.5f}"  # which is right, and nobody else's
        made = hand_in(root, name, "exercises", EARLY, free_share=text, memo=f"{name} says so.")
        (made / "answers").mkdir()
        kept = {"format": 1, "exercise": "free_share", "widget": "Slider", "value": share}
        kept["saved"] = "2026-10-01T09:08:07Z"
        (made / "answers" / "free_share.json").write_text(json.dumps(kept), encoding="utf-8")


def handed_in(root):
    """Put everybody's work into submitted/, as it stands when it was unpacked."""
    borrowed(root)
    for number, name in enumerate(SKILLED):
        hand_in(root, name, "solutions", EARLY if number else LATE, memo=f"{name} claims {number}.")
    for number, name in enumerate([*AVERAGE, *CARELESS]):
        hand_in(root, name, "exercises", EARLY, **own(name, number))
    for name in STRUGGLING:
        hand_in(
            root, name, "exercises", EARLY, culprit="culprit = 'noise'", free_share=f"1/0  # {name}"
        )
    at = root / "submitted"
    for name in COPYING:
        shutil.copytree(at / "average3" / SKILL, at / name / SKILL)
    book = at / "edits" / SKILL / f"{SKILL}.ipynb"
    book.write_text(book.read_text("utf-8").replace("# as average3 thinks", "# so it is"), "utf-8")
    attack = (TESTS / "hostile" / "answers" / "always_equal.py").read_text(encoding="utf-8")
    hand_in(root, "equals", "exercises", EARLY, free_share=attack)
    hand_in(root, "loops", "exercises", EARLY, culprit="culprit = 'mix'\nwhile True:\n    pass")
    hand_in(root, "writes", "exercises", EARLY, memo=SAID, robust="open('/etc/x', 'w')")

    def notebook(name):
        return at / name / SKILL / f"{SKILL}.ipynb"

    notebook("renames").rename(at / "renames" / SKILL / "final version.ipynb")
    (at / "nests" / SKILL / SKILL).mkdir()
    shutil.move(notebook("nests"), at / "nests" / SKILL / SKILL)
    notebook("marks").write_bytes(b"\xef\xbb\xbf" + notebook("marks").read_bytes())
    cells = json.loads(notebook("retypes").read_text("utf-8"))
    for cell in cells["cells"]:
        cell["metadata"].pop("nbgrader", None)
    notebook("retypes").write_text(json.dumps(cells), "utf-8")
    hand_in(root, "stranger", "solutions", EARLY)


def before(words, root):
    """Do what comes before a command of the guide."""
    if words[1:3] == ["cohort", "roster"] and len(words) == 4:
        rows = [["Student", "ID", "SIS User ID", "SIS Login ID", "Section", f"{SKILL} (77)"]]
        rows += [["    Points Possible", "", "", "", "", "18"]]
        rows += [
            [f"Of, {name.title()}", str(n), f"u{n}", name, "A", ""]
            for n, name in enumerate([*EVERYBODY, "absent"])
        ]
        with (root / words[3]).open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(rows)
    if words[2] == "companies":  # drawn anew, two could happen to have the same share
        secret = home.secret_of("autumn")
        secret.write_bytes(b"correct horse battery staple, thirty-two bytes and more")
    if words[2] == "collect":
        handed_in(root)
        inbound = settings.read(root).exchange_root() / "autumn" / "inbound"
        for folder in sorted((root / "submitted").glob(f"*/{SKILL}")):
            when = (folder / "timestamp.txt").read_text(encoding="utf-8")
            shutil.move(folder, inbound / f"{folder.parent.name}+{SKILL}+{when}")
        shutil.rmtree(root / "submitted")
        # A newer one of the one who forgets holds a pipe: the one before it counts.
        trap = inbound / f"forgets+{SKILL}+{EARLY.replace('10:00', '11:00')}"
        trap.mkdir()
        os.mkfifo(trap / f"{SKILL}.ipynb")


def mark(root):
    """Read all that waits."""
    desk = Reading(root, settings.read(root), SKILL, "eve")
    for number in range(len(desk.states("memo"))):
        shown = desk.answer("memo", number)
        assert not ACTS.search(shown["html"])
        desk.mark("memo", number, {"scores": {"Claim": 3, "Doubt": 2}, "work": shown["work"]})


CODES = {"collect": 1, "grade": 1}
"""Of commands that leave something out: a pipe that was handed in, and a stranger's hand-in."""


def run(words, root):
    """Run a command of the guide in this process; it has to end as the guide says."""
    assert words[:2] == ["pmlab", "cohort"]
    if words[2] == "mark":
        mark(root)
    else:
        assert cli.main(words[1:]) == CODES.get(words[2], 0), words


@pytest.mark.long
def test_thirty_students_from_the_roster_to_canvas(
    tmp_path, tmp_path_factory, monkeypatch, here, capsys
):
    isolated(tmp_path, monkeypatch)
    course = shutil.copytree(built(tmp_path_factory), tmp_path / "course")
    (course / cli.HOME).parent.mkdir()
    (course / cli.HOME).write_text("{}", encoding="utf-8")
    monkeypatch.chdir(course)
    root, said = tmp_path / "autumn", {}
    left_out = ("bundle", "restore", "due")  # each with tests of its own
    for command in commands():
        words = shlex.split(command.replace("metrics", SKILL))
        if words[0] == "cd":
            monkeypatch.chdir(root)
        if words[0] != "pmlab" or words[2] in left_out or "--from" in words:
            continue
        before(words, root)
        capsys.readouterr()
        run(words, root)
        said.setdefault(words[2], "")
        said[words[2]] += capsys.readouterr().out
        if words[2] == "release":
            assert cli.main(["cohort", "due", SKILL, "2026-10-02T10:00+00:00"]) == 0
    assert {"new", "companies", "collect", "grade", "feedback", "report", "grades"} <= set(said)
    nothing_is_lost(root, said)
    nothing_acted(root)
    what_was_planted_is_named(root, said)
    what_went_to_canvas_is_what_they_earned(root)


def rows_of(root):
    answer = status(root, settings.read(root))
    return {row.student: row for row in answer.rows}, answer


def nothing_is_lost(root, said):
    rows, answer = rows_of(root)
    assert set(rows) == {*EVERYBODY, "absent"}
    assert {name for name, row in rows.items() if row.state != "graded"} == {"absent"}
    assert rows["absent"].state == "nothing"
    assert any("stranger is not on the roster" in words for words in answer.others)
    assert any("forgets" in words and "Not collected" in words for words in answer.others)
    for name in ("renames", "nests", "marks", "retypes"):
        assert any("The doctor" in words for words in rows[name].words), name
    assert "final version.ipynb" in said["collect"], "the doctor says what it did where it did it"
    assert {row.company for row in rows.values()} == {"own"}
    inbound = settings.read(root).exchange_root() / "autumn" / "inbound"
    given = {
        path: path.read_bytes()
        for path in inbound.rglob("*")
        if path.is_file() and path.name != "timestamp.txt"
    }
    assert len(given) > len(EVERYBODY)
    places = (root / "submitted", root / ".pmlab" / "originals")
    there = {path.read_bytes() for one in places for path in one.rglob("*") if path.is_file()}
    assert [path for path, work in given.items() if work not in there] == []
    page = {path.parent.parent.name for path in (root / "feedback").rglob("*.html")}
    assert page == set(EVERYBODY), "and nobody else has one"
    assert f"{len(EVERYBODY)} released into the exchange" in said["feedback"]


def nothing_acted(root):
    rows, _ = rows_of(root)
    read = 4 * (0.6 * 3 + 0.4 * 2) / 4
    for name in SKILLED[1:]:
        assert rows[name].score == pytest.approx(14 + read), name
    assert rows[SKILLED[0]].late.days == 1
    assert rows[SKILLED[0]].score == pytest.approx(read), "the rule took all that was there"
    for number, name in enumerate([*AVERAGE, *CARELESS]):
        assert rows[name].score == pytest.approx(4 + 3 * (number % 2) + read), name
    for name in COPYING:
        assert rows[name].score == rows["average3"].score
    assert rows["lends"].score == pytest.approx(2 + read)
    assert rows["borrows"].score == pytest.approx(read), "another company's number"
    assert rows["equals"].score == 0
    assert rows["loops"].score == 1, "what stood before the loop counts"
    assert rows["writes"].score == pytest.approx(read)
    pages = {path.parent.parent.name: path for path in (root / "feedback").rglob("*.html")}
    assert set(pages) >= set(EVERYBODY)
    for name, path in pages.items():
        page = path.read_text(encoding="utf-8")
        assert not ACTS.search(page), name
        assert ("2.6 of 4 points" in page) == (name not in [*STRUGGLING, "equals", "loops"]), name


def what_was_planted_is_named(root, said):
    members = {one.id for one in Roster.read(root).active}
    with Book(root, settings.read(root)) as book:
        rows = [row for row in book.items(SKILL) if row[0] in members]
    found = report(root, SKILL, rows)
    pairs = {frozenset(pair[:2]) for pair in found.alike}
    assert pairs == {frozenset(p) for p in
                     [("average3", "copies"), ("average3", "edits"), ("copies", "edits")]}  # fmt: skip
    (culprit,) = [one for one in found.items if one.name == "culprit"]
    slipped = len([*AVERAGE, *CARELESS, *STRUGGLING, *COPYING])
    assert dict(culprit.words)[NOISE] == slipped
    mends = {one.name: " ".join(one.why) for one in found.repairs}
    assert f"{slipped} made the same mistake: teach against it. {NOISE}" in mends["culprit"]
    order = next(one for one in found.objectives if "order" in one.name)
    steps_right = len([*AVERAGE, *CARELESS]) // 2 + len(COPYING)
    assert order.mastered == len(SKILLED) + steps_right
    assert "24 gave no answer" in mends["channels"]
    (sign,) = found.signs
    assert (sign.strength, sign.exercise, set(sign.students)) == (3, "free_share", set(BORROWING))
    named = {name for name, _ in found.struggling}
    assert named >= {*STRUGGLING, *HOSTILE}
    assert not named & set(SKILLED[1:])
    for name in [*STRUGGLING, "borrows and lends", "average3 and copies"]:
        assert name in said["report"], name
    assert "  loops: " in said["grade"], "what went wrong is said where it is graded"


def what_went_to_canvas_is_what_they_earned(root):
    rows, _ = rows_of(root)
    with (root / "grades" / f"canvas-{SKILL}.csv").open(encoding="utf-8", newline="") as stream:
        lines = list(csv.reader(stream))
    assert lines[0][-1] == f"{SKILL} (77)"
    given = {line[3]: float(line[-1]) for line in lines[2:]}
    assert given == pytest.approx({name: rows[name].score for name in EVERYBODY}, abs=1e-4)

"""What the desk costs as a cohort grows: status, report and marks of 5,000 students in 18 assignments.

Run ``python benchmarks/desk.py [--students 5000] [--assignments 18]``. A synthetic cohort of a
quarter, of half and of all of the students is made, one in four of whom was late; each command runs in
a process of its own, which says its processor time from its start, its queries and its largest memory.
The promises: time is linear (twice the students, at most 2.6 times the time), no query per student,
and memory that grows by less than 0.1 MB a student beyond what the libraries take; and for 300
students in 3 assignments 2 s for status, 20 s for a report.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EXERCISES = 14
LINEAR, PER_STUDENT = 2.6, 0.1
CLASS, PROMISED = (300, 3), {"status": 2.0, "report": 20.0}
COMMANDS = {
    "status": ["status", "--json"],
    "report": ["report", "skill00", "--json"],
    "grades, with lateness to reckon": ["grades", "--to", "plain"],
    "grades of one": ["grades", "skill00", "--to", "canvas"],
}
CHILD = """
import contextlib, io, json, resource, sys, time
from sqlalchemy import event
from sqlalchemy.engine import Engine
from course_utils.grading.desk import command

asked = []
event.listen(Engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
with open("/dev/null", "w") as nothing, contextlib.redirect_stdout(nothing):
    code = command.main(sys.argv[1:])
assert code == 0, code
if sys.platform == "linux":  # where the other figure counts what the process was forked from
    status = open("/proc/self/status").read()
    most = int(status.split("VmHWM:")[1].split()[0]) / 1024
else:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([time.process_time(), len(asked), most]))
"""


@dataclass(frozen=True)
class Cost:
    """Seconds of processor time, queries, and MB at most."""

    seconds: float
    queries: int
    memory: float


def make(root: Path, students: int, assignments: int) -> None:
    """Make a cohort whose hand-ins are all graded."""
    from nbgrader.api import Gradebook

    from course_utils.grading.desk.roster import Person, Roster
    from course_utils.grading.desk.settings import FILE, Late, Settings

    root.mkdir()
    (root / FILE).write_text(Settings("bench", late=Late(10, 15)).text(), encoding="utf-8")
    people = [f"s{number:05}" for number in range(students)]
    Roster({one: Person(one, "Ada", one.title(), f"{one}@x") for one in people}).write(root)
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    Gradebook(f"sqlite:///{root / 'gradebook.db'}", "bench").close()
    names = [f"skill{number:02}" for number in range(assignments)]
    chance = random.Random(1)
    with sqlite3.connect(root / "gradebook.db") as book:
        book.execute("pragma cache_size = -500000")  # its indices in memory
        book.execute("pragma synchronous = off")
        for table, marks, rows in tables(people, names, chance):
            book.executemany(f"insert into {table} values ({marks})", rows)
    for name in names:
        (root / "exercises" / name).mkdir(parents=True)
        (root / "exercises" / name / f"{name}.ipynb").write_text(notebook([]), encoding="utf-8")
    files(root, people, names, chance)


def tables(
    people: list[str], names: list[str], chance: random.Random
) -> Iterator[tuple[str, str, Iterator[tuple[object, ...]]]]:
    """Yield a table with its columns, its placeholders and its rows."""
    cells = [(name, f"q{number}") for name in names for number in range(EXERCISES)]
    able = {one: chance.random() for one in people}
    due = "2026-10-02 10:00:00.000000"
    yield ("assignment (id, name, duedate, course_id)", "?, ?, ?, ?",
           ((name, name, due, "bench") for name in names))  # fmt: skip
    yield ("notebook (id, name, assignment_id)", "?, ?, ?", ((n, n, n) for n in names))
    yield ("base_cell (id, name, notebook_id, type)", "?, ?, ?, 'GradeCell'",
           ((a + q, q, a) for a, q in cells))  # fmt: skip
    yield ("grade_cells (id, max_score, cell_type)", "?, 4, 'code'", ((a + q,) for a, q in cells))
    yield "student (id)", "?", ((one,) for one in people)
    yield ("submitted_assignment (id, assignment_id, student_id, timestamp)", "?, ?, ?, ?",
           ((s + a, a, s, f"2026-10-0{3 if late(n) else 1} 10:00:00.000000")
            for n, s in enumerate(people) for a in names))  # fmt: skip
    yield ("submitted_notebook (id, assignment_id, notebook_id)", "?, ?, ?",
           ((s + a, s + a, a) for s in people for a in names))  # fmt: skip
    yield ("grade (id, notebook_id, cell_id, auto_score, needs_manual_grade)", "?, ?, ?, ?, 0",
           ((s + a + q, s + a, a + q, round(4 * min(1, able[s] + chance.random() / 2)))
            for s in people for a, q in cells))  # fmt: skip


def late(number: int) -> bool:
    """Say who was late: one in four."""
    return number % 4 == 0


def notebook(lines: list[str]) -> str:
    """Return a notebook with a student's lines and with what a verdict said."""
    own = {"grade_id": "q0", "grade": True, "solution": False}
    said = {"output_type": "error", "ename": "", "evalue": "This counts robots.", "traceback": []}
    cells = [
        {"cell_type": "code", "metadata": {}, "source": lines, "outputs": []},
        {"cell_type": "code", "metadata": {"nbgrader": own}, "source": [], "outputs": [said]},
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def files(root: Path, people: list[str], names: list[str], chance: random.Random) -> None:
    """Write hand-ins: each student's own in the first assignment, one for all in the others."""
    for number, one in enumerate(people):
        (root / "submitted" / one).mkdir(parents=True)
        stamp = root / "submitted" / one / ".stamp"  # a file has a limited number of names
        stamp.write_text(f"2026-10-0{3 if late(number) else 1} 10:00:00 UTC", encoding="utf-8")
        lines = [f"x{chance.random():.9f} = {chance.random()}\n" for _ in range(30)]
        for step in ("submitted", "autograded"):
            for name in names if step == "submitted" else names[:1]:
                place = root / step / one / name
                place.mkdir(parents=True)
                os.link(stamp, place / "timestamp.txt")
                if name == names[0]:
                    (place / f"{name}.ipynb").write_text(notebook(lines), encoding="utf-8")
                else:
                    os.link(root / "exercises" / name / f"{name}.ipynb", place / f"{name}.ipynb")


def cost(root: Path, words: list[str]) -> Cost:
    """Run a command of the desk in a process of its own."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PMLAB_HOME": str(root / "home")}
    done = subprocess.run(
        [sys.executable, "-c", CHILD, *words],
        cwd=root, env=env, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return Cost(*json.loads(done.stdout.splitlines()[-1]))


def main() -> int:
    """Measure, print, and say whether the promises are kept."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=5000)
    parser.add_argument("--assignments", type=int, default=18)
    arguments = parser.parse_args()
    sizes = [arguments.students // 4, arguments.students // 2, arguments.students]
    found: dict[str, list[Cost]] = {name: [] for name in COMMANDS}
    kept = True
    with tempfile.TemporaryDirectory(prefix="pmlab-desk-") as folder:
        make(Path(folder) / "class", *CLASS)
        for name, most in PROMISED.items():
            one = cost(Path(folder) / "class", COMMANDS[name])
            kept = kept and one.seconds <= most
            words = "kept" if one.seconds <= most else "NOT KEPT"
            print(
                f"{CLASS[0]} students x {CLASS[1]}, {name}: {one.seconds:.2f} s: {words}",
                flush=True,
            )
        for size in sizes:
            root, begin = Path(folder) / str(size), time.monotonic()
            make(root, size, arguments.assignments)
            print(f"{size} students are made: {time.monotonic() - begin:.0f} s", flush=True)
            for name, words in COMMANDS.items():
                one = cost(root, words)
                found[name].append(one)
                print(f"  {name}: {one.seconds:.1f} s, {one.memory:.0f} MB", flush=True)
            shutil.rmtree(root)
    print(f"{arguments.assignments} assignments, {' and '.join(map(str, sizes))} students:")
    for name, costs in found.items():
        growth = costs[2].seconds / costs[1].seconds
        extra = (costs[2].memory - costs[0].memory) / (sizes[2] - sizes[0])
        flat = len({one.queries for one in costs}) == 1
        good = growth <= LINEAR and extra <= PER_STUDENT and flat
        kept = kept and good
        times = ", ".join(f"{one.seconds:.2f}" for one in costs)
        most = ", ".join(f"{one.memory:.0f}" for one in costs)
        print(
            f"  {name}: {times} s (the second half {growth:.2f} times); {costs[2].queries} queries"
            f"{'' if flat else ', more with more students'}; {most} MB ({1000 * extra:.0f} kB a "
            f"student): {'kept' if good else 'NOT KEPT'}"
        )
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())

"""What grading costs: this course's nbgrader, stock nbgrader and the bare cells, side by side.

Run ``python benchmarks/grading.py [metrics | tasks | given | heavy] [submissions]``; by default all
four assignments. ``metrics`` is the assignment with its solutions. ``tasks`` is what a course of
data science asks: ten functions on 50,000 rows, each with a test cell, and some figures, a third
of a second in all. The other two are a second of numpy and pandas work: in ``given`` it is the
instructor's and stands before the first answer, in ``heavy`` every student's answers do it. Each
hand-in differs a little. CPU seconds are those of all processes together. What a hand-in costs is
the difference between a cohort of one and a larger one, graded by nbgrader's own command, the
gradebook written. "floor" is the same cells by ``exec`` in a fork of a process that has the
libraries and the data loaded, figures drawn as a notebook draws them.

Nothing that runs the cells can be further below stock than the floor is. In ``heavy`` stock costs
about three times the floor, so only the floor is promised there, and the distance from stock is
printed.

Promised: at most 1.2 times the floor plus 20 ms; 4 times cheaper than stock nbgrader in one
process for all, 7 times cheaper than one process a student; feedback 3 times as fast; the jail at
most 5 ms a hand-in.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.assignments import course, hand_in  # noqa: E402

FLOOR = """
import contextlib, importlib, io, json, os, sys
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
for name in json.loads(sys.argv[1]):
    try:
        importlib.import_module(name)
    except ImportError:
        pass
from course_utils import data
for name in data.tables():
    data.load(name)
def work(cells):
    names = {"__name__": "__main__", "display": lambda *a, **k: [x._repr_html_() for x in a if hasattr(x, "_repr_html_")]}
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        for cell in cells:
            try:
                exec(cell, names)
            except BaseException:
                pass
            for number in plt.get_fignums():
                plt.figure(number).savefig(io.BytesIO(), bbox_inches="tight")
            plt.close("all")
print("ready", flush=True)
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        work(json.loads(line))
        os._exit(0)
    _, _, used = os.wait4(child, 0)
    print(used.ru_utime + used.ru_stime, flush=True)
"""
ASSIGNMENTS = ["metrics", "tasks", "given", "heavy"]
PAGES = """
import os, sys
from nbgrader.apps import NbGraderAPI
from nbgrader.apps.baseapp import NbGrader
app = NbGrader()
app.initialize([])
api = NbGraderAPI(app.coursedir, parent=app)
def write():
    done = api.generate_feedback(sys.argv[1])
    if not done["success"]:
        sys.exit(done["log"] + done.get("error", ""))
    return len(os.listdir("feedback"))
write()
begin = sum(os.times()[:4])
pages = 0
while pages < 100:
    pages += write()
print((sum(os.times()[:4]) - begin) / pages)
"""


def surroundings() -> dict[str, str]:
    """Return the environment of the programs that are measured."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("PMLAB")}
    env |= {"PMLAB_COMPANY": str(ROOT / "datasets"), "PYTHONPATH": str(ROOT)}
    env["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{env['PATH']}"
    return env


def spent(words: list[str], root: Path) -> float:
    """Run one of nbgrader's commands; return the CPU seconds of all its processes."""
    log = root / "log.txt"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "nbgrader", *words],
            cwd=root,
            env=surroundings(),
            stdout=out,
            stderr=out,
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{words}\n{log.read_text()[-3000:]}")
    return used.ru_utime + used.ru_stime


def page(root: Path, assignment: str, config: str) -> float:
    """Return the CPU seconds of a page of feedback, in a process that has written some before."""
    shutil.copy(root / f"{config}.py", root / "nbgrader_config.py")
    done = subprocess.run(
        [sys.executable, "-c", PAGES, assignment],
        cwd=root,
        env=surroundings(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return float(done.stdout)


def each(root: Path, assignment: str, config: str, many: int) -> tuple[float, float]:
    """Return the CPU seconds that each more hand-in takes, and those of the first and the start."""
    shutil.copy(root / f"{config}.py", root / "nbgrader_config.py")
    aside = root / "aside"
    found = []
    for cohort in (1, 1, many):  # the first computes and keeps the key's answers
        shutil.rmtree(root / "autograded", ignore_errors=True)
        aside.mkdir()
        for folder in sorted((root / "submitted").iterdir())[cohort:]:
            folder.rename(aside / folder.name)
        found.append(spent(["autograde", assignment], root))
        for folder in aside.iterdir():
            folder.rename(root / "submitted" / folder.name)
        aside.rmdir()
    return (found[2] - found[1]) / (many - 1), found[1]


def floor(root: Path, assignment: str) -> float:
    """Return the CPU seconds of the bare cells."""
    import nbformat

    from course_utils.grading.engine.launch import MODULES, ONE_THREAD

    folder = root / "submitted" / "s000" / assignment
    cells = [
        "\n".join(li for li in c.source.splitlines() if not li.lstrip().startswith(("%", "!")))
        for c in nbformat.read(folder / f"{assignment}.ipynb", as_version=4).cells
        if c.cell_type == "code"
    ]
    env = {**os.environ, **ONE_THREAD, "NBGRADER_EXECUTION": "autograde"}
    env |= {"PMLAB_COMPANY": str(ROOT / "datasets"), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, "-c", FLOOR, json.dumps(MODULES)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=folder, env=env,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdout.readline()
    times = []
    for _ in range(8):
        process.stdin.write(json.dumps(cells) + "\n")
        process.stdin.flush()
        times.append(float(process.stdout.readline()))
    process.stdin.close()
    process.wait()
    return median(times[1:])


def take_points(root: Path, assignment: str) -> dict[str, float]:
    """Return every student's points, and take them out: the next grading has to find its own."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        found = {each.student.id: each.score for each in book.assignment_submissions(assignment)}
        for student in found:
            book.remove_submission(assignment, student)
    return found


def jail() -> float:
    """Return the milliseconds that the jail adds to a process's start and end."""
    from course_utils.grading.engine.jail.limits import Limits
    from course_utils.grading.engine.jail.policy import NONE, Policy, shown_to_all
    from course_utils.grading.engine.launch import Warm, cell_environment
    from course_utils.grading.engine.session import Session

    tight, loose = Warm(), Warm(confinement=NONE)
    with tempfile.TemporaryDirectory() as folder:

        def start_and_end(launcher: Any, scratch: str) -> float:
            machine, confinement = launcher.machine, launcher.confinement
            policy = Policy(shown_to_all(), scratch, Limits(), machine, confinement)
            begin = time.perf_counter()
            Session(launcher, policy, (), cell_environment()).close()
            return 1000 * (time.perf_counter() - begin)

        pairs = [(start_and_end(tight, ""), start_and_end(loose, folder)) for _ in range(30)]
    tight.close()
    loose.close()
    return median(a for a, _ in pairs) - median(b for _, b in pairs)


def compare(assignment: str, many: int) -> bool:
    """Measure and print one assignment; say whether every promise holds."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "course"
        course(root, assignment)
        spent(["generate_assignment", assignment, "--force"], root)
        hand_in(root, assignment, many)
        alone, single = each(root, assignment, "stock", many)
        theirs = take_points(root, assignment)
        before = floor(root, assignment)
        ours, our_start = each(root, assignment, "ours", many)
        bare = (before + floor(root, assignment)) / 2
        pages = {config: page(root, assignment, config) for config in ("stock", "ours")}
        same = take_points(root, assignment) == theirs and all(theirs.values())
    print(f"{assignment}: CPU seconds a hand-in, {many} hand-ins")
    print(
        f"  floor                          {bare:7.3f}   stock is {alone / bare:.1f} and {single / bare:.1f} times"
    )
    print(
        f"  this course                    {ours:7.3f}   the first one and the start {our_start:.2f}"
    )
    print(f"  stock, all in one process      {alone:7.3f}   {alone / ours:.1f} times this course")
    print(f"  stock, a process a student     {single:7.3f}   {single / ours:.1f} times this course")
    print(
        f"  feedback, stock and here       {pages['stock']:7.3f} {pages['ours']:7.3f}   {pages['stock'] / pages['ours']:.1f} times"
    )
    limit = 1.2 * bare + 0.02
    kept = {
        f"the same points, {max(theirs.values()):g} at most": same,
        f"at most 1.2 times the floor and 20 ms ({limit:.3f})": ours <= limit,
        "feedback 3 times as fast": pages["stock"] >= 3 * pages["ours"],
    }
    if assignment != "heavy":
        kept["4 times cheaper than stock in one process"] = alone >= 4 * ours
        kept["7 times cheaper than a process a student"] = single >= 7 * ours
    for promise, held in kept.items():
        print(f"  {'kept    ' if held else 'NOT KEPT'} {promise}")
    return all(kept.values())


def main() -> int:
    """Measure and print."""
    words = sys.argv[1:]
    many = int(next((word for word in words if word.isdigit()), 5))
    chosen = [word for word in words if not word.isdigit()] or ASSIGNMENTS
    kept = [compare(assignment, many) for assignment in chosen]
    added = jail()
    print(f"the jail adds {added:.1f} ms a hand-in; promised are at most 5")
    return 0 if all(kept) and added <= 5 else 1


if __name__ == "__main__":
    sys.exit(main())

"""What grading costs: this course's nbgrader, stock nbgrader and the bare cells, side by side.

Run ``python benchmarks/grading.py [metrics | tasks | given | heavy] [submissions]``; by default all
four assignments. ``metrics`` is the assignment with its solutions. ``tasks`` is what a course of
data science asks: ten functions on 50,000 rows, each with a test cell, and some figures, a third
of a second in all. The other two are a second of numpy and pandas work: in ``given`` it is the
instructor's and stands before the first answer, in ``heavy`` every student's answers do it. Each
hand-in differs a little. CPU seconds are those of all processes together, read inside the process
of nbgrader's own command whenever a hand-in is done and the gradebook written; the first, which pays
the start, stands apart. "floor" is the same cells by ``exec`` in a fork of a process that has the
libraries and the data loaded, figures drawn as a notebook draws them. Each figure is the median of
what was read, with an interval: where two intervals overlap, the promise is called unknown, and more
hand-ins or a quieter machine will tell.

Nothing that runs the cells can be further below stock than the floor is. In ``heavy`` stock costs
about three times the floor, so only the floor is promised there, and the distance from stock is
printed.

Promised: at most 1.2 times the floor plus 20 ms; 4 times cheaper than stock nbgrader in one
process for all, 7 times cheaper than one process a student; feedback 3 times as fast; the jail at
most 5 ms a hand-in. It ends with 0 if all is kept.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.assignments import course, hand_in  # noqa: E402
from benchmarks.figures import FEWEST, Figure, at_most  # noqa: E402

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
USED = """
import json, os, sys
import psutil
me = psutil.Process()
def used():
    total = 0.0
    for process in [me, *me.children(recursive=True)]:
        try:
            total += sum(process.cpu_times()[:4])  # its own, and of its children that have ended
        except psutil.NoSuchProcess:
            pass
    return total
"""
EACH = (
    USED
    + """
from nbgrader.apps.nbgraderapp import NbGraderApp
from nbgrader.converters.base import BaseConverter
found = []
last = BaseConverter.set_permissions
def done(self, *words):
    last(self, *words)
    found.append(used())
BaseConverter.set_permissions = done
try:
    NbGraderApp.launch_instance(["autograde", sys.argv[1], "--force"])
finally:
    with open(sys.argv[2], "w") as out:
        json.dump(found, out)
"""
)
PAGES = (
    USED
    + """
from nbgrader.apps import NbGraderAPI
from nbgrader.apps.baseapp import NbGrader
app = NbGrader()
app.initialize([])
api = NbGraderAPI(app.coursedir, parent=app)
def write():
    before = used()
    done = api.generate_feedback(sys.argv[1])
    if not done["success"]:
        sys.exit(done["log"] + done.get("error", ""))
    return (used() - before) / len(os.listdir("feedback"))
write()
print(json.dumps([write() for _ in range(12)]))
"""
)
SINGLE = 5
"""How often a process for one student is measured."""


def surroundings() -> dict[str, str]:
    """Return the environment of the programs that are measured."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("PMLAB")}
    env |= {"PMLAB_COMPANY": str(ROOT / "datasets"), "PYTHONPATH": str(ROOT)}
    env["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{env['PATH']}"
    return env


def run(words: list[str], root: Path) -> str:
    """Run Python in a course; return what it printed."""
    done = subprocess.run(
        [sys.executable, *words],
        cwd=root,
        env=surroundings(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{words[:3]}\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return done.stdout


def pages(root: Path, assignment: str, config: str) -> Figure:
    """Return the CPU seconds of a page of feedback, in a process that has written some before."""
    shutil.copy(root / f"{config}.py", root / "nbgrader_config.py")
    return Figure.of(json.loads(run(["-c", PAGES, assignment], root)))


def graded(root: Path, assignment: str) -> list[float]:
    """Grade what is handed in, in one process; return its CPU seconds when each was done."""
    shutil.rmtree(root / "autograded", ignore_errors=True)
    run(["-c", EACH, assignment, str(root / "used.json")], root)
    found: list[float] = json.loads((root / "used.json").read_text(encoding="utf-8"))
    if len(found) != len(list((root / "submitted").iterdir())):
        raise SystemExit(f"{len(found)} hand-ins were graded, and others were not.")
    return found


def each(root: Path, assignment: str, config: str) -> tuple[Figure, Figure]:
    """Return the CPU seconds of each hand-in after the first, and of a process for one alone."""
    shutil.copy(root / f"{config}.py", root / "nbgrader_config.py")
    aside = root / "aside"
    aside.mkdir()
    for folder in sorted((root / "submitted").iterdir())[1:]:
        folder.rename(aside / folder.name)
    # The first run computes and keeps the key's answers.
    single = [graded(root, assignment)[0] for _ in range(SINGLE + 1)][1:]
    for folder in aside.iterdir():
        folder.rename(root / "submitted" / folder.name)
    aside.rmdir()
    done = graded(root, assignment)
    return Figure.of([b - a for a, b in pairwise(done)]), Figure.of(single)


def floor(root: Path, assignment: str) -> list[float]:
    """Return the CPU seconds of the bare cells, several times."""
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
    for _ in range(12):
        process.stdin.write(json.dumps(cells) + "\n")
        process.stdin.flush()
        times.append(float(process.stdout.readline()))
    process.stdin.close()
    process.wait()
    return times[1:]


def take_points(root: Path, assignment: str) -> dict[str, float]:
    """Return every student's points, and take them out: the next grading has to find its own."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        found = {each.student.id: each.score for each in book.assignment_submissions(assignment)}
        for student in found:
            book.remove_submission(assignment, student)
    return found


def jail() -> Figure:
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
    return Figure.of([a - b for a, b in pairs])


def compare(assignment: str, many: int) -> bool:
    """Measure and print one assignment; say whether every promise is kept."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "course"
        course(root, assignment)
        run(["-m", "nbgrader", "generate_assignment", assignment, "--force"], root)
        hand_in(root, assignment, many)
        alone, single = each(root, assignment, "stock")
        theirs = take_points(root, assignment)
        before = floor(root, assignment)
        ours, start = each(root, assignment, "ours")
        bare = Figure.of(before + floor(root, assignment))
        stock_page, our_page = (pages(root, assignment, config) for config in ("stock", "ours"))
        same = take_points(root, assignment) == theirs and all(theirs.values())
    print(f"{assignment}: CPU seconds a hand-in, {many} hand-ins")
    for words, figure, more in (
        ("floor", bare, ""),
        ("this course", ours, f"the first one and the start {start:.2f}"),
        ("stock, all in one process", alone, f"{alone.median / ours.median:.1f} times this course"),
        ("stock, a process a student", single, f"{single.median / ours.median:.1f} times"),
        ("a page of feedback, stock", stock_page, ""),
        (
            "a page of feedback",
            our_page,
            f"{stock_page.median / our_page.median:.1f} times as fast",
        ),
    ):
        print(f"  {words:<28} {figure:.3f}   {more}")
    verdicts = {
        f"the same points, {max(theirs.values()):g} at most": "kept" if same else "NOT KEPT",
        "at most 1.2 times the floor and 20 ms": at_most(ours, bare.times(1.2, plus=0.02)),
        "feedback 3 times as fast": at_most(our_page.times(3), stock_page),
    }
    if assignment != "heavy":
        verdicts["4 times cheaper than stock in one process"] = at_most(ours.times(4), alone)
        verdicts["7 times cheaper than a process a student"] = at_most(ours.times(7), single)
    for promise, verdict in verdicts.items():
        print(f"  {verdict:<8} {promise}")
    return set(verdicts.values()) == {"kept"}


def main() -> int:
    """Measure and print."""
    words = sys.argv[1:]
    many = int(next((word for word in words if word.isdigit()), 12))
    if many <= FEWEST:
        raise SystemExit(f"{FEWEST + 1} hand-ins at least: the first pays the start.")
    chosen = [word for word in words if not word.isdigit()] or ASSIGNMENTS
    kept = [compare(assignment, many) for assignment in chosen]
    added = jail()
    verdict = at_most(added, Figure(5, 5, 5, 1))
    print(f"the jail adds {added:.1f} ms a hand-in; promised are at most 5: {verdict}")
    return 0 if all(kept) and verdict == "kept" else 1


if __name__ == "__main__":
    sys.exit(main())

"""What grading costs: this course's nbgrader, stock nbgrader and the bare cells, side by side.

Run ``python benchmarks/grading.py [metrics | given | heavy] [submissions]``; by default all three
assignments. ``metrics`` is the assignment with its solutions. The other two are a second of numpy
and pandas work with test cells of its own: in ``given`` it is the instructor's and stands before
the first answer, in ``heavy`` every student's answers do it. Each hand-in differs a little. CPU
seconds are those of all processes together. What a hand-in costs is the difference between a cohort
of one and a larger one, graded by nbgrader's own command, the gradebook written. "floor" is the
same cells by ``exec`` in a fork of a process that has the libraries and the data loaded, figures
drawn.

Nothing that runs the cells can be further below stock than the floor is; where that is less than
promised, as in ``heavy``, it is printed.

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
                plt.figure(number).savefig(io.BytesIO(), dpi=72)
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
STOCK = """
c = get_config()
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
c.ExecutePreprocessor.timeout = 120
"""
SETUP = (
    "import numpy as np, pandas as pd, matplotlib.pyplot as plt\n"
    "random = np.random.default_rng(7)\n"
    "frame = pd.DataFrame({'g': random.integers(0, 500, 400_000), 'x': random.normal(size=400_000)})"
)
HEAVY = [
    "means = np.array([random.choice(frame.x.to_numpy(), 40_000).mean() for _ in range(400)])\nmeans.std()",
    "a = random.normal(size=(900, 900))\nfor _ in range(6):\n    a = a @ a / np.linalg.norm(a)\nfloat(a.sum())",
    "table = frame.groupby('g').x.describe()\ntable.head()",
    "fig, ax = plt.subplots(figsize=(6, 4)); ax.hist(means, 60); ax.set_title('Means'); plt.show()",
    "total = 0\nfor i in range(3_000_000):\n    total += i % 7\ntotal",
    "ordered = frame.sort_values(['g', 'x']).assign(r=lambda f: f.groupby('g').x.rank())\nordered.tail()",
]


def course(root: Path, assignment: str, many: int) -> Path:
    """Make a course with a gradebook and a cohort's hand-ins."""
    from nbformat import read, write
    from nbformat.v4 import new_code_cell, new_notebook

    (root / "datasets").parent.mkdir(parents=True)
    (root / "datasets").symlink_to(ROOT / "datasets")
    source = root / "solutions" / assignment
    if assignment == "metrics":
        shutil.copytree(ROOT / "curriculum/07_metrics", root / "curriculum/07_metrics")
        shutil.copytree(ROOT / "solutions/metrics", source)
    else:
        source.mkdir(parents=True)
        given, answers = [SETUP], HEAVY
        if assignment == "given":
            given, answers = [SETUP, *HEAVY], ["answer = means.mean()"] * len(HEAVY)
        cells = [new_code_cell(text) for text in given]
        for number, cell in enumerate(cells):
            cell.metadata["nbgrader"] = about(f"given{number}")
        for number, text in enumerate(answers):
            cells += [new_code_cell(text), new_code_cell("assert len(frame) == 400_000")]
            cells[-2].metadata["nbgrader"] = about(f"answer{number}", solution=True)
            cells[-1].metadata["nbgrader"] = about(f"test{number}", grade=True)
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        write(
            new_notebook(cells=cells, metadata={"kernelspec": kernel}),
            source / f"{assignment}.ipynb",
        )
    for name, config in (("ours", (ROOT / "nbgrader_config.py").read_text()), ("stock", STOCK)):
        (root / f"{name}.py").write_text(config, encoding="utf-8")
    (root / "nbgrader_config.py").write_text((root / "ours.py").read_text(), encoding="utf-8")
    spent(["generate_assignment", assignment, "--force"], root)
    notebook = read(source / f"{assignment}.ipynb", as_version=4)
    for student in range(many):
        folder = root / "submitted" / f"s{student:03}" / assignment
        shutil.copytree(root / "exercises" / assignment, folder)
        own = notebook.copy()
        own.cells = [cell.copy() for cell in notebook.cells]
        for cell in own.cells:
            locked = cell.metadata.get("nbgrader", {}).get("locked")
            if cell.cell_type == "code" and not locked:
                cell.source += f"\n# by student {student}"
        write(own, folder / f"{assignment}.ipynb")
    return root


def about(name: str, *, grade: bool = False, solution: bool = False) -> dict[str, Any]:
    """Return nbgrader's metadata of a test, of an answer or of a cell that only stands there."""
    return {
        **{"grade": grade, "solution": solution, "locked": not solution, "task": False},
        **{"grade_id": name, "schema_version": 3, "cell_type": "code"},
        **({"points": 1} if grade else {}),
    }


def spent(words: list[str], root: Path) -> float:
    """Run one of nbgrader's commands; return the CPU seconds of all its processes."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("PMLAB")}
    env |= {"PMLAB_COMPANY": str(ROOT / "datasets"), "PYTHONPATH": str(ROOT)}
    env["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{env['PATH']}"
    log = root / "log.txt"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "nbgrader", *words], cwd=root, env=env, stdout=out, stderr=out
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{words}\n{log.read_text()[-3000:]}")
    return used.ru_utime + used.ru_stime


def each(words: list[str], root: Path, config: str, many: int, gone: str) -> tuple[float, float]:
    """Return the CPU seconds that each more hand-in takes, and those of the first and the start."""
    shutil.copy(root / f"{config}.py", root / "nbgrader_config.py")
    found = []
    for cohort in (1, 1, many):  # the first computes and keeps the key's answers
        shutil.rmtree(root / gone, ignore_errors=True)
        hidden = sorted((root / "submitted").iterdir())[cohort:]
        aside = root / "aside"
        aside.mkdir(exist_ok=True)
        for folder in hidden:
            folder.rename(aside / folder.name)
        graded = [] if gone == "autograded" else sorted((root / "autograded").iterdir())[cohort:]
        later = root / "later"
        later.mkdir(exist_ok=True)
        for folder in graded:
            folder.rename(later / folder.name)
        found.append(spent(words, root))
        for folder in list(aside.iterdir()):
            folder.rename(root / "submitted" / folder.name)
        for folder in list(later.iterdir()):
            folder.rename(root / "autograded" / folder.name)
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
    for _ in range(4):
        process.stdin.write(json.dumps(cells) + "\n")
        process.stdin.flush()
        times.append(float(process.stdout.readline()))
    process.stdin.close()
    process.wait()
    return median(times[1:])


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
        root = course(Path(folder) / "course", assignment, many)
        grade = ["autograde", assignment]
        alone, single = each(grade, root, "stock", many, "autograded")
        ours, our_start = each(grade, root, "ours", many, "autograded")
        bare = floor(root, assignment)
        pages = {}
        for config in ("stock", "ours"):
            words = ["generate_feedback", assignment]
            pages[config], _ = each(words, root, config, many, "feedback")
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
    kept = {
        f"at most 1.2 times the floor and 20 ms ({1.2 * bare + 0.02:.3f})": ours
        <= 1.2 * bare + 0.02,
        "4 times cheaper than stock in one process": alone >= 4 * ours,
        "7 times cheaper than a process a student": single >= 7 * ours,
        "feedback 3 times as fast": pages["stock"] >= 3 * pages["ours"],
    }
    for promise, held in kept.items():
        print(f"  {'kept    ' if held else 'NOT KEPT'} {promise}")
    return all(kept.values())


def main() -> int:
    """Measure and print."""
    words = sys.argv[1:]
    many = int(next((word for word in words if word.isdigit()), 5))
    chosen = [word for word in words if not word.isdigit()] or ["metrics", "given", "heavy"]
    kept = [compare(assignment, many) for assignment in chosen]
    added = jail()
    print(f"the jail adds {added:.1f} ms a hand-in; promised are at most 5")
    return 0 if all(kept) and added <= 5 else 1


if __name__ == "__main__":
    sys.exit(main())

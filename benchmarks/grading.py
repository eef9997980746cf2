"""What running a submission costs: the engine, stock Execute, and a bare warm fork, side by side.

Run ``python benchmarks/grading.py [rounds] [notebook]``; by default the metrics assignment with its
solutions. CPU seconds are of all processes together, the grader's own included. The gradebook is
not written here. The promise for the jail: at most 5 ms a submission.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

# The same cells by exec in a fork of a process with the libraries loaded, figures drawn.
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


def read(path: Path) -> Any:
    """Return a notebook without outputs."""
    import nbformat

    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    return notebook


def main() -> int:
    """Measure and print."""
    import resource

    from nbgrader.preprocessors import Execute

    from course_utils.grading.engine import JailedExecute
    from course_utils.grading.engine import execute as engine
    from course_utils.grading.engine.jail.limits import Limits
    from course_utils.grading.engine.jail.policy import NONE, Policy, shown_to_all
    from course_utils.grading.engine.launch import MODULES, Warm, cell_environment
    from course_utils.grading.engine.session import Session

    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    path = Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "solutions/metrics/metrics.ipynb"
    os.environ["PMLAB_COMPANY"] = str(ROOT / "datasets")
    os.environ["NBGRADER_EXECUTION"] = "autograde"
    os.environ["PYTHONPATH"] = str(ROOT)
    folder = Path(tempfile.mkdtemp())
    for name in path.parent.iterdir():
        if name.is_file() and name.suffix != ".ipynb":
            (folder / name.name).write_bytes(name.read_bytes())
    resources = {"metadata": {"path": str(folder)}}

    warm = Warm()
    engine._launchers[os.getpid(), (), False, MODULES, ""] = warm
    loose = Warm(confinement=NONE)
    cells = [
        "\n".join(li for li in c.source.splitlines() if not li.lstrip().startswith(("%", "!")))
        for c in read(path).cells
        if c.cell_type == "code"
    ]
    floor = subprocess.Popen(
        [sys.executable, "-c", FLOOR, json.dumps(MODULES)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=folder,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert floor.stdin is not None
    assert floor.stdout is not None
    floor.stdout.readline()

    cpu: dict[str, list[float]] = {"floor": [], "engine": [], "stock": []}
    for turn in range(rounds + 1):
        floor.stdin.write(json.dumps(cells) + "\n")
        floor.stdin.flush()
        spent = {"floor": float(floor.stdout.readline())}

        begin = time.process_time()
        executor = JailedExecute(timeout=120)
        executor.preprocess(read(path), dict(resources))
        spent["engine"] = time.process_time() - begin + (warm._last.cpu if warm._last else 0)

        begin, before = time.process_time(), resource.getrusage(resource.RUSAGE_CHILDREN)
        Execute(timeout=120).preprocess(read(path), dict(resources))
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        children = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        spent["stock"] = time.process_time() - begin + children
        if turn:  # the first warms everything up
            for name, value in spent.items():
                cpu[name].append(value)
    floor.stdin.close()
    floor.wait()

    def start_and_end(launcher: Warm, scratch: str) -> float:
        policy = Policy(shown_to_all(), scratch, Limits(), launcher.machine, launcher.confinement)
        begin = time.perf_counter()
        Session(launcher, policy, (), cell_environment()).close()
        return 1000 * (time.perf_counter() - begin)

    jailed, free = [], []
    for _ in range(20):
        jailed.append(start_and_end(warm, ""))
        free.append(start_and_end(loose, str(folder)))

    bare = median(cpu["floor"])
    for name, values in cpu.items():
        print(f"{name:8}{median(values):8.3f} CPU s{median(values) / bare:8.2f} times the floor")
    print(f"stock costs {median(cpu['stock']) / median(cpu['engine']):.1f} times the engine")
    print(
        f"jail    {median(jailed) - median(free):8.1f} ms (start and end {median(jailed):.1f} ms)"
    )
    warm.close()
    loose.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""How long an answer waits: every practice and exercise of a key, right, mistaken and drilled.

Run ``python benchmarks/check.py [curriculum folder]``. The promise: an answer within 100 ms, also
the first time that check() runs a query, in a kernel that has run the solution's cells before it.
What is checked is checked on the public company; each drill has a company of its own, whose making
is not counted.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

PROMISE = 100.0
SEEDS = range(11, 31)
"""Companies to drill on; on a few an exercise may not be well posed."""
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


def milliseconds(call: Callable[[], Any], runs: int = 5) -> float:
    """Return the median time of a call, each as if the answer had not been given before."""
    from course_utils.exercises import checks

    times = []
    for _ in range(runs):
        checks._stretched.cache_clear()
        begin = time.perf_counter()
        call()
        times.append(1000 * (time.perf_counter() - begin))
    return median(times)


FIRST = """
import contextlib, io, json, sys, time
import ipykernel  # as in a notebook
*before, asked = json.loads(sys.argv[1])
names = {}
with contextlib.redirect_stdout(io.StringIO()):
    for cell in before:
        exec(cell, names)
    time.sleep(2)  # nobody writes a query faster
    begin = time.perf_counter()
    exec(asked, names)
    took = time.perf_counter() - begin
print(1000 * took)
"""


def first_time(skill: str, name: str, runs: int = 3) -> float:
    """Return the milliseconds of a check in a fresh process that ran the solution up to there."""
    notebook = json.loads((ROOT / f"solutions/{skill}/{skill}.ipynb").read_text(encoding="utf-8"))
    cells = ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code"]
    (asked,) = (i for i, cell in enumerate(cells) if cell.startswith(f'check("{name}"'))
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PMLAB_COMPANY": str(ROOT / "datasets")}
    times = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            shutil.copy(ROOT / f"exercises/{skill}/checks.json", folder)
            command = [sys.executable, "-c", FIRST, json.dumps(cells[: asked + 1])]
            done = subprocess.run(
                command, cwd=folder, env=environment, capture_output=True, text=True, check=True
            )
        times.append(float(done.stdout))
    return median(times)


def drilled(item: Any) -> float:
    """Return the milliseconds of a drill's first answer, the one that is remembered."""
    from course_utils import drill
    from course_utils.company import generate
    from course_utils.exercises.drills import ACCOUNTS

    with contextlib.redirect_stdout(io.StringIO()):
        question = next(asked for seed in SEEDS if (asked := drill(item.name, seed=seed)))
        right = item.answer(generate(seed=question.seed, accounts=ACCOUNTS))
        return milliseconds(lambda: question.check(right), 1)


def main() -> int:
    """Measure and print one line an exercise."""
    from course_utils import check, data
    from course_utils.exercises import compile_checks, learner, load_key
    from course_utils.exercises.checks import COST

    key = load_key(sys.argv[1] if len(sys.argv) > 1 else ROOT / "curriculum" / "07_metrics")
    source = data.open(ROOT / "datasets")
    data.use(source)
    compiled = compile_checks(key, source, exercises=key.all)
    hashing = milliseconds(lambda: hashlib.scrypt(b"x", salt=b"y", n=COST, r=8, p=1, dklen=64), 20)
    print(f"{'one hash':24}{hashing:8.1f} ms")
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "checks.json").write_text(json.dumps(compiled), encoding="utf-8")
        shutil.copytree(ROOT / "curriculum", Path(folder) / "curriculum")
        os.chdir(folder)
        learner._desk = None
        for name, item in key.all.items():
            if item.form.manual:
                continue
            answers = [item.answer(source), *(value for _, value in item.mistaken(source)), ...]
            times = []
            for answer in answers:
                with contextlib.redirect_stdout(io.StringIO()):
                    times.append(milliseconds(lambda name=name, answer=answer: check(name, answer)))
            times.append(drilled(item))
            extra = f"{times[-1]:8.1f} drilled"
            if item.form.kind == "Query" and not item.practice:
                times.append(first_time(key.skill, name))
                extra += f"{times[-1]:8.1f} the first time"
            mistaken = max(times[1 : len(answers) - 1], default=0)
            print(f"{name:24}{times[0]:8.1f} right{mistaken:8.1f} mistaken{extra}")
            slowest = max(slowest, *times)
        os.chdir(ROOT)
    print(
        f"slowest {slowest:.1f} ms; promise {PROMISE:.0f} ms: {'kept' if slowest <= PROMISE else 'NOT KEPT'}"
    )
    return 0 if slowest <= PROMISE else 1


if __name__ == "__main__":
    sys.exit(main())

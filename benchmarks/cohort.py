"""What a cohort costs: time by its size, memory while it grows, one worker and two, and a restart.

Run ``python benchmarks/cohort.py [--submissions 40] [--assignment metrics]``. It grades a cohort,
one twice as large, and the larger one on one worker. The promises: two workers on two cores have
1.8 times one worker's throughput; memory is flat and time linear; a run that was killed goes on
where it was. Workers' start is left out of throughputs and counted in times.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]


@dataclass
class Ran:
    """One run of ``pmlab grade``."""

    seconds: float
    rate: float
    """Submissions a second from the first to the last."""
    memory: list[float]
    """MB of all its processes, every half second."""
    cpu: float
    """CPU seconds a submission as the workers measure their wall time."""


def make_course(folder: Path, assignment: str, size: int) -> Path:
    """Make a course in which students handed in the author's own answers."""
    folder.mkdir()
    for name in ("curriculum", "solutions", "nbgrader_config.py"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    shutil.copytree(ROOT / "datasets", folder / "datasets", copy_function=os.link)
    command = ["nbgrader", "generate_assignment", assignment, "--force"]
    subprocess.run(command, cwd=folder, env=environment(), check=True, capture_output=True)
    for number in range(size):
        place = folder / "submitted" / f"s{number:05d}" / assignment
        shutil.copytree(folder / "solutions" / assignment, place)
    return folder


def environment() -> dict[str, str]:
    """Return an environment in which commands find this Python."""
    scripts = str(Path(sys.executable).parent)
    return {
        **os.environ,
        "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
    }


def start(course: Path, assignment: str, workers: int) -> subprocess.Popen[bytes]:
    """Start grading."""
    command = [sys.executable, "-m", "course_utils", "grade", assignment, "--json"]
    return subprocess.Popen(
        [*command, f"--workers={workers}"], cwd=course, env=environment(),
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def grade(course: Path, assignment: str, workers: int) -> Ran:
    """Grade whoever waits, and measure."""
    begin = time.perf_counter()
    process = start(course, assignment, workers)
    memory: list[float] = []
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.5):
            memory.append(tree_memory(process.pid))

    watch = threading.Thread(target=look)
    watch.start()
    out, _ = process.communicate()
    over.set()
    watch.join()
    seconds = time.perf_counter() - begin
    outcome = json.loads(out)
    assert not outcome["failed"], outcome["failed"]
    times = sorted(
        path.stat().st_mtime for path in (course / ".pmlab/grading" / assignment / "logs").iterdir()
    )[-len(outcome["graded"]) :]
    rate = (len(times) - 1) / (times[-1] - times[0]) if len(times) > 1 else 0.0
    return Ran(seconds, rate, memory, median(one["seconds"] for one in outcome["graded"]))


def tree_memory(top: int) -> float:
    """Return the MB that a process and all that it started hold, shared pages once."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = stat.read_text()
        except OSError:
            continue
        parents[int(stat.parent.name)] = int(text.rsplit(")", 1)[1].split()[1])
    family, added = {top}, True
    while added:
        more = {child for child, parent in parents.items() if parent in family} - family
        family |= more
        added = bool(more)
    total = 0
    for number in family:
        try:
            for line in Path(f"/proc/{number}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
        except OSError:
            continue
    return total / 1024


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--submissions", type=int, default=40)
    parser.add_argument("--assignment", default="metrics")
    parser.add_argument("--only", choices=["law", "workers", "restart"], help="one of the three")
    arguments = parser.parse_args()
    size, name, only = arguments.submissions, arguments.assignment, arguments.only
    folder = Path(tempfile.mkdtemp(prefix="pmlab-cohort-", dir=ROOT.parent))
    try:
        two = None
        if only in (None, "law", "workers"):
            small = grade(make_course(folder / "small", name, size), name, 2)
            two = grade(make_course(folder / "large", name, 2 * size), name, 2)
        if two and only != "workers":
            print(f"{size:6} submissions {small.seconds:8.1f} s {small.rate:8.2f} a second")
            print(f"{2 * size:6} submissions {two.seconds:8.1f} s {two.rate:8.2f} a second")
            print(f"rate of the larger over the smaller {two.rate / small.rate:.2f} (linear: 1)")
            quarter = max(len(two.memory) // 4, 1)
            second, last = two.memory[quarter : 2 * quarter], two.memory[-quarter - 2 : -2]
            print(
                f"memory {max(second):8.0f} MB in the second quarter, {max(last):.0f} in the last"
            )
        if two and only != "law":
            one = grade(make_course(folder / "one", name, size), name, 1)
            print(
                f"one worker {one.rate:8.2f} a second, two {two.rate:.2f}: {two.rate / one.rate:.2f} times"
            )
        if only in (None, "restart"):
            course = make_course(folder / "killed", name, size)
            process = start(course, name, 2)
            done = course / "autograded"
            while not done.is_dir() or len(list(done.iterdir())) < size // 2:
                time.sleep(0.05)
            process.send_signal(signal.SIGKILL)
            process.communicate()
            kept = len(list(done.glob(f"*/{name}/*.ipynb")))
            process = start(course, name, 2)
            outcome = json.loads(process.communicate()[0])
            print(
                f"killed after {kept} of {size}: the next run left {len(outcome['before'])} as they "
                f"were and graded {len(outcome['graded'])}"
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

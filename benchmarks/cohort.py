"""What a cohort costs: time and memory while it grows, one worker and two, and a restart.

Run ``python benchmarks/cohort.py [--submissions 80] [--assignment metrics]``. It kills a run half
way and lets another finish, which is measured a quarter at a time; then it grades with one worker
and with two, turn about. The promises: two workers on two cores have 1.8 times one worker's
throughput; memory is flat and time linear; a run that was killed goes on where it was. Workers'
start is left out of throughputs.
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
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TURNS = 3


@dataclass
class Ran:
    """One run of ``pmlab grade``, with times in seconds since the epoch."""

    outcome: dict[str, Any]
    written: list[float]
    """When each submission was written, in order."""
    memory: list[tuple[float, float]]
    """Times, and MB of all its processes."""

    def rate(self, part: int = 0, parts: int = 1) -> float:
        """Submissions a second from the first to the last, or in one part of them."""
        begin, end = ((len(self.written) - 1) * i // parts for i in (part, part + 1))
        return (end - begin) / (self.written[end] - self.written[begin])

    def peak(self, part: int, parts: int) -> float:
        """Most MB in one part of the submissions."""
        begin, end = ((len(self.written) - 1) * i // parts for i in (part, part + 1))
        first, last = self.written[begin], self.written[end]
        return max((mb for moment, mb in self.memory if first <= moment <= last), default=0.0)


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


def grade(course: Path, assignment: str, workers: int, weigh: bool = False) -> Ran:
    """Grade whoever waits, and measure; weighing what it holds costs some of its time."""
    process = start(course, assignment, workers)
    memory: list[tuple[float, float]] = []
    over = threading.Event()

    def look() -> None:
        while not over.wait(1):
            memory.append((time.time(), tree_memory(process.pid)))

    watch = threading.Thread(target=look)
    if weigh:
        watch.start()
    out, _ = process.communicate()
    over.set()
    if weigh:
        watch.join()
    outcome = json.loads(out)
    assert not outcome["failed"], outcome["failed"]
    logs = course / ".pmlab/grading" / assignment / "logs"
    times = sorted((logs / f"{one['student']}.log").stat().st_mtime for one in outcome["graded"])
    return Ran(outcome, times, memory)


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
    parser.add_argument("--submissions", type=int, default=80)
    parser.add_argument("--assignment", default="metrics")
    parser.add_argument("--only", choices=["growth", "workers"], help="one of the two")
    arguments = parser.parse_args()
    size, name, only = arguments.submissions, arguments.assignment, arguments.only
    folder = Path(tempfile.mkdtemp(prefix="pmlab-cohort-", dir=ROOT.parent))
    try:
        if only != "workers":
            growth(make_course(folder / "course", name, size), name, size)
        if only != "growth":
            workers(folder, name, size)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def growth(course: Path, name: str, size: int) -> None:
    """Kill a run half way, let another finish, and print its course."""
    process = start(course, name, 2)
    done = course / "autograded"
    while not done.is_dir() or len(list(done.iterdir())) < size // 2:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    kept = len(list(done.glob(f"*/{name}/*.ipynb")))
    ran = grade(course, name, 2, weigh=True)
    print(
        f"killed after {kept} of {size}: the next run left {len(ran.outcome['before'])} as they "
        f"were and graded {len(ran.outcome['graded'])}"
    )
    for part in range(4):
        print(
            f"quarter {part + 1}: {ran.rate(part, 4):6.2f} a second, "
            f"at most {ran.peak(part, 4):6.0f} MB"
        )


def workers(folder: Path, name: str, size: int) -> None:
    """Grade with one worker and with two, turn about, and print how much faster two are."""
    rates: dict[int, list[float]] = {1: [], 2: []}
    for turn in range(TURNS):
        for number, found in rates.items():
            course = make_course(folder / f"{turn}-{number}", name, size * number // 2)
            found.append(grade(course, name, number).rate())
    one, two = (median(rates[number]) for number in (1, 2))
    print(f"one worker {one:6.2f} a second, two {two:6.2f}: {two / one:.2f} times")


if __name__ == "__main__":
    sys.exit(main())

"""How much memory a submission's processes hold together, seen from outside.

The kernel bounds each process for itself; only a memory cgroup bounds all, and a grader seldom may make
one. So the processes are looked at a few times a second.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

EVERY = 0.2
"""Seconds between two looks; more where a look itself takes long."""
_SHARED_OUT = re.compile(r"^Pss(?:_Anon|_Shmem):\s*(\d+) kB", re.MULTILINE)
_OWN = re.compile(r"^Rss(?:Anon|Shmem):\s*(\d+) kB", re.MULTILINE)


def below(process: int) -> list[int]:
    """Return a process's descendants; those whose parent has ended are their new parent's."""
    found, left = list[int](), [process]
    while left:
        one = left.pop()
        try:
            threads = os.listdir(f"/proc/{one}/task")
        except OSError:
            continue
        for thread in threads:
            try:
                text = Path(f"/proc/{one}/task/{thread}/children").read_text(encoding="ascii")
            except OSError:
                continue
            left += map(int, text.split())
            found += map(int, text.split())
    return found


def held(process: int) -> int:
    """Return the bytes that a process's descendants hold together; 0 while there is one at most.

    What they share counts once, and what they share with the process itself in proportion. Where
    the kernel does not tell that, what the process had before it forked them is taken off each.
    """
    running = below(process)
    if len(running) < 2:
        return 0
    before = _sum(f"/proc/{process}/status", _OWN) or 0
    total = 0
    for one in running:
        size = _sum(f"/proc/{one}/smaps_rollup", _SHARED_OUT)
        if size is None:
            size = max(0, (_sum(f"/proc/{one}/status", _OWN) or 0) - before)
        total += size
    return total


def _sum(path: str, pattern: re.Pattern[str]) -> int | None:
    """Return the bytes that some lines of a file of /proc say; None where it cannot be read."""
    try:
        text = Path(path).read_text(encoding="ascii")
    except OSError:
        return None
    return sum(map(int, pattern.findall(text))) << 10

"""Limits on what one student's process, and all that it starts, may use up."""

from __future__ import annotations

import os
from dataclasses import dataclass

MEBIBYTE = 1 << 20


@dataclass(frozen=True)
class Limits:
    """How much a submission may use; a site changes them with ``c.JailedExecute.limits``."""

    cpu_seconds: int = 1800
    """CPU time of one process, behind the time limits of cells and submissions."""
    memory: int = 6144 * MEBIBYTE
    """Address space of one process. Allocators reserve more than they use, so this is generous."""
    together: int = 6144 * MEBIBYTE
    """Memory that all processes hold together, as the grader sees it from outside."""
    processes: int = 128
    """Processes and threads together; see `apply` for whom they are counted."""
    file: int = 256 * MEBIBYTE
    """The largest file."""
    scratch: int = 512 * MEBIBYTE
    """All files together, where a private file system holds them."""
    files: int = 20_000
    """Number of files, where a private file system holds them."""
    descriptors: int = 512
    """Open files."""


def apply(limits: Limits, counted_apart: bool) -> None:
    """Put limits on this process and all that it starts.

    Parameters
    ----------
    limits : Limits
    counted_apart : bool
        Whether the kernel counts this submission's processes apart from other processes of the
        user (in a user namespace, or under an identity of its own). Otherwise those that run
        already are added to the limit.
    """
    import resource

    processes = limits.processes + (0 if counted_apart else _running())
    for name, soft, hard in (
        # SIGXCPU at the soft limit can be caught, SIGKILL at the hard one cannot.
        (resource.RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 5),
        (resource.RLIMIT_AS, limits.memory, limits.memory),
        (resource.RLIMIT_NPROC, processes, processes),
        (resource.RLIMIT_FSIZE, limits.file, limits.file),
        (resource.RLIMIT_NOFILE, limits.descriptors, limits.descriptors),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_MEMLOCK, MEBIBYTE, MEBIBYTE),
        (resource.RLIMIT_MSGQUEUE, 0, 0),
    ):
        most = resource.getrlimit(name)[1]
        if most != resource.RLIM_INFINITY:
            soft, hard = min(soft, most), min(hard, most)
        resource.setrlimit(name, (soft, hard))


def _running() -> int:
    """Count this user's threads, as RLIMIT_NPROC does; where no /proc shows them there are few."""
    mine, count = os.getuid(), 0
    for entry in os.scandir("/proc") if os.path.isdir("/proc/self") else ():
        if entry.name.isdigit():
            try:
                if entry.stat().st_uid == mine:
                    count += len(os.listdir(f"/proc/{entry.name}/task"))
            except OSError:
                continue
    return count

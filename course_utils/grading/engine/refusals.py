"""What the jail refuses, in a sentence for the learner; the error alone would be a riddle."""

from __future__ import annotations

import errno
import os
import traceback
from collections.abc import Iterator
from pathlib import Path

NETWORK = (
    "Work is graded without a network and without sockets: nothing can be downloaded or served, and "
    "multiprocessing.Manager cannot be used. Hand in the data beside the notebook; Pool works."
)
PROCESSES = (
    "Work is graded where the machine and others' processes cannot be seen: /proc shows your own "
    "processes at most, /sys nothing, so psutil and the like cannot tell more."
)
NAMES = "Work is graded under a user that has no name: use getpass.getuser() or leave the name out."
FILES = (
    "Work is graded in a folder of its own: it can read what was handed in and Python's own files, "
    "and write beside the notebook, and nothing else. Name files relative to the notebook."
)
REFUSED = (errno.EACCES, errno.EPERM, errno.EROFS)


def explain(error: BaseException | None, root: Path) -> str | None:
    """Return the sentence for an error that the jail caused, None for any other.

    Parameters
    ----------
    error : BaseException or None
        What ended a cell; what caused it is looked at as well.
    root : Path
        The folder of the submission's own.
    """
    return next((words for one in _chain(error) if (words := _explain(one, root))), None)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and all that it came from."""
    waiting, seen = [error], set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, BaseException) and id(one) not in seen:
            seen.add(id(one))
            yield one
            # urllib and requests keep what happened as a reason
            waiting += [one.__context__, one.__cause__, getattr(one, "reason", None)]


def _explain(error: BaseException, root: Path) -> str | None:
    if type(error).__module__.partition(".")[0] == "psutil":
        return PROCESSES
    if isinstance(error, KeyError) and str(error).strip("'\"").startswith(("getpw", "getgr")):
        return NAMES
    where = {Path(frame.filename).name for frame in traceback.extract_tb(error.__traceback__)}
    if isinstance(error, EOFError) and "managers.py" in where:
        return NETWORK
    if not isinstance(error, OSError):
        return None
    if type(error).__name__ == "gaierror" or (
        error.errno in REFUSED and error.filename is None and "socket.py" in where
    ):
        return NETWORK
    if isinstance(error.filename, str | bytes):
        path = os.path.abspath(os.fsdecode(error.filename))
        if path.startswith(("/proc/", "/sys/")) or path in ("/proc", "/sys"):
            return PROCESSES
        outside = not Path(path).is_relative_to(root)
        if outside and (error.errno in REFUSED or error.errno == errno.ENOENT):
            return FILES
    return None

"""Keep a library's own printing out of a learner's cell."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from collections.abc import Iterator


@contextlib.contextmanager
def standard_output_held() -> Iterator[None]:
    """Drop what compiled code prints to the standard output meanwhile.

    The solver behind `scipy.optimize.milp` prints a line of its own now and then, which none of
    its options stops (seen up to HiGHS 1.16). What Python prints in this thread comes as always.
    """
    try:
        kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    except OSError:  # a process without a standard output, such as pythonw's
        yield
        return
    try:
        _written_out()
        os.dup2(nowhere, 1)
        yield
    finally:
        _written_out()
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def _written_out() -> None:
    """Empty the buffers of Python and of C, so that nothing of theirs comes at another time."""
    with contextlib.suppress(Exception):
        sys.stdout.flush()
    with contextlib.suppress(Exception):
        ctypes.CDLL("ucrtbase" if os.name == "nt" else None).fflush(None)

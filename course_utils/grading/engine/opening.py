"""The opening of a notebook: its first cells, the same in every hand-in, run once for all.

An assignment begins with cells that no student writes: imports, loading and cleaning data. The
warm parent runs them once, and every submission is forked from where they end; their outputs are
shown again in each. A submission cannot tell the difference, except that it comes sooner. Where one
could (the cells wrote a file, drew random numbers, listed their folder, started a program, went
elsewhere, failed), the opening is not kept, and every submission runs those cells itself.

The cells are run beside copies of the assignment's own files, and shared with those hand-ins alone
that have the same files and no others, apart from what widgets keep.

Only the instructor's own text is ever run here, outside the jail, as the key is: the text comes from
the instructor's notebook, never from a submission.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from course_utils.grading.engine.files import KEPT, WORK
from course_utils.grading.engine.watch import watched

if TYPE_CHECKING:
    from course_utils.grading.engine.shell import Channel, Shell

SECONDS = 60
LARGEST = 48 << 10
"""Bytes of outputs up to which they fit into the parent's one message."""


class Opening(NamedTuple):
    """What the warm parent runs before the first submission.

    Attributes
    ----------
    cells : tuple of str
        The code cells.
    environment : tuple of (str, str)
        What they find in their environment, as every submission does.
    folder : str
        Where the instructor's notebook stands.
    files : tuple of (str, str)
        The files beside it, which every submission gets, and their digests.
    """

    cells: tuple[str, ...]
    environment: tuple[tuple[str, str], ...]
    folder: str = ""
    files: tuple[tuple[str, str], ...] = ()


class Played(NamedTuple):
    """What one cell of the opening answered and showed."""

    reply: dict[str, Any]
    shown: list[tuple[str, dict[str, Any]]]


def first_cells(notebook: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the code cells before the first that a student answers or that is graded.

    Parameters
    ----------
    notebook : mapping
        A notebook of the instructor's, with nbgrader's marks.
    """
    found = []
    for cell in notebook["cells"]:
        about = cell["metadata"].get("nbgrader", {})
        if about.get("solution") or about.get("grade"):
            break
        text = "".join(cell["source"])
        if cell["cell_type"] == "code" and text.strip():
            found.append(text)
    return tuple(found)


def begins_with(notebook: Mapping[str, Any], cells: tuple[str, ...], skipped: str = "") -> bool:
    """Say whether the first code cells that a hand-in runs are these, to the letter.

    Parameters
    ----------
    notebook : mapping
    cells : tuple of str
    skipped : str
        The tag of cells that are not run.
    """
    code = (c for c in notebook["cells"] if c["cell_type"] == "code" and c["source"].strip())
    texts = (c["source"] for c in code if skipped not in c["metadata"].get("tags", []))
    return all(next(texts, None) == cell for cell in cells)


def fingerprints(given: Iterable[tuple[str, bytes]]) -> tuple[tuple[str, str], ...]:
    """Return the files by which hand-ins may differ for an opening, and their digests.

    Parameters
    ----------
    given : iterable of (str, bytes)
        Paths relative to the folder of the hand-in, and contents.
    """
    return tuple(
        sorted(
            (path, hashlib.sha256(content).hexdigest())
            for path, content in given
            if path.split("/")[0] not in KEPT
        )
    )


def play(shell: Shell, talk: Channel, opening: Opening) -> list[Played] | None:
    """Run an opening in the warm parent.

    Parameters
    ----------
    shell, talk : Shell, Channel
        Those that submissions will be forked with.
    opening : Opening

    Returns
    -------
    list of Played or None
        None if a submission could tell that the cells were not run in its own process. What they
        left in this process is then not to be used: the parent has to start again.
    """
    played: list[Played] = []
    before = _marks()
    with tempfile.TemporaryDirectory(prefix="pmlab-opening-") as root:
        folder = Path(root, WORK)
        _copy(opening, folder)
        with _as_a_submission(Path(root), shell, talk, dict(opening.environment)):
            found = _files(root), os.getcwd(), dict(os.environ)
            with watched(folder) as looked:
                loop = asyncio.new_event_loop()
                for cell in opening.cells:
                    one = _run(shell, talk, cell, loop)
                    if one is None:
                        return None
                    played.append(one)
                loop.close()
            if looked or found != (_files(root), os.getcwd(), dict(os.environ)):
                return None
    if _marks() != before or len(json.dumps(played)) > LARGEST:
        return None
    return played


def _copy(opening: Opening, folder: Path) -> None:
    for path, _ in opening.files:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(Path(opening.folder) / path, target)


def _files(root: str) -> list[tuple[str, int, int]]:
    """Return all files below a folder, with what changes when they do."""
    paths = sorted(path for path in Path(root).rglob("*"))
    found = ((path, path.lstat()) for path in paths)
    return [
        (str(path), status.st_size, status.st_mtime_ns) for path, status in found if path.is_file()
    ]


def _run(shell: Shell, talk: Channel, cell: str, loop: asyncio.AbstractEventLoop) -> Played | None:
    from course_utils.grading.engine import shell as shells

    shown: list[tuple[str, dict[str, Any]]] = []
    talk.listener = lambda kind, content: shown.append((kind, content))
    try:
        reply = shells.run(shell, cell, "opening", loop)
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:  # an interrupt, or an end that the cell asked for
        return None
    finally:
        talk.listener = None
    return Played(reply, shown) if reply["status"] == "ok" else None


@contextlib.contextmanager
def _as_a_submission(
    root: Path, shell: Shell, talk: Channel, environment: dict[str, str]
) -> Iterator[None]:
    from course_utils.grading.engine import child
    from course_utils.grading.engine import shell as shells

    def late(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    streams, kept, folder = (sys.stdout, sys.stderr), dict(os.environ), os.getcwd()
    child.settle(root, environment)
    shells.move_in(shell, root)
    shells.own_streams(talk)
    signal.signal(signal.SIGALRM, late)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        sys.stdout, sys.stderr = streams
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(kept)
        tempfile.tempdir = None


def _marks() -> tuple[Any, ...]:
    """Return what every submission would share, or lose, by being forked later than now."""
    numpy = sys.modules["numpy"]
    return (
        sorted(os.listdir("/proc/self/task")),
        sorted(os.readlink(f"/proc/self/fd/{d}") for d in _descriptors()),
        _has_children(),
        random.getstate(),
        [str(part.tolist()) for part in map(numpy.asarray, numpy.random.get_state())],
        {n: signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD)},
    )


def _descriptors() -> list[str]:
    return [d for d in os.listdir("/proc/self/fd") if os.path.lexists(f"/proc/self/fd/{d}")]


def _has_children() -> bool:
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True

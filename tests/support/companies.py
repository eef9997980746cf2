"""Companies for proofs: each is made once, and every lesson and every worker reads it from disk."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import time
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

from places import ROOT

from course_utils.company import generate
from course_utils.data import Folder
from course_utils.files import digest

HOME = ROOT / ".pmlab" / "companies"
ACCOUNTS = 1000
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
"""What the workers of one run have in common."""
PATIENCE = 120
"""Seconds after which who makes a company is taken for dead."""


def company(seed: int) -> Folder:
    """Return the company of a seed."""
    return next(companies([seed]))


def companies(seeds: Iterable[int]) -> Iterator[Folder]:
    """Yield the companies of some seeds, those first that are there.

    Workers that want the same ones share the making: each makes what nobody else is making.
    """
    waiting = {seed: _home() / f"{ACCOUNTS}-{seed}" for seed in seeds}
    while waiting:
        there = next((seed for seed, folder in waiting.items() if folder.is_dir()), None)
        if there is not None:
            yield Folder(waiting.pop(there))
        elif not any(_make(seed, folder) for seed, folder in waiting.items()):
            time.sleep(0.02)


@cache
def _home() -> Path:
    """Return the folder for what the code makes as it is now; what other code made goes."""
    libraries = [version(name) for name in ("numpy", "pandas", "pyarrow")]
    home = HOME / digest(ROOT / "course_utils" / "company", libraries, sys.version_info[:2])[:12]
    if not home.is_dir():
        shutil.rmtree(HOME, ignore_errors=True)
        home.mkdir(parents=True, exist_ok=True)
    return home


def _make(seed: int, folder: Path) -> bool:
    """Make a company unless another worker does."""
    claim = folder.with_name(f".{folder.name}-{RUN}.claim")
    try:
        claim.mkdir()
    except FileExistsError:
        with contextlib.suppress(FileNotFoundError):
            if time.time() - claim.stat().st_mtime < PATIENCE:
                return False
    if not folder.is_dir():  # it may just have been finished
        generate(seed=seed, accounts=ACCOUNTS).write(folder)
    with contextlib.suppress(FileNotFoundError):
        claim.rmdir()
    return True

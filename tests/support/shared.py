"""What is slow to make and never changed, made once for all of a run's test processes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from course_utils import files

PATIENCE = 1200.0


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return a folder that somebody has filled; who comes while it is filled waits.

    Parameters
    ----------
    factory : pytest.TempPathFactory
    name : str
    make : callable
        Fills the folder that it is given, which is there and empty.
    """
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent  # that of the run
    folder, done = base / f"once-{name}", base / f"once-{name}.done"
    if not done.exists():
        with files.lock(base / f"once-{name}.lock", PATIENCE) as ours:
            assert ours, f"{name} was not made in time by another test process"
            if not done.exists():
                shutil.rmtree(folder, ignore_errors=True)  # of one that failed
                folder.mkdir()
                make(folder)
                done.touch()
    return folder

"""nbgrader in a process that stays: its settings, its own log, and the parts of its lists."""

from __future__ import annotations

import importlib
import logging
import os
import sys
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CONFIG = "nbgrader_config.py"


def course_folder(start: Path | None = None) -> Path | None:
    """Return the nearest folder at or above ``start`` that holds nbgrader's settings, or None."""
    here = (start or Path.cwd()).resolve()
    return next((folder for folder in (here, *here.parents) if (folder / CONFIG).is_file()), None)


@contextmanager
def working_in(folder: str | Path) -> Iterator[None]:
    """Work in a folder for a while, as nbgrader's commands do."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def opened(root: Path, **directories: str) -> Any:
    """Return nbgrader with a course's settings.

    Parameters
    ----------
    root : Path
        The folder of the course.
    directories : str
        Traits of ``CourseDirectory`` in place of the course's own, such as ``db_url``.

    Returns
    -------
    nbgrader.apps.baseapp.NbGrader
        Its log goes nowhere until somebody listens.
    """
    from nbgrader.apps.baseapp import NbGrader
    from sqlalchemy.exc import SAWarning

    # nbgrader's way to add a submission, which does what it should.
    warnings.filterwarnings("ignore", category=SAWarning, module="nbgrader")
    # alembic, which nbgrader calls by name, stands beside this Python.
    scripts = str(Path(sys.executable).parent)
    if scripts not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = scripts + os.pathsep + os.environ.get("PATH", "")
    with working_in(root):
        app = NbGrader()
        app.initialize([], root=str(root))
    app.log.handlers = [logging.NullHandler()]
    app.log.propagate = False
    app.coursedir.root = str(root)
    for name, value in directories.items():
        setattr(app.coursedir, name, value)
    return app


@dataclass(frozen=True)
class Line:
    """What was logged once: a record's objects do not last."""

    level: str
    file: str
    words: str


class Heard(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: list[Line] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record's words."""
        self.lines.append(Line(record.levelname, record.pathname, self.format(record)))

    @property
    def text(self) -> str:
        """All of it, a line a record."""
        return "".join(f"[{one.level}] {one.words}\n" for one in self.lines)


@contextmanager
def listening(app: Any) -> Iterator[Heard]:
    """Keep what nbgrader logs for a while."""
    heard = Heard()
    app.log.addHandler(heard)
    try:
        yield heard
    finally:
        app.log.removeHandler(heard)


def split(preprocessors: Iterable[Any], kinds: tuple[type, ...]) -> tuple[list[Any], list[Any]]:
    """Split one of nbgrader's lists into those that are of some kinds and the others."""
    ours: list[Any] = []
    others: list[Any] = []
    for one in preprocessors:
        made = one
        if isinstance(one, str):
            module, _, name = one.rpartition(".")
            made = getattr(importlib.import_module(module), name)
        (ours if isinstance(made, type) and issubclass(made, kinds) else others).append(one)
    return ours, others

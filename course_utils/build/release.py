"""The release, made by nbgrader's own converter."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path
from typing import Any

from course_utils.build.errors import BuildError

CONFIG = "nbgrader_config.py"


def settings(root: Path) -> Any:
    """Return the course's nbgrader settings, as nbgrader's own commands read them.

    Parameters
    ----------
    root : Path
        Folder of the course. Without an ``nbgrader_config.py`` there, the package's own.

    Returns
    -------
    traitlets.config.Config
    """
    from traitlets.config import Config
    from traitlets.config.loader import PyFileConfigLoader

    if (root / CONFIG).is_file():
        return PyFileConfigLoader(CONFIG, path=str(root)).load_config()
    from course_utils.grading import configure

    config = Config()
    configure(config, root)
    return config


def release(skill: str, files: dict[str, str], root: Path) -> dict[str, str]:
    """Make the release of an assignment.

    Parameters
    ----------
    skill : str
        The assignment's name.
    files : dict
        Name and text of each file in ``solutions/<skill>/``.
    root : Path
        Folder of the course, for its nbgrader settings.

    Returns
    -------
    dict
        Name and text of each file in ``exercises/<skill>/``.

    Notes
    -----
    No gradebook is made or changed: nbgrader's ``--no-db`` leaves out the one step that writes
    to it, and gives the same files.
    """
    from nbgrader.converters import GenerateAssignment
    from nbgrader.converters.base import NbGraderException
    from nbgrader.coursedir import CourseDirectory

    config = settings(root)
    with tempfile.TemporaryDirectory(prefix="pmlab-") as name:
        course = Path(name).resolve()
        config.CourseDirectory.root = str(course)
        config.CourseDirectory.db_url = f"sqlite:///{(course / 'gradebook.db').as_posix()}"
        config.CourseDirectory.assignment_id = skill
        config.SaveCells.enabled = False
        config.GenerateAssignment.no_database = True
        folder = CourseDirectory(config=config)
        source = Path(folder.format_path(folder.source_directory, ".", skill))
        source.mkdir(parents=True)
        for file, text in files.items():
            (source / file).write_text(text, encoding="utf-8", newline="\n")
        converter = GenerateAssignment(coursedir=folder, config=config)
        converter.log = logging.getLogger("pmlab.nbgrader")
        converter.log.setLevel(logging.ERROR)
        try:
            converter.start()
        except NbGraderException as error:
            raise BuildError(f"nbgrader cannot make the release of {skill}: {error}") from None
        made = Path(folder.format_path(folder.release_directory, ".", skill))
        return {
            path.name: path.read_text(encoding="utf-8")
            for path in sorted(made.iterdir())
            if path.is_file()
        }

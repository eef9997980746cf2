"""Where the course is: the folder that holds its notebooks."""

from __future__ import annotations

from pathlib import Path

HOME = Path("notebooks") / "00_start_here.ipynb"


class NoCourse(LookupError):
    """No folder here or above holds the course."""


def course_root(start: Path | None = None) -> Path:
    """Find the folder of the course.

    Parameters
    ----------
    start : Path, optional
        Where to begin; the working directory if not given. The folders above it are searched,
        then the place of this package.

    Returns
    -------
    Path
        The first folder that holds ``notebooks/00_start_here.ipynb``.

    Raises
    ------
    NoCourse
        When there is none.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents, Path(__file__).resolve().parents[1]):
        if (folder / HOME).is_file():
            return folder
    raise NoCourse(
        f"There is no course here ({HOME.as_posix()} was not found): "
        "go to the course's folder, or run 'pmlab build' there if it is a fresh checkout."
    )

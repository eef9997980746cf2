"""What is built from what, and whether it has to be built again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from course_utils.build.errors import BuildError
from course_utils.exercises.forms.written import EXEMPLARS

COVERS = "covers.txt"  # beside a lesson: what of the course's list it teaches, and where
FOLDER = re.compile(r"(\d\d)_([a-z][a-z0-9_]*)")


@dataclass(frozen=True)
class Skill:
    """One folder of ``curriculum/`` and the files that are built from it.

    Attributes
    ----------
    name : str
        ``"metrics"``; nbgrader's name of the assignment and of its notebook.
    folder : Path
        ``curriculum/07_metrics``.
    root : Path
        The folder of the course.
    """

    name: str
    folder: Path
    root: Path

    @property
    def lesson(self) -> Path:
        """The author's lesson."""
        return self.folder / "lesson.py"

    @property
    def assignment(self) -> Path:
        """The author's assignment."""
        return self.folder / "assignment.py"

    @property
    def key(self) -> Path:
        """The author's key."""
        return self.folder / "key.py"

    @property
    def exemplars(self) -> list[Path]:
        """Texts for markers that earn 2 and 4, as far as they are there."""
        return [path for name in EXEMPLARS.values() if (path := self.folder / name).is_file()]

    @property
    def lesson_notebook(self) -> Path:
        """The built lesson."""
        return self.root / "notebooks" / f"{self.folder.name}.ipynb"

    @property
    def practice(self) -> Path:
        """The built checks of what the lesson practises."""
        return self.root / "notebooks" / "checks" / f"{self.folder.name}.json"

    @property
    def solutions(self) -> Path:
        """The built source version of the assignment."""
        return self.root / "solutions" / self.name

    @property
    def exercises(self) -> Path:
        """The built release of the assignment."""
        return self.root / "exercises" / self.name

    def shown(self, path: Path) -> Path:
        """Return a path as the author would type it, from the course's folder."""
        return path.relative_to(self.root)


def find_root(start: Path | None = None) -> Path:
    """Return the folder that holds ``curriculum/``, here or above.

    Parameters
    ----------
    start : Path, optional
        Where to begin; the working directory if not given.

    Raises
    ------
    BuildError
        When there is none.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "curriculum").is_dir():
            return folder
    raise BuildError("There is no curriculum/ here or above: go to the course's folder.")


def find_skills(root: Path, wanted: Iterable[str] | None = None) -> list[Skill]:
    """Return the skills to build, in the order of their numbers.

    Parameters
    ----------
    root : Path
        The folder of the course.
    wanted : iterable of str, optional
        Names (``metrics``) or folders (``07_metrics``); all of them if not given.

    Raises
    ------
    BuildError
        When a name is not there, or two folders would build the same files.
    """
    found: dict[str, Skill] = {}
    for folder in sorted((root / "curriculum").iterdir()):
        match = FOLDER.fullmatch(folder.name)
        if not folder.is_dir() or not match or not any(folder.glob("*.py")):
            continue
        if match[2] in found:
            raise BuildError(
                f"curriculum/{found[match[2]].folder.name} and curriculum/{folder.name} would "
                "build the same assignment: rename one."
            )
        found[match[2]] = Skill(match[2], folder, root)
    if wanted is None:
        return list(found.values())
    chosen = []
    for name in wanted:
        short = Path(name).name
        short = match[2] if (match := FOLDER.fullmatch(short)) else short
        if short not in found:
            raise BuildError(f"There is no skill '{name}'; there are {', '.join(found)}.")
        chosen.append(found[short])
    return sorted(set(chosen), key=lambda skill: skill.folder.name)

"""What the builder says when it refuses to build."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from course_utils.exercises.key import Problem


class BuildError(Exception):
    """A source that cannot be built, with the place where its author can mend it.

    Parameters
    ----------
    message : str
        One sentence that says what to do instead.
    path : Path, optional
        The author's file.
    line : int, optional
        The line in it, counted from 1.
    """

    def __init__(self, message: str, path: Path | None = None, line: int | None = None) -> None:
        self.message = message
        self.path = path
        self.line = line
        self.others: list[BuildError] = []
        super().__init__(message)

    @classmethod
    def of(cls, problems: Iterable[Problem], root: Path) -> BuildError:
        """Return one error for all problems of a key, with paths from the course's folder."""
        errors = []
        for problem in problems:
            path = Path(problem.file)
            if path.is_relative_to(root):
                path = path.relative_to(root)
            who = problem.exercise + (f" ({problem.company})" if problem.company else "")
            message = f"{who}: {problem.message}" if who else problem.message
            errors.append(cls(message, path, problem.line))
        errors[0].others = errors[1:]
        return errors[0]

    def __str__(self) -> str:
        """Return ``file:line: message``, in the form that editors turn into a link."""
        text = self.message
        if self.path is not None:
            place = self.path.as_posix() + (f":{self.line}" if self.line is not None else "")
            text = f"{place}: {text}"
        return "\n".join([text, *map(str, self.others)])

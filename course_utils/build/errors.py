"""What the builder says when it refuses to build."""

from __future__ import annotations

from pathlib import Path


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
        super().__init__(message)

    def __str__(self) -> str:
        """Return ``file:line: message``, in the form that editors turn into a link."""
        if self.path is None:
            return self.message
        place = self.path.as_posix()
        if self.line is not None:
            place += f":{self.line}"
        return f"{place}: {self.message}"

"""Write the stubs that tell type checkers and editors what the toolkit's folders hold."""

from __future__ import annotations

from pathlib import Path

from course_utils.toolkit import _folder

ROOT = Path(__file__).parent
HEAD = "# Written by python -m course_utils.toolkit.\n"
STARS = HEAD + "# ruff: noqa: F403\n"


def stubs() -> dict[Path, str]:
    """Return the text of each package's stub, by its file."""
    rooms = _folder.rooms([str(ROOT)])
    names = (f"from course_utils.toolkit import {room} as {room}\n" for room in rooms)
    found = {ROOT / "__init__.pyi": HEAD + "".join(names)}
    for room in rooms:
        stars = (
            f"from course_utils.toolkit.{room}.{name} import *\n"
            for name in _folder.modules([str(ROOT / room)])
        )
        found[ROOT / room / "__init__.pyi"] = STARS + "".join(stars)
    return found


if __name__ == "__main__":
    for file, text in stubs().items():
        file.write_text(text, encoding="utf-8")

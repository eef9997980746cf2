"""``pmlab new-lesson``: two rooms with a small lesson that builds, to be replaced piece by piece."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from course_utils import files
from course_utils.build import plan
from course_utils.build.course import COURSE, Course
from course_utils.build.errors import BuildError
from course_utils.build.lint.cover import ARROW, BAR, rows

TEMPLATE = Path(__file__).parent / "template"
ROOM = Path("course_utils") / "lessons"
ENDING = ".txt"  # so that nobody takes the template for a lesson


def new_lesson(name: str, root: Path | None = None) -> list[Path]:
    """Make the two rooms of a lesson, with a short example that builds and passes the linter.

    Parameters
    ----------
    name : str
        Its folder, such as ``"08_retention"``.
    root : Path, optional
        The folder of the course; found from the working directory if not given.

    Returns
    -------
    list of Path
        What was written, from the course's folder.

    Raises
    ------
    BuildError
        When the name is not of that form, or there is such a lesson or room already.
    """
    root = plan.find_root(root)
    match = plan.FOLDER.fullmatch(name)
    if not match:
        raise BuildError(f"'{name}' must be two digits, _ and a word, such as 08_retention.")
    for skill in plan.find_skills(root):
        if skill.name == match[2] or skill.folder.name[:2] == match[1]:
            raise BuildError(
                f"There is curriculum/{skill.folder.name} already: choose another number and name."
            )
    if (root / ROOM / match[2]).exists():
        raise BuildError(f"There is {(ROOM / match[2]).as_posix()} already: choose another name.")
    number = int(match[1])
    planned = next((item for item in Course.of(root).lessons if item.folder == name), None)
    words = {
        "@NUMBER@": str(number),
        "@FOLDER@": name,
        "@SKILL@": match[2],
        "@TITLE@": planned.title if planned else match[2].replace("_", " ").capitalize(),
    }
    skill = plan.Skill(match[2], root / "curriculum" / name, root)
    rooms = {"curriculum": skill.folder, "room": root / ROOM / skill.name}
    texts = {
        rooms[path.parent.name] / path.name.removesuffix(ENDING): path.read_text(encoding="utf-8")
        for path in sorted(TEMPLATE.glob(f"*/*{ENDING}"))
    }
    texts[skill.folder / plan.COVERS] = _covers(root, number)
    written = []
    for path, text in texts.items():
        for mark, word in words.items():
            text = text.replace(mark, word)
        files.write(path, text)
        written.append(skill.shown(path))
    return written


def _covers(root: Path, number: int) -> str:
    lines = ["# What of the course's list (curriculum/coverage.csv) is taught in which part."]
    lines += [
        f"# {row.item} {ARROW} PART {BAR} EXERCISE" for row in rows(root) if row.lesson == number
    ]
    return "\n".join(lines) + "\n"


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``pmlab new-lesson``.

    Parameters
    ----------
    argv : sequence of str, optional
        The arguments after ``new-lesson``; those of the process if not given.

    Returns
    -------
    int
        0 when it is made, 1 otherwise.
    """
    parser = argparse.ArgumentParser(
        prog="pmlab new-lesson", description="Begin a lesson with a small example that builds."
    )
    parser.add_argument("name", help="its folder, such as 08_retention")
    wanted = parser.parse_args(argv)
    try:
        root = plan.find_root()
        for path in new_lesson(wanted.name, root):
            print(path.as_posix())
        known = any(item.folder == wanted.name for item in Course.of(root).lessons)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    if not known:
        print(f"Add the lesson to curriculum/{COURSE}, so that the map shows it.")
    print(f"Now: pmlab build {wanted.name}, pmlab lint-lesson {wanted.name}.")
    return 0

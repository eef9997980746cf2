"""Lists in the course's pages that are written from what is there, between two marks.

``<!-- list of lessons -->`` begins such a list, ``<!-- end of list -->`` ends it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path

from course_utils.build.course import Course

_LIST = re.compile(
    r"(?P<begin><!-- list of (?P<name>[\w ]+) -->\n).*?(?P<end><!-- end of list -->)", re.DOTALL
)
PAGES = (Path("README.md"), Path("docs") / "widgets.md")


def pages(root: Path, course: Course) -> dict[Path, str]:
    """Return the pages that hold a list, as they should read.

    Parameters
    ----------
    root : Path
        The folder of the course.
    course : Course
        Its lessons.

    Raises
    ------
    KeyError
        When a page asks for a list that nobody makes.
    """
    makers: dict[str, Callable[[], list[str]]] = {
        "lessons": lambda: lessons(course),
        "widgets of lessons": lambda: widgets(root),
    }
    found = {}
    for page in PAGES:
        if (root / page).is_file():
            text = (root / page).read_text(encoding="utf-8")
            if _LIST.search(text):
                found[page] = _LIST.sub(
                    lambda match: (
                        match["begin"] + "\n".join([*makers[match["name"]](), ""]) + match["end"]
                    ),
                    text,
                )
    return found


def lessons(course: Course) -> list[str]:
    """Return the lessons that are written, one a line, with a link to each."""
    return [
        f"- [{item.heading}](notebooks/{item.folder}.ipynb): {item.gives}"
        for item in course.lessons
        if item.folder in course.open
    ]


def widgets(root: Path) -> list[str]:
    """Return the answer widgets of single lessons, one a line, with what its docstring says."""
    found = []
    for path in sorted((root / "course_utils" / "lessons").glob("*/*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and any(
                isinstance(base, ast.Name) and base.id == "Answer" for base in node.bases
            ):
                said = (ast.get_docstring(node) or "").splitlines()[:1]
                found.append(f"- `lessons.{path.parent.name}.{node.name}`: {' '.join(said)}")
    return found

"""Grading stands below the builder: the builder proves with it, and it knows nothing of building."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from places import ROOT


def imported(path: Path) -> Iterator[str]:
    """Yield the modules that a file imports, also inside of functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_grading_imports_nothing_of_the_builder() -> None:
    rooms = ("grading", "exercises")
    found = {
        (path.name, name)
        for room in rooms
        for path in (ROOT / "course_utils" / room).rglob("*.py")
        for name in imported(path)
        if name.startswith("course_utils.build")
    }
    assert found == set()

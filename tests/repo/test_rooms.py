"""The rooms of the package use one another in one way, and docs/architecture.md draws it as it is."""

import ast
import re
from graphlib import TopologicalSorter

import pytest
from places import ROOT

PACKAGE = ROOT / "course_utils"
ROOMS = {path.stem for path in PACKAGE.iterdir() if path.name[0] not in "._"}


def named(node, inside):
    """Return the modules that a statement imports; `inside` is the package in which it stands."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        from_here = ".".join(inside[: len(inside) + 1 - node.level]) if node.level else ""
        base = ".".join(filter(None, (from_here, node.module)))
        return [f"{base}.{alias.name}" for alias in node.names]
    return []


def uses(file):
    """Return the rooms that a file imports, wherever in it, its own left out."""
    inside = file.parent.relative_to(ROOT).parts
    own = file.relative_to(PACKAGE).parts[0].removesuffix(".py")
    modules = [
        module.split(".")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        for module in named(node, inside)
    ]
    found = {module[1] for module in modules if module[0] == "course_utils" and len(module) > 1}
    return {(own, room) for room in found & ROOMS - {own}}


@pytest.fixture(scope="module")
def imported():
    """Who uses what, as pairs of rooms."""
    files = [file for file in PACKAGE.rglob("*.py") if file.parent != PACKAGE or file.stem in ROOMS]
    return {pair for file in files for pair in uses(file)}


@pytest.fixture(scope="module")
def drawn():
    """Who uses what by the picture's arrows."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    picture = re.search(r"```mermaid\n(.*?)```", text, re.DOTALL)[1]
    arrows = re.findall(r"^ +(\w+)(?:\[.*?\])? --> (\w+)", picture, re.MULTILINE)
    return {(user, used) for used, user in arrows}


def reached(pairs):
    """Return the pairs, and those that lead from one to the next."""
    found = set(pairs)
    while more := {(a, d) for a, b in found for c, d in found if b == c} - found:
        found |= more
    return found


def test_no_room_uses_one_that_uses_it(imported):
    graph = {}
    for user, used in imported:
        graph.setdefault(user, set()).add(used)
    TopologicalSorter(graph).prepare()


def test_the_picture_shows_what_is_used(imported, drawn):
    assert {room for pair in drawn for room in pair} >= {room for pair in imported for room in pair}
    assert imported <= reached(drawn), "used, and not drawn"
    assert drawn <= imported, "drawn, and not used"


def test_each_room_stands_in_the_list(drawn):
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert {name for name in folders if f"| `course_utils/{name}/" not in text} == set()

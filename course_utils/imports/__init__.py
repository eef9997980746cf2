"""What a lesson is made of: the files of the package that its scripts really import.

A digest over them changes when something changes on which the lesson depends, and only then. The
files are read, never run. What cannot be told, such as an import by a computed name, counts as
everything; a call may say what it imports in a comment behind it: ``# imports: course_utils.data``,
``# imports: course_utils.toolkit.*`` or ``# imports: nothing``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from course_utils import files
from course_utils.imports.graph import PACKAGE, Graph
from course_utils.imports.parsed import keep
from course_utils.imports.tables import FAMILY, defined, named

__all__ = ["PACKAGE", "SHOWN", "Graph", "Used", "digest", "used"]

SHOWN = frozenset({".css", ".js"})
"""What only a browser reads: no stored notebook holds it and no answer depends on it."""

ROOM = "lessons"


@dataclass(frozen=True)
class Used:
    """What some scripts are made of.

    Attributes
    ----------
    files : frozenset of Path
        Files of the package.
    tables : frozenset of str or None
        Tables of the company; None when it could be any.
    """

    files: frozenset[Path]
    tables: frozenset[str] | None


def used(scripts: Iterable[Path], modules: Iterable[str] = (), *, package: Path = PACKAGE) -> Used:
    """Return the files of the package that scripts use, and the tables that they load.

    Parameters
    ----------
    scripts : iterable of Path
        A lesson's scripts, its key, what lies beside them and is Python.
    modules : iterable of str
        Modules that count as well, such as ``"course_utils.exercises.posing"``.
    package : Path
        The folder of ``course_utils``.
    """
    graph = Graph(package)
    try:
        return _used(graph, tuple(scripts), tuple(modules))
    finally:
        keep()


def _used(graph: Graph, scripts: tuple[Path, ...], modules: tuple[str, ...]) -> Used:
    family = f"{graph.name}.{FAMILY}"
    files = graph.reached([*scripts, *modules], [family])
    if files is None:
        return Used(frozenset(graph.files), None)
    rooms = (
        path for path in files if path in graph.names and path.is_relative_to(graph.package / ROOM)
    )
    homes = defined(graph)
    tables = named(graph, [*scripts, *rooms], homes)
    inside = [name for name in graph.members(family) if name != family]
    if not inside or graph.modules[family] not in files:
        return Used(files, tables)
    silent = {name for name in inside if graph.modules[name] not in homes.values()}
    wanted = {graph.names[homes[table]] for table in (homes if tables is None else tables)}
    more = graph.reached([*scripts, *modules, *sorted(silent | wanted & set(inside))], [family])
    return Used(frozenset(graph.files), None) if more is None else Used(more, tables)


def digest(paths: Iterable[Path], root: Path = PACKAGE) -> str:
    """Return the digest of files: of their places and their text.

    Parameters
    ----------
    paths : iterable of Path
    root : Path
        The folder from which places are named; a file outside of it is known by its name.
    """
    ordered = sorted(paths)
    places = [
        path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
        for path in ordered
    ]
    return files.digest(places, *ordered)

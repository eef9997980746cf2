"""Which of the company's tables a lesson loads, and in which modules they are defined."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from course_utils.imports.graph import Graph
from course_utils.imports.parsed import GAP, QUERY, Chain, Parsed

FAMILY = "company.tables"  # its modules are found by their folder; each defines some tables
DOOR = "data"
LOADS = frozenset({"describe", "load"})
ASKS = frozenset({"sql"})  # its texts are looked through wherever they stand
HARMLESS = frozenset({"DataError", "QueryError", "UnknownName", "use", "verify"})
SOURCE = "source"  # a parameter of a key's function that is the whole company
_OPEN = re.compile(rf"\b(from|join)\s+({GAP}|$)|,\s*{GAP}\s*(,|$)", re.IGNORECASE)
_WORD = re.compile(r"\w+")


def defined(graph: Graph) -> dict[str, Path]:
    """Return the module in which each table is defined, as ``Table("events", ...)`` says it."""
    inside = f"{graph.name}.company."
    found = {}
    for name, path in graph.modules.items():
        if name.startswith(inside):
            for chain, constant in graph.parsed(path).calls:
                if chain[-1] == "Table" and constant is not None:
                    found[constant] = path
    return found


def named(graph: Graph, texts: Iterable[Path], known: Iterable[str]) -> frozenset[str] | None:
    """Return the tables that scripts and modules load.

    Parameters
    ----------
    graph : Graph
    texts : iterable of Path
        A lesson's scripts, its key, the modules of its room.
    known : iterable of str
        Names of all tables.

    Returns
    -------
    frozenset of str, or None
        None when it could be any table: one is loaded by a computed name, or the whole company is
        handed on.

    Notes
    -----
    A table counts when it is loaded or described by its name, when it stands in a query, or when
    a parameter in a script is called as it is, which is how a key's functions ask for tables.
    """
    tables = frozenset(known)
    found: set[str] = set()
    for path in texts:
        parsed = graph.parsed(path)
        if _any(parsed, graph.name):
            return None
        found.update(constant or "" for chain, constant in parsed.calls if chain[-1] in LOADS)
        if path not in graph.names:
            found |= parsed.parameters
        for text in parsed.texts:
            if QUERY.search(text):
                if _OPEN.search(text):
                    return None
                found.update(_WORD.findall(text.lower()))
    return tables & found


def _any(parsed: Parsed, package: str) -> bool:
    """Say whether a file does what could give it any table."""
    if SOURCE in parsed.parameters:
        return True
    for item in parsed.imports:
        if (item.module, item.name) == (package, DOOR) and _opens(item.alias, parsed):
            return True
        if item.module == f"{package}.{DOOR}" and item.name not in HARMLESS:
            return True
    return False


def _opens(door: str, parsed: Parsed) -> bool:
    """Say whether a file does with the door to the data what could give it any table."""
    for chain in parsed.uses.get(door, ()):
        if not chain:
            return True
        what = chain[0]
        if what in LOADS:
            if not _constant((door, what), parsed):
                return True
        elif what not in ASKS | HARMLESS:
            return True
    return False


def _constant(call: Chain, parsed: Parsed) -> bool:
    """Say whether every use of a function is a call with a constant."""
    made = [constant for chain, constant in parsed.calls if chain == call]
    return bool(made) and None not in made

"""A skill's modules are found by their folder: to add one, add its file.

What a module lists in its ``__all__`` is public, and stands in its skill's package. Type checkers
and editors cannot look into a folder, so each package has a stub beside it that says the same;
``python -m course_utils.toolkit`` writes the stubs.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from typing import Any


def modules(path: Iterable[str]) -> list[str]:
    """Return the names of the modules in a package's folder, without those for its own use."""
    return sorted(one.name for one in pkgutil.iter_modules(path) if not one.name.startswith("_"))


def rooms(path: Iterable[str]) -> list[str]:
    """Return the names of the packages in a folder."""
    return sorted(one.name for one in pkgutil.iter_modules(path) if one.ispkg)


def public(package: str, path: Iterable[str], into: dict[str, Any], name: str) -> Any:
    """Return what a package's modules list under a name; all of them are loaded then.

    Parameters
    ----------
    package, path, into
        The package's ``__name__``, ``__path__`` and globals, which get every public name.
    name
        What is asked for.

    Raises
    ------
    AttributeError
        If no module lists it.
    """
    if name.startswith("__") and name != "__all__":
        raise AttributeError(f"module {package!r} has no attribute {name!r}")
    if "__all__" not in into:
        into.update(_gathered(package, path))
    if name in into:
        return into[name]
    there = ", ".join(into["__all__"])
    raise AttributeError(f"{package} has no {name!r}; it has: {there}.", name=name, obj=None)


def _gathered(package: str, path: Iterable[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in modules(path):
        module = importlib.import_module(f"{package}.{name}")  # imports: nothing
        for listed in getattr(module, "__all__", ()):
            value = getattr(module, listed)
            if found.setdefault(listed, value) is not value:
                raise ImportError(f"Two modules of {package} have a {listed!r}: rename one.")
    return {**found, "__all__": sorted(found)}

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


def gather(package: str, path: Iterable[str], into: dict[str, Any]) -> list[str]:
    """Load a package's modules and give the package their public names; return these, sorted."""
    found: dict[str, Any] = {}
    for name in modules(path):
        module = importlib.import_module(f"{package}.{name}")
        for public in getattr(module, "__all__", ()):
            value = getattr(module, public)
            if found.setdefault(public, value) is not value:
                raise ImportError(f"Two modules of {package} have a {public!r}: rename one.")
    into.update(found)  # after all loading: a function may bear the name of its module
    return sorted(found)

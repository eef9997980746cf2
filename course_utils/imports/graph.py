"""Which files of the package are used by a script, found by following imports."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Set
from functools import cached_property
from pathlib import Path

from course_utils.imports.parsed import GAP, Chain, Import, Parsed, parse

PACKAGE = Path(__file__).resolve().parents[1]
NOTHING = "nothing"  # what a call may declare that it imports
BESIDE = re.compile(r"""["'(](\.{1,2}/[\w./-]+)["')]""")  # a path, in a script or a style sheet
_MODULES_OWN = re.compile(r"__\w+__")


class Graph:
    """The modules and data files of a package, and what uses what.

    An attribute of a package that loads its parts when they are asked for (one with a
    ``__getattr__``) counts as the part in which it lives. Whatever cannot be told counts as
    everything: a package that is handed on whole, an import by a computed name.

    Parameters
    ----------
    package : Path
        The package's folder; its name is the package's.
    """

    def __init__(self, package: Path = PACKAGE) -> None:
        self.package = package
        self.name = package.name
        self._parsed: dict[Path, Parsed] = {}

    def parsed(self, path: Path) -> Parsed:
        """Return what a file uses."""
        if path not in self._parsed:
            self._parsed[path] = parse(path)
        return self._parsed[path]

    # -- what there is

    @cached_property
    def files(self) -> tuple[Path, ...]:
        """Every file of the package."""
        return tuple(
            path
            for path in sorted(self.package.rglob("*"))
            if path.is_file()
            and "__pycache__" not in path.parts
            and not path.name.startswith(".")
            and path.suffix not in {".pyc", ".tmp"}
        )

    @cached_property
    def modules(self) -> dict[str, Path]:
        """Every module's file, by its dotted name; a package's is its ``__init__.py``."""
        found = {}
        for path in self.files:
            if path.suffix == ".py":
                parts = [self.name, *path.relative_to(self.package).with_suffix("").parts]
                if parts[-1] == "__init__":
                    parts.pop()
                found[".".join(parts)] = path
        return found

    @cached_property
    def names(self) -> dict[Path, str]:
        """Every module's dotted name, by its file."""
        return {path: name for name, path in self.modules.items()}

    def is_package(self, name: str) -> bool:
        """Whether a module is a package."""
        return name in self.modules and self.modules[name].name == "__init__.py"

    def members(self, name: str) -> list[str]:
        """Return the modules of a package, itself and those of its packages among them."""
        return [each for each in self.modules if f"{each}.".startswith(f"{name}.")]

    # -- what is used

    def reached(
        self, starts: Iterable[Path | str], families: Iterable[str] = ()
    ) -> frozenset[Path] | None:
        """Return every file of the package that some scripts and modules use.

        Parameters
        ----------
        starts : iterable of Path or str
            Scripts, and dotted names of modules.
        families : iterable of str
            Packages whose modules are found by their folder and do not count for that alone: only
            those that something imports by name do.

        Returns
        -------
        frozenset of Path, or None
            None when it could be any file.
        """
        walk = _Walk(self, frozenset(families))
        for start in starts:
            if isinstance(start, str):
                walk.module(start)
            else:
                walk.script(start)
        walk.run()
        if walk.anything:
            return None
        return frozenset(walk.seen) | self._data(walk.seen)

    # -- what lies beside modules

    @cached_property
    def _data_files(self) -> dict[Path, Path]:
        """Every file that is no module, with the folder of the package in which it lies."""
        packages = {path.parent for path in self.modules.values()}
        found = {}
        for path in self.files:
            if path.suffix != ".py":
                home = path.parent
                while home not in packages and home != self.package:
                    home = home.parent
                found[path] = home
        return found

    @cached_property
    def _by_name(self) -> dict[str, list[Path]]:
        """Data files by their name, and by the name of a folder of them."""
        found: dict[str, list[Path]] = {}
        for path, home in self._data_files.items():
            for part in path.relative_to(home).parts:
                found.setdefault(part, []).append(path)
        return found

    @cached_property
    def _twins(self) -> dict[Path, list[Path]]:
        """Data files by their place without the ending, as ``board.js`` beside ``board.py``."""
        found: dict[Path, list[Path]] = {}
        for path in self._data_files:
            found.setdefault(path.with_suffix(""), []).append(path)
        return found

    def _named(self, module: Path) -> set[Path]:
        """Return the data files that a module names, or that are called as it is."""
        found = set(self._twins.get(module.with_suffix(""), ()))
        for text in self.parsed(module).texts:
            found.update(self._by_name.get(text.rsplit("/", 1)[-1], ()))
        return found

    def _closed(self, paths: Iterable[Path]) -> set[Path]:
        """Return scripts and style sheets with all that they import."""
        found: set[Path] = set()
        todo = list(paths)
        while todo:
            path = todo.pop()
            if path not in found:
                found.add(path)
                todo += self._relative(path)
        return found

    def _relative(self, path: Path) -> list[Path]:
        if path.suffix not in {".css", ".js", ".mjs"}:
            return []
        named = BESIDE.findall(path.read_text(encoding="utf-8"))
        there = (Path(os.path.normpath(path.parent / each)) for each in named)
        return [other for other in there if other in self._data_files]

    def _data(self, modules: Set[Path]) -> frozenset[Path]:
        """Return the data files that modules use; what nobody names counts with its package."""
        found = {path for module in modules for path in self._named(module)}
        for home in {module.parent for module in modules} & set(self._data_files.values()):
            here = {path for path, there in self._data_files.items() if there == home}
            beside = (module for module in self.names if module.parent == home)
            found |= here - self._closed(p for module in beside for p in self._named(module))
        return frozenset(self._closed(found))


class _Walk:
    """One search, from some starts."""

    def __init__(self, graph: Graph, families: frozenset[str]) -> None:
        self.graph = graph
        self.families = families
        self.seen: set[Path] = set()
        self.todo: list[tuple[Path, str]] = []
        self.resolved: set[tuple[str, Chain]] = set()
        self.anything = ""  # why it could be any file

    def run(self) -> None:
        while self.todo and not self.anything:
            self.read(*self.todo.pop())

    def script(self, path: Path) -> None:
        """Begin at a file outside of the package."""
        self.todo.append((path, ""))

    def module(self, name: str) -> None:
        """Use a module; the packages around it are loaded with it."""
        parts = name.split(".")
        for end in range(1, len(parts) + 1):
            each = ".".join(parts[:end])
            path = self.graph.modules.get(each)
            if path is not None and path not in self.seen:
                self.seen.add(path)
                self.todo.append((path, each))

    def whole(self, name: str) -> None:
        """Use every module of a package."""
        for each in self.graph.members(name):
            self.module(each)

    def read(self, path: Path, name: str) -> None:
        try:
            parsed = self.graph.parsed(path)
        except (SyntaxError, ValueError) as error:
            self.anything = f"{path.name} cannot be read: {error}"
            return
        for item in parsed.imports:
            self.use(item, parsed, name)
        for dynamic in parsed.dynamic:
            self.run_by(dynamic.target, dynamic.lazy, parsed, name)

    def use(self, item: Import, parsed: Parsed, name: str) -> None:
        module = self.absolute(item, name)
        if module.split(".")[0] != self.graph.name:
            return
        self.module(module)
        if item.name is None:
            follows = parsed.uses.get(item.alias, set())
            prefix = tuple(module.split("."))[1:] if item.alias == self.graph.name else ()
            base = self.graph.name if item.alias == self.graph.name else module
            for chain in follows or {prefix}:
                self.resolve(base, chain)
        elif item.name == "*":
            self.resolve(module, ())
        else:
            for chain in parsed.uses.get(item.alias, ()):
                self.resolve(module, (item.name, *chain))
            self.resolve(module, (item.name, "__name__"))

    def absolute(self, item: Import, name: str) -> str:
        if not item.level:
            return item.module
        parts = name.split(".")
        up = item.level - self.graph.is_package(name)
        base = parts[: len(parts) - up] if up else parts
        return ".".join([*base, *([item.module] if item.module else [])])

    def resolve(self, module: str, chain: Chain) -> None:
        """Use what ``module.a.b.c`` names."""
        if (module, chain) in self.resolved or module not in self.graph.modules:
            return
        self.resolved.add((module, chain))
        self.module(module)
        parsed = self.graph.parsed(self.graph.modules[module])
        if not chain:
            if parsed.lazy:
                self.whole(module)
            return
        name, *more = chain
        rest = tuple(more)
        if f"{module}.{name}" in self.graph.modules:
            self.resolve(f"{module}.{name}", rest)
            return
        told = [
            item
            for item in (*parsed.imports, *(parsed.promised if parsed.lazy else ()))
            if item.alias == name
        ]
        for item in told:
            there = self.absolute(item, module)
            if item.name is None:
                self.resolve(there, rest)
            else:
                self.resolve(there, (item.name, *rest))
        if told or name in parsed.defined or _MODULES_OWN.fullmatch(name) or not parsed.lazy:
            return
        # A name that nothing declares: whichever module of the package defines it, or all.
        homes = [
            each
            for each in self.graph.members(module)
            if name in self.graph.parsed(self.graph.modules[each]).defined
        ]
        for each in homes:
            self.module(each)
        if not homes:
            self.whole(module)

    def run_by(self, target: str | None, lazy: bool, parsed: Parsed, name: str) -> None:
        """Use what a call imports, as far as it says."""
        if target == NOTHING:
            return
        if target is not None and target.startswith(GAP):
            alias = target[len(GAP) : -1]
            target = self.bound(alias, parsed, name) if alias else name
            target = f"{target}." if target else None
        if lazy and target is not None and f"{target}.".startswith(f"{name}."):
            return  # counted by the attributes that are asked for
        if target is not None and target.endswith((".", ".*")):
            family = target.rstrip("*").rstrip(".")
            if family in self.families:
                self.module(family)
            elif family in self.graph.modules:
                self.whole(family)
            elif family.split(".")[0] == self.graph.name:
                self.anything = f"{name} imports {target}, which is not there"
        elif target is None or (
            target.split(".")[0] == self.graph.name and target not in self.graph.modules
        ):
            self.anything = f"{name} imports {target or 'by a computed name'}"
        elif target in self.graph.modules:
            self.module(target)
            self.resolve(target, ())

    def bound(self, alias: str, parsed: Parsed, name: str) -> str | None:
        """Return the package that a name of a file stands for."""
        for item in parsed.imports:
            if item.alias == alias:
                module = self.absolute(item, name)
                return module if item.name is None else f"{module}.{item.name}"
        return None

"""What one file of Python says that it uses: imports, attributes, texts; nothing is run."""

from __future__ import annotations

import ast
import contextlib
import pickle
import re
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from course_utils import files

Chain = tuple[str, ...]

# Calls that run code which no import statement names.
RUNNERS = frozenset(
    {"__import__", "exec_module", "import_module", "load_module", "run_module", "run_path"}
)
BARE_RUNNERS = frozenset({"eval", "exec"})  # as methods they are pandas' and others' own
DECLARED = re.compile(r"#\s*imports:\s*(?P<names>[\w.*]+(?:\s*,\s*[\w.*]+)*)")
GAP = "\0"  # stands for what an f-string fills in
WORD = re.compile(r"[\w./-]{1,100}")  # a text that could be the name of a file or a folder
QUERY = re.compile(r"\bselect\b|^\s*(from|join|describe|summarize|pivot)\b", re.IGNORECASE)
# Beside what Python keeps of the same files, and to be trusted as that is.
CACHE = Path(__file__).with_name("__pycache__") / "parsed.pickle"
_new: list[Path] = []
_MAGIC = re.compile(r"^[%!].*$", re.MULTILINE)


@dataclass(frozen=True)
class Import:
    """An import statement: ``from module import name as alias``, or ``import module``.

    Attributes
    ----------
    module : str
        As written, without the dots in front.
    level : int
        How many dots stood in front.
    name : str or None
        What is taken from it; None for ``import module``.
    alias : str
        The name that it has in the file; for ``import a.b`` that is ``a``.
    """

    module: str
    level: int
    name: str | None
    alias: str


@dataclass(frozen=True)
class Dynamic:
    """A call that imports or runs what is not named in an import statement.

    Attributes
    ----------
    target : str or None
        The constant name of a module, or its constant beginning with a dot at the end
        (``"course_utils."``); a leading ``GAP.`` stands for the file's own module, and
        ``GAP name.`` for the module bound to a name. None when it could be anything.
    lazy : bool
        Whether it stands in the file's own ``__getattr__``.
    """

    target: str | None
    lazy: bool = False


@dataclass
class Parsed:
    """What a file uses.

    Attributes
    ----------
    imports : list of Import
        Those that run, in functions too.
    promised : list of Import
        Those under ``if TYPE_CHECKING``: in a package with a ``__getattr__`` they say where each
        of its names lives.
    lazy : bool
        Whether the module has a ``__getattr__`` of its own.
    defined : frozenset of str
        Names that the module itself defines.
    uses : dict of str to set
        For each name that is read, the chains of attributes that follow it; an empty chain where
        the name stands alone.
    dynamic : list of Dynamic
    texts : list of str
        Its string constants that could name a file or be a query; what an f-string fills in is
        ``GAP``.
    parameters : frozenset of str
        Names of parameters of its functions.
    calls : list of tuple
        Calls of an attribute, as in ``data.load("events")``: the chain, and the
        first argument, or that called ``name``, if it is a constant text, or None.
    """

    imports: list[Import] = field(default_factory=list)
    promised: list[Import] = field(default_factory=list)
    lazy: bool = False
    defined: frozenset[str] = frozenset()
    uses: dict[str, set[Chain]] = field(default_factory=dict)
    dynamic: list[Dynamic] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    parameters: frozenset[str] = frozenset()
    calls: list[tuple[Chain, str | None]] = field(default_factory=list)


def parse(path: Path) -> Parsed:
    """Return what a file uses; a file that has not changed is read once, as Python compiles it.

    Raises
    ------
    SyntaxError
        When it is no Python.
    """
    stat = path.stat()
    stamp = (stat.st_mtime_ns, stat.st_size)
    kept = _kept()
    known = kept.get(str(path))
    if known is None or known[0] != stamp:
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(_MAGIC.sub("", text) if "%%" in text else text)
        known = kept[str(path)] = (stamp, _Reader(text.splitlines()).read(tree))
        _new.append(path)
    return known[1]


def keep() -> None:
    """Keep what was read for the next process; where nothing can be written, nothing is kept."""
    if not _new:
        return
    with contextlib.suppress(OSError):
        files.write(CACHE, pickle.dumps((_version(), _kept()), pickle.HIGHEST_PROTOCOL))
    _new.clear()


@cache
def _kept() -> dict[str, tuple[tuple[int, int], Parsed]]:
    try:
        version, kept = pickle.loads(CACHE.read_bytes())
    except Exception:  # whatever is wrong with a cache, it is made again
        return {}
    return dict(kept) if version == _version() else {}


def _version() -> tuple[str, int]:
    return sys.version, Path(__file__).stat().st_mtime_ns


class _Reader:
    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.found = Parsed()
        self.inner: set[int] = set()  # nodes that a node around them has told already

    def read(self, tree: ast.Module) -> Parsed:
        self.found.defined = frozenset(_defined(tree.body))
        parameters: set[str] = set()
        # Each node with whether it stands under ``if TYPE_CHECKING``, or in ``__getattr__``.
        todo: list[tuple[ast.AST, bool, bool]] = [(tree, False, False)]
        self.found.lazy = any(
            isinstance(each, ast.FunctionDef) and each.name == "__getattr__" for each in tree.body
        )
        while todo:
            node, promised, lazy = todo.pop()
            if isinstance(node, ast.Name | ast.Attribute):
                self._use(node)
            elif isinstance(node, ast.Constant | ast.JoinedStr):
                self._text(node)
            elif isinstance(node, ast.Call):
                self._call(node, lazy)
            elif isinstance(node, ast.Import | ast.ImportFrom):
                (self.found.promised if promised else self.found.imports).extend(_imports(node))
            elif isinstance(node, ast.arg):
                parameters.add(node.arg)
            elif isinstance(node, ast.FunctionDef):
                lazy = lazy or (node.name == "__getattr__" and node in tree.body)
            elif isinstance(node, ast.If) and _is_type_checking(node.test):
                todo += [(each, True, lazy) for each in node.body]
                todo += [(each, promised, lazy) for each in node.orelse]
                continue
            for name in node._fields:
                value = getattr(node, name)
                if isinstance(value, ast.AST):
                    todo.append((value, promised, lazy))
                elif isinstance(value, list):
                    todo += [(v, promised, lazy) for v in value if isinstance(v, ast.AST)]
        self.found.parameters = frozenset(parameters)
        return self.found

    def _use(self, node: ast.Attribute | ast.Name) -> None:
        chain = _chain(node)
        if id(node) in self.inner or not chain:
            return
        base: ast.expr = node
        while isinstance(base, ast.Attribute):
            base = base.value
            self.inner.add(id(base))
        self.found.uses.setdefault(chain[0], set()).add(chain[1:])

    def _text(self, node: ast.JoinedStr | ast.Constant) -> None:
        if id(node) in self.inner:
            return
        if isinstance(node, ast.Constant):
            text = node.value if isinstance(node.value, str) else ""
        else:
            self.inner.update(id(value) for value in node.values)
            text = _filled(node)
        if WORD.fullmatch(text) or QUERY.search(text):
            self.found.texts.append(text)

    def _call(self, node: ast.Call, lazy: bool) -> None:
        chain = _chain(node.func)
        if not chain:
            return
        named = (word.value for word in node.keywords if word.arg == "name")
        first = node.args[0] if node.args else next(named, None)
        runs = chain[-1] in RUNNERS or (len(chain) == 1 and chain[0] in BARE_RUNNERS)
        if runs:
            self._dynamic(node, first, lazy)
        constant = first.value if isinstance(first, ast.Constant) else None
        if chain == ("map",) and len(node.args) == 2:
            # map(data.load, ("users", "events")): as many calls, each with a constant.
            mapped, over = _chain(node.args[0]), node.args[1]
            if isinstance(over, ast.Tuple | ast.List):
                for item in over.elts:
                    value = item.value if isinstance(item, ast.Constant) else None
                    self.found.calls.append((mapped, value if isinstance(value, str) else None))
            return
        if len(chain) > 1 or constant is not None:
            self.found.calls.append((chain, constant if isinstance(constant, str) else None))

    def _dynamic(self, node: ast.Call, first: ast.expr | None, lazy: bool) -> None:
        last = node.end_lineno or node.lineno
        for line in self.lines[node.lineno - 1 : last]:
            if declared := DECLARED.search(line):
                names = (name.strip() for name in declared["names"].split(","))
                self.found.dynamic += [Dynamic(name, lazy) for name in names]
                return
        self.found.dynamic.append(Dynamic(_target(first), lazy))


def _is_type_checking(test: ast.expr) -> bool:
    return _chain(test)[-1:] == ("TYPE_CHECKING",)


def _chain(node: ast.expr) -> Chain:
    """Return ``("a", "b", "c")`` for ``a.b.c``; empty when it begins with anything but a name."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    return (node.id, *reversed(names)) if isinstance(node, ast.Name) else ()


def _imports(node: ast.Import | ast.ImportFrom) -> list[Import]:
    if isinstance(node, ast.ImportFrom):
        module = node.module or ""
        return [Import(module, node.level, a.name, a.asname or a.name) for a in node.names]
    return [
        Import(a.name, 0, None, a.asname)
        if a.asname
        else Import(a.name, 0, None, a.name.split(".")[0])
        for a in node.names
    ]


def _defined(body: list[ast.stmt]) -> list[str]:
    names: list[str] = []
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.append(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names += [n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)]
        elif isinstance(node, ast.If | ast.Try | ast.With | ast.For):
            names += _defined([n for n in ast.iter_child_nodes(node) if isinstance(n, ast.stmt)])
    return names


def _filled(node: ast.JoinedStr) -> str:
    return "".join(
        str(value.value) if isinstance(value, ast.Constant) else GAP for value in node.values
    )


def _target(first: ast.expr | None) -> str | None:
    if isinstance(first, ast.Constant) and isinstance(first.value, str):
        return first.value
    if not isinstance(first, ast.JoinedStr) or not first.values:
        return None
    head, *rest = first.values
    if isinstance(head, ast.Constant) and rest:
        begins = str(head.value)
        return begins[: begins.rindex(".") + 1] if "." in begins else None
    if isinstance(head, ast.FormattedValue) and rest:
        after = rest[0].value if isinstance(rest[0], ast.Constant) else ""
        chain = _chain(head.value)
        if str(after).startswith(".") and chain in {("__name__",), ("__package__",)}:
            return f"{GAP}."
        if str(after).startswith(".") and len(chain) == 2 and chain[1] == "__name__":
            return f"{GAP}{chain[0]}."
    return None

"""The browser's side of a widget as one text, which is how it travels."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "browser"
_IMPORT = re.compile(r'import \{[^}]*\} from "\./(\w+)\.js";\n')


@cache
def script(name: str | Path) -> str:
    """Return an ES module with the shared ones that it imports in front of it.

    Parameters
    ----------
    name : str or Path
        A module of ``browser/``, or the path of a module that stands elsewhere. It begins with its
        imports, one line each, from modules of ``browser/``.

    Raises
    ------
    ValueError
        If it imports nothing.
    """
    own = name if isinstance(name, Path) else FOLDER / f"{name}.js"
    modules: dict[str, str] = {}
    text = _gather(own, modules)
    if not modules:
        raise ValueError(f"the first line of {own.name} must import what it needs, as of kit.js")
    return "".join(modules.values()) + text


def _gather(path: Path, modules: dict[str, str]) -> str:
    text = path.read_text(encoding="utf-8")
    while found := _IMPORT.match(text):
        text = text[found.end() :]
        if found[1] not in modules:
            needed = _gather(FOLDER / f"{found[1]}.js", modules)
            modules[found[1]] = needed.replace("\nexport ", "\n")
    return text


@cache
def style(*names: str) -> str:
    """Return style sheets of ``browser/`` as one text."""
    return "".join((FOLDER / f"{name}.css").read_text(encoding="utf-8") for name in names)

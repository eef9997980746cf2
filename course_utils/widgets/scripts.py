"""The browser's side of a widget as one text, which is how it travels."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

HOUSE = Path(__file__).with_name("style.css")
_MADE = re.compile(r"^export default (widget|explorer)\(", re.MULTILINE)
_IMPORT = re.compile(r'import \{[^}]*\} from "(\.{1,2}/[\w./]+\.js)";\n')


@cache
def script(path: Path) -> str:
    """Return an ES module with those that it imports in front of it.

    Parameters
    ----------
    path : Path
        The module. It begins with its imports, one line each, by relative paths.

    Raises
    ------
    ValueError
        If it imports nothing, or exports another thing than ``widget(render)`` of kit.js or an
        ``explorer(...)``, without which it would be deaf on a slow machine.
    """
    modules: dict[Path, str] = {}
    text = _gather(path.resolve(), modules)
    if not modules:
        raise ValueError(f"the first line of {path.name} must import what it needs, as of kit.js")
    if not _MADE.search(text):
        raise ValueError(f"{path.name} must end in: export default widget(render);")
    return "".join(modules.values()) + text


def _gather(path: Path, modules: dict[Path, str]) -> str:
    text = path.read_text(encoding="utf-8")
    while found := _IMPORT.match(text):
        text = text[found.end() :]
        needed = (path.parent / found[1]).resolve()
        if needed not in modules:
            modules[needed] = _gather(needed, modules).replace("\nexport ", "\n")
    return text


@cache
def style(*paths: Path) -> str:
    """Return the house's style sheet, followed by those of a widget, as one text."""
    return "".join(path.read_text(encoding="utf-8") for path in (HOUSE, *paths))

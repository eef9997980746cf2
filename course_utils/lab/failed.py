"""Which names keep an earlier value because the cell that should have set them ended in an error.

Without this, a check below such a cell would judge the answer before, and tell a learner to mend
what they have just mended.
"""

from __future__ import annotations

import contextlib
import re
import symtable
from typing import Any

_NOT_THERE: Any = object()
_SETS = re.compile(r"^(?:def +(\w+) *\(|(\w+) *(?::[^=\n]+)?=(?!=))", re.MULTILINE)
"""Where code that cannot be read as Python would set a name, or define a function."""


def names_set(code: str) -> set[str]:
    """Return the names that a cell's plain Python sets in the notebook."""
    try:
        table = symtable.symtable(code, "cell", "exec")
    except (SyntaxError, ValueError):
        return set()
    return {
        symbol.get_name()
        for symbol in table.get_symbols()
        if symbol.is_assigned() or symbol.is_imported()
    }


def would_set(code: str) -> set[str]:
    """Return the names that a cell sets, as far as they can be told where it is no plain Python."""
    return names_set(code) or {found[1] or found[2] for found in _SETS.finditer(code)}


class Failed:
    """What cells that ended in an error have left undone.

    Parameters
    ----------
    shell : IPython's shell
    """

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._before: dict[str, Any] = {}
        self._kept: dict[str, Any] = {}

    def begin(self, info: Any) -> None:
        """Remember what the names hold that the beginning cell is to set."""
        code = info.raw_cell or ""
        with contextlib.suppress(Exception):  # what cannot be read is said when it is run
            code = self._shell.transform_cell(code)
        values = self._shell.user_ns
        self._before = {name: values.get(name, _NOT_THERE) for name in would_set(code)}
        for name in self._before:
            self._kept.pop(name, None)

    def end(self, result: Any) -> None:
        """Note the names that a failed cell has not set."""
        values = self._shell.user_ns
        if not result.success:
            self._kept |= {
                name: old
                for name, old in self._before.items()
                if values.get(name, _NOT_THERE) is old
            }
        self._before = {}

    def never_set(self, name: str) -> bool:
        """Whether a name is not there because the cell that sets it failed."""
        return self._kept.get(name) is _NOT_THERE

    def keeps(self, name: str, value: Any) -> bool:
        """Whether a value is what the name held before the cell that sets it failed."""
        return name in self._kept and self._kept[name] is value


_watching: Failed | None = None


def watch(shell: Any) -> Failed:
    """Begin to watch a shell's cells; the same watcher if it is watched already.

    Parameters
    ----------
    shell : IPython's shell
    """
    global _watching
    if _watching is None or _watching._shell is not shell:
        _watching = Failed(shell)
        shell.events.register("pre_run_cell", _watching.begin)
        shell.events.register("post_run_cell", _watching.end)
    return _watching


def keeps_earlier(name: str, value: Any) -> bool:
    """Whether a value is what a name held before the cell that sets it failed."""
    return _watching is not None and _watching.keeps(name, value)

"""Whether code looks at what differs from one hand-in's folder to another's, or starts programs.

Python tells audit hooks of listings, of files that are opened and of programs that are started, but
not of questions such as whether a file exists; those are asked through `os`, where they are noted.
What modules are imported is no look: Python lists the folder itself to find them.
"""

from __future__ import annotations

import contextlib
import functools
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

from course_utils.grading.engine.files import KEPT

LISTINGS = {"os.listdir", "os.scandir"}
PROGRAMS = {
    "os.exec",
    "os.fork",
    "os.forkpty",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "subprocess.Popen",
}
QUESTIONS = ("access", "lstat", "stat")
IMPORTS = "<frozen importlib._bootstrap_external>"


class _Watch:
    def __init__(self, folder: Path, looked: list[str]) -> None:
        self._folder, self._looked = os.path.realpath(folder), looked

    def event(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in PROGRAMS:
            self._looked.append(event)
        elif event in LISTINGS and sys._getframe(2).f_code.co_filename != IMPORTS:
            path = arguments[0]
            if isinstance(path, int) or self._below("." if path is None else path, ""):
                self._looked.append(event)
        elif event == "open":
            self.asked(event, arguments[0])

    def asked(self, event: str, path: Any) -> None:
        """Note a question about what widgets keep: all else is the same for everybody."""
        if not isinstance(path, int) and any(self._below(path, kept) for kept in KEPT):
            self._looked.append(event)

    def _below(self, path: Any, name: str) -> bool:
        try:
            whole = os.path.abspath(os.fsdecode(path))
        except (TypeError, ValueError):
            return False
        outer = os.path.join(self._folder, name).rstrip(os.sep)
        return whole == outer or whole.startswith(outer + os.sep)


_watches: list[_Watch] = []


@functools.cache
def _install() -> None:
    """Add the hook, which Python keeps for good, once."""

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        for watch in _watches:
            watch.event(event, arguments)

    sys.addaudithook(hook)


@contextlib.contextmanager
def watched(folder: Path) -> Iterator[list[str]]:
    """Watch code that is taken to work in a folder.

    Yields
    ------
    list of str
        The looks so far, by Python's names for them; empty when there was none.
    """

    def noted(name: str, ask: Callable[..., Any]) -> Callable[..., Any]:
        def asking(path: Any, *arguments: Any, **more: Any) -> Any:
            watch.asked(f"os.{name}", path)
            return ask(path, *arguments, **more)

        return functools.wraps(ask)(asking)

    looked: list[str] = []
    watch = _Watch(folder, looked)
    _install()
    with contextlib.ExitStack() as stack:
        for name in QUESTIONS:
            stack.enter_context(patch.object(os, name, noted(name, getattr(os, name))))
        _watches.append(watch)
        try:
            yield looked
        finally:
            _watches.remove(watch)

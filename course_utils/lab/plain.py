"""An error of a library in a learner's cell: the line, the last line, and what usually helps.

Between those two stand, by rights, dozens of lines of the library's own code. Whoever meets their
first KeyError there closes the notebook.
"""

from __future__ import annotations

import difflib
import re
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

KINDS = (AttributeError, KeyError, IndexError, TypeError, ValueError)
OURS = Path(__file__).parents[1]
MOST = 12
"""Columns that are listed where none is near."""

_AND = re.compile(r"'r?(and|or)_'|unsupported operand type\(s\) for [&|]")
_SAID = (
    (_AND, "Give each condition round brackets of its own: `(a >= 1) & (a < 2)`."),
    (
        re.compile(r"truth value of a \w+ is ambiguous"),
        "Between conditions on columns stands `&` for and, `|` for or, and each condition has round "
        "brackets of its own: `(a >= 1) & (a < 2)`.",
    ),
    (
        re.compile(r"Invalid comparison between dtype=datetime64"),
        'A time is compared with a day of the calendar in quotes: `"2026-06-01"`.',
    ),
    (
        re.compile(r"Cannot perform reduction '\w+' with string dtype"),
        "This column holds text. Take one of numbers, or of true and false.",
    ),
)


def plainly(error: BaseException, trace: TracebackType, names: dict[str, Any]) -> list[str] | None:
    """Return what a learner reads of an error.

    Parameters
    ----------
    error : BaseException
    trace : traceback
    names : dict
        Those of the notebook: what they hold runs in its cells.

    Returns
    -------
    list of str or None
        Lines; None for what happened in the learner's own code, or may be a fault of the course's.
    """
    frames = list(_frames(trace))
    own = [i for i, (frame, _) in enumerate(frames) if frame.f_globals is names]
    if not own or own[-1] == len(frames) - 1 or not isinstance(error, KINDS):
        return None
    last = Path(frames[-1][0].f_code.co_filename)
    ours = OURS in last.parents
    if not ours and "site-packages" not in last.parts:
        return None
    if ours and not isinstance(error, ValueError):
        return None
    frame, line = frames[own[-1]]
    code = traceback.FrameSummary(frame.f_code.co_filename, line, "").line
    told = [f"In line {line}: {code}"] if code else []
    told.append(f"{type(error).__name__}: {error}")
    help_ = (
        None if ours else _help(error, [f.f_locals.get("self") for f, _ in frames[own[-1] + 1 :]])
    )
    return [*told, *([help_] if help_ else [])]


def _frames(trace: TracebackType | None) -> Iterator[tuple[Any, int]]:
    while trace is not None:
        yield trace.tb_frame, trace.tb_lineno
        trace = trace.tb_next


def _help(error: BaseException, owners: list[Any]) -> str | None:
    words = str(error)
    if isinstance(error, AttributeError):
        return _near(str(error.name), [name for name in dir(error.obj) if name[0] != "_"])
    if isinstance(error, KeyError):
        columns = next(filter(None, map(_columns, owners)), None)
        missing = re.findall(r"'(?:Column not found: )?([^']+)'", words)
        return _no_column(missing[0], columns) if columns and missing else None
    return next((said for pattern, said in _SAID if pattern.search(words)), None)


def _columns(owner: Any) -> list[str] | None:
    """Return the columns of a table or of what groups one."""
    if type(owner).__module__.partition(".")[0] != "pandas":
        return None
    table = getattr(owner, "obj", owner)
    if type(table).__name__ != "DataFrame":
        return None
    return [str(name) for name in table.columns]


def _no_column(name: str, columns: list[str]) -> str | None:
    if name in columns:
        return None  # something else is the matter
    near = _near(name, columns)
    listed = ", ".join(columns[:MOST]) + (" and more" if len(columns) > MOST else "")
    return f"The table has no column {name!r}. {near or f'It has {listed}.'}"


def _near(name: str, names: list[str]) -> str | None:
    near = difflib.get_close_matches(name, names, 1)
    return f"Did you mean {near[0]!r}?" if near else None

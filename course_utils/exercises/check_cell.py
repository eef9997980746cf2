"""The cell that stands below an exercise's answer: as it is written, and known again."""

from __future__ import annotations

import re

_CHECK = re.compile(r'\s*check\("(\w+)", \1\)[ \t]*(?:#[^\n]*)?\s*')


def check_call(name: str) -> str:
    """Return the source of an exercise's check cell, which says how to come by the buttons."""
    return f'check("{name}", {name})  # run this cell: Check and Hint then stand below it'


def check_name(source: str) -> str | None:
    """Return the exercise of a check cell that the builder made, else None.

    Earlier releases had no words behind the call; what was handed in with those is known too.
    """
    match = _CHECK.fullmatch(source)
    return match[1] if match else None

"""Amounts that may not be below 0, each refused with what to pass instead."""

from __future__ import annotations

from typing import Any

from course_utils.toolkit.common import checks

__all__: list[str] = []  # for those who write calculations


def above_zero(value: Any, what: str, like: str) -> float:
    """Return an amount above 0."""
    found = checks.number(value, what, like)
    if found <= 0:
        raise ValueError(f"{what} must be more than 0 such as {like}; you passed {value!r}.")
    return found


def at_least_zero(value: Any, what: str, like: str) -> float:
    """Return an amount of at least 0."""
    found = checks.number(value, what, like)
    if found < 0:
        raise ValueError(f"{what} must be at least 0 such as {like}; you passed {value!r}.")
    return found

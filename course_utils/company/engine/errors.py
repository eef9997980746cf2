"""Errors that a learner reads: one clear sentence, without a traceback in a notebook."""

from __future__ import annotations


class PlainError(Exception):
    """Shown by IPython as its message alone."""

    def _render_traceback_(self) -> list[str]:
        return [f"{type(self).__name__}: {self}"]


class UnknownName(PlainError, ValueError):
    """A table or column that does not exist; the message names near matches."""


class QueryError(PlainError, ValueError):
    """A query that cannot be run; the message says why and where."""


class DataError(PlainError, RuntimeError):
    """Data that are missing, damaged or of another version; the message says what to do."""

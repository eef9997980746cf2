"""Near matches for names that do not exist."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def near(name: object, known: Iterable[str]) -> str:
    """Say what might have been meant, or what there is: a sentence to end a message with."""
    known = tuple(known)
    lowered = {k.lower(): k for k in known}
    close = get_close_matches(str(name).strip().lower(), lowered, n=2, cutoff=0.6)
    if close:
        return "Did you mean " + " or ".join(repr(lowered[c]) for c in close) + "?"
    return "There is " + ", ".join(known) + "."

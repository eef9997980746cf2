"""Looking for answers in checks.json, as one who has the file and nothing else."""

from __future__ import annotations

import itertools
import json

from course_utils.exercises.checks import Checks
from course_utils.exercises.forms import WrongForm


def search(checks):
    """Look for answers offline; return what is found, by exercise."""
    found = {}
    for name, entry in Checks.of(json.loads(json.dumps(checks))).exercises.items():
        if "right" not in entry.entry:
            continue
        for guess in guesses(entry.form):
            try:
                if entry.right(entry.form.canonical(guess)):
                    found[name] = guess
                    break
            except WrongForm:
                continue
    return found


def guesses(form):
    """Yield what an answer of a form may be, the likeliest first."""
    options = [
        key for key, _ in getattr(form, "options", None) or getattr(form, "items", None) or ()
    ]
    yield from options
    for size in range(1, min(len(options), 5) + 1):
        yield from map(set, itertools.combinations(options, size))
    if 0 < len(options) <= 6:
        yield from map(list, itertools.permutations(options))
    if form.kind == "Number":
        yield from (number / 1000 for number in range(1001))
        yield from range(2_000)


def sealed(entry):
    """Return where something stands that compares an answer, however deep."""
    if isinstance(entry, dict):
        return [
            key
            for key, value in entry.items()
            if key in ("hash", "offsets", "message", "right") or sealed(value)
        ]
    return [part for part in entry if sealed(part)] if isinstance(entry, list) else []

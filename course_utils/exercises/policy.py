"""What check() may tell: a policy for each assignment, in the checks and never in the notebook.

``open``
    All that is known, for whoever learns for themselves.
``rehearse``
    All on the course's own company. On a student's company, from which marks come, the form only;
    so too where the answer is the same on many companies.
``exam``
    The form only, and no hints.

Where only the form is checked, nothing of the answer is in the file: a hash of it could be searched,
since most answers are one of few.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from course_utils import files

POLICIES = ("rehearse", "open", "exam")
FILE = "policy.json"
"""In the course's folder: the policy of each assignment for which one was chosen."""
COST = 2
UNTELLING = ("summary", "objective", "points", "form", "hints")
"""What stands in the checks of an exercise from which no answer can be found; all else may tell."""

OPEN = "check() tells here all that it knows, since you learn for yourself."
REHEARSAL = (
    "A rehearsal: check() tells all that it knows on the course's company. Your marks come from "
    "your own company, where it looks at the form only."
)
OWN = (
    "Your marks come from this company, so only the form is checked here: answers cannot be found "
    "by trying. Rehearse on the course's company, where check() tells all that it knows."
)
SAME = (
    "The answer is the same on many companies, perhaps on the one from which your marks come too, "
    "so only its form is checked: it cannot be found by trying."
)
EXAM = (
    "This is an exam: only the form is checked here, and the answer is judged once it is handed in."
)


def told(
    checks: Mapping[str, Any], policy: str, own: bool = False, same: Collection[str] = ()
) -> dict[str, Any]:
    """Return the content of checks.json with what a policy lets check() tell.

    Parameters
    ----------
    checks
        What `compile_checks` gives. Practice, which earns no points, is never changed.
    policy
        One of `POLICIES`.
    own
        Whether they belong to a student's company, from which marks come.
    same
        Exercises whose answer is the same on many companies.

    Raises
    ------
    ValueError
        If there is no such policy.
    """
    if policy not in POLICIES:
        raise ValueError(f"There is no policy {policy!r}: choose {', '.join(POLICIES)}.")
    if policy == "open":
        return dict(checks)
    exercises = {}
    for name, entry in checks.get("exercises", {}).items():
        kept = dict(entry)
        if entry["points"] and (policy == "exam" or own or name in same):
            kept = {part: entry[part] for part in UNTELLING}
            if "right" in entry:
                kept["why"] = EXAM if policy == "exam" else OWN if own else SAME
            if policy == "exam":
                kept["hints"] = []
        exercises[name] = kept
    words = EXAM if policy == "exam" else OWN if own else REHEARSAL
    return {**checks, "policy": policy, "words": words, "exercises": exercises}


def formed(text: bytes) -> bytes | None:
    """Return the content of a checks.json with the forms of answers only, for a grading process.

    None for what is no checks.json. Nothing of it is trusted.
    """
    try:
        checks = json.loads(text)
        exercises = {
            str(name): {
                **{"summary": "", "objective": "", "hints": []},
                **{"points": entry["points"], "form": entry["form"]},
            }
            for name, entry in checks["exercises"].items()
        }
        kept = {name: checks[name] for name in ("format", "skill", "company")}
        nothing = {"objectives": {}, "tables": {}, "salt": "", "cost": COST}
        return json.dumps({**kept, **nothing, "exercises": exercises}).encode()
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def chosen(root: Path) -> dict[str, str]:
    """Return the policy of each assignment for which an instructor chose one.

    Raises
    ------
    ValueError
        If the file cannot be used.
    """
    try:
        found = json.loads((root / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        found = None
    if not isinstance(found, dict) or not set(map(str, found.values())) <= set(POLICIES):
        raise ValueError(
            f"{FILE} cannot be used: it names for each assignment one of {', '.join(POLICIES)}."
        )
    return {str(skill): str(policy) for skill, policy in found.items()}


def choose(root: Path, skill: str, policy: str) -> None:
    """Note the policy of an assignment."""
    if policy not in POLICIES:
        raise ValueError(f"There is no policy {policy!r}: choose {', '.join(POLICIES)}.")
    files.write_json(root / FILE, {**chosen(root), skill: policy})

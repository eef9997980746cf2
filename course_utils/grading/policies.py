"""What check() may tell, put into the checks that students get: see `course_utils.exercises.policy`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from course_utils import data, files
from course_utils.exercises.checks import compile_checks
from course_utils.exercises.forms import Function, Query
from course_utils.exercises.key import Key, load_key
from course_utils.exercises.policy import choose, chosen, told
from course_utils.grading.course import OTHER_ACCOUNTS, OTHER_SEED, CannotGrade, other_company

CHECKS = "checks.json"
OTHERS = 4


def same_elsewhere(key: Key, source: Any) -> set[str]:
    """Return the exercises of an assignment whose answer is right on half of some other companies.

    What was found by trying on this one would then be worth a try there. A function and a query
    are no answer that trying would find.
    """
    from course_utils.company import generate

    more = (generate(seed=OTHER_SEED + n, accounts=OTHER_ACCOUNTS) for n in range(1, OTHERS))
    others = [other_company(), *more]
    found = set()
    for name, item in key.exercises.items():
        if item.form.manual or isinstance(item.form, Function | Query):
            continue
        right = item.reference(source)
        if 2 * sum(right.accepts(item.reference(other).right) for other in others) >= OTHERS:
            found.add(name)
    return found


def public_checks(root: Path, key: Key, source: Any, checks: Mapping[str, Any]) -> dict[str, Any]:
    """Return the checks of an assignment on the course's company, by the policy chosen for it.

    Parameters
    ----------
    root : Path
        The course's folder.
    key : Key
    source : Source
        The course's company.
    checks : mapping
        What `compile_checks` gives.
    """
    policy = chosen(root).get(key.skill, "open")
    same = same_elsewhere(key, source) if policy == "rehearse" else ()
    return told(checks, policy, same=same)


def own_checks(
    root: Path, skill: str, checks: Mapping[str, Any], policy: str = "rehearse"
) -> dict[str, Any]:
    """Return the checks of a company of one's own; ``policy`` holds where none was chosen."""
    return told(checks, chosen(root).get(skill, policy), own=True)


def set_policy(root: Path, skill: str, policy: str) -> list[Path]:
    """Choose the policy of an assignment and write its checks anew; return the files.

    Raises
    ------
    CannotGrade
        If there is no such assignment.
    ValueError
        If there is no such policy.
    """
    folders = sorted(root.glob(f"curriculum/[0-9][0-9]_{skill}"))
    if not folders or not (folders[0] / "key.py").is_file():
        raise CannotGrade(f"There is no curriculum/NN_{skill}/key.py in {root}.")
    choose(root, skill, policy)
    key, source = load_key(folders[0]), data.open(root / "datasets")
    checks = public_checks(root, key, source, compile_checks(key, source))
    written = []
    for step in ("solutions", "exercises"):
        if (root / step / skill).is_dir():
            written.append(root / step / skill / CHECKS)
            files.write_json(written[-1], checks)
    return written

"""How far two readers agree: weighted kappa, line by line of a rubric, and where they are apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from course_utils.grading.desk.marks import Latest, Mark

FEWEST = 10
"""Answers that two have read from which on kappa is given."""
APART = 0.15
"""Share of the points from which on two marks are to be talked about."""


@dataclass(frozen=True)
class Line:
    """A criterion: answers read by two, share of equal scores, kappa where it can be told."""

    exercise: str
    name: str
    count: int
    equal: float
    kappa: float | None


@dataclass
class Agreement:
    """How far readers agree.

    Attributes
    ----------
    count : int
        Answers that two have read.
    difference : float
        The mean distance of their points, as a share of the points.
    lines : list of Line
    apart : list of (str, str, float, float)
        Student, exercise and the lowest and highest points, where they are far apart.
    """

    count: int = 0
    difference: float = 0.0
    lines: list[Line] = field(default_factory=list)
    apart: list[tuple[str, str, float, float]] = field(default_factory=list)


def kappa(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Return Cohen's kappa with quadratic weights of two readers' scores.

    1 is agreement, 0 what chance alone would give; None where no score varies.

    Notes
    -----
    Cohen, J. (1968), Weighted kappa. Psychological Bulletin 70(4), 213-220. With quadratic weights
    it is 1 minus the mean squared distance over that of scores paired by chance.
    """
    first, second = np.asarray(one, dtype=float), np.asarray(other, dtype=float)
    if len(first) != len(second) or not len(first):
        raise ValueError("Give each reader's score of the same answers, one at least.")
    chance = ((first[:, None] - second[None, :]) ** 2).mean()
    if chance == 0:
        return None
    return float(1 - ((first - second) ** 2).mean() / chance)


def agreement(latest: Latest, points: dict[str, float]) -> Agreement:
    """Return how far readers agree on the answers that two or more have read as they are.

    Parameters
    ----------
    latest : dict
        See `marks.read`.
    points : dict of float
        Of each exercise.
    """
    pairs: list[tuple[Mark, Mark]] = []
    found = Agreement()
    for (student, exercise), given in sorted(latest.items()):
        newest = max(given.values(), key=lambda mark: mark.when).work
        current = [given[marker] for marker in sorted(given) if given[marker].work == newest]
        pairs += combinations(current, 2)
        if len(current) > 1:
            found.count += 1
            low, high = min(m.points for m in current), max(m.points for m in current)
            if high - low > APART * points.get(exercise, np.inf):
                found.apart.append((student, exercise, low, high))
    if not pairs:
        return found
    distances = [abs(a.points - b.points) / points.get(a.exercise, np.nan) for a, b in pairs]
    found.difference = float(np.nanmean(distances))
    lines = dict.fromkeys((a.exercise, name) for a, _ in pairs for name in a.scores)
    for exercise, name in lines:
        both = [
            (a.scores[name], b.scores[name])
            for a, b in pairs
            if a.exercise == exercise and name in a.scores and name in b.scores
        ]
        first, second = zip(*both, strict=True)
        found.lines.append(
            Line(
                exercise,
                name,
                len(both),
                sum(x == y for x, y in both) / len(both),
                kappa(first, second) if len(both) >= FEWEST else None,
            )
        )
    return found


def shown(found: Agreement) -> str:
    """Return what a person reads in a terminal."""
    if not found.count:
        return "No answer has been read by two: 'pmlab cohort mark ASSIGNMENT --second --as NAME'."
    lines = [
        f"{found.count} answers were read by two; their points are {found.difference:.1%} of the "
        "points apart on average."
    ]
    for one in found.lines:
        told = (
            f"kappa {one.kappa:.2f}"
            if one.kappa is not None
            else f"no kappa (it needs {FEWEST} answers, and scores that vary)"
        )
        lines.append(f"  {one.exercise}, {one.name}: {one.equal:.0%} of {one.count} equal, {told}")
    if found.apart:
        lines.append("To talk about:")
        lines += [
            f"  {student}, {exercise}: {low:g} and {high:g} points"
            for student, exercise, low, high in found.apart
        ]
    return "\n".join(lines)

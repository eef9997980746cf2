"""``pmlab cohort report``: what a class can do and where it slips, and whether the marks say so reliably.

Classical test theory on the gradebook's marks, the words of the verdicts, and hand-ins that are alike.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from course_utils.grading.desk.found import expected

FEWEST = 5
"""Hand-ins from which on figures of a class are given."""
ALIKE = 0.95
"""Share of agreement from which on two hand-ins are asked about."""
SHORTEST = 200
"""Characters that hand-ins must have beyond the release for a likeness to mean something."""


@dataclass(frozen=True)
class Item:
    """An exercise.

    Attributes
    ----------
    name : str
    points : float
    count : int
        Marks that are there.
    difficulty : float
        The mean share of the points; 1 is easy.
    discrimination : float or None
        Correlation with the mark for all the rest; None where nothing varies.
    nothing, full : float
        Shares of hand-ins with no point, and with all.
    words : list of (str, int)
        What verdicts said of answers that missed something, by how many.
    look : str
        What an author should look at, if so.
    """

    name: str
    points: float
    count: int
    difficulty: float
    discrimination: float | None
    nothing: float
    full: float
    words: list[tuple[str, int]] = field(default_factory=list)
    look: str = ""


@dataclass(frozen=True)
class Report:
    """What is known of a class in one assignment.

    Attributes
    ----------
    assignment : str
    hand_ins : int
        Graded ones of people on the roster.
    mean, sd, points : float
        Of the marks without lateness.
    reliability : float or None
        Cronbach's alpha; None where it cannot be told.
    interval : tuple of float or None
        Its 95% interval (Feldt).
    items : list of Item
    alike : list of (str, str, float)
        Pairs of hand-ins that agree to a large share, which is a question and no answer.
    """

    assignment: str
    hand_ins: int
    mean: float
    sd: float
    points: float
    reliability: float | None
    interval: tuple[float, float] | None
    items: list[Item]
    alike: list[tuple[str, str, float]]

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON data."""
        return asdict(self)


def alpha(scores: np.ndarray) -> tuple[float, tuple[float, float]] | None:
    """Return Cronbach's alpha and its 95% interval after Feldt.

    Parameters
    ----------
    scores : numpy.ndarray
        A row a person, a column an item; nothing missing.

    Returns
    -------
    tuple or None
        None for fewer than two items or people, or where the sums do not vary.
    """
    from scipy.stats import f

    people, items = scores.shape
    if people < 2 or items < 2 or not scores.sum(1).var(ddof=1) > 0:
        return None
    within = scores.var(axis=0, ddof=1).sum()
    found = items / (items - 1) * (1 - within / scores.sum(1).var(ddof=1))
    first, second = people - 1, (people - 1) * (items - 1)
    low = 1 - (1 - found) * f.ppf(0.975, first, second)
    high = 1 - (1 - found) * f.ppf(0.025, first, second)
    return float(found), (float(low), float(high))


def items_of(names: Sequence[str], points: Sequence[float], scores: np.ndarray) -> list[Item]:
    """Return what each exercise shows of a class; a mark that is missing is NaN."""
    made = []
    shares = scores / np.asarray(points, dtype=float)
    for column, name in enumerate(names):
        there = ~np.isnan(scores[:, column])
        own, share = scores[there, column], shares[there, column]
        if not len(own):
            made.append(Item(name, points[column], 0, float("nan"), None, 0.0, 0.0))
            continue
        rest = np.nansum(scores[there], axis=1) - own
        varies = len(own) > 2 and own.std() > 1e-9 and rest.std() > 1e-9
        discrimination = float(np.corrcoef(own, rest)[0, 1]) if varies else None
        difficulty = float(share.mean())
        made.append(
            Item(
                name,
                points[column],
                len(own),
                difficulty,
                discrimination,
                float((share <= 0).mean()),
                float((share >= 1).mean()),
                look=_look(len(own), difficulty, discrimination),
            )
        )
    return made


def _look(count: int, difficulty: float, discrimination: float | None) -> str:
    if count < FEWEST:
        return ""
    if discrimination is not None and discrimination < 0:
        return "Who does better elsewhere does worse here: look at the question and its key."
    if difficulty < 0.2:
        return "Hardly anybody can do it: look at the question, and at what was taught."
    return ""


def verdicts(path: Path) -> dict[str, str]:
    """Return what the verdict said of each exercise in a graded notebook that missed something."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError):
        return {}
    said = {}
    for cell in cells:
        metadata = cell["metadata"].get("nbgrader", {})
        outputs = cell.get("outputs", [])
        kinds = {one["output_type"] for one in outputs}
        if not metadata.get("grade") or metadata.get("solution") or not kinds - {"display_data"}:
            continue  # only words: all points
        for one in outputs:
            words = one.get("evalue") or one.get("data", {}).get("text/plain", "")
            if one["output_type"] in ("error", "display_data") and words:
                said[metadata["grade_id"]] = " ".join("".join(words).split())
                break
    return said


def own_text(path: Path, given: set[str]) -> str:
    """Return what a student wrote: the lines of a notebook that the release has not."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8-sig"))["cells"]
        text = "\n".join("".join(cell["source"]) for cell in cells)
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    lines = (re.sub(r"\s+", " ", line).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and line not in given)


def alike(texts: dict[str, str]) -> list[tuple[str, str, float]]:
    """Return pairs of hand-ins whose own lines agree, the most alike first.

    Lines that a quarter of the class or more has say nothing of two, and do not count.
    """
    from rapidfuzz import fuzz, process

    often = Counter(line for text in texts.values() for line in set(text.splitlines()))
    most = max(2, len(texts) // 4)
    own = {
        student: kept
        for student, text in texts.items()
        if len(kept := "\n".join(x for x in text.splitlines() if often[x] <= most)) >= SHORTEST
    }
    students = sorted(own)
    if len(students) < 2:
        return []
    listed = [own[student] for student in students]
    found = process.cdist(listed, listed, scorer=fuzz.ratio, score_cutoff=100 * ALIKE)
    pairs = [
        (students[one], students[other], round(float(found[one, other]) / 100, 3))
        for one, other in zip(*np.nonzero(np.triu(found, 1)), strict=True)
    ]
    return sorted(pairs, key=lambda pair: (-pair[2], pair))


def report(
    root: Path, assignment: str, rows: Sequence[tuple[str, str, float, float | None]]
) -> Report:
    """Return what is known of a class.

    Parameters
    ----------
    root : Path
        The cohort's folder.
    assignment : str
    rows : sequence of (student, exercise, points, score)
        The marks of those on the roster; None for one that waits.
    """
    points = {name: most for _, name, most, _ in rows if most > 0}
    order = [name for name in _order(root, assignment) if name in points]
    order += sorted(set(points) - set(order))
    students = sorted({row[0] for row in rows})
    row_of = {student: place for place, student in enumerate(students)}
    column_of = {name: place for place, name in enumerate(order)}
    scores = np.full((len(students), len(order)), np.nan)
    for student, name, _, score in rows:
        if name in column_of and score is not None:
            scores[row_of[student], column_of[name]] = score
    whole = scores[~np.isnan(scores).any(axis=1)] if order else scores
    found = alpha(whole) if len(whole) >= FEWEST else None
    notebooks = expected(root, assignment)
    said: dict[str, Counter[str]] = {name: Counter() for name in order}
    texts = {}
    given = _given(root, assignment, notebooks)
    for student in students:
        texts[student] = ""
        for name in notebooks:
            for exercise, words in verdicts(
                root / "autograded" / student / assignment / name
            ).items():
                said.setdefault(exercise, Counter())[words] += 1
            texts[student] += own_text(root / "submitted" / student / assignment / name, given)
    items = [
        Item(**{**asdict(one), "words": said[one.name].most_common(5)})
        for one in items_of(order, [points[name] for name in order], scores)
    ]
    sums = np.nansum(scores, axis=1)
    return Report(
        assignment,
        len(students),
        float(sums.mean()) if len(sums) else float("nan"),
        float(sums.std(ddof=1)) if len(sums) > 1 else 0.0,
        float(sum(points.values())),
        found[0] if found else None,
        found[1] if found else None,
        items,
        alike(texts),
    )


def _order(root: Path, assignment: str) -> list[str]:
    found = []
    for name in expected(root, assignment):
        path = root / "exercises" / assignment / name
        if path.is_file():
            for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
                found.append(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))
    return found


def _given(root: Path, assignment: str, notebooks: Sequence[str]) -> set[str]:
    return {
        line
        for name in notebooks
        for line in own_text(root / "exercises" / assignment / name, set()).splitlines()
    }

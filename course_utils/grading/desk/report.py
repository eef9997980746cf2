"""``pmlab cohort report``: what a class can do and where it slips, and whether the marks say so reliably.

Classical test theory on the gradebook's marks, the words of the verdicts, and hand-ins that are alike.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from course_utils.grading.desk.book import Book
from course_utils.grading.desk.effort import Effort, efforts
from course_utils.grading.desk.found import expected
from course_utils.grading.desk.likeness import (
    Answer,
    Sign,
    alike,
    in_cells,
    in_files,
    own_text,
    signs,
)
from course_utils.grading.desk.roster import Roster
from course_utils.grading.desk.settings import CannotRun
from course_utils.grading.desk.settings import read as settings_of

FEWEST = 5
"""Hand-ins from which on figures of a class are given."""
BLANK = ("No answer yet.", "There is no answer:")
"""How the verdict on an answer begins that was not given."""
MASTERED = 0.8
"""Share of an objective's points from which on it counts as mastered."""
WEAK = 0.2
"""Discrimination below which an exercise tells hardly anything."""
WORSE = 0.02
"""By how much alpha rises without an exercise that spoils it."""
HALF = 0.5
"""Share of the judged points below which somebody may need help."""


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
    attempts, hinted, minutes : float or None
        Different answers on average, the share who opened a hint, and the median time at work, of
        those whose hand-in says so; None where none does.
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
    attempts: float | None = None
    hinted: float | None = None
    minutes: float | None = None


@dataclass(frozen=True)
class Objective:
    """What a class can do of one objective.

    Attributes
    ----------
    name : str
        In the assignment's words.
    exercises : list of str
    points : float
    mean : float
        The mean share of the points that are judged.
    mastered, begun, missing : int
        Hand-ins with at least `MASTERED` of its points, with some of them, and with none.
    """

    name: str
    exercises: list[str]
    points: float
    mean: float
    mastered: int
    begun: int
    missing: int


@dataclass(frozen=True)
class Repair:
    """An exercise to mend, and why: sentences, the most urgent exercise first."""

    name: str
    why: list[str]


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
    objectives : list of Objective
        What was mastered, in the assignment's order.
    repairs : list of Repair
        What an author should mend.
    struggling : list of (str, float)
        Who has less than `HALF` of the points that are judged, and what share; the lowest first.
    signs : list of Sign
        What else some share that they could hardly share by chance, a question as well.
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
    objectives: list[Objective] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    struggling: list[tuple[str, float]] = field(default_factory=list)
    signs: list[Sign] = field(default_factory=list)

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


def _at_most(correlation: float, count: int) -> float:
    """Return the upper end of a correlation's 95% interval (Fisher): chance alone is no fault."""
    reach = 1.96 / math.sqrt(max(1, count - 3))
    return math.tanh(math.atanh(max(-0.999999, min(0.999999, correlation))) + reach)


def _look(count: int, difficulty: float, discrimination: float | None) -> str:
    if count < FEWEST:
        return ""
    if discrimination is not None and _at_most(discrimination, count) < 0:
        return "Who does better elsewhere does worse here: look at the question and its key."
    if difficulty < 0.2:
        return "Hardly anybody can do it: look at the question, and at what was taught."
    return ""


def objectives_of(
    names: Sequence[str],
    points: Sequence[float],
    scores: np.ndarray,
    objective: Mapping[str, str],
) -> list[Objective]:
    """Return what a class can do of each objective, from its marks alone.

    Parameters
    ----------
    names, points : sequence
        Of the exercises.
    scores : numpy.ndarray
        A row a person, a column an exercise; what waits is NaN and counts for nothing.
    objective : mapping
        The objective of an exercise; exercises that are not in it have none.
    """
    most = np.where(np.isnan(scores), 0.0, np.asarray(points, dtype=float))
    earned = np.nan_to_num(scores)
    made = []
    for text in dict.fromkeys(objective[name] for name in names if name in objective):
        columns = [place for place, name in enumerate(names) if objective.get(name) == text]
        whole = most[:, columns].sum(axis=1)
        share = earned[:, columns].sum(axis=1)[whole > 0] / whole[whole > 0]
        made.append(
            Objective(
                text,
                [names[place] for place in columns],
                float(sum(points[place] for place in columns)),
                float(share.mean()) if len(share) else float("nan"),
                int((share >= MASTERED).sum()),
                int(((share > 0) & (share < MASTERED)).sum()),
                int((share <= 0).sum()),
            )
        )
    return made


def repairs_of(
    items: Sequence[Item],
    scores: np.ndarray,
    said: Mapping[str, Counter[str]],
    named: Mapping[str, set[str]],
) -> list[Repair]:
    """Return the exercises to mend, the one that costs most points first.

    Parameters
    ----------
    items : sequence of Item
        In the order of the columns.
    scores : numpy.ndarray
    said : mapping of Counter
        What verdicts said, by exercise.
    named : mapping of set
        The messages of the mistakes that the key names, by exercise.
    """
    whole = scores[~np.isnan(scores).any(axis=1)]
    reliable = alpha(whole) if len(whole) >= FEWEST else None
    found = []
    for column, one in enumerate(items):
        if one.count < FEWEST:
            continue
        why = [one.look] if one.look else []
        weak = one.discrimination is not None and _at_most(one.discrimination, one.count) < WEAK
        if not why and weak:
            why.append(
                f"It tells hardly anything of who can do the rest (discrimination "
                f"{one.discrimination:.2f}): look at what it asks for."
            )
        without = alpha(np.delete(whole, column, axis=1)) if reliable else None
        if reliable and without and without[0] > reliable[0] + WORSE:
            why.append(
                f"Without it the marks would be more reliable ({without[0]:.2f} in place of "
                f"{reliable[0]:.2f})."
            )
        heard = said.get(one.name, Counter())
        known = named.get(one.name, set())
        blank = sum(times for words, times in heard.items() if words.startswith(BLANK))
        if blank >= max(FEWEST, one.count / 3):
            why.append(f"{blank} gave no answer: is it clear, and was there time?")
        unnamed = sum(times for words, times in heard.items() if words not in known) - blank
        if known and unnamed >= max(FEWEST, one.count / 3):
            why.append(
                f"{unnamed} answers missed points and no named mistake fits them: find what they "
                "share, and name it."
            )
        common = max(
            ((times, words) for words, times in heard.items() if words in known), default=(0, "")
        )
        if common[0] >= max(FEWEST, one.count / 2):
            why.append(f"{common[0]} made the same mistake: teach against it. {common[1]}")
        if why:
            found.append((one.points * (1 - one.difficulty) * one.count, Repair(one.name, why)))
    return [repair for _, repair in sorted(found, key=lambda pair: (-pair[0], pair[1].name))]


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


def _with_effort(item: Item, some: Sequence[Effort]) -> Item:
    if not some:
        return item
    times = [one.minutes for one in some if one.minutes is not None]
    return replace(
        item,
        attempts=sum(one.attempts for one in some) / len(some),
        hinted=sum(one.hints > 0 for one in some) / len(some),
        minutes=median(times) if times else None,
    )


def struggling(
    students: Sequence[str], points: Sequence[float], scores: np.ndarray
) -> list[tuple[str, float]]:
    """Return who has less than half of the points that are judged, the lowest first.

    Parameters
    ----------
    students : sequence of str
        Of the rows.
    points : sequence of float
        Of the columns.
    scores : numpy.ndarray
        What waits is NaN and counts for nothing.
    """
    judged = np.where(np.isnan(scores), 0.0, np.asarray(points, dtype=float)).sum(axis=1)
    earned = np.nansum(scores, axis=1)
    shares = [
        (student, round(float(own / most), 3))
        for student, own, most in zip(students, earned, judged, strict=True)
        if most > 0 and own < HALF * most
    ]
    return sorted(shares, key=lambda pair: (pair[1], pair[0]))


def _asked(root: Path, assignment: str) -> dict[str, str]:
    """Return each exercise's objective in words, as the release has it."""
    try:
        path = root / "exercises" / assignment / "checks.json"
        checks = json.loads(path.read_text(encoding="utf-8"))
        words = checks["objectives"]
        return {
            name: str(words.get(entry["objective"], entry["objective"]))
            for name, entry in checks["exercises"].items()
            if entry["objective"]
        }
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return {}


def _named(root: Path, assignment: str) -> dict[str, set[str]]:
    """Return the words of the mistakes that the key names, by exercise."""
    from course_utils.grading.course import CannotGrade, find_assignment

    try:
        exercises = find_assignment(root, assignment).key.exercises
    except CannotGrade:  # an assignment of the instructor's own
        return {}
    return {
        name: {" ".join(mistake.message.split()) for mistake in one.mistakes}
        for name, one in exercises.items()
    }


def rows(root: Path, assignment: str) -> list[tuple[str, str, float, float | None]]:
    """Return the marks of those on the roster: student, exercise, points, score if it is there.

    Parameters
    ----------
    root : Path
        The cohort's folder.
    assignment : str

    Raises
    ------
    CannotRun
        If the folder is not a cohort's, or nobody on its roster has a mark in the assignment.
    """
    settings = settings_of(root)
    if settings is None:
        raise CannotRun(f"{root} is not the folder of a cohort.")
    members = {one.id for one in Roster.read(root).active}
    with Book(root, settings) as book:
        found = [row for row in book.items(assignment) if row[0] in members]
    if not found:
        raise CannotRun(
            f"Nobody on the roster has a mark in {assignment}: see 'pmlab cohort status'."
        )
    return found


def class_report(root: Path | str, assignment: str) -> Report:
    """Return what is known of a class in one assignment; parameters and errors as of `rows`."""
    return report(Path(root), assignment, rows(Path(root), assignment))


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
    took: dict[str, list[Effort]] = {}
    texts: dict[str, str] = {}
    answers: dict[str, list[tuple[str, Answer]]] = {}
    given = _given(root, assignment, notebooks)
    for student in students:
        texts[student] = ""
        folder = root / "submitted" / student / assignment
        for exercise, effort in efforts(folder).items():
            took.setdefault(exercise, []).append(effort)
        answers[student] = [*in_files(folder).items()]
        for name in notebooks:
            for exercise, words in verdicts(
                root / "autograded" / student / assignment / name
            ).items():
                said.setdefault(exercise, Counter())[words] += 1
            texts[student] += own_text(folder / name, given)
            answers[student] += in_cells(folder / name, given).items()
    items = [
        _with_effort(replace(one, words=said[one.name].most_common(5)), took.get(one.name, []))
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
        objectives_of(order, [points[name] for name in order], scores, _asked(root, assignment)),
        repairs_of(items, scores, said, _named(root, assignment)),
        struggling(students, [points[name] for name in order], scores),
        signs(
            texts,
            answers,
            {
                (student, name): score >= most
                for student, name, most, score in rows
                if score is not None and most > 0
            },
            [one for one in students if (root / "companies" / one).is_dir()],
            _given(root, assignment, notebooks, "solutions"),
        ),
    )


def _order(root: Path, assignment: str) -> list[str]:
    found = []
    for name in expected(root, assignment):
        path = root / "exercises" / assignment / name
        if path.is_file():
            for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
                found.append(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))
    return found


def _given(
    root: Path, assignment: str, notebooks: Sequence[str], where: str = "exercises"
) -> set[str]:
    return {
        line
        for name in notebooks
        for line in own_text(root / where / assignment / name, set()).splitlines()
    }

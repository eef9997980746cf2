"""What hand-ins share that they could hardly share by chance. It is a question to ask and never an answer.

Texts are compared with each other, and answers one by one: what stands in a cell, and what a widget
keeps in ``answers/``. Where each student has a company, an answer that is right on a neighbour's and
wrong on one's own says most.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

ALIKE = 0.95
"""Share of agreement from which on two hand-ins are asked about."""
MANY = 400
"""Hand-ins from which on only those are compared that share lines of their own."""
SHARED = 3
"""Such lines that two must share to be compared then; and answers that two short hand-ins must."""
SHORTEST = 200
"""Characters that hand-ins must have beyond the release for a likeness to mean something."""
SENTENCE = 40
"""Characters from which on nobody writes the same in words of their own."""
TELLING = 15
"""Characters of an answer from which on it counts among the answers that two share."""
RARE = 10
"""How many may have an answer, at most, for it to say something of two."""
LARGEST = 256 * 1024
"""Bytes of a widget's file beyond which it is not read; it writes no larger ones."""
_EXACT = re.compile(r"\d[\d_]*\.\d{3,}|\d{5,}|\d{2,}\.\d{2,}")
"""A number that nobody would guess."""

Marks = Mapping[tuple[str, str], bool]
"""Whether all points were earned, by student and exercise; what waits is not in it."""


@dataclass(frozen=True)
class Sign:
    """What some hand-ins share.

    Attributes
    ----------
    students : list of str
    exercise : str
        Empty where it is about more than one.
    words : str
        What it is, in a sentence; no verdict.
    strength : int
        3 where chance would be a wonder, 2 where it is unlikely, 1 where it may be.
    """

    students: list[str]
    exercise: str
    words: str
    strength: int


@dataclass(frozen=True)
class Answer:
    """An answer to one exercise, however it was given.

    Attributes
    ----------
    same : str
        Equal for two answers that are the same.
    length : int
        How much there is to it, in characters.
    written : bool
        Whether it is text for a person.
    exact : bool
        Whether it holds what nobody would guess.
    file : str
        Digest of the file that a widget kept, with the moment in it; empty for a cell.
    """

    same: str
    length: int
    written: bool = False
    exact: bool = False
    file: str = ""


def _cells(path: Path) -> list[dict[str, Any]]:
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))["cells"]
        return [cell for cell in found if isinstance(cell, dict)]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return []


def _lines(cell: Mapping[str, Any], given: Collection[str]) -> list[str]:
    source = cell.get("source", "")
    text = source if isinstance(source, str) else "".join(map(str, source))
    lines = (re.sub(r"\s+", " ", line).strip() for line in text.splitlines())
    return [line for line in lines if line and line not in given]


def own_text(path: Path, given: Collection[str]) -> str:
    """Return what a student wrote: the lines of a notebook that the release has not."""
    return "\n".join(line for cell in _cells(path) for line in _lines(cell, given))


def in_cells(path: Path, given: Collection[str]) -> dict[str, Answer]:
    """Return the answers that stand in a notebook's cells, by exercise."""
    found = {}
    for cell in _cells(path):
        own = cell.get("metadata", {}).get("nbgrader", {})
        text = "\n".join(_lines(cell, given))
        if own.get("solution") and text and isinstance(own.get("grade_id"), str):
            name = own["grade_id"].removesuffix("-answer")
            written = cell.get("cell_type") == "markdown"
            found[name] = Answer(f"cell {text}", len(text), written, bool(_EXACT.search(text)))
    return found


def in_files(folder: Path) -> dict[str, Answer]:
    """Return the answers that widgets kept beside a notebook, by exercise."""
    found = {}
    for path in sorted((folder / "answers").glob("*.json")):
        if "." in path.stem:  # what was set aside
            continue
        try:
            if path.is_symlink() or not path.is_file() or path.stat().st_size > LARGEST:
                continue
            raw = path.read_bytes()
            value = json.loads(raw)["value"]
            text = json.dumps(value, sort_keys=True)
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            continue
        exact = len(text) >= SENTENCE or bool(_EXACT.search(text))
        digest = hashlib.sha256(raw).hexdigest()
        found[path.stem] = Answer(f"file {text}", len(text), exact=exact, file=digest)
    return found


def alike(texts: Mapping[str, str]) -> list[tuple[str, str, float]]:
    """Return pairs of hand-ins whose own lines agree, the most alike first.

    Lines that a quarter of the class or more has say nothing of two, and do not count.
    """
    from rapidfuzz import fuzz, process

    often = Counter(line for text in texts.values() for line in set(text.splitlines()))
    most = _most(len(texts))
    own = {
        student: kept
        for student, text in texts.items()
        if len(kept := "\n".join(x for x in text.splitlines() if often[x] <= most)) >= SHORTEST
    }
    students = sorted(own)
    if len(students) < 2:
        return []
    listed = [own[student] for student in students]
    if len(students) < MANY:
        found = process.cdist(listed, listed, scorer=fuzz.ratio, score_cutoff=100 * ALIKE)
        close = [
            (i, j, float(found[i, j])) for i, j in zip(*np.nonzero(np.triu(found, 1)), strict=True)
        ]
    else:
        close = [
            (i, j, fuzz.ratio(listed[i], listed[j], score_cutoff=100 * ALIKE))
            for i, j in _sharing(listed)
        ]
    pairs = [
        (students[one], students[other], round(share / 100, 3))
        for one, other, share in close
        if share
    ]
    return sorted(pairs, key=lambda pair: (-pair[2], pair))


def _most(people: int) -> int:
    return max(2, people // 4)


def _sharing(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Return pairs that share lines which few have: comparing all with all would take too long."""
    having: dict[str, list[int]] = {}
    for place, text in enumerate(texts):
        for line in set(text.splitlines()):
            having.setdefault(line, []).append(place)
    shared: Counter[tuple[int, int]] = Counter()
    for places in having.values():
        if 2 <= len(places) <= RARE:
            shared.update(combinations(places, 2))
    return [pair for pair, lines in shared.items() if lines >= SHARED]


def signs(
    texts: Mapping[str, str],
    answers: Mapping[str, Iterable[tuple[str, Answer]]],
    full: Marks,
    own: Collection[str],
    usual: Collection[str] = (),
) -> list[Sign]:
    """Return what hand-ins share besides whole texts, the strongest first.

    Parameters
    ----------
    texts : mapping of str
        `own_text` of each student.
    answers : mapping
        The answers of each student: exercise and answer, of cells and of files.
    full : mapping
    own : collection of str
        Who has a company of their own.
    usual : collection of str
        Lines of the author's, which say nothing where two have them.
    """
    having: dict[tuple[str, str], list[str]] = defaultdict(list)
    files: dict[tuple[str, str], list[str]] = defaultdict(list)
    known: dict[tuple[str, str], Answer] = {}
    for student in sorted(answers):
        for exercise, answer in answers[student]:
            key = exercise, answer.same
            having[key].append(student)
            known[key] = answer
            if answer.file:
                files[exercise, answer.file].append(student)
    close = {frozenset(pair[:2]) for pair in alike(texts)}
    most = _most(len(texts))
    found = [
        *_right_elsewhere(having, known, files, full, own, most, usual),
        *_same_files(files),
        *_same_sentences(having, known, close, usual),
        *_same_lines(texts, most, usual),
        *_several(having, known, close, usual, len(texts)),
    ]
    found.sort(key=lambda sign: (-sign.strength, sign.exercise, sign.students))
    once = {(one.exercise, frozenset(one.students)): one for one in reversed(found)}
    return [one for one in found if once[one.exercise, frozenset(one.students)] is one]


Having = Mapping[tuple[str, str], list[str]]


def _right_elsewhere(
    having: Having,
    known: Mapping[tuple[str, str], Answer],
    files: Having,
    full: Marks,
    own: Collection[str],
    most: int,
    usual: Collection[str],
) -> Iterable[Sign]:
    """Yield answers that are right on the company of one and wrong on that of another."""
    whole = {
        (exercise, who) for (exercise, _), there in files.items() if len(there) > 1 for who in there
    }
    for (exercise, same), students in having.items():
        answer = known[exercise, same]
        right = [one for one in students if one in own and full.get((one, exercise))]
        wrong = [one for one in students if one in own and full.get((one, exercise)) is False]
        byte = bool(answer.file) and all((exercise, one) in whole for one in (*right, *wrong))
        if not right or not wrong or _usual(same, usual):
            continue
        if not (byte or (answer.exact and len(students) <= most)):
            continue
        what = "the same file, to the byte" if byte else "the same answer"
        yield Sign(
            [*right, *wrong],
            exercise,
            f"{_named(wrong)} and {_named(right)} have {what}. It is right on the company of "
            f"{_named(right)}, and wrong on that of {_named(wrong)}.",
            3,
        )


def _same_files(files: Having) -> Iterable[Sign]:
    """Yield files that are the same to the byte: each holds the second in which it was saved."""
    for (exercise, _), students in files.items():
        if len(students) > 1:
            yield Sign(
                students,
                exercise,
                f"{_named(students)} have the same file, to the byte and to the second in which it "
                "was saved.",
                2,
            )


def _same_sentences(
    having: Having,
    known: Mapping[tuple[str, str], Answer],
    close: Collection[frozenset[str]],
    usual: Collection[str],
) -> Iterable[Sign]:
    """Yield written answers that are the same, however many have them."""
    for (exercise, same), students in having.items():
        answer = known[exercise, same]
        if not answer.written or answer.length < SENTENCE or _usual(same, usual):
            continue
        if len(students) > 1 and not _told(students, close):
            yield Sign(students, exercise, f"{_named(students)} wrote the same words.", 2)


def _same_lines(texts: Mapping[str, str], most: int, usual: Collection[str]) -> Iterable[Sign]:
    """Yield lines that the same part of a class has, too large a part to compare two by two."""
    holders: dict[str, list[str]] = defaultdict(list)
    for student in sorted(texts):
        for line in dict.fromkeys(texts[student].splitlines()):
            holders[line].append(student)
    blocks: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for line, students in holders.items():
        if len(students) > most and line not in usual:
            blocks[tuple(students)].append(line)
    for people, lines in blocks.items():
        length = sum(map(len, lines))
        if length >= SHORTEST and len(lines) >= SHARED:
            yield Sign(
                list(people),
                "",
                f"{_named(people)} have the same {len(lines)} lines, which neither the assignment "
                f"nor its solution holds: it begins with {lines[0][:60]!r}.",
                1,
            )


def _several(
    having: Having,
    known: Mapping[tuple[str, str], Answer],
    close: Collection[frozenset[str]],
    usual: Collection[str],
    people: int,
) -> Iterable[Sign]:
    """Yield pairs with several answers that few others have: also short hand-ins can be copies."""
    rare = max(2, min(RARE, people // 10))
    shared: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for (exercise, same), students in having.items():
        answer = known[exercise, same]
        if len(students) > rare or answer.length < TELLING or _usual(same, usual):
            continue
        for pair in combinations(students, 2):
            shared[pair][exercise] = answer.length
    for pair, found in shared.items():
        if (
            len(found) >= SHARED
            and sum(found.values()) >= SENTENCE
            and frozenset(pair) not in close
        ):
            yield Sign(
                list(pair),
                "",
                f"{_named(pair)} have the same answers, which few others have: "
                f"{', '.join(sorted(found))}.",
                1,
            )


def _usual(same: str, usual: Collection[str]) -> bool:
    """Say whether a cell has nothing but lines of the author's."""
    kind, _, text = same.partition(" ")
    return kind == "cell" and all(line in usual for line in text.splitlines())


def _told(students: Sequence[str], close: Collection[frozenset[str]]) -> bool:
    """Say whether all of them are asked about already, two by two."""
    return all(frozenset(pair) in close for pair in combinations(students[:RARE], 2))


def _named(students: Sequence[str]) -> str:
    if len(students) > 8:
        return f"{', '.join(students[:8])} and {len(students) - 8} more"
    return " and ".join(filter(None, [", ".join(students[:-1]), students[-1]]))

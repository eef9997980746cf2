"""What a learner earns who understands nothing: who copies from the lesson, or takes what is long.

They see what learners see, the built lesson and its assignment, and are judged by the verdict.
"""

from __future__ import annotations

import random

import nbformat
import pytest
from places import ROOT

from course_utils import data
from course_utils.build.copies import copies
from course_utils.exercises import load_key
from course_utils.exercises.verdict import judge

SKILLS = sorted(path.parent.name for path in (ROOT / "curriculum").glob("*/assignment.py"))
MORE_THAN_CHANCE = 0.05
"""Share of the points that may be had above chance."""
DRAWS = 200
GUESSED = ("Choice", "Choices", "Ranking")
"""Forms that can be answered by the length of what is offered."""


def guesses(form):
    """Return the answers that need no thought: one by length, and many by chance."""
    chance = random.Random(7)
    if form.kind == "Choice":
        words = dict(form.options)
        return [max(words, key=lambda ident: len(words[ident]))], list(words)
    if form.kind == "Choices":
        words = dict(form.options)
        by_length = sorted(words, key=lambda ident: -len(words[ident]))
        some = [
            sorted(chance.sample(list(words), chance.randint(1, len(words)))) for _ in range(DRAWS)
        ]
        return [by_length[:count] for count in range(1, len(words) + 1)], some
    words = dict(form.items)
    idents = list(words)
    mixed = [chance.sample(idents, len(idents)) for _ in range(DRAWS)]
    return [sorted(idents, key=lambda ident: -len(words[ident])), idents], mixed


def earned(exercise, reference, source, answers):
    """Return what each of some answers earns, as a share of the exercise's points."""
    return [
        judge(exercise, reference.form.encode(answer), source, right=reference).score
        for answer in answers
    ]


@pytest.mark.parametrize("skill", SKILLS)
def test_who_copies_or_takes_the_longest_earns_no_more_than_chance(skill, record_property):
    key = load_key(ROOT / "curriculum" / skill)
    source = data.open(ROOT / "datasets")
    lesson = nbformat.read(ROOT / "notebooks" / f"{skill}.ipynb", as_version=4)
    read_off = {copy.exercise for copy in copies(key, source, lesson, {})}
    points = {name: item.points for name, item in key.exercises.items() if not item.form.manual}
    won = float(sum(points[name] for name in read_off))
    by_chance = 0.0
    for name in points:
        exercise = key.exercises[name]
        if exercise.form.kind not in GUESSED:
            continue
        reference = exercise.reference(source)
        thoughtless, drawn = guesses(reference.form)
        scores = earned(exercise, reference, source, drawn)
        by_chance += points[name] * sum(scores) / len(scores)
        # Of several rules by length the learner has one in mind, without knowing which is best.
        scores = earned(exercise, reference, source, thoughtless)
        if name not in read_off:
            won += points[name] * sum(scores) / len(scores)
    total = sum(points.values())
    record_property("won", won / total)
    record_property("by chance", by_chance / total)
    assert (won - by_chance) / total <= MORE_THAN_CHANCE

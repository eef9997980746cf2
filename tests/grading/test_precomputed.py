"""Right answers are computed once for a company, and kept for the next process."""

from __future__ import annotations

import json
import os

import pytest
from sample_course import CURRICULUM, SAMPLE, TinySource

from course_utils.exercises import load_key
from course_utils.exercises.precomputed import precomputed, precomputed_key
from course_utils.grading.course import Assignment, CannotGrade


@pytest.fixture
def key():
    return load_key(CURRICULUM / SAMPLE)


@pytest.fixture
def source():
    return TinySource()


def counted(exercise, calls):
    """Count how often the author's function runs."""
    function = exercise.function

    def counting(accounts):
        calls.append(1)
        return function(accounts)

    exercise.function = counting
    return exercise


@pytest.mark.parametrize("stored", [False, True])
def test_what_follows_from_fixed_answers_is_the_same(key, source, tmp_path, stored):
    for name, exercise in key.exercises.items():
        if exercise.form.manual:
            continue
        made = exercise
        for _ in range(2):  # the second time from the file
            made = precomputed(exercise, source, tmp_path / f"{name}.json" if stored else None, "1")
        one, other = made.reference(source), exercise.reference(source)
        assert one.right == other.right, name
        assert one.form == other.form
        assert [(w.message, w.given) for w in one.mistakes] == [
            (w.message, w.given) for w in other.mistakes
        ]


def test_answers_are_computed_once_for_each_digest(key, source, tmp_path):
    calls: list[int] = []
    exercise = counted(key.exercises["free_share"], calls)
    path = tmp_path / "free_share.json"
    for made_of in ("1", "1", "2", "2", "1"):
        precomputed(exercise, source, path, made_of)
    assert len(calls) == 3
    if os.name != "nt":
        assert path.stat().st_mode & 0o077 == 0, "only for the grader's eyes"


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"made_of": "1", "answers": [1]}'])
def test_a_damaged_file_is_made_again(key, source, tmp_path, damage):
    path = tmp_path / "free_share.json"
    path.write_text(damage, encoding="utf-8")
    made = precomputed(key.exercises["free_share"], source, path, "1")
    assert made.answer(source) == key.exercises["free_share"].answer(source)
    assert len(json.loads(path.read_text(encoding="utf-8"))["answers"]) == 3


def test_each_company_has_its_own(key, tmp_path):
    assignment = Assignment(key, 2, tmp_path)
    one, other = (assignment.reference("free_share", TinySource(seed)) for seed in (1, 2))
    assert one.right != other.right
    assert len(list(tmp_path.glob("*/sample.free_share.json"))) == 2


def test_a_function_that_fails_is_found_out_by_whoever_needs_it(key, source):
    key.exercises["free_share"].function = lambda accounts: accounts["gone"]
    made = precomputed_key(key, source)
    assert made.exercises["free_share"] is key.exercises["free_share"]
    with pytest.raises(CannotGrade, match="fails at free_share \\(KeyError: 'gone'\\)"):
        Assignment(key, 2).reference("free_share", source)

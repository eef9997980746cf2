"""Every exercise of every key, on many companies, by the learner's check and by the verdict.

The right answer gets full marks; a blank gets nothing and a kind word; each named mistake its own
message and no full marks; a near miss outside the tolerance nothing (less than full where the form
gives partial credit); one inside, full marks.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pandas as pd
import pytest
from companies import companies
from places import FIXTURES, ROOT
from sample_company import SampleCompany

from course_utils.exercises import BadKey, Exercise, Form, Key, Reference, Verdict, judge, load_key
from course_utils.exercises.assessment import Assessment, assess
from course_utils.exercises.checks import Check, Checks, checks_of
from course_utils.exercises.claims import false_claims, lesson_mentions, load_claims
from course_utils.exercises.forms import (
    Choice,
    Choices,
    Function,
    Number,
    Query,
    Ranking,
    Table,
)
from course_utils.exercises.plain import Sheet
from course_utils.exercises.posing import company_name, pose
from course_utils.exercises.sql import sandbox

pytestmark = pytest.mark.long

COMPANIES = int(os.environ.get("PMLAB_COMPANIES", "4"))
SAMPLE = FIXTURES / "sample_key" / "01_sample" / "key.py"
PATHS = {path.parent.name: path for path in [*sorted(ROOT.glob("curriculum/*/key.py")), SAMPLE]}


def loaded() -> dict[str, Key]:
    """Load every key that can be; one that cannot fails in a test of its own."""
    keys = {}
    for skill, path in PATHS.items():
        with contextlib.suppress(BadKey):
            keys[skill] = load_key(path)
    return keys


KEYS = loaded()
AUTOGRADED = [
    (skill, name)
    for skill, key in KEYS.items()
    for name, item in key.all.items()
    if not item.form.manual
]
WRITTEN = [
    (skill, name)
    for skill, key in KEYS.items()
    for name, item in key.all.items()
    if item.form.manual
]


def companies_for(skill: str) -> Iterator[Any]:
    seeds = range(1, COMPANIES + 1)
    return map(SampleCompany, seeds) if skill == SAMPLE.parent.name else companies(seeds)


# ------------------------------------------------------------------------------- near misses


def around(form: Number) -> Iterator[tuple[Callable[[float], float], bool]]:
    """Yield ways to move a number, and whether it stays right."""
    # A relative tolerance has no room for a step of fixed size beside a number near 0.
    yield lambda x: x * (1 + 1e-13) + (0 if form.relative else 1e-12), True
    if form.relative:
        for sign in (1, -1):
            yield lambda x, sign=sign: x * (1 + form.relative) ** (0.95 * sign), True
            # No factor moves 0, and whatever is not 0 is another number.
            yield (
                lambda x, sign=sign: (
                    x * (1 + form.relative) ** (1.05 * sign) if x else sign * form.relative
                ),
                False,
            )
    else:
        step = form.tolerance or 1
        for sign in (1, -1):
            if form.tolerance:
                yield lambda x, sign=sign: x + 0.95 * step * sign, True
            yield lambda x, sign=sign: x + 1.05 * step * sign, False


def neighbours(form: Form, right: Any, answer: Any) -> Iterator[tuple[str, Any, bool]]:
    """Yield near answers of any form: what was done, the answer, whether it is still right."""
    if isinstance(form, Number):
        for i, (move, inside) in enumerate(around(form)):
            yield f"moved {i}", move(float(answer)), inside
    elif isinstance(form, Choice):
        yield "loud", f" {answer.upper()} ", True
        for name, _ in form.options:
            if name != answer:
                yield f"option {name}", name, False
    elif isinstance(form, Choices):
        yield "reversed", list(reversed(answer)), True
        for name, _ in form.options:
            yield f"without or with {name}", set(answer) ^ {name}, False
    elif isinstance(form, Ranking):
        yield "as a Series", pd.Series(answer), True
        for i in range(len(answer) - 1):
            yield f"swapped {i}", [*answer[:i], answer[i + 1], answer[i], *answer[i + 2 :]], False
    elif isinstance(form, Query):
        yield from query_neighbours(form, right, answer)
    elif isinstance(form, Table):
        yield from table_neighbours(form, answer)
    elif isinstance(form, Function):
        right = remembered(right)
        if isinstance(form.result, Number):
            for i, (move, inside) in enumerate(around(form.result)):
                yield f"result moved {i}", lambda *a, move=move: move(right(*a)), inside
            return
        assert isinstance(form.result, Choice | Choices)
        for name, _ in form.result.options:
            if isinstance(form.result, Choice):
                yield f"always {name}", lambda *_, name=name: name, False
            else:
                yield f"with or without {name}", lambda *a, n=name: set(right(*a)) ^ {n}, False
    else:
        raise AssertionError(f"no neighbours for {form}")


def remembered(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that is not called twice for the same arguments."""
    known: dict[bytes, Any] = {}

    def call(*arguments: Any) -> Any:
        given = pickle.dumps(arguments)
        if given not in known:
            known[given] = function(*arguments)
        return known[given]

    return call


def table_neighbours(form: Table, answer: Sheet) -> Iterator[tuple[str, Any, bool]]:
    places = form._places(answer, form.columns)
    frame = pd.DataFrame(
        [[row[i] for i in places] for row in answer.rows], columns=list(form.columns), dtype=object
    )
    yield "columns turned round", frame[frame.columns[::-1]], True
    if not form.ordered:
        yield "rows turned round", frame.iloc[::-1], True
    yield "last row lost", frame.iloc[:-1], False
    for name, kind in zip(form.columns, form.kinds, strict=True):
        if kind != "number" or name in form.keys:
            continue
        row = int(frame[name].notna().to_numpy().nonzero()[0][-1])
        number = Number("x", cell(form.tolerance, name), cell(form.relative, name))
        for i, (move, inside) in enumerate(around(number)):
            moved = frame.copy()
            moved.loc[row, name] = move(float(moved.loc[row, name]))
            yield f"{name} moved {i}", moved, inside


def cell(tolerance: Any, column: str) -> float:
    return tolerance.get(column, 0.0) if isinstance(tolerance, dict) else tolerance


def query_neighbours(form: Query, text: str, answer: Sheet) -> Iterator[tuple[str, Any, bool]]:
    if not form.ordered:
        yield "shuffled", f"select * from ({text}) order by random()", True
    yield "last row lost", f"select * from ({text}) limit {len(answer.rows) - 1}", False
    for name, kind in zip(form.columns, form.kinds, strict=True):
        if kind == "number" and name not in form.keys:
            step = 1.05 * (cell(form.tolerance, name) or 1)
            yield (
                f"{name} moved",
                f'select * replace ("{name}" + {step} as "{name}") from ({text})',
                False,
            )


# ------------------------------------------------------------------------------------- proofs


class Proof:
    """Collects what fails for one exercise."""

    def __init__(self, item: Exercise, failures: list[str], company: Any) -> None:
        self.item, self.failures, self.company = item, failures, company

    def expect(self, what: str, condition: bool, seen: object) -> None:
        if not condition:
            self.failures.append(f"{company_name(self.company)}, {what}: {seen}")


def prove(
    item: Exercise,
    check: Check,
    reference: Reference,
    company: Any,
    previous: tuple[Any, Reference | None],
    failures: list[str],
) -> None:
    proof = Proof(item, failures, company)
    box = sandbox(company)
    verdict_reference, cases = reference, None
    if isinstance(item.form, Function):
        cases = item.form.make_cases(int(company.fingerprint[:8], 16))
        verdict_reference = item.reference(company, cases)
        assert isinstance(verdict_reference.form, Function)

    def both(
        value: Any, elsewhere: Any = None, right_there: Reference | None = None
    ) -> tuple[Assessment, Verdict]:
        local = assess(check.form, value, check, box)
        data = json.loads(json.dumps(verdict_reference.form.encode(value), allow_nan=False))
        verdict = judge(
            item,
            data,
            company,
            other_source=elsewhere,
            other_right=right_there,
            right=verdict_reference,
            cases=cases,
        )
        return local, verdict

    local, verdict = both(reference.value, *previous)
    proof.expect("right, check", local.state == "right", local)
    proof.expect("right, verdict", (verdict.state, verdict.score) == ("right", 1.0), verdict)

    for also in item.accepted:
        local, verdict = both(also.answer(box))
        words = f"{also.words!r}, {{}} (line {also.line})"
        proof.expect(words.format("check"), local.state == "right", local)
        proof.expect(words.format("verdict"), verdict.score == 1.0, verdict)

    for blank in (..., None, ""):
        local, verdict = both(blank)
        proof.expect(
            "blank, check", local.state == "not_attempted" and "Expected" in local.message, local
        )
        proof.expect(
            "blank, verdict",
            (verdict.state, verdict.score) == ("not_attempted", 0.0) and bool(verdict.message),
            verdict,
        )

    for wrong in reference.mistakes:
        local, verdict = both(wrong.value)
        proof.expect(
            f"mistake in line {wrong.line}, check",
            (local.state, local.message) == ("mistake", wrong.message),
            local,
        )
        proof.expect(
            f"mistake in line {wrong.line}, verdict",
            verdict.state == "mistake"
            and verdict.message.startswith(wrong.message)
            and verdict.score < 1,
            verdict,
        )

    if isinstance(item.form, Query) and previous[0] is not None:
        return  # what is near a result does not depend on the company, and queries take time
    partial = getattr(item.form, "partial", False) or isinstance(item.form, Ranking)
    answer = reference.form.read(reference.value, box)
    for what, near, inside in neighbours(reference.form, reference.value, answer):
        local, verdict = both(near)
        if inside or _accepted(near, reference, box):
            proof.expect(f"{what}, check", local.state == "right", local)
            proof.expect(f"{what}, verdict", verdict.score == 1.0, verdict)
        else:
            proof.expect(f"{what}, check", local.state != "right", local)
            proof.expect(
                f"{what}, verdict",
                verdict.state != "right"
                and (verdict.score == 0 or (partial and verdict.score < 1)),
                verdict,
            )


def _accepted(near: Any, reference: Reference, box: Any) -> bool:
    """Say whether an answer beside the right one is right by another convention."""
    return bool(reference.accepted) and reference.accepts(reference.form.canonical(near, box))


@cache
def failures_of(skill: str) -> dict[str, list[str]]:
    """Prove every exercise of a key, looking at each company once."""
    key: Key = KEYS[skill]
    failures: dict[str, list[str]] = defaultdict(list)
    previous: Any = None
    before: dict[str, Reference] = {}
    for company in companies_for(skill):
        references = {}
        for name, item in key.all.items():
            if item.form.manual:
                continue
            reference, problems = pose(item, company)
            failures[name].extend(map(str, problems))
            if reference is not None:
                references[name] = reference
        data = json.loads(
            json.dumps(checks_of(key, company.fingerprint, references, exercises=key.all, cost=2))
        )
        checks = Checks.of(data)
        for name, reference in references.items():
            prove(
                key.all[name],
                checks.exercises[name],
                reference,
                company,
                (previous, before.get(name)),
                failures[name],
            )
        previous, before = company, references
    return failures


@pytest.mark.parametrize(("skill", "name"), AUTOGRADED, ids=lambda part: part)
def test_an_exercise_is_fair_on_every_company(skill, name):
    failures = failures_of(skill)[name]
    assert not failures, f"{len(failures)} failures:\n" + "\n".join(failures[:10])


@pytest.mark.parametrize(("skill", "name"), WRITTEN, ids=lambda part: part)
def test_a_written_exercise_waits_for_a_person(skill, name):
    item = KEYS[skill].all[name]
    assert judge(item, "", None).state == "not_attempted"
    verdict = judge(item, item.form.exemplars[2], None)
    assert (verdict.state, verdict.score) == ("manual", 0.0)
    assert item.form.grade({criterion.name: 4 for criterion in item.form.rubric}) == pytest.approx(
        1
    )


@pytest.mark.parametrize("size", [0.0, 2.0, -3.5, 40_000.0])
@pytest.mark.parametrize(
    "form",
    [Number("x"), Number("x", tolerance=0.4), Number("x", relative=0.002)],
    ids=["exact", "absolute", "relative"],
)
def test_a_near_miss_is_another_number(form, size):
    right = form.canonical(size)
    for place, (move, inside) in enumerate(around(form)):
        assert form.canonical(move(size)).matches(right) == inside, place


@pytest.mark.parametrize("skill", PATHS)
def test_a_key_can_be_used(skill):
    assert load_key(PATHS[skill]).all


def test_there_are_keys_and_companies_to_prove():
    assert len(AUTOGRADED) >= 11
    assert COMPANIES >= 4 or "PMLAB_COMPANIES" in os.environ


QUESTIONS = {
    skill: found[1]
    for skill, path in PATHS.items()
    if (path.parent / "lesson.py").exists()
    and (
        found := re.search(
            r"The assignment .*?\*\* (\w+) questions",
            (path.parent / "lesson.py").read_text("utf-8"),
        )
    )
}
NUMBERS = ["Ten", "Eleven", "Twelve", "Thirteen", "Fourteen", "Fifteen", "Sixteen"]


@pytest.mark.parametrize("skill", QUESTIONS)
def test_a_lesson_says_how_many_questions_its_assignment_asks(skill):
    asked = [item for item in KEYS[skill].exercises.values() if not item.form.manual]
    assert QUESTIONS[skill] == NUMBERS[len(asked) - 10]


CLAIMS = {folder.name: load_claims(folder) for folder in sorted(ROOT.glob("curriculum/[0-9]*_*"))}


@pytest.mark.parametrize("skill", [name for name, claims in CLAIMS.items() if claims])
def test_what_a_lesson_claims_is_true_on_every_company(skill):
    named = lesson_mentions(ROOT / "curriculum" / skill, ROOT)
    problems = false_claims(CLAIMS[skill], named, companies_for(skill))
    assert not problems, "\n".join(map(str, problems))

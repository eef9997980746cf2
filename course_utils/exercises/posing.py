"""Is an exercise well posed? Asked on many companies, before any learner meets it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from course_utils.exercises.forms import (
    Canonical,
    Form,
    Function,
    NotAttempted,
    Query,
    WrongForm,
)
from course_utils.exercises.key import Exercise, Key, Mistake, Problem, Reference, Wrong, line_in
from course_utils.exercises.sql import sandbox


def pose_problems(key: Key, sources: Iterable[Any]) -> list[Problem]:
    """Return what is badly posed in a key on any of the given companies.

    Parameters
    ----------
    key
        The skill area's key.
    sources
        Companies; a generator is consumed one at a time, so that a hundred cost the memory of one.

    Returns
    -------
    list of Problem
        Each with the author's file and line, the exercise and the company. For one exercise, the
        same line is reported once.
    """
    found: dict[tuple[str, int], Problem] = {}
    for source in sources:
        for item in key.all.values():
            for problem in [] if item.form.manual else pose(item, source)[1]:
                found.setdefault((item.name, problem.line), problem)
    return list(found.values())


def company_name(source: Any) -> str:
    """Return how to name a company in a message: by its seed, else by its fingerprint."""
    sealed = getattr(source, "sealed", False)
    parameters = None if sealed else getattr(source, "parameters", None)
    seed = getattr(source, "seed", getattr(parameters, "seed", None))
    if seed is None and isinstance(parameters, dict):
        seed = parameters.get("seed")
    return f"company {str(source.fingerprint)[:8]}" if seed is None else f"company seed {seed}"


def pose(item: Exercise, source: Any) -> tuple[Reference | None, list[Problem]]:
    """Return what an exercise expects on a company, and what is badly posed there.

    Parameters
    ----------
    item
        An exercise that is not written.
    source
        The company.

    Returns
    -------
    tuple
        The reference (None if there is no right answer) and the problems.
    """
    company = company_name(source)
    boxed = sandbox(source)
    try:
        form, value, right = item.right(boxed)
    except NotAttempted:
        return None, [item.problem("the right answer is blank", company=company)]
    except WrongForm as refusal:
        words = f"its own form refuses the right answer: {refusal}"
        return None, [item.problem(words, company=company)]
    except Exception as error:
        return None, [_failure(item, error, "the right answer", 0, company)]
    problems = [
        item.problem(words, company=company) for words in _right_problems(form, right, value, boxed)
    ]
    accepted, found = _accepted(item, form, boxed, company)
    problems += found
    there, excused = None, frozenset[int]()
    if isinstance(form, Query) and form.edges:
        there, excused, found = _at_edges(item, form)
        problems += found
    mistakes, found = _mistakes(item, form, (right, *accepted), value, boxed, company, excused)
    problems += found
    if isinstance(form, Function):
        # The verdict looks at other cases than the local check: a mistake must show there as well.
        seed = int.from_bytes(str(source.fingerprint).encode(), "big") % 1_000_003 + 2
        unseen = form.on(form.make_cases(seed))
        company += ", unseen cases"
        problems += _mistakes(item, unseen, (unseen.canonical(value),), value, boxed, company)[1]
    reference = Reference(str(source.fingerprint), form, value, right, mistakes, accepted)
    return reference if there is None else reference.with_edges(there), problems


def _at_edges(item: Exercise, form: Form) -> tuple[Reference | None, frozenset[int], list[Problem]]:
    """Return what is expected at the edges, and the lines of mistakes that show there."""
    try:
        there = item.at_edges(form)
    except (NotAttempted, WrongForm) as refusal:
        words = f"its form refuses an answer at the edges: {refusal}"
        return None, frozenset(), [item.problem(words, company=EDGES)]
    except Exception as error:
        return None, frozenset(), [_failure(item, error, "an answer", 0, EDGES)]
    return there, frozenset(wrong.line for wrong in there.mistakes), []


EDGES = "company of edges"


def _right_problems(form: Form, right: Canonical, value: Any, source: Any) -> Iterator[str]:
    if form.score(right, right) != 1.0 or not right.matches(right):
        yield "the right answer does not get full marks from its own form"
    try:
        carried = form.canonical(form.decode(form.encode(value)), source)
    except (NotAttempted, WrongForm) as refusal:
        yield f"the right answer does not survive its way to the grader: {refusal}"
    else:
        if not carried.matches(right):
            yield "the right answer changes on its way to the grader"
    yield from form.problems(right, form.read(value, source))


def _accepted(
    item: Exercise, form: Form, source: Any, company: str
) -> tuple[tuple[Canonical, ...], list[Problem]]:
    seen: list[Canonical] = []
    problems: list[Problem] = []
    for also in item.accepted:
        try:
            seen.append(form.canonical(also.answer(source), source))
        except (NotAttempted, WrongForm) as refusal:
            words = f"its form refuses what is accepted as {also.words!r}: {refusal}"
            problems.append(item.problem(words, line=also.line, company=company))
        except Exception as error:
            problems.append(_failure(item, error, f"{also.words!r}", also.line, company))
    return tuple(seen), problems


def _mistakes(
    item: Exercise,
    form: Form,
    rights: tuple[Canonical, ...],
    right_value: Any,
    source: Any,
    company: str,
    excused: Collection[int] = (),
) -> tuple[tuple[Wrong, ...], list[Problem]]:
    seen: list[Wrong] = []
    problems: list[Problem] = []

    def say(words: str, mistake: Mistake) -> None:
        problems.append(item.problem(words, line=mistake.line, company=company))

    for mistake in item.mistakes:
        try:
            value = mistake.answer(source)
            given = form.canonical(value, source)
        except NotAttempted:
            say("this mistake is blank", mistake)
            continue
        except WrongForm as refusal:
            say(f"this mistake can never be named, its form refuses it first: {refusal}", mistake)
            continue
        except Exception as error:
            problems.append(_failure(item, error, "this mistake", mistake.line, company))
            continue
        if mistake.line in excused and _hidden_here(given, rights, seen, mistake.message):
            continue  # it is told at the edges
        for right in rights:
            if given.matches(right) or right.matches(given) or form.score(given, right) >= 1.0:
                say("this mistake gives the right answer within the tolerance", mistake)
                break
        if not _true(mistake, value, right_value):
            words = f"{mistake.message!r} is not true of {value!r} where {right_value!r} is right"
            say(words, mistake)
        for other in seen:
            if given.matches(other.given.sharp()) and other.message != mistake.message:
                say(f"this mistake gives the same answer as the one in line {other.line}", mistake)
        seen.append(Wrong(mistake.message, value, given, mistake.line))
    return tuple(seen), problems


def _hidden_here(
    given: Canonical, rights: Iterable[Canonical], seen: Iterable[Wrong], message: str
) -> bool:
    """Say whether a mistake gives, on this company, the right answer or that of another one."""
    others = (other.given.sharp() for other in seen if other.message != message)
    return any(given.matches(right) for right in (*rights, *others))


def _true(mistake: Mistake, value: Any, right: Any) -> bool:
    return mistake.says is None or bool(mistake.says(value, right))


def _failure(item: Exercise, error: Exception, what: str, line: int, company: str) -> Problem:
    deepest = line_in(item.file, error)
    words = f"{what} stops with {type(error).__name__}: {error}"
    return item.problem(words, line=deepest if deepest > 1 else line, company=company)

"""Nothing that students see holds an answer: releases, feedback and logs, of every skill.

What is looked for: every right answer that is long enough to be told from chance, every line of
code of every key, every solution, every exemplar, and the words for mistakes that were not made.
"""

from __future__ import annotations

import ast
import functools
import html
import json
import math
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_output
from places import ROOT
from sample_cohort import course_in, hand_in
from sample_course import CURRICULUM, SAMPLE, TinySource

from course_utils.exercises import MIME, load_key
from course_utils.exercises.key import Key

pytestmark = pytest.mark.long

SKILLS = sorted(
    path.parent.name
    for path in (ROOT / "curriculum").glob("*/key.py")
    if path.with_name("assignment.py").is_file()
)
SHORTEST = 18
"""Characters of a line of code that is told from chance; ``return "mix"`` is not."""
DIGITS = 4


def squeezed(text: str) -> str:
    """Return a text without white space and quotes, which formatters and JSON change."""
    return re.sub(r"[\s\"'\\]", "", text)


@functools.cache
def words_of(path: Path) -> str:
    """Return all that a file says: a notebook's sources and outputs, a page's text, or all of it."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        return html.unescape(re.sub(r"<[^>]+>", "", text[text.index("<body") :]))
    if path.suffix == ".ipynb":
        cells = json.loads(text)["cells"]
        return "\n".join("".join(c["source"]) + json.dumps(c.get("outputs", [])) for c in cells)
    # What a hash costs is the same for all, and may be somebody's answer by chance.
    return re.sub(r'"cost": \d+,', "", text) if path.name == "checks.json" else text


def code_lines(source: str) -> Iterator[str]:
    """Return the lines of code within functions, docstrings left out."""
    tree = ast.parse(source)
    lines = source.splitlines()
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            body = function.body[1:] if ast.get_docstring(function) else function.body
            for statement in body:
                yield from lines[statement.lineno - 1 : statement.end_lineno]


def solution_lines(path: Path) -> Iterator[str]:
    """Return the lines of a source notebook that its release leaves out."""
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        about = cell["metadata"].get("nbgrader", {})
        if about.get("solution") and cell["cell_type"] == "code":
            source = "".join(cell["source"])
            for part in re.findall(r"### BEGIN SOLUTION\n(.*?)### END", source, re.S) or [source]:
                yield from part.splitlines()


def telling(lines: Iterator[str]) -> set[str]:
    """Return the lines that say something: long enough, no comment, no bare call."""
    told = {
        squeezed(line)
        for line in lines
        if not line.strip().startswith("#") and not line.rstrip().endswith(("(", "[", "{", '"""'))
    }
    return {line for line in told if len(line) >= SHORTEST}


def numbers(value: object) -> Iterator[float]:
    """Return the numbers of an answer."""
    if hasattr(value, "to_numpy"):
        for column in getattr(value, "columns", []):
            yield from numbers(list(value[column]))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from numbers(one)
    elif hasattr(value, "__float__") and not isinstance(value, bool):
        yield float(value)


def spellings(number: float) -> set[str]:
    """Return how a number may be written, if that tells it from chance."""
    if not math.isfinite(number) or number == round(number):
        return set()
    found = {repr(number), f"{number:.4g}", f"{number:.6g}", f"{100 * number:.4g}"}
    return {s for s in found if len(re.sub(r"^-?0?\.?0*|\.", "", s.split("e")[0])) >= DIGITS}


def secrets(key: Key, source: object) -> Iterator[tuple[str, str]]:
    """Return whose answer it is, and a text in which it could show."""
    for name, exercise in key.exercises.items():
        if exercise.form.manual:
            yield from ((name, squeezed(text)) for text in exercise.form.exemplars.values())
        elif exercise.form.kind == "Ranking":
            yield name, squeezed(json.dumps(list(exercise.answer(source))))
        elif exercise.form.kind == "Query":
            yield name, squeezed(exercise.form.text(exercise.answer(source)))
        elif exercise.form.kind in ("Number", "Table"):
            for number in numbers(exercise.answer(source)):
                yield from ((name, text) for text in spellings(number))


def shows(secret: str, text: str, flat: str) -> bool:
    """Say whether a text holds a secret; a number must not be part of another, nor of a hash."""
    if re.fullmatch(r"-?[\d.]+(e-?\d+)?", secret):
        return bool(re.search(rf"(?<![\w./+]){re.escape(secret)}\d*+(?![A-Za-z/+=])", text))
    return secret in flat


def mistakes(key: Key, source: object) -> list[str]:
    """Return the words for mistakes."""
    return [
        message
        for exercise in key.exercises.values()
        if not exercise.form.manual
        for message, _ in exercise.mistaken(source)
    ]


class Hidden:
    """What only the grader may know of a skill, on a company."""

    def __init__(self, key: Key, source: object, solutions: Path) -> None:
        self.skill = key.skill
        code = key.path.read_text(encoding="utf-8")
        self.lines = telling(code_lines(code)) | telling(solution_lines(solutions))
        self.answers = set(secrets(key, source))
        self.messages = {squeezed(text) for text in mistakes(key, source)}
        assert self.lines
        assert self.answers

    def not_in(self, where: str, text: str, said: str = "") -> None:
        """Fail if a text that students see holds any of it, but for what they are told anyway."""
        flat = squeezed(text)
        found = [line for line in self.lines if line in flat and line not in said]
        assert not found, f"{where} of {self.skill} holds code of the key or a solution: {found}"
        found = [(n, a) for n, a in self.answers if shows(a, text, flat)]
        assert not found, f"{where} of {self.skill} holds right answers: {found}"
        found = [m for m in self.messages if m in flat and m not in said]
        assert not found, f"{where} of {self.skill} tells mistakes that nobody made: {found}"


@functools.cache
def public() -> object:
    from course_utils import data

    return data.open(ROOT / "datasets")


def told_anyway(folder: Path) -> str:
    """Return what everybody is told: the lesson, and the hints, which may hold lines of code."""
    lesson, key = folder / "lesson.py", load_key(folder)
    hints = "\n".join(rung for exercise in key.exercises.values() for rung in exercise.ladder)
    return squeezed(hints + (lesson.read_text(encoding="utf-8") if lesson.is_file() else ""))


@pytest.mark.parametrize("skill", SKILLS)
def test_releases_hold_no_answer(skill):
    folder, name = ROOT / "curriculum" / skill, skill.split("_", 1)[1]
    release = {
        path.name: words_of(path)
        for path in (ROOT / "exercises" / name).rglob("*")
        if path.is_file() and path.suffix in (".ipynb", ".json", ".py", ".md")
        and not {"feedback", "answers", "progress", ".ipynb_checkpoints"} & set(path.parts)
    }  # fmt: skip
    assert {f"{name}.ipynb", "checks.json"} <= set(release)
    notebook = ROOT / "solutions" / name / f"{name}.ipynb"
    hidden = Hidden(load_key(folder), public(), notebook)
    for where, text in release.items():
        hidden.not_in(where, text, told_anyway(folder))


@pytest.mark.parametrize("skill", SKILLS)
def test_feedback_on_blank_and_wrong_answers_tells_only_what_was_done(skill):
    """Without running anything: the words of every scoring, as a feedback page shows them."""
    from course_utils.grading import course
    from course_utils.grading.nbgrader import scoring
    from course_utils.grading.nbgrader.feedback import KindFeedback

    folder, name = ROOT / "curriculum" / skill, skill.split("_", 1)[1]
    key, source = load_key(folder), course.other_company()
    assignment = course.Assignment(key, course.seed_of(key.skill))
    release = nbformat.read(ROOT / "exercises" / name / f"{name}.ipynb", as_version=4)
    given: dict[str, list[tuple[str, object]]] = {}
    for exercise in key.exercises.values():
        wrong = [] if exercise.form.manual else exercise.mistaken(source)
        made = [(words, exercise.form.encode(value)) for words, value in wrong]
        given[exercise.name] = [("", None), ("", ""), ("", [["?"]]), ("", 7), *made]
    hidden = Hidden(key, source, ROOT / "solutions" / name / f"{name}.ipynb")
    for turn in range(max(map(len, given.values()))):
        notebook, told = nbformat.from_dict(release), told_anyway(folder)
        for cell in scoring.ours(notebook.cells):
            ident = cell.metadata.nbgrader.grade_id
            words, answer = given[ident][min(turn, len(given[ident]) - 1)]
            told += squeezed(words)
            body = {"version": 1, "exercise": ident, "answer": answer}
            cell.outputs = [new_output("display_data", data={MIME: body})]
            scoring.fill(cell, scoring.judge_cell(cell, assignment, source))
        notebook, _ = KindFeedback().preprocess(notebook, {})
        page = "\n".join(str(cell.get("outputs", "")) for cell in notebook.cells)
        assert MIME not in page
        hidden.not_in(f"feedback {turn}", page, told)


@pytest.mark.skipif(sys.platform != "linux", reason="nothing holds a hand-in there")
def test_feedback_pages_and_logs_of_real_hand_ins_hold_no_answer(
    tmp_path,
    tmp_path_factory,
    monkeypatch,
    here,
):
    from nbgrader.converters import GenerateFeedback

    from course_utils import data
    from course_utils.grading.cohort.run import grade_cohort
    from course_utils.grading.nbgrader.app import listening, opened

    course = course_in(tmp_path, tmp_path_factory, monkeypatch)
    hand_in(course, "blank", "exercises")
    hand_in(
        course, "wrong", "exercises",
        free_share="free_share = 0.123456",
        culprit="import course_utils.exercises.learner as theirs\nraise RuntimeError(theirs)",
        steps="steps = ['chart', 'load', 'clean', 'decide']",
        plans="import sys\nplans = sys.modules['course_utils'].nothing",
        channels="channels = 'select nothing from nowhere'",
        over="def over(values, limit):\n    raise ValueError(values, limit)",
        argument="A paragraph of my own.",
    )  # fmt: skip
    outcome = grade_cohort(course, "sample")
    app = opened(course, assignment_id="sample")
    with listening(app) as heard:
        GenerateFeedback(coursedir=app.coursedir, parent=app).start()
    seen = {path.as_posix(): words_of(path) for path in (course / "feedback").rglob("*.html")}
    seen |= {p.name: words_of(p) for p in (course / ".pmlab" / "grading").rglob("*.log")}
    assert len(seen) == 4
    seen |= {"outcome": json.dumps(outcome.to_json()), "feedback's log": heard.text}
    notebook = course / "solutions" / "sample" / "sample.ipynb"
    hidden = Hidden(load_key(CURRICULUM / SAMPLE), data.open(course / "datasets"), notebook)
    for where, text in seen.items():
        hidden.not_in(where, text)


@pytest.mark.parametrize(
    "leak",
    [
        'return (accounts["plan"].astype(str) == "free").mean()',
        "return sum(value > limit for value in values) / len(values)",
        '["load", "clean", "chart", "decide"]',
        "a mean of NUMBER seats",
        "This is the share of business accounts. The question asks about the free plan.",
        "select channel, count(*) as accounts from accounts group by channel",
    ],
)
def test_a_leak_would_be_found(leak, tmp_path):
    """The search itself: each kind of secret, where it must not be, is seen."""
    key, source = load_key(CURRICULUM / SAMPLE), TinySource()
    notebook = nbformat.v4.new_notebook()
    nbformat.write(notebook, tmp_path / "none.ipynb")
    hidden = Hidden(key, source, tmp_path / "none.ipynb")
    hidden.not_in("page", "Nothing of it, nor 0.1234.", "")
    mean = float(key.exercises["plans"].answer(source)["seats"].iloc[0])
    text = leak.replace("NUMBER", f"{mean:.4g}")
    with pytest.raises(AssertionError, match=r"page of sample"):
        hidden.not_in("page", f"before {text} after")


def test_a_number_is_told_from_chance():
    assert shows("0.2312", "it is 0.23123 or so", "")
    assert not shows("0.2312", "it is 10.2312", "")
    assert spellings(0.2312276) == {"0.2312276", "0.2312", "0.231228", "23.12"}
    assert spellings(0.25) == spellings(3.0) == set()

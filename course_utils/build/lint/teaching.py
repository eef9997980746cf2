"""Rules of good teaching that a program can check: guesses, sections, plumbing, fair options, hints."""

from __future__ import annotations

import ast
import inspect
import math
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from course_utils.build.compose import solution_lines
from course_utils.build.lint.check import Finding, Subject
from course_utils.build.lint.prose import texts_in_code
from course_utils.build.source import TAGS_THAT_HIDE, Cell
from course_utils.build.text import parts
from course_utils.exercises.forms import Choice, Choices, Written

if TYPE_CHECKING:
    from course_utils.exercises.key import Exercise

MOST_SECTIONS = 8
LONGEST_SECTION = 10
"""Minutes."""
MEANT = 24
"""Characters of a line of code or an option that is told from chance."""
TELLING = 5
"""Words from which an option is recognised in a title."""
COUNTS = re.compile(
    r"\b(?:there (?:are|is) |exactly |only )(?:one|two|three|four|five|six|\d)\b|"
    r"\b(?:two|three|four|five|six|\d) (?:of them|options|statements|answers|are right)\b",
    re.IGNORECASE,
)
PLUMBING = (
    (re.compile(r"\.options\["), "picks an option by arithmetic on its place"),
    (re.compile(r"\.i(?:loc|at)\[(?!\s*-?1?0?\s*\])[^\]]*\]"), "counts its way through a table"),
    (re.compile(r"\[\s*(?:int\()?[^\[\]]*//[^\[\]]*\]"), "computes an index"),
)


def guesses(subject: Subject) -> Iterator[Finding]:
    """Find a guess that is asked for and never revealed, or whose answer stands in the cell."""
    asked: dict[str, Cell] = {}
    revealed: set[str] = set()
    for cell in _code(subject.lesson):
        for node in ast.walk(_tree(cell)):
            if isinstance(node, ast.Assign) and _calls(node.value, "predict"):
                asked |= {t.id: cell for t in node.targets if isinstance(t, ast.Name)}
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                if node.func.attr == "reveal" and isinstance(node.func.value, ast.Name):
                    revealed.add(node.func.value.id)
                    if node.args and _written(node.args[0]):
                        yield Finding(
                            cell.path,
                            cell.line + node.lineno,
                            "guess",
                            f"The answer to '{node.func.value.id}' is typed into the cell, where "
                            "whoever guesses can read it.",
                            "Compute it: in the cell, or by a function of the lesson's room.",
                        )
            elif isinstance(node, ast.Expr) and _calls(node.value, "predict"):
                yield Finding(
                    cell.path,
                    cell.line + node.lineno,
                    "guess",
                    "This guess has no name, so nothing can reveal it.",
                    'Write name = predict("name", ...), and name.reveal(...) after the evidence.',
                )
    for name, cell in asked.items():
        if name not in revealed:
            yield Finding(
                cell.path,
                cell.line,
                "guess",
                f"The guess '{name}' is never revealed.",
                f"Call {name}.reveal(...) after the evidence, with what the data say.",
            )


def sections(subject: Subject) -> Iterator[Finding]:
    """Find a section that takes too long, and a lesson with too many of them."""
    timed = [part for part in parts(subject.lesson) if part.minutes]
    for part in timed:
        if part.minutes > LONGEST_SECTION:
            yield Finding(
                part.cell.path,
                part.cell.line + part.line,
                "section",
                f"'{part.title}' takes {part.minutes} minutes.",
                f"Make it two, or shorter; {LONGEST_SECTION} are the most.",
            )
    if len(timed) > MOST_SECTIONS:
        over = timed[MOST_SECTIONS]
        yield Finding(
            over.cell.path,
            over.cell.line + over.line,
            "section",
            f"The lesson has {len(timed)} sections.",
            f"Keep what changes a decision; {MOST_SECTIONS} are the most.",
        )


def plumbing(subject: Subject) -> Iterator[Finding]:
    """Find code in a learner's cell that no product manager would write."""
    for cell in _code(subject.lesson):
        if TAGS_THAT_HIDE in cell.metadata.get("tags", []):
            continue
        for number, line in enumerate(cell.source.splitlines(), 1):
            for pattern, what in PLUMBING:
                if pattern.search(line):
                    yield Finding(
                        cell.path,
                        cell.line + number,
                        "plumbing",
                        f"This line {what}.",
                        "Put it into the lesson's module and call it by a name that says what for.",
                    )


def titles(subject: Subject) -> Iterator[Finding]:
    """Find a heading or title that answers the question which its section asks."""
    open_options: dict[str, int] = {}
    for cell in subject.lesson:
        if cell.kind == "markdown":
            for number, line in enumerate(cell.source.splitlines(), 1):
                if line.startswith("## "):
                    open_options = {}
                yield from _answers(cell, number, line, open_options, heading=line.startswith("#"))
        elif cell.kind == "code":
            for node in ast.walk(_tree(cell)):
                if isinstance(node, ast.Call) and _calls(node, "predict") and len(node.args) > 2:
                    options = node.args[2]
                    if isinstance(options, ast.List):
                        open_options |= {
                            str(item.value): cell.line
                            for item in options.elts
                            if isinstance(item, ast.Constant)
                        }
                elif (
                    isinstance(node, ast.keyword)
                    and node.arg in {"title", "caption"}
                    and isinstance(node.value, ast.Constant)
                ):
                    told = str(node.value.value)
                    yield from _answers(cell, node.value.lineno, told, open_options)


def _answers(
    cell: Cell, number: int, text: str, options: dict[str, int], heading: bool = True
) -> Iterator[Finding]:
    if not heading:
        return
    for option in options:
        if len(option.split()) >= TELLING and _folded(option) in _folded(text):
            yield Finding(
                cell.path,
                cell.line + number,
                "title",
                f"This title holds an answer to the guess of line {options[option]}.",
                "Ask in the title, or say what is drawn; the reveal answers.",
            )


def longest_options(subject: Subject) -> Iterator[Finding]:
    """Find that the right option is the longest more often than chance."""
    if subject.key is None:
        return
    chance, longest = 0.0, []
    for item in subject.key.exercises.values():
        options = getattr(item.form, "options", ()) if isinstance(item.form, Choice) else ()
        right = _fixed_answer(item)
        if len(options) < 2 or right is None:
            continue
        lengths = {ident: len(text) for ident, text in options}
        chance += 1 / len(options)
        others = [length for ident, length in lengths.items() if ident != right]
        if right in lengths and lengths[right] > max(others):
            longest.append(item)
    if len(longest) > math.ceil(chance):
        item = longest[0]
        yield Finding(
            subject.skill.shown(subject.skill.key),
            item.line,
            "options",
            f"The right option is the longest in {', '.join(i.name for i in longest)}; "
            f"by chance it would be in {chance:.1f}.",
            "Make options alike in length, grammar and tone.",
        )


def last_hints(subject: Subject) -> Iterator[Finding]:
    """Find a ladder whose last rung is the answer, or says how many there are."""
    if subject.key is None:
        return
    cells = {
        cell.exercise or cell.practice: cell for cell in [*subject.assignment, *subject.lesson]
    }
    for item in subject.key.all.values():
        told = _folded(" ".join(item.ladder))
        why = ""
        if isinstance(item.form, Choice | Choices):
            right = _fixed_answer(item)
            rights = {right} if isinstance(right, str) else set(right or ())
            options = dict(getattr(item.form, "options", ()))
            if any(_folded(options.get(r, "\0")) in told for r in rights):
                why = "holds the text of the right option"
            elif isinstance(item.form, Choices) and COUNTS.search(" ".join(item.ladder)):
                why = "says how many are right"
        cell = cells.get(item.name)
        if not why and cell is not None and cell.kind == "code":
            for _, line in solution_lines(cell):
                text = _folded(line)
                if len(text) >= MEANT and text in told:
                    why = "holds a line of the solution"
        if why:
            yield Finding(
                subject.skill.shown(subject.skill.key),
                item.line,
                "hint",
                f"A hint of {item.name} {why}.",
                "End one step before the answer.",
            )


def directions(subject: Subject) -> Iterator[Finding]:
    """Find a message that tells of a direction or a size and is not proved."""
    if subject.key is None:
        return
    for item in subject.key.all.values():
        for mistake in item.mistakes:
            found = DIRECTION.search(mistake.message)
            if found and mistake.says is None:
                yield Finding(
                    subject.skill.shown(subject.skill.key),
                    mistake.line,
                    "direction",
                    f"'{found[0]}' tells of a direction or a size, and nothing proves it.",
                    "Add says=lambda mistaken, right: ..., or say what was done, not which way it errs.",
                )


DIRECTION = re.compile(
    r"\btoo (?:narrow|wide|high|low|small|large|few|many|short|long|early|late)\b"
    r"|\b(?:over|under)(?:states?|estimates?|counts?)\b"
    r"|\b(?:half|twice|double|doubles) (?:as|of|the)\b"
    r"|\b(?:larger|smaller|higher|lower|wider|narrower) than\b",
    re.IGNORECASE,
)


def mistakes(subject: Subject) -> Iterator[Finding]:
    """Find an exercise that computes and knows fewer than two mistakes."""
    if subject.key is None:
        return
    for item in subject.key.exercises.values():
        if item.form.kind in {"Number", "Table", "Query"} and len(item.mistakes) < 2:
            yield Finding(
                subject.skill.shown(subject.skill.key),
                item.line,
                "mistakes",
                f"{item.name} names {len(item.mistakes) or 'no'} mistake"
                f"{'s' if len(item.mistakes) != 1 else ''}.",
                "Name at least two that people make, with words of their own.",
            )


def repeats(subject: Subject) -> Iterator[Finding]:
    """Find the text of an option or an exemplar that stands twice."""
    seen: dict[str, tuple[str, int]] = {}
    told: set[str] = set()
    if subject.key is None:
        return
    for item in subject.key.all.values():
        options = [text for _, text in getattr(item.form, "options", ()) or ()]
        exemplars = item.form.exemplars.values() if isinstance(item.form, Written) else ()
        told |= {_folded(text) for text in options if len(text) >= MEANT}
        told |= {
            _folded(line)
            for text in exemplars
            for line in text.splitlines()
            if len(line) >= 2 * MEANT
        }
    files = [subject.skill.lesson, subject.skill.assignment, subject.skill.key]
    for path in files:
        if not path.is_file():
            continue
        for line, text in texts_in_code(path.read_text(encoding="utf-8")):
            folded = _folded(text)
            if folded not in told:
                continue
            shown = subject.skill.shown(path)
            if folded in seen:
                first = "{}:{}".format(*seen[folded])
                yield Finding(
                    shown,
                    line,
                    "twice",
                    f"This text stands in {first} too.",
                    "Write it once, and take it from there.",
                )
            else:
                seen[folded] = (shown.as_posix(), line)


def _code(cells: list[Cell]) -> Iterator[Cell]:
    return (cell for cell in cells if cell.kind == "code")


def _tree(cell: Cell) -> ast.Module:
    try:
        return ast.parse(re.sub(r"^[%!].*$", "pass", cell.source, flags=re.MULTILINE))
    except SyntaxError:
        return ast.Module([], [])


def _written(node: ast.AST) -> bool:
    """Say whether an expression is a value as it stands."""
    try:
        ast.literal_eval(node)
    except ValueError:
        return False
    return True


def _calls(node: ast.AST, name: str) -> bool:
    return (
        isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", "")) == name
    )


def _fixed_answer(item: Exercise) -> Any:
    """Return the right answer where it is the same on every company, else None."""
    if inspect.signature(item.function).parameters:
        return None
    return item.function()


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


TEACHING = (
    guesses,
    sections,
    plumbing,
    titles,
    longest_options,
    last_hints,
    directions,
    mistakes,
    repeats,
)

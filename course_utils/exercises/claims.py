"""Claims: what a lesson says about Kitewell, as predicates that are proved on many companies.

A number is computed; a conclusion is claimed. ``claims.py`` beside a lesson holds one function for
each conclusion that its sentences draw, and a sentence names the claims that it rests on:
``{{claim NAME}}`` in Markdown, ``# claim: NAME`` at the end of a line of Python or on the line
before it. No reader sees either.
"""

from __future__ import annotations

import ast
import hashlib
import inspect
import io
import re
import sys
import tokenize
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from course_utils.exercises.key import BadKey, Problem, line_in, with_tables
from course_utils.exercises.posing import company_name

FILE = "claims.py"
IN_TEXT = re.compile(r"\{\{\s*claim\s+([^{}]*?)\s*\}\}")
IN_CODE = re.compile(r"#\s*claim:[ \t]*(.*?)[ \t]*$", re.MULTILINE)

_collected: ContextVar[list[Claim] | None] = ContextVar("claims", default=None)


@dataclass(frozen=True, eq=False)
class Claim:
    """One conclusion about a company.

    Attributes
    ----------
    name
        By which sentences name it.
    words
        What it says, in a sentence.
    function
        The predicate. Its parameters are names of tables, or ``source`` for the whole company.
    file, line
        Where the author wrote it.
    """

    name: str
    words: str
    function: Callable[..., Any]
    file: str
    line: int

    def holds(self, source: Any) -> bool:
        """Say whether it is true of a company.

        Parameters
        ----------
        source
            The company.

        Raises
        ------
        TypeError
            If the predicate returns something that is neither true nor false.
        """
        said = with_tables(self.function, source)
        if getattr(said, "ndim", None) == 0:  # numpy's own kind of True
            said = said.item()
        if not isinstance(said, bool):
            raise TypeError(f"a claim is True or False, not {type(said).__name__} {said!r}")
        return said


def claim(function: Callable[..., Any]) -> Claim:
    """Make a claim of a predicate; the first line of its docstring is what it says.

    Examples
    --------
    >>> @claim
    ... def reports_lead_in_tickets(tickets):
    ...     '''Reports are the subject of more tickets than any other area.'''
    ...     return tickets["area"].value_counts().idxmax() == "reports"
    """
    code = inspect.unwrap(function).__code__
    lines = (inspect.getdoc(function) or "").strip().splitlines()
    made = Claim(
        function.__name__,
        " ".join(lines[0].split()) if lines else "",
        function,
        code.co_filename,
        code.co_firstlineno,
    )
    collected = _collected.get()
    if collected is not None:
        collected.append(made)
    return made


def load_claims(folder: str | Path) -> dict[str, Claim]:
    """Load the claims of a lesson.

    Parameters
    ----------
    folder
        The lesson's folder, as ``curriculum/07_metrics``.

    Returns
    -------
    dict
        Name to `Claim`; empty where there is no ``claims.py``.

    Raises
    ------
    BadKey
        With file and line of what cannot be used.
    """
    file = Path(folder).resolve() / FILE
    if not file.is_file():
        return {}
    made: list[Claim] = []
    token = _collected.set(made)
    module = ModuleType(f"pmlab_claims_{hashlib.sha256(str(file).encode()).hexdigest()[:12]}")
    module.__file__ = str(file)
    sys.modules[module.__name__] = module
    try:
        exec(compile(file.read_bytes(), str(file), "exec"), module.__dict__)  # imports: nothing
    except SyntaxError as error:
        raise BadKey([Problem(str(file), error.lineno or 1, str(error))]) from error
    except Exception as error:
        words = f"{type(error).__name__}: {error}"
        raise BadKey([Problem(str(file), line_in(file, error), words)]) from error
    finally:
        _collected.reset(token)
    problems = []
    found: dict[str, Claim] = {}
    for item in made:
        if item.name in found:
            problems.append(
                _problem(item, f"line {found[item.name].line} has a claim of this name")
            )
        if not item.words:
            problems.append(_problem(item, "it has no docstring; say in one line what it claims"))
        found[item.name] = item
    if problems:
        raise BadKey(problems)
    return found


def declared(folder: str | Path) -> dict[str, Claim]:
    """Return the claims of a lesson as they are written, without running anything.

    Parameters
    ----------
    folder
        The lesson's folder.

    Returns
    -------
    dict
        Name to `Claim`; their functions cannot be called.
    """
    file = Path(folder) / FILE
    if not file.is_file():
        return {}
    made = {}
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and any(
            isinstance(mark, ast.Name) and mark.id == "claim" for mark in node.decorator_list
        ):
            words = (ast.get_docstring(node) or "").strip().splitlines()
            first = " ".join(words[0].split()) if words else ""
            made[node.name] = Claim(node.name, first, _written, str(file), node.lineno)
    return made


def _written() -> bool:
    raise TypeError("this claim was read, not loaded: load_claims() gives one that can be asked")


def excused(folder: str | Path) -> dict[str, str]:
    """Return ``EXCEPT`` of a lesson's claims: what is excused, and the reason.

    A key is the beginning of a sentence that only looks like a conclusion, or ``"EXERCISE: WHAT"``
    for a number of the lesson that meets an answer by chance.
    """
    file = Path(folder) / FILE
    if not file.is_file():
        return {}
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        names = [t.id for t in getattr(node, "targets", ()) if isinstance(t, ast.Name)]
        if isinstance(node, ast.Assign) and "EXCEPT" in names:
            reasons = ast.literal_eval(node.value)
            return {words: why for words, why in reasons.items() if len(str(why).split()) >= 3}
    return {}


@dataclass(frozen=True)
class Mention:
    """A sentence that rests on a claim.

    Attributes
    ----------
    name
        The claim's.
    file
        Where the sentence stands.
    line
        From 1.
    sentence
        Its text, or the line of code that holds it.
    """

    name: str
    file: Path
    line: int
    sentence: str


def mentions(path: Path) -> list[Mention]:
    """Return the mentions of claims in a file.

    Parameters
    ----------
    path
        A Markdown file, a percent script, or any other Python file.
    """
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    found = [
        Mention(name, path, number, _around(lines, number))
        for number, line in enumerate(lines, 1)
        for match in IN_TEXT.finditer(line)
        for name in match[1].split()
    ]
    if path.suffix == ".py":
        for number, comment in _comments(text):
            match = IN_CODE.match(comment)
            if match:
                told = lines[number - 1].strip()
                sentence = lines[number].strip() if told == comment else told
                names = match[1].split()
                found += [Mention(name, path, number, IN_CODE.sub("", sentence)) for name in names]
    return sorted(found, key=lambda mention: mention.line)


def lesson_mentions(folder: Path, root: Path) -> list[Mention]:
    """Return what a lesson's files say of claims: its text, key and exemplars, its room of code.

    Parameters
    ----------
    folder
        The lesson's folder, as ``curriculum/07_metrics``.
    root
        The course's folder.
    """
    room = root / "course_utils" / "lessons" / re.sub(r"^\d+_", "", folder.name)
    found = [p for p in sorted(folder.iterdir()) if p.suffix in {".py", ".md"} and p.name != FILE]
    found += sorted(room.rglob("*.py")) if room.is_dir() else []
    return [mention for path in found for mention in mentions(path)]


def _comments(text: str) -> Iterator[tuple[int, str]]:
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string
    except (tokenize.TokenError, SyntaxError):  # whoever runs the file says it better
        return


def _around(lines: Sequence[str], number: int) -> str:
    """Return the sentence that ends in a line, without marks of scripts."""
    first = number
    while first > 1 and number - first < 4:
        before = re.sub(r"^\s*#\s?", "", lines[first - 2]).strip()
        if not before or before.startswith(("%%", "#", "-", "|", ">")) or before.endswith("}}"):
            break
        first -= 1
    told = " ".join(re.sub(r"^\s*#\s?", "", line).strip() for line in lines[first - 1 : number])
    told = told[: told.rfind("{{")] if "{{" in told else told
    pieces = re.split(r"(?<=[.!?])\s+", IN_TEXT.sub("", told).strip())
    return pieces[-1]


def told(text: str) -> str:
    """Return Markdown as its reader sees it: without mentions of claims."""
    return re.sub(r"[ \t]*" + IN_TEXT.pattern, "", text)


def told_in_code(source: str) -> str:
    """Return Python as its reader sees it: without mentions of claims."""
    whole = re.compile(r"^[ \t]*#\s*claim:.*\n?", re.MULTILINE)
    return re.sub(r"[ \t]*#\s*claim:.*$", "", whole.sub("", source), flags=re.MULTILINE)


def unknown(claims: Mapping[str, Claim], named: Iterable[Mention]) -> list[Problem]:
    """Return mentions of claims that are not there, and claims that no sentence names."""
    named = list(named)
    there = ", ".join(claims) or "none"
    problems = [
        Problem(str(m.file), m.line, f"there is no claim {m.name!r}; {FILE} has: {there}")
        for m in named
        if m.name not in claims
    ]
    used = {mention.name for mention in named}
    return problems + [
        _problem(item, "no sentence rests on this claim; name it in one or take it out")
        for item in claims.values()
        if item.name not in used
    ]


def false_claims(
    claims: Mapping[str, Claim], named: Iterable[Mention], sources: Iterable[Any]
) -> list[Problem]:
    """Return the claims that do not hold, each at the sentences that rest on it.

    Parameters
    ----------
    claims
        The lesson's.
    named
        Where its sentences name them.
    sources
        Companies; a generator is consumed one at a time.

    Returns
    -------
    list of Problem
        For each claim that fails one problem a sentence, with the first company on which it fails.
    """
    by_name: dict[str, list[Mention]] = {}
    for mention in named:
        by_name.setdefault(mention.name, []).append(mention)
    failed: dict[str, list[Problem]] = {}
    for source in sources:
        for item in claims.values():
            if item.name in failed:
                continue
            why = _why_not(item, source)
            if why:
                failed[item.name] = [
                    Problem(str(m.file), m.line, f"{m.sentence!r}: {why}", item.name, company)
                    for company in [company_name(source)]
                    for m in by_name.get(item.name, ())
                ] or [_problem(item, why, company_name(source))]
    return [problem for problems in failed.values() for problem in problems]


def _why_not(item: Claim, source: Any) -> str:
    try:
        return (
            ""
            if item.holds(source)
            else f"it is not so that {item.words[:1].lower()}{item.words[1:]}"
        )
    except Exception as error:
        line = line_in(item.file, error)
        return f"its claim stops in line {line} with {type(error).__name__}: {error}"


def _problem(item: Claim, words: str, company: str = "") -> Problem:
    return Problem(item.file, item.line, words, item.name, company)

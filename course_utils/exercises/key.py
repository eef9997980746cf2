"""Keys: the exercises of a skill area, written as functions of the data."""

from __future__ import annotations

import hashlib
import inspect
import re
import sys
import traceback
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType
from typing import Any

from course_utils.company.edges import edges
from course_utils.exercises.forms import Canonical, Form, Function, Query, Written
from course_utils.exercises.sql import Jail, Sandbox, sandbox

_collected: ContextVar[list[Exercise] | None] = ContextVar("collected", default=None)
_MISSING: Any = object()


@dataclass(frozen=True)
class Problem:
    """Something that an author has to change.

    Attributes
    ----------
    file, line
        Where the author wrote it.
    message
        What is wrong and what to do.
    exercise
        Its name; empty for the whole key.
    company
        The company on which it was seen, as ``seed 17``; empty if it does not depend on one.
    """

    file: str
    line: int
    message: str
    exercise: str = ""
    company: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}: "
        who = self.exercise + (f" ({self.company})" if self.company else "")
        return f"{where}{who}: {self.message}" if who else where + self.message


class BadKey(ValueError):
    """A key that cannot be used; ``problems`` says where and why."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True)
class Mistake:
    """A known wrong way.

    Attributes
    ----------
    message
        What the learner reads.
    function
        What goes that way.
    line
        The author's line.
    says
        ``says(mistaken, right)`` is true where the message is: what it tells of direction or size.
    """

    message: str
    function: Callable[..., Any]
    line: int
    says: Callable[[Any, Any], bool] | None = None

    def answer(self, source: Any) -> Any:
        """Return what this mistake gives on a company."""
        return with_tables(self.function, source)


@dataclass(frozen=True)
class Convention:
    """Another right way: the words that name it, and the function that goes it."""

    words: str
    function: Callable[..., Any]
    line: int

    def answer(self, source: Any) -> Any:
        """Return what this convention gives on a company."""
        return with_tables(self.function, source)


@dataclass(frozen=True)
class Wrong:
    """A named mistake on one company: its message, value, canonical form and the author's line."""

    message: str
    value: Any
    given: Canonical
    line: int = 0


@dataclass(frozen=True)
class Reference:
    """What an exercise expects on one company.

    Attributes
    ----------
    fingerprint
        That of the company.
    form
        The form, completed from the right answer.
    value, right
        The right answer as the reference gave it, and in canonical form.
    mistakes
        The named mistakes.
    accepted
        What other conventions give, each as right as ``right``.
    edges
        The same on the company of edges, for a query that has to be right there too.
    """

    fingerprint: str
    form: Form
    value: Any
    right: Canonical
    mistakes: tuple[Wrong, ...] = ()
    accepted: tuple[Canonical, ...] = ()
    edges: Reference | None = None

    def accepts(self, given: Canonical) -> bool:
        """Say whether an answer is right, by the reference or by a convention beside it."""
        return any(given.matches(right) for right in (self.right, *self.accepted))

    def with_edges(self, there: Reference) -> Reference:
        """Return the same with what is expected at the edges.

        Who is asked about the edges is right here, so has made no mistake that shows here.
        """
        here = {wrong.line for wrong in self.mistakes}
        hidden = tuple(wrong for wrong in there.mistakes if wrong.line not in here)
        return replace(self, edges=replace(there, mistakes=hidden))


@dataclass(eq=False)
class Exercise:
    """One exercise: the form of its answer, the right one, known mistakes and hints.

    Made by the decorators `exercise` and `practice`; see there. ``practice`` is true of what stands
    in the lesson and earns no points.
    """

    name: str
    form: Form
    points: float
    objective: str
    summary: str
    function: Callable[..., Any]
    file: str
    line: int
    mistakes: list[Mistake] = field(default_factory=list)
    accepted: list[Convention] = field(default_factory=list)
    ladder: list[str] = field(default_factory=list)
    reads: set[str] = field(default_factory=set)
    """What the functions of the answer and the mistakes ask for: tables, or ``source``."""
    practice: bool = False

    def mistake(
        self,
        message: str,
        answer: Any = _MISSING,
        *,
        says: Callable[[Any, Any], bool] | None = None,
    ) -> Any:
        """Name a mistake: a decorator of the function that makes it, or with its fixed answer.

        Parameters
        ----------
        message
            What the learner reads; says what the answer is and why it is not the one asked for.
        answer
            The mistaken answer, for forms in which it is the same on every company.
        says
            ``says(mistaken, right)``: what the message tells of direction or size ("too narrow",
            "more than"), as a comparison of the two answers. It is proved on many companies.

        Examples
        --------
        ``@stickiness.mistake("This drops the silent days.")`` above ``def _(events): ...``, or
        ``goodhart.mistake("That is a guardrail.", "b")``.
        """
        line = _caller_line()
        if answer is not _MISSING:
            self.mistakes.append(Mistake(message, lambda: answer, line, says))
            return None

        def register(function: Callable[..., Any]) -> Callable[..., Any]:
            wanted = function
            if isinstance(self.form, Function):
                self.mistakes.append(Mistake(message, lambda: wanted, line, says))
            else:
                self.mistakes.append(Mistake(message, function, line, says))
                self.reads.update(inspect.signature(function).parameters)
            return function

        return register

    def accept(self, words: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Name a neighbouring convention whose answer is as right: a decorator of its function.

        Parameters
        ----------
        words
            The convention, as ``"t in place of z"``. Conventions that are not accepted are
            mistakes with words of their own.
        """
        line = _caller_line()

        def register(function: Callable[..., Any]) -> Callable[..., Any]:
            wanted = function
            if isinstance(self.form, Function):
                self.accepted.append(Convention(words, lambda: wanted, line))
            else:
                self.accepted.append(Convention(words, function, line))
                self.reads.update(inspect.signature(function).parameters)
            return function

        return register

    def hints(self, *rungs: str) -> None:
        """Set the ladder of hints, from a nudge to nearly the answer."""
        self.ladder[:] = rungs

    @property
    def tables(self) -> tuple[str, ...]:
        """Tables from which the right answer is computed; none where it is no value of the data."""
        if self.form.kind in ("Function", "Query") or self.form.manual:
            return ()
        return tuple(
            name for name in inspect.signature(self.function).parameters if name != "source"
        )

    def answer(self, source: Any) -> Any:
        """Return the right answer on a company.

        For a `Function` that is the right function, for a `Written` the exemplar that earns 4.
        """
        if isinstance(self.form, Function):
            return self.function
        if isinstance(self.form, Written):
            return self.form.exemplars[4]
        return with_tables(self.function, source)

    def mistaken(self, source: Any) -> list[tuple[str, Any]]:
        """Return pairs of message and mistaken answer on a company."""
        return [(mistake.message, mistake.answer(source)) for mistake in self.mistakes]

    def reference(self, source: Any, cases: Iterable[Any] | None = None) -> Reference:
        """Return all that is expected on a company, ready for many comparisons.

        Parameters
        ----------
        source
            A company; queries run on it in a sandbox.
        cases
            For a `Function`: the cases to compare on, in place of the visible ones.
        """
        boxed = sandbox(source) if source is not None else None
        form, value = self._bound(boxed, cases)
        made = self._compared(form, value, boxed)
        return made.with_edges(self.at_edges(form)) if _asks_edges(form) else made

    def right(self, source: Any) -> tuple[Form, Any, Canonical]:
        """Return the form of the answer on a company, and the right answer as it is and in that form.

        That is the part of `reference` for which no mistake needs to be computed.
        """
        boxed = sandbox(source)
        form, value = self._bound(boxed)
        return form, value, form.canonical(value, boxed)

    def _bound(self, boxed: Any, cases: Iterable[Any] | None = None) -> tuple[Form, Any]:
        value = self.answer(boxed)
        form = self.form
        if cases is not None and isinstance(form, Function):
            form = form.on(cases)
        return form.bind(value, boxed), value

    def at_edges(self, form: Form) -> Reference:
        """Return what is expected on the company of edges, in the form of another company."""
        boxed = sandbox(edges())
        return self._compared(form, self.answer(boxed), boxed)

    def _compared(self, form: Form, value: Any, boxed: Any) -> Reference:
        right = form.canonical(value, boxed)
        mistakes = []
        for mistake in self.mistakes:
            wrong = mistake.answer(boxed)
            given = form.canonical(wrong, boxed)
            if not (_asks_edges(form) and given.matches(right)):
                mistakes.append(Wrong(mistake.message, wrong, given, mistake.line))
        accepted = tuple(form.canonical(also.answer(boxed), boxed) for also in self.accepted)
        fingerprint = str(getattr(boxed, "fingerprint", ""))
        return Reference(fingerprint, form, value, right, tuple(mistakes), accepted)

    def problem(self, message: str, *, line: int = 0, company: str = "") -> Problem:
        """Return a `Problem` of this exercise."""
        return Problem(self.file, line or self.line, message, self.name, company)


def exercise(
    form: Form, *, points: float, objective: str
) -> Callable[[Callable[..., Any]], Exercise]:
    """Make an exercise of a function that gives the right answer.

    Parameters
    ----------
    form
        The form of the answer: `Number`, `Choice`, `Choices`, `Ranking`, `Table`, `Query`,
        `Function` or `Written`.
    points
        What a right answer earns.
    objective
        A key of the module's ``OBJECTIVES``.

    Returns
    -------
    callable
        A decorator. The parameters of the function it decorates are names of tables (or
        ``source`` for the whole company); its first docstring line is the summary. For a
        `Function` the decorated function is itself the right answer; that of a `Written` is empty.
    """
    return _registered(form, points, objective)


def practice(form: Form, *, objective: str) -> Callable[[Callable[..., Any]], Exercise]:
    """Make an exercise that stands inside a lesson: checked at once, one hint, no points.

    Parameters
    ----------
    form
        The form of the answer; any but `Written`.
    objective
        A key of the module's ``OBJECTIVES``.

    Returns
    -------
    callable
        A decorator, as that of `exercise`.
    """
    return _registered(form, 0.0, objective, practice=True)


def _registered(
    form: Form, points: float, objective: str, practice: bool = False
) -> Callable[[Callable[..., Any]], Exercise]:
    if not isinstance(form, Form):
        raise TypeError(f"an exercise needs a form such as Number(), not {form!r}")

    def register(function: Callable[..., Any]) -> Exercise:
        code = inspect.unwrap(function).__code__
        own = form
        if isinstance(form, Written):
            own = form.beside(Path(code.co_filename).parent)
        lines = (inspect.getdoc(function) or "").strip().splitlines()
        made = Exercise(
            name=function.__name__,
            form=own,
            points=points,
            objective=objective,
            summary=" ".join(lines[0].split()) if lines else "",
            function=function,
            file=code.co_filename,
            line=code.co_firstlineno,
            practice=practice,
        )
        if not isinstance(form, Function):
            made.reads.update(inspect.signature(function).parameters)
        collected = _collected.get()
        if collected is not None:
            collected.append(made)
        return made

    return register


@dataclass(frozen=True)
class Key:
    """The exercises of one skill area, in the author's order.

    Attributes
    ----------
    skill
        Name of the skill area, as ``metrics``.
    path
        The file.
    objectives
        Mapping of an objective's name to its words.
    exercises
        Mapping of name to `Exercise`: those of the assignment.
    practice
        Those of the lesson.
    """

    skill: str
    path: Path
    objectives: dict[str, str]
    exercises: dict[str, Exercise]
    practice: dict[str, Exercise] = field(default_factory=dict)

    @property
    def all(self) -> dict[str, Exercise]:
        """Every exercise, those of the lesson first."""
        return {**self.practice, **self.exercises}

    @property
    def points(self) -> float:
        """Points of all exercises."""
        return sum(item.points for item in self.exercises.values())

    def versions(self, references: Iterable[Reference] = ()) -> dict[str, str]:
        """Return the version of each of Kitewell's tables on which these answers depend."""
        from course_utils.company.tables import TABLES

        reads = {name for item in self.exercises.values() for name in item.reads}
        for reference in references:
            if isinstance(reference.form, Query):
                queries = [reference.value, *(wrong.value for wrong in reference.mistakes)]
                reads.update(re.findall(r"\w+", " ".join(map(str, queries)).casefold()))
        every = "source" in reads  # who asks for the company may read any of them
        return {name: t.version for name, t in TABLES.items() if every or name in reads}

    def cases(self, seed: int) -> dict[str, list[Any]]:
        """Return the unseen cases of every `Function`: the content of ``PMLAB_CASES``."""
        return {
            name: item.form.make_cases(seed)
            for name, item in self.all.items()
            if isinstance(item.form, Function)
        }


def load_key(path: str | Path) -> Key:
    """Load ``key.py`` of a skill area.

    Parameters
    ----------
    path
        The file, or its folder, as ``curriculum/07_metrics``.

    Raises
    ------
    BadKey
        With the author's file and line for whatever cannot be used.
    FileNotFoundError
    """
    path = Path(path).resolve()
    file = path / "key.py" if path.is_dir() else path
    if not file.is_file():
        raise FileNotFoundError(f"there is no key at {file}; a skill area needs a key.py")
    collected: list[Exercise] = []
    token = _collected.set(collected)
    try:
        module = _load_module(file)
    finally:
        _collected.reset(token)
    key = Key(
        skill=re.sub(r"^\d+_", "", file.parent.name),
        path=file,
        objectives=dict(getattr(module, "OBJECTIVES", {})),
        exercises={item.name: item for item in collected if not item.practice},
        practice={item.name: item for item in collected if item.practice},
    )
    problems = [*_doubled(collected), *_static_problems(key)]
    if problems:
        raise BadKey(problems)
    return key


def _load_module(file: Path) -> ModuleType:
    name = f"pmlab_key_{hashlib.sha256(str(file).encode()).hexdigest()[:12]}"
    module = ModuleType(name)
    module.__file__ = str(file)
    sys.modules[name] = module
    try:
        # Not through importlib: a cached bytecode file can be older than an edit of this second.
        exec(compile(file.read_bytes(), str(file), "exec"), module.__dict__)  # imports: nothing
    except SyntaxError as error:
        raise BadKey(
            [Problem(error.filename or str(file), error.lineno or 1, str(error))]
        ) from error
    except Exception as error:
        line = line_in(file, error)
        raise BadKey([Problem(str(file), line, f"{type(error).__name__}: {error}")]) from error
    return module


def line_in(file: str | Path, error: BaseException) -> int:
    """Return the deepest line of ``file`` in the traceback of ``error``; 1 if there is none."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == str(file) and frame.lineno]
    return lines[-1] if lines else 1


def _doubled(collected: list[Exercise]) -> list[Problem]:
    seen: dict[str, Exercise] = {}
    problems = []
    for item in collected:
        if item.name in seen:
            line = seen[item.name].line
            problems.append(item.problem(f"line {line} has an exercise of this name already"))
        seen[item.name] = item
    return problems


def _static_problems(key: Key) -> list[Problem]:
    problems = []
    file = str(key.path)
    if not key.all:
        problems.append(Problem(file, 1, "the key has neither exercises nor practice"))
    if not key.objectives:
        problems.append(Problem(file, 1, "write OBJECTIVES = {name: words} at the top of the key"))
    for item in key.all.values():
        problems.extend(_exercise_problems(item, key.objectives))
    # What has no assignment, as a warm-up, is exercised by its practice alone.
    used = {item.objective for item in (key.exercises or key.practice).values()}
    for name in key.objectives:
        if name not in used:
            line = _find_line(key.path, name)
            problems.append(Problem(file, line, f"no exercise has the objective {name!r}"))
    return problems


def _exercise_problems(item: Exercise, objectives: Mapping[str, str]) -> Iterable[Problem]:
    if not item.ladder or not all(isinstance(r, str) and r.strip() for r in item.ladder):
        yield item.problem(f"it has no hints; write {item.name}.hints(...)")
    if not item.summary:
        yield item.problem("it has no docstring; say in one line what is asked")
    if item.objective not in objectives:
        yield item.problem(f"the objective {item.objective!r} is not in OBJECTIVES")
    if not item.practice and (isinstance(item.points, bool) or not item.points > 0):
        yield item.problem(f"points must be more than 0, not {item.points!r}")
    if item.practice and isinstance(item.form, Written):
        yield item.problem("practice is checked at once, and a written answer needs a reader")
    if item.practice and len(item.ladder) > 1:
        yield item.problem("practice has one hint; more belong to an exercise of the assignment")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", item.name):
        yield item.problem("its name must be in lower case, as total_users")
    if isinstance(item.form, Written) and item.mistakes:
        yield item.problem("a written answer has no mistakes; say it in the rubric")
    for mistake in item.mistakes:
        if not isinstance(mistake.message, str) or not mistake.message.strip():
            yield item.problem("a mistake needs a message", line=mistake.line)


def _find_line(path: Path, text: str) -> int:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if f'"{text}"' in line or f"'{text}'" in line:
            return number
    return 1


def _asks_edges(form: Form) -> bool:
    return isinstance(form, Query) and form.edges


class _Guarded:
    """A source that hands out its tables so that no function can change them for the next."""

    def __init__(self, source: Any) -> None:
        self._source = source

    def table(self, name: str) -> Any:
        # Copy-on-write: a shallow copy costs nothing and a change to it stays in it.
        return self._source.table(name).copy(deep=False)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._source, name)


def with_tables(function: Callable[..., Any], source: Any) -> Any:
    """Call an author's function with the tables that its parameters name.

    Parameters
    ----------
    function
        Its parameters are names of tables, or ``source`` for the whole company.
    source
        The company; no function can change its tables for the next.
    """
    names = list(inspect.signature(function).parameters)
    boxed = source.inner if isinstance(source, Jail) else source
    plain_source = boxed.source if isinstance(boxed, Sandbox) else boxed
    guarded = _Guarded(plain_source)
    return function(
        **{name: guarded if name == "source" else guarded.table(name) for name in names}
    )


def _caller_line() -> int:
    frame = inspect.currentframe()
    for _ in range(2):
        frame = frame.f_back if frame is not None else None
    return frame.f_lineno if frame is not None else 0

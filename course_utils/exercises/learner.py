"""The learner's verbs: check(), hint(), progress(). They answer in words and never in tracebacks."""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import json
import os
import re
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course_utils.exercises.display import MIME, Card, emit, label
from course_utils.exercises.later import LATER, keep
from course_utils.exercises.policy import OPEN
from course_utils.exercises.record import ATTEMPTS, Record
from course_utils.exercises.store import Progress, grading

if TYPE_CHECKING:
    from course_utils.exercises.assessment import Assessment
    from course_utils.exercises.checks import Check, Checks

_NOTHING: Any = object()


READING_SECONDS = 1.0
"""From a notebook's first exercise to loading what later ones need: the first is not kept waiting."""
ASSIGNMENT = "checks.json"
LESSONS = "checks"
CASES = "PMLAB_CASES"
"""Says that the course's grader runs a hand-in: where the unseen cases are, or that they come later."""


class NotRight(AssertionError):
    """Raised by check() under grading, so that plain nbgrader gives no points."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


@dataclass(frozen=True)
class Checked:
    """What check() answered; it has shown itself already.

    Attributes
    ----------
    state
        ``not_attempted``, ``wrong_form``, ``mistake``, ``not_right`` or ``right``; ``formed`` where
        only the form is checked, ``manual`` for a text that a person reads, ``notice`` when nothing
        could be checked.
    message
        The words that were shown.
    """

    state: str
    message: str

    @property
    def right(self) -> bool:
        """Whether the answer is right."""
        return self.state == "right"

    def __repr__(self) -> str:
        return f"<{label(self.state).lower()}>"

    def _ipython_display_(self) -> None:
        """Show nothing again."""


class _Trouble(Exception):
    """A sentence for the learner in place of an answer."""


@dataclass
class _Desk:
    """The folder of the notebook with its checks and progress."""

    folder: Path
    progress: Progress
    loaded: dict[Path, tuple[tuple[int, int], Checks]] = field(default_factory=dict)

    def checks(self) -> list[Checks]:
        """Return the checks beside the notebook, or those of the company in use if it has its own.

        An assignment has one ``checks.json``; lessons share a folder and have one each in
        ``checks/``, for what is practised in them.
        """
        lessons = sorted((self.folder / LESSONS).glob("*.json"))
        return [self._own(self._read(path)) for path in lessons or [self.folder / ASSIGNMENT]]

    def holding(self, entry: Check) -> Checks:
        """Return the checks among which an exercise stands."""
        return next(each for each in self.checks() if entry.name in each.exercises)

    def _own(self, beside: Checks) -> Checks:
        source = _company()
        if source is None or source.fingerprint == beside.company:
            return beside
        company = getattr(source, "folder", None)
        own = company / "checks" / f"{beside.skill}.json" if company else None
        if own is None or not own.is_file():
            return beside
        return self._read(own).only(beside.exercises)

    def _read(self, path: Path) -> Checks:
        from course_utils.exercises.checks import Checks, DamagedChecks

        try:
            status = path.stat()
            stamp = (status.st_mtime_ns, status.st_size)
            if path not in self.loaded or stamp != self.loaded[path][0]:
                self.loaded[path] = stamp, Checks.read(path)
        except FileNotFoundError:
            raise _Trouble(
                f"There is no checks.json in {self.folder}. It belongs beside the notebook: copy it "
                "from the folder that the notebook came from."
            ) from None
        except DamagedChecks as error:
            raise _Trouble(
                f"{path.name} cannot be used: {error}. Copy it again from the folder that the "
                "notebook came from; your answers and your progress stay."
            ) from None
        except OSError as error:
            raise _Trouble(f"{path.name} cannot be read ({error.strerror or error}).") from None
        return self.loaded[path][1]

    def find(self, name: Any) -> Check:
        exercises = {k: v for checks in self.checks() for k, v in checks.exercises.items()}
        if isinstance(name, str) and name in exercises:
            return exercises[name]
        if not isinstance(name, str):
            raise _Trouble(
                'Give the name of the exercise in quotes first, as in check("name", name).'
            )
        import difflib

        offered = self._open_here() or exercises
        near = difflib.get_close_matches(name.casefold().replace(" ", "_"), offered, 3, 0.5)
        known = ", ".join(f"`{item}`" for item in near or offered)
        words = "Did you mean" if near else "The exercises here are"
        end = "?" if near else "."
        raise _Trouble(f"There is no exercise called `{name[:60]}` here. {words} {known}{end}")

    def _open_here(self) -> list[str]:
        """Return the exercises of the notebook in which this runs, where the lab names it."""
        notebook = Path(os.environ.get("JPY_SESSION_NAME", "")).stem
        return [
            name
            for checks in self.checks()
            if notebook.partition("_")[2] == checks.skill
            for name in checks.exercises
        ]


_desk: _Desk | None = None


def _at_desk() -> _Desk:
    # The folder is taken once: a later os.chdir() in a cell must not lose the progress.
    global _desk
    if _desk is None:
        folder = Path.cwd()
        _desk = _Desk(folder, Progress(folder))
        if "ipykernel" in sys.modules and not grading():
            timer = threading.Timer(READING_SECONDS, _prepare, [_desk])
            timer.daemon = True
            timer.start()
            atexit.register(_end, timer)
    return _desk


def _end(timer: threading.Timer) -> None:
    """End what prepares: a thread that is inside DuckDB while Python goes down aborts the process."""
    timer.cancel()
    timer.join()


def _prepare(desk: _Desk) -> None:
    """Load what checks will need while the learner reads: a tenth of a second at the first query."""
    with contextlib.suppress(Exception):  # whatever is wrong is said when it is needed
        from course_utils.exercises import assessment  # noqa: F401

        entries = [entry for checks in desk.checks() for entry in checks.exercises.values()]
        if any(entry.form.kind == "Query" for entry in entries):
            getattr(_company(), "prepare_queries", lambda: None)()


def check(exercise: str, answer: Any = _NOTHING) -> Checked:
    """Check an answer and say what it is: right, or what to look at.

    Parameters
    ----------
    exercise
        Name of the exercise.
    answer
        The answer.

    Returns
    -------
    Checked
        The state and the words that were shown.

    Raises
    ------
    NotRight
        Only while nbgrader runs the notebook.

    Notes
    -----
    The five states: not attempted, another form is needed, a known slip, not right yet, right.
    Where an instructor's policy lets only the form be checked, the last three are one.
    """
    result, card = answered(exercise, answer)
    if card is not None:
        card.show()
    good = ("right", "manual") if grading() == "autograde" else ("right", "manual", "formed")
    if grading() and result.state not in good:
        raise NotRight(f"{label(result.state)}: {result.message}") from None
    return result


def answered(exercise: str, answer: Any = _NOTHING) -> tuple[Checked, Card | None]:
    """Check an answer as `check` does and note it, but show nothing.

    Parameters
    ----------
    exercise
        Name of the exercise.
    answer
        The answer.

    Returns
    -------
    tuple of Checked and Card or None
        What there is to show; None for what is recorded for grading.
    """
    desk = _at_desk()
    try:
        entry = desk.find(exercise)
        if answer is _NOTHING:
            raise _Trouble(f'Give your answer as well: `check("{entry.name}", {entry.name})`.')
        source = _company()
        form = entry.form
        if grading() == "autograde":
            emit(MIME, {"version": 1, "exercise": entry.name, "answer": _encoded(entry, answer)})
            if CASES in os.environ:
                # The grader judges what was emitted; what this process says, it does not read.
                return Checked("manual", "The answer is recorded for grading."), None
        _same_company(desk.holding(entry), source)
        from course_utils.exercises.assessment import assess

        matcher = entry if entry.tells or form.manual else None
        result = assess(form, answer, matcher, source)
        return _noted(desk, entry, answer, result)
    except _Trouble as trouble:
        words = str(trouble)
    except Exception as error:
        words = (
            f"This answer could not be checked ({type(error).__name__}). Nothing is lost. "
            "Run the notebook again from the top."
        )
    return Checked("notice", words), Card("notice", [words])


def options(exercise: str) -> tuple[tuple[str, str], ...]:
    """Return the ids and texts that an exercise offers, as its ``checks.json`` has them.

    Parameters
    ----------
    exercise
        Name of the exercise.

    Raises
    ------
    ValueError
        If it is not there, or offers nothing.
    """
    try:
        form = _at_desk().find(exercise).form
    except _Trouble as trouble:
        raise ValueError(str(trouble)) from None
    found = getattr(form, "options", None) or getattr(form, "items", None)
    if not found:
        raise ValueError(f"{exercise} is no exercise with options: give some.")
    return found


def _encoded(entry: Check, answer: Any) -> Any:
    form = entry.form
    if form.kind == "Function":
        path = os.environ.get(CASES)
        if path == LATER and callable(answer):
            return keep(form, answer)
        if path and path != LATER:
            cases = json.loads(Path(path).read_text(encoding="utf-8"))
            if entry.name in cases:
                form = form.on(cases[entry.name])  # type: ignore[attr-defined]
    try:
        return form.encode(answer)
    except Exception:
        return {"object": type(answer).__name__}


def _company() -> Any:
    """Return the company in use, or None where there are no data."""
    try:
        from course_utils import data

        return data.source()
    except Exception:
        return None


def _same_company(checks: Checks, source: Any) -> None:
    if table := checks.outdated():
        raise _Trouble(
            f"These checks were made for another version of the table {table!r}. "
            "Copy the folder of the notebook again from the course that you use now, or ask whoever "
            "made your company for its checks."
        )
    if source is None or not checks.company or source.fingerprint == checks.company:
        return
    raise _Trouble(
        "These checks belong to another company's data "
        f"(checks: {checks.company[:8]}, data in use: {source.fingerprint[:8]}). "
        "Use the datasets folder that came with this notebook, or call data.use() with it."
    )


def _noted(desk: _Desk, entry: Check, answer: Any, result: Assessment) -> tuple[Checked, Card]:
    lines = result.lines
    record = desk.progress.get(entry.name, entry.company)
    record.note(
        result.state,
        _digest(entry, answer),
        len(entry.hints),
        getattr(answer, "confidence", None),
    )
    desk.progress.put(entry.name, entry.company, record)
    if result.remark:
        lines.append(result.remark)
    if result.state == "formed":
        lines.append(entry.why)
    if result.state == "right":
        earned = _points(entry.points) if entry.points else "practised"
        lines.append(earned[:1].upper() + earned[1:] + ("; mastered." if record.mastered else "."))
        if entry.points and (words := desk.holding(entry).words):
            lines.append(words)
    elif result.state in ("not_right", "mistake") and record.hints < len(entry.hints):
        left = len(entry.hints) - record.hints
        rungs = "1 hint is" if left == 1 else f"{left} hints are"
        lines.append(f'{rungs} there for you: `hint("{entry.name}")`.')
    lines.extend(desk.progress.take_warnings())
    more = entry.why if result.state == "formed" else result.remark
    checked = Checked(result.state, f"{result.message} {more}".strip())
    title = getattr(type(answer), "__pmlab_right__", "") if result.state == "right" else ""
    return checked, Card(result.state, lines, title=title)


def _digest(entry: Check, answer: Any) -> str:
    if entry.form.kind == "Function":
        code = getattr(answer, "__code__", None)
        text = repr((code.co_code, code.co_consts, code.co_names)) if code else repr(answer)
    else:
        text = json.dumps(entry.form.encode(answer), sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def _points(points: float) -> str:
    return "1 point" if points == 1 else f"{points:g} points"


def hint(exercise: str = "") -> None:
    """Open the next hint of an exercise, one rung at a time.

    Parameters
    ----------
    exercise
        Name of the exercise.
    """
    opened(exercise).show()


def opened(exercise: str = "") -> Card:
    """Open the next hint as `hint` does, but show nothing.

    Parameters
    ----------
    exercise
        Name of the exercise.

    Returns
    -------
    Card
    """
    desk = _at_desk()
    try:
        if not exercise:
            names = ", ".join(f"`{name}`" for each in desk.checks() for name in each.exercises)
            raise _Trouble(f"Say for which exercise: {names}.")
        entry = desk.find(exercise)
        company = entry.company
        record = desk.progress.get(entry.name, company)
        rungs = len(entry.hints)
        if record.hints >= rungs:
            lines = (
                ["There are no more hints; here they are again."] if rungs else ["There are none."]
            )
            lines += [f"{i}. {rung}" for i, rung in enumerate(entry.hints, 1)]
        else:
            record.open_hint()
            desk.progress.put(entry.name, company, record)
            left = rungs - record.hints
            lines = [entry.hints[record.hints - 1], _left(left)]
        lines += desk.progress.take_warnings()
        title = f"Hint {min(record.hints, rungs)} of {rungs}"
        return Card("hint", lines, title=title)
    except _Trouble as trouble:
        return Card("notice", [str(trouble)])
    except Exception as error:
        return Card("notice", [f"The hint could not be opened ({type(error).__name__})."])


def known(exercise: str) -> bool:
    """Say whether there is such an exercise here."""
    try:
        _at_desk().find(exercise)
    except Exception:  # whatever is wrong is said by check()
        return False
    return True


def _left(left: int) -> str:
    if left == 0:
        return "This is the last hint."
    return "1 more hint is there." if left == 1 else f"{left} more hints are there."


def progress() -> None:
    """Show what is done and mastered, by objective and by exercise.

    An exercise is done once its answer was right. It is mastered if that took at most three
    different answers and the last hint was still closed. Points are those of the answers that were
    checked last, as a mark counts what is in the notebook now. Beside lessons: what was practised
    in those that were begun.
    """
    if grading():
        Card("progress", ["Your points stand beside each answer."]).show()
        return
    desk = _at_desk()
    try:
        found = desk.checks()
        begun = [each for each in found if len(found) == 1 or _begun(desk, each)]
        if not begun:
            names = ", ".join(each.skill for each in found)
            lines = [f"Nothing is practised yet. There is practice in: {names}."]
            Card("progress", [*lines, *desk.progress.take_warnings()]).show()
            return
        rows = [("Objective and exercises", "State", "Points", "Hints")]
        for checks in begun:
            rows += _rows(desk, checks)
        records = [
            (entry, desk.progress.get(entry.name, entry.company))
            for checks in begun
            for entry in checks.exercises.values()
            if not entry.form.manual
        ]
        lines = [
            _total(records),
            *_written(begun),
            *_policies(begun),
            *_handing_in(begun),
            *_lost(desk, begun),
            *_replaced(records),
            *_put_back(),
            f"Mastered means: right within {ATTEMPTS} different answers, the last hint still closed.",
            *_calibration([record for _, record in records]),
            *desk.progress.take_warnings(),
        ]
        Card("progress", lines, table=rows).show()
    except _Trouble as trouble:
        Card("notice", [str(trouble)]).show()
    except Exception as error:
        Card("notice", [f"Progress could not be shown ({type(error).__name__})."]).show()


def _begun(desk: _Desk, checks: Checks) -> bool:
    entries = checks.exercises.values()
    return any(desk.progress.get(entry.name, entry.company).state for entry in entries)


def _total(records: Sequence[tuple[Check, Record]]) -> str:
    done = sum(record.done for _, record in records)
    mastered = sum(record.mastered for _, record in records)
    words = f"{done} of {len(records)} done, {mastered} mastered"
    total = sum(entry.points for entry, _ in records)
    if not total:
        return f"{words}. Practice earns no points."
    earned = sum(entry.points * record.stands for entry, record in records)
    return f"{words}, {earned:g} of {total:g} points."


def _written(found: Sequence[Checks]) -> list[str]:
    """Say what the points of the answers that a person reads add to those that are counted here."""
    entries = [entry for checks in found for entry in checks.exercises.values()]
    read = sum(entry.points for entry in entries if entry.form.manual)
    if not read:
        return []
    every = sum(entry.points for entry in entries)
    return [
        f"The assignment has {every:g} points: {every - read:g} are counted here, and {read:g} are "
        "for what you write. A person gives those, by the rubric; on your own, nobody does."
    ]


def _handing_in(found: Sequence[Checks]) -> list[str]:
    """Say what grading does that a kernel which has seen many versions of a cell does not."""
    marked = [c.skill for c in found if any(entry.points for entry in c.exercises.values())]
    return [
        "Grading runs the notebook from its top, so what only this kernel remembers is lost. Before "
        "you hand in: Kernel > Restart Kernel and Run All Cells, look here again, save. "
        f"Then `pmlab grade exercises/{skill}` in a terminal, or the button on the home page, makes "
        "your feedback page."
        for skill in marked
    ]


_DOTS = re.compile(r"^\w+\s*=\s*\.\.\.\s*(?:#.*)?$", re.MULTILINE)
"""A line that stands for an answer."""


def _lost(desk: _Desk, found: Sequence[Checks]) -> list[str]:
    """Name what was right here and is set by no cell of the notebook as it was last saved."""
    from course_utils.lab.failed import would_set
    from course_utils.lab.missing import code_cells

    cells = code_cells(Path(os.environ.get("JPY_SESSION_NAME", "")))
    there = {name for cell in cells for name in would_set(_DOTS.sub("", cell.source))}
    lost = [
        f"`{entry.name}`"
        for checks in found
        for entry in checks.exercises.values()
        if cells
        and entry.points
        and desk.progress.get(entry.name, entry.company).stands
        and entry.name not in there
    ]
    if not lost:
        return []
    return [
        f"Not in the notebook as it was last saved: {', '.join(lost)}. What was right is set by no "
        "cell there, and would earn nothing. Write it into its cell again, or save, and look here again."
    ]


def _replaced(records: Sequence[tuple[Check, Record]]) -> list[str]:
    """Name what was right and is not by its latest answer."""
    names = [f"`{e.name}`" for e, record in records if e.points and record.done > record.stands]
    if not names:
        return []
    return [
        f"Right once, and not by the answer that was checked last: {', '.join(names)}. A mark counts "
        "what is in the notebook now, and so do these points."
    ]


def _put_back() -> list[str]:
    """Name the cells of the saved notebook that grading puts back as they were given."""
    from course_utils.lab.given import changed

    cells = changed(Path(os.environ.get("JPY_SESSION_NAME", "")))
    if not cells:
        return []
    return [
        "Changed in the notebook as it was last saved: the cell that begins "
        f"{', the cell that begins '.join(f'`{cell.beginning}`' for cell in cells)}. Grading puts "
        "back what was given to you, so what you changed there is lost. Put it into a cell of your "
        "own, and undo it here."
    ]


def _policies(found: Sequence[Checks]) -> list[str]:
    """Say what check() may tell, where points are at stake."""
    marked = [c for c in found if any(entry.points for entry in c.exercises.values())]
    return sorted({each.words or OPEN for each in marked})


def _rows(desk: _Desk, checks: Checks) -> list[tuple[str, str, str, str]]:
    rows = []
    for objective, words in checks.objectives.items():
        entries = [e for e in checks.exercises.values() if e.objective == objective]
        records = [desk.progress.get(e.name, e.company) for e in entries]
        auto = [r for e, r in zip(entries, records, strict=True) if not e.form.manual]
        if not entries:
            continue
        good = sum(r.done for r in auto)
        rows.append((words, f"{good} of {len(auto)} done" if auto else "", "", ""))
        rows += [_row(entry, record) for entry, record in zip(entries, records, strict=True)]
    return rows


def _calibration(records: list[Record]) -> list[str]:
    """Compare how sure the learner was, before knowing, with how often that was right.

    Only first answers count, and they earn nothing: whoever may check again may be as sure as they
    like.
    """
    said = [(r.sure, r.first) for r in records if r.sure >= 0]
    if not said:
        return []
    sure = sum(p for p, _ in said) / len(said)
    right = sum(first for _, first in said) / len(said)
    brier = sum((p - first) ** 2 for p, first in said) / len(said)
    exercises = "1 exercise" if len(said) == 1 else f"{len(said)} exercises"
    return [
        f"In {exercises} you said how sure you were: {sure:.0%} on average. Your first answer was "
        f"right in {right:.0%}. Brier score {brier:.2f}: 0 is perfect, always saying 50% earns 0.25."
    ]


def _row(entry: Check, record: Any) -> tuple[str, str, str, str]:
    if entry.form.manual:
        return f"  {entry.name}", "read by a person", f"{entry.points:g}", ""
    latest = label(record.state).lower() if record.state else "not attempted yet"
    if entry.points and record.done and not record.stands:
        state = f"was right; now: {latest}"
    elif record.mastered:
        state = "✓ mastered"
    else:
        state = "✓ done" if record.done else latest
    earned = f"{entry.points * record.stands:g} of {entry.points:g}" if entry.points else ""
    return f"  {entry.name}", state, earned, f"{record.hints} of {len(entry.hints)}"

"""What collecting and grading say while they work and when they are done, also in ``pmlab cohort``."""

from __future__ import annotations

import json
import os
import sys
import time
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from course_utils.grading.cohort.run import Outcome, grade_cohort
from course_utils.grading.course import CannotGrade
from course_utils.grading.desk.mend import before_grading
from course_utils.grading.desk.settings import CannotRun
from course_utils.grading.nbgrader.app import CONFIG, course_folder
from course_utils.grading.noted import STAGING

if TYPE_CHECKING:
    from course_utils.grading.nbgrader.collect import Collected

EVERY_SECONDS = 10.0
INTERRUPTED = 130


class Progress:
    """One line that says how far the grading is, rewritten in a terminal and repeated elsewhere.

    Parameters
    ----------
    stream : text stream
    clock : callable
        Returns seconds.
    """

    def __init__(self, stream: TextIO, clock: object = time.monotonic) -> None:
        self._stream, self._clock = stream, clock
        self._terminal = stream.isatty()
        self._first: float | None = None
        self._said = 0.0
        self._width = 0

    def step(self, through: int, total: int, words: str) -> None:
        """Say that one more is through."""
        now = float(self._clock())  # type: ignore[operator]
        if self._first is None:  # what comes before it is the workers' start
            self._first = self._said = now
        line = f"{through} of {total}"
        if through > 1 and through < total:
            line += f", {duration((now - self._first) / (through - 1) * (total - through))} left"
        line += f". {words}"
        if self._terminal:
            columns = os.get_terminal_size(self._stream.fileno()).columns
            line = line[: columns - 1]
            self._stream.write("\r" + line.ljust(self._width))
            self._width = len(line)
        elif through in (1, total) or now - self._said >= EVERY_SECONDS:
            self._stream.write(line + "\n")
            self._said = now
        self._stream.flush()

    def close(self) -> None:
        """Leave the line."""
        if self._width:
            self._stream.write("\n")
            self._width = 0


def duration(seconds: float) -> str:
    """Say how long something takes."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def summary(outcome: Outcome) -> str:
    """Say what came of a cohort."""
    graded, failed = outcome.graded, outcome.failed
    lines = []
    if graded:
        on = f"{outcome.workers} worker{'s' * (outcome.workers != 1)}"
        lines.append(
            f"Graded {len(graded)} of {len(graded) + len(failed)} hand-ins of "
            f"{outcome.assignment} in {duration(outcome.seconds)} on {on}."
        )
    elif not failed:
        lines.append(f"No hand-in of {outcome.assignment} waits for the grader.")
    if outcome.before:
        lines.append(f"{len(outcome.before)} graded before; --force grades them again.")
    waiting = sum(one.waiting for one in graded)
    if waiting:
        lines.append(
            f"{waiting} with answers that a person reads: see 'pmlab cohort mark' or formgrader."
        )
    lines += [f"  {one.student}: {' '.join(one.notes)}" for one in graded if one.notes]
    if failed:
        lines.append(f"{len(failed)} could not be graded:")
        lines += [f"  {student}: {why}" for student, why in sorted(failed.items())]
    if graded or failed:
        lines.append(f"Logs are in {(STAGING / outcome.assignment / 'logs').as_posix()}.")
    if outcome.stopped:
        lines.append(outcome.stopped)
    return "\n".join(lines)


def is_path(target: str) -> bool:
    """Tell a folder of one's own work from the name of an assignment."""
    return target in (".", "..") or Path(target).name != target or target.endswith(".ipynb")


def run(arguments: Namespace) -> int:
    """Grade a cohort, or one's own work.

    Returns
    -------
    int
        0 when everything is graded, 1 when something is not, 130 after an interrupt.

    Raises
    ------
    CannotGrade
        When nothing can be graded.
    """
    if is_path(arguments.target):
        return _own(arguments)
    return grade(_root(), arguments.target, arguments)


def _root() -> Path:
    root = course_folder()
    if root is None:
        raise CannotGrade(f"There is no {CONFIG} here or above: go to the course's folder.")
    return root


def grade(root: Path, assignment: str, arguments: Namespace) -> int:
    """Grade a cohort; parameters besides as `arguments.grading` names them, codes as of `run`.

    In a cohort's folder there is a backup before the gradebook is written.
    """
    from course_utils.grading.desk import backups
    from course_utils.grading.desk.settings import read

    try:
        settings = read(root)
        mended = before_grading(root, assignment, arguments.student)
        backup = backups.make(root, settings, "grade") if settings else None
    except CannotRun as error:
        raise CannotGrade(str(error)) from error
    progress = Progress(sys.stderr)
    outcome = None
    try:
        outcome = grade_cohort(
            root,
            assignment,
            students=arguments.student,
            workers=arguments.workers,
            force=arguments.force,
            unsafe=arguments.unsafe,
            dask=arguments.dask,
            on_step=progress.step,
        )
    except KeyboardInterrupt:
        print("Stopped. Run the same command to go on.", file=sys.stderr)
        return INTERRUPTED
    except CannotGrade:  # before anybody was
        outcome = Outcome(assignment)
        raise
    finally:
        progress.close()
        if backup is not None and outcome is not None and not outcome.graded:
            backups.drop(backup)
    if arguments.json:
        print(json.dumps({**outcome.to_json(), "mended": mended}, indent=1))
        if outcome.stopped:
            print(outcome.stopped, file=sys.stderr)
    else:
        for student, words in sorted(mended.items()):
            print(f"The doctor, before grading: {student}: {words}")
        print(summary(outcome))
    return 1 if outcome.failed or outcome.stopped else 0


def collect(arguments: Namespace) -> int:
    """Collect what students handed in; 1 when something was refused."""
    from dataclasses import asdict

    root = _root()
    if arguments.source is None and arguments.at:
        raise CannotGrade("--at is for --from: the exchange says when something was handed in.")
    found = _from_exchange(root, arguments) if arguments.source is None else _from(root, arguments)
    if arguments.json:
        print(json.dumps(asdict(found), indent=1))
        return 1 if found.refused else 0
    count = len(found.taken)
    print(f"Collected {count} hand-in{'s' * (count != 1)} of {arguments.assignment}.")
    if found.before:
        print(f"{len(found.before)} were there already; --update takes newer ones.")
    for student, words in sorted(found.notes.items()):
        print(f"  {student}: {words}")
    if found.refused:
        print(f"{len(found.refused)} refused; the others are not concerned:")
    for name, words in sorted(found.refused.items()):
        print(f"  {name!r}: {words}")
    if found.strays:
        print("Besides, in the exchange:")
    for name, words in sorted(found.strays.items()):
        print(f"  {name!r}: {words}")
    return 1 if found.refused else 0


def _from_exchange(root: Path, arguments: Namespace) -> Collected:
    from course_utils.grading.nbgrader.collect import collect as collected

    return collected(root, arguments.assignment, arguments.update)


def _from(root: Path, arguments: Namespace) -> Collected:
    """Collect from a download, by the roster."""
    from course_utils.grading.desk.downloads import collect as collected
    from course_utils.grading.desk.moments import utc
    from course_utils.grading.desk.settings import FILE, read

    try:
        if read(root) is None:
            raise CannotRun(f"--from needs a roster: go to a cohort's folder, which holds {FILE}.")
        when = utc(arguments.at) if arguments.at else None
        source = arguments.source.expanduser()
        return collected(root, arguments.assignment, source, when, arguments.update)
    except CannotRun as error:
        raise CannotGrade(str(error)) from error


def _own(arguments: Namespace) -> int:
    from course_utils.grading.own_work import grade_own_work

    outcome = grade_own_work(Path(arguments.target), unsafe=arguments.unsafe)
    if arguments.json:
        print(json.dumps(outcome.to_json(), indent=1))
    else:
        print(outcome)
        if arguments.browser:
            outcome.show()
    return 0

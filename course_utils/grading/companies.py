"""A company of one's own: the data, and the checks that belong to them, in one folder.

``checks/<skill>.json`` in a company's folder is what ``checks.json`` beside a notebook is for the
public company: `check` uses it when the learner works on that company.
"""

from __future__ import annotations

import functools
import json
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from course_utils import data, files
from course_utils.company import Parameters
from course_utils.company.engine.errors import DataError
from course_utils.company.engine.package import CHECKS
from course_utils.exercises.checks import compile_checks
from course_utils.exercises.key import BadKey, Key, load_key
from course_utils.exercises.policy import chosen
from course_utils.exercises.precomputed import made_of
from course_utils.grading.policies import own_checks

STALE = 6 * 3600
"""Seconds after which what an interrupted run left beside the companies is cleared away."""


@functools.lru_cache(maxsize=2)
def _keys(root: Path) -> tuple[tuple[Key, str], ...]:
    """Return the key of every skill area of a course, with the digest of what it is made of."""
    found = [load_key(path) for path in sorted(root.glob("curriculum/[0-9][0-9]_*/key.py"))]
    return tuple((key, made_of(key)) for key in found)


def write_checks(root: Path, folder: Path, policy: str = "rehearse") -> None:
    """Write the checks that belong to a company into its folder.

    Parameters
    ----------
    root
        The course's folder, where the keys are.
    folder
        The company's folder.
    policy
        What check() may tell in an assignment for which an instructor chose nothing; ``"open"`` for
        somebody who learns for themselves.

    Raises
    ------
    BadKey
        An exercise is badly posed on this company; nothing was written.
    """
    source = data.Folder(folder)
    made = {
        key.skill: {
            **own_checks(root, key.skill, compile_checks(key, source, exercises=key.all), policy),
            "made_of": digest,
        }
        for key, digest in _keys(root)
    }
    with files.new_folder(folder / CHECKS) as building:
        for skill, checks in made.items():
            files.write_json(building / f"{skill}.json", checks)


def make(
    root: Path,
    folder: Path,
    tries: Iterable[Parameters],
    checks: bool = True,
    policy: str = "rehearse",
) -> Parameters:
    """Write a sealed company with its checks, whole or not at all; return what it is made from.

    Parameters
    ----------
    root
        The course's folder.
    folder
        Where to.
    tries
        The companies in order of preference: the first on which every exercise is well posed.
    checks
        Whether to write the checks.
    policy
        See `write_checks`.

    Raises
    ------
    BadKey
        Every one of them is badly posed.
    """
    from course_utils.company import Company

    problems: BadKey | None = None
    for parameters in tries:
        try:
            Company(parameters).write(
                folder,
                sealed=True,
                more=(lambda building: write_checks(root, building, policy)) if checks else None,
            )
            return parameters
        except BadKey as error:
            problems = problems or error
    raise problems or ValueError("There is no company to write: give at least one.")


def ready(root: Path, folder: Path, tries: Iterable[Parameters]) -> bool:
    """Tell whether a folder holds one of these companies; its checks are brought up to date."""
    try:
        source = data.Folder(folder)
    except DataError:
        return False
    if source.fingerprint not in {parameters.fingerprint for parameters in tries}:
        return False
    policies = chosen(root)
    if not all(
        _fresh(folder, key, digest, source.fingerprint, policies.get(key.skill, "rehearse"))
        for key, digest in _keys(root)
    ):
        write_checks(root, folder)
    return True


def _fresh(folder: Path, key: Key, digest: str, fingerprint: str, policy: str) -> bool:
    try:
        text = (folder / CHECKS / f"{key.skill}.json").read_text(encoding="utf-8")
        stored = json.loads(text)
        return bool(
            stored["company"] == fingerprint
            and stored["made_of"] == digest
            and stored.get("policy", "open") == policy
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


@dataclass(frozen=True)
class Made:
    """What became of one student's company: ``"made"``, ``"there"`` or a sentence of trouble."""

    student: str
    state: str

    @property
    def good(self) -> bool:
        """Whether the company is there now."""
        return self.state in {"made", "there"}


def make_all(
    root: Path, out: Path, wanted: dict[str, list[Parameters]], jobs: int = 1
) -> Iterator[Made]:
    """Make the companies that are not there yet, one folder a student; run again to go on.

    Parameters
    ----------
    root
        The course's folder.
    out
        Where the students' folders are.
    wanted
        Student's id -> the companies that the student can have, the first one preferred.
    jobs
        How many processes share the work.

    Yields
    ------
    Made
        For each student, in the order in which they are finished within a job.
    """
    out.mkdir(parents=True, exist_ok=True)
    _clear(out)
    work = [(root, out / student, student, tries) for student, tries in wanted.items()]
    if jobs == 1:
        yield from map(_one, work)
        return
    # Never forked: the threads of the libraries that are loaded do not survive it.
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        yield from pool.map(_one, work)


def _one(work: tuple[Path, Path, str, list[Parameters]]) -> Made:
    root, folder, student, tries = work
    try:
        if ready(root, folder, tries):
            return Made(student, "there")
        if (folder / data.DESCRIPTOR).is_file():
            return Made(
                student,
                f"{folder} holds another company: move it away, or give the secret and the size "
                "with which it was made.",
            )
        make(root, folder, tries)
    except BadKey as error:
        return Made(student, f"an exercise is badly posed: {error.problems[0]}")
    except (DataError, OSError, ValueError) as error:
        return Made(student, str(error))
    return Made(student, "made")


def _clear(out: Path) -> None:
    """Remove what an interrupted run left unfinished; what may still be written stays."""
    for folder in out.glob(".*.????????"):
        if folder.is_dir() and time.time() - folder.stat().st_mtime > STALE:
            shutil.rmtree(folder, ignore_errors=True)


def report(results: Iterable[Made], total: int, say: Callable[[str], object]) -> int:
    """Say how the work goes on; return how many companies could not be made."""
    trouble, start, made = 0, time.monotonic(), 0
    for count, result in enumerate(results, 1):
        made += result.state == "made"
        if not result.good:
            trouble += 1
            say(f"{result.student}: {result.state}")
        if count == total or (made and count % max(1, total // 20) == 0):
            passed = time.monotonic() - start
            say(f"{count:,} of {total:,} companies, {passed:,.0f} s")
    return trouble

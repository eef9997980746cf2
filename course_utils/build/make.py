"""Build skills, or check that what is built matches its sources."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course_utils import files
from course_utils.build import compose, execute, plan, prove, refuse
from course_utils.build.errors import BuildError
from course_utils.build.release import CONFIG, release
from course_utils.build.shared import shared
from course_utils.build.shelf import Shelf
from course_utils.build.source import read_script

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from course_utils.exercises import Key

COMPANIES = 5  # companies on which every key is tried before it is built
ACCOUNTS = 1000  # and their size


@dataclass(frozen=True)
class Result:
    """What happened to one built file.

    Attributes
    ----------
    path : Path
        The file, from the course's folder.
    state : str
        ``"built"`` or ``"unchanged"``; when checking ``"matches"``, ``"differs"``, ``"missing"``
        or ``"without a source"``.
    """

    path: Path
    state: str

    @property
    def good(self) -> bool:
        """Whether the file is what its sources make."""
        return self.state in {"built", "unchanged", "matches"}


def build(
    skills: Iterable[str] | None = None,
    *,
    root: Path | None = None,
    check: bool = False,
    force: bool = False,
    companies: int = COMPANIES,
    say: Callable[[str], object] = lambda line: None,
) -> list[Result]:
    """Build what changed, or check what is built.

    Parameters
    ----------
    skills : iterable of str, optional
        Names (``metrics``) or folders (``07_metrics``); all of them if not given.
    root : Path, optional
        The folder of the course; found from the working directory if not given.
    check : bool
        Write nothing; compare every built file with what its sources make. Outputs of lessons
        are not compared (``tests/lessons/test_lessons.py`` runs them), nor the digest of the sources.
    force : bool
        Build also what has not changed.
    companies : int
        On how many companies each key is tried: a mistake must never equal the right answer.
    say : callable
        Gets a line of progress at a time.

    Returns
    -------
    list of Result
        One for each file.

    Raises
    ------
    BuildError
        With the author's file and line, at the first source that cannot be built. The files of
        that skill are left as they were.
    """
    root = plan.find_root(root)
    results: list[Result] = []
    for skill in plan.find_skills(root, skills):
        results += _Work(skill, check, force, companies, say).results()
    if skills is None:
        results += build_shared(root, check=check, say=say)
    if check and skills is None:
        results += [Result(path, "without a source") for path in _orphans(root)]
    return results


def build_shared(
    root: Path, *, check: bool = False, say: Callable[[str], object] = lambda line: None
) -> list[Result]:
    """Build, or check, what belongs to the course as a whole: glossary and list of lessons.

    Parameters
    ----------
    root : Path
        The folder of the course.
    check : bool
        Write nothing.
    say : callable
        Gets a line of progress at a time.

    Returns
    -------
    list of Result
    """
    results = []
    for path, text in shared(root, Shelf.of(root)).items():
        there = root / path
        same = there.is_file() and there.read_text(encoding="utf-8") == text
        if check:
            state = "matches" if same else "differs" if there.is_file() else "missing"
        else:
            state = "unchanged" if same else "built"
            if not same:
                files.write(there, text)
        results.append(Result(path, state))
        say(f"{state:>9}  {path.as_posix()}")
    return results


class _Work:
    """One skill on its way from text to files."""

    def __init__(
        self,
        skill: plan.Skill,
        check: bool,
        force: bool,
        companies: int,
        say: Callable[[str], object],
    ) -> None:
        self.skill = skill
        self.check = check
        self.force = force
        self.companies = companies
        self.say = say
        self.files: dict[Path, str] = {}

    def results(self) -> list[Result]:
        results: list[Result] = []
        if self.skill.assignment.is_file() or self.skill.key.is_file():
            results += self.assignment()
        if self.skill.lesson.is_file():
            results += self.lesson()
        for path, text in self.files.items():
            files.write(path, text)
        return results

    # -- what both need

    @cached_property
    def shelf(self) -> Shelf:
        return Shelf.of(self.skill.root)

    @cached_property
    def source(self) -> Any:
        from course_utils import data
        from course_utils.company.engine.errors import DataError

        try:
            return data.open(self.skill.root / "datasets")
        except DataError as error:
            raise BuildError(str(error)) from error

    @cached_property
    def key(self) -> Key | None:
        if not self.skill.key.is_file():
            return None
        from course_utils.exercises.key import BadKey, load_key

        try:
            return load_key(self.skill.folder)
        except BadKey as error:
            raise BuildError.of(error.problems, self.skill.root) from None

    @cached_property
    def solved(self) -> Key:
        """The key with its answers on the public company, which take seconds, computed once."""
        from course_utils.exercises.precomputed import precomputed_key

        assert self.key is not None
        return precomputed_key(self.key, self.source)

    def report(self, wanted: dict[Path, bool], state: str) -> list[Result]:
        """Return a result for each file; when checking, by whether it matches."""
        results = []
        for path, matches in wanted.items():
            told = ("matches" if matches else "differs") if self.check else state
            if self.check and not path.is_file():
                told = "missing"
            results.append(Result(self.skill.shown(path), told))
            self.say(f"{told:>9}  {results[-1].path.as_posix()}")
        return results

    # -- the lesson

    def lesson(self) -> list[Result]:
        skill = self.skill
        cells = read_script(skill.lesson, skill.shown(skill.lesson))
        composed = compose.lesson(cells, self.key, "", skill.folder.name, self.shelf)
        digest = files.digest(
            _frame(composed.notebook),
            [path.name for path in self._helpers()],
            *self._helpers(),
            *plan.code(plan.LESSON_CODE),
            self._company(),
        )
        composed.notebook.metadata["pmlab"]["source"] = digest
        path = skill.lesson_notebook
        stored = _read(path)
        same = stored is not None and _same(stored, composed.notebook) and _has_run(stored)
        if self.check:
            return self.report({path: same}, "")
        if same and not self.force and stored is not None and _digest(stored) == digest:
            return self.report({path: True}, "unchanged")
        self.say(f"  running  {skill.shown(skill.lesson).as_posix()}")
        path.parent.mkdir(parents=True, exist_ok=True)
        notebook = execute.run(composed, path.parent, skill.root)
        self.files[path] = _text(notebook)
        return self.report({path: True}, "built")

    def _helpers(self) -> list[Path]:
        """Return what lies beside the lesson and may be read by it."""
        others = {self.skill.lesson, self.skill.assignment, self.skill.key}
        return [
            path
            for path in sorted(self.skill.folder.iterdir())
            if path not in others
            and path.suffix != ".md"
            and path.name not in {plan.COVERS, "__pycache__"}
        ]

    def _company(self) -> list[str]:
        package = self.skill.root / "datasets" / "datapackage.json"
        return [files.digest(package)] if package.is_file() else []

    # -- the assignment

    def assignment(self) -> list[Result]:
        skill = self.skill
        shown = skill.shown(skill.assignment)
        if self.key is None:
            raise BuildError("There is an assignment here but no key.py: write one.", shown)
        if not skill.assignment.is_file():
            raise BuildError(
                "There is a key here but no assignment.py: write one.", skill.shown(skill.key)
            )
        notebook, checks = f"{skill.name}.ipynb", "checks.json"
        refuse.leftovers(skill.solutions, (notebook, checks), skill.shown(skill.solutions))
        digest = files.digest(
            skill.assignment,
            skill.key,
            *self._helpers(),
            skill.root / CONFIG,
            *plan.code(plan.ASSIGNMENT_CODE),
            self._company(),
        )
        composed = compose.assignment(
            read_script(skill.assignment, shown), self.key, digest, skill.name, self.shelf
        )
        outputs = [
            folder / name
            for folder in (skill.solutions, skill.exercises)
            for name in (notebook, checks)
        ]
        stored = _read(skill.solutions / notebook)
        current = (
            stored is not None
            and _digest(stored) == digest
            and _same(stored, composed.notebook)
            and all(path.is_file() for path in outputs)
        )
        if current and not self.check and not self.force:
            return self.report(dict.fromkeys(outputs, True), "unchanged")
        source = {notebook: _text(composed.notebook), checks: self.checks()}
        released = release(skill.name, source, skill.root)
        made = {
            **{skill.solutions / name: text for name, text in source.items()},
            **{skill.exercises / name: text for name, text in released.items()},
        }
        refuse.leaks(
            composed, released, refuse.Secrets(self.solved, self.source), skill.shown(skill.key)
        )
        if self.check:
            return self.report({path: _matches(path, text) for path, text in made.items()}, "")
        self.say(f"  trying   {skill.shown(skill.key).as_posix()} on {self.companies} companies")
        prove.well_posed(self.key, self.companies, ACCOUNTS, skill.root)
        self.say(f"  solving  {shown.as_posix()}")
        prove.solutions(composed, self.solved, self.source, source, skill)
        self.files.update(made)
        return self.report(dict.fromkeys(made, True), "built")

    def checks(self) -> str:
        from course_utils.exercises.checks import compile_checks
        from course_utils.exercises.key import BadKey

        try:
            compiled = compile_checks(self.solved, self.source)
        except BadKey as error:
            raise BuildError.of(error.problems, self.skill.root) from None
        return json.dumps(compiled, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _text(notebook: NotebookNode) -> str:
    import nbformat

    return nbformat.writes(notebook) + "\n"


def _read(path: Path) -> NotebookNode | None:
    import nbformat

    if not path.is_file():
        return None
    try:
        return nbformat.read(path, as_version=4)
    except Exception:  # whatever is wrong with a built file, it is built again
        return None


def _digest(notebook: NotebookNode) -> str:
    return str(notebook.metadata.get("pmlab", {}).get("source", ""))


def _frame(notebook: NotebookNode) -> dict[str, Any]:
    """Return a notebook without outputs and without the digest of its sources."""
    metadata = {k: v for k, v in notebook.metadata.items() if k != "pmlab"}
    cells = [
        {"id": c.id, "type": c.cell_type, "source": c.source, "metadata": dict(c.metadata)}
        for c in notebook.cells
    ]
    return {"metadata": metadata, "cells": cells}


def _same(one: NotebookNode, other: NotebookNode) -> bool:
    return _frame(one) == _frame(other)


def _has_run(notebook: NotebookNode) -> bool:
    return all(
        cell.execution_count is not None
        for cell in notebook.cells
        if cell.cell_type == "code" and cell.source.strip()
    )


def _matches(path: Path, text: str) -> bool:
    """Compare a built file with its text, apart from the digest of the sources."""
    if not path.is_file():
        return False
    stored = path.read_text(encoding="utf-8")
    if path.suffix != ".ipynb":
        return stored == text
    return _undigested(stored) == _undigested(text)


def _undigested(text: str) -> Any:
    try:
        notebook = json.loads(text)
        notebook["metadata"].pop("pmlab", None)
    except (ValueError, KeyError, TypeError, AttributeError):
        return text
    return notebook


def _orphans(root: Path) -> list[Path]:
    skills = plan.find_skills(root)
    lessons = {s.lesson_notebook for s in skills if s.lesson.is_file()}
    assigned = {s.name for s in skills if s.assignment.is_file()}
    known = lessons | {root / path for path in shared(root, Shelf.of(root))}
    found = [p for p in sorted((root / "notebooks").glob("*.ipynb")) if p not in known]
    for folder in (root / "solutions", root / "exercises"):
        if folder.is_dir():
            found += [p for p in sorted(folder.iterdir()) if p.is_dir() and p.name not in assigned]
    return [path.relative_to(root) for path in found]


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``pmlab build``.

    Parameters
    ----------
    argv : sequence of str, optional
        The arguments after ``build``; those of the process if not given.

    Returns
    -------
    int
        0 when everything is built (or matches), 1 otherwise.
    """
    parser = argparse.ArgumentParser(
        prog="pmlab build", description="Build notebooks and assignments from curriculum/."
    )
    parser.add_argument("skills", nargs="*", metavar="skill", help="only these (default: all)")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail if built files are out of date"
    )
    parser.add_argument("--force", action="store_true", help="build also what has not changed")
    parser.add_argument(
        "--companies",
        type=int,
        default=COMPANIES,
        metavar="N",
        help=f"try each key on N companies (default: {COMPANIES})",
    )
    wanted = parser.parse_args(argv)
    try:
        root = plan.find_root()
        chosen = [skill.folder.name for skill in plan.find_skills(root, wanted.skills or None)]
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    results: list[Result] = []
    failed = 0
    for skill in chosen:
        try:
            results += build(
                [skill],
                root=root,
                check=wanted.check,
                force=wanted.force,
                companies=wanted.companies,
                say=lambda line: print(line, flush=True),
            )
        except BuildError as error:
            failed += 1
            print(error, file=sys.stderr, flush=True)
    try:
        results += build_shared(root, check=wanted.check, say=lambda line: print(line, flush=True))
    except BuildError as error:
        failed += 1
        print(error, file=sys.stderr)
    if wanted.check and not wanted.skills:
        for path in _orphans(root):
            print(f"   orphan  {path.as_posix()}: nothing in curriculum/ makes it; remove it.")
            failed += 1
    stale = [result for result in results if not result.good]
    if stale:
        print("Built files do not match their sources: run 'pmlab build'.", file=sys.stderr)
    return 1 if failed or stale else 0

"""Build skills, or check that what is built matches its sources."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course_utils import files
from course_utils.build import built, compose, inputs, plan, prove, refuse
from course_utils.build.course import Course
from course_utils.build.errors import BuildError
from course_utils.build.rehearse import refuse_copies, rehearse
from course_utils.build.release import release
from course_utils.build.shared import shared
from course_utils.build.source import read_script
from course_utils.exercises.claims import FILE as CLAIMS

if TYPE_CHECKING:
    from course_utils.exercises import Exercise, Key

COMPANIES = 5  # companies on which every key is tried before it is built
ACCOUNTS = 1000  # and their size
OUTDATED = "outdated"


@dataclass(frozen=True)
class Result:
    """What happened to one built file.

    Attributes
    ----------
    path : Path
        The file, from the course's folder.
    state : str
        ``"built"`` or ``"unchanged"``; in a dry run ``"outdated"``; when checking ``"matches"``,
        ``"differs"``, ``"missing"`` or ``"without a source"``.
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
    dry: bool = False,
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
    dry : bool
        Write and run nothing; find what would be built.
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
    found = plan.find_skills(root, skills)
    last = [skill for skill in found if inputs.shows_the_course(skill)]
    for skill in found:
        if skill not in last:
            results += _Work(skill, check, force, dry, companies, say).results()
    if skills is None:
        results += build_shared(root, check=check, dry=dry, say=say)
    for skill in last:
        results += _Work(skill, check, force, dry, companies, say).results()
    if check and skills is None:
        results += [Result(path, "without a source") for path in orphans(root)]
    return results


def build_shared(
    root: Path,
    *,
    check: bool = False,
    dry: bool = False,
    say: Callable[[str], object] = lambda line: None,
) -> list[Result]:
    """Build, or check, what belongs to the course as a whole: glossary and list of lessons.

    Parameters
    ----------
    root : Path
        The folder of the course.
    check, dry : bool
        Write nothing.
    say : callable
        Gets a line of progress at a time.

    Returns
    -------
    list of Result
    """
    results = []
    for path, text in shared(root, Course.of(root)).items():
        there = root / path
        same = there.is_file() and there.read_text(encoding="utf-8") == text
        if check:
            state = "matches" if same else "differs" if there.is_file() else "missing"
        else:
            state = "unchanged" if same else OUTDATED if dry else "built"
            if not same and not dry:
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
        dry: bool,
        companies: int,
        say: Callable[[str], object],
    ) -> None:
        self.skill = skill
        self.check = check
        self.force = force
        self.dry = dry
        self.companies = companies
        self.say = say
        self.files: dict[Path, str] = {}

    def results(self) -> list[Result]:
        results: list[Result] = []
        if self.skill.assignment.is_file() or (self.key is not None and self.key.exercises):
            results += self.assignment()
        if self.skill.lesson.is_file():
            results += self.lesson()
        for path, text in self.files.items():
            files.write(path, text)
        return results

    # -- what both need

    @cached_property
    def course(self) -> Course:
        return Course.of(self.skill.root)

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
        composed = compose.lesson(cells, self.key, "", skill.folder.name, self.course)
        digest = inputs.of_lesson(skill, built.frame(composed.notebook))
        composed.notebook.metadata["pmlab"]["source"] = digest
        path = skill.lesson_notebook
        stored = built.read(path)
        same = (
            stored is not None and built.same(stored, composed.notebook) and built.has_run(stored)
        )
        practised = self.key is not None and bool(self.key.practice)
        outputs = [path, skill.practice] if practised else [path]
        current = stored is not None and built.source(stored) == digest
        if same and current and not self.force and not self.check and skill.practice in outputs:
            same = skill.practice.is_file()
        if same and current and not self.force and not self.check:
            return self.report(dict.fromkeys(outputs, True), "unchanged")
        if self.dry:
            return self.report(dict.fromkeys(outputs, True), OUTDATED)
        checks = self.checks(self.key.practice) if self.key is not None and practised else ""
        if self.check:
            matching = {path: same}
            if practised:
                matching[skill.practice] = built.matches(skill.practice, checks)
            return self.report(matching, "")
        if (skill.folder / CLAIMS).is_file():
            shown = skill.shown(skill.folder / CLAIMS).as_posix()
            self.say(f"  proving  {shown} on {self.companies} companies")
        prove.claims(skill.folder, self.companies, ACCOUNTS, skill.root)
        if practised:  # the lesson's own checks are read while it runs
            files.write(skill.practice, checks)
        self.say(f"  running  {skill.shown(skill.lesson).as_posix()}")
        path.parent.mkdir(parents=True, exist_ok=True)
        values = rehearse(composed, skill)
        if self.key is not None and self.key.exercises:
            refuse_copies(composed, self.solved, self.source, values)
        self.files[path] = built.text(composed.notebook)
        return self.report(dict.fromkeys(outputs, True), "built")

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
        digest = inputs.of_assignment(skill)
        composed = compose.assignment(
            read_script(skill.assignment, shown), self.key, digest, skill.name, self.course
        )
        outputs = [
            folder / name
            for folder in (skill.solutions, skill.exercises)
            for name in (notebook, checks)
        ]
        stored = built.read(skill.solutions / notebook)
        current = (
            stored is not None
            and built.source(stored) == digest
            and built.same(stored, composed.notebook)
            and all(path.is_file() for path in outputs)
        )
        if current and not self.check and not self.force:
            return self.report(dict.fromkeys(outputs, True), "unchanged")
        if self.dry:
            return self.report(dict.fromkeys(outputs, True), OUTDATED)
        source = {notebook: built.text(composed.notebook), checks: self.checks()}
        released = release(skill.name, source, skill.root)
        made = {
            **{skill.solutions / name: text for name, text in source.items()},
            **{skill.exercises / name: text for name, text in released.items()},
        }
        refuse.leaks(
            composed, released, refuse.Secrets(self.solved, self.source), skill.shown(skill.key)
        )
        if self.check:
            return self.report({path: built.matches(path, text) for path, text in made.items()}, "")
        self.say(f"  trying   {skill.shown(skill.key).as_posix()} on {self.companies} companies")
        prove.well_posed(self.key, self.companies, ACCOUNTS, skill.root)
        self.say(f"  solving  {shown.as_posix()}")
        prove.solutions(composed, self.solved, self.source, source, skill)
        self.files.update(made)
        return self.report(dict.fromkeys(made, True), "built")

    def checks(self, exercises: Mapping[str, Exercise] | None = None) -> str:
        from course_utils.exercises.checks import compile_checks
        from course_utils.exercises.key import BadKey
        from course_utils.grading.policies import public_checks

        try:
            compiled = compile_checks(self.solved, self.source, exercises=exercises)
        except BadKey as error:
            raise BuildError.of(error.problems, self.skill.root) from None
        if exercises is None:
            compiled = public_checks(self.skill.root, self.solved, self.source, compiled)
        return json.dumps(compiled, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def orphans(root: Path) -> list[Path]:
    """Return built files, from the course's folder, that nothing in ``curriculum/`` makes."""
    skills = plan.find_skills(root)
    lessons = {s.lesson_notebook for s in skills if s.lesson.is_file()}
    assigned = {s.name for s in skills if s.assignment.is_file()}
    lessons |= {s.practice for s in skills if s.key.is_file()}
    known = lessons | {root / path for path in shared(root, Course.of(root))}
    found = [p for p in sorted((root / "notebooks").glob("*.ipynb")) if p not in known]
    found += [p for p in sorted((root / "notebooks" / "checks").glob("*")) if p not in known]
    for folder in (root / "solutions", root / "exercises"):
        if folder.is_dir():
            found += [p for p in sorted(folder.iterdir()) if p.is_dir() and p.name not in assigned]
    return [path.relative_to(root) for path in found]

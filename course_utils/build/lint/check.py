"""Run the rules over lessons, and hear excuses that give a reason."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from course_utils.build import plan
from course_utils.build.course import Course
from course_utils.build.errors import BuildError
from course_utils.build.source import EXCUSE, Cell, read_script

if TYPE_CHECKING:
    from course_utils.exercises.key import Key, Problem

LEAST = 3  # words that make a reason


@dataclass(frozen=True, order=True)
class Finding:
    """Something that a reader would stumble over.

    Attributes
    ----------
    path : Path
        The author's file, from the course's folder.
    line : int
    rule : str
        Its name, for an excuse.
    what : str
        What is the matter.
    mend : str
        What to do.
    """

    path: Path
    line: int
    rule: str
    what: str
    mend: str

    def __str__(self) -> str:
        """Return ``file:line: rule: what mend``, in the form that editors turn into a link."""
        return f"{self.path.as_posix()}:{self.line}: {self.rule}: {self.what} {self.mend}"


@dataclass
class Subject:
    """A lesson with all that the rules look at.

    Attributes
    ----------
    skill : Skill
    course : Course
    lesson, assignment : list of Cell
        Empty where there is none.
    key : Key or None
    problems : list of Problem
        What is wrong with the key.
    """

    skill: plan.Skill
    course: Course
    lesson: list[Cell]
    assignment: list[Cell]
    key: Key | None
    problems: list[Problem]

    @property
    def number(self) -> int:
        """The lesson's number."""
        return int(self.skill.folder.name[:2])

    @property
    def lesson_path(self) -> Path:
        """The lesson, as its author would type it."""
        return self.skill.shown(self.skill.lesson)

    @classmethod
    def of(cls, skill: plan.Skill, course: Course) -> Subject:
        """Read a lesson's files."""
        from course_utils.exercises.key import BadKey, load_key

        key, problems = None, []
        if skill.key.is_file():
            try:
                key = load_key(skill.folder)
            except BadKey as error:
                problems = list(error.problems)
        lesson, assignment = (
            read_script(path, skill.shown(path)) if path.is_file() else []
            for path in (skill.lesson, skill.assignment)
        )
        return cls(skill, course, lesson, assignment, key, problems)


def lint(skills: Iterable[str] | None = None, *, root: Path | None = None) -> list[Finding]:
    """Look a lesson over before its readers do.

    Parameters
    ----------
    skills : iterable of str, optional
        Names (``metrics``) or folders (``07_metrics``). All lessons if not given; then also what
        lessons share: words and sources that none of them uses.
    root : Path, optional
        The folder of the course; found from the working directory if not given.

    Returns
    -------
    list of Finding
        In the order of files and lines; without those that are excused.

    Raises
    ------
    BuildError
        When a file cannot be read at all.
    """
    from course_utils.build.lint.rules import RULES, shared_names, unused

    root = plan.find_root(root)
    course = Course.of(root)
    findings: list[Finding] = []
    subjects = [Subject.of(skill, course) for skill in plan.find_skills(root, skills)]
    for subject in subjects:
        found = [finding for rule in RULES for finding in rule(subject)]
        findings += _excused(subject, found)
    if skills is None:
        findings += unused(subjects, course)
        findings += shared_names(subjects)
    return sorted(set(findings))


def _excused(subject: Subject, findings: Iterable[Finding]) -> list[Finding]:
    """Leave out what its cell excuses; report excuses without a reason or a use."""
    left = list(findings)
    for cell in [*subject.lesson, *subject.assignment]:
        last = cell.line + cell.source.count("\n") + 1
        for match in EXCUSE.finditer(cell.source):
            rule = match["rule"] or match["rule2"] or ""
            reason = match["reason"] or match["reason2"] or ""
            line = cell.line + cell.source.count("\n", 0, match.start()) + 1
            if len(reason.split()) < LEAST:
                left.append(
                    Finding(
                        cell.path,
                        line,
                        "excuse",
                        "This excuse gives no reason.",
                        f"Say why: <!-- lint {rule or 'RULE'}: because ... -->.",
                    )
                )
                continue
            kept = [
                finding
                for finding in left
                if not (
                    finding.rule == rule
                    and finding.path == cell.path
                    and cell.line <= finding.line <= last
                )
            ]
            if len(kept) == len(left):
                kept.append(
                    Finding(
                        cell.path,
                        line,
                        "excuse",
                        f"Nothing in this cell needs an excuse for '{rule}'.",
                        "Take it out.",
                    )
                )
            left = kept
    return left


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``pmlab lint-lesson``.

    Parameters
    ----------
    argv : sequence of str, optional
        The arguments after ``lint-lesson``; those of the process if not given.

    Returns
    -------
    int
        0 without findings, 1 otherwise.
    """
    parser = argparse.ArgumentParser(
        prog="pmlab lint-lesson",
        description="Look lessons over: words, sources, pictures, numbers, times, coverage.",
    )
    parser.add_argument("skills", nargs="*", metavar="skill", help="only these (default: all)")
    wanted = parser.parse_args(argv)
    try:
        findings = lint(wanted.skills or None)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    for finding in findings:
        print(finding)
    if findings:
        many = "1 finding" if len(findings) == 1 else f"{len(findings)} findings"
        print(f"{many}. docs/builder.md says how to excuse one.", file=sys.stderr)
    return 1 if findings else 0

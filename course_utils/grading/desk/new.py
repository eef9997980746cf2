"""``pmlab cohort new``: a folder in which one cohort is taught and graded, beside others."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from course_utils import files
from course_utils.grading import home
from course_utils.grading.desk import roster
from course_utils.grading.desk.settings import FILE, CannotRun, Settings, good_name

PARTS = ("curriculum", "solutions", "exercises", "notebooks", "datasets")
CONFIG = "nbgrader_config.py"
# What somebody who learns in the checkout leaves there: never part of a release.
LEFT = ("answers", "progress", "feedback", ".ipynb_checkpoints", "__pycache__", ".pmlab")


@dataclass(frozen=True)
class Made:
    """A new cohort.

    Attributes
    ----------
    root : Path
    assignments : list of str
        Those that its gradebook knows.
    secret : Path or None
        Where the secret is from which students' companies follow.
    """

    root: Path
    assignments: list[str]
    secret: Path | None


def new(
    checkout: Path,
    folder: Path,
    settings: Settings,
    say: Callable[[str], None] = lambda words: None,
) -> Made:
    """Make a cohort's folder, whole or not at all.

    It is a copy of the course, so that marks do not change when the checkout does, with a gradebook
    that knows every assignment.

    Parameters
    ----------
    checkout : Path
        The course that is copied.
    folder : Path
        Where to; nothing may stand there.
    settings : Settings
    say : callable
        Is told how far it is.

    Returns
    -------
    Made

    Raises
    ------
    CannotRun
        If the folder cannot be made there, or the cohort's name is taken.
    """
    folder = folder.expanduser().resolve()
    _check(checkout, folder, settings)
    secret = home.secret_of(settings.name) if settings.per_student else None
    if secret is not None and secret.exists():
        raise CannotRun(
            f"There is a cohort's secret in {secret} already: give this cohort another --name, so "
            "that its companies are its own."
        )
    with files.new_folder(folder) as building:
        for part in PARTS:
            if (checkout / part).is_dir():
                shutil.copytree(
                    checkout / part, building / part, ignore=shutil.ignore_patterns(*LEFT)
                )
        shutil.copyfile(checkout / CONFIG, building / CONFIG)
        files.write(building / FILE, settings.text(), files.PRIVATE)
        roster.Roster().write(building)
        known = _entered(building, say)
        if secret is not None:
            for skill in known:
                _rehearse(building, skill)
                say(f"{skill}: its checks tell on the course's company what is right.")
            _keep(secret)
    return Made(folder, known, secret)


def _check(checkout: Path, folder: Path, settings: Settings) -> None:
    if not good_name(settings.name):
        raise CannotRun(
            f"{settings.name!r} cannot be a cohort's name: use letters, digits, '-' and '_', or give "
            "another with --name."
        )
    if folder.exists():
        raise CannotRun(f"{folder} is there already: name a folder that is to be made.")
    if folder.is_relative_to(checkout.resolve()):
        raise CannotRun(
            f"{folder} is in the course's own folder, from which students' work could be published: "
            f"name one outside, such as {checkout.resolve().parent / folder.name}."
        )


def assignments(root: Path) -> list[str]:
    """Return the assignments that a course's folder can release, in the curriculum's order."""
    found = []
    for key in sorted(root.glob("curriculum/[0-9][0-9]_*/key.py")):
        skill = key.parent.name[3:]
        if (root / "solutions" / skill / f"{skill}.ipynb").is_file():
            found.append(skill)
    return found


def _entered(root: Path, say: Callable[[str], None]) -> list[str]:
    """Enter every assignment in the gradebook, which is made; the releases stay as they are."""
    from course_utils.grading.desk.release import generate

    known = assignments(root)
    if not known:
        raise CannotRun(
            f"{root} has no assignment: give this command in the course's folder, after 'pmlab build'."
        )
    for skill in known:
        generate(root, skill)
        say(f"{skill}: the gradebook knows it.")
    return known


def _rehearse(root: Path, skill: str) -> None:
    from course_utils.exercises.policy import chosen
    from course_utils.grading.policies import set_policy

    if skill not in chosen(root):
        set_policy(root, skill, "rehearse")


def _keep(secret: Path) -> None:
    from course_utils.company.engine.cohort import make_secret

    home.made(secret.parent)
    make_secret(secret)

"""What each built file is made of, as a digest: nothing is built while it stays the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from course_utils import files, imports
from course_utils.build import plan
from course_utils.build.release import CONFIG

# What makes a lesson of a script, and an assignment of a script and a key.
LESSON_MAKERS = (
    "course_utils.build.compose",
    "course_utils.build.execute",
    "course_utils.build.rehearse",
    "course_utils.exercises.checks",
)
ASSIGNMENT_MAKERS = (
    "course_utils.build.compose",
    "course_utils.build.refuse",
    "course_utils.company",
    "course_utils.exercises.checks",
    "course_utils.exercises.posing",
    "course_utils.exercises.verdict",
)
# These run the grader, on whose jail and pool no assignment depends: they count by themselves.
RELEASERS = ("build/prove.py", "build/release.py", "grading/nbgrader/settings.py")


def of_lesson(skill: plan.Skill, text: Any) -> str:
    """Return the digest of what a lesson is made of.

    Parameters
    ----------
    skill : Skill
    text : JSON-like
        The notebook before it runs: the author's text with the words of key and glossary.
    """
    beside = _beside(skill)
    # The key too: what is practised is checked by it, and nothing that it asks is given away.
    own = [path for path in (skill.lesson, skill.key) if path.is_file()]
    scripts = [*own, *(path for path in beside if path.suffix == ".py")]
    used = imports.used(scripts, LESSON_MAKERS)
    code = imports.digest(_stored(used))
    names = [path.name for path in beside]
    return files.digest(text, names, *own, *beside, *_course(skill, used), code, _data(skill, used))


def shows_the_course(skill: plan.Skill) -> bool:
    """Say whether a lesson shows what the others hold, as home does, and is built after them."""
    return skill.lesson.is_file() and _at_home(imports.used([skill.lesson], ()))


def _at_home(used: imports.Used) -> bool:
    return imports.PACKAGE / "home" / "__init__.py" in used.files


def _course(skill: plan.Skill, used: imports.Used) -> list[Path]:
    """Return what the home page reads of the lessons, where a lesson shows that page."""
    if not _at_home(used):
        return []
    own = skill.root / "notebooks" / "checks" / f"{skill.folder.name}.json"
    built = ("notebooks/course.json", "notebooks/checks/*.json", "exercises/*/checks.json")
    return sorted(path for each in built for path in skill.root.glob(each) if path != own)


def of_assignment(skill: plan.Skill) -> str:
    """Return the digest of what an assignment, its solutions and its release are made of."""
    own = [skill.assignment, skill.key, *skill.exemplars]
    beside = _beside(skill)
    scripts = [path for path in (*own, *beside) if path.suffix == ".py"]
    used = imports.used(scripts, ASSIGNMENT_MAKERS)
    code = imports.digest({*_stored(used), *(imports.PACKAGE / name for name in RELEASERS)})
    return files.digest(*own, *beside, skill.root / CONFIG, code, _data(skill, used))


def _stored(used: imports.Used) -> set[Path]:
    return {path for path in used.files if path.suffix not in imports.SHOWN}


def _beside(skill: plan.Skill) -> list[Path]:
    """Return what lies beside a lesson and may be read by it."""
    others = {skill.lesson, skill.assignment, skill.key}
    return [
        path
        for path in sorted(skill.folder.iterdir())
        if path not in others
        and path.suffix != ".md"
        and path.name not in {plan.COVERS, "__pycache__"}
    ]


def _data(skill: plan.Skill, used: imports.Used) -> list[Any]:
    """Return what the company's descriptor says of the tables that are used."""
    path = skill.root / "datasets" / "datapackage.json"
    if not path.is_file():
        return []
    described = json.loads(path.read_text(encoding="utf-8"))
    wanted = [
        resource
        for resource in described["resources"]
        if used.tables is None or resource["name"] in used.tables
    ]
    ours = {name: value for name, value in described["pmlab"].items() if name != "schema"}
    return [ours, wanted]

"""Try a key on many companies, and an author's solutions against their key."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course_utils.build import execute
from course_utils.build.compose import Composed
from course_utils.build.errors import BuildError

if TYPE_CHECKING:
    from course_utils.build.plan import Skill
    from course_utils.exercises.key import Key


def well_posed(key: Key, companies: int, accounts: int, root: Path) -> None:
    """Refuse a key that is badly posed on any of many companies.

    Parameters
    ----------
    key : Key
        The skill's key.
    companies : int
        How many companies; their seeds are 1, 2 and so on.
    accounts : int
        The size of each.
    root : Path
        Folder of the course, from which errors name the key.

    Raises
    ------
    BuildError
        With every problem that was found.
    """
    from course_utils.exercises.posing import pose_problems

    problems = pose_problems(key, _companies(companies, accounts))
    if problems:
        raise BuildError.of(problems, root)


def claims(folder: Path, companies: int, accounts: int, root: Path) -> None:
    """Refuse a lesson that claims what does not hold on one of many companies.

    Parameters
    ----------
    folder : Path
        The lesson's folder.
    companies, accounts, root
        As for `well_posed`.

    Raises
    ------
    BuildError
        With each sentence, its file and line, and the company.
    """
    from course_utils.exercises.claims import false_claims, lesson_mentions, load_claims, unknown
    from course_utils.exercises.key import BadKey

    try:
        made = load_claims(folder)
    except BadKey as error:
        raise BuildError.of(error.problems, root) from None
    named = lesson_mentions(folder, root)
    problems = unknown(made, named)
    if made and not problems:
        problems = false_claims(made, named, _companies(companies, accounts))
    if problems:
        raise BuildError.of(problems, root)


def _companies(how_many: int, accounts: int) -> Iterator[Any]:
    from course_utils.company import generate

    for seed in range(1, how_many + 1):
        yield generate(seed=seed, accounts=accounts)


def solutions(
    composed: Composed, key: Key, source: Any, files: dict[str, str], skill: Skill
) -> None:
    """Refuse solutions that would not earn all points in the grader.

    Parameters
    ----------
    composed : Composed
        The source version; it is left as it is.
    key : Key
        The skill's key.
    source : Source
        The public company.
    files : dict
        Name and text of each file in ``solutions/<skill>``.
    skill : Skill
        The skill.

    Raises
    ------
    BuildError
        At the solution that raises, or that is not judged right.
    """
    from course_utils.grading.course import Assignment, seed_of
    from course_utils.grading.nbgrader.scoring import CASES, COMPANY, judge_cell, ours

    assignment = Assignment(key, seed_of(key.skill))
    tried = Composed(deepcopy(composed.notebook), composed.origin)
    checks = {cell.id for cell in ours(tried.notebook.cells)}
    for cell in tried.notebook.cells:
        if cell.id in checks:  # a failing check raises; the verdict says why
            cell.metadata["tags"] = ["raises-exception"]
    with tempfile.TemporaryDirectory(prefix="pmlab-") as name:
        folder = Path(name).resolve()
        for file, text in files.items():
            (folder / file).write_text(text, encoding="utf-8", newline="\n")
        cases = folder / "cases.json"
        cases.write_text(json.dumps(assignment.cases), encoding="utf-8")
        environment = {
            "NBGRADER_EXECUTION": "autograde",
            CASES: str(cases),
            COMPANY: str(skill.root / "datasets"),
        }
        execute.run(tried, folder, skill.root, environment)
    for cell, origin in zip(tried.notebook.cells, tried.origin, strict=True):
        if cell.id not in checks:
            continue
        judged = judge_cell(cell, assignment, source)
        if judged.share < 1:
            raise origin.error(
                f"This solution earns {judged.share:.0%} of the points: {judged.words}"
            )
        if any(output.output_type == "error" for output in cell.outputs):
            raise origin.error("This solution is right by the key but not by checks.json.")

"""Every attack in ``tests/hostile/answers/``: no point, no harm to the grader, words for each answer.

Each runs in the engine as part of a hand-in, and the verdict judges what came of it. Names that an
attack does not set have no answer. Code under ``# %% before`` prepares the hand-in.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.utils import determine_grade
from sample_course import CURRICULUM, SAMPLE

if sys.platform != "linux":
    pytest.skip("the engine runs on Linux", allow_module_level=True)

from places import HOSTILE

from course_utils.exercises import MIME, compile_checks, load_key
from course_utils.exercises.sql import sandbox
from course_utils.grading.course import Assignment, seed_of
from course_utils.grading.engine import JailedExecute
from course_utils.grading.nbgrader import scoring

ATTACKS = sorted((HOSTILE / "answers").glob("*.py"))
WORDS = re.compile(
    r"# What: (?P<what>[^\n]+)\n(# %% before\n(?P<before>.*?))?# %%\n(?P<code>.*)", re.S
)
SETUP = "from course_utils import check"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    from course_utils import data
    from course_utils.company import generate

    folder = tmp_path_factory.mktemp("company")
    generate(seed=11, accounts=300).write(folder / "datasets")
    key = load_key(CURRICULUM / SAMPLE)
    source = data.open(folder / "datasets")
    sandbox(source).seconds = 1
    return SimpleNamespace(
        company=folder / "datasets",
        source=source,
        assignment=Assignment(key, seed_of(key.skill)),
        checks=compile_checks(key, source, cost=2),
        names=[name for name, item in key.exercises.items() if not item.form.manual],
    )


def judged(site, folder: Path, code: str, timeout: float = 6) -> tuple[dict[str, float], list]:
    """Return the score of each exercise after a cell of a student's, and all cells."""
    cells = [new_code_cell(text) for text in (SETUP, code)]
    for name in site.names:
        cells.append(new_code_cell(f'check("{name}", {name})'))
        cells[-1].metadata["nbgrader"] = {
            "grade": True, "solution": False, "locked": True, "grade_id": name, "points": 3,
        }  # fmt: skip
    (folder / "checks.json").write_text(json.dumps(site.checks), encoding="utf-8")
    scoring.lend(site.assignment.cases, site.company)
    try:
        executor = JailedExecute(timeout=timeout, interrupt_grace=0.3)
        executor.preprocess(new_notebook(cells=cells), {"metadata": {"path": str(folder)}})
    finally:
        scoring.take_back()
    found = {}
    for cell in scoring.ours(cells):
        scoring.fill(cell, scoring.judge_cell(cell, site.assignment, site.source))
        assert MIME not in str(cell.outputs)
        found[cell.metadata["nbgrader"]["grade_id"]] = determine_grade(cell)[0]
    assert list(found) == site.names
    return found, cells


@pytest.fixture(autouse=True)
def _grading(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda path: path.stem)
def test_attack_earns_nothing(attack: Path, site, tmp_path: Path) -> None:
    parts = WORDS.fullmatch(attack.read_text(encoding="utf-8"))
    assert parts is not None
    folder, mark = tmp_path / "work", tmp_path / "mark"
    folder.mkdir()
    if parts["before"]:
        exec(parts["before"], {"folder": folder})
    code = f"TARGETS = {{'mark': {str(mark)!r}}}\n{parts['code']}"
    late = attack.stem in ("plays_for_time", "query_that_never_ends")
    found, cells = judged(site, folder, code, timeout=1 if late else 20)
    assert found == dict.fromkeys(site.names, 0)
    assert not mark.exists()
    assert "GAINED" not in str(cells[1].outputs)
    for cell in cells[2:]:
        assert str(cell.outputs[0].traceback[0]).strip()
        assert len(str(cell.outputs)) < 5_000


def test_an_honest_answer_after_all_that_has_its_points(site, tmp_path: Path) -> None:
    found, _ = judged(site, tmp_path, "culprit = 'mix'\nrobust = {'median', 'mode'}")
    assert found == {**dict.fromkeys(site.names, 0), "culprit": 3, "robust": 3}

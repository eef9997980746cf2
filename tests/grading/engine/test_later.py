"""Functions are asked when nothing more is shown: nobody sees the unseen cases, all else is as before."""

from __future__ import annotations

import json
import os
import sys
from types import SimpleNamespace

import pytest
from nbformat.v4 import new_code_cell, new_notebook
from sample_course import CURRICULUM, SAMPLE

if sys.platform != "linux":
    pytest.skip("the engine runs on Linux", allow_module_level=True)

from course_utils.exercises import MIME, compile_checks, load_key
from course_utils.grading.course import Assignment, seed_of
from course_utils.grading.engine import JailedExecute
from course_utils.grading.nbgrader import scoring

RIGHT = "def over(values, limit):\n    return sum(v > limit for v in values) / len(values)\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    from course_utils import data
    from course_utils.company import generate

    folder = tmp_path_factory.mktemp("company")
    generate(seed=11, accounts=300).write(folder / "datasets")
    key, source = load_key(CURRICULUM / SAMPLE), data.open(folder / "datasets")
    return SimpleNamespace(
        company=folder / "datasets",
        source=source,
        assignment=Assignment(key, seed_of(key.skill)),
        checks=json.dumps(compile_checks(key, source, cost=2)),
    )


@pytest.fixture
def run(site, tmp_path, monkeypatch):
    """Run cells around the check of ``over``; return the cells and the verdict."""
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")

    def graded(before, *after, timeout=20):
        cells = [new_code_cell(text) for text in ("from course_utils import check", before)]
        cells.append(new_code_cell('check("over", over)'))
        cells[-1].metadata["nbgrader"] = {
            "grade": True, "solution": False, "locked": True, "grade_id": "over", "points": 2,
        }  # fmt: skip
        cells += [new_code_cell(text) for text in after]
        (tmp_path / "checks.json").write_text(site.checks, encoding="utf-8")
        scoring.lend(site.assignment.cases, site.company)
        try:
            executor = JailedExecute(timeout=timeout, interrupt_grace=0.3)
            executor.preprocess(new_notebook(cells=cells), {"metadata": {"path": str(tmp_path)}})
        finally:
            scoring.take_back()
        return cells, scoring.judge_cell(cells[2], site.assignment, site.source)

    return graded


def test_a_right_function_is_right(run):
    cells, judged = run(RIGHT)
    assert judged.share == 1
    assert len(cells[2].outputs) == 1


def test_no_cell_sees_a_case(run, site):
    spy = (
        "seen = []\n"
        "def over(values, limit):\n"
        "    seen.append((list(values), limit)); open('seen.txt', 'a').write(repr(seen))\n"
        "    print('SEEN', values)\n"
        "    return sum(v > limit for v in values) / len(values)\n"
    )
    show = "import os; print('SEEN' if seen or os.path.exists('seen.txt') else 'nothing')"
    cells, judged = run(spy, show, "import time; time.sleep(0.3)", show)
    assert judged.share == 1  # what it does for honest reasons, it may
    shown = json.dumps([cell.outputs for cell in cells])
    assert shown.count("nothing") == 2
    assert "SEEN" not in shown.replace("'SEEN'", "")
    assert set(json.loads(json.dumps(cells[2].outputs[0].data[MIME]["answer"]))) == {"outcomes"}
    for words in (judged.words, scoring.Judged(0, "").words):
        assert not any(
            str(value) in words for case in site.assignment.cases["over"] for value in case[0][:1]
        )


@pytest.mark.parametrize(
    ("function", "state"),
    [
        ("def over(values, limit):\n    raise ValueError(f'{values} {limit}')\n", 0),
        ("def over(values, limit):\n    return f'{values} {limit}'\n", 0),
        ("def over(values, limit):\n    return [values, limit]\n", 0),
    ],
)
def test_the_verdicts_words_show_no_case(run, site, function, state):
    _, judged = run(function)
    assert judged.share == state
    for values, limit in ((case[0], case[1]) for case in site.assignment.cases["over"]):
        assert str(values) not in judged.words
        assert f" {limit}" not in judged.words


def test_a_function_is_asked_as_it_was_when_it_was_checked(run):
    before = "scale = 1\ndef helper(n):\n    return n * scale\n" + RIGHT.replace(
        "return ", "return helper(1) * "
    )
    after = (
        "scale = 0\ndef helper(n):\n    return 0\ndel over\nimport builtins; builtins.sum = None"
    )
    assert run(before, after)[1].share == 1


def test_the_check_cell_counts_whatever_is_checked_elsewhere(run):
    wrong = "def over(v, l):\n    return 0\nfor _ in range(3): check('over', over)"
    assert run(f"{wrong}\n{RIGHT}", wrong)[1].share == 1


@pytest.mark.parametrize("end", ["import os; os._exit(3)", "import os; os.kill(os.getpid(), 9)"])
def test_a_process_that_ends_later_costs_the_function_nothing(run, end):
    cells, judged = run(RIGHT, end, "1")
    assert judged.share == 1
    assert "DeadKernelError" in json.dumps(cells[3].outputs)


def test_an_endless_function_costs_its_limit(run):
    _, judged = run("def over(values, limit):\n    while True: pass", timeout=2)
    assert judged.share == 0


def test_open_files_and_threads_do_not_hinder(run):
    before = (
        "import threading, time, concurrent.futures as f\n"
        "pool = f.ThreadPoolExecutor(4); list(pool.map(time.sleep, [0.01] * 8))\n"
        "files = [open('/dev/null') for _ in range(100)]\n" + RIGHT
    )
    assert run(before)[1].share == 1


def test_what_stands_beside_the_notebook_holds_nothing_to_search(run):
    look = (
        "import json, os\n"
        "found = json.load(open('checks.json'))\n"
        "print(sorted({part for entry in found['exercises'].values() for part in entry}))\n"
        "print(found['salt'] == '', any(entry['hints'] for entry in found['exercises'].values()))"
    )
    cells, _ = run(f"{look}\n{RIGHT}")
    parts, nothing = cells[1].outputs[0].text.splitlines()
    assert parts == "['form', 'hints', 'objective', 'points', 'summary']"
    assert nothing == "True False"


def test_no_case_waits_in_the_graders_folders_afterwards(run):
    run(RIGHT)
    assert "PMLAB_CASES" not in os.environ

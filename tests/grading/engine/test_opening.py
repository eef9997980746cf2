"""The cells that every hand-in begins with, run once: nobody can tell, or they are not shared."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

if sys.platform != "linux":
    pytest.skip("the engine runs on Linux", allow_module_level=True)

from nbgrader.preprocessors import Execute

from course_utils.grading.engine import JailedExecute
from course_utils.grading.engine import execute as module
from course_utils.grading.engine.opening import begins_with, first_cells

SETUP = [
    "import pandas as pd\nprint('loading')\nsales = pd.DataFrame({'day': range(3), 'sold': [5, 7, 6]})\nsales",
    "from IPython.display import display\nmean = sales.sold.mean(); display(f'{mean:.1f} a day')\ndef more(n):\n    return mean + n",
]
REST = ["mean, more(2), len(In)", "sales.loc[0, 'sold'] = 99; sales.sold.sum()", "_, Out.keys()"]
"""A student's cells: they use, change and look back at what the opening left."""

# What a submission could tell, were it forked after it.
TELLING = {
    "writes a file": "open('kept.txt', 'w').write('kept')",
    "seeds NumPy": "import numpy as np; np.random.seed(3)",
    "seeds Python": "import random; random.seed(3)",
    "leaves a thread": "import threading, time; threading.Thread(target=time.sleep, args=(60,), daemon=True).start()",
    "leaves a program": "import subprocess; running = subprocess.Popen(['sleep', '3'])",
    "keeps a file open": "import os; kept = open(os.devnull)",
    "reads what is handed in": "print(open('given.csv').read())",
    "fails": "1 / 0",
    "shows very much": "print('x' * 100_000)",
}
END = "import os; os._exit(3)"
PLAY = """
import json, os, sys
import numpy, pandas
from course_utils.grading.engine import opening, shell
talk = shell.Channel()
live = shell.build(talk)
for cells in json.loads(sys.argv[1]):
    if not (child := os.fork()):
        talk.process = os.getpid()
        played = opening.play(live, talk, cells, {"PATH": os.environ["PATH"]})
        os.write(1, f"{played and len(played)}\\n".encode())
        os._exit(0)
    os.waitpid(child, 0)
"""


def marked(text: str, **marks: bool) -> NotebookNode:
    """Make a cell with nbgrader's marks."""
    about = {"grade": False, "solution": False, "locked": True, "task": False} | marks
    cell = new_code_cell(text)
    cell.metadata["nbgrader"] = {"schema_version": 3, "grade_id": f"c{hash(text)}", **about}
    return cell


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Make a course in the working folder; end its warm parents afterwards."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    monkeypatch.setattr(module, "_launchers", {})
    (tmp_path / "solutions" / "a").mkdir(parents=True)
    hand_in = tmp_path / "submitted" / "ann" / "a"
    hand_in.mkdir(parents=True)
    (hand_in / "given.csv").write_text("kind,amount\na,1\n", encoding="utf-8")
    yield tmp_path
    for launcher in module._launchers.values():
        launcher.close()


def release(course: Path, setup: list[str]) -> None:
    """Write the instructor's notebook, beginning with these cells."""
    cells = [new_markdown_cell("# Sales"), *map(marked, setup), marked("0", solution=True)]
    path = course / "solutions" / "a" / "n.ipynb"
    nbformat.write(new_notebook(cells=cells), path)


def run(course: Path, cells: list[str], executor: type[Execute] = JailedExecute) -> NotebookNode:
    """Run a hand-in."""
    notebook = new_notebook(cells=[new_code_cell(text) for text in cells])
    resources = {
        "metadata": {"path": str(course / "submitted" / "ann" / "a")},
        "nbgrader": {"assignment": "a", "notebook": "n", "student": "ann"},
    }
    few = {} if executor is Execute else {"warm_modules": ["numpy"]}
    executor(timeout=60, **few).preprocess(notebook, resources)
    return notebook


def shared() -> list[int]:
    """Return how many cells the warm parents have run for all."""
    return [len(launcher.opening) for launcher in module._launchers.values()]


def outputs(notebook: NotebookNode) -> list[object]:
    """Return what the cells show, with their numbers."""
    return [[cell.execution_count, cell.outputs] for cell in notebook.cells]


def test_an_opening_is_shared_and_cannot_be_told(course: Path) -> None:
    release(course, SETUP)
    once, again = run(course, SETUP + REST), run(course, SETUP + REST)
    assert shared() == [2]
    stock = run(course, SETUP + REST, Execute)
    assert outputs(once) == outputs(again) == outputs(stock)


def test_what_a_submission_could_tell_is_not_shared(tmp_path: Path) -> None:
    cells = [[SETUP[0], cell] for cell in ["1 + 1", *TELLING.values()]]
    command = [sys.executable, "-c", PLAY, json.dumps(cells)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    kept = dict(zip(["nothing", *TELLING], done.stdout.split(), strict=True))
    assert kept == {"nothing": "2"} | dict.fromkeys(TELLING, "None")


@pytest.mark.parametrize("what", ["reads what is handed in", "ends its process"])
def test_an_opening_that_cannot_be_shared_is_run_by_each(course: Path, what: str) -> None:
    setup = [SETUP[0], END if what.startswith("ends") else TELLING[what]]
    release(course, setup)
    notebook = run(course, setup)
    assert shared() == [0]
    assert notebook.cells[0].outputs[0].text == "loading\n"
    assert what.startswith("ends") or notebook.cells[1].outputs[0].text == "kind,amount\na,1\n\n"


def test_another_beginning_is_run_by_the_student_who_wrote_it(course: Path) -> None:
    release(course, SETUP)
    own = ["mine = 1", *SETUP, "mean"]
    notebook = run(course, own)
    assert shared() == [0]
    assert notebook.cells[-1].outputs[0].data["text/plain"] == "np.float64(6.0)"
    changed = run(course, [SETUP[0].replace("[5, 7, 6]", "[0, 0, 0]"), SETUP[1], "mean"])
    assert changed.cells[-1].outputs[0].data["text/plain"] == "np.float64(0.0)"
    assert shared() == [0]


def test_one_parent_serves_hand_ins_that_begin_alike_and_few_are_kept(course: Path) -> None:
    for number in range(4):
        release(course, [f"start = {number}"])
        for _ in range(2):
            (_, cell) = run(course, [f"start = {number}", "start"]).cells
            assert cell.outputs[0].data["text/plain"] == str(number)
    assert shared() == [1] * module.LAUNCHERS


def test_the_opening_ends_where_answers_or_points_begin() -> None:
    cells = [
        new_markdown_cell("# Title"),
        new_code_cell("import math"),
        new_code_cell("  "),
        marked("x = 1"),
        marked("y = ...", solution=True, locked=False),
        marked("z = 3"),
    ]
    found = first_cells(json.loads(nbformat.writes(new_notebook(cells=cells))))
    assert found == ("import math", "x = 1")
    assert first_cells(new_notebook(cells=[marked("assert 1", grade=True), *cells])) == ()
    assert begins_with(new_notebook(cells=cells), found)
    assert begins_with(new_notebook(cells=cells), ())
    assert not begins_with(new_notebook(cells=cells[:2]), found)

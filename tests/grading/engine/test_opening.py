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

pytestmark = pytest.mark.long

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
    "reads what may be handed in": "print(open('other.csv').read())",
    "stores a variable": "kept = 1\n%store kept",
    "changes its environment": "import os; os.environ['MINE'] = 'yes'",
    "goes elsewhere": "import os; os.mkdir('sub'); os.chdir('sub')",
    "adds to a file": "open('given.csv', 'a').write('b,2')",
    "lists by os.listdir": "import os; os.listdir()",
    "lists by os.listdir, by name": "import os; os.listdir('data')",
    "lists by os.listdir, by descriptor": "import os; os.listdir(d := os.open('data', 0)); os.close(d)",
    "lists by os.scandir": "import os; list(os.scandir('.'))",
    "lists by os.walk": "import os; list(os.walk('.'))",
    "lists by glob": "import glob; glob.glob('*.csv')",
    "lists by Path.glob": "from pathlib import Path; list(Path('data').glob('*'))",
    "lists by Path.iterdir": "from pathlib import Path; list(Path().iterdir())",
    "lists by %ls": "%ls",
    "lists by ls": "ls",
    "lists by !ls": "!ls",
    "lists by subprocess": "import subprocess; subprocess.run(['ls'])",
    "lists by os.system": "import os; os.system('ls')",
    "lists by fork": "import os\nif not os.fork(): os._exit(0)\nos.wait()",
    "asks os.path.exists for answers": "import os; os.path.exists('answers/a.json')",
    "asks Path.exists for answers": "from pathlib import Path; Path('answers').exists()",
    "asks os.access for progress": "import os; os.access('progress', os.R_OK)",
    "opens an answer": "try:\n    open('answers/a.json')\nexcept OSError:\n    pass",
    "fails": "1 / 0",
    "shows very much": "print('x' * 100_000)",
}
# Looks whose answer is the same for everybody.
SAME = {
    "nothing": "1 + 1",
    "reads the assignment's file": "print(open('given.csv').read())",
    "asks whether it is there": "import os; assert os.path.exists('given.csv') and not os.path.exists('none')",
    "asks by Path": "from pathlib import Path; assert Path('given.csv').exists() and Path('data').is_dir()",
    "reads by pandas": "assert len(pd.read_csv('given.csv')) == 1",
    "imports what is not loaded": "import tabnanny, pluggy",
    "lists elsewhere": "import os; os.listdir('/usr')",
}
END = "import os; os._exit(3)"
PLAY = """
import json, os, sys
import numpy, pandas
from course_utils.grading.engine import opening, shell
talk = shell.Channel()
live = shell.build(talk)
results = os.dup(1)
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
for cells in json.loads(sys.argv[1]):
    if not (child := os.fork()):
        talk.process = os.getpid()
        files = (("data/more.txt", ""), ("given.csv", ""))
        what = opening.Opening(cells, (("PATH", os.environ["PATH"]),), sys.argv[2], files)
        played = opening.play(live, talk, what)
        os.write(results, f"{played and len(played)}\\n".encode())
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
    for folder in (hand_in, tmp_path / "solutions" / "a"):
        (folder / "given.csv").write_text("kind,amount\na,1\n", encoding="utf-8")
        (folder / "data").mkdir()
        (folder / "data" / "more.txt").write_text("more", encoding="utf-8")
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


def test_what_a_submission_could_tell_is_not_shared(course: Path) -> None:
    kinds = {**SAME, **TELLING}
    cells = json.dumps([[SETUP[0], cell] for cell in kinds.values()])
    command = [sys.executable, "-c", PLAY, cells, str(course / "solutions" / "a")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    kept = dict(zip(kinds, done.stdout.split(), strict=True))
    assert kept == dict.fromkeys(SAME, "2") | dict.fromkeys(TELLING, "None")


@pytest.mark.parametrize("what", ["lists by os.listdir", "ends its process"])
def test_an_opening_that_cannot_be_shared_is_run_by_each(course: Path, what: str) -> None:
    setup = [SETUP[0], END if what.startswith("ends") else "import os; sorted(os.listdir('.'))"]
    release(course, setup)
    notebook = run(course, setup)
    assert shared() == [0]
    assert notebook.cells[0].outputs[0].text == "loading\n"
    if not what.startswith("ends"):
        assert notebook.cells[1].outputs[0].data["text/plain"] == "['data', 'given.csv']"


def test_an_opening_is_shared_by_those_who_have_the_same_files(course: Path) -> None:
    asks = "import os; print(open('given.csv').read(), os.path.exists('mine.csv'))"
    release(course, [asks])
    hand_in = course / "submitted" / "ann" / "a"
    (hand_in / "answers").mkdir()
    (hand_in / "answers" / "q.json").write_text("1", encoding="utf-8")
    (cell,) = run(course, [asks]).cells
    assert (shared(), cell.outputs[0].text) == ([1], "kind,amount\na,1\n False\n")
    (hand_in / "mine.csv").write_text("mine", encoding="utf-8")
    (cell,) = run(course, [asks]).cells
    assert (shared(), cell.outputs[0].text) == ([1, 0], "kind,amount\na,1\n True\n")
    (hand_in / "mine.csv").unlink()
    (hand_in / "given.csv").write_text("changed", encoding="utf-8")
    (cell,) = run(course, [asks]).cells
    assert (shared(), cell.outputs[0].text) == ([1, 0], "changed False\n")


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
    cells[1].metadata["tags"] = ["skip-execution"]
    assert not begins_with(new_notebook(cells=cells), found, "skip-execution")

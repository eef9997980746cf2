"""The engine against nbgrader's own Execute: same scores, same visible outputs, on honest work.

``PMLAB_NOTEBOOKS=200 pytest tests/grading/engine/test_equal.py`` compares more of them.
"""

from __future__ import annotations

import copy
import os
import random
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

if sys.platform != "linux":
    pytest.skip("the engine runs on Linux", allow_module_level=True)

from nbgrader.preprocessors import Execute

from course_utils.grading.engine import JailedExecute
from course_utils.grading.engine.compare import differences, main, plain

pytestmark = pytest.mark.long

COUNT = int(os.environ.get("PMLAB_NOTEBOOKS", "3"))
SIZE = 33

# What learners write: honest work, and honest mistakes.
CELLS = [
    "1 + 1",
    "x = 7\nx",
    "x = 7\nx;",
    "print('a'); print('b', end=''); print('c')",
    "import sys\nprint('out'); print('err', file=sys.stderr); print('out again')",
    "from IPython.display import HTML, display\nprint('before'); display(HTML('<b>hi</b>')); print('after')",
    "from IPython.display import Markdown, Latex\ndisplay(Markdown('*hi*'), Latex('$x$'))",
    "from IPython.display import display\nh = display('one', display_id='here'); h.update('two')",
    "from IPython.display import clear_output\nprint('gone'); clear_output(); print('stays')",
    "from IPython.display import clear_output\nfor i in range(3):\n    clear_output(wait=True); print(i)",
    "1 / 0",
    "def broken(:\n    pass",
    "undefined_name + 1",
    "raise ValueError('two\\nlines')",
    "class Mine(Exception): pass\nraise Mine('a', 1)",
    "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    raise RuntimeError('again') from e",
    "assert 1 + 1 == 3, 'no'",
    "import pandas as pd\npd.DataFrame({'a': range(3), 'b': list('xyz')})",
    "import pandas as pd\npd.Series([1.5, None, 3], name='s').describe()",
    "import pandas as pd\npd.DataFrame({'a': range(100)})",
    "import pandas as pd\npd.DataFrame({'t': pd.date_range('2026-01-01', periods=3, tz='UTC')}).style",
    "import pandas as pd\npd.DataFrame({'a': [1]})['missing']",
    "import numpy as np\nnp.arange(6).reshape(2, 3) / 7",
    "import numpy as np\nnp.random.default_rng(3).normal(size=3)",
    "import numpy as np\nnp.random.seed(1); np.random.rand(2)",
    "import numpy as np\nnp.testing.assert_allclose([1, 2], [1, 2.5])",
    "import matplotlib.pyplot as plt\nplt.plot([1, 2, 3])",
    "import matplotlib.pyplot as plt\nfig, ax = plt.subplots(figsize=(3, 2))\nax.bar(['a', 'b'], [1, 2]); ax.set_title('t'); plt.show()\nprint('shown')",
    "import matplotlib.pyplot as plt\nfig, ax = plt.subplots(figsize=(2, 2)); ax.hist([1, 1, 2])\nfig",
    "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.figure(figsize=(2, 1)); plt.scatter([1], [2]);",
    "import pandas as pd\nax = pd.Series([3, 1, 2]).plot(figsize=(2, 2))",
    "import datetime, matplotlib.pyplot as plt\nfig, ax = plt.subplots()\n"
    "ax.plot([datetime.date(2026, 1, 1), datetime.date(2026, 3, 1)], [1, 2])\nplt.close()\n"
    "print(plt.get_fignums(), plt.rcParams['figure.figsize'], ax.xaxis.get_major_formatter())",
    "import inspect, sys\nprint(inspect.getmodule(sys._getframe()))\n"
    "def mine(): return 1\nprint(inspect.getsource(mine), inspect.getmodule(mine).__name__)",
    "%config InlineBackend.figure_format = 'svg'\nlen('x')",
    "!echo from the shell",
    "found = !echo a; echo b\nfound",
    "%%bash\necho one\necho two >&2",
    "%%writefile made.txt\nhello",
    "open('kept.txt', 'w').write('kept')\nprint(open('kept.txt').read())",
    "print(open('given.csv').read())",
    "import pandas as pd\npd.read_csv('given.csv').groupby('kind').amount.sum()",
    "import os\nsorted(os.listdir('.'))[:0]",
    "%%time\nsum(range(10)) * 0",
    "%timeit -n1 -r1 -q -o pass\nNone",
    "%who_ls str",
    "len?",
    "%%capture taken\nprint('hidden')",
    "_ = 5\nIn[-1][:3], Out.get(-1)",
    "import asyncio\nawait asyncio.sleep(0.01)\n'slept'",
    "import asyncio\nasync def f():\n    return 4\nawait f()",
    "import asyncio\nwait = asyncio.sleep(0)\ntry:\n    asyncio.run(wait)\nfinally:\n    wait.close()",
    "await 3",
    "import ipywidgets as w\nw.IntSlider(value=3, description='n')",
    "import ipywidgets as w\nfrom IPython.display import display\nout = w.Output()\nwith out:\n    print('inside')\ndisplay(out); out.outputs",
    "import ipywidgets as w\nw.interact(lambda n: n * 2, n=(0, 10));",
    "class Rich:\n    def _repr_html_(self):\n        return '<i>rich</i>'\n    def __repr__(self):\n        return 'plain'\nRich()",
    "from PIL import Image\nImage.new('RGB', (3, 2), 'red')",
    "class Png:\n    def _repr_png_(self):\n        return b'\\x89PNG'\n    def __repr__(self):\n        return 'png'\nPng()",
    # sympy prints this way: a picture's bytes and LaTeX by formatters of its own
    "png = get_ipython().display_formatter.formatters['image/png']\nclass Formula:\n    def _repr_latex_(self):\n"
    "        return '$x^2$'\npng.for_type(Formula, lambda formula: b'\\x89PNG formula')\nFormula()",
    "import datetime, numpy as np\nfrom IPython.display import display\ndisplay({'application/json': {'a': np.int64(3), "
    "'b': np.float64(1.5), 'c': datetime.date(2026, 1, 2), 'd': datetime.datetime(2026, 1, 2, 3), 'e': {1}, 'f': (1, 2), "
    "'g': iter([1]), 'h': b'x'}, 'text/plain': 'json'}, raw=True)",
    "import datetime, numpy as np\nfrom IPython.display import display\ndisplay('x', metadata={'text/plain': "
    "{'width': np.int64(2), 'when': datetime.datetime(2026, 1, 2), 3: 4}})",
    "from IPython.display import display\ndisplay({'application/json': [float('nan')], 'text/plain': 'nan'}, raw=True)",
    "from IPython.display import display\ndisplay({'application/json': [object()]}, raw=True)",
    "import numpy as np\nfrom IPython.display import display\ndisplay({'application/json': [np.arange(3)]}, raw=True)",
    "from IPython.display import display\ndisplay({'text/plain': 'half \\ud800'}, raw=True)",
    "from IPython.display import Image\nImage(data=b'\\x89PNG', format='png', width=3)",
    "class Bad:\n    def __repr__(self):\n        raise TypeError('no picture of me')\nBad()",
    "import warnings\nwarnings.warn('careful')",
    "import logging\nlogging.warning('logged')",
    "input('name? ')",
    "import getpass\ngetpass.getpass()",
    "from concurrent.futures import ThreadPoolExecutor\nwith ThreadPoolExecutor(2) as pool:\n    print(sorted(pool.map(abs, [-1, 2])))",
    "import threading\nt = threading.Thread(target=print, args=('from a thread',)); t.start(); t.join()",
    "import subprocess\nsubprocess.run(['echo', 'child'], capture_output=True, text=True).stdout",
    "import sys\nsys.exit(3)",
    "raise KeyboardInterrupt",
    "import duckdb\nduckdb.sql('select 1 as one, 2 as two').df()",
    "from scipy import stats\nround(float(stats.norm.ppf(0.975)), 6)",
    "import json\n{'ü': 'naïve', 'emoji': '\\U0001f600'}",
    "'x' * 3000",
    "list(range(2000))",
    "for i in range(300):\n    print('line', i)",
    "print('50%\\r100%')",
    "def f(n):\n    return f(n - 1) if n else 1 / 0\nf(5)",
    "import random\nrandom.seed(4); random.random()",
    "from dataclasses import dataclass\n@dataclass\nclass P:\n    a: int\nP(1)",
    "lambda: 0 if None else ...\n...",
    "from tqdm import tqdm\nNone",
    "get_ipython().__class__.__name__",
    "__name__, type(__builtins__).__name__",
    "%pwd\nNone",
    "%load_ext autoreload\n%autoreload 2",
    "%no_such_magic",
    "from course_utils.toolkit import metrics\nmetrics.nps([10, 9, 2])",
    "locals().get('x', 'unset')",
    "__import__('time').sleep(0.01)",
]

OPENING = "import matplotlib.pyplot as plt\nimport numpy as np\nprint(open('given.csv').readline())"
"""What the notebooks begin with, so that most of it is run once for all of them."""

# Cells of which each needs what an earlier one left.
STATE = [
    "import contextvars, decimal, numpy as np\nnp.set_printoptions(precision=2)\nmine = contextvars.ContextVar('mine')",
    "mine.set('opening'); before = np.seterr(all='raise'); decimal.getcontext().prec = 5",
    "print(np.array([1 / 3]), mine.get(), np.geterr()['divide'], decimal.Decimal(1) / 3)",
    "mine.set('cell'); before = np.seterr(divide='ignore'); np.array([1.0]) / 0",
    "mine.get(), np.geterr()['divide']",
    "import asyncio\nawait asyncio.sleep(0); token = mine.set('awaited')",
    "mine.get()",
    "import warnings\nwarnings.simplefilter('error')",
    "warnings.warn('now an error')",
    "import os\nos.environ['SET_BY_A_CELL'] = 'yes'; os.makedirs('made', exist_ok=True); os.chdir('made')",
    "%cd -q ..\n%cd -q -\n%cd -q -",
    "import sys\nhere = sys.path.index('')\nhere > sys.path.index(os.path.dirname(os.__file__)), "
    "here < [path.endswith('site-packages') for path in sys.path].index(True)",
    "kernel = get_ipython().kernel\nkernel.implementation, kernel.shell is get_ipython(), type(kernel).__name__",
    "kept = 5\n%store kept\ndel kept\n%store -r kept\nprint(kept)\n%store -d kept",
    "%%writefile plot.py\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])",
    "%run plot.py",
    "import matplotlib.pyplot as plt\nplt.get_fignums()",
    "%run plot.py\nplt.gcf().number",
    "import multiprocessing\nwith multiprocessing.Pool(2) as pool:\n    print(pool.map(abs, [-1, -2]))",
    "with multiprocessing.get_context('spawn').Pool(2) as pool:\n    print(pool.map(abs, [-3]))",
    "from joblib import Parallel, delayed\ndef twice(x):\n    return 2 * x\n"
    "print(Parallel(n_jobs=2)(delayed(twice)(i) for i in range(4)))",
    "print(Parallel(n_jobs=2, backend='multiprocessing')(delayed(twice)(i) for i in range(4)))",
    "from sklearn.linear_model import LogisticRegression\n"
    "from sklearn.model_selection import GridSearchCV\n"
    "x = np.arange(40.0).reshape(-1, 1); y = [0] * 20 + [1] * 20\n"
    "GridSearchCV(LogisticRegression(), {'C': [0.1, 1]}, cv=2, n_jobs=2).fit(x, y).best_score_",
    "import sympy\nx = sympy.Symbol('x')\nsympy.init_printing()\nsympy.integrate(x**2, x)",
    "import psutil\npsutil.Process().memory_info().rss > 0, psutil.Process().pid == os.getpid()",
    "code = 'import psutil; print(psutil.Process().memory_info().rss > 0)'\n!{sys.executable} -c \"$code\"",
    "os.environ['SET_BY_A_CELL'], os.path.basename(os.getcwd())",
]

# Each way of looking at the folder.
FOLDER = [
    "!ls",
    "%ls -1 data",
    "import glob\nglob.glob('*.csv')",
    "import os\nos.listdir('data')",
    "sorted(entry.name for entry in os.scandir())",
    "os.path.exists('given.csv'), os.path.exists('none.csv')",
    "from pathlib import Path\nPath('given.csv').exists(), Path('data').is_dir(), sorted(Path().glob('*'))",
    "import pandas as pd\npd.read_csv('given.csv') if os.path.isfile('given.csv') else 'no data'",
]


def notebook(seed: int) -> NotebookNode:
    """Return a notebook in which every third cell is an autograded test."""
    order = list(range(len(CELLS)))
    random.Random(0).shuffle(order)
    if seed * SIZE < len(order):
        picked = [order[(seed * SIZE + i) % len(order)] for i in range(SIZE)]
    else:
        picked = random.Random(seed).choices(range(len(CELLS)), k=SIZE)
    cells = [new_markdown_cell("# Work"), new_code_cell("")]
    for position, index in enumerate(picked):
        cell = new_code_cell(CELLS[index])
        if position % 3 == 2:
            cell.metadata["nbgrader"] = {
                "grade": True,
                "solution": False,
                "locked": True,
                "grade_id": f"test{position}",
                "points": 2,
                "cell_type": "code",
                "schema_version": 3,
            }
        cells.append(cell)
    return new_notebook(cells=cells)


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a course with one assignment in the working folder, as nbgrader works in one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / ".ipython"))
    for place in ("solutions/work", "stock/ann/work", "ours/ann/work"):
        (tmp_path / place / "data").mkdir(parents=True)
        (tmp_path / place / "given.csv").write_text("kind,amount\na,1\nb,2\na,3\n", "utf-8")
        (tmp_path / place / "data" / "more.txt").write_text("more", "utf-8")
    return tmp_path


def release(course: Path, opening: list[str]) -> None:
    """Write the instructor's notebook, which begins with these cells."""
    cells = [new_code_cell(text) for text in opening]
    answered = new_code_cell("0", metadata={"nbgrader": {"solution": True}})
    nbformat.write(new_notebook(cells=[*cells, answered]), course / "solutions/work/work.ipynb")


def compare(stock: NotebookNode, course: Path) -> None:
    """Run a notebook through both, with what nbgrader tells its preprocessors."""
    ours = copy.deepcopy(stock)
    for one, place, executor in ((stock, "stock", Execute), (ours, "ours", JailedExecute)):
        resources = {
            "metadata": {"path": str(course / place / "ann" / "work")},
            "unique_key": "work",
            "nbgrader": {
                "assignment": "work",
                "notebook": "work",
                "student": "ann",
                "db_url": f"sqlite:///{course / 'gradebook.db'}",
                "unique_key": "work+work+ann",
            },
        }
        executor(timeout=60).preprocess(one, resources)
    nbformat.validate(ours)
    assert differences(stock, ours) == []
    assert [cell.execution_count for cell in ours.cells if cell.cell_type == "code"] == [
        cell.execution_count for cell in stock.cells if cell.cell_type == "code"
    ]
    assert ours.metadata.language_info == stock.metadata.language_info
    mine, theirs = (len(str(plain(nb.metadata.get("widgets", {})))) for nb in (ours, stock))
    assert mine == theirs


@pytest.mark.parametrize("seed", range(COUNT))
def test_same_scores_and_outputs_as_stock(seed: int, course: Path) -> None:
    release(course, [OPENING])
    work = notebook(seed)
    work.cells.insert(1, new_code_cell(OPENING))
    compare(work, course)


def test_what_one_cell_leaves_the_next_finds_as_in_stock(course: Path) -> None:
    release(course, STATE[:2])
    compare(new_notebook(cells=[new_code_cell(text) for text in STATE]), course)


def test_cells_that_look_at_their_folder_see_what_they_see_in_stock(course: Path) -> None:
    release(course, FOLDER)
    compare(new_notebook(cells=[new_code_cell(text) for text in FOLDER]), course)


def test_all_kinds_of_cells_are_compared() -> None:
    if COUNT >= 3:  # the default
        seen = {cell.source for seed in range(COUNT) for cell in notebook(seed).cells}
        assert seen >= set(CELLS)


def test_a_folder_is_compared_and_every_difference_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data.csv").write_text("a\n1\n", encoding="utf-8")
    late = "print('same\\n' * 500); import socket; socket.socket().close()"
    cells = ["print(open('data.csv').read())", late, "1 + 1"]
    nbformat.write(new_notebook(cells=[new_code_cell(c) for c in cells]), tmp_path / "own.ipynb")
    nbformat.write(new_notebook(cells=[new_code_cell("2")]), tmp_path / "same.ipynb")
    assert main([str(tmp_path)]) == 1
    printed = capsys.readouterr().out
    assert "own.ipynb: 1 difference" in printed
    assert "cell 2" in printed
    assert "PermissionError" in printed  # behind 2,500 characters that are the same
    assert "same\\n" not in printed
    assert "same.ipynb: same" in printed
    assert "1 of 2 notebooks differ" in printed

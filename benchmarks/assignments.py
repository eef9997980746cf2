"""The assignments that `grading` measures, and a cohort's hand-ins of them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]

STOCK = """
c = get_config()
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
c.ExecutePreprocessor.timeout = 120
"""
SETUP = (
    "import numpy as np, pandas as pd, matplotlib.pyplot as plt\n"
    "random = np.random.default_rng(7)\n"
    "frame = pd.DataFrame({'g': random.integers(0, 500, 400_000), 'x': random.normal(size=400_000)})"
)
HEAVY = [
    "means = np.array([random.choice(frame.x.to_numpy(), 40_000).mean() for _ in range(400)])\nmeans.std()",
    "a = random.normal(size=(900, 900))\nfor _ in range(6):\n    a = a @ a / np.linalg.norm(a)\nfloat(a.sum())",
    "table = frame.groupby('g').x.describe()\ntable.head()",
    "fig, ax = plt.subplots(figsize=(6, 4)); ax.hist(means, 60); ax.set_title('Means'); plt.show()",
    "total = 0\nfor i in range(3_000_000):\n    total += i % 7\ntotal",
    "ordered = frame.sort_values(['g', 'x']).assign(r=lambda f: f.groupby('g').x.rank())\nordered.tail()",
]
TABLE = (
    "import numpy as np, pandas as pd, matplotlib.pyplot as plt\n"
    "random = np.random.default_rng(7)\n"
    "visits = pd.DataFrame({\n"
    "    'start': pd.Timestamp('2026-01-01') + pd.to_timedelta(random.integers(0, 31_536_000, 50_000), 's'),\n"
    "    'page': random.choice([f'page-{i:02}' for i in range(60)], 50_000),\n"
    "    'seconds': random.gamma(2, 60, 50_000),\n"
    "    'plan': random.choice(['free', 'team'], 50_000),\n"
    "})"
)
TASKS = [
    (
        "def by_page(visits):\n    return visits.groupby('page').seconds.describe()\nby_page(visits).head()",
        "pages = by_page(visits)\nassert len(pages) == 60\nassert pages['count'].sum() == 50_000",
    ),
    (
        "def by_hour(visits):\n    return visits.groupby(visits.start.dt.hour).size()\n"
        "by_hour(visits).plot(kind='bar')\nplt.title('Visits by hour')\nplt.show()",
        "hours = by_hour(visits)\nassert list(hours.index) == list(range(24))\nassert hours.sum() == 50_000",
    ),
    (
        "def mean_interval(values, draws=400):\n    chance = np.random.default_rng(1)\n"
        "    means = [chance.choice(values, len(values)).mean() for _ in range(draws)]\n"
        "    return tuple(np.quantile(means, [0.025, 0.975]))",
        "low, high = mean_interval(visits.seconds.to_numpy()[:10_000])\nassert low < 120 < high + 5",
    ),
    (
        "def collatz(n):\n    steps = 0\n    while n != 1:\n"
        "        n, steps = (n // 2 if n % 2 == 0 else 3 * n + 1), steps + 1\n    return steps",
        "assert collatz(27) == 111\nassert max(range(1, 6000), key=collatz) == 3711",
    ),
    (
        "def slopes(x, y):\n    wide = np.column_stack([np.ones(len(x)), x])\n"
        "    return np.linalg.lstsq(wide, y, rcond=None)[0]",
        "x = np.random.default_rng(0).normal(size=(20_000, 6))\n"
        "found = slopes(x, x @ np.arange(1, 7) + 3)\nnp.testing.assert_allclose(found, [3, 1, 2, 3, 4, 5, 6])",
    ),
    (
        "def walks(many, steps):\n    turns = np.random.default_rng(2).integers(0, 2, (many, steps)) * 2 - 1\n"
        "    return turns.cumsum(axis=1)",
        "paths = walks(500, 1000)\nassert paths.shape == (500, 1000)\nassert abs(paths[:, -1].mean()) < 5",
    ),
    (
        "def primes(n):\n    found = []\n    for k in range(2, n):\n"
        "        if all(k % p for p in found if p * p <= k):\n            found.append(k)\n    return found",
        "assert primes(30)[-1] == 29\nassert len(primes(2_000)) == 303",
    ),
    (
        "def plan_shares(visits):\n    return visits.plan.value_counts(normalize=True).to_dict()",
        "shares = plan_shares(visits)\nassert abs(sum(shares.values()) - 1) < 1e-9",
    ),
    (
        "def longest(visits):\n    ordered = visits.sort_values(['page', 'seconds'])\n"
        "    return ordered.groupby('page').tail(1).set_index('page').seconds\nlongest(visits).describe()",
        "assert (longest(visits) == visits.groupby('page').seconds.max()).all()",
    ),
    (
        "def weekly(visits):\n    return visits.set_index('start').seconds.resample('W').mean()\n"
        "fig, ax = plt.subplots(figsize=(6, 3))\nax.plot(weekly(visits).to_numpy())\n"
        "ax.set(xlabel='Week', ylabel='Seconds')\nplt.show()",
        "assert 52 <= len(weekly(visits)) <= 54",
    ),
]


def course(root: Path, assignment: str) -> None:
    """Make a course with one assignment, not yet released, and both configurations."""
    from nbformat import write
    from nbformat.v4 import new_code_cell, new_notebook

    root.mkdir(parents=True)
    (root / "datasets").symlink_to(ROOT / "datasets")
    source = root / "solutions" / assignment
    if assignment == "metrics":
        shutil.copytree(ROOT / "curriculum/07_metrics", root / "curriculum/07_metrics")
        shutil.copytree(ROOT / "solutions/metrics", source)
    else:
        source.mkdir(parents=True)
        test = "assert len(frame) == 400_000"
        given, answers = {
            "tasks": ([TABLE], TASKS),
            "given": ([SETUP, *HEAVY], [("answer = means.mean()", test)] * len(HEAVY)),
            "heavy": ([SETUP], [(text, test) for text in HEAVY]),
        }[assignment]
        cells = [new_code_cell(text) for text in given]
        for number, cell in enumerate(cells):
            cell.metadata["nbgrader"] = about(f"given{number}")
        for number, pair in enumerate(answers):
            cells += [new_code_cell(text) for text in pair]
            cells[-2].metadata["nbgrader"] = about(f"answer{number}", solution=True)
            cells[-1].metadata["nbgrader"] = about(f"test{number}", grade=True)
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        write(
            new_notebook(cells=cells, metadata={"kernelspec": kernel}),
            source / f"{assignment}.ipynb",
        )
    for name, config in (("ours", (ROOT / "nbgrader_config.py").read_text()), ("stock", STOCK)):
        (root / f"{name}.py").write_text(config, encoding="utf-8")
    shutil.copy(root / "ours.py", root / "nbgrader_config.py")


def hand_in(root: Path, assignment: str, many: int) -> None:
    """Let many students hand in a released assignment's solution, each a little different."""
    from nbformat import read, write

    notebook = read(root / "solutions" / assignment / f"{assignment}.ipynb", as_version=4)
    for student in range(many):
        folder = root / "submitted" / f"s{student:03}" / assignment
        shutil.copytree(root / "exercises" / assignment, folder)
        own = notebook.copy()
        own.cells = [cell.copy() for cell in notebook.cells]
        for cell in own.cells:
            locked = cell.metadata.get("nbgrader", {}).get("locked")
            if cell.cell_type == "code" and not locked:
                cell.source += f"\n# by student {student}"
        write(own, folder / f"{assignment}.ipynb")


def about(name: str, *, grade: bool = False, solution: bool = False) -> dict[str, Any]:
    """Return nbgrader's metadata of a test, of an answer or of a cell that only stands there."""
    return {
        **{"grade": grade, "solution": solution, "locked": not solution, "task": False},
        **{"grade_id": name, "schema_version": 3, "cell_type": "code"},
        **({"points": 1} if grade else {}),
    }

"""The report on a class as a notebook, to go on from: its marks as a table, and pictures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from course_utils.grading.desk.report import rows
from course_utils.grading.desk.roster import Roster
from course_utils.grading.desk.settings import CannotRun

if TYPE_CHECKING:
    import nbformat
    import pandas as pd

LONGEST = 120
"""Seconds that one of its cells may take."""

_CELLS = (
    (
        "# {assignment}: what the class can do\n"
        "\n"
        "Marks and names are read from the gradebook whenever this runs: keep it where students "
        "cannot read. `marks` has a row for each mark, so add whatever you want to know.",
        "%matplotlib inline\n"
        "import matplotlib.pyplot as plt\n"
        "import pandas as pd\n"
        "\n"
        "from course_utils.grading.desk.report import class_report\n"
        "from course_utils.grading.desk.report_notebook import marks as marks_of\n"
        "\n"
        'found = class_report("..", "{assignment}")\n'
        'marks = marks_of("..", "{assignment}")\n'
        "marks.head()",
    ),
    (
        "## Sums\n\nWhat waits for a reader counts nothing yet.",
        'sums = marks.groupby(["student", "section"])["score"].sum().reset_index()\n'
        'ax = plt.figure(figsize=(7, 3), layout="constrained").add_subplot()\n'
        'groups = dict(list(sums.groupby("section")["score"]))\n'
        "ax.hist(list(groups.values()), bins=12, range=(0, found.points), stacked=True)\n"
        "if len(groups) > 1:\n"
        '    ax.legend([name or "no section" for name in groups])\n'
        "ax.yaxis.get_major_locator().set_params(integer=True)\n"
        'ax.set(xlabel=f"points of {found.points:g}", ylabel="hand-ins")\n'
        "plt.show()",
    ),
    (
        "## Exercises\n"
        "\n"
        "To the right is easy. Low tells little of who can do the rest; below 0, the better ones fail: "
        "look at the key.",
        "items = pd.DataFrame([vars(one) for one in found.items])\n"
        'told = items.dropna(subset=["discrimination"])\n'
        'ax = plt.figure(figsize=(7, 5), layout="constrained").add_subplot()\n'
        'ax.scatter(told["difficulty"], told["discrimination"])\n'
        'near = [told["difficulty"].round(1), told["discrimination"].round(1)]\n'
        "for _, some in told.groupby(near):\n"
        '    at = some[["difficulty", "discrimination"]].iloc[0]\n'
        '    words = "\\n".join(some["name"])\n'
        '    ax.annotate(words, at, xytext=(5, -4), va="top", textcoords="offset points")\n'
        'ax.axhline(0, color="grey", linewidth=0.8)\n'
        'ax.set(xlabel="mean share of the points", ylabel="discrimination", xlim=(0, 1.15))\n'
        "plt.show()\n"
        'items.drop(columns=["words", "look"]).round(2)',
    ),
    (
        "## Objectives",
        "objectives = pd.DataFrame(\n"
        "    [vars(one) for one in found.objectives],\n"
        '    columns=["name", "exercises", "points", "mean", "mastered", "begun", "missing"],\n'
        ').set_index("name")\n'
        "if len(objectives):\n"
        '    stages = objectives[["mastered", "begun", "missing"]].iloc[::-1]\n'
        "    ax = stages.plot.barh(stacked=True, figsize=(7, 1 + 0.4 * len(stages)))\n"
        "    ax.xaxis.get_major_locator().set_params(integer=True)\n"
        '    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=3)\n'
        '    ax.set(xlabel="hand-ins", ylabel="")\n'
        "    plt.show()\n"
        "objectives",
    ),
    (
        "## Who and what\n\nA row for each hand-in, the highest sum on top; white is not marked yet.",
        'share = marks.assign(share=marks["score"] / marks["points"])\n'
        'wide = share.pivot_table(index="student", columns="exercise", values="share", dropna=False)\n'
        'order = sums.set_index("student")["score"].sort_values(ascending=False).index\n'
        'wide = wide.reindex(index=order, columns=items["name"])\n'
        "height = min(20, 1.5 + 0.18 * len(wide))\n"
        'ax = plt.figure(figsize=(7, height), layout="constrained").add_subplot()\n'
        'drawn = ax.imshow(wide.astype(float), aspect="auto", vmin=0, vmax=1, cmap="viridis")\n'
        "ax.set_xticks(range(len(wide.columns)), wide.columns, rotation=90)\n"
        "if len(wide) <= 100:\n"
        "    ax.set_yticks(range(len(wide)), wide.index)\n"
        'ax.figure.colorbar(drawn, label="share of the points")\n'
        "plt.show()",
    ),
    (
        "## What was said",
        "pd.DataFrame(\n"
        "    [(one.name, times, words) for one in found.items for words, times in one.words],\n"
        '    columns=["exercise", "times", "words"],\n'
        ').sort_values("times", ascending=False, kind="stable")',
    ),
    (
        "## Exercises to mend\n\nThe one that costs most points first.",
        'pd.DataFrame([(one.name, " ".join(one.why)) for one in found.repairs], '
        'columns=["exercise", "why"])',
    ),
    (
        "## Who may need help, and what is alike\n"
        "\n"
        "Alike is a question and no answer: ask how that came about.",
        "from IPython.display import display\n"
        "\n"
        'display(pd.DataFrame(found.struggling, columns=["student", "share"]))\n'
        'display(pd.DataFrame(found.alike, columns=["one", "other", "share"]))\n'
        'columns = ["students", "exercise", "words", "strength"]\n'
        "display(pd.DataFrame([vars(one) for one in found.signs], columns=columns))",
    ),
)


def marks(root: Path | str, assignment: str) -> pd.DataFrame:
    """Return the marks of those on the roster: student, section, exercise, points, score.

    A mark that waits for a reader has no score. Parameters and errors are those of `report.rows`.
    """
    import pandas as pd

    table = pd.DataFrame(
        rows(Path(root), assignment), columns=["student", "exercise", "points", "score"]
    )
    sections = {one.id: one.section for one in Roster.read(Path(root)).active}
    table.insert(1, "section", table["student"].map(sections).fillna(""))
    return table.loc[table["points"] > 0].astype({"score": "Float64"}).reset_index(drop=True)


def notebook(assignment: str) -> nbformat.NotebookNode:
    """Return the notebook as it is written, not yet run, for the folder `reports/` of a cohort."""
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

    cells = []
    for text, code in _CELLS:
        cells.append(new_markdown_cell(text.format(assignment=assignment)))
        cells.append(new_code_cell(code.replace("{assignment}", assignment)))
    made = new_notebook(cells=cells)
    made.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return made


def write(root: Path, assignment: str) -> Path:
    """Write the notebook into a cohort's `reports/`, run from top to bottom; return its path.

    Raises
    ------
    CannotRun
        If one of its cells cannot be run; the notebook stands there all the same.
    """
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    from course_utils import files

    path = root / "reports" / f"{assignment}.ipynb"
    made = notebook(assignment)
    trouble = None
    path.parent.mkdir(exist_ok=True)
    client = NotebookClient(
        made,
        timeout=LONGEST,
        kernel_name="python3",
        record_timing=False,
        # Its own history, and no warning about transports that nobody here could act on.
        extra_arguments=["--HistoryManager.hist_file=:memory:", "--IPKernelApp.log_level=40"],
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        client.execute()
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        trouble = error
    files.write(path, nbformat.writes(made), files.PRIVATE)
    if trouble is not None:
        raise CannotRun(f"{path} stopped: {str(trouble).strip().splitlines()[-1]}") from trouble
    return path

"""Every built lesson, run again and compared with the outputs that it shows."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from places import ROOT

from course_utils.widgets.widget import RUN

pytestmark = pytest.mark.long

LESSONS = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))


def run_nbval(notebook: Path) -> subprocess.CompletedProcess[str]:
    """Run a notebook's cells with nbval in a process of its own."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PMLAB", "NBGRADER"))}
    env |= {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0", "PYTHONUTF8": "1", "PMLAB_FRESH": "1"}
    options = ["-q", "-p", "no:cacheprovider", "-o", "addopts=", "--no-header", "--color=no"]
    nbval = ["--nbval", "--nbval-current-env", "--nbval-cell-timeout=300"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *options, *nbval, notebook.name],
        cwd=notebook.parent,
        env=env,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


@pytest.mark.parametrize("notebook", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_shows_what_it_gives(notebook):
    done = run_nbval(notebook)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


@pytest.mark.parametrize("notebook", LESSONS, ids=lambda path: path.stem)
def test_no_stored_notebook_holds_a_script(notebook):
    stored = json.loads(notebook.read_text(encoding="utf-8"))
    assert "widgets" not in stored["metadata"]
    outputs = json.dumps([cell.get("outputs", []) for cell in stored["cells"]])
    for mark in ("_esm", "_css", "<script", "export default"):
        assert mark not in outputs


@pytest.mark.parametrize("notebook", LESSONS, ids=lambda path: path.stem)
def test_a_stored_widget_says_how_to_use_it(notebook):
    stored = json.loads(notebook.read_text(encoding="utf-8"))
    pages = [
        "".join(output["data"]["text/html"])
        for cell in stored["cells"]
        for output in cell.get("outputs", [])
        if "text/html" in output.get("data", {})
    ]
    alive = [page for page in pages if page.endswith(RUN)]
    assert alive
    for page in alive:
        words = re.sub("<[^>]+>", " ", page.removesuffix(RUN))
        assert len(words.split()) >= 5, page


def test_a_lesson_with_other_outputs_fails(tmp_path):
    from nbformat import write
    from nbformat.v4 import new_code_cell, new_notebook, new_output

    cell = new_code_cell(
        "print(1 + 1)",
        execution_count=1,
        outputs=[new_output("stream", name="stdout", text="3\n")],
    )
    write(new_notebook(cells=[cell]), tmp_path / "lesson.ipynb")
    assert run_nbval(tmp_path / "lesson.ipynb").returncode == 1
    cell.outputs[0].text = "2\n"
    write(new_notebook(cells=[cell]), tmp_path / "lesson.ipynb")
    assert run_nbval(tmp_path / "lesson.ipynb").returncode == 0

"""Every cell of every notebook survives being run twice, alone after a restart, and in any order."""

import json
import os
import shutil
import subprocess
import sys

import pytest
from companies import company
from places import ROOT, TESTS

pytestmark = pytest.mark.long

NOTEBOOKS = sorted(
    path.relative_to(ROOT)
    for folder in ("notebooks", "exercises")
    for path in (ROOT / folder).rglob("*.ipynb")
    if "checkpoint" not in path.name
)
ORDERS = 1


@pytest.mark.skipif(sys.platform == "win32", reason="processes cannot be forked there")
@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_cells_can_be_run_as_impatient_people_do(notebook, tmp_path):
    """A cell works, or says in a sentence which cell is to be run before it.

    On a small company: what is looked for here does not depend on how many customers there are.
    """
    shutil.copytree(
        ROOT / notebook.parent,
        tmp_path / notebook.parent,
        ignore=shutil.ignore_patterns("answers", "progress", ".ipynb_checkpoints"),
    )
    (tmp_path / "datasets").symlink_to(company(1).folder)
    env = {key: value for key, value in os.environ.items() if not key.startswith("PMLAB_")}
    env |= {"IPYTHONDIR": str(tmp_path / "ipython"), "MPLBACKEND": "agg"}
    env |= {"JE_ARROW_MALLOC_CONF": "background_thread:false", "OMP_NUM_THREADS": "1"}
    ran = subprocess.run(
        [sys.executable, TESTS / "support" / "cells.py", tmp_path / notebook, str(ORDERS)],
        env=env,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["problems"] == []

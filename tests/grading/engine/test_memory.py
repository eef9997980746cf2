"""The processes of one hand-in hold no more memory together than they may."""

from __future__ import annotations

import sys
import time

import pytest
from nbformat.v4 import new_code_cell, new_notebook

if sys.platform != "linux":
    pytest.skip("the engine runs on Linux", allow_module_level=True)

from course_utils.grading.engine import JailedExecute
from course_utils.grading.engine.memory import below, held

MOST = 1200 << 20
# Each process takes as much as is asked, writes to it, and stays; what was shown is flushed first.
TAKE = """
import os, time

def take(size):
    taken = bytearray(size << 20)
    taken[::4096] = bytes(len(taken) // 4096)
    return taken

own = take({own})
print("begun", flush=True)
children = []
for n in range({count}):
    child = os.fork()
    if child == 0:
        try:
            taken = take({each})
            time.sleep(30)
        finally:
            os._exit(0)
    children.append(child)
time.sleep({seconds})
for child in children:
    os.kill(child, 9)
    os.waitpid(child, 0)
print("all fit")
"""


def run(**sizes: int):
    code = TAKE.format(**{"own": 1, "seconds": 2, **sizes})
    notebook = new_notebook(cells=[new_code_cell(code), new_code_cell("6 * 7")])
    executor = JailedExecute(timeout=25, interrupt_grace=0.3, limits={"together": MOST})
    executor.preprocess(notebook, {"metadata": {"path": "/none"}})
    return notebook.cells


def test_several_that_each_stay_below_are_ended_when_they_are_over_together():
    first, second = run(count=6, each=300, seconds=20)
    assert "all fit" not in str(first.outputs)
    assert "held more than 1,200 MB of memory together" in str(first.outputs)
    assert second.outputs[0].output_type == "error"


def test_several_that_fit_are_left_alone():
    first, second = run(count=3, each=100)
    assert "all fit" in str(first.outputs)
    assert second.outputs[0].data["text/plain"] == "42"


def test_what_copies_of_a_process_share_counts_once():
    first, _ = run(count=8, each=1, own=300)
    assert "all fit" in str(first.outputs)


def test_only_descendants_count():
    import os
    import subprocess

    with subprocess.Popen(["sh", "-c", "sleep 9 & sleep 9"], start_new_session=True) as shell:
        time.sleep(0.3)
        assert len(below(shell.pid)) == 2
        assert 0 < held(shell.pid) < 64 << 20
        assert set(below(shell.pid)) < set(below(os.getpid()))
        os.killpg(shell.pid, 9)

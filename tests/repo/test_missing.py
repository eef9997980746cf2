"""Which cell a missing name needs: what the lab's kernels say."""

import json

import pytest

from course_utils.lab.missing import SHOWN, Cell, advice, code_cells, names_set

CELLS = [
    Cell("a", "import pandas as pd\nfrom course_utils import check\n\nTODAY = 1"),
    Cell("b", "# Your work goes here.\n\nstickiness = ..."),
    Cell("c", 'check("stickiness", stickiness)'),
    Cell("d", "stickiness = 2\nfig, (left, right) = draw()"),
]


@pytest.mark.parametrize("name", ["pd", "check", "TODAY"])
def test_what_the_first_cell_sets_needs_the_first_cell(name):
    said = f"`{name}` is not there yet: run the first cell, then this one again."
    assert advice(name, CELLS, 2) == said


def test_the_nearest_cell_before_is_named_by_its_beginning():
    assert "begins with `stickiness = ...`" in advice("stickiness", CELLS, 2)
    assert "begins with `stickiness = 2`" in advice("stickiness", CELLS, None)


def test_a_cell_that_failed_is_not_called_unrun():
    said = advice("stickiness", CELLS, 2, failed=True)
    assert "`stickiness = ...` ended in an error" in said.replace("the cell that begins with ", "")


def test_no_cell_is_named_for_what_none_before_sets():
    assert advice("right", CELLS, 2) is None
    assert advice("nobody", CELLS, None) is None
    assert advice("pd", CELLS, 0) is None


def test_names_of_every_kind_of_statement_are_found():
    code = """
with open("x") as file: pass
for row in []: inner = 1
def work(a): local = 2
class Thing: attribute = 3
if (found := 1): pass
import os.path
used
"""
    assert names_set(code) == {"file", "row", "inner", "work", "Thing", "found", "os"}
    assert names_set("not python (") == set()


def test_a_long_beginning_is_cut():
    assert len(Cell("", "x" * 200).beginning) < SHOWN + 5
    assert Cell("", "").beginning == ""


def test_a_notebook_that_cannot_be_read_has_no_cells(tmp_path):
    path = tmp_path / "a.ipynb"
    assert code_cells(path) == []
    for text in ("", "[]", '{"cells": [1]}'):
        path.write_text(text, encoding="utf-8")
        assert code_cells(path) == []
    cells = [{"cell_type": "code", "id": "a", "source": ["x = 1\n", "y"]}, {"cell_type": "raw"}]
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    assert code_cells(path) == [Cell("a", "x = 1\ny")]

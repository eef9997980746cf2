"""The author's text: cells, their lines, and what a cell may say."""

from __future__ import annotations

from pathlib import Path

import pytest

from course_utils.build import BuildError
from course_utils.build.source import read_script


def script(folder: Path, text: str) -> Path:
    path = folder / "lesson.py"
    path.write_text(text, encoding="utf-8")
    return path


def test_each_cell_knows_its_line(tmp_path):
    path = script(
        tmp_path,
        "# ---\n# jupyter:\n#   jupytext:\n#     main_language: python\n# ---\n\n"
        "# %% [markdown]\n# # Title\n\n"
        '# %% tags=["hide_input"]\nx = """\n# %% not a cell\n"""\n\n\n'
        '# %% exercise="share"\nshare = ...\n',
    )
    cells = read_script(path)
    assert [(c.kind, c.line, c.exercise) for c in cells] == [
        ("markdown", 7, None),
        ("code", 10, None),
        ("code", 16, "share"),
    ]
    assert cells[1].source == 'x = """\n# %% not a cell\n"""'
    assert cells[1].metadata == {"tags": ["hide_input"], "jupyter": {"source_hidden": True}}
    assert cells[2].source == "share = ..."


def test_a_title_after_the_marker_is_allowed(tmp_path):
    (cell,) = read_script(script(tmp_path, "# %% Load the data\nx = 1\n"))
    assert (cell.source, cell.line, cell.metadata) == ("x = 1", 1, {})


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("x = 1\n\n# %%\ny = 2\n", 1, "Begin the file's first cell"),
        ('# %%\nx = 1\n\n# %% exersise="a"\n', 4, "'exersise' is no option of a cell"),
        ('# %% exercise="two words"\nx = 1\n', 1, "Name an exercise like a variable"),
        ("# %% exercise=3\nx = 1\n", 1, "Name an exercise like a variable"),
        ('# %%\nx = 1\n\n# %% tags="a"\nx = 1\n', 4, "options cannot be read: 'a' is not of type"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_line(tmp_path, text, line, words):
    with pytest.raises(BuildError, match=words) as caught:
        read_script(script(tmp_path, text), Path("curriculum/07_metrics/lesson.py"))
    assert str(caught.value).startswith(f"curriculum/07_metrics/lesson.py:{line}: ")

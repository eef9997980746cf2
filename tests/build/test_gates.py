"""What answers a guess is stored closed, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from course_utils.build import compose, gates
from course_utils.build.source import read_script

LESSON = """# %% [markdown]
# # A lesson

# %%
late = predict("late", "What falls?", ["Sign-ups", "Logins"])
late

# %% [markdown]
# ## 1. Rain

# %%
before = 1
before

# %%
rain = predict("rain", "Will it rain?", ["Yes", "No"])
rain

# %%
counted = before + 1

# %%
counted

# %%
show(counted, title="It rains")

# %%
rain.reveal("Yes", "It always does.")

# %%
Markdown("It rained.")

# %%
left = counted - 1
left

# %% [markdown]
# ## 2. Sun

# %% tags=["answers"]
before

# %%
late.reveal("Logins")
"""
HIDDEN = {"source_hidden": True}
CLOSED = {"source_hidden": True, "outputs_hidden": True}


@pytest.fixture
def lesson(tmp_path: Path) -> compose.Composed:
    path = tmp_path / "lesson.py"
    path.write_text(LESSON, encoding="utf-8")
    return compose.lesson(read_script(path), None, "", "01_rain")


def test_what_answers_a_guess_is_closed(lesson: compose.Composed) -> None:
    code = [cell for cell in lesson.notebook.cells if cell.cell_type == "code"]
    assert [cell.metadata.get("jupyter", {}) for cell in code] == [
        HIDDEN,  # asks only
        {},
        HIDDEN,
        {},  # shows nothing
        {"outputs_hidden": True},
        CLOSED,  # a title
        CLOSED,  # the reveal
        {"outputs_hidden": True},  # a sentence after it
        {},
        CLOSED,  # tagged
        CLOSED,  # a guess of another section
    ]


def test_a_bar_says_what_to_do_and_errors_keep_their_line(lesson: compose.Composed) -> None:
    told = {
        cell.source.splitlines()[0]: (cell, origin)
        for cell, origin in zip(lesson.notebook.cells, lesson.origin, strict=True)
    }
    for words, wanted in ((gates.ASK, "rain = predict"), (gates.TELL, "late.reveal")):
        cell, origin = told[words]
        assert cell.source.splitlines()[1].startswith(wanted)
        error = origin.error("This fails", 2)
        assert error.line is not None
        assert LESSON.splitlines()[error.line - 1].startswith(wanted)


def test_no_bar_tells_what_it_hides(lesson: compose.Composed) -> None:
    from nbformat import validate
    from nbformat.v4 import new_output

    for cell in lesson.notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [new_output("display_data", {"text/markdown": "Yes"})]
    gates.keep_quiet(lesson.notebook)
    validate(lesson.notebook)
    for cell in lesson.notebook.cells:
        if cell.cell_type == "code":
            closed = cell.metadata.get("jupyter", {}).get("outputs_hidden")
            assert bool(cell.outputs[0]["data"]) != bool(closed)
            assert len(cell.outputs) == (2 if closed else 1)

"""Each speedup gives what nbgrader's own step gives, and stays away from an nbgrader that differs."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from pathlib import Path

import jsonschema
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader import api
from nbgrader import preprocessors as nb
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.preprocessors import overwritecells, saveautogrades

from course_utils.grading.nbgrader import speedups


@pytest.fixture(autouse=True, scope="module")
def scripts():
    folder = str(Path(sys.executable).parent)  # alembic is there
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", folder + os.pathsep + os.environ.get("PATH", ""))
        yield


@pytest.fixture
def untouched(monkeypatch):
    """Undo what a speedup puts in place here."""
    from nbgrader.nbgraderformat import common

    monkeypatch.setattr(common, "jsonschema", common.jsonschema)
    monkeypatch.setattr(api, "create_engine", api.create_engine)
    monkeypatch.setattr(api.Gradebook, "__init__", api.Gradebook.__init__)
    monkeypatch.setattr(saveautogrades, "Gradebook", saveautogrades.Gradebook)
    monkeypatch.setattr(overwritecells, "Gradebook", overwritecells.Gradebook)


def test_every_trim_fits_this_nbgrader(untouched):
    assert all(speedup() for speedup in speedups.SPEEDUPS)


@pytest.mark.parametrize("speedup", speedups.SPEEDUPS, ids=lambda speedup: speedup.__name__)
def test_another_nbgrader_is_left_as_it_is(speedup, monkeypatch, untouched):
    monkeypatch.setattr(speedups, "FITS", dict.fromkeys(speedups.FITS, "another"))
    before = (api.create_engine, api.Gradebook.__init__, saveautogrades.Gradebook)
    assert not speedup()
    assert before == (api.create_engine, api.Gradebook.__init__, saveautogrades.Gradebook)


GOOD = {
    "grade": True,
    "grade_id": "q",
    "locked": False,
    "schema_version": 3,
    "solution": False,
    "task": False,
    "points": 1,
}
BAD = [
    {"points": -1},
    {"points": "many"},
    {"grade_id": "no spaces, please"},
    {"grade": None},
    {"strange": 1},
    {"cell_type": "essay"},
    {"points": "x", "strange": 1, "grade": 3},
]


@pytest.mark.parametrize("change", BAD, ids=str)
def test_schemas_say_what_jsonschema_says(change):
    schema = MetadataValidator().schema
    speedups._validate(GOOD, schema)
    with pytest.raises(jsonschema.ValidationError) as theirs:
        jsonschema.validate({**GOOD, **change}, schema)
    with pytest.raises(jsonschema.ValidationError) as ours:
        speedups._validate({**GOOD, **change}, schema)
    assert str(ours.value) == str(theirs.value)


def test_gradebooks_share_an_engine_and_see_each_others_work(tmp_path, untouched):
    assert speedups.gradebooks()
    path = tmp_path / "gradebook.db"
    url = f"sqlite:///{path}"
    with api.Gradebook(url, "course") as first:
        engine = first.engine
        first.add_student("ada", first_name="Ada")
    with api.Gradebook(url, "course") as second, api.Gradebook(url, "course") as third:
        assert second.engine is engine
        second.add_student("bob")
        assert {student.id for student in third.students} == {"ada", "bob"}
        assert second.course_id == "course"
    with api.Gradebook(url, "another") as fourth:
        assert {course.id for course in fourth.db.query(api.Course)} == {"course", "another"}
    path.unlink()
    with api.Gradebook(url, "course") as anew:
        assert anew.students == []
        anew.add_student("eve")
    with sqlite3.connect(path) as book:
        assert book.execute("select id from student").fetchall() == [("eve",)]


def cell(make, name, outputs=(), **flags):
    found = make(f"text of {name}")
    metadata = {**GOOD, "grade_id": name, "locked": not flags.get("solution"), **flags}
    if not metadata["grade"]:
        del metadata["points"]
    found.metadata["nbgrader"] = metadata
    if outputs:
        found.outputs = list(outputs)
    return found


@pytest.fixture(scope="module")
def blank(tmp_path_factory, scripts):
    """Make an empty gradebook, which takes nbgrader seconds, once for all."""
    path = tmp_path_factory.mktemp("blank") / "gradebook.db"
    api.Gradebook(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def books(blank, tmp_path):
    """Give two empty gradebooks, nbgrader's and ours, as URLs."""
    paths = [shutil.copy(blank, tmp_path / name) for name in ("theirs.db", "ours.db")]
    return [f"sqlite:///{path}" for path in paths]


def saved(url: str, too_much: bool) -> list[tuple]:
    """Save the scores of a graded notebook; return what the gradebook holds then."""
    cells = [
        cell(new_code_cell, "right", points=2),
        cell(new_code_cell, "wrong", [new_output("error", ename="", evalue="", traceback=[])]),
        cell(new_code_cell, "answer", solution=True, grade=False),
        cell(new_markdown_cell, "essay", solution=True, points=4),
        cell(
            new_code_cell,
            "part",
            [
                new_output(
                    "execute_result",
                    data={"text/plain": "9" if too_much else "0.5"},
                    execution_count=1,
                )
            ],
        ),
        cell(new_code_cell, "last", points=3),
        cell(new_markdown_cell, "task", grade=False, task=True, solution=False),
    ]
    cells[-1].metadata["nbgrader"]["points"] = 5
    notebook = new_notebook(cells=cells)
    names = {"notebook": "work", "assignment": "work", "student": "ada", "db_url": url}
    nb.ComputeChecksums().preprocess(notebook, {})
    with api.Gradebook(url) as book:
        book.add_assignment("work")
        book.add_student("ada")
    nb.SaveCells().preprocess(notebook, {"nbgrader": names})
    with api.Gradebook(url) as book:
        book.add_submission("work", "ada")
        book.find_grade("last", "work", "work", "ada").manual_score = 1
        book.db.commit()
    notebook.cells[3].source = "an essay"
    try:
        nb.SaveAutoGrades().preprocess(notebook, {"nbgrader": names})
    except ValueError:
        assert too_much
    with sqlite3.connect(url.removeprefix("sqlite:///")) as found:
        return found.execute(
            "select base_cell.name, auto_score, manual_score, needs_manual_grade, null from grade "
            "join base_cell on base_cell.id = grade.cell_id union all "
            "select base_cell.name, null, null, null, auto_comment from comment "
            "join base_cell on base_cell.id = comment.cell_id order by 1, 2"
        ).fetchall()


@pytest.mark.parametrize("too_much", [False, True], ids=["graded", "stopped half-way"])
def test_scores_are_those_of_single_transactions(too_much, books, untouched):
    theirs = saved(books[0], too_much)
    saveautogrades.Gradebook = api.Gradebook
    assert speedups.scores()
    ours = saved(books[1], too_much)
    assert len(ours) == 9
    assert ours == theirs


def overwritten(url: str) -> list[tuple]:
    """Hand in cells that were changed or left out; return what is graded."""
    saved(url, too_much=False)
    cells = [
        cell(new_code_cell, "right", points=50),
        cell(new_code_cell, "answer", solution=True, grade=False),
        cell(new_markdown_cell, "essay", solution=True, points=40),
        cell(new_code_cell, "part", points=3),
    ]
    for one in cells:
        one.source = "changed"
    notebook = new_notebook(cells=cells)
    names = {"notebook": "work", "assignment": "work", "student": "ada", "db_url": url}
    notebook, _ = nb.OverwriteCells(add_missing_cells=True).preprocess(
        notebook, {"nbgrader": names}
    )
    return [(one.source, one.metadata.get("nbgrader")) for one in notebook.cells]


def test_cells_are_overwritten_as_nbgrader_does(books, untouched):
    theirs = overwritten(books[0])
    overwritecells.Gradebook = api.Gradebook
    assert speedups.lookups()
    assert overwritecells.Gradebook is not api.Gradebook
    ours = overwritten(books[1])
    assert ours == theirs
    assert "last" in [(about or {}).get("grade_id") for _, about in ours]

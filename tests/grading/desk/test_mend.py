"""What students break is mended: real hand-ins, each broken in one way, still hold every answer."""

from __future__ import annotations

import copy
import json
import shutil
import sys

import jupytext
import nbformat
import pytest
from nbgrader.api import Gradebook
from sample_answers import scores
from sample_cohort import hand_in
from sample_desk import copied, started

from course_utils.exercises.check_cell import check_name
from course_utils.grading.desk import command, readable
from course_utils.grading.desk.found import look
from course_utils.grading.desk.mend import ORIGINALS, before_grading, mend
from course_utils.grading.nbgrader import mend as cells_of
from course_utils.grading.noted import MENDED, noted

MEMO = "Most accounts chose free; if paid search stopped, this would turn around in a month."
KINDS = {}


def kind(function):
    """Register a way to break the files of a hand-in."""
    KINDS[function.__name__.strip("_")] = function
    return function


def of_cells(function):
    """Register a way to break the cells of a notebook, given as data."""

    def change(folder):
        path = folder / "sample.ipynb"
        notebook = json.loads(path.read_text(encoding="utf-8"))
        function(notebook)
        path.write_text(json.dumps(notebook, indent=1), encoding="utf-8")

    KINDS[function.__name__.strip("_")] = change
    return function


def of_text(function):
    """Register a way to break the text of a notebook."""

    def change(folder):
        path = folder / "sample.ipynb"
        made = function(path.read_text(encoding="utf-8"))
        path.write_bytes(made if isinstance(made, bytes) else made.encode("utf-8"))

    KINDS[function.__name__.strip("_")] = change
    return function


def at(notebook, ident):
    return next(c for c in notebook["cells"] if _id(c) == ident)


def _id(cell):
    return cell["metadata"].get("nbgrader", {}).get("grade_id")


def take(notebook, ident):
    cell = at(notebook, ident)
    notebook["cells"].remove(cell)
    return cell


def plain_cell(source, kind="code"):
    cell = {"cell_type": kind, "metadata": {}, "source": source, "id": "x"}
    return {**cell, "outputs": [], "execution_count": None} if kind == "code" else cell


def rename(name):
    return lambda folder: (folder / "sample.ipynb").rename(folder / name)


for _name in ("sample (1).ipynb", "Copy of sample.ipynb", "SAMPLE.IPYNB", "work.ipynb",
              "sample-Copy1.ipynb", "lovelace_sample_final.ipynb"):  # fmt: skip
    KINDS[f"called {_name}"] = rename(_name)


def deeper(*parts, name="sample.ipynb"):
    def change(folder):
        inside = folder.joinpath(*parts)
        inside.mkdir(parents=True)
        (folder / "sample.ipynb").rename(inside / name)
        (inside / "answers").mkdir()
        (inside / "answers" / "culprit.json").write_text("{}", encoding="utf-8")

    return change


KINDS["one folder too deep"] = deeper("sample")
KINDS["two folders too deep"] = deeper("home", "sample")
KINDS["too deep and renamed"] = deeper("sample", name="mine.ipynb")


@of_text
def byte_order_mark(text):
    return b"\xef\xbb\xbf" + text.encode()


@of_text
def utf_16(text):
    return text.encode("utf-16")


@of_text
def text_before(text):
    return "Here is my work:\n" + text


@of_text
def written_twice(text):
    return text + text[len(text) // 2 :]


@of_text
def windows_line_ends(text):
    return text.replace("\n", "\r\n")


@of_text
def conflict_in_a_cell(text):
    line = next(line for line in text.splitlines(keepends=True) if "free_share = (listed" in line)
    theirs = line.replace("free_share = (", "free_share = 0 * (")
    return text.replace(line, f"<<<<<<< HEAD\n{line}=======\n{theirs}>>>>>>> origin/main\n")


@of_text
def conflict_with_its_origin(text):
    line = next(line for line in text.splitlines(keepends=True) if '"culprit' in line)
    both = f"<<<<<<< ours\n{line}||||||| base\n{line}=======\n{line}>>>>>>> theirs\n"
    return text.replace(line, both, 1)


@of_text
def commas_too_many(text):
    return text.replace("\n ]", ",\n ]").replace("\n  ]", ",\n  ]")


@of_text
def cut_behind_the_last_answer(text):
    return text[: text.index("progress()")]


@of_text
def control_characters(text):
    return text.replace("Most accounts", "Most \x07accounts")


@of_cells
def older_format(notebook):
    cells = notebook.pop("cells")
    for cell in cells:
        cell.pop("id", None)
        if cell["cell_type"] == "code":
            cell["input"], cell["language"] = cell.pop("source"), "python"
            cell["prompt_number"] = cell.pop("execution_count")
    notebook.update(nbformat=3, nbformat_minor=0, worksheets=[{"cells": cells, "metadata": {}}])


@of_cells
def cells_without_metadata(notebook):
    for cell in notebook["cells"]:
        del cell["metadata"]


@of_cells
def cells_without_outputs(notebook):
    for cell in notebook["cells"]:
        cell.pop("outputs", None)


@of_cells
def cells_that_are_none(notebook):
    notebook["cells"][2:2] = [None, "text", {"cell_type": "code"}, {"source": None}]


@of_cells
def cells_of_unknown_kind(notebook):
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            cell["cell_type"] = "heading"


@of_cells
def no_format(notebook):
    del notebook["nbformat"], notebook["nbformat_minor"]


@of_cells
def format_as_text(notebook):
    notebook["nbformat_minor"] = "5"


@of_cells
def metadata_as_a_list(notebook):
    notebook["metadata"] = []


@of_cells
def heavy_outputs(notebook):
    output = {"output_type": "stream", "name": "stdout", "text": "x" * readable.LARGEST_OUTPUTS}
    at(notebook, "culprit-answer")["outputs"] = [output]


@of_cells
def another_kernel(notebook):
    notebook["metadata"]["kernelspec"] = {"name": "ir", "display_name": "R", "language": "R"}


@of_cells
def language_as_a_dict(notebook):
    notebook["metadata"]["language_info"] = {"name": {"a": 1}}


@of_cells
def of_colab(notebook):
    notebook["metadata"]["colab"] = {"provenance": []}
    for number, cell in enumerate(notebook["cells"]):
        cell.pop("id", None)
        cell["metadata"] |= {"id": f"c{number}", "outputId": "o", "colab": {"height": 3}}


@of_cells
def of_vs_code(notebook):
    notebook["metadata"]["vscode"] = {"interpreter": {"hash": "0"}}
    for cell in notebook["cells"]:
        cell["metadata"]["vscode"] = {"languageId": "python"}


def in_text(ending):
    def change(folder):
        made = jupytext.read(folder / "sample.ipynb")
        (folder / "sample.ipynb").unlink()
        jupytext.write(made, folder / f"sample{ending}")

    return change


KINDS["saved as a script"] = in_text(".py")
KINDS["saved as Markdown"] = in_text(".md")


@of_cells
def check_cell_deleted(notebook):
    take(notebook, "culprit")


@of_cells
def all_check_cells_deleted(notebook):
    for name in ("free_share", "culprit", "robust", "steps", "plans", "channels", "over"):
        take(notebook, name)


@of_cells
def answer_moved_into_another_cell(notebook):
    cell = take(notebook, "culprit-answer")
    notebook["cells"].insert(2, plain_cell(cell["source"]))


@of_cells
def answer_twice(notebook):
    cell = copy.deepcopy(at(notebook, "culprit-answer"))
    notebook["cells"].insert(2, cell)


@of_cells
def ids_renamed(notebook):
    for name in ("culprit-answer", "free_share-answer", "memo"):
        at(notebook, name)["metadata"]["nbgrader"]["grade_id"] = f"cell-{name}"


@of_cells
def all_metadata_cleared(notebook):
    notebook["metadata"] = {}
    for cell in notebook["cells"]:
        cell["metadata"] = {}


@of_cells
def metadata_of_a_wrong_kind(notebook):
    for cell in notebook["cells"]:
        cell["metadata"] = {"nbgrader": "none", "tags": "skip-execution"}


@of_cells
def written_answer_made_code(notebook):
    at(notebook, "memo").update(cell_type="code", outputs=[], execution_count=None)


@of_cells
def written_answer_made_raw_and_cleared(notebook):
    at(notebook, "memo").update(cell_type="raw", metadata={})


@of_cells
def code_made_text(notebook):
    cell = at(notebook, "culprit-answer")
    del cell["outputs"], cell["execution_count"]
    cell["cell_type"] = "markdown"


@of_cells
def check_before_answer_and_cleared(notebook):
    cell = take(notebook, "culprit-answer")
    cell["metadata"] = {}
    place = notebook["cells"].index(at(notebook, "culprit"))
    notebook["cells"].insert(place, cell)


@of_cells
def check_cell_edited(notebook):
    at(notebook, "culprit")["source"] = 'check("culprit", "mix")  # mine'


@of_cells
def first_cell_deleted(notebook):
    take(notebook, "setup")


@of_cells
def text_cells_deleted(notebook):
    notebook["cells"] = [c for c in notebook["cells"] if c["cell_type"] == "code" or _id(c)]


@of_cells
def many_cells_added(notebook):
    for place in range(len(notebook["cells"]), 0, -1):
        notebook["cells"].insert(place, plain_cell("1 + 1"))
        notebook["cells"].insert(place, plain_cell("Hm.", "markdown"))


@of_cells
def told_not_to_run(notebook):
    for cell in notebook["cells"]:
        cell["metadata"]["tags"] = ["skip-execution", "raises-exception"]


@of_cells
def one_cell_id_for_all(notebook):
    for cell in notebook["cells"]:
        cell["id"] = "same"


@of_cells
def versions_of_nbgrader_from_before(notebook):
    for cell in notebook["cells"]:
        if _id(cell):
            cell["metadata"]["nbgrader"]["schema_version"] = 1


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        yield copied(started(tmp_path_factory), tmp_path_factory.mktemp("mend"), patch)


@pytest.fixture
def folder(root):
    yield hand_in(root, "ada", "solutions")
    shutil.rmtree(root / "submitted")
    shutil.rmtree(root / ORIGINALS, ignore_errors=True)


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def mended(root):
    return mend(root, look(root, ["sample"]).hand_ins["ada", "sample"])


def answers(root, folder):
    """Return a hand-in's answers as the grader would come by them, all check cells in place."""
    notebook = nbformat.read(folder / "sample.ipynb", as_version=4)
    with Gradebook(f"sqlite:///{root}/gradebook.db") as book:
        known = cells_of.known_cells(book, "sample", "sample")
    cells_of.modest(notebook)
    cells = cells_of.mend(notebook.cells, known)
    released = {item.name: item.source for item in known}  # nbgrader puts back what is locked
    found, before = {}, ""
    for cell in cells:
        ident = _id(cell)
        name = check_name(released[ident]) if ident else None
        if name:
            found[name] = before
        elif ident == "memo":
            assert cell.cell_type == "markdown"
            found["memo"] = cell.source
        elif cell.cell_type == "code":
            before += cell.source + "\n"
    assert {item.name for item in known if item.needed} <= {_id(cell) for cell in cells}
    return found


def test_there_are_many_kinds():
    assert len(KINDS) >= 50


@pytest.mark.parametrize("name", KINDS)
def test_every_answer_is_still_there(root, folder, name):
    wanted = answers(root, folder)
    KINDS[name](folder)
    broken = contents(folder)
    notes = mended(root)
    found = answers(root, folder)
    assert set(found) == set(wanted)
    for exercise, before in wanted.items():
        own = before.split("### BEGIN SOLUTION")[-1].split("### END SOLUTION")[0].strip()
        assert own in found[exercise].replace("\x07", ""), exercise
    kept = list((root / ORIGINALS / "sample" / "ada").glob("*"))
    assert len(kept) == (contents(folder) != broken)
    assert bool(kept) <= bool(notes)
    for original in kept:
        assert contents(original) == broken
    assert mended(root) == [], "once is enough"


def test_what_is_well_is_not_touched(root, folder):
    before = contents(folder)
    assert mended(root) == []
    assert contents(folder) == before


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "It is empty."),
        (b"PK\x03\x04rest", "ZIP archive"),
        (b"%PDF-1.7", "PDF file"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"{}", "no cells"),
        (b"[1]", "no notebook"),
        (b'{"cells": []}', "no cells"),
        (b'{"cells": [{"cell_type": "co', "no notebook"),
        (b'{"nbformat": 3, "worksheets": 5}', "cannot be read"),
        (b"[" * 100_000, "no notebook"),
        (b'{"cells": ' + b"[" * 100_000, "no notebook"),
    ],
)
def test_what_cannot_be_mended_is_named_and_left(root, folder, content, words):
    (folder / "sample.ipynb").write_bytes(content)
    notes = mended(root)
    assert len(notes) == 1
    assert words in notes[0]
    assert (folder / "sample.ipynb").read_bytes() == content
    assert not (root / ORIGINALS).exists()


def test_nothing_is_guessed(root, folder):
    for name in ("one.ipynb", "two.ipynb"):
        shutil.copyfile(folder / "sample.ipynb", folder / name)
    (folder / "sample.ipynb").unlink()
    assert mended(root) == ["one.ipynb, two.ipynb: nothing tells which is sample.ipynb."]
    for name in ("one", "two"):
        (folder / name).mkdir()
        (folder / f"{name}.ipynb").rename(folder / name / "sample.ipynb")
    assert "nothing tells which is meant" in mended(root)[0]


def test_of_two_the_one_with_the_assignments_cells_is_taken(root, folder):
    (folder / "sample.ipynb").rename(folder / "mine.ipynb")
    other = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")])
    nbformat.write(other, folder / "scratch.ipynb")
    assert mended(root) == ["mine.ipynb was called sample.ipynb."]
    assert {path.name for path in folder.glob("*.ipynb")} == {"sample.ipynb", "scratch.ipynb"}


def test_a_written_answer_beside_scratch_keeps_its_place(root, folder):
    path = folder / "sample.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    at(notebook, "memo")["metadata"] = {}
    place = next(i for i, c in enumerate(notebook["cells"]) if "Most accounts" in str(c["source"]))
    notebook["cells"].insert(place, plain_cell("a much longer line of code = " + "1 + " * 99 + "1"))
    path.write_text(json.dumps(notebook), encoding="utf-8")
    assert mended(root) == ["sample.ipynb: memo: the cell had lost what nbgrader knows it by."]
    assert answers(root, folder)["memo"] == MEMO


def test_before_grading_all_is_noted_and_what_was_graded_is_left(root, folder, capsys):
    KINDS["byte_order_mark"](folder)
    (folder / "timestamp.txt").write_text("2026-10-01 10:00:00 UTC", encoding="utf-8")
    made = root / "autograded" / "ada" / "sample"
    made.mkdir(parents=True)
    shutil.copyfile(folder / "timestamp.txt", made / "timestamp.txt")
    assert before_grading(root, "sample") == {}
    shutil.rmtree(made)
    assert before_grading(root, "sample", ["ben"]) == {}
    words = {"ada": "sample.ipynb: It began with a byte order mark."}
    assert before_grading(root, "sample") == words
    assert before_grading(root, "sample") == {}
    assert noted(root, "sample", MENDED) == words
    command.main(["status"])
    assert "The doctor: sample.ipynb: It began with a byte order mark." in capsys.readouterr().out


def test_a_course_that_is_no_cohorts_is_mended_too(root, folder):
    (root / "cohort.toml").unlink()
    KINDS["byte_order_mark"](folder)
    assert set(before_grading(root, "sample")) == {"ada"}


def test_where_nothing_was_handed_in_nothing_is_done(tmp_path):
    assert before_grading(tmp_path, "sample") == {}
    assert not list(tmp_path.iterdir())


DIFFERENT = [
    "called sample (1).ipynb", "too deep and renamed", "utf_16", "conflict_in_a_cell",
    "cut_behind_the_last_answer", "older_format", "cells_without_metadata", "heavy_outputs",
    "another_kernel", "of_colab", "saved as a script", "saved as Markdown",
    "all_check_cells_deleted", "all_metadata_cleared", "ids_renamed", "code_made_text",
    "told_not_to_run", "metadata_of_a_wrong_kind", "one_cell_id_for_all",
]  # fmt: skip
"""Of each way in which a hand-in can be broken, one or two."""


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="nothing holds a hand-in elsewhere")
def test_what_is_mended_earns_all_that_it_would_have(tmp_path_factory, tmp_path, monkeypatch, here):
    """In one run of grading, as it is typed: all that the grader gives, and the text waits."""
    root = copied(started(tmp_path_factory), tmp_path, monkeypatch)
    people = {f"s{number}": name for number, name in enumerate(["nothing", *DIFFERENT])}
    (root / "all.csv").write_text("\n".join(["id", *people]), encoding="utf-8")
    assert command.main(["roster", "all.csv"]) == 0
    for student, name in people.items():
        made = hand_in(root, student, "solutions")
        KINDS.get(name, lambda folder: None)(made)
    assert command.main(["grade", "sample"]) == 0
    marks = {
        name: {
            (exercise.removesuffix("-answer"), mark)
            for exercise, mark in scores(root, student).items()
            if mark != (None, False)
        }
        for student, name in people.items()
    }
    assert sum(score or 0 for _, (score, _) in marks["nothing"]) == 14, "of 18, 4 are for a reader"
    assert ("memo", (None, True)) in marks["nothing"]
    assert {name: found ^ marks["nothing"] for name, found in marks.items()} == {
        name: set() for name in people.values()
    }

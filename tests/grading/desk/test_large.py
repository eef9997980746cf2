"""A notebook of more than 100 MB is collected, mended and graded, in memory that stays small."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sample_cohort import EARLY, hand_in

from course_utils import cli
from course_utils.grading.cohort import run
from course_utils.grading.desk import readable, settings
from course_utils.grading.desk.mend import ORIGINALS
from course_utils.grading.handed_in import Bounds
from course_utils.grading.nbgrader.collect import collect

SIZE = 120 << 20
CELL = (
    '{"cell_type": "code", "id": "%s", "metadata": {}, "source": "a = \\"%s\\"", "outputs": [%s]}'
)
BEGIN = (
    '{"nbformat": 4, "nbformat_minor": 5, "metadata": {"widgets": {"x": {"y": [1, 2]}}}, "cells": ['
)
# What an attacker or a loop can print: each piece is repeated until the file is full.
SHOWN = {
    "one picture": ('{"output_type": "display_data", "data": {"image/png": "', "iVBORw0KGgo\\\\n", '"}}'),
    "lines": ('{"output_type": "stream", "name": "stdout", "text": [', '"a \\" ] } line\\n", ', '""]}'),
    "brackets": ('{"output_type": "x", "data": [', "{},[],", "0]}"),
    "numbers": ('{"output_type": "x", "data": [', "1,", "0]}"),
    "nested": ("", "[", ""),
    "no end": ('{"output_type": "x", "data": "', '\\"', ""),
}  # fmt: skip
ENDLESS = ("nested", "no end")  # where the file is cut
READ = """
import json, resource, sys
from pathlib import Path
import nbformat
from course_utils.grading.desk.readable import Unreadable, read

resource.setrlimit(resource.RLIMIT_DATA, (500 << 20, 500 << 20))
path = Path(sys.argv[1])
if sys.argv[2] == "as a whole":
    json.loads(path.read_bytes())
try:
    notebook, notes = read(path)
except Unreadable as error:
    print(json.dumps([None, [str(error)]]))
else:
    print(json.dumps([[[cell.source, cell.get("outputs")] for cell in notebook.cells], notes]))
"""


def written(path: Path, shown: tuple[str, str, str], endless: bool = False, code="utf-8") -> Path:
    begin, piece, end = shown
    first = CELL % ("a", "é", "")
    with path.open("w", encoding=code) as file:
        file.write(BEGIN + first + ", " + (CELL % ("b", "2", "\0")).partition("\0")[0] + begin)
        block = piece * ((1 << 20) // len(piece))
        for _ in range(SIZE // len(block)):
            file.write(block)
        if not endless:
            file.write(end + "]}, " + CELL % ("c", "3", "") + "]}")
    return path


def read(path: Path, how: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", READ, path, how],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="bounds of memory are Linux's")


@pytest.mark.parametrize("name", SHOWN)
def test_answers_are_read_from_120_megabytes_in_little_memory(tmp_path, name):
    path = written(tmp_path / "a.ipynb", SHOWN[name], name in ENDLESS)
    done = read(path)
    assert done.returncode == 0, done.stderr[-2000:]
    cells, notes = json.loads(done.stdout)
    if name in ("brackets", "nested"):
        assert notes == ["It has more pieces than can be looked at."]
    elif name in ENDLESS:
        assert cells == [['a = "é"', []]]
        assert "its first 1 cells were kept" in notes[0]
    else:
        assert cells == [['a = "é"', []], ['a = "2"', []], ['a = "3"', []]]
        assert any("120 MB large; its outputs were dropped" in words for words in notes)


def test_read_as_a_whole_it_would_not_fit(tmp_path):
    path = written(tmp_path / "a.ipynb", SHOWN["lines"])
    assert "MemoryError" in read(path, "as a whole").stderr


def test_another_encoding_is_no_way_out(tmp_path):
    path = written(tmp_path / "a.ipynb", ("0", " ", ""), code="utf-16")
    cells, notes = json.loads(read(path).stdout)
    assert [source for source, _ in cells] == ['a = "é"', 'a = "2"', 'a = "3"']
    assert notes[0] == "It was in UTF-16."


@pytest.mark.parametrize(
    ("where", "words"),
    [("attachments", "Pictures in its texts were dropped."), ("metadata", "even without what")],
)
def test_what_is_large_elsewhere_is_cut_or_named(tmp_path, where, words):
    cells = [{"cell_type": "markdown", "metadata": {}, "source": "My text."}]
    cells[0][where] = {"a.png": {"image/png": "A" * (20 << 20)}}
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}), encoding="utf-8")
    try:
        notebook, notes = readable.read(path)
    except readable.Unreadable as error:
        notes = [str(error)]
    else:
        assert notebook.cells[0].source == "My text."
    assert words in notes[0] + notes[-1]


def test_cutting_takes_time_that_grows_with_the_size_alone():
    """A text without an end, full of quotes, would else be read again from each of them."""
    data = b'{"a": "' + b'\\"' * 4_000_000 + b"\\"
    begin = time.process_time()
    assert readable.without(data, {b'"outputs"': b"["}) == data
    assert time.process_time() - begin < 2


def test_a_hand_in_of_120_megabytes_goes_the_whole_way(desk):
    """From the exchange to full marks; what was handed in stays beside."""
    inbound = settings.read(desk).exchange_root() / "autumn" / "inbound"
    inbound.mkdir(parents=True)
    folder = hand_in(desk, "ada", "solutions")
    path = folder / "sample.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    code = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    code["outputs"] = [
        {"output_type": "stream", "name": "stdout", "text": "no end\n" * (SIZE // 8)}
    ]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    size = path.stat().st_size
    assert size > SIZE
    folder.rename(inbound / f"ada+sample+{EARLY}")
    found = collect(desk, "sample")
    assert found.taken == ["ada"]
    assert "its outputs were dropped" in found.notes["ada"]
    assert path.stat().st_size < 1 << 20
    (kept,) = (desk / ORIGINALS / "sample/ada").glob("*/sample.ipynb")
    assert kept.stat().st_size == size
    (done,) = run.grade_cohort(desk, "sample", workers=1).graded
    assert done.score == done.max_score - 4, "a person reads the text"


def test_other_files_and_larger_notebooks_are_refused(desk, capsys):
    inbound = settings.read(desk).exchange_root() / "autumn" / "inbound"
    for student, name, size in (
        ("ada", "data.csv", Bounds().file + 1),
        ("ben", "sample.ipynb", Bounds().notebook + 1),
    ):
        folder = inbound / f"{student}+sample+{EARLY}"
        folder.mkdir(parents=True)
        with (folder / name).open("wb") as file:
            file.truncate(size)
    assert cli.main(["collect", "sample"]) == 1
    said = capsys.readouterr().out
    assert "data.csv in it is larger than 100 MB." in said
    assert "sample.ipynb in it is larger than 300 MB." in said


def test_what_nobody_can_make_smaller_is_not_graded(desk):
    path = hand_in(desk, "ada", "solutions") / "sample.ipynb"
    with path.open("a", encoding="utf-8") as file:
        file.write(" " * (readable.STREAMED + 1))
    outcome = run.grade_cohort(desk, "sample", workers=1)
    assert outcome.failed == {
        "ada": "sample.ipynb is too large to be read: ask for it without its outputs."
    }


def test_a_terabyte_beside_the_notebook_is_not_copied(desk):
    folder = hand_in(desk, "ada", "solutions")
    with (folder / "data.csv").open("wb") as file:
        file.truncate(1 << 40)
    begin = time.monotonic()
    outcome = run.grade_cohort(desk, "sample", workers=1)
    assert time.monotonic() - begin < 60
    assert outcome.failed == {
        "ada": "data.csv is too large to be copied: ask for the hand-in without it."
    }

"""Run notebooks in the engine and in a stock kernel, and say where they differ.

``python -m course_utils.grading.engine.compare FOLDER`` runs every notebook below a folder, each with
copies of the files around it, and prints every difference in outputs and in nbgrader's points.
Notebooks that differ are run by stock once more: what stock shows differently the second time (times,
random numbers, addresses) is said to be so.
"""

from __future__ import annotations

import argparse
import copy
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Sequence
from difflib import unified_diff
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.preprocessors import Execute
from nbgrader.utils import determine_grade, is_grade

from course_utils.files import digest
from course_utils.grading.engine import JailedExecute

SHOWN = 400
"""Characters of a line, such as a picture's; of what is longer the digest tells whether it differs."""
VOLATILE = [
    # Shown once a process, and again whenever a library was imported in between.
    (re.compile(r"\S*interactiveshell.py:\d+: UserWarning: To exit.*\n.*\n"), ""),
    (re.compile(r"<dc:date>[^<]*|\b[mph][0-9a-f]{10}\b"), "DRAWN"),
    (re.compile(re.escape(str(Path.home()))), "~"),
    (re.compile(r"0x[0-9a-f]{6,}"), "0xADDRESS"),
    (re.compile(r"#T_[0-9a-f]+|T_[0-9a-f]{5}"), "T_ID"),
    (re.compile(r"\b[0-9a-f]{32}\b"), "UUID"),
    (re.compile(r"\S*ipykernel_\d+/\d+\.py|ipykernel_\d+"), "CELL"),
    (re.compile(r"\b\d{7,10}\.py"), "CELL"),
    (re.compile(r"[\d.]+(e[+-]?\d+)? (ns|[µμu]s|ms|s)\b"), "TIME"),
    (re.compile(r"<ipython-input-\d+-[0-9a-f]+>"), "CELL"),
]


def plain(value: object) -> object:
    """Return outputs without what differs from one run to the next."""
    if isinstance(value, str):
        for pattern, word in VOLATILE:
            value = pattern.sub(word, value)
        return value
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    return value


def visible(cell: NotebookNode) -> list[object]:
    """Return a cell's outputs, with each stream's text in one place.

    Stock kernels flush the two streams on a timer, so that only the order within each is sure.
    """
    text: dict[str, str] = {}
    rest: list[object] = []
    for output in cell.outputs:
        if output.output_type == "stream":
            text[output.name] = text.get(output.name, "") + output.text
        else:
            rest.append(plain(dict(output)))
    return [{name: kept for name in text if (kept := plain(text[name]))}, *rest]


def points(cell: NotebookNode) -> object:
    """Return what nbgrader gives for a cell; None for one that gives no points."""
    if not is_grade(cell):
        return None
    try:
        return determine_grade(cell)
    except ValueError as error:  # a result larger than the points
        return str(error)


def differences(stock: NotebookNode, ours: NotebookNode) -> list[tuple[int, object, object]]:
    """Return where two executed copies of a notebook differ.

    Returns
    -------
    list of (int, object, object)
        The number of the code cell from 1, and what each shows and earns.
    """
    pairs = zip(stock.cells, ours.cells, strict=True)
    code = ((a, b) for a, b in pairs if a.cell_type == "code")
    sides = (([visible(a), points(a)], [visible(b), points(b)]) for a, b in code)
    return [(number, a, b) for number, (a, b) in enumerate(sides, start=1) if a != b]


def executed(path: Path, executor: type[Execute], timeout: int) -> NotebookNode:
    """Run a copy of a notebook beside copies of its neighbours."""
    notebook = copy.deepcopy(nbformat.read(path, as_version=4))
    with tempfile.TemporaryDirectory(prefix="pmlab-compare-") as folder:
        shutil.copytree(path.parent, folder, dirs_exist_ok=True)
        # As autograding passes them, so that nbgrader's own preprocessor does what it does there.
        of = {"student": "student", "assignment": path.parent.name, "notebook": path.stem}
        resources = {"metadata": {"path": folder}, "nbgrader": of}
        executor(timeout=timeout).preprocess(notebook, resources)
    return notebook


def compare(path: Path, timeout: int) -> list[str]:
    """Return a line for each difference of a notebook; the first line counts them."""
    stock = executed(path, Execute, timeout)
    found = differences(stock, executed(path, JailedExecute, timeout))
    if not found:
        return []
    unsteady = {number for number, *_ in differences(stock, executed(path, Execute, timeout))}
    lines = [f"{len(found)} difference{'s' * (len(found) > 1)}"]
    for number, theirs, mine in found:
        words = ", where stock differs from itself as well" if number in unsteady else ""
        lines += [f"  cell {number}{words}"]
        sides = unified_diff(_lines(theirs), _lines(mine), "stock", "ours", n=0, lineterm="")
        lines += [f"    {line}" for line in sides]
    return lines


def _lines(side: object) -> list[str]:
    """Return a side as JSON with the lines of its texts on lines of their own."""
    text = json.dumps(side, default=str, indent=1, ensure_ascii=False)
    return [_short(line) for line in text.replace("\\n", "\\n\n").splitlines()]


def _short(line: str) -> str:
    if len(line) <= SHOWN:
        return line
    return f"{line[:SHOWN]} ... ({len(line)} characters, digest {digest(line)[:8]})"


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare a folder's notebooks; return 1 if any differs."""
    parser = argparse.ArgumentParser(description="Run notebooks in the engine and in stock.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--timeout", type=int, default=120, help="seconds a cell")
    given = parser.parse_args(arguments)
    paths = [
        p for p in sorted(given.folder.rglob("*.ipynb")) if ".ipynb_checkpoints" not in p.parts
    ]
    differ = 0
    for path in paths:
        try:
            lines = compare(path, given.timeout)
        except Exception as error:  # a notebook that cannot be run says so, and the others go on
            lines = [f"could not be compared: {type(error).__name__}: {error}"]
        differ += bool(lines)
        first, *more = lines or ["same"]
        print(f"{path.relative_to(given.folder)}: {first}", *more, sep="\n", flush=True)
    print(f"{differ} of {len(paths)} notebooks differ.")
    return int(differ > 0)


if __name__ == "__main__":
    sys.exit(main())

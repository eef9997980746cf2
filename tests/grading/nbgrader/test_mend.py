"""Mangled hand-ins are put right before nbgrader sees them."""

from __future__ import annotations

from copy import deepcopy

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from course_utils.grading.nbgrader.mend import Known, mend


def known(name: str, source: str, kind: str = "code", **flags) -> Known:
    metadata = {
        "grade": False,
        "grade_id": name,
        "locked": False,
        "schema_version": 3,
        "solution": False,
        "task": False,
        "cell_type": kind,
        "checksum": "0" * 32,
        **flags,
    }
    return Known(name, kind, source, metadata)


KNOWN = [
    known("setup", "from course_utils import check", locked=True),
    known("share-answer", "share = ...\n# Your work goes here.", solution=True),
    known("share", 'check("share", share)', grade=True, locked=True, points=2.0),
    known("over-answer", "def over(x):\n    ...", solution=True),
    known("over", 'check("over", over)', grade=True, locked=True, points=1.0),
    known("memo", "*Write here.*", "markdown", grade=True, solution=True, points=4.0),
]


def hand_in():
    """A tidy hand-in with its prose."""
    cells = []
    for item in KNOWN:
        cells.append(new_markdown_cell(f"About {item.name}"))
        cells.append(item.cell())
    return cells


def ids(cells):
    return [c.metadata["nbgrader"]["grade_id"] for c in cells if "nbgrader" in c.metadata]


def at(cells, name):
    return next(c for c in cells if c.metadata.get("nbgrader", {}).get("grade_id") == name)


def index(cells, name):
    return next(i for i, c in enumerate(cells) if c is at(cells, name))


ALL = [item.name for item in KNOWN]


def test_a_tidy_hand_in_stays_as_it_is():
    cells = hand_in()
    assert mend(deepcopy(cells), KNOWN) == cells


@pytest.mark.parametrize("name", ["setup", "share", "over", "memo"])
def test_a_deleted_cell_that_earns_or_sets_up_is_put_back_in_its_place(name):
    cells = [c for c in hand_in() if c.metadata.get("nbgrader", {}).get("grade_id") != name]
    mended = mend(cells, KNOWN)
    assert ids(mended) == ALL
    wanted = next(item for item in KNOWN if item.name == name)
    assert at(mended, name).source == wanted.source
    assert at(mended, name).metadata["nbgrader"] == wanted.metadata


def test_a_deleted_answer_is_not_put_back_where_it_would_overwrite_another():
    cells = [
        c for c in hand_in() if c.metadata.get("nbgrader", {}).get("grade_id") != "share-answer"
    ]
    cells.insert(4, new_code_cell("share = 0.25"))
    mended = mend(cells, KNOWN)
    assert "share = ...\n# Your work goes here." not in [c.source for c in mended]
    assert ids(mended) == [name for name in ALL if name != "share-answer"]


def test_answer_and_check_deleted_together_is_no_trouble():
    gone = {"share-answer", "share", "over-answer", "over"}
    cells = [c for c in hand_in() if c.metadata.get("nbgrader", {}).get("grade_id") not in gone]
    assert ids(mend(cells, KNOWN)) == ["setup", "share", "over", "memo"]


def test_everything_deleted_gives_back_what_is_graded():
    assert ids(mend([], KNOWN)) == ["setup", "share", "over", "memo"]


def test_renamed_ids_lose_them_and_the_check_comes_after_the_answer():
    cells = hand_in()
    at(cells, "over-answer").source = "def over(x):\n    return x"
    at(cells, "over-answer").metadata["nbgrader"]["grade_id"] = "mine"
    at(cells, "over").source = "over(3)"
    at(cells, "over").metadata["nbgrader"]["grade_id"] = "my-check"
    mended = mend(cells, KNOWN)
    assert ids(mended) == [name for name in ALL if name != "over-answer"]
    answer = next(i for i, c in enumerate(mended) if c.source.startswith("def over"))
    assert answer < index(mended, "over")
    assert at(mended, "over").source == 'check("over", over)'


def test_a_check_without_its_metadata_is_known_by_its_text():
    cells = hand_in()
    where = index(cells, "share")
    cells[where].metadata = {}
    mended = mend(cells, KNOWN)
    assert index(mended, "share") == where
    assert len(mended) == len(cells)


@pytest.mark.parametrize(
    "mangled",
    [
        {"grade_id": "share"},
        {"grade_id": "share", "grade": False, "solution": True, "locked": False},
        {"grade_id": "share", "grade": True, "points": 200, "strange": 1, "schema_version": 9},
    ],
)
def test_changed_metadata_are_those_of_the_gradebook_again(mangled):
    cells = hand_in()
    at(cells, "share").metadata["nbgrader"] = mangled
    assert at(mend(cells, KNOWN), "share").metadata["nbgrader"] == KNOWN[2].metadata


@pytest.mark.parametrize("nonsense", ["text", [], {}, {"grade_id": 7}, {"grade_id": "unknown"}])
def test_foreign_metadata_go(nonsense):
    cells = [*hand_in(), new_code_cell("1 + 1", metadata={"nbgrader": nonsense})]
    mended = mend(cells, KNOWN)
    assert ids(mended) == ALL
    assert "nbgrader" not in mended[-1].metadata


def test_of_copies_the_answered_one_counts_and_all_of_them_run():
    cells = hand_in()
    copy = deepcopy(at(cells, "memo"))
    at(cells, "memo").source = "My claim."
    cells.append(copy)
    mended = mend(cells, KNOWN)
    assert ids(mended) == ALL
    assert at(mended, "memo").source == "My claim."
    assert len(mended) == len(cells)


def test_a_copied_check_counts_once():
    cells = hand_in()
    cells.insert(0, deepcopy(at(cells, "share")))
    assert sorted(ids(mend(cells, KNOWN))) == sorted(ALL)


def test_a_retyped_cell_gets_its_type_back_and_keeps_its_text():
    cells = hand_in()
    memo, share = index(cells, "memo"), index(cells, "share-answer")
    cells[memo] = new_code_cell("My claim.", metadata=cells[memo].metadata)
    cells[share] = new_markdown_cell(
        "share = 0.25", metadata=cells[share].metadata, attachments={"a.png": {"image/png": "x"}}
    )
    mended = mend(cells, KNOWN)
    assert at(mended, "memo").cell_type == "markdown"
    assert at(mended, "memo").source == "My claim."
    assert at(mended, "share-answer").cell_type == "code"
    assert "attachments" not in at(mended, "share-answer")

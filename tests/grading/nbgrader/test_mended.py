"""What students broke is mended when nbgrader's own commands collect and grade, not pmlab's alone."""

from __future__ import annotations

import json
import shutil
import sys
from types import SimpleNamespace

import pytest
from sample_answers import scores
from sample_cohort import EARLY, course_in, hand_in
from sample_course import NbGrader, environment

if sys.platform == "win32":
    pytest.skip("nbgrader has no exchange on Windows", allow_module_level=True)


def byte_order_mark(folder):
    path = folder / "sample.ipynb"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())


def renamed(folder):
    (folder / "sample.ipynb").rename(folder / "sample (1).ipynb")


def broken(folder):
    path = folder / "sample.ipynb"
    path.write_text(path.read_text(encoding="utf-8") + "\n}]}", encoding="utf-8")


def too_deep(folder):
    (folder / "sample").mkdir()
    (folder / "sample.ipynb").rename(folder / "sample/sample.ipynb")


BROKEN = [byte_order_mark, renamed, broken, too_deep]


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """The same hand-ins, collected from an exchange and put there by hand, graded by nbgrader."""
    base = tmp_path_factory.mktemp("mended")
    with pytest.MonkeyPatch.context() as patch:
        course = course_in(base, tmp_path_factory, patch)
    inbound = base / "exchange/pmlab/inbound"
    inbound.mkdir(parents=True)
    hand_in(course, "well", "solutions", EARLY)
    for way in BROKEN:
        folder = hand_in(course, way.__name__, "solutions", EARLY)
        way(folder)
        shutil.copytree(folder, inbound / f"{way.__name__}2+sample+{EARLY}")
    large = hand_in(course, "large", "solutions", EARLY) / "sample.ipynb"
    with large.open("a", encoding="utf-8") as file:
        file.write(" " * (17 << 20))
    env = environment(base / "home", PMLAB_EXCHANGE=str(base / "exchange"))
    with NbGrader(base / "nbgrader") as nbgrader:
        nbgrader("collect", "sample", cwd=course, env=env)
        collected = sorted(
            path.parent.parent.name for path in course.glob("submitted/*2/sample/sample.ipynb")
        )
        done = nbgrader("autograde", "sample", cwd=course, env=env, good=False)
    found = {path.name: scores(course, path.name) for path in (course / "submitted").iterdir()}
    return SimpleNamespace(course=course, collected=collected, said=done.text, scores=found)


@pytest.mark.parametrize("way", BROKEN, ids=lambda way: way.__name__)
def test_collected_it_is_graded_like_any_other(graded, way):
    assert f"{way.__name__}2" in graded.collected
    assert graded.scores[f"{way.__name__}2"] == graded.scores["well"]
    assert (graded.course / ".pmlab/originals/sample" / f"{way.__name__}2").is_dir()


@pytest.mark.parametrize("way", BROKEN, ids=lambda way: way.__name__)
def test_put_there_by_hand_it_is_graded_if_nbgrader_finds_it(graded, way):
    if way is too_deep:
        assert graded.scores[way.__name__] == {}
        assert "No notebooks were matched by" in graded.said
    else:
        assert graded.scores[way.__name__] == graded.scores["well"]
        assert f"The doctor of hand-ins on {way.__name__}: sample" in graded.said


def test_what_is_too_large_to_be_read_is_named_and_costs_nobody_else(graded):
    assert "sample.ipynb of large is too large to be read, so not graded." in graded.said
    assert {score for score, _ in graded.scores["large"].values()} <= {None, 0}
    assert not (graded.course / "autograded/large/sample").exists()


def test_what_was_done_is_noted(graded):
    noted = json.loads((graded.course / ".pmlab/grading/sample/mended.json").read_text())
    assert set(noted) >= {f"{way.__name__}2" for way in BROKEN} | {"renamed", "broken"}

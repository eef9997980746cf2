"""A lesson that an author begins with builds at once, is well posed and can be solved."""

from __future__ import annotations

import shutil

import pytest
from places import ROOT

from course_utils.build import BuildError, build
from course_utils.build.lint import lint
from course_utils.build.new import main, new_lesson


@pytest.fixture
def root(tmp_path):
    (tmp_path / "curriculum").mkdir()
    for file in ("glossary.toml", "sources.toml", "course.toml", "coverage.csv"):
        shutil.copy(ROOT / "curriculum" / file, tmp_path / "curriculum")
    return tmp_path


def test_it_builds_at_once(root):
    from course_utils.company import generate

    new_lesson("08_retention", root)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    generate(seed=11, accounts=1000).write(root / "datasets")
    made = {result.path.as_posix() for result in build(root=root, companies=2) if result.good}
    assert {"notebooks/08_retention.ipynb", "exercises/retention/retention.ipynb"} <= made
    assert all(result.good for result in build(root=root, check=True))


def test_it_takes_its_title_from_the_list_and_says_what_is_to_be_covered(root):
    written = [path.as_posix() for path in new_lesson("08_retention", root)]
    assert "curriculum/08_retention/key.py" in written
    lesson = (root / "curriculum/08_retention/lesson.py").read_text(encoding="utf-8")
    assert "# # 8. Retention and customer value:" in lesson
    assert "@" not in lesson
    covers = (root / "curriculum/08_retention/covers.txt").read_text(encoding="utf-8")
    assert "# User churn -> PART" in covers
    assert {finding.rule for finding in lint(["retention"], root=root)} == {"coverage"}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("retention", "two digits, _ and a word"),
        ("8_retention", "two digits, _ and a word"),
        ("../08_x", "two digits, _ and a word"),
        ("08_other", "There is curriculum/08_retention already"),
        ("09_retention", "There is curriculum/08_retention already"),
    ],
)
def test_a_name_that_cannot_be_is_refused(root, name, words):
    new_lesson("08_retention", root)
    with pytest.raises(BuildError, match=words):
        new_lesson(name, root)


def test_the_command_says_what_comes_next(root, monkeypatch, capsys):
    monkeypatch.chdir(root)
    assert main(["19_ethics"]) == 0
    said = capsys.readouterr().out
    assert "curriculum/19_ethics/lesson.py" in said
    assert "Add the lesson to curriculum/course.toml" in said
    assert "pmlab lint-lesson 19_ethics" in said
    assert main(["19_ethics"]) == 1
    assert "already" in capsys.readouterr().err

"""A cohort's folder: a course of its own with a gradebook, several from one checkout."""

from __future__ import annotations

import os
import sqlite3

import pytest
from sample_cohort import built
from sample_desk import made

from course_utils.grading import home
from course_utils.grading.desk import command, settings
from course_utils.grading.desk.new import new
from course_utils.grading.desk.settings import CannotRun, Late, Settings


def files_of(folder):
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.is_file()}


def test_the_gradebook_knows_the_assignment_and_the_release_is_as_it_was(cohort, tmp_path_factory):
    source = built(tmp_path_factory)
    assert files_of(cohort / "exercises/sample") == files_of(source / "exercises/sample")
    with sqlite3.connect(cohort / "gradebook.db") as book:
        assert book.execute("select name, course_id from assignment").fetchall() == [
            ("sample", "autumn")
        ]
        assert book.execute("select count(*) from grade_cells").fetchone()[0] == 8


def test_who_learned_in_the_checkout_leaves_nothing_in_the_release(
    tmp_path, tmp_path_factory, monkeypatch
):
    left = built(tmp_path_factory) / "solutions" / "sample" / "answers"
    left.mkdir()
    (left / "culprit.json").write_text("{}", encoding="utf-8")
    try:
        root = made(tmp_path, tmp_path_factory, monkeypatch)
    finally:
        (left / "culprit.json").unlink()
        left.rmdir()
    assert not list(root.rglob("answers"))


def test_several_stand_side_by_side(cohort, tmp_path_factory):
    other = new(built(tmp_path_factory), cohort.parent / "spring", Settings("spring")).root
    with sqlite3.connect(other / "gradebook.db") as book:
        assert book.execute("select course_id from assignment").fetchall() == [("spring",)]
        assert book.execute("select count(*) from student").fetchall() == [(0,)]


def test_companies_of_their_own_need_a_secret_and_a_rehearsal(desk, tmp_path_factory):
    made = new(built(tmp_path_factory), desk.parent / "own", Settings("own", per_student=True))
    assert made.secret == home.secret_of("own")
    if os.name != "nt":
        assert made.secret.stat().st_mode & 0o777 == 0o600
    assert '"sample": "rehearse"' in (made.root / "policy.json").read_text(encoding="utf-8")
    with pytest.raises(CannotRun, match="another --name"):
        new(built(tmp_path_factory), desk.parent / "own2", Settings("own", per_student=True))
    assert not (desk.parent / "own2").exists()


def test_what_cannot_be_is_one_sentence_and_nothing_is_made(cohort, tmp_path, tmp_path_factory):
    source = built(tmp_path_factory)
    before = {path.name for path in source.iterdir()}
    for folder, name, words in (
        (cohort, "autumn", "is there already"),
        (source / "cohort", "cohort", "outside, such as"),
        (tmp_path / "a+b", "a+b", "--name"),
    ):
        with pytest.raises(CannotRun, match=words):
            new(source, folder, Settings(name))
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "nbgrader_config.py").touch()
    with pytest.raises(CannotRun, match="has no assignment"):
        new(tmp_path / "empty", tmp_path / "made", Settings("made"))
    assert not (tmp_path / "made").exists()
    assert {path.name for path in source.iterdir()} == before


def test_settings_are_read_as_they_were_written(tmp_path):
    chosen = Settings("a-1", True, 2000, 'postgresql://"x"', "~/exchange", Late(12.5, 10.0))
    (tmp_path / settings.FILE).write_text(chosen.text(), encoding="utf-8")
    assert settings.read(tmp_path) == chosen
    assert settings.cohort_folder(tmp_path) == tmp_path


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('name = "a+b"', "letters, digits"),
        ("name = 7", "name must be a text in quotes"),
        ('name = "a"\nper_student = "yes"', "true or false"),
        ('name = "a"\nacounts = 5', "acounts is not known; known are name"),
        ('name = "a"\naccounts = 5', "1000 or more"),
        ('name = "a"\n[late]\npercent_a_day = -1', "0 or more"),
        ('name = "a"\nlate = 5', r"\[late\]"),
        ("name =", "cannot be read"),
    ],
)
def test_settings_that_cannot_be_are_one_sentence(tmp_path, text, words):
    (tmp_path / settings.FILE).write_text(text, encoding="utf-8")
    with pytest.raises(CannotRun, match=words):
        settings.read(tmp_path)


def test_outside_of_a_cohort_each_command_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for words in (["status"], ["roster"], ["grades", "--to", "plain"], ["restore"]):
        assert command.main(words) == 1
        assert "pmlab cohort new DIR" in capsys.readouterr().err

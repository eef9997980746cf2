"""Collecting what Canvas, Moodle or a mailbox gave: who is who by the roster, and nothing is trusted."""

from __future__ import annotations

import os
import random
import stat
import sys
import zipfile

import pytest
from sample_cohort import EARLY

from course_utils import cli
from course_utils.grading import archives
from course_utils.grading.desk import command, settings
from course_utils.grading.desk.status import status
from course_utils.grading.handed_in import Bounds

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a hand-in's owner is asked for")
NOTEBOOK = b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'


@pytest.fixture
def place(desk):
    """A cohort whose roster knows Canvas's IDs, and two people of one name."""
    rows = [
        "id,canvas_id,first_name,last_name",
        "ada,101,,", "ben,102,,", "cleo,103,,",
        "sam1,,Sam,Twice", "sam2,,Sam,Twice",
    ]  # fmt: skip
    (desk / "more.csv").write_text("\n".join(rows), encoding="utf-8")
    assert command.main(["roster", "more.csv"]) == 0
    return desk


def zipped(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return path


def inner(folder, files):
    return zipped(folder / "inner.zip", files).read_bytes()


def collect(source, *words):
    return cli.main(["collect", "sample", "--from", str(source), *words])


def there(root, student):
    folder = root / "submitted" / student / "sample"
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return names - {"timestamp.txt", "submission_secret.txt"}


def test_what_canvas_gives(place, tmp_path, capsys):
    source = zipped(tmp_path / "submissions.zip", {
        "lovelaceada_101_9001_sample-1.ipynb": NOTEBOOK,
        "twojrben_LATE_102_9002_sample.zip": inner(tmp_path, {
            "sample/sample.ipynb": NOTEBOOK, "sample/answers/robust.json": b"{}",
            "sample/.ipynb_checkpoints/sample.ipynb": b"old", "__MACOSX/._sample": b"x",
        }),
        "muellercleo_103_9003_sample.ipynb": NOTEBOOK,
        "muellercleo_103_9004_notes.txt": b"words",
        "whoever_999_9005_sample.ipynb": NOTEBOOK,
    })  # fmt: skip
    assert collect(source, "--at", "2026-10-01T12:00+02:00") == 1
    said = capsys.readouterr().out
    assert "Collected 3 hand-ins of sample." in said
    assert "ben: Canvas calls it late." in said
    assert "'whoever_999_9005_sample.ipynb': nobody on the roster has Canvas's ID 999" in said
    assert there(place, "ada") == {"sample-1.ipynb"}
    assert there(place, "ben") == {"sample/sample.ipynb", "sample/answers/robust.json"}
    assert there(place, "cleo") == {"sample.ipynb", "notes.txt"}
    answer = status(place, settings.read(place))
    rows = {row.student: row for row in answer.rows}
    assert str(rows["ada"].handed_in) == "2026-10-01 10:00:00"
    assert any("whoever_999_9005_sample.ipynb" in words for words in answer.others)


def test_what_canvas_and_moodle_call_what_is_no_file_or_nobodys(place, tmp_path, capsys):
    source = zipped(tmp_path / "submissions.zip", {
        "love_lace_ada_101_9001_sample.ipynb": NOTEBOOK,  # a name may hold what parts names
        "anon_Xy3_9_9002_sample.ipynb": NOTEBOOK,
        "LATE_anon_Zz9_9003_sample.ipynb": NOTEBOOK,
        "twojrben_102_text.html": b"words",
        "twojrben_LATE_102_link.html": b"words",
        "Participant 77_78_assignsubmission_file_sample.ipynb": NOTEBOOK,
    })  # fmt: skip
    assert collect(source) == 1
    said = capsys.readouterr().out
    assert "Collected 1 hand-in of sample." in said
    assert there(place, "ada") == {"sample.ipynb"}
    assert said.count("it hides whose it is") == 3
    assert said.count("typed into Canvas") == 2


def test_what_moodle_gives(place, tmp_path, capsys):
    source = tmp_path / "download"
    for name in (
        "Ada Lovelace_55_assignsubmission_file_",
        "Müller  CLÉO_56_assignsubmission_file",
        "Sam Twice_57_assignsubmission_file_",
        "Ada Lovelace_55_assignsubmission_onlinetext_",
        "Who Ever_58_assignsubmission_file_",
    ):
        (source / name).mkdir(parents=True)
        (source / name / "sample.ipynb").write_bytes(NOTEBOOK)
    (source / "Ben Two, Jr_59_assignsubmission_file_my work.ipynb").write_bytes(NOTEBOOK)
    assert collect(source) == 1
    said = capsys.readouterr().out
    assert "sam1, sam2 on the roster have the name 'Sam Twice'" in said
    assert "typed into Moodle" in said
    assert "nobody on the roster has the name 'Who Ever'" in said
    assert there(place, "ada") == there(place, "cleo") == {"sample.ipynb"}
    assert there(place, "ben") == {"my work.ipynb"}
    assert (source / "Ben Two, Jr_59_assignsubmission_file_my work.ipynb").is_file()


def test_names_that_are_ids_and_what_is_there_already(place, tmp_path, capsys):
    source = tmp_path / "mails"
    (source / "ada").mkdir(parents=True)
    (source / "ada" / "sample.ipynb").write_bytes(NOTEBOOK)
    (source / "ben.ipynb").write_bytes(NOTEBOOK)
    zipped(source / "cleo.zip", {"sample.ipynb": NOTEBOOK, "timestamp.txt": "1999-01-01 UTC"})
    (source / "zoe.ipynb").write_bytes(NOTEBOOK)
    (source / ".DS_Store").write_bytes(b"")
    assert collect(source, "--at", "2026-10-01T10:00+00:00") == 1
    said = capsys.readouterr().out
    assert "Collected 3" in said
    assert "'zoe.ipynb': its name is neither an id" in said
    assert ".DS_Store" not in said
    stamp = place / "submitted" / "cleo" / "sample" / "timestamp.txt"
    assert stamp.read_text(encoding="utf-8") == "2026-10-01 10:00:00 UTC"
    (source / "zoe.ipynb").unlink()

    (source / "ben.ipynb").write_bytes(NOTEBOOK + b"\n")
    assert collect(source) == 0
    assert "3 were there already" in capsys.readouterr().out
    graded = place / "autograded" / "ben" / "sample"
    graded.mkdir(parents=True)
    (graded / "timestamp.txt").write_text(EARLY, encoding="utf-8")
    assert collect(source, "--update", "--at", "2026-09-01T10:00+00:00") == 0
    said = capsys.readouterr().out
    assert "Collected 1 hand-in of" in said
    assert "pmlab cohort grade sample --student ben --force" in said
    assert (place / "submitted" / "ben" / "sample" / "ben.ipynb").read_bytes().endswith(b"\n")


def link():
    made = zipfile.ZipInfo("linked.ipynb")
    made.external_attr = (stat.S_IFLNK | 0o777) << 16
    return made


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("../../../key.py", b"x", "a name that cannot be kept"),
        ("/etc/passwd", b"x", "a name that cannot be kept"),
        ("a\\b.ipynb", b"x", "a name that cannot be kept"),
        (link(), b"/etc/passwd", "no plain file"),
        ("/".join("a" * 30) + "/x", b"x", "deep in each other"),
        ("large", b"0" * 3000, "larger than"),
    ],
    ids=["above", "root", "separator", "link", "depth", "bomb"],
)
def test_a_zip_file_that_would_do_harm_is_refused_alone(
    place, tmp_path, capsys, monkeypatch, name, content, words
):
    monkeypatch.setattr(archives, "Bounds", lambda: Bounds(depth=10, entries=9, file=2000))
    before = {path for path in place.rglob("*") if ".pmlab" not in path.parts}
    source = tmp_path / "mails"
    source.mkdir()
    zipped(source / "ada.zip", {"sample.ipynb": NOTEBOOK, name: content})
    zipped(source / "ben.zip", {"sample.ipynb": NOTEBOOK})
    assert collect(source) == 1
    said = capsys.readouterr().out
    assert "1 refused" in said
    assert words in said
    after = {path for path in place.rglob("*") if ".pmlab" not in path.parts}
    assert {path.relative_to(place).parts[:2] for path in after - before} == {
        ("submitted",), ("submitted", "ben")
    }  # fmt: skip


def test_in_one_archive_a_bad_hand_in_costs_the_others_nothing(
    place, tmp_path, capsys, monkeypatch
):
    monkeypatch.setattr(archives, "Bounds", lambda: Bounds(entries=5))
    files = {f"ada/{number}.txt": b"" for number in range(6)}
    source = zipped(tmp_path / "all.zip", {**files, "ben/sample.ipynb": NOTEBOOK})
    assert collect(source) == 1
    assert "'ada': it has more than 5 files" in capsys.readouterr().out
    assert there(place, "ben") == {"sample.ipynb"}
    assert not (place / "submitted" / "ada").exists()


@pytest.mark.parametrize(
    ("mark", "offset", "bad", "words"),
    [
        (b"ada/sample.ipynb", 19, b"\xff" * 40, "is damaged"),  # within what is packed
        (b"PK\x01\x02", 10, b"\x63", "packed in a way"),  # the method, in the list at the end
    ],
    ids=["bytes", "method"],
)
def test_in_one_archive_what_cannot_be_unpacked_costs_the_others_nothing(
    place, tmp_path, capsys, mark, offset, bad, words
):
    noise = random.Random(1).randbytes(200).hex()
    source = zipped(tmp_path / "all.zip", {"ada/sample.ipynb": noise, "ben/sample.ipynb": NOTEBOOK})
    raw = bytearray(source.read_bytes())
    at = raw.index(mark) + offset
    raw[at : at + len(bad)] = bad
    source.write_bytes(raw)
    assert collect(source) == 1
    assert words in capsys.readouterr().out
    assert there(place, "ben") == {"sample.ipynb"}
    assert not (place / "submitted" / "ada").exists()


def test_pipes_links_and_broken_archives_in_a_folder_are_refused(place, tmp_path, capsys):
    source = tmp_path / "mails"
    (source / "ada").mkdir(parents=True)
    (source / "ada" / "sample.ipynb").symlink_to(place / "roster.json")
    os.mkfifo(source / "ben.ipynb")
    (source / "cleo.zip").write_bytes(b"PK no zip")
    assert collect(source) == 1
    said = capsys.readouterr().out
    assert "3 refused" in said
    assert "'ada': sample.ipynb in it is a link" in said
    assert "'ben.ipynb': it is no plain file" in said
    assert "'cleo.zip': cleo.zip: it is no zip file" in said
    assert not (place / "submitted").exists() or not any((place / "submitted").iterdir())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["sample", "--from", "nowhere"], "neither a folder nor a zip file"),
        (["nothing", "--from", "."], "no assignment nothing"),
        (["sample", "--from", ".", "--at", "tomorrow"], "is no moment"),
        (["sample", "--at", "2026-10-01"], "--at is for --from"),
    ],
)
def test_what_cannot_be_is_one_sentence(desk, capsys, words, told):
    assert cli.main(["collect", *words]) == 1
    assert told in capsys.readouterr().err

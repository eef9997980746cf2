"""Seeds that nobody can compute, secrets that nobody can read, rosters that are right."""

from __future__ import annotations

import json
import os

import pytest

from course_utils import cli, data
from course_utils.company import Parameters, generate
from course_utils.company.engine import cohort

SECRET = b"correct horse battery staple"


@pytest.fixture
def secret(tmp_path):
    file = tmp_path / "secret"
    file.write_bytes(SECRET + b"\n")
    return file


def roster(folder, text):
    file = folder / "roster.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_seed_is_a_keyed_hash_of_the_student():
    # What "openssl dgst -sha256 -hmac" gives for the same text begins so.
    assert cohort.seed_for(SECRET, "ada") == int("8a73c42f33ce182f", 16) >> 1
    students = ["", "ada", "ada ", "Ada", "bob"]
    seeds = {cohort.seed_for(SECRET, s, a) for s in students for a in range(3)}
    assert len(seeds) == 3 * len(students)
    assert all(0 <= seed < 2**63 for seed in seeds)
    assert cohort.seed_for(b"another secret of ours", "ada") not in seeds
    # One letter, two ways to write it in Unicode.
    assert cohort.seed_for(SECRET, "ren\u00e9") == cohort.seed_for(SECRET, "rene\u0301")


def test_a_secret_is_made_once_and_is_its_owners(tmp_path, capsys):
    file = tmp_path / "secret"
    assert cli.main(["secret", str(file)]) == 0
    first = cohort.read_secret(file)
    assert len(first) == 64
    assert cli.main(["secret", str(file)]) == 1
    assert "exists already and is kept" in capsys.readouterr().err
    assert cohort.read_secret(file) == first
    if os.name == "posix":
        assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("text", [b"", b"short\n", None])
def test_what_is_no_secret_is_refused_in_one_sentence(tmp_path, text, capsys):
    file = tmp_path / "secret"
    if text is not None:
        file.write_bytes(text)
    words = ["company", "--cohort", str(file), "--student", "ada", "--out", str(tmp_path / "c")]
    assert cli.main(words) == 1
    assert "make one with 'pmlab secret FILE'" in capsys.readouterr().err
    assert not (tmp_path / "c").exists()


def test_a_student_without_a_secret_is_refused(tmp_path, capsys):
    assert cli.main(["company", "--student", "ada", "--out", str(tmp_path / "c")]) == 1
    assert "--cohort" in capsys.readouterr().err


def test_neither_secret_nor_seed_stands_in_the_folder(tmp_path, secret, capsys):
    out = tmp_path / "ada"
    words = ["company", "--cohort", str(secret), "--student", "ada", "--accounts", "60"]
    assert cli.main([*words, "--out", str(out)]) == 0
    seed = cohort.seed_for(SECRET, "ada")
    for file in out.rglob("*"):
        held = file.read_bytes()
        for form in (SECRET, str(seed).encode(), f"{seed:x}".encode()):
            assert form not in held
        for order in ("big", "little"):
            assert seed.to_bytes(8, order) not in held
    assert str(seed) not in capsys.readouterr().out
    company = data.Folder(out)
    assert company.sealed
    with pytest.raises(data.DataError, match="keeps its seed to itself"):
        _ = company.truth
    parameters = company.unseal(SECRET, "ada")
    assert parameters == Parameters(seed=seed, accounts=60)
    assert company.table("users").equals(generate(seed, 60).table("users"))
    for wrong in ((SECRET, "bob"), (SECRET, ""), (b"another secret of ours", "ada")):
        with pytest.raises(data.DataError, match="This is not the company of"):
            company.unseal(*wrong)


def test_instructors_read_what_is_planted(tmp_path, secret, capsys):
    out = tmp_path / "ada"
    words = ["--cohort", str(secret), "--student", "ada"]
    assert cli.main(["company", *words, "--accounts", "60", "--out", str(out)]) == 0
    capsys.readouterr()
    assert cli.main(["truth", str(out)]) == 1
    assert "keeps its seed to itself" in capsys.readouterr().err
    assert cli.main(["truth", str(out), *words]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == generate(cohort.seed_for(SECRET, "ada"), 60).truth


def test_a_roster_is_read_as_nbgrader_reads_it(tmp_path):
    file = roster(tmp_path, '\ufeffid,first_name,last_name\nada,Ada,"Two, Jr"\nb@x.org,Bo,\n')
    assert cohort.read_roster(file) == ["ada", "b@x.org"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name\nada\n", "has no column 'id'"),
        ("", "has no column 'id'"),
        ("id\n", "names no students"),
        ("id\nada\nbob\nADA\n", "line 4: 'ADA' stands in line 2 already"),
        ("id,x\n../ada,1\n", "line 2: '../ada' cannot be a student's id"),
        ("id,x\n,1\n", "line 2: '' cannot be a student's id"),
        ("id\n.hidden\n", "cannot be a student's id"),
        ("id\nada.\n", "cannot be a student's id"),
    ],
)
def test_a_roster_that_is_wrong_says_where(tmp_path, secret, text, words, capsys):
    file = roster(tmp_path, text)
    out = tmp_path / "companies"
    code = cli.main(["companies", str(file), "--cohort", str(secret), "--out", str(out)])
    assert code == 1
    assert words in capsys.readouterr().err
    assert not out.exists()


def test_a_roster_in_another_encoding_is_one_sentence(tmp_path):
    file = tmp_path / "roster.csv"
    file.write_bytes("id\nren\u00e9\n".encode("latin-1"))
    with pytest.raises(ValueError, match="give a CSV file in UTF-8"):
        cohort.read_roster(file)

"""The doctor's sentences, on machines and courses with one thing wrong at a time."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from sample_cohort import course_in
from sample_course import edit
from traitlets.config import Config

from course_utils import cli
from course_utils.grading import doctor
from course_utils.grading.engine import checkup, launch


def test_attacks_that_succeed_and_machines_that_hold_nothing_are_bad(monkeypatch):
    report = checkup.Report(facts=["Plan 9."], stopped=["a"], succeeded=["b"])
    monkeypatch.setattr("course_utils.grading.engine.doctor", lambda container: report)
    found = doctor.Examination()
    doctor._attack(found, None)
    assert not found.ready
    assert "SUCCEEDED: b" in str(found)
    assert str(found).endswith("Not ready: see what is BAD above.")
    report.succeeded.clear()
    found = doctor.Examination()
    doctor._attack(found, None)
    assert found.ready
    assert str(found).endswith("Ready to grade.")
    assert found.to_json()["ready"]


@pytest.mark.parametrize(("system", "name"), [("darwin", "macOS"), ("win32", "Windows")])
def test_other_systems_say_what_they_can_and_cannot_do(system, name, monkeypatch):
    monkeypatch.setattr(launch.system, "machine", lambda: None)
    monkeypatch.setattr(launch.sys, "platform", system)
    found = doctor.Examination()
    doctor._attack(found, None)
    (finding,) = found.findings
    assert finding.state == doctor.BAD
    assert f"{name} cannot hold a submission by itself" in finding.words
    assert "c.JailedExecute.container" in finding.words
    assert "pmlab grade exercises/NAME --unsafe'" in finding.words


@pytest.mark.skipif(sys.platform != "linux", reason="nothing holds a hand-in there")
def test_the_command_attacks_and_reports(tmp_path, monkeypatch, capsys, tmp_path_factory):
    course = course_in(tmp_path, tmp_path_factory, monkeypatch)
    monkeypatch.setattr(checkup, "ATTACKS", checkup.ATTACKS[:2])
    monkeypatch.chdir(course / "solutions")
    assert cli.main(["doctor", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["ready"]
    assert len(said["stopped"]) == 2
    states = {one["about"]: one["state"] for one in said["findings"]}
    assert states == {
        "versions": "good",
        "alembic": "good",
        "course": "good",
        "data": "good",
        "secrets": "note",
        "gradebook": "good",
        "exchange": "note",
        "jail": "good",
    }
    with sqlite3.connect(course / "gradebook.db") as book:
        book.execute("update alembic_version set version_num = 'older'")
    finding = doctor.gradebook(f"sqlite:///{course}/gradebook.db")
    assert finding.state == doctor.BAD
    assert "nbgrader db upgrade" in finding.words
    (course / "gradebook.db").write_bytes(b"no database at all, and long enough to be one" * 99)
    assert "cannot be opened" in doctor.gradebook(f"sqlite:///{course}/gradebook.db").words
    (course / "gradebook.db").unlink()
    assert doctor.gradebook(f"sqlite:///{course}/gradebook.db").state == doctor.NOTE
    edit(course / "datasets" / "datapackage.json", "accounts", "acounts")
    assert doctor.datasets(course).state == doctor.BAD


def test_versions_that_do_not_fit_are_named(monkeypatch):
    monkeypatch.setattr(
        doctor.importlib.metadata,
        "requires",
        lambda name: ["numpy>=99", "no-such-thing>=1", "pytest>=1", "ruff>=99; extra == 'dev'"],
    )
    (finding,) = doctor.versions()
    assert finding.state == doctor.BAD
    assert "numpy" in finding.words
    assert "no-such-thing is missing" in finding.words
    assert "pytest" not in finding.words
    assert "ruff" not in finding.words


@pytest.mark.parametrize(("beside", "state"), [(True, "note"), (False, "bad")])
def test_alembic_off_the_path(beside, state, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(doctor.sys, "executable", str(tmp_path / "bin" / "python"))
    (tmp_path / "bin").mkdir()
    if beside:
        (tmp_path / "bin" / ("alembic" + ".exe" * (os.name == "nt"))).touch()
    assert doctor.alembic().state == state


@pytest.mark.skipif(os.name == "nt", reason="nbgrader has no exchange there")
@pytest.mark.parametrize(
    ("mode", "state", "words"),
    [
        (0o1777, "good", "nobody can rename"),
        (0o777, "bad", "chmod 1777"),
        (0o700, "note", "need a shared one"),
        (None, "note", "not there yet"),
    ],
)
def test_exchange_that_students_could_spoil(mode, state, words, tmp_path):
    place = tmp_path / "exchange"
    if mode is not None:
        place.mkdir()
        place.chmod(mode)
    app = SimpleNamespace(config=Config({"Exchange": {"root": str(place)}}))
    finding = doctor.exchange(app)
    assert finding.state == state
    assert words in finding.words
    assert Path(finding.words.split("chmod 1777 ")[-1].split("'")[0]) == place or mode != 0o777


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("PMLAB_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.mark.skipif(os.name == "nt", reason="rights are others there")
def test_secrets_have_one_home_that_only_their_owner_reads(home, tmp_path, monkeypatch, capsys):
    root = tmp_path / "course"
    root.mkdir()
    assert doctor.secrets(root).state == doctor.NOTE
    monkeypatch.setenv("PMLAB_COURSE", "pm 2026")
    assert cli.main(["secret"]) == 0
    file = home / "secrets" / "pm_2026.secret"
    assert str(file) in capsys.readouterr().out
    assert [path.stat().st_mode & 0o777 for path in (home, file.parent, file)] == [
        0o700, 0o700, 0o600,
    ]  # fmt: skip
    assert doctor.secrets(root).state == doctor.GOOD
    assert cli.main(["secret"]) == 1
    for path, mode, words in ((home, 0o755, "chmod 700"), (file, 0o644, "chmod 600")):
        before = path.stat().st_mode & 0o777
        path.chmod(mode)
        finding = doctor.secrets(root)
        assert finding.state == doctor.BAD
        assert words in finding.words
        path.chmod(before)
    (root / "cohort.secret").write_bytes(file.read_bytes())
    finding = doctor.secrets(root)
    assert finding.state == doctor.BAD
    assert "cohort.secret looks like a cohort's secret" in finding.words


@pytest.mark.skipif(os.name == "nt", reason="nbgrader has no exchange there")
def test_the_loops_own_exchange_is_not_bad(home, tmp_path):
    from nbgrader.coursedir import CourseDirectory

    from course_utils.grading import configure
    from course_utils.grading.nbgrader.collect import Release

    config = Config()
    configure(config, tmp_path / "course")
    assert config.Exchange.root == str(home / "exchange")
    for place in (home / "exchange", tmp_path / "shared"):
        config.Exchange.root = str(place)
        course = CourseDirectory(config=config, assignment_id="metrics")
        release = Release(coursedir=course, config=config)
        release.ensure_root()
        release.init_dest()
        assert doctor.exchange(SimpleNamespace(config=config)).state != doctor.BAD
        assert (place / "pmlab" / "inbound").stat().st_mode & 0o1777 == 0o1733

"""A policy, from the instructor's choice to what stands in the release."""

from __future__ import annotations

import json

import pytest
from sample_course import SAMPLE, make_course

from course_utils import cli, data
from course_utils.company.engine import cohort
from course_utils.exercises import compile_checks, load_key
from course_utils.exercises.policy import OWN, choose
from course_utils.grading import companies


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    from course_utils.company import generate

    base = tmp_path_factory.mktemp("policy")
    generate(seed=2026, accounts=1000).write(base / "datasets")
    root = make_course(base / "course", base / "datasets")
    (root / cli.HOME).parent.mkdir()
    (root / cli.HOME).write_text("{}", encoding="utf-8")
    for step in ("solutions", "exercises"):
        (root / step / "sample").mkdir(parents=True)
    return root


def checks(path):
    return json.loads(path.read_text(encoding="utf-8"))


def told(found):
    return {name for name, entry in found["exercises"].items() if "right" in entry}


def test_an_instructor_chooses_and_the_release_follows(course, monkeypatch, capsys):
    monkeypatch.chdir(course)
    assert cli.main(["policy", "sample"]) == 0
    assert "none was chosen" in capsys.readouterr().out
    found = {}
    for policy in ("open", "rehearse", "exam"):
        assert cli.main(["policy", "sample", policy]) == 0
        texts = {
            (course / s / "sample/checks.json").read_text() for s in ("solutions", "exercises")
        }
        assert len(texts) == 1
        found[policy] = told(json.loads(texts.pop()))
        assert cli.main(["policy", "sample"]) == 0
        assert f"sample: {policy}." in capsys.readouterr().out
    assert found["exam"] == set()
    assert set() < found["rehearse"] < found["open"]
    assert cli.main(["policy", "nothing", "exam"]) == 1
    assert "There is no curriculum/NN_nothing/key.py" in capsys.readouterr().err


def test_students_companies_tell_the_form_unless_another_policy_was_chosen(course, monkeypatch):
    tries = list(cohort.candidates(b"a secret of the cohort", "ada", 1000))
    (course / "policy.json").unlink(missing_ok=True)
    folder = course / "companies" / "ada"
    companies.make(course, folder, tries)
    path = folder / "checks" / "sample.json"
    assert told(checks(path)) == set()
    assert checks(path)["words"] == OWN
    assert companies.ready(course, folder, tries)
    key = load_key(course / "curriculum" / SAMPLE)
    full = compile_checks(key, data.open(course / "datasets"), cost=2)
    monkeypatch.setattr(
        companies,
        "compile_checks",
        lambda key, source, exercises: {**full, "company": source.fingerprint},
    )
    choose(course, "sample", "open")
    assert companies.ready(course, folder, tries)  # brought up to date
    assert told(checks(path))
    choose(course, "sample", "exam")
    assert companies.ready(course, folder, tries)
    assert told(checks(path)) == set()


def test_students_companies_bring_the_policy_that_they_need(course, monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(course)
    (course / "policy.json").unlink(missing_ok=True)
    (tmp_path / "secret").write_bytes(b"another secret of the cohort")
    (tmp_path / "roster.csv").write_text("id\nada\n", encoding="utf-8")
    monkeypatch.setattr(companies, "make_all", lambda *_: iter(()))
    cli.main(["companies", str(tmp_path / "roster.csv"), "--cohort", str(tmp_path / "secret")])
    assert "sample: rehearse, since marks come from" in capsys.readouterr().out
    assert checks(course / "exercises/sample/checks.json")["policy"] == "rehearse"

"""What students of a cohort get of checks: on their own company nothing to search, on the course's
nothing that holds on theirs."""

from __future__ import annotations

import json
import shutil

import pytest
from companies import companies
from places import ROOT
from sample_cohort import built
from sample_course import CURRICULUM, SAMPLE
from sample_desk import isolated
from searching import sealed, search

from course_utils import cli, data
from course_utils.exercises import compile_checks, load_key
from course_utils.exercises.policy import SAME, told
from course_utils.grading import home
from course_utils.grading.desk import command
from course_utils.grading.policies import same_elsewhere

KEY = load_key(CURRICULUM / SAMPLE)
# Of choices, of numbers and of tables; the rule is the same for all lessons, and takes its time.
RELEASES = [ROOT / "exercises" / skill / "checks.json" for skill in ("delivery", "research")]
PEOPLE = ["ada", "ben"]


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """A cohort in which each has a company, made as an instructor makes it."""
    folder = tmp_path_factory.mktemp("stored")
    with pytest.MonkeyPatch.context() as patch:
        isolated(folder, patch)
        course = shutil.copytree(built(tmp_path_factory), folder / "course")
        (course / cli.HOME).parent.mkdir()
        (course / cli.HOME).write_text("{}", encoding="utf-8")
        patch.chdir(course)
        assert command.main(["new", "../autumn", "--per-student"]) == 0
        home.secret_of("autumn").write_bytes(b"a secret that is the same whenever this runs")
        patch.chdir(folder / "autumn")
        (folder / "autumn" / "list.csv").write_text("\n".join(["id", *PEOPLE]), encoding="utf-8")
        assert command.main(["roster", "list.csv"]) == 0
        assert (
            command.main(["companies", "--jobs", "2"]) == 0
        )  # not in this process, which keeps what it opened
    return folder / "autumn"


def checks(path):
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("student", PEOPLE)
def test_a_stored_company_holds_nothing_that_can_be_searched(stored, student):
    folder = stored / "companies" / student
    found = checks(folder / "checks" / "sample.json")
    source = data.open(folder)
    full = compile_checks(KEY, source, cost=2)
    assert set(search(full)) >= {"culprit", "free_share", "robust", "steps"}, "without a policy"
    assert set(found["exercises"]) == set(full["exercises"])
    assert search(found) == {}
    assert not sealed(found["exercises"])
    assert not any(entry.get("parts") for entry in found["exercises"].values())
    text = (folder / "checks" / "sample.json").read_text(encoding="utf-8")
    share = KEY.exercises["free_share"].answer(source)
    assert str(round(float(share), 6)) not in text
    for exercise in KEY.exercises.values():
        for mistake in exercise.mistakes:
            assert mistake.message not in text, "it would say which slip somebody made"


def test_companies_that_are_there_are_told_to_programs(stored, monkeypatch, capsys):
    monkeypatch.setenv("PMLAB_HOME", str(stored.parent / "home" / ".local" / "share" / "pmlab"))
    monkeypatch.chdir(stored)
    assert command.main(["companies", "--jobs", "1", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found == {"made": [], "there": PEOPLE, "failed": {}}


def test_a_stored_company_has_the_checks_of_no_other(stored):
    prints = {
        student: checks(stored / "companies" / student / "checks" / "sample.json")["company"]
        for student in PEOPLE
    }
    assert len(set(prints.values())) == len(PEOPLE)
    for student, company in prints.items():
        assert data.open(stored / "companies" / student).fingerprint == company


def accepted(key, found, source):
    """Return which answers that were found elsewhere are right on a company."""
    right = {name: key.exercises[name].reference(source) for name in found}
    return {name for name, guess in found.items() if right[name].accepts(
        right[name].form.canonical(guess))}  # fmt: skip


def test_what_a_rehearsal_gives_away_is_worth_nothing_on_ones_own(stored):
    public = checks(stored / "exercises" / "sample" / "checks.json")
    assert public["policy"] == "rehearse"
    found = search(public)
    assert found, "a rehearsal tells"
    for student in PEOPLE:
        assert accepted(KEY, found, data.open(stored / "companies" / student)) == set()


@pytest.mark.long
@pytest.mark.parametrize("path", RELEASES, ids=lambda path: path.parent.name)
def test_what_a_rehearsed_release_gives_away_fails_on_some_company(path):
    """Of what searching finds under `rehearse` no answer is right on all of three other companies."""
    skill = path.parent.name
    key = load_key(next((ROOT / "curriculum").glob(f"[0-9][0-9]_{skill}")))
    same = same_elsewhere(key, data.open(ROOT / "datasets"))
    full = checks(path)
    rehearsed = told(full, "rehearse", same=same)
    for name in same:
        entry = rehearsed["exercises"][name]
        assert not sealed(entry), name
        assert entry["why"] == SAME
    earning = {name: entry for name, entry in rehearsed["exercises"].items() if entry["points"]}
    found = search({**rehearsed, "exercises": earning})
    for source in companies([41, 42, 43]):
        holding = accepted(key, found, source)
        found = {name: guess for name, guess in found.items() if name in holding}
    assert found == {}

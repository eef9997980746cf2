"""A company of one's own: the lesson shows its numbers, check() and the verdict judge by it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from places import ROOT
from sample_course import CURRICULUM, SAMPLE, make_course

from course_utils import cli, data
from course_utils.company.engine import cohort
from course_utils.exercises import check, learner
from course_utils.exercises.check_cell import check_name
from course_utils.grading import companies, course

pytestmark = pytest.mark.long

SECRET = b"correct horse battery staple"
ACCOUNTS = 1000


@pytest.fixture(scope="module")
def ada(tmp_path_factory):
    """Ada's company with checks for every key of the course."""
    folder = tmp_path_factory.mktemp("own") / "ada"
    companies.make(ROOT, folder, cohort.candidates(SECRET, "ada", ACCOUNTS), policy="open")
    return folder


# The lesson

NUMBER = re.compile(r"\d")


def shown(notebook):
    """Text of each code cell's outputs, where there is a number in it, by the cell's source."""
    found = {}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            texts = []
            for output in cell.outputs:
                texts.append(str(output.get("text", "")))
                told = output.get("data", {})
                texts += [
                    told[k] for k in ("text/plain", "text/markdown", "text/html") if k in told
                ]
            if NUMBER.search("\n".join(texts)):
                found[cell.source] = "\n".join(texts)
    return found


def test_the_lesson_runs_on_it_and_changes_every_number(ada, tmp_path):
    built = ROOT / "notebooks" / "07_metrics.ipynb"
    copy = tmp_path / built.name
    shutil.copy(built, copy)
    (tmp_path / "checks").mkdir()
    shutil.copy(built.parent / "checks" / "07_metrics.json", tmp_path / "checks")
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PMLAB", "NBGRADER"))}
    env |= {"PYTHONPATH": str(ROOT), "PMLAB_COMPANY": str(ada), "PYTHONUTF8": "1"}
    convert = [sys.executable, "-m", "jupyter", "nbconvert", "--to", "notebook", "--execute"]
    done = subprocess.run(
        [*convert, "--inplace", "--ExecutePreprocessor.timeout=300", str(copy)],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    before, after = (shown(nbformat.read(path, as_version=4)) for path in (built, copy))
    assert len(before) > 20
    # A sentence that the data choose may have a number on one company and none on the other.
    assert [s for s in before.keys() ^ after.keys() if not s.startswith("Markdown(")] == []
    unchanged = [source for source in before if before[source] == after.get(source)]
    # A call that is given nothing shows no data, the detectives' board none before a test, and a
    # question is the same everywhere.
    asks = r"(?:[^\n]*\n)*?(\w+) = (?:widgets\.\w+|predict)\(.*\)\n\1"
    silent = rf"[\w.]+\(\)|explore\.detective\(.*\)|{asks}|\w+ = \.\.\."
    shows = [s for s in unchanged if not re.fullmatch(silent, s, re.S) and not check_name(s)]
    assert shows == []


# The check and the verdict


@pytest.fixture
def desk(ada, tmp_path, monkeypatch):
    """Stand beside the released notebook with Ada's company in use."""
    shutil.copy(ROOT / "exercises" / "metrics" / "checks.json", tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(learner, "_desk", None)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    data.use(ada)
    yield tmp_path
    data.use(None)


def test_check_and_verdict_follow_the_company(ada, desk, tmp_path):
    root = tmp_path / "course"
    shutil.copytree(ada, root / "companies" / "ada")
    (root / "datasets").symlink_to(ROOT / "datasets")
    assignment = course.find_assignment(ROOT, "metrics")
    own, public = course.find_company(root, "ada"), course.find_company(root, "bob")
    assert own.fingerprint == data.source().fingerprint != public.fingerprint
    numbers = ["stickiness", *list(assignment.key.exercises)[:3]]
    for name in dict.fromkeys(numbers):
        if name not in assignment.key.exercises:
            continue
        right, there = (assignment.reference(name, source) for source in (own, public))
        assert check(name, right.value).state == "right"
        answers = [r.form.encode(r.value) for r in (right, there)]
        assert assignment.judge(name, answers[0], own).share == 1.0
        if answers[0] != answers[1]:
            assert check(name, there.value).state != "right"
            assert assignment.judge(name, answers[1], own).share < 1.0


def test_a_company_without_checks_says_that_they_belong_to_another(ada, desk, tmp_path, capsys):
    bare = tmp_path / "bare"
    shutil.copytree(ada, bare, ignore=shutil.ignore_patterns("checks"))
    data.use(bare)
    assert check("stickiness", 0.3).state == "notice"
    assert "These checks belong to another company's data" in capsys.readouterr().out


def test_damaged_checks_of_a_company_are_one_sentence(ada, desk, tmp_path, capsys):
    broken = tmp_path / "broken"
    shutil.copytree(ada, broken)
    (broken / "checks" / "metrics.json").write_text("{", encoding="utf-8")
    data.use(broken)
    assert check("stickiness", 0.3).state == "notice"
    assert "metrics.json cannot be used: it is damaged" in capsys.readouterr().out


# A roster


@pytest.fixture
def small_course(tmp_path, ada):
    return make_course(tmp_path / "course", ada, CURRICULUM / SAMPLE)


def make(course_root, students, jobs=1):
    wanted = {s: list(cohort.candidates(SECRET, s, 60)) for s in students}
    made = companies.make_all(course_root, course_root / "companies", wanted, jobs)
    return {result.student: result.state for result in made}


@pytest.fixture
def any_key(monkeypatch):
    """Let small companies do: what is asked here is not whether an exercise is well posed."""
    monkeypatch.setattr(
        companies, "compile_checks", lambda key, source, exercises: {"company": source.fingerprint}
    )


def test_a_roster_goes_on_where_it_was(small_course, any_key):
    assert make(small_course, ["ada", "bob"]) == {"ada": "made", "bob": "made"}
    folder = small_course / "companies"
    stamp = (folder / "ada" / "events.parquet").stat().st_mtime_ns
    prints = {s: data.Folder(folder / s).fingerprint for s in ("ada", "bob")}
    assert len(set(prints.values())) == 2
    shutil.rmtree(folder / "bob")
    states = make(small_course, ["ada", "bob", "cem"])
    assert states == {"ada": "there", "bob": "made", "cem": "made"}
    assert (folder / "ada" / "events.parquet").stat().st_mtime_ns == stamp
    assert data.Folder(folder / "bob").fingerprint == prints["bob"]


def test_checks_of_an_older_key_are_made_again(small_course, any_key):
    make(small_course, ["ada"])
    file = small_course / "companies" / "ada" / "checks" / "sample.json"
    fresh = file.read_text(encoding="utf-8")
    stale = json.dumps({**json.loads(fresh), "made_of": "an older key"})
    file.write_text(stale, encoding="utf-8")
    assert make(small_course, ["ada"]) == {"ada": "there"}
    assert file.read_text(encoding="utf-8") == fresh


def test_what_is_no_company_of_the_students_stays(small_course, any_key):
    folder = small_course / "companies"
    (folder / "ada").mkdir(parents=True)
    (folder / "ada" / "thesis.txt").write_text("mine", encoding="utf-8")
    make(small_course, ["cem"])
    shutil.copytree(folder / "cem", folder / "bob")
    states = make(small_course, ["ada", "bob", "cem"])
    assert "holds something that is not a company" in states["ada"]
    assert "holds another company" in states["bob"]
    assert states["cem"] == "there"
    assert (folder / "ada" / "thesis.txt").read_text(encoding="utf-8") == "mine"


def test_a_badly_posed_company_gives_way_to_the_next(small_course, monkeypatch):
    first = next(cohort.candidates(SECRET, "ada", 60))

    def picky(key, source, exercises):
        if source.fingerprint == first.fingerprint:
            from course_utils.exercises import BadKey, Problem

            raise BadKey([Problem("key.py", 1, "this mistake gives the right answer")])
        return {"company": source.fingerprint}

    monkeypatch.setattr(companies, "compile_checks", picky)
    assert make(small_course, ["ada"]) == {"ada": "made"}
    company = data.Folder(small_course / "companies" / "ada")
    assert company.fingerprint != first.fingerprint
    assert company.unseal(SECRET, "ada").seed == cohort.seed_for(SECRET, "ada", 1)


def test_nothing_is_left_of_a_company_that_cannot_be_made(small_course, monkeypatch):
    def broken(key, source, exercises):
        raise OSError("No space left on device")

    monkeypatch.setattr(companies, "compile_checks", broken)
    assert make(small_course, ["ada"]) == {"ada": "No space left on device"}
    assert list((small_course / "companies").iterdir()) == []


def test_a_half_written_company_stops_the_grading(small_course):
    (small_course / "companies" / "ada").mkdir(parents=True)
    with pytest.raises(course.CannotGrade, match="cannot be used for grading"):
        course.find_company(small_course, "ada")


def test_a_company_of_a_seed_has_checks_if_wanted(small_course, any_key, monkeypatch, capsys):
    (small_course / cli.HOME).parent.mkdir()
    (small_course / cli.HOME).write_text("{}", encoding="utf-8")
    monkeypatch.chdir(small_course)
    words = ["company", "--seed", "7", "--accounts", "60", "--checks", "--out", "mine"]
    assert cli.main(words) == 0
    checks = json.loads((small_course / "mine" / "checks" / "sample.json").read_text("utf-8"))
    assert checks["company"] == data.Folder("mine").fingerprint
    assert cli.main(words) == 0  # a company is replaced with its checks


@pytest.mark.parametrize("where", ["file", "file/inside", "checked"])
def test_what_cannot_be_written_is_one_sentence_and_stays(tmp_path, monkeypatch, capsys, where):
    monkeypatch.chdir(tmp_path)
    Path("file").write_text("mine", encoding="utf-8")
    assert cli.main(["company", "--accounts", "60", "--out", "checked"]) == 0
    Path("checked/checks").mkdir()
    Path("checked/checks/notes.txt").write_text("mine", encoding="utf-8")
    capsys.readouterr()
    before = sorted(tmp_path.rglob("*"))
    assert cli.main(["company", "--seed", "3", "--accounts", "60", "--out", where]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "Errno" not in said
    assert sorted(tmp_path.rglob("*")) == before
    assert Path("file").read_text(encoding="utf-8") == "mine"


def test_a_company_of_another_version_stays(small_course, any_key):
    make(small_course, ["ada"])
    file = small_course / "companies" / "ada" / "datapackage.json"
    package = json.loads(file.read_text(encoding="utf-8"))
    for resource in package["resources"]:
        del resource["version"]
    file.write_text(json.dumps(package), encoding="utf-8")
    before = file.read_bytes()
    assert "holds another company" in make(small_course, ["ada"])["ada"]
    assert file.read_bytes() == before
    with pytest.raises(course.CannotGrade, match="written by another version"):
        course.find_company(small_course, "ada")


def test_stopping_says_how_to_go_on(small_course, monkeypatch, tmp_path, capsys):
    (small_course / cli.HOME).parent.mkdir()
    (small_course / cli.HOME).write_text("{}", encoding="utf-8")
    monkeypatch.chdir(small_course)
    (tmp_path / "secret").write_bytes(SECRET)
    (tmp_path / "roster.csv").write_text("id\nada\n", encoding="utf-8")

    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(companies, "_one", stopped)
    words = ["companies", str(tmp_path / "roster.csv"), "--cohort", str(tmp_path / "secret")]
    assert cli.main([*words, "--jobs", "1"]) == 1
    assert "run the same command again" in capsys.readouterr().err

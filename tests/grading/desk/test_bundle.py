"""What students get: all that they need and nothing else, opened, worked on and handed in."""

from __future__ import annotations

import os
import re
import shutil
import sys
import zipfile

import nbformat
import pytest
from nbclient import NotebookClient
from nbgrader.auth import Authenticator
from nbgrader.exchange.default import ExchangeSubmit
from places import ROOT
from sample_cohort import answer
from sample_desk import copied, started

from course_utils import cli
from course_utils.exercises import load_key
from course_utils.grading.desk import command, settings
from course_utils.grading.desk.bundle import bundle
from course_utils.grading.desk.status import status
from course_utils.grading.nbgrader.app import opened, working_in


@pytest.fixture
def class_of_own(desk, monkeypatch):
    """Give ada a company, and ben none."""
    text = (desk / settings.FILE).read_text(encoding="utf-8")
    text = text.replace("per_student = false", "per_student = true")
    (desk / settings.FILE).write_text(text, encoding="utf-8")
    shutil.copytree(desk / "datasets", desk / "companies" / "ada")
    (desk / "notebooks").mkdir(exist_ok=True)
    (desk / cli.HOME).write_text("{}", encoding="utf-8")
    (desk / "exercises" / "sample" / "answers").mkdir()
    (desk / "exercises" / "sample" / "answers" / "steps.json").write_text("{}", encoding="utf-8")
    return desk


def names(path):
    return {p.relative_to(path).as_posix() for p in path.rglob("*") if p.is_file()}


def test_a_bundle_holds_what_a_student_needs_and_nothing_else(class_of_own, capsys):
    assert command.main(["bundle", "--student", "ada"]) == 0
    hub, place = class_of_own / "bundles" / "hub", class_of_own / "bundles" / "zip"
    assert names(hub / "course") - {n for n in names(hub / "course") if n.startswith("datasets/")} == {
        "README.md", "nbgrader_config.py", cli.HOME.as_posix(),
        "exercises/sample/sample.ipynb", "exercises/sample/checks.json",
    }  # fmt: skip
    assert names(hub / "companies" / "ada") == names(class_of_own / "datasets")
    assert (hub / "companies" / "ada").stat().st_mode & 0o077 == 0 or os.name == "nt"
    (made,) = place.iterdir()
    with zipfile.ZipFile(made) as zipped:
        inside = zipped.namelist()
        texts = {name: zipped.read(name) for name in inside if "/course_utils/" not in name}
    assert {"autumn/start.py", "autumn/course_utils/data.py", "autumn/LICENSE"} <= set(inside)
    assert {f"autumn/company/{n}" for n in names(hub / "companies" / "ada")} <= set(inside)
    forbidden = ("curriculum", "solutions", "key.py", "gradebook", "roster", "cohort.toml", "ada")
    assert [n for n in texts if any(part in forbidden for part in n.split("/"))] == []
    key = class_of_own / "curriculum" / "01_sample"
    secrets = [
        line.encode()
        for path in key.glob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if "df" in line or "by_plan" in line or "listed[" in line
    ]
    assert secrets
    for name, text in texts.items():
        assert not any(secret.strip() in text for secret in secrets), name
        assert b"BEGIN SOLUTION" not in text, name


def test_who_has_no_company_is_named_and_gets_nothing(class_of_own, capsys):
    assert command.main(["bundle", "sample"]) == 1
    said = capsys.readouterr()
    assert "ben" in said.err
    assert [p.name for p in (class_of_own / "bundles" / "zip").iterdir()] == ["ada.zip"]
    assert command.main(["bundle", "--student", "nobody"]) == 1
    assert "no student nobody" in capsys.readouterr().err
    assert command.main(["bundle", "--student", "ben"]) == 1
    assert "pmlab cohort companies" in capsys.readouterr().err


def test_a_class_with_one_company_gets_one_file(desk, capsys):
    assert command.main(["bundle"]) == 0
    assert [p.name for p in (desk / "bundles" / "zip").iterdir()] == ["autumn.zip"]
    assert [p.name for p in (desk / "bundles" / "hub").iterdir()] == ["course"]


@pytest.mark.skipif(sys.platform == "win32", reason="nbgrader has no exchange there")
def test_a_student_unpacks_it_does_an_exercise_and_hands_in(
    class_of_own, tmp_path, monkeypatch, capsys
):
    exchange = tmp_path / "exchange"
    monkeypatch.setenv("PMLAB_EXCHANGE", str(exchange))
    assert command.main(["release", "sample"]) == 0
    assert command.main(["bundle"]) == 1, "ben has no company"
    with zipfile.ZipFile(class_of_own / "bundles" / "zip" / "ada.zip") as zipped:
        zipped.extractall(tmp_path / "at home")
    home = tmp_path / "at home" / "autumn"
    assert cli.own_company(home) == home / "company"

    work = home / "exercises" / "sample"
    solved = {"free_share": 'free_share = (data.load("accounts")["plan"] == "free").mean()'}
    answer(work, solved)
    monkeypatch.setenv("PYTHONPATH", str(home))  # the package that was unpacked, not this checkout
    monkeypatch.setenv("PMLAB_COMPANY", str(home / "company"))
    notebook = nbformat.read(work / "sample.ipynb", as_version=4)
    notebook.cells = notebook.cells[:5]
    notebook.cells.append(nbformat.v4.new_code_cell("import course_utils; course_utils.__file__"))
    NotebookClient(notebook, resources={"metadata": {"path": str(work)}}).execute()
    assert str(home) in notebook.cells[-1].outputs[0].data["text/plain"]
    (said,) = notebook.cells[4].outputs
    assert "Right" in said.data["text/plain"]
    assert (work / "progress" / "free_share.json").is_file()

    monkeypatch.delenv("PMLAB_COMPANY")
    submit(home, "ada")
    assert cli.main(["collect", "sample"]) == 0
    taken = class_of_own / "submitted" / "ada" / "sample"
    assert (taken / "sample.ipynb").read_bytes() == (work / "sample.ipynb").read_bytes()
    assert (taken / "progress" / "free_share.json").is_file()
    rows = {row.student: row for row in status(class_of_own, settings.read(class_of_own)).rows}
    assert (rows["ada"].state, rows["ada"].company) == ("to grade", "own")


def squeezed(text):
    """Return bytes without white space, quotes and backslashes, which formats change."""
    return re.sub(rb"[\s\"'\\]", b"", text)


@pytest.fixture(scope="module")
def lessons(tmp_path_factory):
    """Bundles of a cohort with all of the course's lessons and assignments: a folder, and a file."""
    folder = tmp_path_factory.mktemp("lessons")
    with pytest.MonkeyPatch.context() as patch:
        root = copied(started(tmp_path_factory), folder, patch)
        shutil.rmtree(root / "datasets")
        for part in ("notebooks", "datasets", "exercises", "solutions", "curriculum"):
            left = shutil.ignore_patterns("answers", "progress", "feedback", "__pycache__", ".*")
            shutil.copytree(ROOT / part, root / part, ignore=left, dirs_exist_ok=True)
        skills = sorted(path.name for path in (ROOT / "exercises").iterdir() if path.is_dir())
        out = folder / "out"
        made = bundle(root, settings.read(root), skills, [], out)
        with zipfile.ZipFile(made.zips[0]) as zipped:
            zipped.extractall(folder / "at home")
    return made.hub / "course", folder / "at home" / "autumn"


@pytest.mark.long
@pytest.mark.parametrize("place", [0, 1], ids=["folder", "zip"])
def test_with_all_lessons_there_is_nothing_of_keys_and_solutions(lessons, place):
    """Names, and bytes: every exemplar of every written answer, and the marks of solutions."""
    inside = {path: path.relative_to(lessons[place]) for path in lessons[place].rglob("*")}
    assert sum(path.suffix == ".ipynb" for path in inside) > 15
    hidden = {"curriculum", "solutions", "key.py", "review.md", "weak.md", "strong.md",
              "gradebook.db", "roster.json"}  # fmt: skip
    for name in inside.values():  # the package has modules and a template of such names
        assert name.parts[0] == "course_utils" or not hidden & set(name.parts), name
    secrets = {}
    for key in sorted((ROOT / "curriculum").glob("[0-9][0-9]_*/key.py")):
        for exercise in load_key(key.parent).exercises.values():
            if exercise.form.manual:
                for score, text in exercise.form.exemplars.items():
                    secrets[exercise.name, score] = squeezed(text.encode())
    assert len(secrets) > 15
    assert all(len(text) > 40 for text in secrets.values())
    for path, name in inside.items():
        if not path.is_file() or path.suffix in (".parquet", ".duckdb"):
            continue
        text = squeezed(path.read_bytes())
        assert [key for key, secret in secrets.items() if secret in text] == [], name
        if path.suffix in (".ipynb", ".json") and "course_utils" not in name.parts:
            assert b"BEGINSOLUTION" not in text, name


@pytest.mark.long
def test_lessons_of_a_bundle_open_and_run_their_first_cell(lessons, monkeypatch):
    """With the package that came with them, in the folder in which they stand."""
    home = lessons[1]
    monkeypatch.setenv("PYTHONPATH", str(home))
    monkeypatch.delenv("PMLAB_COMPANY", raising=False)
    numbered = sorted((home / "notebooks").glob("[0-9][0-9]_*.ipynb"))
    assert len(numbered) == len(list((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb")))
    for path in numbered:
        notebook = nbformat.read(path, as_version=4)
        first = next(n for n, cell in enumerate(notebook.cells) if cell.cell_type == "code")
        notebook.cells = notebook.cells[: first + 1]
        where = nbformat.v4.new_code_cell("import course_utils; course_utils.__file__")
        notebook.cells.append(where)
        NotebookClient(notebook, resources={"metadata": {"path": str(path.parent)}}).execute()
        shown = [output for cell in notebook.cells for output in cell.get("outputs", [])]
        assert not [output for output in shown if output.output_type == "error"], path.name
        assert str(home) in where.outputs[0].data["text/plain"], path.name


def submit(home, student):
    """Do what ``nbgrader submit sample`` does in a folder, with the settings that stand there."""
    app = opened(home, assignment_id="sample", student_id=student)
    with working_in(home):
        who = Authenticator(parent=app)
        ExchangeSubmit(coursedir=app.coursedir, authenticator=who, parent=app).start()

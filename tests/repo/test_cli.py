"""The pmlab command: the sentences that it says, and the lab that it opens."""

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from places import ROOT

from course_utils import cli


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A folder that looks like a course and is the working directory."""
    home = tmp_path / cli.HOME
    home.parent.mkdir()
    home.write_text("{}", encoding="utf-8")
    monkeypatch.chdir(home.parent)
    return tmp_path


@pytest.fixture
def taken():
    """A port that something else listens on."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_course_is_found_from_a_folder_inside(course):
    assert cli.course_root() == course


def test_missing_datasets_are_one_sentence(course, capsys):
    assert cli.main(["lab"]) == 1
    said = capsys.readouterr().err
    assert str(course / "datasets") in said
    assert "Traceback" not in said


def test_named_port_in_use_is_one_sentence(taken):
    with pytest.raises(cli.Problem, match=f"Port {taken} is in use"):
        cli.choose_port(taken)


def test_next_port_is_taken_when_none_was_named(taken, monkeypatch, capsys):
    monkeypatch.setattr(cli, "PORT", taken)
    assert cli.choose_port(None) > taken
    assert f"Port {taken} is in use" in capsys.readouterr().out


@pytest.mark.parametrize("port", [-1, 70000])
def test_impossible_port_is_one_sentence(port):
    with pytest.raises(cli.Problem, match="name another"):
        cli.choose_port(port)


def test_folder_without_write_permission_is_one_sentence(monkeypatch):
    monkeypatch.setattr(cli.os, "access", lambda path, mode: False)
    with pytest.raises(cli.Problem, match="copy the course to a folder of your own"):
        cli.check_course(ROOT)


def test_lab_needs_no_network_and_starts_at_home():
    command = cli.lab_command(ROOT, 8888, browser=False, extra=["--debug"])
    assert "--LabApp.news_url=None" in command
    assert "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate" in command
    assert "--LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb" in command
    assert command[-1] == "--debug"


def test_a_course_opens_with_the_tabs_of_no_other(tmp_path):
    command = cli.lab_command(tmp_path, 8888, browser=False, extra=[])
    assert f"--LabApp.workspaces_dir={tmp_path / '.pmlab' / 'workspaces'}" in command


def test_learners_do_not_see_the_instructors_tools(monkeypatch):
    monkeypatch.delenv("JUPYTER_CONFIG_PATH", raising=False)
    folder = Path(cli.lab_environment(instructor=False)["JUPYTER_CONFIG_PATH"])
    page = json.loads((folder / "labconfig" / "page_config.json").read_text(encoding="utf-8"))
    assert page["disabledExtensions"]["@jupyter/nbgrader"]
    assert "JUPYTER_CONFIG_PATH" not in cli.lab_environment(instructor=True)


def test_company_is_written_whole_or_not_at_all(tmp_path, capsys):
    out = tmp_path / "mine"
    assert cli.main(["company", "--seed", "7", "--accounts", "60", "--out", str(out)]) == 0
    assert (out / "datapackage.json").is_file()
    assert (
        cli.main(["company", "--seed", "7", "--accounts", "-1", "--out", str(tmp_path / "b")]) == 1
    )
    assert "accounts" in capsys.readouterr().err
    assert not (tmp_path / "b").exists()


def test_no_command_lists_all(capsys):
    assert cli.main([]) == 0
    said = capsys.readouterr().out
    assert all(name in said for name in ("lab", "grade", "doctor", *cli.ELSEWHERE))


def test_kernels_of_the_lab_explain_missing_names_and_keep_what_was_configured(monkeypatch):
    monkeypatch.setenv("JUPYTER_PATH", "mine")
    for instructor in (True, False):
        ours, rest = cli.lab_environment(instructor)["JUPYTER_PATH"].split(cli.os.pathsep)
        assert rest == "mine"
        spec = json.loads(Path(ours, "kernels", "python3", "kernel.json").read_text("utf-8"))
        assert "--ext=course_utils.lab.missing" in spec["argv"]


def test_help_loads_nothing_heavy():
    code = "import sys; from course_utils import cli; cli.parser(); print(*sys.modules)"
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    heavy = {"numpy", "pandas", "matplotlib", "IPython", "duckdb", "nbgrader", "jupyterlab"}
    assert not heavy & set(out.stdout.split())

"""The set-up script: what it says when something is in the way, and that it does nothing twice."""

import ast
import importlib.util
import json
import os
import sys
from pathlib import Path

import pytest
from places import ROOT


@pytest.fixture
def start(tmp_path, monkeypatch):
    """Load start.py as if it stood in a folder of its own; record what it would run."""
    spec = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("requirements.lock", "requirements-dev.lock", "pyproject.toml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    monkeypatch.setattr(module, "ROOT", str(tmp_path))
    monkeypatch.setattr(module, "VENV", str(tmp_path / ".venv"))
    module.ran = []

    def run(command, **kwargs):
        module.ran.append([str(word) for word in command])
        if command[1:3] == ["-m", "venv"]:
            python = Path(module.inside("python"))
            python.parent.mkdir(parents=True)
            python.touch()
            (tmp_path / ".venv" / "pyvenv.cfg").touch()
        return 0

    monkeypatch.setattr(module.subprocess, "call", run)
    monkeypatch.setattr(module.os, "execvpe", lambda file, command, env: run(command))
    return module


def pip_calls(module):
    return [command for command in module.ran if command[1:3] == ["-m", "pip"]]


def test_old_grammar_can_read_it():
    ast.parse((ROOT / "start.py").read_text(encoding="utf-8"), feature_version=(3, 4))


def test_sets_up_once(start):
    assert start.main(["lab"]) == 0
    assert start.ran[0][1:3] == ["-m", "venv"]
    assert any("--require-hashes" in command for command in pip_calls(start))
    assert start.ran[-1][1:] == ["-m", "course_utils", "lab"]
    before = len(start.ran)
    assert start.main(["lab"]) == 0
    assert len(start.ran) == before + 1


def test_learner_does_not_get_the_test_tools(start):
    start.main(["lab"])
    assert not any("requirements-dev.lock" in command for command in start.ran)
    start.main(["test", "-k", "x"])
    assert any("requirements-dev.lock" in command for command in start.ran)
    assert start.ran[-1][1:] == ["-m", "pytest", "-k", "x"]
    before = len(start.ran)
    start.main(["lab"])  # the test environment holds all that the lab needs
    assert len(start.ran) == before + 1


def test_changed_lock_is_installed(start):
    start.main(["lab"])
    with open(os.path.join(start.ROOT, "requirements.lock"), "a") as lock:
        lock.write("# changed\n")
    start.ran.clear()
    start.main(["lab"])
    assert any("--require-hashes" in command for command in pip_calls(start))


def test_moved_folder_is_mended_without_the_network(start, tmp_path, monkeypatch):
    start.main(["lab"])
    script = Path(start.inside("tool"))
    script.write_text(f"#!{tmp_path}/.venv/bin/python\nprint()\n")
    moved = tmp_path.with_name(tmp_path.name + "-moved")
    tmp_path.rename(moved)
    monkeypatch.setattr(start, "ROOT", str(moved))
    monkeypatch.setattr(start, "VENV", str(moved / ".venv"))
    start.ran.clear()
    start.main(["lab"])
    assert [command[-2:] for command in pip_calls(start)] == [["--editable", "."]]
    if os.name != "nt":
        assert Path(start.inside("tool")).read_text().startswith(f"#!{moved}/.venv/bin/python\n")


def test_interrupted_set_up_is_done_again(start, monkeypatch):
    whole = start.subprocess.call

    def fails(command, **kwargs):
        whole(command, **kwargs)
        return int("pip" in command)

    monkeypatch.setattr(start.subprocess, "call", fails)
    with pytest.raises(start.Stop, match="internet connection"):
        start.main(["lab"])
    monkeypatch.setattr(start.subprocess, "call", whole)
    assert start.main(["lab"]) == 0
    assert json.loads(Path(start.VENV, "pmlab-setup.json").read_text())["root"] == start.ROOT


def test_old_python_gets_a_sentence(start, monkeypatch):
    monkeypatch.setattr(start.sys, "version_info", (3, 9, 1))
    monkeypatch.setattr(start, "newer_python", lambda: None)
    with pytest.raises(start.Stop, match=r"needs Python 3\.11 or newer and this is 3\.9"):
        start.main(["lab"])


def test_old_python_finds_a_newer_one(start, monkeypatch):
    monkeypatch.setattr(start.sys, "version_info", (3, 9, 1))
    monkeypatch.setattr(start, "newer_python", lambda: ["python3.12"])
    start.main(["lab"])
    assert start.ran[-1][0] == "python3.12"
    assert start.ran[-1][-1] == "lab"


def test_read_only_folder_gets_a_sentence(start, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(start.os, "mkdir", refuse)
    with pytest.raises(start.Stop, match="copy the course to a folder of your own"):
        start.main(["lab"])


def test_here_uses_the_running_python(start, monkeypatch, tmp_path):
    monkeypatch.setattr(start.sys, "prefix", str(tmp_path / "conda"))
    start.main(["--here", "lab"])
    assert not any(command[1:3] == ["-m", "venv"] for command in start.ran)
    assert all(command[0] == sys.executable for command in start.ran)


def test_no_command_shows_the_usage(start, capsys):
    assert start.main([]) == 2
    assert "lab" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["lab", "test", "build"])
def test_help_sets_nothing_up(start, capsys, command):
    assert start.main([command, "--help"]) == 0
    assert start.ran == []
    assert "open the course in JupyterLab" in capsys.readouterr().out


def test_help_of_a_command_is_its_own_once_set_up(start):
    start.main(["lab"])
    start.ran.clear()
    start.main(["lab", "-h"])
    assert [command[1:] for command in start.ran] == [["-m", "course_utils", "lab", "-h"]]

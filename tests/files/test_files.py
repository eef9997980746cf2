"""Files: whole or not at all, whoever reads, refuses or kills meanwhile."""

from __future__ import annotations

import errno
import json
import os
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from places import ROOT

from course_utils import files


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# Digests


def test_a_digest_is_the_same_on_windows(tmp_path):
    (tmp_path / "unix").mkdir()
    (tmp_path / "windows").mkdir()
    (tmp_path / "unix" / "a.py").write_bytes(b"x = 1\ny = 2\n")
    (tmp_path / "windows" / "a.py").write_bytes(b"x = 1\r\ny = 2\r\n")
    assert files.digest(tmp_path / "unix") == files.digest(tmp_path / "windows")
    assert files.checksum(tmp_path / "unix" / "a.py") != files.checksum(
        tmp_path / "windows" / "a.py"
    )


def test_a_digest_knows_what_counts(tmp_path):
    (tmp_path / "a.py").write_text("x", encoding="utf-8")
    before = files.digest(tmp_path, {"b": 1, "a": 2})
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_bytes(b"1")
    (tmp_path / ".hidden").write_bytes(b"1")
    assert files.digest(tmp_path, {"a": 2, "b": 1}) == before
    assert files.digest(tmp_path, {"a": 2, "b": 2}) != before
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    assert files.digest(tmp_path, {"a": 2, "b": 1}) != before
    assert len(before) == 32


def test_a_checksum_is_the_usual_one(tmp_path):
    (tmp_path / "x").write_bytes(b"abc")
    assert files.checksum(tmp_path / "x").startswith("ba7816bf8f01cfea")


# Writing


def test_a_write_replaces_the_whole_file(tmp_path):
    path = tmp_path / "deep" / "x.json"
    files.write_json(path, {"a": "é"})
    files.write_json(path, {"b": 2})
    assert json.loads(path.read_text(encoding="utf-8")) == {"b": 2}
    assert names(path.parent) == ["x.json"]


@pytest.mark.parametrize("content", ["ä\nb\r\n", "ä".encode(), b"\xff\x00", ""])
def test_text_and_bytes_are_written_as_they_are(tmp_path, content):
    files.write(tmp_path / "x", content)
    assert (tmp_path / "x").read_bytes() == (
        content.encode() if isinstance(content, str) else content
    )


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such bits")
def test_others_may_read_it_unless_it_is_private(tmp_path):
    files.write(tmp_path / "x", "1")
    files.write(tmp_path / "y", "1", mode=files.PRIVATE)
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) == 0o644
    assert stat.S_IMODE((tmp_path / "y").stat().st_mode) == 0o600


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_write_that_fails_leaves_the_old_file(tmp_path, monkeypatch, call):
    path = tmp_path / "x.json"
    files.write_json(path, {"a": 1})

    def fail(*_):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(OSError, match="full"):
        files.write_json(path, {"b": 2})
    assert json.loads(path.read_text(encoding="utf-8")) == {"a": 1}
    assert names(tmp_path) == ["x.json"]


def test_a_folder_that_knows_no_modes_takes_it(tmp_path, monkeypatch):
    def fail(*_):
        raise PermissionError(errno.EPERM, "no modes here")

    monkeypatch.setattr(os, "chmod", fail)
    files.write(tmp_path / "x", "1")
    assert (tmp_path / "x").read_text(encoding="utf-8") == "1"


def refusing(times: int, code: int):
    """Return an os.replace that refuses a few times, as Windows does while a file is read."""
    replace = os.replace

    def refuse(source, target):
        nonlocal times
        times -= 1
        if times >= 0:
            raise OSError(code, os.strerror(code))
        replace(source, target)

    return refuse


@pytest.mark.parametrize("code", [errno.EACCES, errno.EBUSY])
def test_a_rename_that_is_refused_for_a_moment_is_tried_again(tmp_path, monkeypatch, code):
    monkeypatch.setattr(os, "replace", refusing(3, code))
    files.write(tmp_path / "x", "1")
    assert names(tmp_path) == ["x"]


def test_a_rename_that_is_refused_for_good_says_so(tmp_path, monkeypatch):
    files.write(tmp_path / "x", "1")
    monkeypatch.setattr(files, "PATIENCE", 0.05)
    monkeypatch.setattr(os, "replace", refusing(1_000_000, errno.EACCES))
    with pytest.raises(PermissionError):
        files.write(tmp_path / "x", "2")
    assert (tmp_path / "x").read_text(encoding="utf-8") == "1"
    assert names(tmp_path) == ["x"]


KILLED = """
import sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from course_utils import files
i = 0
while True:
    i += 1
    files.write(Path(sys.argv[1]), f"{i}\\n" * 20_000)
    print(i, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_a_process_that_is_killed_leaves_a_whole_file(tmp_path):
    path = tmp_path / "x.txt"
    for rounds in range(1, 6):
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(path), str(ROOT)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(rounds):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        lines = path.read_text(encoding="utf-8").splitlines()
        assert len(lines) == 20_000
        assert len(set(lines)) == 1


# Folders


def test_a_folder_takes_its_place_when_it_is_done(tmp_path):
    place = tmp_path / "deep" / "place"
    for text in ("old", "new"):
        with files.new_folder(place) as building:
            (building / "x").write_text(text, encoding="utf-8")
            assert not (place / "x").exists() or (place / "x").read_text("utf-8") == "old"
        assert (place / "x").read_text(encoding="utf-8") == text
    assert names(place.parent) == ["place"]
    if os.name == "posix":
        assert stat.S_IMODE(place.stat().st_mode) == 0o755


def test_a_folder_that_fails_leaves_the_old_one(tmp_path):
    place = tmp_path / "place"
    with files.new_folder(place) as building:
        (building / "x").touch()

    def fail():
        with files.new_folder(place) as building:
            (building / "y").touch()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert names(place) == ["x"]
    assert names(tmp_path) == ["place"]


# Locks


def test_a_lock_keeps_threads_and_processes_out(tmp_path):
    got = []

    def ask():
        with files.lock(tmp_path, 0.02) as ours:
            got.append(ours)

    def ask_elsewhere():
        code = (
            "import sys; sys.path.insert(0, sys.argv[2]); from pathlib import Path\n"
            "from course_utils import files\n"
            "with files.lock(Path(sys.argv[1]), 0.02) as ours: print(ours)"
        )
        command = [sys.executable, "-c", code, str(tmp_path), str(ROOT)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        got.append(done.stdout.strip() == "True")

    def in_a_thread():
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()

    with files.lock(tmp_path, 1) as ours:
        assert ours
        in_a_thread()
        ask_elsewhere()
    in_a_thread()
    ask_elsewhere()
    assert got == [False, False, True, True]
    assert names(tmp_path) == []


def test_where_no_lock_can_be_had_it_is_said(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"), files.lock(tmp_path / "file" / "lock", 0.02):
        pass

"""Answers and progress: whatever happens to their files, nothing is lost without a word."""

import errno
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from places import ROOT

from course_utils import files
from course_utils.exercises import store
from course_utils.exercises.record import Record
from course_utils.exercises.store import MAX_BYTES, Answers, NotSaved, Progress


@pytest.fixture
def kept(tmp_path):
    return Answers(tmp_path)


def names(kept):
    return sorted(path.name for path in (kept.folder / "answers").iterdir())


def write(kept, text):
    path = kept.path("order")
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def body(**changes):
    usual = {"format": 1, "exercise": "order", "widget": "Ranking", "value": ["a"]}
    return json.dumps({**usual, **changes})


def test_an_answer_comes_back(kept):
    assert kept.read("order", "Ranking") == (None, "")
    assert kept.write("order", "Ranking", ["b", "a", "ü"]) == ""
    assert Answers(kept.folder).read("order", "Ranking") == (["b", "a", "ü"], "")
    assert names(kept) == ["order.json"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such bits")
def test_others_may_read_it(kept):
    # The exchange copies a hand-in for another account.
    kept.write("order", "Ranking", ["a"])
    assert kept.path("order").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[1, 2]",
        '{"format": 1}',
        "\x00\x01",
        "[" * 50_000,
        body(format=2),
        body(exercise="other"),
        body(widget="Board"),
        body(value=7),
        body(value="x" * MAX_BYTES),
    ],
)
def test_what_cannot_be_used_is_kept_aside_and_said(kept, text):
    path = write(kept, text)

    def tidy(value):
        if not isinstance(value, list):
            raise ValueError("the answer must be a list")
        return value

    value, words = kept.read("order", "Ranking", tidy)
    assert value is None
    (aside,) = names(kept)
    assert aside.startswith("order.damaged-")
    assert aside in words
    assert (path.parent / aside).read_text(encoding="utf-8") == text
    kept.write("order", "Ranking", ["b"])
    assert kept.read("order", "Ranking", tidy) == (["b"], "")


def test_bytes_that_are_no_text(kept):
    write(kept, "").write_bytes(b"\xff\xfe{")
    value, words = kept.read("order", "Ranking")
    assert value is None
    assert "damaged" in words


@pytest.mark.parametrize("mode", ["autograde", "validate"])
def test_grading_reads_and_never_writes(kept, monkeypatch, mode):
    kept.write("order", "Ranking", ["a"])
    monkeypatch.setenv("NBGRADER_EXECUTION", mode)
    assert kept.read("order", "Ranking") == (["a"], "")
    assert kept.write("order", "Ranking", ["b"]) == ""
    assert kept.read("order", "Ranking") == (["a"], "")
    write(kept, "{")
    assert "damaged" in kept.read("order", "Ranking")[1]
    assert names(kept) == ["order.json"]
    assert Answers(kept.folder / "new").write("order", "Ranking", ["b"]) == ""
    assert not (kept.folder / "new").exists()


def test_another_window_loses_nothing(kept):
    other = Answers(kept.folder)
    kept.write("order", "Ranking", ["a"])
    assert other.read("order", "Ranking") == (["a"], "")
    other.write("order", "Ranking", ["b"])
    words = kept.write("order", "Ranking", ["c"])
    (aside,) = [name for name in names(kept) if "other" in name]
    assert aside in words
    assert json.loads((kept.folder / "answers" / aside).read_text(encoding="utf-8"))["value"] == [
        "b"
    ]
    assert kept.read("order", "Ranking") == (["c"], "")
    # From here on the file is ours again.
    assert kept.write("order", "Ranking", ["d"]) == ""


def test_the_same_answer_in_another_window_is_no_conflict(kept):
    other = Answers(kept.folder)
    kept.write("order", "Ranking", ["a"])
    other.read("order", "Ranking")
    other.write("order", "Ranking", ["b"])
    assert kept.write("order", "Ranking", ["b"]) == ""
    assert names(kept) == ["order.json"]


def test_two_kernels_at_once_lose_no_answer(kept):
    rounds = 40

    def work(who):
        mine = Answers(kept.folder)
        mine.read("order", "Ranking")
        for i in range(rounds):
            mine.write("order", "Ranking", [who, i])

    threads = [threading.Thread(target=work, args=(who,)) for who in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    held = [
        json.loads((kept.folder / "answers" / name).read_text(encoding="utf-8"))["value"]
        for name in names(kept)
    ]
    # The last answer of each window is there, in the file or beside it.
    assert ["a", rounds - 1] in held
    assert ["b", rounds - 1] in held


def test_an_answer_that_is_too_long_is_refused_in_words(kept):
    kept.write("order", "Ranking", ["a"])
    with pytest.raises(NotSaved, match="shorter"):
        kept.write("order", "Ranking", ["x" * MAX_BYTES])
    assert kept.read("order", "Ranking") == (["a"], "")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EDQUOT, "disk is full"),
        (errno.EROFS, "cannot be written"),
        (errno.EACCES, "cannot be written"),
        (errno.EIO, "input/output error"),
    ],
)
def test_a_disk_that_refuses_leaves_the_old_answer(kept, monkeypatch, code, words):
    kept.write("order", "Ranking", ["a"])

    def refuse(handle):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(NotSaved, match=words):
        kept.write("order", "Ranking", ["b"])
    monkeypatch.undo()
    assert kept.read("order", "Ranking") == (["a"], "")
    assert names(kept) == ["order.json"]
    kept.write("order", "Ranking", ["b"])
    assert kept.read("order", "Ranking") == (["b"], "")


def test_a_folder_that_is_in_the_way(kept):
    (kept.folder / "answers").write_text("mine", encoding="utf-8")
    assert kept.read("order", "Ranking") == (None, "")
    with pytest.raises(NotSaved, match="not a folder"):
        kept.write("order", "Ranking", ["a"])
    (kept.folder / "answers").unlink()
    kept.path("order").mkdir(parents=True)
    assert "cannot be read" in kept.read("order", "Ranking")[1]
    with pytest.raises(NotSaved, match="not a file"):
        kept.write("order", "Ranking", ["a"])


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes")
def test_a_pipe_does_not_hang_the_notebook(kept):
    kept.path("order").parent.mkdir()
    os.mkfifo(kept.path("order"))
    assert "cannot be read" in kept.read("order", "Ranking")[1]


AS_NOBODY = """
import os, sys
sys.path.insert(0, sys.argv[2])
from course_utils.exercises.store import Answers, NotSaved
if os.geteuid() == 0:
    os.setgid(65534), os.setuid(65534)
kept = Answers(__import__("pathlib").Path(sys.argv[1]))
print(kept.read("order", "Ranking"))
try:
    print(kept.write("order", "Ranking", ["b"]))
except NotSaved as trouble:
    print("NOT SAVED", trouble)
"""


@pytest.mark.skipif(os.name == "nt", reason="needs the rights of a POSIX system")
def test_a_folder_without_the_right_to_write(tmp_path):
    place = tmp_path / "handed out"
    kept = Answers(place)
    kept.write("order", "Ranking", ["a"])
    for folder in (place / "answers", place):
        folder.chmod(0o555)
    for folder in tmp_path.parents:
        if folder.is_relative_to("/tmp") and folder != Path("/tmp"):
            folder.chmod(folder.stat().st_mode | 0o055)
    tmp_path.chmod(0o755)
    try:
        ran = subprocess.run(
            [sys.executable, "-c", AS_NOBODY, str(place), str(ROOT)],
            capture_output=True,
            text=True,
            timeout=60,
        )
    finally:
        for folder in (place, place / "answers"):
            folder.chmod(0o755)
    read, wrote = ran.stdout.splitlines()
    assert read == "(['a'], '')"
    assert wrote.startswith("NOT SAVED this folder cannot be written to")


FORKS = """
import os, signal, sys, time, random
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from course_utils.exercises.store import Answers
random.seed(1)
folder, last = Path(sys.argv[1]), 0
for kill in range(int(sys.argv[3])):
    near, far = os.pipe()
    child = os.fork()
    if child == 0:
        kept, i = Answers(folder), last
        kept.read("order", "Ranking")
        while True:
            i += 1
            kept.write("order", "Ranking", ["x" * 2000, i])
            os.write(far, b"%d\\n" % i)
    os.close(far)
    told = os.read(near, 64)
    time.sleep(random.uniform(0, 0.008))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while piece := os.read(near, 65536):
        told += piece
    os.close(near)
    told = int(told.split()[-1])
    (_, found), words = Answers(folder).read("order", "Ranking")
    # What was said to be saved is there; at most the one being written is newer.
    assert told <= found <= told + 1 and not words, (kill, told, found, words)
    last = found
print(last, len(list((folder / "answers").glob("order.*"))))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the kills need fork")
def test_two_hundred_kills_while_writing_lose_nothing(tmp_path):
    ran = subprocess.run(
        [sys.executable, "-c", FORKS, str(tmp_path), str(ROOT), "200"],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr
    last, count = map(int, ran.stdout.split())
    assert last >= 200
    assert count == 1


HOLDER = """
import sys, time
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from course_utils import files
with files.lock(Path(sys.argv[1]), 5) as ours:
    print(ours, flush=True)
    time.sleep(60)
"""


def test_a_kernel_that_stands_still_does_not_stop_the_other(kept, monkeypatch):
    monkeypatch.setattr(store, "PATIENCE", 0.05)
    kept.write("order", "Ranking", ["a"])
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(kept.folder / "answers"), str(ROOT)],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout.readline() == "True\n"
        kept.write("order", "Ranking", ["b"])
    finally:
        holder.kill()
        holder.wait()
        holder.stdout.close()
    assert kept.read("order", "Ranking") == (["b"], "")


def test_where_there_is_no_lock_the_answer_is_kept_all_the_same(kept, monkeypatch):
    def refuse(*_, **__):
        raise OSError(errno.ENOLCK, "no locks available")

    monkeypatch.setattr(files, "lock", refuse)
    kept.write("order", "Ranking", ["a"])
    assert kept.read("order", "Ranking") == (["a"], "")


def test_half_a_character_is_kept_as_well(kept):
    # A browser can send one; UTF-8 cannot hold it.
    kept.write("order", "Ranking", ["\ud83d"])
    assert Answers(kept.folder).read("order", "Ranking") == (["\ud83d"], "")


def test_what_a_killed_kernel_left_is_swept(kept):
    kept.write("order", "Ranking", ["a"])
    old, new = (kept.folder / "answers" / f".order-{name}.tmp" for name in ("old", "new"))
    for path in (old, new):
        path.write_text("half", encoding="utf-8")
    hour_ago = time.time() - 3600
    os.utime(old, (hour_ago, hour_ago))
    kept.read("order", "Ranking")
    assert not old.exists()
    assert new.exists()


def test_the_folder_is_taken_once(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "_here", None)
    monkeypatch.chdir(tmp_path)
    first = store.here()
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert store.here() is first
    assert first.folder == tmp_path


# Progress


def kept_progress(tmp_path, text):
    path = Progress(tmp_path).path("x")
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    return path


def test_two_damaged_files_are_both_kept(tmp_path):
    for text in ("{", "[3"):
        if not (tmp_path / "progress").exists():
            path = kept_progress(tmp_path, text)
        path.write_text(text, encoding="utf-8")
        progress = Progress(tmp_path)
        assert progress.get("x", "c") == Record()
        assert "is kept as x.damaged-" in "".join(progress.take_warnings())
    kept = {p.read_text(encoding="utf-8") for p in path.parent.glob("x.damaged-*.json")}
    assert kept == {"{", "[3"}


def test_progress_of_another_version_is_kept_aside(tmp_path):
    text = '{"version": 2, "records": {}}'
    path = kept_progress(tmp_path, text)
    Progress(tmp_path).put("x", "c", Record(done=True))
    (aside,) = path.parent.glob("x.damaged-*.json")
    assert aside.read_text(encoding="utf-8") == text
    assert Progress(tmp_path).get("x", "c").done


def test_progress_that_cannot_be_read_is_not_replaced(tmp_path, monkeypatch):
    Progress(tmp_path).put("x", "one", Record(done=True))
    progress = Progress(tmp_path)
    read = Path.open

    def refuse(path, *args, **kwargs):
        if path.name == "x.json":
            raise PermissionError(errno.EACCES, "not yours")
        return read(path, *args, **kwargs)

    monkeypatch.setattr(Path, "open", refuse)
    progress.put("x", "two", Record(done=True))
    assert "cannot be saved" in "".join(progress.take_warnings())
    assert progress.get("x", "two").done  # as long as the kernel runs
    assert not progress.get("x", "one").done
    assert "cannot be read" in "".join(progress.take_warnings())
    monkeypatch.undo()
    assert Progress(tmp_path).get("x", "one").done


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes")
def test_a_pipe_in_the_place_of_progress_does_not_hang_the_notebook(tmp_path):
    (tmp_path / "progress").mkdir()
    os.mkfifo(Progress(tmp_path).path("x"))
    progress = Progress(tmp_path)
    assert progress.get("x", "c") == Record()
    progress.put("x", "c", Record(done=True))
    assert progress.get("x", "c").done
    assert "cannot be saved" in "".join(progress.take_warnings())


def test_two_kernels_keep_the_progress_of_both(tmp_path):
    rounds = 20

    def work(who):
        for i in range(rounds):
            Progress(tmp_path).put("x", f"{who}{i}", Record(done=True))

    threads = [threading.Thread(target=work, args=(who,)) for who in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    held = json.loads(Progress(tmp_path).path("x").read_text(encoding="utf-8"))["records"]
    assert len(held) == 2 * rounds


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS])
def test_a_disk_that_refuses_leaves_the_old_progress(tmp_path, monkeypatch, code):
    progress = Progress(tmp_path)
    progress.put("x", "c", Record(attempts=1))

    def refuse(handle):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", refuse)
    progress.put("x", "c", Record(attempts=2))
    assert "cannot be saved" in "".join(progress.take_warnings())
    assert progress.get("x", "c").attempts == 2
    monkeypatch.undo()
    assert Progress(tmp_path).get("x", "c").attempts == 1
    assert [p.name for p in (tmp_path / "progress").iterdir()] == ["x.json"]

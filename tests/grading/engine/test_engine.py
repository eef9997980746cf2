"""The engine's parts, and what it does beyond running cells."""

from __future__ import annotations

import json
import os
import struct
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, output_from_msg
from nbgrader.utils import determine_grade

from course_utils.grading.engine import files, messages, wire

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)
NAMES = st.sampled_from(
    [
        "name",
        "text",
        "data",
        "metadata",
        "transient",
        "display_id",
        "execution_count",
        "wait",
        "comm_id",
        "target_name",
        "ename",
        "evalue",
        "traceback",
        "state",
    ]
)
CONTENT = JSON | st.dictionaries(
    NAMES,
    JSON | st.sampled_from(["stdout", "stderr"]) | st.dictionaries(st.text(max_size=9), JSON),
)


@given(st.dictionaries(st.text(max_size=5), JSON))
def test_messages_arrive_as_sent(message: dict[str, Any]) -> None:
    buffer = wire.Buffer()
    frame = wire.encode(message)
    for start in range(0, len(frame), 7):
        assert buffer.take() is None
        buffer.add(frame[start : start + 7])
    taken = buffer.take()
    assert taken is not None
    assert taken[1] == len(frame) - 4
    assert json.dumps(taken[0]).encode("utf-8")
    if "\\ud" not in frame[4:].decode("ascii").lower():
        assert taken[0] == message


@given(st.binary(max_size=60))
def test_bytes_that_are_no_message_are_refused(body: bytes) -> None:
    buffer = wire.Buffer()
    buffer.add(struct.pack("<I", len(body)) + body)
    try:
        taken = buffer.take()
    except wire.WireError:
        return
    assert taken is not None
    assert isinstance(taken[0], dict)


@pytest.mark.parametrize(
    "body", [b'{"a": NaN}', b'{"a": -Infinity}', b"[" * 100_000, b'{"a": 1' + b"0" * 5000 + b"}"]
)
def test_json_that_no_notebook_holds_is_refused(body: bytes) -> None:
    with pytest.raises(wire.WireError):
        wire.decode(body)


def test_large_messages_are_refused_before_they_are_read() -> None:
    buffer = wire.Buffer()
    buffer.add(struct.pack("<I", wire.LARGEST + 1))
    with pytest.raises(wire.WireError, match="larger"):
        buffer.take()


def test_half_letters_are_replaced() -> None:
    message = wire.decode(wire.encode({"\ud800": ["\udc00x", "\U0001f600"]})[4:])
    assert json.dumps(message, ensure_ascii=False).encode("utf-8")
    assert message["\ufffd"][1] == "\U0001f600"


@given(st.sampled_from(sorted(messages.OUTPUTS)) | st.text(max_size=9), CONTENT)
def test_every_output_is_of_its_form_or_refused(kind: str, content: Any) -> None:
    try:
        clean = messages.output(kind, content)
    except wire.WireError:
        return
    assert kind in messages.OUTPUTS
    if kind in ("stream", "error", "display_data", "execute_result"):
        message = {"header": {"msg_type": kind}, "content": clean, "metadata": {}}
        made = output_from_msg(nbformat.from_dict(message))
        cell = new_code_cell(outputs=[made])
        nbformat.validate(new_notebook(cells=[cell]))


def test_only_plain_files_are_handed_on(tmp_path: Path) -> None:
    (tmp_path / "answers").mkdir()
    (tmp_path / "answers" / "a.json").write_text("1", encoding="utf-8")
    (tmp_path / "work.ipynb").write_text("hidden", encoding="utf-8")
    (tmp_path / ".ipynb_checkpoints").mkdir()
    (tmp_path / ".ipynb_checkpoints" / "b.txt").write_text("x", encoding="utf-8")
    found, left_out = files.gather(tmp_path)
    assert [one.path for one in found] == ["answers/a.json"]
    assert left_out == []
    if sys.platform != "win32":
        (tmp_path / "link").symlink_to("/etc/hostname")
        (tmp_path / "folder").symlink_to("/etc")
        found, left_out = files.gather(tmp_path)
        assert [one.path for one in found] == ["answers/a.json"]
        assert sorted(left_out) == ["folder is no plain file", "link is no plain file"]
        assert files.read(files.Given("link", tmp_path / "link"), 100) is None
    assert files.read(files.Given("a", tmp_path / "answers" / "a.json"), 0) is None


if sys.platform == "linux":
    from course_utils.grading.engine import JailedExecute
    from course_utils.grading.engine import checkup as doctors
    from course_utils.grading.engine.jail.policy import NONE
    from course_utils.grading.engine.launch import Warm

linux = pytest.mark.skipif(sys.platform != "linux", reason="the engine runs on Linux")


def execute(cells: list[str], folder: Path, **settings: Any) -> list[Any]:
    nb = new_notebook(cells=[new_code_cell(cell) for cell in cells])
    JailedExecute(**settings).preprocess(nb, {"metadata": {"path": str(folder)}})
    nbformat.validate(nb)
    return nb.cells


def text(cell: Any) -> str:
    return "".join(o.get("text", "") for o in cell.outputs)


@linux
def test_files_can_be_used_and_changed_without_a_trace(tmp_path: Path) -> None:
    (tmp_path / "answers").mkdir()
    (tmp_path / "answers" / "q.json").write_text("5", encoding="utf-8")
    (tmp_path / "run.sh").write_text("echo ran", encoding="utf-8")
    code = (
        "print(open('answers/q.json').read())\n"
        "open('answers/q.json', 'w').write('6'); open('new.txt', 'w').write('x')\n"
        "import os; print(sorted(os.listdir('.')))\n"
        "!sh run.sh"
    )
    (cell,) = execute([code], tmp_path)
    assert text(cell).split() == ["5", "['answers',", "'new.txt',", "'run.sh']", "ran"]
    assert (tmp_path / "answers" / "q.json").read_text(encoding="utf-8") == "5"
    assert not (tmp_path / "new.txt").exists()


@linux
def test_the_company_is_given_without_its_checks_and_the_cases_come_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases, company, folder = tmp_path / "c" / "cases.json", tmp_path / "company", tmp_path / "work"
    for one in (cases.parent, company, folder):
        one.mkdir()
    cases.write_text('{"f": [[1]]}', encoding="utf-8")
    (company / "datapackage.json").write_text("{}", encoding="utf-8")
    (company / "checks").mkdir()
    (company / "checks" / "metrics.json").write_text("{}", encoding="utf-8")
    monkeypatch.setenv("PMLAB_CASES", str(cases))
    monkeypatch.setenv("PMLAB_COMPANY", str(company))
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "SECRET-VALUE")
    code = (
        "import os\n"
        "print(os.environ['PMLAB_CASES'], os.listdir(os.environ['PMLAB_COMPANY']),"
        " os.environ['NBGRADER_EXECUTION'], 'JUPYTERHUB_API_TOKEN' in os.environ)"
    )
    (cell,) = execute([code], folder)
    assert text(cell) == "later ['datapackage.json'] autograde False\n"


@linux
def test_submissions_share_nothing(tmp_path: Path) -> None:
    code = (
        "import numpy, random, os, uuid, tempfile\n"
        "print(numpy.random.rand(), random.random(), uuid.uuid4()); os.listdir('.')\n"
        "open('/dev/shm/left', 'x').close(); open('/tmp/left', 'x').close()\n"
        "numpy.left = 1"
    )
    first, second = (
        execute([f"import numpy; print(hasattr(numpy, 'left'))\n{code}"], tmp_path)[0]
        for _ in range(2)
    )
    assert text(first).splitlines()[0] == text(second).splitlines()[0] == "False"
    assert not set(text(first).split()[1:]) & set(text(second).split()[1:])


@linux
def test_every_cell_that_cannot_run_gets_an_error(tmp_path: Path) -> None:
    cells = execute(["1 + 1", "import os; os._exit(0)", "print('check')", ""], tmp_path)
    assert [[o.output_type for o in cell.outputs] for cell in cells] == [
        ["execute_result"],
        ["error"],
        ["error"],
        [],
    ]
    assert "the process was over in cell 2" in cells[2].outputs[0].evalue


@linux
def test_limits_of_time(tmp_path: Path) -> None:
    started = "import time\ntime.sleep(60)"
    cells = execute([started, "print('goes on')"], tmp_path, timeout=1)
    assert [o.ename for o in cells[0].outputs] == ["KeyboardInterrupt", "CellTimeoutError"]
    assert text(cells[1]) == "goes on\n"
    cells = execute(
        ["import time\ntime.sleep(0.7)", started, "print('never')"],
        tmp_path,
        timeout=60,
        submission_timeout=1.2,
    )
    assert [o.ename for o in cells[1].outputs][-1] == "CellTimeoutError"
    assert "were over" in cells[2].outputs[0].evalue


@linux
def test_limits_of_output(tmp_path: Path) -> None:
    flood = "print('x' * 3_000_000)\nprint('y' * 3_000_000)"
    cells = execute([flood, "print('next')"], tmp_path, output_limit=4 << 20)
    assert 2_900_000 < len(text(cells[0])) < 4 << 20
    assert "cut here" in text(cells[0])
    assert text(cells[1]) == "next\n"


@linux
def test_limits_can_be_changed(tmp_path: Path) -> None:
    code = "import resource\nresource.getrlimit(resource.RLIMIT_AS)[0]"
    (cell,) = execute([code], tmp_path, limits={"memory": 1 << 31})
    assert cell.outputs[0].data["text/plain"] == str(1 << 31)


@linux
def test_raw_output_of_programs_is_kept(tmp_path: Path) -> None:
    (cell,) = execute(
        [
            "import os, subprocess\nos.write(1, b'raw\\n'); subprocess.run(['sh', '-c', 'echo out; echo err >&2']);"
        ],
        tmp_path,
    )
    streams = {o.name: o.text for o in cell.outputs if o.output_type == "stream"}
    assert streams == {"stdout": "raw\nout\n", "stderr": "err\n"}


@linux
def test_tagged_and_empty_cells_are_passed_over(tmp_path: Path) -> None:
    skipped = new_code_cell("print('no')")
    skipped.metadata["tags"] = ["skip-execution"]
    nb = new_notebook(
        cells=[new_markdown_cell("x"), skipped, new_code_cell(" "), new_code_cell("1")]
    )
    JailedExecute().preprocess(nb, {"metadata": {"path": str(tmp_path)}})
    assert [cell.get("execution_count") for cell in nb.cells] == [None, None, None, 1]


@linux
def test_a_parent_that_died_is_replaced(tmp_path: Path) -> None:
    from course_utils.grading.engine import execute as module

    execute(["1"], tmp_path)
    warm = next(w for key, w in module._launchers.items() if key[0] == os.getpid())
    assert isinstance(warm, Warm)
    assert warm._process is not None
    warm._process.kill()
    warm._process.wait()
    (cell,) = execute(["print('again')"], tmp_path)
    assert text(cell) == "again\n"


@linux
def test_the_doctor_proves_what_it_says() -> None:
    report = doctors.doctor()
    assert report.holds, str(report)
    assert len(report.stopped) == len(doctors.ATTACKS)
    assert "held by" in str(report)


@linux
def test_the_doctor_sees_what_is_not_stopped() -> None:
    launcher = Warm(["numpy"], confinement=NONE)
    harmless = [
        a
        for a in doctors.ATTACKS
        if a.name.startswith(("reads", "writes beside", "lists", "connects", "shows"))
    ]
    try:
        with doctors._targets() as targets:
            for attack in harmless:
                if attack.name not in ("reads it by a link", "shows 32 MB"):
                    assert doctors._try(launcher, attack, targets), attack.name
    finally:
        launcher.close()


@linux
def test_the_learner_reads_once_why_something_is_refused(tmp_path: Path) -> None:
    kinds = {
        "network": [
            "import socket; socket.socket()",
            "__import__('urllib.request').request.urlopen('http://a.example')",
        ],
        "sockets": ["import multiprocessing as m\nm.Manager()", "m.Manager()"],
        "machine": ["open('/proc/meminfo')", "open('/sys/kernel/notes')"],
        "name": ["import pwd; pwd.getpwuid(12345)", "import grp; grp.getgrnam('staff of nobody')"],
        "folder of its own": [
            "open('/home/ann/data.csv')",
            "open('/etc/shadow')",
            "open('/usr/x', 'w')",
        ],
    }
    for word, cells in kinds.items():
        first, *others = execute(cells, tmp_path)
        (sentence,) = [line for line in text(first).splitlines() if "Work is graded" in line]
        assert word in sentence
        assert not any("Work is graded" in text(cell) for cell in others)
    (own,) = execute(["open('none.csv')"], tmp_path)
    assert "Work is graded" not in text(own)


@linux
@pytest.mark.parametrize(
    "tags",
    [["skip-execution"], ["a", "skip-execution"], "skip-execution", {"skip-execution": 1}, 5],
)
def test_tags_keep_no_graded_cell_from_being_run(tmp_path: Path, tags: Any) -> None:
    marks = {
        "grade": True,
        "solution": False,
        "points": 2,
        "grade_id": "q",
        "locked": True,
        "cell_type": "code",
    }
    check = new_code_cell("assert 1 == 2", metadata={"nbgrader": marks})
    empty = new_code_cell(" ", metadata={"nbgrader": dict(marks)})
    nb = new_notebook(cells=[new_code_cell("print(1)"), check, empty])
    for cell in nb.cells:
        cell.metadata["tags"] = tags  # also what no notebook may hold
    JailedExecute().preprocess(nb, {"metadata": {"path": str(tmp_path)}})
    assert [determine_grade(cell)[0] for cell in nb.cells[1:]] == [0, 0]
    assert (nb.cells[0].outputs == []) == (isinstance(tags, list))


@linux
def test_numbers_of_processes_and_locks_tell_the_next_nothing(tmp_path: Path) -> None:
    if not launch_views():
        pytest.skip("processes are numbered with all others here")
    tell = (
        "import fcntl, os, subprocess, sys\n"
        "shared = open(os.__file__)\n"
        "fcntl.flock(shared, fcntl.LOCK_EX | fcntl.LOCK_NB); fcntl.lockf(shared, fcntl.LOCK_SH)\n"
        "print(os.getpid(), subprocess.run(['sh', '-c', 'echo $$'], capture_output=True).stdout)"
    )
    busy = "for _ in range(60): subprocess.run(['true'])\nsubprocess.Popen(['sleep', '99'])"
    first, second = (text(execute([tell, busy], tmp_path)[0]) for _ in range(2))
    assert first
    assert first == second


def launch_views() -> bool:
    return bool(JailedExecute().launcher().machine.views) and os.path.exists(
        "/proc/sys/kernel/ns_last_pid"
    )

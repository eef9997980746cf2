"""Every attack in ``tests/hostile/``: stopped, named, and without a trace in the next submission.

A file says in its first lines what it does and how it may end: the names of errors, ``late`` (its
time limit), ``over`` (its process is gone) or ``ok`` (it ran, for nothing). It prints GAINED where
it got what it wanted. Code under ``# %% before`` prepares the hand-in, on the grader's side.

``PMLAB_WITHOUT=landlock pytest tests/grading/engine/test_hostile.py`` leaves a layer of the jail out;
without namespaces, nothing bounds what all files hold together, and root's processes.
"""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_notebook

if sys.platform != "linux":
    pytest.skip("the engine runs on Linux", allow_module_level=True)

from places import HOSTILE

from course_utils.grading.engine import JailedExecute
from course_utils.grading.engine import execute as module
from course_utils.grading.engine.launch import MODULES, Warm

ATTACKS = sorted((HOSTILE).glob("*.py"))
SECRET = "SECRET" + "-VALUE"
WORDS = re.compile(
    r"# What: (?P<what>[^\n]+)\n# Ends: (?P<ends>[^\n]+)\n(# %% before\n(?P<before>.*?))?# %%\n(?P<code>.*)",
    re.S,
)


@dataclass
class Site:
    """A course with secrets, and what else an attacker would like to reach."""

    course: Path
    targets: dict[str, Any]
    secrets: dict[Path, str]
    victim: subprocess.Popen[bytes]
    udp: socket.socket


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    course = tmp_path_factory.mktemp("course")
    names = {
        "gradebook": "gradebook.db",
        "solution": "solutions/work/work.ipynb",
        "key": "curriculum/key.py",
        "peer": "submitted/peer/work/work.ipynb",
        "hidden": "autograded/ada/work/work.ipynb",
        "home": "home/.ssh/id_rsa",
        "token": "home/.jupyter/token",
    }
    secrets = {}
    for name in names.values():
        path = course / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(SECRET + name, encoding="utf-8")
        path.chmod(0o666)
        secrets[path] = SECRET + name
    tcp = socket.create_server(("127.0.0.1", 0))
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind(("127.0.0.1", 0))
    udp.setblocking(False)
    unix, abstract = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)
    (course / "s").mkdir()
    os.chdir(course / "s")
    unix.bind("u")
    unix.listen()
    abstract.bind(f"\0pmlab-{os.getpid()}")
    abstract.listen()
    victim = subprocess.Popen(["sleep", "1000"])
    targets = {
        **{key: str(course / name) for key, name in names.items()},
        "tcp": tcp.getsockname()[1],
        "udp": udp.getsockname()[1],
        "unix": str(course / "s" / "u"),
        "abstract": f"pmlab-{os.getpid()}",
        "grader": os.getpid(),
        "victim": victim.pid,
        "daemon": f"9{os.getpid()}",
    }
    os.environ["JUPYTERHUB_API_TOKEN"] = SECRET
    try:
        yield Site(course, targets, secrets, victim, udp)
    finally:
        del os.environ["JUPYTERHUB_API_TOKEN"]
        victim.kill()
        victim.wait()
        for one in (tcp, udp, unix, abstract):
            one.close()


@pytest.fixture(scope="module", autouse=True)
def layers() -> None:
    """Leave layers of the jail out, if asked to."""
    if "PMLAB_WITHOUT" in os.environ:
        warm = Warm(without=os.environ["PMLAB_WITHOUT"].split(","))
        module._launchers[os.getpid(), (), False, MODULES, ""] = warm


def execute(cells: list[str], folder: Path, **settings: Any) -> list[Any]:
    nb = new_notebook(cells=[new_code_cell(cell) for cell in cells])
    settings = {"timeout": 20, "interrupt_grace": 0.3, **settings}
    JailedExecute(**settings).preprocess(nb, {"metadata": {"path": str(folder)}})
    return nb.cells


def ending(cell: Any) -> set[str]:
    errors = {o.ename for o in cell.outputs if o.output_type == "error"}
    if "DeadKernelError" in errors:
        return {"over"}
    if "CellTimeoutError" in errors:
        return {"late"}
    return errors or {"ok"}


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda path: path.stem)
def test_attack_gains_nothing(attack: Path, site: Site, tmp_path: Path) -> None:
    parts = WORDS.fullmatch(attack.read_text(encoding="utf-8"))
    assert parts is not None
    (tmp_path / "work.ipynb").write_text(SECRET, encoding="utf-8")
    if parts["before"]:
        exec(parts["before"], {"folder": tmp_path, "TARGETS": site.targets, "Path": Path})
    before = {p: p.lstat().st_size for p in tmp_path.iterdir()}
    allowed = set(parts["ends"].split(", "))
    if "late" in allowed:  # on a busy machine the submission's time can be over before the cell's
        allowed.add("over")
    _, cell, after = execute(
        [f"TARGETS = {site.targets!r}", parts["code"], "6 * 7"],
        tmp_path,
        submission_timeout=0.8 if allowed & {"late", "over"} else 20,
    )
    shown = json.dumps([cell.outputs, after.outputs])

    assert ending(cell) <= allowed, shown[:2000]
    assert "GAINED" not in _visible(cell)
    assert SECRET not in shown
    assert len(shown) < 48 << 20
    assert {p: p.read_text(encoding="utf-8") for p in site.secrets} == site.secrets
    assert {p: p.lstat().st_size for p in tmp_path.iterdir()} == before
    assert site.victim.poll() is None
    with pytest.raises(BlockingIOError):
        site.udp.recv(10)
    assert not _running(site.targets["daemon"])
    (next_one,) = execute(
        [
            "import numpy, pandas, os\nprint(os.listdir('.')); pandas.DataFrame({'a': numpy.ones(2)}).a.sum()"
        ],
        tmp_path / "none",
    )
    assert next_one.outputs[-1].data["text/plain"] == "np.float64(2.0)"
    assert next_one.outputs[0].text == "[]\n"


def _visible(cell: Any) -> str:
    """Return what the attack showed; the source lines in its tracebacks are no gain."""
    texts = [o.get("text", "") + str(o.get("data", "")) for o in cell.outputs]
    return "\n".join(texts)[:100_000]


def _running(argument: str) -> bool:
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if argument in entry.read_bytes().decode(errors="replace").split("\0"):
                return True
        except OSError:
            continue
    return False


def test_there_are_sixty_attacks() -> None:
    assert len(ATTACKS) >= 60


def test_processes_are_gone_when_the_submission_is(site: Site, tmp_path: Path) -> None:
    mark = f"8{os.getpid()}"
    code = f"import subprocess\nfor _ in range(5): subprocess.Popen(['sleep', '{mark}'], start_new_session=True)"
    execute([code], tmp_path)
    time.sleep(0.05)
    assert not _running(mark)

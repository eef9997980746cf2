"""A lab that start.py has started: what its kernels say, and that it ends with start.py."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from jupyter_client import KernelManager
from jupyter_client.kernelspec import KernelSpecManager
from labs import PATIENCE, address_in, alone
from places import ROOT

from course_utils import cli

fcntl = pytest.importorskip("fcntl", reason="Windows has no such terminals")
termios = pytest.importorskip("termios")

# start.py as it stands, in an environment that is set up already.
START = """
import importlib.util, sys
spec = importlib.util.spec_from_file_location("start", sys.argv[1])
start = importlib.util.module_from_spec(spec)
spec.loader.exec_module(start)
start.prepare = lambda here, dev: sys.executable
sys.exit(start.main(["lab", "--no-browser", "--port=0", "--", "--ServerApp.ip=127.0.0.1"]))
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A learner's copy of the metrics exercises and what they need."""
    folder = tmp_path_factory.mktemp("course")
    for part in ("notebooks", "exercises/metrics", "datasets"):
        shutil.copytree(
            ROOT / part,
            folder / part,
            ignore=shutil.ignore_patterns("answers", "progress", ".ipynb_checkpoints"),
        )
    return folder


def take_terminal():
    """Be a session's leader, as a shell's window is, in a world that ignores hang-ups."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@contextmanager
def terminal(course, home, stdout=None):
    """start.py in a terminal; yields its process, the terminal's other end, address and token."""
    ours, theirs = os.openpty()
    log = home / "lab.log"
    with log.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", START, str(ROOT / "start.py")],
            cwd=course,
            env=alone(home),
            stdin=theirs,
            stdout=stdout or theirs,
            stderr=out,  # where the lab says its address
            start_new_session=True,
            preexec_fn=take_terminal,
        )
    os.close(theirs)
    try:
        yield process, ours, *address_in(log, process)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def kernel_of(address, token, path):
    """Open a notebook as JupyterLab does; return the id of its kernel."""
    asked = {"path": path, "name": path.rpartition("/")[2], "type": "notebook"}
    body = json.dumps({**asked, "kernel": {"name": "python3"}}).encode()
    request = urllib.request.Request(f"{address}/api/sessions{token}", body, method="POST")
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["kernel"]["id"]


@contextmanager
def kernel_on(notebook, home):
    """A kernel as the lab starts it for a notebook."""
    env = cli.lab_environment(instructor=False, env=alone(home))
    specs = KernelSpecManager(kernel_dirs=[str(Path(env["JUPYTER_PATH"]) / "kernels")])
    manager = KernelManager(kernel_name="python3", kernel_spec_manager=specs)
    manager.connection_file = str(home / "kernel.json")
    manager.start_kernel(cwd=notebook.parent, env=env | {"JPY_SESSION_NAME": str(notebook)})
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(PATIENCE)
        yield client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def answer(client, code):
    """Run a cell; return what its error says, as it is shown."""
    reply = client.execute_interactive(code, timeout=PATIENCE, output_hook=lambda message: None)
    return "\n".join(reply["content"].get("traceback", []))


def end_by_ctrl_c(process, screen):
    os.write(screen, b"\x03")


def end_by_sigterm(process, screen):
    process.send_signal(signal.SIGTERM)


def end_by_closing(process, screen):
    os.close(screen)


@pytest.mark.parametrize("end", [end_by_ctrl_c, end_by_sigterm, end_by_closing])
def test_what_ends_start_ends_its_lab(course, tmp_path, end):
    with terminal(course, tmp_path) as (process, screen, address, token):
        kernel_of(address, token, "notebooks/00_start_here.ipynb")
        lab = psutil.Process(process.pid)
        family = [lab, *lab.children(recursive=True)]
        assert len(family) > 1
        end(process, screen)
        process.wait(PATIENCE)
        _, alive = psutil.wait_procs(family, timeout=PATIENCE)
        assert not alive


def test_a_lab_under_nohup_outlives_its_terminal(course, tmp_path):
    with terminal(course, tmp_path, stdout=subprocess.DEVNULL) as (process, screen, *place):
        os.close(screen)
        process.send_signal(signal.SIGHUP)  # has come before the next request does
        assert kernel_of(*place, "notebooks/00_start_here.ipynb")
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


def test_kernels_say_which_cell_sets_a_missing_name(course, tmp_path):
    with kernel_on(course / "exercises/metrics/metrics.ipynb", tmp_path) as client:
        check = 'check("stickiness", stickiness)'
        said = answer(client, check)
        assert said == "`check` is not there yet: run the first cell, then this one again."
        assert answer(client, "from course_utils import check") == ""
        said = answer(client, check)
        assert said.startswith("`stickiness` is not there yet: run the cell that begins with `")
        assert "NameError: name 'nobody' is not defined" in plain(answer(client, "nobody"))
        late = "try:\n    1 / 0\nexcept ZeroDivisionError:\n    stickiness"
        assert "ZeroDivisionError" in plain(answer(client, late))


def test_kernels_tell_a_cell_that_failed_from_one_that_was_not_run(course, tmp_path):
    with kernel_on(course / "exercises/metrics/metrics.ipynb", tmp_path) as client:
        check = 'said = check("stickiness", stickiness)'
        first = "from course_utils import check, data"
        assert answer(client, first) == ""
        answer(client, "stickiness = nobody")
        assert "ended in an error" in answer(client, check)
        answer(client, "stickiness = 0.5")
        answer(client, "stickiness = nobody")
        assert answer(client, check) == ""
        assert answer(client, "assert said.state == 'notice'") == ""
        assert answer(client, "stickiness = 0.5") == ""
        assert answer(client, f"{check}\nassert said.state != 'notice'") == ""


def test_kernels_are_brief_about_what_pandas_refuses(course, tmp_path):
    with kernel_on(course / "exercises/metrics/metrics.ipynb", tmp_path) as client:
        answer(client, "from course_utils import data\nusers = data.load('users')")
        assert answer(client, "users['rol']").splitlines() == [
            "In line 1: users['rol']",
            "KeyError: 'rol'",
            "The table has no column 'rol'. Did you mean 'role'?",
        ]


def plain(text):
    """A traceback without its colours."""
    return re.sub(r"\x1b\[[\d;]*m", "", text)

"""A small course in a folder of its own, for the tests of the builder and of the grader."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from places import FIXTURES, ROOT

CURRICULUM = FIXTURES / "curriculum"
SAMPLE = "01_sample"
ACCOUNTS = 1000


def make_course(root: Path, datasets: Path, curriculum: Path = CURRICULUM / SAMPLE) -> Path:
    """Make a course of one skill area."""
    (root / "curriculum").mkdir(parents=True)
    shutil.copytree(
        curriculum,
        root / "curriculum" / curriculum.name,
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    shutil.copy(ROOT / "nbgrader_config.py", root)
    shutil.copytree(datasets, root / "datasets")
    return root


def edit(path: Path, old: str, new: str, count: int = -1) -> None:
    """Replace a piece of a file that must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {path.name}"
    path.write_text(text.replace(old, new, count), encoding="utf-8", newline="\n")


def line_of(path: Path, text: str) -> int:
    """Return the number of the first line that holds a text."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if text in line:
            return number
    raise AssertionError(f"{text!r} is not in {path.name}")


def environment(home: Path, **more: str) -> dict[str, str]:
    """Return an environment in which commands find this Python and nobody's settings."""
    env = {
        k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "PMLAB", "NBGRADER"))
    }
    env["PATH"] = str(Path(sys.executable).parent) + os.pathsep + env.get("PATH", "")
    env["PYTHONPATH"] = str(ROOT)
    env["HOME"] = str(home)
    for name in ("JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
        env[name] = str(home / name.lower())
    env["JUPYTER_NO_CONFIG"] = ""
    if sys.platform != "linux":
        env["PMLAB_UNSAFE"] = "1"  # nothing holds a hand-in there, and these are our own
    return {**env, **more}


@dataclass(frozen=True)
class Done:
    """What a command returned and said."""

    code: int
    text: str


# A process that has nbgrader loaded and forks for each command: two seconds less for each.
SERVER = """
import json, os, sys, traceback
from nbgrader.apps import *
from nbgrader.apps.nbgraderapp import NbGraderApp
import nbgrader.api, nbgrader.converters, nbgrader.exchange.default

for line in sys.stdin:
    order = json.loads(line)
    child = os.fork()
    if child == 0:
        out = os.open(order["out"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        for stream in (1, 2):
            os.dup2(out, stream)
        os.environ.clear()
        os.environ.update(order["env"])
        os.chdir(order["cwd"])
        sys.path.insert(0, order["env"]["PYTHONPATH"])
        sys.argv = [order["program"], *order["words"]]
        code = 0
        try:
            if order["program"] == "pmlab":
                from course_utils.cli import main

                code = main(order["words"])
            else:
                NbGraderApp.launch_instance()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
            if isinstance(end.code, str):
                print(end.code, file=sys.stderr)
        except BaseException:
            traceback.print_exc()
            code = 1
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class NbGrader:
    """nbgrader's commands, and pmlab's, each in a process of its own; use it as a context manager."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.out = folder / "out.txt"
        self.server = subprocess.Popen(
            [sys.executable, "-c", SERVER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            env=environment(folder),
        )

    def __enter__(self) -> NbGrader:
        return self

    def __exit__(self, *problem: object) -> None:
        assert self.server.stdin is not None
        self.server.stdin.close()
        self.server.wait(30)

    def __call__(
        self,
        *words: str,
        cwd: Path,
        env: dict[str, str],
        good: bool = True,
        program: str = "nbgrader",
    ) -> Done:
        """Run a command; unless ``good`` is False it has to succeed."""
        assert self.server.stdin is not None
        assert self.server.stdout is not None
        order = {
            "program": program,
            "words": words,
            "cwd": str(cwd),
            "env": env,
            "out": str(self.out),
        }
        self.server.stdin.write(json.dumps(order) + "\n")
        self.server.stdin.flush()
        code = int(self.server.stdout.readline())
        done = Done(code, self.out.read_text(encoding="utf-8", errors="replace"))
        assert (code == 0) == good, f"{words}\n{done.text}"
        return done


def run(*command: str, cwd: Path, env: dict[str, str]) -> None:
    """Run a module of this Python as a command, which has to succeed."""
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=cwd,
        env=env,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"


class TinySource:
    """A source of two small tables, for what does not need a whole company."""

    names = ("accounts", "users")

    def __init__(self, seed: int = 1) -> None:
        import numpy as np
        import pandas as pd

        random = np.random.default_rng(seed)
        size = 500
        self.fingerprint = f"tiny{seed}"
        self.tables = {
            "accounts": pd.DataFrame(
                {
                    "account_id": np.arange(size),
                    "plan": random.choice(["free", "team", "business"], size, p=[0.6, 0.25, 0.15]),
                    "seats": random.integers(1, 50, size),
                    "channel": random.choice(["organic", "sales"], size),
                }
            ),
            "users": pd.DataFrame(
                {"user_id": np.arange(900), "account_id": random.integers(0, size, 900)}
            ),
        }

    def table(self, name: str):
        """Return a table."""
        return self.tables[name]

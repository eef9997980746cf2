"""A small course in a folder of its own, for the tests of the builder and of the grader."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

REPO = Path(__file__).resolve().parents[1]
CURRICULUM = REPO / "tests" / "fixtures" / "curriculum"
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
    shutil.copy(REPO / "nbgrader_config.py", root)
    shutil.copytree(datasets, root / "datasets")
    return root


def edit(path: Path, old: str, new: str) -> None:
    """Replace a piece of a file that must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {path.name}"
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


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
    env["PYTHONPATH"] = str(REPO)
    env["HOME"] = str(home)
    for name in ("JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
        env[name] = str(home / name.lower())
    env["JUPYTER_NO_CONFIG"] = ""
    return {**env, **more}


def run(
    *command: str, cwd: Path, env: dict[str, str], good: bool = True
) -> subprocess.CompletedProcess[str]:
    """Run a command of this Python's ``-m`` and return what it said."""
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=cwd,
        env=env,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    assert (done.returncode == 0) == good, f"{command}\n{done.stdout}\n{done.stderr}"
    return done


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

"""What a name holds after the cell that should have set it ended in an error."""

import os
import subprocess
import sys

import pytest
from IPython.core.interactiveshell import InteractiveShell
from places import ROOT
from traitlets.config import Config

from course_utils.lab import failed
from course_utils.lab.failed import Failed


@pytest.fixture
def shell():
    config = Config()
    config.HistoryManager.enabled = False
    shell = InteractiveShell(config=config)
    shell.showtraceback = shell.showsyntaxerror = lambda *_, **__: None
    watcher = Failed(shell)
    shell.events.register("pre_run_cell", watcher.begin)
    shell.events.register("post_run_cell", watcher.end)
    shell.watcher = watcher
    return shell


def keeps(shell, name="share"):
    return shell.watcher.keeps(name, shell.user_ns[name])


@pytest.mark.parametrize(
    "cell",
    [
        "share = 1 / 0",
        "share = round(0.5",  # cannot be read at all
        "x = 2\nshare = x / nobody",
        "for share in []: pass\n1 / 0",
        "%matplotlb\nshare = 3",
    ],
)
def test_the_earlier_value_is_known_for_what_it_is(shell, cell):
    shell.run_cell("share = 320.5")
    assert not keeps(shell)
    shell.run_cell(cell)
    assert keeps(shell)
    shell.run_cell("other = 1")
    assert keeps(shell)
    shell.run_cell("share = 0.25")
    assert not keeps(shell)


def test_what_was_set_before_the_error_is_new(shell):
    shell.run_cell("share = 320.5")
    shell.run_cell("share = 0.25\n1 / 0")
    assert not keeps(shell)


def test_other_cells_that_fail_say_nothing_of_it(shell):
    shell.run_cell("share = 320.5")
    shell.run_cell("share.nothing")
    shell.run_cell("print(share == nobody)")
    assert not keeps(shell)


def test_a_check_in_the_cell_that_sets_it_is_of_the_new_value(shell):
    shell.run_cell("share = 7")
    shell.run_cell("share = nobody")
    shell.user_ns["keeps"] = lambda: keeps(shell)
    shell.run_cell("share = 7\nseen = keeps()")
    assert shell.user_ns["seen"] is False


def test_a_function_that_cannot_be_read_keeps_the_earlier_one(shell):
    shell.run_cell("def rate(a):\n    return a")
    shell.run_cell("def rate(a):\n    return (a")
    assert keeps(shell, "rate")


def test_a_name_that_was_never_set_is_known(shell):
    shell.run_cell("share = nobody")
    assert shell.watcher.never_set("share")
    assert not shell.watcher.never_set("nobody")


CHECK = """
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
for cell in [
    "from course_utils import check",
    "bug_share = 320.5",
    "bug_share = nobody",
    "said = check('bug_share', bug_share)",
]:
    shell.run_cell(cell)
print("STATE", shell.user_ns["said"].state if "said" in shell.user_ns else "raised")
"""


@pytest.mark.parametrize("mode", ["", "autograde", "validate"])
def test_the_verb_says_so_and_graders_hear_nothing_of_it(mode, tmp_path):
    env = os.environ | {"NBGRADER_EXECUTION": mode, "IPYTHONDIR": str(tmp_path)}
    ran = subprocess.run(
        [sys.executable, "-c", CHECK],
        cwd=ROOT / "notebooks",
        env=env | {"PMLAB_FRESH": "1", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    state = ran.stdout.rsplit("STATE ", 1)[1].strip()
    # Graders judge what the name holds, as ever.
    assert state == ("raised" if mode else "notice")
    assert ("ended in an error" in ran.stdout) == (not mode)


def test_without_a_watcher_nothing_is_kept(monkeypatch):
    monkeypatch.setattr(failed, "_watching", None)
    assert not failed.keeps_earlier("share", 1)


def test_of_what_cannot_be_read_only_what_is_set_counts():
    code = "def rate(a):\nshare: float = (1\nprint(x\nshare == 2\nif y = 3:\n"
    assert failed.would_set(code) == {"rate", "share"}

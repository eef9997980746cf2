"""What holds submissions on this machine, shown and then proved: the doctor attacks itself."""

from __future__ import annotations

import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from course_utils.grading.engine.execute import scratch_for
from course_utils.grading.engine.jail import system
from course_utils.grading.engine.jail.landlock import NETWORK_SINCE, SCOPES_SINCE
from course_utils.grading.engine.jail.limits import Limits
from course_utils.grading.engine.jail.policy import Policy, shown_to_all
from course_utils.grading.engine.launch import (
    CannotConfine,
    EngineError,
    Launcher,
    cell_environment,
    choose,
)
from course_utils.grading.engine.session import Bounds, ProcessGone, Session

SECONDS, GRACE = 1.0, 0.5
MODULES = ("numpy",)


@dataclass(frozen=True)
class Attack:
    """Something that a submission must not be able to do."""

    name: str
    code: str
    """Prints GAINED when it got what it wanted. ``T`` holds the targets."""


# fmt: off
ATTACKS = (
    Attack("reads a file of the instructor's", "print(open(T['secret']).read(), 'GAINED')"),
    Attack("reads it by a link", "import os; os.symlink(T['secret'], 'l'); print(open('l').read(), 'GAINED')"),
    Attack("reads it by another program", "import subprocess as s; print('GAINED' * (not s.run(['cat', T['secret']]).returncode))"),
    Attack("writes beside it", "open(T['secret'] + '.new', 'w'); print('GAINED')"),
    Attack("deletes it", "import os; os.remove(T['secret']); print('GAINED')"),
    Attack("lists the home folder", "import os; os.listdir(T['home']); print('GAINED')"),
    Attack("reads the instructor's environment", "import os; print('GAINED' * (T['name'] in os.environ)); open(f'/proc/{os.getppid()}/environ').read(); print('GAINED')"),
    Attack("connects to a server", "import socket; socket.create_connection(('127.0.0.1', T['port']), 1); print('GAINED')"),
    Attack("asks for a name", "import socket; socket.getaddrinfo('localhost', 80); socket.socket(); print('GAINED')"),
    Attack("kills another process", "import os; os.kill(T['victim'], 9); print('GAINED')"),
    Attack("kills the grader", "import os; os.kill(T['grader'], 9); print('GAINED')"),
    Attack("takes the grader's CPU time away", "import resource; resource.prlimit(T['grader'], resource.RLIMIT_CPU, (1, 1)); print('GAINED')"),
    Attack("becomes root elsewhere", "import ctypes; print('GAINED' * (ctypes.CDLL(None).unshare(0x10000000) == 0))"),
    Attack("takes 64 GB of memory", "x = bytearray(1 << 36); print('GAINED')"),
    Attack("writes a file of a terabyte", "open('big', 'w').truncate(1 << 40); print('GAINED')"),
    Attack("starts 5,000 threads", "import threading, time\nfor _ in range(5000): threading.Thread(target=time.sleep, args=(9,), daemon=True).start()\nprint('GAINED')"),
    Attack("shows 32 MB", "print('x' * (1 << 25))"),
    Attack("leaves a process behind", "import subprocess as s; s.Popen(['sleep', T['mark']], start_new_session=True); None"),
    Attack("never ends", "while True: pass"),
    Attack("ignores the interrupt", "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"),
    Attack("ends without a word", "import os; os._exit(0)"),
    Attack("forges a reply", "import os, time; os.write(3, b'\\x0f\\0\\0\\0{\"kind\":\"done\"}'); time.sleep(9)"),
)
# fmt: on


@dataclass
class Report:
    """What the doctor found."""

    facts: list[str] = field(default_factory=list)
    """What the machine offers, one sentence each."""
    stopped: list[str] = field(default_factory=list)
    """Attacks that gained nothing."""
    succeeded: list[str] = field(default_factory=list)
    """Attacks that worked."""
    refused: str = ""
    """Why nothing may run, if so."""

    @property
    def holds(self) -> bool:
        """Whether submissions are held, and every attack was stopped."""
        return not self.refused and not self.succeeded and bool(self.stopped)

    def __str__(self) -> str:
        lines = list(self.facts)
        if self.refused:
            return "\n".join([*lines, self.refused])
        lines += [f"  stopped    {name}" for name in self.stopped]
        lines += [f"  SUCCEEDED  {name}" for name in self.succeeded]
        total = len(self.stopped) + len(self.succeeded)
        lines.append(f"{len(self.stopped)} of {total} attacks on this machine were stopped.")
        if self.succeeded:
            lines.append("Do not grade here what you would not run yourself.")
        return "\n".join(lines)


def doctor(container: Sequence[str] = ()) -> Report:
    """Show what holds submissions here, and prove it by attacking this machine.

    Parameters
    ----------
    container : sequence of str
        The site's container command, as in ``c.JailedExecute.container``.

    Returns
    -------
    Report
        Its text is for people; ``holds`` is for programs.
    """
    report = Report()
    report.facts.append(f"{platform.system()} {platform.release()} on {platform.machine()}.")
    try:
        launcher = choose(container, modules=MODULES)
    except (CannotConfine, EngineError) as error:
        report.refused = str(error)
        return report
    assert launcher is not None
    report.facts += facts(launcher)
    with _targets() as targets:
        for attack in ATTACKS:
            gained = _try(launcher, attack, targets)
            (report.succeeded if gained else report.stopped).append(attack.name)
    return report


def facts(launcher: Launcher) -> list[str]:
    """Return what holds submissions, and what that means, one sentence each."""
    machine = launcher.machine
    lines = [f"Submissions are held by {launcher.name}."]
    if launcher.name in ("bubblewrap", "container"):
        return [*lines, "Each starts cold there, which takes longer than from a warm parent."]
    version = machine.landlock
    if version:
        also = ["TCP"] * (version >= NETWORK_SINCE) + ["signals"] * (version >= SCOPES_SINCE)
        more = f", and {' and '.join(also)}" if also else ""
        lines.append(f"Landlock {version} withholds files{more}.")
    else:
        lines.append("There is no Landlock; a file tree of its own hides files.")
    lines.append("A system-call filter withholds sockets and other processes.")
    if machine.views:
        lines.append("Namespaces hide processes, network and files, and bound what is written.")
    else:
        lines.append(
            f"There are no namespaces ({machine.namespaces}): a submission can fill the disk "
            "with many files, and `!command` has no terminal."
        )
    if machine.root and not machine.views:
        lines.append("The number of processes is not limited: do not grade as root.")
    if shutil.which("bwrap"):
        lines.append("bubblewrap is there too, and not needed.")
    return lines


@contextmanager
def _targets() -> Iterator[dict[str, Any]]:
    folder = Path(tempfile.mkdtemp(prefix="pmlab-doctor-"))
    secret = folder / "gradebook.db"
    secret.write_text("PMLAB-DOCTOR", encoding="utf-8")
    name = "PMLAB_DOCTOR_TOKEN"
    os.environ[name] = "PMLAB-DOCTOR"
    victim = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    try:
        with socket.create_server(("127.0.0.1", 0)) as server:
            yield {
                "secret": str(secret),
                "home": str(Path.home()),
                "name": name,
                "port": server.getsockname()[1],
                "victim": victim.pid,
                "grader": os.getpid(),
                "mark": f"7{os.getpid()}",
            }
    finally:
        del os.environ[name]
        victim.kill()
        victim.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _try(launcher: Launcher, attack: Attack, targets: dict[str, Any]) -> bool:
    """Run an attack in a jail of its own; say whether it gained anything."""
    shown: list[str] = []
    size = 0

    def hear(kind: str, content: dict[str, Any]) -> None:
        nonlocal size
        size += len(str(content))
        if kind == "stream":
            shown.append(content["text"])

    bounds = Bounds(grace=GRACE, output=1 << 20)
    with scratch_for(launcher) as scratch:
        policy = Policy(
            shown=shown_to_all(),
            scratch=scratch,
            limits=Limits(),
            machine=launcher.machine,
            confinement=launcher.confinement,
        )
        session = Session(launcher, policy, (), cell_environment(), bounds)
        try:
            session.run(f"T = {targets!r}", 30, hear)
            session.run(attack.code, SECONDS, hear)
        except ProcessGone:
            pass
        finally:
            session.close()
    secret = Path(targets["secret"])
    return (
        any("GAINED" in text or "PMLAB-DOCTOR" in text for text in shown)
        or size > 4 << 20
        or not secret.is_file()
        or secret.with_name(secret.name + ".new").exists()
        or _left_behind(targets["mark"])
    )


def _left_behind(mark: str) -> bool:
    if system.machine() is None:
        return False
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if mark in path.read_bytes().decode(errors="replace").split("\0"):
                return True
        except OSError:
            continue
    return False


def main() -> int:
    """Print the report; 0 when submissions are held."""
    report = doctor(sys.argv[1:])
    sys.stdout.write(f"{report}\n")
    return 0 if report.holds else 1


if __name__ == "__main__":
    sys.exit(main())

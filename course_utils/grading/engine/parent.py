"""The warm parent: loads the course's libraries once and forks a ready process a submission.

It has one thread, an empty environment, no secret in its memory, and one submission at a time. It
never reads what a student's process writes. It is told what to do over a socket that only the
grader holds:

- ``{"op": "spawn", "grader": n}`` with three descriptors: the channel, and where descriptors 1
  and 2 of the student's process lead; answered by ``{"spawned": pid}``;
- ``{"op": "interrupt"}`` and ``{"op": "kill"}``;
- unasked, when a submission is over and nothing of it runs any more:
  ``{"ended": {"status", "cpu", "memory"}}``.
"""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import gc
import importlib
import json
import os
import select
import shutil
import signal
import socket
import sys
import tempfile
import time
from dataclasses import asdict
from typing import Any

from course_utils.grading.engine import shell as shells
from course_utils.grading.engine.child import live
from course_utils.grading.engine.jail import landlock, namespaces, seccomp, system
from course_utils.grading.engine.jail.limits import Limits
from course_utils.grading.engine.jail.policy import DEVICES, Machine, shown_to_all
from course_utils.grading.engine.opening import Opening, Played, play

FAILED = 70
"""How a student's process ends when its jail could not be put up (sysexits' EX_SOFTWARE)."""

# What a first figure, table or error costs is paid here once, not in every submission; and what
# the course's parts cost that load when they are first used.
WARM_UP = (
    "from course_utils.toolkit import *; from course_utils.widgets import *",
    "import matplotlib.pyplot as plt, numpy as np, pandas as pd",
    "fig, ax = plt.subplots(); ax.plot([1, 2]); ax.bar([1], [2]); ax.set(title='a', xlabel='b')\n"
    "plt.show()",
    "display(pd.DataFrame({'a': [1, 2], 'b': ['x', 'y']}).describe()); plt.close('all')",
    "import duckdb; base = duckdb.connect(config={'threads': 1}); base.execute(\"set TimeZone = 'UTC'\")\n"
    "base.sql(\"select timestamptz '2026-01-01' at time zone 'UTC' as t\").df(); base.close()",
    "pd.Series([1, 2]).plot(); plt.show(); plt.close('all')",
    "%matplotlib --list",
    "%time 0",
    "1 / 0",
    "pd.DataFrame({'a': [1]})['b']",
    "pd.Series([1])['b']",
    "pd.read_csv('missing.csv')",
    "np.testing.assert_allclose([1, 2], [1, 3])",
    "def f(:",
    "await __import__('asyncio').sleep(0)",
)


def find_machine(without: frozenset[str]) -> Machine:
    """Find out by trying what the kernel lets this process do.

    Parameters
    ----------
    without : frozenset of str
        Parts to treat as missing, to test the others alone: "landlock", "scopes" (Landlock's
        of signals), "seccomp", "namespaces".
    """
    limits = Limits()

    def build() -> None:
        namespaces.tree(shown_to_all(), DEVICES, limits.scratch, limits.files, None)

    missing = "left out on request" if "namespaces" in without else namespaces.available(build)
    version = 0 if "landlock" in without else landlock.abi()
    if "scopes" in without:
        version = min(version, landlock.SCOPES_SINCE - 1)
    return Machine(
        landlock=version,
        seccomp="seccomp" not in without and seccomp.available(),
        namespaces=missing,
        root=os.getuid() == 0,
    )


class Parent:
    """The warm parent's state: the shell to fork, the grader's socket, the live submission."""

    def __init__(
        self,
        control: socket.socket,
        machine: Machine,
        modules: list[str],
        company: str,
        opening: Opening | None,
    ) -> None:
        self.control = control
        self.machine = machine
        self.live: int | None = None
        self.talk = shells.Channel()
        self.talk.process = os.getpid()
        self.shell = shells.build(self.talk)
        self.missing = _load(modules)
        _warm_up(self.shell, self.talk)
        if company:
            _load_data(company)
        self.opening: list[Played] | None = []
        if opening:
            self.opening = play(self.shell, self.talk, opening)
        reading, writing = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self.woken = reading
        signal.set_wakeup_fd(writing)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        system.prctl(system.PR_SET_CHILD_SUBREAPER, 1)
        system.prctl(system.PR_SET_DUMPABLE, 0)
        _prepare(machine)
        gc.collect()
        gc.freeze()

    def serve(self) -> None:
        """Answer the grader until it is gone."""
        self.say(
            ready={
                "machine": asdict(self.machine),
                "threads": len(os.listdir("/proc/self/task")),
                "missing": self.missing,
                "opening": self.opening,
            }
        )
        while True:
            ready, _, _ = select.select([self.control.fileno(), self.woken], [], [])
            if self.woken in ready:
                self.reap()
            if self.control.fileno() in ready:
                data, descriptors, _, _ = socket.recv_fds(self.control, 1 << 16, 3)
                if not data:
                    self.sweep()
                    return
                self.obey(json.loads(data), descriptors)

    def say(self, **message: Any) -> None:
        """Send the grader a message."""
        self.control.sendall(json.dumps(message).encode("ascii"))

    def obey(self, request: dict[str, Any], descriptors: list[int]) -> None:
        """Do what the grader asks."""
        if request["op"] == "spawn":
            self.live = self.fork(request["grader"], descriptors)
            for descriptor in descriptors:
                os.close(descriptor)
            self.say(spawned=self.live)
        elif self.live is not None:
            number = signal.SIGINT if request["op"] == "interrupt" else signal.SIGKILL
            os.kill(self.live, number)

    def fork(self, grader: int, descriptors: list[int]) -> int:
        """Start a student's process; it never returns from here."""
        if self.machine.views:
            count_anew()
        child = os.fork()
        if child:
            return child
        try:
            os.setsid()
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            system.die_with_parent(signal.SIGKILL)
            channel = _only(descriptors)
            live(channel, self.shell, self.talk, grader)
        except EOFError:
            os._exit(0)
        except BaseException:
            import traceback

            traceback.print_exc(file=sys.__stderr__)
        finally:
            os._exit(FAILED)

    def reap(self) -> None:
        """Collect processes that ended; when it is the submission's first, end all the others."""
        with contextlib.suppress(BlockingIOError):
            os.read(self.woken, 4096)
        while True:
            try:
                process, status, used = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if process == 0:
                return
            if process == self.live:
                self.live = None
                self.sweep()
                ended = {
                    "status": os.waitstatus_to_exitcode(status),
                    "cpu": used.ru_utime + used.ru_stime,
                    "memory": used.ru_maxrss << 10,
                }
                self.say(ended=ended)

    def sweep(self) -> None:
        """End every process that the submission started, however it hid."""
        while True:
            if self.machine.views:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(-1, signal.SIGKILL)  # all of the PID namespace but process 1: us
            else:
                for process in _children():
                    os.kill(process, signal.SIGKILL)
            try:
                if os.waitpid(-1, os.WNOHANG)[0] == 0:
                    time.sleep(0.001)
            except ChildProcessError:
                return


def count_anew(last: int = 99) -> bool:
    """Let the next process of this PID namespace have a fixed number; say whether that was allowed.

    Otherwise a submission reads from its number how many processes those before it started, and
    leaves word for those after it.
    """
    try:
        with open("/proc/sys/kernel/ns_last_pid", "w", encoding="ascii") as file:
            file.write(str(last))
    except OSError:
        return False
    return True


def _prepare(machine: Machine) -> None:
    """Do once what every jail needs."""
    importlib.import_module("resource")
    architecture = system.machine()
    if architecture and machine.signals != "seccomp":
        seccomp.packed(architecture, None, not machine.views)


def _children() -> list[int]:
    """Return this process's children; as the subreaper, it inherits every orphan of a submission."""
    found, me = [], os.getpid()
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat", encoding="utf-8", errors="replace") as file:
                    fields = file.read().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == me:
                found.append(int(entry))
    return found


def _only(descriptors: list[int]) -> socket.socket:
    """Close every descriptor but the channel, which becomes 3, and the standard three."""
    channel, out, error = (os.dup(d) for d in descriptors)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (out, 1), (error, 2)):
        os.dup2(source, target)
    os.dup2(channel, 3, inheritable=False)
    os.closerange(4, 1 << 20)
    return socket.socket(fileno=3)


def _load(modules: list[str]) -> list[str]:
    """Import modules; return those that are not there, which is no fault of a submission's."""
    missing = []
    for name in modules:
        try:
            importlib.import_module(name)
        except ImportError:
            missing.append(name)
    return missing


def _load_data(company: str) -> None:
    """Read a company's tables into the data door, where `data.load` of a submission finds them."""
    from course_utils import data

    with contextlib.suppress(data.DataError):  # a submission that needs them will say so
        folder = data.open(company)
        for name in folder.names:
            folder.table(name)


def _warm_up(shell: shells.Shell, talk: shells.Channel) -> None:
    streams = sys.stdout, sys.stderr
    shells.own_streams(talk)
    loop = asyncio.new_event_loop()
    for code in WARM_UP:
        shells.run(shell, code, "warm-up", loop)
    loop.close()
    sys.stdout, sys.stderr = streams
    shell.reset(new_session=True)
    shell.kernel.context = contextvars.copy_context()
    shell.execution_count = 1
    shell.displayhook.msg = None
    shell._last_traceback = None


def main() -> None:
    """Run the warm parent: ``parent.py DESCRIPTOR SETTINGS``, settings as JSON."""
    control = socket.socket(fileno=int(sys.argv[1]))
    settings = json.loads(sys.argv[2])
    system.die_with_parent(signal.SIGKILL)
    home = tempfile.mkdtemp(prefix="pmlab-parent-")
    os.environ["IPYTHONDIR"] = home
    try:
        machine = find_machine(frozenset(settings["without"]))
        if machine.views:
            namespaces.enter()
        opening = Opening(*settings["opening"]) if settings["opening"] else None
        parent = Parent(control, machine, settings["modules"], settings["company"], opening)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    parent.serve()
    os._exit(0)  # nothing to tidy, and libraries complain of a hasty end


if __name__ == "__main__":
    from course_utils.grading.engine import parent as module  # one copy of the module, not two

    module.main()

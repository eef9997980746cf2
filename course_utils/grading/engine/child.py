"""The life of one student's process, from its first message to its last.

It is told what it may do, confines itself, is handed the submission's files, and then runs cells
one at a time. Everything that it says may be forged by the cells that it has run: the grader
believes nothing but the answers' text, and judges those elsewhere.

``python -m course_utils.grading.engine.child`` is the same life without a warm parent, for
bubblewrap and containers: the channel is its standard input.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import tempfile
from pathlib import Path
from typing import Any

from course_utils.exercises import later
from course_utils.grading.engine import shell as shells
from course_utils.grading.engine import wire
from course_utils.grading.engine.files import GIVEN, HOME, TEMPORARY, WORK
from course_utils.grading.engine.jail import landlock, seccomp
from course_utils.grading.engine.jail.confine import confine
from course_utils.grading.engine.jail.policy import WITHIN, Machine, Policy, shown_to_all

TOO_LARGE = "This output was left out: it is larger than {} MB.\n"


def live(channel: socket.socket, shell: shells.Shell, talk: shells.Channel, grader: int) -> None:
    """Serve the grader until it closes the channel.

    Parameters
    ----------
    channel : socket.socket
        Connected to the grader; blocking.
    shell : Shell
    talk : Channel
        The shell's channel, still without a listener.
    grader : int
        Tells graders on one machine apart; any number.
    """
    begin = wire.receive(channel)
    _volunteer_for_the_oom_killer()
    policy = Policy.from_json(begin["policy"])
    if policy.confinement == WITHIN:
        policy = _as_found(policy)
    root = confine(policy, grader)
    settle(root, begin["environment"])
    shells.move_in(shell, root)
    _receive_files(channel, root)
    _reseed()

    def listener(kind: str, content: dict[str, Any]) -> None:
        frame = wire.encode({"kind": kind, "content": content})
        if len(frame) > wire.LARGEST:
            words = TOO_LARGE.format(wire.LARGEST >> 20)
            frame = wire.encode({"kind": "stream", "content": {"name": "stderr", "text": words}})
        channel.sendall(frame)

    talk.process = os.getpid()
    talk.listener = listener
    shells.own_streams(talk)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    channel.sendall(wire.encode({"kind": "ready", "content": {}}))
    while True:
        request = wire.receive(channel)
        if request["op"] == "ask":
            _ask(request, channel, talk)
        else:
            _run_one(request, channel, shell, talk, loop)


def _ask(request: dict[str, Any], channel: socket.socket, talk: shells.Channel) -> None:
    """Ask the functions that check() kept; the grader takes nothing but their answers now."""
    try:
        answers = later.ask(request["cases"], request["seconds"])
    except BaseException:
        answers = {}
    with talk.lock:
        channel.sendall(wire.encode({"kind": "answers", "content": {"answers": answers}}))


def _run_one(
    request: dict[str, Any],
    channel: socket.socket,
    shell: shells.Shell,
    talk: shells.Channel,
    loop: asyncio.AbstractEventLoop,
) -> None:
    reply = shells.rest()
    try:
        try:
            signal.signal(signal.SIGINT, signal.default_int_handler)
            if request.get("alarm"):
                signal.signal(signal.SIGALRM, lambda *_: signal.raise_signal(signal.SIGINT))
                signal.setitimer(signal.ITIMER_REAL, request["alarm"])
            reply = shells.run(shell, request["code"], request["id"], loop)
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            if request.get("alarm"):
                signal.setitimer(signal.ITIMER_REAL, 0)
            sys.stdout.flush()
            sys.stderr.flush()
    except BaseException as error:
        reply = shells.rest() | {"ename": type(error).__name__}
    with talk.lock:
        done = {"kind": "done", "content": {**reply, "id": request["id"]}}
        channel.sendall(wire.encode(done))


def settle(root: Path, given: dict[str, str]) -> None:
    """Make this process's folders below its root, its environment the given one, and go there."""
    for name in (WORK, HOME, TEMPORARY, GIVEN):
        (root / name).mkdir(exist_ok=True)
    os.chdir(root / WORK)
    os.environ.clear()
    os.environ.update(
        {
            "HOME": str(root / HOME),
            "TMPDIR": str(root / TEMPORARY),
            "MPLCONFIGDIR": str(root / HOME),
            "IPYTHONDIR": str(root / HOME / ".ipython"),
            "USER": "learner",
            "LOGNAME": "learner",
        }
    )
    tempfile.tempdir = None  # the parent's answer, remembered
    for name, value in given.items():
        os.environ[name] = value.replace("{root}", str(root))


def _receive_files(channel: socket.socket, root: Path) -> None:
    while True:
        message = wire.receive(channel)
        if message["op"] == "start":
            return
        target = root / message["path"]
        target.parent.mkdir(parents=True, exist_ok=True)
        left = message["size"]
        with open(target, "wb") as file:
            while left:
                piece = wire.receive_bytes(channel, min(left, wire.PIECE))
                file.write(piece)
                left -= len(piece)


def _reseed() -> None:
    """Undo what a fork shares: every submission would draw the same random numbers."""
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed()


def _volunteer_for_the_oom_killer() -> None:
    try:
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    except OSError:
        return


def _as_found(policy: Policy) -> Policy:
    """Return the policy for inside a container, whose paths and means only it can see."""
    machine = Machine(
        landlock=landlock.abi(),
        seccomp=seccomp.available(),
        namespaces="a container stands around this process",
        root=os.getuid() == 0,
    )
    return Policy(
        shown=shown_to_all(),
        scratch=tempfile.mkdtemp(prefix="pmlab-"),
        limits=policy.limits,
        machine=machine,
        confinement=WITHIN,
    )


def main() -> None:
    """Live without a warm parent; standard input is the channel, standard error the raw output."""
    channel = socket.socket(fileno=os.dup(0))
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    talk = shells.Channel()
    try:
        live(channel, shells.build(talk), talk, os.getpid())
    except EOFError:
        os._exit(0)


if __name__ == "__main__":
    main()

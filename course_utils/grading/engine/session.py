"""One submission's process, driven from outside: cells in, outputs back, within limits."""

from __future__ import annotations

import os
import secrets
import select
import signal
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from course_utils.grading.engine import files, memory, messages, wire
from course_utils.grading.engine.jail.policy import Policy
from course_utils.grading.engine.launch import Ended, EngineError, Launcher

READ = 1 << 18

OnOutput = Callable[[str, dict[str, Any]], None]

# By name: Windows lacks some.
SIGNALS = {
    "SIGABRT": "it aborted",
    "SIGBUS": "it crashed",
    "SIGKILL": "it was killed, most likely for using too much memory",
    "SIGSEGV": "it crashed",
    "SIGSYS": "it made a forbidden system call",
    "SIGTERM": "it was ended",
    "SIGXCPU": "it used up its CPU time",
}


class ProcessGone(Exception):
    """The student's process is gone; the words say why, after "because"."""


@dataclass(frozen=True)
class Bounds:
    """How long a submission may take and how much it may show."""

    output: int = 8 << 20
    """Bytes of output of one cell; the rest is cut."""
    outputs: int = 2_000
    """Number of output messages of one cell besides text; the rest is cut."""
    total: int = 48 << 20
    """Bytes of output of all cells together."""
    submission: float = 1800.0
    """Seconds for all cells together."""
    grace: float = 2.0
    """Seconds between an interrupt and the end of a process that ignores it."""


@dataclass
class Ran:
    """How a cell went."""

    reply: dict[str, Any]
    late: bool = False
    cut: bool = False


class Session:
    """A student's process.

    Parameters
    ----------
    launcher : Launcher
    policy : Policy
    given : iterable of (str, bytes)
        Files: paths relative to the process's root folder, and their content.
    environment : dict of str
        Its whole environment; ``{root}`` stands for its root folder.
    bounds : Bounds
    """

    def __init__(
        self,
        launcher: Launcher,
        policy: Policy,
        given: Iterable[tuple[str, bytes]] = (),
        environment: dict[str, str] | None = None,
        bounds: Bounds | None = None,
    ) -> None:
        self.bounds = bounds or Bounds()
        self.used: Ended | None = None
        self.identity = ""
        self._process = launcher.start()
        self._channel = self._process.channel
        self._raw = dict(self._process.raw)
        self._buffer = wire.Buffer()
        self._shown = 0
        self._deadline = time.monotonic() + self.bounds.submission
        self._memory = policy.limits.together
        self._look = time.monotonic() + memory.EVERY
        self._alive = True
        for descriptor in self._raw:
            os.set_blocking(descriptor, False)
        try:
            self._begin(policy, given, environment or {})
        except BaseException:
            self.close()
            raise

    def run(self, code: str, seconds: float | None, on_output: OnOutput) -> Ran:
        """Run a cell.

        Parameters
        ----------
        code : str
        seconds : float or None
            Its time limit; an interrupt follows, and the end for those who ignore it.
        on_output : callable
            Called with the kind and the checked content of each output, see `messages`.

        Raises
        ------
        ProcessGone
            If the process is gone before the cell's reply has come.
        """
        if not self._alive:
            raise ProcessGone("the process had ended before")
        left = self._deadline - time.monotonic()
        if left <= 0:
            self.kill()
            raise ProcessGone(f"the submission's {self.bounds.submission:g} seconds were over")
        limit = left if seconds is None else min(seconds, left)
        self.identity = identity = secrets.token_hex(16)
        request: dict[str, Any] = {"op": "run", "code": code, "id": identity}
        if not self._process.interrupts:
            request["alarm"] = limit
        self._send(wire.encode(request))
        hearing = _Hearing(self.bounds, on_output, self._shown)
        try:
            reply = self._listen("done", limit, hearing)
            late = reply is None
            if reply is None:
                self._process.interrupt()
                reply = self._listen("done", self.bounds.grace, hearing)
        finally:
            self._shown = hearing.total
        if reply is None:
            self.kill()
            raise ProcessGone("it went on after its time limit and after an interrupt")
        if reply.get("id") != identity:
            self.kill()
            raise ProcessGone("it sent a reply that no cell of ours gave")
        try:
            return Ran(messages.reply(reply), late, hearing.cut)
        except wire.WireError as error:
            self.kill()
            raise ProcessGone(f"it sent what is no reply ({error})") from None

    def ask(self, cases: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Return what the functions that check() kept give for unseen cases, as JSON data by name.

        Whatever else the process says now is not heard, and no cell can be run after it.

        Raises
        ------
        ProcessGone
        """
        if not self._alive:
            raise ProcessGone("the process had ended before")
        hearing = _Hearing(self.bounds, lambda kind, content: None, self._shown)
        self._send(wire.encode({"op": "ask", "cases": cases, "seconds": seconds}))
        try:
            reply = self._listen("answers", seconds + self.bounds.grace, hearing)
        finally:
            self.kill()
        answers = (reply or {}).get("answers")
        return answers if isinstance(answers, dict) else {}

    @property
    def alive(self) -> bool:
        """Whether the process may still be asked."""
        return self._alive

    def kill(self) -> None:
        """End the process now."""
        if self._alive:
            self._alive = False
            self._process.kill()

    def close(self) -> Ended:
        """End the process and everything that it started; return how it ended."""
        if self.used is None:
            self._alive = False
            self._process.kill()
            self._channel.close()
            for descriptor in self._raw:
                os.close(descriptor)
            self._raw = {}
            self.used = self._process.wait()
        return self.used

    def _begin(
        self, policy: Policy, given: Iterable[tuple[str, bytes]], environment: dict[str, str]
    ) -> None:
        trouble: list[str] = []
        hearing = _Hearing(self.bounds, lambda kind, content: trouble.append(str(content)), 0)
        try:
            begin = {"op": "begin", "policy": policy.to_json(), "environment": environment}
            self._send(wire.encode(begin))
            for path, content in given:
                self._send(wire.encode({"op": "file", "path": path, "size": len(content)}))
                self._send(content)
            self._send(wire.encode({"op": "start"}))
            ready = self._listen("ready", 120, hearing)
        except ProcessGone as error:
            self._drain(hearing)
            words = "".join(trouble)[-2000:]
            raise EngineError(f"A submission's process did not start: {error}. {words}") from None
        if ready is None:
            raise EngineError("A submission's process did not start within two minutes.")

    def _send(self, data: bytes) -> None:
        self._channel.settimeout(60)
        try:
            self._channel.sendall(data)
        except (OSError, TimeoutError):
            self._alive = False
            raise ProcessGone(self._why()) from None
        finally:
            self._channel.setblocking(False)

    def _listen(self, until: str, seconds: float, hearing: _Hearing) -> dict[str, Any] | None:
        """Read until a message of a kind; return its content, or None when time is up."""
        end = time.monotonic() + seconds
        while True:
            try:
                while (taken := self._buffer.take()) is not None:
                    message, size = taken
                    kind, content = message.get("kind"), message.get("content")
                    if kind == until:
                        if not isinstance(content, dict):
                            raise wire.WireError("no object")
                        self._drain(hearing)
                        return content
                    hearing.message(kind, content, size)
            except wire.WireError as error:
                self.kill()
                raise ProcessGone(f"it sent what is no message ({error})") from None
            left = end - time.monotonic()
            if left <= 0:
                return None
            channel = self._channel.fileno()
            ready, _, _ = select.select([channel, *self._raw], [], [], min(left, memory.EVERY))
            self._weigh()
            for source in ready:
                if source == channel:
                    self._receive(hearing)
                else:
                    self._read_raw(source, hearing)

    def _weigh(self) -> None:
        """End a submission whose processes hold more memory together than they may."""
        begin = time.monotonic()
        if begin < self._look:
            return
        held = self._process.held()
        end = time.monotonic()
        self._look = end + max(memory.EVERY, 10 * (end - begin))
        if held > self._memory:
            self.kill()
            most = self._memory >> 20
            raise ProcessGone(f"its processes held more than {most:,} MB of memory together")

    def _receive(self, hearing: _Hearing) -> None:
        try:
            data = self._channel.recv(READ)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._alive = False
            self._drain(hearing)
            raise ProcessGone(self._why())
        self._buffer.add(data)

    def _read_raw(self, descriptor: int, hearing: _Hearing) -> bool:
        """Take what came past Python; say whether there was any."""
        try:
            data = os.read(descriptor, READ)
        except BlockingIOError:
            return False
        except OSError:
            data = b""
        if not data:
            os.close(descriptor)
            del self._raw[descriptor]
            return False
        hearing.text(self._raw[descriptor], data.decode("utf-8", "replace"), len(data))
        return True

    def _drain(self, hearing: _Hearing) -> None:
        """Take what has been written so far, without waiting for more."""
        for descriptor in list(self._raw):
            for _ in range(64):
                if descriptor not in self._raw or not self._read_raw(descriptor, hearing):
                    break

    def _why(self) -> str:
        """Return why a process that is gone is gone."""
        self._process.kill()
        self.used = self._process.wait()
        status = self.used.status
        if status is not None and status < 0:
            return SIGNALS.get(_signal(-status), f"signal {-status} ended it")
        return "it ended itself" if not status else f"it ended itself with status {status}"


class _Hearing:
    """Passes on a cell's outputs until there are too many."""

    def __init__(self, bounds: Bounds, on_output: OnOutput, total: int) -> None:
        self.total = total
        self.cut = False
        self._bounds, self._on_output = bounds, on_output
        self._bytes = self._count = 0

    def message(self, kind: Any, content: Any, size: int) -> None:
        """Pass on a message of the student's process."""
        if not isinstance(kind, str):
            raise wire.WireError("no kind")
        clean = messages.output(kind, content)
        if self._fits(size, 0 if kind == "stream" else 1):
            self._on_output(kind, clean)

    def text(self, stream: str, text: str, size: int) -> None:
        """Pass on raw text."""
        if self._fits(size, 0):
            self._on_output("stream", {"name": stream, "text": text})

    def _fits(self, size: int, count: int) -> bool:
        self._bytes += size
        self._count += count
        self.total += size
        fits = (
            self._bytes <= self._bounds.output
            and self._count <= self._bounds.outputs
            and self.total <= self._bounds.total
        )
        if not fits and not self.cut:
            self.cut = True
            words = f"\n... cut here: this cell shows more than {self._bounds.output >> 20} MB.\n"
            self._on_output("stream", {"name": "stderr", "text": words})
        return fits and not self.cut


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return ""


def contents(given: Iterable[files.Given]) -> tuple[list[tuple[str, bytes]], list[str]]:
    """Read files.

    Returns
    -------
    list of (str, bytes)
        Their paths and contents.
    list of str
        Words on what was left out.
    """
    found, left_out = [], []
    left = files.LARGEST
    for one in given:
        content = files.read(one, left)
        if content is None:
            left_out.append(f"{one.path} is too large or no plain file")
            continue
        left -= len(content)
        found.append((one.path, content))
    return found, left_out

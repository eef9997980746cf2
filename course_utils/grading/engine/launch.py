"""Starting students' processes: warm from a parent of ours, or cold in somebody else's container."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from course_utils.grading.engine import memory
from course_utils.grading.engine.jail import system
from course_utils.grading.engine.jail.policy import (
    ALONE,
    NONE,
    SYSTEM,
    WITHIN,
    Machine,
    shown_to_all,
)
from course_utils.grading.engine.opening import Opening, Played

MODULES = (
    "numpy",
    "numpy.testing",
    "pandas",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "matplotlib_inline.backend_inline",
    "pyarrow.parquet",
    "pyarrow.dataset",
    "pandas.io.parquet",
    "pandas.core.arrays.arrow.extension_types",
    "scipy.stats",
    "statsmodels.api",
    "duckdb",
    "ipywidgets",
    "anywidget",
    "course_utils",
    "course_utils.charts",
    "course_utils.data",
    "course_utils.exercises.learner",
    "course_utils.toolkit.metrics",
    "course_utils.widgets",
)
"""What the warm parent loads; a module that is not installed is passed over."""

# One thread each: threads do not survive a fork, and every core has a submission of its own.
ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}
START_SECONDS = 120.0
TIDY_SECONDS = 2.0


class CannotConfine(RuntimeError):
    """Nothing on this machine can hold a submission; the sentence says what to do."""


class EngineError(RuntimeError):
    """The grader's own machinery failed; it is never the submission's fault."""


@dataclass(frozen=True)
class Ended:
    """How a student's process ended."""

    status: int | None
    """Exit status, or minus the signal that ended it; None if it could not be learnt."""
    cpu: float = 0.0
    """CPU seconds."""
    memory: int = 0
    """Largest resident memory in bytes."""


class Process(Protocol):
    """A student's process, from outside."""

    channel: socket.socket
    raw: dict[int, str]
    """Descriptors to read: what the process and its programs wrote past Python, by stream."""
    interrupts: bool
    """Whether `interrupt` reaches the process; otherwise it must set itself an alarm."""

    def interrupt(self) -> None:
        """Interrupt the running cell, as the notebook's stop button does."""

    def held(self) -> int:
        """Return how many bytes of memory it and all that it started hold together."""

    def kill(self) -> None:
        """End it at once."""

    def wait(self) -> Ended:
        """Wait until it and all that it started are gone."""


class Launcher(Protocol):
    """Where students' processes come from."""

    machine: Machine
    confinement: str
    opening: list[Played]
    """What the cells answered and showed that its processes have run already."""

    @property
    def name(self) -> str:
        """What holds submissions there, in words."""

    def start(self) -> Process:
        """Start a process that waits for its first message."""


def environment() -> dict[str, str]:
    """Return the whole environment in which our processes start: nothing of the instructor's."""
    package = Path(__file__).resolve().parents[3]
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pmlab"
    return {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), "/usr/bin", "/bin"]),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(package),
        "PYTHONDONTWRITEBYTECODE": "1",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MPLCONFIGDIR": str(cache),
        **ONE_THREAD,
    }


def cell_environment() -> dict[str, str]:
    """Return what a submission finds in its environment, besides what `child` adds."""
    return {
        **{k: v for k, v in environment().items() if k not in ("PYTHONPATH", "MPLCONFIGDIR")},
        "TERM": "xterm-color",
        "CLICOLOR": "1",
        "FORCE_COLOR": "1",
        "CLICOLOR_FORCE": "1",
        "PAGER": "cat",
        "GIT_PAGER": "cat",
    }


class WarmProcess:
    """A process forked from a warm parent."""

    interrupts = True

    def __init__(self, parent: Warm) -> None:
        self._parent = parent
        self.channel, theirs = socket.socketpair()
        out, out_theirs = os.pipe()
        error, error_theirs = os.pipe()
        self.raw = {out: "stdout", error: "stderr"}
        with theirs:
            try:
                parent.spawn([theirs.fileno(), out_theirs, error_theirs])
            finally:
                os.close(out_theirs)
                os.close(error_theirs)

    def interrupt(self) -> None:
        """Have the parent send SIGINT."""
        self._parent.say({"op": "interrupt"})

    def held(self) -> int:
        """Look at all that descends from the parent."""
        return memory.held(self._parent.number)

    def kill(self) -> None:
        """Have the parent send SIGKILL."""
        self._parent.say({"op": "kill"})

    def wait(self) -> Ended:
        """Wait for the parent's word that all is over."""
        return self._parent.ended()


class Warm:
    """A warm parent, seen from the grader. Linux only; one submission at a time.

    Parameters
    ----------
    modules : iterable of str
        What to load before the first submission.
    without : iterable of str
        Parts of the jail to leave out, to test the others alone.
    confinement : {"alone", "none"}
    company : str
        A folder with data that every submission may read: they are loaded once, and each
        submission's process shares them.
    opening : Opening, optional
        Cells that every submission begins with, to be run once; `opening` says afterwards what
        they showed, and is empty if every submission has to run them itself.
    """

    def __init__(
        self,
        modules: Iterable[str] = MODULES,
        without: Iterable[str] = (),
        confinement: str = ALONE,
        company: str = "",
        opening: Opening | None = None,
    ) -> None:
        if system.machine() is None:
            raise CannotConfine("Warm grading needs 64-bit Linux on x86-64 or arm64.")
        self.confinement = confinement
        self._settings = {
            "modules": list(modules),
            "without": sorted(without),
            "company": company,
            "opening": opening,
        }
        self.opening: list[Played] = []
        self._process: subprocess.Popen[bytes] | None = None
        self._last: Ended | None = None
        self.machine = Machine()
        self._start()
        atexit.register(self.close)

    @property
    def name(self) -> str:
        """What holds submissions here, in words."""
        if self.confinement == NONE:
            return "nothing"
        parts = ["seccomp"] * self.machine.seccomp
        if self.machine.landlock:
            parts.append(f"Landlock {self.machine.landlock}")
        if self.machine.views:
            parts.append("namespaces")
        return ", ".join(parts) or "nothing"

    @property
    def number(self) -> int:
        """The parent's process id."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> WarmProcess:
        """Fork a process."""
        if self._process is None or self._process.poll() is not None:
            self._start()
        return WarmProcess(self)

    def close(self) -> None:
        """End the parent and whatever it still has."""
        if self._process is not None:
            self._control.close()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    def spawn(self, descriptors: list[int]) -> None:
        """Ask the parent for a process."""
        self._last = None
        request = json.dumps({"op": "spawn", "grader": self.number}).encode("ascii")
        try:
            socket.send_fds(self._control, [request], descriptors)
        except OSError as error:
            raise EngineError(f"The warm parent is gone: {error}") from None
        self._hear("spawned", START_SECONDS)

    def say(self, request: dict[str, Any]) -> None:
        """Send the parent a request."""
        try:
            self._control.sendall(json.dumps(request).encode("ascii"))
        except OSError:
            return

    def ended(self) -> Ended:
        """Wait for the end of the submission."""
        if self._last is None:
            try:
                self._hear("ended", 30)
            except EngineError:
                self.close()
                return Ended(None)
        assert self._last is not None
        return self._last

    def _start(self) -> None:
        self.close()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        start = environment()
        Path(start["MPLCONFIGDIR"]).mkdir(parents=True, exist_ok=True)
        with theirs:
            self._process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "course_utils.grading.engine.parent",
                    str(theirs.fileno()),
                    json.dumps(self._settings),
                ],
                env=start,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        self._control = ours
        try:
            ready = self._hear("ready", START_SECONDS)
        except EngineError:
            if not self._settings["opening"]:
                raise
            ready = {"opening": None}
        if ready["opening"] is None:
            self._settings["opening"] = None
            self._start()
            return
        if ready["threads"] != 1:
            self.close()
            raise EngineError(
                f"The warm parent has {ready['threads']} threads and must have one: "
                "take the module that starts them out of its list."
            )
        self.machine = Machine(**ready["machine"])
        self.opening = [Played(*one) for one in ready["opening"]]

    def _hear(self, what: str, seconds: float) -> Any:
        end = time.monotonic() + seconds
        while True:
            left = max(0.0, end - time.monotonic())
            if not select.select([self._control], [], [], left)[0]:
                raise EngineError("The warm parent does not answer.")
            try:
                data = self._control.recv(1 << 16)
            except OSError:
                data = b""
            if not data:
                raise EngineError("The warm parent ended.")
            message = json.loads(data)
            if "ended" in message:
                self._last = Ended(**message["ended"])
            if what in message:
                return message[what]


class ColdProcess:
    """A process in a container, started for one submission."""

    interrupts = False

    def __init__(self, command: Sequence[str]) -> None:
        self.channel, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                list(command),
                stdin=theirs.fileno(),
                stdout=theirs.fileno(),
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        assert self._process.stderr is not None
        self.raw = {os.dup(self._process.stderr.fileno()): "stderr"}
        self._process.stderr.close()

    def interrupt(self) -> None:
        """Do nothing: signals do not reach into every container."""

    def held(self) -> int:
        """Look at the command's processes; what a container's server runs is its own to bound."""
        return memory.held(self._process.pid)

    def kill(self) -> None:
        """End the container's command and its group, asking first so that it can tidy up."""
        try:
            os.killpg(self._process.pid, signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(TIDY_SECONDS)
            os.killpg(self._process.pid, signal.SIGKILL)
        except OSError:
            return

    def wait(self) -> Ended:
        """Wait for the command."""
        try:
            return Ended(self._process.wait(30))
        except subprocess.TimeoutExpired:
            return Ended(None)


class Cold:
    """Containers: a command that runs what follows it behind walls of its own.

    Parameters
    ----------
    command : sequence of str
        For example ``["docker", "run", "--rm", "-i", "--network=none", IMAGE, "python"]``.
        ``-m course_utils.grading.engine.child`` is added to it.
    name : str
        What to call it.
    """

    confinement = WITHIN

    def __init__(self, command: Sequence[str], name: str) -> None:
        self.machine = Machine()
        self.opening: list[Played] = []
        self._name = name
        self._command = [*command, "-m", "course_utils.grading.engine.child"]

    @property
    def name(self) -> str:
        """What it is called."""
        return self._name

    def start(self) -> ColdProcess:
        """Start a container."""
        return ColdProcess(self._command)


def bubblewrap() -> list[str] | None:
    """Return bubblewrap's command with the walls that a submission needs, or None without it."""
    program = shutil.which("bwrap")
    if program is None or system.machine() is None:
        return None
    command = [program, "--unshare-all", "--die-with-parent", "--new-session", "--clearenv"]
    links = [path for path in SYSTEM if os.path.islink(path)]
    for path in shown_to_all():
        if path in links:
            command += ["--symlink", os.readlink(path), path]
        else:
            command += ["--ro-bind", path, path]
    command += ["--dev", "/dev", "--tmpfs", "/tmp", "--chdir", "/tmp"]
    for name, value in {**environment(), "HOME": "/tmp", "MPLCONFIGDIR": "/tmp"}.items():
        command += ["--setenv", name, value]
    return [*command, sys.executable]


def works(command: Sequence[str]) -> bool:
    """Say whether a container's command gets as far as running Python."""
    try:
        trial = subprocess.run(
            [*command, "-c", "print('ok')"], capture_output=True, timeout=120, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return trial.stdout.strip() == b"ok"


REFUSAL = (
    "{why}, so nothing was run: grade on Linux 5.13 or later, install bubblewrap, name a container "
    "in c.JailedExecute.container, or set PMLAB_UNSAFE=1 if you trust every submission with all "
    "that you may do."
)


def choose(
    container: Sequence[str] = (),
    unsafe: bool = False,
    modules: Iterable[str] = MODULES,
    company: str = "",
    opening: Opening | None = None,
) -> Launcher | None:
    """Return the best way to hold submissions on this machine.

    Parameters
    ----------
    container : sequence of str
        The site's container command; see `Cold`.
    unsafe : bool
        Whether to run submissions even where nothing holds them.
    modules : iterable of str
        What a warm parent loads.
    company : str
        The folder of the data that it loads; see `Warm`.
    opening : Opening, optional
        What it runs before the first submission; see `Warm`.

    Returns
    -------
    Launcher or None
        None when submissions are to run unconfined, as nbgrader runs them.

    Raises
    ------
    CannotConfine
        When nothing holds and it was not said that this does not matter.
    """
    if system.machine() is not None:
        warm = Warm(modules, company=company, opening=opening)
        if warm.machine.holds:
            return warm
        warm.close()
        why = "This kernel has neither Landlock nor namespaces for us"
        wrapped = bubblewrap()
        if wrapped and works(wrapped):
            return Cold(wrapped, "bubblewrap")
    else:
        names = {"darwin": "macOS", "win32": "Windows"}
        why = f"{names.get(sys.platform, sys.platform)} cannot hold a submission by itself"
    if container:
        if works(container):
            return Cold(container, "container")
        why += f" and the container command {container[0]} does not run Python"
    if unsafe:
        return None
    raise CannotConfine(REFUSAL.format(why=why))

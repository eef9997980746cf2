"""The IPython shell of the student's process: ipykernel's own, writing frames in place of ZeroMQ.

Same classes, same transformations, same formatters as in a notebook; only the last step, where a
kernel would put a message on a socket for Jupyter, hands it to a channel.
"""

from __future__ import annotations

import asyncio
import builtins
import contextvars
import getpass
import inspect
import io
import json
import os
import signal
import subprocess
import sys
import threading
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import comm
from comm.base_comm import BaseComm
from ipykernel.compiler import XCachingCompiler
from ipykernel.ipkernel import IPythonKernel
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.application import ProfileDir
from IPython.core.history import HistoryManager
from IPython.core.interactiveshell import _asyncio_runner
from jupyter_client.session import Session
from traitlets.config import SingletonConfigurable

from course_utils.grading.engine import refusals

BLOCK = 1 << 20
"""Characters of text in one message at most."""

Emit = Callable[[str, dict[str, Any]], None]


class Channel:
    """Where the shell's messages go; without a listener they are dropped, as in the warm parent."""

    def __init__(self) -> None:
        self.listener: Emit | None = None
        self.process = 0
        self.lock = threading.RLock()

    def emit(self, kind: str, content: dict[str, Any]) -> None:
        """Send a message, unless this is a process that the student's process started."""
        if self.listener is not None and os.getpid() == self.process:
            with self.lock:
                self.listener(kind, content)


class Socket:
    """Stands where a kernel's ZeroMQ socket stands, so that its session packs what is sent.

    What plain JSON refuses (bytes, dates, NumPy's numbers) becomes what it becomes in a notebook,
    or is refused with the same words.
    """

    # Bound once: a submission that breaks the json module should still be heard.
    _decode = staticmethod(json.JSONDecoder().decode)

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def send_multipart(self, parts: list[bytes], copy: bool = True) -> None:
        """Send a message in the parts that ``Session.serialize`` makes, without buffers."""
        header, content = (
            self._decode(part.decode("utf-8", "replace")) for part in (parts[-4], parts[-1])
        )
        self._channel.emit(header["msg_type"], content)


class Stream(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr``: collects text, and keeps the two in order."""

    encoding = "utf-8"
    errors = "replace"
    _open: ClassVar[Stream | None] = None

    def __init__(self, channel: Channel, name: str, descriptor: int) -> None:
        self.name = f"<{name}>"
        self._channel, self._stream, self._descriptor = channel, name, descriptor
        self._parts: list[str] = []
        self._length = 0

    def fileno(self) -> int:
        """Return the descriptor that programs started from a cell write to."""
        return self._descriptor

    def writable(self) -> bool:
        """Say that this can be written."""
        return True

    def isatty(self) -> bool:
        """Say that this is no terminal."""
        return False

    def write(self, text: str) -> int:
        """Take text; it is sent in blocks, or as soon as something else is shown."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        if os.getpid() != self._channel.process:
            os.write(self._descriptor, text.encode("utf-8", "replace"))
            return len(text)
        with self._channel.lock:
            if Stream._open not in (None, self):
                Stream._open.flush()
            Stream._open = self
            self._parts.append(text)
            self._length += len(text)
            if self._length > BLOCK:
                self.flush()
        return len(text)

    def flush(self) -> None:
        """Send what was collected."""
        with self._channel.lock:
            if self._parts and os.getpid() == self._channel.process:
                text = "".join(self._parts)
                self._parts, self._length = [], 0
                for start in range(0, len(text), BLOCK):
                    piece = {"name": self._stream, "text": text[start : start + BLOCK]}
                    self._channel.emit("stream", piece)

    def set_parent(self, parent: Any) -> None:
        """Do nothing: there is one request at a time."""


class Kernel(IPythonKernel):
    """ipykernel's kernel as libraries and cells see it; nothing in it listens."""

    debugger_class: Any = None  # the trait would load it

    def __init__(self) -> None:
        SingletonConfigurable.__init__(self)  # IPythonKernel's own needs sockets
        self.request: dict[str, Any] = {}
        self.root = Path("/")
        """The folder of the submission's own."""
        self.told: set[str] = set()
        """Which refusals were explained already."""
        self.context = contextvars.copy_context()
        """In which all cells run, as in a kernel: what one sets, such as NumPy's print options, stays."""

    def get_parent(self, channel: str | None = None) -> dict[str, Any]:
        """Return the request that is running; ipywidgets' Output asks for its id."""
        return self.request


class Compiler(XCachingCompiler):
    """ipykernel's compiler, telling `inspect` at once that a cell belongs to no module.

    Otherwise every error searches all modules for the cell's several times over, which touches,
    and so copies, memory that is shared with the warm parent.
    """

    NO_MODULE = "a cell"

    def cache(self, *args: Any, **keys: Any) -> Any:
        """Keep a cell's source for tracebacks; return the name of its file."""
        name = super().cache(*args, **keys)
        inspect.modulesbyfile[name] = self.NO_MODULE
        return name


class Shell(ZMQInteractiveShell):
    """ipykernel's shell, without a history file and without an end."""

    keepkernel_on_exit: Any = True

    def ask_exit(self) -> None:
        """Ignore `exit`: the grader ends the process."""

    def system(self, cmd: str) -> None:
        """Run a shell command, by pipes where the jail has no pseudo-terminals."""
        try:
            for descriptor in os.openpty():
                os.close(descriptor)
        except OSError:
            done = subprocess.Popen(
                self.var_expand(cmd, depth=1),
                shell=True,
                text=True,
                errors="replace",
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
            for line in done.stdout or ():
                sys.stdout.write(line)
            self.user_ns["_exit_code"] = done.wait()
        else:
            super().system(cmd)

    def enable_gui(self, gui: Any = None) -> None:
        """Note which event loop was asked for; there is no screen."""
        self.active_eventloop = gui

    def init_history(self) -> None:
        """Keep the history in memory; the usual one starts a thread."""
        self.history_manager = HistoryManager(shell=self, parent=self, enabled=False)
        self.configurables.append(self.history_manager)


# Libraries, tqdm among them, tell a notebook by this name.
Shell.__name__ = Shell.__qualname__ = ZMQInteractiveShell.__name__


def build(channel: Channel) -> Shell:
    """Return the process's shell, sending to the channel."""
    kernel = Kernel()
    shell: Shell = Shell.instance(kernel=kernel, compiler_class=Compiler)
    session = Session(key=b"", session="pmlab", check_pid=False)
    socket: Any = Socket(channel)
    kernel.shell, kernel.session, kernel.iopub_socket = shell, session, socket
    kernel.comm_manager = comm.get_comm_manager()
    for publisher in (shell.displayhook, shell.display_pub):
        publisher.session = session
        publisher.pub_socket = socket
    shell.displayhook.topic = None
    shell.displayhook.get_execution_count = lambda: shell.execution_count

    class ChannelComm(BaseComm):
        def publish_msg(
            self,
            msg_type: str,
            data: Any = None,
            metadata: Any = None,
            buffers: Any = None,
            **keys: Any,
        ) -> None:
            content = {"data": data or {}, "comm_id": self.comm_id, **keys}
            session.send(socket, msg_type, content)

    comm.create_comm = ChannelComm
    _order_path()
    extensions: Any = shell.extension_manager
    extensions.load_extension("storemagic")
    builtins.input = kernel.raw_input
    getpass.getpass = kernel.getpass
    return shell


# Libraries and cells tell a notebook's kernel by this name.
Kernel.__name__ = Kernel.__qualname__ = IPythonKernel.__name__


def _order_path() -> None:
    """Look for modules where a kernel does: beside the notebook after Python's own library.

    The folder in which this process was started is none of a notebook's, and the course's package
    comes last, as where it is installed.
    """
    package = str(Path(__file__).resolve().parents[3])
    first, *others = sys.path
    path = [first, *others] if first not in ("", os.getcwd(), package) else others
    if package in path:
        path.remove(package)
    path.append(package)
    installed = (package, "site-packages", "dist-packages")
    path.insert(next(i for i, p in enumerate(path) if {p, Path(p).name} & {*installed}), "")
    sys.path[:] = path


def move_in(shell: Shell, root: Path) -> None:
    """Make the working folder and ``IPYTHONDIR`` the shell's, as if it had been started there."""
    shell.kernel.root = root
    history: Any = shell.history_manager
    history.dir_hist[:] = [Path.cwd()]
    shell.profile_dir = ProfileDir(
        location=os.path.join(os.environ["IPYTHONDIR"], "profile_default")
    )
    shell._db = None  # made from the profile when it is first asked for


def own_streams(channel: Channel) -> None:
    """Make this process's standard streams send to the channel."""
    sys.stdout = Stream(channel, "stdout", 1)
    sys.stderr = Stream(channel, "stderr", 2)


def rest() -> dict[str, Any]:
    """Return a reply for a cell that left no other."""
    return {"status": "error", "ename": "SystemExit", "evalue": "", "traceback": []}


def run(shell: Shell, code: str, identity: str, loop: asyncio.AbstractEventLoop) -> dict[str, Any]:
    """Run a cell as ``ipykernel.ipkernel.IPythonKernel`` does, in the one context of all cells.

    Returns
    -------
    dict
        The reply: ``status``, and for an error ``ename``, ``evalue`` and ``traceback``.
    """
    work = loop.create_task(_execute(shell, code, identity), context=shell.kernel.context)
    try:
        return loop.run_until_complete(work)
    finally:
        if work.done() and not work.cancelled():
            work.exception()  # asked for, or asyncio would report it on stderr


async def _execute(shell: Shell, code: str, identity: str) -> dict[str, Any]:
    request = {"header": {"msg_id": identity, "msg_type": "execute_request"}}
    shell.kernel.request = request
    shell.set_parent(request)
    failed = None
    try:
        transformed = shell.transform_cell(code)
    except Exception:
        transformed, failed = code, sys.exc_info()
    how: dict[str, Any] = {"transformed_cell": transformed, "preprocessing_exc_tuple": failed}
    if shell.loop_runner is _asyncio_runner and shell.should_run_async(code, **how):
        result = await _run_async(shell, code, how)
    else:
        result = shell.run_cell(code, store_history=True)
    error = (
        result.error_before_exec if result.error_before_exec is not None else result.error_in_exec
    )
    words = refusals.explain(error, shell.kernel.root)
    if words and words not in shell.kernel.told:
        shell.kernel.told.add(words)
        print(words, file=sys.stderr)
    if shell.payload_manager is not None:
        shell.payload_manager.clear_payload()
    await asyncio.sleep(0)
    if result.success and not getattr(shell, "_last_traceback_during_displayhook", False):
        return {"status": "ok"}
    return {
        "status": "error",
        "ename": type(error).__name__,
        "evalue": str(error),
        "traceback": shell._last_traceback or [],
    }


async def _run_async(shell: Shell, code: str, how: dict[str, Any]) -> Any:
    loop = asyncio.get_running_loop()
    work = asyncio.ensure_future(shell.run_cell_async(code, store_history=True, **how))

    def cancel(number: int, frame: types.FrameType | None) -> None:
        loop.call_soon_threadsafe(work.cancel)

    before = signal.signal(signal.SIGINT, cancel)
    result = None
    try:
        result = await work
    finally:
        signal.signal(signal.SIGINT, before)
        shell.events.trigger("post_execute")
        shell.events.trigger("post_run_cell", result)
    return result

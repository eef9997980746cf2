"""Namespaces: views of the machine of one's own. An addition to Landlock, or its stand-in.

The warm parent enters user, PID, IPC and network namespaces once; each submission then gets a
mount namespace with a file tree that holds what it may see and nothing else. Constants from
``include/uapi/linux/{sched,mount}.h`` and ``include/uapi/linux/fcntl.h``.
"""

from __future__ import annotations

import ctypes
import os
import signal
from collections.abc import Callable, Iterable

from course_utils.grading.engine.jail.system import checked, die_with_parent, libc, syscall

CLONE_NEWNS = 0x00020000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC = 1, 2, 4, 8
MS_BIND, MS_REC, MS_PRIVATE = 4096, 16384, 1 << 18
MNT_DETACH = 2
MOUNT_ATTR_RDONLY, MOUNT_ATTR_NOSUID, MOUNT_ATTR_NODEV = 1, 2, 4
AT_FDCWD, AT_RECURSIVE = -100, 0x8000

OLD = "/.old"
SCRATCH, SHARED, PROCESSES = "/tmp", "/dev/shm", "/proc"


def enter() -> None:
    """Move this process into namespaces of its own; it goes on as process 1 of the new ones.

    The process that called stays behind, waits, and ends as the inner one ended. Root needs no
    user namespace, and keeps its identity until a child gives it up.

    Raises
    ------
    OSError
        Where the machine does not allow it. This process may then be half changed: ask
        `available` first.
    """
    _unshare()
    inner = os.fork()
    if inner:
        for handle in os.listdir("/proc/self/fd"):
            if int(handle) > 2:
                try:
                    os.close(int(handle))
                except OSError:
                    continue
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _, status = os.waitpid(inner, 0)
        os._exit(abs(os.waitstatus_to_exitcode(status)) & 0xFF)
    die_with_parent(signal.SIGKILL)


def available(build: Callable[[], None]) -> str:
    """Try it all in a process that is thrown away.

    Parameters
    ----------
    build : callable
        Makes the file tree of a submission, as the real one will.

    Returns
    -------
    str
        What stands in the way; empty when nothing does.
    """
    reading, writing = os.pipe()
    trial = os.fork()
    if trial == 0:
        try:
            _unshare()
            inner = os.fork()
            if inner:
                os.waitpid(inner, 0)
                os._exit(0)
            build()
            os.write(writing, b"ok")
        except BaseException as error:
            os.write(writing, str(error).encode()[:400])
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(trial, 0)
    with os.fdopen(reading, "rb") as answer:
        words = answer.read().decode(errors="replace")
    return "" if words == "ok" else words or "the trial process died"


def _unshare() -> None:
    uid, gid = os.getuid(), os.getgid()
    flags = CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWUTS
    if uid == 0:
        syscall("unshare", flags)
        return
    syscall("unshare", CLONE_NEWUSER | flags)
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{uid} {uid} 1"),
        ("gid_map", f"{gid} {gid} 1"),
    ):
        with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
            file.write(text)


def tree(
    shown: Iterable[str],
    devices: Iterable[str],
    scratch: int,
    files: int,
    owner: int | None,
    processes: bool = False,
) -> bool:
    """Replace this process's file tree by one that holds only what a submission may see.

    Parameters
    ----------
    shown : iterable of str
        Files and folders to show, read-only, where they stand.
    devices : iterable of str
        Device files to show.
    scratch : int
        Bytes that the private `SCRATCH` folder may hold; it is gone with the process.
    files : int
        Number of files that it may hold.
    owner : int or None
        Who will own it; None for the present user.
    processes : bool
        Whether to show the submission's own processes, where the kernel hides all others.

    Returns
    -------
    bool
        Whether there are pseudo-terminals of the submission's own.
    """
    real = {path: os.path.realpath(path) for path in [*shown, *devices]}
    syscall("unshare", CLONE_NEWNS | CLONE_NEWIPC)
    _mount(None, "/", None, MS_REC | MS_PRIVATE)
    _mount("tmpfs", "/tmp", "tmpfs", MS_NOSUID | MS_NODEV, "size=1m,mode=755")
    os.mkdir("/tmp" + OLD)
    syscall("pivot_root", b"/tmp", os.fsencode("/tmp" + OLD))
    os.chdir("/")
    # First, so that what is shown beneath it stays in sight.
    size = f"size={scratch},nr_inodes={files},mode=700"
    if owner is not None:
        size += f",uid={owner},gid={owner}"
    for folder in (SCRATCH, SHARED):
        os.makedirs(folder, exist_ok=True)
        _mount("tmpfs", folder, "tmpfs", MS_NOSUID | MS_NODEV, size)
    for path in sorted({real[path] for path in shown}):
        _show(path, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV)
    for path in devices:
        _show(real[path], MOUNT_ATTR_NOSUID)
    for path, target in real.items():
        if os.path.lexists(target) and not os.path.lexists(path):
            os.makedirs(os.path.dirname(path), exist_ok=True)
            os.symlink(target, path)
    terminals = _terminals()
    if processes:
        _processes()
    checked(libc().umount2(OLD.encode(), MNT_DETACH), "umount the old tree")
    os.rmdir(OLD)
    _attributes("/", MOUNT_ATTR_RDONLY, recursive=False)
    return terminals


def _show(path: str, attributes: int) -> None:
    """Make a path of the old tree, free of symbolic links, visible in the new one."""
    old = OLD + path
    if os.path.lexists(path) or not os.path.lexists(old):
        return
    os.makedirs(os.path.dirname(path), exist_ok=True)
    if os.path.isdir(old):
        os.mkdir(path)
    else:
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    _mount(old, path, None, MS_BIND | MS_REC)
    _attributes(path, attributes, recursive=True)


def _terminals() -> bool:
    """Give the submission pseudo-terminals that nobody else has; `!command` uses them."""
    os.mkdir("/dev/pts")
    try:
        _mount("devpts", "/dev/pts", "devpts", MS_NOSUID | MS_NOEXEC, "newinstance,ptmxmode=0666")
    except OSError:
        return False
    os.symlink("pts/ptmx", "/dev/ptmx")
    return True


def _processes() -> None:
    """Show a submission its own processes, about which psutil and so joblib ask, and no others."""
    os.mkdir(PROCESSES)
    try:
        options = "hidepid=invisible,subset=pid"
        flags = MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC
        _mount("proc", PROCESSES, "proc", flags, options)
    except OSError:  # before Linux 5.8, or inside a container
        os.rmdir(PROCESSES)


def _mount(
    source: str | None, target: str, kind: str | None, flags: int, options: str | None = None
) -> None:
    def text(value: str | None) -> bytes | None:
        return None if value is None else os.fsencode(value)

    result = libc().mount(
        text(source), text(target), text(kind), ctypes.c_ulong(flags), text(options)
    )
    checked(result, f"mount {target}")


class _MountAttr(ctypes.Structure):
    _fields_ = (
        ("attr_set", ctypes.c_uint64),
        ("attr_clr", ctypes.c_uint64),
        ("propagation", ctypes.c_uint64),
        ("userns_fd", ctypes.c_uint64),
    )


def _attributes(path: str, attributes: int, recursive: bool) -> None:
    wanted = _MountAttr(attr_set=attributes)
    syscall(
        "mount_setattr",
        AT_FDCWD,
        os.fsencode(path),
        AT_RECURSIVE if recursive else 0,
        ctypes.byref(wanted),
        ctypes.sizeof(wanted),
    )

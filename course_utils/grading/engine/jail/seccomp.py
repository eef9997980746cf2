"""seccomp: which system calls a student's process may make at all.

A classic BPF program of a few dozen lines, for x86-64 and arm64. It closes what files rules cannot:
sockets, other processes' memory, limits and priorities, new namespaces, and the kernel's odder
doors. Constants from ``include/uapi/linux/{seccomp,filter,bpf_common,audit,sched,elf-em}.h``.
"""

from __future__ import annotations

import ctypes
import errno
import functools
import struct
from dataclasses import dataclass

from course_utils.grading.engine.jail.system import (
    ARM64,
    PR_SET_NO_NEW_PRIVS,
    X86_64,
    JailError,
    machine,
    number,
    prctl,
    syscall,
)

SECCOMP_SET_MODE_FILTER = 1
SECCOMP_RET_KILL_PROCESS = 0x80000000
SECCOMP_RET_ERRNO = 0x00050000
SECCOMP_RET_ALLOW = 0x7FFF0000

# BPF_CLASS | BPF_SIZE | BPF_MODE, and BPF_JMP | operation | BPF_K
LOAD = 0x20  # BPF_LD | BPF_W | BPF_ABS
JUMP_EQUAL = 0x15
JUMP_AT_LEAST = 0x35
JUMP_SET = 0x45
RETURN = 0x06  # BPF_RET | BPF_K

# Offsets in struct seccomp_data {int nr; __u32 arch; __u64 instruction_pointer; __u64 args[6];}
NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, 16

# EM_X86_64 (62) and EM_AARCH64 (183) | __AUDIT_ARCH_64BIT | __AUDIT_ARCH_LE
AUDIT_ARCH = {X86_64: 0xC000003E, ARM64: 0xC00000B7}
X32_SYSCALL_BIT = 0x40000000  # a second numbering on x86-64 that no program needs
YOUNGEST = 462  # mseal, Linux 6.10; both architectures share numbers from 424 on

# CLONE_NEW{TIME,NS,CGROUP,UTS,IPC,USER,PID,NET}
CLONE_NEW = (
    0x80 | 0x20000 | 0x02000000 | 0x04000000 | 0x08000000 | 0x10000000 | 0x20000000 | 0x40000000
)
CLONE_NEW_BUT_TIME = CLONE_NEW & ~0x80  # in clone(2) the low byte is the exit signal

DENIED = (
    # other processes' memory and descriptors
    "ptrace",
    "process_vm_readv",
    "process_vm_writev",
    "process_madvise",
    "process_mrelease",
    "pidfd_getfd",
    "kcmp",
    "move_pages",
    "migrate_pages",
    # other views of the machine
    "unshare",
    "setns",
    "mount",
    "umount2",
    "pivot_root",
    "chroot",
    "move_mount",
    "open_tree",
    "fsopen",
    "fsmount",
    "fsconfig",
    "fspick",
    "mount_setattr",
    "open_by_handle_at",
    "name_to_handle_at",
    # large or rarely needed parts of the kernel
    "bpf",
    "perf_event_open",
    "userfaultfd",
    "io_uring_setup",
    "io_uring_enter",
    "io_uring_register",
    "keyctl",
    "add_key",
    "request_key",
    "fanotify_init",
    "memfd_secret",
    "personality",
    "lookup_dcookie",
    # the administrator's
    "kexec_load",
    "kexec_file_load",
    "init_module",
    "finit_module",
    "delete_module",
    "acct",
    "swapon",
    "swapoff",
    "reboot",
    "quotactl",
    "quotactl_fd",
    "syslog",
    "settimeofday",
    "clock_settime",
    "adjtimex",
    "clock_adjtime",
    "sethostname",
    "setdomainname",
    "vhangup",
    "nfsservctl",
    "iopl",
    "ioperm",
    "uselib",
    "_sysctl",
)

# Memory that belongs to no file system and no process, and so is bounded by nothing; programs fall
# back to files, which are.
UNBOUNDED = ("memfd_create", "shmget")

# Calls on a process, allowed on oneself (0) only: the argument that names the process. Linux lets
# one user's processes change each other's limits and priorities, the grader's included.
ON_ITSELF = {
    "prlimit64": 0,
    "sched_setaffinity": 0,
    "sched_setattr": 0,
    "sched_setparam": 0,
    "sched_setscheduler": 0,
    "setpriority": 1,
    "ioprio_set": 1,
}

# Landlock has no say in who owns a file, its mode and its times, and one user's processes may change
# them by path. Where the file tree is not the submission's own these calls do nothing and succeed,
# so that `shutil.copy` and the like go on.
METADATA = (
    "chmod",
    "chown",
    "fchmodat",
    "fchmodat2",
    "fchownat",
    "futimesat",
    "lchown",
    "lremovexattr",
    "lsetxattr",
    "removexattr",
    "setxattr",
    "utime",
    "utimensat",
    "utimes",
)

# Signals by process, for where neither a PID namespace nor Landlock's signal scope is to be had.
SIGNALS = ("kill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo")


@dataclass(frozen=True)
class Instruction:
    """One struct sock_filter; jumps are counted from the next instruction."""

    code: int
    value: int
    if_true: int = 0
    if_false: int = 0

    def packed(self) -> bytes:
        """Return the eight bytes that the kernel reads."""
        return struct.pack("=HBBI", self.code, self.if_true, self.if_false, self.value)


def _refuse(error: int) -> Instruction:
    return Instruction(RETURN, SECCOMP_RET_ERRNO | error)


def _argument(index: int) -> Instruction:
    return Instruction(LOAD, ARGUMENTS + 8 * index)  # the low half: both machines are little-endian


def _when(call: int, then: list[Instruction]) -> list[Instruction]:
    """Run `then` for one call; it ends by returning, or leaves the number in the accumulator."""
    return [Instruction(JUMP_EQUAL, call, 0, len(then)), *then]


def program(
    architecture: str, only_self: int | None = None, keep_metadata: bool = False
) -> list[Instruction]:
    """Return the filter.

    Parameters
    ----------
    architecture : {"x86_64", "aarch64"}
    only_self : int, optional
        The process's own id: signals to any other process are refused. None leaves signals to
        the PID namespace or to Landlock.
    keep_metadata : bool
        Whether files' owners, modes and times stay as they are.

    Notes
    -----
    A call is refused with EPERM, which programs expect. ``socket`` gets EACCES, as offline.
    ``clone3`` hides its flags behind a pointer, so it is reported as unknown, and C libraries
    fall back to ``clone``. A call under another architecture's numbering ends the process.
    """
    allow, refused = Instruction(RETURN, SECCOMP_RET_ALLOW), _refuse(errno.EPERM)
    again = Instruction(LOAD, NUMBER)
    lines = [
        Instruction(LOAD, ARCHITECTURE),
        Instruction(JUMP_EQUAL, AUDIT_ARCH[architecture], 1, 0),
        Instruction(RETURN, SECCOMP_RET_KILL_PROCESS),
        again,
    ]
    if architecture == X86_64:
        lines += [Instruction(JUMP_AT_LEAST, X32_SYSCALL_BIT, 0, 1), refused]
    lines += [Instruction(JUMP_AT_LEAST, YOUNGEST + 1, 0, 1), _refuse(errno.ENOSYS)]

    def when(name: str, *then: Instruction) -> None:
        call = number(name, architecture)
        if call is not None:
            lines.extend(_when(call, list(then)))

    for name in DENIED:
        when(name, refused)
    when("socket", _refuse(errno.EACCES))
    for name in UNBOUNDED:
        when(name, _refuse(errno.ENOSYS))
    when("clone3", _refuse(errno.ENOSYS))
    when("clone", _argument(0), Instruction(JUMP_SET, CLONE_NEW_BUT_TIME, 0, 1), refused, allow)
    for name, index in ON_ITSELF.items():
        when(name, _argument(index), Instruction(JUMP_EQUAL, 0, 1, 0), refused, allow)
    if only_self is not None:
        for name in SIGNALS:
            when(
                name,
                _argument(0),
                Instruction(JUMP_EQUAL, only_self, 1, 0),
                refused,
                allow,
            )
        when("tkill", refused)
        when("pidfd_send_signal", refused)
    if keep_metadata:
        for name in METADATA:
            when(name, _refuse(0))
        when("inotify_add_watch", refused)
    lines.append(allow)
    return lines


@functools.cache
def packed(architecture: str, only_self: int | None = None, keep_metadata: bool = False) -> bytes:
    """Return the filter as the kernel reads it; the warm parent makes it once for all."""
    return b"".join(line.packed() for line in program(architecture, only_self, keep_metadata))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def restrict(only_self: int | None = None, keep_metadata: bool = False) -> None:
    """Put the filter on this process and all that it starts."""
    architecture = machine()
    if architecture is None:
        raise JailError("The system-call filter is written for 64-bit Linux on x86-64 and arm64.")
    raw = packed(architecture, only_self, keep_metadata)
    buffer = ctypes.create_string_buffer(raw, len(raw))
    filter_ = _Program(len(raw) // 8, ctypes.cast(buffer, ctypes.c_void_p))
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    syscall("seccomp", SECCOMP_SET_MODE_FILTER, 0, ctypes.byref(filter_))


def available() -> bool:
    """Say whether this kernel takes filters: with a null program it must answer EFAULT."""
    try:
        syscall("seccomp", SECCOMP_SET_MODE_FILTER, 0, None)
    except OSError as error:
        return error.errno == errno.EFAULT
    except JailError:
        return False
    return False

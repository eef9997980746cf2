"""Landlock: the kernel's rules on files, network and signals that a process puts on itself.

Constants from ``include/uapi/linux/landlock.h``; what each version (ABI) of the interface adds,
from ``Documentation/userspace-api/landlock.rst``.
"""

from __future__ import annotations

import ctypes
import os
import stat
from collections.abc import Iterable
from enum import IntFlag

from course_utils.grading.engine.jail.system import PR_SET_NO_NEW_PRIVS, JailError, prctl, syscall

LANDLOCK_CREATE_RULESET_VERSION = 1 << 0
LANDLOCK_RULE_PATH_BENEATH = 1


class Access(IntFlag):
    """LANDLOCK_ACCESS_FS_*: what may be done with files beneath a path."""

    EXECUTE = 1 << 0
    WRITE_FILE = 1 << 1
    READ_FILE = 1 << 2
    READ_DIR = 1 << 3
    REMOVE_DIR = 1 << 4
    REMOVE_FILE = 1 << 5
    MAKE_CHAR = 1 << 6
    MAKE_DIR = 1 << 7
    MAKE_REG = 1 << 8
    MAKE_SOCK = 1 << 9
    MAKE_FIFO = 1 << 10
    MAKE_BLOCK = 1 << 11
    MAKE_SYM = 1 << 12
    REFER = 1 << 13
    TRUNCATE = 1 << 14
    IOCTL_DEV = 1 << 15


# The first ABI that knows an access right, where that is not 1.
SINCE = {Access.REFER: 2, Access.TRUNCATE: 3, Access.IOCTL_DEV: 5}
NETWORK_SINCE, SCOPES_SINCE = 4, 6
ENOUGH = SINCE[Access.TRUNCATE]
"""The first ABI that can stand without namespaces: before it any file could be emptied by path."""
LANDLOCK_ACCESS_NET_BIND_TCP, LANDLOCK_ACCESS_NET_CONNECT_TCP = 1 << 0, 1 << 1
LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET, LANDLOCK_SCOPE_SIGNAL = 1 << 0, 1 << 1

READ = Access.EXECUTE | Access.READ_FILE | Access.READ_DIR
WRITE = (
    READ
    | Access.WRITE_FILE
    | Access.REMOVE_DIR
    | Access.REMOVE_FILE
    | Access.MAKE_DIR
    | Access.MAKE_REG
    | Access.MAKE_FIFO
    | Access.MAKE_SYM
    | Access.REFER
    | Access.TRUNCATE
)
DEVICE = Access.READ_FILE | Access.WRITE_FILE | Access.READ_DIR | Access.IOCTL_DEV
# The kernel refuses a rule that gives a plain file a right of folders.
OF_FILES = (
    Access.EXECUTE | Access.READ_FILE | Access.WRITE_FILE | Access.TRUNCATE | Access.IOCTL_DEV
)


class _RulesetAttr(ctypes.Structure):
    _fields_ = (
        ("handled_access_fs", ctypes.c_uint64),
        ("handled_access_net", ctypes.c_uint64),  # since ABI 4
        ("scoped", ctypes.c_uint64),  # since ABI 6
    )


class _PathBeneathAttr(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed_access", ctypes.c_uint64), ("parent_fd", ctypes.c_int32))


def abi() -> int:
    """Return the version of Landlock that this kernel offers; 0 for none."""
    try:
        return syscall(
            "landlock_create_ruleset", None, 0, ctypes.c_uint32(LANDLOCK_CREATE_RULESET_VERSION)
        )
    except (OSError, JailError):
        return 0


def handled(version: int) -> Access:
    """Return all rights on files that a version can withhold."""
    rights = Access(0)
    for right in Access:
        if SINCE.get(right, 1) <= version:
            rights |= right
    return rights


def restrict(rules: Iterable[tuple[str, Access]], version: int) -> None:
    """Withhold everything that no rule allows from this process and all that it starts.

    Parameters
    ----------
    rules : iterable of (path, Access)
        Paths that do not exist are passed over. Besides files, all TCP, abstract Unix sockets and
        signals to processes outside are withheld where the version can.
    version : int
        The version to use, at most what `abi` returns.
    """
    if version < 1:
        raise JailError("This kernel has no Landlock.")
    rights = handled(version)
    ruleset = _RulesetAttr(handled_access_fs=int(rights))
    size = 8
    if version >= NETWORK_SINCE:
        size = 16
        ruleset.handled_access_net = LANDLOCK_ACCESS_NET_BIND_TCP | LANDLOCK_ACCESS_NET_CONNECT_TCP
    if version >= SCOPES_SINCE:
        size = 24
        ruleset.scoped = LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET | LANDLOCK_SCOPE_SIGNAL
    handle = syscall("landlock_create_ruleset", ctypes.byref(ruleset), size, 0)
    try:
        for path, allowed in rules:
            _allow(handle, path, allowed & rights)
        prctl(PR_SET_NO_NEW_PRIVS, 1)
        syscall("landlock_restrict_self", handle, 0)
    finally:
        os.close(handle)


def _allow(ruleset: int, path: str, allowed: Access) -> None:
    try:
        folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(folder).st_mode):
            allowed &= OF_FILES
        rule = _PathBeneathAttr(int(allowed), folder)
        syscall("landlock_add_rule", ruleset, LANDLOCK_RULE_PATH_BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(folder)

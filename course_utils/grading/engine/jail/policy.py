"""What a submission may see and do, and whether the machine can hold it to that."""

from __future__ import annotations

import os
import site
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from course_utils.grading.engine.jail.landlock import ENOUGH, SCOPES_SINCE
from course_utils.grading.engine.jail.limits import Limits

# Programs and libraries of the system. Never /etc, /home, /var, /proc, /run or /sys as a whole.
SYSTEM = (
    "/usr",
    "/bin",
    "/sbin",
    "/lib",
    "/lib32",
    "/lib64",
    "/libx32",
    "/nix/store",
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/mime.types",
    "/etc/ssl/openssl.cnf",
)
# This jail must hold by itself; or it adds what it can to a container around it; or there is none,
# because the site said that it trusts every submission and the machine can hold none.
ALONE, WITHIN, NONE = "alone", "within", "none"
# Facts about the machine that libraries read at their start. A file tree of one's own has none of
# these files, which libraries expect; files that exist and cannot be read end DuckDB.
FACTS = (
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/proc/self/cgroup",
    "/sys/devices/system/cpu",
    "/sys/fs/cgroup",
)
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")


@dataclass(frozen=True)
class Machine:
    """What this machine offers, as the warm parent found by trying."""

    landlock: int = 0
    """Version of Landlock; 0 for none."""
    seccomp: bool = False
    namespaces: str = "not tried"
    """What stands in the way of namespaces; empty when nothing does."""
    root: bool = False
    """Whether the grader runs as root."""

    @property
    def views(self) -> bool:
        """Whether submissions get namespaces."""
        return not self.namespaces

    @property
    def holds(self) -> bool:
        """Whether files, network and other processes are all out of a submission's reach."""
        return self.seccomp and (self.landlock >= ENOUGH or self.views)

    @property
    def signals(self) -> str:
        """What keeps signals in: "namespace", "landlock" or "seccomp"."""
        return (
            "namespace"
            if self.views
            else "landlock"
            if self.landlock >= SCOPES_SINCE
            else "seccomp"
        )


@dataclass(frozen=True)
class Policy:
    """The jail of one submission; plain data, so that it can be sent to where it is put up."""

    shown: tuple[str, ...]
    """Files and folders that can be read and run, and never written."""
    scratch: str
    """The folder of the submission's own; ignored where it gets a file tree of its own."""
    limits: Limits = field(default_factory=Limits)
    machine: Machine = field(default_factory=Machine)
    confinement: str = ALONE
    """`ALONE`, `WITHIN` or `NONE`."""

    def to_json(self) -> dict[str, Any]:
        """Return the policy as JSON data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Policy:
        """Return the policy that `to_json` wrote."""
        return cls(
            shown=tuple(data["shown"]),
            scratch=data["scratch"],
            limits=Limits(**data["limits"]),
            machine=Machine(**data["machine"]),
            confinement=data["confinement"],
        )


def shown_to_all(package: Path | None = None) -> tuple[str, ...]:
    """Return what every submission may see: the system, Python, the course's package and data.

    Parameters
    ----------
    package : Path, optional
        The folder of ``course_utils``; default: where it was imported from.
    """
    package = package or Path(__file__).resolve().parents[3]
    paths = [*SYSTEM]
    paths += [sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix]
    if site.ENABLE_USER_SITE:
        paths.append(site.getusersitepackages())
    paths.append(str(package))
    if (package.parent / "datasets" / "datapackage.json").is_file():
        paths.append(str(package.parent / "datasets"))
    return _outermost(paths)


def _outermost(paths: list[str]) -> tuple[str, ...]:
    """Leave out what stands beneath another path, and what is not there."""
    kept: list[str] = []
    for path in sorted({os.path.abspath(p) for p in paths if os.path.lexists(p)}):
        beneath = any(
            path.startswith(outer + os.sep) and not os.path.islink(outer) for outer in kept
        )
        if not beneath:
            kept.append(path)
    return tuple(kept)


def exposes(shown: tuple[str, ...], secret: Path) -> str | None:
    """Return the shown path beneath which a secret stands, if any does."""
    real = os.path.realpath(secret)
    for path in shown:
        outer = os.path.realpath(path)
        if real == outer or real.startswith(outer.rstrip(os.sep) + os.sep):
            return path
    return None

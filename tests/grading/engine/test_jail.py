"""The jail's parts: its numbers, its filter, and each layer alone."""

from __future__ import annotations

import errno
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from places import ROOT
from traitlets.config import Config

from course_utils.grading import configure
from course_utils.grading.engine import execute
from course_utils.grading.engine.jail import landlock, policy, seccomp, system
from course_utils.grading.engine.jail.limits import Limits
from course_utils.grading.engine.jail.policy import ALONE, NONE, Machine, Policy
from course_utils.grading.engine.launch import CannotConfine, Cold, Warm, bubblewrap, choose, works
from course_utils.grading.engine.session import Bounds, ProcessGone, Session

linux = pytest.mark.skipif(system.machine() is None, reason="the jail is Linux's")
HEADERS = {
    system.X86_64: Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    system.ARM64: Path("/usr/include/asm-generic/unistd.h"),
}


@pytest.mark.parametrize("architecture", HEADERS)
def test_system_call_numbers_are_the_kernels(architecture: str) -> None:
    header = HEADERS[architecture]
    if not header.is_file():
        pytest.skip("no kernel headers here")
    lines = re.findall(r"#define __NR_(\w+)\s+(\d+)", header.read_text(encoding="utf-8"))
    real = {name: int(value) for name, value in lines}
    ours = {name: system.number(name, architecture) for name in system.SYSCALLS}
    youngest = max(v for n, v in real.items() if n != "syscalls")  # headers may be old
    assert {n: v for n, v in ours.items() if v is not None and v <= youngest} == {
        n: real[n] for n in ours if n in real
    }


def test_landlock_rights_are_the_kernels() -> None:
    header = Path("/usr/include/linux/landlock.h")
    if not header.is_file():
        pytest.skip("no kernel headers here")
    text = header.read_text(encoding="utf-8")
    found = re.findall(r"#define LANDLOCK_ACCESS_FS_(\w+)\s+\(1ULL << (\d+)\)", text)
    assert found
    assert {name: 1 << int(bit) for name, bit in found}.items() <= {
        right.name: int(right) for right in landlock.Access
    }.items()


def test_newer_landlock_withholds_more() -> None:
    assert [int(landlock.handled(v)).bit_count() for v in range(1, 8)] == [
        13, 14, 15, 15, 16, 16, 16,
    ]  # fmt: skip


# A small interpreter of the filter's language, so that it can be tried for both architectures.


def decide(
    architecture: str,
    call: int,
    *arguments: int,
    only_self: int | None = None,
    keep_metadata: bool = False,
    audit: int = 0,
) -> int:
    data = {seccomp.NUMBER: call, seccomp.ARCHITECTURE: audit or seccomp.AUDIT_ARCH[architecture]}
    for index, argument in enumerate((*arguments, 0, 0, 0, 0, 0, 0)[:6]):
        data[seccomp.ARGUMENTS + 8 * index] = argument & 0xFFFFFFFF
    lines = seccomp.program(architecture, only_self, keep_metadata)
    here = accumulator = 0
    while True:
        line = lines[here]
        here += 1
        if line.code == seccomp.RETURN:
            return line.value
        if line.code == seccomp.LOAD:
            accumulator = data[line.value]
            continue
        truth = {
            seccomp.JUMP_EQUAL: accumulator == line.value,
            seccomp.JUMP_AT_LEAST: accumulator >= line.value,
            seccomp.JUMP_SET: bool(accumulator & line.value),
        }[line.code]
        here += line.if_true if truth else line.if_false


BOTH = pytest.mark.parametrize("architecture", [system.X86_64, system.ARM64])
EPERM, EACCES, ENOSYS = (
    seccomp.SECCOMP_RET_ERRNO | e for e in (errno.EPERM, errno.EACCES, errno.ENOSYS)
)


@BOTH
def test_filter_refuses_what_it_names_and_nothing_else(architecture: str) -> None:
    named = {system.number(n, architecture): n for n in system.SYSCALLS}
    for call in range(seccomp.YOUNGEST + 1):
        name = named.get(call, "")
        expected = seccomp.SECCOMP_RET_ALLOW
        if name in seccomp.DENIED:
            expected = EPERM
        if name == "socket":
            expected = EACCES
        if name == "clone3" or name in seccomp.UNBOUNDED:
            expected = ENOSYS
        assert decide(architecture, call) == expected, name or call


@BOTH
def test_filter_knows_only_its_own_numbering(architecture: str) -> None:
    other = system.ARM64 if architecture == system.X86_64 else system.X86_64
    kill = seccomp.SECCOMP_RET_KILL_PROCESS
    assert decide(architecture, 0, audit=seccomp.AUDIT_ARCH[other]) == kill
    assert decide(architecture, seccomp.YOUNGEST + 1) == ENOSYS
    if architecture == system.X86_64:
        assert decide(architecture, seccomp.X32_SYSCALL_BIT | 1) == EPERM


@BOTH
def test_filter_lets_threads_start_but_no_namespaces(architecture: str) -> None:
    clone = system.number("clone", architecture)
    assert clone is not None
    threads = 0x3D0F00  # what the C library passes for a thread
    assert decide(architecture, clone, threads) == seccomp.SECCOMP_RET_ALLOW
    assert decide(architecture, clone, signal.SIGCHLD) == seccomp.SECCOMP_RET_ALLOW
    for flag in (0x20000, 0x10000000, 0x20000000, 0x40000000):
        assert decide(architecture, clone, flag | signal.SIGCHLD) == EPERM


@BOTH
def test_filter_keeps_limits_and_signals_to_oneself(architecture: str) -> None:
    for name, index in seccomp.ON_ITSELF.items():
        call = system.number(name, architecture)
        assert call is not None
        assert decide(architecture, call, 0, 0) == seccomp.SECCOMP_RET_ALLOW
        arguments = [0, 0]
        arguments[index] = 77
        assert decide(architecture, call, *arguments) == EPERM
    for name in seccomp.SIGNALS:
        call = system.number(name, architecture)
        assert call is not None
        assert decide(architecture, call, 5) == seccomp.SECCOMP_RET_ALLOW
        assert decide(architecture, call, 5, only_self=5) == seccomp.SECCOMP_RET_ALLOW
        for target in (0, 1, 4, -1):
            assert decide(architecture, call, target, only_self=5) == EPERM


@BOTH
def test_filter_keeps_metadata_where_files_are_shared(architecture: str) -> None:
    for name in seccomp.METADATA:
        call = system.number(name, architecture)
        if call is not None:
            assert decide(architecture, call) == seccomp.SECCOMP_RET_ALLOW
            kept = decide(architecture, call, keep_metadata=True)
            assert kept == seccomp.SECCOMP_RET_ERRNO  # errno 0: success, and nothing done


@BOTH
def test_filter_jumps_stay_inside(architecture: str) -> None:
    for only_self in (None, 7):
        lines = seccomp.program(architecture, only_self, keep_metadata=only_self is None)
        assert len(lines) < 4096  # BPF_MAXINSNS
        assert lines[-1].code == seccomp.RETURN
        for here, line in enumerate(lines):
            if line.code not in (seccomp.RETURN, seccomp.LOAD):
                assert here + 1 + max(line.if_true, line.if_false) < len(lines)


# Each layer alone, against the same few attacks.

LAYERS: dict[str, Callable[[Path], Warm | Cold]] = {
    "all": lambda _: Warm(["numpy"]),
    "without namespaces": lambda _: Warm(["numpy"], ["namespaces"]),
    "without Landlock": lambda _: Warm(["numpy"], ["landlock"]),
    "older Landlock alone": lambda _: Warm(["numpy"], ["namespaces", "scopes"]),
    "bubblewrap": lambda _: Cold(bubblewrap() or [], "bubblewrap"),
    "container": lambda folder: Cold(
        ["env", f"PYTHONPATH={ROOT}", f"TMPDIR={folder}", sys.executable],
        "container",
    ),
}


@pytest.fixture(scope="module", params=LAYERS)
def launcher(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Warm | Cold]:
    if system.machine() is None:
        pytest.skip("the jail is Linux's")
    if request.param == "bubblewrap" and not (bubblewrap() and works(bubblewrap() or [])):
        pytest.skip("no bubblewrap here")
    one = LAYERS[request.param](tmp_path_factory.mktemp("container"))
    if isinstance(one, Warm) and not one.machine.holds:
        pytest.skip("this kernel lacks the layer")
    yield one
    if isinstance(one, Warm):
        one.close()


def run(
    launcher: Warm | Cold, code: str | list[str], scratch: Path, seconds: float = 20
) -> list[str]:
    """Return what each cell shows, and its error's name or why its process ended."""
    shown: list[str] = []

    def hear(kind: str, content: dict[str, str]) -> None:
        shown[-1] += content["text"] if kind == "stream" else str(content.get("data", ""))

    jail = Policy(
        policy.shown_to_all(), str(scratch), Limits(), launcher.machine, launcher.confinement
    )
    session = Session(launcher, jail, [("work/mine.txt", b"mine")], {}, Bounds(grace=5))
    try:
        for cell in [code] if isinstance(code, str) else code:
            shown.append("")
            ran = session.run(cell, seconds, hear)
            shown[-1] += "late" if ran.late else str(ran.reply.get("ename", "ok"))
    except ProcessGone as reason:
        shown[-1] += f"over: {reason}"
    finally:
        session.close()
    return shown


OUTCOMES = [
    ("print(open('mine.txt').read()); open('new', 'w').write('x')", "mine"),
    ("!echo $((40 + 2))", "42"),
    ("import subprocess\nprint(subprocess.run(['echo', 'hi'], capture_output=True).stdout)", "hi"),
    ("open(SECRET).read()", "PermissionError|FileNotFoundError"),
    ("import duckdb; print(duckdb.sql('select 40 + 2').fetchall())", "42"),
    ("import shutil; shutil.copy2('mine.txt', 'b.txt'); print(open('b.txt').read())", "mine"),
    ("import os; os.chmod(SECRET, 0o777)", "ok|PermissionError|FileNotFoundError"),
    ("import os; os.utime(SECRET, (1, 1))", "ok|PermissionError|FileNotFoundError"),
    ("import os; os.truncate(SECRET, 0)", "PermissionError|FileNotFoundError|OSError"),
    ("open(SECRET, 'w')", "PermissionError|FileNotFoundError|OSError"),
    ("import os; os.listdir('/home')", "PermissionError|FileNotFoundError"),
    ("import os; os.listdir('/proc')", "PermissionError|FileNotFoundError"),
    ("import socket; socket.socket()", "PermissionError"),
    ("import os; os.kill(VICTIM, 9)", "PermissionError|ProcessLookupError"),
    ("import os; os.kill(os.getppid(), 9)", "PermissionError|ok"),
    ("import resource as r; r.prlimit(VICTIM, r.RLIMIT_CPU, (1, 1))", "PermissionError"),
    ("import ctypes; print(ctypes.CDLL(None).unshare(0x10000000))", "-1"),
    ("bytearray(1 << 36)", "MemoryError"),
]


def test_every_layer_holds_by_itself(launcher: Warm | Cold, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("SECRET-VALUE", encoding="utf-8")
    before = secret.stat()
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    victim = subprocess.Popen(["sleep", "100"])
    try:
        shown = run(
            launcher,
            [
                code.replace("SECRET", repr(str(secret))).replace("VICTIM", str(victim.pid))
                for code, _ in OUTCOMES
            ],
            scratch,
        )
        for (code, outcome), seen in zip(OUTCOMES, shown, strict=True):
            assert re.search(outcome, seen), (code, seen)
            assert "SECRET-VALUE" not in seen
        assert secret.read_text(encoding="utf-8") == "SECRET-VALUE"
        after = secret.stat()
        assert (after.st_mode, after.st_mtime) == (before.st_mode, before.st_mtime)
        assert victim.poll() is None
    finally:
        victim.kill()
        victim.wait()


def test_every_layer_ends_what_does_not_end(launcher: Warm | Cold, tmp_path: Path) -> None:
    late, after = run(launcher, ["while True: pass", "print('goes on')"], tmp_path, 1)
    assert late == "late"
    assert after == "goes on\nok"
    over = run(launcher, "import os; os._exit(3)", tmp_path)
    assert over == ["over: it ended itself with status 3"]


@linux
def test_the_same_attacks_succeed_without_a_jail(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("SECRET-VALUE", encoding="utf-8")
    launcher = Warm(["numpy"], confinement=NONE)
    try:
        (shown,) = run(launcher, f"print(open({str(secret)!r}).read())", tmp_path)
        assert "SECRET-VALUE" in shown
        assert run(launcher, "import socket; socket.socket().close()", tmp_path) == ["ok"]
    finally:
        launcher.close()


@linux
def test_nothing_runs_where_nothing_holds() -> None:
    launcher = Warm(["numpy"], ["landlock", "namespaces"])
    try:
        assert not launcher.machine.holds
        with pytest.raises(Exception, match="cannot hold"):
            run(launcher, "print('ran')", Path("/nowhere"))
    finally:
        launcher.close()


@pytest.mark.parametrize(("name", "words"), [("darwin", "macOS"), ("win32", "Windows")])
def test_other_systems_say_what_to_do(
    name: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", name)
    with pytest.raises(CannotConfine, match=f"{words} cannot hold .*container.*UNSAFE") as refused:
        choose()
    assert str(refused.value).count(". ") == 0
    assert choose(unsafe=True) is None
    contained = choose([sys.executable])
    assert isinstance(contained, Cold)
    with pytest.raises(CannotConfine, match="no-such-program does not run Python"):
        choose(["no-such-program"])


def test_nbgrader_is_stopped_before_it_touches_a_hand_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(execute, "_launchers", {})
    for said in ("", "1"):
        monkeypatch.setenv("PMLAB_UNSAFE", said)
        config = Config()
        configure(config, tmp_path)
        if said:
            config.Autograde.pre_convert_hook("sample", "*", [])
        else:
            with pytest.raises(SystemExit, match=r"Nothing was graded\. macOS cannot hold"):
                config.Autograde.pre_convert_hook("sample", "*", [])


def test_the_engine_can_be_imported_on_windows() -> None:
    code = """
import signal, sys
import nbgrader, IPython  # with their own ideas of what a system has
for name in ("SIGKILL", "SIGXCPU", "SIGSYS", "SIGBUS", "SIGALRM", "SIGCHLD"):
    if hasattr(signal, name):
        delattr(signal, name)
for name in ("resource", "fcntl"):
    sys.modules[name] = None
from course_utils.grading.engine import JailedExecute, doctor
from course_utils.grading.engine.jail import landlock, seccomp
sys.platform = "win32"
assert landlock.abi() == 0 and not seccomp.available()
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr


def test_machines_say_what_holds() -> None:
    assert not Machine().holds
    assert not Machine(landlock=7, namespaces="").holds  # sockets need the filter
    assert Machine(seccomp=True, namespaces="").holds
    assert not Machine(seccomp=True, landlock=2).holds  # files could be emptied by path
    assert Machine(seccomp=True, landlock=3).holds
    assert Machine(seccomp=True, landlock=3).signals == "seccomp"
    assert Machine(seccomp=True, landlock=6).signals == "landlock"


def test_policies_travel() -> None:
    one = Policy(("/usr",), "/s", Limits(memory=5), Machine(3, True, "no", True), ALONE)
    assert Policy.from_json(one.to_json()) == one


def test_a_course_under_a_shown_folder_is_noticed(tmp_path: Path) -> None:
    course = tmp_path / "python" / "course"
    course.mkdir(parents=True)
    assert policy.exposes((str(tmp_path / "python"),), course) == str(tmp_path / "python")
    assert policy.exposes((str(course / "course_utils"),), course) is None
    (tmp_path / "link").symlink_to(tmp_path / "python")
    assert policy.exposes((str(tmp_path / "link"),), course) is not None

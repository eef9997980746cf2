"""Set up PM Lab and run it: ``python start.py lab``, ``python start.py test``, ``python start.py build`` ...

Only the standard library is used, and the syntax is old on purpose: on an old Python this file
must still be read, so that it can say in a sentence what to do.
"""

from __future__ import print_function

import hashlib
import json
import os
import subprocess
import sys

OLDEST = (3, 11)
NEWEST_TRIED = 14
ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
USAGE = """usage: python start.py [--here] COMMAND [ARGUMENTS]

  lab      open the course in JupyterLab (sets everything up the first time)
  test     run every test (installs the test tools the first time)
  check    what CI checks besides: style, types, built files, and how lessons read
  setup    only set up
  COMMAND  anything else is given to the pmlab command: grade, build, company ...;
           once set up, COMMAND --help says more about it

  --here   use the Python that runs this file (a conda environment, say) instead of .venv
"""
# A browser, its server and its kernels need the cores that the other tests share out.
TESTS = (
    [
        "--changed",
        "-m",
        "not browser",
        "--numprocesses=auto",
        "--maxprocesses=4",
        "--dist=loadscope",
        "--no-loadscope-reorder",
    ],
    [
        "--changed",
        "-m",
        "browser",
        "--numprocesses=2",
        "--dist=loadscope",
        "--no-loadscope-reorder",
    ],
)
CHECKS = (
    ["ruff", "check", "."],
    ["ruff", "format", "--check", "."],
    ["mypy"],
    ["course_utils", "build", "--check"],
    ["course_utils", "lint-lesson"],
)


class Stop(Exception):
    """A problem that one sentence explains."""


def version_text(version):
    return ".".join(str(part) for part in version[:2])


def newer_python():
    """Find a Python that is new enough, or None."""
    for minor in range(NEWEST_TRIED, OLDEST[1] - 1, -1):
        name = "3.{0}".format(minor)
        candidates = (
            [["python" + name], ["py", "-" + name]] if os.name == "nt" else [["python" + name]]
        )
        for command in candidates:
            try:
                with open(os.devnull, "w") as nothing:
                    if (
                        subprocess.call(
                            command + ["-c", "import venv"], stdout=nothing, stderr=nothing
                        )
                        == 0
                    ):
                        return command
            except OSError:
                continue
    return None


def inside(name):
    """Path of a program of the virtual environment."""
    if os.name == "nt":
        return os.path.join(VENV, "Scripts", name + ".exe")
    return os.path.join(VENV, "bin", name)


def digest(lock):
    """Digest of what a set-up depends on, apart from where the folder stands."""
    seen = hashlib.sha256(version_text(sys.version_info).encode())
    for name in (lock, "pyproject.toml"):
        with open(os.path.join(ROOT, name), "rb") as file:
            seen.update(file.read().replace(b"\r\n", b"\n"))
    return seen.hexdigest()


def read_stamp(path):
    try:
        with open(path) as file:
            return json.load(file)
    except (OSError, ValueError):
        return {}


def run(command, log, problem):
    """Run a set-up step with its output in a log; on failure say `problem` and the log's last lines."""
    with open(log, "ab") as out:
        out.write((" ".join(command) + "\n").encode("utf-8"))
        out.flush()
        code = subprocess.call(command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT)
    if code:
        with open(log, "rb") as file:
            tail = file.read().decode("utf-8", "replace").splitlines()[-12:]
        raise Stop("{0}\nThe last lines of {1}:\n    {2}".format(problem, log, "\n    ".join(tail)))


def mend_scripts(old_root):
    """Point the scripts of a moved folder's environment at the new place."""
    if os.name == "nt":
        return
    folder = os.path.dirname(inside("python"))
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        if os.path.islink(path) or not os.path.isfile(path):
            continue
        with open(path, "rb") as file:
            text = file.read()
        moved = text.replace(old_root.encode("utf-8"), ROOT.encode("utf-8"))
        if text.startswith(b"#!") and moved != text:
            with open(path, "wb") as file:
                file.write(moved)


def prepare(here, dev):
    """Make the environment what the lock file says; return its Python. Seconds when nothing changed."""
    lock = "requirements-dev.lock" if dev else "requirements.lock"
    python = sys.executable if here else inside("python")
    home = sys.prefix if here else VENV
    stamp_path = os.path.join(home, "pmlab-setup.json")
    stamp = read_stamp(stamp_path) if os.path.exists(python) else {}
    wanted = {"digest": digest(lock), "root": ROOT, "dev": dev}
    for known in ("requirements-dev.lock", lock):
        if stamp.get("digest") == digest(known):
            if stamp.get("root") == ROOT:
                return python
            wanted = dict(stamp, root=ROOT)
            lock = None
            break

    try:
        if not os.path.isdir(home):
            os.mkdir(home)
        log = os.path.join(home, "setup.log")
        open(log, "wb").close()
        if os.path.exists(stamp_path):
            os.remove(stamp_path)
    except OSError:
        raise Stop(
            "PM Lab may not write to {0}: copy the course to a folder of your own, "
            "such as one in your home folder, and run this again there.".format(home)
        )

    if lock:
        print("Setting up PM Lab: this happens once and takes a few minutes.", flush=True)
    else:
        print("The course has moved: mending its environment.", flush=True)
    if not here and not (
        os.path.exists(python) and os.path.exists(os.path.join(VENV, "pyvenv.cfg"))
    ):
        run(
            [sys.executable, "-m", "venv", VENV],
            log,
            "Python could not make a virtual environment: install its venv module "
            "(on Debian and Ubuntu: sudo apt install python3-venv) and run this again.",
        )
    pip = [python, "-m", "pip", "--disable-pip-version-check", "--no-input"]
    if lock:
        run(
            pip + ["install", "--require-hashes", "-r", lock],
            log,
            "The packages could not be installed: check the internet connection (it is needed "
            "this once) and the free disk space (2 GB), then run this again.",
        )
    run(
        pip + ["install", "--no-deps", "--no-build-isolation", "--editable", "."],
        log,
        "The course itself could not be installed: delete the folder .venv and run this again.",
    )
    if not lock and not here:
        mend_scripts(stamp["root"])
    with open(stamp_path, "w") as file:
        json.dump(wanted, file)
    return python


def environment(python):
    """The environment of a command: the programs beside `python` come first."""
    env = dict(os.environ)
    env["PATH"] = os.path.dirname(python) + os.pathsep + env.get("PATH", "")
    if os.path.dirname(os.path.dirname(python)) == VENV:
        env["VIRTUAL_ENV"] = VENV
    env.pop("PYTHONHOME", None)
    return env


def module(python, words, cwd=None):
    """Run a module of the environment; return its exit code."""
    return subprocess.call([python, "-m"] + words, cwd=cwd, env=environment(python))


def become(command, env):
    """Run a command in this process's place, so that whatever ends this ends the command."""
    if os.name == "posix":
        sys.stdout.flush()
        return os.execvpe(command[0], command, env)
    return subprocess.call(command, env=env)


def show_help(here, arguments):
    """Show a command's own help where the environment is there, and what this file does otherwise."""
    python = sys.executable if here else inside("python")
    if arguments[0] in ("setup", "test", "check") or not os.path.exists(python):
        print(USAGE)
        return 0
    return become([python, "-m", "course_utils"] + arguments, environment(python))


def main(arguments):
    here = "--here" in arguments[:1]
    if here:
        arguments = arguments[1:]
    if not arguments or arguments[0] in ("-h", "--help"):
        print(USAGE)
        return 0 if arguments else 2
    if sys.version_info < OLDEST:
        command = None if here else newer_python()
        if command is None:
            raise Stop(
                "PM Lab needs Python {0} or newer and this is {1}: install one from python.org "
                "(or your system's packages) and run this again with it.".format(
                    version_text(OLDEST), version_text(sys.version_info)
                )
            )
        return become(command + [os.path.abspath(__file__)] + arguments, dict(os.environ))

    command, rest = arguments[0], arguments[1:]
    own = rest[: rest.index("--")] if "--" in rest else rest
    if "-h" in own or "--help" in own:
        return show_help(here, arguments)
    python = prepare(here, dev=command in ("test", "check"))
    if command == "setup":
        print("PM Lab is set up.")
        return 0
    if command == "test" and rest:
        return module(python, ["pytest"] + rest, cwd=ROOT)
    if command == "test":
        return max([module(python, ["pytest"] + part, cwd=ROOT) for part in TESTS])
    if command == "check":
        codes = [module(python, step, cwd=ROOT) for step in CHECKS]
        return max(codes)
    return become([python, "-m", "course_utils"] + arguments, environment(python))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Stop as stop:
        sys.exit(str(stop))
    except KeyboardInterrupt:
        sys.exit(130)

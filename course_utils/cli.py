"""The ``pmlab`` command: open the lab, build the course, write a company.

Each subcommand loads only what it needs, so that ``pmlab --help`` answers at once.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

HOME = Path("notebooks") / "00_start_here.ipynb"
PORT = 8888


class Problem(Exception):
    """Something that one sentence explains; the command prints it and ends with 1."""


def course_root(start: Path | None = None) -> Path:
    """Find the folder of the course.

    Parameters
    ----------
    start : Path, optional
        Where to begin; the working directory if not given. The folders above it are searched,
        then the place of this package.

    Returns
    -------
    Path
        The first folder that holds ``notebooks/00_start_here.ipynb``.

    Raises
    ------
    Problem
        When there is none.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents, Path(__file__).resolve().parents[1]):
        if (folder / HOME).is_file():
            return folder
    raise Problem(
        f"There is no course here ({HOME.as_posix()} was not found): "
        "go to the course's folder, or run 'pmlab build' there if it is a fresh checkout."
    )


def port_is_free(port: int) -> bool:
    """Tell whether a local server could listen on a port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if os.name != "nt":  # there the option means something else
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            return False
    return True


def choose_port(wanted: int | None) -> int:
    """Take the port that was asked for, or the first free one from 8888 on."""
    if wanted is not None:
        if wanted == 0 or port_is_free(wanted):
            return wanted
        raise Problem(
            f"Port {wanted} is in use or not allowed: "
            "name another with --port, or leave --port out and a free one is taken."
        )
    for port in range(PORT, PORT + 50):
        if port_is_free(port):
            if port != PORT:
                print(f"Port {PORT} is in use, so the lab opens on port {port}.")
            return port
    raise Problem(f"Ports {PORT} to {PORT + 49} are all in use: name a free one with --port.")


def check_course(root: Path) -> None:
    """Stop with a sentence if the course cannot be used from where it stands."""
    from course_utils import data

    try:
        data.open(root / "datasets")
    except data.DataError as error:
        raise Problem(str(error)) from error
    if not os.access(root / "notebooks", os.W_OK):
        raise Problem(
            f"You may not write to {root}, so your answers could not be kept: "
            "copy the course to a folder of your own and open it there."
        )


def lab_command(root: Path, port: int, browser: bool, extra: Sequence[str]) -> list[str]:
    """Compose the command that starts JupyterLab on the course."""
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={root}",
        f"--ServerApp.port={port}",
        f"--LabApp.default_url=/lab/tree/{HOME.as_posix()}",
        # Nothing reaches the network: no news, no version check, no extension catalogue.
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
        f"--ServerApp.open_browser={browser}",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # the only user there is in many containers
        command.append("--allow-root")
    return [*command, *extra]


def lab_environment(instructor: bool) -> dict[str, str]:
    """Environment of the lab; learners do not see nbgrader's instructor tools."""
    env = dict(os.environ)
    scripts = str(Path(sys.executable).parent)
    if scripts not in env.get("PATH", "").split(os.pathsep):
        env["PATH"] = scripts + os.pathsep + env.get("PATH", "")
    if not instructor:
        ours = str(Path(__file__).parent / "lab")
        known = env.get("JUPYTER_CONFIG_PATH")
        env["JUPYTER_CONFIG_PATH"] = ours + (os.pathsep + known if known else "")
    return env


def lab(arguments: argparse.Namespace) -> int:
    """Open the course in JupyterLab."""
    root = course_root()
    check_course(root)
    port = choose_port(arguments.port)
    print("Opening PM Lab. Keep this window open while you learn; Ctrl+C here ends the lab.")
    command = lab_command(root, port, arguments.browser, arguments.jupyter)
    env = lab_environment(arguments.instructor)
    if os.name == "posix":  # what ends this process then ends the lab
        sys.stdout.flush()
        os.chdir(root)
        os.execve(sys.executable, command, env)
    try:
        return subprocess.call(command, cwd=root, env=env)
    except KeyboardInterrupt:
        return 0


def company(arguments: argparse.Namespace) -> int:
    """Write a company's data to a folder."""
    from course_utils.company import generate
    from course_utils.data import DataError

    try:
        made = generate(seed=arguments.seed, accounts=arguments.accounts)
        made.write(arguments.out)
    except (DataError, OSError, ValueError) as error:
        raise Problem(str(error)) from error
    print(f"Company {arguments.seed} with {arguments.accounts:,} accounts is in {arguments.out}.")
    return 0


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    top = argparse.ArgumentParser(prog="pmlab", description="PM Lab, a course that answers back.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    one = commands.add_parser("lab", help="open the course in JupyterLab")
    one.add_argument("--port", type=int, help=f"port to listen on (default: from {PORT} on)")
    one.add_argument(
        "--no-browser", dest="browser", action="store_false", help="only print the address"
    )
    one.add_argument(
        "--instructor", action="store_true", help="show nbgrader's tools for instructors"
    )
    one.add_argument("jupyter", nargs="*", help="options after -- go to JupyterLab as they are")
    one.set_defaults(run=lab)

    one = commands.add_parser("company", help="write a company's data to a folder")
    one.add_argument("--seed", type=int, default=2026, help="which company (default: 2026)")
    one.add_argument("--accounts", type=int, default=5000, help="its size (default: 5000)")
    one.add_argument("--out", type=Path, required=True, metavar="DIR", help="a folder to make")
    one.set_defaults(run=company)

    commands.add_parser("build", help="build notebooks and assignments", add_help=False)
    commands.add_parser("lint-lesson", help="look a lesson over before readers do", add_help=False)
    commands.add_parser("new-lesson", help="begin a lesson that builds at once", add_help=False)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    argv : sequence of str, optional
        The arguments; those of the process if not given.

    Returns
    -------
    int
        0 on success, 1 with a sentence on standard error otherwise.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["build"]:
        from course_utils.build import main as build

        return build(words[1:])
    if words[:1] == ["lint-lesson"]:
        from course_utils.build.lint import main as lint

        return lint(words[1:])
    if words[:1] == ["new-lesson"]:
        from course_utils.build.new import main as new

        return new(words[1:])
    arguments = parser().parse_args(words)
    try:
        return int(arguments.run(arguments))
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1

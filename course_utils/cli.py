"""The ``pmlab`` command: open the lab, grade, build the course, write a company.

Each subcommand loads only what it needs, so that ``pmlab --help`` answers at once.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path

from course_utils.grading import arguments
from course_utils.root import HOME, NoCourse, course_root

PORT = 8888
# Commands that read their own arguments, with the module whose `main` they are.
ELSEWHERE = {
    "cohort": ("course_utils.grading.desk.command", "run a cohort: roster, status, grades"),
    "build": ("course_utils.build", "build notebooks and assignments"),
    "new-lesson": ("course_utils.build.new", "begin a lesson that builds at once"),
    "lint-lesson": ("course_utils.build.lint", "look a lesson over before readers do"),
    "worlds": ("course_utils.build.worlds", "pose every exercise on many companies"),
}


class Problem(Exception):
    """Something that one sentence explains; the command prints it and ends with 1."""


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


def own_company(root: Path) -> Path:
    """Return the folder of the company that came with a student's copy of the course."""
    from course_utils import data

    folder = root / "company"
    try:
        data.open(folder)
    except data.DataError as error:
        raise Problem(f"There is no company of your own to work on: {error}") from error
    return folder


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
        # Ctrl+C ends the lab without a question, which the closing of a window could not answer.
        "--ServerApp.answer_yes=True",
    ]
    if os.access(root, os.W_OK):  # else tabs of another course of this user would open here
        command.append(f"--LabApp.workspaces_dir={root / '.pmlab' / 'workspaces'}")
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # the only user there is in many containers
        command.append("--allow-root")
    return [*command, *extra]


def lab_environment(instructor: bool, env: Mapping[str, str] | None = None) -> dict[str, str]:
    """Environment of the lab: its kernels say which cell a missing name needs.

    Learners do not see nbgrader's instructor tools.
    """
    env = dict(os.environ if env is None else env)
    scripts = str(Path(sys.executable).parent)
    if scripts not in env.get("PATH", "").split(os.pathsep):
        _first_in(env, "PATH", scripts)
    ours = str(Path(__file__).parent / "lab")
    _first_in(env, "JUPYTER_PATH", ours)
    if not instructor:
        _first_in(env, "JUPYTER_CONFIG_PATH", ours)
    return env


def _first_in(env: dict[str, str], name: str, folder: str) -> None:
    known = env.get(name)
    env[name] = folder + (os.pathsep + known if known else "")


def lab(arguments: argparse.Namespace) -> int:
    """Open the course in JupyterLab."""
    root = course_root()
    check_course(root)
    port = choose_port(arguments.port)
    print("Opening PM Lab. Keep this window open while you learn; Ctrl+C here ends the lab.")
    command = lab_command(root, port, arguments.browser, arguments.jupyter)
    env = lab_environment(arguments.instructor)
    if arguments.own:
        env["PMLAB_COMPANY"] = str(own_company(root))
    if os.name == "posix":  # what ends this process then ends the lab
        if sys.stdout.isatty():
            # A terminal that was itself opened under nohup hands on that hang-ups are ignored, and
            # the lab would outlive its window. Where nohup stands before this, stdout is a file.
            signal.signal(signal.SIGHUP, signal.SIG_DFL)
        sys.stdout.flush()
        os.chdir(root)
        os.execve(sys.executable, command, env)
    try:
        return subprocess.call(command, cwd=root, env=env)
    except KeyboardInterrupt:
        return 0


def _refused(error: Exception) -> Problem:
    """Turn what went wrong into one sentence, also where the system's words are bare."""
    if isinstance(error, OSError) and error.strerror:
        place = f" at {error.filename}" if error.filename else ""
        return Problem(
            f"Nothing was written ({error.strerror}{place}): "
            "name a folder that you may write to, on a disk with room."
        )
    return Problem(str(error))


def company(arguments: argparse.Namespace) -> int:
    """Write a company's data to a folder, with the checks that belong to it if wanted."""
    from course_utils.company import generate
    from course_utils.company.engine import cohort
    from course_utils.data import DataError

    if arguments.student and not arguments.cohort:
        raise Problem("A student's company hangs on a secret: give --cohort FILE as well.")
    size, out = arguments.accounts, arguments.out
    try:
        root = course_root() if arguments.checks else Path()
        if arguments.cohort:
            from course_utils.grading.companies import make

            secret = cohort.read_secret(arguments.cohort)
            tries = cohort.candidates(secret, arguments.student, size)
            make(root, out, tries, arguments.checks)
            whose = f"of {arguments.student}" if arguments.student else "of the cohort"
        else:
            made = generate(seed=arguments.seed, accounts=size)
            if arguments.checks:
                from course_utils.grading.companies import write_checks

                made.write(out, more=lambda building: write_checks(root, building, "open"))
            else:
                made.write(out)
            whose = str(arguments.seed)
    except (DataError, OSError, ValueError) as error:
        raise _refused(error) from error
    print(f"Company {whose} with {size:,} accounts is in {out}.")
    return 0


def _usual_secret() -> Path:
    """Return the file of the secret of the cohort here, or of the course that `PMLAB_COURSE` names."""
    from course_utils.grading import home
    from course_utils.grading.desk.settings import cohort_folder, name_of

    return home.secret_of(name_of(cohort_folder() or Path()))


def secret(arguments: argparse.Namespace) -> int:
    """Make a cohort's secret."""
    from course_utils.company.engine.cohort import make_secret
    from course_utils.grading import home

    file = arguments.file or _usual_secret()
    try:
        if arguments.file is None:
            home.made(file.parent)
        make_secret(file)
    except OSError as error:
        raise _refused(error) from error
    print(f"The secret is in {file}: keep it, and keep it from students.")
    return 0


def companies(arguments: argparse.Namespace) -> int:
    """Make a company for each student of a roster; run again, it goes on where it was."""
    from course_utils.company.engine import cohort
    from course_utils.grading.companies import make_all, report

    root = course_root()
    try:
        secret = cohort.read_secret(arguments.cohort or _usual_secret())
        students = cohort.read_roster(arguments.roster)
        wanted = {
            student: list(cohort.candidates(secret, student, arguments.accounts))
            for student in students
        }
        _rehearse(root)
        out = arguments.out or root / "companies"
        made = make_all(root, out, wanted, max(1, arguments.jobs))
        trouble = report(made, len(wanted), lambda line: print(line, flush=True))
    except (OSError, ValueError) as error:
        raise _refused(error) from error
    except KeyboardInterrupt:
        raise Problem("Stopped: run the same command again and it goes on.") from None
    if trouble:
        raise Problem(f"{trouble:,} of {len(wanted):,} companies could not be made; see above.")
    return 0


def _rehearse(root: Path) -> None:
    """Choose, where nobody did, the policy that students' own companies need."""
    from course_utils.exercises.policy import chosen
    from course_utils.grading.policies import set_policy

    for key in sorted(root.glob("curriculum/[0-9][0-9]_*/key.py")):
        skill = key.parent.name[3:]
        if (root / "solutions" / skill).is_dir() and skill not in chosen(root):
            set_policy(root, skill, "rehearse")
            print(
                f"{skill}: rehearse, since marks come from students' own companies; "
                f"'pmlab policy {skill}' says more.",
                flush=True,
            )


def policy(arguments: argparse.Namespace) -> int:
    """Show or choose what check() may tell in an assignment."""
    from course_utils.exercises.key import BadKey
    from course_utils.exercises.policy import chosen
    from course_utils.grading.course import CannotGrade
    from course_utils.grading.policies import set_policy

    root = course_root()
    try:
        if arguments.policy is None:
            found = chosen(root).get(arguments.assignment)
            print(
                f"{arguments.assignment}: {found}."
                if found
                else f"{arguments.assignment}: none was chosen, so it is open on the course's "
                "company, and rehearse on companies of students' own."
            )
            return 0
        written = set_policy(root, arguments.assignment, arguments.policy)
    except (CannotGrade, BadKey, OSError, ValueError) as error:
        raise _refused(error) from error
    print(f"{arguments.assignment}: {arguments.policy}. Written anew:")
    for path in written:
        print(f"  {path.relative_to(root).as_posix()}")
    print(
        "Release the assignment again. Where students have companies, run 'pmlab companies' again."
    )
    return 0


def truth(arguments: argparse.Namespace) -> int:
    """Print what is planted in a company: for instructors."""
    import json

    from course_utils import data
    from course_utils.company.engine import cohort
    from course_utils.company.truth import truth as planted

    try:
        folder = data.open(arguments.folder)
        parameters = (
            folder.unseal(cohort.read_secret(arguments.cohort), arguments.student)
            if arguments.cohort
            else folder.parameters
        )
    except (data.DataError, ValueError) as error:
        raise Problem(str(error)) from error
    print(json.dumps(planted(parameters), indent=2, ensure_ascii=False))
    return 0


def grade(arguments: argparse.Namespace) -> int:
    """Grade a cohort's hand-ins, or one's own work."""
    from course_utils.grading.command import run
    from course_utils.grading.course import CannotGrade

    try:
        return run(arguments)
    except CannotGrade as error:
        raise Problem(str(error)) from error


def collect(arguments: argparse.Namespace) -> int:
    """Collect hand-ins from the exchange, or from a download."""
    from course_utils.grading.command import collect as run
    from course_utils.grading.course import CannotGrade

    try:
        return run(arguments)
    except CannotGrade as error:
        raise Problem(str(error)) from error


def doctor(arguments: argparse.Namespace) -> int:
    """Show whether this machine is ready, and attack it to see what holds."""
    from course_utils.grading.doctor import run

    return run(arguments)


def dictionary(arguments: argparse.Namespace) -> int:
    """Write the data dictionary: the page and its picture."""
    from course_utils.company.dictionary import write

    for path in write(course_root()):
        print(path.as_posix())
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
    one.add_argument(
        "--own", action="store_true", help="work on the company in company/, from which marks come"
    )
    one.add_argument("jupyter", nargs="*", help="options after -- go to JupyterLab as they are")
    one.set_defaults(run=lab)

    one = commands.add_parser("company", help="write a company's data to a folder")
    one.add_argument("--seed", type=int, default=2026, help="which company (default: 2026)")
    one.add_argument("--accounts", type=int, default=5000, help="its size (default: 5000)")
    one.add_argument("--out", type=Path, required=True, metavar="DIR", help="a folder to make")
    one.add_argument(
        "--checks", action="store_true", help="also write the checks that belong to the company"
    )
    one.add_argument(
        "--cohort", type=Path, metavar="FILE", help="take the seed from this cohort's secret"
    )
    one.add_argument("--student", default="", metavar="ID", help="and from this student's id")
    one.set_defaults(run=company)

    one = commands.add_parser("secret", help="make a cohort's secret")
    one.add_argument(
        "file",
        type=Path,
        nargs="?",
        metavar="FILE",
        help="default: a folder that only you can read",
    )
    one.set_defaults(run=secret)

    one = commands.add_parser("companies", help="make a company for each student of a roster")
    one.add_argument("roster", type=Path, help="a CSV file with a column 'id'")
    one.add_argument(
        "--cohort", type=Path, metavar="FILE", help="default: the secret that 'pmlab secret' made"
    )
    one.add_argument("--accounts", type=int, default=1000, help="size of each (default: 1000)")
    one.add_argument("--out", type=Path, metavar="DIR", help="default: the course's companies/")
    one.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="processes at work"
    )
    one.set_defaults(run=companies)

    one = commands.add_parser("policy", help="choose what check() may tell in an assignment")
    one.add_argument("assignment", metavar="ASSIGNMENT")
    one.add_argument(
        "policy",
        nargs="?",
        choices=("rehearse", "open", "exam"),
        help="rehearse: all on the course's company, the form only on a student's own; "
        "open: all everywhere; exam: the form only",
    )
    one.set_defaults(run=policy)

    one = commands.add_parser("truth", help="print what is planted in a company (instructors)")
    one.add_argument("folder", type=Path, nargs="?", default=Path("datasets"), metavar="DIR")
    one.add_argument("--cohort", type=Path, metavar="FILE", help="secret of a sealed company")
    one.add_argument("--student", default="", metavar="ID", help="whose company it is")
    one.set_defaults(run=truth)

    one = commands.add_parser("collect", help="collect what students handed in")
    arguments.collecting(one)
    one.set_defaults(run=collect)

    one = commands.add_parser("grade", help="grade hand-ins, or your own work")
    one.add_argument(
        "target", metavar="ASSIGNMENT", help="an assignment, or the folder of your own work"
    )
    arguments.grading(one)
    one.add_argument(
        "--no-browser", dest="browser", action="store_false", help="do not open your feedback page"
    )
    one.set_defaults(run=grade)

    one = commands.add_parser("doctor", help="see whether this machine is ready to grade")
    one.add_argument("--json", action="store_true", help="print the result for programs")
    one.set_defaults(run=doctor)

    one = commands.add_parser("dictionary", help="write the data dictionary's page")
    one.set_defaults(run=dictionary)

    for name, (_, does) in ELSEWHERE.items():
        commands.add_parser(name, help=does, add_help=False)
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
    if words and words[0] in ELSEWHERE:
        module = import_module(ELSEWHERE[words[0]][0])
        return int(module.main(words[1:]))
    if not words:
        parser().print_help()
        return 0
    given = parser().parse_args(words)
    try:
        return int(given.run(given))
    except (Problem, NoCourse) as problem:
        print(problem, file=sys.stderr)
        return 1

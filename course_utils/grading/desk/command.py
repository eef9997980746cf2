"""``pmlab cohort``: what an instructor types, and what is said in answer."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from course_utils import files
from course_utils.grading import arguments as shared
from course_utils.grading.desk.moments import utc
from course_utils.grading.desk.settings import (
    FILE,
    SMALLEST,
    CannotRun,
    Settings,
    cohort_folder,
    read,
)
from course_utils.root import NoCourse, course_root

if TYPE_CHECKING:
    from course_utils.grading.desk.roster import Roster

FORMATS = ("canvas", "moodle", "plain", "xlsx")


def _here() -> tuple[Path, Settings]:
    """Return the cohort in whose folder the command was given."""
    root = cohort_folder()
    found = read(root) if root else None
    if root is None or found is None:
        raise CannotRun(
            f"There is no cohort here or above ({FILE} was not found): go to its folder, or make one "
            "with 'pmlab cohort new DIR'."
        )
    return root, found


def new(arguments: argparse.Namespace) -> int:
    """Make a cohort's folder."""
    from course_utils.grading.desk.new import new as make

    try:
        checkout = course_root()
    except NoCourse as error:
        raise CannotRun(str(error)) from error
    folder = arguments.folder.expanduser().resolve()
    settings = Settings(
        arguments.name or folder.name,
        per_student=arguments.per_student,
        accounts=arguments.accounts,
        gradebook=arguments.gradebook,
        exchange=arguments.exchange,
    )
    long = " for each assignment" if settings.per_student else ""
    print(f"Making {folder}; this takes a minute{long}.", flush=True)
    made = make(checkout, folder, settings, lambda words: print(f"  {words}", flush=True))
    print(f"The cohort {settings.name} is in {made.root}, with {', '.join(made.assignments)}.")
    if made.secret:
        print(
            f"Its secret, from which all companies follow, is {made.secret}: keep a copy of it, and "
            "keep it from students."
        )
    print(f"Next: cd {made.root}; pmlab cohort roster FILE")
    return 0


def roster(arguments: argparse.Namespace) -> int:
    """Show the roster, or take what a file says."""
    from course_utils.grading.desk import backups
    from course_utils.grading.desk.book import Book
    from course_utils.grading.desk.lists import read_list
    from course_utils.grading.desk.roster import Roster

    root, settings = _here()
    known = Roster.read(root)
    if arguments.file is None:
        return _show(known, arguments.json)
    listed = read_list(arguments.file, arguments.id)
    change = known.merge(listed.rows, arguments.withdraw)
    with Book(root, settings) as book:
        _match(known, listed.columns, [one.name for one in book.assignments()])
        backups.make(root, settings, "roster")
        book.enter(known.people.values())
    known.write(root)
    if arguments.json:
        print(json.dumps(asdict(change), indent=1))
        return 1 if change.refused else 0
    print(f"{arguments.file} is a {listed.kind} list. {listed.note}".rstrip())
    for words, ids in (
        ("new", change.created),
        ("changed", change.updated),
        ("back", change.returned),
        ("withdrawn", change.withdrawn),
    ):
        if ids:
            print(f"{len(ids)} {words}: {_several(ids)}.")
    if change.missing:
        print(
            f"{len(change.missing)} on the roster are not in the file, and stay: "
            f"{_several(change.missing)}. --withdraw takes off who is not in the file."
        )
    for name, title in sorted(known.columns.items()):
        print(f"{name} is {title!r} in Canvas.")
    if change.refused:
        print(f"{len(change.refused)} lines were not taken:")
        for words in change.refused:
            print(f"  {words}")
    print(f"{len(known.active)} on the roster.")
    if settings.per_student:
        print("Next: pmlab cohort companies")
    return 1 if change.refused else 0


def _several(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - 8} more" if len(ids) > 8 else ""
    return ", ".join(ids[:8]) + more


def _show(known: Roster, as_json: bool) -> int:
    from course_utils.grading.desk.status import table

    if as_json:
        print(json.dumps([asdict(one) for one in known.people.values()], indent=1))
        return 0
    if not known.people:
        print("Nobody is on the roster: 'pmlab cohort roster FILE' takes a list.")
        return 0
    rows = []
    for one in (*known.active, *(one for one in known.people.values() if one.withdrawn)):
        extra = [f"{one.extra_days:g} days more"] if one.extra_days else []
        extra += [f"{name} until {until} UTC" for name, until in sorted(one.extensions.items())]
        extra += ["withdrawn"] if one.withdrawn else []
        rows.append([one.id, one.name, one.email, one.section, ", ".join(extra)])
    print("\n".join(table(["id", "name", "email", "section", "agreed"], rows)))
    return 0


def _match(known: Roster, titles: Sequence[str], assignments: Sequence[str]) -> None:
    """Note what Canvas calls the assignments: a title with the name, or with it among its words."""
    words = {title: re.split(r"\W+", title.rpartition(" (")[0].casefold()) for title in titles}
    for name in assignments:
        exact = [title for title in titles if "_".join(words[title]) == name]
        within = [title for title in titles if name in words[title]]
        if len(exact or within) == 1:
            known.columns[name] = (exact or within)[0]


def companies(arguments: argparse.Namespace) -> int:
    """Make a company for each on the roster who has none."""
    from course_utils.company.engine import cohort
    from course_utils.grading import home
    from course_utils.grading.companies import Made, make_all, report
    from course_utils.grading.desk.roster import Roster

    root, settings = _here()
    if not settings.per_student:
        raise CannotRun(
            f"Students of this cohort share the course's company: to change that, set per_student in "
            f"{FILE}, and make a secret with 'pmlab secret'."
        )
    students = [one.id for one in Roster.read(root).active]
    try:
        secret = cohort.read_secret(home.secret_of(settings.name))
        wanted = {one: list(cohort.candidates(secret, one, settings.accounts)) for one in students}
        made: list[Made] = []

        def heard() -> Iterator[Made]:
            for one in make_all(root, root / "companies", wanted, max(1, arguments.jobs)):
                made.append(one)
                yield one

        stream = sys.stderr if arguments.json else sys.stdout
        trouble = report(heard(), len(wanted), lambda line: print(line, file=stream, flush=True))
    except (OSError, ValueError) as error:
        raise CannotRun(str(error)) from error
    if arguments.json:
        found = {
            state: [one.student for one in made if one.state == state]
            for state in ("made", "there")
        }
        failed = {one.student: one.state for one in made if not one.good}
        print(json.dumps({**found, "failed": failed}, indent=1))
    if trouble:
        raise CannotRun(f"{trouble} of {len(wanted)} companies could not be made; see above.")
    return 0


def release(arguments: argparse.Namespace) -> int:
    """Make an assignment's release anew, and put it into the exchange."""
    from course_utils.grading.desk import backups
    from course_utils.grading.desk.release import publish

    root, settings = _here()
    backups.make(root, settings, "release")
    released = publish(root, arguments.assignment)
    print(json.dumps(asdict(released), indent=1) if arguments.json else released)
    return 0


def bundle(arguments: argparse.Namespace) -> int:
    """Make what students get."""
    from course_utils.grading.desk.book import Book
    from course_utils.grading.desk.bundle import PLACE
    from course_utils.grading.desk.bundle import bundle as make
    from course_utils.grading.desk.roster import Roster

    root, settings = _here()
    with Book(root, settings) as book:
        known = [one.name for one in book.assignments()]
    members = [one.id for one in Roster.read(root).active]
    for kind, wanted, there in (
        ("assignment", arguments.assignment, known),
        ("student", arguments.student, members),
    ):
        if unknown := sorted(set(wanted) - set(there)):
            raise CannotRun(f"There is no {kind} {unknown[0]}; there is {', '.join(there)}.")
    out = (arguments.out or root / PLACE).expanduser().resolve()
    made = make(root, settings, arguments.assignment or known, arguments.student or members, out)
    if arguments.json:
        paths = {"hub": str(made.hub), "zips": [str(path) for path in made.zips]}
        print(json.dumps({**paths, "without": made.without}, indent=1))
        return 1 if made.without else 0
    print(f"For a hub: {made.hub}")
    if made.zips:
        size = sum(path.stat().st_size for path in made.zips) / 1e6
        what = made.zips[0] if len(made.zips) == 1 else f"{len(made.zips)} files in {out / 'zip'}"
        print(f"To unpack at home: {what} ({size:,.0f} MB)")
    if made.without:
        print(f"Without a company, so without a bundle: {_several(made.without)}.", file=sys.stderr)
        print("'pmlab cohort companies' makes what is missing.", file=sys.stderr)
        return 1
    return 0


def due(arguments: argparse.Namespace) -> int:
    """Say until when an assignment is to be handed in, by all or by one."""
    import dataclasses

    from course_utils.grading.desk import backups
    from course_utils.grading.desk.book import Book
    from course_utils.grading.desk.roster import Roster

    root, settings = _here()
    until = None if arguments.when == "none" else utc(arguments.when)
    known = Roster.read(root)
    with Book(root, settings) as book:
        assignments = [one.name for one in book.assignments()]
        if arguments.assignment not in assignments:
            raise CannotRun(
                f"The gradebook has no assignment {arguments.assignment}; it has "
                f"{', '.join(assignments)}."
            )
        backups.make(root, settings, "due")
        if not arguments.student:
            book.set_due(arguments.assignment, until)
    words = f"until {until.isoformat(' ', 'minutes')} UTC" if until else "without end"
    if arguments.student:
        person = known.people.get(arguments.student)
        if person is None:
            raise CannotRun(f"{arguments.student} is not on the roster.")
        agreed = {k: v for k, v in person.extensions.items() if k != arguments.assignment}
        if until:
            agreed[arguments.assignment] = until.isoformat(" ", "seconds")
        else:
            words = "as long as all"
        known.people[person.id] = dataclasses.replace(person, extensions=agreed)
        known.write(root)
    if arguments.json:
        moment = until and f"{until.isoformat(' ', 'seconds')} UTC"
        said = {"assignment": arguments.assignment, "student": arguments.student, "until": moment}
        print(json.dumps(said, indent=1))
    else:
        print(f"{arguments.assignment}: {arguments.student or 'all'} {words}.")
    return 0


def collect(arguments: argparse.Namespace) -> int:
    """Collect what students handed in, from the exchange or from a download."""
    from course_utils.grading.command import collect as collected
    from course_utils.grading.course import CannotGrade

    _here()
    try:
        return collected(arguments)
    except CannotGrade as error:
        raise CannotRun(str(error)) from error


def grade(arguments: argparse.Namespace) -> int:
    """Grade what was handed in."""
    from course_utils.grading.command import grade as graded
    from course_utils.grading.course import CannotGrade

    root, settings = _here()
    _known(root, settings, arguments.assignment)
    try:
        return graded(root, arguments.assignment, arguments)
    except CannotGrade as error:
        raise CannotRun(str(error)) from error


def _known(root: Path, settings: Settings, assignment: str) -> None:
    """Stop where the gradebook does not know an assignment."""
    from course_utils.grading.desk.book import Book

    with Book(root, settings) as book:
        names = [one.name for one in book.assignments()]
    if assignment not in names:
        raise CannotRun(f"The gradebook has no assignment {assignment}; it has {', '.join(names)}.")


def feedback(arguments: argparse.Namespace) -> int:
    """Make the pages that students get, and put them into the exchange if wanted."""
    from course_utils.grading.command import Progress
    from course_utils.grading.desk.feedback import feedback as make
    from course_utils.grading.desk.feedback import shown

    root, settings = _here()
    progress = Progress(sys.stderr)
    try:
        pages = make(
            root,
            settings,
            arguments.assignment,
            arguments.student,
            force=arguments.force,
            release=arguments.release,
            jobs=arguments.jobs,
            on_step=progress.step,
        )
    finally:
        progress.close()
    if arguments.json:
        print(json.dumps(pages.to_json(), indent=1))
    else:
        print(shown(pages, arguments.release))
    return 1 if pages.failed else 0


def status(arguments: argparse.Namespace) -> int:
    """Show how the cohort stands."""
    from course_utils.grading.desk.status import shown
    from course_utils.grading.desk.status import status as found

    root, settings = _here()
    answer = found(root, settings, arguments.assignment or "")
    print(json.dumps(answer.to_json(), indent=1) if arguments.json else shown(answer))
    return 0


def mark(arguments: argparse.Namespace) -> int:
    """Open the page on which written answers are marked, or say how far two readers agree."""
    import getpass
    import webbrowser
    from contextlib import contextmanager

    from course_utils.grading.desk import backups
    from course_utils.grading.desk.book import Book
    from course_utils.grading.desk.marking.agreement import agreement
    from course_utils.grading.desk.marking.agreement import shown as agreed
    from course_utils.grading.desk.marking.reading import Reading
    from course_utils.grading.desk.marking.server import door, serve
    from course_utils.grading.desk.marks import read as marks

    root, settings = _here()
    name = arguments.assignment
    if arguments.agreement:
        with Book(root, settings) as book:
            points = {row.exercise: row.points for row in book.to_read(name)}
        found = agreement(marks(root, name), points)
        print(json.dumps(asdict(found), indent=1) if arguments.json else agreed(found))
        return 0
    reading = Reading(
        root,
        settings,
        name,
        arguments.marker or getpass.getuser(),
        second=arguments.second,
        names=arguments.names,
    )
    backups.make(root, settings, "mark")

    @contextmanager
    def opened(address: str) -> Iterator[None]:
        stream = sys.stderr if arguments.json else sys.stdout
        print(f"Mark {name} at {address}", file=stream, flush=True)
        print("Each mark is saved as you give it. Ctrl+C here ends it.", file=stream, flush=True)
        with door(root / ".pmlab", address) as path:
            if arguments.browser:
                webbrowser.open(path.as_uri())
            yield

    try:
        serve(reading, arguments.port, opened)
    except KeyboardInterrupt:
        print()
    left = {}
    for question in reading.questions:
        states = reading.states(question.name)
        left[question.name] = sum(state in ("new", "changed") for state in states), len(states)
    if arguments.json:
        print(json.dumps({q: {"left": n, "answers": of} for q, (n, of) in left.items()}, indent=1))
        return 0
    for name, (waiting, of) in left.items():
        print(f"{name}: {waiting} of {of} left to mark.")
    return 0


def grades(arguments: argparse.Namespace) -> int:
    """Write marks for other programs."""
    from course_utils.grading.desk.grades import write
    from course_utils.grading.desk.reckon import reckon
    from course_utils.grading.desk.status import status as found

    root, settings = _here()
    reckon(root, settings)
    answer = found(root, settings, arguments.assignment or "")
    out = arguments.out or root / "grades"
    written = write(
        root, answer, arguments.to, out, changed=arguments.changed, zeros=arguments.zeros
    )
    if arguments.json:
        paths = [str(path) for path in written.paths]
        print(json.dumps({**asdict(written), "paths": paths}, indent=1))
        return 0
    for path in written.paths:
        print(f"{path}")
    print(f"{written.count} marks." if written.count else "There is no mark to write.")
    if written.left_out:
        print(f"{len(written.left_out)} left out:")
        for words in written.left_out:
            print(f"  {words}")
    return 0


def report(arguments: argparse.Namespace) -> int:
    """Show what a class can do and where it slips; also as a page, and as a notebook."""
    from course_utils.grading.desk import report_notebook
    from course_utils.grading.desk.report import class_report
    from course_utils.grading.desk.report_page import page, shown

    root, _ = _here()
    answer = class_report(root, arguments.assignment)
    if arguments.json:
        print(json.dumps(answer.to_json(), indent=1))
        return 0
    path = root / "reports" / f"{arguments.assignment}.html"
    files.write(path, page(answer), files.PRIVATE)
    print(shown(answer))
    print(f"The same with pictures: {path}")
    if arguments.notebook:
        print(f"To go on from: {report_notebook.write(root, arguments.assignment)}")
    return 0


def restore(arguments: argparse.Namespace) -> int:
    """Show the backups, or bring one back."""
    from course_utils.grading.desk import backups

    root, settings = _here()
    if arguments.list:
        names = [one.name for one in backups.listed(root)]
        print(json.dumps(names, indent=1) if arguments.json else "\n".join(names))
        return 0
    back, now = backups.restore(root, settings, arguments.backup or "")
    if arguments.json:
        print(json.dumps({"restored": back.name, "before": now.name}, indent=1))
        return 0
    print(f"Gradebook and roster are as in {back.name}. How they were before is in {now.name}.")
    return 0


def parser() -> argparse.ArgumentParser:
    """Return the parser of the desk's commands."""
    top = argparse.ArgumentParser(
        prog="pmlab cohort", description="Run a cohort: from the roster to the grades."
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    one = commands.add_parser("new", help="make a cohort's folder, with a gradebook")
    one.add_argument(
        "folder", type=Path, metavar="DIR", help="a folder to make, outside the course"
    )
    one.add_argument("--name", default="", help="nbgrader's id of the course (default: DIR's name)")
    one.add_argument(
        "--per-student", action="store_true", help="a company for each student, and a secret"
    )
    one.add_argument(
        "--accounts",
        type=int,
        default=SMALLEST,
        help=f"size of each student's company (default and least: {SMALLEST})",
    )
    one.add_argument(
        "--gradebook", default="", metavar="URL", help="default: gradebook.db in the folder"
    )
    one.add_argument(
        "--exchange", default="", metavar="DIR", help="default: a folder that only you can read"
    )
    one.set_defaults(run=new)

    one = commands.add_parser("roster", help="show the roster, or take one from a file")
    one.add_argument(
        "file",
        type=Path,
        nargs="?",
        help="Canvas's or Moodle's export, or a plain table; CSV, xlsx",
    )
    one.add_argument("--id", default="", metavar="COLUMN", help="by which column students hand in")
    one.add_argument(
        "--withdraw", action="store_true", help="take off the roster who is not in the file"
    )
    shared.as_json(one)
    one.set_defaults(run=roster)

    one = commands.add_parser("companies", help="make a company for each on the roster")
    one.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="processes at work"
    )
    shared.as_json(one)
    one.set_defaults(run=companies)

    one = commands.add_parser("release", help="release an assignment, also again")
    one.add_argument("assignment", metavar="ASSIGNMENT")
    shared.as_json(one)
    one.set_defaults(run=release)

    one = commands.add_parser("bundle", help="make what students get: for a hub, and to unpack")
    one.add_argument("assignment", nargs="*", metavar="ASSIGNMENT", help="default: all")
    shared.students(one)
    one.add_argument("--out", type=Path, metavar="DIR", help="default: bundles/ in the folder")
    shared.as_json(one)
    one.set_defaults(run=bundle)

    one = commands.add_parser("due", help="say until when an assignment is to be handed in")
    one.add_argument("assignment", metavar="ASSIGNMENT")
    one.add_argument("when", metavar="WHEN", help="such as 2026-10-02T18:00, or none")
    one.add_argument("--student", default="", metavar="ID", help="for this one alone")
    shared.as_json(one)
    one.set_defaults(run=due)

    one = commands.add_parser("collect", help="collect what students handed in")
    shared.collecting(one)
    one.set_defaults(run=collect)

    one = commands.add_parser("grade", help="grade what was handed in, on all cores")
    one.add_argument("assignment", metavar="ASSIGNMENT")
    shared.grading(one)
    one.set_defaults(run=grade)

    one = commands.add_parser("status", help="show how everybody stands, and all that is odd")
    one.add_argument("assignment", nargs="?", metavar="ASSIGNMENT", help="default: all")
    shared.as_json(one)
    one.set_defaults(run=status)

    one = commands.add_parser("mark", help="read written answers, with the rubric as buttons")
    one.add_argument("assignment", metavar="ASSIGNMENT")
    one.add_argument(
        "--as", dest="marker", default="", metavar="NAME", help="who reads (default: your account)"
    )
    one.add_argument(
        "--second", action="store_true", help="read what another has marked, without seeing it"
    )
    one.add_argument("--names", action="store_true", help="show whose answer it is")
    one.add_argument(
        "--agreement", action="store_true", help="only say how far those who read the same agree"
    )
    one.add_argument("--port", type=int, default=0, help="port to listen on (default: a free one)")
    one.add_argument(
        "--no-browser", dest="browser", action="store_false", help="only print the address"
    )
    shared.as_json(one)
    one.set_defaults(run=mark)

    one = commands.add_parser("feedback", help="make the pages that students get")
    one.add_argument("assignment", metavar="ASSIGNMENT")
    shared.students(one)
    one.add_argument("--release", action="store_true", help="put them into the exchange")
    one.add_argument("--force", action="store_true", help="make pages anew that still hold")
    one.add_argument(
        "--jobs",
        type=shared.positive,
        default=os.cpu_count() or 1,
        metavar="N",
        help="processes at work",
    )
    shared.as_json(one)
    one.set_defaults(run=feedback)

    one = commands.add_parser("grades", help="write marks for Canvas, Moodle or a spreadsheet")
    one.add_argument("assignment", nargs="?", metavar="ASSIGNMENT", help="default: all")
    one.add_argument("--to", choices=FORMATS, required=True, help="who is to read them")
    one.add_argument("--out", type=Path, metavar="DIR", help="default: grades/ in the folder")
    one.add_argument(
        "--changed", action="store_true", help="only marks that differ from those written last"
    )
    one.add_argument(
        "--zeros", action="store_true", help="0 for who handed in nothing and is out of time"
    )
    shared.as_json(one)
    one.set_defaults(run=grades)

    one = commands.add_parser("report", help="show what a class can do and where it slips")
    one.add_argument("assignment", metavar="ASSIGNMENT")
    kinds = one.add_mutually_exclusive_group()
    kinds.add_argument("--json", action="store_true", help="print the result for programs")
    kinds.add_argument("--notebook", action="store_true", help="write a notebook to go on from")
    one.set_defaults(run=report)

    one = commands.add_parser("restore", help="bring gradebook and roster back as they were")
    one.add_argument("backup", nargs="?", metavar="BACKUP", help="default: the latest")
    one.add_argument("--list", action="store_true", help="only list them")
    shared.as_json(one)
    one.set_defaults(run=restore)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``pmlab cohort``; 0 on success, 1 with a sentence on standard error otherwise."""
    arguments = parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except CannotRun as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped: run the same command again and it goes on.", file=sys.stderr)
        return 130

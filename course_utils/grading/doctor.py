"""``pmlab doctor``: whether this machine is ready to grade, a sentence a thing, attacks included."""

from __future__ import annotations

import importlib.metadata
import json
import os
import shutil
import stat
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from course_utils.grading import home

GOOD, NOTE, BAD = "good", "note", "bad"
SIGNS = {GOOD: "ok  ", NOTE: "note", BAD: "BAD "}


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes
    ----------
    about : str
    state : {"good", "note", "bad"}
    words : str
        What is so, and what to do if it is not good.
    """

    about: str
    state: str
    words: str


@dataclass
class Examination:
    """What the doctor found.

    Attributes
    ----------
    findings : list of Finding
    stopped, succeeded : list of str
        The attacks on this machine.
    """

    findings: list[Finding] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)
    succeeded: list[str] = field(default_factory=list)

    @property
    def ready(self) -> bool:
        """Whether nothing is bad."""
        return not self.succeeded and all(one.state != BAD for one in self.findings)

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON data."""
        return {**asdict(self), "ready": self.ready}

    def __str__(self) -> str:
        lines = [f"{SIGNS[one.state]}  {one.about}: {one.words}" for one in self.findings]
        if self.stopped or self.succeeded:
            lines += [f"{SIGNS[GOOD]}    stopped: {name}" for name in self.stopped]
            lines += [f"{SIGNS[BAD]}    SUCCEEDED: {name}" for name in self.succeeded]
        end = "Ready to grade." if self.ready else "Not ready: see what is BAD above."
        return "\n".join([*lines, end])


def examine(root: Path | None) -> Examination:
    """Look at everything that grading needs.

    Parameters
    ----------
    root : Path or None
        The folder of the course; None where there is none.

    Returns
    -------
    Examination
    """
    from course_utils.grading.nbgrader.app import working_in

    found = Examination()
    found.findings += versions()
    found.findings.append(alembic())
    app = None
    if root is None:
        words = "there is no nbgrader_config.py here or above: go to the course's folder."
        found.findings.append(Finding("course", NOTE, words))
    else:
        app, finding = _settings(root)
        found.findings.append(finding)
        found.findings.append(datasets(root))
        found.findings.append(secrets(root))
    if app is not None and root is not None:
        with working_in(root):  # as nbgrader's commands do: the address may be relative
            found.findings.append(gradebook(app.coursedir.db_url))
        found.findings.append(exchange(app))
    _attack(found, app)
    return found


def versions() -> Iterator[Finding]:
    """Compare what is installed with what the course asks for."""
    from packaging.requirements import Requirement

    wrong = []
    try:
        needed = importlib.metadata.requires("pmlab") or []
    except importlib.metadata.PackageNotFoundError:
        yield Finding("versions", NOTE, "pmlab is not installed here, so none were compared.")
        return
    for text in needed:
        one = Requirement(text)
        if one.marker is not None and not one.marker.evaluate({"extra": ""}):
            continue
        try:
            have = importlib.metadata.version(one.name)
        except importlib.metadata.PackageNotFoundError:
            wrong.append(f"{one.name} is missing")
            continue
        if not one.specifier.contains(have, prereleases=True):
            wrong.append(f"{one.name} {have} is not {one.specifier}")
    python = ".".join(map(str, sys.version_info[:3]))
    if wrong:
        words = f"{'; '.join(wrong)}: run 'make setup' in the course's folder."
        yield Finding("versions", BAD, words)
    else:
        yield Finding("versions", GOOD, f"Python {python}, and all libraries as the course needs.")


def alembic() -> Finding:
    """Look for the program with which nbgrader makes a gradebook."""
    if shutil.which("alembic"):
        return Finding("alembic", GOOD, "it is on the path.")
    beside = Path(sys.executable).with_name("alembic" + ".exe" * (os.name == "nt"))
    if beside.exists():
        words = (
            f"it is not on the path, so 'nbgrader generate_assignment' fails: add {beside.parent} "
            "to PATH. 'pmlab grade' finds it by itself."
        )
        return Finding("alembic", NOTE, words)
    return Finding("alembic", BAD, "it is not installed: run 'make setup' in the course's folder.")


def datasets(root: Path) -> Finding:
    """See whether the data are there and whole."""
    from course_utils import data

    try:
        data.use(root / "datasets")
        data.verify()
    except data.DataError as error:
        return Finding("data", BAD, str(error))
    finally:
        data.use(None)
    own = [path.name for path in sorted((root / "companies").glob("*")) if path.is_dir()]
    more = f", and {len(own)} students have a company of their own" if own else ""
    return Finding("data", GOOD, f"they are whole{more}.")


def secrets(root: Path) -> Finding:
    """See whether nobody but their owner can read the cohorts' secrets."""
    place = home.home()
    if stray := next(home.strays(root), None):
        words = (
            f"{stray} looks like a cohort's secret, and what stands in the course's folder may reach "
            f"students: move it to {place / 'secrets'}."
        )
        return Finding("secrets", BAD, words)
    if fault := next(home.faults(), None):
        return Finding("secrets", BAD, fault)
    if not (place / "secrets").is_dir():
        return Finding("secrets", NOTE, f"there are none yet: 'pmlab secret' makes one in {place}.")
    return Finding("secrets", GOOD, f"they are in {place}, and only you can read them.")


def gradebook(db_url: str) -> Finding:
    """See whether the gradebook can be used by this nbgrader."""
    from nbgrader.api import get_alembic_version
    from sqlalchemy import create_engine, inspect, text
    from sqlalchemy.engine import make_url

    shown = make_url(db_url).render_as_string(hide_password=True)
    make = "'nbgrader generate_assignment ASSIGNMENT --force' makes it."
    try:
        path = make_url(db_url).database
        if db_url.startswith("sqlite") and path and not Path(path).exists():
            return Finding("gradebook", NOTE, f"there is none yet ({shown}): {make}")
        engine = create_engine(db_url)
        try:
            with engine.connect() as connection:
                if not inspect(connection).has_table("alembic_version"):
                    return Finding("gradebook", NOTE, f"{shown} is empty: {make}")
                query = text("select version_num from alembic_version")
                have = connection.execute(query).scalar()
        finally:
            engine.dispose()
        wanted = get_alembic_version()
    except Exception as error:  # whatever a database's driver raises
        words = " ".join(str(error).split())[:200]
        return Finding("gradebook", BAD, f"{shown} cannot be opened ({words}).")
    if have != wanted:
        words = f"{shown} is of another nbgrader: copy it, then run 'nbgrader db upgrade'."
        return Finding("gradebook", BAD, words)
    return Finding("gradebook", GOOD, f"{shown} is of this nbgrader.")


def exchange(app: Any) -> Finding:
    """See whether students can hand in, and cannot spoil each other's hand-ins."""
    if os.name == "nt":
        words = "nbgrader has none on Windows: collect by hand or with 'nbgrader zip_collect'."
        return Finding("exchange", NOTE, words)
    place = Path(app.config.Exchange.get("root") or "/usr/local/share/nbgrader/exchange")
    if not place.is_dir():
        words = f"{place} is not there yet: 'nbgrader release_assignment' makes it."
        return Finding("exchange", NOTE, words)
    if place.is_relative_to(home.home()) and home.private():
        words = f"only you reach {place}: students on other accounts need a shared one."
        return Finding("exchange", NOTE, words)
    mode = place.stat().st_mode
    if not os.access(place, os.W_OK | os.X_OK):
        return Finding("exchange", BAD, f"you may not write to {place}: ask its owner.")
    if not mode & stat.S_IWOTH:
        words = f"only you write to {place}: students on other accounts need a shared one."
        return Finding("exchange", NOTE, words)
    if not mode & stat.S_ISVTX:
        words = (
            f"everybody may rename what others put into {place}: run 'chmod 1777 {place}' "
            "and the same for the course's folder in it."
        )
        return Finding("exchange", BAD, words)
    return Finding(
        "exchange", GOOD, f"{place} is shared, and nobody can rename what is not theirs."
    )


def _settings(root: Path) -> tuple[Any, Finding]:
    from course_utils.grading.nbgrader.app import listening, opened

    try:
        app = opened(root)
    except SystemExit:
        words = "nbgrader does not take nbgrader_config.py: run 'nbgrader --version' to see why."
        return None, Finding("course", BAD, words)
    with listening(app):
        name = app.coursedir.course_id
    return app, Finding("course", GOOD, f"{name} in {root}.")


def _attack(found: Examination, app: Any) -> None:
    """Have the engine attack this machine."""
    from course_utils.grading.engine import doctor

    container = list(app.config.JailedExecute.get("container") or []) if app is not None else []
    report = doctor(container)
    words = " ".join(report.facts)
    if report.refused:
        unsafe = (
            " Your own work is graded with 'pmlab grade exercises/NAME --unsafe', if all code in it "
            "is yours."
        )
        found.findings.append(Finding("jail", BAD, f"{words} {report.refused}{unsafe}"))
        return
    found.findings.append(Finding("jail", GOOD if report.holds else BAD, words))
    found.stopped, found.succeeded = list(report.stopped), list(report.succeeded)


def run(arguments: Namespace, out: Callable[[str], object] = print) -> int:
    """Print what is found; 0 when this machine is ready to grade."""
    from course_utils.grading.nbgrader.app import course_folder

    found = examine(course_folder())
    out(json.dumps(found.to_json(), indent=1) if arguments.json else str(found))
    return 0 if found.ready else 1

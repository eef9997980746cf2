"""What is chosen for a cohort: ``cohort.toml`` in its folder, for people to read and to change."""

from __future__ import annotations

import json
import math
import os
import re
import tomllib
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

FILE = "cohort.toml"
BOOK = "gradebook.db"
SMALLEST = 1000
"""Accounts of a company from which on what is planted in it is promised."""
_NAME = re.compile(r"[A-Za-z0-9][\w-]{0,63}")


class CannotRun(Exception):
    """A command of the desk cannot do its work; the sentence says what to do."""


@dataclass(frozen=True)
class Late:
    """What a late hand-in costs.

    Attributes
    ----------
    percent_a_day : float
        Of what the hand-in earned, for each day that has begun.
    grace_minutes : float
        Lateness that costs nothing.
    """

    percent_a_day: float = 0.0
    grace_minutes: float = 0.0

    def takes(self, late: timedelta, score: float) -> float:
        """Return what of a score lateness takes: so much for each day that has begun."""
        if late <= timedelta(minutes=self.grace_minutes):
            return 0.0
        return min(score, score * self.percent_a_day / 100 * math.ceil(late / timedelta(days=1)))


@dataclass(frozen=True)
class Settings:
    """A cohort's settings.

    Attributes
    ----------
    name : str
        nbgrader's id of the course; names the exchange's folder and the secret.
    per_student : bool
        Whether each student has a company.
    accounts : int
        The size of each such company.
    gradebook : str
        SQLAlchemy's address of the gradebook; empty for a file in the cohort's folder.
    exchange : str
        The exchange's folder; empty for the one in the instructor's home.
    late : Late
    """

    name: str
    per_student: bool = False
    accounts: int = 1000
    gradebook: str = ""
    exchange: str = ""
    late: Late = Late()

    def db_url(self, root: Path) -> str:
        """Return the gradebook's address."""
        return self.gradebook or f"sqlite:///{root / BOOK}?timeout=30"

    def exchange_root(self) -> Path:
        """Return the exchange's folder; ``PMLAB_EXCHANGE`` comes before what is chosen here."""
        from course_utils.grading import home

        chosen = os.environ.get("PMLAB_EXCHANGE") or self.exchange
        return Path(chosen).expanduser() if chosen else home.exchange()

    def text(self) -> str:
        """Return the settings as they stand in the file."""
        return _TEXT.format(
            name=json.dumps(self.name),
            per_student=str(self.per_student).lower(),
            accounts=self.accounts,
            gradebook=json.dumps(self.gradebook),
            exchange=json.dumps(self.exchange),
            percent=f"{self.late.percent_a_day:g}",
            grace=f"{self.late.grace_minutes:g}",
        )


_TEXT = """\
# A cohort of PM Lab. docs/instructor.md explains each line.

# The course's id: students write 'nbgrader fetch_assignment metrics --course=NAME'.
name = {name}
# Whether each student has a company, and of how many accounts.
per_student = {per_student}
accounts = {accounts}
# Empty: gradebook.db in this folder. Or an address such as "postgresql+pg8000://user@host/name".
gradebook = {gradebook}
# Empty: a folder that only you can read. Or a shared one, if students have accounts of their own.
exchange = {exchange}

[late]
# Of what a hand-in earned, for each day that has begun; and how late is still in time.
percent_a_day = {percent}
grace_minutes = {grace}
"""


def good_name(name: str) -> bool:
    """Say whether a cohort can be called that: it names folders, and the exchange parts at '+'."""
    return _NAME.fullmatch(name) is not None


def read(root: Path) -> Settings | None:
    """Return the settings of the cohort in a folder; None where there is none.

    Raises
    ------
    CannotRun
        If the file cannot be understood; the sentence names it and the line or the setting.
    """
    path = root / FILE
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise CannotRun(f"{path} cannot be read ({error}).") from None
    late = _taken(path, "late", {"percent_a_day": float, "grace_minutes": float}, found)
    kinds = {"name": str, "per_student": bool, "accounts": int, "gradebook": str, "exchange": str}
    given = _taken(path, "", kinds, {"": {k: v for k, v in found.items() if k != "late"}})
    if not good_name(str(given.get("name", ""))):
        raise CannotRun(f"{path}: name must be letters, digits, '-' and '_'.")
    if given.get("accounts", SMALLEST) < SMALLEST:
        raise CannotRun(f"{path}: accounts must be {SMALLEST} or more.")
    if not all(0 <= value < float("inf") for value in late.values()):
        raise CannotRun(f"{path}: the numbers under [late] must be 0 or more.")
    return Settings(**given, late=Late(**late))


def _taken(path: Path, table: str, kinds: dict[str, type], found: dict[str, Any]) -> dict[str, Any]:
    """Return a table's settings, each of its kind."""
    values = found.get(table, {})
    where = f"[{table}] " if table else ""
    if not isinstance(values, dict):
        raise CannotRun(f"{path}: {table} must be a table, [{table}].")
    taken = {}
    for name, value in values.items():
        kind = kinds.get(name)
        if kind is None:
            known = ", ".join(kinds)
            raise CannotRun(f"{path}: {where}{name} is not known; known are {known}.")
        if kind is float and type(value) is int:
            value = float(value)
        if type(value) is not kind:
            words = {str: "a text in quotes", bool: "true or false"}.get(kind, "a number")
            raise CannotRun(f"{path}: {where}{name} must be {words}.")
        taken[name] = value
    return taken


def name_of(root: Path) -> str:
    """Return nbgrader's id of the course in a folder: the cohort's name, or ``PMLAB_COURSE``."""
    found = read(root)
    return found.name if found else os.environ.get("PMLAB_COURSE", "pmlab")


def cohort_folder(start: Path | None = None) -> Path | None:
    """Return the nearest folder at or above ``start`` that holds a cohort, or None."""
    here = (start or Path.cwd()).resolve()
    return next((folder for folder in (here, *here.parents) if (folder / FILE).is_file()), None)

"""The roster: who belongs to a cohort, and what is agreed with each; ``roster.json`` in its folder."""

from __future__ import annotations

import dataclasses
import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from course_utils import files
from course_utils.grading.desk.settings import CannotRun
from course_utils.grading.handed_in import good_student

FILE = "roster.json"


@dataclass(frozen=True)
class Person:
    """Somebody on the roster.

    Attributes
    ----------
    id : str
        By which the person hands in, and nbgrader knows them.
    first_name, last_name, email, section : str
    canvas_id, sis_user_id, sis_login_id : str
        By which Canvas knows them.
    id_number, username : str
        By which Moodle knows them.
    extra_days : float
        How much longer they have for every assignment.
    extensions : dict of str
        Until when they have for an assignment, in UTC, by the assignment's name.
    withdrawn : bool
        Whether they have left; what they handed in stays.
    """

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    section: str = ""
    canvas_id: str = ""
    sis_user_id: str = ""
    sis_login_id: str = ""
    id_number: str = ""
    username: str = ""
    extra_days: float = 0.0
    extensions: dict[str, str] = field(default_factory=dict)
    withdrawn: bool = False

    @property
    def name(self) -> str:
        """Last name, first name."""
        return ", ".join(part for part in (self.last_name, self.first_name) if part) or self.id

    def until(self, assignment: str, due: datetime | None) -> datetime | None:
        """Return until when the person has for an assignment that is due then; all times in UTC."""
        if due is None:
            return None
        own = self.extensions.get(assignment)
        given = [due + timedelta(days=self.extra_days)]
        return max([*given, datetime.fromisoformat(own)] if own else given)


TEXTS = tuple(one.name for one in dataclasses.fields(Person) if one.default == "")
"""The fields that a file may give as text."""
_OTHER_IDS = ("canvas_id", "sis_user_id", "sis_login_id", "id_number", "username", "email")


@dataclass(frozen=True)
class Change:
    """What a file did to the roster.

    Attributes
    ----------
    created, updated, withdrawn, returned : list of str
        Ids.
    missing : list of str
        Who is on the roster and not in the file, and was left.
    refused : list of str
        Lines of the file that were not taken, each a sentence.
    """

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    returned: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


@dataclass
class Roster:
    """Everybody, by id, and what the assignments are called elsewhere.

    Attributes
    ----------
    people : dict of Person
    columns : dict of str
        Canvas's title of an assignment, with Canvas's number, by our name of it.
    """

    people: dict[str, Person] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Path) -> Roster:
        """Return the roster of a cohort's folder.

        Raises
        ------
        CannotRun
            If it cannot be understood.
        """
        path = root / FILE
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            people = [Person(**one) for one in found["people"]]
            return cls({one.id: one for one in people}, dict(found["columns"]))
        except FileNotFoundError:
            return cls()
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise CannotRun(
                f"{path} cannot be read ({error}): 'pmlab cohort restore' brings an older one back."
            ) from None

    def write(self, root: Path) -> None:
        """Write it into a cohort's folder, where only its owner reads it."""
        people = [dataclasses.asdict(self.people[key]) for key in sorted(self.people)]
        files.write_json(root / FILE, {"people": people, "columns": self.columns}, files.PRIVATE)

    @property
    def active(self) -> list[Person]:
        """Those who have not left, by name."""
        return sorted(
            (one for one in self.people.values() if not one.withdrawn),
            key=lambda one: (one.name.casefold(), one.id),
        )

    def merge(self, rows: Iterable[tuple[int, dict[str, Any]]], withdraw: bool = False) -> Change:
        """Take what a file says: who is new, and what is new about the others.

        What the file does not say stays: a column that it lacks, a cell that is empty.

        Parameters
        ----------
        rows : iterable of (int, dict)
            A line's number and its fields of `Person`.
        withdraw : bool
            Whether those leave who are not in the file.
        """
        change, seen = Change(), dict[str, int]()
        folded = {_folded(one): one for one in self.people}
        elsewhere = {
            (name, getattr(one, name).casefold()): one.id
            for one in self.people.values()
            for name in _OTHER_IDS
            if getattr(one, name)
        }
        for line, row in rows:
            fault = self._fault(row, seen, folded, elsewhere)
            if fault:
                change.refused.append(f"line {line}: {fault}")
                continue
            student = row["id"]
            seen[_folded(student)] = line
            before = self.people.get(student)
            given = {key: value for key, value in row.items() if value not in ("", None)}
            now = dataclasses.replace(before or Person(student), **given, withdrawn=False)
            self.people[student] = now
            folded[_folded(student)] = student
            if before is None:
                change.created.append(student)
            elif before.withdrawn:
                change.returned.append(student)
            elif before != now:
                change.updated.append(student)
        for one in self.active:
            if _folded(one.id) in seen:
                continue
            if withdraw:
                self.people[one.id] = dataclasses.replace(one, withdrawn=True)
                change.withdrawn.append(one.id)
            else:
                change.missing.append(one.id)
        return change

    def _fault(
        self,
        row: dict[str, Any],
        seen: dict[str, int],
        folded: dict[str, str],
        elsewhere: dict[tuple[str, str], str],
    ) -> str:
        """Say why a line cannot be taken; empty if it can."""
        student = row.get("id", "")
        if not student:
            return "it has no id."
        if not good_student(student):
            return (
                f"{student!r} cannot be an id: it names a folder, so use letters, digits, '-', '_', "
                "'.' and '@', 64 at most."
            )
        if _folded(student) in seen:
            return f"{student} stands in line {seen[_folded(student)]} already."
        known = folded.get(_folded(student), student)
        if known != student:
            return f"{student} differs from {known}, who is on the roster, by upper and lower case."
        for name in _OTHER_IDS:
            other = elsewhere.get((name, str(row.get(name, "")).casefold()), student)
            if other != student:
                return (
                    f"{student} has the {name} of {other}, who is on the roster: if they are one "
                    "person, give the file an id column, or name one with --id."
                )
        return ""


def _folded(student: str) -> str:
    """Return an id as the folders of some machines tell them apart."""
    return unicodedata.normalize("NFC", student).casefold()

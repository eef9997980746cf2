"""checks.json: what the learner's check needs, and nothing that gives an answer away.

Right answers and mistakes are kept as salted scrypt hashes. A number with a tolerance falls into a
bucket as wide as its tolerance allows; the stored offset centres the bucket on the accepted answer,
rounded to a 1024th of the bucket so that it tells nothing more. A mistake's message is encrypted
with a key that only the mistaken answer gives.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course_utils.exercises.forms import Canonical, Form

if TYPE_CHECKING:
    from course_utils.exercises.key import Exercise, Key, Problem, Reference, Wrong

FORMAT = 1
EDGES = "edges"
"""Where an entry keeps what is expected on the company of edges."""
COST = 2**10
_STEPS = 1024
_SLACK = 1 + 1 / 256


class DamagedChecks(ValueError):
    """checks.json cannot be read."""


def compile_checks(
    key: Key,
    source: Any,
    *,
    exercises: Mapping[str, Exercise] | None = None,
    cost: int = COST,
) -> dict[str, Any]:
    """Return the content of checks.json for a key and a company.

    Parameters
    ----------
    key
        The skill area's key.
    source
        The company whose answers are right.
    exercises
        Which: those of the assignment if not given, ``key.practice`` for those of the lesson.
    cost
        scrypt's ``n``; each comparison takes about 2 ms at the default. Tests lower it.

    Returns
    -------
    dict
        JSON data; the same key and company give the same bytes.

    Raises
    ------
    BadKey
        If an exercise is badly posed on this company.
    """
    from course_utils.exercises.key import BadKey
    from course_utils.exercises.posing import pose

    references: dict[str, Reference] = {}
    problems: list[Problem] = []
    for name, item in (key.exercises if exercises is None else exercises).items():
        if not item.form.manual:
            reference, found = pose(item, source)
            problems.extend(found)
            if reference is not None:
                references[name] = reference
    if problems:
        raise BadKey(problems)
    return checks_of(key, source.fingerprint, references, exercises=exercises, cost=cost)


def checks_of(
    key: Key,
    company: str,
    references: Mapping[str, Reference],
    *,
    exercises: Mapping[str, Exercise] | None = None,
    cost: int = COST,
) -> dict[str, Any]:
    """Return the content of checks.json from references that are at hand.

    Parameters
    ----------
    key
        The skill area's key.
    company
        The company's fingerprint.
    references
        ``exercise.reference(source)`` by name, for every exercise that is not written.
    exercises
        Which: those of the assignment if not given.
    cost
        scrypt's ``n``.
    """
    salt = hashlib.sha256(f"pmlab {key.skill} {company}".encode()).hexdigest()[:32]
    return {
        "format": FORMAT,
        "skill": key.skill,
        "company": company,
        "tables": key.versions(references.values()),
        "salt": salt,
        "cost": cost,
        "objectives": dict(key.objectives),
        "exercises": {
            name: _entry(item, references.get(name), f"{salt} {name}", cost)
            for name, item in (key.exercises if exercises is None else exercises).items()
        },
    }


def _entry(item: Exercise, reference: Reference | None, salt: str, cost: int) -> dict[str, Any]:
    entry = {
        "summary": item.summary,
        "points": item.points,
        "objective": item.objective,
        "hints": list(item.ladder),
    }
    if reference is None:
        return {**entry, "form": item.form.public()}
    there = reference.edges
    return {
        **entry,
        "form": reference.form.public(),
        **_expected(item, reference, salt, cost),
        **({} if there is None else {EDGES: _expected(item, there, f"{salt} {EDGES}", cost)}),
    }


def _expected(item: Exercise, reference: Reference, salt: str, cost: int) -> dict[str, Any]:
    right = reference.right
    also = [_seal(other, salt, cost) for other in reference.accepted]
    return {
        "right": _seal(right, salt, cost),
        **({"accepted": also} if also else {}),
        # Of what earns marks no part stands alone: a table would be columns of easy numbers.
        "parts": {}
        if item.points
        else {name: _seal(part, f"{salt} {name}", cost) for name, part in right.parts},
        "mistakes": [_seal(wrong.given, salt, cost, wrong.message) for wrong in reference.mistakes],
        "sharp": [
            _seal(wrong.given.sharp(), f"{salt} sharp", cost, wrong.message)
            for wrong in reference.mistakes
            if any(_mixed_up(wrong, other) for other in reference.mistakes)
        ],
    }


def _mixed_up(one: Wrong, other: Wrong) -> bool:
    return one.message != other.message and one.given.near(other.given)


def _seal(given: Canonical, salt: str, cost: int, message: str = "") -> dict[str, Any]:
    offsets = [
        _offset(x, tolerance) for x, tolerance in zip(given.numbers, given.tolerances, strict=True)
    ]
    digest = _digest(given, offsets, salt, cost)
    sealed: dict[str, Any] = {"hash": digest[:16].hex(), "offsets": offsets}
    if message:
        sealed["message"] = _xor(message.encode("utf-8"), digest[32:]).hex()
    return sealed


def _opened(sealed: Mapping[str, Any], given: Canonical, salt: str, cost: int) -> bytes | None:
    """Return the digest of ``given`` if it is the sealed answer, else None."""
    offsets = sealed["offsets"]
    if len(offsets) != len(given.numbers):
        return None
    digest = _digest(given, offsets, salt, cost)
    return digest if hmac.compare_digest(digest[:16].hex(), sealed["hash"]) else None


def _width(tolerance: float) -> float:
    return 2 * tolerance * _SLACK


def _offset(x: float, tolerance: float) -> int:
    return round(((x / _width(tolerance) - 0.5) % 1.0) * _STEPS) % _STEPS


def _bucket(place: float) -> str:
    return str(math.floor(place)) if math.isfinite(place) else "far"


def _digest(given: Canonical, offsets: list[int], salt: str, cost: int) -> bytes:
    buckets = [
        _bucket(x / _width(tolerance) - offset / _STEPS)
        for x, tolerance, offset in zip(given.numbers, given.tolerances, offsets, strict=True)
    ]
    text = given.skeleton + "\n#" + " ".join(buckets)
    # A long table is shortened first: scrypt's own cost stays what it is.
    return _stretched(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest(), salt, cost)


@lru_cache(maxsize=256)
def _stretched(short: bytes, salt: str, cost: int) -> bytes:
    # Without numbers an answer is the same text beside each mistake, of which there may be dozens.
    return hashlib.scrypt(short, salt=salt.encode(), n=cost, r=8, p=1, dklen=64)


def _xor(text: bytes, key: bytes) -> bytes:
    stream = hashlib.shake_256(key).digest(len(text))
    return bytes(a ^ b for a, b in zip(text, stream, strict=True))


@dataclass(frozen=True)
class Check:
    """One exercise of checks.json; compares a canonical answer (a `Matcher`)."""

    name: str
    company: str
    form: Form
    points: float
    objective: str
    summary: str
    hints: tuple[str, ...]
    entry: Mapping[str, Any]
    salt: str
    cost: int
    why: str = ""
    """Why only the form is checked, where that is so."""

    @property
    def tells(self) -> bool:
        """Whether it can say what is right."""
        return "right" in self.entry

    @property
    def edges(self) -> Check | None:
        """What compares an answer on the company of edges, where it has to be right there too."""
        there = self.entry.get(EDGES)
        return there and replace(self, entry=there, salt=f"{self.salt} {EDGES}")

    def right(self, given: Canonical) -> bool:
        """Say whether the answer is right."""
        return any(
            _opened(sealed, given, self.salt, self.cost) is not None
            for sealed in (self.entry["right"], *self.entry.get("accepted", ()))
        )

    def mistake(self, given: Canonical) -> str | None:
        """Return the message of a known mistake."""
        return self._named("sharp", given.sharp(), f"{self.salt} sharp") or self._named(
            "mistakes", given, self.salt
        )

    def _named(self, where: str, given: Canonical, salt: str) -> str | None:
        for sealed in self.entry.get(where, ()):
            digest = _opened(sealed, given, salt, self.cost)
            if digest is not None:
                return _xor(bytes.fromhex(sealed["message"]), digest[32:]).decode("utf-8")
        return None

    def parts(self, given: Canonical) -> set[str] | None:
        """Return the names of the parts that are right; None where only the whole is sealed."""
        sealed = self.entry.get("parts")
        if not sealed:
            return None
        return {
            name
            for name, part in given.parts
            if name in sealed and _opened(sealed[name], part, f"{self.salt} {name}", self.cost)
        }


@dataclass(frozen=True)
class Checks:
    """checks.json, read."""

    skill: str
    company: str
    objectives: dict[str, str]
    exercises: dict[str, Check]
    tables: dict[str, str] = field(default_factory=dict)
    """Versions of the tables from which the right answers were computed."""
    words: str = ""
    """What check() may tell, and why; empty where it tells all."""

    def outdated(self) -> str | None:
        """Return a table whose values are others in this version of the course, if there is one."""
        from course_utils.company.tables import TABLES

        versions = {name: table.version for name, table in TABLES.items()}
        return next((n for n, version in self.tables.items() if versions.get(n) != version), None)

    def only(self, names: Collection[str]) -> Checks:
        """Return the checks of some exercises."""
        kept = {name: check for name, check in self.exercises.items() if name in names}
        return replace(self, exercises=kept)

    @classmethod
    def of(cls, data: Any) -> Checks:
        """Return the checks in JSON data.

        Raises
        ------
        DamagedChecks
        """
        try:
            if data["format"] != FORMAT:
                raise DamagedChecks("it was made by another version of the course")
            exercises = {
                name: Check(
                    name=name,
                    company=str(data["company"]),
                    form=Form.restore(entry["form"]),
                    points=float(entry["points"]),
                    objective=str(entry["objective"]),
                    summary=str(entry["summary"]),
                    hints=tuple(map(str, entry["hints"])),
                    entry=entry,
                    salt=f"{data['salt']} {name}",
                    cost=int(data["cost"]),
                    why=str(entry.get("why", "")),
                )
                for name, entry in data["exercises"].items()
                if name.isidentifier()
            }
            objectives = {str(k): str(v) for k, v in data["objectives"].items()}
            tables = {str(k): str(v) for k, v in data.get("tables", {}).items()}
            words = str(data.get("words", ""))
            return cls(
                str(data["skill"]), str(data["company"]), objectives, exercises, tables, words
            )
        except DamagedChecks:
            raise
        except Exception as error:
            raise DamagedChecks("it is damaged") from error

    @classmethod
    def read(cls, path: Path) -> Checks:
        """Return the checks of a file.

        Raises
        ------
        DamagedChecks, OSError
        """
        try:
            return cls.of(json.loads(path.read_text(encoding="utf-8")))
        except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
            raise DamagedChecks("it is damaged") from error

"""Whose company is which: seeds from a cohort's secret, so that nobody can compute a neighbour's."""

from __future__ import annotations

import csv
import hashlib
import hmac
import os
import re
import secrets
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from .parameters import Parameters

SHORTEST = 16
"""Characters that a secret needs at least; those made here have 64."""

ATTEMPTS = 16
"""How many seeds a student has in reserve, should an exercise be badly posed on the first."""

_NAME = re.compile(r"[^/\\:*?\"<>|\x00-\x1f.][^/\\:*?\"<>|\x00-\x1f]*")


def make_secret(file: Path) -> None:
    """Write a new random secret that only its owner can read.

    Raises
    ------
    FileExistsError
        The file is there already: it is never replaced, since every company hangs on it.
    """
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise FileExistsError(
            f"{file} exists already and is kept: name another file for a new cohort."
        ) from None
    with os.fdopen(descriptor, "w", encoding="ascii", newline="\n") as stream:
        stream.write(secrets.token_hex(32) + "\n")


def read_secret(file: Path) -> bytes:
    """Return a cohort's secret.

    Raises
    ------
    ValueError
        The file cannot be read or holds too little to be a secret.
    """
    try:
        secret = file.read_bytes().strip()
    except OSError as error:
        raise ValueError(
            f"The cohort's secret cannot be read from {file} ({error.strerror}): "
            "make one with 'pmlab secret FILE'."
        ) from None
    if len(secret) < SHORTEST:
        raise ValueError(
            f"The secret in {file} is too short to be one: make one with 'pmlab secret FILE'."
        )
    return secret


def seed_for(secret: bytes, student: str = "", attempt: int = 0) -> int:
    """Return the seed of a student's company, or of the one that a whole cohort shares.

    Parameters
    ----------
    secret
        The cohort's secret.
    student
        The student's id as nbgrader knows it; empty for the cohort's own company.
    attempt
        0, or which of the seeds in reserve.

    Returns
    -------
    int
        63 bits of HMAC-SHA256 (RFC 2104): without the secret as good as random.
    """
    text = "\0".join(("pmlab company", unicodedata.normalize("NFC", student), str(attempt)))
    digest = hmac.new(secret, text.encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big") >> 1


def candidates(
    secret: bytes, student: str, accounts: int, settings: str = ""
) -> Iterator[Parameters]:
    """Yield the companies that a student can have, in the order in which they are tried."""
    for attempt in range(ATTEMPTS):
        yield Parameters.unpack(seed_for(secret, student, attempt), accounts, settings)


def find(
    secret: bytes, student: str, fingerprint: str, accounts: int, settings: str = ""
) -> Parameters:
    """Return what a sealed company was made from, which its folder does not tell.

    Raises
    ------
    ValueError
        The company is not this student's, or was made with another secret.
    """
    for parameters in candidates(secret, student, accounts, settings):
        if parameters.fingerprint == fingerprint:
            return parameters
    whose = f"of {student!r}" if student else "of the cohort"
    raise ValueError(
        f"This is not the company {whose} under this secret: "
        "give the secret and the student with which it was made."
    )


def read_roster(file: Path) -> list[str]:
    """Return the students' ids of a CSV file with a column ``id``, as nbgrader imports it.

    Raises
    ------
    ValueError
        The file cannot be read, or an id is missing, doubled or no name for a folder; the
        message gives the line.
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.DictReader(stream)
            if "id" not in (rows.fieldnames or ()):
                raise ValueError(
                    f"{file} has no column 'id': its first line names the columns, "
                    "such as id,first_name,last_name,email."
                )
            return _ids(file, rows)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ValueError(
            f"The roster cannot be read from {file} ({error}): give a CSV file in UTF-8."
        ) from None


def _ids(file: Path, rows: csv.DictReader[str]) -> list[str]:
    seen: dict[str, int] = {}
    found = []
    for row in rows:
        student, line = (row["id"] or "").strip(), rows.line_num
        check_student(student, f"{file}, line {line}: ")
        # Folders that differ in case alone are one folder on many machines.
        folded = unicodedata.normalize("NFC", student).casefold()
        if folded in seen:
            raise ValueError(
                f"{file}, line {line}: {student!r} stands in line {seen[folded]} already; "
                "give each student one line."
            )
        seen[folded] = line
        found.append(student)
    if not found:
        raise ValueError(f"{file} names no students: give one line for each.")
    return found


def check_student(student: str, where: str = "") -> str:
    """Return a student's id if a folder can bear its name; ValueError otherwise."""
    if not _NAME.fullmatch(student) or student[-1] in " .":
        raise ValueError(
            f"{where}{student!r} cannot be a student's id: use letters, digits, '-', '_' and "
            "'@', since it names a folder."
        )
    return student

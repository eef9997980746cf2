"""What can be said to collecting and grading, in one place for ``pmlab`` and for ``pmlab cohort``."""

from __future__ import annotations

import argparse
from pathlib import Path


def positive(text: str) -> int:
    """Return a number that is 1 or more."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("it must be 1 or more")
    return number


def as_json(one: argparse.ArgumentParser) -> None:
    """Add ``--json``."""
    one.add_argument("--json", action="store_true", help="print the result for programs")


def students(one: argparse.ArgumentParser) -> None:
    """Add ``--student``."""
    one.add_argument(
        "--student",
        action="append",
        default=[],
        metavar="ID",
        help="only this one; may be repeated",
    )


def collecting(one: argparse.ArgumentParser) -> None:
    """Add what collecting takes."""
    one.add_argument("assignment", metavar="ASSIGNMENT", help="an assignment")
    one.add_argument("--update", action="store_true", help="take newer hand-ins as well")
    one.add_argument(
        "--from",
        dest="source",
        type=Path,
        metavar="PATH",
        help="a folder or zip file that Canvas or Moodle gave, in place of the exchange",
    )
    one.add_argument(
        "--at",
        default="",
        metavar="WHEN",
        help="with --from: when it was handed in, such as 2026-10-02T18:00 (default: now)",
    )
    as_json(one)


def grading(one: argparse.ArgumentParser) -> None:
    """Add what the grading of a cohort takes, besides its assignment."""
    students(one)
    one.add_argument("--workers", type=positive, metavar="N", help="default: one a core")
    one.add_argument("--force", action="store_true", help="grade again who was graded before")
    one.add_argument(
        "--unsafe", action="store_true", help="run hand-ins even where nothing can hold them"
    )
    one.add_argument("--dask", default="", metavar="ADDRESS", help="grade on a Dask cluster")
    as_json(one)

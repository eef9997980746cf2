"""``pmlab build``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from course_utils.build import plan
from course_utils.build.errors import BuildError
from course_utils.build.make import COMPANIES, Result, build, build_shared, orphans


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``pmlab build``.

    Parameters
    ----------
    argv : sequence of str, optional
        The arguments after ``build``; those of the process if not given.

    Returns
    -------
    int
        0 when everything is built (or matches), 1 otherwise.
    """
    parser = argparse.ArgumentParser(
        prog="pmlab build", description="Build notebooks and assignments from curriculum/."
    )
    parser.add_argument("skills", nargs="*", metavar="skill", help="only these (default: all)")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail if built files are out of date"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would be built, and build nothing"
    )
    parser.add_argument("--force", action="store_true", help="build also what has not changed")
    parser.add_argument(
        "--companies",
        type=int,
        default=COMPANIES,
        metavar="N",
        help=f"try each key on N companies (default: {COMPANIES})",
    )
    wanted = parser.parse_args(argv)
    try:
        root = plan.find_root()
        chosen = [skill.folder.name for skill in plan.find_skills(root, wanted.skills or None)]
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    results: list[Result] = []
    failed = 0
    for skill in chosen:
        try:
            results += build(
                [skill],
                root=root,
                check=wanted.check,
                force=wanted.force,
                dry=wanted.dry_run,
                companies=wanted.companies,
                say=lambda line: print(line, flush=True),
            )
        except BuildError as error:
            failed += 1
            print(error, file=sys.stderr, flush=True)
    try:
        results += build_shared(
            root,
            check=wanted.check,
            dry=wanted.dry_run,
            say=lambda line: print(line, flush=True),
        )
    except BuildError as error:
        failed += 1
        print(error, file=sys.stderr)
    if wanted.check and not wanted.skills:
        for path in orphans(root):
            print(f"   orphan  {path.as_posix()}: nothing in curriculum/ makes it; remove it.")
            failed += 1
    stale = [result for result in results if not result.good]
    if stale and not wanted.dry_run:
        print("Built files do not match their sources: run 'pmlab build'.", file=sys.stderr)
    return 1 if failed or (stale and not wanted.dry_run) else 0

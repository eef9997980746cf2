"""Is every exercise well posed on hundreds of companies? A long run that can be resumed."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from course_utils.build import plan
from course_utils.build.errors import BuildError

SEEDS = 500
ACCOUNTS = 1000
CHUNK = 5
"""Seeds that a process takes at a time."""


@dataclass(frozen=True)
class World:
    """One skill area on one company: what is badly posed there, as sentences with file and line."""

    skill: str
    seed: int
    problems: tuple[str, ...]


def look(folder: Path, seeds: Iterable[int], accounts: int) -> list[World]:
    """Pose every exercise of a skill area on companies of these seeds.

    Parameters
    ----------
    folder
        The skill area's folder in ``curriculum``.
    seeds
        Which companies.
    accounts
        Their size.
    """
    from course_utils.company import generate
    from course_utils.exercises.claims import false_claims, lesson_mentions, load_claims
    from course_utils.exercises.key import load_key
    from course_utils.exercises.posing import pose_problems

    key = load_key(folder)
    claims, named = load_claims(folder), lesson_mentions(folder, folder.parents[1])
    found = []
    for seed in seeds:
        company = generate(seed=seed, accounts=accounts)
        problems = [*pose_problems(key, [company]), *false_claims(claims, named, [company])]
        found.append(World(key.skill, seed, tuple(map(str, problems))))
    return found


class Record:
    """What earlier runs have seen, as long as key and code are the same: one line a world.

    Parameters
    ----------
    file
        Where it is kept; lines that a stopped run left half written are passed over.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self.worlds: dict[int, World] = {}
        if file.is_file():
            for line in file.read_text(encoding="utf-8").splitlines():
                try:
                    skill, seed, problems = json.loads(line)
                except ValueError:
                    continue
                self.worlds[seed] = World(skill, seed, tuple(problems))

    def add(self, worlds: Iterable[World]) -> None:
        """Keep what was seen."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        if self.file.is_file() and not self.file.read_bytes().endswith(b"\n"):
            with self.file.open("a", encoding="utf-8", newline="\n") as stream:
                stream.write("\n")
        with self.file.open("a", encoding="utf-8", newline="\n") as stream:
            for world in worlds:
                self.worlds[world.seed] = world
                stream.write(json.dumps([world.skill, world.seed, world.problems]) + "\n")


def record_of(root: Path, skill: plan.Skill, accounts: int) -> Record:
    """Return the record of a skill area with the key and the code as they are now."""
    from course_utils.exercises.key import load_key
    from course_utils.exercises.precomputed import made_of

    made = made_of(load_key(skill.folder))
    return Record(root / ".pmlab" / "worlds" / f"{skill.name}-{accounts}-{made[:12]}.jsonl")


def run(
    root: Path,
    skills: Sequence[plan.Skill],
    seeds: range,
    accounts: int = ACCOUNTS,
    jobs: int = 1,
    say: Callable[[str], object] = print,
) -> list[World]:
    """Look at every world that is not on record yet; return those that are badly posed."""
    bad = []
    for skill in skills:
        record = record_of(root, skill, accounts)
        left = [seed for seed in seeds if seed not in record.worlds]
        start = time.monotonic()
        say(f"{skill.name}: {len(seeds) - len(left)} of {len(seeds)} companies are on record")
        for count, worlds in enumerate(_looked(skill.folder, left, accounts, jobs), 1):
            record.add(worlds)
            for world in worlds:
                for problem in world.problems:
                    say(problem)
            if count % 10 == 0 or count * CHUNK >= len(left):
                done, passed = min(count * CHUNK, len(left)), time.monotonic() - start
                say(f"{skill.name}: {done} of {len(left)}, {passed:.0f} s")
        known = [record.worlds[seed] for seed in seeds]
        troubled = [world for world in known if world.problems]
        say(f"{skill.name}: {len(known) - len(troubled)} of {len(known)} companies are well posed")
        bad += troubled
    return bad


def _looked(folder: Path, seeds: list[int], accounts: int, jobs: int) -> Iterator[list[World]]:
    chunks = [seeds[i : i + CHUNK] for i in range(0, len(seeds), CHUNK)]
    if jobs == 1:
        for chunk in chunks:
            yield look(folder, chunk, accounts)
        return
    # Never forked: the threads of the libraries that are loaded do not survive it.
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        waiting = [pool.submit(look, folder, chunk, accounts) for chunk in chunks]
        for done in as_completed(waiting):
            yield done.result()


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``pmlab worlds``; 0 when every exercise is well posed on every company."""
    parser = argparse.ArgumentParser(
        prog="pmlab worlds", description="Pose every exercise on hundreds of companies."
    )
    parser.add_argument("skills", nargs="*", metavar="skill", help="only these (default: all)")
    parser.add_argument(
        "--seeds", type=int, default=SEEDS, metavar="N", help=f"how many (default: {SEEDS})"
    )
    parser.add_argument(
        "--first", type=int, default=1, metavar="SEED", help="the first seed (default: 1)"
    )
    parser.add_argument(
        "--accounts", type=int, default=ACCOUNTS, help=f"size of each (default: {ACCOUNTS})"
    )
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="processes at work"
    )
    wanted = parser.parse_args(argv)
    try:
        root = plan.find_root()
        skills = [s for s in plan.find_skills(root, wanted.skills or None) if s.key.is_file()]
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    bad = run(
        root,
        skills,
        range(wanted.first, wanted.first + wanted.seeds),
        wanted.accounts,
        wanted.jobs,
        say=lambda line: print(line, flush=True),
    )
    for world in bad:
        for problem in world.problems:
            print(f"{world.skill}, seed {world.seed}: {problem}", file=sys.stderr)
    return 1 if bad else 0

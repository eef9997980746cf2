"""How long ``make test`` takes: what is fixed, what each lesson adds, and what 18 lessons would take.

Run ``python benchmarks/tests.py`` on a machine that does nothing else; it runs every test. It is a
measurement, not a test: it promises nothing and always ends well. A test belongs to a lesson if it
stands in a folder of the skill's name or has the lesson among its parameters. The seconds of all
workers are added up and divided by the cores. Companies for proofs are made first, and are fixed.

Run ``python benchmarks/tests.py --read FILE ...`` to split what pytest wrote with ``--junitxml``.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

CORES = 2
LESSONS = 18


def read(files: Iterable[Path]) -> dict[str, Counter[str]]:
    """Return the seconds of each file of tests, by lesson."""
    from lesson_of import lesson_of

    spent: dict[str, Counter[str]] = defaultdict(Counter)
    for file in files:
        for case in ElementTree.parse(file).iter("testcase"):
            place = case.get("classname", "")
            module = re.match(r"[\w.]*?test_\w+", place)
            spent[lesson_of(place, case.get("name", ""))][
                module[0].removeprefix("tests.") if module else place
            ] += float(case.get("time", 0))
    return spent


def make_companies() -> float:
    """Make the companies for proofs anew; return the seconds of one core."""
    from companies import HOME, companies

    shutil.rmtree(HOME, ignore_errors=True)
    start = time.perf_counter()
    for _ in companies(range(1, 5)):
        pass
    return time.perf_counter() - start


def run(folder: Path) -> list[Path]:
    """Run every test as ``make test`` does in a fresh clone; return what was written of it."""
    from start import TESTS

    files = []
    for number, options in enumerate(TESTS):
        files.append(folder / f"{number}.xml")
        written = f"--junitxml={files[-1]}"
        every = [option for option in options if option != "--changed"]
        subprocess.run([sys.executable, "-m", "pytest", *every, written], cwd=ROOT, check=False)
    return files


def tell(spent: dict[str, Counter[str]], companies: float) -> None:
    """Print what is fixed, what each lesson adds, and the projection."""

    def seconds(of: Counter[str]) -> float:
        return of.total() / CORES

    def most(of: Counter[str]) -> str:
        return ", ".join(f"{name} {time / CORES:.1f}" for name, time in of.most_common(5))

    fixed = spent.pop("", Counter())
    if companies:
        fixed["companies, made once"] = companies
    print(f"\nSeconds of a machine of {CORES} cores:")
    print(f"{'fixed':20} {seconds(fixed):7.1f}   {most(fixed)}")
    for lesson, of in sorted(spent.items()):
        print(f"{lesson:20} {seconds(of):7.1f}   {most(of)}")
    if spent:
        each = sum(map(seconds, spent.values())) / len(spent)
        whole = seconds(fixed) + LESSONS * each
        print(f"{'a lesson adds':20} {each:7.1f}")
        print(f"{f'with {LESSONS} lessons':20} {whole:7.1f}   ({whole / 60:.1f} minutes)")


def main() -> None:
    parser = argparse.ArgumentParser(description="Split the time of the tests by lesson.")
    parser.add_argument("--read", nargs="+", type=Path, metavar="FILE", help="of --junitxml")
    wanted = parser.parse_args()
    if wanted.read:
        tell(read(wanted.read), 0)
        return
    companies = make_companies()
    with tempfile.TemporaryDirectory() as folder:
        tell(read(run(Path(folder))), companies)


if __name__ == "__main__":
    main()

"""What a change in a lesson's room touches, and how many lines the lessons share: before and now.

Run ``python benchmarks/rooms.py [REVISION]`` in a clone with its history. Both figures are measured
twice in one run: as the course was at a revision, and as it is. The revision that is taken gave each
lesson a room of its code and changed nothing else, so that its lines can be counted by rooms. How
many files a new lesson makes and edits is printed by ``tests/build/test_new_lesson.py``.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BEFORE = "6df847d"
ROOM = "course_utils/lessons/prioritisation"
CODE = {".py", ".pyi", ".js", ".css", ".html"}

# Prints what each lesson is made of, as the builder of that tree sees it.
LOOK = """
from course_utils.build import plan
try:
    from course_utils import imports
    from course_utils.build.inputs import LESSON_MAKERS
except ImportError:
    def made(skill):
        return plan.digest(*plan.code(plan.LESSON_CODE))
else:
    def made(skill):
        scripts = sorted(skill.folder.glob("*.py"))
        return imports.digest(imports.used(scripts, LESSON_MAKERS).files)
for skill in plan.find_skills(plan.find_root()):
    print(skill.folder.name, made(skill))
"""


def lines(tree: Path) -> Counter[str]:
    """Return the lines of code of each room of the package."""
    package, found = tree / "course_utils", Counter[str]()
    for path in package.rglob("*"):
        if path.suffix in CODE:
            room = path.relative_to(package).parts[0]
            found[room] += path.read_text(encoding="utf-8").count("\n")
    return found


def touched(tree: Path) -> tuple[int, int]:
    """Change a file of a lesson's room; return how many lessons that touches, of how many."""

    def look() -> set[str]:
        said = subprocess.run(
            [sys.executable, "-c", LOOK],
            cwd=tree,
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        return set(said.stdout.splitlines())

    before = look()
    with (tree / ROOM / "evidence.py").open("a", encoding="utf-8") as file:
        file.write("\n")
    return len(look() - before), len(before)


def unpack(revision: str, to: Path) -> Path:
    """Write the code of a revision into a folder."""
    words = ["git", "archive", revision, "course_utils", "curriculum"]
    packed = subprocess.run(words, cwd=ROOT, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(to, filter="data")
    return to


def main() -> None:
    revisions = (sys.argv[1] if len(sys.argv) > 1 else BEFORE, "HEAD")
    with tempfile.TemporaryDirectory() as folder:
        trees = [unpack(each, Path(folder, each)) for each in revisions]
        before, now = map(lines, trees)
        told = [f"{many} of {of}" for many, of in map(touched, trees)]

    print(f"{'':44}{revisions[0]:>12}{'now':>12}")
    print(f"{'lessons that a change in lesson 10 touches':44}{told[0]:>12}{told[1]:>12}")
    print("\nlines of course_utils")
    for room in sorted({*before, *now} - {"lessons"}):
        print(f"  {room:42}{before[room]:12,}{now[room]:12,}")
    outside = [each.total() - each["lessons"] for each in (before, now)]
    print(f"  {'outside of lessons':42}{outside[0]:12,}{outside[1]:12,}")
    print(f"  {'lessons':42}{before['lessons']:12,}{now['lessons']:12,}")


if __name__ == "__main__":
    main()

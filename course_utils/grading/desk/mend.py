"""The doctor of hand-ins: what students break before they hand in is mended before it is graded.

Files here: names, folders, encodings, formats; and which cell answers what, where a notebook lost
that. Whatever else happened to cells is put right when they are graded
(`course_utils.grading.nbgrader.mend`). What was handed in stays as it was, in ``.pmlab/originals``.
"""

from __future__ import annotations

import json
import re
import shutil
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from course_utils import files
from course_utils.exercises.check_cell import check_name
from course_utils.grading.desk.found import TIMESTAMP, HandIn, expected, look, plain
from course_utils.grading.desk.readable import STREAMED, Unreadable, read
from course_utils.grading.noted import MENDED, STAGING, note, noted

ORIGINALS = Path(".pmlab") / "originals"
LARGEST = 300 << 20
_ENDING = ".ipynb"
_TEXTS = (".py", ".md", ".Rmd", ".qmd")
_DEEPEST = 3


def mend(root: Path, hand_in: HandIn, keep: bool = True) -> list[str]:
    """Mend a hand-in in its place, so far as it can be; the original stays.

    Parameters
    ----------
    root : Path
        The cohort's folder.
    hand_in : HandIn
    keep : bool
        Whether the original is kept; not of a copy.

    Returns
    -------
    list of str
        What was mended and what could not be, each a sentence; nothing where all was well.
    """
    notes: list[str] = []
    writes: dict[Path, str] = {}
    renamed: list[Path] = []
    moves = _from_below(hand_in.path, hand_in.assignment, root, notes)
    place = moves or hand_in.path
    for name in expected(root, hand_in.assignment):
        _one(root, hand_in, place, name, notes, writes, renamed)
    if moves or writes:
        if keep:
            _keep(root, hand_in)
        if moves:
            _lift(moves, hand_in.path)
        for path, text in writes.items():
            files.write(hand_in.path / path.relative_to(place), text)
        for path in renamed:
            (hand_in.path / path.relative_to(place)).unlink()
    return notes


def before_grading(root: Path, assignment: str, students: Sequence[str] = ()) -> dict[str, str]:
    """Mend what waits to be graded, and note for ``status`` what was done.

    Parameters
    ----------
    root : Path
        A course's folder, also one that is no cohort's.
    assignment : str
    students : sequence of str
        Only theirs; everybody's if empty.

    Returns
    -------
    dict of str
        What was mended or could not be, by student.
    """
    done = {}
    for (student, name), hand_in in look(root, [assignment]).hand_ins.items():
        if name != assignment or (students and student not in students) or _graded(root, hand_in):
            continue
        if words := mend(root, hand_in):
            done[student] = " ".join(words)
    note(root, assignment, MENDED, {**noted(root, assignment, MENDED), **done})
    return done


def at_once(root: Path, assignment: str, student: str, folder: Path) -> list[str]:
    """Mend one hand-in, note it for ``status``, and let nothing in it stop those after it.

    Parameters
    ----------
    root : Path
        The course's folder.
    assignment, student : str
    folder : Path
        Where the hand-in is; of one below `STAGING`, a copy, neither original nor note is kept.
    """
    folder = folder.absolute()
    staged = folder.is_relative_to((root / STAGING.parent).absolute())
    try:
        words = mend(root, HandIn(student, assignment, folder, None), keep=not staged)
    except Exception as error:  # whatever a hostile file makes of whoever reads it
        words = [f"It could not be looked through ({type(error).__name__})."]
    if words and not staged:
        known = noted(root, assignment, MENDED)
        note(root, assignment, MENDED, {**known, student: " ".join(words)})
    return words


def too_large(path: Path) -> bool:
    """Say whether a notebook is so large that nobody should read it, also after it was mended."""
    return path.stat().st_size > STREAMED


def _graded(root: Path, hand_in: HandIn) -> bool:
    """Say whether this very hand-in was graded, and so was mended before if it had to be."""
    made = root / "autograded" / hand_in.student / hand_in.assignment / TIMESTAMP
    try:
        return made.read_bytes() == (hand_in.path / TIMESTAMP).read_bytes()
    except OSError:
        return False


def _one(
    root: Path,
    hand_in: HandIn,
    place: Path,
    name: str,
    notes: list[str],
    writes: dict[Path, str],
    renamed: list[Path],
) -> None:
    """Mend one notebook: find it, read it, and give its cells what they lost."""
    release = root / "exercises" / hand_in.assignment / name
    source = _source(place, name, release, notes)
    if source is None:
        return
    try:
        if source.stat().st_size > LARGEST:
            raise Unreadable(f"It is larger than {LARGEST >> 20} MB.")
        notebook, mended = _read(source)
    except (Unreadable, OSError) as error:
        notes.append(f"{source.name}: {error}")
        return
    if release.is_file():
        given = json.loads(release.read_text(encoding="utf-8"))
        mended += _recognised(notebook.cells, given["cells"])
    if mended or source.name != name:
        notes += [f"{source.name}: {words}" for words in mended]
        # Not by nbformat, which refuses what grading takes out anyway, such as odd metadata.
        if source.name != name and source.suffix.lower() == _ENDING:
            renamed.append(source)
        writes[place / name] = json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def _read(source: Path) -> tuple[NotebookNode, list[str]]:
    if source.suffix.lower() == _ENDING:
        return read(source)
    import jupytext

    try:
        made = jupytext.read(source)
    except Exception:  # whatever a text that is no notebook makes of its reader
        raise Unreadable("It cannot be read as a notebook in text.") from None
    return made, ["It was a notebook in text; it was made a notebook again."]


# Where the notebook is


def _from_below(folder: Path, assignment: str, root: Path, notes: list[str]) -> Path | None:
    """Return the one folder further down in which the hand-in really stands, if there is one."""
    if any(_notebooks(folder)):
        return None
    names = expected(root, assignment)
    below = [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_dir()
        and not path.is_symlink()
        and len(path.relative_to(folder).parts) <= _DEEPEST
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]
    exact = [path for path in below if any((path / name).is_file() for name in names)]
    some = exact or [path for path in below if any(_notebooks(path))]
    if len(some) != 1:
        if some:
            notes.append(
                f"{len(some)} folders in it hold a notebook; nothing tells which is meant."
            )
        return None
    notes.append(f"It stood in {some[0].relative_to(folder).as_posix()}/ and was moved up.")
    return some[0]


def _notebooks(folder: Path) -> list[Path]:
    return [
        path
        for path in sorted(folder.iterdir())
        if path.name.lower().endswith(_ENDING) and path.is_file() and not path.name.startswith(".")
    ]


def _source(place: Path, name: str, release: Path, notes: list[str]) -> Path | None:
    """Return the file that is meant to be a notebook of the assignment."""
    if (place / name).is_file():
        return place / name
    found = _notebooks(place)
    alike = [path for path in found if plain(path.name) == plain(name)]
    some = alike or found or _in_text(place, name)
    ours = [path for path in some if _belongs(path, release)] if len(some) > 1 else some
    if len(ours) == 1:
        notes.append(f"{ours[0].name} was called {name}.")
        return ours[0]
    if ours:
        notes.append(f"{', '.join(path.name for path in ours)}: nothing tells which is {name}.")
    elif some:
        notes.append(f"{', '.join(path.name for path in some)}: none is {name}.")
    return None


def _in_text(place: Path, name: str) -> list[Path]:
    stem = Path(name).stem
    return [path for ending in _TEXTS if (path := place / (stem + ending)).is_file()]


def _belongs(path: Path, release: Path) -> bool:
    """Say whether a file speaks of the release's cells."""
    try:
        given = json.loads(release.read_text(encoding="utf-8"))["cells"]
        with path.open("rb") as stream:
            text = stream.read(5 << 20).decode("utf-8", "replace")
    except (OSError, ValueError, KeyError):
        return False
    return any(ident in text for ident in map(_ident, given) if ident)


def _lift(source: Path, target: Path) -> None:
    """Move what stands in a folder further down to where it belongs; what stands there stays."""
    for entry in sorted(source.iterdir()):
        if not (target / entry.name).exists():
            shutil.move(entry, target / entry.name)
    shutil.rmtree(source, ignore_errors=True)


def _keep(root: Path, hand_in: HandIn) -> None:
    """Keep what was handed in as it was."""
    place = root / ORIGINALS / hand_in.assignment / hand_in.student
    stamp = time.strftime("%Y%m%dT%H%M%S", time.gmtime())
    number = len(list(place.glob("*"))) if place.is_dir() else 0
    with files.new_folder(place / f"{stamp}-{number}") as building:
        shutil.copytree(hand_in.path, building, dirs_exist_ok=True, symlinks=True)


# Which cell is which


def _ident(cell: Any) -> str:
    metadata = cell["metadata"].get("nbgrader") if isinstance(cell.get("metadata"), dict) else None
    ident = metadata.get("grade_id") if isinstance(metadata, dict) else None
    return ident if isinstance(ident, str) else ""


def _text(cell: Any) -> str:
    source = cell.get("source", "")
    return ("".join(source) if isinstance(source, list) else str(source)).strip()


def _recognised(cells: Sequence[NotebookNode], given: Sequence[dict[str, Any]]) -> list[str]:
    """Give answer cells that lost it nbgrader's metadata again; return what was done.

    An answer's cell is known by what it sets, a written answer by where it stands: between the
    cells around it that are known, by their id or their text.
    """
    known = {ident: cell for cell in given if (ident := _ident(cell))}
    prose = {_text(cell) for cell in given if not _ident(cell)}
    at = _anchors(cells, given)
    done = []
    for place, cell in enumerate(given):
        ident = _ident(cell)
        if not ident or not cell["metadata"]["nbgrader"].get("solution") or place in at:
            continue
        free = [
            index
            for index, own in enumerate(cells)
            if _ident(own) not in known and _text(own) not in prose
        ]
        if cell["cell_type"] == "code":
            chosen = _sets(cells, free, cell)
        else:
            begin = max((at[one] for one in at if one < place), default=-1) + 1
            after = [at[one] for one in at if one > place and at[one] >= begin]
            end = min(after, default=len(cells))
            chosen = _written(cells, [one for one in free if begin <= one < end])
        if chosen is not None:
            cells[chosen].metadata["nbgrader"] = dict(cell["metadata"]["nbgrader"])
            at[place] = chosen
            done.append(ident)
    if not done:
        return []
    return [f"{', '.join(done)}: the cell had lost what nbgrader knows it by."]


def _anchors(cells: Sequence[NotebookNode], given: Sequence[dict[str, Any]]) -> dict[int, int]:
    """Return where the release's cells are in a hand-in, so far as id or text tell."""
    by_ident: dict[str, int] = {}
    by_text: dict[str, int] = {}
    for index, own in enumerate(cells):
        by_ident.setdefault(_ident(own), index)
        by_text.setdefault(_text(own), index)
    times = Counter(map(_text, given))  # one stub stands for all written answers
    at = {}
    for place, cell in enumerate(given):
        found = by_ident.get(_ident(cell)) if _ident(cell) else None
        if found is None and times[_text(cell)] == 1:
            found = by_text.get(_text(cell))
        if found is not None:
            at[place] = found
    return at


def _sets(cells: Sequence[NotebookNode], free: Iterable[int], cell: dict[str, Any]) -> int | None:
    """Return which of the free cells sets, last, the name that a cell of the release sets."""
    name = re.match(r"(?:def\s+)?(\w+)", _text(cell))
    if not name:
        return None
    sets = re.compile(rf"^(?:{name[1]}\s*[=:]|def {name[1]}\()", re.MULTILINE)
    return max((one for one in free if sets.search(_text(cells[one]))), default=None)


def _written(cells: Sequence[NotebookNode], free: Iterable[int]) -> int | None:
    """Return which of the free cells is most likely somebody's text: the longest, and no code."""
    some = [one for one in free if _text(cells[one]) and not check_name(_text(cells[one]))]
    return max(
        some,
        key=lambda one: (cells[one].cell_type != "code", len(_text(cells[one]))),
        default=None,
    )

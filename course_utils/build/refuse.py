"""What the builder refuses to release: leftovers, solutions, right answers, mistakes' messages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course_utils.build.compose import ANSWER, SETUP, Composed, solution_lines, stub_lines
from course_utils.build.errors import BuildError
from course_utils.build.source import Cell
from course_utils.exercises.claims import told
from course_utils.exercises.forms import Function, Written
from course_utils.exercises.plain import Sheet
from course_utils.exercises.sql import sandbox

if TYPE_CHECKING:
    from course_utils.exercises import Key

MEANT = 12  # characters from which a line of a solution says something
PROSE = 30  # characters from which a line of an exemplar does
DIGITS = 4  # significant digits from which a number gives an answer away
NUMBER = re.compile(r"(?<![\w.])-?\d[\d,_]*(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w]|\.\d)")
OURS = frozenset({".ipynb_checkpoints", "__pycache__", ".DS_Store"})


def leftovers(folder: Path, wanted: Iterable[str], shown: Path) -> None:
    """Refuse files in ``solutions/`` that nbgrader would copy into every release.

    Parameters
    ----------
    folder : Path
        ``solutions/<skill>``; it need not exist.
    wanted : iterable of str
        The files that belong there.
    shown : Path
        How errors name the folder.
    """
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.name not in {*wanted, *OURS}:
            raise BuildError(
                f"Remove {(shown / path.name).as_posix()}: nbgrader would copy it into the "
                "release, and over the students' own."
            )


def leaks(composed: Composed, released: dict[str, str], secrets: Secrets, shown: Path) -> None:
    """Refuse a release that holds a solution, a right answer, a mistake's message or an exemplar.

    Parameters
    ----------
    composed : Composed
        The source version.
    released : dict
        Name and text of each released file.
    secrets : Secrets
        What must not be found in clear.
    shown : Path
        How errors name the key.

    Raises
    ------
    BuildError
        At the author's line where it stands.
    """
    cells = _released_cells(released)
    _solutions(composed, cells)
    texts = {file: _squeezed(_unquoted(file, text)) for file, text in released.items()}
    for line, secret in secrets.phrases:
        if any(_squeezed(secret) in text for text in texts.values()):
            raise BuildError(
                f"The release shows this in clear: '{secret}'. Take it out of the assignment.",
                shown,
                line,
            )
    origins = dict(zip((c.id for c in composed.notebook.cells), composed.origin, strict=True))
    for name, numbers in secrets.numbers.items():
        for ident, text in cells:
            found = shown_in(numbers, text)
            if found is not None:
                raise origins[ident].error(
                    f"This shows {found}, the right answer of {name} or one of its mistakes: "
                    "leave the number out."
                )
        for line, text in secrets.told.items():
            found = shown_in(numbers, text)
            if found is not None:
                raise BuildError(
                    f"A hint or summary shows {found}, the right answer of {name} or one of its "
                    "mistakes: leave the number out.",
                    shown,
                    line,
                )


class Secrets:
    """What a release must not show.

    Attributes
    ----------
    numbers : dict
        For each exercise, the numbers of its right and mistaken answers.
    phrases : list of tuple
        Mistakes' messages and lines of exemplars, each with its line in the key.
    told : dict
        What checks.json tells in clear (hints and summaries), by their line in the key.
    """

    def __init__(self, key: Key, source: Any) -> None:
        self.numbers: dict[str, list[float]] = {}
        self.phrases: list[tuple[int, str]] = []
        self.told: dict[int, str] = {}
        source = sandbox(source)
        for name, item in key.exercises.items():
            self.told[item.line] = "\n".join([item.summary, *item.ladder])
            self.phrases += [(m.line, m.message) for m in item.mistakes if len(m.message) >= MEANT]
            if isinstance(item.form, Written):
                for text in item.form.exemplars.values():
                    lines = (line for line in told(text).splitlines() if len(line.strip()) >= PROSE)
                    self.phrases += [(item.line, line) for line in lines]
            elif not isinstance(item.form, Function):  # its cases are open, its answer is code
                answers = [item.answer(source), *(answer for _, answer in item.mistaken(source))]
                read = (item.form.read(answer, source) for answer in answers)
                self.numbers[name] = sorted({n for answer in read for n in numbers_of(answer)})


def _tells(number: float) -> bool:
    if number != number or number in (float("inf"), float("-inf")):
        return False
    digits = f"{abs(number):.12g}".split("e")[0].replace(".", "").strip("0")
    return len(digits) >= DIGITS and not (float(number).is_integer() and 1900 <= number <= 2100)


def numbers_of(answer: Any) -> list[float]:
    """Return the numbers of an answer in plain data that can be told from chance, ascending."""
    return sorted({number for number in _numbers(answer) if _tells(number)})


def _numbers(answer: Any) -> Iterator[float]:
    """Yield the numbers of an answer in plain data."""
    if isinstance(answer, Sheet):
        for row in answer.rows:
            yield from _numbers(list(row))
    elif isinstance(answer, list):
        for item in answer:
            yield from _numbers(item)
    elif isinstance(answer, int | float) and not isinstance(answer, bool):
        yield float(answer)


def shown_in(numbers: list[float], text: str) -> str | None:
    """Return the first number of a text that tells one of the given ones, None if there is none."""
    for match in NUMBER.finditer(text):
        token = match[0].replace(",", "").replace("_", "")
        try:
            value = float(token)
        except ValueError:
            continue
        for secret in numbers:
            for seen in (value, value / 100):  # a percentage tells a fraction
                if _tells(value) and _rounded(seen, secret, token):
                    return match[0]
    return None


def _rounded(seen: float, secret: float, token: str) -> bool:
    digits = len(token.split("e")[0].replace(".", "").replace("-", "").lstrip("0"))
    return digits >= DIGITS and abs(seen - secret) <= abs(secret) * 0.5 * 10 ** (1 - digits)


def _released_cells(released: dict[str, str]) -> list[tuple[str, str]]:
    found = []
    for file, text in released.items():
        if file.endswith(".ipynb"):
            for cell in json.loads(text)["cells"]:
                found.append((cell["id"], "".join(cell["source"])))
                if cell.get("outputs"):
                    raise BuildError(f"The release {file} holds outputs; it must hold none.")
    return found


def _unquoted(file: str, text: str) -> str:
    if file.endswith(".ipynb"):
        return "\n".join(source for _, source in _released_cells({file: text}))
    return "\n".join(_strings(json.loads(text))) if file.endswith(".json") else text


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield name
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _solutions(composed: Composed, cells: list[tuple[str, str]]) -> None:
    given: set[str] = set()  # before the first exercise everything is given on purpose
    for cell in composed.origin:
        if cell.exercise:
            break
        given.update(_squeezed(line) for line in cell.source.splitlines())
    where: dict[str, list[str]] = {}
    for ident, text in cells:
        for line in text.splitlines():
            where.setdefault(_squeezed(line), []).append(ident)
    ids = _ids_by_exercise(composed)
    origins = dict(zip((c.id for c in composed.notebook.cells), composed.origin, strict=True))
    for cell in composed.origin:
        if cell.exercise is None:
            continue
        own = {_squeezed(line) for line in stub_lines(cell)}
        for number, line in solution_lines(cell):
            text = _squeezed(line)
            if not _says(text, cell) or text in given:
                continue
            for ident in where.get(text, []):
                if ident == ids[cell.exercise] and text in own:
                    continue
                there = origins[ident]
                raise cell.error(
                    f"The release shows this line of the solution of {cell.exercise}, in the cell "
                    f"of line {there.line}: change one of the two.",
                    number,
                )


def _says(line: str, cell: Cell) -> bool:
    if cell.kind == "markdown":
        return len(line) >= PROSE
    return len(line) >= MEANT and not line.startswith(("import ", "from ", "#"))


def _ids_by_exercise(composed: Composed) -> dict[str, str]:
    found = {}
    for node in composed.notebook.cells:
        nbgrader = node.metadata.get("nbgrader", {})
        if nbgrader.get("solution") and nbgrader["grade_id"] != SETUP:
            found[nbgrader["grade_id"].removesuffix(ANSWER)] = node.id
    return found

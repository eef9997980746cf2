"""What the builder refuses: keys that teach nothing, and releases that give answers away."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course_utils.build.compose import ANSWER, SETUP, Composed, solution_lines, stub_lines
from course_utils.build.errors import BuildError
from course_utils.build.source import Cell

if TYPE_CHECKING:
    from course_utils.exercises import Key

MEANT = 12  # characters from which a line of a solution says something
PROSE = 30  # characters from which a line of an exemplar does
DIGITS = 4  # significant digits from which a number gives an answer away
NUMBER = re.compile(r"(?<![\w.])-?\d[\d,_]*(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w]|\.\d)")
OURS = frozenset({".ipynb_checkpoints", "__pycache__", ".DS_Store"})


def key(made: Key, path: Path, shown: Path) -> None:
    """Refuse a key without hints, or with an objective that nothing exercises.

    Parameters
    ----------
    made : Key
        The key.
    path, shown : Path
        The key's file, and how errors name it.

    Raises
    ------
    BuildError
        At the line of the exercise or objective.
    """
    for name, exercise in made.exercises.items():
        if not exercise.ladder and not exercise.form.manual:
            raise BuildError(
                f'{name} has no hint: add {name}.hints("...", "...").', shown, line_of(path, name)
            )
        if exercise.objective not in made.objectives:
            raise BuildError(
                f"{name} names the objective '{exercise.objective}', which OBJECTIVES does not "
                "have.",
                shown,
                line_of(path, name),
            )
    used = {exercise.objective for exercise in made.exercises.values()}
    for objective in made.objectives:
        if objective not in used:
            raise BuildError(
                f"No exercise has objective='{objective}': add one, or remove the objective.",
                shown,
                line_of(path, objective, r"[\"']{}[\"']"),
            )


def line_of(path: Path, name: str, form: str = r"^def {}\(") -> int | None:
    """Return the line of a key that defines a name, counted from 1."""
    pattern = re.compile(form.format(re.escape(name)))
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if pattern.search(line):
            return number
    return None


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


def leaks(composed: Composed, made: Key, released: dict[str, str], secrets: Secrets) -> None:
    """Refuse a release that holds a solution, a right answer or a mistake's message.

    Parameters
    ----------
    composed : Composed
        The source version.
    made : Key
        The skill's key.
    released : dict
        Name and text of each released file.
    secrets : Secrets
        What must not be found in clear.

    Raises
    ------
    BuildError
        At the author's line where it stands.
    """
    cells = _released_cells(released)
    _solutions(composed, cells)
    for name, messages in secrets.messages.items():
        for message in messages:
            for file, text in released.items():
                if _squeezed(message) in _squeezed(_unquoted(file, text)):
                    raise BuildError(
                        f"The release of {name} shows the message of a mistake, '{message}': "
                        "take it out of the assignment's text."
                    )
    origins = dict(zip((c.id for c in composed.notebook.cells), composed.origin, strict=True))
    for name, numbers in secrets.numbers.items():
        for ident, text in cells:
            found = _shown(numbers, text)
            if found is not None:
                raise origins[ident].error(
                    f"This shows {found}, the right answer of {name} or one of its mistakes: "
                    "leave the number out."
                )
        for number in _numbers_in_json(released):
            if any(_same(number, secret) for secret in numbers):
                raise BuildError(f"The release's checks.json holds {number}, an answer of {name}.")


class Secrets:
    """What a release must not show.

    Attributes
    ----------
    numbers : dict
        For each exercise, the numbers of its right and mistaken answers.
    messages : dict
        For each exercise, the messages of its mistakes.
    """

    def __init__(self) -> None:
        self.numbers: dict[str, list[float]] = {}
        self.messages: dict[str, list[str]] = {}

    def add(self, name: str, answers: Iterable[Any], messages: Iterable[str]) -> None:
        """Add an exercise's answers, of any form, and its mistakes' messages."""
        found = {number for answer in answers for number in _numbers(answer)}
        self.numbers[name] = sorted(number for number in found if _tells(number))
        self.messages[name] = [message for message in messages if len(message) >= MEANT]


def _tells(number: float) -> bool:
    if number != number or number in (float("inf"), float("-inf")):
        return False
    digits = f"{abs(number):.12g}".split("e")[0].replace(".", "").strip("0")
    return len(digits) >= DIGITS and not (float(number).is_integer() and 1900 <= number <= 2100)


def _numbers(value: Any) -> Iterator[float]:
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return
    if isinstance(value, int | float):
        yield float(value)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _numbers(item)
    elif hasattr(value, "columns") and hasattr(value, "itertuples"):
        for row in value.itertuples(index=False):
            yield from _numbers(list(row))
    elif hasattr(value, "tolist"):
        yield from _numbers(value.tolist())
    elif isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from _numbers(item)
    elif hasattr(value, "__float__"):
        yield float(value)


def _shown(numbers: list[float], text: str) -> str | None:
    """Return the first number of a text that tells one of the given ones."""
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


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-9 * max(abs(one), abs(other))


def _numbers_in_json(released: dict[str, str]) -> Iterator[float]:
    for file, text in released.items():
        if file.endswith(".json"):
            yield from (n for n in _numbers(json.loads(text)) if _tells(n))


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

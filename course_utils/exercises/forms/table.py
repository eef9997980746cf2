"""A table."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from course_utils.exercises.forms.base import (
    Canonical,
    Form,
    NotAttempted,
    WrongForm,
    check_tolerance,
    is_blank,
    measure,
)
from course_utils.exercises.plain import (
    MAX_ROWS,
    Bag,
    Opaque,
    Sheet,
    clip,
    count,
    describe,
    listing,
    number,
    parse_time,
    plain,
    sheet_of,
)

Tolerances = float | Mapping[str, float]
ROWS = ""  # the part that holds the keys; no column has this name


@dataclass(frozen=True)
class Table(Form):
    """A table: a DataFrame, or anything that reads as one.

    The order of rows and columns, the index and the types do not matter where they say the same.

    Attributes
    ----------
    columns
        Names that are asked; by default those of the right answer.
    keys
        Columns that tell the rows apart; by default all columns without numbers.
    tolerance, relative
        As in `Number`, for every number outside the keys, or a mapping of column to tolerance.
    ordered
        The order of the rows is a part of the answer.
    names
        Column names matter; if False, columns are taken by position.
    partial
        Give the share of columns that are right, if the rows are the right ones.
    kinds
        What each column holds; filled from the right answer.
    """

    columns: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    tolerance: Tolerances = 0.0
    relative: Tolerances = 0.0
    ordered: bool = False
    names: bool = True
    partial: bool = False
    kinds: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for field in ("columns", "keys", "kinds"):
            names = getattr(self, field)
            object.__setattr__(self, field, (names,) if isinstance(names, str) else tuple(names))
        for column in (*self.columns, "*"):
            check_tolerance(_of(self.tolerance, column), _of(self.relative, column))

    @property
    def expected(self) -> str:
        """What an answer looks like."""
        if not self.columns:
            return "a table (DataFrame)"
        return f"a table with the columns {listing(self.columns, limit=12)}"

    def bind(self, right: Any, source: Any = None) -> Self:
        """Take columns and kinds from the right answer where the author left them open."""
        sheet = self.read(right, source)
        columns = self.columns or sheet.columns
        if "" in columns or len({_key(name) for name in columns}) < len(columns):
            raise WrongForm("Each column of the right answer needs a name of its own.")
        for role, names in (
            ("key", self.keys),
            ("tolerance", _named(self.tolerance, self.relative)),
        ):
            strange = [name for name in names if name not in columns]
            if strange:
                raise WrongForm(
                    f"The {role} column {listing(strange)} is not among the columns {listing(columns)}."
                )
        rows = self._aligned(sheet, columns)
        kinds = tuple(_kind(row[i] for row in rows) for i in range(len(columns)))
        keys = self.keys
        if not keys and not self.ordered:
            keys = tuple(
                name for name, kind in zip(columns, kinds, strict=True) if kind != "number"
            )
        return replace(self, columns=columns, kinds=kinds, keys=keys)

    def read(self, value: Any, source: Any = None) -> Sheet:
        """Return the answer as a plain table; a record with names is one row of it."""
        if callable(named := getattr(value, "_asdict", None)):
            fields = named()
            asked = {_key(name) for name in self.columns or fields}
            value = {name: item for name, item in fields.items() if _key(name) in asked}
        answer = plain(value)
        if is_blank(answer) or _is_empty_form(answer):
            raise NotAttempted
        sheet = self._as_sheet(answer)
        if sheet is None:
            raise WrongForm(f"The answer is {describe(answer)}; expected {self.expected}.")
        if sheet.total > len(sheet.rows):
            raise WrongForm(
                f"The answer is {describe(sheet)}; no right answer has more than {MAX_ROWS:,} rows."
            )
        return sheet

    def comparable(self, answer: Any) -> Canonical:
        """Return rows in the order of their keys, cells in the order of the columns."""
        rows = self._aligned(answer, self.columns)
        kinds = [kind or "text" for kind in self.kinds]
        cells = [
            [
                self._cell(item, name, kind)
                for item, name, kind in zip(row, self.columns, kinds, strict=True)
            ]
            for row in rows
        ]
        is_key = [name in self.keys for name in self.columns]
        labels = [
            [text for (text, _, _), key in zip(row, is_key, strict=True) if key] for row in cells
        ]
        if self.ordered:
            labels = [[str(i), *label] for i, label in enumerate(labels)]
        elif self.keys and len(self.keys) < len(self.columns):
            self._refuse_doubles(labels)
        pairs = (
            sorted(
                zip(labels, cells, strict=True),
                key=lambda pair: (pair[0] if not self.ordered else [], _sortable(pair[1])),
            )
            if not self.ordered
            else list(zip(labels, cells, strict=True))
        )
        labels, cells = [p[0] for p in pairs], [p[1] for p in pairs]
        heads = _dump(labels)
        parts = [(ROWS, Canonical(heads))]
        for i, name in enumerate(self.columns):
            if not is_key[i]:
                parts.append((name, _column(heads, [row[i] for row in cells])))
        skeleton = _dump([heads, *([text for text, _, _ in row] for row in cells)])
        flat = [item for row in cells for item in row if item[1] is not None]
        return Canonical(
            skeleton,
            tuple(size for _, size, _ in flat if size is not None),
            tuple(tolerance for _, _, tolerance in flat),
            tuple(parts),
        )

    def score(self, given: Canonical, right: Canonical) -> float:
        """Return 1 for the right table; with ``partial``, the share of right columns."""
        if given.matches(right):
            return 1.0
        good = given.matching_parts(right)
        if not self.partial or ROWS not in good or len(right.parts) < 3:
            return 0.0
        return min((len(good) - 1) / (len(right.parts) - 1), 0.99)

    def suspect(self, answer: Any, is_right: Callable[[Any], bool]) -> str | None:
        """Recognise a column of percents where fractions are asked."""
        numeric = [
            name
            for name, kind in zip(self.columns, self.kinds, strict=True)
            if kind == "number" and name not in self.keys and self._has_tolerance(name)
        ]
        for names in ([name] for name in numeric[:4]):
            if is_right(self._scaled(answer, names)):
                return f'The column "{names[0]}" holds percents; write fractions, such as 0.25 for 25 %.'
        if len(numeric) > 1 and is_right(self._scaled(answer, numeric)):
            return "The numbers are percents; write fractions, such as 0.25 for 25 %."
        return None

    def remark(self, answer: Any, right_parts: Collection[str] | None) -> str | None:
        """Say which columns are right and where to look."""
        values = [name for name in self.columns if name not in self.keys]
        if not answer.rows:
            return "The table has no rows."
        if right_parts is None:
            return None
        if ROWS not in right_parts:
            if self.ordered and not self.keys:
                return None
            what = listing(self.keys) or "values"
            return f"The rows are not the right ones yet: look at {what} ({count(answer.total, 'row')})."
        good = [name for name in values if name in right_parts]
        wrong = [name for name in values if name not in right_parts]
        if good and wrong:
            return f"Right so far: {listing(good)}. Look again at {listing(wrong)}."
        if self.keys:
            return f"Every {listing(self.keys)} is there; not every {' or '.join(wrong)} is right."
        return None

    def numbers(self, value: Any, source: Any = None) -> list[tuple[float, float]]:
        """Return the numbers of an answer that is no key's, each with how far another may be from it."""
        rows = self._aligned(self.read(value, source), self.columns)
        return [
            (row[i], max(_of(self.tolerance, name), _of(self.relative, name) * abs(row[i])))
            for i, name in enumerate(self.columns)
            if name not in self.keys and self.kinds[i] == "number"
            for row in rows
            if row[i] is not None
        ]

    def problems(self, right: Canonical, answer: Any) -> list[str]:
        """Refuse a table whose rows cannot be told apart or whose tolerances let 0 pass."""
        rows = self._aligned(answer, self.columns)
        loose = [
            i
            for i, name in enumerate(self.columns)
            if self.kinds[i] == "number" and name not in self.keys
        ]
        found = []
        if len(rows) > 1 and not self.ordered and not self.keys and len(loose) > 1:
            found.append("its rows cannot be told apart; name their keys or say ordered=True")
        for i in loose:
            limit = _of(self.tolerance, self.columns[i])
            sizes = [abs(row[i]) for row in rows if row[i] is not None]
            if sizes and any(sizes) and max(sizes) <= limit:
                found.append(
                    f"the tolerance {number(limit)} lets 0 pass for every number in the column "
                    f'"{self.columns[i]}"; make it smaller'
                )
        if not rows:
            found.append("the right answer is a table without rows")
        return found

    # ------------------------------------------------------------------------------ reading

    def _as_sheet(self, answer: Any) -> Sheet | None:
        if isinstance(answer, Sheet):
            labels = [str(row[0]) for row in answer.rows]
            if answer.series and answer.index == 1 and self._are_columns(labels):
                return sheet_of(labels, [[row[1] for row in answer.rows]])
            return answer
        if isinstance(answer, dict) and answer:
            if all(isinstance(item, list) for item in answer.values()):
                lengths = {len(item) for item in answer.values()}
                if len(lengths) == 1:
                    return sheet_of(answer, zip(*answer.values(), strict=True))
                return None
            if all(isinstance(item, int | float | str | None) for item in answer.values()):
                if self._are_columns(answer) or self._lacks_columns(answer):
                    return sheet_of(answer, [answer.values()])
                names = self.columns if len(self.columns) == 2 else ("", "")
                return sheet_of(names, answer.items())
            return None
        if isinstance(answer, list) and not isinstance(answer, Bag) and answer:
            if all(isinstance(item, dict) for item in answer):
                names = tuple(dict.fromkeys(name for item in answer for name in item))
                return sheet_of(names, ([item.get(name) for name in names] for item in answer))
            widths = {len(item) if isinstance(item, list) else 0 for item in answer}
            if self.columns and widths == {len(self.columns)}:
                return sheet_of(self.columns, answer)
        return None

    def _are_columns(self, names: Collection[str]) -> bool:
        return bool(self.columns) and sorted(map(_key, names)) == sorted(map(_key, self.columns))

    def _lacks_columns(self, names: Collection[str]) -> bool:
        # A row of which a part is not there yet: what is missing shall be named.
        return len(self.columns) > 2 and {*map(_key, names)} < {*map(_key, self.columns)}

    def _aligned(self, sheet: Sheet, columns: tuple[str, ...]) -> list[list[Any]]:
        """Return the rows of ``sheet`` with their cells in the order of ``columns``."""
        places = self._places(sheet, columns)
        return [[row[i] for i in places] for row in sheet.rows]

    def _places(self, sheet: Sheet, columns: tuple[str, ...]) -> list[int]:
        body = range(sheet.index, len(sheet.columns))
        if not self.names:
            for choice in (list(body), list(range(len(sheet.columns)))):
                if len(choice) == len(columns):
                    return choice
            raise WrongForm(
                f"The answer has {count(len(body), 'column')}; expected {len(columns)}: {listing(columns, 12)}."
            )
        where: dict[str, int] = {}
        for i in (*body, *range(sheet.index)):
            name = _key(sheet.columns[i])
            if name in where and i >= sheet.index:
                raise WrongForm(
                    f'Two columns are called "{clip(sheet.columns[i])}"; keep one of them.'
                )
            where.setdefault(name, i)
        found = {name: where.get(_key(name)) for name in columns}
        used = {i for i in found.values() if i is not None}
        missing = [name for name in columns if found[name] is None]
        # An index without a name, and the values of a Series, are taken for what is missing.
        nameless = [
            i for i in range(sheet.index) if i not in used and _is_nameless(sheet.columns[i])
        ]
        if sheet.series and missing and body[0] not in used:
            is_nameless = _is_nameless(sheet.columns[body[0]])
            if is_nameless or len(columns) == len(sheet.columns):
                nameless.append(body[0])
        if missing and len(missing) == len(nameless):
            found.update(zip(missing, nameless, strict=True))
            used.update(nameless)
            missing = []
        extra = [sheet.columns[i] for i in body if i not in used]
        if missing or extra:
            raise WrongForm(self._about_columns(missing, extra, columns))
        return [i for i in found.values() if i is not None]

    def _about_columns(self, missing: list[str], extra: list[str], columns: tuple[str, ...]) -> str:
        words = []
        if missing:
            words.append(f"missing {listing(_quoted(missing))}")
        if extra:
            words.append(f"not asked for {listing(_quoted(name or '(no name)' for name in extra))}")
        return (
            f"Columns differ: {'; '.join(words)}. Expected exactly {listing(_quoted(columns), 12)}, "
            "in any order."
        )

    def _cell(self, item: Any, name: str, kind: str) -> tuple[str, float | None, float]:
        if item is None:
            return "∅", None, 0.0
        if isinstance(item, Opaque):
            raise WrongForm(
                f'The column "{name}" holds {describe(item)}; expected one value a cell.'
            )
        if kind == "number":
            if isinstance(item, str):
                raise WrongForm(f'The column "{name}" holds {describe(item)}; expected numbers.')
            if item in (float("inf"), float("-inf")) or abs(item) > 1e300:
                raise WrongForm(
                    f'The column "{name}" holds an infinite number; look for a division by 0.'
                )
            if name in self.keys:
                return measure(float(item), 0.0, 0.0)
            return measure(float(item), _of(self.tolerance, name), _of(self.relative, name))
        if kind == "flag":
            if item not in (0, 1) and str(item).casefold() not in ("true", "false"):
                raise WrongForm(
                    f'The column "{name}" holds {describe(item)}; expected True or False.'
                )
            return str(item in (1, True) or str(item).casefold() == "true"), None, 0.0
        if kind == "time":
            moment = parse_time(str(item))
            if moment is None:
                raise WrongForm(
                    f'The column "{name}" holds {describe(item)}; expected dates such as 2026-06-01.'
                )
            return moment, None, 0.0
        if isinstance(item, int | float) and not isinstance(item, bool):
            return f"{float(item):.9g}", None, 0.0
        return " ".join(str(item).split()).casefold(), None, 0.0

    def _refuse_doubles(self, labels: list[list[str]]) -> None:
        doubled = [label for label, times in Counter(map(tuple, labels)).items() if times > 1]
        if doubled:
            raise WrongForm(
                f"One row for each {listing(self.keys)} is expected; "
                f"{listing((', '.join(label) for label in doubled), 3)} has more than one."
            )

    def _has_tolerance(self, name: str) -> bool:
        return bool(_of(self.tolerance, name) or _of(self.relative, name))

    def _scaled(self, answer: Sheet, names: list[str]) -> Sheet:
        places = dict(zip(self.columns, self._places(answer, self.columns), strict=True))
        scaled = {places[name] for name in names}
        rows = tuple(
            tuple(
                item / 100 if i in scaled and isinstance(item, int | float) else item
                for i, item in enumerate(row)
            )
            for row in answer.rows
        )
        return replace(answer, rows=rows)


def _of(tolerance: Tolerances, column: str) -> float:
    return tolerance.get(column, 0.0) if isinstance(tolerance, Mapping) else tolerance


def _named(*tolerances: Tolerances) -> list[str]:
    return [name for item in tolerances if isinstance(item, Mapping) for name in item]


def _key(name: str) -> str:
    return re.sub(r"[\s_]+", " ", name).strip().casefold()


def _is_empty_form(answer: Any) -> bool:
    """Say whether a row was copied as it stands in the cell, with dots in place of its numbers."""
    return isinstance(answer, dict) and bool(answer) and all(map(is_blank, answer.values()))


def _is_nameless(name: str) -> bool:
    return name in ("", "0", "index", "level_0")


def _kind(cells: Iterable[Any]) -> str:
    present = [item for item in cells if item is not None]
    if not present:
        return "text"
    if all(isinstance(item, bool) for item in present):
        return "flag"
    if all(isinstance(item, int | float) for item in present):
        return "number"
    if all(isinstance(item, str) and parse_time(item) for item in present):
        return "time"
    return "text"


def _quoted(names: Iterable[str]) -> list[str]:
    return [f'"{name}"' for name in names]


def _sortable(row: list[tuple[str, float | None, float]]) -> tuple[list[str], list[float]]:
    return [text for text, _, _ in row], [size for _, size, _ in row if size is not None]


def _column(heads: str, cells: list[tuple[str, float | None, float]]) -> Canonical:
    return Canonical(
        _dump([heads, [text for text, _, _ in cells]]),
        tuple(size for _, size, _ in cells if size is not None),
        tuple(tolerance for _, size, tolerance in cells if size is not None),
    )


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

"""What every calculation asks of its input, and the sentences it says when it does not get it."""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence, Set
from decimal import Decimal
from numbers import Real
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__: list[str] = []  # for those who write calculations

Int64s = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


# One value ---------------------------------------------------------------------------------------


def number(value: Any, what: str, like: str = "12.5", *, endless: bool = False) -> float:
    """Return one number as a float; text, truth values, NaN and infinity are refused."""
    if not _is_number(value):
        raise TypeError(f"{what} must be a number such as {like}; you passed {value!r}.")
    try:
        found = float(value)
    except OverflowError:
        found = math.inf
    if math.isnan(found) or (math.isinf(found) and not endless):
        raise ValueError(f"{what} must be a number such as {like}; you passed {value!r}.")
    return found


def whole(value: Any, what: str, least: int = 0) -> int:
    """Return one whole number of at least `least`."""
    found = number(value, what, str(max(least, 1) + 4))
    if found != math.floor(found) or found < least:
        raise ValueError(f"{what} must be a whole number from {least}, not {value!r}.")
    return int(value)


def fraction(value: Any, what: str, like: str = "0.5") -> float:
    """Return one number from 0 to 1."""
    found = number(value, what, like)
    if not 0 <= found <= 1:
        raise ValueError(f"{what} must be a fraction from 0 to 1 such as {like}, not {value!r}.")
    return found


def level(confidence: Any, what: str = "confidence", like: str = "0.95") -> float:
    """Return a level, a fraction strictly between 0 and 1."""
    if not _is_number(confidence) or not 0 < confidence < 1:
        raise ValueError(
            f"{what} must be a fraction between 0 and 1 such as {like}, not {confidence!r}."
        )
    return float(confidence)


def one_of(value: Any, what: str, choices: Sequence[str]) -> str:
    """Return one of some words."""
    if not isinstance(value, str) or value not in choices:
        words = [f'"{choice}"' for choice in choices]
        said = f"{', '.join(words[:-1])} or {words[-1]}"
        raise ValueError(f"{what} must be {said}, not {value!r}.")
    return value


def yes_or_no(value: Any, what: str) -> bool:
    """Return one truth value; what Python would merely take for one is refused."""
    if not isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{what} must be True or False; you passed {value!r}.")
    return bool(value)


def names(values: Any, what: str, like: str, *, gaps: bool = False) -> list[Any]:
    """Return a collection of names as a list; one text alone is no collection.

    With `gaps` a missing one stays in as None, else it is refused.
    """
    one = isinstance(values, (str, bytes, pd.DataFrame)) or getattr(values, "ndim", 1) != 1
    if one or not isinstance(values, Iterable):
        raise TypeError(f"{what} must be a list such as {like}; you passed {values!r}.")
    found = [None if is_missing(name) else name for name in values]
    for name in found:
        endless = isinstance(name, (float, np.floating)) and math.isinf(name)
        if not isinstance(name, Hashable) or endless or (name is None and not gaps):
            raise TypeError(f"{what} must be a list such as {like}; {name!r} is no name.")
    return found


def mapping(values: Any, what: str, like: str) -> dict[Any, Any]:
    """Return a mapping, or a Series by its index, as a dictionary."""
    if not isinstance(values, (Mapping, pd.Series)):
        raise TypeError(f"{what} must be a dictionary such as {like}; you passed {values!r}.")
    if isinstance(values, pd.Series) and not values.index.is_unique:
        raise ValueError(f"{what} has a name twice. Sum or drop first, one value a name.")
    return dict(values)


# Columns of numbers ------------------------------------------------------------------------------


def vector(values: Any, what: str, *, truths: bool = False) -> Floats:
    """Return one-dimensional numbers as floats, missing values kept as NaN.

    Truth values are numbers only where the caller says so.
    """
    if (
        isinstance(values, (str, bytes, Mapping, Set, pd.DataFrame))
        or not isinstance(values, Iterable)
        or getattr(values, "ndim", 1) != 1
    ):
        raise TypeError(f"{what} must be a list, array or column of numbers, not {kind(values)}.")
    given: Any = values if hasattr(values, "dtype") else list(values)
    if not len(given):
        return np.empty(0)
    column = pd.Series(given)
    dtype = column.dtype
    truth = pd.api.types.is_bool_dtype(dtype)
    fits = pd.api.types.is_numeric_dtype(dtype) and not pd.api.types.is_complex_dtype(dtype)
    if truth:
        fits = truths
    elif not fits and (
        pd.api.types.is_object_dtype(dtype) or isinstance(dtype, pd.CategoricalDtype)
    ):
        column = column.astype(object)
        fits = all(
            _is_number(value)
            or is_missing(value)
            or (truths and isinstance(value, (bool, np.bool_)))
            for value in column
        )
    if not fits:
        said = ", not True and False" if truth else ""
        raise TypeError(
            f"{what} must hold numbers only{said}. Convert it with pandas.to_numeric first."
        )
    try:
        numbers = column.to_numpy(dtype=np.float64, na_value=np.nan)
    except OverflowError:
        numbers = np.array([np.inf])
    if np.isinf(numbers).any():
        raise ValueError(f"{what} holds an infinite value. Drop or repair it first.")
    return numbers


def sample(values: Any, what: str) -> Floats:
    """Return a one-dimensional sample as floats, missing values dropped."""
    numbers = vector(values, what)
    return numbers[~np.isnan(numbers)]


def flags(values: Any, what: str) -> npt.NDArray[np.bool_]:
    """Return yes-or-no values as booleans; missing values are refused."""
    numbers = vector(values, what, truths=True)
    if not np.isin(numbers, (0.0, 1.0)).all():
        raise ValueError(f"{what} must hold True and False (or 1 and 0) only, without gaps.")
    return numbers.astype(bool)


def column(
    values: Any,
    what: str,
    *,
    above: float | None = None,
    least: float = 0.0,
    most: float = math.inf,
) -> Floats:
    """Return one number an item as floats; a missing, too small or infinite one is refused."""
    found = vector(values, what)
    if np.isnan(found).any():
        raise ValueError(
            f"{what} is missing for {int(np.isnan(found).sum())} items. Estimate it, or leave "
            "those items out."
        )
    low = found <= above if above is not None else found < least
    if low.any():
        wish = f"more than {above:g}" if above is not None else f"at least {least:g}"
        raise ValueError(f"{what} must be {wish}; you passed {found[low][0]:g}.")
    if (found > most).any():
        raise ValueError(f"{what} must be at most {most:g}; you passed {found.max():g}.")
    return found


def on_scale(values: Any, what: str, scale: Collection[float], why: str) -> Floats:
    """Return numbers that stand on a scale; another number is refused with the scale's steps."""
    found = column(values, what)
    strange = ~np.isin(found, list(scale))
    if strange.any():
        steps = ", ".join(f"{step:g}" for step in scale)
        raise ValueError(
            f"{what} must be one of {steps} ({why}); you passed {found[strange][0]:g}."
        )
    return found


def factor(units: Any, known: dict[str, float], what: str, count: int) -> Floats:
    """Return what to multiply each number by; `units` is one name for all or one an item."""
    given = [units] * count if isinstance(units, str) else names(units, what, f"{list(known)}")
    if len(given) != count:
        raise ValueError(f"{what} must be one name, or one for each of the {count} items.")
    strange = [name for name in given if name not in known]
    if strange:
        raise ValueError(f"{what} must be one of {', '.join(known)}; you passed {strange[0]!r}.")
    return np.array([known[name] for name in given], dtype=np.float64)


def table(values: Any, what: str, *, gaps: bool = False, truths: bool = False) -> Floats:
    """Return a table of numbers, rows by columns, as floats."""
    frame = frame_of(values, what)
    columns = [
        vector(frame.iloc[:, place], f"{what}, column {name!r}", truths=truths)
        for place, name in enumerate(frame.columns)
    ]
    found = np.column_stack(columns) if columns else np.empty((len(frame), 0))
    if not gaps and np.isnan(found).any():
        raise ValueError(f"{what} has gaps. Fill them, or leave those rows out.")
    return found


def frame_of(values: Any, what: str) -> pd.DataFrame:
    """Return a table given as a DataFrame, an array or a list of rows as a DataFrame."""
    if isinstance(values, pd.DataFrame):
        return values
    wish = f"{what} must be a DataFrame, or a list of equally long rows; you passed {kind(values)}."
    if isinstance(values, np.ndarray):
        if values.ndim != 2:
            raise ValueError(wish)
        rows = list(values)
    elif isinstance(values, (list, tuple)):
        rows = [row if isinstance(row, (list, tuple, np.ndarray)) else None for row in values]
    else:
        raise TypeError(wish)
    if any(row is None for row in rows) or len({len(row) for row in rows}) > 1:
        raise ValueError(wish)
    return pd.DataFrame(values if isinstance(values, np.ndarray) else [list(row) for row in rows])


def square(frame: pd.DataFrame, what: str) -> pd.DataFrame:
    """Return a frame that crosses names with themselves, its columns in the order of its rows."""
    rows, columns = frame.index, frame.columns
    same = rows.is_unique and columns.is_unique and len(rows) == len(columns)
    places = columns.get_indexer(rows) if same else np.array([-1])
    if (places < 0).any():
        raise ValueError(f"{what} must be square, with the same names in its rows and columns.")
    return frame.iloc[:, places]


# What belongs together ---------------------------------------------------------------------------


def aligned(given: Mapping[str, Any]) -> tuple[dict[str, Any], pd.Index | None]:
    """Bring columns that belong together into one order.

    Series (and frames) with the same index, in whatever order, come back in the order of the first;
    different indexes are refused. What has no index is taken by position, which says nothing where
    the others had to be put in order, and is refused there. Returns the columns and the index, None
    if nothing has one.
    """
    found = dict(given)
    indexed = {
        what: values
        for what, values in given.items()
        if isinstance(values, (pd.Series, pd.DataFrame))
    }
    if not indexed:
        return found, None
    first = next(iter(indexed))
    index = indexed[first].index
    moved = [what for what, values in indexed.items() if not values.index.equals(index)]
    for what in moved:
        other = indexed[what].index
        same = len(other) == len(index) and other.is_unique and index.is_unique
        places = other.get_indexer(index) if same else np.array([-1])
        if (places < 0).any():
            raise ValueError(
                f"{first} and {what} have different indexes, so nothing says which values belong "
                f"together. Give both the same index, or pass {what}.to_numpy() if their order is "
                "the same."
            )
        found[what] = indexed[what].iloc[places]
    for what, values in given.items():
        lined = isinstance(values, Iterable) and not isinstance(values, (str, Mapping))
        if moved and lined and what not in indexed:
            raise ValueError(
                f"{first} and {moved[0]} are in different orders, so {what} must have their index "
                "too: pass a Series."
            )
    return found, index


def index_of(values: Any) -> pd.Index | None:
    """Return a Series' index, None for anything else."""
    return values.index if isinstance(values, pd.Series) else None


def same_length(columns: Mapping[str, Floats]) -> int:
    """Return how many items there are; columns of different lengths are refused."""
    lengths = {what: len(found) for what, found in columns.items()}
    if len(set(lengths.values())) != 1:
        said = ", ".join(f"{what} has {length}" for what, length in lengths.items())
        raise ValueError(f"Each item needs one number of each kind: {said}.")
    return next(iter(lengths.values()))


# Tables ------------------------------------------------------------------------------------------


def need_columns(frame: pd.DataFrame, columns: Iterable[str], what: str) -> None:
    """Raise unless `frame` is a DataFrame that has `columns`."""
    if not isinstance(frame, pd.DataFrame):
        raise TypeError(f"{what} must be a pandas DataFrame; you passed {kind(frame)}.")
    wanted = list(columns)
    for column in wanted:
        if not isinstance(column, str):
            raise TypeError(f"A column of {what} is named by a text; you passed {column!r}.")
    missing = [column for column in wanted if column not in frame.columns]
    if missing:
        raise ValueError(
            f"{what} has no column {_listed(missing)}; it has {_listed(frame.columns)}. "
            "Name the right column, or pass the table that has it."
        )
    if not frame.columns.is_unique:
        raise ValueError(f"{what} has two columns of one name. Rename one of them.")


def need_known(values: pd.Series, what: str) -> None:
    """Raise if a value is missing."""
    missing = int(values.isna().sum())
    if missing:
        raise ValueError(f"{what} is missing in {missing} rows. Drop or repair them first.")


def need_names(values: pd.Series, what: str) -> None:
    """Raise unless the values can name something: a list, a set or an infinite number cannot."""
    several = pd.api.types.is_object_dtype(values.dtype)
    if several and not all(isinstance(value, Hashable) for value in values):
        raise TypeError(f"{what} must hold names or numbers of units, not lists or dictionaries.")
    endless = several and any(isinstance(v, float) and math.isinf(v) for v in values)
    if endless or (values.dtype.kind == "f" and np.isinf(values.to_numpy(np.float64)).any()):
        raise ValueError(f"{what} holds an infinite value. Drop or repair it first.")


def ordered(codes: Iterable[Any], what: str) -> list[Any]:
    """Return codes in their order; codes of several kinds have none and are refused."""
    try:
        return sorted(codes)
    except TypeError as error:
        raise TypeError(
            f"{what} holds codes of several kinds, such as numbers and texts: make them one kind."
        ) from error


def share(part: float, whole: float) -> float:
    """Divide; a share of nobody is NaN."""
    return float(part / whole) if whole else float("nan")


def ascend(numbers: npt.NDArray[np.integer]) -> bool:
    """Say whether whole numbers never fall."""
    return bool((numbers[1:] >= numbers[:-1]).all())


def is_missing(value: Any) -> bool:
    """Say whether a value stands for nothing: None, NaN, NA or NaT."""
    return pd.api.types.is_scalar(value) and bool(pd.isna(value))


def kind(value: Any) -> str:
    """Name the type of a value in a sentence."""
    return f"a {type(value).__name__}"


def _is_number(value: Any) -> bool:
    return isinstance(value, (Real, Decimal)) and not isinstance(value, (bool, np.bool_))


def _listed(names: Iterable[Any]) -> str:
    return ", ".join(repr(name) for name in names)

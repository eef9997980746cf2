"""Misuse of every public calculation: a clear refusal, a documented NaN, or the right answer.

Calculations are found by walking the toolkit. Each needs one right call: the first in its
docstring, or one in an ``examples.py`` beside its tests.
"""

from __future__ import annotations

import ast
import contextlib
import copy
import doctest
import importlib
import inspect
import itertools
import math
import pkgutil
import re
import runpy
import traceback
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from course_utils import toolkit

HERE = Path(__file__).parent
ROOM = Path(toolkit.__file__).parent


def modules() -> Iterator[Any]:
    for found in pkgutil.walk_packages(toolkit.__path__, f"{toolkit.__name__}."):
        if not found.name.rpartition(".")[2].startswith("_"):
            yield importlib.import_module(found.name)


def calculations() -> dict[str, Callable[..., Any]]:
    found = {}
    for module in modules():
        for name in getattr(module, "__all__", ()):
            value = getattr(module, name)
            if inspect.isfunction(value):
                found[f"{value.__module__.removeprefix(toolkit.__name__ + '.')}.{name}"] = value
    return found


CALCULATIONS = calculations()
BESIDE: dict[str, dict[str, Any]] = {}
BY_ORDER: dict[str, str] = {}
LED: dict[str, str] = {}
GAP_IS_NONE: set[str] = set()
EMPTY_IS_AN_ANSWER: dict[str, str] = {}
for file in sorted(HERE.glob("**/examples*.py")):
    said = runpy.run_path(str(file))
    BESIDE |= said["EXAMPLES"]
    BY_ORDER |= said.get("BY_ORDER", {})
    LED |= said.get("LED_BY_THE_FIRST", {})
    EMPTY_IS_AN_ANSWER |= said.get("EMPTY_IS_AN_ANSWER", {})
    GAP_IS_NONE |= set(said.get("GAP_IS_NONE", ()))


def example(function: Callable[..., Any]) -> dict[str, Any]:
    """Return the arguments of a right call, by name."""
    name = function.__name__
    if name in BESIDE:
        return dict(BESIDE[name])
    space = {**vars(importlib.import_module(function.__module__)), "pd": pd, "np": np}
    for step in doctest.DocTestParser().get_examples(function.__doc__ or ""):
        for node in ast.walk(ast.parse(step.source)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name:
                values = [eval(ast.unparse(each), space) for each in node.args]
                named = {each.arg: eval(ast.unparse(each.value), space) for each in node.keywords}
                return dict(inspect.signature(function).bind(*values, **named).arguments)
        exec(step.source, space)
    raise AssertionError(f"{name} has no example: show one in its docstring or in an examples.py.")


# What is done to an argument ---------------------------------------------------------------------

NAN, INF = math.nan, math.inf
WRONG: dict[str, Any] = {
    "text": "seven",
    "none": None,
    "nan": NAN,
    "inf": INF,
    "minus inf": -INF,
    "true": True,
    "complex": 1j,
    "bytes": b"x",
    "object": object(),
    "moment": pd.Timestamp("2026-06-03"),
    "no list": [],
    "no dictionary": {},
    "no set": set(),
    "no text": "",
    "function": len,
    "table": np.ones((2, 2, 2)),
}
INSIDE: dict[str, Any] = {
    "nan": NAN,
    "none": None,
    "inf": INF,
    "text": "seven",
    "true": True,
    "complex": 1j,
    "moment": pd.Timestamp("2026-06-03"),
    "list": [1, 2],
}


def is_lined(value: Any) -> bool:
    return isinstance(value, (list, pd.Series)) and len(value) > 0


def of_numbers(value: Any) -> bool:
    return all(isinstance(each, (int, float)) for each in value) and not of_truths(value)


def of_truths(value: Any) -> bool:
    return all(isinstance(each, (bool, np.bool_)) for each in value)


def replaced(value: Any, place: int, new: Any) -> Any:
    found: list[Any] = list(value)
    found[place] = new
    return pd.Series(found, index=value.index) if isinstance(value, pd.Series) else found


def dropped(value: Any, place: int) -> Any:
    if isinstance(value, (pd.Series, pd.DataFrame)):
        return value.drop(value.index[place])
    return value[:place] + value[place + 1 :]


# What may come of it -----------------------------------------------------------------------------

REFUSED = object()
SAYS_WHAT_TO_DO = re.compile(
    r"\b(must|pass|needs?|give|name|drop|fill|call|leave|choose|make|did you mean|convert|decide|"
    r"repair|estimate|is named by|compare|is a text|merge|ask for|has no|has a|rename|weigh)\b",
    re.IGNORECASE,
)


def outcome(function: Callable[..., Any], arguments: dict[str, Any], what: str) -> Any:
    """Call; return the result, or REFUSED after looking at how it was refused."""
    refused: Exception | None = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", RuntimeWarning)
            warnings.simplefilter("error", FutureWarning)
            warnings.simplefilter("ignore", UserWarning)
            return function(**arguments)
    except Exception as error:
        refused = error
    where = traceback.extract_tb(refused.__traceback__)[-1].filename
    said = str(refused)
    assert type(refused) in (ValueError, TypeError), f"{what}: {refused!r}"
    assert Path(where).is_relative_to(ROOM), f"{what}: not ours: {refused!r} ({where})"
    assert len(said) > 25, f"{what}: {said}"
    assert said[-1] in ".?", f"{what}: {said}"
    assert SAYS_WHAT_TO_DO.search(said), f"{what}: does not say what to pass: {said}"
    return REFUSED


def leaves(result: Any, labels: bool = True) -> list[Any]:
    """Take a result apart into single values, rows in the order of their labels."""
    if isinstance(result, pd.Series):
        result = result.to_frame()
    if isinstance(result, pd.DataFrame):
        result = result.sort_index(kind="stable") if result.index.is_unique else result
        names = [*result.columns, *result.index] if labels else []
        return [*names, *leaves(result.to_numpy(dtype=object).tolist(), labels)]
    if hasattr(result, "__dataclass_fields__"):
        result = [getattr(result, name) for name in result.__dataclass_fields__]
    if isinstance(result, dict):
        result = [*result.items()]
    if isinstance(result, np.ndarray):
        result = result.tolist()
    if isinstance(result, (list, tuple)):
        return [leaf for each in result for leaf in leaves(each, labels)]
    return [result]


def number_leaves(result: Any) -> list[float]:
    return [
        float(leaf)
        for leaf in leaves(result, labels=False)
        if isinstance(leaf, (int, float, np.number)) and not isinstance(leaf, bool)
    ]


def same(one: Any, two: Any) -> bool:
    a, b = leaves(one), leaves(two)

    def alike(x: Any, y: Any) -> bool:
        if isinstance(x, float) and isinstance(y, (int, float)):
            return (math.isnan(x) and math.isnan(y)) or math.isclose(
                x, y, rel_tol=1e-9, abs_tol=1e-9
            )
        return bool(x is y or (pd.api.types.is_scalar(x) and pd.isna(x) and pd.isna(y)) or x == y)

    return len(a) == len(b) and all(alike(x, y) for x, y in zip(a, b, strict=True))


def says_nothing(result: Any) -> bool:
    return result is None or not any(leaf for leaf in number_leaves(result) if not math.isnan(leaf))


def has_nan(result: Any) -> bool:
    return any(pd.api.types.is_scalar(leaf) and pd.isna(leaf) for leaf in leaves(result))


def doc(function: Callable[..., Any]) -> str:
    return " ".join((function.__doc__ or "").split())


def about(function: Callable[..., Any], name: str) -> str:
    """Return what the docstring says of a parameter; what stands elsewhere, for "As for ..."."""
    found = re.search(
        rf"^    (?:\w+, )*{name}(?:, \w+)*(?: :.*)?\n((?:        .*\n|\n)*)",
        function.__doc__ or "",
        re.M,
    )
    return found[0] if found else ""


named = pytest.mark.parametrize("name", sorted(CALCULATIONS))


@named
def test_the_example_is_right(name: str) -> None:
    function = CALCULATIONS[name]
    arguments = example(function)
    before = copy.deepcopy(arguments)
    result = function(**arguments)
    assert not says_nothing(result) or not number_leaves(result), "the example shows nothing"
    assert same(arguments, before), "it changed its input"


@named
def test_wrong_arguments_are_refused(name: str) -> None:
    function = CALCULATIONS[name]
    right = example(function)
    for key, parameter in inspect.signature(function).parameters.items():
        value = right.get(key, parameter.default)
        default = parameter.default
        for kind, wrong in WRONG.items():
            result = outcome(function, {**right, key: wrong}, f"{key}={kind}")
            if result is REFUSED:
                continue
            empty = kind.startswith("no ")
            allowed = (
                (kind == "none" and default is None)
                or (isinstance(value, str) and kind in ("text", "no text") and "text" in key)
                or (isinstance(value, bool) and kind == "true")
                or (kind == "inf" and default == INF)
                or (kind == "moment" and "date" in about(function, key))
                or (empty and says_nothing(result))
                or (empty and default in (None, ()) and not isinstance(value, (str, float)))
                or (empty and hasattr(result, "__len__") and not len(result))
                or (kind == "no dictionary" and isinstance(value, dict))
            )
            assert allowed, f"{key}={kind} gave {result!r}"


@named
def test_wrong_values_inside_are_refused_or_left_out(name: str) -> None:
    function = CALCULATIONS[name]
    right = example(function)
    for key, value in right.items():
        if not is_lined(value):
            continue
        for kind, wrong in INSIDE.items():
            what = f"{key} with {kind} inside"
            result = outcome(
                function, {**right, key: replaced(value, min(1, len(value) - 1), wrong)}, what
            )
            if result is REFUSED:
                continue
            if kind in ("nan", "none"):
                assert is_left_out(function, right, key, result), f"{what} gave {result!r}"
            else:
                fits = (
                    (kind == "true" and (of_truths(value) or "Truth values count" in doc(function)))
                    or (kind in ("text", "true", "moment", "complex") and not of_numbers(value))
                    or (of_names(function, key))
                )
                assert fits, f"{what} gave {result!r}"


def of_names(function: Callable[..., Any], key: str) -> bool:
    return bool(re.search(r"\b(ids|names|items|shown)\b", about(function, key)))


def is_left_out(function: Callable[..., Any], right: dict[str, Any], key: str, result: Any) -> bool:
    """Say whether a missing value was left out as the docstring says, or is a documented NaN."""
    words = doc(function)
    length = len(right[key])
    partners = [
        name
        for name, value in right.items()
        if (is_lined(value) or isinstance(value, pd.DataFrame)) and len(value) == length
    ]
    if re.search(r"missing|gap|left out|leave out|censored|dropped|in no span", words):
        for chosen in ([key], partners):
            fewer = {**right, **{each: dropped(right[each], 1) for each in chosen}}
            again = outcome(function, fewer, f"{key} without one")
            if again is not REFUSED and same(result, again):
                return True
    return has_nan(result) and bool(re.search(r"NaN|missing|gap", words))


@named
def test_wrong_tables_are_refused_or_left_out(name: str) -> None:
    function = CALCULATIONS[name]
    right = example(function)
    for key, frame in right.items():
        if not isinstance(frame, pd.DataFrame):
            continue
        result = outcome(function, {**right, key: frame.iloc[:0]}, f"{key} without rows")
        answers = function.__name__ in EMPTY_IS_AN_ANSWER
        nothing = result is REFUSED or says_nothing(result) or not len(result)
        assert answers or nothing, f"empty: {result!r}"
        outcome(function, {**right, key: frame.iloc[:, :0]}, f"{key} without columns")
        twice = frame.set_axis([frame.columns[0]] * frame.shape[1], axis=1)
        if frame.shape[1] > 1 and isinstance(frame.columns[0], str):
            result = outcome(function, {**right, key: twice}, f"{key} with one name for all")
            assert result is REFUSED, result
        for column, (kind, wrong) in itertools.product(frame.columns, INSIDE.items()):
            what = f"{key} with {kind} in {column}"
            cells = replaced(frame[column].astype(object), 1, wrong)
            if kind in ("nan", "none"):
                with contextlib.suppress(TypeError, ValueError):  # whole numbers have no gap
                    cells = cells.astype(frame[column].dtype)
            result = outcome(
                function,
                {**right, key: frame.assign(**{column: cells})}
                if isinstance(column, str)
                else {**right, key: replaced_column(frame, column, cells)},
                what,
            )
            if result is REFUSED:
                continue
            if kind in ("nan", "none"):
                known = {column, function.__name__} & GAP_IS_NONE or is_left_out(
                    function, right, key, result
                )
                assert known, f"{what} gave {result!r}"
            else:
                numbers = pd.api.types.is_numeric_dtype(frame[column])
                unit = column in ("user_id", "event_id")
                truth = kind == "true" and set(frame[column]) <= {0, 1}
                fits = truth or (kind != "inf" and (unit or not numbers))
                assert fits, f"{what} gave {result!r}"


def replaced_column(frame: pd.DataFrame, column: Any, cells: pd.Series) -> pd.DataFrame:
    found = frame.copy()
    found[column] = cells
    return found


@named
def test_series_go_together_by_their_index(name: str) -> None:
    function = CALCULATIONS[name]
    right = example(function)
    lengths = [len(value) for value in right.values() if is_lined(value)]
    lengths += [len(value) for value in right.values() if isinstance(value, pd.DataFrame)]
    together = [
        key
        for key, value in right.items()
        if (is_lined(value) and lengths.count(len(value)) > 1 and key not in ("order", "always"))
    ]
    if len(together) + any(isinstance(value, pd.DataFrame) for value in right.values()) < 2:
        return
    labels = next(
        (list(v.index) for v in right.values() if isinstance(v, (pd.Series, pd.DataFrame))),
        [f"item {place}" for place in range(len(right[together[0]]))] if together else [],
    )
    lined = {
        key: pd.Series(list(right[key]), index=labels[: len(right[key])])
        for key in together
        if len(right[key]) == len(labels)
    }
    usual = function(**{**right, **lined})
    for key, series in lined.items():
        crossed = pd.Series(list(series)[::-1], index=series.index)
        matters = not same(outcome(function, {**right, **lined, key: crossed}, key), usual)
        result = outcome(function, {**right, **lined, key: series.iloc[::-1]}, f"{key} turned")
        led = name.rpartition(".")[2] in LED and key == next(iter(lined))
        assert result is REFUSED or led or same(result, usual), f"{key} by position: {result!r}"
        if matters:
            other = series.set_axis([f"other {place}" for place in range(len(series))])
            result = outcome(function, {**right, **lined, key: other}, f"{key} of others")
            assert result is REFUSED, f"{key} of other items gave {result!r}"


@named
def test_the_order_of_rows_does_not_matter(name: str) -> None:
    function = CALCULATIONS[name]
    if function.__name__ in BY_ORDER:
        return
    right = example(function)
    usual = function(**right)
    for key, frame in right.items():
        if isinstance(frame, pd.DataFrame):
            result = function(**{**right, key: frame.iloc[::-1]})
            assert same(result, usual), f"{key} turned: {result!r} is not {usual!r}"


@pytest.mark.parametrize("module", list(modules()), ids=lambda module: module.__name__)
def test_examples_in_docstrings_say_the_truth(module: Any) -> None:
    flags = doctest.NORMALIZE_WHITESPACE
    assert not doctest.testmod(module, extraglobs={"pd": pd, "np": np}, optionflags=flags).failed

"""The fact sheet: numbered, whole, and there before every answer is."""

from collections import namedtuple

import pandas as pd
import pytest

from course_utils import fact_row, fact_sheet
from course_utils.exercises.facts import OPEN


def test_lines_are_numbered_and_one_without_an_answer_says_so():
    sheet = fact_sheet({"sign-ups": lambda: 12, "rate": lambda: 12 / ..., "plan": lambda: "team"})
    assert sheet.lines == [("F1", "sign-ups", "12"), ("F2", "rate", OPEN), ("F3", "plan", "team")]
    unset = compile("limits", "cell", "eval")
    assert fact_sheet({"rate": lambda: eval(unset, {})}).lines == [("F1", "rate", OPEN)]
    assert repr(sheet).splitlines()[1] == f"F2: rate: {OPEN}"


def test_an_answer_of_another_kind_is_not_called_missing():
    ((_, _, value),) = fact_sheet({"centre": lambda: {"centre": 3}.iloc[0]}).lines
    assert value == (
        "your answer cannot be read here (AttributeError: 'dict' object has no attribute 'iloc')"
    )


def test_a_long_fact_is_shown_whole_and_a_bar_stays_in_its_cell():
    said = "who came | and stayed " * 20
    shown = fact_sheet({said: lambda: "two\nlines"})._repr_markdown_()
    assert (
        shown.splitlines()[2] == f"| F1 | {said.strip().replace('|', chr(92) + '|')} | two lines |"
    )
    assert fact_sheet({})._repr_markdown_().splitlines() == [
        "| line | fact | value |",
        "| --- | --- | --- |",
    ]


@pytest.mark.parametrize(
    "answer",
    [
        pd.DataFrame([{"low": 1, "high": 2}]),
        pd.Series({"low": 1, "high": 2}),
        {"low": 1, "high": 2},
        {"low": [1], "high": [2]},
        [{"low": 1, "high": 2}],
        namedtuple("Range", ["low", "high"])(1, 2),
    ],
)
def test_a_row_is_read_in_each_form_that_a_check_takes(answer):
    assert fact_row(answer)[["low", "high"]].tolist() == [1, 2]


def test_a_row_that_is_not_there_yet_says_so():
    assert fact_sheet({"range": lambda: fact_row(...)["low"]}).lines == [("F1", "range", OPEN)]

"""Orders that a learner makes do not begin in the order that is asked for."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from places import ROOT

from course_utils.exercises import Ranking, load_key

FIXED = [
    (folder.name, name, item)
    for folder in sorted(path.parent for path in (ROOT / "curriculum").glob("*/key.py"))
    for name, item in load_key(folder).all.items()
    if isinstance(item.form, Ranking) and not inspect.signature(item.function).parameters
]


def test_there_are_some() -> None:
    assert FIXED


@pytest.mark.parametrize(("folder", "name", "item"), FIXED)
def test_no_order_begins_as_the_answer(folder: str, name: str, item: Any) -> None:
    shown = [short for short, _ in item.form.items]
    assert shown != list(item.function()), (folder, name)

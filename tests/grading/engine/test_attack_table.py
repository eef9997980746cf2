"""The table of attacks in docs/engine.md: every attack has its class, every class its test."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

import pytest
from places import HOSTILE, ROOT

TEXT = (ROOT / "docs" / "engine.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (.+?) \| (.*?) ?\| (`grading/.+`) \|$", TEXT, re.MULTILINE)
ATTACKS = sorted(
    path.relative_to(HOSTILE).with_suffix("").as_posix() for path in HOSTILE.rglob("*.py")
)


def patterns(row):
    return re.findall(r"`([^`]+)`", row[1])


def test_each_attack_is_of_one_class():
    assert len(ROWS) > 15
    for attack in ATTACKS:
        found = [row[0] for row in ROWS if any(_fits(attack, one) for one in patterns(row))]
        assert len(found) == 1, (attack, found)


def _fits(attack: str, pattern: str) -> bool:
    same = ("/" in attack) == ("/" in pattern)
    return same and fnmatchcase(attack, pattern)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_each_class_has_attacks_and_tests_that_are_there(row):
    for pattern in patterns(row):
        assert any(_fits(attack, pattern) for attack in ATTACKS), pattern
    for test in re.findall(r"`([^`]+)`", row[2]):
        path, _, name = test.partition("::")
        source = (ROOT / "tests" / path).read_text(encoding="utf-8")
        assert re.search(rf"^def {name or 'test_'}", source, re.MULTILINE), test

"""What hints and messages of lesson 13 name is there to be called."""

from __future__ import annotations

import re

from places import ROOT

from course_utils.lessons import risk as explore
from course_utils.toolkit import risk

HERE = ROOT / "curriculum" / "13_risk"


def test_every_call_that_the_lesson_names_is_there():
    for name in ("key.py", "assignment.py", "lesson.py"):
        text = (HERE / name).read_text()
        for module, prefix in ((explore, "explore"), (risk, "risk")):
            called = set(re.findall(rf"\b{prefix}\.(\w+)\(", text))
            called |= set(re.findall(rf"`{prefix}\.(\w+)", text))
            assert not [each for each in sorted(called) if not hasattr(module, each)]

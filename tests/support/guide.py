"""The instructor's guide, as commands to be followed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from places import ROOT

GUIDE = ROOT / "docs" / "instructor.md"
SKILL = "sample"
"""In the place of the guide's assignment."""


def commands() -> Iterator[str]:
    """Yield the guide's commands, in order."""
    for block in re.findall(r"```sh\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL):
        yield from block.strip().splitlines()

"""What runs of grading and collecting note beside their logs, for whoever asks later how things stand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from course_utils import files

STAGING = Path(".pmlab") / "grading"
"""In the course's folder: where unfinished work, logs and notes stand, by assignment."""
FAILED, REFUSED, MENDED = "failed", "refused", "mended"


def note(root: Path, assignment: str, what: str, sentences: Mapping[str, str]) -> None:
    """Keep a sentence for each name, in the place of those before; without any, nothing is kept."""
    path = _path(root, assignment, what)
    if sentences:
        files.write_json(path, dict(sentences), files.PRIVATE)
    else:
        path.unlink(missing_ok=True)


def noted(root: Path, assignment: str, what: str) -> dict[str, str]:
    """Return what was noted last; nothing where it cannot be read."""
    try:
        text = _path(root, assignment, what).read_text(encoding="utf-8")
        return {str(name): str(words) for name, words in json.loads(text).items()}
    except (OSError, ValueError, AttributeError):
        return {}


def _path(root: Path, assignment: str, what: str) -> Path:
    return root / STAGING / assignment / f"{what}.json"

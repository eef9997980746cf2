"""Lesson 4: an interview with somebody who is kind, a journey on evidence, coders who differ."""

from __future__ import annotations

from pathlib import Path


def sheet(name: str) -> str:
    """Return the style sheet of one widget, to stand after the common one."""
    return (Path(__file__).parents[1] / "browser" / f"{name}.css").read_text(encoding="utf-8")

"""Moments as an instructor types them."""

from __future__ import annotations

from datetime import UTC, datetime

from course_utils.grading.desk.settings import CannotRun


def utc(text: str) -> datetime:
    """Return a moment in UTC; without an offset, it is meant by this machine's clock.

    Raises
    ------
    CannotRun
        If it is none.
    """
    try:
        return datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None)
    except ValueError:
        raise CannotRun(
            f"{text!r} is no moment: write 2026-10-02T18:00, by this machine's clock, or "
            "2026-10-02T18:00+02:00."
        ) from None

"""Kitewell's time: seconds since 2023-07-01 00:00 UTC, days, months, time zones, rhythm."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from .streams import Array, Ints, at

START = datetime(2023, 7, 1, tzinfo=UTC)
EXTRACT = datetime(2026, 7, 1, tzinfo=UTC)
EPOCH = int(START.timestamp())
DAY = 86_400
DAYS = (EXTRACT - START).days
END = DAYS * DAY
DATES = [START.date() + timedelta(days=i) for i in range(DAYS + 1)]


def day_of(year: int, month: int, day: int) -> int:
    """Day number of a date; day 0 is 2023-07-01."""
    return (date(year, month, day) - START.date()).days


def iso_date(day: int) -> str:
    """Date of a day number, as ISO 8601 writes it."""
    return DATES[day].isoformat()


def iso_moment(second: int) -> str:
    """Moment of a second since the start, as ISO 8601 writes it."""
    return (START + timedelta(seconds=int(second))).isoformat()


MONTHS = np.array([i for i, d in enumerate(DATES) if d.day == 1], dtype=np.int64)
"""First day of each month, the month of the extract included."""
MONTH = np.array([(d.year - 2023) * 12 + d.month - 7 for d in DATES], dtype=np.int64)
QUARTER = MONTH // 3
WEEKDAY = np.array([d.weekday() for d in DATES], dtype=np.int64)

ZONES = {
    "America/New_York": (-300, "us"),
    "America/Chicago": (-360, "us"),
    "America/Los_Angeles": (-480, "us"),
    "America/Toronto": (-300, "us"),
    "America/Vancouver": (-480, "us"),
    "America/Sao_Paulo": (-180, ""),
    "Europe/London": (0, "eu"),
    "Europe/Dublin": (0, "eu"),
    "Europe/Berlin": (60, "eu"),
    "Europe/Paris": (60, "eu"),
    "Europe/Amsterdam": (60, "eu"),
    "Europe/Madrid": (60, "eu"),
    "Europe/Stockholm": (60, "eu"),
    "Europe/Warsaw": (60, "eu"),
    "Asia/Kolkata": (330, ""),
    "Asia/Singapore": (480, ""),
    "Asia/Tokyo": (540, ""),
    "Australia/Sydney": (600, "au"),
}
"""Minutes east of UTC in winter, and the rule of summer time. Written out, because the zone
database differs between machines and the values must not."""


def _sunday(year: int, month: int, nth: int) -> date:
    if nth < 0:
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() + 1) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(6 - first.weekday()) % 7 + 7 * (nth - 1))


def _summer(day: date, rule: str) -> bool:
    year = day.year
    if rule == "us":
        return _sunday(year, 3, 2) <= day < _sunday(year, 11, 1)
    if rule == "eu":
        return _sunday(year, 3, -1) <= day < _sunday(year, 10, -1)
    if rule == "au":
        return not _sunday(year, 4, 1) <= day < _sunday(year, 10, 1)
    return False


def _offsets() -> NDArray[np.int64]:
    rules = {rule: np.array([_summer(d, rule) for d in DATES]) for rule in ("us", "eu", "au", "")}
    return np.stack([(base + 60 * rules[rule]) * 60 for base, rule in ZONES.values()])


OFFSET = _offsets()
"""Seconds east of UTC, by zone and local day (as it holds in the hours people work)."""


def to_utc(zone: Array, local_day: Array, local_second: Array) -> Ints:
    """UTC seconds of a local day and second of day."""
    clipped = np.minimum(local_day, DAYS)
    return local_day * np.int64(DAY) + local_second - OFFSET[zone, clipped]


def local_day(zone: Array, seconds: Array) -> Ints:
    """Local day number of UTC seconds."""
    day = np.clip(seconds // DAY, 0, DAYS)
    return np.clip((seconds + OFFSET[zone, day]) // DAY, 0, DAYS)


_HOURS = (0, 0, 0, 0, 0, 1, 4, 14, 45, 82, 90, 84, 52, 70, 84, 86, 74, 50, 27, 16, 13, 11, 6, 1)


def _working_hours() -> Ints:
    edges = np.concatenate([[0], np.cumsum(_HOURS)])
    slots = (np.arange(4096, dtype=np.int64) * 2 + 1) * edges[-1]
    hour = np.searchsorted(edges * 8192, slots, side="right") - 1
    inside = (slots - edges[hour] * 8192) * 3600 // (np.array(_HOURS)[hour] * 8192)
    return hour * 3600 + inside


WORKING = _working_hours()


def second_of_day(u32: Array) -> Ints:
    """Local second of the day at which people use a work tool, from 32-bit uniforms."""
    return at(WORKING, u32) + (u32 & np.uint32(7))


def _season(day: date) -> int:
    mark = (day.month, day.day)
    if mark >= (12, 22) or mark <= (1, 1):
        return 330
    if mark in ((5, 1), (7, 4), (12, 21), (1, 2)):
        return 700
    return {7: 930, 8: 860, 12: 960, 9: 1020, 10: 1020}.get(day.month, 1000)


SEASON = np.array([_season(d) for d in DATES], dtype=np.int64)
"""Activity by season, in thousandths."""
USE_BY_WEEKDAY = np.array([1000, 1040, 1030, 1000, 870, 115, 130], dtype=np.int64)
JOIN_BY_WEEKDAY = np.array([1000, 1060, 1040, 980, 820, 260, 290], dtype=np.int64)


def workday(days: Array, stubborn: Array) -> Ints:
    """Move weekend days to the following Monday, except where `stubborn`."""
    weekday = WEEKDAY[np.clip(days, 0, DAYS)]
    move = np.where(weekday >= 5, 7 - weekday, 0)
    return days + np.where(stubborn, 0, move)

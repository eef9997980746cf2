"""What is true of a whole company: dates and day-to-day weather, from its seed alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from . import clock
from .parameters import Parameters
from .streams import Ints, Stream

CAMPAIGN_DAY = clock.day_of(2026, 4, 1)
GUIDED_DAY = clock.day_of(2026, 1, 1)


@dataclass(frozen=True)
class Facts:
    """Company-wide facts; the same for every block.

    All dates are day numbers (day 0 is 2023-07-01); a release happens at 10:00 UTC.
    """

    parameters: Parameters

    def _draw(self, purpose: str, bound: int) -> int:
        return int(Stream(self.parameters.seed, 0, f"facts/{purpose}").below(1, bound)[0])

    @cached_property
    def silent_day(self) -> int:
        """The Saturday or Sunday of June 2026 on which Kitewell was read-only."""
        weekends = [clock.day_of(2026, 6, day) for day in (6, 7, 13, 14, 20, 21)]
        return weekends[self._draw("silent", len(weekends))]

    @cached_property
    def bot_day(self) -> int:
        """First day of the automated users, in April 2026."""
        return clock.day_of(2026, 4, 6) + self._draw("bots", 15)

    @cached_property
    def release_day(self) -> int:
        """Day in May 2026 of the Android release that counts each viewed report twice."""
        return clock.day_of(2026, 5, 5) + self._draw("release", 15)

    @cached_property
    def release_second(self) -> int:
        """Moment of that release."""
        return self.release_day * clock.DAY + 10 * 3600

    @cached_property
    def silent_span(self) -> tuple[int, int]:
        """First second of the silent day, and of the day after."""
        return self.silent_day * clock.DAY, (self.silent_day + 1) * clock.DAY

    @cached_property
    def demand_noise(self) -> Ints:
        """Thousandths by which sign-ups differ from the trend, day by day and week by week."""
        days = Stream(self.parameters.seed, 0, "facts/demand").below(clock.DAYS + 1, 301)
        weeks = Stream(self.parameters.seed, 0, "facts/demand weeks").below(
            clock.DAYS // 7 + 2, 161
        )
        week = np.arange(clock.DAYS + 1) // 7
        return (850 + days) * (920 + weeks[week]) // 1000

    @cached_property
    def use_noise(self) -> Ints:
        """Thousandths by which activity differs from season and weekday."""
        days = Stream(self.parameters.seed, 0, "facts/use").below(clock.DAYS + 1, 101)
        return 950 + days

    def bots(self, accounts: int, first: bool) -> int:
        """Automated users among a block's accounts; the first block has some whatever its size."""
        rate = self.parameters.bots
        return max(3 if first and rate else 0, round(rate * accounts))

    def shift(self, seconds: Ints) -> Ints:
        """Move what falls on the silent day to the same time a day later."""
        start, stop = self.silent_span
        return np.where((seconds >= start) & (seconds < stop), seconds + clock.DAY, seconds)

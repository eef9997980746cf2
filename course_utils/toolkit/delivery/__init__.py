"""Agile delivery and flow: times, queues, forecasts, plans, deployments.

Conventions: an item is a row of a table with the moments at which it was started and finished, a
time is in days unless another unit is said, a share or a chance is a fraction, a percentile states
its method, and time stamps have a time zone and are read in UTC. Something that has not finished has
no finish: its moment is missing. Bad input raises ``ValueError`` or ``TypeError`` with a sentence
that says what to pass instead. No function changes what it is given.
"""

from __future__ import annotations

from typing import Any

from course_utils.toolkit._folder import public


def __getattr__(name: str) -> Any:
    return public(__name__, __path__, globals(), name)

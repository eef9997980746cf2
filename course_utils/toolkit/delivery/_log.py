"""How a board's log is read: when items were started and finished."""

from __future__ import annotations

from typing import Any

import numpy as np

from course_utils.toolkit.common import checks, spans

__all__: list[str] = []  # for those who write calculations

DAY = np.timedelta64(1, "D")


def moments(items: Any, started: Any, finished: Any) -> tuple[Any, Any]:
    """Return both moments as naive UTC, NaT where they have not come; what cannot be is refused."""
    checks.need_columns(items, [started, finished], "items")
    if started == finished:
        raise ValueError("A start and a finish need two different columns: name both.")
    for name in (started, finished):
        spans.need_zone(items[name], name)
    began, ended = (items[name].to_numpy("datetime64[us]") for name in (started, finished))
    for wrong, said in (
        (ended < began, f"{finished} lies before {started}"),
        (~np.isnat(ended) & np.isnat(began), f"{finished} is known and {started} is missing"),
    ):
        if wrong.any():
            raise ValueError(
                f"{said} in {int(wrong.sum())} rows, first in row {items.index[wrong][0]!r}. "
                "Repair them, or leave those items out."
            )
    return began, ended

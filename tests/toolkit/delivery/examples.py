"""A right call of each calculation of delivery that shows none in its docstring."""

import pandas as pd

from course_utils.toolkit.common import Interval
from course_utils.toolkit.delivery import how_many, when


def days(*days: int) -> pd.DatetimeIndex:
    return pd.to_datetime([f"2026-06-{day:02d} 10:00" if day else None for day in days], utc=True)


ITEMS = pd.DataFrame({"started_at": days(1, 3, 4, 8), "finished_at": days(3, 9, 0, 12)})
WRITTEN = pd.DataFrame({"created_at": days(1, 1, 2, 5)}).join(ITEMS)
JUNE = {"items": ITEMS, "start": "2026-06-01", "end": "2026-06-15"}
CHANGES = pd.DataFrame(
    {
        "committed_at": days(1, 2, 4, 6),
        "deployed_at": days(2, 2, 5, 9),
        "failed": [True, True, False, True],
        "restored_at": days(3, 3, 0, 0),
        "release": ["a", "a", "b", "c"],
    }
)

EXAMPLES = {
    "cycle_times": {"items": ITEMS, "method": "elapsed"},
    "item_ages": {"items": ITEMS, "as_of": "2026-06-10", "method": "elapsed"},
    "throughput": {**JUNE, "items": ITEMS[["finished_at"]]},
    "cumulative_flow": {**JUNE, "items": WRITTEN},
    "percentile": {"values": [3.0, 1.0, 8.0, 5.0], "share": 0.8, "method": "linear"},
    "service_level": {"times": [3.0, 1.0, 8.0, 5.0, 2.0], "share": 0.5, "confidence": 0.5},
    "service_level_kept": {"times": [3.0, 1.0, 8.0], "days": 5.0},
    "flow_efficiency": {"active": [1.0, 2.0, 3.0], "total": [2.0, 9.0, 4.0]},
    "flow_check": {**JUNE, "tolerance": 0.3},
    "littles_law": {"wip": 12.0, "throughput": 3.0},
    "how_many": {"history": [3, 0, 5], "periods": 3},
    "how_many_drawn": {"history": [3, 0, 5], "periods": 3, "n": 50, "seed": 2},
    "when": {"history": [3, 0, 5], "items": 9},
    "when_drawn": {"history": [3, 0, 5], "items": 9, "n": 50, "seed": 2},
    "at_least": {"chances": how_many([3, 0, 5], 3), "confidence": 0.8},
    "at_most": {"chances": when([3, 0, 5], 9), "confidence": 0.8},
    "velocity_range": {"velocities": [34.0, 27.0, 31.0, 40.0, 22.0, 30.0], "confidence": 0.8},
    "sprints_needed": {"points": 120.0, "velocity": Interval(30.5, 27.0, 36.0)},
    "burndown": {"scope": 40.0, "done": [5.0, 8.0, 6.0], "added": [0.0, 7.0, -2.0]},
    "all_on_time": {"chances": [0.9, 0.8, 0.95]},
    "pert_sum": {"low": [1.0, 2.0], "mode": [2.0, 4.0], "high": [3.0, 12.0]},
    "dora": {
        "changes": CHANGES,
        "start": "2026-06-01",
        "end": "2026-06-15",
        "deployment": "release",
        "confidence": 0.9,
    },
}
LED_BY_THE_FIRST = {"burndown": "periods come in the order of what was done in them"}
EMPTY_IS_AN_ANSWER = dict.fromkeys(
    ("throughput", "cumulative_flow", "flow_check", "dora"), "nothing was begun, nothing finished"
)
GAP_IS_NONE = {"created_at", "started_at", "finished_at", "restored_at", "committed_at"}

"""A right call of each calculation of prioritisation that shows none in its docstring."""

import pandas as pd

from course_utils.toolkit import prioritisation as p

ITEMS = ["a", "b", "c"]
VALUE = pd.Series([5.0, 8.0, 3.0], index=ITEMS)
EFFORT = pd.Series([2.0, 4.0, 1.0], index=ITEMS)
JOBS = pd.DataFrame(
    {
        "duration": [2.0, 1.0, 4.0],
        "cost_of_delay": [10.0, 30.0, 25.0],
        "due": [None, 2.0, 6.0],
        "penalty": [None, 50.0, None],
        "late_cost": [None, 5.0, 7.0],
    },
    index=ITEMS,
)
MARKS = pd.DataFrame({"reach": [9.0, 5.0, 2.0], "ease": [2.0, 8.0, 9.0], "fit": [4.0, 4.0, 6.0]})
MARKS.index = pd.Index(ITEMS)
WEIGHTS = {"reach": 3.0, "ease": 2.0, "fit": 1.0}
PAIR = {"functional": [1, 2, 1, 3], "dysfunctional": [5, 5, 3, 4]}
DRAWS = pd.DataFrame({"a": [1.0, 4.0, 2.0], "b": [2.0, 3.0, 5.0]})

EXAMPLES = {
    "best_order": {"jobs": JOBS, "needs": {"a": ["c"]}},
    "by_score": {"scores": [3.0, 9.0, 5.0]},
    "cd3": {"cost_of_delay": [10.0, 30.0, 25.0], "duration": [2.0, 1.0, 4.0]},
    "delay_cost": {"jobs": JOBS, "order": ITEMS},
    "delay_table": {"jobs": JOBS, "order": ITEMS},
    "draws": {
        "low": [1.0, 2.0, 0.0],
        "mode": [2.0, 5.0, 3.0],
        "high": [4.0, 9.0, 8.0],
        "n": 10,
        "seed": 1,
        "shape": "pert",
    },
    "greedy": {"value": VALUE, "effort": EFFORT, "capacity": 5.0, "needs": {"b": ["c"]}},
    "in_person_months": {"effort": [3.0, 8.0], "unit": "weeks"},
    "kano": {**PAIR, "alpha": 0.05},
    "kano_answers": PAIR,
    "least_bend": {"criteria": MARKS, "weights": WEIGHTS, "item": "c"},
    "lint_criterion": {"text": "Given a list\nWhen I sort it\nThen the first is the newest"},
    "lint_story": {"text": "As a team owner, I want to export tasks, so that I can bill them."},
    "lognormal": {"low": 2.0, "high": 9.0, "confidence": 0.9},
    "moscow": {"labels": ["Must", "Should", "Could"], "effort": [5.0, 3.0, 2.0]},
    "outranks": {"a": p.three_point(1, 4, 6), "b": p.three_point(2, 3, 9)},
    "per_quarter": {"reach": [100.0, 250.0], "period": ["month", "week"]},
    "quadrants": {
        "value": [5.0, 8.0, 3.0],
        "effort": [2.0, 4.0, 1.0],
        "value_line": 5.0,
        "effort_line": 2.0,
    },
    "rank_shares": {"scores": DRAWS},
    "ranks": {"scores": [3.0, 9.0, 5.0]},
    "rice": {
        "reach": [100.0, 50.0, 900.0],
        "impact": [1.0, 3.0, 0.5],
        "confidence": [0.8, 1.0, 0.5],
        "effort": [2.0, 1.0, 4.0],
        "period": "quarter",
        "unit": ["months", "weeks", "months"],
    },
    "rival_orders": {"jobs": JOBS, "value": [5.0, 8.0, 3.0]},
    "select": {
        "value": VALUE,
        "effort": EFFORT,
        "capacity": 5.0,
        "needs": {"b": ["c"]},
        "always": ["a"],
    },
    "three_point": {"low": 1.0, "mode": 2.0, "high": 5.0, "shape": "triangular"},
    "top_shares": {"scores": DRAWS, "k": 1},
    "weighted_scores": {"criteria": MARKS, "weights": WEIGHTS},
    "winning_weights": {
        "criteria": MARKS,
        "weights": WEIGHTS,
        "item": "b",
        "criterion": "reach",
        "fixed": ["fit"],
    },
    "wsjf": {
        "value": [1, 8, 3],
        "urgency": [2, 1, 5],
        "opportunity": [1, 1, 13],
        "size": [1, 3, 2],
    },
}

BY_ORDER = {"rival_orders": "first in, first out is the order of the table"}
LED_BY_THE_FIRST = {
    "draws": "columns stand in the order of the first",
    "greedy": "items stand in the order of the value",
    "select": "items stand in the order of the value",
}
GAP_IS_NONE = ("penalty", "late_cost")

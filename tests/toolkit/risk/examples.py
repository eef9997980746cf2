"""A right call of each calculation of risk that shows none in its docstring."""

import pandas as pd

from course_utils.toolkit.risk import BURN_RULES

PAYOFFS = pd.DataFrame(
    {"strong": [8.0, 14.0, 20.0], "weak": [7.0, 5.0, -9.0]}, index=["small", "medium", "large"]
)
CHANCES = {"strong": 0.8, "weak": 0.2}
REPORT = pd.DataFrame({"good": [0.9, 0.25], "bad": [0.1, 0.75]}, index=pd.Index(["strong", "weak"]))
RANGES = {"low": [10.0, 50.0, 5.0], "mode": [20.0, 80.0, 9.0], "high": [60.0, 200.0, 30.0]}
RISKS = pd.DataFrame({"probability": [0.2, 0.05], "impact": [1000.0, 9000.0]}, index=["a", "b"])
RESPONSES = pd.DataFrame(
    {
        "risk": ["a", "a", "b"],
        "response": ["x", "y", "x"],
        "cost": [50.0, 10.0, 900.0],
        "probability": [0.05, 0.15, 0.01],
        "impact": [1000.0, 900.0, 9000.0],
    }
)
LOG = pd.DataFrame(
    {
        "at": pd.date_range("2026-06-01", periods=4, freq="10min", tz="UTC"),
        "bad": [0.0, 30.0, 20.0, 0.0],
        "total": [1000.0, 1000.0, 900.0, 800.0],
    }
)
DOWN = pd.DataFrame(
    {
        "started_at": pd.to_datetime(["2026-06-01", "2026-06-04", "2026-06-09"], utc=True),
        "restored_at": pd.to_datetime(["2026-06-02", "2026-06-05", None], utc=True),
    }
)
TASKS = pd.DataFrame(RANGES, index=["design", "build", "legal"])

EXAMPLES = {
    "exposure": {"probability": [0.1, 0.5, 0.2], "impact": [1000.0, 300.0, 50.0]},
    "loss_distribution": {"probability": [0.1, 0.5, 0.2], "impact": [1000.0, 300.0, 50.0]},
    "simulate_losses": {
        "probability": [0.5, 0.3, 0.9],
        **RANGES,
        "dependence": 0.3,
        "n": 40,
        "seed": 3,
    },
    "emv": {"payoffs": PAYOFFS, "chances": CHANCES},
    "maximin": {"payoffs": PAYOFFS},
    "maximax": {"payoffs": PAYOFFS},
    "hurwicz": {"payoffs": PAYOFFS, "optimism": 0.4},
    "laplace": {"payoffs": PAYOFFS},
    "regrets": {"payoffs": PAYOFFS},
    "minimax_regret": {"payoffs": PAYOFFS},
    "evpi": {"payoffs": PAYOFFS, "chances": CHANCES},
    "evsi": {"payoffs": PAYOFFS, "chances": CHANCES, "accuracy": REPORT},
    "response_table": {"risks": RISKS, "responses": RESPONSES},
    "rpn": {"severity": [8, 2, 5], "occurrence": [2, 8, 4], "detection": [3, 3, 9]},
    "heat_map_score": {
        "probability": [0.2, 0.7, 0.6],
        "impact": [900.0, 100.0, 800.0],
        "probability_edges": [0.3, 0.6],
        "impact_edges": [500.0],
    },
    "rank_reversals": {"score": [4.0, 2.0, 3.0], "truth": [10.0, 30.0, 5.0]},
    "burn_alerts": {"log": LOG, "target": 0.999, "rules": list(BURN_RULES)},
    "reliability": {"incidents": DOWN, "start": "2026-06-01", "end": "2026-06-11"},
    "schedule": {
        "tasks": TASKS,
        "needs": {"build": ["design"]},
        "n": 40,
        "seed": 2,
    },
    "reference_class": {
        "estimated": [10.0, 20.0, 5.0, 8.0],
        "actual": [12.0, 21.0, 9.0, 8.0],
        "confidence": 0.7,
        "sureness": 0.5,
    },
    "brier": {"chances": [0.9, 0.6, 0.2], "happened": [True, False, False]},
    "brier_parts": {"chances": [0.9, 0.6, 0.6], "happened": [True, False, True]},
    "log_score": {"chances": [0.9, 0.6, 0.2], "happened": [True, False, False]},
}
BY_ORDER = {
    "schedule": "futures are drawn task by task in the order of the table",
    "response_table": "rows come in the order of the tables",
}
LED_BY_THE_FIRST = {
    "rank_reversals": "pairs come in the order of the scores",
    "simulate_losses": "futures are drawn risk by risk in the order of the first",
}
EMPTY_IS_AN_ANSWER = {"reliability": "without incidents all was well", "response_table": "accepted"}
GAP_IS_NONE = {"restored_at"}

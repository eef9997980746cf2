"""A right call of each calculation of experiments that shows none in its docstring."""

import pandas as pd


def days(*days: int) -> pd.DatetimeIndex:
    return pd.to_datetime([f"2026-06-{day:02d}" for day in days], utc=True)


LOG = pd.DataFrame(
    {
        "user_id": [1, 2, 3, 4, 5],
        "variant": ["control", "treatment", "control", "treatment", "treatment"],
        "assigned_at": days(1, 1, 2, 2, 3),
        "exposed_at": days(2, 3, 4, 5, 6),
        "converted_at": days(4, 5, 6, 7, 8),
    }
)
PEOPLE = pd.DataFrame(
    {
        "value": [3.0, 5.0, 2.0, 6.0, 4.0, 7.0, 9.0, 5.0, 8.0, 7.0],
        "before": [2.0, 4.0, 2.5, 5.0, 3.0, 4.0, 7.0, 3.5, 5.0, 6.0],
        "visits": [1.0, 2.0, 1.0, 3.0, 2.0, 2.0, 4.0, 2.0, 3.0, 1.0],
        "account": ["a", "a", "b", "b", "c", "d", "d", "e", "e", "f"],
        "variant": ["control"] * 5 + ["treatment"] * 5,
        "got": [0] * 5 + [1] * 5,
    }
)
ARMS = {"control": (40, 400), "treatment": (52, 410)}
RATIO = {
    "frame": PEOPLE[["value", "visits", "account", "variant"]],
    "numerator": "value",
    "denominator": "visits",
    "unit": "account",
    "variant": "variant",
    "control": "control",
    "confidence": 0.9,
}

EXAMPLES = {
    "always_valid_interval": {
        "difference": 0.05,
        "standard_error": 0.01,
        "tau": 0.03,
        "confidence": 0.9,
    },
    "bootstrap_ratio_difference": {**RATIO, "samples": 200, "seed": 1},
    "chance_better": {**ARMS, "prior": (2.0, 8.0)},
    "chi_square": {"table": [[48, 32, 5], [56, 14, 3]]},
    "compare_rates": {**ARMS, "pooled": True, "confidence": 0.9},
    "crossing_chances": {"bounds": [2.8, 1.98], "information": [0.5, 1.0], "drift": 2.8},
    "cuped": {
        "frame": PEOPLE[["value", "before", "variant"]],
        "outcome": "value",
        "before": "before",
        "variant": "variant",
        "control": "control",
        "confidence": 0.9,
        "missing": "refuse",
    },
    "difference_in_differences": {
        "frame": PEOPLE[["before", "value", "got", "account"]],
        "before": "before",
        "after": "value",
        "treated": "got",
        "unit": "account",
        "confidence": 0.9,
    },
    "expected_loss": {**ARMS, "prior": (2.0, 8.0)},
    "exposed_units": {
        "assignments": LOG,
        "unit": "user_id",
        "variant": "variant",
        "assigned_at": "assigned_at",
        "exposed_at": "exposed_at",
        "outcome_at": "converted_at",
    },
    "means_mde": {"sd": 2.5, "control": 60, "treatment": 50, "alpha": 0.05, "power": 0.8},
    "means_power": {
        "sd": 2.5,
        "effect": 0.2,
        "control": 60,
        "treatment": 50,
        "relative_to": 4.0,
        "alpha": 0.05,
    },
    "means_sample_size": {
        "sd": 2.5,
        "effect": 0.2,
        "relative_to": 4.0,
        "alpha": 0.05,
        "power": 0.8,
        "ratio": 2.0,
        "method": "t",
    },
    "miller_risk": {"planned": 100, "two_sided": True, "share": 0.55},
    "miller_rule": {"control": 30, "treatment": 41, "planned": 100, "two_sided": False},
    "noninferiority": {
        "control": (800, 1000),
        "treatment": (795, 1000),
        "margin": 0.05,
        "alpha": 0.025,
        "higher_is_better": True,
    },
    "noninferiority_power": {
        "rate": 0.1,
        "margin": 0.05,
        "control": 600,
        "treatment": 580,
        "alpha": 0.025,
    },
    "peeking_risk": {"looks": 5, "alpha": 0.05},
    "pocock": {"looks": 3, "alpha": 0.05},
    "obrien_fleming": {"looks": 3, "alpha": 0.05},
    "rates_mde": {
        "base": 0.2,
        "control": 400,
        "treatment": 300,
        "alpha": 0.05,
        "power": 0.8,
        "method": "pooled",
    },
    "rates_power": {
        "base": 0.2,
        "effect": 0.5,
        "control": 40,
        "treatment": 30,
        "relative": True,
        "alpha": 0.05,
        "method": "exact",
    },
    "rates_sample_size": {
        "base": 0.2,
        "effect": 0.5,
        "relative": True,
        "alpha": 0.05,
        "power": 0.8,
        "ratio": 2.0,
        "method": "pooled",
    },
    "ratio_difference": RATIO,
    "sample_ratio": {
        "people": {"control": 500, "treatment": 560},
        "shares": {"control": 0.5, "treatment": 0.5},
    },
    "spending_bounds": {"information": [0.5, 1.0], "alpha": 0.05, "spending": "pocock"},
}

LED_BY_THE_FIRST = {
    "always_valid_p": "the order of the looks",
    "crossing_chances": "the order of the looks",
}
BY_ORDER = {"exposed_units": "rows come back in the given order"}

"""A right call of each calculation of research that shows none in its docstring."""

import pandas as pd

CODES = {"first": ["a", "b", "a", "c", "b"], "second": ["a", "a", "b", "c", "b"]}
SHEET = pd.DataFrame(
    [
        [5, 1, 4, 2, 5, 1, 4, 2, 5, 1],
        [3, 2, 4, 4, 2, 3, 4, 2, 3, 3],
        [4, 2, 4, 2, 4, 2, 4, 2, 4, 2],
    ],
    columns=[f"q{item}" for item in range(1, 11)],
    dtype=float,
)

EXAMPLES = {
    "cluster_agreement": {
        "first": {"one": "x", "two": "x", "three": "y"},
        "second": {"one": "a", "two": "b", "three": "b"},
    },
    "cohen_kappa": {**CODES, "weights": "linear", "categories": ["a", "b", "c"]},
    "completion_estimate": {"completed": 4, "tested": 5},
    "completion_interval": {
        "completed": 4,
        "tested": 5,
        "confidence": 0.95,
        "method": "adjusted",
    },
    "confusion": {**CODES, "categories": ["a", "b", "c"]},
    "contrast_in_words": {"ratio": 4.5},
    "contrast_ratio": {"text": "#777777", "background": "#ffffff"},
    "design_weights": {
        "sample": {"free": 30.0, "paid": 70.0},
        "population": {"free": 600.0, "paid": 400.0},
    },
    "discovery_rate": {"seen": pd.DataFrame([[1, 0, 1], [1, 1, 0]]), "adjust": "both"},
    "effective_size": {"weights": [1.0, 2.0, 0.5]},
    "fleiss_kappa": {"counts": pd.DataFrame([[3, 0], [3, 0], [0, 3], [1, 2]])},
    "kappa_of_table": {"table": pd.DataFrame([[20, 5], [10, 15]])},
    "krippendorff_alpha": {
        "ratings": pd.DataFrame([[1.0, 1.0, 2.0], [3.0, 3.0, 3.0], [2.0, 1.0, 2.0]]),
        "level": "interval",
    },
    "margin_of_error": {"answers": 400, "share": 0.5, "confidence": 0.95, "population": 9000},
    "nonresponse_bounds": {"said_yes": 30, "answered": 60, "asked": 100},
    "passes_contrast": {"text": "#777", "background": "#fff", "level": "AA", "large": False},
    "percent_agreement": CODES,
    "problems_found": {"rate": [0.3, 0.1], "users": 5},
    "rank_severity": {"ratings": pd.DataFrame([[1.0, 2.0], [4.0, 3.0]], index=["p", "q"])},
    "relative_luminance": {"colour": "#1559b7"},
    "survey_size": {
        "margin": 0.05,
        "population": 5000,
        "share": 0.5,
        "confidence": 0.95,
        "response": 0.3,
        "design_effect": 1.2,
    },
    "sus": {"answers": SHEET, "confidence": 0.95},
    "sus_scores": {"answers": SHEET},
    "sus_test": {"answers": SHEET, "benchmark": 68.0, "alternative": "two-sided"},
    "task_time": {"seconds": [30.0, 55.0, 41.0], "confidence": 0.95},
    "users_needed": {"rate": 0.31, "goal": 0.85},
    "weighted_share": {
        "said_yes": [True, False, True, False],
        "weights": [1.0, 2.0, 0.5, 1.5],
        "confidence": 0.95,
    },
}

GAP_IS_NONE = ("krippendorff_alpha", "rank_severity")  # the other ratings of the row count

"""A right call of each calculation of retention that shows none in its docstring."""

import pandas as pd

from course_utils.toolkit.retention import BGNBD, SBG, GammaGamma, ParetoNBD


def days(*days: int) -> pd.DatetimeIndex:
    return pd.to_datetime([f"2026-06-{day:02d}" for day in days], utc=True)


USERS = pd.DataFrame({"user_id": [1, 2, 3], "signed_up_at": days(1, 2, 3), "plan": list("aab")})
EVENTS = pd.DataFrame({"user_id": [1, 2, 3, 1], "occurred_at": days(3, 4, 9, 20)})
PEOPLE = {"users": USERS, "events": EVENTS, "as_of": "2026-07-01", "by": "plan", "clock": "elapsed"}
MONTHS = pd.to_datetime(["2026-01-10", "2026-01-20", "2026-02-05", "2026-02-15"], utc=True)
CUSTOMERS = pd.DataFrame({"since": MONTHS, "until": [pd.NaT, MONTHS[2], pd.NaT, pd.NaT]})
DATED = {"customers": CUSTOMERS, "as_of": "2026-05-01", "start": "since", "end": "until"}
MOVEMENTS = pd.DataFrame(
    {"account_id": ["a", "b", "a"], "mrr_change": [100, 40, -100], "occurred_at": days(1, 3, 9)}
)
CURVE = pd.DataFrame(
    {"survival": [1.0, 0.75, 0.375], "low": [1.0, 0.2, 0.1], "high": [1.0, 0.9, 0.7]},
    index=[0.0, 1.0, 3.0],
)
TRIANGLE = pd.DataFrame([[20.0, 15.0, 12.0], [30.0, 21.0, None]])
HISTORY = {"frequency": [2, 0, 7], "recency": [30.4, 0.0, 29.4], "age": [38.9, 38.9, 38.9]}
MANY = {
    "frequency": [2, 0, 7, 1, 0, 3, 1, 0, 0, 5, 2, 0],
    "recency": [30.4, 0, 29.4, 5.0, 0, 20.1, 1.7, 0, 0, 24.4, 10.1, 0],
    "age": [38.9, 38.9, 38.9, 38.0, 37.0, 36.5, 36.0, 35.1, 34.0, 33.3, 32.0, 31.1],
}
LENGTHS = {"durations": [5.0, 3.0, 9.0, 4.0], "left": [True, False, True, True]}
BUYERS = BGNBD(0.243, 4.414, 0.793, 2.426)
DROPPERS = ParetoNBD(0.553, 10.578, 0.606, 11.669)

EXAMPLES = {
    "bgnbd_fit": MANY,
    "bgnbd_log_likelihood": {"model": BUYERS, **HISTORY},
    "bgnbd_alive": {"model": BUYERS, **HISTORY},
    "bgnbd_purchases": {"model": BUYERS, **HISTORY, "time": 39.0},
    "pareto_nbd_fit": MANY,
    "pareto_nbd_log_likelihood": {"model": DROPPERS, **HISTORY},
    "pareto_nbd_alive": {"model": DROPPERS, **HISTORY},
    "pareto_nbd_purchases": {"model": DROPPERS, **HISTORY, "time": 52.0},
    "gamma_gamma_fit": {
        "frequency": [1, 2, 3, 4, 1, 2, 3, 4, 2, 5],
        "mean_spend": [20.0, 35.0, 31.0, 28.0, 60.0, 12.0, 44.0, 30.0, 25.0, 33.0],
    },
    "gamma_gamma_spend": {
        "model": GammaGamma(6.25, 3.74, 15.44),
        "frequency": [2, 0, 5],
        "mean_spend": [22.35, 0.0, 29.44],
    },
    "cohort_triangle": {**DATED, "freq": "MS"},
    "cohort_rates": {"triangle": TRIANGLE},
    "weighted_average": {"triangle": TRIANGLE},
    "tenures": DATED,
    "kaplan_meier": {**LENGTHS, "confidence": 0.9, "method": "plain"},
    "log_rank": {**LENGTHS, "group": ["a", "b", "b", "a"]},
    "churn_ratio": {
        "lost": [30, 12, 5],
        "there": [100, 60, 40],
        "lost_before": [50, 30, 9],
        "there_before": [200, 140, 90],
        "confidence": 0.9,
    },
    "survival_at": {"curve": CURVE, "time": 2.0},
    "median_survival": {"curve": CURVE[["survival"]]},
    "restricted_mean": {"curve": CURVE[["survival"]], "horizon": 2.5},
    "n_day_retention": {**PEOPLE, "day": 2},
    "bracket_retention": {**PEOPLE, "first": 1, "last": 7},
    "unbounded_retention": {**PEOPLE, "day": 5},
    "mrr_at": {"movements": MOVEMENTS, "moment": "2026-06-08"},
    "revenue_retention": {
        "before": pd.Series([100, 50, 50], index=["a", "b", "c"]),
        "after": pd.Series([130, 40, 500], index=["a", "b", "d"]),
    },
    "mixture_survival": {"shares": [0.5, 0.5], "retention": [0.9, 0.5], "periods": 3},
    "mixture_retention": {"shares": [0.5, 0.5], "retention": [0.9, 0.5], "periods": 3},
    "mixture_shares": {"shares": [0.25, 0.75], "retention": [0.9, 0.5], "periods": 3},
    "sbg_survival": {"model": SBG(0.668, 3.806), "periods": 3},
    "lifetime_value": {"survival": [1.0, 0.8, 0.64], "margin": 10, "discount": 0.01, "horizon": 2},
    "payback_period": {
        "cost": 25.0,
        "survival": [1.0, 0.8, 0.6, 0.5],
        "margin": 10.0,
        "discount": 0.0,
    },
}
LED_BY_THE_FIRST = {
    "mixture_shares": "its columns are the segments in the order of their shares",
    "revenue_retention": "accounts that paid before lead; others are new business",
}
EMPTY_IS_AN_ANSWER = dict.fromkeys(
    ("n_day_retention", "bracket_retention", "unbounded_retention"),
    "without events nobody came back",
)
GAP_IS_NONE = {"weighted_average", "cohort_rates"}  # a cell that is not observed yet

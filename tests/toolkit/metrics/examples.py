"""A right call of each calculation of metrics that shows none in its docstring."""

import pandas as pd


def days(*days: int) -> pd.DatetimeIndex:
    return pd.to_datetime([f"2026-06-{day:02d}" for day in days], utc=True)


EVENTS = pd.DataFrame(
    {
        "user_id": [1, 1, 2, 2, 3, 1],
        "occurred_at": days(1, 3, 2, 9, 4, 20),
        "event": ["open", "pay", "open", "pay", "open", "pay"],
    }
)
USERS = pd.DataFrame({"user_id": [1, 2, 3], "signed_up_at": days(1, 2, 3), "plan": list("aab")})
SPAN = {"events": EVENTS[["user_id", "occurred_at"]], "start": "2026-06-01", "end": "2026-06-15"}
ACTIVATION = {"users": USERS, "events": EVENTS, "as_of": "2026-07-01", "steps": ["open", "pay"]}
PEOPLE = pd.DataFrame(
    {
        "hit": [1, 0, 1, 1, 0, 0, 1, 0],
        "arm": list("aaaabbbb"),
        "size": list("ssllssll"),
    }
)
SIDE = pd.DataFrame({"activated": [10, 30], "eligible": [50, 60]}, index=["paid", "organic"])
SCORES = [10, 9, 8, 3, 10, 7]
ARMS = {"frame": PEOPLE, "outcome": "hit", "group": "arm", "stratum": "size"}

PEOPLE = pd.DataFrame(
    {
        "user_id": [1, 1, 2, 3],
        "channel": ["paid", "paid", "organic", "organic"],
        "activated": [0, 0, 1, 1],
    }
)
EXAMPLES = {
    "activated": {**ACTIVATION, "users": USERS[["user_id", "signed_up_at"]], "window": "7D"},
    "activation": {**ACTIVATION, "by": "plan", "window": "7D"},
    "activation_curve": {"actions": [0, 1, 2, 5, 3], "retained": [False, False, True, True, False]},
    "activation_threshold": {
        "actions": [0, 1, 2, 5, 3],
        "retained": [False, False, True, True, False],
        "coverage": 0.8,
    },
    "active_users": {**SPAN, "freq": "D"},
    "csat": {"scores": [5, 4, 3, 1, 4], "top": (4, 5), "confidence": 0.95},
    "deduplicate": {"events": pd.DataFrame({"event_id": [1, 2, 2]}), "key": "event_id"},
    "event_counts": {**SPAN, "events": EVENTS[["occurred_at"]], "freq": "D"},
    "funnel": {"events": EVENTS, "steps": ["open", "pay"], "window": "7D", "count": "ordered"},
    "growth_accounting": {"events": SPAN["events"], "month": "2026-06"},
    "growth_history": {**SPAN, "freq": "D"},
    "kitagawa": {"before": SIDE, "after": SIDE.assign(activated=[20, 31]), "weights": "average"},
    "kitagawa_intervals": {
        "before": PEOPLE,
        "after": PEOPLE.assign(activated=[1, 0, 1, 1]),
        "outcome": "activated",
        "group": "channel",
        "unit": "user_id",
        "confidence": 0.9,
        "samples": 100,
        "seed": 0,
    },
    "nps": {"scores": SCORES},
    "nps_difference": {"before": SCORES, "after": [9, 9, 2], "confidence": 0.9, "method": "wald"},
    "nps_interval": {"scores": SCORES, "confidence": 0.95, "method": "adjusted"},
    "rate_difference": {"before": (5, 20), "after": (9, 20), "confidence": 0.95},
    "rate_interval": {"successes": 3, "trials": 10, "confidence": 0.95},
    "ratio_metric": {
        "numerator": [1.0, 4.0, 2.0, 5.0],
        "denominator": [2.0, 5.0, 9.0, 6.0],
        "unit": ["a", "b", "b", "c"],
        "confidence": 0.95,
    },
    "simpson": ARMS,
    "standardised_rates": ARMS,
    "stickiness": {"events": SPAN["events"], "month": "2026-06", "users": [1, 2, 3]},
    "xmr": {"values": [5.0, 6.0, 4.0, 5.0, 12.0], "baseline": 4},
}

BY_ORDER = {"deduplicate": "the first of equal rows is kept, with its label"}
EMPTY_IS_AN_ANSWER = {"activation": "without events nobody is activated"}

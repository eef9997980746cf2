"""A right call of each calculation of finance that shows none in its docstring."""

import pandas as pd

from course_utils.toolkit.finance import rating_part_worths

PEOPLE = pd.DataFrame(
    {
        "too_cheap": [2.0, 4.0, 3.0, 9.0, 5.0],
        "cheap": [5.0, 6.0, 8.0, 7.0, 8.0],
        "expensive": [9.0, 11.0, 12.0, 6.0, 10.0],
        "too_expensive": [14.0, 15.0, 20.0, 5.0, 12.0],
        "buy_at_cheap": [5.0, 4.0, 3.0, 2.0, 4.0],
        "buy_at_expensive": [3.0, 2.0, 4.0, 1.0, 3.0],
        "seats": [1.0, 5.0, 2.0, 3.0, 2.0],
    }
)
FOUR = PEOPLE.columns[:4]
CARDS = pd.DataFrame(
    {
        "support": ["mail", "phone", "mail", "phone", "mail", "phone"],
        "price": [10.0, 10.0, 20.0, 20.0, 30.0, 30.0],
    }
)
SCORES = pd.Series([7.0, 9.0, 5.0, 6.0, 2.0, 4.0])
SHOWN = pd.DataFrame(
    {
        "support": ["mail", "phone"] * 4,
        "price": [10.0, 20.0, 20.0, 10.0, 10.0, 30.0, 20.0, 30.0],
    }
)

EXAMPLES = {
    "npv": {"rate": 0.1, "flows": [-1000.0, 500.0, 400.0, 300.0], "first": 1},
    "xnpv": {
        "rate": 0.1,
        "flows": [-100.0, 60.0, 70.0],
        "dates": ["2026-01-01", "2026-06-01", "2027-01-01"],
    },
    "xirr": {
        "flows": [-100.0, 60.0, 70.0],
        "dates": ["2026-01-01", "2026-06-01", "2027-01-01"],
    },
    "payback": {"flows": [-1000.0, 500.0, 400.0, 300.0], "rate": 0.05},
    "tco": {"once": 1000.0, "running": [200.0, 250.0], "rate": 0.1},
    "break_even_units": {"fixed": 90_000.0, "price": 20.0, "variable": 5.0, "target": 100.0},
    "revenue_model": {
        "new": [10.0, 12.0, 9.0],
        "survival": [1.0, 0.8, 0.6, 0.5],
        "price": [5.0, 5.0, 6.0],
    },
    "log_log_elasticity": {
        "prices": [8.0, 10.0, 12.0, 15.0],
        "quantities": [90.0, 70.0, 62.0, 40.0],
        "confidence": 0.9,
    },
    "van_westendorp": {
        "answers": PEOPLE[[*FOUR, "seats"]],
        "columns": list(FOUR),
        "range_method": "narrower",
        "ties": True,
        "weights": "seats",
    },
    "newton_miller_smith": {
        "answers": PEOPLE.drop(columns="seats"),
        "columns": list(FOUR),
        "intents": ["buy_at_cheap", "buy_at_expensive"],
        "chances": {5: 0.7, 4: 0.5, 3: 0.3, 2: 0.1, 1: 0.0},
    },
    "gabor_granger": {"highest": [10.0, 20.0, 20.0, 0.0], "prices": [10.0, 20.0, 30.0]},
    "rating_part_worths": {"profiles": CARDS, "ratings": SCORES, "price": "price"},
    "choice_part_worths": {
        "profiles": SHOWN,
        "chosen": pd.Series([True, False, False, True, False, True, True, False]),
        "task": pd.Series(["q1", "q1", "q2", "q2", "q3", "q3", "q4", "q4"]),
        "price": "price",
    },
    "willingness_to_pay": {
        "model": rating_part_worths(CARDS, SCORES, price="price"),
        "attribute": "support",
        "better": "phone",
        "worse": "mail",
    },
    "ses_forecast": {
        "values": [10.0, 12.0, 11.0, 13.0, 12.0],
        "periods": 2,
        "alpha": 0.5,
        "start": "first",
        "confidence": 0.8,
    },
    "holt_forecast": {
        "values": [10.0, 12.0, 11.0, 13.0, 15.0, 14.0, 17.0],
        "periods": 2,
        "alpha": 0.5,
        "beta": 0.2,
        "confidence": 0.8,
    },
    "trend_forecast": {"values": [10.0, 12.0, 11.0, 13.0], "periods": 2, "confidence": 0.8},
    "mase": {
        "actual": [10.0, 20.0],
        "forecast": [12.0, 16.0],
        "history": [4.0, 8.0, 10.0, 16.0],
        "season": 1,
    },
}
LED_BY_THE_FIRST = {
    "xnpv": "flows come in the order of time",
    "xirr": "flows come in the order of time",
    "revenue_model": "cohorts come in the order of the new customers",
}

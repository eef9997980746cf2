"""What is planted in interviews, quotes, usability tests and the journey."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..chain import Chain
from ..facts import Facts
from ..schema.research import CODES, PROBLEMS, RATERS, TASKS
from . import interviews, journey, usability


def heard(chain: Chain) -> dict[str, Any]:
    """Return the truth of what the researchers heard and saw, from the company's first block."""
    return {
        "interviews": _interviews(chain),
        "quotes": _quotes(chain),
        "usability": _usability(chain.block.facts),
        "journey": _journey(),
    }


def _interviews(chain: Chain) -> dict[str, Any]:
    answers = [
        {
            "utterance_id": number,
            "topic": turn.topic,
            "asks_for": interviews.STYLES[turn.style],
            "claim": turn.claim,
        }
        for number, turn in enumerate(chain(interviews.talks).turns, 1)
        if turn.customer
    ]
    return {
        "answers": answers,
        "suggests_percent": {
            "pm": interviews.PM_SUGGESTS,
            "designer": interviews.DESIGNER_SUGGESTS,
        },
        "yes_to_guesses": interviews.KIND_YES / 100,
        "stopped_using": interviews.LAPSED,
        "why": "Answers about the past agree with the record; leading questions and guesses get "
        "a kind yes from nearly everybody. Most interviewees are people who stayed.",
    }


def _quotes(chain: Chain) -> dict[str, Any]:
    rows = chain(interviews.quotes)
    slip, confused = interviews.SLIPS / 100, interviews.CONFUSED / 100
    sees = np.eye(len(CODES))
    first = sees * (1 - slip) + slip / len(CODES)
    pair = [interviews.VISIBILITY, interviews.REPORTING]
    sees[interviews.VISIBILITY, pair] = 1 - confused, confused
    second = sees * (1 - slip) + slip / len(CODES)
    codes = [quote.turn.code for quote in rows]
    share = np.bincount(codes, minlength=len(CODES)) / max(1, len(rows))
    agreement = float(share @ (first * second).sum(axis=1))
    by_chance = float((share @ first) @ (share @ second))
    return {
        "true_codes": [CODES[code] for code in codes],
        "true_sentiments": [quote.turn.feeling for quote in rows],
        "expected_agreement": round(agreement, 4),
        "expected_kappa": round((agreement - by_chance) / (1 - by_chance), 4),
        "confused": {"true": "visibility", "coder_b_says": "reporting", "share": confused},
        "slips": slip,
        "coder_b_is_kinder": interviews.KINDER / 100,
    }


def _usability(facts: Facts) -> dict[str, Any]:
    chances = zip(PROBLEMS, usability.chances(facts), strict=True)
    severities = zip(PROBLEMS, usability.severities(facts), strict=True)
    biases = zip(RATERS, usability.RATER_BIAS, strict=True)
    return {
        "completion_by_round": dict(zip(TASKS, map(list, usability.COMPLETION), strict=True)),
        "median_seconds_by_round": dict(zip(TASKS, map(list, usability.SECONDS), strict=True)),
        "problem_chance": {name: percent / 100 for name, percent in chances},
        "problem_severity": {name: tenths / 10 for name, tenths in severities},
        "rater_bias": {name: tenths / 10 for name, tenths in biases},
    }


def _journey() -> dict[str, Any]:
    return {
        "felt": dict(journey.FELT),
        "source_bias": dict(journey.SOURCE_BIAS),
        "lowest": min(journey.FELT, key=journey.FELT.__getitem__),
        "why": "Tickets come from trouble and pile up at first_report, quotes from people who "
        "stayed: compare steps within a source.",
    }

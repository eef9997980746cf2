"""Interviews: what was said, and how two people coded it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..causes.vocabulary import CODES, INTERVIEWERS, SPEAKERS
from ..engine.columns import Texts, coded, ids
from ..engine.group import Group, Planted, Sample
from ..engine.table import Table, enum, identity, moment, points, text, whole

if TYPE_CHECKING:
    from ..engine.chain import Chain
    from ..engine.columns import Columns
    from ..engine.facts import Facts

USER = ("user_id", "users.user_id")

INTERVIEWS = Table(
    name="interviews",
    title="Customer interviews",
    grain="one row an interview with one user",
    key=("interview_id",),
    pinned="a690f6c9a30a9f68",
    joins=(USER,),
    fields=(
        identity("interview_id", "The interview."),
        identity("user_id", "The user who was interviewed."),
        moment("interviewed_at", "When the interview began."),
        enum("interviewer", INTERVIEWERS, "Who asked: the product manager or the designer."),
        whole("minutes", "How long it took.", "minutes", low=1),
    ),
)

UTTERANCES = Table(
    name="utterances",
    title="Interview transcripts",
    grain="one row a turn: what one person said before the other one spoke",
    key=("utterance_id",),
    pinned="9f80f69dcc0f4f8a",
    joins=(("interview_id", "interviews.interview_id"),),
    fields=(
        identity("utterance_id", "The turn, counted through all interviews."),
        identity("interview_id", "The interview."),
        whole("turn", "Place of the turn in its interview.", low=1),
        enum("speaker", SPEAKERS, "Who speaks."),
        text("text", "What was said."),
    ),
)

QUOTES = Table(
    name="quotes",
    title="Quotes, coded by two people, and by two others later",
    grain="one row a customer's turn that was worth coding",
    key=("quote_id",),
    pinned="88d8601e39f63b18",
    joins=(("utterance_id", "utterances.utterance_id"),),
    notes="Every coder worked alone. The first two had the code book and saw the quote; the other two "
    "had a sharper rule for visibility and reporting, and saw the question as well.",
    fields=(
        identity("quote_id", "The quote."),
        identity("utterance_id", "The turn that is quoted."),
        enum("coder_a", CODES, "Need or pain that the first coder saw."),
        enum("coder_b", CODES, "Need or pain that the second coder saw."),
        enum("coder_c", CODES, "Need or pain that the third coder saw, by the sharpened rule."),
        enum("coder_d", CODES, "Need or pain that the fourth coder saw, by the sharpened rule."),
        points("sentiment_a", "Feeling that the first coder heard, -2 (very bad) to 2.", -2, 2),
        points("sentiment_b", "Feeling that the second coder heard, -2 (very bad) to 2.", -2, 2),
    ),
)


def interviews(chain: Chain) -> Columns:
    """Columns of `interviews`."""
    import numpy as np

    from ..causes.interviews import talks

    t = chain(talks)
    designer = (~np.array(t.suggests)).astype(np.int8)
    return {
        "interview_id": ids(len(t.who)),
        "user_id": np.array([m.user for m in t.who], dtype=np.int64) + chain.first_user,
        "interviewed_at": np.array([m.moment for m in t.who], dtype=np.int64),
        "interviewer": coded(INTERVIEWS, "interviewer", designer),
        "minutes": t.minutes,
    }


def utterances(chain: Chain) -> Columns:
    """Columns of `utterances`."""
    import numpy as np

    from ..causes.interviews import talks

    turns = chain(talks).turns
    speaker = np.array([turn.customer for turn in turns], dtype=np.int8)
    return {
        "utterance_id": ids(len(turns)),
        "interview_id": np.array([turn.interview for turn in turns]),
        "turn": np.array([turn.turn for turn in turns]),
        "speaker": coded(UTTERANCES, "speaker", speaker),
        "text": Texts([turn.text for turn in turns]),
    }


def quotes(chain: Chain) -> Columns:
    """Columns of `quotes`."""
    import numpy as np

    from ..causes import interviews

    rows = chain(interviews.quotes)
    return {
        "quote_id": ids(len(rows)),
        "utterance_id": np.array([q.utterance for q in rows]),
        "coder_a": coded(QUOTES, "coder_a", np.array([q.coder_a for q in rows])),
        "coder_b": coded(QUOTES, "coder_b", np.array([q.coder_b for q in rows])),
        "coder_c": coded(QUOTES, "coder_c", np.array([q.coder_c for q in rows])),
        "coder_d": coded(QUOTES, "coder_d", np.array([q.coder_d for q in rows])),
        "sentiment_a": np.array([q.sentiment_a for q in rows]),
        "sentiment_b": np.array([q.sentiment_b for q in rows]),
    }


def heard(chain: Chain) -> dict[str, Any]:
    """Return what the first block's interviews and quotes really are."""
    if chain.block.number:
        return {}
    return {"interviews": _interviews(chain), "quotes": _quotes(chain)}


def _interviews(chain: Chain) -> dict[str, Any]:
    from ..causes import interviews

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
        "trouble_percent": {
            "visibility": {"small team": interviews.FEW, "large team": interviews.MANY},
            "reporting": {
                "opened one lately": interviews.SHOWS,
                "once did": interviews.SHOWED,
                "never did": 0,
            },
            "any other need": interviews.OTHER,
        },
        "why": "Answers about the past agree with the record; leading questions and guesses get "
        "a kind yes from nearly everybody. Most interviewees are people who stayed.",
    }


def _quotes(chain: Chain) -> dict[str, Any]:
    import numpy as np

    from ..causes import interviews

    rows = chain(interviews.quotes)
    slip = interviews.SLIPS / 100
    told = [quote.turn for quote in rows if quote.turn.code == interviews.VISIBILITY]
    confused = float(np.mean([interviews.confusing(turn) for turn in told]))
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
        "true_sentiments": [quote.feeling for quote in rows],
        "expected_agreement": round(agreement, 4),
        "expected_kappa": round((agreement - by_chance) / (1 - by_chance), 4),
        "confused": {
            "true": "visibility",
            "coder_b_says": "reporting",
            "share": round(confused, 4),
            "where": "other people come into the story",
        },
        "by_the_sharpened_rule": {
            "slips": interviews.SLIPS_THEN / 100,
            "visibility_as_reporting": interviews.UNSURE / 100,
        },
        "slips": slip,
        "coder_b_is_kinder": interviews.KINDER / 100,
    }


def truth(facts: Facts, found: list[dict[str, Any]]) -> dict[str, Any]:
    """Tell what is planted in the interviews and in their coding."""
    del facts
    return found[0]


PLANTED = (
    Planted(
        "interviews",
        "thirty of 36 used Kitewell in spring; half or so, on some companies two thirds, had not for four weeks",
        '"customers stay"',
        "compare with all users",
        ("interviews.stopped_using",),
    ),
    Planted(
        "utterances",
        "leading questions and guesses get a kind yes; answers about the past are true",
        "believing the yes",
        "compare each claim with `events`",
        ("interviews.answers",),
    ),
    Planted(
        "interviews",
        "the product manager suggests answers more often than the designer",
        "pooling both",
        "split by interviewer",
        ("interviews.suggests_percent",),
    ),
    Planted(
        "quotes",
        "having to know and having to show are asked in the same words; trouble with visibility leads: most "
        "work in large teams, where it is common; few show, and only who opened a report has trouble with it",
        "counting quotes, not people",
        "people who told of trouble, by need",
        ("interviews.trouble_percent",),
    ),
    Planted(
        "quotes",
        "one coder files visibility under reporting; onboarding is most of it",
        "percent agreement",
        "kappa, and code by code",
        (
            "quotes.confused",
            "quotes.expected_kappa",
        ),
    ),
    Planted(
        "quotes",
        "two others, who saw the question and had a sharper rule, agree on the pair",
        "one kappa for all codes",
        "kappa by code, before and after",
        ("quotes.by_the_sharpened_rule",),
    ),
    Planted(
        "quotes",
        "the second coder hears more good feeling; the same words have the same feeling in every quote",
        "pooling sentiments",
        "difference within quotes",
        ("quotes.coder_b_is_kinder",),
    ),
)

GROUP = Group(
    section="What people say and ask for",
    tables=(
        Sample(INTERVIEWS, interviews),
        Sample(UTTERANCES, utterances),
        Sample(QUOTES, quotes),
    ),
    planted=PLANTED,
    truth=truth,
    look=heard,
    place=60,
)
